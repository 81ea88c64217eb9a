"""Pieces that work is counted in, as people say them: `9800 words left`, `350 words an hour`, `6,000 words x 0.14`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.patterns import pattern
from opsledger.values.pieces import is_exact, pieces_meant, read_pieces

_UNITS = frozenset(
    (
        *("words", "word", "pages", "page", "lines", "line", "characters", "keystrokes", "images", "photos"),
        *("pictures", "chapters", "slides", "articles", "episodes"),
        *("wörter", "zeilen", "normzeilen", "seiten", "zeichen", "bilder", "mots", "palabras", "palavras"),
    )
)
_LEFT = frozenset(("left", "remaining", "open", "missing", "still", "more", "rest", "übrig", "noch"))
_OF_TIME = frozenset(("h", "hr", "hrs", "hour", "hours", "d", "day", "days", "week", "weeks", "month", "months"))
_NUMBER = pattern(r"[0-9]{1,3}(?:[.,'’][0-9]{3})+|[0-9]{1,7}(?:[.,][0-9]{1,2})?")
_HOURLY = pattern(r"(?:/|an|per|each|every|a|pro|die|je|in an)? ?(?:hour|hr|h|stunde|std)")
_LARGEST_PACE = 100_000
_LONGEST = 7  # words of a price by the piece


class SaidPieces(NamedTuple):
    """So many pieces. is_left: whether they are what is left. pace: how many an hour takes."""

    quantity: Decimal | None = None
    unit: str = ""
    is_left: bool = False
    pace: Decimal | None = None

    def beside(self, other: SaidPieces) -> SaidPieces:
        """These with what another part of a line adds."""
        return SaidPieces(
            self.quantity if other.quantity is None else other.quantity,
            other.unit or self.unit,
            self.is_left or other.is_left,
            other.pace or self.pace,
        )


def take_pieces(words: LooseWords) -> LeadingValue[SaidPieces] | None:
    """The pieces, or how many an hour takes, that words begin with; None if they are priced, or are none."""
    skip = 1 if len(words) > 2 and plain(words[0]) in ("about", "at", "for", "some", "ca", "roughly", "~") else 0
    rest = words[skip:]
    if len(rest) < 2 or plain(rest[1].partition("/")[0]) not in _UNITS or take_priced_pieces(rest):
        return None
    number = _quantity(rest[0])
    if not number:
        return None
    unit, slash, per = rest[1].partition("/")
    behind = [f"/{per}", *rest[2:3]] if slash else list(rest[2:5])
    for count in range(min(3, len(behind)), 0, -1):
        if number <= _LARGEST_PACE and _HOURLY.fullmatch(" ".join(map(_bare, behind[:count]))):
            return LeadingValue(SaidPieces(unit=plain(unit), pace=number), skip + 2 + count - bool(slash))
    is_left = bool(behind) and plain(behind[0]) in _LEFT
    to_do = [plain(one) for one in behind[:2]] in (["to", "do"], ["to", "go"])
    return LeadingValue(SaidPieces(number, plain(unit), is_left or to_do), skip + 2 + (2 if to_do else is_left))


def take_priced_pieces(words: LooseWords) -> LeadingValue[str] | None:
    """The price by the piece that words begin with, as the format has it: `6000 words x 0.14`."""
    for count in range(min(_LONGEST, len(words)), 2, -1):
        said = " ".join(words[:count]).rstrip(",;.")
        meant = said if is_exact(said) else pieces_meant(said)
        if meant and (unit := read_pieces(meant).unit) and plain(unit) not in _OF_TIME:
            return LeadingValue(meant, count)
    return None


def _quantity(word: str) -> Decimal | None:
    bare = word.lstrip("~≈").rstrip(",;")
    if not _NUMBER.fullmatch(bare):
        return None
    grouped = re.fullmatch(r"[0-9]{1,3}(?:[.,'’][0-9]{3})+", bare)
    return Decimal(re.sub(r"[.,'’]", "", bare) if grouped else bare.replace(",", "."))


def _bare(word: str) -> str:
    return word.casefold().rstrip(",;.")
