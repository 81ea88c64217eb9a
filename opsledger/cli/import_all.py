"""`opsledger import all`: several exports in one go, each as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import click

from opsledger.cli.commands import Command
from opsledger.cli.imports import (
    GivenFiles,
    bank_plan,
    contents_of,
    dates_option,
    files_argument,
    refusal_of_unusable,
    zone_option,
)
from opsledger.cli.opening import Opened, open_ledger
from opsledger.cli.output import asks, tell

if TYPE_CHECKING:
    from opsledger.importing.plan import Plan

_COMMAND = "import all"


class _Found(NamedTuple):
    """Files of one kind, and how their days are written."""

    kind: str
    files: GivenFiles
    order: str | None
    zone: str | None
    pairs: GivenFiles


@click.command(
    "all",
    cls=Command,
    writes=True,
    examples=(
        "opsledger import all toggl.csv hubspot.csv",
        "opsledger import all jobs.csv bank.csv --write",
        'opsledger import all toggl.csv calendar.ics --map "Internal=admin" --write',
    ),
)
@files_argument
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="NAME=ID",
    help="The project, lead or area for a name in the files; `-` leaves it out. May be given again.",
)
@dates_option
@zone_option
@click.option("--write", is_flag=True, help="Write it.  [default: ask on a terminal, else only show it]")
@click.pass_context
def import_all(
    ctx: click.Context, files: GivenFiles, pairs: GivenFiles, order: str | None, zone: str | None, write: bool
) -> None:
    """Import several exports at once, each as what it is.

    FILES are told by their columns: deals, jobs, time, a bank's table, mail, a calendar. Deals come first, since they
    know what was sold. Projects that still run are made, as with --new of the commands for time. It shows what it comes
    to, and on a terminal asks before it writes. `opsledger undo` takes all of it back.
    """
    found = list(_sorted_by_kind(files, order, zone, pairs))
    if not write:
        for one in found:
            _run(ctx, one, write=False, is_first=True)
        if len(found) > 1:
            tell("")
            tell("rows that are for what another of these files makes find it once that is written")
        if not (asks() and click.confirm("Write all of this?", default=True, err=True)):
            tell("Nothing is written yet. To write it, add --write.")
            return
    for number, one in enumerate(found):
        _run(ctx, one, write=True, is_first=not number)
    tell("written; `opsledger undo` takes it back. Now: opsledger status, then opsledger review --html")


def _sorted_by_kind(files: GivenFiles, order: str | None, zone: str | None, pairs: GivenFiles) -> Iterator[_Found]:
    """The files by what they are, in the order in which one rests on the other."""
    from opsledger.importing.detecting import ORDER, kind_of_file
    from opsledger.importing.plan import Unusable

    kinds: dict[str, list[str]] = {}
    for file in files:
        try:
            [(name, data)] = contents_of((file,))
            kinds.setdefault(kind_of_file(name, data), []).append(file)
        except Unusable as unusable:
            raise refusal_of_unusable(unusable) from None
    for kind in ORDER:
        if kind in kinds:
            yield _Found(kind, tuple(kinds[kind]), order, zone, pairs)


def _run(ctx: click.Context, found: _Found, *, write: bool, is_first: bool) -> None:
    """Plan one kind of files, tell what it comes to, and write it if that is asked for. Raises Refusal."""
    from pathlib import Path

    from opsledger.cli.edits import refusing, survey_ledger
    from opsledger.cli.import_shown import show_plan
    from opsledger.editing.journal import join
    from opsledger.importing.detecting import BANK_TABLE
    from opsledger.importing.importers import BY_NAME
    from opsledger.importing.kept import note_kept_since
    from opsledger.importing.plan import Unusable
    from opsledger.importing.writing import write_plan

    opened = open_ledger(ctx, None)
    try:
        plan = _plan(opened, found, write=write)
        kept = note_kept_since(opened.ledger, plan, opened.day)
    except Unusable as unusable:
        raise refusal_of_unusable(unusable) from None
    plan.notes = [note for note in plan.notes if not note.startswith("--map names")]  # it may be another file's
    survey = survey_ledger(ctx)
    with refusing():
        changed = write_plan(survey, plan, _COMMAND, opened.day, dry_run=not write)
        if changed and write and not is_first:
            join(survey.root, _COMMAND)
    program = "a bank's table" if found.kind == BANK_TABLE else BY_NAME[found.kind].program
    tell("")
    tell(f"{', '.join(Path(file).name for file in found.files)} ({program})")
    show_plan(plan, written=write, also=[kept] if kept else [], without_rows=True, is_part=True)


def _plan(opened: Opened, found: _Found, *, write: bool) -> Plan:
    """What importing files of one kind would do. write: whether it is written, so that what is unclear is asked."""
    from opsledger.cli.import_jobs import jobs_plan
    from opsledger.cli.import_new import plan_with_new
    from opsledger.importing.calendar.reading import zone_named
    from opsledger.importing.detecting import BANK_TABLE
    from opsledger.importing.entries import HowToRead
    from opsledger.importing.importers import BY_NAME
    from opsledger.importing.plan import merged
    from opsledger.importing.tables import Mapped, read_table

    home = zone_named(found.zone) if found.zone else None
    if found.kind == BANK_TABLE:
        return bank_plan(opened, found.files, Mapped({}), found.order, found.pairs, again=False)
    if found.kind == "jobs":
        return jobs_plan(opened, found.files, (), found.order, again=False)
    if found.kind == "ics":
        from opsledger.cli.import_titles import calendar_plan

        return calendar_plan(opened, found.files, found.pairs, home, is_asked=write)
    if found.kind == "mail":
        return _mail_plan(opened, found)
    importer = BY_NAME[found.kind]
    if importer.deals:
        return _deal_plan(opened, found)
    reading = HowToRead(found.order, None, home)
    read_file = importer.time or (lambda file, data, how: read_table(Mapped({}), file, data, how))
    read = merged((read_file(file, data, reading) for file, data in contents_of(found.files)), _identity)
    options = {"fallback": None, "unknown": None, "free": importer.is_free}
    return plan_with_new(opened, read, found.pairs, False, "keep", options, is_asked=write)


def _deal_plan(opened: Opened, found: _Found) -> Plan:
    from opsledger.importing.deals import read_deals
    from opsledger.importing.importers import BY_NAME
    from opsledger.importing.lead_plan import LeadPlanning
    from opsledger.importing.plan import merged
    from opsledger.importing.taken import read_taken

    report = BY_NAME[found.kind].deals
    assert report is not None, "a kind of deals has its report"
    planning = LeadPlanning(opened.ledger, report, {}, None, read_taken(opened.ledger.root))
    each = (read_deals(file, data, report, order=found.order) for file, data in contents_of(found.files))
    return planning.planned(merged(each, attrgetter("id")))


def _mail_plan(opened: Opened, found: _Found) -> Plan:
    from opsledger.importing.calendar.reading import zone_named
    from opsledger.importing.mail import read_messages
    from opsledger.importing.mail_plan import MailPlanning
    from opsledger.importing.plan import merged
    from opsledger.importing.taken import read_taken

    home = zone_named(found.zone) if found.zone else None
    read = merged((read_messages(file, data, home) for file, data in contents_of(found.files)), _identity)
    return MailPlanning(opened.ledger, read_taken(opened.ledger.root), None).planned(read)


_identity = attrgetter("key.identity")
