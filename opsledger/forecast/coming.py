"""The forecast: the client hours of the coming weeks, drawn 1,000 times from the ledger as it is on a day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from opsledger.figures.kept import is_work_unknown
from opsledger.figures.standing import Standing
from opsledger.forecast import priors
from opsledger.forecast.averages import habit, lean, spread
from opsledger.forecast.booked_ahead import booked_ahead
from opsledger.forecast.booked_weeks import LEFT_AFTER
from opsledger.forecast.chance import sample_quantile
from opsledger.forecast.drawn import draw, worked
from opsledger.forecast.explaining import explain
from opsledger.forecast.helping import help_notes, what_helps
from opsledger.forecast.left import jobs_within, likely_hours
from opsledger.forecast.misses import drift, shifted
from opsledger.forecast.needed import leads_needed, share_closed
from opsledger.forecast.outlook import LEAN, Lines, RunWeek, Stretch, now_of, outlook_of, stretches_of
from opsledger.forecast.past import Past, week_of
from opsledger.forecast.planned import planned_hours
from opsledger.forecast.promises import RUNS as PROMISE_RUNS
from opsledger.forecast.promises import Promise, promises
from opsledger.forecast.result import Forecast, ForecastWeek, is_filled
from opsledger.forecast.sales import Habits
from opsledger.forecast.what_if import NOTHING, Supposed, WhatIf, suppose
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing
from opsledger.models.ledger import Ledger

FAMINE_LIKELY = 0.5


def forecast(
    ledger: Ledger, on: date, weeks: int = 12, what_if: Sequence[WhatIf] = (), runs: int = priors.RUNS
) -> Forecast:
    """The client hours of the ISO weeks after a day's own, as distributions.

    Drawn from the ledger as of the day; nothing dated later is seen. The same ledger gives the same numbers. Raises
    Misread if something is supposed of a lead that is not open.
    """
    standing = Standing(ledger, on)
    supposed = suppose(what_if, standing.ledger, on)
    past = Past(standing, supposed.off, supposed.on)
    drawing = Drawing(past, Habits(past), runs, weeks, supposed.moves)
    winning = Winning(drawing)
    drawn = draw(drawing, winning, supposed)
    rows = worked(drawing, drawn)
    committed = booked_ahead(past, drawing.habits, runs, supposed.moves)
    own, drifted = habit(past), drift(ledger, past)
    found: list[ForecastWeek] = []
    by_run: list[RunWeek] = []
    for number in range(1, weeks + 1):
        share = past.room(past.week + number)
        column = [row[number] for row in rows]
        order = sorted(range(runs), key=column.__getitem__)
        hours = [column[run] for run in order]
        usual, part = own.ahead(number, runs)
        leaning = lean(hours, usual, part, share)
        if supposed.none:  # the user's own weeks hold work that came from leads
            leaning = list(map(min, hours, leaning))
        ranked = shifted(spread(leaning, past.usual * share), number, drifted.share, past.capacity(past.week + number))
        found.append(_week(past, past.week + number, ranked, committed.hours[number - 1]))
        by_run.append(RunWeek(found[-1].week, found[-1].capacity, _by_run(order, ranked)))
    first = next((week.week for week in found if (week.famine or 0.0) >= FAMINE_LIKELY), None)
    needed, why_not = leads_needed(drawing, found)
    if needed and needed.leads:
        needed = replace(needed, share=share_closed(drawing, winning, drawn, found, needed))
    settings = past.standing.settings
    lines = Lines(float(settings.famine), float(settings.feast))
    planned, waiting = planned_hours(past), committed.waiting(weeks)
    if not what_if:
        waiting = max(float(likely_hours(standing)) - jobs_within(committed, weeks), 0.0)
    helps = None if supposed.none else what_helps(drawing, found, first, drawn, rows)
    too_few = len(past.ended) < priors.FEWEST_WEEKS or is_work_unknown(standing)
    helping = () if too_few else help_notes(helps, first, standing)
    return Forecast(
        on=on,
        weeks=tuple(found),
        first_famine=first,
        notes=(*_notes(drawing, waiting, why_not), *helping),
        too_few=too_few,
        known=len(past.ended),
        helps=helps,
        explanations=explain(drawing, winning, own, drifted),
        outlook=outlook_of(by_run, lines),
        stretches=tuple(each for each in stretches_of(by_run, lines) if _is_sold(each, found, planned)),
        now=now_of(past, lines),
        planned=planned,
        needed=needed,
        promises=_promises(drawing, supposed, Past(standing)) if what_if else (),
    )


def _promises(drawing: Drawing, supposed: Supposed, past: Past) -> tuple[Promise, ...]:
    """What would become of the promises ahead with what is supposed, and without it."""
    runs = min(PROMISE_RUNS, drawing.runs)
    with_it, plain = replace(drawing, runs=runs), Drawing(past, Habits(past), runs, drawing.weeks)
    drawn = draw(with_it, Winning(with_it), supposed)
    return promises(plain, draw(plain, Winning(plain), NOTHING), with_it, drawn)


def _is_sold(stretch: Stretch, weeks: Sequence[ForecastWeek], planned: float | None) -> bool:
    """Whether a stretch is lean, or its overload comes from work that is sold or planned."""
    within = [week for week in weeks if stretch.first <= week.week <= stretch.last]
    return stretch.kind == LEAN or is_filled(within, planned if within[0] is weeks[0] else None)


def _by_run(order: Sequence[int], ranked: Sequence[float]) -> list[float]:
    """Hours by rank given back to the runs that hold the ranks, so that each run stays one life."""
    hours = [0.0] * len(ranked)
    for run, each in zip(order, ranked, strict=True):
        hours[run] = each
    return hours


def _week(past: Past, number: int, hours: list[float], committed: float) -> ForecastWeek:
    """A week by its hours, in order."""
    capacity, settings = past.capacity(number), past.standing.settings
    if capacity <= 0:
        return ForecastWeek(week_of(number), 0.0, 0.0, 0.0, 0.0, 0.0, None, None)
    famine, feast = float(settings.famine) * capacity, float(settings.feast) * capacity
    return ForecastWeek(
        week_of(number),
        capacity,
        committed,
        sample_quantile(hours, 0.1),
        sample_quantile(hours, 0.5),
        sample_quantile(hours, 0.9),
        sum(each < famine for each in hours) / len(hours),
        sum(each > feast for each in hours) / len(hours),
    )


def _notes(drawing: Drawing, waiting: float, why_not: str | None) -> list[str]:
    notes = []
    past = drawing.past
    known = len(past.ended)
    if is_work_unknown(past.standing):
        notes.append("booked work is unknown: you have not entered a running project yet")
    if known < priors.FEWEST_WEEKS:
        weeks = f"{f'only {known}' if known else 'none'} of the {priors.FEWEST_WEEKS} weeks needed"
        notes.append(f"{weeks} {'is' if known == 1 else 'are'} recorded, so this rests mostly on built-in guesses")
    if waiting >= max(past.usual, 1.0):
        notes.append(f"about {math.floor(waiting + 0.5)} {LEFT_AFTER} {drawing.weeks} weeks")
    if why_not:
        notes.append(why_not)
    return notes
