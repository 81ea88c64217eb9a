"""`opsledger set`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command
from opsledger.cli.edits import carry_out, complete_ids, dry_run_option, found, survey_ledger
from opsledger.cli.output import Refusal, tell


@click.command(
    "set",
    cls=Command,
    writes=True,
    examples=(
        "opsledger set arbor-furniture value 11500",
        "opsledger set harbor-dental health yellow",
        "opsledger set jane-doe tasks build,testing",
        'opsledger set 2026-W48 focus "the museum\'s letter" --dry-run',
        "opsledger set arbor-furniture due --remove",
    ),
)
@click.argument("record", metavar="ID", shell_complete=complete_ids())
@click.argument("key", metavar="FIELD")
@click.argument("value", metavar="[VALUE]", required=False)
@click.option("--remove", is_flag=True, help="Take the field away instead.")
@dry_run_option
@click.pass_context
def set_field(ctx: click.Context, record: str, key: str, value: str | None, remove: bool, dry_run: bool) -> None:
    """Set a field in the front matter of a record.

    The value is checked as its field requires. It replaces the old one, and comments stay. A new field comes last.
    Give a list with commas. What happens over time belongs in the log: see `opsledger log`.
    """
    from opsledger.editing.setting import SetField
    from opsledger.models.projects import Project
    from opsledger.reading.kinds import KINDS

    if remove == (value is not None):
        raise Refusal("give a value or --remove, not both" if remove else f"give a value for `{key}`, or --remove")
    survey = survey_ledger(ctx)
    having = tuple(kind for kind in KINDS if any(field.key == key for field in kind.fields))
    named = found(survey, record, having or KINDS, KINDS)
    words = ["set", record, key, *([] if value is None else [value]), *(["--remove"] if remove else [])]
    carry_out(survey, [SetField(named.path, key, value)], words, dry_run=dry_run)
    project = survey.record(named.kind, named.path) if key == "due" else None
    if isinstance(project, Project) and project.revised_promise != project.promise:
        command = f"opsledger log {record} due DATE"
        tell(
            f"this changes the first promise; the latest is {project.revised_promise}, and `{command}` makes a new one"
        )
