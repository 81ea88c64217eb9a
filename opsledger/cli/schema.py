"""`opsledger schema`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command
from opsledger.cli.output import Refusal, emit, takes_unicode

SETTINGS = "settings"


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from opsledger.reading.kinds import KINDS

    return [name for name in (*(kind.name for kind in KINDS), SETTINGS) if name.startswith(incomplete)]


@click.command(cls=Command, examples=("opsledger schema settings", "opsledger schema lead"))
@click.argument("kind", metavar="KIND", shell_complete=_complete)
def schema(kind: str) -> None:
    """Print the JSON Schema of front matter or settings.

    KIND is lead, project, week, client, website, tool, member, review or settings. The schemas are draft-07, which
    YAML editors read. They say what a field may hold; `opsledger check` says everything else.
    """
    from opsledger.diagnostics import did_you_mean
    from opsledger.reading.kinds import KINDS
    from opsledger.reporting.json_text import json_text
    from opsledger.reporting.schemas import schema_of_kind, schema_of_settings

    kinds = {one.name: one for one in KINDS}
    if kind not in kinds and kind != SETTINGS:
        known = (*kinds, SETTINGS)
        raise Refusal(f"there is no kind `{kind}`: {did_you_mean(kind, known) or 'one of ' + ', '.join(known)}")
    shape = schema_of_settings() if kind == SETTINGS else schema_of_kind(kinds[kind])
    emit(json_text(shape, ascii_only=not takes_unicode()) + "\n")
