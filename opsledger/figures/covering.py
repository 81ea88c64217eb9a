"""From when on a project's recorded hours are all of its hours: before that, its money says nothing of an hour.

A ledger is often begun in the middle of work. What was invoiced before must not be divided by the hours recorded since.
"""

from __future__ import annotations

from datetime import date, timedelta

from opsledger.figures.by_hour import by_hour
from opsledger.figures.projects import burn, estimated, first_running_day, months
from opsledger.figures.standing import Standing
from opsledger.models.projects import Project
from opsledger.values.days import Interval, Week
from opsledger.values.duration import Minutes
from opsledger.values.written import write_date

_DAYS_OF_A_RECORD = 2  # a week with time on one day alone, before any other, is hours from memory or a broken one
_LAG = timedelta(days=28)  # between a project's first day and its first hour
_LAG_OF_KEPT = timedelta(days=7)  # the same if the ledger says from when on it is kept


def full_since(standing: Standing) -> date | None:
    """The Monday of the first week with time recorded on two days or more; of the first with any if there is none."""
    return standing.always(_full_since)


def _full_since(standing: Standing) -> date | None:
    days: dict[Week, set[date]] = {}
    for block in standing.actual:  # by day, so that the first week that is full is the earliest
        if block.day and not block.is_from_memory:
            recorded = days.setdefault(Week.of(block.day), set())
            recorded.add(block.day)
            if len(recorded) >= _DAYS_OF_A_RECORD:
                return Week.of(block.day).monday
    first = min(days, default=None)
    return first.monday if first else None


def weeks_from_memory(standing: Standing) -> frozenset[Week]:
    """The weeks that hold only hours told for a whole project, not a week's own.

    Their blocks say so (`hours before the ledger`), or they lie before the ledger was kept and before the first full
    week.
    """
    return standing.always(_weeks_from_memory)


def _weeks_from_memory(standing: Standing) -> frozenset[Week]:
    kept, full = standing.settings.kept_since, full_since(standing)
    blocks = {sheet.week: [block for block in sheet.actual if not block.is_off] for sheet in standing.ledger.weeks}
    weeks = {week for week, worked in blocks.items() if worked}
    own = {week for week in weeks if not all(block.is_from_memory for block in blocks[week])}
    early = {week for week in own if kept and full and week.monday < full and week.sunday < kept}
    return frozenset((weeks - own) | early)


def weeks_recorded(standing: Standing) -> int:
    """How many weeks hold time recorded as it was worked."""
    return len(standing.client_minutes_by_week.keys() - weeks_from_memory(standing))


def hours_known_from(standing: Standing, project: Project) -> date | None:
    """The day from which all hours of a project are recorded; None without any.

    Its first day, if time was recorded then, or soon after. Of work that is not a retainer also if hours come before
    the first full week: that is how users write down what was done before the ledger. Else the day of its first hours.
    """
    blocks = standing.blocks_of(project)
    first, full = next((block.day for block in blocks if block.day), None), full_since(standing)
    if first is None or full is None:
        return None
    begun = _begun(project) or first
    lag = _LAG if standing.settings.kept_since is None else _LAG_OF_KEPT
    is_told = first < full and not project.is_retainer
    return min(begun, first) if begun >= full or first <= begun + lag or is_told else first


def covers_life(standing: Standing, project: Project) -> bool:
    """Whether all hours of a project are recorded, as far as it has any."""
    known, begun = hours_known_from(standing, project), _begun(project)
    return known is None or begun is None or known <= begun


def has_all_hours(standing: Standing, project: Project) -> bool:
    """Whether its money can be compared with its hours. Work by the hour earns what is recorded, and no more."""
    return project.billing == "hourly" or covers_life(standing, project)


def sold_left(standing: Standing, project: Project) -> Minutes | None:
    """What is left of what was sold; None if that is not known.

    By the owner's own `left` line if there is no estimate, or if it is less and the work began before the ledger was
    kept: the hours of before may stand in no week, and would count as not worked yet. Of work by the hour that fades,
    or is to stop, no more than its client will still ask for.
    """
    left, kept, begun = burn(standing, project).left, standing.settings.kept_since, _begun(project)
    own = None if project.is_retainer else estimated(standing, project)
    if own is None and left is not None and (asked := by_hour(standing, project).asked) is not None:
        return min(left, round(asked * 60))
    if own is None or (left is not None and not (kept and begun and begun < kept and own.left < left)):
        return left
    return max(own.left, 0)


def _begun(project: Project) -> date | None:
    """The day its work began, as far as its lines say."""
    line = project.first("started") or project.first("booked")
    return line.day if line else None


def months_covered(standing: Standing, project: Project, days: Interval) -> list[Interval]:
    """The calendar months of a span, up to its last day, in which a retainer ran and its hours are all recorded."""
    known = hours_known_from(standing, project)
    found = []
    for month in months(days.first, days.last):
        day = first_running_day(project, Interval(month.first, min(month.last, days.last)))
        if day is not None and (known is None or day >= known):
            found.append(month)
    return found


def why_uncovered(standing: Standing, project: Project) -> str:
    """Why its money cannot be divided by its hours, in words."""
    known = hours_known_from(standing, project)
    on = write_date(known, standing.day) if known else "no day"
    return f"its hours are recorded only since {on}, and it began earlier"
