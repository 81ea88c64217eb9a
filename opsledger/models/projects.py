"""Work that flows out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.models.lines import NOTHING_BILLED, LogLine, Reference
from opsledger.models.record import LoggedRecord, start_of_last_run
from opsledger.values.duration import Minutes
from opsledger.values.money import Money
from opsledger.values.rate import Rate

STATUSES = ("booked", "started", "paused", "resumed", "delivered", "cancelled", "ended")
OPEN_STATUSES = frozenset(STATUSES[:4])
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Project(LoggedRecord):
    """Work that flows out. price is an amount on a fixed project and a rate a month on a retainer.

    start: the day it is agreed to begin. rollover: the unused minutes of a retainer's month that move to the next at
    most. vat: the share that its invoices add. worth: what one unit of its currency is worth in the ledger's, filled in
    by `Ledger.valued`; 1 in the ledger's own.
    """

    client: Reference | None = None
    lead: Reference | None = None
    service: str | None = None
    billing: str | None = None
    price: Money | Rate | None = None
    rate: Rate | None = None
    estimate: Minutes | None = None
    rollover: Minutes | None = None
    start: date | None = None
    due: date | None = None
    currency: str | None = None
    vat: Decimal | None = None
    worth: Fraction = _ONE

    @property
    def is_unbilled(self) -> bool:
        """Whether its last word on invoices is a note that none was sent so far: all its hours wait for one."""
        return any(line.text.strip() == NOTHING_BILLED for line in self.lines("note")) and not self.first("invoiced")

    @property
    def is_internal(self) -> bool:
        """Whether it is the user's own, no client's."""
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
        """The line since which it is in one of these states, if any."""
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
