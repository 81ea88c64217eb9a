"""The lines of a review's `## Decisions`: `- [ ] @role text due:2026-12-01 moves:inflow.leads_new`.

With `target:` a decision is a goal: the value that the figure it moves is to reach.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from opsledger.diagnostics import Hint, at, hint_to_write, warning
from opsledger.models.lines import Action, Reference
from opsledger.patterns import pattern
from opsledger.reading.lines import LINE_VALUE, Cursor, Faulty, Token
from opsledger.reading.marks import box_in
from opsledger.source import Span
from opsledger.values.days import read_date
from opsledger.values.misread import Misread

DECISION_COLON = warning("decision-colon", "A decision's `due`, `done`, `moves` or `target` has no colon.")

STATES = {" ": "open", "x": "done", "X": "done", "-": "dropped"}

_TARGET = pattern(r"[+-]?[0-9]{1,3}(?:_[0-9]{3}){1,3}(?:\.[0-9]{1,6})?|[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_UNITS = pattern(r"(?:/?(?:hours?|h|days?|d|weeks?|w|months?|m|years?|y)|[A-Z]{3}|[€£$])+$|^(?:[A-Z]{3}|[€£$])")
_COMPARED = pattern(r"^(?:[<>]=?|[≤≥~=+])")
_THOUSANDS = pattern(r"[0-9]{1,3}\.[0-9]{3}")
_SPELLED = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "ten": "10", "none": "0"}
_KEYED = pattern(r"(?<!\S)(?P<key>due|done|moves|target):(?P<value>\S*)")
_WITHOUT_COLON = pattern(
    r"(?<!\S)(?:(?P<key>due|done)[ \t]+(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])"
    r"|moves[ \t]+(?P<figure>[a-z]+\.[\w.-]*[\w-])"
    r"|target[ \t]+(?P<target>[0-9][0-9_.]*%?)(?!\S)"
    r"|(?:(?P<named>due|done|moves|target)=|goal[:=])(?P<value>[^\s=:][^\s=]*))"
)


def read_action(cursor: Cursor, review: date) -> Action:
    """One decision, not yet numbered: its place among the review's is not its own to know.

    What is wrong with its `due:`, `done:` and `moves:` gathers in the cursor's problems; such a value is left out.
    """
    box = box_in(cursor.plain, cursor.at, cursor.item.end)
    if box and cursor.plain[box.end : cursor.item.end][:1].strip():
        box = None  # the text of a link
    if not box or box.mark not in STATES:
        span = Span(cursor.source, cursor.at, box.end if box else cursor.item.end)
        message = f"`[{box.mark}]` is not a box" if box else "a decision begins with a box"
        raise Faulty(at(LINE_VALUE, span, message, "`[ ]` open, `[x]` done, `[-]` dropped"))
    cursor.at = box.end
    named = cursor.need("the role", "such as `@marketing`")
    text_start = cursor.at
    keyed = _read_keyed(cursor)
    if not named.text.startswith("@") or len(named.text) == 1:
        raise cursor.fault(
            named, "a decision names the role that acts on it", "such as `@marketing`, right after the box"
        )
    role = Reference(named.text[1:].rstrip(".,:;!").lower(), cursor.span(named))
    words = _KEYED.sub("", cursor.shown[text_start : cursor.end])
    said = " ".join(words.split())
    return Action(
        review,
        0,
        STATES[box.mark],
        role,
        said,
        keyed.get("due"),
        keyed.get("done"),
        keyed.get("moves"),
        cursor.line_span,
        target=keyed.get("target"),
    )


def _read_keyed(cursor: Cursor) -> dict[str, Any]:
    """The values of the keys that can be read."""
    found: dict[str, Any] = {}
    for match in _KEYED.finditer(cursor.plain, cursor.at, cursor.end):
        key, token = match["key"], Token(match["value"].rstrip(".,;!"), match.start("value"), match.end("value"))
        try:
            if key in found:
                raise cursor.fault(token, f"`{key}:` is given twice", "write each once")
            found[key] = None
            if not token.text:
                whole = Token(match[0], match.start(), match.end())
                raise cursor.fault(whole, f"`{key}:` is empty", "leave no space after the colon")
            if key == "moves":
                found[key] = Reference(token.text, cursor.span(token))
            else:
                found[key] = cursor.read(token, read_target if key == "target" else read_date)
        except Faulty as faulty:
            cursor.problems.append(faulty.problem)
    for match in _WITHOUT_COLON.finditer(cursor.plain, cursor.at, cursor.end):
        if match["value"]:
            key, value = match["named"] or "target", match["value"].rstrip(".,;!")
        else:
            key = match["key"] or ("target" if match["target"] else "moves")
            value = match["day"] or match["target"] or match["figure"]
        if key == "target" and not match["named"] and ("moves" not in found or "target" in found):
            continue  # a target of no figure is a word like another
        meant = f"{key}:{value}"
        span = Span(cursor.source, match.start(), match.end())
        what = "it is written with a colon" if match["value"] else "the colon is missing"
        message = f"`{match[0]}` is taken as text: {what if key in match[0] else f'the key is `{key}:`'}"
        cursor.problems.append(at(DECISION_COLON, span, message, Hint(f"write `{meant}`", meant)))
    return found


def read_target(text: str) -> Decimal:
    """The value that a figure is to reach: a number, or a percentage. Raises Misread."""
    number, percent = text.removesuffix("%"), text.endswith("%")
    matched = _TARGET.fullmatch(number)
    if matched is None or (_THOUSANDS.fullmatch(number) and not percent):
        raise Misread(f"`{text[:40]}` is not a value that a figure can reach", _target_meant(number))
    value = Decimal(number.replace("_", ""))
    return value / 100 if percent else value


def _target_meant(text: str) -> str:
    """A hint at the value after a sign, a unit or another way to write thousands."""
    if _THOUSANDS.fullmatch(text):
        return f"write `{text.replace('.', '_')}` if it is thousands, `{text.rstrip('0').rstrip('.')}` if not"
    bare = _UNITS.sub("", _COMPARED.sub("", text))
    if short := re.fullmatch(r"([0-9]{1,4})(?:[.,]([0-9]))?[kK]", bare):
        bare = f"{int(short[1]) * 1000 + int(short[2] or 0) * 100}"
    elif re.fullmatch(r"[0-9]+,[0-9]{1,2}", bare):
        bare = bare.replace(",", ".")
    bare = _SPELLED.get(bare.lower(), bare.replace(",", "_"))
    is_meant = bare != text and _TARGET.fullmatch(bare)
    return hint_to_write(bare) if is_meant else "a number, or a share such as `60%`"
