"""Where we stand: the two flows, the coming weeks and the income, as templates see them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.money import MoneyPart
from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A headline number over the last six reviews and now, the earliest first.

    name: one of `sold`, `usual_week`, `booked_until`, `cover`, `flow`, `received`, `owed`, `leads`, `won`, `rate`,
    `on_time`, `done`. better: `more` or `less`; empty if neither is. days: of the reviews, and of this one. values: at
    each; None if it was too few. A day counts in weeks from its review. title: what people call it. unit: of the
    values: `hours`, `weeks`, `share`, `money` or `count`.
    """

    name: str
    figure: str
    better: str
    days: tuple[date, ...]
    values: tuple[NumberOrNone, ...]
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class ComingWeek:
    """A coming week as forecast: hours for clients, the mean booked, quantiles of all that is worked, and chances.

    state: `lean` or `overloaded` if that is more likely than not, `off` if there are no hours for clients.
    """

    week: str
    capacity: Fraction
    booked: Fraction
    p10: Fraction
    p50: Fraction
    p90: Fraction
    famine: NumberOrNone
    feast: NumberOrNone
    state: str
    open: str


@dataclass(frozen=True, slots=True)
class StretchRow:
    """Coming weeks that the forecast's runs agree are `lean` or `overloaded`: from a Monday until a Sunday.

    chance: of two such weeks in a row in it. hours: what is missing to the lean line, or above the overloaded line.
    side: `short` or `too much`. is_likely: whether the headline would call it likely.
    """

    kind: str
    since: date
    until: date
    chance: Fraction
    hours: Fraction
    side: str
    is_likely: bool


@dataclass(frozen=True, slots=True)
class StartRow:
    """An open lead that says when it wants to begin, and how likely one of its stage is won."""

    link: Link
    week: str
    on: date
    chance: Fraction


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """The chances of two lean, and of two overloaded, weeks in a row within so many weeks."""

    weeks: int
    lean: NumberOrNone
    overloaded: NumberOrNone


@dataclass(frozen=True, slots=True)
class Month:
    """A month's money received, against target and floor.

    is_complete: it is over, and all of it was recorded. known: `so far` of the month that runs, `in part` of the first
    one with money if it lies before the record; else empty.
    """

    first: date
    received: Fraction
    is_complete: bool
    below_floor: bool
    known: str = ""


@dataclass(frozen=True, slots=True)
class LeverRow:
    """Something that would move the stretch that the headline names first, and by how many hours.

    kind, on: what is done and when, as `levers_tried.Lever` has it. before, link, after: the same in words, the
    record linked in its middle; none for what is about no record. what_if: as `opsledger forecast --with` takes it.
    """

    kind: str
    on: date | None
    before: str
    link: Link | None
    after: str
    hours: Fraction
    what_if: str


@dataclass(frozen=True, slots=True)
class Stand:
    """Where we stand: the two flows against each other, the coming weeks, and the income.

    retained: the hours a month for which retainers run. booked_said: booked work as sold, as it likely is, and as
    the coming weeks hold it, in sentences. dry_on: until when booked work fills the weeks; dry_before: the same at
    the last review; booked_weeks: the weeks until then. outlook, stretches: what the coming weeks add up to; none
    if the forecast rests on priors. unnamed: the stretches that the headline does not name and that matter.
    lean_line, overloaded_line: the hours of a full week below and above which it is so. now: `lean` or `overloaded`
    if the last two weeks were so, else empty; behind_said: those weeks, in words. starts: open leads that want to
    begin in the coming weeks. levers: what would move `tried`, a stretch. weeks, notes: the forecast, and what is
    to be said of it; none if nothing is recorded. weeks_booked: how many weeks there are until booked work takes
    less than a tenth of each. last_days: until when work must be won to help, in sentences. track_record: how it
    did on past weeks, in a sentence; empty if it rests on too little to be scored. pace_weeks: how many weeks the
    pace rests on. flow_13: None if under four weeks are recorded. months_below: of the complete months that count,
    up to twelve (months_counted), those below the floor; `months` are the last of them. oldest_due: in how many
    days the oldest invoice is due, below 0 if it is overdue. verdict_opening: the verdict's words before a colon,
    to set apart; may be empty. trends: the headline numbers over the last six reviews.
    """

    verdict: str
    verdict_kind: str
    verdict_opening: str
    backlog_hours: NumberOrNone
    retained: Fraction
    without_estimate: int
    pace: NumberOrNone
    pace_weeks: int
    backlog_weeks: NumberOrNone
    lead_time_weeks: NumberOrNone
    lead_times: int
    cover: NumberOrNone
    dry_on: date | None
    dry_before: date | None
    booked_weeks: NumberOrNone
    booked_said: str
    flow_13: NumberOrNone
    lean_line: NumberOrNone
    overloaded_line: NumberOrNone
    now: str
    behind_said: str
    starts: tuple[StartRow, ...]
    outlook: tuple[OutlookRow, ...]
    stretches: tuple[StretchRow, ...]
    unnamed: tuple[StretchRow, ...]
    weeks: tuple[ComingWeek, ...]
    weeks_booked: int
    notes: tuple[str, ...]
    last_days: str
    track_record: str
    verdicts: str
    tried: StretchRow | None
    levers: tuple[LeverRow, ...]
    months: tuple[Month, ...]
    income_target: NumberOrNone
    income_floor: NumberOrNone
    months_below: int
    months_counted: int
    outstanding: NumberOrNone
    oldest_days: int | None
    oldest_due: int | None
    money: MoneyPart
    trends: tuple[TrendRow, ...]
