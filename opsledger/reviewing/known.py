"""What a reader has to know before the numbers: what is not in the ledger, and what to write next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from opsledger.figures.kept import is_before, is_settling_in, taken_over
from opsledger.figures.pairs import begun_leads
from opsledger.figures.standing import CLIENT, Standing, hours, part_of, total
from opsledger.figures.unrecorded import projects_within, runs_of_weeks, unrecorded_weeks
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.models.settings import FILE
from opsledger.values.characters import same_id
from opsledger.values.written import count_of, listed, write_date, write_day, write_hours, write_name

_NAMED = 3
_LATEST_START = 2  # a Wednesday: later it is the coming week that `new week` makes
_LATELY = timedelta(weeks=26)
_RUNNING_WEEKS = 4
_MUCH = Fraction(1, 4)


def remarks(standing: Standing) -> tuple[str, ...]:
    """What to know before the numbers: old data, weeks without an entry, a gap or an overlap with the last review."""
    return (*_taken_over(standing), *_unrecorded(standing), *_beside_last(standing))


def _taken_over(standing: Standing) -> Iterator[str]:
    """That what is older than the ledger lacks much, for the first weeks."""
    kept = standing.settings.kept_since
    if kept and is_settling_in(standing) and _reaches_back(standing):
        yield (
            f"You started this ledger on {write_day(kept)}. Older work counts as done, and its gaps are not held "
            "against you."
        )


def _reaches_back(standing: Standing) -> bool:
    """Whether time, a lead or a project is known from before the ledger was kept."""
    first = [block.day for block in standing.actual if block.day]
    first += [line.day for record in (*standing.ledger.leads, *standing.ledger.projects) for line in record.log]
    return bool(first) and is_before(standing, min(first))


def _unrecorded(standing: Standing) -> Iterator[str]:
    """The weeks of which nothing is known, and which numbers may be wrong for it."""
    weeks = unrecorded_weeks(standing)
    if not weeks:
        return
    named = listed([f"{write_day(some[0].monday)} to {write_day(some[-1].sunday)}" for some in runs_of_weeks(weeks)], 3)
    yield (
        f"No time is recorded for {count_of(len(weeks), 'week')}: {named}. What you did then is unknown, not "
        "zero: opsledger catch-up gathers what your calendar, mail and commits know."
    )
    titles = [write_name(project.title) for project in projects_within(standing, weeks)]
    if titles:
        yield f"So these may have fewer hours left, and have earned less an hour, than shown: {listed(titles, 4)}."


def _beside_last(standing: Standing) -> tuple[str, ...]:
    """A gap or an overlap with the last review."""
    earlier = [review.on for review in standing.ledger.fortnights if review.on < standing.day]
    if not earlier:
        return ()
    last, first = max(earlier), standing.period.first
    days = (first - last).days - 1
    if days > 0:
        return (
            f"The last review was on {write_day(last)}: {count_of(days, 'day')} before this period are in no review.",
        )
    if days < 0:
        return (
            f"The last review was on {write_day(last)}: {count_of(-days, 'day')} of this period are in both reviews.",
        )
    return ()


def missing(standing: Standing) -> tuple[str, ...]:
    """What a young ledger lacks, and what to write next."""
    ledger, lacking = standing.ledger, list(_missing_of_old(standing))
    if not ledger.leads:
        lacking.append("No lead is known: write down who has asked lately (opsledger take-stock asks you).")
    if not standing.client_projects:
        lacking.append(
            "No client project is known: write down what you are working on (opsledger take-stock asks you)."
        )
    elif not any(project.estimate or project.lines("left") for project in standing.client_projects):
        lacking.append("No project has an estimate: without one nobody can tell how long booked work will last.")
    if not standing.actual:
        lacking.append("No time is recorded: write what you did into the week's file, below ## Actual.")
        begun = [each for each in standing.client_projects if each.is_open and each.estimate and each.lines("started")]
        if begun:
            named = listed([write_name(project.title) for project in begun], _NAMED)
            lacking.append(
                "Until then running projects seem to need all the hours sold. "
                f"Write what each still needs (opsledger log ID left 30h): {named}."
            )
    if not standing.plan:
        how = "opsledger new week plans one as schedule.md has it" if ledger.schedule else "write it below ## Plan"
        which = "this" if standing.day.weekday() <= _LATEST_START else "the coming"
        lacking.append(f"No week is planned: make {which} one ({how}).")
    targets = standing.settings.targets
    if targets.income is None and targets.floor is None and targets.rate is None:
        lacking.append(f"No target is set: say in {FILE} what the business should earn (targets).")
    return tuple(lacking)


def _without_what_is_left(standing: Standing) -> list[Project]:
    """The running jobs with hours recorded of which nobody wrote down what is left, nor when they are promised."""
    return [
        project
        for project in standing.client_projects
        if project.is_open and not project.is_retainer and standing.blocks_of(project)
        if not project.lines("left") and project.revised_promise is None
    ]


def _missing_of_old(standing: Standing) -> Iterator[str]:
    """What to add first to data that were just imported."""
    if not is_settling_in(standing):
        return
    if won := _won_lately(standing):
        named = listed(
            [
                f"{write_name(lead.title)} ({write_date(lead.stage_since or standing.day, standing.day)})"
                for lead in won
            ],
            _NAMED,
        )
        one = len(won) == 1
        yield (
            f"{count_of(len(won), 'deal')} won in the last half year {'has' if one else 'have'} no project. "
            f"Write one {'if it' if one else 'for each that'} still runs (opsledger new project): {named}."
        )
    if leads := taken_over(standing):
        named = listed([write_name(lead.title) for lead in leads], _NAMED)
        lacking = "your next step" if all(lead.last_contact for lead in leads) else "your last contact and next step"
        yield (
            f"{count_of(len(leads), 'open lead')} came without {lacking}. "
            f"Write down what you do next (opsledger log ID next DATE TEXT): {named}."
        )
    if untold := _without_what_is_left(standing):
        named = listed([write_name(project.title) for project in untold], _NAMED)
        yield (
            f"{count_of(len(untold), 'running project')} came without the hours left and the day promised. "
            f"Write them down (opsledger take-stock, or opsledger log ID left 30h and log ID due DATE): {named}."
        )
    if standing.client_projects and not any(project.lines("invoiced") for project in standing.ledger.projects):
        yield (
            "No invoice is written down, so nobody knows what clients owe you or when they will pay. "
            "Write those that are open (opsledger take-stock, or opsledger log ID invoiced AMOUNT due DATE --on DATE)."
        )
    lately = part_of(standing.client_blocks, standing.last_weeks(_RUNNING_WEEKS))
    loose = [block for block in lately if block.target and same_id(block.target.id) == CLIENT]
    if loose and total(loose) >= total(lately) * _MUCH:
        spent = f"{write_hours(round(hours(total(loose))))} of {write_hours(round(hours(total(lately))))}"
        yield (
            f"{spent} for clients in the last {_RUNNING_WEEKS} weeks belong to no project. Until you write down "
            "your running projects, booked work looks smaller than it is."
        )


def _won_lately(standing: Standing) -> list[Lead]:
    """The deals of a CRM won in the half year before the ledger was kept that have no project, the latest first."""
    begun = begun_leads(standing.ledger)
    found = [
        (lead.stage_since, lead)
        for lead in standing.ledger.leads
        if lead.is_imported and lead.stage == "won" and same_id(lead.id) not in begun
        if lead.stage_since and is_before(standing, lead.stage_since) and standing.day - lead.stage_since <= _LATELY
    ]
    return [lead for _, lead in sorted(found, key=lambda pair: (pair[0], pair[1].id), reverse=True)]
