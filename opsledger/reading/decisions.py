"""The lines of a review's `## Decisions`: `- [ ] @role text due:2026-12-01 moves:inflow.leads_new`."""

from __future__ import annotations

import re
from datetime import date

from opsledger.diagnostics import at
from opsledger.models.lines import Action, Reference
from opsledger.reading.lines import LINE_VALUE, Cursor, Faulty, Token
from opsledger.source import Span
from opsledger.values.days import read_date

STATES = {" ": "open", "x": "done", "X": "done", "-": "dropped"}

_BOX = re.compile(r"\[(?P<mark>[^\]\n]?)\](?=\s|$)")
_KEYED = re.compile(r"(?<!\S)(?P<key>due|done|moves):(?P<value>\S*)")


def read_action(cursor: Cursor, review: date) -> Action:
    """One decision, not yet numbered: its place among the review's is not its own to know."""
    box = _BOX.match(cursor.plain, cursor.at, cursor.item.end)
    if not box or box["mark"] not in STATES:
        span = Span(cursor.source, cursor.at, box.end() if box else cursor.item.end)
        message = f"`{box[0]}` is no box" if box else "a decision begins with a box"
        raise Faulty(at(LINE_VALUE, span, message, "`[ ]` open, `[x]` done, `[-]` dropped"))
    cursor.at = box.end()
    named = cursor.need("the role", "such as `@marketing`")
    if not named.text.startswith("@") or len(named.text) == 1:
        raise cursor.fault(
            named, "a decision names the role that acts on it", "such as `@marketing`, right behind the box"
        )
    role = Reference(named.text[1:].rstrip(".,:;!").lower(), cursor.span(named))
    text_start = cursor.at
    due, done, moves = _read_keyed(cursor)
    words = _KEYED.sub("", cursor.source.text[text_start : cursor.end])
    return Action(review, 0, STATES[box["mark"]], role, " ".join(words.split()), due, done, moves, cursor.line_span)


def _read_keyed(cursor: Cursor) -> tuple[date | None, date | None, Reference | None]:
    days: dict[str, date] = {}
    moves: Reference | None = None
    for found in _KEYED.finditer(cursor.plain, cursor.at, cursor.end):
        key, token = found["key"], Token(found["value"].rstrip(".,;!"), found.start("value"), found.end("value"))
        if key in days or (key == "moves" and moves):
            raise cursor.fault(token, f"`{key}:` is given twice", "one of each")
        if not token.text:
            raise cursor.fault(
                Token(found[0], found.start(), found.end()), f"`{key}:` says nothing", "no space behind the colon"
            )
        if key == "moves":
            moves = Reference(token.text, cursor.span(token))
        else:
            days[key] = cursor.read(token, read_date)
    return days.get("due"), days.get("done"), moves
