"""Booked work: what is left of each open project, when it goes on, and how fast."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from opsledger.figures.by_hour import by_hour
from opsledger.figures.covering import sold_left
from opsledger.figures.notices import notices
from opsledger.figures.pairs import won_without_project
from opsledger.figures.projects import estimated
from opsledger.forecast import priors
from opsledger.forecast.belief import Belief
from opsledger.forecast.chance import above, normals, uniforms
from opsledger.forecast.past import Spent
from opsledger.forecast.work import Drawing, Job, Runs, usual_pace
from opsledger.models.leads import Lead
from opsledger.models.projects import Project


def draw_booked(drawing: Drawing) -> Runs:
    """The jobs of every run that are booked: open projects, and leads won recently that have no project yet."""
    runs: Runs = [[] for _ in range(drawing.runs)]
    for jobs in (*booked_projects(drawing).values(), *_won_leads(drawing), *_supposed(drawing)):
        for run, job in zip(runs, jobs, strict=True):
            if job.left > 0:
                run.append(job)
    return drawing.own(runs)


def booked_projects(drawing: Drawing) -> Mapping[str, list[Job]]:
    """The job of each open project, one a run, by its id."""
    return {project.id: _project_jobs(drawing, project) for project in drawing.habits.jobs if project.is_open}


def _won_leads(drawing: Drawing) -> Iterator[list[Job]]:
    return (_won_lead_jobs(drawing, lead) for lead in won_without_project(drawing.past.standing))


def _supposed(drawing: Drawing) -> Iterator[list[Job]]:
    """The jobs that are supposed to be booked as well."""
    for number, (hours, day) in enumerate(drawing.moves.jobs):
        name, start = f"supposed {number}", drawing.at(day.toordinal())
        paces = [usual_pace(base, hours, hours) for base in drawing.paces(name)]
        yield [
            Job(hours, pace, start, start, noise) for pace, noise in zip(paces, drawing.noise_from(name), strict=True)
        ]


def _project_jobs(drawing: Drawing, project: Project) -> list[Job]:
    spent = drawing.past.of(project)
    sold = drawing.habits.sold(project)
    lefts, sizes = _estimated(drawing, project, spent) or _lefts(drawing, project, sold, spent)
    if (most := _most_until_end(drawing, project)) is not None:
        lefts = [min(left, most) for left in lefts]
    starts = _starts(drawing, project, spent)
    weeks = len(drawing.habits.own_weeks(project))
    own = drawing.habits.busy_pace(project) if weeks > 1 else None
    base = own / math.sqrt((sold or sizes[0]) / priors.PACE_REFERENCE) if own else None
    paces = drawing.paces(project.id, base, weeks)
    notice = notices(drawing.past.standing).get(project.id)
    stops = notice.last if notice and project.billing == "hourly" else None
    due = _due(drawing, drawing.moves.dues.get(project.id) or stops or project.revised_promise)
    early = max(_wanted(drawing, project), drawing.now) if project.status == "booked" else None
    if project.id in drawing.moves.starts or _agreed(drawing, project):
        early = None
    noises = drawing.noise_from(project.id)
    jobs = []
    for left, size, start, base_pace, noise in zip(lefts, sizes, starts, paces, noises, strict=True):
        pace = usual_pace(base_pace, size, left)
        if due is not None:
            pace *= hurry(left, pace, due - start, drawing.most_hurry)
        jobs.append(Job(left, pace, start, start if early is None else early, noise))
    return jobs


def _most_until_end(drawing: Drawing, project: Project) -> float | None:
    """The most that work by the hour takes until its end: what it sold, or its pace of late if that comes to more."""
    standing = drawing.past.standing
    until_end = by_hour(standing, project).until_end
    if until_end is None or estimated(standing, project):
        return None
    return max(until_end, (sold_left(standing, project) or 0) / 60)


def _due(drawing: Drawing, promise: date | None) -> float | None:
    """The end of the promised day, in weeks; None if nothing is promised, or it is over."""
    return drawing.at(promise.toordinal() + 1) if promise and promise > drawing.day else None


def hurry(left: float, pace: float, weeks: float, most: float = priors.PROMISE_SPEED) -> float:
    """How much a promise speeds a job up: by what it takes to keep it, at most 1.5 times."""
    return min(max(left / (pace * max(weeks, 1.0)), 1.0), most)


def _estimated(drawing: Drawing, project: Project, spent: Spent) -> tuple[list[float], list[float]] | None:
    """The same by the owner's own estimate of what is left, while it is not used up: as unsure as a new one.

    Without one, of work by the hour that fades or is to stop, by what its client will still ask for.
    """
    own = estimated(drawing.past.standing, project)
    asked = None if own else by_hour(drawing.past.standing, project).asked
    left = own.left / 60 if own else asked or 0.0
    if left <= 0:
        return None if asked is None else ([0.0] * drawing.runs, [max(spent.hours, 1.0)] * drawing.runs)
    sd = drawing.habits.overrun_unstarted.sd
    numbers = normals(drawing.runs, drawing.day, project.id, "left")
    return [left * math.exp(sd * z - sd**2 / 2) for z in numbers], [spent.hours + left] * drawing.runs


def _lefts(drawing: Drawing, project: Project, sold: float | None, spent: Spent) -> tuple[list[float], list[float]]:
    """Hours left and hours sold, a run: sold x R - spent, with R known to be above what is spent."""
    record = project.id
    if sold is None:
        size = drawing.habits.size_of(project)
        sizes = [math.exp(size.mean + size.sd * z) for z in normals(drawing.runs, drawing.day, record, "size")]
        sizes = [max(each, spent.hours) for each in sizes]
    else:
        sizes = [sold] * drawing.runs
    if not spent.hours:
        belief = drawing.habits.overrun_unstarted
        ratios = normals(drawing.runs, drawing.day, record, "left")
        return [s * math.exp(belief.mean + belief.sd * z) for s, z in zip(sizes, ratios, strict=True)], sizes
    belief = drawing.habits.overrun
    numbers = uniforms(drawing.runs, drawing.day, record, "left")
    if sold is not None:
        return left_in_runs(sold, spent.hours, belief, numbers), sizes
    return [left_in_runs(s, spent.hours, belief, [u])[0] for s, u in zip(sizes, numbers, strict=True)], sizes


def left_in_runs(sold: float, spent: float, belief: Belief, numbers: Sequence[float]) -> list[float]:
    """What is left of a project, a run each: sold x R - spent, a quantile of R known to be above what is spent."""
    lowest = (math.log(spent / sold) - belief.mean) / belief.sd
    mean, sd = belief.mean, belief.sd
    return [max(sold * math.exp(mean + sd * z) - spent, 0.0) for z in above(lowest, numbers)]


def _starts(drawing: Drawing, project: Project, spent: Spent) -> list[float]:
    """When a project goes on, a run: now if it runs, after its lag if it is booked, after its pause."""
    begins = drawing.moves.starts.get(project.id) or _agreed(drawing, project)
    if begins:
        return [drawing.at(begins.toordinal())] * drawing.runs
    if project.status == "paused":
        numbers = uniforms(drawing.runs, drawing.day, project.id, "pause")
        return [drawing.now - priors.PAUSE_WEEKS * math.log(max(1 - u, 1e-6)) for u in numbers]
    line = project.first("booked", "started") or project.log[0]
    if spent.hours or project.status != "booked":
        return [drawing.now] * drawing.runs
    gone = (drawing.day - line.day).days
    wanted = _wanted(drawing, project)
    booked = drawing.at(line.day.toordinal())
    return [max(booked + lag / 7, wanted, drawing.now) for lag in drawing.lags(project.id, gone)]


def _agreed(drawing: Drawing, project: Project) -> date | None:
    """The day ahead on which a project is agreed to begin; None if it has begun, or none is agreed."""
    is_waiting = project.status == "booked" and not drawing.past.of(project).hours
    return project.start if is_waiting and project.start and project.start > drawing.day else None


def _wanted(drawing: Drawing, record: Lead | Project) -> float:
    """The start a lead wished for, or the lead of a project, in weeks; 0 if it did not say."""
    lead = drawing.habits.leads.get(record.id) if isinstance(record, Project) else record
    return drawing.at(lead.start.toordinal()) if lead and lead.start else 0.0


def _won_lead_jobs(drawing: Drawing, lead: Lead) -> list[Job]:
    day = lead.stage_since or drawing.day
    booked: list[float | None] = [drawing.at(day.toordinal())] * drawing.runs
    return [job for job in lead_jobs(drawing, lead, booked, (drawing.day - day).days) if job]


def lead_jobs(drawing: Drawing, lead: Lead, booked: list[float | None], gone: float = 0.0) -> list[Job | None]:
    """What a lead becomes once it is won, a run: booked at these times, so many days of its lag gone by.

    None in the runs in which it is not won.
    """
    if all(begun is None for begun in booked):
        return [None] * len(booked)
    stated = lead.size / 60 if lead.size else None
    sizes, overruns = new_sizes(drawing, lead.id, stated)
    supposed, due = drawing.moves.starts.get(lead.id), _due(drawing, drawing.moves.dues.get(lead.id))
    wanted = max(drawing.at(supposed.toordinal()) if supposed else _wanted(drawing, lead), drawing.now)
    noises, paces, lags = drawing.noise_from(lead.id), drawing.paces(lead.id), drawing.lags(lead.id, gone)
    jobs: list[Job | None] = []
    for begun, size, overrun, pace, lag, noise in zip(booked, sizes, overruns, paces, lags, noises, strict=True):
        if begun is None:
            jobs.append(None)
            continue
        left, start = size * overrun, max(begun + lag / 7, wanted)
        early = max(begun + priors.EARLY_LAG * lag / 7, wanted)
        if supposed:
            start = early = max(begun, wanted)
        speed = usual_pace(pace, size, left)
        if due is not None:
            speed *= hurry(left, speed, due - start, drawing.most_hurry)
        jobs.append(Job(left, speed, start, early, noise))
    return jobs


def new_sizes(drawing: Drawing, record: str, stated: float | None) -> tuple[list[float], list[float]]:
    """Hours sold and overrun of work not yet begun, a run."""
    over, size = drawing.habits.overrun_unstarted, drawing.habits.size
    ratios = [math.exp(over.mean + over.sd * z) for z in normals(drawing.runs, drawing.day, record, "left")]
    if stated is not None:
        return [stated] * drawing.runs, ratios
    return [math.exp(size.mean + size.sd * z) for z in normals(drawing.runs, drawing.day, record, "size")], ratios
