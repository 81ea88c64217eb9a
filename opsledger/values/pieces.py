"""A price by the piece: `14000 words x 0.16` is the money that it comes to, and remembers how."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from opsledger.diagnostics import hint_to_write
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

if TYPE_CHECKING:
    from typing import Self

_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 12
_UNIT = r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*){0,2}?"
_EXACT = pattern(
    rf"(?P<sign>[+-]?)(?P<quantity>[0-9]+(?:[_ ][0-9]{{3}})*(?:\.[0-9]{{1,2}})?) ?(?P<unit>{_UNIT})? ?[x×*] ?"
    r"(?P<each>[0-9]+(?:\.[0-9]{1,4})?)",
)
_MEANT = pattern(
    rf"(?P<quantity>[0-9][0-9., '’_]*?) ?(?P<unit>{_UNIT})? ?(?:[x×*@à]|at|je|mal|times) ?(?:[A-Z]{{3}} ?|[$€£] ?)?"
    r"(?P<each>[0-9]*[.,]?[0-9]{1,4}) ?(?:[A-Z]{3}|[$€£])?"
    rf"(?: ?(?:each|(?:/|an?|per|pro|die|das) ?{_UNIT}))?",
)
_TWO_WAYS = pattern(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_THOUSANDS = pattern(r"[0-9]{1,3}(?:[., '’_][0-9]{3})+")


class Pieces(Decimal):
    """An amount of money, to the cent, made of a quantity of some unit at a price for each; the unit may be empty."""

    quantity: Decimal
    unit: str
    each: Decimal

    def __new__(cls, quantity: Decimal, unit: str, each: Decimal) -> Self:
        """The money that so many pieces come to."""
        made = super().__new__(cls, (quantity * each).quantize(_CENT, ROUND_HALF_UP))
        made.quantity, made.unit, made.each = quantity, unit, each
        return made

    def __reduce__(self) -> tuple[type[Pieces], tuple[Decimal, str, Decimal]]:  # type: ignore[override]
        """How it is kept between runs."""
        return Pieces, (self.quantity, self.unit, self.each)

    @property
    def written(self) -> str:
        """As it stands in a file."""
        return f"{self.quantity:f}{f' {self.unit}' if self.unit else ''} x {self.each:f}"

    @property
    def told(self) -> str:
        """As a person says it: `14,000 words at 0.16`."""
        return f"{self.quantity:,f} {self.unit or 'pieces'} at {self.each:f}"


def is_by_piece(text: str) -> bool:
    """Whether a text is, or is meant to be, so many pieces at a price for each."""
    return bool(_EXACT.fullmatch(text) or _MEANT.fullmatch(text))


def is_exact(text: str) -> bool:
    """Whether a text is so many pieces at a price for each, exactly as a file has it."""
    return bool(_EXACT.fullmatch(text))


def read_pieces(text: str) -> Pieces:
    """So many pieces at a price for each, such as `14000 words x 0.16`. Raises Misread."""
    found = _EXACT.fullmatch(text)
    if not found:
        meant = pieces_meant(text)
        raise Misread(f"`{text[:40]}` is not a price by the piece", hint_to_write(meant) if meant else _FORM)
    if _TWO_WAYS.fullmatch(found["each"]):
        whole = found["each"].replace(".", "")
        raise Misread(
            f"`{found['each']}` may be {whole} or {Decimal(found['each']).normalize():f}", "write which it is"
        )
    quantity = Decimal(re.sub("[_ ]", "", found["quantity"]))
    made = Pieces(-quantity if found["sign"] == "-" else quantity, found["unit"] or "", Decimal(found["each"]))
    if abs(quantity) >= _LARGEST or abs(made) >= _LARGEST:
        raise Misread(f"the amount `{text[:40]}` is too large", "at most 12 digits before the point")
    return made


_FORM = "how many, of what, and the price of each, such as `14000 words x 0.16`"


def pieces_meant(text: str) -> str | None:
    """What people write in many ways, as a file has it; None if it may mean several things, or none."""
    found = _MEANT.fullmatch(text.strip())
    if not found:
        return None
    quantity = found["quantity"].strip()
    if _THOUSANDS.fullmatch(quantity):
        quantity = re.sub(r"[., '’_]", "", quantity)
    if _TWO_WAYS.fullmatch(found["each"]):
        return None
    quantity, each = quantity.replace(",", "."), found["each"].replace(",", ".")
    each = f"0{each}" if each.startswith(".") else each
    written = f"{quantity}{' ' + found['unit'] if found['unit'] else ''} x {each}"
    return written if _EXACT.fullmatch(written) else None


def minutes_for(quantity: Decimal, pace: Decimal) -> int:
    """How long so many pieces take at so many an hour, to the half hour; at least that."""
    halves = (quantity * 2 / pace).quantize(Decimal(1), ROUND_HALF_UP)
    return max(int(halves), 1) * 30
