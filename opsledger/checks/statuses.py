"""The order of a project's events: booked, started, paused, resumed, and how it closed."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.diagnostics import Diagnostic, also, at, error, warning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import LogLine
from opsledger.models.projects import OPEN_STATUSES, Project

CLOSED_BEFORE_START = error("closed-before-start", "A project closes before it starts.")
BOOKED_LATE = warning("booked-late", "A project is booked after it has started.")
PAUSE_ODD = warning("pause-odd", "A project is paused before it starts, or resumed although it was not paused.")
CLOSED_TWICE = warning("closed-twice", "A project or lead closes in two ways, without being reopened in between.")


def check_statuses(ledger: Ledger) -> Iterator[Diagnostic]:
    """Whether the status lines of each project can follow each other."""
    for project in ledger.projects:
        yield from _check_project(project)


def _check_project(project: Project) -> Iterator[Diagnostic]:
    lines = project.status_lines()
    started: LogLine | None = None
    before: LogLine | None = None
    for line in lines:
        word = line.word
        closed = before if before and before.word not in OPEN_STATUSES else None
        is_first = started is None and (word == "started" or (word == "booked" and closed is lines[0]))
        if closed and is_first:
            message = f"`{closed.word}` comes before the first `{word}`"
            yield at(CLOSED_BEFORE_START, closed.span, message, "are the dates right?", also(line.span, f"{word} here"))
        if word == "started":
            started = started or line
        elif word == "booked" and before and before is started:
            message = f"booked on {line.day}, but started on {started.day}"
            yield at(BOOKED_LATE, line.span, message, None, also(started.span, "started here"))
        elif word == "paused" and started is None:
            yield at(PAUSE_ODD, line.span, "paused before it started")
        elif word == "resumed" and (before is None or (before.word in OPEN_STATUSES and before.word != "paused")):
            yield at(PAUSE_ODD, line.span, "resumed, though no line above paused it")
        elif word not in OPEN_STATUSES and before and before.word not in OPEN_STATUSES and before.word != word:
            yield closed_twice(before, line, "`started` or `resumed`")
        before = line


def closed_twice(first: LogLine, second: LogLine, reopening: str) -> Diagnostic:
    """The diagnostic for two closings in a row."""
    message = f"`{second.word}`, but it was already `{first.word}`"
    hint = f"if it was reopened in between, add a line with {reopening} first"
    return at(CLOSED_TWICE, second.span, message, hint, also(first.span, f"`{first.word}` here"))
