"""`opsledger log`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.ahead import tell_ahead
from opsledger.cli.commands import Command
from opsledger.cli.edits import carry_out, complete_ids, dry_run_option, found, survey_ledger, tell_weekdays
from opsledger.cli.options import LOOSE_DAY, today
from opsledger.cli.output import Refusal, refused, tell
from opsledger.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsledger.editing.finding import Named
    from opsledger.loading.survey import Survey
    from opsledger.reading.kinds import Kind

_OPTION = pattern(r"--[A-Za-z]\S*")


class LogCommand(Command):
    """The command, whose help lists the words that each kind of record knows."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the words and the examples."""
        with formatter.section("Words, and the values that follow them"):
            formatter.write_dl(list(_words_by_kind()))
        super().format_epilog(ctx, formatter)


def _words_by_kind() -> Iterator[tuple[str, str]]:
    """The kinds of record that have a log, and the words of each; kinds that know the same words are together."""
    from opsledger.reading.words import NOTE, WORDS

    yield "any", NOTE.name
    kinds: dict[str, list[str]] = {}
    for kind, words in WORDS.items():
        forms = [word.form.removesuffix(" TEXT") for word in words if word is not NOTE]
        if kind == "lead":
            forms.insert(0, "your stages (such as proposal)")
        kinds.setdefault(", ".join(forms), []).append(kind)
    for forms_of, names in kinds.items():
        yield ", ".join(names), forms_of


@click.command(
    cls=LogCommand,
    writes=True,
    # A word may begin with a sign (`scope -2h`): what is not an option is text, and there are no options of one letter.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    examples=(
        "opsledger log meadow-coworking out rang, they call back",
        "opsledger log harbor-ortho-website scope +6h animations",
        "opsledger log velvet-records next 2026-11-30 send the offer --on 2026-11-23",
        "opsledger log clients/harbor-dental note prefers mornings --dry-run",
    ),
)
@click.argument("record", metavar="ID", shell_complete=complete_ids("Log"))
@click.argument("words", metavar="WORD [VALUE]... [TEXT]", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--on", type=LOOSE_DAY, metavar="DATE", help="The day it happened.  [default: today]")
@dry_run_option
@click.pass_context
def log(ctx: click.Context, record: str, words: tuple[str, ...], on: date | None, dry_run: bool) -> None:
    """Add a line to the log of a lead, project or other record.

    WORD says what happened; the words of each kind are listed below. Any text may follow. The line is checked, then
    written after the last one. Nothing else in the file changes.

    If a lead and a client share an id, the word tells which one is meant, or you give the folder:
    `clients/harbor-dental`. Quote text with characters that mean something to the shell.
    """
    from opsledger.capturing.log_line import exact_line
    from opsledger.editing.adding import AddLines
    from opsledger.editing.finding import Named
    from opsledger.editing.record_text import dated, day_of
    from opsledger.reading.kinds import KINDS

    mistyped = next((word for word in words if _OPTION.fullmatch(word)), None)
    if mistyped:
        hint = f'to write it as text, quote it with the word before it, as in "see {mistyped}"'
        raise refused(f"`log` has no option `{mistyped}`", hint)
    survey = survey_ledger(ctx)
    line = " ".join(words)
    logged = tuple(kind for kind in KINDS if "Log" in kind.sections)
    written = day_of(line)
    if on and written and written != on:
        raise Refusal(f"the line has its own day, {written}, but --on says {on}")
    knowing = _kinds_with(survey, line, logged)
    if new := next((kind for kind in knowing if kind.file and _is_new(survey, kind, record)), None):
        named, new_text = Named(new, new.file), "## Log\n"
    else:
        named, new_text = found(survey, record, knowing, logged), None
    tell_weekdays(words[:6], on or today())
    line = exact_line(survey, named.kind, named.path, line, on or today())
    written = day_of(line)
    add = AddLines(named.path, "Log", (dated(line, on or today()),), new_text)
    said = ["log", record, *words]
    carry_out(survey, [add], said, dry_run=dry_run)
    happened = written or on
    if not dry_run:
        _offer_project(survey, named, line)
        _offer_stage(survey, named, line)
        _ask_hours(survey, named, line, happened or today(), said)
    if happened:
        tell_ahead(named.kind.name, (line,), happened)


def _ask_hours(survey: Survey, named: Named, line: str, day: date, said: Sequence[str]) -> None:
    """Ask what was done before the ledger, if work on a project began before it. said: the command."""
    from opsledger.cli.hours_before import ask_hours_before
    from opsledger.editing.record_text import undated
    from opsledger.reading.kinds import PROJECT

    if named.kind is PROJECT and undated(line).split()[0].lower() == "started":
        ask_hours_before(survey, named.path, day, said)


def _offer_stage(survey: Survey, named: Named, line: str) -> None:
    """Say how a lead comes to a stage, if a line says that something went out which a later stage is called by."""
    from opsledger.editing.record_text import undated
    from opsledger.reading.kinds import LEAD
    from opsledger.reading.records import record_id

    words = [word.strip(".,:;").lower() for word in undated(line).split()]
    stages = list(survey.settings.stages)[1:]
    if named.kind is LEAD and words[0] == "out" and (stage := next((one for one in stages if one in words[1:3]), None)):
        tell(f"its stage stays as it is; `opsledger log {record_id(named.path)} {stage}` takes it to `{stage}`")


def _offer_project(survey: Survey, named: Named, line: str) -> None:
    """Say how a lead that was won becomes a project, unless there is one already."""
    from opsledger.capturing.winning import project_command
    from opsledger.editing.record_text import undated
    from opsledger.reading.kinds import LEAD

    if named.kind is LEAD and undated(line).split()[0].lower() == "won":
        command = project_command(survey, named.path)
        if command:
            tell("Won. Now make its project:")
            tell(command)


def _is_new(survey: Survey, kind: Kind, written: str) -> bool:
    """Whether a kind's own file is named and not there yet: its first line makes it."""
    from opsledger.reading.records import record_id

    return written.strip("[]") in (kind.file, record_id(kind.file)) and not survey.files(kind)


def _kinds_with(survey: Survey, line: str, logged: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Of kinds of record, those whose log knows the line's word; all of them if none does."""
    from opsledger.editing.record_text import undated
    from opsledger.reading.kinds import CLIENT, LEAD
    from opsledger.reading.words import words_of

    word = (undated(line).split() or [""])[0].rstrip(".,:;!").lower()
    knowing = tuple(kind for kind in logged if word in words_of(kind.name, survey.grammar(kind)))
    if {LEAD, CLIENT} <= set(knowing) and word in ("in", "out"):  # contact is the lead's, which counts for its client
        knowing = tuple(kind for kind in knowing if kind is not CLIENT)
    return knowing or logged
