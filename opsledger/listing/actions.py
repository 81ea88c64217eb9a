"""What reviews decided, as rows, one an action."""

from __future__ import annotations

from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Listing, Row
from opsledger.models.lines import Action

_KEYS = ("id", "file", "review", "state", "open", "overdue", "role", "text", "due", "done", "moves", "target", "line")


def _rows(standing: Standing) -> list[Row]:
    return [_of_action(action, standing) for action in all_actions(standing)]


def _of_action(action: Action, standing: Standing) -> Row:
    return {
        "id": action.id,
        "file": action.span.file,
        "review": action.review,
        "state": action.state,
        "open": action.state == "open",
        "overdue": is_overdue(action, standing),
        "role": action.role.id,
        "text": action.text,
        "due": action.due,
        "done": action.done,
        "moves": action.moves.id if action.moves else None,
        "target": action.target,
        "line": action.span.line,
    }


ACTIONS = Listing(
    "actions",
    _rows,
    _KEYS,
    (
        Column("id", "action"),
        Column("role", "role"),
        Column("state", "state"),
        Column("due", "due"),
        Column("text", "text", "prose"),
        Column("done", "done"),
        Column("overdue", "overdue"),
        Column("moves", "moves"),
        Column("target", "target", "number"),
    ),
)
