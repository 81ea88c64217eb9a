"""Reviews as they were written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from opsledger.dataclass import dataclass
from opsledger.models.lines import Action
from opsledger.models.record import Record
from opsledger.values.duration import Minutes

DRAFT = "review.draft"  # among the frozen values: `opsledger watch` made it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WrittenReview(Record):
    """A review as it was written down. minutes: what the hour took.

    on: its day; of a year's or a quarter's the last day it looks at. is_long: whether it is a year's or a quarter's.
    frozen: the values of the figures as they were when it was written, by name; None if they are not kept.
    """

    on: date
    since: date | None = None
    minutes: Minutes | None = None
    decisions: tuple[Action, ...] = ()
    read_in_part: tuple[Action, ...] = ()
    frozen: Mapping[str, object] | None = None
    is_long: bool = False

    @property
    def is_held(self) -> bool:
        """Whether somebody held it: it says how long it took, decides something, or was made by `opsledger review`.

        `opsledger watch` writes one on any day on which it runs, and marks it as a draft.
        """
        return bool(self.minutes or self.decisions or self.read_in_part or not (self.frozen or {}).get(DRAFT))

    def up_to(self, day: date) -> WrittenReview:
        """The review as it stood: what was done, or without a day seen done, after it is still open."""
        if not any(action.is_done_after(day) for action in self.decisions):
            return self
        decisions = tuple(
            action._replace(state="open", done=None, seen=None) if action.is_done_after(day) else action
            for action in self.decisions
        )
        return replace(self, decisions=decisions)
