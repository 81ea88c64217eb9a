"""What the money of projects comes to in the ledger's own currency, net of VAT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.records import Client
from opsledger.models.settings import Settings
from opsledger.models.settling import ClientAccount, settle
from opsledger.values.characters import same_id

CLIENTS_MONEY = frozenset(("invoiced", "credited", "paid", "refunded"))
MONEY_OF_PROJECTS = CLIENTS_MONEY | {"cost", "expense", "bill"}


def valued(projects: Iterable[Project], clients: Iterable[Client], settings: Settings) -> tuple[Project, ...]:
    """Projects with the net amount of each line that says otherwise, and its amount in the ledger's currency."""
    vat = vat_of_clients(clients)
    return tuple(_valued(project, vat, settings) for project in projects)


def vat_of_clients(clients: Iterable[Client]) -> dict[str, Decimal]:
    """The VAT that clients' own files set, under the form in which ids compare."""
    return {same_id(client.id): client.vat for client in clients if client.vat is not None}


def vat_of(project: Project, client_vat: Mapping[str, Decimal], settings: Settings) -> Decimal | None:
    """The VAT on a project's invoices: its own, else its client's, else the settings'; None if none is set."""
    if project.vat is not None:
        return project.vat
    own = client_vat.get(same_id(project.client.id)) if project.client else None
    return settings.vat if own is None else own


def account_of(project: Project, vat: Decimal | None) -> ClientAccount:
    """Which of a project's invoices are settled."""
    return settle(project.log, Fraction(vat or 0))


def worth_of(project: Project, settings: Settings) -> Fraction:
    """What one unit of a project's currency is worth in the ledger's; 1 if nobody says so, which is reported."""
    if project.currency in (None, settings.currency):
        return Fraction(1)
    return Fraction(settings.rates.get(project.currency or "", 1))


def _valued(project: Project, client_vat: Mapping[str, Decimal], settings: Settings) -> Project:
    is_foreign = project.currency not in (None, settings.currency)
    is_gross = any(line.gross for line in project.log)
    if not (is_foreign or is_gross):
        return project
    worth = worth_of(project, settings)
    account = account_of(project, vat_of(project, client_vat, settings)) if is_gross else None
    log = tuple(_line(line, account, worth, is_foreign=is_foreign) for line in project.log)
    return replace(project, log=log, worth=worth)


def _line(line: LogLine, account: ClientAccount | None, worth: Fraction, *, is_foreign: bool) -> LogLine:
    if line.amount is None:
        return line
    net = line.amount
    if account is not None and line.word in MONEY_OF_PROJECTS:
        net = account.nets.get(line.span.start, net) if line.word in CLIENTS_MONEY else net
        if line.gross and line.word not in CLIENTS_MONEY:
            net = account.net_of(line.amount)
    day_worth = worth if line.exchange is None or not is_foreign else Fraction(line.exchange)
    return line._replace(
        net=net if net != line.amount else None, home=Fraction(net) * day_worth if day_worth != 1 else None
    )
