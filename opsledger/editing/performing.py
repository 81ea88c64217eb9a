"""The one way in which a command changes a ledger's files.

An edit is planned as a splice of the file's text. The text that comes of it is read again: it must say what was asked
and otherwise what it said before, and may bring no new error. Then it is written, if the file still holds what was
read; where it does not, because an editor has saved it in between, the edit is planned again on what it holds now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic
from opsledger.editing.edit import Change, Edit, EditRefused, Reading, Shown, Splice
from opsledger.editing.journal import FileEdit, clean_up, content_of, forget, note
from opsledger.editing.safe_write import FileChanged, place_in_ledger, write_in_ledger
from opsledger.editing.state import locked
from opsledger.loading import LedgerUnreadable, load
from opsledger.loading.survey import Survey
from opsledger.reading.documents import LARGEST, NUL
from opsledger.reading.front_matter import LATE, SECOND
from opsledger.reading.kinds import KINDS, Kind
from opsledger.reading.records import read_record
from opsledger.source import BOM, SourceFile

TRIES = 5
_NOT_AS_A_WHOLE = frozenset((NUL, LATE, SECOND))


def perform(
    survey: Survey,
    edits: Sequence[Edit],
    command: str,
    day: date | None = None,
    *,
    dry_run: bool = False,
    timed: str | None = None,
    beside: Sequence[FileEdit] = (),
) -> tuple[Change, ...]:
    """Make edits, in the order given, or only say what they would change; one change for each file.

    Every one of them is planned and read again before the first file is written. command: what is said of them when
    they are taken back. day: the day it is, for what is odd about far days. timed: what to time again when they are
    taken back. beside: files of the ledger that are no records and go with the edits; they are written last. Raises
    EditRefused where nothing was written, LedgerBusy and OSError.
    """
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    if dry_run:
        return tuple(_planned(survey, path, group, day) for path, group in by_path.items())
    with locked(survey.root):
        survey.forget()
        clean_up(survey.root)
        changes = {path: _planned(survey, path, group, day) for path, group in by_path.items()}
        number = note(survey.root, None, command, [*_noted(changes.values()), *beside], timed)
        noted = Noted(number, command, timed, tuple(beside))
        try:
            for path, group in by_path.items():
                _write(survey, changes, path, group, noted, day)
            for file in beside:
                _write_beside(survey, file)
        except BaseException:
            _note_broken_off(survey, noted, changes.values())
            raise
    return tuple(changes.values())


class Noted(NamedTuple):
    """What the journal says of an edit beside its records: under which number, of which command, which other files."""

    number: int
    command: str
    timed: str | None
    beside: tuple[FileEdit, ...] = ()


def _write(
    survey: Survey, changes: dict[str, Change], path: str, group: Sequence[Edit], noted: Noted, day: date | None
) -> None:
    """Write one file, planned again as long as it changes under our hands."""
    for _ in range(TRIES):
        change = changes[path]
        try:
            if change.after is not None and change.after != change.before:
                write_in_ledger(survey.root, path, change.after, change.before)
        except FileChanged:
            changes[path] = _planned(survey, path, group, day)
            files = [*_noted(changes.values()), *noted.beside]
            note(survey.root, noted.number, noted.command, files, noted.timed)
        else:
            return
    raise EditRefused(f"{path} changes faster than it can be edited: try again")


def _write_beside(survey: Survey, file: FileEdit) -> None:
    try:
        if file.after is not None and file.after != file.before:
            write_in_ledger(survey.root, file.path, file.after, file.before)
    except FileChanged:
        raise EditRefused(f"{file.path} has just been changed: try again") from None


def _noted(changes: Iterable[Change]) -> list[FileEdit]:
    return [FileEdit(change.path, change.before, change.after) for change in changes]


def _note_broken_off(survey: Survey, noted: Noted, changes: Iterable[Change]) -> None:
    """Keep in the journal only what was written before something got in the way."""
    with suppress(OSError):  # a full disk: the next command finds out by itself
        files = [*_noted(changes), *noted.beside]
        written = [file for file in files if content_of(survey.root, file.path) == file.after]
        if written:
            note(survey.root, noted.number, noted.command, written, noted.timed)
        else:
            forget(survey.root, noted.number)


class _Touched(NamedTuple):
    """A stretch of the text that an edit wrote, by offsets, or the lines it took away."""

    start: int
    stop: int
    gone: tuple[Shown, ...] = ()

    def moved(self, splice: Splice) -> _Touched:
        """The same stretch after another edit."""
        stop = splice.moved(self.stop - 1) + 1 if self.stop > self.start else self.start
        return self._replace(start=splice.moved(self.start), stop=stop)


def _planned(survey: Survey, path: str, edits: Sequence[Edit], day: date | None) -> Change:
    """What a file holds before and after edits. Raises EditRefused and OSError."""
    kind = kind_of(path)
    place = place_in_ledger(survey.root, path)
    _check_folder(survey, kind)
    if place.exists() or place.is_symlink():
        source, faults = survey.read(path)
        if source is None:
            raise EditRefused(f"{path} cannot be read as a whole", tuple(faults))
        before: bytes | None = _bytes_of(source)
    else:
        new_text = edits[0].new_text
        if new_text is None:
            raise EditRefused(f"there is no {path}")
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
    data = _bytes_of(reading.source)
    if len(data) > LARGEST:
        raise EditRefused(f"{path} would be larger than 10 MB")
    shown = tuple(line for one in touched for line in _lines_of(reading.source, one))
    return Change(path, before, data, shown, tuple(warnings))


def kind_of(path: str) -> Kind:
    """The kind of the record in a file, by its folder. Raises EditRefused."""
    folder, slash, name = path.partition("/")
    kind = next((kind for kind in KINDS if kind.folder == folder), None)
    if kind is None or not slash or not name.endswith(".md"):
        raise EditRefused(f"{path} is no record of the ledger")
    return kind


def _check_folder(survey: Survey, kind: Kind) -> None:
    folder = Path(survey.root) / kind.folder
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise EditRefused(f"{kind.folder} is no folder of the ledger's own")


def _bytes_of(source: SourceFile) -> bytes:
    return ((BOM if source.has_bom else "") + source.text).encode()


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
    """The faults that an edit brings: those that were not told of before, wherever their place has moved to."""
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
        raise EditRefused(f"{edit.path} would not say what is asked: change it in an editor", near[:3])


def _refuse_errors(brought: Iterable[Diagnostic], after: Reading, survey: Survey, day: date | None) -> None:
    errors = [problem for problem in brought if problem.is_error]
    if errors:
        raise EditRefused("it would be an error", tuple(_with_hints(errors, after, survey, day)))


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
    lines = source.text[splice.start : splice.end].splitlines()
    gone = tuple(Shown(first + number, line, True) for number, line in enumerate(lines) if line.strip())
    return _Touched(splice.start, splice.start, gone)


def _lines_of(source: SourceFile, touched: _Touched) -> list[Shown]:
    """The lines of a stretch that say anything."""
    if touched.gone or touched.stop <= touched.start:
        return list(touched.gone)
    text = source.text[touched.start : touched.stop]
    start = touched.start + len(text) - len(text.lstrip("\r\n"))
    stop = touched.start + len(text.rstrip("\r\n"))
    numbers = range(source.line_at(start), source.line_at(max(start, stop - 1)) + 1)
    return [Shown(number, line) for number in numbers if (line := source.line_text(number)).strip()]
