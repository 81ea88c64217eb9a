"""The forecast: the client hours of the coming weeks, drawn 1,000 times from the ledger as it stands on a day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from opsledger.figures.standing import Standing
from opsledger.forecast import priors
from opsledger.forecast.averages import LEANING_WEEKS, lean, own_ranks, usual_weeks, weight
from opsledger.forecast.booked import draw_booked
from opsledger.forecast.ceiling import ceilings
from opsledger.forecast.chance import quantile
from opsledger.forecast.explaining import explain
from opsledger.forecast.leads import Winning, draw_leads
from opsledger.forecast.needed import leads_needed
from opsledger.forecast.new_leads import draw_extra, draw_new
from opsledger.forecast.past import Past, week_of
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.forecast.retainers import draw_odd_hours, draw_retainers
from opsledger.forecast.sales import Habits
from opsledger.forecast.simulation import work_off
from opsledger.forecast.what_if import Supposed, WhatIf, suppose
from opsledger.forecast.work import Drawing, Runs
from opsledger.models.ledger import Ledger

FAMINE_LIKELY = 0.5
EVERY = 4


def forecast(
    ledger: Ledger, on: date, weeks: int = 12, what_if: Sequence[WhatIf] = (), runs: int = priors.RUNS
) -> Forecast:
    """The client hours of the ISO weeks after a day's own, as distributions.

    Drawn from the ledger as of the day; nothing dated later is seen. The same ledger gives the same numbers. Raises
    Misread where something is supposed of a lead that is not open.
    """
    standing = Standing(ledger, on)
    supposed = suppose(what_if, standing.ledger, on)
    past = Past(standing, supposed.off)
    drawing = Drawing(past, Habits(past), runs, weeks)
    winning = Winning(drawing)
    worked, committed, waiting = _simulate(drawing, _booked_and_sold(drawing, winning, supposed))
    usual = usual_weeks(past, LEANING_WEEKS)
    own, part = own_ranks(usual, runs), weight(usual)
    found = []
    for number in range(1, weeks + 1):
        alone = sorted(row[number] for row in worked)
        hours = lean(alone, own, part, past.share(past.week + number))
        if supposed.none:  # averages hold work that came of leads
            hours = [min(pair) for pair in zip(alone, hours, strict=True)]
        found.append(_week(past, number, hours, committed[number]))
    needed, why_not = leads_needed(drawing, found)
    return Forecast(
        on=on,
        weeks=tuple(found),
        first_famine=next((week.week for week in found if (week.famine or 0.0) >= FAMINE_LIKELY), None),
        leads_needed=needed,
        notes=tuple(_notes(drawing, waiting, why_not)),
        too_few=len(past.ended) < priors.FEWEST_WEEKS,
        explanations=explain(drawing, winning, usual),
    )


def _booked_and_sold(drawing: Drawing, winning: Winning, supposed: Supposed) -> tuple[Runs, Runs]:
    """The jobs of every run: those booked, and those that come of leads."""
    booked = draw_booked(drawing)
    sold: Runs = [[] for _ in range(drawing.runs)]
    drawn = []
    if not supposed.none:
        drawn += [draw_leads(drawing, winning, supposed.won, supposed.lost), draw_new(drawing, winning)]
    if supposed.more:
        drawn.append(draw_extra(drawing, winning, supposed.more))
    for runs in drawn:
        for run, jobs in zip(sold, runs, strict=True):
            run += jobs
    return booked, sold


def _simulate(drawing: Drawing, jobs: tuple[Runs, Runs]) -> tuple[list[list[float]], list[float], float]:
    """Hours worked by run and step; the mean of committed hours by step and of the hours left waiting.

    The two means are taken over every fourth run: they need the booked work worked off alone.
    """
    past, steps = drawing.past, drawing.steps
    shares = [past.rest_of_week, *(past.share(past.week + number) for number in range(1, steps))]
    promised = draw_retainers(drawing)
    steady = [list(row) for row in promised]
    draw_odd_hours(drawing, steady)
    noise = drawing.noise
    worked: list[list[float]] = []
    committed = [0.0] * steps
    waiting, alone = 0.0, 0
    runs = zip(*jobs, ceilings(drawing), promised, steady, strict=True)
    for number, (booked, sold, most, kept, asked) in enumerate(runs):
        given = list(map(min, asked, most))
        room = [a - b for a, b in zip(most, given, strict=True)]
        done, _ = work_off(booked + sold, room, shares, noise)
        worked.append([a + b for a, b in zip(done, given, strict=True)])
        if number % EVERY == 0:
            done, left = work_off(booked, room, shares, noise)
            waiting += left
            alone += 1
            committed = [a + b + min(c, d) for a, b, c, d in zip(committed, done, kept, given, strict=True)]
    return worked, [hours / alone for hours in committed], waiting / alone


def _week(past: Past, number: int, hours: list[float], committed: float) -> ForecastWeek:
    week = past.week + number
    capacity, settings = past.capacity(week), past.standing.settings
    if capacity <= 0:
        return ForecastWeek(week_of(week), 0.0, 0.0, 0.0, 0.0, 0.0, None, None)
    famine, feast = float(settings.famine) * capacity, float(settings.feast) * capacity
    return ForecastWeek(
        week_of(week),
        capacity,
        committed,
        quantile(hours, 0.1),
        quantile(hours, 0.5),
        quantile(hours, 0.9),
        sum(each < famine for each in hours) / len(hours),
        sum(each > feast for each in hours) / len(hours),
    )


def _notes(drawing: Drawing, waiting: float, why_not: str | None) -> list[str]:
    notes = []
    past = drawing.past
    known = len(past.ended)
    if known < priors.FEWEST_WEEKS:
        weeks = f"{known} week{'' if known == 1 else 's'} with an Actual of {priors.FEWEST_WEEKS}"
        notes.append(f"too few: {weeks}; the forecast rests mostly on what is usual elsewhere")
    if waiting >= max(past.usual, 1.0):
        notes.append(
            f"about {math.floor(waiting + 0.5)} h of the booked work still wait after these {drawing.weeks} weeks"
        )
    if why_not:
        notes.append(why_not)
    return notes
