"""What is kept between runs: results that their key decides wholly, in the user's cache folder.

Keeping changes how long something takes, never what comes of it. Nothing is kept inside a ledger, where a stranger's
clone could bring it along, and only plain JSON is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

Plain: TypeAlias = "int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"

Result = TypeVar("Result")

MOST = 2000


def cache_folder(name: str) -> Path | None:
    """The folder for one kind of thing, made where it is missing; None where there is no place to write."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "opsledger" / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK) else None


def cached(name: str, key: str, make: Callable[[], Plain], read: Callable[[Any], Result]) -> Result:
    """What was made under this key before, else what is made now; key: a hash of all that it depends on.

    read: from the plain form to the result; what it cannot read (LookupError, TypeError, ValueError) is made anew.
    """
    import json

    folder = cache_folder(name)
    if folder is None:
        return read(make())
    place = folder / f"{key}.json"
    try:
        return read(json.loads(place.read_bytes()))
    except (OSError, LookupError, TypeError, ValueError, RecursionError):
        made = make()
        _write(place, json.dumps(made))
        return read(made)


def _write(place: Path, text: str) -> None:
    """Keep a result, or do without; a reader sees all of it or nothing."""
    temporary = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        temporary.write_text(text, "utf-8")
        temporary.replace(place)
        _forget_oldest(place.parent)
    except OSError:
        temporary.unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    """Of too many results the older half goes."""
    with os.scandir(folder) as entries:
        found = list(entries)
    if len(found) > MOST:
        for entry in sorted(found, key=lambda entry: entry.stat().st_mtime_ns)[: MOST // 2]:
            Path(entry).unlink(missing_ok=True)
