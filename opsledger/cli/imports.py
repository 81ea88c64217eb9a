"""What the commands that import share: their options, and showing and doing what is planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from opsledger.cli.edits import refusing, survey_ledger
from opsledger.cli.opening import Opened, open_ledger
from opsledger.cli.options import Decorated
from opsledger.cli.output import Refusal, emit, takes_unicode

if TYPE_CHECKING:
    from pathlib import Path

    from opsledger.editing.edit import ChangedFile
    from opsledger.editing.journal import FileEdit
    from opsledger.importing.plan import Plan, Unusable
    from opsledger.importing.tables import Mapped
    from opsledger.importing.time_plan import TimePlanning

GivenFiles = tuple[str, ...]
_SHOWN = 4
TO_TARGET = "The project, lead or area for a project or client in the file; `-` leaves it out."


def files_argument(command: Decorated) -> Decorated:
    """The files to read."""
    kind = click.Path(exists=True, dir_okay=False)
    return click.argument("files", nargs=-1, required=True, metavar="FILE...", type=kind)(command)


def map_option(what: str) -> Callable[[Decorated], Decorated]:
    """What a name of theirs is in the ledger."""
    return click.option("--map", "pairs", multiple=True, metavar="NAME=ID", help=f"{what} May be given again.")


def dates_option(command: Decorated) -> Decorated:
    """The order of a date's parts."""
    what = "How to read dates such as 03/04/2026, if no date in the file makes it clear."
    return click.option("--dates", "order", type=click.Choice(("dmy", "mdy")), help=what)(command)


def pace_option(command: Decorated) -> Decorated:
    """How many pieces take an hour."""
    what = "How many pieces of jobs take an hour, such as 350 words: gives open jobs without hours an estimate."
    return click.option("--pace", metavar="NUMBER", help=what)(command)


def zone_option(command: Decorated) -> Decorated:
    """Which clock times are by."""
    what = "Your time zone, such as Europe/Berlin, for times in UTC.  [default: the system's]"
    return click.option("--zone", metavar="NAME", help=what)(command)


def columns_options(*, are_given: bool) -> Callable[[Decorated], Decorated]:
    """Which columns of a table mean what, if they are given."""

    def add(command: Decorated) -> Decorated:
        if not are_given:
            return command
        what = "Which column means what: `start=Begin`, `hours=Std.`; `start=-` ignores one. May be given again."
        used = click.option("--use", "used", metavar="NAME", help="Read the columns that were saved under a name.")
        saved = click.option("--save", "saved", metavar="NAME", help="Save the columns under a name, with --write.")
        given = click.option("--column", "columns", multiple=True, metavar="MEANING=COLUMN", help=what)
        return given(used(saved(command)))

    return add


def overlaps_option(command: Decorated) -> Decorated:
    """What becomes of entries that overlap others."""
    what = (
        "What to do with overlapping entries: `keep` the first with its times and the others as hours, or keep all of "
        "them as `hours`.  [default: leave the others out]"
    )
    kind = click.Choice(("keep", "hours"))
    return click.option("--overlaps", type=kind, default=None, callback=_or_leave, help=what)(command)


def _or_leave(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    return value or "leave"


def again_option(command: Decorated) -> Decorated:
    """Whether what is gone comes again."""
    what = "Import again what was imported before and is gone from the ledger."
    return click.option("--again", is_flag=True, help=what)(command)


def outcome_options(command: Decorated) -> Decorated:
    """Whether to write, and in what form and how fully to tell."""
    command = click.option("--all", "whole", is_flag=True, help="Show every line and row, however many.")(command)
    command = click.option("--json", "as_json", is_flag=True, help="Print what is planned as JSON.")(command)
    return click.option("--write", is_flag=True, help="Write it.  [default: only show it]")(command)


def contents_of(files: GivenFiles) -> list[tuple[str, bytes]]:
    """The files by their names, with what they hold."""
    from pathlib import Path

    return [(Path(file).name, Path(file).read_bytes()) for file in files]


def pairs_of(given: GivenFiles) -> dict[str, str]:
    """The pairs of `--map NAME=ID`. Raises Refusal."""
    pairs = {}
    for pair in given:
        name, sign, target = pair.rpartition("=")
        if not sign or not name.strip() or not target.strip():
            raise Refusal(f'--map: `{pair}` is not a pair such as "Their name=id"')
        pairs[name.strip()] = target.strip()
    return pairs


def time_planning(
    opened: Opened, pairs: GivenFiles, section: str, again: bool, overlaps: str, **more: Any
) -> TimePlanning:
    """The planning of an import of time into a list of the weeks."""
    from opsledger.importing.taken import read_taken
    from opsledger.importing.targets import NameTargets
    from opsledger.importing.time_plan import TimePlanning

    ledger = opened.ledger
    targets = NameTargets(ledger, pairs_of(pairs), **more)
    return TimePlanning(
        ledger, targets, section, read_taken(ledger.root), again=again, overlaps=overlaps, day=opened.day
    )


def columns_asked(
    root: str | Path, columns: GivenFiles, used: str | None, saved: str | None, order: str | None
) -> tuple[Mapped, FileEdit | None]:
    """The columns of a table, as given or saved, and the edit that saves them. Raises Unusable."""
    from opsledger.importing.tables import Mapped, meaning_of, saved_columns, saving

    before = saved_columns(root, used) if used else Mapped({})
    given = {meaning_of(word): column for word, column in given_columns(columns).items()}
    mapped = Mapped({**before.columns, **given}, order or before.order)
    return mapped, saving(root, saved, mapped) if saved else None


def bank_plan(
    opened: Opened,
    files: GivenFiles,
    mapped: Mapped,
    order: str | None,
    pairs: GivenFiles,
    *,
    again: bool,
    guesses: bool = False,
) -> Plan:
    """What taking over a bank's table would do. guesses: as `BankPlanning` takes it. Raises Unusable."""
    from operator import attrgetter

    from opsledger.importing.bank import read_movements
    from opsledger.importing.bank_plan import BankPlanning
    from opsledger.importing.plan import merged
    from opsledger.importing.taken import read_taken
    from opsledger.importing.targets import NameTargets

    ledger, order = opened.ledger, order or mapped.order
    theirs = (project.currency for project in ledger.projects if project.currency)
    currencies = tuple(dict.fromkeys((ledger.settings.currency, *theirs)))
    each = (read_movements(file, data, mapped.columns, order, currencies) for file, data in contents_of(files))
    targets = NameTargets(ledger, pairs_of(pairs), free=True)
    planning = BankPlanning(opened.standing, targets, read_taken(ledger.root), again=again, guesses=guesses)
    return planning.planned(merged(each, attrgetter("key.identity")))


def given_columns(given: GivenFiles) -> dict[str, str]:
    """The pairs of `--column MEANING=COLUMN`. Raises Refusal."""
    found = {}
    for pair in given:
        meaning, sign, column = pair.partition("=")
        if not sign or not meaning.strip() or not column.strip():
            raise Refusal(f'--column: `{pair}` is not a pair such as "hours=Std."')
        found[meaning.strip()] = column.strip()
    return found


def refusal_of_unusable(unusable: Unusable) -> Refusal:
    """The refusal of a file that cannot be imported."""
    return Refusal(str(unusable), *([f"    hint: {unusable.hint}"] if unusable.hint else []))


def run_import(
    ctx: click.Context, name: str, planned: Callable[[Opened], Plan], write: bool, as_json: bool, whole: bool
) -> None:
    """Plan an import, show it, and do it if that is asked for."""
    from opsledger.cli.import_shown import show_plan
    from opsledger.importing.kept import note_kept_since
    from opsledger.importing.plan import Unusable
    from opsledger.importing.writing import write_plan
    from opsledger.reporting.json_text import envelope, json_text

    opened = open_ledger(ctx, None)
    try:
        plan = planned(opened)
        kept = note_kept_since(opened.ledger, plan, opened.day)
    except Unusable as unusable:
        raise refusal_of_unusable(unusable) from None
    with refusing():
        changed = write_plan(survey_ledger(ctx), plan, f"import {name}", opened.day, dry_run=not write)
    comes = _what_comes(opened, plan, changed)
    odd = _odd(opened) if write and plan.additions else None
    if as_json:
        data = envelope("import", opened.day, plan.data(written=write))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
    also = [*(each for each in (kept, odd) if each), *comes]
    show_plan(plan, written=write, also=also, whole=whole, without_rows=as_json)


def _what_comes(opened: Opened, plan: Plan, changed: Iterable[ChangedFile]) -> list[str]:
    """What a plan makes of the ledger, if it brings more than lines of the weeks."""
    from opsledger.figures.standing import Standing
    from opsledger.importing.coming import what_comes
    from opsledger.importing.writing import laid_by
    from opsledger.loading.laid import load_over

    if all(addition.path.startswith("weeks/") for addition in plan.additions):
        return []
    after = Standing(load_over(opened.ledger.root, laid_by(changed, plan)), opened.day)
    return ["what it comes to:", *(f"  {line}" for line in what_comes(opened.ledger, after, [plan]))]


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
