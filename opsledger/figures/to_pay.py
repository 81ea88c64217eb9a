"""What is to be paid on a day to come, by money.md: as a `bill` line, or as a note that names a sum and its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.evidence import Figure, Value
from opsledger.figures.standing import Figures, Standing
from opsledger.models.lines import LogLine
from opsledger.patterns import pattern
from opsledger.values.loose_dates import MONTHS

_SEEN, _AHEAD = timedelta(weeks=26), timedelta(weeks=40)
_LEAST = 20
_LONGEST = 40  # characters of what a sum is for
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = pattern(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)"
    rf"|(?<![\d.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)? (?P<name>{_MONTH})\b\.?(?: (?P<y>20\d{{2}}))?",
    re.IGNORECASE,
)
_SUM = pattern(r"(?<![\d.,-])(\d{1,3}(?:[,.]\d{3})+|\d{2,6})(?:[.,]\d{2})?(?![\d-])")
_BEFORE = pattern(r"(?:\bdue|\bon|\bby|\buntil|\bam|\bzum|\bbis|\ble|fällig)[\w ]{0,12}$", re.IGNORECASE)
_TAX = pattern(r"\btax|\bvat\b|steuer|\bust\b|impôt|\btva\b|\biva\b|impuesto", re.IGNORECASE)
_MANNER = pattern(r"^(?:and|plus|about|ca\.?|circa|rund|etwa|of|for|then)\b|[\s:,;.(]+$|^[\s:,;.)]+", re.IGNORECASE)


class ToPay(NamedTuple):
    """A sum that is to be paid. on: the day. what: for what, in the owner's words. line: where it is written."""

    amount: Fraction
    on: date
    what: str
    line: LogLine

    @property
    def is_tax(self) -> bool:
        """Whether what is put aside for tax is for it."""
        return bool(_TAX.search(self.what))


def to_pay(standing: Standing) -> tuple[ToPay, ...]:
    """What is to be paid after the day, the first first. A note gives way to a `bill` line of its sum or its day."""
    return standing.always(_to_pay)


def _to_pay(standing: Standing) -> tuple[ToPay, ...]:
    lines = [line for account in standing.ledger.account for line in account.log]
    notes = [line for line in lines if line.word == "note" and line.day > standing.day - _SEEN]
    bills = [ToPay(line.money, line.promised, _in_short(line.text), line) for line in lines if line.promised]
    said = [each for line in notes for each in _in_words(line)]
    known = {(each.amount, each.on) for each in bills}
    latest = {(each.amount, each.on): each for each in said}  # the same sum noted twice is paid once
    noted = [
        each for each in latest.values() if not any(each.amount == amount or each.on == on for amount, on in known)
    ]
    ahead = [each for each in (*bills, *noted) if standing.day < each.on <= standing.day + _AHEAD]
    return tuple(sorted(ahead, key=lambda each: (each.on, -each.amount, each.line.span.start)))


def _in_words(line: LogLine) -> Iterator[ToPay]:
    """The sums of a note that stand before the day on which they are due."""
    begin = 0
    for found in _DAY.finditer(line.text):
        clause = line.text[begin : found.start()]
        begin = found.end()
        on, sums = _date(line, found), list(_SUM.finditer(clause))
        if on is None or not sums or not _BEFORE.search(clause[sums[-1].end() :]):
            continue
        amount = Fraction(re.sub(r"[,.]", "", sums[-1][1]))
        if amount >= _LEAST:
            yield ToPay(amount, on, _for_what(clause[: sums[-1].start()]), line)


def _for_what(text: str) -> str:
    """For what a sum is, as the words before it say."""
    text = " ".join(re.split(r"[;.]", text.strip(" ;.,:"))[-1].split())
    while (shorter := _MANNER.sub("", text).strip()) != text:
        text = shorter
    return _in_short(re.sub(r"[,:]? (?:about|ca\.?|circa|rund|etwa)$", "", text))


def _in_short(text: str) -> str:
    """Its first words."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition(" ")[0]


def _date(line: LogLine, found: re.Match[str]) -> date | None:
    """The day that is meant: in its year, or the first one after the line."""
    try:
        if found["month"]:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        month, day = MONTHS[found["name"].casefold()], int(found["d"])
        if found["y"]:
            return date(int(found["y"]), month, day)
        here = date(line.day.year, month, day)
        return here if here > line.day else date(line.day.year + 1, month, day)
    except ValueError:
        return None


class TaxMissing(NamedTuple):
    """What of some payments is covered by nothing. amount: in all; of tax only what exceeds what is put aside."""

    amount: Fraction
    aside: Fraction


def not_put_aside(standing: Standing, until: date) -> TaxMissing:
    """What is to be paid up to a day beyond what is put aside for tax."""
    account = next(iter(standing.ledger.account), None)
    stated = account.stated("tax") if account else None
    aside = stated.money if stated else Fraction(0)
    mine = [each for each in to_pay(standing) if each.on <= until]
    tax = sum((each.amount for each in mine if each.is_tax), Fraction(0))
    rest = sum((each.amount for each in mine if not each.is_tax), Fraction(0))
    return TaxMissing(max(tax - aside, Fraction(0)) + rest, aside)


def to_pay_figure(standing: Standing) -> Figures:
    """`money.to_pay`: what you are to pay on days to come, as money.md says: how much in all, and the next day.

    A `bill` line, or a note of the last 26 weeks that names a sum and then its day: `1,450 are due on 10 January`.
    missing: what of it exceeds what is put aside for tax. The reserve ends the sooner by that.
    """
    found = to_pay(standing)
    value: Value = {
        "amount": sum((each.amount for each in found), Fraction(0)),
        "missing": not_put_aside(standing, standing.day + _AHEAD).amount,
        "next": found[0].on if found else None,
    }
    yield Figure("money.to_pay", value, "money", len(found), sources=tuple(each.line.span for each in found))


TO_PAY = (to_pay_figure,)
