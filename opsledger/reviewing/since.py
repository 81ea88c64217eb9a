"""What happened since the last review, in a few lines."""

from __future__ import annotations

from datetime import date

from opsledger.changes.every import weightiest
from opsledger.figures.standing import Standing
from opsledger.reviewing.parts.follow_up import ChangeRow
from opsledger.reviewing.parts.values import Link

MOST = 8


def since_last_review(standing: Standing) -> tuple[date | None, tuple[ChangeRow, ...], int]:
    """The last review's day, what matters most of what happened since, and how many other things matter."""
    last = max((review.on for review in standing.ledger.fortnights if review.on < standing.day), default=None)
    if last is None:
        return None, (), 0
    found, more = weightiest(Standing(standing.whole, last), standing, MOST)
    rows = [
        ChangeRow(Link(change.title, change.span.file, change.span.line), change.rest)
        for change in found
        if change.span is not None
    ]
    return last, tuple(rows), more
