"""`opsledger forecast`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import terminal_width
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import form_options, on_option
from opsledger.cli.output import Refusal, emit, emit_paged, has_colour, is_terminal, takes_unicode
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
        "opsledger forecast --on 2026-11-20 --verdicts",
        "opsledger forecast --on 2026-11-20 --json",
    ),
)
@on_option
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=12, help="How many weeks ahead.  [default: 12]")
@click.option(
    "--with",
    "supposed",
    multiple=True,
    metavar="WHAT",
    help="What if: LEAD=won, LEAD=won@DATE, LEAD=lost, none (no lead won), +3leads, off=DATE/DATE, ID=start@DATE, "
    "ID=due@DATE, TASK=@MEMBER. Writes nothing.",
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
    type=click.IntRange(1, 200),
    metavar="N",
    help="Score forecasts from N past weeks, and four simpler ones, against what happened.",
)
@click.option("--verdicts", "only_verdicts", is_flag=True, help="Show how the headlines of past reviews did.")
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
    opened = open_ledger(ctx, on)
    if only_verdicts:
        _show_verdicts(opened)
        return
    if past_days is not None:
        _show_backtest(opened, past_days)
        return
    plain, found = _forecasts(opened, weeks, supposed, explains)
    if form:
        _print_data(opened, found, form)
    else:
        _show(opened, found, plain, explains)


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
        raise Refusal(misread.message + (f": {misread.hint}" if misread.hint else "")) from None
    return (kept_forecast(opened.ledger, opened.day, weeks) if what_if else None), found


def _print_data(opened: Opened, found: Forecast, form: str) -> None:
    from opsledger.forecast.result import data
    from opsledger.reporting.json_text import envelope, json_text

    if form == "json":
        emit(json_text(envelope("forecast", opened.day, data(found)), ascii_only=not takes_unicode()) + "\n")
        return
    keys = ("week", "capacity", "committed", "p10", "p50", "p90", "famine", "feast")
    rows = [",".join(keys)]
    for week in found.weeks:
        values = (getattr(week, key) for key in keys)
        rows.append(",".join("" if value is None else str(value) for value in values))
    emit("\r\n".join(rows) + "\r\n")


def _show(opened: Opened, found: Forecast, plain: Forecast | None, explains: bool) -> None:
    from opsledger.reporting.explanation import explanations_text
    from opsledger.reporting.forecast import forecast_table, forecast_text

    parts = [_as_text(forecast_table(found, plain)), forecast_text(found)]
    if explains:
        parts += [*(_rivals(opened, found) if plain is None else ()), explanations_text(found.explanations)]
    emit_paged("\n".join(parts))


def _rivals(opened: Opened, found: Forecast) -> list[str]:
    """How far to trust the forecast, which number to use, and what each rival says of the coming weeks."""
    from opsledger.forecast.backtest import backtest
    from opsledger.forecast.recalled import SCORED_WEEKS
    from opsledger.forecast.rivals_ahead import choices, rivals_ahead
    from opsledger.reporting.explanation import rivals_heading, rivals_table, trust_text

    with progress("forecasting past weeks") as on_progress:
        tested = backtest(opened.ledger, opened.day, SCORED_WEEKS, on_progress)
    weeks = rivals_ahead(opened.ledger, opened.day, found, tested)
    parts = [trust_text(tested, choices(weeks, tested, found.planned), opened.day)]
    return [*parts, rivals_heading() + _as_text(rivals_table(weeks))] if weeks else parts


def _show_backtest(opened: Opened, past_days: int) -> None:
    from opsledger.forecast.backtest import backtest
    from opsledger.forecast.frozen_scoring import score_frozen
    from opsledger.publishing.frozen import frozen_forecasts
    from opsledger.reporting.forecast import backtest_tables, backtest_text, frozen_text

    with progress("forecasting past weeks") as on_progress:
        result = backtest(opened.ledger, opened.day, past_days, on_progress)
    frozen = score_frozen(opened.ledger, opened.day, frozen_forecasts(opened.ledger, opened.files))
    tables = [f"{title}\n{_as_text(table)}" for title, table in backtest_tables(result) if table.rows]
    emit_paged("\n".join([backtest_text(result), *tables, frozen_text(frozen)]))


def _show_verdicts(opened: Opened) -> None:
    """Print each past headline and what came of it, and the sum."""
    from opsledger.forecast.verdicts import past_headlines, past_verdicts, sentence
    from opsledger.reporting.forecast import verdict_lines

    standing = opened.standing
    found = past_verdicts(standing)
    lines = list(verdict_lines(past_headlines(standing)))
    said = sentence(found) if found else ""
    lines.append(f"{said[0].upper()}{said[1:]}." if said else "No past headline can be judged yet.")
    emit_paged("".join(f"{line}\n" for line in lines))


def _as_text(table: Shown) -> str:
    from opsledger.reporting.tables import as_plain, as_terminal

    return as_terminal(table, terminal_width(), colour=has_colour()) if is_terminal() else as_plain(table)
