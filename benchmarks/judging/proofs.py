"""What would prove each rule right, and within how many weeks; and how often the same comes where it did not speak.

A proof looks at the whole ledger of a business, so at what came after the day. A rule's base rate is that of everything
it could have spoken of on the same days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.billing_plan import planned_bills
from opsledger.figures.debts import open_bills, owed
from opsledger.figures.projects import burn, earned
from opsledger.figures.standing import Standing
from opsledger.figures.unsent import unsent
from opsledger.findings.finding import Measured
from opsledger.findings.waiting_leads import waiting_for_you
from opsledger.forecast.past import week_number
from opsledger.forecast.verdicts import Course
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
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


_REASONS = "inflow.lost_reasons."

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


def whole_business(_: Measured) -> Iterator[str]:
    yield ""


def _open_leads(measured: Measured) -> Iterator[str]:
    return (lead.id for lead in measured.standing.open_leads)


def _to_follow_up(measured: Measured) -> Iterator[str]:
    """The open leads that no other rule speaks of: not those that wait for an answer, nor those that said yes."""
    asked = {each.lead.id for each in waiting_for_you(measured)}
    leads = measured.standing.open_leads
    return (lead.id for lead in leads if lead.id not in asked and not lead.is_at_last_stage)


def _young(measured: Measured) -> Iterator[str]:
    """The business, while no forecast of its own weeks is to be trusted."""
    return iter(() if measured.trusted_forecast else ("",))


def open_jobs(measured: Measured) -> Iterator[str]:
    for project in measured.standing.client_projects:
        if project.is_open and not project.is_retainer:
            yield project.id


def _promised(measured: Measured) -> Iterator[str]:
    for name in open_jobs(measured):
        project = measured.standing.ledger.project_by_id[same_id(name)]
        if project.revised_promise and project.revised_promise >= measured.day:
            yield name


def _overdue(measured: Measured) -> Iterator[str]:
    late = (bill.project.id for bill in open_bills(measured.standing) if bill.days_late(measured.day) > 0)
    return iter(dict.fromkeys(late))


def delivered_lately(measured: Measured) -> Iterator[str]:
    for project in measured.standing.client_projects:
        delivered = project.delivered_on
        if delivered and (measured.day - delivered).days < 90:
            yield project.id


def to_be_invoiced(measured: Measured) -> Iterator[str]:
    """Whatever may lack an invoice: what was delivered lately, retainers, work by the hour and planned bills."""
    found = [
        project.id
        for project in measured.standing.client_projects
        if project.is_open and (project.is_retainer or project.billing == "hourly" or planned_bills(project))
    ]
    found += [each.project.id for each in unsent(measured.standing)]
    return iter(dict.fromkeys((*delivered_lately(measured), *found)))


def _until(measured: Measured, weeks: int) -> date:
    return measured.day + timedelta(weeks=weeks)


def _within(kind: str, weeks: int) -> Came:
    """Two such weeks in a row within so many."""

    def came(future: Future, measured: Measured, _: str) -> bool | None:
        on = week_number(measured.day)
        return future.course.came(kind, on + 1, on + weeks)

    return came


def _later_lean(future: Future, measured: Measured, _: str) -> bool | None:
    """Two lean weeks in a row in those weeks that marketing of today can still fill."""
    on = week_number(measured.day)
    return future.course.came("lean", on + 5, on + 26)


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
    day = _until(measured, 2)
    project = future.at(day).ledger.project_by_id.get(same_id(record)) if day <= future.end.day else None
    return None if project is None else owed(future.at(day), project).amount > 0


def _uninvoiced(future: Future, measured: Measured, record: str) -> bool | None:
    """Its invoice comes within two weeks, or what was due on the day is still not invoiced then."""
    project, until = future.project(record), _until(measured, 2)
    if project is None or until > future.end.day:
        return None
    comes = any(measured.day < line.day <= until for line in project.lines("invoiced"))
    return comes or any(
        each.project.id == project.id and each.since <= measured.day for each in unsent(future.at(until))
    )


def _low_next(future: Future, measured: Measured, _: str) -> bool | None:
    """The next project that is finished takes a tenth more hours than were sold."""
    later = sorted(
        (project.delivered_on, project.id)
        for project in future.end.client_projects
        if project.delivered_on and project.delivered_on > measured.day and project.estimate
    )
    if not later:
        return None
    project = future.project(later[0][1])
    found = burn(future.end, project) if project else None
    return None if found is None or found.sold is None else 10 * found.spent > 11 * found.sold


def _poor_later(future: Future, measured: Measured, _: str) -> bool | None:
    """What is finished within 26 weeks earns less than nine tenths of the target an hour, all of it together."""
    target = future.end.settings.targets.rate
    if target is None or _until(measured, 26) > future.end.day:
        return None
    later = [
        (price, Fraction(burn(future.end, project).spent, 60))
        for project in future.end.client_projects
        if project.delivered_on and measured.day < project.delivered_on <= _until(measured, 26)
        if future.end.blocks_of(project) and (price := earned(future.end, project)) is not None
    ]
    if not later:
        return None
    return sum(price for price, _ in later) < Fraction(9, 10) * Fraction(target) * sum(spent for _, spent in later)


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


def _lost_again(future: Future, measured: Measured, record: str) -> bool | None:
    """Two more leads are lost to the same reason within 26 weeks."""
    if _until(measured, 26) > future.end.day:
        return None
    reason = record.removeprefix(_REASONS)
    lost = (line for lead in future.end.ledger.leads for line in lead.lines("lost") if line.topic == reason)
    return sum(measured.day < line.day <= _until(measured, 26) for line in lost) >= 2


def _reasons(measured: Measured) -> Iterator[str]:
    return (figure.name for figure in measured.below("inflow.lost_reasons").values())


def _retainers_bring_less(future: Future, measured: Measured, _: str) -> bool | None:
    """Less is invoiced of retainers in the next 13 weeks than was in the last; None if none was in those."""
    if _until(measured, 13) > future.end.day:
        return None
    lines = [line for each in future.end.ledger.projects if each.is_retainer for line in each.lines("invoiced")]
    before, after = (
        sum((line.money for line in lines if first < line.day <= last), Fraction(0))
        for first, last in ((_until(measured, -13), measured.day), (measured.day, _until(measured, 13)))
    )
    return after < before if before else None


def _halves(future: Future, measured: Measured, record: str) -> bool | None:
    """Whether a project by the hour takes at most half of what it took in as many weeks before."""
    project = future.project(record)
    if project is None or project.billing != "hourly":
        return None
    blocks = [block for block in future.end.blocks_of(project) if block.day]
    before, after = (
        sum(block.minutes or 0 for block in blocks if block.day and first < block.day <= last)
        for first, last in ((_until(measured, -26), measured.day), (measured.day, _until(measured, 26)))
    )
    return after <= before / 2 if before else None


AHEAD: Mapping[str, Proof] = {
    "lean-ahead": Proof(12, "two lean weeks in a row within 12 weeks", _within("lean", 12), whole_business),
    "new-leads": Proof(12, "two lean weeks in a row within 12 weeks", _within("lean", 12), whole_business),
    "begin-sooner": Proof(12, "two lean weeks in a row within 12 weeks", _within("lean", 12), whole_business),
    "dry-spell": Proof(12, "two lean weeks in a row within 12 weeks", _within("lean", 12), _young),
    "overloaded-ahead": Proof(12, "two overloaded weeks in a row within 12", _within("overloaded", 12), whole_business),
    "stale-leads": Proof(8, "the lead is lost or still open after 8 weeks", _lost, _to_follow_up),
    "unanswered-leads": Proof(8, "the lead is lost or still open after 8 weeks", _lost, _open_leads),
    "overruns": Proof(26, "it takes more hours than were sold", _over, open_jobs),
    "broken-promises": Proof(26, "it is delivered after its promise", _late, _promised),
    "long-owed": Proof(2, "it is still owed after 2 weeks", _unpaid, _overdue),
    "unbilled": Proof(2, "it is invoiced within 2 weeks, or still due then", _uninvoiced, to_be_invoiced),
    "low-estimates": Proof(26, "the next project takes a tenth more than was sold", _low_next, whole_business),
    "low-rate": Proof(
        26, "what is finished in 26 weeks earns under nine tenths of the target", _poor_later, whole_business
    ),
    "below-floor": Proof(15, "a month of the next three is below the floor", _low_month, whole_business),
    "cadence": Proof(26, "two lean weeks in a row, 5 to 26 weeks later", _later_lean, whole_business),
    "repeated-losses": Proof(26, "two more leads are lost to the reason in 26 weeks", _lost_again, _reasons),
    "fading-work": Proof(
        26, "less of its hours is worked than in the 26 weeks before, by half or more", _halves, open_jobs
    ),
    **dict.fromkeys(
        ("retainer-ended", "end-in-words"),
        Proof(13, "less of retainers is invoiced than in the 13 weeks before", _retainers_bring_less, whole_business),
    ),
}
