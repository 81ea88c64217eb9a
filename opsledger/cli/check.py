"""`opsledger check`."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cache import Plain
from opsledger.cli.answers import KeptAnswer, answered
from opsledger.cli.commands import Command
from opsledger.cli.edits import refusing, survey_ledger
from opsledger.cli.opening import read_ledger, refusal_of, root_of, tell_of_inbox
from opsledger.cli.options import on_option, today
from opsledger.cli.output import columns, emit, has_colour, takes_unicode, tell

if TYPE_CHECKING:
    from pathlib import Path

_FIX, _ROUNDS = "check --fix", 5


@click.command(
    cls=Command,
    examples=(
        "opsledger check",
        "opsledger check --strict",
        "opsledger check --fix",
        "opsledger check --format gcc",
        "opsledger check --format github",
        "opsledger check --format json --on 2026-11-20",
    ),
)
@click.option("--strict", is_flag=True, help="Fail on warnings too, and report what may be a typo.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "gcc", "github")),
    default="text",
    show_default=True,
    help="text for people, json for programs, gcc for editors, github for GitHub workflows.",
)
@click.option("--fix", is_flag=True, help="Write what hints say exactly, then check; `opsledger undo` takes it back.")
@on_option
@click.pass_context
def check(ctx: click.Context, strict: bool, form: str, fix: bool, on: date | None) -> None:
    """Check the ledger: what is wrong, and where.

    Every problem comes with its file and line, and with a hint if one is known.

    Exits with 1 if it finds an error (with --strict also a warning), with 2 if there is no ledger here, else with
    0.
    """
    if fix:
        _mend(ctx, on)
    looks: tuple[Plain, ...] = (strict, form, has_colour(), columns(), takes_unicode(), *_where(form))
    told = answered(ctx, on, lambda: _told(ctx, on, strict, form), *looks)
    emit(told["text"])
    if form == "text":
        tell_of_inbox(ctx)
    if told["fails"]:
        ctx.exit(1)


def _mend(ctx: click.Context, on: date | None) -> None:
    """Write what hints say exactly, and tell what was written. What is mended may show the next fault of its line."""
    from opsledger.checks.every import check as check_ledger
    from opsledger.editing.journal import join
    from opsledger.editing.mending import mended_files
    from opsledger.editing.performing import perform
    from opsledger.loading import LedgerUnreadable

    for number in range(_ROUNDS):
        try:
            opened = read_ledger(ctx, on)
        except LedgerUnreadable:
            return  # what `check` says of it follows
        mended = mended_files(check_ledger(opened.ledger, opened.day))
        if not mended:
            return
        survey = survey_ledger(ctx)
        with refusing():
            perform(survey, [], _FIX, beside=[one.edit for one in mended])
            if number:
                join(survey.root, _FIX)
        for one in mended:
            for line, was, now in one.told:
                tell(f"{one.edit.path}:{line}: `{was}` is now `{now}`")


def _told(ctx: click.Context, on: date | None, strict: bool, form: str) -> KeptAnswer:
    """What there is to tell, and whether it lets the command fail."""
    from opsledger.checks.every import check as check_ledger
    from opsledger.loading import LedgerUnreadable
    from opsledger.reporting.diagnostics import as_data, as_gcc, as_github, as_text, summary
    from opsledger.reporting.json_text import envelope, json_text

    day = on or today()
    records = None
    try:
        opened = read_ledger(ctx, on)
    except LedgerUnreadable as unreadable:
        if not unreadable.problems:
            raise refusal_of(unreadable) from None
        problems = unreadable.problems
    else:
        ledger, day = opened.ledger, opened.day
        problems = check_ledger(ledger, day)
        records = len(ledger.records()) + sum(map(len, ledger.unread.values()))
    told = [problem for problem in problems if strict or not problem.rule.strict]
    if form == "json":
        data = envelope("diagnostics", day, as_data(told))
        text = json_text(data, ascii_only=not takes_unicode()) + "\n"
    elif form == "gcc":
        text = as_gcc(told)
    elif form == "github":
        text = as_github(told, _folder_in_repository(root_of(ctx)))
    else:
        text = as_text(told, colour=has_colour(), columns=columns()) + summary(told, records) + "\n"
    return {"text": text, "fails": any(strict or problem.is_error for problem in told)}


def _where(form: str) -> tuple[str, ...]:
    """Where a workflow's files are named from."""
    return (os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or "."),) if form == "github" else ()


def _folder_in_repository(root: Path) -> str:
    """The ledger's folder as a workflow names files: from where the repository was checked out, else from here."""
    base = os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or ".")
    place = os.path.realpath(root)
    inside = os.path.commonpath((base, place)) == base
    return os.path.relpath(place, base).replace(os.sep, "/") if inside else ""
