"""Days off and money in the bank as somebody tells of them, and the edits that write them down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from opsledger.capturing.days_ahead import take_days_ahead
from opsledger.capturing.fact_reading import line_parts
from opsledger.capturing.facts import LineContext
from opsledger.capturing.words import line_words, plain
from opsledger.patterns import pattern
from opsledger.values.days import Interval
from opsledger.values.misread import Misread
from opsledger.values.written import write_date, write_money

_TAX = frozenset(("tax", "taxes", "vat", "steuer", "steuern"))
_OF_WHICH = pattern(r" (?:of (?:which|that|this)|and) (?=\S*[0-9])")
_NOTHING = frozenset(("nothing", "none", "no"))
_BELOW = ("-", "minus", "overdrawn")
_OFF_WORDS = frozenset(("off", "holiday", "holidays", "vacation", "days", "closed"))


class SaidDaysOff(NamedTuple):
    """Days off, the remarks beside them, and the parts that are not understood."""

    days: tuple[Interval, ...]
    remarks: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def read_days_off(text: str, day: date) -> SaidDaysOff:
    """The days off that a line names. Raises Misread if it names none.

    A part without a number is a remark on the days before it, such as `(dentist, whole day)`.
    """
    found: list[Interval] = []
    remarks, unclear = list[str](), list[str]()
    for part in line_parts(text.replace(";", ",")):
        for words in _between_ands(line_words(part), day):
            taken = take_days_ahead(words, day)
            rest = words[taken.words :] if taken else words
            if taken:
                found.append(taken.value)
            if rest and (any(one[:1].isdigit() for one in rest) or not found):
                unclear.append(" ".join(rest))
            elif rest:
                remarks.append(" ".join(rest))
    if not found:
        raise Misread(f"`{text}` is not understood as days off", "write `21-25 Dec`, or `24 Dec to 2 Jan`")
    return SaidDaysOff(tuple(found), tuple(remarks), tuple(unclear))


def _between_ands(words: list[str], day: date) -> Iterator[list[str]]:
    """The words of each days off in a part, without those that say that they are: `24 Dec and 31 Dec off`."""
    words = [word for word in words if plain(word) not in _OFF_WORDS]
    while words and plain(words[0]) == "and":
        words = words[1:]
    taken = take_days_ahead(words, day) if words else None
    at = next((at for at, word in enumerate(words) if plain(word) == "and" and at), 0)
    if at and (taken is None or taken.words != len(words)):
        yield from _between_ands(words[:at], day)
        yield from _between_ands(words[at + 1 :], day)
    elif words:
        yield words


def told_of_days(days: Sequence[Interval], day: date) -> str:
    """Days off as a person reads them."""
    said = [
        write_date(one.first, day)
        if one.first == one.last
        else f"{write_date(one.first, day)} to {write_date(one.last, day)}"
        for one in days
    ]
    return f"Off: {', '.join(said)}"


def read_balance(text: str, known: LineContext) -> list[str]:
    """The lines of an account for what somebody has: `8200, 1500 of it for tax`. Raises Misread."""
    lines: dict[str, str] = {}
    for part in line_parts(_OF_WHICH.sub(", ", text)):
        words = line_words(part)
        is_below = bool(words) and (plain(words[0]) in _BELOW or words[0].startswith("-"))
        words = [word.lstrip("-") for word in words if plain(word) not in _BELOW]
        word = "tax" if _TAX & set(map(plain, words)) else "balance"
        amount = next(filter(None, (known.amount(words[at:]) for at in range(len(words)))), None)
        if amount is None and lines and _NOTHING & set(map(plain, words)):  # `nothing put aside for tax`
            if word == "tax":
                lines[word] = "tax 0"
            continue
        if amount is None or word in lines:
            raise Misread(f"`{part}` is not understood as money", "write `8200`, or `8200, 1500 of it for tax`")
        lines[word] = f"{word} {'-' if is_below and word == 'balance' else ''}{amount.value}"
    return list(lines.values())


def told_of_balance(lines: list[str], currency: str) -> str:
    """Money in the bank as a person reads it."""
    form = {"balance": "In the bank: {}", "tax": "of it for tax: {}"}
    return ", ".join(
        form[word].format(write_money(float(amount), currency))
        for word, _, amount in (one.partition(" ") for one in lines)
    )
