"""What may stand behind an amount of a log: `gross`, `@1.15`, `due 2026-07-30`, `no 2026-014`, in any order."""

from __future__ import annotations

import re
from typing import Any

from opsledger.reading.lines import Cursor, Token
from opsledger.values.days import read_date
from opsledger.values.exchange import read_exchange

_LONGEST_NUMBER = 40
_DAY = re.compile(r"[0-9]{1,4}[-./][0-9]{1,2}[-./](?:[0-9]{2,4})?")  # a day, or what is meant to be one


def terms_of_money(
    cursor: Cursor, *, due: bool = False, number: bool = True, known: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The values behind an amount, up to the first word that is none of them.

    due: whether an invoice's day may stand there. number: whether an invoice's number may. known: what the line
    carries already.
    """
    carried: dict[str, Any] = dict(known or {})
    while token := cursor.peek():
        if token.bare == "gross":
            found: dict[str, Any] = {"gross": True}
        elif token.text[:1] == "@" and token.text[1:2].isdigit():
            found = {"exchange": cursor.read(token._replace(text=_bare(token.text[1:])), read_exchange)}
        elif due and token.bare == "due" and (day := _behind(cursor, token)) and _DAY.fullmatch(_bare(day.text)):
            found, token = {"promised": cursor.read(day._replace(text=_bare(day.text)), read_date)}, day
        elif number and token.bare == "no" and (named := _behind(cursor, token)) and _is_number(named.text):
            found, token = {"number": _bare(named.text)}, named
        else:
            break
        if found.keys() & carried.keys():
            raise cursor.fault(token, f"`{token.text[:40]}` is a second value of its kind", "each stands once")
        carried |= found
        cursor.take(token)
    return carried


def _behind(cursor: Cursor, token: Token) -> Token | None:
    """The token behind one that is not taken yet."""
    place = cursor.at
    cursor.take(token)
    found = cursor.peek()
    cursor.at = place
    return found


def _bare(text: str) -> str:
    return text.rstrip(".,:;!") or text


def _is_number(text: str) -> bool:
    """Whether a text can be an invoice's number: it has a digit, as `no idea` has not."""
    return len(text) <= _LONGEST_NUMBER and any(character.isdigit() for character in text)
