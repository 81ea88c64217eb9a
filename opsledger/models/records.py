"""The records of a ledger, one class a kind. What follows from their lines is derived, never stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from opsledger.dataclass import dataclass
from opsledger.models.lines import Block, CostLine, LogLine, MarketingLine, Reference
from opsledger.models.record import LoggedRecord, Record, up_to
from opsledger.values.days import Week
from opsledger.values.duration import Minutes
from opsledger.values.period import Days

CONTACTS = frozenset(("call", "mail", "meeting"))


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
