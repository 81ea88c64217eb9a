"""What would prove each rule right, and within how many weeks; and how often the same comes where it did not speak.

A proof looks at the whole ledger of a business, so at what came after the day. A rule's base rate is that of everything
it could have spoken of on the same days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.contacts import last_contact
from opsledger.figures.debts import owed
from opsledger.figures.projects import amounts, burn, earned
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.forecast.past import week_number
from opsledger.forecast.verdicts import Course
from opsledger.models.records import Lead, Project
from opsledger.values.characters import same_id


@dataclass(frozen=True)
class Future:
    """What is known in the end: a business's ledger on its last day, and its weeks."""

    end: Standing
    course: Course
    _known: dict[date, Standing] = field(default_factory=dict)

    def at(self, day: date) -> Standing:
        """What was known on a day."""
        return self._known.get(day) or self._known.setdefault(day, Standing(self.end.whole, day))

    def project(self, record_id: str) -> Project | None:
        """A project as it is in the end."""
        return self.end.ledger.project_by_id.get(same_id(record_id))

    def lead(self, record_id: str) -> Lead | None:
        """A lead as it is in the end."""
        return self.end.ledger.lead_by_id.get(same_id(record_id))


_SLOW_DAYS = 2

Came = Callable[[Future, Measured, str], bool | None]


@dataclass(frozen=True)
class Proof:
    """What proves a rule right: `came` for a record (empty: the business) within so many weeks; None: not known.

    could: the records it could have spoken of on a day.
    """

    weeks: int
    says: str
    came: Came
    could: Callable[[Measured], Iterator[str]]


def _business(_: Measured) -> Iterator[str]:
    yield ""


def _open_leads(measured: Measured) -> Iterator[str]:
    return (lead.id for lead in measured.standing.open_leads)


def _open_jobs(measured: Measured) -> Iterator[str]:
    for project in measured.standing.client_projects:
        if project.is_open and not project.is_retainer:
            yield project.id


def _promised(measured: Measured) -> Iterator[str]:
    for name in _open_jobs(measured):
        project = measured.standing.ledger.project_by_id[same_id(name)]
        if project.revised_promise and project.revised_promise >= measured.day:
            yield name


def _billed(measured: Measured) -> Iterator[str]:
    return (project.id for project in measured.standing.client_projects if owed(measured.standing, project).amount > 0)


def _delivered(measured: Measured) -> Iterator[str]:
    for project in measured.standing.client_projects:
        delivered = project.delivered_on
        if delivered and (measured.day - delivered).days < 90:
            yield project.id


def _until(measured: Measured, weeks: int) -> date:
    return measured.day + timedelta(weeks=weeks)


def _within(kind: str, weeks: int) -> Came:
    """Two such weeks in a row within so many."""

    def came(future: Future, measured: Measured, _: str) -> bool | None:
        on = week_number(measured.day)
        return future.course.came(kind, on + 1, on + weeks)

    return came


def _lost(future: Future, measured: Measured, record: str) -> bool | None:
    """The lead is lost, or still open, after eight weeks."""
    lead = future.lead(record)
    if lead is None or _until(measured, 8) > future.end.day:
        return None
    then = lead.up_to(_until(measured, 8))
    return then.stage in ("lost", "declined") or then.is_open


def _over(future: Future, measured: Measured, record: str) -> bool | None:
    """It took more than was sold by then."""
    project = future.project(record)
    if project is None or (project.is_open and _until(measured, 26) > future.end.day):
        return None
    project_end = project.up_to(_until(measured, 26))
    last = burn(future.end, project)
    sold = burn(future.end, project_end).sold
    return sold is not None and last.spent > sold


def _late(future: Future, measured: Measured, record: str) -> bool | None:
    """The promise of the day passes without a delivery."""
    promised = measured.standing.ledger.project_by_id[same_id(record)].revised_promise
    project = future.project(record)
    if promised is None or project is None or promised > future.end.day:
        return None
    delivered = project.delivered_on
    return delivered is None or delivered > promised


def _unpaid(future: Future, measured: Measured, record: str) -> bool | None:
    """It is still owed after two weeks."""
    project, day = future.project(record), _until(measured, 2)
    if project is None or day > future.end.day:
        return None
    return owed(future.at(day), project.up_to(day)).amount > 0


def _uninvoiced(future: Future, measured: Measured, record: str) -> bool | None:
    """It is still not invoiced after two weeks."""
    project, day = future.project(record), _until(measured, 2)
    if project is None or day > future.end.day:
        return None
    then = project.up_to(day)
    return (earned(future.end, then) or Fraction(0)) - amounts(then, "invoiced") >= 1


def _low_next(future: Future, measured: Measured, _: str) -> bool | None:
    """The next project that is finished takes more hours than were sold."""
    later = sorted(
        (project.delivered_on, project.id)
        for project in future.end.client_projects
        if project.delivered_on and project.delivered_on > measured.day and project.estimate
    )
    if not later:
        return None
    project = future.project(later[0][1])
    found = burn(future.end, project) if project else None
    return None if found is None or found.sold is None else found.spent > found.sold


def _poor_next(future: Future, measured: Measured, _: str) -> bool | None:
    """The next project that is finished earns less an hour than the target."""
    target = future.end.settings.targets.rate
    later = sorted(
        (project.delivered_on, project.id)
        for project in future.end.client_projects
        if project.delivered_on and project.delivered_on > measured.day and future.end.blocks_of(project)
    )
    project = future.project(later[0][1]) if later else None
    price = earned(future.end, project) if project else None
    if project is None or price is None or target is None:
        return None
    return price < Fraction(target) * Fraction(burn(future.end, project).spent, 60)


def _low_month(future: Future, measured: Measured, _: str) -> bool | None:
    """A month of the next three brings less than the floor."""
    floor = future.end.settings.targets.floor
    if floor is None or _until(measured, 15) > future.end.day:
        return None
    first = measured.day.replace(day=1)
    brought = []
    for _number in range(3):
        first = (first + timedelta(days=32)).replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        lines = (line for project in future.end.ledger.projects for line in project.lines("paid", "refunded"))
        brought.append(sum(line.amount or 0 for line in lines if first <= line.day <= last))
    return any(amount < floor for amount in brought)


def _no_lead(future: Future, measured: Measured, _: str) -> bool | None:
    """Fewer leads come in the next eight weeks than in the usual eight."""
    days = [lead.log[0].day for lead in future.end.ledger.leads]
    if _until(measured, 8) > future.end.day:
        return None
    came = sum(measured.day < day <= _until(measured, 8) for day in days)
    usual = sum(measured.day - timedelta(weeks=52) < day <= measured.day for day in days) * 8 / 52
    return came < usual


def _no_contact(future: Future, measured: Measured, record: str) -> bool | None:
    """Nobody speaks with the client within two weeks."""
    project, day = future.project(record), _until(measured, 2)
    if project is None or day > future.end.day:
        return None
    line = last_contact(future.at(day), project.up_to(day))
    return line is None or line.day <= measured.day


def _slow_next(future: Future, measured: Measured, _: str) -> bool | None:
    """The next new lead waits more than two days for an answer."""
    later = sorted(
        (lead.log[0].day, lead.id) for lead in future.end.ledger.leads if lead.log and lead.log[0].day > measured.day
    )
    lead = future.lead(later[0][1]) if later else None
    first = next((line.day for line in lead.lines("out")), None) if lead else None
    if lead is None or (first is None and (future.end.day - lead.log[0].day).days <= _SLOW_DAYS):
        return None
    return first is None or (first - lead.log[0].day).days > _SLOW_DAYS


def _lost_again(future: Future, measured: Measured, _: str) -> bool | None:
    """Two more leads are lost within 26 weeks to one reason that two were lost to in the 26 before."""
    if _until(measured, 26) > future.end.day:
        return None
    before, after = (
        Counter(
            line.topic
            for lead in future.end.ledger.leads
            for line in lead.lines("lost")
            if line.topic and first < line.day <= first + timedelta(weeks=26)
        )
        for first in (measured.day - timedelta(weeks=26), measured.day)
    )
    return any(count >= 2 and after[reason] >= 2 for reason, count in before.items())


def _unshown(future: Future, measured: Measured, record: str) -> bool | None:
    """Four weeks later the website still does not show it."""
    day = _until(measured, 4)
    if day > future.end.day:
        return None
    then = future.at(day)
    return not any(item.project and same_id(item.project.id) == same_id(record) for item in then.ledger.website)


def _late_next_week(future: Future, measured: Measured, _: str) -> bool | None:
    """Less than nine tenths of next week's plan is worked."""
    first, last = measured.day + timedelta(days=1), measured.day + timedelta(days=7)
    if last > future.end.day:
        return None
    planned = sum(block.minutes for block in measured.standing.plan if block.day and first <= block.day <= last)
    worked = sum(block.minutes for block in future.end.actual if block.day and first <= block.day <= last)
    return worked < 0.9 * planned if planned else None


PROOFS: Mapping[str, Proof] = {
    "lean-ahead": Proof(12, "two lean weeks in a row within 12 weeks", _within("lean", 12), _business),
    "new-leads": Proof(8, "fewer leads than usual come in 8 weeks", _no_lead, _business),
    "begin-sooner": Proof(12, "two lean weeks in a row within 12 weeks", _within("lean", 12), _business),
    "dry-spell": Proof(12, "two lean weeks in a row within 12 weeks", _within("lean", 12), _business),
    "overloaded-ahead": Proof(12, "two overloaded weeks in a row within 12", _within("overloaded", 12), _business),
    "stale-leads": Proof(8, "the lead is lost or still open after 8 weeks", _lost, _open_leads),
    "leads-to-avoid": Proof(8, "the lead is lost or still open after 8 weeks", _lost, _open_leads),
    "leads-too-soon": Proof(8, "the lead is lost or still open after 8 weeks", _lost, _open_leads),
    "overruns": Proof(26, "it takes more hours than were sold", _over, _open_jobs),
    "broken-promises": Proof(26, "it is delivered after its promise", _late, _promised),
    "long-owed": Proof(2, "it is still owed after 2 weeks", _unpaid, _billed),
    "unbilled": Proof(2, "it is still not invoiced after 2 weeks", _uninvoiced, _delivered),
    "low-estimates": Proof(26, "the next project takes more than was sold", _low_next, _business),
    "low-rate": Proof(26, "the next project earns less an hour than the target", _poor_next, _business),
    "below-floor": Proof(15, "a month of the next three is below the floor", _low_month, _business),
    "low-income": Proof(15, "a month of the next three is below the floor", _low_month, _business),
    "cadence": Proof(8, "fewer leads than usual come in 8 weeks", _no_lead, _business),
    "silent-projects": Proof(2, "nobody speaks with the client in the next 2 weeks", _no_contact, _open_jobs),
    "slow-answers": Proof(8, "the next new lead waits more than two days", _slow_next, _business),
    "repeated-losses": Proof(26, "two more leads are lost to such a reason in 26 weeks", _lost_again, _business),
    "unproved-work": Proof(4, "the website still does not show it after 4 weeks", _unshown, _delivered),
    "unrealistic-plan": Proof(1, "less than nine tenths of next week's plan is worked", _late_next_week, _business),
}

# Rules that state what is written, of which nothing happens in the simulator: what would prove each right.
FACTS: Mapping[str, str] = {
    "improvements": "a note on what to do better is written, and nothing like it is decided",
    "leads-that-came-back": "they have no answer a week later",
    "no-coo-time": "no COO time is logged in the next two weeks either",
    "one-big-client": "a year later that client is the largest still",
    "out-of-touch": "nobody speaks with the contact within four weeks",
    "overdue-actions": "the decision is still open two weeks later",
    "reserve-ends": "the account holds less than what is put aside by that month",
    "stale-website": "the page is as old in the next review",
    "tools-to-judge": "the tool is not looked at within four weeks",
    "undecided": "the lead is lost, or still open after 8 weeks",
    "unhappy-clients": "they complain again, or leave, within 26 weeks",
    "unpaid-scope": "more is added to the project without pay",
    "unstarted-work": "the lead that was won has no project two weeks later",
    "work-to-hand-over": "you spend as many hours on that task in the next quarter",
}
