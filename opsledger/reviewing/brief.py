"""What a review says of a day and `status` too: short things, so that `status` imports little of the review."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.figures.kept import is_settling_in
from opsledger.figures.standing import Standing
from opsledger.figures.time_off import OffDays, off_ahead, off_in
from opsledger.findings.ahead import LIKELY
from opsledger.findings.finding import Measured
from opsledger.findings.headline import BoldSentence
from opsledger.forecast.outlook import LEAN, Stretch
from opsledger.models.projects import Project
from opsledger.reviewing.parts.schedule import OffRow
from opsledger.reviewing.parts.stand import StretchRow
from opsledger.reviewing.parts.values import NumberOrNone
from opsledger.values.days import Interval

_WEEKS_AHEAD = 12  # as far as the forecast looks


def owed_by_clients(measured: Measured) -> NumberOrNone:
    """What clients owe; None while a ledger that was just imported has no invoice: they are elsewhere."""
    standing = measured.standing
    if is_settling_in(standing) and not any(project.lines("invoiced") for project in standing.ledger.projects):
        return None
    return measured.part("money.outstanding", "amount")


def oldest_days(measured: Measured) -> int | None:
    """How old the oldest invoice is that is not settled."""
    oldest = measured.part("money.outstanding", "oldest_days")
    return None if oldest is None else int(oldest)


def unnamed_rows(measured: Measured, said: BoldSentence) -> tuple[StretchRow, ...]:
    """The stretches that the headline does not name, without those of a few hours."""
    named = [told.stretch for told in said.told]
    week = measured.standing.settings.client_hours / 60
    found = measured.trusted_forecast.stretches if measured.trusted_forecast else ()
    return tuple(stretch_row(each) for each in found if each not in named and each.hours >= week / 4)


def stretch_row(stretch: Stretch) -> StretchRow:
    """Coming weeks that agree on being lean, or overloaded."""
    first, last = stretch.first.monday, stretch.last.sunday
    chance, missing = Fraction(stretch.chance), Fraction(stretch.hours)
    side = "short" if stretch.kind == LEAN else "too much"
    return StretchRow(stretch.kind, first, last, chance, missing, side, stretch.chance >= LIKELY)


def open_by_promise(standing: Standing) -> list[Project]:
    """The open projects for clients, those promised first first."""
    found = [project for project in standing.client_projects if project.is_open]
    return sorted(found, key=lambda each: (each.revised_promise is None, each.revised_promise, each.file))


def is_late(measured: Measured, project: Project) -> bool:
    """Whether a project is past its promise."""
    return project.revised_promise is not None and project.revised_promise < measured.day


def off_rows(standing: Standing) -> tuple[OffRow, ...]:
    """The time off that is ahead."""
    return tuple(OffRow(*each, _next_year(standing, each)) for each in off_ahead(standing, _WEEKS_AHEAD))


def _next_year(standing: Standing, off: OffDays) -> Fraction:
    """How many days of some time off are next year's: its holiday pays for them."""
    if off.first.year == off.last.year:
        return Fraction(0)
    return sum((each.days for each in off_in(standing, Interval(date(off.last.year, 1, 1), off.last))), Fraction(0))
