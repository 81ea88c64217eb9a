"""The words of a loose line, and what is at their front."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from opsledger.patterns import pattern
from opsledger.values.characters import GERMAN

AnyLeading = TypeVar("AnyLeading")
LooseWords: TypeAlias = Sequence[str]

_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u202f": " "})
_WRITTEN = {"1/2": "½", "1/4": "¼", "3/4": "¾"}
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_FRACTIONS = pattern(r"^(1/2|1/4|3/4)(?=h?$)")


class LeadingValue(NamedTuple, Generic[AnyLeading]):
    """A value that is at the front of some words, and how many of them say it."""

    value: AnyLeading
    words: int


def line_words(line: str) -> list[str]:
    """The words of a line, with one kind of dash and of space."""
    return [_FRACTIONS.sub(lambda found: _WRITTEN[found[1]], word) for word in line.translate(_DASHES).split()]


def plain(word: str) -> str:
    """A word as it compares: lower case, without the mark that ends it."""
    return word.casefold().strip(".,:;!?()[]\"'“”„‘’")


def spellings(text: str) -> frozenset[str]:
    """How a name may be typed on a phone: without accents, or with the German way around them."""
    lower = text.casefold()
    bare = "".join(one for one in unicodedata.normalize("NFKD", lower) if unicodedata.category(one) != "Mn")
    bare = bare.translate(_STROKES)
    return frozenset((lower, bare, lower.translate(GERMAN)))
