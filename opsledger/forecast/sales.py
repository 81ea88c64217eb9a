"""What each project has sold, and how its hours compare: the observations of overrun, pace, starts and sizes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from statistics import median

from opsledger.dataclass import dataclass
from opsledger.figures.covering import covers_life
from opsledger.figures.pairs import leads_of
from opsledger.figures.projects import rate_on, sold_for
from opsledger.forecast import priors
from opsledger.forecast.belief import Belief, shrink
from opsledger.forecast.chance import sample_quantile
from opsledger.forecast.past import NOTHING, Past, week_number
from opsledger.forecast.priors import Prior
from opsledger.models.leads import Lead
from opsledger.models.projects import Project

_WEEKS = 104
_FARTHEST = 1.5
_BROKEN = 0.3
_BUSY_WEEKS = 3  # of a running job, that tell its pace


@dataclass(frozen=True)
class Habits:
    """What the user's own finished and running projects say of the next ones."""

    past: Past

    @cached_property
    def jobs(self) -> list[Project]:
        """The client projects that are sold as a whole or by the hour."""
        return [project for project in self.past.standing.client_projects if not project.is_retainer]

    @cached_property
    def leads(self) -> Mapping[str, Lead]:
        """The lead that each project came from, by the project's id."""
        return leads_of(self.past.standing.ledger)

    def sold(self, project: Project, until: int | None = None) -> float | None:
        """What was first sold and the scope up to a day (an ordinal), in hours; None if none is told or left."""
        first = self._first_sold(project)
        if first is None:
            return None
        scope = (line for line in project.log if line.word == "scope")
        minutes = first + sum(line.minutes or 0 for line in scope if until is None or line.day.toordinal() <= until)
        return minutes / 60 if minutes > 0 else None

    def _first_sold(self, project: Project) -> int | None:
        """The estimate, else what its lead stated last, in minutes."""
        if project.estimate is not None or project.id not in self.leads:
            return project.estimate
        return self.leads[project.id].size

    @cached_property
    def delivered(self) -> list[Project]:
        """Of them those delivered in the last 104 weeks with hours sold and all hours done."""
        first = self.past.day - timedelta(weeks=_WEEKS)
        return [
            job
            for job in self.jobs
            if (day := job.delivered_on) and day > first and self.sold(job) and self.done(job) > 0
            if covers_life(self.past.standing, job)
        ]

    @cached_property
    def overrun(self) -> Belief:
        """ln(hours done / hours sold by the week in which half of them were done)."""
        return shrink([self._ratio(job, halfway=True) for job in self.delivered], priors.OVERRUN)

    @cached_property
    def overrun_unstarted(self) -> Belief:
        """ln(hours done / estimate)."""
        return shrink([self._ratio(job, halfway=False) for job in self.delivered], priors.OVERRUN_UNSTARTED)

    def _ratio(self, job: Project, *, halfway: bool) -> float:
        spent, whole = self.past.of(job), self.done(job)
        until = 0
        if halfway:
            done = 0.0
            for week in sorted(spent.weeks):
                done += spent.weeks[week]
                if done >= whole / 2:
                    until = week * 7 + 7
                    break
        sold = self.sold(job, until) or (self._first_sold(job) or 60) / 60
        return min(max(math.log(whole / sold), -_FARTHEST), _FARTHEST)

    def done(self, job: Project) -> float:
        """The hours on a delivered project up to the week of its delivery: those after it are odd hours of a week."""
        closed = job.delivered_on
        if closed is None:
            return 0.0
        last = week_number(closed)
        return sum(hours for week, hours in self.past.of(job).weeks.items() if week <= last)

    @cached_property
    def pace(self) -> Belief:
        """ln(hours in a busy week, as if 40 h were sold)."""
        prior = priors.PACE
        scaled = Prior(prior.mean + math.log(self.past.usual or priors.USUAL_CLIENT_HOURS), prior.sd, prior.weight)
        found = []
        for job in self.jobs:
            sold = self.sold(job)
            if sold and sold >= priors.UNLIMITED_BELOW and self.is_known(job):
                found.append(math.log(self.busy_pace(job)) - priors.PACE_GROWS * math.log(sold / priors.PACE_REFERENCE))
        return shrink(found[-40:], scaled)

    def is_known(self, job: Project) -> bool:
        """Whether a project's pace can be told: delivered, or three busy weeks in."""
        own = len(self.own_weeks(job))
        return own > 0 and (job.status == "delivered" or own >= _BUSY_WEEKS)

    def own_weeks(self, job: Project) -> Mapping[int, float]:
        """Its hours by week, without weeks of hours told from memory: nobody knows when they were worked."""
        weeks, told = self.past.of(job).weeks, self.past.from_memory
        return weeks if told.isdisjoint(weeks) else {week: weeks[week] for week in weeks if week not in told}

    def busy_pace(self, job: Project) -> float:
        """Hours in a whole busy week of a project: time off counts by its share, a last broken week as half."""
        weeks = self.own_weeks(job)
        room = sum(min(max(self.past.share(week), 0.2), 1.2) for week in weeks)
        if len(weeks) > 1:
            room = max(room - 0.5, 0.5)
        return max(sum(weeks.values()), 0.1) / max(room, 0.2)

    @cached_property
    def idle(self) -> tuple[float, int, int]:
        """The chance that a running project rests for a week; with own idle weeks and own weeks.

        In a full week other work takes its time: that is the ceiling's doing, and says nothing of the project.
        """
        idle = weeks = 0
        for job in self.jobs:
            spent = self.past.of(job)
            if spent is NOTHING or not spent.weeks:
                continue
            numbers = sorted(spent.weeks)
            last = self.past.week - 1 if job.status in ("started", "resumed") else numbers[-1]
            inner = [week for week in range(numbers[0], max(last, numbers[-1]) + 1) if self.past.share(week) > _BROKEN]
            weeks += len(inner)
            idle += sum(week not in spent.weeks and week not in self._full for week in inner)
        chance = (priors.IDLE * priors.IDLE_WEEKS + idle) / (priors.IDLE_WEEKS + weeks)
        return min(chance, 0.6), idle, weeks

    @cached_property
    def _full(self) -> frozenset[int]:
        """The weeks that came up to three quarters of the ninth decile of one's own; weeks mostly off are none."""
        past = self.past
        weeks = [week for week in past.ended if past.planned_share(week) > _BROKEN]
        hours = {week: past.client_hours[week] / past.planned_room(week) for week in weeks}
        full = priors.FULL_WEEK * sample_quantile(sorted(hours.values()), 0.9) if hours else 0.0
        return frozenset(week for week, each in hours.items() if each >= full > 0)

    @cached_property
    def start_lag(self) -> Belief:
        """ln(days from booked to the first block)."""
        found = []
        for job in self.jobs:
            booked, spent = job.first("booked"), self.past.of(job)
            if booked and spent.first:
                found.append(math.log(max(spent.first - booked.day.toordinal(), 1)))
        return shrink(found[-40:], priors.START_LAG)

    def hours(self, job: Project) -> float | None:
        """The hours first sold; those done if none were told and it is delivered; None if neither is known.

        Without the scope added later: what a job takes for each hour of its estimate holds that already.
        """
        return (self._first_sold(job) or 0) / 60 or self.done(job) or None

    def size_of(self, job: Project) -> Belief:
        """ln(hours) of a job that states none: by its price, if it has one, else as large as others.

        If nothing tells what an hour brings, a small price makes a job small, and a large one says nothing.
        """
        price = sold_for(job) if job.billing == "fixed" else None
        if not price or price <= 0:
            return self.size
        if hour := self.sold_an_hour or float(self.past.standing.settings.targets.rate or 0):
            return replace(self.size, mean=math.log(float(price) / hour), sd=priors.PRICED_SD)
        mean = math.log(float(price) / priors.HOUR_BRINGS)
        return replace(self.size, mean=mean) if mean < self.size.mean else self.size

    @cached_property
    def sold_an_hour(self) -> float:
        """What an hour sold brings, the median of what was sold recently; 0 if nothing says it."""
        since = self.past.standing.day - timedelta(weeks=_WEEKS)
        found = []
        for job in self.jobs:
            hours, price = self.sold(job), sold_for(job) if job.billing == "fixed" else None
            if job.log[0].day >= since and hours and price:
                found.append(float(price) / hours)
            elif job.billing == "hourly" and (rate := rate_on(job, self.past.standing.day)):
                found.append(float(rate))
        return median(found) if found else 0.0

    @cached_property
    def size(self) -> Belief:
        """ln(hours first sold), or done if none were told."""
        prior = priors.SIZE
        shift = math.log((self.past.usual or priors.USUAL_CLIENT_HOURS) / priors.USUAL_CLIENT_HOURS)
        found = [math.log(hours) for job in self.jobs if (hours := self.hours(job))]
        return shrink(found[-40:], Prior(prior.mean + shift, prior.sd, prior.weight))
