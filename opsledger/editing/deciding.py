"""The decisions that are in a ledger's reviews, and the lines of new ones."""

from __future__ import annotations

from datetime import date

from opsledger.editing.adding import AddLines
from opsledger.editing.edit import EditRefused
from opsledger.loading.survey import Survey
from opsledger.models.lines import Action
from opsledger.models.reviews import WrittenReview
from opsledger.reading.kinds import REVIEW
from opsledger.reading.marks import bullet_in, unticked
from opsledger.reading.records import read_record, record_id

SECTION = "Decisions"


def decided_in(survey: Survey) -> dict[str, Action]:
    """Every decision of the reviews that can be read, by its id."""
    reviews = (read_record(REVIEW, source, survey.grammar(REVIEW))[0] for source in survey.documents(REVIEW))
    return {each.id: each for review in reviews if isinstance(review, WrittenReview) for each in review.decisions}


def review_path(survey: Survey, day: date) -> str | None:
    """The file of a day's review, or None if it has not been written yet."""
    return next((file.path for file in survey.files(REVIEW) if record_id(file.path) == str(day)), None)


def decision_key(line: str) -> str:
    """What a decision's line asks and of whom, whatever its state and its days: two of the same key are the same."""
    bullet = bullet_in(line)
    words = unticked(line[bullet.end :] if bullet else line).split()
    return " ".join(word for word in words if not word.startswith("due:")).casefold()


def decision(path: str, role: str, text: str, due: date | None = None, *, dropped: bool = False) -> AddLines:
    """The edit that writes a decision into a review: `- [ ] @role text due:DATE`, with `[-]` if it is dropped.

    text: what to do, with `moves:` or `target:` if wanted. Raises EditRefused if there is nothing to do in it.
    """
    words = " ".join(text.split())
    if not words:
        raise EditRefused("a decision says what to do")
    promised = f" due:{due}" if due and not dropped else ""
    return AddLines(path, SECTION, (f"[{'-' if dropped else ' '}] @{role} {words}{promised}",))
