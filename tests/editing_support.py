"""Editing a small ledger in this process, and reading what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from opsledger.editing.edit import ChangedFile, Edit
from opsledger.editing.performing import perform
from opsledger.loading.survey import Survey
from tests.cli_support import write_ledger

DAY = date(2026, 11, 20)


def edited(root: Path, edits: Sequence[Edit], *, dry_run: bool = False) -> tuple[ChangedFile, ...]:
    """The changes that edits make."""
    return perform(Survey(root), edits, "a test", DAY, dry_run=dry_run)


def text_after(root: Path, path: str, text: str, *edits: Edit) -> str:
    """A file's text after edits of it, in a ledger of its own; nothing else is left in its folder."""
    write_ledger(root, {path: text.encode()})
    edited(root, edits)
    assert [each.name for each in (root / path).parent.iterdir()] == [Path(path).name]
    return (root / path).read_bytes().decode()
