"""What to decide and to do, as templates see it."""

from __future__ import annotations

from datetime import date

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class ThisWeekRow:
    """One of the few things to do before the next review: what, by when, and why.

    figure: what it rests on. because: a clause; said: the same as sentences. hours, money: what leaving it costs;
    stake: that in words. decided: the decision on your list that it is; None if it is a suggestion, with the line to
    take over. history: what is remembered of it.
    """

    rule: str
    figure: str
    role: str
    text: str
    by: date | None
    because: str
    said: str
    is_overdue: bool
    hours: NumberOrNone
    money: NumberOrNone
    stake: str
    history: str
    link: Link | None
    decided: Link | None
    line: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding: what it says, what to do about it, and where its number comes from.

    figure: what it rests on. moves: the figure that the action would move; empty if it moves none. about: ids of
    records. by: the last day on which it helps. hours, money: what ignoring it costs; stake: that in words. streak:
    reviews in a row that found it. covered_by: open decisions that are for it. quiet: why it is not told: `dropped` or
    `said`; else empty. line: what to take over as a decision.
    """

    rule: str
    role: str
    urgency: int
    sentence: str
    because: str
    action: str
    figure: str
    moves: str
    about: tuple[str, ...]
    by: date | None
    hours: NumberOrNone
    money: NumberOrNone
    stake: str
    streak: int
    history: str
    links: tuple[Link, ...]
    covered_by: tuple[Link, ...]
    quiet: str
    line: str


@dataclass(frozen=True, slots=True)
class CoveredRow:
    """A decision on your list that is for what the numbers ask again."""

    text: str
    due: date | None
    link: Link


@dataclass(frozen=True, slots=True)
class OwnStepRow:
    """A step that you wrote down for one of the next days. link: what is to be done, to the line that says so."""

    link: Link
    by: date


@dataclass(frozen=True, slots=True)
class RoleFindings:
    """The findings of one role."""

    role: str
    rows: tuple[FindingRow, ...]
