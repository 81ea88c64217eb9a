"""`opsledger import`: what other programs hold, taken over into the ledger."""  # noqa: N999 - named by its command

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import click

from opsledger.cli.commands import Command, Group
from opsledger.cli.imports import (
    GivenFiles,
    again_option,
    contents_of,
    dates_option,
    files_argument,
    map_option,
    outcome_options,
    overlaps_option,
    pairs_of,
    run_import,
)
from opsledger.cli.opening import Opened
from opsledger.cli.options import DAY, today
from opsledger.cli.output import Refusal

if TYPE_CHECKING:
    from opsledger.importing.plan import Plan
    from opsledger.importing.time_plan import TimePlanning

_AHEAD = timedelta(days=13)


@click.group(
    cls=Group,
    examples=(
        "opsledger import toggl toggl.csv",
        "opsledger import toggl toggl.csv --write",
        'opsledger import hubspot hubspot.csv --map "Contract Sent=verbal"',
        "opsledger import ics calendar.ics --target client --from 2026-11-23 --to 2026-12-06",
    ),
)
def import_() -> None:
    """Take over time from Toggl, Harvest or Clockify, deals from a CRM, or a calendar.

    What would be written is shown, and every row that is left out with its reason; --write does it. Nothing that stands
    in the ledger is changed, and what was taken over once is not taken over again. docs/importing.md tells more.
    """


_TO_TARGET = "Which project, lead or area a project or client of the file is; `-` leaves it out."


def _columns(name: str) -> str:
    """Which columns a format has to have, as a sentence."""
    from opsledger.importing.deals import DEAL_REPORTS
    from opsledger.importing.sheet import columns_needed
    from opsledger.importing.time_reports import TIME_REPORTS

    (report,) = (report for report in (*TIME_REPORTS, *DEAL_REPORTS) if report.format == name)
    *first, last = columns_needed(report.columns, report.needed)
    return f"It needs the columns {', '.join(first)} and {last}."


def _time_command(name: str, title: str, how: str, examples: Sequence[str]) -> None:
    """Add the command of a time tracker."""

    @files_argument
    @map_option(_TO_TARGET)
    @click.option("--target", metavar="ID", help="What rows without a project are for.")
    @click.option(
        "--user", "person", metavar="NAME", help="Whose time it is, where the file has that of several people."
    )
    @dates_option
    @overlaps_option
    @again_option
    @outcome_options
    @click.pass_context
    def command(
        ctx: click.Context,
        files: GivenFiles,
        pairs: GivenFiles,
        target: str | None,
        person: str | None,
        order: str | None,
        overlaps: str,
        again: bool,
        write: bool,
        as_json: bool,
    ) -> None:
        from opsledger.importing.entries import read_entries
        from opsledger.importing.plan import merged
        from opsledger.importing.time_reports import TIME_REPORTS

        (report,) = (report for report in TIME_REPORTS if report.format == name)

        def planned(opened: Opened) -> Plan:
            each = (read_entries(file, data, report, order=order, person=person) for file, data in contents_of(files))
            read = merged(each, attrgetter("key.identity"))
            return _time_planning(opened, pairs, "Actual", again, overlaps, fallback=target).planned(read)

        run_import(ctx, name, planned, write, as_json)

    help_text = f"Take over the time of {title}.\n\n{how} {_columns(name)} It becomes lines of the weeks' Actual lists."
    import_.add_command(
        click.command(name, cls=Command, writes=True, help=help_text, examples=tuple(examples))(command)
    )


def _time_planning(
    opened: Opened, pairs: GivenFiles, section: str, again: bool, overlaps: str, **more: Any
) -> TimePlanning:
    from opsledger.importing.taken import read_taken
    from opsledger.importing.targets import NameTargets
    from opsledger.importing.time_plan import TimePlanning

    ledger = opened.ledger
    targets = NameTargets(ledger, pairs_of(pairs), **more)
    return TimePlanning(ledger, targets, section, read_taken(ledger.root), again=again, overlaps=overlaps)


def _deal_command(name: str, title: str, how: str, examples: Sequence[str]) -> None:
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
    ) -> None:
        from opsledger.importing.deals import DEAL_REPORTS, read_deals
        from opsledger.importing.lead_plan import LeadPlanning
        from opsledger.importing.plan import merged
        from opsledger.importing.taken import read_taken

        (report,) = (report for report in DEAL_REPORTS if report.format == name)

        def planned(opened: Opened) -> Plan:
            taken = read_taken(opened.ledger.root)
            planning = LeadPlanning(opened.ledger, report, pairs_of(pairs), source, taken, again=again)
            each = (read_deals(file, data, report, order=order) for file, data in contents_of(files))
            return planning.planned(merged(each, attrgetter("id")))

        run_import(ctx, name, planned, write, as_json)

    about = f"{how} {_columns(name)} A lead that has its deal's number is left as it is."
    help_text = f"Take over the deals of {title} as leads.\n\n{about}"
    import_.add_command(
        click.command(name, cls=Command, writes=True, help=help_text, examples=tuple(examples))(command)
    )


_time_command(
    "toggl",
    "Toggl Track",
    "FILE is the detailed report: Reports, Detailed, Export as CSV.",
    (
        "opsledger import toggl toggl.csv",
        'opsledger import toggl toggl.csv --map "Internal=admin" --map "Lunch=-" --write',
    ),
)
_time_command(
    "harvest",
    "Harvest",
    "FILE is the detailed time report: Reports, Detailed time, Export as CSV.",
    ("opsledger import harvest harvest.csv --write", "opsledger import harvest harvest.csv --dates dmy"),
)
_time_command(
    "clockify",
    "Clockify",
    "FILE is the detailed report: Reports, Detailed, Export as CSV.",
    ("opsledger import clockify clockify.csv", "opsledger import clockify clockify.csv --dates mdy --write"),
)
_deal_command(
    "hubspot",
    "HubSpot",
    "FILE is the export of the deals: Deals, Export, all properties, as CSV.",
    (
        "opsledger import hubspot hubspot.csv",
        'opsledger import hubspot hubspot.csv --map "Contract Sent=verbal" --write',
    ),
)
_deal_command(
    "pipedrive",
    "Pipedrive",
    "FILE is the export of the deals: Deals, list view, Export results as CSV.",
    ("opsledger import pipedrive pipedrive.csv", "opsledger import pipedrive pipedrive.csv --source referral --write"),
)


@import_.command(
    cls=Command,
    writes=True,
    examples=(
        "opsledger import ics calendar.ics",
        'opsledger import ics calendar.ics --map "Harbor=harbor-ortho-website" --target admin --off --write',
        "opsledger import ics calendar.ics --actual --from 2026-11-16 --to 2026-11-20 --zone Europe/Berlin",
    ),
)
@files_argument
@map_option(f"{_TO_TARGET[:-1]}; NAME may stand anywhere in an event's title, or be a category.")
@click.option("--target", metavar="ID", help="What all other events are for.")
@click.option("--actual", is_flag=True, help="Into what was done, instead of what is planned.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="The first day.  [default: today, for a plan]")
@click.option("--to", "last", type=DAY, metavar="DATE", help="The last day.  [default: two weeks from the first]")
@click.option(
    "--zone", metavar="NAME", help="The time zone to live in, such as Europe/Berlin.  [default: the system's]"
)
@click.option("--off", "takes_off", is_flag=True, help="Events of a whole day take the day off.")
@click.option(
    "--me",
    "mine",
    multiple=True,
    metavar="ADDRESS",
    help="Your mail address, for what you declined. May be given again.",
)
@overlaps_option
@again_option
@outcome_options
@click.pass_context
def ics(
    ctx: click.Context,
    files: GivenFiles,
    pairs: GivenFiles,
    target: str | None,
    actual: bool,
    first: date | None,
    last: date | None,
    zone: str | None,
    takes_off: bool,
    mine: GivenFiles,
    overlaps: str,
    again: bool,
    write: bool,
    as_json: bool,
) -> None:
    """Take over the events of a calendar into the plan.

    FILE is an iCalendar file, as every calendar exports it. Repeated events are taken for each of their days; cancelled
    ones are left out. An event's category or title says what it is for: the id or name of a project or lead anywhere in
    it, or an area in front.
    """
    from opsledger.importing.calendar.reading import Chosen, read_calendar, together, zone_named
    from opsledger.values.days import Interval

    if actual and (first is None or last is None):
        raise Refusal("--actual needs the days: --from and --to")
    begin = first or (min(last, today()) if last else today())
    end = last or begin + _AHEAD
    if end < begin:
        raise Refusal(f"--to {end} is before --from {begin}")

    def planned(opened: Opened) -> Plan:
        chosen = Chosen(Interval(begin, end), zone_named(zone) if zone else None, takes_off, frozenset(mine))
        events = together([read_calendar(file, data, chosen) for file, data in contents_of(files)])
        section = "Actual" if actual else "Plan"
        planning = _time_planning(opened, pairs, section, again, overlaps, free=True, fallback=target)
        return planning.planned(events.entries, events)

    run_import(ctx, "ics", planned, write, as_json)
