"""What an owner gains who does the three things of each review: the same life with and without, and the same luck."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev

from benchmarks.simulator.business import Business
from benchmarks.simulator.ledger import ledger_files
from benchmarks.simulator.life import Life
from benchmarks.simulator.owner import Decision
from opsledger.figures.standing import Standing
from opsledger.findings.every import chosen
from opsledger.findings.finding import Finding, Measured
from opsledger.forecast.coming import forecast
from opsledger.forecast.verdicts import course_of
from opsledger.loading import load
from opsledger.measuring.every import measure

WEEKS = 104
RUNS = 60
_LATER_DAYS, _SOONER_DAYS = 14.0, 28.0
_ENGAGED_HOURS = 3.0
_HANDED_SHARE = 0.5


def follow(life: Life) -> Sequence[Decision]:
    """What an owner decides who does what the review says for this week, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ledger_files(life).items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        ledger = load(folder)
    day = life.date_of(life.today)
    standing = Standing(ledger, day)
    measured = Measured(standing, measure(standing), forecast(ledger, day, runs=RUNS))
    return [decision for row in chosen(measured).this_week for decision in _decisions(row.finding)]


def _decisions(finding: Finding) -> Iterator[Decision]:
    """What doing a finding's action comes to in the simulator, as its words say it; of most nothing."""
    record = finding.about[0] if finding.about else ""
    if finding.rule == "broken-promises":
        yield from _kept_or_moved(finding)
    elif finding.action.startswith("Give the free hours") and record:
        yield Decision("first", record)
    elif finding.rule in ("lean-ahead", "stale-leads", "unanswered-leads", "spoken-yes") and record:
        yield from (Decision("push", each) for each in finding.about)
    elif finding.rule == "begin-sooner" and record:
        yield Decision("sooner", record, _SOONER_DAYS)
    elif finding.action.startswith("Ask two past clients"):
        yield from (Decision("ask") for _ in range(2))
    elif finding.rule in ("lean-ahead", "dry-spell"):
        yield Decision("ask")
    elif finding.rule == "new-leads":
        yield Decision("engage", amount=_ENGAGED_HOURS)
        yield Decision("ask")
    elif finding.rule == "cadence":
        yield Decision("engage", amount=_ENGAGED_HOURS)
    elif finding.rule == "overloaded-ahead" and record:
        yield Decision("later", record, _LATER_DAYS)


def _kept_or_moved(finding: Finding) -> Iterator[Decision]:
    """A promise is moved only if the words say so; to plan hours for a job, or to finish it, is to do it first."""
    finish, _, _ = finding.action.partition(" next week")
    quick = 0 if not finish.startswith("Finish ") else 1 + (" and " in finish)
    moved = ("later date" in finding.action or "new date" in finding.action) and not finding.action.startswith("Put ")
    for number, record in enumerate(finding.about):
        is_first = number < quick or not moved
        yield Decision("first", record) if is_first else Decision("promise", record, _LATER_DAYS)


@dataclass(frozen=True)
class Gain:
    """With advice less without: the shares of lean and overloaded weeks, and money as a share of full weeks' price."""

    lean: float
    overloaded: float
    money: float


def gain(seed: int) -> Gain:
    """What one owner gains."""
    without, advised = (_outcome(Business(seed, weeks=WEEKS, owner=owner)) for owner in (None, follow))
    return Gain(*(b - a for a, b in zip(without, advised, strict=True)))


def mean_gain(values: Sequence[float]) -> tuple[float, float]:
    """The mean gain in hundredths, and half of its 95 % interval."""
    hundredths = [100 * value for value in values]
    half = 1.96 * stdev(hundredths) / math.sqrt(len(hundredths)) if len(hundredths) > 1 else math.nan
    return mean(hundredths), half


def _outcome(business: Business) -> tuple[float, float, float]:
    """The shares of lean and overloaded weeks, and what was received as a share of full client weeks' price."""
    life = business.life
    with tempfile.TemporaryDirectory() as folder:
        for name, text in business.files().items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        ledger = load(folder)
    course = course_of(Standing(ledger, life.date_of(life.days - 1)))
    weeks = course.known(min(course.hours), max(course.hours))
    lean, overloaded = (sum(course.is_so(kind, week) for week in weeks) / len(weeks) for kind in ("lean", "overloaded"))
    received = sum(bill.amount for bill in life.bills if bill.paid is not None and 0 <= bill.paid < life.days)
    return lean, overloaded, received / (business.weeks * life.person.client_hours * life.person.rate)


def gains_report(found: Sequence[Gain]) -> Iterator[str]:
    """The mean gain with a 95 % interval."""
    for name, what in (("lean", "lean weeks"), ("overloaded", "overloaded weeks"), ("money", "money received")):
        if not found:
            return
        middle, half = mean_gain([getattr(each, name) for each in found])
        unit = "% of full weeks' price" if name == "money" else "% of weeks"
        yield f"{what}: {middle:+.1f} {unit} ({middle - half:+.1f} to {middle + half:+.1f}, n {len(found)})"
