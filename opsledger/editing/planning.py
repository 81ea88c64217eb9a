"""What a file will hold after edits of it.

An edit is a splice of the file's text. The result is read again: it must say what was asked and otherwise what it said
before, and may bring no new error.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic
from opsledger.editing.door import place_in_ledger
from opsledger.editing.edit import ChangedFile, Edit, EditRefused, Reading, ShownLine, Splice
from opsledger.editing.naming import fault_of_id, twin_of
from opsledger.loading import LedgerUnreadable, load
from opsledger.loading.survey import Survey
from opsledger.reading.documents import LARGEST, NUL
from opsledger.reading.front_matter import LATE, SECOND
from opsledger.reading.kinds import Kind, kind_of
from opsledger.reading.records import read_record, record_id
from opsledger.source import BOM, SourceFile

_SAVING = 0.05  # seconds; some editors empty a file before they write it
_NOT_AS_A_WHOLE = frozenset((NUL, LATE, SECOND))


class _Touched(NamedTuple):
    """A stretch of the text that an edit wrote, by offsets, or the lines it took away."""

    start: int
    stop: int
    gone: tuple[ShownLine, ...] = ()

    def moved(self, splice: Splice) -> _Touched:
        """The same stretch after another edit."""
        stop = splice.moved(self.stop - 1) + 1 if self.stop > self.start else self.start
        return self._replace(start=splice.moved(self.start), stop=stop)


def planned_change(survey: Survey, path: str, edits: Sequence[Edit], day: date | None) -> ChangedFile:
    """What a file holds before and after edits. Raises EditRefused and OSError."""
    kind = _kind_of(path)
    place_in_ledger(survey.root, path)
    _check_folder(survey, kind)
    if survey.has(path):
        source, faults = survey.read(path)
        if source is not None and not source.text:
            time.sleep(_SAVING)
            source, faults = survey.read(path)
        if source is None:
            raise EditRefused(f"{path} cannot be read as a whole", tuple(faults))
        before: bytes | None = source.data
    else:
        new_text = edits[0].new_text
        if new_text is None:
            raise EditRefused(f"there is no {path}")
        _check_name(survey, kind, path)
        source, before, faults = SourceFile(path, new_text), None, []
    first = reading = _read(survey, kind, source, day, faults)
    touched: list[_Touched] = []
    warnings: list[Diagnostic] = []
    for edit in edits:
        splice = edit.splice(reading)
        after = _read(survey, kind, _spliced(reading.source, splice), day, [])
        brought = _brought(reading, after, splice)
        _judge(edit, reading, after, splice, brought, survey, day)
        warnings += brought
        touched = [one.moved(splice) for one in touched]
        touched.append(_touched(reading.source, splice))
        reading = after
    if before is None:
        _refuse_errors(first.problems, first, survey, day)
        warnings = [*first.problems, *warnings]
    data = reading.source.data
    if len(data) > LARGEST:
        raise EditRefused(f"{path} would be larger than 10 MB")
    shown = tuple(line for one in touched for line in _lines_of(reading.source, one))
    return ChangedFile(path, before, data, shown, tuple(warnings))


def _kind_of(path: str) -> Kind:
    """The kind of the record in a file. Raises EditRefused."""
    kind = kind_of(path)
    if kind is None:
        raise EditRefused(f"{path} is not a record of the ledger")
    return kind


def _check_folder(survey: Survey, kind: Kind) -> None:
    folder = Path(survey.root) / kind.folder
    if kind.file:
        return
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise EditRefused(f"{kind.folder} is not a folder of the ledger's own")


def _check_name(survey: Survey, kind: Kind, path: str) -> None:
    """Refuse a new file whose name cannot be an id, or whose id another file has."""
    name = record_id(path)
    if fault := fault_of_id(name):
        raise EditRefused(fault)
    if twin := twin_of(survey, kind, name):
        raise EditRefused(f"the id `{name}` is taken by {twin}")


def _spliced(source: SourceFile, splice: Splice) -> SourceFile:
    return SourceFile(source.path, (BOM if source.has_bom else "") + splice.applied(source.text))


def _read(survey: Survey, kind: Kind, source: SourceFile, day: date | None, faults: Sequence[Diagnostic]) -> Reading:
    """A file as it is read, with everything that is wrong with it in its ledger. Raises EditRefused."""
    record, problems = read_record(kind, source, survey.grammar(kind))
    problems = [*faults, *problems]
    bad = tuple(problem for problem in problems if problem.rule in _NOT_AS_A_WHOLE)
    if record is None or bad:
        raise EditRefused(
            f"{source.path} cannot be read as a whole",
            bad or tuple(problem for problem in problems if problem.is_error),
        )
    ledger = survey.around(kind, record, tuple(problems))
    mine = (problem for problem in check(ledger, day) if problem.file == source.path)
    return Reading(kind, source, record, tuple(problem for problem in mine if not problem.rule.strict))


def _brought(before: Reading, after: Reading, splice: Splice) -> list[Diagnostic]:
    """The faults that an edit brings: those that were not reported before, wherever their place has moved to."""
    known = {
        (problem.rule.code, problem.message, splice.moved(problem.span.start) if problem.span else None)
        for problem in before.problems
    }
    return [
        problem
        for problem in after.problems
        if (problem.rule.code, problem.message, problem.span.start if problem.span else None) not in known
    ]


def _judge(
    edit: Edit,
    before: Reading,
    after: Reading,
    splice: Splice,
    brought: Sequence[Diagnostic],
    survey: Survey,
    day: date | None,
) -> None:
    """Refuse an edit that brings an error, or does not do what was asked and that alone."""
    _refuse_errors(brought, after, survey, day)
    if not edit.is_done(before, after, splice):
        near = tuple(problem for problem in after.problems if problem.span)
        raise EditRefused(f"{edit.path} cannot be edited safely: change it in an editor", near[:3])


def _refuse_errors(brought: Iterable[Diagnostic], after: Reading, survey: Survey, day: date | None) -> None:
    errors = [problem for problem in brought if problem.is_error]
    if errors:
        told = tuple(_with_hints(errors, after, survey, day))
        raise EditRefused("the line has an error", told, is_told_by_problems=True)


def _with_hints(errors: Iterable[Diagnostic], after: Reading, survey: Survey, day: date | None) -> list[Diagnostic]:
    """The errors, with the hints that take the whole ledger to give: what else one may have meant."""
    try:
        ledger = load(survey.root)
    except LedgerUnreadable:
        return list(errors)
    folder = after.kind.folder
    others = tuple(record for record in getattr(ledger, folder) if record.file != after.source.path)
    whole: dict[str, Any] = {folder: (*others, after.record)}
    told = check(replace(ledger, **whole), day)
    by_place = {(problem.file, problem.rule, problem.span and problem.span.start): problem for problem in told}
    return [by_place.get((error.file, error.rule, error.span and error.span.start), error) for error in errors]


def _touched(source: SourceFile, splice: Splice) -> _Touched:
    if splice.text:
        return _Touched(splice.start, splice.stop)
    first = source.line_at(splice.start)
    lines = source.text[splice.start : splice.end].split("\n")
    gone = tuple(
        ShownLine(first + number, line.rstrip("\r"), True) for number, line in enumerate(lines) if line.strip()
    )
    return _Touched(splice.start, splice.start, gone)


def _lines_of(source: SourceFile, touched: _Touched) -> list[ShownLine]:
    """The lines of a stretch that say anything."""
    if touched.gone or touched.stop <= touched.start:
        return list(touched.gone)
    text = source.text[touched.start : touched.stop]
    start = touched.start + len(text) - len(text.lstrip("\r\n"))
    stop = touched.start + len(text.rstrip("\r\n"))
    numbers = range(source.line_at(start), source.line_at(max(start, stop - 1)) + 1)
    return [ShownLine(number, line) for number in numbers if (line := source.line_text(number)).strip()]
