"""The lines of a review's `## Decisions`: `- [ ] @role text due:2026-12-01 moves:inflow.leads_new`."""

from __future__ import annotations

import re
from datetime import date

from opsledger.diagnostics import Hint, at, warning
from opsledger.models.lines import Action, Reference
from opsledger.reading.lines import LINE_VALUE, Cursor, Faulty, Token
from opsledger.source import Span
from opsledger.values.days import read_date

DECISION_COLON = warning("decision-colon", "A decision's `due`, `done` or `moves` stands without its colon.")

STATES = {" ": "open", "x": "done", "X": "done", "-": "dropped"}

_BOX = re.compile(r"\[(?P<mark>[^\]\n]?)\](?=\s|$)")
_KEYED = re.compile(r"(?<!\S)(?P<key>due|done|moves):(?P<value>\S*)")
_WITHOUT_COLON = re.compile(
    r"(?<!\S)(?:(?P<key>due|done)[ \t]+(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])"
    r"|moves[ \t]+(?P<figure>[a-z]+\.[\w.-]*[\w-]))"
)


def read_action(cursor: Cursor, review: date) -> Action:
    """One decision, not yet numbered: its place among the review's is not its own to know.

    What is wrong with its `due:`, `done:` and `moves:` gathers in the cursor's problems; such a value is left out.
    """
    box = _BOX.match(cursor.plain, cursor.at, cursor.item.end)
    if not box or box["mark"] not in STATES:
        span = Span(cursor.source, cursor.at, box.end() if box else cursor.item.end)
        message = f"`{box[0]}` is no box" if box else "a decision begins with a box"
        raise Faulty(at(LINE_VALUE, span, message, "`[ ]` open, `[x]` done, `[-]` dropped"))
    cursor.at = box.end()
    named = cursor.need("the role", "such as `@marketing`")
    text_start = cursor.at
    due, done, moves = _read_keyed(cursor)
    if not named.text.startswith("@") or len(named.text) == 1:
        raise cursor.fault(
            named, "a decision names the role that acts on it", "such as `@marketing`, right behind the box"
        )
    role = Reference(named.text[1:].rstrip(".,:;!").lower(), cursor.span(named))
    words = _KEYED.sub("", cursor.shown[text_start : cursor.end])
    return Action(review, 0, STATES[box["mark"]], role, " ".join(words.split()), due, done, moves, cursor.line_span)


def _read_keyed(cursor: Cursor) -> tuple[date | None, date | None, Reference | None]:
    found: dict[str, date | Reference | None] = {}
    for match in _KEYED.finditer(cursor.plain, cursor.at, cursor.end):
        key, token = match["key"], Token(match["value"].rstrip(".,;!"), match.start("value"), match.end("value"))
        try:
            if key in found:
                raise cursor.fault(token, f"`{key}:` is given twice", "one of each")
            found[key] = None
            if not token.text:
                whole = Token(match[0], match.start(), match.end())
                raise cursor.fault(whole, f"`{key}:` says nothing", "no space behind the colon")
            is_figure = key == "moves"
            found[key] = Reference(token.text, cursor.span(token)) if is_figure else cursor.read(token, read_date)
        except Faulty as faulty:
            cursor.problems.append(faulty.problem)
    for match in _WITHOUT_COLON.finditer(cursor.plain, cursor.at, cursor.end):
        meant = f"{match['key'] or 'moves'}:{match['day'] or match['figure']}"
        span = Span(cursor.source, match.start(), match.end())
        message = f"`{match[0]}` is read as text"
        cursor.problems.append(at(DECISION_COLON, span, message, Hint(f"write `{meant}`", meant)))
    due, done, moves = found.get("due"), found.get("done"), found.get("moves")
    return (
        due if isinstance(due, date) else None,
        done if isinstance(done, date) else None,
        moves if isinstance(moves, Reference) else None,
    )
