"""What the front of some words says of a job or an invoice: one fact, and how many words say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from opsledger.capturing.by_unit import typed_rate
from opsledger.capturing.facts import Facts, LineContext
from opsledger.capturing.said_days import AGREED, ISSUED, START, take_loose_day, take_said_day
from opsledger.capturing.said_hours import take_said_hours
from opsledger.capturing.said_pieces import take_pieces, take_priced_pieces
from opsledger.capturing.words import LooseWords, plain
from opsledger.patterns import pattern
from opsledger.values.rate import BY_TIME

_MONEY_FIRST = ("fixed", "flat", "price", "worth", "value", "at", "fee", "owe", "owes", "for", "over", "about", "@")
_MONEY_LAST = ("fixed", "flat", "net", "price", "all-in")
_HOW = {
    "fixed": "fixed",
    "flat": "fixed",
    "hourly": "hourly",
    "retainer": "retainer",
    "monthly": "retainer",
    "internal": "internal",
}
_STATES = {"paused": "paused", "delivered": "delivered", "finished": "delivered", "cancelled": "cancelled"}
_OF_TERMS = ("terms", "net", "within", "payable", "overdue", "late")
_COUNTED_FROM_IT = ("in", "after", "within")
_TERMS = pattern(r"[0-9]{1,3}")
_NUMBER = pattern(r"(?:#|no\.?|nr\.?|inv|invoice|rechnung)", re.IGNORECASE)
_HAS_DIGIT = pattern(r"[\w/-]*[0-9][\w/-]*")
_FOR_A_UNIT = pattern(r"/|\b(?:per|an?|each|every|pro|im|je|hourly|daily|monthly)\b", re.IGNORECASE)
_ARTICLES = ("a", "an", "the", "my", "our", "der", "die", "das")
_Taken = tuple[Facts, int]
_Take = Callable[[Facts, LooseWords, LineContext], _Taken | None]


def take_fact(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    """The facts with the one that words begin with, and how many words it is; None if they say nothing known.

    Raises Misread if an amount is in another currency than the ledger's.
    """
    for take in _TAKES:
        taken = take(facts, words, known)
        if taken:
            return taken
    return None


def client_named(words: LooseWords) -> str:
    """A client's name without an article before it."""
    start = 1 if len(words) > 1 and plain(words[0]) in (*_ARTICLES, "client") else 0
    return capital(" ".join(words[start:]).strip(" ,;:"))


def capital(text: str) -> str:
    """A name as it is written, with a capital if it has none."""
    return text[:1].upper() + text[1:] if text.islower() else text


def _take_day(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    if said := take_said_day(words, known.day):
        meaning, day = said.value
        if known.is_invoice and meaning in (START, AGREED):  # `from 6 Nov`, `since mid-October`
            gone = take_said_day(("sent", *words[1:]), known.day)
            meaning, day = ISSUED, gone.value[1] if gone else day
        return facts.with_day(meaning, day), said.words
    return None


def _take_bare_day(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    """A day that nothing is said of: gone, the invoice's or the agreement's; to come, the one that is promised."""
    back = take_loose_day(words, known.day, back=True)
    ahead = take_loose_day(words, known.day, back=False, is_end=True)
    if back is None or ahead is None or (back.words == 1 and not _is_day_alone(words[0])):
        return None
    is_weekday = not known.is_invoice and plain(words[0]).endswith("day")
    if ahead.value > known.day and (
        is_weekday or back.value > known.day or ahead.value - known.day < known.day - back.value
    ):
        return replace(facts, due=facts.due or ahead.value), ahead.words
    return replace(facts, issued=facts.issued or back.value), back.words


def _is_day_alone(word: str) -> bool:
    """Whether a word by itself can only be a day: `18.12.`, `2026-12-18`, `friday`, `today`."""
    said = plain(word)
    return (word[:1].isdigit() and not said.isdecimal()) or said.endswith("day") or said == "tomorrow"


def _take_late(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    """`32 days late`, `14 days`, `terms 30 days`, and of an invoice `due in 14 days`: they are counted from its day."""
    if known.is_invoice and len(words) > 2 and plain(words[0]) == "due" and plain(words[1]) in _COUNTED_FROM_IT:
        behind_due = _take_late(facts, words[2:], known)
        return (behind_due[0], behind_due[1] + 2) if behind_due else None
    at = next((at for at, word in enumerate(words[:2]) if plain(word) not in _OF_TERMS), len(words[:2]))
    if len(words) < at + 2 or not _TERMS.fullmatch(words[at]) or plain(words[at + 1]) not in ("days", "day"):
        return None
    count, behind = int(words[at]), plain(words[at + 2]) if len(words) > at + 2 else ""
    if at and plain(words[0]) in ("overdue", "late"):
        return replace(facts, late=count), at + 2
    if behind in ("late", "overdue"):
        return replace(facts, late=count), at + 3
    if at or known.is_invoice or behind in ("terms", "net"):
        return replace(facts, terms=count), at + 2 + (behind in ("terms", "net"))
    return None


def _take_hours(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    taken = take_said_hours(words, known.currency, known.hours)
    if taken is None:
        return None
    hours = {key: value for key, value in taken.value._asdict().items() if value is not None}
    return replace(facts, hours=facts.hours._replace(**hours)), taken.words


def _take_rate(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    """`95/h`, `at 95 an hour`, `700 a month`."""
    at = 1 if plain(words[0]) in ("at", "for", "hourly", "retainer") and len(words) > 1 else 0
    for count in range(min(5, len(words) - at), 0, -1):
        said = " ".join(words[at : at + count]).rstrip(",;")
        rate = typed_rate(said, known.currency) if _FOR_A_UNIT.search(said) else None
        if rate and (rate.unit in BY_TIME or rate.unit == "month"):
            is_hourly = rate.unit in BY_TIME
            found = replace(facts, rate=str(rate)) if is_hourly else replace(facts, monthly=str(rate))
            return found, at + count
    return None


def _take_pieces(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    """`14000 words x 0.16`, `9800 words left`, `350 words an hour`: no such number is money by itself."""
    if known.is_invoice:
        return None
    if priced := take_priced_pieces(words):
        known.amount(words[priced.words - 2 : priced.words])  # which may be in another currency
        return replace(facts, amount=priced.value), priced.words
    taken = take_pieces(words)
    return (replace(facts, pieces=facts.pieces.beside(taken.value)), taken.words) if taken else None


def _take_amount(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    at = 0
    while at < min(2, len(words) - 1) and plain(words[at]) in _MONEY_FIRST:
        at += 1
    taken = known.amount(words[at:])
    if taken is None or facts.amount or (taken.words == 1 and known.is_no_money(words[at])):
        return None
    count = at + taken.words
    if count < len(words) and plain(words[count]) in _MONEY_LAST:
        count += 1 + (count + 1 < len(words) and plain(words[count + 1]) == "price")
    return replace(facts, amount=taken.value), count


def _take_word(facts: Facts, words: LooseWords, known: LineContext) -> _Taken | None:
    """How the job is paid, what became of it, the invoice's number, whether VAT is in it."""
    said, two = plain(words[0]), tuple(map(plain, words[:3]))
    if two == ("by", "the", "hour"):
        return replace(facts, how="hourly"), 3
    if two[:2] == ("no", "end") or said in ("ongoing", "open-ended", "endless"):
        return replace(facts, endless=True), 2 if said == "no" else 1
    if said in ("", "-", "/", "|"):
        return facts, 1
    if two[:2] == ("not", "begun") or two[:2] == ("not", "started"):
        return replace(facts, hours=facts.hours._replace(done=0)), 2
    if said in _HOW:
        return replace(facts, how=_HOW[said]), 1 + (two[1:2] == ("price",))
    if said == "paid" and known.is_invoice:
        day = take_loose_day(words[1:], known.day, back=True)
        return replace(facts, state="paid", agreed=day.value if day else facts.agreed), 1 + (day.words if day else 0)
    if said in _STATES:
        day = take_loose_day(words[1:], known.day, back=True)
        return replace(facts, state=_STATES[said], agreed=day.value if day else facts.agreed), 1 + (
            day.words if day else 0
        )
    if said in ("gross", "brutto") or two[:2] in (("incl", "vat"), ("including", "vat"), ("with", "vat")):
        return replace(facts, gross=True), 1 if said in ("gross", "brutto") else 2
    if _NUMBER.fullmatch(said) and len(words) > 1 and _HAS_DIGIT.fullmatch(plain(words[1])):
        return replace(facts, number=plain(words[1])), 2
    if words[0][:1] == "#" and _HAS_DIGIT.fullmatch(said.lstrip("#")):
        return replace(facts, number=said.lstrip("#")), 1
    if said in ("for", "client", "für") and len(words) > 1 and facts.name == "" and not facts.client:
        return replace(facts, client=client_named(words[1:])), len(words)
    return None


_TAKES: tuple[_Take, ...] = (
    _take_late,
    _take_day,
    _take_pieces,
    _take_rate,
    _take_hours,
    _take_bare_day,
    _take_amount,
    _take_word,
)
