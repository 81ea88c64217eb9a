"""Money: invoiced, received, spent and still owed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from opsledger.figures.debts import DEBTS, open_bills, owed, unmarked_bills
from opsledger.figures.evidence import Figure
from opsledger.figures.means import month_of_tools
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, in_day_order, part_of, place, within
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import CostLine, LogLine, MarketingLine
from opsledger.source import Span
from opsledger.values.days import Interval

Amount = tuple[date, Fraction, Span]


def invoiced(standing: Standing) -> Figures:
    """`money.invoiced`: what you invoiced in the period, less what you credited."""
    yield _flow(standing, "money.invoiced", lambda days: _of_projects(standing, days, "invoiced", "credited"))


def paid(standing: Standing) -> Figures:
    """`money.paid`: what clients paid you in the period, less what you refunded."""
    yield _flow(standing, "money.paid", lambda days: _of_projects(standing, days, "paid", "refunded"))


def costs(standing: Standing) -> Figures:
    """`money.costs`: what you spent in the period: on projects, in the weeks' Costs lines, and on marketing.

    Not known if no cost was ever written down.
    """
    flow = _flow(standing, "money.costs", lambda days: _spent(standing, days))
    first = min((line.day for line in _costs_ever(standing)), default=None)
    if first is None:
        flow = replace(flow, value=None, note="not known: no `cost` is written down")
    is_known_before = first is not None and first <= standing.before.last
    yield flow if is_known_before else replace(flow, previous=None)


def expenses(standing: Standing) -> Figures:
    """`money.expenses`: what you laid out for clients in the period: they pay it back, so it is not your cost."""
    yield _flow(standing, "money.expenses", lambda days: _of_projects(standing, days, "expense", ""))


def drawn(standing: Standing) -> Figures:
    """`money.drawn`: what you took from the account in the period: the `draw` lines of money.md."""
    lines = [line for account in standing.ledger.account for line in account.lines("draw")]
    yield _flow(standing, "money.drawn", lambda days: _amounts(within(lines, days)))


@told_as("money.reserve", "Reserve", key="amount")
def reserve(standing: Standing) -> Figures:
    """`money.reserve`: your balance less what you put aside, and how many months of living and tools it pays for.

    The balance and what is put aside for tax as money.md stated them last; days: how long ago the balance was stated.
    Months are at the floor if the settings do not say what you live on.
    """
    account = next(iter(standing.ledger.account), None)
    balance, tax = (account.stated(word) if account else None for word in ("balance", "tax"))
    lines = [line for line in (balance, tax) if line]
    value: dict[str, Fraction | int | None] = dict.fromkeys(("balance", "put_aside", "amount", "months", "days"))
    note: str | None = f"{TOO_FEW}: no `balance` in money.md"
    if balance:
        aside = tax.money if tax else Fraction(0)
        value |= {"balance": balance.money, "put_aside": aside, "amount": balance.money - aside}
        value["days"] = (standing.day - balance.day).days
        a_month = spent_a_month(standing)
        floor = standing.settings.targets.floor
        note = None if a_month is not None else f"{TOO_FEW} for months: the settings have no `living`"
        if a_month is None and floor:
            a_month, note = Fraction(floor), "months at the floor: the settings have no `living`"
        value["months"] = None if a_month is None else (balance.money - aside) / a_month
    yield Figure("money.reserve", value, "money", len(lines), note=note, sources=tuple(line.span for line in lines))


def spent_a_month(standing: Standing) -> Fraction | None:
    """What living and tools take a month; None if the settings do not say what you live on."""
    living = standing.settings.living
    if living is None:
        return None
    return (Fraction(living) + month_of_tools(standing)) or None


def _of_projects(standing: Standing, days: Interval, plus: str, minus: str) -> list[Amount]:
    by_word = standing.always(_lines_by_word)
    given = _amounts(part_of(by_word.get(plus, ()), days))
    taken = _amounts(part_of(by_word.get(minus, ()), days))
    return [*given, *((day, -amount, span) for day, amount, span in taken)]


def _lines_by_word(standing: Standing) -> Mapping[str, tuple[LogLine, ...]]:
    """The projects' lines of money, by word, each by day."""
    found: dict[str, list[LogLine]] = {}
    for project in standing.ledger.projects:
        for line in project.log:
            if line.amount is not None:
                found.setdefault(line.word, []).append(line)
    return {word: in_day_order(lines) for word, lines in found.items()}


def _spent(standing: Standing, days: Interval) -> list[Amount]:
    costs, marketing = standing.always(_of_weeks)
    found = _of_projects(standing, days, "cost", "") + _amounts(part_of(costs, days))
    found += [(line.day, Fraction(line.cost or 0), line.span) for line in part_of(marketing, days)]
    return found


def _costs_ever(standing: Standing) -> Iterator[LogLine | CostLine | MarketingLine]:
    yield from standing.always(_lines_by_word).get("cost", ())
    for lines in standing.always(_of_weeks):
        yield from lines


def _of_weeks(standing: Standing) -> tuple[tuple[CostLine, ...], tuple[MarketingLine, ...]]:
    """The weeks' lines of costs, and those of marketing that cost something, by day."""
    weeks = standing.ledger.weeks
    costs = in_day_order(line for week in weeks for line in week.costs)
    return costs, in_day_order(line for week in weeks for line in week.marketing if line.cost is not None)


def _amounts(lines: Iterable[LogLine | CostLine]) -> list[Amount]:
    return [(line.day, line.money, line.span) for line in lines]


def _flow(standing: Standing, name: str, amounts: Callable[[Interval], list[Amount]]) -> Figure:
    now, before = (
        sorted(amounts(days), key=lambda line: place(line[2], line[0])) for days in (standing.period, standing.before)
    )
    return Figure(
        name,
        sum((amount for _, amount, _ in now), Fraction(0)),
        "money",
        len(now),
        previous=sum((amount for _, amount, _ in before), Fraction(0)),
        sources=tuple(span for _, _, span in now),
    )


@told_as("money.outstanding", "Owed by clients", key="amount")
def outstanding(standing: Standing) -> Figures:
    """`money.outstanding`: what clients owe, and the age in days of the oldest invoice not settled.

    The sum over projects of max(invoiced - credited - paid + refunded, 0), each in its own currency. Payments and
    credits settle the invoice they name, then the oldest ones. Refunds reopen what was settled. Without the invoices of
    `money.unmarked`.
    """
    debts = [(project, owed(standing, project).amount) for project in standing.ledger.projects]
    for bill in standing.once(unmarked_bills):
        debts = [(project, amount - bill.left if project is bill.project else amount) for project, amount in debts]
    debts = [(project, amount) for project, amount in debts if amount > 0]
    ages = [(standing.day - bill.line.day).days for bill in open_bills(standing)]
    value = {"amount": sum((amount for _, amount in debts), Fraction(0)), "oldest_days": max(ages, default=None)}
    sources = tuple(
        line.span for project, _ in debts for line in project.lines("invoiced", "credited", "paid", "refunded")
    )
    yield Figure("money.outstanding", value, "money", len(debts), sources=sources)


MONEY = (invoiced, paid, costs, expenses, outstanding, drawn, reserve, *DEBTS)
