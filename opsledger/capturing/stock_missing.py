"""What a ledger does not say that its review needs, as questions and as commands that answer them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.capturing.stock_billing import says_billed
from opsledger.capturing.stock_jobs import HOURS_LEFT, HOW_PAID, UNTIL_WHEN, already_said, unknown_of
from opsledger.figures.debts import open_bills
from opsledger.figures.projects import burn
from opsledger.figures.standing import Standing
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.values.pieces import Pieces

_SOON, _LATELY = timedelta(days=18), timedelta(days=28)
_MOST_LEADS = 6
BILLED = "what is invoiced so far"
_COMMANDS = {
    HOW_PAID: "set {} price 6400",
    "the rate (95/h)": "set {} rate 95/h",
    "the price": "set {} price 6400",
    "the price a month": "set {} price 700/month",
    "the hours a month": "set {} estimate 8h/month",
    HOURS_LEFT: "log {} left 30h",
    BILLED: "log {} invoiced 1500 --on SENT",
    UNTIL_WHEN: "set {} due DUE",
}


_EXAMPLES = {
    HOW_PAID: "6400 fixed",
    "the rate (95/h)": "95/h",
    "the price": "6400",
    "the price a month": "700 a month",
    "the hours a month": "8h a month",
    HOURS_LEFT: "30h left",
    UNTIL_WHEN: "until DUE",
}


class JobLacking(NamedTuple):
    """A project that runs, and what is not known of it."""

    project: Project
    lacks: tuple[str, ...]


def jobs_lacking(standing: Standing) -> list[JobLacking]:
    """The projects that run and lack what the forecast needs: hours left, a due day, how they are paid."""
    found = []
    for project in running(standing):
        facts = already_said(project)
        lacks = unknown_of(facts, standing.day)
        is_used_up = bool(facts.hours.whole) and facts.hours.left is None and _is_used_up(standing, project)
        has_hours = bool(facts.hours.whole) and not is_used_up
        lacks = [HOURS_LEFT if one.startswith("how many of") else one for one in lacks]
        lacks = [one for one in lacks if not (one == HOURS_LEFT and has_hours)]
        if _is_worked_on(standing, project) and not says_billed(project):
            lacks.append(BILLED)
        if lacks:
            found.append(JobLacking(project, tuple(lacks)))
    return found


def _is_worked_on(standing: Standing, project: Project) -> bool:
    """Whether something of a job may be on an invoice by now; a retainer is not looked at."""
    return not project.is_retainer and bool(standing.blocks_of(project))


def _is_used_up(standing: Standing, project: Project) -> bool:
    """Whether a project took more hours than it was sold with, so that nobody knows what is left."""
    left = burn(standing, project).left
    return not project.is_retainer and left is not None and left <= 0


def example_of(lacks: Sequence[str], day: date, price: object = None) -> str:
    """An answer that says what a job lacks. price: the job's, which may be by words: then they say the hours."""
    by_words = isinstance(price, Pieces) and price.unit in ("words", "wörter")
    examples = _EXAMPLES | ({HOURS_LEFT: "350 words an hour"} if by_words else {})
    said = ", ".join(examples[one] for one in lacks if one in examples)
    return said.replace("DUE", f"{day + _SOON:%-d %b}")


def running(standing: Standing) -> list[Project]:
    """The client projects on which work goes on, retainers last."""
    projects = [one for one in standing.ledger.projects if one.is_open and not one.is_internal]
    return sorted(projects, key=lambda one: (one.is_retainer, one.title))


def open_leads(standing: Standing) -> list[Lead]:
    """The leads that wait for a decision."""
    return [lead for lead in standing.ledger.leads if lead.is_open and lead.log]


def leads_lacking(standing: Standing) -> list[Lead]:
    """The leads that a CRM brought and of which no next step is known: the largest first, and not too many."""
    found = [lead for lead in open_leads(standing) if lead.is_imported and not lead.lines("next", "in", "out")]
    return sorted(found, key=lambda lead: (-(lead.worth or 0), lead.title))[:_MOST_LEADS]


def missing_lines(standing: Standing) -> Iterator[str]:
    """What the ledger lacks, each with a command that says it."""
    day, due = standing.day, standing.day + _SOON
    for project, lacks in jobs_lacking(standing):
        yield f"{project.title} lacks {', '.join(lacks)}:"
        reference = shlex.quote(project.id)
        commands = [_COMMANDS[one].format(reference) for one in lacks if one in _COMMANDS]
        sent = str(day - _LATELY)
        yield from (f"  opsledger {one.replace('DUE', str(due)).replace('SENT', sent)}" for one in commands)
    if not running(standing):
        yield "No job is written down that runs. For each one:"
        yield (
            '  opsledger new project "Brand" --client "Willow Bakery" --billing fixed --price 6400 --estimate 50h'
            f" --due {due} --on {day - _LATELY} --done 20h"
        )
    if not open_bills(standing):
        yield "No invoice is written down that is still to be paid. If there is one:"
        yield f"  opsledger log ID invoiced 2300 due {day - timedelta(days=14)} --on {day - _LATELY}"
    if not open_leads(standing):
        yield "Nobody is written down who has asked for work. For each one:"
        asked = day - timedelta(days=6)
        yield f'  opsledger new lead "School" --source referral --line "in asked for a brand" --on {asked}'
    if not days_off_to_come(standing):
        yield "No day off to come is written down. For each one:"
        yield f"  opsledger plan {due} off holiday"
    if not standing.ledger.account:
        yield "What is in the bank is not written down:"
        yield "  opsledger log money balance 8200"


def days_off_to_come(standing: Standing) -> bool:
    """Whether any day off from this one on is written down."""
    settings = standing.ledger.settings
    blocks = (block for week in standing.ledger.weeks for block in week.plan if block.target is None)
    return any(off.last >= standing.day for off in settings.time_off) or any(
        _is_ahead(one.day, standing.day) for one in blocks
    )


def _is_ahead(one: date | None, day: date) -> bool:
    return one is not None and one >= day
