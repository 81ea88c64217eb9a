"""The dated lines of the ledger's files: what happened, what was planned, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from opsledger.source import Span
from opsledger.values.duration import Minutes
from opsledger.values.money import Money
from opsledger.values.rate import Rate


class DatedLine(Protocol):
    """What all lines have: a day (the standing schedule's blocks have none) and a place."""

    @property
    def day(self) -> date | None:
        """The day it is about."""

    @property
    def span(self) -> Span:
        """Where it is."""


Dated = TypeVar("Dated", bound=DatedLine)


class Reference(NamedTuple):
    """The id of a record, an area, a member or a role, and where it is written."""

    id: str
    span: Span


class LogLine(NamedTuple):
    """One event of a `## Log`. What its word does not carry is None.

    amount: of `value`, `cost`, `invoiced`, …, and the signed money of `scope`, as written. minutes: of `hours`,
    `scope`, a subcontractor's cost, or the time a tool saves a week. promised: the day of `next`, `due` and `bill`, and
    the day by which an invoice is due. topic: a feedback's theme, a closing's reason, an assessment's verdict or mark,
    lower case. number: an invoice's. exchange: what one unit of the project's currency was worth that day. gross:
    whether the amount includes VAT.

    net and home are not written but filled in by `Ledger.valued`, if they differ from the amount: net in the
    project's own currency with the tax taken out, home in the ledger's.
    """

    day: date
    word: str
    text: str
    span: Span
    amount: Money | None = None
    minutes: Minutes | None = None
    rate: Rate | None = None
    promised: date | None = None
    topic: str | None = None
    member: Reference | None = None
    number: str | None = None
    exchange: Decimal | None = None
    gross: bool | None = None
    net: Money | None = None
    home: Fraction | None = None

    @property
    def quoted(self) -> str:
        """What was said: its text without the reason that a closing begins with, unless it says nothing else."""
        first, _, rest = self.text.partition(" ")
        is_reason = self.topic is not None and first.strip(".,:;!?").lower() == self.topic
        return rest.strip() if is_reason and rest.strip() else self.text

    @property
    def is_of_unknown_day(self) -> bool:
        """Whether its day is only the first that it can be: an export did not give it."""
        return self.text.endswith(UNKNOWN_DAY)

    @property
    def is_last_contact(self) -> bool:
        """Whether it is a note of when you were last in touch, as a CRM knows it."""
        return self.word == "note" and self.text.startswith(LAST_CONTACT)

    @property
    def own(self) -> Money:
        """Its amount in the project's own currency, net of VAT; 0 if it carries none."""
        return (self.amount or _ZERO) if self.net is None else self.net

    @property
    def money(self) -> Fraction:
        """Its amount in the ledger's currency, net of VAT; 0 if it carries none."""
        return Fraction(self.own) if self.home is None else self.home


_ZERO = Decimal(0)
_CARRIED = LogLine._fields[4:]
_NOTHING_CARRIED = (None,) * len(_CARRIED)


def plain_log_line(day: date, word: str, text: str, span: Span) -> LogLine:
    """A line whose word carries text alone, made the quick way, as most lines are such."""
    return tuple.__new__(LogLine, (day, word, text, span, *_NOTHING_CARRIED))


FROM_MEMORY = "hours before the ledger"
NOTHING_BILLED = "nothing billed yet"  # a project's note: of the work so far no invoice was sent
UNKNOWN_DAY = "on a day that the export does not give"  # ends a line that a CRM's export has no day for
LAST_CONTACT = "last contact"  # begins a note with the day of it, which is all that an export tells


class Block(NamedTuple):
    """A stretch of one day's time, planned or spent; `off` blocks have no target, and their task is its kind, if any.

    minutes: 0 of a block that takes the whole day off. day: None in the standing schedule, which only knows weekdays
    (0 is Monday). start: minutes since midnight, None if only the duration is written.
    """

    weekday: int
    day: date | None
    start: int | None
    minutes: Minutes
    target: Reference | None
    task: str | None
    text: str
    span: Span

    @property
    def is_off(self) -> bool:
        """Whether it takes the day, or a part of it, off instead of filling it."""
        return self.target is None

    @property
    def is_from_memory(self) -> bool:
        """Whether it sums up what was worked before the ledger was kept: its week is none of recorded time."""
        return self.text.strip().casefold() == FROM_MEMORY

    @property
    def is_day_off(self) -> bool:
        """Whether it takes the whole day off."""
        return self.target is None and not self.minutes

    @property
    def end(self) -> int | None:
        """Where it ends, in minutes since midnight, if it has a start."""
        return None if self.start is None else self.start + self.minutes


def log_line(day: date, word: str, text: str, span: Span, carried: Mapping[str, Any]) -> LogLine:
    """A line with what its word carries, by field."""
    return LogLine._make((day, word, text, span, *map(carried.get, _CARRIED)))


# A block from a plain tuple of its fields, in their order, as reading makes thousands.
block_of = cast("Callable[[tuple[object, ...]], Block]", partial(tuple.__new__, Block))


class CostLine(NamedTuple):
    """Money spent on the business itself.

    amount: as written. gross: whether it has VAT in it. net: without it, if that is another amount.
    """

    day: date
    amount: Money
    area: Reference
    member: Reference | None
    minutes: Minutes | None
    text: str
    span: Span
    gross: bool | None = None
    net: Money | None = None

    @property
    def own(self) -> Money:
        """Its amount, net of VAT."""
        return self.amount if self.net is None else self.net

    @property
    def money(self) -> Fraction:
        """The same, exact."""
        return Fraction(self.own)


class MarketingLine(NamedTuple):
    """One piece of marketing done: where, on which of the four themes, and what came of it.

    contact: of talking with a target prospect, whom it was with.
    """

    day: date
    channel: str
    theme: str
    text: str
    span: Span
    reach: int | None = None
    replies: int | None = None
    cost: Money | None = None
    contact: Reference | None = None


class Action(NamedTuple):
    """A decision of a review: what one role is to do.

    review: the review's day. number: its place among the review's actions, from 1. state: `open`, `done` or `dropped`.
    seen: of one settled without a day, the day of the review that found it so; None if none has yet. document: the
    name of a year's or a quarter's review, as `2026-Q3`; empty if the day names it. target: the value that the figure
    of a goal is to reach.
    """

    review: date
    number: int
    state: str
    role: Reference
    text: str
    due: date | None
    done: date | None
    moves: Reference | None
    span: Span
    seen: date | None = None
    document: str = ""
    target: Decimal | None = None

    def is_done_after(self, day: date) -> bool:
        """Whether it was done, or seen done, after a day."""
        settled = self.done or (self.seen if self.state == "done" else None)
        return settled is not None and settled > day

    @property
    def id(self) -> str:
        """The review's name and the action's number in it, as `2026-11-20-2`."""
        return f"{self.document or self.review}-{self.number}"
