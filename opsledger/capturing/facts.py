"""What a line says of a job or an invoice, as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.capturing.amounts import OtherCurrency, take_amount
from opsledger.capturing.said_days import AGREED, DUE, START
from opsledger.capturing.said_hours import SaidHours
from opsledger.capturing.said_money import SaidBilling
from opsledger.capturing.said_pieces import SaidPieces
from opsledger.capturing.words import LeadingValue, LooseWords
from opsledger.dataclass import dataclass
from opsledger.values.duration import Minutes
from opsledger.values.misread import Misread
from opsledger.values.money import read_money

_LEAST, _YEARS = 100, 3
_NO_HOURS = SaidHours()
_NO_PIECES = SaidPieces()
_NO_BILLING = SaidBilling()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a line says. Amounts as the format has them; hours in minutes; days as dates.

    how: `fixed`, `hourly`, `retainer`, or what it says. monthly: the price a month. state: what became of the job.
    endless: whether it has no end. billed: what was invoiced and paid of it. reminded: the day of an invoice's first
    reminder.
    issued, late: an invoice's day, and by how many days it is late. said: the words that say nothing known.
    """

    name: str = ""
    client: str = ""
    how: str | None = None
    amount: str | None = None
    rate: str | None = None
    monthly: str | None = None
    hours: SaidHours = _NO_HOURS
    due: date | None = None
    start: date | None = None
    agreed: date | None = None
    issued: date | None = None
    terms: int | None = None
    late: int | None = None
    number: str | None = None
    gross: bool = False
    state: str | None = None
    endless: bool = False
    billed: SaidBilling = _NO_BILLING
    reminded: date | None = None
    pieces: SaidPieces = _NO_PIECES
    said: tuple[str, ...] = ()

    @property
    def billing(self) -> str | None:
        """How the job is paid for; None if that is not said."""
        if self.rate:
            return "hourly"
        if self.monthly:
            return "retainer"
        return self.how or ("fixed" if self.amount else None)

    def with_day(self, meaning: str, day: date) -> Facts:
        """These facts with a day, by what it is."""
        if meaning == DUE:
            return replace(self, due=day)
        if meaning == START:
            return replace(self, start=day)
        return replace(self, agreed=day) if meaning == AGREED else replace(self, issued=day)

    @property
    def settled(self) -> Facts:
        """These facts with an amount that is for an hour or a month, if the job is paid so."""
        if self.amount and self.how == "hourly" and not self.rate:
            return replace(self, rate=f"{self.amount}/h", amount=None)
        is_retainer = self.how == "retainer" or (self.how is None and self._sounds_monthly)
        if self.amount and is_retainer and not (self.monthly or self.rate):
            return replace(self, monthly=f"{self.amount}/month", amount=None)
        return self

    @property
    def _sounds_monthly(self) -> bool:
        """Whether hours a month, or a name such as `Retainer Quay Press`, say that the amount is a month's."""
        return self.hours.monthly is not None or "retainer" in self.name.casefold().split()

    def beside(self, other: Facts) -> Facts:
        """These facts with what another line adds to them; its own come first."""
        known = {name: value for name in _ADDED if (value := getattr(other, name))}
        hours = {key: value for key, value in other.hours._asdict().items() if value is not None}
        billed, said = self.billed.beside(other.billed), (*self.said, *other.said)
        return replace(self, **known, hours=self.hours._replace(**hours), billed=billed, said=said)


_ADDED = (
    *("client", "how", "amount", "rate", "monthly", "due", "start", "agreed", "issued", "terms", "late", "number"),
    *("gross", "state", "endless", "reminded"),
)


class LineContext(NamedTuple):
    """By what a line is read. day: the day it is; hours: the minutes of a working day; is_invoice: it is about one."""

    currency: str
    day: date
    hours: Minutes
    is_invoice: bool = False

    def is_no_money(self, word: str) -> bool:
        """Whether a bare number is more likely a count or a year about now than an amount: `2`, `2027`."""
        number = word.strip(".,:;!?()")
        least = 1 if self.is_invoice else _LEAST
        return number.isdecimal() and (int(number) < least or abs(int(number) - self.day.year) <= _YEARS)

    def amount(self, words: LooseWords) -> LeadingValue[str] | None:
        """The amount that words begin with. Raises Misread if it is in another currency or has too many digits."""
        try:
            taken = take_amount(words, self.currency)
        except OtherCurrency as other:
            message = f"an amount is in {other}, and this ledger keeps {self.currency}"
            raise Misread(message, "work out how much it is") from None
        if taken:
            read_money(taken.value)
        return taken


def due_said(facts: Facts, day: date) -> date | None:
    """When an invoice is due, as far as a line says."""
    if facts.due is None and facts.late is not None:
        return day - timedelta(days=facts.late)
    if facts.due is None and facts.terms is not None and facts.issued:
        return facts.issued + timedelta(days=facts.terms)
    return facts.due
