"""What a command says of a line that it wrote for a day to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opsledger.cli.options import today
from opsledger.cli.output import tell


def tell_ahead(kind: str, lines: Sequence[str], day: date) -> None:
    """Say from when on lines count, if their day lies ahead. kind: a record's; lines: without their day.

    Nothing of a project's booking: the check, whose warning the command shows, says that.
    """
    if day <= today():
        return
    from opsledger.editing.record_text import undated
    from opsledger.values.written import write_date

    words = [(undated(line).split() or [""])[0].lower() for line in lines]
    if kind == "project" and "started" in words:
        tell(f"Agreed, and begins on {write_date(day, today())}: its hours are forecast from then on")
    elif not (kind == "project" and "booked" in words):
        they = "this line counts" if len(lines) == 1 else "these lines count"
        tell(f"{day} is in the future: {they} from that day")
