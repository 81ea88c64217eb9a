"""What a lead may be worth and how long it may take: one sum, and what to write if it was given by the month."""

from __future__ import annotations

from opsledger.diagnostics import Hint
from opsledger.patterns import pattern
from opsledger.values.duration import A_DAY, Minutes, read_duration
from opsledger.values.misread import Misread
from opsledger.values.money import Money, read_money
from opsledger.values.pieces import is_by_piece, read_pieces
from opsledger.values.rate import BY_TIME, rate_meant

_RANGE = pattern(r"([0-9]{1,9}) ?[-–] ?([0-9]{1,9})")


def read_amount(text: str) -> Money:
    """An amount of money, or what so many pieces come to. Raises Misread."""
    return read_pieces(text) if is_by_piece(text) else read_money(text, spaced=True)


def read_lead_value(text: str) -> Money:
    """What a lead may be worth: a sum; for work by the month, that of its first twelve weeks. Raises Misread."""
    try:
        return read_amount(text)
    except Misread:
        if not any(character.isdigit() for character in text):
            hint = "an amount such as `12000`; leave the field out until you know"
            raise Misread(f"`{text[:40]}` is not an amount of money", hint) from None
        if ends := _RANGE.fullmatch(text):
            middle = f"{(int(ends[1]) + int(ends[2])) // 2}"
            message = f"`{text[:40]}` is two amounts of money"
            raise Misread(message, Hint(f"write one: the middle is `{middle}`", middle)) from None
        is_rate = "/" in text or len(text.split()[-1]) >= len("week")
        rate = rate_meant(text) if is_rate and not is_by_piece(text) else None
        if rate is None:
            raise
        unit = "hour" if rate.unit == "h" else rate.unit
        message = f"`{text[:40]}` is a price for {'an' if unit == 'hour' else 'a'} {unit}, not an amount"
        if rate.unit in BY_TIME:
            raise Misread(message, f"what it may come to: {rate.amount} times its {unit}s") from None
        total = f"{rate.for_twelve_weeks:f}"
        hint = f"write `{total}`: a retainer counts with its first twelve weeks"
        raise Misread(message, Hint(hint, total)) from None


def read_lead_hours(text: str, day: Minutes = A_DAY) -> int:
    """The hours that a lead may take, as `read_lead_value` its money. Raises Misread."""
    amount, slash, unit = text.partition("/")
    rate = rate_meant(f"{amount.strip().rstrip('h')}/{unit.strip()}") if slash else None
    if rate is None or rate.unit in BY_TIME:
        return read_duration(text, day=day)
    total = f"{rate.for_twelve_weeks:f}h"
    hint = f"write `{total}`: a retainer counts with its first twelve weeks"
    raise Misread(f"`{text[:40]}` is not a duration", Hint(hint, total))
