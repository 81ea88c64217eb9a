"""`opsledger catch-up`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.edits import refusing, survey_ledger
from opsledger.cli.import_shown import show_plan
from opsledger.cli.imports import GivenFiles, map_option, pairs_of, zone_option
from opsledger.cli.opening import open_ledger, root_of
from opsledger.cli.options import DAY, today
from opsledger.cli.output import Refusal, asks, emit, tell
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.importing.catching_up import Sources
    from opsledger.importing.plan import Plan
    from opsledger.values.days import Interval, Week

_FILE = click.Path(exists=True, dir_okay=False)


@click.command(
    cls=Command,
    writes=True,
    examples=(
        "opsledger catch-up --from 2026-11-16 --to 2026-11-27",
        "opsledger catch-up --calendar calendar.ics --mail inbox.mbox --from 2026-11-16 --to 2026-11-27",
        "opsledger catch-up --calendar calendar.ics --from 2026-11-23 --to 2026-11-27 --write",
    ),
)
@click.option("--calendar", "calendars", multiple=True, type=_FILE, metavar="FILE", help="An iCalendar file (.ics).")
@click.option("--mail", "mails", multiple=True, type=_FILE, metavar="FILE", help="Messages as .eml or .mbox.")
@click.option("--git", "repositories", multiple=True, metavar="DIR[=ID]", help="A repository, and what it is for.")
@map_option("Which project, lead or area a name in a calendar or a repository is; `-` leaves it out.")
@click.option("--me", "mine", multiple=True, metavar="ADDRESS", help="Your mail address, in calendars and commits.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="The first day.  [default: after the last entry]")
@click.option("--to", "last", type=DAY, metavar="DATE", help="The last day.  [default: yesterday]")
@zone_option
@click.option("--write", is_flag=True, help="Write all of it without asking.")
@click.pass_context
def catch_up(
    ctx: click.Context,
    calendars: GivenFiles,
    mails: GivenFiles,
    repositories: GivenFiles,
    pairs: GivenFiles,
    mine: GivenFiles,
    first: date | None,
    last: date | None,
    zone: str | None,
    write: bool,
) -> None:
    """Catch up on missed days, from your calendar, commits and mail.

    What your calendar, commits, mail and plan say about these days becomes lines to accept. They go into the weeks,
    and into the logs of those you wrote with. On a terminal you are asked about each week. Elsewhere they are
    shown, and --write writes them.

    A run of commits counts from half an hour before its first one. A planned block counts as it was planned:
    correct what was different. It names weeks it knows nothing about. No figure counts them as weeks without
    work. Each option may be given again.
    """
    from opsledger.importing.catching_up import last_recorded_day, plan_catching_up, unknown_weeks, weeks_in
    from opsledger.importing.plan import Unusable
    from opsledger.values.days import Interval

    ledger = open_ledger(ctx, None).ledger
    end = last or today() - timedelta(days=1)
    begin = first or _after(last_recorded_day(ledger, end))
    if end < begin:
        tell(f"nothing to catch up on: {begin - timedelta(days=1)} has an entry")
        return
    days = Interval(begin, end)
    try:
        sources, mapped = _sources(days, calendars, mails, repositories, mine, zone)
        mapped |= pairs_of(pairs)
        if asks() and not write:
            for week in weeks_in(days):
                _ask_week(ctx, week, sources, mapped, days)
            ledger = open_ledger(ctx, None).ledger
            plan = plan_catching_up(ledger, sources, mapped, days)
        else:
            plan = plan_catching_up(ledger, sources, mapped, days)
            with refusing():
                _written(ctx, plan, days, dry_run=not write)
            show_plan(plan, written=write)
    except Unusable as unusable:
        raise Refusal(str(unusable), *([f"    hint: {unusable.hint}"] if unusable.hint else [])) from None
    _tell_unknown(unknown_weeks(ledger, plan, days))


def _after(day: date | None) -> date:
    if day is None:
        raise Refusal("no time is recorded yet", "hint: say with --from when to begin")
    return day + timedelta(days=1)


def _sources(
    days: Interval,
    calendars: GivenFiles,
    mails: GivenFiles,
    repositories: GivenFiles,
    mine: GivenFiles,
    zone: str | None,
) -> tuple[Sources, dict[str, str]]:
    """What was given, read; and the repositories' names with what they are for. Raises Unusable."""
    from operator import attrgetter

    from opsledger.cli.imports import contents_of
    from opsledger.importing.calendar.reading import Chosen, read_calendar, together, zone_named
    from opsledger.importing.catching_up import Sources
    from opsledger.importing.commits import read_commits, repository_given
    from opsledger.importing.mail import read_messages
    from opsledger.importing.plan import merged

    home = zone_named(zone) if zone else None
    own = frozenset(address.casefold() for address in mine)
    sources, mapped = Sources(), {}
    if calendars:
        chosen = Chosen(days, home, False, own)
        sources.events = together([read_calendar(file, data, chosen) for file, data in contents_of(calendars)])
    if mails:
        read = (read_messages(file, data, home) for file, data in contents_of(mails))
        sources.mail = merged(read, attrgetter("key.identity"))
    for written in repositories:
        folder, target = repository_given(written)
        sources.commits.append(read_commits(folder, days, own))
        if target:
            mapped[folder.resolve().name] = target
    return sources, mapped


def _written(ctx: click.Context, plan: Plan, days: Interval, *, dry_run: bool) -> None:
    from opsledger.importing.writing import write_plan

    write_plan(survey_ledger(ctx), plan, f"catch-up {days.first} to {days.last}", today(), dry_run=dry_run)


def _ask_week(ctx: click.Context, week: Week, sources: Sources, mapped: dict[str, str], days: Interval) -> None:
    """Show what is known of a week and write what is accepted of it. Raises Unusable and Refusal."""
    from opsledger.importing.catching_up import days_in_week, plan_catching_up
    from opsledger.loading import load
    from opsledger.values.written import write_day

    def planned(left: set[str]) -> Plan:
        return plan_catching_up(load(root_of(ctx)), sources, mapped, days_in_week(days, week), left=left)

    plan = planned(set())
    if not plan.additions:
        return
    emit(f"The week from {write_day(week.monday)}:\n")
    for number, one in enumerate(plan.additions, 1):
        emit(f"  {number}  {visible(one.shown)}  ({visible(one.place)})\n")
    answer = click.prompt("Write them? (y, n, or the numbers to leave out)", default="y").replace(",", " ").split()
    if not answer or answer[0].lower() in ("n", "no"):
        return
    left = {
        plan.additions[int(one) - 1].place for one in answer if one.isdigit() and 0 < int(one) <= len(plan.additions)
    }
    plan = planned(left) if left else plan
    with refusing():
        _written(ctx, plan, days_in_week(days, week), dry_run=False)
    tell(f"written: {len(plan.additions)}; `opsledger undo` takes them back")


def _tell_unknown(weeks: list[Week]) -> None:
    """Name the weeks of which nothing is known."""
    from opsledger.values.written import count_of, listed, write_day

    if weeks:
        named = listed([write_day(week.monday) for week in weeks], 8)
        tell(f"nothing is known about {count_of(len(weeks), 'week')}, from {named}: no figure counts them as 0")
