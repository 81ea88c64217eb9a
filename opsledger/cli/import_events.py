"""The imports of what happened or will: a calendar's events, and mail. Their rows are in the table of importers."""

from __future__ import annotations

from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.imports import (
    TO_TARGET,
    GivenFiles,
    again_option,
    contents_of,
    files_argument,
    map_option,
    outcome_options,
    overlaps_option,
    run_import,
    time_planning,
    zone_option,
)
from opsledger.cli.opening import Opened
from opsledger.cli.options import DAY, today
from opsledger.cli.output import Refusal

if TYPE_CHECKING:
    from opsledger.importing.plan import Plan

_AHEAD = timedelta(days=13)


@click.command(
    cls=Command,
    writes=True,
    examples=(
        "opsledger import ics calendar.ics",
        'opsledger import ics calendar.ics --map "Harbor=harbor-ortho-website" --target admin --off --write',
        "opsledger import ics calendar.ics --actual --from 2026-11-16 --to 2026-11-20 --zone Europe/Berlin",
    ),
)
@files_argument
@map_option(f"{TO_TARGET[:-1]}; NAME may be anywhere in an event's title, or be a category.")
@click.option("--target", metavar="ID", help="Where all other events go: a project, lead or area.")
@click.option("--actual", is_flag=True, help="Import as done, not as planned.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="The first day.  [default: today, for a plan]")
@click.option("--to", "last", type=DAY, metavar="DATE", help="The last day.  [default: two weeks from the first]")
@zone_option
@click.option("--off", "takes_off", is_flag=True, help="All-day events take the day off.")
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
    whole: bool,
) -> None:
    """Import a calendar's events into the plan.

    FILE is an iCalendar file, as every calendar exports it. A repeated event is taken for each of its days;
    cancelled ones are left out. An event's category or title says what it is for: the id or name of a project or
    lead anywhere in it, or an area at its beginning.
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
        planning = time_planning(opened, pairs, section, again, overlaps, free=True, fallback=target)
        return planning.planned(events.entries, events)

    run_import(ctx, "ics", planned, write, as_json, whole)


@click.command(
    cls=Command,
    writes=True,
    examples=(
        "opsledger import mail inbox.mbox sent.mbox",
        "opsledger import mail offer.eml --zone Europe/Berlin --write",
    ),
)
@files_argument
@click.option("--from", "first", type=DAY, metavar="DATE", help="The first day.")
@click.option("--to", "last", type=DAY, metavar="DATE", help="The last day.")
@zone_option
@again_option
@outcome_options
@click.pass_context
def mail(
    ctx: click.Context,
    files: GivenFiles,
    first: date | None,
    last: date | None,
    zone: str | None,
    again: bool,
    write: bool,
    as_json: bool,
    whole: bool,
) -> None:
    """Import messages as log lines.

    FILE is a message (.eml) or a mailbox (.mbox). A message from an address in a record's `email` becomes an `in`
    line, and one to it an `out` line, with its subject. Nothing else in it is read.
    """
    from opsledger.importing.calendar.reading import zone_named
    from opsledger.importing.mail import read_messages
    from opsledger.importing.mail_plan import MailPlanning
    from opsledger.importing.plan import merged
    from opsledger.importing.taken import read_taken
    from opsledger.values.days import Interval

    def planned(opened: Opened) -> Plan:
        home = zone_named(zone) if zone else None
        days = Interval(first or date.min, last or date.max) if first or last else None
        read = merged(
            (read_messages(file, data, home) for file, data in contents_of(files)), attrgetter("key.identity")
        )
        return MailPlanning(opened.ledger, read_taken(opened.ledger.root), days, again=again).planned(read)

    run_import(ctx, "mail", planned, write, as_json, whole)
