"""Answers that are kept: an answer about a large ledger is given again at once while nothing in its folder changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import click

from opsledger.cache import Plain, cached, everything
from opsledger.cli.opening import content_mark, folder_state
from opsledger.cli.options import revision_asked, today

KeptAnswer = Mapping[str, Any]


def answered(ctx: click.Context, on: date | None, make: Callable[[], KeptAnswer], *asked: Plain) -> KeptAnswer:
    """What a command has to tell: as it was made before of the same files for the same day, else made now.

    asked: whatever else the answer depends on, such as the form and the width of the terminal. make: raises what it
    raises, and then nothing is kept. The same answer comes with and without keeping. Below a file's last line a note
    may be added from which nothing is read: the answer is given again once the file was.
    """
    state = folder_state(ctx) if revision_asked(ctx) is None else None
    if state is None or state.mark is None or not state.is_large:
        return make()

    def kept(mark: str, make: Callable[[], KeptAnswer]) -> KeptAnswer:
        from hashlib import blake2b

        parts = (ctx.command_path, mark, str(on or today()), asked, everything())
        return cached("answers", blake2b(repr(parts).encode(), digest_size=20).hexdigest(), lambda: dict(make()), dict)

    def made() -> KeptAnswer:
        mark = content_mark(ctx)
        return make() if mark in (None, state.mark) else kept(mark, make)

    return kept(state.mark, made)
