"""Ticking the box of a decision: one line of a review's file changes, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from opsledger.editing.safe_write import write_in_ledger
from opsledger.models.lines import Action

_DONE = re.compile(r"(?<!\S)done:\S*")


class EditRefused(Exception):
    """An edit cannot be made as asked, and nothing was written; says why."""


def tick_action(root: str | Path, action: Action, day: date) -> None:
    """Mark an action as done on a day: `[ ]` becomes `[x]`, and `done:DATE` stands at its line's end.

    Raises EditRefused where it is settled already or its file has changed since it was read, and OSError.
    """
    if action.state != "open":
        raise EditRefused(f"{action.id} is {action.state} already")
    if day < action.review:
        raise EditRefused(f"{action.id} was decided on {action.review}, after {day}")
    source = action.span.source
    place = Path(root) / source.path
    written = ("\ufeff" if source.has_bom else "") + source.text
    if place.read_bytes() != written.encode():
        raise EditRefused(f"{source.path} has changed while it was read; try again")
    line = action.span.text
    box = line.index("[")
    words = line[box + 3 :].rstrip()
    if _DONE.search(words):  # an open box with a day all the same: a second one would make the line unreadable
        words = _DONE.sub(f"done:{day}", words)
    else:
        words += f" done:{day}"
    ticked = f"{line[:box]}[x]{words}"
    text = source.text[: action.span.start] + ticked + source.text[action.span.end :]
    write_in_ledger(root, source.path, (("\ufeff" if source.has_bom else "") + text).encode())
