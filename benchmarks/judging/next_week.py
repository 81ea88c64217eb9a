"""What proves the rules on next week's plan right: that week's own hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from benchmarks.judging.proofs import Future, Proof, whole_business
from opsledger.figures.standing import CLIENT, hours, part_of, total
from opsledger.findings.finding import Measured
from opsledger.forecast.keeping import due_in
from opsledger.models.lines import Block
from opsledger.values.days import Interval


def _next_week(future: Future, measured: Measured) -> Interval | None:
    """The seven days after the day; None if they are not over in the end."""
    first, last = measured.day + timedelta(days=1), measured.day + timedelta(days=7)
    return Interval(first, last) if last <= future.end.day else None


def _missed(future: Future, measured: Measured, _: str) -> bool | None:
    """Less than three quarters of next week's plan is worked, target by target."""
    days = _next_week(future, measured)
    if days is None:
        return None
    planned, worked = (_by_target(part_of(blocks, days)) for blocks in (measured.standing.plan, future.end.actual))
    held = sum(min(minutes, worked[target]) for target, minutes in planned.items())
    return held < 0.75 * planned.total() if planned else None


def _by_target(blocks: Iterable[Block]) -> Counter[str]:
    found: Counter[str] = Counter()
    for block in blocks:
        found[block.target.id if block.target else ""] += block.minutes
    return found


def _undone(future: Future, measured: Measured, _: str) -> bool | None:
    """Fewer hours are worked for clients next week than are due in it; only of weeks that are planned."""
    days = _next_week(future, measured)
    if days is None or not part_of(measured.standing.plan, days):
        return None
    due = due_in(measured.standing, days)
    if not due.projects:
        return None
    blocks = part_of(future.end.actual, days)
    return hours(total(block for block in blocks if future.end.area_of(block) == CLIENT)) < due.hours


NEXT_WEEK: Mapping[str, Proof] = {
    "unrealistic-plan": Proof(1, "less than three quarters of next week's plan is worked", _missed, whole_business),
    "thin-plan": Proof(1, "fewer client hours are worked next week than are due in it", _undone, whole_business),
}
