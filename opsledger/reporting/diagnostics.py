"""What is wrong in a ledger, as a person, an editor and a program read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opsledger.diagnostics import Diagnostic, Related, Severity
from opsledger.reporting.excerpt import WIDEST, excerpt
from opsledger.reporting.json_text import Json
from opsledger.values.visible import visible
from opsledger.values.written import count_of

_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
_PLAIN = "\x1b[0m"
_MOST_PLACES = 40
_INDENT = 4


def as_text(problems: Iterable[Diagnostic], *, colour: bool = False, columns: int | None = None) -> str:
    """Each problem with its line, a caret line, its hint and the other places it is about.

    What is wrong in the same words in several places is told once, with the other places below it. columns: of the
    terminal, which a line with carets below it never exceeds.
    """
    widest = columns - _INDENT if columns else WIDEST
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    for problem in problems:
        others = tuple((other.file, other.span, other.message) for other in problem.related)
        key = (problem.rule, problem.message, problem.hint, others, problem.span is None)
        groups.setdefault(key, []).append(problem)
    return "".join(_one_as_text(first, colour, widest) + _again(again) for first, *again in groups.values())


def _again(problems: Sequence[Diagnostic]) -> str:
    """The places where the same is wrong."""
    if not problems:
        return ""
    places = ", ".join(_place(problem) for problem in problems[:_MOST_PLACES])
    more = f" and {count_of(len(problems) - _MOST_PLACES, 'more place')}" if len(problems) > _MOST_PLACES else ""
    return f"    the same at {places}{more}\n"


def _one_as_text(problem: Diagnostic, colour: bool, widest: int) -> str:
    begin, end = (_COLOURS[problem.rule.severity], _PLAIN) if colour else ("", "")
    what = f"{begin}{problem.rule.severity}[{problem.rule.code}]{end}"
    lines = [f"{_place(problem)}: {what} {visible(problem.message)}"]
    if problem.span:
        lines += [f"{'':{_INDENT}}{line}".rstrip() for line in excerpt(problem.span, widest)]
    if problem.hint:
        lines.append(f"    hint: {visible(problem.hint)}")
    lines += [f"    also {_place(other)}: {visible(other.message)}" for other in problem.related]
    return "\n".join(lines) + "\n"


def _place(at: Diagnostic | Related) -> str:
    file = visible(at.file)
    if at.span is None:
        return file
    line, column = at.span.position
    return f"{file}:{line}:{column}"


def as_gcc(problems: Iterable[Diagnostic]) -> str:
    """One line a problem, as editors read a compiler's; a whole file is its first line."""
    return "".join(
        f"{_place(problem) if problem.span else f'{visible(problem.file)}:1:1'}: {problem.rule.severity}: "
        f"{visible(problem.message)} [{problem.rule.code}]\n"
        for problem in problems
    )


def as_github(problems: Iterable[Diagnostic], folder: str = "") -> str:
    """One line a problem, as a workflow on GitHub shows it beside the file. folder: the ledger's, in the repository."""
    return "".join(_annotation(problem, folder) for problem in problems)


def _annotation(problem: Diagnostic, folder: str) -> str:
    properties = {"file": f"{folder}/{problem.file}" if folder not in ("", ".") else problem.file}
    if problem.span:
        (line, column), (end_line, end_column) = problem.span.position, problem.span.end_position
        properties |= {"line": str(line), "endLine": str(end_line), "col": str(column)}
        if end_line == line:
            properties["endColumn"] = str(max(end_column - 1, column))
    properties["title"] = problem.rule.code
    where = ",".join(f"{key}={_escaped(visible(value), ':,')}" for key, value in properties.items())
    said = [visible(problem.message), *([f"hint: {visible(problem.hint)}"] if problem.hint else [])]
    return f"::{problem.rule.severity} {where}::{_escaped(chr(10).join(said))}\n"


def _escaped(text: str, more: str = "") -> str:
    """A text in which no character means anything to the workflow's log."""
    return "".join(f"%{ord(character):02X}" if character in f"%\r\n{more}" else character for character in text)


def as_data(problems: Iterable[Diagnostic]) -> list[Json]:
    """The problems as the data of a JSON envelope; without a span the place is null."""
    return [_one_as_data(problem) for problem in problems]


def _one_as_data(problem: Diagnostic) -> Json:
    line, column = problem.span.position if problem.span else (None, None)
    end_line, end_column = problem.span.end_position if problem.span else (None, None)
    return {
        "code": problem.rule.code,
        "severity": str(problem.rule.severity),
        "file": problem.file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "message": problem.message,
        "hint": problem.hint,
        "related": [
            {"file": other.file, "line": other.span.line if other.span else None, "message": other.message}
            for other in problem.related
        ],
    }


def summary(problems: Sequence[Diagnostic], records: int | None) -> str:
    """One line that counts the problems, and the records that were looked at if that is known."""
    errors = sum(problem.is_error for problem in problems)
    told = f"{count_of(errors, 'error')}, {count_of(len(problems) - errors, 'warning')}"
    return f"{told} in {count_of(records, 'record')}" if records is not None else told
