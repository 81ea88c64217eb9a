"""The settings of a ledger: the business, its targets and its ideal client. Every one has a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from opsledger.dataclass import dataclass
from opsledger.source import SETTINGS_FILE
from opsledger.values.days import Interval
from opsledger.values.duration import A_DAY, Minutes
from opsledger.values.money import Money

FILE = SETTINGS_FILE
FORMAT = 1
THEMES: Mapping[str, str] = MappingProxyType(  # of marketing, each with what it is for
    {
        "work": "showing work that is new or brought up to date",
        "topic": "a topic that your audience cares about",
        "win": "a customer's success, or a project's milestone",
        "engage": "talking with people who may become clients",
    }
)


@dataclass(frozen=True, slots=True)
class Targets:
    """What the business means to earn: money a month, and money an hour."""

    income: Money | None = None
    floor: Money | None = None
    rate: Money | None = None


@dataclass(frozen=True, slots=True)
class IdealClient:
    """What a good lead looks like: a service offered, a least budget, a shortest timeframe in weeks."""

    services: tuple[str, ...] = ()
    budget: Money | None = None
    weeks: Decimal | None = None


def _areas() -> Mapping[str, Minutes]:
    hours = {"marketing": 4, "sales": 3, "admin": 2, "coo": 0.5, "ceo": 0.5, "finance": 1, "learning": 2}
    return MappingProxyType({area: int(60 * value) for area, value in hours.items()})


def _stages() -> Mapping[str, Decimal]:
    chances = {"inquiry": "0.10", "qualified": "0.25", "proposal": "0.40", "verbal": "0.80"}
    return MappingProxyType({stage: Decimal(chance) for stage, chance in chances.items()})


def _cadence() -> Mapping[str, Decimal]:
    return MappingProxyType(dict(zip(THEMES, map(Decimal, (1, 2, 1, 4)), strict=True)))


def _fresh() -> Mapping[str, int]:
    return MappingProxyType(
        {"case-study": 120, "testimonial": 90, "story": 90, "portfolio": 180, "page": 365, "tool": 180}
    )


def _no_rates() -> Mapping[str, Decimal]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `opsledger.yaml` says, with the defaults if it says nothing.

    hours, client_hours, areas: minutes a week. day: the minutes of a working day, by which days are read. holiday: days
    of it a year. tasks: each with the share (0 to 1) of an hour of it that hourly work bills. stages: each open stage
    in order, with the prior chance (0 to 1) of winning from it. review_every, stale_after, fresh: days. marketing:
    pieces a fortnight by theme. kept_since: the first day that is kept by hand; what is older came from other programs.
    famine, feast: shares of a week's capacity for clients.
    """

    business: str | None = None
    currency: str = "EUR"
    vat: Decimal | None = None
    rates: Mapping[str, Decimal] = field(default_factory=_no_rates)
    terms: int = 30
    living: Money | None = None
    hours: Minutes = 36 * 60
    client_hours: Minutes = 24 * 60
    day: Minutes = A_DAY
    holiday: Decimal | None = None
    kept_since: date | None = None
    time_off: tuple[Interval, ...] = ()
    areas: Mapping[str, Minutes] = field(default_factory=_areas)
    tasks: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    roles: tuple[str, ...] = ("ceo", "coo", "finance", "sales", "marketing", "production", "customer-service", "hr")
    review_every: int = 14
    review_minutes: Minutes = 60
    targets: Targets = Targets()
    stages: Mapping[str, Decimal] = field(default_factory=_stages)
    stale_after: int = 10
    ideal_client: IdealClient = IdealClient()
    marketing: Mapping[str, Decimal] = field(default_factory=_cadence)
    fresh: Mapping[str, int] = field(default_factory=_fresh)
    famine: Decimal = Decimal("0.60")
    feast: Decimal = Decimal("1.10")
