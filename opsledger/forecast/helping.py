"""What would avert a lean stretch: which open lead would move it most, and by when work must come."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import chain

from opsledger.figures.evidence import Figure
from opsledger.figures.fit import fit
from opsledger.figures.inflow import lead_times
from opsledger.figures.standing import Standing
from opsledger.forecast.drawn import Drawn
from opsledger.forecast.leads import draw_leads
from opsledger.forecast.result import ForecastWeek, Help
from opsledger.forecast.room import Room
from opsledger.forecast.simulation import work_off
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing, Job
from opsledger.values.characters import same_id
from opsledger.values.days import Week
from opsledger.values.written import write_date, write_name

RUNS = 40
MOST_LEADS = 12
_WORTH_SAYING = 0.5


def what_helps(
    drawing: Drawing, weeks: Sequence[ForecastWeek], first: Week | None, drawn: Drawn, rows: Sequence[list[float]]
) -> Help | None:
    """What would avert the first lean week; None if none is likely. rows: the hours of every run as drawn."""
    if first is None:
        return None
    famine = float(drawing.past.standing.settings.famine)
    lines = [famine * week.capacity for week in weeks]
    lead, gain = _best_lead(drawing, lines, drawn, rows)
    won_by, leads_by = _last_days(drawing, first)
    return Help(lead, gain, won_by, leads_by)


def help_notes(helps: Help | None, first: Week | None, standing: Standing) -> list[str]:
    """What would help, in sentences."""
    notes = []
    if helps and first:
        on, week = standing.day, f"the week of {write_date(first.monday, standing.day)}"
        if helps.won_by and helps.won_by > on:
            notes.append(f"to have work in {week}, win an open lead by {write_date(helps.won_by, on)}")
        if helps.leads_by:
            by = write_date(helps.leads_by, on)
            late = f"a new lead is too late for {week}: it would have had to come in by {by}"
            notes.append(late if helps.leads_by < on else f"to become work in {week}, a new lead must come in by {by}")
        if helps.lead:
            lead = standing.ledger.lead_by_id[same_id(helps.lead)]
            notes.append(f"winning {write_name(lead.title)} would help most")
    return notes


def _best_lead(
    drawing: Drawing, lines: list[float], drawn: Drawn, rows: Sequence[list[float]]
) -> tuple[str | None, float]:
    """The open lead whose winning takes most from the hours missing, against its loss, and how many it takes.

    Of the first runs alone, each with the lead's job and without it, all else equal: so few are enough. A run in which
    the lead is not won is without it as it was drawn. A lead that one should avoid is not named.
    """
    unwanted = {figure.name for figure in fit(drawing.past.standing) if _is_to_avoid(figure)}
    wanted = [lead for lead in drawn.by_lead if f"inflow.fit.{lead}" not in unwanted][:MOST_LEADS]
    few = Drawing(drawing.past, drawing.habits, min(RUNS, drawing.runs), drawing.weeks)
    sure = draw_leads(few, Winning(few), dict.fromkeys(wanted), ())
    best: tuple[str | None, float] = (None, 0.0)
    for lead in wanted:
        gain = 0.0
        others = [jobs for name, jobs in drawn.by_lead.items() if name != lead]
        for run in range(few.runs):
            if not sure[lead][run]:
                continue
            room = drawn.rooms[run]
            rest = [*drawn.booked[run], *drawn.new[run], *chain(*(jobs[run] for jobs in others))]
            without = _worked(drawing, rest, room) if drawn.by_lead[lead][run] else rows[run]
            lacking = _short(without, lines)
            if lacking > 0:
                gain += lacking - _short(_worked(drawing, [*rest, *sure[lead][run]], room), lines)
        if gain / few.runs > best[1] + 1e-9:
            best = (lead, gain / few.runs)
    return best if best[1] >= _WORTH_SAYING else (None, 0.0)


def _is_to_avoid(figure: Figure) -> bool:
    return isinstance(figure.value, Mapping) and figure.value.get("verdict") == "avoid"


def _worked(drawing: Drawing, jobs: list[Job], room: Room) -> list[float]:
    """The hours of a run with some jobs, a step each."""
    done, _ = work_off(jobs, room.free, drawing.asking, drawing.noise)
    return [a + b for a, b in zip(done, room.given, strict=True)]


def _short(hours: list[float], lines: list[float]) -> float:
    """The hours that a run's weeks lack to the lean line; its first step is the rest of the day's own week."""
    return sum(line - each for line, each in zip(lines, hours[1:], strict=True) if each < line)


def _last_days(drawing: Drawing, first: Week) -> tuple[date, date | None]:
    """Until when an open lead must be won, and a new one come, to be work in the first lean week."""
    start = math.ceil(math.exp(drawing.habits.start_lag.mean))
    weeks = lead_times(drawing.past.standing).weeks
    monday = first.monday
    return monday - timedelta(days=start), None if weeks is None else monday - timedelta(days=math.ceil(7 * weeks))
