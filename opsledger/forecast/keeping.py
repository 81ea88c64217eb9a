"""What becomes of each promise as things go: one answer for the headline, the findings and what they advise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.balance import pace_of
from opsledger.figures.hours import available
from opsledger.figures.pacing import finish_day, weekly_pace
from opsledger.figures.standing import WORKDAYS, Standing, hours, total
from opsledger.figures.unrecorded import unrecorded_in
from opsledger.forecast.lasting import ends_in_young
from opsledger.forecast.left import agreed_start, fading_of, left_of
from opsledger.models.projects import Project
from opsledger.values.days import Interval

PAST, UNRECORDED, NO_ROOM, TIGHT, TOO_SLOW, KEPT = "past", "unrecorded", "no room", "tight", "too slow", "kept"
CROWDED = "crowded"
PRESSING_DAYS = 14
SEEN_AHEAD_DAYS = 56
_GRACE_DAYS = 3
_RUSH_DAYS, _LONG_DAYS = 4, 2
_NEARLY_ALL, _HARDLY_MORE = Fraction(9, 10), Fraction(11, 10)  # what is left is an estimate
MOSTLY_FULL = Fraction(17, 20)  # of the hours until a promise: what has not begun by then leaves no room for more
_NOT_BEGUN_DAYS = 182
_HARDLY_ANY = Fraction(1, 10)  # of its hours: a first talk begins no project
_DAYS_A_YEAR = 365


class Promised(NamedTuple):
    """An open project with its promise, and what becomes of it.

    state: `past`; `unrecorded` (weeks without a record hide what is left); `no room` (clearly too few hours until then,
    after what is promised for before it); `tight` (they are just enough, and it has no such pace); `crowded`
    (it has not begun, and with what comes before it takes most of the hours until then); `too slow` (there
    are hours enough, and it does not get them); or `kept`. late: the days by which it is or will be late. left: what it
    likely needs; None if nobody knows. free: the hours for clients until then, less those of retainers. first, before:
    what is promised for before it, and the hours that likely needs. pace: hours a week it got recently. begins: the day
    ahead on which it begins, if `free` counts from then.
    """

    project: Project
    due: date
    state: str
    late: Fraction
    left: Fraction | None
    free: Fraction
    first: tuple[Project, ...]
    before: Fraction
    pace: Fraction | None
    unrecorded: int = 0
    begins: date | None = None

    @property
    def needed(self) -> Fraction:
        """The hours that must be worked until then, those of what comes first included."""
        return (self.left or Fraction(0)) + self.before

    def is_near(self, day: date) -> bool:
        """Whether it is promised for the next two weeks."""
        return 0 <= (self.due - day).days <= PRESSING_DAYS


def promises_of(standing: Standing) -> tuple[Promised, ...]:
    """What becomes of every promise of an open project for a client, those due first first; worked out once."""
    return standing.once(_promises)


def _promises(standing: Standing) -> tuple[Promised, ...]:
    found: list[Promised] = []
    first: list[Project] = []
    before = Fraction(0)
    for due, _, project in sorted(_open(standing), key=lambda entry: entry[:2]):
        left = _left(standing, project)
        promised = Promised(
            project=project,
            due=due,
            state=KEPT,
            late=Fraction(0),
            left=left,
            free=free_until(standing, due),
            first=tuple(first),
            before=before,
            pace=weekly_pace(standing, project),
            unrecorded=unrecorded_in(standing, project),
        )
        found.append(_judged(standing, promised))
        if left and project.status != "paused":  # work that is paused takes no hours before the rest
            first.append(project)
            before += left
    return tuple(found)


def _left(standing: Standing, project: Project) -> Fraction | None:
    """What a project likely needs; as sold of one without hours in a ledger just begun, where the rest is a guess."""
    left = left_of(standing, project)
    is_guess = project.id in ends_in_young(standing) and left.by is None
    return left.as_sold if is_guess and left.as_sold else left.likely


def _open(standing: Standing) -> list[tuple[date, str, Project]]:
    """Those that are promised. Work by the hour that its client asks for less and less is not late at its end."""
    return [
        (project.revised_promise, project.id, project)
        for project in standing.client_projects
        if project.is_open and project.revised_promise and not project.is_retainer and not fading_of(standing, project)
    ]


def free_until(standing: Standing, due: date, begins: date | None = None) -> Fraction:
    """The hours for clients until a day, less what retainers take of them; of the day itself if it is today.

    begins: the first day that counts, by default the day after D.
    """
    if due < standing.day:
        return Fraction(0)
    first = begins or (standing.day if due == standing.day else standing.day + timedelta(days=1))
    there = available(standing, Interval(first, due), for_clients=True)
    return max(there - retained_hours(standing) * ((due - first).days + 1) * 12 / _DAYS_A_YEAR, Fraction(0))


def retained_hours(standing: Standing) -> Fraction:
    """The hours a month that running retainers are sold for."""
    running = [each for each in standing.client_projects if each.is_retainer and each.status in ("started", "resumed")]
    return hours(sum(each.estimate or 0 for each in running))


def fit_into(standing: Standing, days: Interval, promises: Sequence[Promised]) -> tuple[Promised, ...]:
    """Those of some promises that can be finished in some days, one after another, those with least left first."""
    share = Fraction((days.last - days.first).days + 1, _DAYS_A_YEAR)
    free = available(standing, days, for_clients=True) - retained_hours(standing) * 12 * share
    found = []
    for mine in sorted(promises, key=lambda each: (each.left or Fraction(0), each.project.id)):
        if mine.left and mine.left <= free and mine.project.status != "paused":
            found.append(mine)
            free -= mine.left
    return tuple(found)


class Due(NamedTuple):
    """The hours for clients that some days must hold, no more than there are, and the projects due first in them."""

    hours: Fraction
    projects: tuple[Project, ...]


def due_in(standing: Standing, days: Interval) -> Due:
    """What is due in some days: all that is late or promised until their end, and of later promises their share."""
    found: list[tuple[Fraction, Project]] = []
    for mine in promises_of(standing):
        if not mine.left or mine.project.status == "paused":
            continue
        weeks = Fraction((mine.due - days.first).days + 1, (days.last - days.first).days + 1)
        found.append((mine.left / max(weeks, Fraction(1)), mine.project))
    needed = sum((share for share, _ in found), retained_hours(standing) * 12 / 52)
    there = available(standing, days, for_clients=True)
    return Due(min(needed, there), tuple(project for _, project in found))


def _long_days(standing: Standing, due: date) -> Fraction:
    """The hours of the few whole working days until a promise: for a day or two all else can wait. 0 if it is later."""
    days = [standing.day + timedelta(days=number) for number in range(1, (due - standing.day).days + 1)]
    there = [standing.part_there(day) for day in days if day.weekday() < WORKDAYS] if len(days) <= _RUSH_DAYS else []
    return sum(there, Fraction(0)) * standing.settings.day / 60 if len(there) <= _LONG_DAYS else Fraction(0)


def _weekly(standing: Standing) -> Fraction:
    return Fraction(standing.settings.client_hours, 60) or Fraction(1)


def is_crowded(standing: Standing, mine: Promised) -> bool:
    """Whether work of a week or more that has not begun takes, with what is promised before it, most of the hours."""
    if not is_waiting(standing, mine.project):
        return False
    is_near = (mine.due - standing.day).days <= _NOT_BEGUN_DAYS
    return is_near and (mine.left or 0) >= _weekly(standing) and mine.needed >= MOSTLY_FULL * mine.free


class WorkSpan(NamedTuple):
    """When the turn of a promised project comes, and what it then takes.

    begins: the first day after its agreed start, and after what is promised before it, on which it can be worked on.
    weekly: the hours a week from then until its promise, no more than a week has beside the retainers.
    """

    begins: date
    weekly: Fraction


def span_left(standing: Standing, mine: Promised) -> WorkSpan:
    """When a promised project can be worked on if all that comes before it is done first, and the hours a week then."""
    one = timedelta(days=1)
    begins = max(mine.begins or standing.day + one, standing.day + one)
    if mine.before:
        begins = max(begins, _done_by(standing, mine.before, mine.due) + one)
    while begins < mine.due and (begins.weekday() >= WORKDAYS or standing.is_off(begins)):
        begins += one
    most = max(_weekly(standing) - retained_hours(standing) * 12 / 52, Fraction(0))
    return WorkSpan(begins, min((mine.left or Fraction(0)) / work_weeks(standing, mine.due, begins), most))


def _done_by(standing: Standing, needed: Fraction, due: date) -> date:
    """The first day by which some hours can be worked, by all hours for clients; at the latest a promise."""
    days = (standing.day + timedelta(days=number) for number in range(1, (due - standing.day).days))
    return next((day for day in days if free_until(standing, day) >= needed), due - timedelta(days=1))


def work_weeks(standing: Standing, due: date, begins: date | None = None) -> Fraction:
    """The weeks of work until a promise, without days off; at least one. begins: by default the day after D."""
    first = begins or standing.day + timedelta(days=1)
    days = (first + timedelta(days=number) for number in range((due - first).days + 1))
    work = sum(day.weekday() < WORKDAYS and not standing.is_off(day) for day in days)
    return max(Fraction(work, WORKDAYS), Fraction(1))


def is_waiting(standing: Standing, project: Project) -> bool:
    """Whether a project is booked, and hardly any of its work is done yet."""
    spent = total(standing.blocks_of(project))
    return project.status == "booked" and spent <= _HARDLY_ANY * (project.estimate or 0)


def done_in_turn(standing: Standing, project: Project) -> date | None:
    """When a promised project that waits is done: after all that is promised before it, by the hours of a usual week.

    None of one that is not promised, has begun, or begins on a day that is agreed.
    """
    mine = next((each for each in promises_of(standing) if each.project is project), None)
    if mine is None or not mine.left or not is_waiting(standing, project) or agreed_start(standing, project):
        return None
    usual, most = pace_of(standing).hours, Fraction(standing.settings.client_hours, 60)
    weekly = (min(usual, most) if usual else most) - retained_hours(standing) * 12 / 52
    return finish_day(standing, mine.needed, weekly)


def _from_start(standing: Standing, mine: Promised, begins: date, there: Fraction) -> Promised:
    """A promise by the hours from its agreed start on, if they are nearly full; what is done by then takes none."""
    rest = max(mine.before - free_until(standing, begins - timedelta(days=1)), Fraction(0))
    waits = mine._replace(free=there, before=rest, first=mine.first if rest else (), begins=begins)
    return waits if is_crowded(standing, waits) else mine


def _judged(standing: Standing, mine: Promised) -> Promised:
    if mine.due < standing.day:
        return mine._replace(state=PAST, late=Fraction((standing.day - mine.due).days))
    if mine.unrecorded:
        return mine._replace(state=UNRECORDED)
    if mine.left is None:
        return mine
    begins = agreed_start(standing, mine.project)
    if begins and begins <= mine.due:
        there = free_until(standing, mine.due, begins)
        if mine.left >= there * _HARDLY_MORE + 1:
            over = (mine.left - there) / _weekly(standing) * 7
            return mine._replace(state=NO_ROOM, late=over, free=there, first=(), before=Fraction(0), begins=begins)
        mine = _from_start(standing, mine, begins, there)
    if mine.needed <= _long_days(standing, mine.due):
        return mine._replace(state=TIGHT) if mine.needed > mine.free else mine
    if mine.needed >= mine.free * _HARDLY_MORE + 1:  # an hour is no lateness
        return mine._replace(state=NO_ROOM, late=(mine.needed - mine.free) / _weekly(standing) * 7)
    if (mine.begins or not begins) and is_crowded(standing, mine):
        return mine._replace(state=CROWDED)
    if (mine.due - standing.day).days > SEEN_AHEAD_DAYS:
        return mine
    finish = finish_day(standing, mine.left or Fraction(0), mine.pace) if mine.pace else None
    late = (finish - mine.due).days if finish else 0
    if mine.left and mine.needed >= _NEARLY_ALL * mine.free and (not mine.pace or late > _GRACE_DAYS):
        return mine._replace(state=TIGHT)
    return mine._replace(state=TOO_SLOW, late=Fraction(late)) if late > _GRACE_DAYS else mine
