"""`opsledger new`: one command a kind of record, made from the table of its fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from opsledger.cli.ahead import tell_ahead
from opsledger.cli.commands import Command, Group
from opsledger.cli.edits import DRY_RUN, carry_out, refusing, survey_ledger
from opsledger.cli.lists import complete_values
from opsledger.cli.new_options import read_options, told_misread
from opsledger.cli.options import LOOSE_DAY, LOOSE_DURATION, today
from opsledger.cli.output import Refusal, tell
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.loading.survey import Survey
    from opsledger.reading.fields import Field
    from opsledger.reading.kinds import Kind
    from opsledger.values.days import Week
    from opsledger.values.duration import Minutes

_EXAMPLES = {
    "lead": (
        'opsledger new lead "Willow Bakery" --source referral --service website --value 6000',
        'opsledger new lead "Marsh House" --source linkedin --line "in asks for a brand" --line "next 2026-11-24 call"',
    ),
    "project": (
        'opsledger new project "Willow website" --client harbor-dental --billing fixed --price 6000 --estimate 60h',
        'opsledger new project "Marsh talks" --client saltmarsh-festival --billing fixed --price 900 --start 7.12.',
        'opsledger new project "Marsh guide" --client saltmarsh-festival --billing hourly --rate 85/h --done 6h',
        'opsledger new project "My own portfolio" --billing internal --line started',
    ),
    "week": (
        "opsledger new week",
        "opsledger new week 2026-W50",
        'opsledger new week 2026-W52 --hours 20h --focus "only what is promised"',
    ),
    "account": ('opsledger new account --line "balance 14200"',),
    "client": ('opsledger new client "Willow Bakery" --since 2026-11-20 --health green',),
    "contact": (
        'opsledger new contact "Anna Berg" --kind prospect --org "Berg Interiors" --every "8 weeks"',
        'opsledger new contact "Tom Reed" --kind past-client --line "call still happy with the site"',
    ),
    "website": ('opsledger new website "How Harbor found its patients" --type case-study --client harbor-dental',),
    "tool": (
        'opsledger new tool "Sketchpad" --jobs deliver --cost 12/month',
        'opsledger new tool "Desk at the coworking space" --jobs run --cost 180/month',
    ),
    "member": ('opsledger new member "Ada Berg" --tasks writing,research --line "rate 45/h"',),
}
_ABOUT_WEEKS = (
    " Without WEEK it is this week, or the next if this one has a file or is nearly over. Its plan comes from"
    " schedule.md, from today on. A sentence says what the week before left over: time planned for open projects and"
    " leads, but not spent. An existing week gets what it lacks: the plan, sections and the fields you give."
)
_LATEST_START = 2  # Wednesday: later the week that runs is not planned any more
_COMPLETED = {"client": ("projects", "client"), "lead": ("leads", "id"), "project": ("projects", "id")}


class _NewGroup(Group):
    """The kinds of record, looked up when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from opsledger.reading.kinds import KINDS

        return [kind.name for kind in KINDS if _is_made(kind)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from opsledger.reading.kinds import KINDS

        return next((_command(kind) for kind in KINDS if kind.name == cmd_name and _is_made(kind)), None)


@click.group(
    cls=_NewGroup,
    examples=(*_EXAMPLES["lead"][:1], *_EXAMPLES["project"][:1], *_EXAMPLES["week"][:1]),
)
def new() -> None:
    """Make a new lead, project, week or other record.

    What you give is checked before anything is written. Nothing is ever overwritten.
    """


def _is_made(kind: Kind) -> bool:
    """Whether a kind's records are made by hand: those with a log, and weeks."""
    return "Log" in kind.sections or kind.name in _EXAMPLES


def _command(kind: Kind) -> click.Command:
    """The command that makes a record of a kind."""
    is_week = kind.name == "week"
    params: list[click.Parameter] = [
        click.Argument(["name"], metavar="[WEEK]" if is_week else "NAME", required=not (kind.file or is_week))
    ]
    params += [_option(kind, field) for field in kind.fields if field.key != "name"]
    if not is_week:
        what = "A line of its log, without the date; may be given again.  [default: one that suits the kind]"
        params.append(click.Option(["--line", "lines"], multiple=True, metavar="TEXT", help=what))
        if not kind.file:
            help_id = "Its id.  [default: made from its name]"
            params.append(click.Option(["--id", "record_id"], metavar="ID", help=help_id))
    if kind.name == "project":
        help_done = "The hours already put in: they go evenly into the weeks since its first line."
        params.append(click.Option(["--done"], type=LOOSE_DURATION, metavar="HOURS", help=help_done))
    if kind.name == "tool":
        help_cost = "What it costs, such as 32/month: the line `cost 32/month` of its log."
        params.append(click.Option(["--cost"], metavar="RATE", help=help_cost))
    help_on = "The day it is made for: what was left over by then." if is_week else "The day of its first lines."
    params.append(click.Option(["--on"], type=LOOSE_DAY, metavar="DATE", help=f"{help_on}  [default: today]"))
    params.append(click.Option(["--dry-run"], is_flag=True, help=DRY_RUN))
    return Command(
        kind.name,
        params=params,
        callback=click.pass_context(_make_week(kind) if is_week else _make_record(kind)),
        help=f"{kind.summary}" + (_ABOUT_WEEKS if is_week else ""),
        examples=_EXAMPLES.get(kind.name, (f'opsledger new {kind.name} "Willow Bakery"',)),
        writes=True,
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
        ctx: click.Context,
        name: str | None,
        lines: tuple[str, ...],
        on: date | None,
        dry_run: bool,
        record_id: str | None = None,
        cost: str | None = None,
        done: Minutes | None = None,
        **given: Any,
    ) -> None:
        from opsledger.capturing.log_line import exact_line
        from opsledger.editing.record_text import dated, record_text
        from opsledger.reading.records import record_id as id_of

        survey = survey_ledger(ctx)
        fields = {"name": name, **{key.removeprefix("field_"): value for key, value in given.items()}}
        values = read_options(kind, fields, survey)
        lines = (*lines, *([f"cost {cost}"] if cost else []))
        for line in lines:
            if visible(line) != line or not line.strip():
                raise Refusal(f"--line: `{line}` cannot be a line of a log")
        lines = tuple(exact_line(survey, kind, "", line, on or today()) for line in lines)
        lines = lines or (_first_word(kind, survey),)
        text = record_text(kind, values, [dated(line, on or today()) for line in lines])
        own = id_of(kind.file) if kind.file else record_id
        made = _id_made_of(survey, kind, name or "") if own is None else own
        said = _write(kind, made, text, survey, dry_run)
        if on and not dry_run:
            tell_ahead(kind.name, lines, on)
        if kind.name == "project" and not dry_run:
            _ask_hours(survey, kind.path_of(made), lines, on or today(), said, done)

    return make


def _ask_hours(
    survey: Survey, path: str, lines: Sequence[str], day: date, said: Sequence[str], done: Minutes | None
) -> None:
    """Ask what was done on a project before the ledger, if its first lines say that work on it began before.

    said: the command that made it. done: what was done, if it says so.
    """
    from opsledger.cli.hours_before import ask_hours_before, record_hours_before
    from opsledger.editing.record_text import day_of, undated

    begun = [day_of(line) or day for line in lines if undated(line).split()[0].lower() in ("booked", "started")]
    if done:
        record_hours_before(survey, path, min(begun or [day]), done, said)
    elif begun and done is None:
        ask_hours_before(survey, path, min(begun), said)


def _id_made_of(survey: Survey, kind: Kind, name: str) -> str:
    """The id for a name: one that a file has already, in whichever spelling, so that it is not made twice."""
    from opsledger.editing.naming import twin_of
    from opsledger.editing.record_text import slugs

    made = slugs(name)
    return next((one for one in made if twin_of(survey, kind, one)), made[0])


def _make_week(kind: Kind) -> Callable[..., None]:
    def make(ctx: click.Context, name: str | None, on: date | None, dry_run: bool, **given: Any) -> None:
        from opsledger.editing.filling import filling_edits
        from opsledger.editing.record_text import plan_of, week_text
        from opsledger.editing.time_blocks import week_path
        from opsledger.values.days import days_in, read_week
        from opsledger.values.misread import Misread

        survey, day = survey_ledger(ctx), on or today()
        try:
            week = read_week(name) if name else _week_to_plan(survey, kind, day)
        except Misread as misread:
            raise Refusal(told_misread(misread)) from None
        values = read_options(kind, {key.removeprefix("field_"): value for key, value in given.items()}, survey)
        off = list(filter(days_in(survey.settings.time_off), week.days()))
        usual = plan_of(week, survey.schedule(), off)
        lines = [line for line in usual if _is_ahead(week, line, day)]
        with refusing():
            path = week_path(survey, week)
            filling = filling_edits(survey, path, values, lines)
        if filling:
            carry_out(survey, filling, ["new", kind.name, str(week)], dry_run=dry_run)
            return
        if survey.record(kind, path) is not None:
            change = f"`opsledger set {week} FIELD VALUE` changes a field"
            raise Refusal(f"{path} already exists and lacks nothing; {change}")
        text = week_text(kind, values, lines, _remark(survey, week.plus(-1), day))
        _write(kind, str(week), text, survey, dry_run)
        if usual and not lines:
            tell(f"its plan is empty, since these days are over; `opsledger new week {week.plus(1)}` plans the next")

    return make


def _week_to_plan(survey: Survey, kind: Kind, day: date) -> Week:
    """The day's own week, or the next if that has a file or is nearly over."""
    from opsledger.editing.time_blocks import week_path
    from opsledger.values.days import Week

    own = Week.of(day)
    is_free = day.weekday() <= _LATEST_START and survey.record(kind, week_path(survey, own)) is None
    return own if is_free else own.plus(1)


def _is_ahead(week: Week, line: str, day: date) -> bool:
    """Whether a planned line's day is still to come: a plan for days gone was never made."""
    from opsledger.capturing.days import weekday_of

    number = weekday_of(line.split()[0])
    return number is None or week.days()[number] >= day


def _remark(survey: Survey, before: Week, day: date) -> str | None:
    """What a week's plan left over, as a sentence; None if that is nothing."""
    from opsledger.editing.left_over import left_over
    from opsledger.values.duration import write_duration

    with refusing():
        left = [f"{name} {write_duration(minutes)}" for name, minutes in left_over(survey, before, day)]
    return f"Left over from {before}: {', '.join(left)}." if left else None


def _first_word(kind: Kind, survey: Survey) -> str:
    """What the first line says if no line is given."""
    words = {"lead": next(iter(survey.settings.stages)), "project": "booked", "website": "published"}
    return words.get(kind.name, "note added")


def _write(kind: Kind, record_id: str, text: str, survey: Survey, dry_run: bool) -> Sequence[str]:
    """Write the file, print where it is, and give the words of the edit. Raises Refusal if anything is in the way."""
    from opsledger.editing.creating import NewRecord
    from opsledger.editing.naming import fault_of_id, twin_of

    if fault := fault_of_id(record_id):
        raise Refusal(f"{fault}; choose one with --id")
    if twin := twin_of(survey, kind, record_id):
        raise Refusal(
            f"{twin} is there already: `opsledger log {record_id}` adds to it"
            if kind.file
            else f"the id `{record_id}` is taken by {twin}" + ("" if kind.name == "week" else "; --id sets another")
        )
    record = NewRecord(kind.path_of(record_id), text)
    said = ["new", kind.name, record_id]
    carry_out(survey, [record], said, dry_run=dry_run)
    return said
