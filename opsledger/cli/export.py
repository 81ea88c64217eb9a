"""`opsledger export`: the ledger for other programs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command, Group
from opsledger.cli.edits import complete_ids
from opsledger.cli.export_files import ensure_folder, put, refuse_place, write_files, written_to
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import DAY, on_option
from opsledger.cli.output import Refusal, emit, refused, takes_unicode, tell
from opsledger.diagnostics import did_you_mean
from opsledger.values.characters import same_id
from opsledger.values.days import Interval, read_date

if TYPE_CHECKING:
    pass


@click.group(
    cls=Group,
    examples=(
        "opsledger export ics plan.ics",
        "opsledger export json -o ledger.json --on 2026-11-20",
        "opsledger export csv tables/",
        "opsledger export sqlite ledger.sqlite",
        "opsledger export timesheet harbor-ortho-website --month 2026-11",
        "opsledger export hledger money.journal",
    ),
)
def export() -> None:
    """Export the ledger to a calendar, a spreadsheet, a database or a program.

    Nothing in the ledger changes, and nothing is written among its records. A file that already exists is left as
    it is, unless you give --replace.
    """


@export.command(
    cls=Command,
    examples=(
        "opsledger export ics plan.ics",
        "opsledger export ics --from 2026-11-20 --to 2026-12-04",
        "opsledger export ics done.ics --actual --on 2026-11-20",
        "opsledger export ics days.ics --what dates,actions --on 2026-11-20",
    ),
)
@click.option("--plan", is_flag=True, help="What was planned; the default.")
@click.option("--actual", is_flag=True, help="What was done; with --plan, both.")
@click.option(
    "--what",
    default="time",
    metavar="KINDS",
    help="Any of time, dates (promises, renewals), actions (next steps, decisions), with commas.  [default: time]",
)
@click.option("--from", "first", type=DAY, metavar="DATE", help="Only this day and later ones.")
@click.option("--to", "last", type=DAY, metavar="DATE", help="Only this day and earlier ones.")
@on_option
@written_to("file")
@click.pass_context
def ics(
    ctx: click.Context,
    file: str | None,
    what: str,
    plan: bool,
    actual: bool,
    first: date | None,
    last: date | None,
    on: date | None,
    replace: bool,
) -> None:
    """Write time, dates and actions as an iCalendar file.

    It goes to FILE or to standard output. Promises, renewals, next steps and decisions are all-day events and take
    no time. Blocks without a time of day, and days off, are all-day events too. Times have no zone: nine o'clock is
    nine o'clock wherever you read the calendar.

    An event that moves keeps its UID. A block keeps its UID as long as its day, times and target stay the same.
    """
    from opsledger.exporting.calendar import WHAT, calendar_text

    if first and last and last < first:
        raise Refusal(f"--to {last} is before --from {first}")
    kinds = [kind.strip().lower() for kind in what.split(",") if kind.strip()]
    if unknown := [kind for kind in kinds if kind not in WHAT]:
        raise refused(f"--what: `{unknown[0]}` is not a kind", did_you_mean(unknown[0], WHAT) or "time,dates,actions")
    if not kinds:
        raise Refusal("--what is empty: write `time`, `dates`, `actions`, or several with commas")
    lists = ["plan"] if plan or not actual else []
    opened = open_ledger(ctx, on)
    text = calendar_text(opened.standing, [*lists, *(["actual"] if actual else [])], first, last, what=kinds)
    put(ctx, file, text.encode("utf-8"), replace)


@export.command(
    cls=Command,
    examples=("opsledger export json ledger.json", "opsledger export json --on 2026-11-20"),
)
@on_option
@written_to("file")
@click.pass_context
def json(ctx: click.Context, file: str | None, on: date | None, replace: bool) -> None:
    """Write everything as one JSON object.

    All records with all their lines, and every figure of the day, to FILE or standard output.
    """
    from opsledger.exporting.whole import whole_ledger
    from opsledger.reporting.json_text import envelope, json_text

    opened = open_ledger(ctx, on)
    data = envelope("ledger", opened.day, whole_ledger(opened.standing))
    put(ctx, file, (json_text(data, ascii_only=file is None and not takes_unicode()) + "\n").encode("utf-8"), replace)


@export.command(
    cls=Command,
    examples=("opsledger export csv tables/", "opsledger export csv --only lead_events --on 2026-11-20"),
)
@click.option("--only", metavar="TABLE", help="Print this table alone, on standard output.")
@on_option
@written_to("folder", is_folder=True)
@click.pass_context
def csv(ctx: click.Context, folder: str | None, only: str | None, on: date | None, replace: bool) -> None:
    """Write each table as CSV, or print one.

    Each becomes a file in FOLDER. Text that a spreadsheet would run as a formula gets a leading '.
    """
    from pathlib import Path

    from opsledger.exporting.tables import TABLES
    from opsledger.reporting.tables import as_csv

    if (folder is None) == (only is None):
        raise Refusal(f"name a folder, or with --only one of {', '.join(TABLES)}")
    if only is not None and only not in TABLES:
        raise Refusal(f"there is no table `{only}`: {did_you_mean(only, TABLES) or ', '.join(TABLES)}")
    standing = open_ledger(ctx, on).standing
    texts = {}
    for table in TABLES.values() if only is None else (TABLES[only],):
        rows = table.rows(standing)
        texts[table.name] = as_csv(list(dict.fromkeys((*table.keys, *(key for row in rows for key in row)))), rows)
    if folder is None:
        emit("".join(texts.values()))
        return
    place = Path(folder)
    if not place.exists():
        refuse_place(ctx, place)
        ensure_folder(place)
    write_files(ctx, {place / f"{name}.csv": text.encode("utf-8") for name, text in texts.items()}, replace)


@export.command(
    cls=Command,
    examples=("opsledger export sqlite ledger.sqlite", "opsledger export sqlite then.sqlite --on 2026-06-30"),
)
@on_option
@written_to("file")
@click.pass_context
def sqlite(ctx: click.Context, file: str | None, on: date | None, replace: bool) -> None:
    """Write everything as one SQLite database.

    Query it with SQL. Money is in whole cents and time in whole minutes, so sums are exact. docs/exporting.md
    describes the tables.
    """
    from opsledger.exporting.database import database

    if file is None:
        raise refused("name the file to write", "opsledger export sqlite ledger.sqlite")
    put(ctx, file, database(open_ledger(ctx, on).standing), replace)


@export.command(
    cls=Command,
    examples=(
        "opsledger export timesheet harbor-ortho-website --month 2026-11",
        "opsledger export timesheet harbor-ortho-website november.html --month 2026-11",
    ),
)
@click.argument("project", metavar="PROJECT", shell_complete=complete_ids("Log"))
@click.option("--month", metavar="YYYY-MM", help="The month shown.  [default: this month]")
@on_option
@written_to("file")
@click.pass_context
def timesheet(
    ctx: click.Context, project: str, file: str | None, month: str | None, on: date | None, replace: bool
) -> None:
    """Write the hours of one project in a month, for its client.

    It shows the days, times, tasks and your words from the project's own blocks, and nothing else. It goes to FILE:
    CSV or a page if its name ends so, else Markdown. Without FILE it goes to standard output. Hourly work is
    totalled in money.
    """
    from opsledger.exporting.timesheet import timesheet as timesheet_of
    from opsledger.exporting.timesheet import timesheet_text

    opened = open_ledger(ctx, on)
    found = opened.ledger.project_by_id.get(same_id(project))
    if found is None:
        hint = did_you_mean(project, (one.id for one in opened.ledger.projects))
        raise refused(f"there is no project `{project}`", hint)
    sheet = timesheet_of(opened.standing, found, _month(month or f"{opened.day:%Y-%m}"))
    if not sheet.rows:
        tell(f"no hours on {project} from {sheet.days.first} to {sheet.days.last}")
    put(ctx, file, timesheet_text(sheet, file or "").encode("utf-8"), replace)


def _month(written: str) -> Interval:
    """The days of a month written `2026-11`. Raises Refusal."""
    from opsledger.values.misread import Misread

    try:
        first = read_date(f"{written}-01")
    except Misread:
        raise refused(f"`{written}` is not a month", "year and month, such as `2026-11`") from None
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Interval(first, following - timedelta(days=1))


@export.command(
    cls=Command,
    examples=("opsledger export hledger money.journal", "opsledger export hledger --on 2026-11-20"),
)
@on_option
@written_to("file")
@click.pass_context
def hledger(ctx: click.Context, file: str | None, on: date | None, replace: bool) -> None:
    """Write the money lines as a journal for hledger.

    It has invoices, payments, credits, refunds and costs, each with the file and line it comes from. What tools
    cost a month is not a payment, so it is left out.
    """
    from opsledger.exporting.hledger import journal

    put(ctx, file, journal(open_ledger(ctx, on).standing).encode("utf-8"), replace)
