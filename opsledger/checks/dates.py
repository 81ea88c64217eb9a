"""Days that are hardly meant: far ahead, booked ahead, or promised for a day that was already over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opsledger.diagnostics import Diagnostic, at, warning
from opsledger.models.ahead import AGREED
from opsledger.models.ledger import Ledger
from opsledger.models.records import WeekSheet
from opsledger.source import Span

FAR_AHEAD = warning("far-ahead", "A line is dated more than a year ahead.")
BOOKED_AHEAD = warning("booked-ahead", "A project's first line that books it lies ahead.")
_SENT = "its own day is the one the invoice was sent on: `opsledger log ID invoiced AMOUNT due DATE --on DATE`"
PROMISE_PAST = warning("promise-past", "A `next` or `due` line promises a day before its own.")


def check_far_ahead(ledger: Ledger, day: date | None) -> Iterator[Diagnostic]:
    """Lines dated more than a year after a day, none without one; of a week or review as a whole, reported once."""
    if day is None:
        return
    hint = "is the year right?"
    for record in ledger.logged():
        if record.log and _is_far(record.log[-1].day, day):
            for line in record.log:
                if _is_far(line.day, day):
                    yield at(FAR_AHEAD, line.span, f"{line.day} is more than a year ahead", hint)
    for sheet in ledger.weeks:
        if _is_far(sheet.week.sunday, day):
            ahead = [(span, on) for on, span in _days_of(sheet) if _is_far(on, day)]
            for span, on in sorted(ahead, key=lambda found: found[0].start)[:1]:
                hint_at_week = "is the file named for the right week?"
                yield at(FAR_AHEAD, span, f"{on} is more than a year ahead", hint_at_week)
    for review in ledger.reviews:
        if _is_far(review.on, day):
            yield Diagnostic(FAR_AHEAD, f"{review.on} is more than a year ahead", review.file, None, hint)


def check_booked_ahead(ledger: Ledger, day: date | None) -> Iterator[Diagnostic]:
    """Projects that are booked on a day to come: they count as agreed on, and as work that begins then."""
    if day is None:
        return
    for project in ledger.projects:
        first = project.first(*AGREED)
        if first and first.day > day and project.log[0] is first:
            message = (
                f"{project.title} counts as booked work that begins on {max(first.day, project.start or first.day)}"
            )
            hint = f"write the day on which it was agreed, and when it begins as `start: {first.day}`"
            yield at(BOOKED_AHEAD, first.span, message, hint)


def _is_far(one: date, day: date) -> bool:
    """Whether one day lies more than a year after another."""
    return (one.year - 1, one.month, one.day) > (day.year, day.month, day.day)


def _days_of(sheet: WeekSheet) -> Iterator[tuple[date, Span]]:
    """The day and place of each line of a week."""
    for block in (*sheet.plan, *sheet.actual):
        if block.day:
            yield block.day, block.span
    yield from ((cost.day, cost.span) for cost in sheet.costs)
    yield from ((line.day, line.span) for line in sheet.marketing)


def check_promises(ledger: Ledger) -> Iterator[Diagnostic]:
    """What is promised for a day that was over when it was promised."""
    for record in (*ledger.leads, *ledger.projects):
        for line in record.log:
            if line.promised and line.promised < line.day:
                message = f"this line of {line.day} names {line.promised}, which had already passed"
                yield at(PROMISE_PAST, line.span, message, _SENT if line.word == "invoiced" else "are both days right?")
