"""What an edit did, or why it did nothing, as text."""

from __future__ import annotations

from opsledger.editing.edit import ChangedFile, EditRefused
from opsledger.reporting.diagnostics import as_text
from opsledger.values.visible import visible

NOTHING_WRITTEN = "Nothing was written."


def refusal_lines(fault: EditRefused, outcome: str = NOTHING_WRITTEN, columns: int | None = None) -> list[str]:
    """Why an edit is refused: the faults it would bring, as `check` shows them, or else what it says.

    outcome: what follows from it, as a last line; none if it is empty.
    """
    lines = [] if fault.problems and fault.is_told_by_problems else [str(fault)]
    if fault.hint:
        lines.append(f"hint: {fault.hint}")
    for problem in fault.problems:
        lines += as_text([problem], columns=columns).splitlines()
        lines += [f"        {other.span.text}" for other in problem.related if other.span]
    return [*lines, outcome] if outcome else lines


def written_lines(change: ChangedFile) -> list[str]:
    """What an edit did to a file: each line it wrote as `file:line: text`; of a new record the file alone."""
    if not change.shown:
        return [f"{visible(change.path)}{' is removed' if change.after is None else ''}"]
    return [
        f"{visible(change.path)}:{line.number}: {'removed: ' if line.is_gone else ''}{visible(line.text)}"
        for line in change.shown
    ]
