"""`opsledger figures`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import opened_or_none, terminal_width
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import DAY, on_option
from opsledger.cli.output import Refusal, emit, emit_paged, has_colour, is_terminal, takes_unicode

if TYPE_CHECKING:
    from opsledger.figures.evidence import Figure


def complete_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """A completion with the names of the figures."""
    from opsledger.measuring.every import figures as measure

    opened = opened_or_none(ctx)
    if opened is None:
        return []
    return [name for name in measure(opened.ledger, opened.day) if name.startswith(incomplete)]


@click.command(
    cls=Command,
    examples=(
        "opsledger figures",
        "opsledger figures balance",
        "opsledger figures inflow.win_rate time.client_share --on 2026-11-20",
        "opsledger figures money --on 2026-11-20 --from 2026-01-01 --json",
        "opsledger figures balance --at HEAD~1",
    ),
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_names)
@on_option
@click.option(
    "--from",
    "since",
    type=DAY,
    metavar="DATE",
    help="The first day of the period.  [default: as `review: every` says]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the sources of each figure.")
@click.pass_context
def figures(ctx: click.Context, names: tuple[str, ...], on: date | None, since: date | None, as_json: bool) -> None:
    """Print every figure the ledger measures.

    Without a name it prints them all. A name stands for the figure and for all below it: inflow.open includes
    inflow.open.proposal.
    """
    from opsledger.measuring.every import figures as measure
    from opsledger.reporting.figures import figures_data, figures_table
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.tables import as_plain, as_terminal

    opened = open_ledger(ctx, on)
    if since and since > opened.day:
        raise Refusal(f"--from {since} is after {opened.day}")
    chosen = named(measure(opened.ledger, opened.day, since), names)
    if as_json:
        data = envelope("figures", opened.day, figures_data(chosen))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
        return
    table = figures_table(chosen.values(), opened.ledger.settings.currency)
    if is_terminal():
        emit_paged(as_terminal(table, terminal_width(), colour=has_colour()))
    else:
        emit(as_plain(table))


def named(measured: Mapping[str, Figure], names: Sequence[str]) -> dict[str, Figure]:
    """The figures of these names and those below them, each once; all if no name is given."""
    from opsledger.diagnostics import did_you_mean_among, did_you_mean_part
    from opsledger.measuring.every import FORECAST
    from opsledger.measuring.titles import titles_like

    if not names:
        return dict(measured)
    chosen: dict[str, Figure] = {}
    for name in names:
        found = {key: figure for key, figure in measured.items() if key == name or key.startswith(f"{name}.")}
        if not found and name == FORECAST:
            raise Refusal(
                f"`{name}` is not a single number: see `opsledger forecast`, and `--explain` for what it rests on"
            )
        if not found:
            parts = {".".join(key.split(".")[:depth]) for key in measured for depth in range(1, key.count(".") + 2)}
            meant = titles_like(name)
            hint = did_you_mean_part(name, parts) or did_you_mean_among(meant, len(meant))
            raise Refusal(
                f"there is no figure `{name}`" + (f": {hint}" if hint else "; `opsledger figures` lists them")
            )
        chosen |= found
    return chosen
