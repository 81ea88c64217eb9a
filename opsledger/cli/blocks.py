"""What the commands that write blocks of time share."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.edits import carry_out, chosen_id, refusing, survey_ledger, tell_weekdays
from opsledger.cli.options import today
from opsledger.cli.output import Refusal, tell
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.editing.edit import ChangedFile, Edit
    from opsledger.loading.survey import Survey

_A_WEEK = 7  # days; hours told for more are a sum of memory


def add_block(
    ctx: click.Context, command: str, section: str, words: Sequence[str], on: date | None, *, dry_run: bool
) -> None:
    """Add a block to a week's Plan or Actual and print it. Raises Refusal."""
    from opsledger.capturing.blocks import block_words
    from opsledger.editing.time_blocks import block_edit, day_fault, plan_edit

    base = on or today()
    survey = survey_ledger(ctx)
    plans = section == "Plan"
    if " " in words[0] and not words[0].startswith("["):  # `"last friday" 2h acme`
        words = (*words[0].split(), *words[1:])
    if not plans and (edits := _spread(survey, words, base)):
        changes = carry_out(survey, edits, [command, *words], dry_run=dry_run)
        tell_of_new(survey, changes[-1:])
        return
    typed = block_words(survey, words, base, back=not plans)
    if typed.day is None and (fault := day_fault(typed.words[0])):
        raise Refusal(fault)
    tell_weekdays(words, base)
    if not typed.words:
        raise Refusal("the time and what it is for are missing: `9:00-10:30 TARGET`")
    rest = with_target(typed.words, typed.targets)
    with refusing():
        day = typed.day or base
        edit = plan_edit(survey, day, rest) if plans else block_edit(survey, section, day, rest)
    changes = carry_out(survey, [edit], [command, *words], dry_run=dry_run)
    tell_of_new(survey, changes, planned=plans)


def _spread(survey: Survey, words: Sequence[str], base: date) -> Sequence[Edit]:
    """The edits of hours given for several days; none if the words name one day. Raises Refusal."""
    from opsledger.capturing.blocks import block_words
    from opsledger.capturing.days import take_day
    from opsledger.capturing.spans import long_time, spread_over, take_days, usual_days
    from opsledger.capturing.words import line_words
    from opsledger.models.lines import FROM_MEMORY
    from opsledger.values.days import MINUTES_A_DAY, days_in
    from opsledger.values.duration import write_duration

    words = line_words(" ".join(words)) if not any(word.startswith("[") for word in words) else words
    days = take_days(words, base)
    rest = words[days.words if days else 0 :]
    day = None if days else take_day(rest, base, back=True)
    rest = rest[day.words if day else 0 :]
    time = long_time(rest)
    if time is None or (days is None and time.value <= MINUTES_A_DAY):
        return ()
    named = block_words(survey, ["1h", *rest[time.words :]], base, back=True)
    target = with_target(named.words, named.targets)[1:]
    if days is None:
        usual = usual_days(time.value, day.value if day else base)
        line = shlex.join(["opsledger", "track", str(usual), write_duration(time.value), *target])
        said = f"{write_duration(time.value)} is more than a day has"
        raise Refusal(f"{said}; give the first and the last day it took", f"hint: such as `{visible(line)}`")
    if not target:
        raise Refusal("what the hours are for is missing: `2026-11-02/2026-11-06 38h TARGET`")
    kept = survey.settings.kept_since
    if kept and days.value.last < kept and len(target) == 1 and (days.value.last - days.value.first).days > _A_WEEK:
        target = (*target, *FROM_MEMORY.split())  # a sum of weeks in which nothing else is written down
    with refusing():
        return spread_over(survey, days.value, time.value, target, days_in(survey.settings.time_off))


def with_target(words: Sequence[str], targets: Sequence[str]) -> Sequence[str]:
    """A block's words with the target that is meant: on a terminal it asks which. Raises Refusal."""
    if len(targets) < 2:
        return words
    return (words[0], chosen_id(words[1], targets), *words[2:])


def tell_of_new(survey: Survey, changes: Sequence[ChangedFile], *, planned: bool = False) -> None:
    """Tell of a week's file that was made on the way, and how it gets a plan. planned: it begins one of its own."""
    for change in changes:
        if change.is_new and change.shown:
            week, scheduled = change.path[6:-3], not planned and survey.schedule()
            how = f"; `opsledger new week {week}` adds the plan of schedule.md" if scheduled else ""
            tell(f"{change.path} is new{how}")


def complete_targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """A completion with what time may be for: leads, projects, areas and `client`."""
    from opsledger.reading.kinds import LEAD, PROJECT
    from opsledger.reading.records import record_id

    try:
        survey = survey_ledger(ctx)
    except (Refusal, OSError):
        return []
    ids = {record_id(file.path) for kind in (LEAD, PROJECT) for file in survey.files(kind)}
    return sorted(name for name in (*ids, *survey.settings.areas, "client") if name.startswith(incomplete))
