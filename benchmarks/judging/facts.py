"""Rules that state what is so on the day: a recount from the ledger's own lines proves each right or wrong.

Nothing that comes later could prove them: a client that was not called for 20 days was not called, whatever happens
next. The base rate is how often the same is so of all that the rule could have spoken of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from statistics import median

from benchmarks.judging.proofs import Future, Proof, delivered_lately, open_jobs, whole_business
from opsledger.findings.finding import Measured
from opsledger.models.record import LoggedRecord
from opsledger.values.characters import same_id

_HEARD = ("in", "out", "call", "mail", "meeting", "praise", "complaint")
_PASSED = ("booked", "scope", "due", "delivered", "invoiced", "paid")


def _silent(_: Future, measured: Measured, record: str) -> bool | None:
    """No line of the client's records says that you spoke in the last two weeks, or that work or money passed."""
    ledger, day = measured.standing.ledger, measured.day
    project = ledger.project_by_id[same_id(record)]
    if project.client is None:
        return None
    mine = same_id(project.client.id)
    records: list[LoggedRecord] = [each for each in ledger.clients if same_id(each.id) == mine]
    records += [each for each in (*ledger.projects, *ledger.leads) if each.client and same_id(each.client.id) == mine]
    records += [each for each in ledger.leads if project.lead and same_id(each.id) == same_id(project.lead.id)]
    since = day - timedelta(days=14)
    return not any(
        since <= line.day <= day and line.word in (*_HEARD, *_PASSED) for each in records for line in each.log
    )


def _waits(_: Future, measured: Measured, record: str) -> bool | None:
    """In the last 60 days they complained or wrote, and no line since says that you spoke with them or will.

    None if you spoke and they did not write: what they asked for then is told by no word.
    """
    ledger, day = measured.standing.ledger, measured.day
    records: list[LoggedRecord] = [each for each in ledger.clients if same_id(each.id) == record]
    records += [each for each in ledger.projects if each.client and same_id(each.client.id) == record]
    lines = [line for each in records for line in each.log if line.day >= day - timedelta(days=60)]
    asked = [line.day for line in lines if line.word in ("in", "complaint") and line.day < day]
    answered = [line.day for line in lines if line.word in ("out", "call", "mail", "meeting", "next")]
    if not asked and answered:
        return None
    return bool(asked) and not any(when > max(asked) for when in answered)


def _clients(measured: Measured) -> Iterator[str]:
    return iter({same_id(each.client.id): 0 for each in measured.standing.client_projects if each.client})


def _slow(_: Future, measured: Measured, __: str) -> bool | None:
    """Half of the leads of 26 weeks waited more than two days for their first answer."""
    stages, day = list(measured.standing.settings.stages), measured.day
    waited = []
    for lead in measured.standing.ledger.leads:
        first = lead.log[0]
        answer = next((line for line in lead.log if line.word in ("out", *stages[1:], "won", "declined")), None)
        if first.day > day - timedelta(weeks=26) and first.word != "out" and answer:
            waited.append((answer.day - first.day).days)
    return median(waited) > 2 if waited else None


def _not_shown(_: Future, measured: Measured, record: str) -> bool | None:
    """No page of the website names it."""
    return not any(
        item.project and same_id(item.project.id) == same_id(record) for item in measured.standing.ledger.website
    )


def _not_looked_at(_: Future, measured: Measured, record: str) -> bool | None:
    """It was not assessed for the setting's days, or renews within a month."""
    tool = next(each for each in measured.standing.ledger.tools if same_id(each.id) == same_id(record))
    judged = [line.day for line in tool.log if line.word == "assessed"]
    fresh = measured.standing.settings.fresh["tool"]
    old = not judged or (measured.day - max(judged)).days > fresh
    return old or bool(tool.renews and 0 <= (tool.renews - measured.day).days <= 31)


def _added_unpaid(_: Future, measured: Measured, record: str) -> bool | None:
    """Hours were added without an amount."""
    project = measured.standing.ledger.project_by_id[same_id(record)]
    return any(line.word == "scope" and line.amount is None for line in project.log)


def _noted(_: Future, measured: Measured, __: str) -> bool | None:
    """A note on what to do better stands in the period."""
    period = measured.standing.period
    return any(
        line.word == "improve" and line.day in period
        for project in measured.standing.ledger.projects
        for line in project.log
    )


def _no_coo(_: Future, measured: Measured, __: str) -> bool | None:
    """No block of the period is on COO work."""
    standing = measured.standing
    return not any(
        block.day and block.day in standing.period and standing.area_of(block) == "coo" for block in standing.actual
    )


def _month_was_low(_: Future, measured: Measured, __: str) -> bool | None:
    """The last whole month brought less than the floor."""
    floor, last = (
        measured.standing.settings.targets.floor,
        (measured.day + timedelta(days=1)).replace(day=1) - timedelta(days=1),
    )
    if floor is None:
        return None
    paid = {"paid": 1, "refunded": -1}
    lines = (line for project in measured.standing.ledger.projects for line in project.log if line.word in paid)
    month = (line for line in lines if (line.day.year, line.day.month) == (last.year, last.month))
    return sum(paid[line.word] * (line.amount or 0) for line in month) < floor


def _yes_without_a_step(_: Future, measured: Measured, record: str) -> bool | None:
    """It is at the last stage before it is won, and no `next` names a day ahead, or only one before a later line."""
    lead = next(each for each in measured.standing.open_leads if each.id == record)
    ahead = [line for line in lead.log if line.word == "next" and line.promised and line.promised >= measured.day]
    return lead.stage == list(measured.standing.settings.stages)[-1] and not ahead


def _not_planned(_: Future, measured: Measured, __: str) -> bool | None:
    """No line of a Plan is for the seven days after the day."""
    last = measured.day + timedelta(days=7)
    return not any(block.day and measured.day < block.day <= last for block in measured.standing.plan)


def _open_leads(measured: Measured) -> Iterator[str]:
    return (lead.id for lead in measured.standing.open_leads)


def _nothing_to_come(_: Future, measured: Measured, record: str) -> bool | None:
    """It was sold in the last four weeks, and no line says that money came, was asked for or will be."""
    project = measured.standing.ledger.project_by_id[same_id(record)]
    is_new = measured.day - project.log[0].day <= timedelta(weeks=4)
    return is_new and not any(line.word in ("invoiced", "paid", "bill") for line in project.log)


def _tools(measured: Measured) -> Iterator[str]:
    return (tool.id for tool in measured.standing.ledger.tools)


def _overused(_: Future, measured: Measured, record: str) -> bool | None:
    """Two of its last three calendar months, this one included, took 130 % of what was sold in them or more."""
    project, day = measured.standing.ledger.project_by_id[same_id(record)], measured.day
    if not project.estimate:
        return None
    worked: Counter[int] = Counter()
    sold: Counter[int] = Counter()
    for block in measured.standing.actual:
        if block.day and block.target and same_id(block.target.id) == same_id(record):
            worked[block.day.year * 12 + block.day.month] += block.minutes
    for line in project.lines("scope"):
        sold[line.day.year * 12 + line.day.month] += line.minutes or 0
    this = day.year * 12 + day.month
    return sum(10 * worked[each] >= 13 * (project.estimate + sold[each]) for each in range(this - 2, this + 1)) >= 2


def _retainers(measured: Measured) -> Iterator[str]:
    return (each.id for each in measured.standing.client_projects if each.is_retainer and each.is_open)


ON_THE_DAY: Mapping[str, Proof] = {
    "retainer-overused": Proof(
        0, "on the day: two of its last three months took 130 % of what was sold", _overused, _retainers
    ),
    "silent-projects": Proof(
        0, "on the day: nothing passed between you and the client for two weeks", _silent, open_jobs
    ),
    "clients-to-answer": Proof(0, "on the day: they complained or wrote, and have no answer", _waits, _clients),
    "slow-answers": Proof(0, "on the day: half of the leads waited over two days", _slow, whole_business),
    "unproved-work": Proof(0, "on the day: no page of the website names it", _not_shown, delivered_lately),
    "tools-to-judge": Proof(0, "on the day: not assessed for long, or renews soon", _not_looked_at, _tools),
    "unpaid-scope": Proof(0, "on the day: hours were added without an amount", _added_unpaid, open_jobs),
    "improvements": Proof(0, "on the day: a note stands in the period", _noted, whole_business),
    "low-income": Proof(
        0, "on the day: the last whole month brought less than the floor", _month_was_low, whole_business
    ),
    "first-payment": Proof(
        0, "on the day: sold lately, and no invoice is sent or planned", _nothing_to_come, open_jobs
    ),
    "spoken-yes": Proof(
        0, "on the day: they said yes, and no step of yours is ahead", _yes_without_a_step, _open_leads
    ),
    "week-to-plan": Proof(0, "on the day: the next week has no plan", _not_planned, whole_business),
    "no-coo-time": Proof(0, "on the day: no block of the period is COO work", _no_coo, whole_business),
}
