"""`opsledger import`: what other programs hold, taken over into the ledger."""  # noqa: N999 - named by its command

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from opsledger.cli.commands import Command, Group
from opsledger.cli.edits import refused, survey_ledger
from opsledger.cli.lists import terminal_width
from opsledger.cli.opening import Opened, open_ledger
from opsledger.cli.options import DAY, Decorated, today
from opsledger.cli.output import Refusal, emit, emit_paged, has_colour, is_terminal, takes_unicode, tell

if TYPE_CHECKING:
    from opsledger.importing.plan import Plan
    from opsledger.importing.time_plan import TimePlanning

_DATES = ("dmy", "mdy", "ymd")
_AHEAD = timedelta(days=13)

Files = tuple[str, ...]


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


def _files(command: Decorated) -> Decorated:
    kind = click.Path(exists=True, dir_okay=False)
    return click.argument("files", nargs=-1, required=True, metavar="FILE...", type=kind)(command)


def _map(what: str) -> Callable[[Decorated], Decorated]:
    return click.option("--map", "pairs", multiple=True, metavar="NAME=ID", help=f"{what} May be given again.")


def _dates(command: Decorated) -> Decorated:
    what = "How dates such as 03/04/2026 are written, where no date of the file tells it."
    return click.option("--dates", "order", type=click.Choice(_DATES), help=what)(command)


def _again(command: Decorated) -> Decorated:
    what = "Take over once more what was taken over before and is gone from the ledger."
    return click.option("--again", is_flag=True, help=what)(command)


def _outcome(command: Decorated) -> Decorated:
    command = click.option("--json", "as_json", is_flag=True, help="Print what is planned as JSON.")(command)
    return click.option("--write", is_flag=True, help="Write it.  [default: only show it]")(command)


_TO_TARGET = "Which project, lead or area a project or client of the file is; `-` leaves it out."


def _time_command(name: str, title: str, how: str, examples: Sequence[str]) -> None:
    """Add the command of a time tracker."""

    @_files
    @_map(_TO_TARGET)
    @click.option(
        "--user", "person", metavar="NAME", help="Whose time it is, where the file has that of several people."
    )
    @_dates
    @_again
    @_outcome
    @click.pass_context
    def command(
        ctx: click.Context,
        files: Files,
        pairs: Files,
        person: str | None,
        order: str | None,
        again: bool,
        write: bool,
        as_json: bool,
    ) -> None:
        from opsledger.importing.entries import merged, read_entries
        from opsledger.importing.time_reports import TIME_REPORTS

        (report,) = (report for report in TIME_REPORTS if report.format == name)

        def planned(opened: Opened) -> Plan:
            read = merged(
                read_entries(file, data, report, order=order, person=person) for file, data in _contents(files)
            )
            return _time_planning(opened, pairs, "Actual", again).planned(read)

        _run(ctx, name, planned, write, as_json)

    help_text = f"Take over the time of {title}.\n\n{how} It becomes lines of the weeks' Actual lists."
    import_.add_command(click.command(name, cls=Command, help=help_text, examples=tuple(examples))(command))


def _time_planning(opened: Opened, pairs: Files, section: str, again: bool, **more: Any) -> TimePlanning:
    from opsledger.importing.taken import read_taken
    from opsledger.importing.targets import Targets
    from opsledger.importing.time_plan import TimePlanning

    ledger = opened.ledger
    targets = Targets(ledger, _pairs(pairs), **more)
    return TimePlanning(ledger, targets, section, read_taken(ledger.root), again=again)


def _deal_command(name: str, title: str, how: str, examples: Sequence[str]) -> None:
    """Add the command of a CRM."""

    @_files
    @_map("Which stage of the ledger a stage of the file is; `-` leaves its deals out.")
    @click.option("--source", metavar="TEXT", help="Where these leads came from.  [default: as the file says]")
    @_dates
    @_outcome
    @click.pass_context
    def command(
        ctx: click.Context,
        files: Files,
        pairs: Files,
        source: str | None,
        order: str | None,
        write: bool,
        as_json: bool,
    ) -> None:
        from opsledger.importing.deals import DEAL_REPORTS, merged_deals, read_deals
        from opsledger.importing.lead_plan import LeadPlanning

        (report,) = (report for report in DEAL_REPORTS if report.format == name)

        def planned(opened: Opened) -> Plan:
            planning = LeadPlanning(opened.ledger, survey_ledger(ctx), report, _pairs(pairs), source)
            read = merged_deals(read_deals(file, data, report, order=order) for file, data in _contents(files))
            return planning.planned(read)

        _run(ctx, name, planned, write, as_json)

    help_text = f"Take over the deals of {title} as leads.\n\n{how} A lead that has its deal's number is left as it is."
    import_.add_command(click.command(name, cls=Command, help=help_text, examples=tuple(examples))(command))


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
    examples=(
        "opsledger import ics calendar.ics",
        'opsledger import ics calendar.ics --map "Harbor=harbor-ortho-website" --target admin --off --write',
        "opsledger import ics calendar.ics --actual --from 2026-11-16 --to 2026-11-20 --zone Europe/Berlin",
    ),
)
@_files
@_map(f"{_TO_TARGET[:-1]}; NAME may stand anywhere in an event's title, or be a category.")
@click.option("--target", metavar="ID", help="What all other events are for.")
@click.option("--actual", is_flag=True, help="Into what was done, instead of what is planned.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="The first day.  [default: today, for a plan]")
@click.option("--to", "last", type=DAY, metavar="DATE", help="The last day.  [default: two weeks from the first]")
@click.option(
    "--zone", metavar="NAME", help="The time zone to live in, such as Europe/Berlin.  [default: the system's]"
)
@click.option("--off", "takes_off", is_flag=True, help="Events of a whole day take the day off.")
@_again
@_outcome
@click.pass_context
def ics(
    ctx: click.Context,
    files: Files,
    pairs: Files,
    target: str | None,
    actual: bool,
    first: date | None,
    last: date | None,
    zone: str | None,
    takes_off: bool,
    again: bool,
    write: bool,
    as_json: bool,
) -> None:
    """Take over the events of a calendar into the plan.

    FILE is an iCalendar file, as every calendar exports it. Repeated events are taken for each of their days; cancelled
    ones are left out. An event's category or title says what it is for: the id or name of a project, lead or area.
    """
    from opsledger.importing.calendar import Chosen, read_calendar, zone_named
    from opsledger.importing.entries import merged
    from opsledger.values.days import Interval

    if actual and (first is None or last is None):
        raise Refusal("--actual needs the days: --from and --to")
    begin = first or (min(last, today()) if last else today())
    end = last or begin + _AHEAD
    if end < begin:
        raise Refusal(f"--to {end} is before --from {begin}")

    def planned(opened: Opened) -> Plan:
        chosen = Chosen(Interval(begin, end), zone_named(zone) if zone else None, takes_off)
        found = [read_calendar(file, data, chosen) for file, data in _contents(files)]
        off = [day for events in found for day in events.off]
        section = "Actual" if actual else "Plan"
        planning = _time_planning(opened, pairs, section, again, free=True, fallback=target)
        return planning.planned(merged(events.entries for events in found), off)

    _run(ctx, "ics", planned, write, as_json)


def _contents(files: Files) -> list[tuple[str, bytes]]:
    """The files by their names, with what they hold."""
    from pathlib import Path

    return [(Path(file).name, Path(file).read_bytes()) for file in files]


def _pairs(given: Files) -> dict[str, str]:
    """The pairs of `--map NAME=ID`. Raises Refusal."""
    pairs = {}
    for pair in given:
        name, sign, target = pair.rpartition("=")
        if not sign or not name.strip() or not target.strip():
            raise Refusal(f'--map: `{pair}` is no pair such as "Their name=id"')
        pairs[name.strip()] = target.strip()
    return pairs


def _run(ctx: click.Context, name: str, planned: Callable[[Opened], Plan], write: bool, as_json: bool) -> None:
    """Plan an import, show it, and do it where that is asked for."""
    from opsledger.importing.plan import Unusable
    from opsledger.importing.writing import write_plan
    from opsledger.reporting.json_text import envelope, json_text

    opened = open_ledger(ctx, None)
    try:
        plan = planned(opened)
    except Unusable as unusable:
        raise Refusal(str(unusable), *([f"    hint: {unusable.hint}"] if unusable.hint else [])) from None
    with refused():
        write_plan(survey_ledger(ctx), plan, f"import {name}", opened.day, dry_run=not write)
    if as_json:
        data = envelope("import", opened.day, plan.data(written=write))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
    else:
        _show(plan)
    _tell(plan, write, _odd(opened) if write and plan.additions else None)


def _show(plan: Plan) -> None:
    """Print what goes where, and what is left out."""
    from opsledger.reporting.tables import as_plain, as_terminal, shown_table

    tables = []
    if plan.additions:
        rows = [{"file": one.path, "line": one.shown, "from": one.place} for one in plan.additions]
        tables.append(shown_table((("file", "to", "text"), ("line", "line", "prose"), ("from", "from", "text")), rows))
    if plan.skipped:
        out = [{"place": one.place, "what": one.what, "reason": one.reason} for one in plan.skipped]
        columns = (("place", "left out", "text"), ("what", "what", "prose"), ("reason", "why", "prose"))
        tables.append(shown_table(columns, out))
    if not tables:
        return
    if is_terminal():
        emit_paged("\n".join(as_terminal(table, terminal_width(), colour=has_colour()) for table in tables))
    else:
        emit("\n".join(as_plain(table) for table in tables))


def _tell(plan: Plan, written: bool, odd: str | None) -> None:
    """What it comes to, on standard error. odd: what is odd about it."""
    from opsledger.values.written import count_of

    for note in plan.notes:
        tell(note)
    lines = sum(len(one.lines) for one in plan.additions)
    files = len({one.path for one in plan.additions})
    total = f" ({plan.total})" if plan.total else ""
    parts = [f"{count_of(lines, 'line')}{total} in {count_of(files, 'file')}" if lines else "nothing new"]
    if plan.there:
        parts.append(f"{plan.there:,} in the ledger already")
    if plan.before:
        parts.append(f"{plan.before:,} taken over before and changed or deleted since (--again writes them again)")
    if plan.skipped:
        parts.append(f"{len(plan.skipped):,} left out")
    tell(f"{'written' if written and lines else 'to write' if lines else 'result'}: {', '.join(parts)}")
    if odd:
        tell(odd)
    if lines:
        tell("`opsledger undo` takes it back" if written else "nothing is written yet: --write does it")


def _odd(opened: Opened) -> str | None:
    """What the ledger's check finds since the import that it did not before."""
    from collections import Counter

    from opsledger.checks.every import check
    from opsledger.loading import load
    from opsledger.values.written import count_of, listed

    before = Counter(problem.rule.code for problem in check(opened.ledger, opened.day))
    after = Counter(problem.rule.code for problem in check(load(opened.ledger.root), opened.day))
    new = after - before
    if not new:
        return None
    return f"{count_of(new.total(), 'thing')} to look at, see `opsledger check`: {listed(sorted(new))}"
