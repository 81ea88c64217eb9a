"""The templates in a ledger's own folder: which there are, what they hold, and which renderings come to use one."""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import TypeAlias

from opsledger.bundled import bundled
from opsledger.editing.door import place_in_ledger
from opsledger.patterns import pattern

FOLDER = "templates"
MOST_FILES = 1_000
MOST_BYTES = 1_000_000

Source: TypeAlias = bytes | str  # what a template holds, or why it cannot be read

_REFERENCE = pattern(r'\{%-?\s*(?:extends|include|import|from)\s+"([^"]+)"')


def own_names(root: str | Path) -> frozenset[str]:
    """The names by which a ledger's own templates are included; those in a folder of their own begin with it."""
    top = Path(root) / FOLDER
    names: list[str] = []
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        within = Path(folder).relative_to(top)
        names += [(within / name).as_posix() for name in sorted(files) if not name.startswith(".")]
        if len(names) > MOST_FILES:
            break
    return frozenset(names[:MOST_FILES])


def read_own_templates(root: str | Path, names: Collection[str]) -> dict[str, Source]:
    """What each template holds. One that cannot be read is a fault only if it is used."""
    return {name: _read(root, name) for name in names}


def _read(root: str | Path, name: str) -> Source:
    try:
        place = place_in_ledger(root, f"{FOLDER}/{name}")
        if not place.is_file():
            return "it is not an ordinary file"
        with place.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as fault:
        return fault.strerror or str(fault)
    return data if len(data) <= MOST_BYTES else f"it is larger than {MOST_BYTES // 1_000_000} MB"


def uses_own(name: str, own: Collection[str]) -> bool:
    """Whether a rendering comes to use a template of the ledger's own: that one, or one that a shipped one includes."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each in own:
            return True
        if each not in seen:
            seen.add(each)
            waiting += shipped_references(each)
    return False


@cache
def shipped_references(name: str) -> tuple[str, ...]:
    """The templates that a shipped one names."""
    place = bundled(FOLDER) / name
    return tuple(_REFERENCE.findall(place.read_text("utf-8"))) if Path(name).name == name and place.is_file() else ()
