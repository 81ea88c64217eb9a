"""A life: everything that happened to a business by a day, and what is going on in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.simulator.jobs import Job, Retainer
from benchmarks.simulator.market import Inquiry
from benchmarks.simulator.money import Bill
from benchmarks.simulator.person import Person

WARM_UP = 150  # days before the ledger is begun, so that it does not start from nothing


@dataclass
class Life:
    """Everything that happened up to `today`, by the day's number from `first`.

    salt: what all luck is drawn from. worked: client hours by week, those included that nobody wrote down. engaged:
    the hours of marketing a week that advice adds. wishes: days by which the start of a lead's job was moved.
    follow_ups: who will come back, and when.
    """

    person: Person
    first: date
    days: int
    salt: str
    today: int = -WARM_UP - 1
    inquiries: list[Inquiry] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    retainers: list[Retainer] = field(default_factory=list)
    bills: list[Bill] = field(default_factory=list)
    holidays: set[int] = field(default_factory=set)
    sick: set[int] = field(default_factory=set)
    blocks: dict[int, list[tuple[str, float]]] = field(default_factory=dict)
    plans: dict[int, list[tuple[int, str, float]]] = field(default_factory=dict)
    posts: list[tuple[int, str]] = field(default_factory=list)
    worked: dict[int, float] = field(default_factory=dict)
    aftercare: dict[int, list[str]] = field(default_factory=dict)
    follow_ups: list[tuple[int, str]] = field(default_factory=list)
    wishes: dict[str, float] = field(default_factory=dict)
    awareness: float = 0.7
    busy: float = 0.7
    mood: float = 1.0
    ill_until: int = -WARM_UP - 1
    engaged: float = 0.0
    open_jobs: list[Job] = field(default_factory=list)
    open_inquiries: list[Inquiry] = field(default_factory=list)

    def date_of(self, day: int) -> date:
        """The date of a day's number."""
        return self.first + timedelta(days=day)

    def luck(self, of: str) -> Random:
        """A stream of luck of its own, so that one decision leaves all other luck as it is."""
        return Random(f"{of} {self.salt}")

    @property
    def pressure(self) -> float:
        """How busy the owner is, from 0 to 1."""
        return min(max((self.busy - 0.5) / 0.45, 0.0), 1.0)

    def add_job(self, job: Job) -> None:
        """Something was booked."""
        self.jobs.append(job)
        self.open_jobs.append(job)

    def add_inquiry(self, inquiry: Inquiry) -> None:
        """Somebody asked."""
        self.inquiries.append(inquiry)
        self.open_inquiries.append(inquiry)
