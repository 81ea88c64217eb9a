"""Invoices and what pays them: numbers that occur once, payments that name one there is, tax and currencies known."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.diagnostics import Diagnostic, also, at, did_you_mean, error, warning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.valuing import vat_of, vat_of_clients
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.currency import currency_behind

INVOICE_TWICE = warning("invoice-twice", "Two invoices of a project, or of two clients, have the same number.")
INVOICE_UNKNOWN = warning("invoice-unknown", "A payment names an invoice that its project does not have.")
GROSS_WITHOUT_VAT = warning("gross-without-vat", "An amount is marked `gross`, but nothing says how much the VAT is.")
EXCHANGE_UNUSED = warning(
    "exchange-unused", "A rate of exchange is given, although all money is in the ledger's currency."
)
CURRENCY_AS_TEXT = warning("currency-as-text", "An amount is followed by a currency other than the one it counts in.")
CURRENCY_WITHOUT_RATE = error("currency-without-rate", "A project's currency has no rate in the settings.")


def check_invoices(ledger: Ledger) -> Iterator[Diagnostic]:
    """Numbers, days, tax and currencies of the projects' lines of money."""
    first: dict[str, tuple[Project, LogLine]] = {}
    for project in ledger.projects:
        for line in project.lines("invoiced"):
            if line.number:
                yield from _check_number(project, line, first)
    vat = vat_of_clients(ledger.clients)
    for project in ledger.projects:
        is_taxed = vat_of(project, vat, ledger.settings) is not None or _client_is_unread(ledger, project)
        yield from _check_currency(ledger, project)
        for line in project.log:
            if line.gross and not is_taxed:
                hint = "write how much into opsledger.yaml, the client's file or the project's: `vat: 19%`"
                yield at(GROSS_WITHOUT_VAT, line.span, "the VAT is not known, so none is taken out", hint)
            if line.word in ("paid", "credited", "refunded") and line.number:
                yield from _check_named(project, line, first)
    for sheet in ledger.weeks:
        for cost in sheet.costs:
            if cost.gross and ledger.settings.vat is None:
                hint = "write how much into opsledger.yaml: `vat: 19%`"
                yield at(GROSS_WITHOUT_VAT, cost.span, "the VAT is not known, so none is taken out", hint)
    yield from _check_currencies_named(ledger)


def _check_currencies_named(ledger: Ledger) -> Iterator[Diagnostic]:
    """Amounts that are said to be in another currency than the one they count in."""
    own = ledger.settings.currency
    for record in (*ledger.projects, *ledger.leads, *ledger.account):
        counted = (record.currency or own) if isinstance(record, Project) else own
        hint = ", or give the project `currency: {}`" if isinstance(record, Project) else ""
        for line in record.log:
            if line.amount is not None:
                yield from _check_named_currency(line.text, line.span, counted, hint)
    for sheet in ledger.weeks:
        for cost in sheet.costs:
            yield from _check_named_currency(cost.text, cost.span, own)


def _check_named_currency(text: str, span: Span, counted: str, hint: str = "") -> Iterator[Diagnostic]:
    """What is said after an amount, if it is a currency that the amount does not count in."""
    named = currency_behind(text) if text else None
    if named and named[1] != counted:
        start = span.end - len(text) + text.index(named[0])
        is_there = span.source.text.startswith(named[0], start)
        place = Span(span.source, start, start + len(named[0])) if is_there else span
        message = f"`{named[0]}` is taken as text: the amount counts in {counted}"
        yield at(CURRENCY_AS_TEXT, place, message, f"convert it to {counted} first{hint.format(named[1])}")


def _client_is_unread(ledger: Ledger, project: Project) -> bool:
    """Whether the client's file may say what is not known here: it is not looked at for an edit of one record."""
    return bool(project.client and same_id(project.client.id) in ledger.unread.get("clients", ()))


def _check_number(project: Project, line: LogLine, first: dict[str, tuple[Project, LogLine]]) -> Iterator[Diagnostic]:
    number = (line.number or "").casefold()
    if number in first:
        other = first[number][0]
        if other is not project and other.client and project.client and other.client.id == project.client.id:
            return  # one invoice to a client may stand for work on two projects
        where = first[number][1].span
        message = f"invoice {line.number} was already sent"
        yield at(INVOICE_TWICE, line.span, message, "give each invoice its own number", also(where, "here"))
    else:
        first[number] = (project, line)


def _check_named(project: Project, line: LogLine, first: dict[str, tuple[Project, LogLine]]) -> Iterator[Diagnostic]:
    """A payment by the number it names: of an invoice of this project that was sent by then."""
    own = {one.number.casefold(): one for one in project.lines("invoiced") if one.number}
    named = own.get((line.number or "").casefold())
    if named and named.day <= line.day:
        return
    elsewhere = first.get((line.number or "").casefold())
    if named:
        message, hint = f"invoice {line.number} was sent later, on {named.day}", "are the days right?"
    elif elsewhere and elsewhere[0] is not project:
        message = f"invoice {line.number} is one of {elsewhere[0].id}"
        hint = f"write the line into {elsewhere[0].file}"
    else:
        message = f"there is no invoice {line.number} here, so the oldest is settled first"
        known = [one.number for one in own.values() if one.number]
        meant = did_you_mean(line.number or "", known)
        yield at(INVOICE_UNKNOWN, line.span, message, meant or "the number belongs in the `invoiced` line, as `no …`")
        return
    yield at(INVOICE_UNKNOWN, line.span, message, hint)


def _check_currency(ledger: Ledger, project: Project) -> Iterator[Diagnostic]:
    settings = ledger.settings
    if project.currency and project.currency != settings.currency and project.currency not in settings.rates:
        message = f"nothing says what {project.currency} is worth in {settings.currency}: it counts one to one"
        hint = f"`rates: {{{project.currency}: 1.17}}` in opsledger.yaml"
        yield at(CURRENCY_WITHOUT_RATE, project.front["currency"], message, hint)
    if project.currency in (None, settings.currency):
        for line in project.log:
            if line.exchange is not None:
                message = f"the project's money is in {settings.currency}, so the rate is not used"
                yield at(
                    EXCHANGE_UNUSED,
                    line.span,
                    message,
                    "`currency: GBP` in a project's file says that its money is in pounds",
                )
