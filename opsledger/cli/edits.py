"""What the commands that change files share: finding the ledger, carrying an edit out, and saying what was done."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsledger.cli.opening import refusal_of, root_of
from opsledger.cli.options import Between, Decorated, today
from opsledger.cli.output import Refusal, asks, columns, drop_stdout, emit, has_colour, tell, tell_text
from opsledger.values.visible import visible
from opsledger.values.written import listed

if TYPE_CHECKING:
    from opsledger.editing.edit import ChangedFile, Edit, EditRefused
    from opsledger.editing.finding import Named
    from opsledger.loading.survey import Survey
    from opsledger.reading.kinds import Kind

DRY_RUN = "Show what would change, and change nothing."


def dry_run_option(command: Decorated) -> Decorated:
    """Show what would be written, and write nothing."""
    return click.option("--dry-run", is_flag=True, help=DRY_RUN)(command)


def survey_ledger(ctx: click.Context) -> Survey:
    """The ledger's folder, looked at for an edit. Raises Refusal."""
    from opsledger.loading import LedgerUnreadable
    from opsledger.loading.survey import Survey

    try:
        return Survey(root_of(ctx))
    except LedgerUnreadable as unreadable:
        raise refusal_of(unreadable) from None


def tell_weekdays(words: Sequence[str], base: date, indent: str = "") -> None:
    """Say of each weekday before a date that is another day: the date counts."""
    from opsledger.capturing.said_days import contradicted_weekdays
    from opsledger.capturing.words import line_words

    for said in contradicted_weekdays(line_words(" ".join(words)), base):
        tell(f"{indent}{said}")


def found(survey: Survey, written: str, kinds: Sequence[Kind], otherwise: Sequence[Kind] = ()) -> Named:
    """The record that an id or the start of one names, of some kinds, or else of others. Raises Refusal."""
    from opsledger.capturing.ids import ids_meant
    from opsledger.editing.edit import EditRefused
    from opsledger.editing.finding import find_record

    meant = next((ids for some in (kinds, otherwise) if (ids := ids_meant(survey, written, some))), ())
    if meant and not _is_known(survey, written, (*kinds, *otherwise)):
        written = meant[0] if len(meant) == 1 else chosen_id(written, meant)

    try:
        try:
            return find_record(survey, written, kinds)
        except EditRefused:
            if not otherwise:
                raise
            return find_record(survey, written, otherwise)
    except EditRefused as fault:
        raise Refusal(str(fault)) from None


def _is_known(survey: Survey, written: str, kinds: Sequence[Kind]) -> bool:
    """Whether something is the id of a record of one of some kinds."""
    from opsledger.reading.records import record_id

    return any(record_id(file.path) == written for kind in kinds for file in survey.files(kind))


def chosen_id(written: str, choices: Sequence[str]) -> str:
    """The one of several ids that something typed is short for: asked on a terminal, else refused."""
    if not asks():
        raise Refusal(f"`{written}` matches several: {', '.join(choices)}", "hint: type more of it")
    for number, choice in enumerate(choices, 1):
        click.echo(visible(f"  {number}  {choice}"), err=True)
    answer = click.prompt(f"Which `{visible(written)}`?", type=Between(1, len(choices)), err=True)
    return choices[int(answer) - 1]


def complete_ids(section: str = "") -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """A completion with the ids of the records that have a section, or of all."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        from opsledger.reading.kinds import KINDS
        from opsledger.reading.records import record_id

        try:
            survey = survey_ledger(ctx)
        except (Refusal, OSError):
            return []
        kinds = [kind for kind in KINDS if not section or section in kind.sections]
        ids = {record_id(file.path) for kind in kinds for file in survey.files(kind)}
        return sorted(name for name in ids if name.startswith(incomplete))

    return complete


def carry_out(
    survey: Survey,
    edits: Sequence[Edit],
    words: Sequence[str],
    *,
    dry_run: bool = False,
    timed: str | None = None,
    joins: Sequence[str] = (),
) -> tuple[ChangedFile, ...]:
    """Make the edits of a command and print what was done, or with `dry_run` the difference. Raises Refusal.

    words: the command as it was typed, for `undo`. timed: what `undo` is to time again. joins: the words of the edit
    before, if both are one command's and `undo` is to take them back at once.
    """
    from opsledger.editing.journal import join
    from opsledger.editing.performing import perform

    with refusing():
        changes = perform(survey, edits, visible(shlex.join(words)), today(), dry_run=dry_run, timed=timed)
        if joins and not dry_run:
            join(survey.root, visible(shlex.join(joins)))
    if all(change.is_none for change in changes):
        named = listed([visible(change.path) for change in changes]) or "the ledger"
        tell(f"nothing to write: {named} already says so")
    elif dry_run:
        emit("".join(map(difference, changes)))
    else:
        emit_written("".join(map(told_edit, changes)))
        tell_if_final()
    for change in changes:
        _warn(change, dry_run=dry_run)
        if _is_twice(change):
            tell("the same line is in the file already" + ("" if dry_run else ": `opsledger undo` takes this one back"))
    return changes


def _is_twice(change: ChangedFile) -> bool:
    """Whether a line that was written is in its section already."""
    if change.is_new or change.is_none or not change.shown or change.after is None:
        return False
    lines = change.after.decode("utf-8", "replace").splitlines()
    headings = [number for number, line in enumerate(lines, 1) if line.startswith("#")]
    for one in change.shown:
        first = max((number for number in headings if number < one.number), default=0)
        last = min((number for number in headings if number > one.number), default=len(lines) + 1)
        section = [line.strip() for line in lines[first : last - 1]]
        if not one.is_gone and one.text.strip() and section.count(one.text.strip()) > 1:
            return True
    return False


def emit_written(text: str) -> None:
    """Print what was written. If that cannot be printed it is written all the same, and not to be written again."""
    try:
        emit(text)
    except OSError as fault:
        tell(f"Written, but it cannot be printed: {fault.strerror}")
        drop_stdout()


def tell_if_final() -> bool:
    """Say so if what was written cannot be taken back; whether it cannot."""
    from opsledger.editing.state import fault_of_state

    fault = fault_of_state()
    if fault:
        tell(f"`opsledger undo` cannot take this back: {fault}")
    return fault is not None


@contextmanager
def refusing(outcome: str = "Nothing was written.") -> Iterator[None]:
    """Turn what is in the way of an edit into a refusal. outcome: what is so because of it, as its last line."""
    from opsledger.editing.edit import EditRefused
    from opsledger.editing.locking import LedgerBusy
    from opsledger.private import NotUsable

    try:
        yield
    except EditRefused as fault:
        raise refusal_of_edit(fault, outcome) from None
    except LedgerBusy as busy:
        raise Refusal(str(busy)) from None
    except NotUsable as fault:
        raise Refusal(str(fault), *([outcome] if outcome else [])) from None
    except OSError as fault:
        raise refusal_of_fault(fault) from None


def refusal_of_edit(fault: EditRefused, outcome: str) -> Refusal:
    """The refusal of an edit, with the faults it would bring as `check` shows them."""
    from opsledger.reporting.edits import refusal_lines

    return Refusal(*refusal_lines(fault, outcome, columns(err=True)))


def refusal_of_fault(fault: OSError) -> Refusal:
    """The refusal of an edit that the system did not allow."""
    from opsledger.editing.safe_write import is_left_over

    place = Path(os.fsdecode(fault.filename)) if fault.filename else None
    if place is not None and is_left_over(place.name):  # a file of the program's own says nothing: its folder does
        return Refusal(f"{place.parent} takes no new file: {fault.strerror or fault}")
    return Refusal(f"{f'{place} ' if place else ''}cannot be written: {fault.strerror or fault}")


def told_edit(change: ChangedFile) -> str:
    """What an edit did to a file, as it is printed."""
    from opsledger.reporting.edits import written_lines

    return "".join(f"{line}\n" for line in written_lines(change))


def difference(change: ChangedFile) -> str:
    """An edit as a unified difference of the file's text."""
    from difflib import unified_diff

    before, after = (data.decode().split("\n") if data else [] for data in (change.before, change.after))
    names = (
        "/dev/null" if change.before is None else change.path,
        "/dev/null" if change.after is None else change.path,
    )
    lines = unified_diff(before, after, *names, lineterm="")
    return "".join(f"{visible(line.removesuffix(chr(13)))}\n" for line in lines)


def _warn(change: ChangedFile, *, dry_run: bool) -> None:
    """Tell of what is odd about what was written."""
    from opsledger.reporting.diagnostics import as_text

    if change.warnings:
        tell_text(as_text(change.warnings, colour=has_colour(), columns=columns(err=True)))
        if not dry_run:
            tell("Written. To take it back: `opsledger undo`.")
