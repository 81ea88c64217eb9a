"""`opsledger new`: one command a kind of record, made from the table of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from opsledger.cli.commands import Command, Group
from opsledger.cli.lists import complete_values
from opsledger.cli.opening import Opened, open_ledger
from opsledger.cli.options import DAY
from opsledger.cli.output import Refusal, emit
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.reading.fields import Field
    from opsledger.reading.kinds import Kind

_EXAMPLES = {
    "lead": (
        'opsledger new lead "Willow Bakery" --source referral --service website --value 6000',
        'opsledger new lead "Marsh House" --source linkedin --line "in asks for a brand" --line "next 2026-11-24 call"',
    ),
    "project": (
        'opsledger new project "Willow website" --client willow-bakery --billing fixed --price 6000 --estimate 60h',
        'opsledger new project "My own portfolio" --billing internal --line started',
    ),
    "week": ("opsledger new week 2026-W50", 'opsledger new week 2026-W52 --hours 20h --focus "only what is promised"'),
    "client": ('opsledger new client "Willow Bakery" --since 2026-11-20 --health green',),
    "website": ('opsledger new website "How Harbor found its patients" --type case-study --client harbor-dental',),
    "tool": ('opsledger new tool "Sketchpad" --jobs deliver --line "cost 12/month"',),
    "member": ('opsledger new member "Ada Berg" --tasks writing,research --line "rate 45/h"',),
}
_COMPLETED = {"client": ("projects", "client"), "lead": ("leads", "id"), "project": ("projects", "id")}


class _NewGroup(Group):
    """The kinds of record, looked up when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_EXAMPLES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from opsledger.reading.kinds import KINDS

        return next((_command(kind) for kind in KINDS if kind.name == cmd_name and cmd_name in _EXAMPLES), None)


@click.group(
    cls=_NewGroup,
    examples=(*_EXAMPLES["lead"][:1], *_EXAMPLES["project"][:1], *_EXAMPLES["week"][:1]),
)
def new() -> None:
    """Make a new lead, project, week or other record.

    What is asked for is read as a file is read before anything is written; nothing is ever overwritten.
    """


def _command(kind: Kind) -> click.Command:
    """The command that makes a record of a kind."""
    is_week = kind.name == "week"
    params: list[click.Parameter] = [click.Argument(["name"], metavar="WEEK" if is_week else "NAME")]
    params += [_option(kind, field) for field in kind.fields if field.key != "name"]
    if not is_week:
        what = "A line of its log, without the date; may be given again.  [default: one that suits the kind]"
        params.append(click.Option(["--line", "lines"], multiple=True, metavar="TEXT", help=what))
        params.append(click.Option(["--id", "record_id"], metavar="ID", help="Its id.  [default: made from its name]"))
    help_on = "The day of its first lines.  [default: today]"
    params.append(click.Option(["--on"], type=DAY, metavar="DATE", help=help_on))
    return Command(
        kind.name,
        params=params,
        callback=click.pass_context(_make_week(kind) if is_week else _make_record(kind)),
        help=f"{kind.summary}" + (" Its plan is taken from schedule.md." if is_week else ""),
        examples=_EXAMPLES[kind.name],
    )


def _option(kind: Kind, field: Field) -> click.Option:
    name = field.key.replace("_", "-")
    choices = field.type.choices
    listed = _COMPLETED.get(field.key)
    needed = field.required and not (kind.name == "project" and field.key == "client")
    meaning = field.summary[0].upper() + field.summary[1:]
    help_text = f"{meaning}{' (may be given again)' if field.type.many else ''}."
    return click.Option(
        [f"--{name}", f"field_{field.key}"],
        required=needed,
        multiple=field.type.many,
        metavar="|".join(choices) if choices else field.type.name.upper().replace(" ", "-"),
        help=help_text.replace("`", ""),
        shell_complete=complete_values(*listed) if listed else _complete_choices(choices) if choices else None,
    )


def _complete_choices(
    choices: Sequence[str],
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    return lambda ctx, param, incomplete: [choice for choice in choices if choice.startswith(incomplete)]


def _make_record(kind: Kind) -> Callable[..., None]:
    def make(
        ctx: click.Context, name: str, lines: tuple[str, ...], record_id: str | None, on: date | None, **given: Any
    ) -> None:
        from opsledger.cli.record_text import dated, record_text, slug

        opened = open_ledger(ctx, on)
        values = _values(kind, {"name": name, **{key.removeprefix("field_"): value for key, value in given.items()}})
        for line in lines:
            if visible(line) != line or not line.strip():
                raise Refusal(f"--line: `{line}` cannot be a line of a log")
        lines = lines or (_first_word(kind, opened),)
        text = record_text(kind, values, [dated(line, opened.day) for line in lines])
        _write(kind, slug(name) if record_id is None else record_id, text, opened)

    return make


def _make_week(kind: Kind) -> Callable[..., None]:
    def make(ctx: click.Context, name: str, on: date | None, **given: Any) -> None:
        from opsledger.cli.record_text import plan_of, week_text
        from opsledger.values.days import read_week
        from opsledger.values.misread import Misread

        try:
            week = read_week(name)
        except Misread as misread:
            raise Refusal(_told(misread)) from None
        opened = open_ledger(ctx, on)
        values = _values(kind, {key.removeprefix("field_"): value for key, value in given.items()})
        off = [day for day in week.days() if any(day in span for span in opened.ledger.settings.time_off)]
        text = week_text(kind, values, plan_of(week, opened.ledger.schedule, off))
        _write(kind, str(week), text, opened)

    return make


def _told(misread: Any) -> str:
    return f"{misread.message} ({misread.hint})" if misread.hint else str(misread.message)


def _values(kind: Kind, given: Mapping[str, str | tuple[str, ...] | None]) -> dict[str, str | Sequence[str]]:
    """The options given, each read by its field. Raises Refusal."""
    from opsledger.cli.record_text import read_option
    from opsledger.values.misread import Misread

    values: dict[str, str | Sequence[str]] = {}
    for field in kind.fields:
        written = given.get(field.key)
        if written is None or written == ():
            continue
        try:
            if isinstance(written, str):
                values[field.key] = read_option(field, written)
            else:
                values[field.key] = [read_option(field, one) for many in written for one in many.split(",")]
        except Misread as misread:
            option = "NAME" if field.key == "name" else f"--{field.key.replace('_', '-')}"
            raise Refusal(f"{option}: {_told(misread)}") from None
    return values


def _first_word(kind: Kind, opened: Opened) -> str:
    """What the first line says where no line is given."""
    words = {"lead": next(iter(opened.ledger.settings.stages)), "project": "booked", "website": "published"}
    return words.get(kind.name, "note added")


def _write(kind: Kind, record_id: str, text: str, opened: Opened) -> None:
    """Write the file and print where it is. Raises Refusal where anything is in the way."""
    from pathlib import Path

    from opsledger.cli.record_text import faults_of
    from opsledger.editing.naming import fault_of_id, place_of_twin
    from opsledger.editing.safe_write import write_file

    if fault := fault_of_id(record_id):
        raise Refusal(f"{fault}; choose one with --id")
    path = f"{kind.folder}/{record_id}.md"
    if twin := place_of_twin(opened.ledger, kind, record_id):
        raise Refusal(
            f"the id `{record_id}` is taken by {twin}" + ("" if kind.name == "week" else "; --id sets another")
        )
    faults = [fault for fault in faults_of(kind, path, text, opened.ledger) if fault.is_error]
    if faults:
        hints = [f"    hint: {fault.hint}" for fault in faults[:1] if fault.hint]
        raise Refusal(f"nothing is written: {faults[0].message}", *hints)
    folder = Path(opened.ledger.root) / kind.folder
    place = folder / f"{record_id}.md"
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Refusal(f"{kind.folder} is no folder of the ledger's own")
    if place.exists() or place.is_symlink():
        raise Refusal(f"{path} exists already and is left as it is")
    write_file(place, text.encode())
    emit(f"{path}\n")
