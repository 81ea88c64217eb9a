"""The records of a ledger, one class a kind. What follows from their lines is derived, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Self

from opsledger.models.lines import Action, Block, CostLine, Dated, LogLine, MarketingLine, Reference
from opsledger.source import SourceFile, Span
from opsledger.values.days import Week
from opsledger.values.duration import Minutes
from opsledger.values.money import Money
from opsledger.values.period import Days
from opsledger.values.rate import Rate

CLOSINGS = ("won", "lost", "declined")
LOST = CLOSINGS[1:]
CRM_KEYS = ("hubspot", "pipedrive")  # under which a lead keeps the number of its deal
STATUSES = ("booked", "started", "paused", "resumed", "delivered", "cancelled", "ended")
OPEN_STATUSES = frozenset(STATUSES[:4])
CONTACTS = frozenset(("call", "mail", "meeting"))
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record:
    """What every file of the ledger has in common.

    front: where the value of each front-matter key stands. extra: keys that are the user's own, as text.
    """

    id: str
    document: SourceFile
    front: Mapping[str, Span]
    extra: Mapping[str, str | list[str]]

    @property
    def file(self) -> str:
        """The file's path relative to the ledger."""
        return self.document.path

    @property
    def whole(self) -> Span:
        """The place that stands for the record: its first line."""
        return Span(self.document, 0, len(self.document.line_text(1)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoggedRecord(Record):
    """A record with a `## Log`: its lines by day, those of one day in the order they stand."""

    name: str | None
    log: tuple[LogLine, ...]

    @property
    def title(self) -> str:
        """Its name, or its id if it has none."""
        return self.name or self.id

    @property
    def first_day(self) -> date | None:
        """The day of its first line."""
        return self.log[0].day if self.log else None

    @property
    def last_day(self) -> date | None:
        """The day of its last line."""
        return self.log[-1].day if self.log else None

    def lines(self, *words: str) -> list[LogLine]:
        """Its lines with one of these words."""
        return [line for line in self.log if line.word in words]

    def up_to(self, day: date) -> Self:
        """The record without the lines after a day."""
        if not self.log or self.log[-1].day <= day:
            return self
        return replace(self, log=up_to(self.log, day))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lead(LoggedRecord):
    """Work that may flow in.

    value and hours are as the front matter states them; `worth` and `size` are as last stated. chance: the owner's own,
    0 to 1. decision: the day on which they decide. referred_by: who sent them.
    """

    source: str | None
    client: Reference | None = None
    email: tuple[str, ...] = ()
    service: str | None = None
    value: Money | None = None
    hours: Minutes | None = None
    chance: Decimal | None = None
    decision: date | None = None
    start: date | None = None
    due: date | None = None
    referred_by: Reference | None = None
    scope: bool | None = None
    timeframe: bool | None = None
    budget: bool | None = None
    ideal: bool | None = None
    stages: tuple[str, ...]

    @property
    def is_imported(self) -> bool:
        """Whether a CRM's export brought it: that knows when a deal began and closed, and not who wrote when."""
        return any(key in self.extra for key in CRM_KEYS)

    def stage_lines(self) -> list[LogLine]:
        """The lines that moved it: the open stages and the closings."""
        return [line for line in self.log if line.word in CLOSINGS or line.word in self.stages]

    @property
    def stage(self) -> str:
        """Its last stage word; the first stage if it has none."""
        for line in reversed(self.log):
            if line.word in self.stages or line.word in CLOSINGS:
                return line.word
        return self.stages[0]

    @property
    def stage_line(self) -> LogLine | None:
        """The line since which it stands in its stage: the first of the unbroken run of its last stage word."""
        return start_of_last_run(self.stage_lines())

    @property
    def stage_since(self) -> date | None:
        """The day since which it stands in its stage."""
        line = self.stage_line
        return line.day if line else self.first_day

    @property
    def opened(self) -> LogLine | None:
        """The line it began with; of one taken up again after it was lost or declined, the first since then."""
        first = self.log[0] if self.log else None
        again: LogLine | None = None
        is_closed = False
        for line in self.log:
            if line.word in LOST:
                is_closed, again = True, None
            elif is_closed:
                if line.word in ("in", "out", "next", "won") or line.word in self.stages:
                    again = again or line
                if line.word == "won" or line.word in self.stages:
                    first, is_closed = again, False
        return first

    @property
    def came_back(self) -> LogLine | None:
        """The last `in` since it was lost or declined, unless you answered: they ask again, and nobody took it up."""
        if self.stage not in LOST or self.stage_line is None:
            return None
        since = self.log[self.log.index(self.stage_line) :]
        asked = [number for number, line in enumerate(since) if line.word == "in"]
        if not asked or any(line.word == "out" or line.word in LOST for line in since[asked[-1] + 1 :]):
            return None
        return since[asked[-1]]

    @property
    def is_open(self) -> bool:
        """Whether it is neither won, lost nor declined."""
        return self.stage not in CLOSINGS

    @property
    def worth(self) -> Money | None:
        """Its value as last stated."""
        return next((line.amount for line in reversed(self.log) if line.word == "value"), self.value)

    @property
    def size(self) -> Minutes | None:
        """Its hours as last stated, in minutes."""
        return next((line.minutes for line in reversed(self.log) if line.word == "hours"), self.hours)

    @property
    def standing_next(self) -> LogLine | None:
        """The last `next` line, unless an `in`, `out` or stage line on or after its promised day has kept it."""
        for number in range(len(self.log) - 1, -1, -1):
            line = self.log[number]
            if line.word == "next" and line.promised:
                later = self.log[number + 1 :]
                kept = any(other.day >= line.promised and self._keeps(other) for other in later)
                return None if kept else line
        return None

    def _keeps(self, line: LogLine) -> bool:
        return line.word in ("in", "out") or line.word in CLOSINGS or line.word in self.stages


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Project(LoggedRecord):
    """Work that flows out. price is an amount on a fixed project and a rate a month on a retainer.

    rollover: the unused minutes of a retainer's month that move to the next at most. vat: the share that its invoices
    add. worth: what one unit of its currency is worth in the ledger's, filled in by `Ledger.valued`; 1 in the ledger's
    own.
    """

    client: Reference | None = None
    lead: Reference | None = None
    service: str | None = None
    billing: str | None = None
    price: Money | Rate | None = None
    rate: Rate | None = None
    estimate: Minutes | None = None
    rollover: Minutes | None = None
    due: date | None = None
    currency: str | None = None
    vat: Decimal | None = None
    worth: Fraction = _ONE

    @property
    def is_internal(self) -> bool:
        """Whether it is one's own, no client's."""
        return self.billing == "internal"

    @property
    def is_retainer(self) -> bool:
        """Whether it is sold by the month."""
        return self.billing == "retainer"

    def status_lines(self) -> list[LogLine]:
        """The lines that moved it."""
        return [line for line in self.log if line.word in STATUSES]

    @property
    def status(self) -> str | None:
        """Its last status word."""
        return next((line.word for line in reversed(self.log) if line.word in STATUSES), None)

    @property
    def is_open(self) -> bool:
        """Whether it is booked or started and not yet delivered, cancelled or ended."""
        return self.status in OPEN_STATUSES

    def first(self, *words: str) -> LogLine | None:
        """Its first line with one of these words."""
        return next((line for line in self.log if line.word in words), None)

    def reached(self, *words: str) -> LogLine | None:
        """The line since which it stands in one of these states, if it does."""
        line = start_of_last_run(self.status_lines())
        return line if line and line.word in words else None

    @property
    def delivered_on(self) -> date | None:
        """The day it was delivered, if it still counts as delivered."""
        line = self.reached("delivered")
        return line.day if line else None

    @property
    def started_on(self) -> date | None:
        """The day of its first `started`."""
        line = self.first("started")
        return line.day if line else None

    @property
    def promise(self) -> date | None:
        """The first promise: the front matter's `due`, else the first `due` line."""
        line = self.first("due")
        return self.due or (line.promised if line else None)

    @property
    def revised_promise(self) -> date | None:
        """The promise as last revised, or the first."""
        return next((line.promised for line in reversed(self.log) if line.word == "due"), self.due)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeekSheet(Record):
    """One ISO week: what was planned, done, spent and said. hours and client_hours: minutes, net of time off."""

    week: Week
    hours: Minutes | None = None
    client_hours: Minutes | None = None
    focus: str | None = None
    plan: tuple[Block, ...] = ()
    actual: tuple[Block, ...] = ()
    costs: tuple[CostLine, ...] = ()
    marketing: tuple[MarketingLine, ...] = ()

    def up_to(self, day: date) -> WeekSheet:
        """The week with its whole plan, and without what happened after a day."""
        if self.week.sunday <= day:
            return self
        return replace(
            self,
            actual=up_to(self.actual, day),
            costs=up_to(self.costs, day),
            marketing=up_to(self.marketing, day),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Client(LoggedRecord):
    """Someone worked for. health: `green`, `yellow` or `red`. terms: the days they have to pay; vat: as a project's."""

    email: tuple[str, ...] = ()
    since: date | None = None
    health: str | None = None
    terms: int | None = None
    vat: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Account(LoggedRecord):
    """The business's account: what is on it, what of that is put aside, and what was taken from it."""

    name: str | None = None

    def stated(self, word: str) -> LogLine | None:
        """The last line that says how much there is, of `balance` or `tax`."""
        return next((line for line in reversed(self.log) if line.word == word), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contact(LoggedRecord):
    """Someone to keep in touch with. kind: what they are to the business. every: the most days between two contacts."""

    org: str | None = None
    kind: str | None = None
    every: Days | None = None
    email: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WebsiteItem(LoggedRecord):
    """Something the website shows."""

    type: str | None = None
    url: str | None = None
    project: Reference | None = None
    client: Reference | None = None

    @property
    def is_live(self) -> bool:
        """Whether it was published or updated and not retired since."""
        words = self.lines("published", "updated", "retired")
        return bool(words) and words[-1].word != "retired"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tool(LoggedRecord):
    """Software or a service paid for."""

    jobs: tuple[str, ...] = ()
    renews: date | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it is still paid for: not cancelled, or paid again since."""
        words = self.lines("cost", "cancelled")
        return not words or words[-1].word != "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Member(LoggedRecord):
    """A subcontractor and what they can take over."""

    tasks: tuple[str, ...] = ()
    status: str | None = None

    @property
    def is_active(self) -> bool:
        """Whether work can be given to them; if nothing is said it can."""
        return self.status != "paused"


DRAFT = "review.draft"  # among the frozen values: `opsledger watch` made it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WrittenReview(Record):
    """A review as it was written down. minutes: what the hour took.

    on: its day; of a year's or a quarter's the last day it looks at. is_long: whether it is a year's or a quarter's.
    frozen: the values of the figures as they were when it was written, by name; None if they are not kept.
    """

    on: date
    since: date | None = None
    minutes: Minutes | None = None
    decisions: tuple[Action, ...] = ()
    read_in_part: tuple[Action, ...] = ()
    frozen: Mapping[str, object] | None = None
    is_long: bool = False

    @property
    def is_held(self) -> bool:
        """Whether somebody held it: it says how long it took, decides something, or was made by `opsledger review`.

        `opsledger watch` writes one on any day on which it runs, and marks it as a draft.
        """
        return bool(self.minutes or self.decisions or self.read_in_part or not (self.frozen or {}).get(DRAFT))

    def up_to(self, day: date) -> WrittenReview:
        """The review as it stood: what was done, or without a day seen done, after it is still open."""
        if not any(action.is_done_after(day) for action in self.decisions):
            return self
        decisions = tuple(
            action._replace(state="open", done=None, seen=None) if action.is_done_after(day) else action
            for action in self.decisions
        )
        return replace(self, decisions=decisions)


def up_to(lines: tuple[Dated, ...], day: date) -> tuple[Dated, ...]:
    """The lines dated on or before a day."""
    return tuple(line for line in lines if line.day and line.day <= day)


def start_of_last_run(lines: list[LogLine]) -> LogLine | None:
    """The first of the unbroken run of lines that end with the last one's word."""
    start: LogLine | None = None
    for line in reversed(lines):
        if start is not None and line.word != start.word:
            break
        start = line
    return start
