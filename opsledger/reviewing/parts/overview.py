"""Where the business stands on one screen: of a review's parts the few that ask for something now."""

from __future__ import annotations

from datetime import date

from opsledger.dataclass import dataclass
from opsledger.models.lines import Action
from opsledger.reviewing.parts.decide import OwnStepRow, ThisWeekRow
from opsledger.reviewing.parts.inflow import LeadRow
from opsledger.reviewing.parts.money import MoneyPart
from opsledger.reviewing.parts.schedule import OffRow
from opsledger.reviewing.parts.stand import StretchRow
from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class LateRow:
    """A project past its promise."""

    link: Link
    due: date


@dataclass(frozen=True, slots=True)
class AskingRow:
    """A client who waits for an answer, and since when."""

    link: Link
    since: date


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the business stands on a day, as the review of that day says it.

    has_weeks: whether the coming weeks can be shown. missing: what a young ledger lacks. own_steps: as of the
    review. waiting: leads whose next
    move is yours. asking: clients who wait for an answer. overdue: your decisions past their day. coming_week and what
    follows: the plan of the next week.
    """

    business: str
    currency: str
    on: date
    verdict: str
    unnamed: tuple[StretchRow, ...]
    has_weeks: bool
    missing: tuple[str, ...]
    this_week: tuple[ThisWeekRow, ...]
    own_steps: tuple[OwnStepRow, ...]
    waiting: tuple[LeadRow, ...]
    asking: tuple[AskingRow, ...]
    overdue: tuple[Action, ...]
    late: tuple[LateRow, ...]
    outstanding: NumberOrNone
    oldest_days: int | None
    money: MoneyPart
    coming_week: str
    coming_hours: NumberOrNone
    by_schedule: bool
    is_feasible: bool | None
    judged: str
    off_ahead: tuple[OffRow, ...]
