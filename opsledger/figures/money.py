"""Money: invoiced, received, spent and still owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from opsledger.figures.debts import DEBTS, owed
from opsledger.figures.evidence import Figure
from opsledger.figures.means import month_of_tools
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, place
from opsledger.figures.statistics import TOO_FEW
from opsledger.source import Span
from opsledger.values.days import Interval

Amount = tuple[date, Fraction, Span]


def invoiced(standing: Standing) -> Figures:
    """`money.invoiced`: invoiced in the period, less what was credited."""
    yield _flow(standing, "money.invoiced", lambda: _of_projects(standing, "invoiced", "credited"))


def paid(standing: Standing) -> Figures:
    """`money.paid`: received in the period, less what was refunded."""
    yield _flow(standing, "money.paid", lambda: _of_projects(standing, "paid", "refunded"))


def costs(standing: Standing) -> Figures:
    """`money.costs`: spent in the period: projects' costs, the weeks' Costs lines, and the costs in Marketing lines."""
    yield _flow(standing, "money.costs", lambda: _spent(standing))


def expenses(standing: Standing) -> Figures:
    """`money.expenses`: laid out for clients in the period, to be paid back by them; no cost of yours."""
    yield _flow(standing, "money.expenses", lambda: _of_projects(standing, "expense", ""))


def drawn(standing: Standing) -> Figures:
    """`money.drawn`: what you took from the account in the period: the `draw` lines of money.md."""
    lines = [line for account in standing.ledger.account for line in account.lines("draw")]
    yield _flow(standing, "money.drawn", lambda: [(line.day, line.money, line.span) for line in lines])


@told_as("money.reserve", "Reserve", key="amount")
def reserve(standing: Standing) -> Figures:
    """`money.reserve`: what is on the account less what is put aside, and the months of living and tools it lasts.

    The balance and what is put aside for tax as money.md stated them last; days: how long ago the balance was stated.
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
        value["months"] = None if a_month is None else (balance.money - aside) / a_month
        note = f"{TOO_FEW} for months: the settings have no `living`" if a_month is None else None
    yield Figure("money.reserve", value, "money", len(lines), note=note, sources=tuple(line.span for line in lines))


def spent_a_month(standing: Standing) -> Fraction | None:
    """What living and tools take a month; None where the settings do not say what you live on."""
    living = standing.settings.living
    if living is None:
        return None
    return (Fraction(living) + month_of_tools(standing)) or None


def _of_projects(standing: Standing, plus: str, minus: str) -> list[Amount]:
    lines = [line for project in standing.ledger.projects for line in project.lines(plus, minus)]
    return [(line.day, line.money * (1 if line.word == plus else -1), line.span) for line in lines]


def _spent(standing: Standing) -> list[Amount]:
    found = _of_projects(standing, "cost", "")
    for week in standing.ledger.weeks:
        found += [(line.day, line.money, line.span) for line in week.costs]
        found += [(line.day, Fraction(line.cost), line.span) for line in week.marketing if line.cost is not None]
    return found


def _flow(standing: Standing, name: str, amounts: Callable[[], list[Amount]]) -> Figure:
    lines = sorted(amounts(), key=lambda line: place(line[2], line[0]))

    def within(days: Interval) -> list[Amount]:
        return [line for line in lines if line[0] in days]

    now, before = within(standing.period), within(standing.before)
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

    Over projects max(invoiced - credited - paid + refunded, 0), each in its own currency; payments and credits settle
    the invoice that they name, then the oldest first, and refunds take back.
    """
    debts = [(project, owed(standing, project)) for project in standing.ledger.projects]
    debts = [(project, debt) for project, debt in debts if debt.amount > 0]
    ages = [(standing.day - debt.oldest.day).days for _, debt in debts if debt.oldest]
    value = {"amount": sum((debt.amount for _, debt in debts), Fraction(0)), "oldest_days": max(ages, default=None)}
    sources = tuple(
        line.span for project, _ in debts for line in project.lines("invoiced", "credited", "paid", "refunded")
    )
    yield Figure("money.outstanding", value, "money", len(debts), sources=sources)


MONEY = (invoiced, paid, costs, expenses, outstanding, drawn, reserve, *DEBTS)
