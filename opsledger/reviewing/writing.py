"""A review's file: written new, or brought up to date around what the user wrote in it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic
from opsledger.reading.documents import read_document
from opsledger.reviewing.regeneration import ContentHash, regenerate

FOLDER = "reviews"


class Written(NamedTuple):
    """What became of a review's file: its path relative to the ledger, its text, and whether it had to change.

    problems: why it was not written. replaced: parts edited by hand that were replaced by force.
    """

    path: str
    text: str
    changed: bool
    problems: tuple[Diagnostic, ...] = ()
    replaced: tuple[str, ...] = ()


def plan_review(root: str | Path, on: date, fresh: str, hash_of: ContentHash, *, force: bool = False) -> Written:
    """What a review's file should hold, given a fresh rendering; nothing is written."""
    path = f"{FOLDER}/{on}.md"
    place = Path(root) / path
    if not place.exists():
        return Written(path, fresh, changed=True)
    data = place.read_bytes()
    source, problems, is_readable = read_document(path, data)
    if problems or not is_readable:
        return Written(path, "", changed=False, problems=tuple(problems))
    result = regenerate(source, fresh, hash_of, force=force)
    return Written(path, result.text, result.text.encode() != data, result.problems, result.replaced)


def write_review(root: str | Path, written: Written) -> None:
    """Put a planned review into its file, all of it or nothing: a temporary file, then a rename. Raises OSError."""
    place = Path(root) / written.path
    place.parent.mkdir(exist_ok=True)
    place = Path(os.path.realpath(place))
    temporary = place.with_name(f".{place.name[:-3]}~")
    with temporary.open("wb") as file:
        file.write(written.text.encode())
        file.flush()
        os.fsync(file.fileno())
    if place.exists():
        os.chmod(temporary, place.stat().st_mode & 0o7777)  # noqa: PTH101
    os.replace(temporary, place)  # noqa: PTH105
