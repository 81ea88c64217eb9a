"""A bank's table: money that came and went, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from opsledger.importing.moments import day_order, is_in, read_row_amount, read_row_day
from opsledger.importing.plan import Key, Read, Skipped
from opsledger.importing.sheet import SheetRow, cell_text, check_length, read_sheet, told_columns
from opsledger.importing.taken import row_digest
from opsledger.values.misread import Misread
from opsledger.values.written import listed

FORMAT = "bank"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "day": ("Date", "Booking date", "Completed Date", "Buchungstag", "Buchungsdatum", "Datum", "Fecha", "Data"),
    "amount": ("Amount", "Betrag", "Umsatz", "Montant", "Importe", "Valor", "Importo", "Bedrag"),
    "credit": ("Credit", "Money in", "Paid in", "Haben", "Gutschrift", "Credit amount", "Crédit", "Abono"),
    "debit": ("Debit", "Money out", "Paid out", "Soll", "Lastschrift", "Debit amount", "Débit", "Cargo"),
    "party": (
        *("Name", "Payee", "Partner Name", "Counterparty", "Beguenstigter/Zahlungspflichtiger", "Zahlungsempfänger*in"),
        *("Auftraggeber / Begünstigter", "Empfänger", "Bénéficiaire", "Beneficiario"),
    ),
    "text": ("Description", "Payment reference", "Reference", "Purpose", "Verwendungszweck", "Libellé", "Concepto"),
    "balance": (
        *("Balance", "Account balance", "Running balance", "Balance after", "Saldo", "Kontostand", "Solde"),
        *("Saldo nach Buchung", "Saldo após", "Saldo final"),
    ),
    "currency": ("Currency", "Währung", "Waehrung", "Devise", "Moneda", "Moeda"),
}
_NEEDED = (("day",), ("amount", "credit"))


class Movement(NamedTuple):
    """Money that came, or below zero went, with whom it was and what was written to it.

    currency: what it is in, if that is not the ledger's. balance: what the account held after it, if the table says.
    """

    place: str
    key: Key
    day: date
    amount: Decimal
    party: str
    text: str
    currency: str | None = None
    balance: Decimal | None = None

    @property
    def what(self) -> str:
        """The row in a few words."""
        return cell_text(f"{self.day} {self.amount:f} {self.party} {self.text}", 70)


def is_bank(given: Mapping[str, str]) -> bool:
    """Whether columns that are given are those of a bank's table."""
    return bool({"amount", "credit", "debit"} & set(given))


def read_movements(
    name: str, data: bytes, given: Mapping[str, str], order: str | None, currencies: Sequence[str]
) -> Read[Movement]:
    """The rows of a bank's table. given: which column means what, beside those known by name. Raises Unusable.

    currencies: those in which the ledger has money, its own first.
    """
    columns = {**COLUMNS, **{meaning: (column,) for meaning, column in given.items()}}
    columns = {meaning: names for meaning, names in columns.items() if names != ("-",)}
    asked = tuple((meaning,) for meaning in given if meaning in columns)
    needed = (*asked, *(group for group in _NEEDED if not set(group) & set(given)))
    sheet = read_sheet(name, data, columns, needed, "a bank's table")
    written = day_order(name, [(sheet.place(row), row["day"]) for row in sheet.rows if row["day"]], order)[0]
    read: Read[Movement] = Read([], [], [*sheet.notes, *told_columns(sheet)])
    seen: Counter[tuple[object, ...]] = Counter()
    for row in sheet.rows:
        told = cell_text(" ".join(filter(None, (row["day"], row["amount"], row["party"], row["text"]))), 70)
        try:
            check_length(row)
            day, (amount, currency) = read_row_day(row["day"], written), _amount(row, currencies)
        except Misread as misread:
            read.skipped.append(Skipped(sheet.place(row), told, misread.message))
            continue
        party, text = cell_text(row["party"]), cell_text(row["text"])
        other = None if currency == currencies[0] else currency
        said = (day, amount, party, text, *filter(None, (other,)))
        seen[said] += 1
        key = Key(day, FORMAT, row_digest(*said, seen[said]))
        read.found.append(Movement(sheet.place(row), key, day, amount, party, text, other, _balance(row, other)))
    return read


def last_balance(found: Sequence[Movement]) -> Movement | None:
    """The last of some rows of a table, in its order, that says what the account held; None if none does."""
    told = [movement for movement in found if movement.balance is not None]
    if not told:
        return None
    last = max(movement.day for movement in told)
    of_day = [movement for movement in told if movement.day == last]
    return of_day[0] if told[0].day > told[-1].day else of_day[-1]


def _balance(row: SheetRow, other: str | None) -> Decimal | None:
    """What the account held after a row, in the ledger's currency; None if that cannot be read."""
    try:
        return read_row_amount(row["balance"].removeprefix("+"))[0] if row["balance"] and other is None else None
    except Misread:
        return None


def _amount(row: SheetRow, currencies: Sequence[str]) -> tuple[Decimal, str]:
    """What came or went, and in which of some currencies. Raises Misread."""
    for column, sign in (("amount", 1), ("credit", 1), ("debit", -1)):
        if row[column]:
            amount, written_in = read_row_amount(row[column].removeprefix("+"))
            said = row["currency"].upper() or written_in
            currency = next((one for one in currencies if is_in(said, one)), None)
            if currency is None:
                raise Misread(f"it is in {row['currency'] or written_in}, and the ledger in {listed(currencies)}")
            return (-abs(amount) if sign < 0 else amount), currency
    raise Misread("it has no amount")
