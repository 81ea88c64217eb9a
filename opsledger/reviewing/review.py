"""The typed context of a review's template: everything it may say, and nothing else.

Numbers are exact (hours, weeks, money, shares 0 to 1) and None if too little is behind them; how they look is the
template's filters' business. Texts are the user's and are shown as text. Nothing compares or prints these types, and
not making the methods for it halves the time they take to import.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

NumberOrNone: TypeAlias = Fraction | None
Bounds: TypeAlias = tuple[float, float] | None


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Link:
    """A record or line by name: its text, its file relative to the ledger, and the line (0: the file)."""

    text: str
    file: str
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class TrendRow:
    """A headline number over the last six reviews and now, the earliest first.

    name: one of `sold`, `usual_week`, `booked_until`, `cover`, `flow`, `received`, `owed`, `leads`, `won`, `rate`,
    `on_time`, `done`. better: `more` or `less`; empty if neither is. days: of the reviews, and of this one. values: at
    each; None if it was too few. A day counts in weeks from its review.
    """

    name: str
    figure: str
    better: str
    days: tuple[date, ...]
    values: tuple[NumberOrNone, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class StartRow:
    """An open lead that says when it wants to begin, and how likely one of its stage is won."""

    link: Link
    week: str
    on: date
    chance: Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class OutlookRow:
    """The chances of two lean, and of two overloaded, weeks in a row within so many weeks."""

    weeks: int
    lean: NumberOrNone
    overloaded: NumberOrNone


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Month:
    """A month's money received, against target and floor."""

    first: date
    received: Fraction
    is_complete: bool
    below_floor: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class MoneyRow:
    """A coming month's money: received so far, certain, and the mean of what is likely and hoped for beside it.

    p10, p50, p90: of all that comes in it. below_floor, below_target: the chance of that; None if none is set. open,
    overdue, booked: the means of open invoices that are not late, of late ones and of booked work, in the month in
    which they come in.
    """

    first: date
    received: Fraction
    certain: Fraction
    likely: Fraction
    hoped: Fraction
    p10: Fraction
    p50: Fraction
    p90: Fraction
    below_floor: NumberOrNone
    below_target: NumberOrNone
    open: Fraction
    overdue: Fraction
    booked: Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class OverdueRow:
    """An invoice that is overdue: by how many days, and how late its client usually pays (None: never paid yet)."""

    link: Link
    client: str
    number: str
    amount: Fraction
    due: date
    days: int
    usual: int | None


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class MoneyPart:
    """Money ahead: six months, none if nothing is to be expected; what is overdue, longest first; the reserve.

    beyond: what clients owe who are later than they ever were, counted as likely and in no month as certain.
    reserve_months: of living and tools. reserve_ends: the first day of the month in which it would be used up.
    """

    months: tuple[MoneyRow, ...]
    overdue: tuple[OverdueRow, ...]
    overdue_amount: Fraction
    beyond: Fraction
    floor: NumberOrNone
    target: NumberOrNone
    reserve: NumberOrNone
    reserve_months: NumberOrNone
    reserve_ends: date | None


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Stand:
    """Where we stand: the two flows against each other, the coming weeks, and the income.

    booked_said: booked work as sold, as it likely is, and as the coming weeks hold it, in sentences. dry_on: until when
    booked work fills the weeks; booked_weeks: the weeks until then. outlook, stretches: what the coming weeks add up
    to; none if the forecast rests on priors. unnamed: the stretches that the headline does not name and that matter.
    now: `lean` or `overloaded` if the last two weeks were so, else empty; behind_said: those weeks, in words.
    starts: open leads that want to begin in the coming weeks. levers: what would move `tried`, a stretch. weeks, notes:
    the forecast, and what is to be said of it; none if nothing is recorded. last_days: until when work must be won
    to help, in sentences. track_record: how it did on past weeks, in a sentence; empty if it rests on too little to be
    scored. pace_weeks: how many weeks the pace rests on. flow_13: None if under four weeks are recorded.
    months_below: of the complete months that count, up to twelve (months_counted), those below the floor; `months` are
    the last of them. trends: the headline numbers over the last six reviews.
    """

    verdict: str
    verdict_kind: str
    backlog_hours: NumberOrNone
    without_estimate: int
    pace: NumberOrNone
    pace_weeks: int
    backlog_weeks: NumberOrNone
    lead_time_weeks: NumberOrNone
    lead_times: int
    cover: NumberOrNone
    dry_on: date | None
    booked_weeks: NumberOrNone
    booked_said: str
    flow_13: NumberOrNone
    now: str
    behind_said: str
    starts: tuple[StartRow, ...]
    outlook: tuple[OutlookRow, ...]
    stretches: tuple[StretchRow, ...]
    unnamed: tuple[StretchRow, ...]
    weeks: tuple[ComingWeek, ...]
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
    money: MoneyPart
    trends: tuple[TrendRow, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class ActionRow:
    """A decision of an earlier review and what became of it; then and now are of the figure it was to move."""

    id: str
    role: str
    text: str
    link: Link
    state: str
    due: date | None
    done: date | None
    is_overdue: bool
    moves: str | None
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class ChangeRow:
    """One thing that happened to a record; words are to be read right behind its link."""

    link: Link
    words: str


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class StageRow:
    """The open leads of one stage."""

    stage: str
    count: int
    value: NumberOrNone
    hours: NumberOrNone
    chance: NumberOrNone
    median_age: NumberOrNone


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class LeadRow:
    """An open lead: age since its first line, days in its stage, and the standing next step.

    verdict: `pursue`, `clarify` or `avoid`; fits: the same in plain words.
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


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class TouchRow:
    """Someone to be in touch with: how long ago that was (None: never), and how often you want it to be, in days."""

    link: Link
    days: int | None
    every: int


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class AskRow:
    """What to ask some leads, to know whether they fit."""

    questions: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class LeadGroup:
    """The leads of one stage that are not shown one by one."""

    stage: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class SourceRow:
    """What a source brought in 52 weeks."""

    source: str
    leads: int
    won: int
    closed: int
    interval: Bounds
    value_won: NumberOrNone


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class ThemeRow:
    """Marketing on one theme against its cadence."""

    theme: str
    count: int
    target: Fraction
    before: int | None


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Quote:
    """Something a prospect said, or why a lead went, in the user's words."""

    day: date
    word: str
    topic: str
    text: str
    link: Link


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Inflow:
    """Work flowing in.

    unanswered: the leads of 26 weeks that never had an answer. touches: whom to be in touch with. repeat, referred: of
    the leads of 52 weeks those from clients worked for before, and those that were recommended.
    """

    leads_new: int
    leads_before: int | None
    won: int
    closed: int
    win_interval: Bounds
    weighted_value: NumberOrNone
    weighted_low: NumberOrNone
    weighted_high: NumberOrNone
    response_days: NumberOrNone
    unanswered: tuple[Link, ...]
    stages: tuple[StageRow, ...]
    leads: tuple[LeadRow, ...]
    first_leads: tuple[LeadRow, ...]
    other_leads: tuple[LeadGroup, ...]
    asks: tuple[AskRow, ...]
    touches: tuple[TouchRow, ...]
    repeat: int
    referred: int
    leads_year: int
    sources: tuple[SourceRow, ...]
    themes: tuple[ThemeRow, ...]
    marketing_hours: NumberOrNone
    marketing_cost: NumberOrNone
    lead_cost: NumberOrNone
    stale_items: tuple[Link, ...]
    unproved: tuple[Link, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class ProjectRow:
    """An open project's burn, promise, scope and last contact.

    left: the hours left as sold; likely: those it still takes, by your own estimate or your usual overrun, never 0.
    done_on: when they are worked off at its own pace; None if nobody can tell.
    """

    link: Link
    status: str
    started: date | None
    spent: NumberOrNone
    sold: NumberOrNone
    burnt: NumberOrNone
    left: NumberOrNone
    likely: NumberOrNone
    promise: date | None
    revised: date | None
    is_late: bool
    done_on: date | None
    paid_scope: NumberOrNone
    unpaid_scope: NumberOrNone
    contact_days: int | None


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class DeliveredRow:
    """A project delivered in the period, evaluated; promise: the first, revised: the last."""

    link: Link
    on: date
    promise: date | None
    revised: date | None
    estimate: NumberOrNone
    spent: NumberOrNone
    rate: NumberOrNone
    margin: NumberOrNone
    paid_scope: NumberOrNone
    unpaid_scope: NumberOrNone
    interactions: int
    praise: int
    complaints: int
    improve: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class AreaRow:
    """Hours of the period on one area, planned and actual."""

    area: str
    planned: NumberOrNone
    actual: NumberOrNone


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class CalendarBlock:
    """A stretch of a day: from `start`, in minutes since midnight (none if only its length is known).

    link: to its line, by the name of the record that it is for.
    """

    start: int | None
    minutes: int
    target: str
    area: str
    link: Link


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class CalendarDay:
    """A day of the calendar, with what was planned for it and what was done."""

    day: date
    is_off: bool
    planned: tuple[CalendarBlock, ...]
    actual: tuple[CalendarBlock, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class CalendarWeek:
    """A week of the calendar: Monday to Friday, and the weekend if it has a block; is_coming: the week after."""

    week: str
    is_coming: bool
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class AreaSign:
    """The sign of an area in the calendar: a letter, and the number of its colour, 0 to 9."""

    area: str
    letter: str
    colour: int


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class OffRow:
    """Days off that are ahead, from the first to the last. days: how many working days they come to."""

    first: date
    last: date
    days: Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class DaysOff:
    """The days off of the calendar year: holiday allowed, taken, planned and left, and days ill."""

    allowed: NumberOrNone
    taken: NumberOrNone
    planned: NumberOrNone
    left: NumberOrNone
    sick: NumberOrNone


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class SchedulePlan:
    """The schedule: what became of the plan, and whether the coming one is feasible.

    by_schedule: the coming week has no Plan, and schedule.md stands in for it. usual_weeks: how many weeks
    `usual_hours` rests on. judged: `realistic`, `more than the hours available` or `more than your last weeks held`.
    """

    areas: tuple[AreaRow, ...]
    grid: str
    calendar: tuple[CalendarWeek, ...]
    signs: tuple[AreaSign, ...]
    kept: NumberOrNone
    moved: NumberOrNone
    dropped: NumberOrNone
    unplanned: NumberOrNone
    realism: NumberOrNone
    realism_weeks: int
    coming_week: str
    coming_hours: NumberOrNone
    by_schedule: bool
    usual_hours: NumberOrNone
    usual_weeks: int
    available_hours: NumberOrNone
    is_feasible: bool | None
    judged: str
    client_share: NumberOrNone
    days_off: DaysOff | None
    off_ahead: tuple[OffRow, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class ToolRow:
    """A tool that needs a review."""

    link: Link
    cost: NumberOrNone
    contribution: NumberOrNone
    assessed_days: int | None
    renews: date | None


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class TaskRow:
    """A task that a member could take over. member: their id; link: to them by name."""

    task: str
    hours: Fraction
    member: str
    gain: NumberOrNone
    link: Link


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class RatioRow:
    """What a delivered project took of its estimate."""

    link: Link
    on: date
    estimate: Fraction
    ratio: Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class RatePart:
    """What took something off an hour's price, or added to it."""

    name: str
    amount: Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Outflow:
    """Work flowing out.

    rate: what an hour for clients earned in 52 weeks; rate_sold: what it was sold for; rate_parts: what lies between.
    """

    projects: tuple[ProjectRow, ...]
    delivered: tuple[DeliveredRow, ...]
    rate: NumberOrNone
    rate_projects: int
    rate_target: NumberOrNone
    rate_sold: NumberOrNone
    rate_parts: tuple[RatePart, ...]
    estimate_median: NumberOrNone
    estimate_p80: NumberOrNone
    estimate_projects: int
    ratios: tuple[RatioRow, ...]
    plan: SchedulePlan
    tools_cost: NumberOrNone
    tools: tuple[ToolRow, ...]
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class CoveredRow:
    """A decision on your list that is for what the numbers ask again."""

    text: str
    due: date | None
    link: Link


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class RoleFindings:
    """The findings of one role."""

    role: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Note:
    """What the user wrote into a section of the review's file, in Markdown.

    part: the name of the generated part that the section holds; empty if it holds none. heading: the section's own,
    empty above the first one.
    """

    part: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class HeadlineAnswer:
    """An answer beside the headline: its question in a word, and what is so.

    amount: of money, if it is about that. state: `good`, `bad` or empty. figure: what it rests on. trend: the name
    of the headline number whose line is drawn beside it.
    """

    name: str
    said: str
    amount: NumberOrNone
    state: str
    figure: str
    trend: str


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class FigureCard:
    """A figure in short: what it means, how many lines it rests on, and the last of them; more: how many others.

    about: the part behind its name; empty if it has none.
    """

    name: str
    title: str
    about: str
    means: str
    n: int
    lines: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class RecordCard:
    """A record in short: how it stands, what is next, and the last lines of its log."""

    file: str
    title: str
    state: str
    next_on: date | None
    next_text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Review:
    """A review of the days from `since` to `on`, both included.

    remarks: what is odd about the span (a gap to the last review, an overlap with it). missing: what a young ledger
    lacks, as sentences that say what to write next. errors: faults in the files, which the numbers do without.
    this_week: at most three things to do. findings: the other suggestions. covered: decisions that are for the rest.
    left_out: smaller findings that are not shown. every_finding: all of them, those with most at stake first.
    answers: the three that stand beside the headline. figure_cards, record_cards: what a page by itself carries.
    """

    business: str
    currency: str
    on: date
    since: date
    minutes: int
    remarks: tuple[str, ...]
    missing: tuple[str, ...]
    errors: int
    stand: Stand
    follow_up: FollowUp
    inflow: Inflow
    outflow: Outflow
    this_week: tuple[ThisWeekRow, ...]
    findings: tuple[RoleFindings, ...]
    covered: tuple[CoveredRow, ...]
    left_out: int
    every_finding: tuple[FindingRow, ...]
    notes: tuple[Note, ...]
    answers: tuple[HeadlineAnswer, ...] = ()
    figure_cards: tuple[FigureCard, ...] = ()
    record_cards: tuple[RecordCard, ...] = ()
