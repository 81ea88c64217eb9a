"""Money: what came in and went out by month, what clients owe, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.figures.debts import owed
from opsledger.figures.projects import months
from opsledger.models.projects import Project
from opsledger.preview.context import LinkedPlace
from opsledger.preview.state import State
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.values import Link
from opsledger.values.days import Interval

_MONTHS = 12
_LATEST = 15


@dataclass(frozen=True, slots=True)
class MoneyMonth:
    """A month: invoiced and received, each net of what was given back. is_whole: whether it has ended."""

    first: date
    invoiced: Fraction
    received: Fraction
    is_whole: bool


@dataclass(frozen=True, slots=True)
class DebtRow:
    """What is still owed for a project, and its oldest open invoice."""

    link: Link
    amount: Fraction
    invoiced_on: date | None
    days: int | None
    place: LinkedPlace | None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came, was invoiced, or was given back."""

    day: date
    word: str
    amount: Fraction
    link: Link
    place: LinkedPlace


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The months up to the day, the latest last; the debts, the oldest first; the last lines of money.

    of: the month whose lines are shown; None on the page of all months, which shows the latest.
    """

    months: tuple[MoneyMonth, ...]
    debts: tuple[DebtRow, ...]
    owed: Fraction
    latest: tuple[Payment, ...]
    of: MoneyMonth | None = None


def money_view(state: State) -> MoneyView:
    """The money of the last twelve months."""
    standing = state.standing
    debts = [debt for project in standing.ledger.projects if (debt := _debt(state, project))]
    debts.sort(key=lambda debt: (-(debt.days or 0), debt.link.text))
    return MoneyView(
        tuple(_months_of(state)),
        tuple(debts),
        sum((debt.amount for debt in debts), Fraction(0)),
        _payments(state)[:_LATEST],
    )


def month_view(state: State, name: str) -> MoneyView | None:
    """The lines of one month by its name, as `2026-10`; None if no money is written down for one so called."""
    lines = tuple(row for row in _payments(state) if f"{row.day:%Y-%m}" == name)
    if not lines:
        return None
    month = next(months(lines[0].day, lines[0].day))
    return MoneyView((), (), Fraction(0), lines, _summed(month, lines, state.day))


def _payments(state: State) -> tuple[Payment, ...]:
    """Every line of money, the latest first."""
    lines = sorted(
        (
            (line, project)
            for project in state.standing.ledger.projects
            for line in project.lines("invoiced", "credited", "paid", "refunded")
        ),
        key=lambda pair: (pair[0].day, pair[0].span.file, pair[0].span.start),
        reverse=True,
    )
    return tuple(
        Payment(line.day, line.word, line.money, link_to(project), state.place(line.span.file, *line.span.position))
        for line, project in lines
    )


def _debt(state: State, project: Project) -> DebtRow | None:
    debt = owed(state.standing, project)
    if debt.amount <= 0:
        return None
    line = debt.oldest
    return DebtRow(
        link=link_to(project),
        amount=debt.amount,
        invoiced_on=line.day if line else None,
        days=(state.day - line.day).days if line else None,
        place=state.place(line.span.file, *line.span.position) if line else None,
    )


def _months_of(state: State) -> list[MoneyMonth]:
    """The last twelve months, from the first in which there was money."""
    lines = _payments(state)
    if not lines:
        return []
    first = max(lines[-1].day, _back(state.day, _MONTHS - 1))
    return [_summed(month, lines, state.day) for month in months(first, state.day)]


def _summed(month: Interval, lines: Iterable[Payment], day: date) -> MoneyMonth:
    """A month's sums of some lines of money."""
    sums = {"invoiced": Fraction(0), "paid": Fraction(0)}
    for line in lines:
        if line.day in month:
            sign = 1 if line.word in sums else -1
            sums["invoiced" if line.word in ("invoiced", "credited") else "paid"] += sign * line.amount
    return MoneyMonth(month.first, sums["invoiced"], sums["paid"], month.last <= day)


def _back(day: date, number: int) -> date:
    """The first day of the month so many before a day's."""
    count = day.year * 12 + day.month - 1 - number
    return date(max(count // 12, 1), count % 12 + 1, 1)
