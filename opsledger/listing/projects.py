"""The projects as rows."""

from __future__ import annotations

from decimal import Decimal

from opsledger.figures.debts import owed
from opsledger.figures.projects import burn
from opsledger.figures.standing import Standing, total
from opsledger.listing.rows import Column, Derived, Listing, Row, hours_if_known, keys_of, record_rows
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.reading.kinds import PROJECT


def _net(project: Project, adds: str, takes: str) -> Decimal:
    """The money of one word's lines less that of another's, in the ledger's currency and net of VAT."""
    amounts = ((1 if line.word == adds else -1) * money_of(line) for line in project.lines(adds, takes))
    return sum(amounts, Decimal(0))


def money_of(line: LogLine) -> Decimal:
    """A line's money as a decimal; one in the ledger's own currency with the decimals it is written with."""
    return line.own if line.home is None else Decimal(line.home.numerator) / Decimal(line.home.denominator)


def _invoiced(project: Project, _: Standing) -> Decimal:
    return _net(project, "invoiced", "credited")


def _paid(project: Project, _: Standing) -> Decimal:
    return _net(project, "paid", "refunded")


def _outstanding(project: Project, standing: Standing) -> Decimal:
    if all(line.home is None for line in project.log):
        return max(_invoiced(project, standing) - _paid(project, standing), Decimal(0))
    debt = owed(standing, project).amount  # settled in its own currency, whatever that was worth in between
    return Decimal(debt.numerator) / Decimal(debt.denominator)


# spent, sold and left are a retainer's for the calendar month of the day; what is closed has no hours left. `recorded`
# is all the time ever spent. invoiced is net of what was credited, paid net of what was refunded.
_DERIVED: tuple[Derived[Project], ...] = (
    Derived("status", lambda project, _: project.status),
    Derived("open", lambda project, _: project.is_open),
    Derived("first", lambda project, _: project.first_day),
    Derived("last", lambda project, _: project.last_day),
    Derived("started", lambda project, _: project.started_on),
    Derived("delivered", lambda project, _: project.delivered_on),
    Derived("promise", lambda project, _: project.promise),
    Derived("revised_promise", lambda project, _: project.revised_promise),
    Derived("spent", lambda project, standing: hours_if_known(burn(standing, project).spent)),
    Derived("sold", lambda project, standing: hours_if_known(burn(standing, project).sold)),
    Derived(
        "left", lambda project, standing: hours_if_known(burn(standing, project).left) if project.is_open else None
    ),
    Derived("recorded", lambda project, standing: hours_if_known(total(standing.blocks_of(project)))),
    Derived("invoiced", _invoiced),
    Derived("paid", _paid),
    Derived("outstanding", _outstanding),
)


def _rows(standing: Standing) -> list[Row]:
    return record_rows(PROJECT, standing.ledger.projects, _DERIVED, standing)


PROJECTS = Listing(
    "projects",
    _rows,
    keys_of(PROJECT, _DERIVED),
    (
        Column("name", "project", "prose"),
        Column("status", "status"),
        Column("spent", "spent", "hours"),
        Column("sold", "sold", "hours"),
        Column("left", "left", "hours"),
        Column("revised_promise", "promise"),
        Column("outstanding", "owed", "money"),
        Column("client", "client"),
        Column("billing", "billing"),
        Column("delivered", "delivered"),
        Column("invoiced", "invoiced", "money"),
        Column("id", "id"),
    ),
)
