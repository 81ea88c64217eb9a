"""Work flowing in, as templates see it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.values import Bounds, Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class StageRow:
    """The open leads of one stage. is_age_at_most: whether the day on which some of them came there is not known."""

    stage: str
    count: int
    value: NumberOrNone
    hours: NumberOrNone
    chance: NumberOrNone
    median_age: NumberOrNone
    is_age_at_most: bool = False


@dataclass(frozen=True, slots=True)
class LeadRow:
    """An open lead: age since its first line, days in its stage, and the standing next step.

    verdict: `pursue`, `clarify` or `avoid`; fits: the same in plain words. Of a CRM's deal, decided_by: its day of
    decision, if that is past; crm_stage: what the CRM calls its stage; is_at_most: whether it may be in it for fewer
    days; heard: when you were last in touch.
    """

    link: Link
    stage: str
    value: NumberOrNone
    age_days: int
    stage_days: int
    next_on: date | None
    next_text: str
    waits: bool
    is_new: bool
    verdict: str
    fits: str
    reasons: tuple[str, ...]
    decides_on: date | None = None
    decided_by: date | None = None
    crm_stage: str = ""
    is_at_most: bool = False
    heard: date | None = None


@dataclass(frozen=True, slots=True)
class TouchRow:
    """Someone to be in touch with: how long ago that was (None: never), and how often you want it to be, in days."""

    link: Link
    days: int | None
    every: int


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """A new lead that has no answer yet, and the day on which you mean to give it."""

    link: Link
    on: date


@dataclass(frozen=True, slots=True)
class AskRow:
    """What to ask some leads, to know whether they fit."""

    questions: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LeadGroup:
    """The leads of one stage that are not shown one by one."""

    stage: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What a source brought in 52 weeks."""

    source: str
    leads: int
    won: int
    closed: int
    interval: Bounds
    value_won: NumberOrNone


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """Marketing on one theme against its cadence. name: what its pieces are called."""

    theme: str
    name: str
    count: int
    target: Fraction
    before: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """Something a prospect said, or why a lead went, in the user's words."""

    day: date
    word: str
    topic: str
    text: str
    link: Link


@dataclass(frozen=True, slots=True)
class Inflow:
    """Work flowing in.

    weighted_now: what the leads may bring if the days that each has stood still count, if that is clearly less.
    unanswered: the open leads of 26 weeks that never had an answer; answers_planned: those of them that you mean to
    answer on a day ahead, which are not in unanswered. touches: whom to be in touch with. repeat, referred: of the
    leads of 52 weeks those from clients worked for before, and those that were recommended; by_referral: those of them
    whose source says so.
    """

    leads_new: int
    leads_before: int | None
    won: int
    closed: int
    win_interval: Bounds
    weighted_value: NumberOrNone
    weighted_low: NumberOrNone
    weighted_high: NumberOrNone
    weighted_now: NumberOrNone
    response_days: NumberOrNone
    unanswered: tuple[Link, ...]
    answers_planned: tuple[PlannedAnswer, ...]
    stages: tuple[StageRow, ...]
    leads: tuple[LeadRow, ...]
    first_leads: tuple[LeadRow, ...]
    other_leads: tuple[LeadGroup, ...]
    asks: tuple[AskRow, ...]
    touches: tuple[TouchRow, ...]
    repeat: int
    referred: int
    by_referral: int
    leads_year: int
    sources: tuple[SourceRow, ...]
    themes: tuple[ThemeRow, ...]
    marketing_hours: NumberOrNone
    marketing_cost: NumberOrNone
    lead_cost: NumberOrNone
    stale_items: tuple[Link, ...]
    unproved: tuple[Link, ...]
    quotes: tuple[Quote, ...]
