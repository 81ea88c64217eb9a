"""What the commands keep for a ledger outside of it: what can be taken back, and what is being timed.

It is in the user's own state folder, under a name made of where the ledger is and of what tells it from others:
never among the records, never in git. A ledger that is renamed or moved keeps its state, and a copy has one of its own.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from opsledger.editing.identity import digest, mark_of
from opsledger.models.settings import FILE
from opsledger.private import NotUsable, make_folder, own_folder, write_own

_LEDGER = "ledger"  # in each state: where its ledger is


def fault_of_state() -> str | None:
    """Why no state can be kept; None if it can."""
    try:
        own_folder("state")
    except NotUsable as fault:
        return str(fault)
    return None


def state_folder(root: str | Path) -> Path:
    """The folder of a ledger's state; it may not be there yet. Raises NotUsable."""
    base, name = own_folder("state"), _name(root)
    exact = base / name
    if exact.is_dir():
        return exact
    try:
        names = sorted(os.listdir(base))  # noqa: PTH208 - names alone
    except OSError:
        return exact
    at_path, _, mark = name.rpartition(".")
    moved = [other for other in names if mark and other.endswith(f".{mark}")]
    here = [other for other in names if other == at_path or other.startswith(f"{at_path}.")]
    mine = moved or [other for other in here if not _is_elsewhere(root, other.rpartition(".")[2])]
    return base / mine[-1] if mine else exact


def made_state_folder(root: str | Path) -> Path:
    """The folder of a ledger's state, made if it is missing, for its user alone. Raises OSError."""
    found, exact = state_folder(root), own_folder("state") / _name(root)
    if found != exact:  # the ledger was moved, or put back at its place
        with suppress(OSError):
            found.rename(exact)
            write_state(exact / _LEDGER, os.path.realpath(root))
            return exact
        return found
    if not exact.is_dir():
        make_folder(exact)
        with suppress(FileNotFoundError):  # another command has just written the same
            write_state(exact / _LEDGER, os.path.realpath(root))
    return exact


def states() -> list[Path]:
    """The states of all ledgers of this user."""
    try:
        return [place for place in own_folder("state").iterdir() if place.is_dir()]
    except OSError:
        return []


def ledger_of(state: Path) -> str | None:
    """Where the ledger of a state was when it was last written; None if that is not known."""
    try:
        return os.fsdecode((state / _LEDGER).read_bytes())
    except OSError:
        return None


def write_state(place: Path, text: str, *, lasting: bool = False) -> None:
    """Write a file of the state all of it or not at all. lasting: so that it outlives a crash. Raises OSError."""
    write_own(place, text.encode("utf-8", "surrogateescape"), lasting=lasting)


def _name(root: str | Path) -> str:
    """The name of a ledger's state: where it is, and its mark."""
    real = os.path.realpath(root)
    shown = "".join(char if char.isalnum() and char.isascii() else "-" for char in Path(real).name)[:40]
    return f"{shown}-{digest(os.fsencode(real))}.{mark_of(real)}"


def _is_elsewhere(root: str | Path, mark: str) -> bool:
    """Whether the ledger that has a mark was renamed, and this one only stands where it was."""
    folder = Path(os.path.realpath(root)).parent
    try:
        others = [entry.path for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return False
    return any(mark_of(other) == mark for other in others if os.path.lexists(os.path.join(other, FILE)))  # noqa: PTH118
