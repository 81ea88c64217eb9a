"""`opsledger import jobs`."""

from __future__ import annotations

from collections.abc import Mapping
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
    run_import,
)
from opsledger.cli.opening import Opened
from opsledger.cli.output import Refusal

if TYPE_CHECKING:
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
@dates_option
@again_option
@outcome_options
@click.pass_context
def jobs(
    ctx: click.Context,
    files: GivenFiles,
    columns: GivenFiles,
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
    run_import(
        ctx,
        "jobs",
        lambda opened: jobs_plan(opened, files, given_columns(columns), order, again),
        write,
        as_json,
        whole,
    )


def jobs_plan(opened: Opened, files: GivenFiles, columns: Mapping[str, str], order: str | None, again: bool) -> Plan:
    """What importing tables of jobs would do. columns: which means what. Raises Unusable and Refusal."""
    from opsledger.diagnostics import did_you_mean
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
    planning = JobPlanning(ledger, read_taken(ledger.root), opened.day, again=again)
    return planning.planned(merged(each, attrgetter("key.identity")))
