"""The forecast as a person reads it: a table with a small chart, a sentence, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from opsledger.forecast.outlook import AGREED, LEAN, OVERLOADED, Stretch
from opsledger.forecast.past import week_of
from opsledger.forecast.result import MOST_LEADS, Forecast, ForecastWeek
from opsledger.reporting.assumptions import RIVALS_IN_SHORT
from opsledger.reporting.tables import Shown
from opsledger.reporting.week_chart import week_chart, week_mark
from opsledger.values.visible import visible
from opsledger.values.written import (
    NOTHING,
    count_of,
    listed,
    write_date,
    write_day,
    write_likely,
    write_number,
    write_share,
)

if TYPE_CHECKING:  # what makes a forecast takes long to import
    from opsledger.forecast.backtest import Backtest
    from opsledger.forecast.frozen_scoring import FrozenScore
    from opsledger.forecast.outlook_scoring import OutlookScore
    from opsledger.forecast.verdicts import PastHeadline

_TOO_LATE = 0.1  # the share of a gap that new leads close in time, below which they do not help
_RANGE = "8 weeks in 10 land between low and high. "
_CHART = "Chart: = booked, - low to high, | hours available.\n"


def forecast_title(business: str | None, on: date) -> str:
    """What the table is of, on a line above it."""
    whose = f" of {visible(business)}" if business else ""
    return f"Client hours a week{whose}, from {write_date(on, on)}:\n"


def forecast_table(forecast: Forecast, plain: Forecast | None = None) -> Shown:
    """The weeks as a table; beside a what-if the median without it.

    The chart is that of `week_chart`.
    """
    headings = ["week", "available", "booked", "low", "median", "high", "lean", "overloaded", "chart", ""]
    if plain is not None:
        headings.insert(5, "without it")
    most = max((max(week.p90, week.capacity) for week in forecast.weeks), default=0.0)
    rows = []
    for number, week in enumerate(forecast.weeks):
        row = [
            str(week.week),
            *(write_number(hours) for hours in (week.capacity, week.committed, week.p10, week.p50, week.p90)),
            write_share(week.famine),
            write_share(week.feast),
            week_chart(week, most),
            week_mark(week, forecast),
        ]
        if plain is not None:
            row.insert(5, write_number(plain.weeks[number].p50))
        rows.append(row)
    right = [False, *[True] * (len(headings) - 3), False, False]
    return Shown(headings, rows, right, [False] * len(headings))


def forecast_text(forecast: Forecast, *, is_overrun_known: bool = True) -> str:
    """What the weeks come to, in sentences. is_overrun_known: whether finished jobs say by what yours run over."""
    is_guess = forecast.too_few or not is_overrun_known
    usual = "a built-in guess of what jobs run over" if is_guess else "your usual overrun"
    said = [f"{_RANGE}Booked includes retainers, and {usual}.\n{_CHART}"]
    if forecast.too_few:
        said.append("It is too early to tell which weeks are lean.")
    elif any(week.famine is not None for week in forecast.weeks):
        said += _ahead(forecast)
    said += [*_promises(forecast), *_needed(forecast), *_planned(forecast)]
    notes = (f"{note[0].upper()}{note[1:]}." for note in forecast.notes)
    return "\n".join([*said, *map(visible, notes)]) + "\n"


def _none_in_sight(forecast: Forecast) -> str:
    lean, overloaded = (write_share(AGREED[kind]) for kind in (LEAN, OVERLOADED))
    if not forecast.is_sold_out:
        rest = "What is sold and planned overloads no weeks."
        return f"No lean stretch is in sight: no two weeks in a row reach {lean}. {rest}"
    reached = f"no two weeks in a row reach {lean} (lean) or {overloaded} (overloaded)"
    return f"No lean or overloaded stretch is in sight: {reached}."


def _ahead(forecast: Forecast) -> Iterator[str]:
    """How the last weeks were, the stretches ahead, and the chances of two such weeks in a row."""
    if forecast.now.kind:
        hours = listed(
            [f"{write_number(week.hours)} of {write_number(week.capacity)} h" for week in forecast.now.weeks]
        )
        yield f"The last two weeks were both {forecast.now.kind}: {hours}."
    yield from (stretch_text(stretch, forecast.on) for stretch in forecast.stretches)
    if not forecast.stretches:
        yield _none_in_sight(forecast)
    for kind in (LEAN, OVERLOADED):
        known = [(weeks, chance) for weeks, chance in forecast.outlook.of(kind).items() if chance is not None]
        if known:
            chances = listed([f"{write_share(chance)} within {weeks} weeks" for weeks, chance in known])
            yield f"Chance of two {kind} weeks in a row: {chances}."


def _needed(forecast: Forecast) -> Iterator[str]:
    """How many new leads the shortfall asks for, in which weeks, and how much of it they would really close."""
    needed = forecast.needed
    if needed and needed.first and needed.last:
        first, last = (write_date(week.monday, forecast.on) for week in (needed.first, needed.last))
        weeks = f"the week of {first}" if needed.last == needed.first else f"the weeks of {first} to {last}"
        capped = needed.leads > MOST_LEADS
        leads = f"more than {MOST_LEADS} new leads" if capped else count_of(needed.leads, "new lead")
        many = f"{MOST_LEADS} leads" if capped else "It" if needed.leads == 1 else "They"
        if needed.share is not None and needed.share < _TOO_LATE:
            some = f"{MOST_LEADS} leads" if capped else leads
            share = write_share(needed.share)
            yield f"New leads would come too late for {weeks}: {some} today would close {share} of the gap."
            return
        yield f"It would take about {leads} today to fill {weeks}."
        if needed.share is not None:
            share = write_share(needed.share)
            yield f"{many} would close about {share} of the gap in time. The rest of that work would come later."


def _promises(forecast: Forecast) -> Iterator[str]:
    """Which promises what is supposed would break, or that it breaks none."""
    broken = [each for each in forecast.promises if each.is_broken]
    for each in broken:
        late = f"{write_share(each.late)} likely to be late, {write_share(each.late_plain)} without this"
        yield f"{each.project}, promised for {write_date(each.due, forecast.on)}: {late}."
    if forecast.promises and not broken:
        yield "This makes no other promise late within these weeks."


def _planned(forecast: Forecast) -> Iterator[str]:
    if forecast.planned is not None and forecast.weeks:
        week = forecast.weeks[0]
        monday = write_date(week.week.monday, forecast.on)
        planned = f"You planned {write_number(forecast.planned)} client hours for the week of {monday}"
        yield f"{planned}. The forecast expects {write_number(week.p50)} h."


def stretch_text(stretch: Stretch, on: date) -> str:
    """A stretch in a sentence, with both its ends, as it is said on a day."""
    days = f"{write_date(stretch.first.monday, on)} to {write_date(stretch.last.sunday, on)}"
    hours = f"about {write_number(stretch.hours, 0)} h {'short' if stretch.kind == LEAN else 'too much'}"
    article = "A" if stretch.kind == LEAN else "An"
    return f"{article} {stretch.kind} stretch from {days} is {write_likely(stretch.chance)}, {hours}."


def _famine(week: ForecastWeek) -> float:
    return week.famine or 0.0


def backtest_tables(result: Backtest) -> list[tuple[str, Shown]]:
    """The scores by horizon, and whether the chances held: each table with its title."""
    horizons = [
        [
            str(score.horizon),
            str(score.n),
            write_share(score.coverage),
            *(write_number(loss, 2) for loss in (score.pinball, *score.rivals)),
        ]
        for score in result.horizons
    ]
    reliability = [
        [
            f"{write_share(each.low)}–{write_share(each.high)}",
            str(each.n),
            write_share(each.said),
            write_share(each.came),
        ]
        for each in result.reliability
    ]
    return [
        (
            "How far off in hours (pinball loss, lower is better):",
            Shown(
                ["weeks ahead", "n", "range held", "forecast", *RIVALS_IN_SHORT],
                horizons,
                [False] + [True] * 7,
                [False] * 8,
            ),
        ),
        (
            "How often weeks with such a chance were lean:",
            Shown(["chance", "n", "predicted", "happened"], reliability, [False, True, True, True], [False] * 4),
        ),
        ("How often two such weeks in a row came (Brier score, lower is better):", outlook_table(result.outlook)),
    ]


def backtest_text(result: Backtest) -> str:
    """What the backtest says, in sentences."""
    plans = f" {result.plans.sentence}." if result.plans else ""
    return f"{result.summary}{plans}\n"


def outlook_table(scores: Sequence[OutlookScore]) -> Shown:
    """What the chances of two such weeks in a row were worth, beside the business's own past rate."""
    rows = [
        [
            each.kind,
            count_of(each.within, "week"),
            str(each.n),
            write_share(each.said),
            write_share(each.came),
            write_number(each.brier, 3),
            write_number(each.brier_rate, 3),
            NOTHING if each.skill is None else write_number(each.skill, 2),
        ]
        for each in scores
    ]
    headings = ["weeks", "within", "n", "predicted", "happened", "Brier", "own past rate", "skill"]
    return Shown(headings, rows, [False, False, *[True] * 6], [False] * 8)


def frozen_text(frozen: FrozenScore | None) -> str:
    """How the forecasts that past reviews wrote down did, in a sentence."""
    if frozen is None:
        return "No past review's forecast can be scored yet.\n"
    return (
        f"The forecasts kept in {count_of(frozen.reviews, 'past review')}: {write_share(frozen.held)} of "
        f"{count_of(frozen.weeks, 'week')} fell in the range (loss {write_number(frozen.loss, 2)}).\n"
        + "".join(
            f"Two {each.kind} weeks in a row within {each.within} weeks: {write_share(each.said)} predicted, "
            f"came {round(each.came * each.n)} of {each.n} times.\n"
            for each in frozen.outlook
        )
    )


def verdict_lines(headlines: Sequence[PastHeadline]) -> Iterator[str]:
    """Each past headline, and below it whether what it announced came."""
    came = {True: "came", False: "did not come", None: "not over yet"}
    if headlines:
        yield "Each headline as its review said it on its day:"
    for headline in headlines:
        yield f"{write_day(headline.on)}: {visible(headline.text)}"
        for told, has_come in headline.told:
            days = (week_of(told.first).monday, week_of(told.last).sunday)
            yield f"    {told.kind}, {write_day(days[0])} to {write_day(days[1])}: {came[has_come]}"
