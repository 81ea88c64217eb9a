"""When each piece of work begins and is done, run by run: what money, and promises, are read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from opsledger.dataclass import dataclass
from opsledger.figures.pairs import won_without_project
from opsledger.figures.standing import Standing
from opsledger.forecast.booked import booked_projects, lead_jobs
from opsledger.forecast.leads import draw_leads
from opsledger.forecast.new_leads import draw_new
from opsledger.forecast.past import Past
from opsledger.forecast.room import draw_rooms
from opsledger.forecast.sales import Habits
from opsledger.forecast.simulation import finishing_steps
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing, Job, Runs

BOOKED, OPEN_LEAD, NEW_LEAD = "booked", "open lead", "new lead"


class PieceOfWork(NamedTuple):
    """A piece of work in one run. record: a project's or lead's id, empty of a lead that has not come yet.

    start, done: ordinal days; done is None beyond the weeks that are drawn.
    """

    kind: str
    record: str
    hours: float
    start: int
    done: int | None


@dataclass(frozen=True)
class Work:
    """The pieces of work of every run, and what they were drawn by."""

    drawing: Drawing
    runs: Sequence[Sequence[PieceOfWork]]


def work_ahead(standing: Standing, weeks: int, runs: int) -> Work:
    """All work of the coming weeks, booked and to come, as the forecast's runs get it done."""
    past = Past(standing)
    drawing = Drawing(past, Habits(past), runs, weeks)
    winning = Winning(drawing)
    named: dict[tuple[str, str], Runs] = {
        **{(BOOKED, name): [[job] for job in jobs] for name, jobs in booked_projects(drawing).items()},
        **{(BOOKED, lead): jobs for lead, jobs in _won(drawing).items()},
        **{(OPEN_LEAD, lead): jobs for lead, jobs in draw_leads(drawing, winning, {}, ()).items()},
        (NEW_LEAD, ""): draw_new(drawing, winning),
    }
    rooms = draw_rooms(drawing)
    return Work(drawing, [_pieces(drawing, named, run, rooms[run].free) for run in range(runs)])


def _won(drawing: Drawing) -> Mapping[str, Runs]:
    found: dict[str, Runs] = {}
    for lead in won_without_project(drawing.past.standing):
        day = lead.stage_since or drawing.day
        booked: list[float | None] = [drawing.at(day.toordinal())] * drawing.runs
        jobs = lead_jobs(drawing, lead, booked, (drawing.day - day).days)
        found[lead.id] = [[job] if job else [] for job in jobs]
    return found


def _pieces(
    drawing: Drawing, named: Mapping[tuple[str, str], Runs], run: int, room: Sequence[float]
) -> list[PieceOfWork]:
    jobs: list[tuple[str, str, Job]] = [
        (kind, record, job) for (kind, record), by_run in named.items() for job in by_run[run] if job.left > 0
    ]
    steps = finishing_steps([job for _, _, job in jobs], room, drawing.asking, drawing.noise)
    return [
        PieceOfWork(kind, record, job.left, _day(drawing, job.start), None if step is None else _end(drawing, step))
        for (kind, record, job), step in zip(jobs, steps, strict=True)
    ]


def _day(drawing: Drawing, weeks: float) -> int:
    """A time in weeks from the Monday of the day's own week, as an ordinal day after the day."""
    return max(int(drawing.past.week * 7 + 1 + 7 * weeks), drawing.past.today + 1)


def _end(drawing: Drawing, step: int) -> int:
    """The Friday of a step, as an ordinal day after the day."""
    return max((drawing.past.week + step) * 7 + 5, drawing.past.today + 1)
