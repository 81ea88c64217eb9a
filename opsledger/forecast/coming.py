"""The forecast: the client hours of the coming weeks, drawn 1,000 times from the ledger as it stands on a day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import chain

from opsledger.figures.standing import Standing
from opsledger.forecast import priors
from opsledger.forecast.averages import habit, lean, spread
from opsledger.forecast.booked import draw_booked
from opsledger.forecast.booked_weeks import booked_ahead
from opsledger.forecast.chance import quantile
from opsledger.forecast.explaining import explain
from opsledger.forecast.helping import Work, help_notes, what_helps
from opsledger.forecast.leads import draw_leads
from opsledger.forecast.needed import leads_needed
from opsledger.forecast.new_leads import draw_extra, draw_new
from opsledger.forecast.outlook import Lines, RunWeek, now_of, outlook_of, stretches_of
from opsledger.forecast.past import Past, week_of
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.forecast.room import Room, draw_rooms
from opsledger.forecast.sales import Habits
from opsledger.forecast.simulation import work_off
from opsledger.forecast.what_if import Supposed, WhatIf, suppose
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing, Runs
from opsledger.models.ledger import Ledger

FAMINE_LIKELY = 0.5


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
    booked, by_lead, new = _drawn(drawing, winning, supposed)
    rooms = draw_rooms(drawing)
    sold = [list(chain(*jobs)) for jobs in zip(new, *by_lead.values(), strict=True)]
    worked = _worked(drawing, rooms, booked, sold)
    committed = booked_ahead(past, drawing.habits, runs)
    own = habit(past)
    found: list[ForecastWeek] = []
    by_run: list[RunWeek] = []
    for number in range(1, weeks + 1):
        share = past.share(past.week + number)
        column = [row[number] for row in worked]
        order = sorted(range(runs), key=column.__getitem__)
        hours = [column[run] for run in order]
        usual, part = own.ahead(number, runs)
        leaning = lean(hours, usual, part, share)
        if supposed.none:  # one's own weeks hold work that came of leads
            leaning = list(map(min, hours, leaning))
        ranked = spread(leaning, past.usual * share)
        found.append(_week(past, past.week + number, ranked, committed.hours[number - 1]))
        by_run.append(RunWeek(found[-1].week, found[-1].capacity, _by_run(order, ranked)))
    first = next((week.week for week in found if (week.famine or 0.0) >= FAMINE_LIKELY), None)
    needed, why_not = leads_needed(drawing, found)
    settings = past.standing.settings
    lines = Lines(float(settings.famine), float(settings.feast))
    helps = None if supposed.none else what_helps(drawing, found, first, Work(booked, by_lead, new, rooms))
    return Forecast(
        on=on,
        weeks=tuple(found),
        first_famine=first,
        leads_needed=needed,
        notes=(*_notes(drawing, committed.waiting(weeks), why_not), *help_notes(helps, first, on)),
        too_few=len(past.ended) < priors.FEWEST_WEEKS,
        known=len(past.ended),
        helps=helps,
        explanations=explain(drawing, winning, own),
        outlook=outlook_of(by_run, lines),
        stretches=stretches_of(by_run, lines),
        now=now_of(past, lines),
    )


def _by_run(order: Sequence[int], ranked: Sequence[float]) -> list[float]:
    """Hours by rank given back to the runs that hold the ranks, so that each run stays one life."""
    hours = [0.0] * len(ranked)
    for run, each in zip(order, ranked, strict=True):
        hours[run] = each
    return hours


def _drawn(drawing: Drawing, winning: Winning, supposed: Supposed) -> tuple[Runs, dict[str, Runs], Runs]:
    """The jobs of every run: those booked, those that come of each open lead, and those of leads that come anew."""
    new: Runs = [[] for _ in range(drawing.runs)]
    by_lead = {}
    if not supposed.none:
        by_lead = draw_leads(drawing, winning, supposed.won, supposed.lost)
        new = draw_new(drawing, winning)
    if supposed.more:
        new = [a + b for a, b in zip(new, draw_extra(drawing, winning, supposed.more), strict=True)]
    return draw_booked(drawing), by_lead, new


def _worked(drawing: Drawing, rooms: list[Room], booked: Runs, sold: Runs) -> list[list[float]]:
    """The client hours of every run, a step each."""
    worked = []
    for room, jobs, more in zip(rooms, booked, sold, strict=True):
        done, _ = work_off(jobs + more, room.free, drawing.shares, drawing.noise)
        worked.append([a + b for a, b in zip(done, room.given, strict=True)])
    return worked


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
