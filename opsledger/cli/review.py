"""`opsledger review`."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from opsledger.cli.answers import KeptAnswer, answered
from opsledger.cli.commands import Command
from opsledger.cli.opening import errors_of, open_ledger, open_quietly, root_of
from opsledger.cli.options import DAY, on_option, revision_asked
from opsledger.cli.output import Refusal, emit, emit_paged, takes_unicode, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsledger.cli.opening import Opened
    from opsledger.publishing.reviews import Published
    from opsledger.reviewing.long_review import LongReview

    Steps = tuple[Callable[..., Published], ...]


@click.command(
    cls=Command,
    examples=(
        "opsledger review",
        "opsledger review --on 2026-11-20",
        "opsledger review --on 2026-11-20 --from 2026-11-01 --stdout",
        "opsledger review --on 2026-11-20 --html",
        "opsledger review --on 2026-11-20 --check",
        "opsledger review --on 2026-10-31 --from 2026-10-01 --template month.md",
        "opsledger review --on 2026-11-20 --json",
        "opsledger review --year 2026",
        "opsledger review --quarter 2026-Q3 --html",
        "opsledger review --drift",
    ),
)
@on_option
@click.option(
    "--from", "since", type=DAY, metavar="DATE", help="The first day of the period.  [default: as `review: every` says]"
)
@click.option("--year", metavar="YEAR", help="Write the review of a year, such as 2026, to reviews/YEAR.md.")
@click.option("--quarter", metavar="QUARTER", help="Write the review of a quarter, such as 2026-Q3.")
@click.option(
    "--html",
    "as_page",
    is_flag=True,
    help="Also write a page for the browser: reviews/DATE.html. Once there, it is always brought up to date.",
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Print a fresh review and write nothing.")
@click.option(
    "--force",
    is_flag=True,
    help="Replace generated parts that were edited by hand, and figures frozen before a later review.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if the file is out of date.")
@click.option("--template", metavar="NAME", help="Print with another template, such as month.md; writes nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the review as JSON; writes nothing.")
@click.option("--drift", "only_drift", is_flag=True, help="Show figures of past reviews that later edits changed.")
@click.pass_context
def review(
    ctx: click.Context,
    on: date | None,
    since: date | None,
    year: str | None,
    quarter: str | None,
    as_page: bool,
    to_stdout: bool,
    force: bool,
    only_check: bool,
    template: str | None,
    only_drift: bool,
    as_json: bool,
) -> None:
    """Write the fortnight's review to reviews/DATE.md.

    It covers the days up to the one asked for. Writing it again updates the generated parts and leaves what you
    wrote as it is. A page shows the same with charts, and your notes. It is one file that loads nothing.

    With --year or --quarter it covers all of that, or what has passed of it, as a scorecard with room for goals.
    """
    if (to_stdout or template) and not (as_json or only_drift or year or quarter):
        told = answered(ctx, on, lambda: _printed(ctx, on, since, template, as_page), str(since), template, as_page)
        if told["errors"]:
            tell(told["errors"])
        emit_paged(told["text"])
        return
    if year or quarter:
        if since or template or only_drift:
            raise Refusal("--year and --quarter take no --from, --template or --drift")
        if year and quarter:
            raise Refusal("--year and --quarter are two reviews: ask for one")
        asked = _LongAsked(_long_name(year, quarter), as_page, force, only_check, as_json)
        (_print_long if to_stdout and not as_json else _review_long)(ctx, on, asked)
        return
    from opsledger.cli.progress import progress
    from opsledger.rendering.quarantine import expect_own

    expect_own(root_of(ctx))
    from opsledger.findings.measured import measured_on
    from opsledger.publishing.reviews import has_page, plan_page, plan_review, publish_page, publish_review
    from opsledger.rendering.templates import TemplateFault
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.review import review_data
    from opsledger.reviewing.build import review_of

    opened = open_ledger(ctx, on)
    ledger, day = opened.ledger, opened.day
    _refuse_later(since, day)
    if only_drift:
        _show_drift(opened, on)
        return
    if revision_asked(ctx) and not as_json:
        raise Refusal("--at reads what was committed and writes nothing: add --stdout")
    with progress("forecasting past weeks") as on_progress:
        measured = measured_on(ledger, day, since)
        built = review_of(measured, on_progress=on_progress)
    if as_json:
        data = envelope("review", day, review_data(built))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
        return
    as_page = as_page or has_page(ledger, str(day))
    try:
        if as_page and not only_check:  # what stops the page stops the review too, before either is written
            _refuse(plan_page(ledger, day, since, force=force, built=built))
        writing: Steps = (partial(publish_review, measured=measured), publish_page)
        steps: Steps = (plan_review, plan_page) if only_check else writing
        tells = _tell_difference if only_check else _tell_written
        differs = [
            tells(step(ledger, day, since, force=force, built=built)) for step in (steps if as_page else steps[:1])
        ]
    except TemplateFault as fault:
        raise Refusal(f"the review's template cannot be used: {fault}") from None
    if only_check and any(differs):
        ctx.exit(1)


def _printed(
    ctx: click.Context, on: date | None, since: date | None, template: str | None, as_page: bool
) -> KeptAnswer:
    """What a fresh review says, by a template, and of the ledger's errors; nothing is written."""
    from opsledger.cli.progress import progress
    from opsledger.rendering.quarantine import expect_own

    expect_own(root_of(ctx))
    from opsledger.findings.measured import measured_on
    from opsledger.rendering.templates import PAGE_TEMPLATE, REVIEW_TEMPLATE, TemplateFault, render
    from opsledger.reviewing.build import review_of

    opened = open_quietly(ctx, on)
    errors = errors_of(opened, revision_asked(ctx))
    _refuse_later(since, opened.day)
    with progress("forecasting past weeks") as on_progress:
        built = review_of(measured_on(opened.ledger, opened.day, since), on_progress=on_progress)
    try:
        name = template or (PAGE_TEMPLATE if as_page else REVIEW_TEMPLATE)
        return {"errors": errors, "text": render(built, opened.ledger.root, name)}
    except TemplateFault as fault:
        raise Refusal(f"the review's template cannot be used: {fault}") from None


def _refuse_later(since: date | None, day: date) -> None:
    if since and since > day:
        raise Refusal(f"--from {since} is after {day}, the review's day")


class _LongAsked(NamedTuple):
    """What is asked of a year's or a quarter's review."""

    name: str
    as_page: bool
    force: bool
    only_check: bool
    as_json: bool


def _long_name(year: str | None, quarter: str | None) -> str:
    """The name of the review: `2026` or `2026-Q3`."""
    from opsledger.values.days import year_or_quarter

    name = (year or quarter or "").strip().upper()
    is_quarter = "Q" in name
    if year_or_quarter(name) is None or is_quarter != bool(quarter):
        if quarter:
            raise Refusal(f"`{quarter}` is not a quarter", "    hint: year and quarter as in `2026-Q3`")
        raise Refusal(f"`{year}` is not a year", "    hint: four digits as in `2026`; a quarter is --quarter 2026-Q3")
    return name


def _built_long(opened: Opened, name: str) -> LongReview:
    """The review of a year or a quarter as of the day asked about."""
    from opsledger.reviewing.year import build_long_review

    try:
        return build_long_review(opened.ledger, name, opened.day)
    except ValueError:
        raise Refusal(f"{name} begins after {opened.day}") from None


def _print_long(ctx: click.Context, on: date | None, asked: _LongAsked) -> None:
    """Print a fresh review of a year or a quarter."""
    told = answered(ctx, on, lambda: _printed_long(ctx, on, asked), asked.name, asked.as_page)
    if told["errors"]:
        tell(told["errors"])
    emit_paged(told["text"])


def _printed_long(ctx: click.Context, on: date | None, asked: _LongAsked) -> KeptAnswer:
    """What a fresh review of a year or a quarter says, and of the ledger's errors; nothing is written."""
    from opsledger.rendering.quarantine import expect_own

    expect_own(root_of(ctx))
    from opsledger.rendering.templates import LONG_PAGE_TEMPLATE, LONG_TEMPLATE, TemplateFault, render

    opened = open_quietly(ctx, on)
    errors = errors_of(opened, revision_asked(ctx))
    try:
        text = render(
            _built_long(opened, asked.name), opened.ledger.root, LONG_PAGE_TEMPLATE if asked.as_page else LONG_TEMPLATE
        )
    except TemplateFault as fault:
        raise Refusal(f"the review's template cannot be used: {fault}") from None
    return {"errors": errors, "text": text}


def _review_long(ctx: click.Context, on: date | None, asked: _LongAsked) -> None:
    """Write or check the review of a year or a quarter, or print it as JSON."""
    from opsledger.rendering.quarantine import expect_own

    expect_own(root_of(ctx))
    from opsledger.publishing.reviews import has_page, plan_long_review, publish_long_review
    from opsledger.rendering.templates import TemplateFault
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.review import long_review_data

    opened = open_ledger(ctx, on)
    ledger = opened.ledger
    if revision_asked(ctx) and not asked.as_json:
        raise Refusal("--at reads what was committed and writes nothing: add --stdout")
    built = _built_long(opened, asked.name)
    if asked.as_json:
        data = envelope("long-review", built.on, long_review_data(built))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
        return
    as_page = asked.as_page or has_page(ledger, built.name)
    try:
        if as_page and not asked.only_check:
            _refuse(plan_long_review(ledger, built, force=asked.force, as_page=True))
        step = plan_long_review if asked.only_check else publish_long_review
        tells = _tell_difference if asked.only_check else _tell_written
        pages = (False, True) if as_page else (False,)
        differs = [tells(step(ledger, built, force=asked.force, as_page=as_page)) for as_page in pages]
    except TemplateFault as fault:
        raise Refusal(f"the review's template cannot be used: {fault}") from None
    if asked.only_check and any(differs):
        ctx.exit(1)


def _refuse(written: Published) -> None:
    """Raise Refusal if a file cannot be written, with each problem."""
    if written.problems:
        lines = []
        for problem in written.problems:
            lines += [str(problem), *([f"    hint: {problem.hint}"] if problem.hint else [])]
        raise Refusal("the review is not written", *lines)


def _tell_written(written: Published) -> bool:
    """Say what became of a file; whether it changed."""
    _refuse(written)
    for name in written.replaced:
        tell(f"{written.path}: the part `{name}` was edited by hand and is replaced")
    emit(f"{written.path}\n")
    if written.stays:
        tell(f"{written.stays} stays frozen, because a later review builds on it; --force freezes it again")
    tell("written" if written.is_new else "brought up to date" if written.changed else "already up to date")
    return written.changed


def _tell_difference(written: Published) -> bool:
    """Say whether a file is not what would be written."""
    for problem in written.problems:
        tell(str(problem))
    for name in written.replaced:
        tell(f"{written.path}: the part `{name}` was edited by hand")
    if written.changed or written.problems:
        tell(f"{written.path} is {'missing' if written.is_new else 'out of date'}")
    return written.changed or bool(written.problems)


def _show_drift(opened: Opened, on: date | None) -> None:
    """Print the figures of past reviews that are not what they were."""
    from opsledger.publishing.frozen import drifted_figures
    from opsledger.reporting.figures import changed_parts

    found = drifted_figures(opened.ledger, on, opened.files)
    for figure in found:
        for key, then, now in changed_parts(figure.then, figure.now):
            emit(f"{figure.review}: {figure.name}{key}: {then} then, {now} now\n")
    if not found:
        tell("no figure of a past review has changed since, apart from those about actions")
