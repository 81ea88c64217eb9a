"""Signs that keyboards and word processors put in the place of plain ones."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_AUTOCORRECTED = (("\u2212", "-"), ("\u2013", "-"), ("\u00a0", " "), ("\u202f", " "))


def plain_characters(text: str) -> str:
    """The text with minus sign and en dash as `-` and the unbreakable spaces as spaces; offsets stay."""
    if not text.isascii():
        for character, plain in _AUTOCORRECTED:
            text = text.replace(character, plain)
    return text


def same_name(text: str) -> str:
    """The form in which free names compare: no case, `website-copy` like `Website copy`, `Müller` like `Mueller`."""
    lower = same_id(text).replace("-", " ").replace("_", " ").casefold()
    return " ".join(lower.translate(GERMAN).split())


@lru_cache(maxsize=1 << 14)  # each block of a ledger names one of a few hundred
def same_id(text: str) -> str:
    """The form in which ids compare: NFC, with plain characters; case counts."""
    return text if text.isascii() else plain_characters(unicodedata.normalize("NFC", text))
