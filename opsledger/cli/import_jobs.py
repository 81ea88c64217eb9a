"""`opsledger import jobs`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.imports import (
    GivenFiles,
    again_option,
    contents_of,
    dates_option,
    files_argument,
    given_columns,
    outcome_options,
    pace_option,
    run_import,
)
from opsledger.cli.opening import Opened
from opsledger.cli.output import Refusal, asks, tell

if TYPE_CHECKING:
    from decimal import Decimal

    from opsledger.importing.jobs import SoldJob
    from opsledger.importing.plan import Plan

# As in importing.jobs.COLUMNS, which only this command and its help would import.
_MEANINGS = (
    *("name", "client", "ordered", "due", "delivered", "quantity", "each", "amount", "hours", "service", "invoiced"),
    *("number", "paid", "status", "currency"),
)


@click.command(
    "jobs",
    cls=Command,
    writes=True,
    examples=(
        "opsledger import jobs jobs.csv",
        'opsledger import jobs jobs.csv --column "client=Whom" --column "amount=Fee (net)" --write',
    ),
)
@files_argument
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="MEANING=COLUMN",
    help=f"Which column means what, such as `client=Whom`: {', '.join(_MEANINGS)}. May be given again.",
)
@pace_option
@dates_option
@again_option
@outcome_options
@click.pass_context
def jobs(
    ctx: click.Context,
    files: GivenFiles,
    columns: GivenFiles,
    pace: str | None,
    order: str | None,
    again: bool,
    write: bool,
    as_json: bool,
    whole: bool,
) -> None:
    """Import a spreadsheet of jobs as projects.

    FILE is a table as CSV with a row for each job: its client, its day, and its amount or its pieces and their price.
    Its days of delivery, invoice and payment become lines of the project's log. Usual names of columns are known in
    several languages.
    """
    given = given_columns(columns)
    run_import(ctx, "jobs", lambda opened: jobs_plan(opened, files, given, order, again, pace), write, as_json, whole)


def jobs_plan(
    opened: Opened,
    files: GivenFiles,
    columns: Mapping[str, str],
    order: str | None,
    again: bool,
    pace: str | None,
    *,
    is_asked: bool = False,
) -> Plan:
    """What importing tables of jobs would do. columns: which means what. Raises Unusable and Refusal.

    pace: how many pieces take an hour, as typed. is_asked: whether a terminal is asked for it.
    """
    from opsledger.diagnostics import did_you_mean
    from opsledger.importing.job_matching import known_jobs
    from opsledger.importing.job_plan import JobPlanning
    from opsledger.importing.jobs import COLUMNS, read_jobs
    from opsledger.importing.plan import merged
    from opsledger.importing.taken import read_taken

    given = {meaning: (column,) for meaning, column in columns.items()}
    for meaning in given:
        if meaning not in COLUMNS:
            hint = did_you_mean(meaning, COLUMNS) or f"one of {', '.join(COLUMNS)}"
            raise Refusal(f"--column: a column cannot mean `{meaning}`", f"    hint: {hint}")
    ledger = opened.ledger
    currency = ledger.settings.currency
    each = (read_jobs(file, data, given, order, currency) for file, data in contents_of(files))
    read = merged(each, attrgetter("key.identity"))
    taken = read_taken(ledger.root)
    imported = {key.identity for key in taken.keys}
    known = known_jobs(ledger, read.found, imported)
    new = [job for job in read.found if job.key.identity not in imported and job.place not in known]
    paces = _paces(opened, new, pace, is_asked=is_asked and asks())
    planning = JobPlanning(ledger, taken, opened.day, again=again, paces=paces)
    return planning.planned(read)


def _paces(opened: Opened, found: Sequence[SoldJob], pace: str | None, *, is_asked: bool) -> dict[str, Decimal]:
    """By unit how many pieces take an hour: as typed, as asked on a terminal, or as the ledger's jobs say."""
    from opsledger.figures.piece_pace import pace_by_estimates
    from opsledger.importing.pace import own_pace, read_pace, to_estimate
    from opsledger.values.misread import Misread
    from opsledger.values.written import count_of, write_number

    known = {}
    for unit, open_jobs in to_estimate(found).items():
        own = own_pace(opened.standing, unit) or pace_by_estimates(opened.ledger.projects, unit)
        try:
            given = read_pace(pace) if pace is not None else own
        except Misread as misread:
            raise Refusal(f"--pace: {misread.message}", f"    hint: {misread.hint}") from None
        if given is None and is_asked:
            pieces, unit_told = sum(job.quantity or 0 for job in open_jobs), unit or "pieces"
            tell(
                f"{count_of(len(open_jobs), 'open job')} came with {write_number(pieces, 0)} {unit_told}, and no hours."
            )
            given = _asked_pace(f"  How many {unit_told} do you do in an hour? (Enter if you do not know)")
        if given is not None:
            known[unit] = given
    return known


def _asked_pace(question: str) -> Decimal | None:
    from opsledger.importing.pace import read_pace
    from opsledger.values.misread import Misread

    while answer := str(click.prompt(question, default="", show_default=False, err=True)).strip():
        try:
            return read_pace(answer)
        except Misread as misread:
            tell(f"  {misread.message} ({misread.hint})")
    return None
