"""Days off and money in the bank as somebody tells of them, and the edits that write them down."""

from __future__ import annotations

from datetime import date

from opsledger.capturing.days_ahead import take_days_ahead
from opsledger.capturing.fact_reading import line_parts
from opsledger.capturing.facts import LineContext
from opsledger.capturing.words import line_words, plain
from opsledger.values.days import Interval
from opsledger.values.misread import Misread
from opsledger.values.written import write_date, write_money

_TAX = frozenset(("tax", "taxes", "vat", "steuer", "steuern"))
_BELOW = ("-", "minus", "overdrawn")
_OFF_WORDS = frozenset(("off", "holiday", "holidays", "vacation", "days", "closed"))


def read_days_off(text: str, day: date) -> list[Interval]:
    """The days off that a line names. Raises Misread with the part that is not understood."""
    found = []
    for part in line_parts(text.replace(";", ",")):
        words = [word for word in line_words(part) if plain(word) not in _OFF_WORDS]
        while words and plain(words[0]) == "and":
            words = words[1:]
        if not words:
            continue
        taken = take_days_ahead(words, day)
        if taken is None or taken.words != len(words):
            raise Misread(f"`{part}` is not understood as days off", "write `21-25 Dec`, or `24 Dec to 2 Jan`")
        found.append(taken.value)
    return found


def told_of_days(days: list[Interval], day: date) -> str:
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
    for part in line_parts(text):
        words = line_words(part)
        is_below = bool(words) and (plain(words[0]) in _BELOW or words[0].startswith("-"))
        words = [word.lstrip("-") for word in words if plain(word) not in _BELOW]
        word = "tax" if _TAX & set(map(plain, words)) else "balance"
        amount = next(filter(None, (known.amount(words[at:]) for at in range(len(words)))), None)
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
