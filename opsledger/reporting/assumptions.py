"""How far to trust a forecast, which number to use, and what it assumes: what `forecast --explain` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from opsledger.forecast.belief import Explanation
from opsledger.forecast.trust import held
from opsledger.reporting.tables import Shown
from opsledger.values.visible import visible
from opsledger.values.written import NOTHING, write_date, write_number, write_share

if TYPE_CHECKING:  # what makes a forecast takes long to import
    from opsledger.forecast.backtest import Backtest
    from opsledger.forecast.rivals_ahead import Advised, RivalsWeek

RIVALS_IN_SHORT = ("your average", "last week", "last four weeks", "booked only")
_INTRO = (
    "Each assumption starts as a built-in guess. The more you record, the more your own history counts.\n"
    '"Counts 60 %" means that 60 % of the number comes from your history, the rest from the guess.\n'
    '"Mostly" means 8 times in 10.\n'
)


def trust_text(tested: Backtest, choices: Sequence[Advised], planned: float | None, on: date) -> str:
    """How far to trust the forecast, and which number to use for which weeks. planned: the next week's own hours."""
    if tested.total is None:
        why = tested.summary.removeprefix("too few: ")
        return _headed("How far can you trust it?", f"Nobody can tell yet: {why}.\n")
    parts = [_headed("How far can you trust it?", f"{held(len(tested.days), tested.total)}.\n")]
    if choices:
        lines = (line for each in choices for line in _use(each, tested, planned, on))
        parts.append(_headed("Which number should you use?", "".join(f"{line}\n" for line in lines)))
    return "\n".join(parts)


def _use(choice: Advised, tested: Backtest, planned: float | None, on: date) -> Iterator[str]:
    """For which weeks to use what, and below it why."""
    from opsledger.forecast.rivals_ahead import FORECAST, PLAN

    name, weeks = choice.name, choice.weeks
    is_made = name != PLAN or planned is not None
    says = "" if name == FORECAST else f", {_hours(choice.hours)}" if is_made else ", once you have made one"
    yield f"{_weeks(choice, on)}: {name}{says}."
    if name == PLAN and tested.plans:
        yield f"    {tested.plans.sentence}."
    elif name != FORECAST:
        ours = _hours([week.forecast for week in weeks])
        yield f"    So far it has been closer than this forecast, which says {ours}."


def _weeks(choice: Advised, on: date) -> str:
    first, last = (write_date(week.week.monday, on) for week in (choice.weeks[0], choice.weeks[-1]))
    if choice.weeks[0].ahead == 1:
        if choice.is_last:
            return "All weeks"
        return "Next week" if first == last else f"Until the week of {last}"
    if choice.is_last:
        return f"From the week of {first} on"
    return f"The week of {first}" if first == last else f"The weeks of {first} to {last}"


def _hours(hours: Sequence[float]) -> str:
    """Hours a week, as a range if they differ."""
    low, high = write_number(min(hours), 0), write_number(max(hours), 0)
    each = " a week" if len(hours) > 1 else ""
    return f"{low} h{each}" if low == high else f"{low} to {high} h{each}"


def rivals_heading() -> str:
    """What is above the table of the rivals."""
    return _headed("What would simpler methods say?", "Client hours in each week:\n")


def rivals_table(weeks: Sequence[RivalsWeek]) -> Shown:
    """What each rival says of the coming weeks, and who was closest so far."""
    from opsledger.forecast.rivals_ahead import FORECAST
    from opsledger.forecast.scoring import RIVALS

    short = {FORECAST: FORECAST, **dict(zip(RIVALS, RIVALS_IN_SHORT, strict=True))}
    rows = [
        [
            str(each.week),
            *(write_number(hours) for hours in (each.forecast, *each.rivals)),
            short.get(each.closest, NOTHING),
        ]
        for each in weeks
    ]
    headings = ["week", FORECAST, *RIVALS_IN_SHORT, "closest so far"]
    return Shown(headings, rows, [False, *[True] * 5, False], [False] * 7)


def explanations_text(explanations: Sequence[Explanation]) -> str:
    """Each assumption as a sentence under the question it answers; below it the guess and the user's own history."""
    parts = [_headed("What does the forecast assume?", _INTRO)]
    for question, group in groupby(explanations, lambda each: each.question):
        lines = [line for each in group for line in _assumption(each)]
        parts.append(_headed(visible(question), "".join(f"{visible(line)}\n" for line in lines)))
    return "\n".join(parts)


def _assumption(each: Explanation) -> Iterator[str]:
    yield f"{each.says}."
    if not each.guess:
        yield "    This is a fixed assumption."
        return
    yield f"    guess: {each.guess}"
    counts = f" (counts {write_share(each.weight)})" if each.own and each.weight else ""
    yield f"    yours: {each.own or 'not known yet'}{counts}"


def _headed(heading: str, text: str) -> str:
    return f"{heading}\n\n{text}"
