"""What was invoiced and paid of a job, as people tell of it: `first half paid in October`, `nothing invoiced yet`."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from opsledger.capturing.amounts import OtherCurrency, take_amount
from opsledger.capturing.said_days import take_loose_day
from opsledger.capturing.words import LeadingValue, LooseWords, line_words, plain
from opsledger.patterns import pattern

INVOICED, PAID = "invoiced", "paid"
_WORDS = dict.fromkeys(("invoiced", "billed", "invoice", "bill", "charged", "invoices", "berechnet"), INVOICED)
_WORDS |= dict.fromkeys(("paid", "received", "payed", "settled", "payment", "deposit", "bezahlt"), PAID)
_NONE = ("nothing", "not", "no", "none", "never", "isn't", "hasn't", "haven't", "unbilled", "uninvoiced", "unpaid")
_REST = ("rest", "balance", "remainder", "remaining", "other", "second")
_TO_COME = (*_REST, "will", "later", "upon")
_TO_DO = (("to", "be"), ("to", "invoice"), ("to", "bill"), ("to", "charge"), ("to", "send"))
_LATER = frozenset(("delivery", "completion", "handover"))
_RHYTHM = ("each", "every", "monthly")
_ALL = ("all", "everything", "full", "fully", "completely", "always", "whole")
_REMINDING = ("remind", "chased", "nudged", "dunning", "mahnung", "gemahnt")
_PARTS = pattern(r"[;,](?= |$)")
_WHOLLY = frozenset(("full", "fully", "completely"))
_SHARES = {"half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4)}
_PERCENT = pattern(r"([0-9]{1,3}) ?%")
_NTH = pattern(r"([0-9]{1,2})(?:st|nd|rd|th)|first|last|end|start|beginning|middle")
_FILLING = """
yet so far already was were has have been they i we it is are the a an in on of by them at and for
up front upfront advance account with to my this year year's until till now client month months day
days first end last start beginning middle delivery completion handover half be sent send out going
when done finished complete instalment part due always after agreed signing booking
"""
_OF_DUE = ("due", "payable")
_BEFORE_DUE = ("on", "by", "in", "within", "after")
_DAYS_AFTER = pattern(r"([0-9]{1,3}) days?\.?")
_SMALL = frozenset(_FILLING.split())
_UNSENT = ("not", "will", "to", "must", "still", "needs", "nothing")
_SENDING = ("send", "sent", "invoice", "invoiced", "billed", "issue", "issued", "write", "written", "sending")


class SaidMoney(NamedTuple):
    """Money of a job that was invoiced or paid. share: of its price, if no amount is said; day: None if not said.

    due: the day by which an invoice is to be paid, if it is said.
    """

    word: str
    amount: str | None = None
    share: Fraction | None = None
    day: date | None = None
    due: date | None = None

    def with_due(self, words: LooseWords, day: date) -> SaidMoney | None:
        """An invoice with the day on which it is due, `due 20 Nov` or `due in 14 days`; None if words say none."""
        if self.word != INVOICED or not words or plain(words[0]) not in _OF_DUE:
            return None
        behind = words[2:] if len(words) > 1 and plain(words[1]) in _BEFORE_DUE else words[1:]
        after = _DAYS_AFTER.fullmatch(" ".join(behind))
        if after and self.day:
            return self._replace(due=self.day + timedelta(days=int(after[1])))
        ways = (False,) if self.day else (False, True)  # of an invoice without a day the nearest is meant
        taken = [take_loose_day(behind, self.day or day, back=back) for back in ways]
        found = [each.value for each in taken if each and each.words == len(behind)]
        return self._replace(due=min(found, key=lambda due: abs((due - day).days))) if found else None


class SaidBilling(NamedTuple):
    """What a part of a line says of a job's invoices.

    events: what was invoiced or paid. is_none: nothing was invoiced. is_settled: all that was invoiced is paid.
    rhythm: the day of the month on which invoices are sent, 31 for its end. is_to_come: some of it is to be invoiced.
    """

    events: tuple[SaidMoney, ...] = ()
    is_none: bool = False
    is_settled: bool = False
    rhythm: int | None = None
    is_to_come: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it says what was invoiced so far."""
        return bool(self.events) or self.is_none or (self.is_settled and self.rhythm is not None)

    @property
    def is_payment_or_none(self) -> bool:
        """Whether it says that an invoice is paid, or is none yet."""
        return self.is_none or self.is_settled or self.is_to_come or any(one.word == PAID for one in self.events)

    def beside(self, other: SaidBilling) -> SaidBilling:
        """This with what another part adds: a payment without an amount pays the invoice before it."""
        events = list(self.events)
        for event in other.events:
            before = next((one for one in reversed(events) if one.word == INVOICED), None)
            if event.amount is None and event.share is None and event.word == PAID and before:
                event = event._replace(amount=before.amount, share=before.share)
            events.append(event)
        return SaidBilling(
            tuple(events),
            self.is_none or other.is_none,
            self.is_settled or other.is_settled,
            self.rhythm or other.rhythm,
            self.is_to_come or other.is_to_come,
        )


def take_billing(words: LooseWords, currency: str, day: date, *, is_asked: bool = False) -> SaidBilling | None:
    """What words say of invoices and payments, if all of them do; else None. is_asked: invoices were asked for."""
    if not words or plain(words[0]) in ("and", "but"):
        words = words[1:]
    said = [plain(word.replace("\u2019", "'")) for word in words]
    words_of_money = {_WORDS[one] for one in said if one in _WORDS} | ({INVOICED} if is_asked else set())
    is_to_come = any(one in _TO_COME for one in said) or any(pair in _TO_DO for pair in pairwise(said))
    if not words_of_money and not (is_to_come and _LATER & set(said)):
        return None
    try:
        found = _values(words, said, currency, day)
    except OtherCurrency:  # which is told where amounts are read
        return None
    if found is None:
        return None
    if is_to_come or (_LATER & set(said) and not (found.amount or found.day or found.share)):
        return SaidBilling(is_none=not any(one in _REST for one in said), is_to_come=True)
    if any(one in _NONE for one in said):
        return SaidBilling(is_none=INVOICED in words_of_money or "unbilled" in said)
    if any(one in _RHYTHM for one in said) and not found.amount:
        return SaidBilling(rhythm=_day_of_month(said), is_settled=PAID in words_of_money)
    if (
        any(one in _ALL for one in said)
        and not found.amount
        and not _WHOLLY & set(said)
        and not (is_asked and PAID not in words_of_money)
    ):
        return SaidBilling(is_settled=PAID in words_of_money)
    is_whole = bool(_WHOLLY & set(said)) or (is_asked and any(one in _ALL for one in said))
    share = Fraction(1) if is_whole and not found.amount else found.share
    if not found.amount and not share and not found.day:  # `this year's paid`
        return SaidBilling(is_settled=True) if words_of_money == {PAID} and not is_asked else None
    order = [one for one in (INVOICED, PAID) if one in words_of_money and not (is_asked and one == INVOICED)]
    order = order or [INVOICED]
    return SaidBilling(tuple(SaidMoney(word, found.amount, share, found.day) for word in order))


def is_unsent(words: LooseWords) -> bool:
    """Whether words about an invoice say that it is not sent yet: `not invoiced yet`, `will send today`."""
    said = [plain(word) for word in words]
    begins = bool(said) and said[0] in (*_UNSENT, *_SMALL)
    return begins and bool(set(_UNSENT) & set(said)) and bool(set(_SENDING) & set(said))


def take_reminder(words: LooseWords, day: date) -> date | None:
    """The day of a reminder, if words tell of one: `One reminder sent 9 Nov`, `chased on Mon 9 Nov`."""
    said = [plain(word) for word in words]
    if not any(one.startswith(_REMINDING) for one in said[:4]):
        return None
    days = (take_loose_day(words[at:], day, back=True) for at in range(len(words)))
    return next((each.value for each in days if each and each.value <= day), None)


def read_billing(text: str, currency: str, day: date) -> SaidBilling | None:
    """What an answer says of invoices and payments that were asked for; None if a part of it is not understood."""
    found, parts = SaidBilling(), [line_words(part) for part in _PARTS.split(text) if part.strip()]
    is_apart = any(plain(part[0]) in _OF_DUE for part in parts[1:])
    whole = None if is_apart else take_billing(line_words(_PARTS.sub("", text)), currency, day, is_asked=True)
    if whole:  # `October, 660, paid`
        return whole
    for part in parts:
        if found.events and (dated := found.events[-1].with_due(part, day)):
            found = found._replace(events=(*found.events[:-1], dated))
            continue
        billed = take_billing(part, currency, day, is_asked=True)
        if billed is None:
            return None
        found = found.beside(billed)
    return found


class _MoneyWords(NamedTuple):
    amount: str | None = None
    share: Fraction | None = None
    day: date | None = None


def _values(words: LooseWords, said: LooseWords, currency: str, day: date) -> _MoneyWords | None:
    """The amount, the share and the day among some words; None if any other word is among them."""
    found, at = _MoneyWords(), 0
    is_rhythm = any(one in _RHYTHM for one in said)
    while at < len(words):
        taken_day = None if found.day or is_rhythm else _day(words[at:], said[at:], day)
        if taken_day:
            found, at = found._replace(day=taken_day.value), at + taken_day.words
        elif said[at] in _SHARES or _PERCENT.fullmatch(said[at]):
            percent = _PERCENT.fullmatch(said[at])
            found = found._replace(share=Fraction(int(percent[1]), 100) if percent else _SHARES[said[at]])
            at += 1
        elif not is_rhythm and not found.amount and (amount := take_amount(words[at:], currency)):
            found, at = found._replace(amount=amount.value), at + amount.words
        elif said[at] in (*_WORDS, *_NONE, *_TO_COME, *_RHYTHM, *_ALL, *_SMALL, "") or _NTH.fullmatch(said[at]):
            at += 1
        else:
            return None
    return found


def _day(words: LooseWords, said: LooseWords, day: date) -> LeadingValue[date] | None:
    skip = 1 if len(words) > 1 and said[0] in ("on", "in", "at", "until", "till") else 0
    taken = take_loose_day(words[skip:], day, back=True, is_end=True)  # what is of October goes out at its end
    return LeadingValue(min(taken.value, day), taken.words + skip) if taken else None


def _day_of_month(said: LooseWords) -> int:
    """The day on which invoices go out each month: `on the first`, `on the 15th`; else its end."""
    numbers = (matched[1] for one in said if (matched := _NTH.fullmatch(one)) and matched[1])
    return next((int(one) for one in numbers), 1 if {"first", "start", "beginning"} & set(said) else 31)
