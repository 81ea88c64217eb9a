"""Ticking the box of a decision, or dropping it: one line of a review's file changes, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import cast

from opsledger.dataclass import dataclass
from opsledger.editing.edit import EditRefused, Reading, Splice, plain_facts, without_places
from opsledger.models.lines import Action
from opsledger.models.reviews import WrittenReview
from opsledger.patterns import pattern

_DONE = pattern(r"(?<!\S)done:\S*")


@dataclass(frozen=True, slots=True)
class Tick:
    """A decision is done on a day: `[ ]` becomes `[x]`, and `done:DATE` is at its line's end.

    action: as it was read; its text is looked for again, so that another's box is never ticked. drops: the box becomes
    `[-]` instead, and no day is written.
    """

    action: Action
    day: date
    drops: bool = False
    new_text: None = None

    @property
    def path(self) -> str:
        """The review's file."""
        return self.action.span.file

    def splice(self, before: Reading) -> Splice:
        """The box and the line's end. Raises EditRefused if the action is settled, or is not there any more."""
        action = self._found(before)
        if action.state != "open":
            raise EditRefused(f"{action.id} is {action.state} already")
        if self.day < action.review:
            raise EditRefused(f"{action.id} was decided on {action.review}, after {self.day}")
        line = action.span.text
        box = line.index("[")
        if self.drops:
            return Splice(action.span.start + box, action.span.start + box + 3, "[-]")
        words = line[box + 3 :].rstrip()
        if _DONE.search(words):  # an open box with a day all the same: a second one would make the line unreadable
            words = _DONE.sub(f"done:{self.day}", words)
        else:
            words += f" done:{self.day}"
        return Splice(action.span.start + box, action.span.end, f"[x]{words}")

    def is_done(self, before: Reading, after: Reading, splice: Splice) -> bool:
        """Whether this one action is settled, and all else is as it was."""
        said, says = plain_facts(before.record), plain_facts(after.record)
        done = tuple(
            self._settled(action) if action.number == self.action.number else action for action in _decisions(before)
        )
        said["decisions"] = without_places(done)
        return said == says

    def _settled(self, action: Action) -> Action:
        return action._replace(state="dropped") if self.drops else action._replace(state="done", done=self.day)

    def _found(self, before: Reading) -> Action:
        """The action as the file has it now: the one of the same text, wherever it has moved to."""
        same = [action for action in _decisions(before) if action.text == self.action.text]
        at_place = [action for action in same if action.number == self.action.number]
        if not at_place:
            raise EditRefused(f"{self.action.id} has changed while it was read; try again")
        return at_place[0]


def _decisions(reading: Reading) -> tuple[Action, ...]:
    return cast("WrittenReview", reading.record).decisions
