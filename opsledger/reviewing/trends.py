"""The headline numbers over the last six reviews: as each review froze them, else as of its day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.evidence import Value
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.measuring.every import Measuring
from opsledger.measuring.titles import title_of
from opsledger.models.reviews import WrittenReview
from opsledger.reviewing.parts.stand import TrendRow
from opsledger.reviewing.parts.values import NumberOrNone

PAST = 6


class HeadlineNumber(NamedTuple):
    """A number that every review shows: its figure, which part of it, which way is better, and its unit.

    better: `more` or `less`; empty if neither is.
    """

    figure: str
    part: str = ""
    better: str = "more"
    unit: str = "count"


HEADLINE_NUMBERS = {
    "sold": HeadlineNumber("balance.backlog_hours", "hours", "", "hours"),
    "usual_week": HeadlineNumber("balance.pace", better="", unit="hours"),
    "booked_until": HeadlineNumber("balance.dry_on", unit="weeks"),
    "cover": HeadlineNumber("balance.cover", unit="weeks"),
    "flow": HeadlineNumber("balance.flow", "weeks_13", unit="share"),
    "received": HeadlineNumber("money.paid", unit="money"),
    "owed": HeadlineNumber("money.outstanding", "amount", "less", "money"),
    "leads": HeadlineNumber("inflow.leads_new"),
    "won": HeadlineNumber("inflow.win_rate", unit="share"),
    "rate": HeadlineNumber("outflow.rate_gap", "result", unit="money"),
    "on_time": HeadlineNumber("outflow.on_time_revised", unit="share"),
    "done": HeadlineNumber("actions.follow_through", unit="share"),
}


def trends(measured: Measured) -> tuple[TrendRow, ...]:
    """Each headline number at the last six reviews and now.

    None of a number that fewer than two of these know, since one makes no line.
    """
    past = sorted(
        (review for review in measured.standing.ledger.fortnights if review.on < measured.day),
        key=lambda review: review.on,
    )[-PAST:]
    then = [(review.on, _values_of(measured, review)) for review in past]
    rows = []
    for name, number in HEADLINE_NUMBERS.items():
        now = measured.figures.get(number.figure)
        at_each = [*then, (measured.day, {number.figure: now.value if now else None})]
        values = tuple(_number(values.get(number.figure), number.part, on) for on, values in at_each)
        if sum(value is not None for value in values) > 1:
            days, title = tuple(on for on, _ in at_each), title_of(number.figure)
            rows.append(TrendRow(name, number.figure, number.better, days, values, title, number.unit))
    return tuple(rows)


def _values_of(measured: Measured, review: WrittenReview) -> Mapping[str, Value]:
    """What the headline numbers were at a review: frozen beside it, else as of its day."""
    if review.frozen:
        return {name: value for name, value in review.frozen.items() if _is_value(value)}  # type: ignore[misc]
    figures = Measuring(Standing(measured.standing.whole, review.on, review.since))
    found = {number.figure: figures.get(number.figure) for number in HEADLINE_NUMBERS.values()}
    return {name: figure.value for name, figure in found.items() if figure}


def _is_value(value: object) -> bool:
    return value is None or isinstance(value, int | float | str | list | dict)


def _number(value: object, part: str, on: date) -> NumberOrNone:
    """A number, or a day as weeks from the review's day."""
    if part:
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, date):
        return Fraction((value - on) // timedelta(days=1), 7)
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Decimal):
        return None
    return Fraction(value)
