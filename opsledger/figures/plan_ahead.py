"""The plan of the present week, and of the coming one, against the hours available and those that are usual."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.covering import weeks_from_memory
from opsledger.figures.evidence import Figure
from opsledger.figures.hours import available
from opsledger.figures.kept import is_settling_in
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours, part_of, spans, total
from opsledger.figures.statistics import TOO_FEW, median
from opsledger.models.lines import Block
from opsledger.values.characters import same_id
from opsledger.values.days import Week

RECENT_WEEKS = 6
FEWEST_WEEKS = 4
_FEWEST_USUAL = 2  # one week is not usual


class NextWeek(NamedTuple):
    """The ISO week after the day's own.

    blocks: what is planned, by day. by_schedule: whether that is the standing schedule, as the week has no Plan. usual:
    the median hours of the weeks in `worked`; most: the greatest. planned, usual, most: None if nobody knows.
    """

    week: Week
    blocks: list[tuple[date, Block]]
    by_schedule: bool
    planned: Fraction | None
    usual: Fraction | None
    most: Fraction | None
    worked: list[Week]
    available: Fraction

    @property
    def is_feasible(self) -> bool | None:
        """Whether no more is planned than there is, and than one of the last weeks held, once four are known."""
        if self.planned is None:
            return None
        is_known = self.most is not None and len(self.worked) >= FEWEST_WEEKS
        return self.planned <= (min(self.available, self.most) if is_known and self.most else self.available)

    @property
    def judged(self) -> str:
        """Whether it is feasible, and if not, which of the two it goes over."""
        if self.planned is not None and self.planned > self.available:
            return "more than the hours available"
        if not self.is_feasible:
            return "more than your last weeks held"
        return "realistic" if self.usual is not None else "within the hours available"


def is_template(standing: Standing, coming: NextWeek) -> bool:
    """Whether a ledger just begun has no plan but the schedule that `init` wrote: nobody planned so."""
    return coming.by_schedule and is_settling_in(standing)


def copies_schedule(standing: Standing, coming: NextWeek) -> bool:
    """Whether a ledger just begun has planned the coming week as schedule.md has it, with no work of its own named."""
    if coming.by_schedule or not coming.blocks or not is_settling_in(standing):
        return False
    usual = Counter(_slot(block) for block in standing.ledger.schedule)
    return all(usual[_slot(block)] for _, block in coming.blocks)


def _slot(block: Block) -> tuple[int, int, str]:
    return block.weekday, block.minutes, same_id(block.target.id) if block.target else ""


class CurrentWeek(NamedTuple):
    """The ISO week of the day: hours planned, done so far, and there. planned, done: None if there is no block.

    by_schedule: whether what is planned is the standing schedule, as the week has no Plan.
    """

    week: Week
    planned: Fraction | None
    done: Fraction | None
    available: Fraction
    by_schedule: bool = False


def current_week(standing: Standing) -> CurrentWeek:
    """The present week, as far as it is known."""
    week = Week.of(standing.day)
    days = week.interval
    planned_blocks, by_schedule = planned_week(standing, week)
    planned, done = [block for _, block in planned_blocks], part_of(standing.actual, days)
    return CurrentWeek(
        week,
        hours(total(planned)) if planned else None,
        hours(total(done)) if done else None,
        available(standing, days),
        by_schedule,
    )


def coming_week(standing: Standing) -> NextWeek:
    """The coming week as it is planned."""
    return standing.once(_coming_week)


def _coming_week(standing: Standing) -> NextWeek:
    week = Week.of(standing.day).plus(1)
    blocks, by_schedule = planned_week(standing, week)
    known, told = standing.client_minutes_by_week, weeks_from_memory(standing)
    recent = [ended for ended in standing.ended_weeks() if ended in known and ended not in told][:RECENT_WEEKS]
    worked = [total(part_of(standing.actual, ended.interval)) for ended in recent]
    middle = median(worked)
    return NextWeek(
        week=week,
        blocks=blocks,
        by_schedule=by_schedule,
        planned=hours(total(block for _, block in blocks)) if blocks or standing.ledger.schedule else None,
        usual=None if middle is None or len(recent) < _FEWEST_USUAL else middle / 60,
        most=hours(max(worked)) if recent else None,
        worked=recent,
        available=available(standing, week.interval),
    )


def planned_week(standing: Standing, week: Week) -> tuple[list[tuple[date, Block]], bool]:
    """A week's blocks with their days, and whether they are those of the standing schedule, without days off.

    The schedule stands in for a week without a Plan.
    """
    plan = part_of(standing.plan, week.interval)
    if plan:
        return [(block.day, block) for block in plan if block.day], False
    off = {block.weekday for block in standing.ledger.schedule if block.is_day_off}
    work = [block for block in standing.ledger.schedule if not block.is_off and block.weekday not in off]
    dated = [(week.days()[block.weekday], block) for block in work]
    return [(day, block) for day, block in dated if not standing.is_off(day)], bool(standing.ledger.schedule)


@told_as("time.plan_ahead", key="planned", unit="hours")
def plan_ahead(standing: Standing) -> Figures:
    """`time.plan_ahead`: whether next week's plan is realistic.

    planned: hours of its Plan, else of the standing schedule without the week's days off. usual: the median of the last
    6 weeks with an Actual, of two or more; weeks before `kept_since` and those of `hours before the ledger` do not
    count. available: the hours for clients. feasible: planned is at most that. Once four weeks are
    known, it is also at most what the fullest of the last six held, since half of all weeks hold more than the usual
    one.
    """
    coming = coming_week(standing)
    value = {
        "week": str(coming.week),
        "planned": coming.planned,
        "usual": coming.usual,
        "available": coming.available,
        "feasible": coming.is_feasible,
    }
    note = (
        None if coming.planned is not None else f"{TOO_FEW}: neither a Plan for {coming.week} nor a standing schedule"
    )
    fed = [block for week in sorted(coming.worked) for block in part_of(standing.actual, week.interval)]
    sources = spans((*(block for _, block in coming.blocks), *fed))
    yield Figure("time.plan_ahead", value, "hours", len(coming.blocks), note=note, sources=sources)
