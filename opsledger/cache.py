"""What is kept between runs: results fully determined by their key, in the user's cache folder.

Keeping changes how long something takes, never what comes of it. Nothing is kept inside a ledger, where a stranger's
clone could bring it along. Each file is sealed with a secret of this user and the program's version: what anybody else
put into the folder is not used, not even looked into.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from opsledger import private
from opsledger.version import VERSION

Plain: TypeAlias = "int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"

Result = TypeVar("Result")

MOST = 2000


def cache_folder(name: str) -> Path | None:
    """The folder for one kind of thing, made if it is missing; None if there is no place of the user's own."""
    try:
        folder = private.own_folder("cache") / name
        private.make_folder(folder)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def cached(name: str, key: str, make: Callable[[], Plain], read: Callable[[Any], Result]) -> Result:
    """What was made under this key before, else what is made now; key: a hash of all that it depends on.

    read: from the plain form to the result; what it cannot read (LookupError, TypeError, ValueError) is made again.
    """
    import json

    found = recalled(name, f"{key}.json")
    if found is not None:
        with suppress(LookupError, TypeError, ValueError, RecursionError):
            return read(json.loads(found))
    made = make()
    keep(name, f"{key}.json", json.dumps(made).encode())
    return read(made)


def recalled(name: str, file: str) -> bytes | None:
    """What this user's own program of this version has kept in a file; None if there is nothing of the kind."""
    folder = cache_folder(name)
    if folder is None:
        return None
    try:
        seal, _, data = private.read_own(folder / file).partition(b"\n")
        if seal == _seal(name, file, data):
            return data
    except OSError:
        pass
    return None


def keep(name: str, file: str, data: bytes) -> None:
    """Keep something, or do without; a reader sees all of it or nothing."""
    folder = cache_folder(name)
    if folder is not None:
        with suppress(OSError):
            private.write_own(folder / file, _seal(name, file, data) + b"\n" + data)
            _forget_oldest(folder)


@lru_cache
def program(parts: tuple[str, ...]) -> str:
    """What computes: the version, and when the files of these parts of the package were last changed."""
    package = Path(__file__).parent
    try:
        found = sorted(
            (entry.path, entry.stat().st_mtime_ns, entry.stat().st_size)
            for part in parts
            for entry in os.scandir(package / part)
            if entry.is_file()
        )
    except OSError:
        found = []
    return repr((VERSION, found))


@lru_cache
def everything() -> str:
    """What computes: all rooms of the package, and the templates that come with it."""
    package = Path(__file__).parent
    rooms = [str(place.parent) for place in package.rglob("__init__.py")]
    templates = [str(place) for place in (package / "templates", package.parent / "templates") if place.is_dir()]
    return program((*sorted(rooms), *templates))


def _seal(name: str, file: str, data: bytes) -> bytes:
    """The mark that only this user's own program can make. Raises OSError if there is no secret."""
    from hashlib import blake2b

    seal = blake2b(key=private.secret(), digest_size=32)
    for part in (VERSION, sys.version, name, file):
        seal.update(part.encode() + b"\0")
    seal.update(data)
    return seal.hexdigest().encode()


def _forget_oldest(folder: Path) -> None:
    """Of too many results the older half goes."""
    with os.scandir(folder) as entries:
        found = list(entries)
    if len(found) > MOST:
        for entry in sorted(found, key=lambda entry: entry.stat().st_mtime_ns)[: MOST // 2]:
            Path(entry).unlink(missing_ok=True)
