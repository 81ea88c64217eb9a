"""How many columns of a terminal a text takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"


def width(text: str) -> int:
    """The columns a text takes: wide characters and emoji two, marks and joiners none."""
    return len(text) if text.isascii() else sum(widths(text))


def widths(text: str) -> Iterator[int]:
    """The columns of each character where it stands: of an emoji made of several, the first takes them all."""
    before, joined, flag = 0, False, False
    for number, sign in enumerate(text):
        if sign.isascii():
            columns, flag = 1, False
        elif "\U0001f1e6" <= sign <= "\U0001f1ff":  # two regional letters are one flag
            columns, flag = (0, False) if flag else (2, True)
        elif joined or ("\U0001f3fb" <= sign <= "\U0001f3ff" and before == 2):
            columns, flag = 0, False
        else:
            columns, flag = _alone(sign), False
        if columns == 1 and text[number + 1 : number + 2] == _EMOJI_STYLE:
            columns = 2
        joined = sign == _JOINER
        if columns:
            before = columns
        yield columns


def _alone(sign: str) -> int:
    if unicodedata.east_asian_width(sign) in "WF":
        return 2
    return 0 if unicodedata.category(sign) in ("Mn", "Me", "Cf") else 1
