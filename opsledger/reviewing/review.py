"""The typed context of a review's template: everything it may say, and nothing else.

Numbers are exact (hours, weeks, money, shares 0 to 1) and None if too little is known; how they look is the template's
filters' business. Texts are the user's and are shown as text.
"""

from __future__ import annotations

from datetime import date

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.cards import FigureCard, RecordCard
from opsledger.reviewing.parts.decide import CoveredRow, FindingRow, OwnStepRow, RoleFindings, ThisWeekRow
from opsledger.reviewing.parts.follow_up import FollowUp
from opsledger.reviewing.parts.inflow import Inflow
from opsledger.reviewing.parts.outflow import Outflow
from opsledger.reviewing.parts.stand import Stand
from opsledger.reviewing.parts.values import NumberOrNone


@dataclass(frozen=True, slots=True)
class Note:
    """What the user wrote into a section of the review's file, in Markdown.

    part: the name of the generated part that the section holds; empty if it holds none. heading: the section's own,
    empty above the first one.
    """

    part: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the days from `since` to `on`, both included.

    remarks: what is odd about the span (a gap to the last review, an overlap with it). missing: what a young ledger
    lacks, as sentences that say what to write next. errors: faults in the files, which the numbers do without.
    this_week: at most three things to do. own_steps: what you wrote down to do on leads in the next seven days, if none
    of those is it. nothing_presses: whether nothing is urgent. findings: the other suggestions. covered: decisions
    that are for the rest. is_young: whether it is one of the first reviews, which show less: what rests on guesses is
    left out. left_out: smaller findings that are not shown. every_finding: all of them, those with most at stake first.
    answers: the three that are beside the headline. figure_cards, record_cards: what a page by itself carries.
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
    own_steps: tuple[OwnStepRow, ...]
    nothing_presses: bool
    findings: tuple[RoleFindings, ...]
    covered: tuple[CoveredRow, ...]
    left_out: int
    every_finding: tuple[FindingRow, ...]
    notes: tuple[Note, ...]
    is_young: bool = False
    answers: tuple[HeadlineAnswer, ...] = ()
    figure_cards: tuple[FigureCard, ...] = ()
    record_cards: tuple[RecordCard, ...] = ()
