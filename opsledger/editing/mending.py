"""Writing what hints say: of each file the text in which every fault that has an exact hint is mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic
from opsledger.editing.journal import FileEdit

_GUESS = "did you mean"  # what begins so is for a person to decide


class Mended(NamedTuple):
    """A file with what was mended in it: for each the line, what stood there, and what stands there now."""

    edit: FileEdit
    told: tuple[tuple[int, str, str], ...]


def mended_files(problems: Iterable[Diagnostic]) -> list[Mended]:
    """The files of some problems, with those mended whose hint says exactly what to write; of two at one place one."""
    by_file: dict[str, list[Diagnostic]] = defaultdict(list)
    for problem in problems:
        if problem.fix and not str(problem.hint).startswith(_GUESS):
            by_file[problem.file].append(problem)
    return [_mended(file, found) for file, found in by_file.items()]


def _mended(file: str, problems: list[Diagnostic]) -> Mended:
    fixes = sorted((fix for problem in problems if (fix := problem.fix)), key=lambda fix: fix.span.start)
    source = fixes[0].span.source
    text, at = "", 0
    told: list[tuple[int, str, str]] = []
    for fix in fixes:
        if fix.span.start < at or (told and fix.span.line == told[-1][0]):
            continue  # the next round sees it with its line mended
        text += source.text[at : fix.span.start] + fix.text
        told.append((fix.span.line, fix.span.text, fix.text))
        at = fix.span.end
    text += source.text[at:]
    data = text.encode()
    return Mended(FileEdit(file, source.data, b"\xef\xbb\xbf" + data if source.has_bom else data), tuple(told))
