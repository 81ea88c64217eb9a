"""The scorecard: the numbers of a business column by column, over a year or a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from hashlib import blake2b
from typing import Any, NamedTuple

from opsledger.cache import Plain, cached, everything
from opsledger.figures.standing import Standing
from opsledger.measuring.every import Measuring, known_since
from opsledger.models.ledger import Ledger
from opsledger.models.settings import THEMES
from opsledger.reviewing.long_review import ScoreCell, ScoreColumn, ScoreRow
from opsledger.values.days import Interval, months_after
from opsledger.values.written import write_month

_MOST_POINTS = 40


class ScoreDefinition(NamedTuple):
    """A row of the scorecard: a figure of a flow over the column, or of a state at its end.

    parts: keys of the figure's value, or names after it, whose numbers are added up; empty for a plain figure.
    is_state: what is so at the end of a column, and cannot be added up.
    """

    name: str
    figure: str
    unit: str
    parts: tuple[str, ...] = ()
    better: str = "more"
    adds: bool = True
    is_state: bool = False


SCORES = (
    ScoreDefinition("Client hours", "time.actual.client", "hours", better=""),
    ScoreDefinition("Sales hours", "time.actual.sales", "hours", better=""),
    ScoreDefinition("Marketing hours", "marketing.hours", "hours", better=""),
    ScoreDefinition("Marketing pieces", "marketing.done", "count", tuple(THEMES)),
    ScoreDefinition("New leads", "inflow.leads_new", "count"),
    ScoreDefinition("Leads won", "inflow.decided", "count", ("won",)),
    ScoreDefinition("Leads lost", "inflow.decided", "count", ("lost",), "less"),
    ScoreDefinition("Value of the won leads", "inflow.decided", "money", ("value",)),
    ScoreDefinition("Invoiced", "money.invoiced", "money"),
    ScoreDefinition("Received", "money.paid", "money"),
    ScoreDefinition("Costs", "money.costs", "money", better="less"),
    ScoreDefinition("Earned per client hour", "outflow.earned", "money", ("rate",), adds=False),
    ScoreDefinition("Delivered", "outflow.delivered", "count", ("count",)),
    ScoreDefinition("Delivered by the first promise", "outflow.delivered", "count", ("on_time",)),
    ScoreDefinition("Gap (−) or cushion at the end", "balance.cover", "weeks", adds=False, is_state=True),
)


def columns_of(days: Interval, day: date) -> tuple[ScoreColumn, ...]:
    """The quarters of a year, or the months of a quarter, that have begun by a day; then all of it."""
    months = 3 if (days.last - days.first).days > 100 else 1
    found = []
    first = days.first
    while first <= min(days.last, day):
        after = months_after(first, months)
        label = f"Q{(first.month + 2) // 3}" if months == 3 else write_month(first).partition(" ")[0]
        last = after - timedelta(days=1)
        found.append(ScoreColumn(label, first, min(last, day), last > day))
        first = after
    return tuple(found)


def score_rows(standing: Standing, days: Interval, columns: tuple[ScoreColumn, ...]) -> tuple[ScoreRow, ...]:
    """Each number of the scorecard in each column and in all, kept between runs. standing: as of the review's day."""
    key = f"{_mark(standing.whole)}-{days.first}-{days.last}-{standing.day}"
    rows = cached("scorecards", key, lambda: _kept(_measured_cells(standing, days, columns)), _recalled)
    return tuple(
        ScoreRow(score.name, score.figure, score.unit, score.better, score.adds, *cells)
        for score, cells in zip(SCORES, rows, strict=True)
    )


class _Cells(NamedTuple):
    """What a row says: a cell for each column, the whole, the same a year before, and the number over the years.

    previous: of a quarter, the one before it.
    """

    cells: tuple[ScoreCell, ...]
    total: ScoreCell
    before: Fraction | None
    previous: Fraction | None
    whole: tuple[Fraction | None, ...]


def _measured_cells(standing: Standing, days: Interval, columns: tuple[ScoreColumn, ...]) -> list[_Cells]:
    each = [_Part(standing, Interval(column.first, column.last)) for column in columns]
    whole = _Part(standing, Interval(days.first, min(days.last, standing.day)))
    earlier = _Part(standing, _year_before(whole.days))
    previous = quarter_before(days)
    last_quarter = _Part(standing, Interval(previous.first, previous.last)) if previous else None
    over_time = [_Part(standing, span) for span in _whole_time(standing, quarters=_is_year(days))]
    rows = []
    for score in SCORES:
        before = earlier.cell(score)
        points = (
            tuple(part.cell(score).value for part in each)
            if score.is_state
            else tuple(
                _a_week(part.cell(score).value, part.days) if score.adds else part.cell(score).value
                for part in over_time
            )
        )
        cells = tuple(part.cell(score) for part in each)
        past = last_quarter.cell(score) if last_quarter else None
        known = [None if each is None or each.since else each.value for each in (before, past)]
        rows.append(_Cells(cells, whole.cell(score), known[0], known[1], points))
    return rows


def quarter_before(days: Interval) -> ScoreColumn | None:
    """The quarter before a quarter; None for a year."""
    if _is_year(days):
        return None
    first = months_after(days.first, -3)
    return ScoreColumn(f"Q{(first.month + 2) // 3}", first, days.first - timedelta(days=1), is_running=False)


def _mark(ledger: Ledger) -> str:
    """A hash of all that a ledger's numbers rest on: this program, the files' text, and which cannot be read.

    The text and not the folder's mark, since a ledger may be one of the past or hold what an editor has not saved.
    """
    seen = blake2b(repr((everything(), ledger.settings, sorted(ledger.unread.items()))).encode(), digest_size=16)
    for record in ledger.records():
        seen.update(f"{record.file}\0{len(record.document.text)}\0{record.document.text}".encode())
    return seen.hexdigest()


def _kept(rows: list[_Cells]) -> Plain:
    def number(value: Fraction | None) -> str | None:
        return None if value is None else str(value)

    def cell(each: ScoreCell) -> Plain:
        return [number(each.value), each.n, each.since.isoformat() if each.since else None]

    return [
        [
            [cell(each) for each in row.cells],
            cell(row.total),
            number(row.before),
            number(row.previous),
            [number(each) for each in row.whole],
        ]
        for row in rows
    ]


def _recalled(rows: Any) -> list[_Cells]:
    def number(value: str | None) -> Fraction | None:
        return None if value is None else Fraction(value)

    def cell(each: Any) -> ScoreCell:
        value, n, since = each
        return ScoreCell(number(value), n, date.fromisoformat(since) if since else None)

    if len(rows) != len(SCORES):
        raise ValueError(len(rows))
    return [
        _Cells(tuple(map(cell, cells)), cell(total), number(before), number(previous), tuple(map(number, whole)))
        for cells, total, before, previous, whole in rows
    ]


def _is_year(days: Interval) -> bool:
    return (days.last - days.first).days > 100


def _year_before(days: Interval) -> Interval:
    """The same days a year earlier; of 29 February the day before."""

    def earlier(day: date) -> date:
        return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)

    return Interval(earlier(days.first), earlier(days.last))


def _whole_time(standing: Standing, *, quarters: bool) -> list[Interval]:
    """The quarters or months since anything is known, up to the day, at most so many as a small line can show."""
    first = known_since(standing)
    if first is None:
        return []
    step = 3 if quarters else 1
    start = date(first.year, first.month - (first.month - 1) % step, 1)
    found = []
    while start <= standing.day:
        after = months_after(start, step)
        known = Interval(max(start, first), min(after - timedelta(days=1), standing.day))
        if (known.last - known.first).days * 2 >= (after - start).days:  # of a few days nobody can tell
            found.append(known)
        start = after
    return found[-_MOST_POINTS:]


def _a_week(value: Fraction | None, days: Interval) -> Fraction | None:
    """A number of some days by the week, so that a part of a month can be beside whole ones."""
    return None if value is None else value * 7 / ((days.last - days.first).days + 1)


class _Part:
    """The figures of one span: flows over it, as seen on the review's day, and states on its last day."""

    def __init__(self, standing: Standing, days: Interval) -> None:
        self.days = days
        self._standing = standing
        self._flows = Measuring(standing.over(days))
        self._at_end: Measuring | None = None

    def cell(self, score: ScoreDefinition) -> ScoreCell:
        """A number of the span; None before anything of its kind is known."""
        area = score.figure.partition(".")[0]
        first = known_since(self._standing, "money" if area == "outflow" else area)
        if first is None or self.days.last < first:
            return ScoreCell(None, 0, None)
        since = first if first > self.days.first and not score.is_state else None
        value, n = self._number(score)
        return ScoreCell(value, n, since)

    def _number(self, score: ScoreDefinition) -> tuple[Fraction | None, int]:
        figures = self._states() if score.is_state else self._flows
        if score.figure not in figures:
            found = [figures[name] for part in score.parts if (name := f"{score.figure}.{part}") in figures]
            counts = [each.value.get("count") for each in found if isinstance(each.value, Mapping)]
            return sum((_exact(count) or Fraction(0) for count in counts), Fraction(0)), sum(each.n for each in found)
        figure = figures[score.figure]
        value = figure.value
        if score.parts:
            value = value.get(score.parts[0]) if isinstance(value, Mapping) else None
        return _exact(value), figure.n

    def _states(self) -> Measuring:
        if self._at_end is None:
            day = self._standing.day
            self._at_end = Measuring(
                self._standing if self.days.last == day else Standing(self._standing.whole, self.days.last)
            )
        return self._at_end


def _exact(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Decimal):
        return None
    return Fraction(value)
