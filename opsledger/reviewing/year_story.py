"""What rose and fell over a year or a quarter, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from opsledger.figures.balance import complete_months, received_in
from opsledger.figures.standing import Standing
from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.reviewing.long_review import (
    ScoreColumn,
    ScoreRow,
    StretchBar,
    YearStrip,
)
from opsledger.values.days import Interval
from opsledger.values.written import count_of, write_date, write_share, write_unit

_TOLD = ("Marketing pieces", "New leads", "Leads won", "Client hours", "Received")
_LEAST = {"count": 4, "hours": 40, "money": 1000}  # what a column must hold for its fall to be worth telling
_LEAST_A_MONTH = {**_LEAST, "count": 6}


def told_courses(
    rows: tuple[ScoreRow, ...],
    columns: tuple[ScoreColumn, ...],
    previous: ScoreColumn | None,
    days: Interval,
    currency: str,
) -> list[str]:
    """What fell or rose by half or more from one column to a later one, each in a sentence.

    A quarter is held against the one before it first, as its months are few.
    """
    told = {row.name: row for row in rows}
    sentences = []
    for name in _TOLD:
        row = told[name]
        change = ""
        if previous and row.previous is not None and row.total.value is not None and row.total.since is None:
            is_running = any(column.is_running for column in columns)
            now = ScoreColumn(f"Q{(days.first.month + 2) // 3}", days.first, days.last, is_running)
            change = _change([(row.previous, previous), (row.total.value, now)], row, currency, _LEAST)
        sentences.append(change or _course(row, columns, currency, _LEAST_A_MONTH if previous else _LEAST))
    return [each for each in sentences if each]


def fullest_and_emptiest(strip: YearStrip, on: date) -> Iterator[str]:
    """The longest stretch of each kind, as recorded."""
    for kind in (OVERLOADED, LEAN):
        longest = max((each for each in strip.stretches if each.kind == kind), key=_weeks_of, default=None)
        if longest:
            weeks = count_of(longest.weeks, "week")
            span = f"{write_date(longest.first, on)} to {write_date(longest.last, on)}"
            yield f"{kind.capitalize()} from {span}: {weeks} at {write_share(longest.share)} of the hours available."


def _weeks_of(stretch: StretchBar) -> int:
    return stretch.weeks


def income_against_target(standing: Standing) -> Iterator[str]:
    """What came in a month against target and floor, over the complete months of the period that are known."""
    targets, currency = standing.settings.targets, standing.settings.currency
    known = [month for month in complete_months(standing) if month.first >= standing.period.first]
    if not known or targets.income is None:
        return
    received = [received_in(standing, month) for month in known]
    mean = write_unit(round(sum(received, Fraction(0)) / len(received)), "money", currency)
    below = "" if targets.floor is None else sum(amount < targets.floor for amount in received)
    yield f"You received {mean} a month (target {write_unit(targets.income, 'money', currency)})."
    if below:
        yield f"{below} of {count_of(len(known), 'complete month')} {'was' if below == 1 else 'were'} below your floor."


KnownPeriod = tuple[Fraction, ScoreColumn]


def _course(row: ScoreRow, columns: tuple[ScoreColumn, ...], currency: str, least: Mapping[str, int]) -> str:
    """The greatest fall of a number from one column to a later one, by the day; without one its greatest rise."""
    known = [
        (cell.value, column)
        for cell, column in zip(row.cells, columns, strict=True)
        if cell.value is not None and cell.since is None and not _has_just_begun(column)
    ]
    return _change(known, row, currency, least)


def _change(known: Sequence[KnownPeriod], row: ScoreRow, currency: str, least: Mapping[str, int]) -> str:
    pairs = [(one, other) for place, one in enumerate(known) for other in known[place + 1 :]]
    falls = [(one, other) for one, other in pairs if _is_half(row, other, one, least)]
    rises = [(one, other) for one, other in pairs if _is_half(row, one, other, least)]
    for moves, word in ((falls, "fell"), (rises, "rose")):
        if moves:
            (was, first), (now, last) = max(moves, key=lambda pair: abs(_a_day(pair[0]) - _a_day(pair[1])))
            is_uneven = last.is_running and row.unit in ("hours", "money")
            begin, end = (
                write_unit(_rounded(_a_day(cell) * 7 if is_uneven else cell[0], row.unit), row.unit, currency)
                for cell in ((was, first), (now, last))
            )
            a_week, so_far = (" a week" if is_uneven else ""), (" so far" if last.is_running else "")
            return f"{row.name} {word} from {begin}{a_week} in {first.label} to {end}{a_week} in {last.label}{so_far}."
    return ""


def _rounded(value: Fraction, unit: str) -> Fraction:
    return Fraction(round(value)) if unit in ("money", "hours") else value


def _is_half(row: ScoreRow, less: KnownPeriod, more: KnownPeriod, least: Mapping[str, int]) -> bool:
    """Whether one column holds half of another or less, by the day, and the other enough to be worth telling."""
    return more[0] >= least[row.unit] and _a_day(less) * 2 <= _a_day(more)


def _a_day(cell: tuple[Fraction, ScoreColumn]) -> Fraction:
    value, column = cell
    return value / ((column.last - column.first).days + 1)


def _has_just_begun(column: ScoreColumn) -> bool:
    return column.is_running and (column.last - column.first).days < 20
