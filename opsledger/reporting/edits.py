"""What an edit did, or why it did nothing, as text."""

from __future__ import annotations

from opsledger.editing.edit import ChangedFile, EditRefused
from opsledger.reporting.diagnostics import as_text
from opsledger.values.visible import visible


def refusal_lines(fault: EditRefused, outcome: str = "nothing is written", columns: int | None = None) -> list[str]:
    """Why an edit is refused, with the faults it would bring as `check` shows them. outcome: what follows from it."""
    lines = [f"{outcome}: {fault}"]
    for problem in fault.problems:
        lines += as_text([problem], columns=columns).splitlines()
        lines += [f"        {other.span.text}" for other in problem.related if other.span]
    return lines


def written_lines(change: ChangedFile) -> list[str]:
    """What an edit did to a file: each line it wrote as `file:line: text`; of a new record the file alone."""
    if not change.shown:
        return [f"{visible(change.path)}{' is removed' if change.after is None else ''}"]
    return [
        f"{visible(change.path)}:{line.number}: {'removed: ' if line.is_gone else ''}{visible(line.text)}"
        for line in change.shown
    ]
