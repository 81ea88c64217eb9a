"""`opsledger history`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import opened_or_none, terminal_width
from opsledger.cli.opening import Opened, open_ledger
from opsledger.cli.output import emit, emit_paged, has_colour, is_terminal, refused, takes_unicode, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsledger.history.life import Life


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    opened = opened_or_none(ctx)
    return sorted({each.id for each in opened.ledger.records() if each.id.startswith(incomplete)}) if opened else []


@click.command(
    cls=Command,
    examples=(
        "opsledger history lantern-rebrand",
        "opsledger history 2026-W47",
        "opsledger history clients/harbor-dental --json",
    ),
)
@click.argument("name", metavar="ID", shell_complete=_complete)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def history(ctx: click.Context, name: str, as_json: bool) -> None:
    """Show a record's life: who wrote each line, and what was changed.

    The lines come from the file. Git adds the commit that brought each line, lines that were edited or removed,
    facts that changed, and earlier names of the file. Without git it shows the lines alone. If an id is in two
    folders, give the folder too, as in clients/harbor-dental.
    """
    from opsledger.reporting.changes import life_data, life_table
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.tables import as_plain, as_terminal

    opened = open_ledger(ctx, None)
    life = _life(opened, name)
    if as_json:
        data = envelope("history", opened.day, life_data(life.events))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
    else:
        table = life_table(life.events)
        shown = as_terminal(table, terminal_width(), colour=has_colour()) if is_terminal() else as_plain(table)
        emit_paged(shown)
    if life.note:
        tell(life.note)


def _life(opened: Opened, name: str) -> Life:
    """The life of the record that is asked for, or of one that is gone. Raises Refusal."""
    from opsledger.history.git import GitRefused
    from opsledger.history.life import life_from_lines, read_life
    from opsledger.loading.records import record_bytes
    from opsledger.reading.kinds import KINDS, kind_of
    from opsledger.values.characters import same_id

    folder, _, short = name.rpartition("/")
    wanted = same_id(short.removesuffix(".md"))
    files = record_bytes(opened.files)
    path = _path(files, folder, wanted)
    kinds = [kind for kind in KINDS if (kind is kind_of(path) if path else folder in ("", kind.folder))]
    why = "and there never was"
    try:
        if kinds and (life := read_life(opened.ledger.root, kinds, wanted, path, files, opened.day)).events:
            return life
    except GitRefused as fault:
        why = f"{fault}" + (f"; {fault.hint}" if fault.hint else "")
        if path is not None:
            return life_from_lines(path, files[path])._replace(note=f"no commits: {why}")
        why = f"and one that was deleted cannot be looked up: {why}"
    raise _unknown(opened, name, why)


def _path(files: Mapping[str, bytes], folder: str, wanted: str) -> str | None:
    from opsledger.reading.records import record_id
    from opsledger.values.characters import same_id

    found = [
        path for path in files if same_id(record_id(path)) == wanted and (not folder or path.startswith(f"{folder}/"))
    ]
    if len(found) > 1:
        raise refused(
            f"`{wanted}` names several records: {', '.join(found)}",
            "write it with its folder, without `.md`",
        )
    return found[0] if found else None


def _unknown(opened: Opened, name: str, why: str) -> Exception:
    from opsledger.diagnostics import did_you_mean

    hint = did_you_mean(name.rpartition("/")[2], [each.id for each in opened.ledger.records()])
    return refused(f"there is no record `{name}`, {why}", hint)
