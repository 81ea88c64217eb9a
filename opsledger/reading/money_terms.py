"""What may follow an amount of a log: `gross`, `@1.15`, `due 2026-07-30`, `no 2026-014`, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from opsledger.diagnostics import Diagnostic, Hint, at, hint_to_write, warning
from opsledger.patterns import pattern
from opsledger.reading.lines import Cursor, Token
from opsledger.source import Span
from opsledger.values.currency import currency_of
from opsledger.values.days import known_date, read_date
from opsledger.values.exchange import read_exchange

TERM_AS_TEXT = warning("term-as-text", "What follows an amount looks like a value, but is read as text.")

_LONGEST_NUMBER = 40
_LONGEST_TERM = 366
_DAY = pattern(r"[0-9]{1,4}[-./][0-9]{1,2}[-./](?:[0-9]{2,4})?")  # a day, or what is meant to be one
_END = r"(?=[\s.,;:!)]|$)"
_TAX = r"(?:vat|tax|gst|mwst\.?|ust\.?|iva|tva)"
_GROSS = pattern(
    rf"\(?(?:gross|brutto|ttc|(?:incl?|including|inkl|with)\.? (?:[0-9.,]{{1,5}} ?% ?)?{_TAX}"
    rf"|{_TAX} (?:incl?|included|including)\.?){_END}\)?",
    re.IGNORECASE,
)
_EXCHANGED = pattern(r"(?:@|à|x|at|at a rate of|rate|kurs) ?(?:[A-Z]{3} ?)?([0-9]{1,4}[.,][0-9]{1,6})" + _END)
_TERM = pattern(
    r"(?:(?:net|netto|due|due in|due within|terms?|payable in|payable within|pay in)[ :]?(?P<days>[0-9]{1,3})"
    r"(?: ?(?:days?|d|tage?))?|(?:in |within )?(?P<spelled>[0-9]{1,3}) ?(?:days?|tage?)(?: net)?)"
    r"(?!\.? (?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]))" + _END,
    re.IGNORECASE,
)
_DAY_BEHIND = pattern(
    r"\(?(?:due|payable|by|until|bis|pay by|due by|due on)[ :]+([0-9]{4}-[0-9]{2}-[0-9]{2})\)?" + _END
)
_DUE = pattern(r"\(?(?:due|payable|fällig)" + _END, re.IGNORECASE)
_NUMBERED = pattern(
    r"\(?(?:(?:no|nr|inv|invoice|invoice no|number|num|rechnung|rechnungsnr|rg|n°|nº|№)[.:]? ?#?|#)"
    r"([A-Za-z]{0,6}[-/]?[0-9][\w/-]*)(?! ?(?:of|von|/)\b)" + _END + r"\)?",
    re.IGNORECASE,
)


def terms_of_money(
    cursor: Cursor, *, due: bool = False, number: bool = True, known: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The values after an amount, up to the first word that is not one of them.

    due: whether an invoice's day may be there. number: whether an invoice's number may. known: what the line
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
            cursor.problems += _nearly_terms(cursor, token, carried, due=due, number=number)
            break
        if found.keys() & carried.keys():
            raise cursor.fault(token, f"`{token.text[:40]}` is a second value of its kind", "write each once")
        carried |= found
        cursor.take(token)
    return carried


def take_gross(cursor: Cursor) -> bool:
    """Whether `gross` comes next; then it is taken."""
    token = cursor.peek()
    if token and token.bare == "gross":
        cursor.take(token)
        return True
    return False


def _nearly_terms(
    cursor: Cursor, token: Token, carried: dict[str, Any], *, due: bool, number: bool
) -> Iterator[Diagnostic]:
    """What is reported of a text that begins as a value might be meant to: `net 30`, `nr 2026-014`, `incl. VAT`."""
    rest = (cursor.plain, token.start, cursor.item.end)
    found: re.Match[str] | None
    if (behind := _behind(cursor, token)) and currency_of(token.bare) and _is_term(behind):
        span = cursor.span(token)
        message = f"what follows `{token.text}` is taken as text"
        yield at(TERM_AS_TEXT, span, message, f"leave `{token.text}` out: an amount needs no currency")
    elif "gross" not in carried and (found := _GROSS.match(*rest)):
        yield _as_text(cursor, found, hint_to_write("gross"))
    elif "exchange" not in carried and (found := _EXCHANGED.match(*rest)):
        yield _as_text(cursor, found, hint_to_write(f"@{found[1].replace(',', '.')}"))
    elif due and "promised" not in carried and (found := _TERM.match(*rest)):
        day = _day_of(cursor)
        days = int(found["days"] or found["spelled"])
        if day and days <= _LONGEST_TERM:
            yield _as_text(cursor, found, hint_to_write(f"due {day + timedelta(days=days)}"))
    elif due and "promised" not in carried and (found := _DAY_BEHIND.match(*rest)):
        yield _as_text(cursor, found, hint_to_write(f"due {found[1]}"))
    elif due and "promised" not in carried and (found := _DUE.match(*rest)):
        yield _as_text(cursor, found, "a day follows it, as in `due 2026-07-30`")
    elif number and "number" not in carried and (found := _NUMBERED.match(*rest)):
        yield _as_text(cursor, found, hint_to_write(f"no {found[1]}"))


def _is_term(token: Token) -> bool:
    """Whether a word begins a value: `gross`, `@1.15` or `@jane-doe`, `due`, `no`."""
    return token.bare in ("gross", "due", "no") or (token.text[:1] == "@" and len(token.text) > 1)


def _as_text(cursor: Cursor, found: re.Match[str], hint: str | Hint) -> Diagnostic:
    span = Span(cursor.source, found.start(), found.end())
    return at(TERM_AS_TEXT, span, f"`{found[0]}` is taken as text", hint)


def _day_of(cursor: Cursor) -> date | None:
    """The day that the line begins with."""
    words = cursor.plain[cursor.item.start : cursor.item.end].split(maxsplit=1)
    return known_date(words[0]) if words else None


def _behind(cursor: Cursor, token: Token) -> Token | None:
    """The token after one that is not taken yet."""
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
