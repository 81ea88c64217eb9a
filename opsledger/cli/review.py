"""`opsledger review`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import DAY, on_option
from opsledger.cli.output import Refusal, emit, emit_paged, tell


@click.command(
    cls=Command,
    examples=(
        "opsledger review",
        "opsledger review --on 2026-11-20",
        "opsledger review --on 2026-11-20 --from 2026-11-01 --stdout",
        "opsledger review --on 2026-11-20 --check",
    ),
)
@on_option
@click.option(
    "--from", "since", type=DAY, metavar="DATE", help="The first day of the period.  [default: as the settings say]"
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Print a fresh review and write nothing.")
@click.option("--force", is_flag=True, help="Replace generated parts that were edited by hand.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if the file is not what would be written."
)
@click.pass_context
def review(
    ctx: click.Context, on: date | None, since: date | None, to_stdout: bool, force: bool, only_check: bool
) -> None:
    """Write the COO review to reviews/DATE.md.

    It looks at the days up to the one asked for. Writing it again brings the generated parts up to date and leaves what
    you wrote as it is.
    """
    from opsledger.publishing import plan_review, publish_review
    from opsledger.rendering.templates import TemplateFault, render
    from opsledger.reviewing.build import build_review

    opened = open_ledger(ctx, on)
    ledger, day = opened.ledger, opened.day
    if since and since > day:
        raise Refusal(f"--from {since} is after {day}, the review's day")
    try:
        if to_stdout:
            emit_paged(render(build_review(ledger, day, since), ledger.root))
            return
        do = plan_review if only_check else publish_review
        written = do(ledger, day, since, force=force)
    except TemplateFault as fault:
        raise Refusal(f"the review's template cannot be used: {fault}") from None
    if written.problems and not only_check:
        raise _refusal(written.problems)
    for name in written.replaced:
        tell(f"{written.path}: the part `{name}` was edited by hand{' and is replaced' if not only_check else ''}")
    if not only_check:
        emit(f"{written.path}\n")
        tell("written" if written.is_new else "brought up to date" if written.changed else "already up to date")
        return
    for problem in written.problems:
        tell(str(problem))
    if written.changed or written.problems:
        tell(f"{written.path} is {'missing' if written.is_new else 'not what the ledger gives now'}")
        ctx.exit(1)


def _refusal(problems: tuple[object, ...]) -> Refusal:
    """Why a review is not written, problem by problem."""
    lines = []
    for problem in problems:
        hint = getattr(problem, "hint", None)
        lines += [str(problem), *([f"    hint: {hint}"] if hint else [])]
    return Refusal("the review is not written", *lines)
