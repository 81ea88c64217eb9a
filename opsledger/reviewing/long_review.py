"""The typed context of a year's or a quarter's review: everything its template may say, and nothing else.

As in `reviewing.parts`, numbers are exact and None if too little is known.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.follow_up import ActionRow, GoalRow
from opsledger.reviewing.parts.outflow import RatePart, UnsentRate
from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """A part of the time looked at, or all of it: from a day to another, both included.

    is_running: it is not over on the review's day, and its numbers are those so far.
    """

    label: str
    first: date
    last: date
    is_running: bool


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """A number of one column. n: the lines or records it counts. since: if it is known of a part of it alone."""

    value: NumberOrNone
    n: int
    since: date | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A number column by column, then over all of them.

    figure: the name by which `explain` shows where it comes from. better: `more` or `less`; empty if neither is.
    adds: whether the columns add up to the whole. before: the same days a year earlier; None if they are not known.
    previous: of a quarter's review, the whole quarter before it.
    whole: the number in each quarter (of a year) or month (of a quarter) that is known at all, up to the review's day.
    """

    name: str
    figure: str
    unit: str
    better: str
    adds: bool
    cells: tuple[ScoreCell, ...]
    total: ScoreCell
    before: NumberOrNone
    previous: NumberOrNone
    whole: tuple[NumberOrNone, ...]


@dataclass(frozen=True, slots=True)
class EarnedRow:
    """What an hour earned on one service, for one client or from one source. id: its name in figures.

    share: of all revenue.
    """

    name: str
    id: str
    projects: int
    hours: Fraction
    revenue: Fraction
    share: NumberOrNone
    rate: NumberOrNone


@dataclass(frozen=True, slots=True)
class ImproveRow:
    """Something to improve that was noted more than once, in the user's latest words.

    links: to each note, the earliest first. decision: the decision that is for it, with its state; None without one.
    since: how often it was noted after that was decided.
    """

    text: str
    times: int
    first: date
    last: date
    links: tuple[Link, ...]
    decision: Link | None
    state: str
    since: int


@dataclass(frozen=True, slots=True)
class RoleRow:
    """The days of eight hours that went into an area, against those meant."""

    area: str
    days: Fraction
    meant: NumberOrNone


@dataclass(frozen=True, slots=True)
class EffectRow:
    """Whether marketing brought leads.

    weeks: those compared. lag, leads: after so many weeks, so many more for one more piece; None if nobody can tell.
    """

    weeks: int
    lag: NumberOrNone
    leads: NumberOrNone
    why_not: str


@dataclass(frozen=True, slots=True)
class StripBar:
    """A project or a lead within the time looked at, from its first day to its last in it.

    is_open: it goes on; a project then reaches to its promise. state: its status or stage.
    """

    link: Link
    first: date
    last: date
    is_open: bool
    state: str


@dataclass(frozen=True, slots=True)
class StretchBar:
    """Weeks that were lean or overloaded. share: of the hours available in them, those worked for clients."""

    kind: str
    first: date
    last: date
    weeks: int
    share: float


@dataclass(frozen=True, slots=True)
class YearStrip:
    """What went on when: projects, leads, days off (the first and the last of each run) and stretches."""

    projects: tuple[StripBar, ...]
    leads: tuple[StripBar, ...]
    off: tuple[tuple[date, date], ...]
    stretches: tuple[StretchBar, ...]


@dataclass(frozen=True, slots=True)
class LongReview:
    """A review of a year or a quarter, from `since` to `until`, as of the day `on`.

    name: `2026` or `2026-Q3`; title: `2026`, `The third quarter of 2026`. story: what moved most, in sentences.
    known_since: the first day of which anything is known. rate, rate_sold, rate_target, rate_parts: what an hour
    earned and what lies between. decided, done, dropped: of the decisions taken in it. goals: those set up to its
    end. moved: decisions meant to move a number. verdicts, track_record: how headlines and the forecast did.
    coo_days: days a year spent as COO, at this pace. previous: of a quarter's review, the quarter before it.
    """

    name: str
    title: str
    business: str
    currency: str
    on: date
    since: date
    until: date
    is_running: bool
    known_since: date | None
    story: tuple[str, ...]
    strip: YearStrip
    previous: ScoreColumn | None
    columns: tuple[ScoreColumn, ...]
    rows: tuple[ScoreRow, ...]
    rate: NumberOrNone
    rate_sold: NumberOrNone
    rate_target: NumberOrNone
    rate_parts: tuple[RatePart, ...]
    rate_unsent: UnsentRate | None
    services: tuple[EarnedRow, ...]
    clients: tuple[EarnedRow, ...]
    sources: tuple[EarnedRow, ...]
    effect: EffectRow
    improve: tuple[ImproveRow, ...]
    roles: tuple[RoleRow, ...]
    coo_days: NumberOrNone
    goals: tuple[GoalRow, ...]
    decided: int
    done: int
    dropped: int
    moved: tuple[ActionRow, ...]
    verdicts: str
    track_record: str
