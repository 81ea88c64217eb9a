"""A table of jobs as freelancers keep it in a spreadsheet: a row for each, with its days, its pieces and its money."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from opsledger.importing.moments import day_order, is_in, read_row_amount, read_row_day
from opsledger.importing.plan import Key, Read, Skipped
from opsledger.importing.sheet import Columns, Sheet, SheetRow, cell_text, check_length, read_sheet, told_columns
from opsledger.importing.taken import row_digest
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

FORMAT = "jobs"
COLUMNS: Columns = {
    "name": ("Job", "Project", "Title", "Job title", "Assignment", "Document", "Description", "Order", "What"),
    "client": ("Client", "Customer", "Company", "Agency", "Who"),
    "ordered": (
        *("Ordered", "Order date", "Date ordered", "Booked", "Received", "Accepted", "Start", "Started", "Start date"),
        "Date",
    ),
    "due": ("Due", "Deadline", "Due date", "Due on", "Delivery date"),
    "delivered": ("Delivered", "Done", "Completed", "Finished", "Date delivered", "Delivered on", "End", "End date"),
    "quantity": (
        *("Words", "Word count", "Quantity", "Qty", "Units", "Lines", "Pages", "Volume", "Images", "Photos"),
        "Sessions",
    ),
    "each": ("Rate", "Unit price", "Price per word", "Per word", "Word rate", "Price each", "Rate per word"),
    "amount": ("Amount", "Total", "Price", "Fee", "Sum", "Net", "Net amount", "Value", "Invoice amount"),
    "hours": ("Estimate", "Estimated hours", "Hours estimated"),
    "service": ("Service", "Type", "Kind", "Task"),
    "invoiced": ("Invoiced", "Invoice date", "Invoiced on", "Date invoiced", "Invoiced date", "Billed", "Billed on"),
    "number": ("Invoice", "Invoice no", "Invoice no.", "Invoice number", "Invoice #"),
    "paid": (
        *(
            "Paid",
            "Paid on",
            "Paid date",
            "Paid (date)",
            "Payment date",
            "Date paid",
            "Payment received",
            "Invoice paid",
        ),
        *("Date of payment", "Received on"),
    ),
    "status": ("Status", "State"),
    "currency": ("Currency",),
}
# German, French, Spanish and Portuguese; read without accents and case.
IN_OTHER_LANGUAGES: Columns = {
    "name": ("Auftrag", "Projekt", "Titel", "Bezeichnung", "Beschreibung", "Projet", "Titre", "Proyecto", "Projeto"),
    "client": ("Kunde", "Auftraggeber", "Cliente", "Firma"),
    "ordered": ("Auftragsdatum", "Auftragseingang", "Eingang", "Beginn", "Datum", "Fecha", "Data"),
    "due": ("Liefertermin", "Abgabe", "Abgabetermin", "Échéance"),
    "delivered": ("Geliefert", "Fertig", "Erledigt", "Lieferdatum", "Livré", "Entregado", "Entregue"),
    "quantity": ("Wörter", "Menge", "Anzahl", "Zeilen", "Normzeilen", "Seiten", "Mots", "Palabras", "Palavras"),
    "each": ("Einzelpreis", "Wortpreis", "Zeilenpreis", "Preis pro Wort", "Tarif", "Tarifa"),
    "amount": ("Betrag", "Summe", "Honorar", "Preis", "Netto", "Gesamt", "Montant", "Importe", "Valor"),
    "hours": ("Geschätzte Stunden",),
    "service": ("Leistung", "Art", "Servicio", "Serviço"),
    "invoiced": ("Rechnungsdatum", "Berechnet", "Fakturiert", "Facturé", "Facturado", "Faturado"),
    "number": (
        *("Rechnung", "Rechnungsnr", "Rechnungsnr.", "Rechnungsnummer", "RE-Nr.", "Facture", "Factura", "Fatura"),
    ),
    "paid": ("Bezahlt", "Bezahlt am", "Zahlungseingang", "Payé", "Pagado"),
    "status": ("Stand", "Estado", "Statut"),
    "currency": ("Währung", "Devise", "Moneda"),
}
NEEDED = (("client", "name"), ("ordered", "delivered", "invoiced"), ("amount", "quantity"))
_IN_ENGLISH = ("yes", "y", "x", "✓", "✔", "true", "1", "done", "paid", "invoiced", "delivered")
_YES = frozenset((*_IN_ENGLISH, "ja", "j", "bezahlt", "erledigt", "oui", "sí", "si", "sim"))
_NO = frozenset(("no", "n", "-", "–", "open", "false", "0", "none", "pending", "unpaid", "nein", "offen", "non", "não"))
_NOT_YET = pattern(r"quote|offer|inquiry|enquiry|angebot|anfrage|lead|devis|presupuesto|orçamento", re.IGNORECASE)
_OFF = pattern(r"cancel|storn|declin|abgesagt|annul|lost|verloren", re.IGNORECASE)
_CENT = Decimal("0.01")


class Happened(NamedTuple):
    """A cell that says when something happened, or only whether it did."""

    is_so: bool
    day: date | None = None


class SoldJob(NamedTuple):
    """A row. quantity, unit, each: what was sold by the piece. number: the invoice's. due: what was promised."""

    place: str
    key: Key
    name: str
    client: str
    ordered: date
    due: date | None
    delivered: Happened
    quantity: Decimal | None
    unit: str
    each: Decimal | None
    amount: Decimal | None
    hours: str
    service: str
    invoiced: Happened
    number: str
    paid: Happened

    @property
    def what(self) -> str:
        """The row in a few words."""
        return cell_text(" ".join(filter(None, (str(self.ordered), self.client, self.name))), 70)


def job_spellings() -> Columns:
    """The columns by meaning, under their names in every language."""
    return {meaning: (*names, *IN_OTHER_LANGUAGES.get(meaning, ())) for meaning, names in COLUMNS.items()}


def read_jobs(name: str, data: bytes, columns: Columns, order: str | None, currency: str) -> Read[SoldJob]:
    """The jobs of a table. columns: how each meaning's may be called. Raises Unusable."""
    known = {meaning: columns.get(meaning, names) for meaning, names in job_spellings().items()}
    sheet = read_sheet(name, data, known, NEEDED, "a table of jobs", "say which with --column, as `client=Whom`")
    days = [
        (sheet.place(row), row[meaning])
        for row in sheet.rows
        for meaning in ("ordered", "due", "delivered", "invoiced", "paid")
        if row[meaning] and any(one.isdigit() for one in row[meaning])
    ]
    written = day_order(name, days, order)[0]
    way = "; if one of them matters, --column says what it is, such as --column paid=NAME"
    read: Read[SoldJob] = Read([], [], [*sheet.notes, *told_columns(sheet, way=way)])
    seen: Counter[tuple[object, ...]] = Counter()
    for row in sheet.rows:
        told = cell_text(" ".join(filter(None, (row["ordered"], row["client"], row["name"]))), 70)
        try:
            job = _job(sheet, row, written, currency)
        except Misread as misread:
            read.skipped.append(Skipped(sheet.place(row), told, misread.message))
            continue
        said = (job.ordered, job.client, job.name, job.quantity, job.amount)
        seen[said] += 1
        read.found.append(job._replace(key=Key(job.ordered, FORMAT, row_digest(*said, seen[said]))))
    return read


def _job(sheet: Sheet, row: SheetRow, order: str | None, currency: str) -> SoldJob:
    """A row as a job. Raises Misread."""
    check_length(row)
    if _NOT_YET.search(row["status"]):
        raise Misread("it is not sold yet: make it a lead")
    if _OFF.search(row["status"]):
        raise Misread("it was called off")
    if row["currency"] and not is_in(row["currency"].upper(), currency):
        raise Misread(f"it is in {row['currency']}, the ledger in {currency}")
    client, name = cell_text(row["client"]), cell_text(row["name"])
    if not client and not name:
        raise Misread("it names no client and no job")
    delivered, invoiced, paid = (_said(row[one], order) for one in ("delivered", "invoiced", "paid"))
    first = read_row_day(row["ordered"], order) if row["ordered"] else delivered.day or invoiced.day
    if first is None:
        raise Misread("it has no day")
    quantity, each, amount = (_number(row[one], currency) for one in ("quantity", "each", "amount"))
    if amount is None and quantity is not None and each is not None:
        amount = (quantity * each).quantize(_CENT, ROUND_HALF_UP)
    status = row["status"].casefold()
    if any(word in status for word in ("paid", "bezahlt", "pagad", "payé")) and "un" not in status:
        paid = paid if paid.is_so else Happened(True)
    unit = sheet.columns.get("quantity", "").strip().casefold()
    return SoldJob(
        *(sheet.place(row), Key(first, FORMAT, ""), name or client, client or name, first),
        read_row_day(row["due"], order) if row["due"] and any(one.isdigit() for one in row["due"]) else None,
        *(delivered, quantity, "" if unit in ("quantity", "qty", "menge", "anzahl", "volume") else unit, each, amount),
        *(row["hours"].replace(",", "."), cell_text(row["service"]), invoiced, cell_text(row["number"]), paid),
    )


def _said(text: str, order: str | None) -> Happened:
    """What a cell says of something that happens once: its day, or yes or no. Raises Misread."""
    plain = text.strip().casefold()
    if not plain or plain in _NO:
        return Happened(False)
    return Happened(True) if plain in _YES else Happened(True, read_row_day(text, order))


def _number(text: str, currency: str) -> Decimal | None:
    """A number or an amount, with any number of decimals. Raises Misread."""
    bare = re.sub(r"[^0-9.,'’ -]", "", text).strip().rstrip(".,")
    if not bare:
        return None
    if matched := re.fullmatch(r"(-?[0-9]*)[.,]([0-9]+)", bare):
        whole, part = matched.groups()
        if len(part) != 3 or whole in ("", "0", "-0"):
            return Decimal(f"{whole or 0}.{part}")
    amount, said = read_row_amount(bare)
    if said and not is_in(said, currency):
        raise Misread(f"`{text[:40]}` is in {said}, the ledger in {currency}")
    return amount.to_integral_value() if amount == amount.to_integral_value() else amount
