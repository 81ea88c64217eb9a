"""`opsledger forecast`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import click

from opsledger.cli.answers import KeptAnswer, answered
from opsledger.cli.commands import Command
from opsledger.cli.lists import terminal_width
from opsledger.cli.opening import errors_of, open_quietly
from opsledger.cli.options import Between, form_options, on_option, revision_asked
from opsledger.cli.output import Refusal, emit, emit_paged, has_colour, is_terminal, refused, takes_unicode, tell
from opsledger.cli.progress import progress

if TYPE_CHECKING:
    from opsledger.cli.opening import Opened
    from opsledger.forecast.result import Forecast
    from opsledger.reporting.tables import Shown

MOST_WEEKS = 52


@click.command(
    cls=Command,
    examples=(
        "opsledger forecast",
        "opsledger forecast --on 2026-11-20 --weeks 8",
        "opsledger forecast --on 2026-11-20 --with juniper-webshop=won@2026-12-01",
        "opsledger forecast --on 2026-11-20 --with +3leads --with off=2026-12-14/2026-12-18",
        "opsledger forecast --on 2026-11-20 --explain",
        "opsledger forecast --on 2026-11-20 --backtest 4",
        "opsledger forecast --on 2026-11-20 --headlines",
        "opsledger forecast --on 2026-11-20 --json",
    ),
)
@on_option
@click.option(
    "--weeks", type=Between(1, MOST_WEEKS), metavar="N", default=12, help="How many weeks ahead.  [default: 12]"
)
@click.option(
    "--with",
    "supposed",
    multiple=True,
    metavar="WHAT",
    help="What if: LEAD=won, LEAD=won@DATE, LEAD=lost, none (no lead won), +3leads, off=DATE/DATE, on=DATE/DATE, "
    "ID=start@DATE, ID=due@DATE, TASK=@MEMBER, job=12h@DATE. Writes nothing.",
)
@click.option(
    "--explain",
    "explains",
    is_flag=True,
    help="Say how far to trust the forecast, which number to use, and what it assumes.",
)
@click.option(
    "--backtest",
    "past_days",
    type=Between(1, 200),
    metavar="N",
    help="Score forecasts from N past weeks, and four simpler ones, against what happened.",
)
@click.option(
    "--headlines",
    "--verdicts",
    "only_verdicts",
    is_flag=True,
    help="Show how the headlines of past reviews did.",
)
@form_options
@click.pass_context
def forecast(
    ctx: click.Context,
    on: date | None,
    weeks: int,
    supposed: tuple[str, ...],
    explains: bool,
    past_days: int | None,
    only_verdicts: bool,
    form: str | None,
) -> None:
    """Forecast the client hours of the coming weeks.

    Each week shows the hours available for clients, the hours booked, and a range that is right 8 times in 10. It
    also shows the chance that the week is lean, and the chance that it is overloaded.
    """
    asked = _Asked(weeks, supposed, explains, past_days, only_verdicts, form)
    looks = (terminal_width() if is_terminal() else 0, has_colour(), takes_unicode())
    told = answered(ctx, on, lambda: _told(ctx, on, asked), *asked, *looks)
    if told["errors"]:
        tell(told["errors"])
    (emit if form else emit_paged)(told["text"])


class _Asked(NamedTuple):
    """What is asked of the forecast, beside its day."""

    weeks: int
    supposed: tuple[str, ...]
    explains: bool
    past_days: int | None
    only_verdicts: bool
    form: str | None


def _told(ctx: click.Context, on: date | None, asked: _Asked) -> KeptAnswer:
    """What there is to tell: of the ledger's errors, and the text. Raises Refusal if nothing such can be supposed."""
    opened = open_quietly(ctx, on)
    errors = errors_of(opened, revision_asked(ctx))
    try:
        return {"errors": errors, "text": _text(opened, asked)}
    except Refusal:
        if errors:
            tell(errors)
        raise


def _text(opened: Opened, asked: _Asked) -> str:
    if asked.only_verdicts:
        return _verdicts(opened)
    if asked.past_days is not None:
        return _backtest(opened, asked.past_days)
    from opsledger.forecast.result import as_told

    plain, found = _forecasts(opened, asked.weeks, asked.supposed, asked.explains)
    found = as_told(found)
    return _data(opened, found, asked.form) if asked.form else _shown(opened, found, plain, asked.explains)


def _forecasts(
    opened: Opened, weeks: int, supposed: tuple[str, ...], explains: bool
) -> tuple[Forecast | None, Forecast]:
    """The forecast asked for, and beside a what-if the plain one. Raises Refusal if nothing such can be supposed."""
    from opsledger.forecast.recalled import kept_forecast

    if not supposed and not explains:
        return None, kept_forecast(opened.ledger, opened.day, weeks)
    from opsledger.forecast.coming import forecast as forecast_of
    from opsledger.forecast.what_if import parse_what_if
    from opsledger.values.misread import Misread

    try:
        what_if = [parse_what_if(text) for text in supposed]
        found = forecast_of(opened.ledger, opened.day, weeks, what_if)
    except Misread as misread:
        raise refused(misread.message, misread.hint) from None
    return (kept_forecast(opened.ledger, opened.day, weeks) if what_if else None), found


def _data(opened: Opened, found: Forecast, form: str) -> str:
    from opsledger.forecast.result import data
    from opsledger.reporting.json_text import envelope, json_text

    if form == "json":
        return json_text(envelope("forecast", opened.day, data(found)), ascii_only=not takes_unicode()) + "\n"
    keys = ("week", "capacity", "committed", "p10", "p50", "p90", "famine", "feast")
    rows = [",".join(keys)]
    for week in found.weeks:
        values = (getattr(week, key) for key in keys)
        rows.append(",".join("" if value is None else str(value) for value in values))
    return "\r\n".join(rows) + "\r\n"


def _shown(opened: Opened, found: Forecast, plain: Forecast | None, explains: bool) -> str:
    from opsledger.figures.outflow import estimate_ratios
    from opsledger.reporting.assumptions import explanations_text
    from opsledger.reporting.forecast import forecast_table, forecast_text, forecast_title

    table = forecast_title(opened.ledger.settings.business, found.on) + _as_text(forecast_table(found, plain))
    parts = [table, forecast_text(found, is_overrun_known=bool(estimate_ratios(opened.standing)))]
    if explains:
        parts += [*(_rivals(opened, found) if plain is None else ()), explanations_text(found.explanations)]
    return "\n".join(parts)


def _rivals(opened: Opened, found: Forecast) -> list[str]:
    """How far to trust the forecast, which number to use, and what each rival says of the coming weeks."""
    from opsledger.forecast.backtest import backtest
    from opsledger.forecast.recalled import SCORED_WEEKS
    from opsledger.forecast.rivals_ahead import choices, rivals_ahead
    from opsledger.reporting.assumptions import rivals_heading, rivals_table, trust_text

    with progress("forecasting past weeks") as on_progress:
        tested = backtest(opened.ledger, opened.day, SCORED_WEEKS, on_progress)
    weeks = rivals_ahead(opened.ledger, opened.day, found, tested)
    parts = [trust_text(tested, choices(weeks, tested, found.planned), found.planned, opened.day)]
    return [*parts, rivals_heading() + _as_text(rivals_table(weeks))] if weeks else parts


def _backtest(opened: Opened, past_days: int) -> str:
    from opsledger.forecast.backtest import backtest
    from opsledger.forecast.frozen_scoring import score_frozen
    from opsledger.publishing.frozen import frozen_forecasts
    from opsledger.reporting.forecast import backtest_tables, backtest_text, frozen_text

    with progress("forecasting past weeks") as on_progress:
        result = backtest(opened.ledger, opened.day, past_days, on_progress)
    frozen = score_frozen(opened.ledger, opened.day, frozen_forecasts(opened.ledger, opened.files))
    tables = [f"{title}\n{_as_text(table)}" for title, table in backtest_tables(result) if table.rows]
    return "\n".join([backtest_text(result), *tables, frozen_text(frozen)])


def _verdicts(opened: Opened) -> str:
    """Each past headline and what came of it, and the sum."""
    from opsledger.forecast.verdicts import past_headlines, past_verdicts, verdicts_sentence
    from opsledger.reporting.forecast import verdict_lines

    standing = opened.standing
    found = past_verdicts(standing)
    lines = list(verdict_lines(past_headlines(standing)))
    said = verdicts_sentence(found) if found else ""
    lines.append(f"{said[0].upper()}{said[1:]}." if said else "No past headline can be judged yet.")
    return "".join(f"{line}\n" for line in lines)


def _as_text(table: Shown) -> str:
    from opsledger.reporting.tables import as_plain, as_terminal

    return as_terminal(table, terminal_width(), colour=has_colour()) if is_terminal() else as_plain(table)
