"""Ids: each occurs once where it may be named, and is a file name that works everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, Related, error, warning
from opsledger.models.ledger import LOGGED, Ledger
from opsledger.models.record import LoggedRecord
from opsledger.models.settings import FILE
from opsledger.values.characters import same_id

ID_TWICE = error("id-twice", "Two files have the same id. Leads, projects and areas share one set of ids.")
ID_NEARLY_TWICE = warning("id-nearly-twice", "Two ids differ in upper and lower case only.")
RECORDS_ALIKE = warning("records-alike", "Two files have the same front matter and the same first line.")
ID_ODD = warning("id-odd", "A file's name causes trouble in a shell, on Windows or in a block.")

_WITH_AREAS = ("leads", "projects")
_WINDOWS = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)
_BLOCK_WORDS = frozenset(("client", "off"))


class _Named(NamedTuple):
    """A file with its id, or an area with its name."""

    id: str
    file: str
    is_area: bool = False

    def related(self) -> tuple[Related, ...]:
        what = "the area of this name" if self.is_area else "the other file"
        return (Related(self.file, None, what),)


def check_twins(ledger: Ledger) -> Iterator[Diagnostic]:
    """Two files with one id, or with ids that differ in case only."""
    for named in _sharing(ledger):
        by_id: dict[str, list[_Named]] = defaultdict(list)
        for one in named:
            by_id[one.id].append(one)
        by_lower: dict[str, str] = {}
        for name, group in by_id.items():
            if len(group) > 1:
                yield from _twice(group)
            other = by_lower.setdefault(name.casefold(), name)
            if other != name:
                yield from _nearly_twice(by_id[other][0], group[0])


def _twice(group: list[_Named]) -> Iterator[Diagnostic]:
    for one in group:
        if not one.is_area:
            other = next(twin for twin in group if twin is not one)
            message = f"an area has the name `{one.id}`" if other.is_area else f"another file has the id `{one.id}`"
            hint = (
                "rename the file, and every line that names it"
                if other.is_area
                else "rename one of them, and every line that names it"
            )
            yield Diagnostic(ID_TWICE, message, one.file, None, hint, other.related())


def _nearly_twice(first: _Named, second: _Named) -> Iterator[Diagnostic]:
    if second.is_area:
        first, second = second, first
    message = f"the ids `{second.id}` and `{first.id}` differ in case only"
    if not second.is_area:
        hint = None if first.is_area else "rename one of them: some file systems hold only one"
        yield Diagnostic(ID_NEARLY_TWICE, message, second.file, None, hint, first.related())


def check_alike(ledger: Ledger) -> Iterator[Diagnostic]:
    """Two files that begin alike, as one that was copied and left under another name does."""
    for folder in LOGGED:
        firsts: dict[tuple[str | None, str], LoggedRecord] = {}
        for record in ledger.logged((folder,)):
            if not record.log:
                continue
            first = firsts.setdefault((record.name, record.log[0].span.text), record)
            if first is not record and _front_text(first) == _front_text(record):
                message = f"its front matter and first line are the same as in {first.file}"
                hint = "delete the copy, or give it a different `name`"
                related = (Related(first.file, None, "the other file"),)
                yield Diagnostic(RECORDS_ALIKE, message, record.file, None, hint, related)


def _front_text(record: LoggedRecord) -> str:
    """A record's front matter, without spaces and comments at its lines' ends."""
    text = record.document.text
    end = text.find("\n---", 3)
    return "\n".join(line.partition(" #")[0].rstrip() for line in text[:end].splitlines())


def _sharing(ledger: Ledger) -> Iterator[list[_Named]]:
    """The groups within which an id occurs once: leads, projects and areas; and every other folder."""
    by_folder: dict[str, list[_Named]] = defaultdict(list)
    listed: set[str] = set()
    for record in ledger.records():
        listed.add(record.file)
        by_folder[record.file.partition("/")[0]].append(_Named(same_id(record.id), record.file))
    for file in sorted({problem.file for problem in ledger.problems} - listed):
        folder, name = file.partition("/")[0], same_id(PurePosixPath(file).name.removesuffix(".md"))
        if name in ledger.unread.get(folder, ()):
            by_folder[folder].append(_Named(name, file))
    areas = [_Named(same_id(area), FILE, True) for area in ledger.settings.areas]
    yield sorted((one for folder in _WITH_AREAS for one in by_folder.pop(folder, [])), key=lambda one: one.file) + areas
    for named in by_folder.values():
        yield sorted(named, key=lambda one: one.file)


def check_id_names(ledger: Ledger) -> Iterator[Diagnostic]:
    """Names that a shell, Windows or a block takes for something else."""
    for record in ledger.records():
        name = record.id
        if name.startswith("-"):
            yield _odd(record.file, f"the id `{name}` begins with `-`, as a command's options do")
        if name.partition(".")[0].rstrip().lower() in _WINDOWS:
            yield _odd(record.file, f"Windows reserves the name `{name}`: the file cannot be copied there")
        if name in _BLOCK_WORDS and record.file.startswith(("leads/", "projects/")):
            yield _odd(record.file, f"`{name}` has its own meaning in a block, so no block can name this file")


def _odd(file: str, message: str) -> Diagnostic:
    return Diagnostic(ID_ODD, message, file, None, "choose another name")
