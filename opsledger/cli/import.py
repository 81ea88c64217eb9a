"""`opsledger import`: what other programs hold, imported into the ledger."""  # noqa: N999 - named by its command

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command, Group
from opsledger.cli.import_all import import_all
from opsledger.cli.import_events import ics, mail
from opsledger.cli.import_jobs import jobs
from opsledger.cli.import_new import plan_with_new
from opsledger.cli.imports import (
    TO_TARGET,
    GivenFiles,
    again_option,
    bank_plan,
    columns_asked,
    columns_options,
    contents_of,
    dates_option,
    files_argument,
    map_option,
    outcome_options,
    overlaps_option,
    pairs_of,
    run_import,
    time_planning,
    zone_option,
)
from opsledger.cli.opening import Opened
from opsledger.importing.importers import IMPORTERS, Importer

if TYPE_CHECKING:
    from opsledger.importing.deals import DealReport
    from opsledger.importing.plan import Plan

_ABOUT_NEW = (
    "Make the projects with time in the last four weeks that the ledger lacks; on a terminal it asks how each is paid. "
    "Clients' older work becomes client work, other names the area they mean, and rows without a project `admin`."
)


@click.group(
    cls=Group,
    examples=(
        "opsledger import all toggl.csv hubspot.csv jobs.csv bank.csv",
        "opsledger import toggl toggl.csv --write",
        'opsledger import hubspot hubspot.csv --map "Contract Sent=verbal"',
        "opsledger import ics calendar.ics --target client --from 2026-11-23 --to 2026-12-06",
    ),
)
def import_() -> None:
    """Import time, deals, jobs, a bank's table, mail or a calendar.

    `import all` takes several files and tells by itself what each is; a bank's table needs nothing else, or
    `import csv` with --column amount=NAME. Time: Toggl, Harvest, Clockify, Timewarrior, klog, Watson, any table. Deals:
    HubSpot, Pipedrive. Jobs: your spreadsheet.

    It shows what would be written, and each row that is left out with the reason. --write writes it. Existing
    lines are never changed, and what was imported once is not imported again. See docs/importing.md.
    """


def _time_command(importer: Importer) -> None:
    """Add the command of a time tracker."""

    @files_argument
    @map_option(TO_TARGET)
    @columns_options(are_given=importer.is_mapped)
    @click.option("--target", metavar="ID", help="Where rows without a project go: a project, lead or area.")
    @click.option("--unknown", metavar="ID", help="Where a client's rows go if the project is unknown: `client`.")
    @click.option("--new", "makes", is_flag=True, help=_ABOUT_NEW)
    @click.option("--user", "person", metavar="NAME", help="Whose time to import, if the file has several people's.")
    @dates_option
    @zone_option
    @overlaps_option
    @again_option
    @outcome_options
    @click.pass_context
    def command(
        ctx: click.Context,
        files: GivenFiles,
        pairs: GivenFiles,
        target: str | None,
        unknown: str | None,
        makes: bool,
        person: str | None,
        order: str | None,
        zone: str | None,
        overlaps: str,
        again: bool,
        write: bool,
        as_json: bool,
        whole: bool,
        columns: GivenFiles = (),
        used: str | None = None,
        saved: str | None = None,
    ) -> None:
        from opsledger.importing.bank import is_bank
        from opsledger.importing.calendar.reading import zone_named
        from opsledger.importing.entries import HowToRead
        from opsledger.importing.plan import merged
        from opsledger.importing.tables import read_table

        def planned(opened: Opened) -> Plan:
            reading = HowToRead(order, person, zone_named(zone) if zone else None)
            reader, saving = importer.time, None
            if reader is None:
                mapped, saving = columns_asked(opened.ledger.root, columns, used, saved, order)
                if is_bank(mapped.columns):
                    plan = bank_plan(opened, files, mapped, order, pairs, again=again)
                    plan.beside += [saving] if saving else []
                    return plan
                reader = partial(read_table, mapped)
            each = (reader(file, data, reading) for file, data in contents_of(files))
            read = merged(each, attrgetter("key.identity"))
            found = {"fallback": target, "unknown": unknown, "free": importer.is_free}
            if makes:
                plan = plan_with_new(opened, read, pairs, again, overlaps, found)
            else:
                plan = time_planning(opened, pairs, "Actual", again, overlaps, **found).planned(read)
            plan.beside += [saving] if saving else []
            return plan

        run_import(ctx, importer.name, planned, write, as_json, whole)

    about = f"{importer.how} {importer.columns_told}".strip()
    help_text = f"Import time from {importer.program}.\n\n{about} It becomes lines of the weeks' Actual lists."
    _add(importer, command, help_text)


def _deal_command(importer: Importer, report: DealReport) -> None:
    """Add the command of a CRM."""

    @files_argument
    @map_option("Which stage of the ledger a stage of the file is; `-` leaves its deals out.")
    @click.option("--source", metavar="TEXT", help="Where these leads came from.  [default: as the file says]")
    @dates_option
    @again_option
    @outcome_options
    @click.pass_context
    def command(
        ctx: click.Context,
        files: GivenFiles,
        pairs: GivenFiles,
        source: str | None,
        order: str | None,
        again: bool,
        write: bool,
        as_json: bool,
        whole: bool,
    ) -> None:
        from opsledger.importing.deals import read_deals
        from opsledger.importing.lead_plan import LeadPlanning
        from opsledger.importing.plan import merged
        from opsledger.importing.taken import read_taken

        def planned(opened: Opened) -> Plan:
            taken = read_taken(opened.ledger.root)
            planning = LeadPlanning(opened.ledger, report, pairs_of(pairs), source, taken, again=again)
            each = (read_deals(file, data, report, order=order) for file, data in contents_of(files))
            return planning.planned(merged(each, attrgetter("id")))

        run_import(ctx, importer.name, planned, write, as_json, whole)

    about = f"{importer.how} {importer.columns_told} Leads imported before are left as they are."
    _add(importer, command, f"Import deals from {importer.program} as leads.\n\n{about}")


def _add(importer: Importer, command: Callable[..., None], help_text: str) -> None:
    import_.add_command(
        click.command(importer.name, cls=Command, writes=True, help=help_text, examples=importer.examples)(command)
    )


def _add_all() -> None:
    """Add the command for several files, and that of each row of the table, in its order."""
    import_.add_command(import_all)
    for importer in IMPORTERS:
        if importer.deals:
            _deal_command(importer, importer.deals)
        elif importer.time or importer.is_mapped:
            _time_command(importer)
        else:
            import_.add_command({"ics": ics, "jobs": jobs, "mail": mail}[importer.name])


_add_all()
