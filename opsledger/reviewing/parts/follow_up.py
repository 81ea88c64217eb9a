"""What became of things and of decisions, as templates see it."""

from __future__ import annotations

from datetime import date

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.values import Bounds, Link


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A decision of an earlier review and what became of it; then and now are of the figure it was to move.

    aim: what it was to do to that figure, `raise`, `lower` or `move`; turned: `better`, `worse`, or empty. is_paid:
    done by the money that came, and ticked by nobody.
    """

    id: str
    role: str
    text: str
    link: Link
    state: str
    due: date | None
    done: date | None
    is_overdue: bool
    is_paid: bool
    moves: str | None
    aim: str
    then: str | None
    now: str | None
    turned: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One thing that happened to a record; words are to be read right after its link."""

    link: Link
    words: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A decision with a target: what its figure was when it was set, what it is now, and where it is to be by when.

    state: `reached`, `on track`, `off track` (of the straight line to the target), `missed` or `unknown`.
    """

    text: str
    role: str
    link: Link
    figure: str
    start: str | None
    now: str | None
    target: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of things and of decisions; kept of due is the follow-through of 26 weeks.

    last: the day of the last review, None if there is none. changes: what matters most of what happened since then;
    more: how many others.
    """

    last: date | None
    changes: tuple[ChangeRow, ...]
    more: int
    rows: tuple[ActionRow, ...]
    kept: int
    due: int
    interval: Bounds
    goals: tuple[GoalRow, ...]
