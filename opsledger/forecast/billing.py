"""From work to invoices: what is billed on which day, in one run of the coming weeks or in all of them alike."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import NamedTuple

from opsledger.dataclass import dataclass
from opsledger.figures.announced import announced, running_ahead, runs_again
from opsledger.figures.billing_plan import planned_bills, to_invoice
from opsledger.figures.projects import price_on, rate_on, sold_for
from opsledger.figures.rates import own_rate
from opsledger.figures.retainer_bills import months_unsent, sent_lines, usual_day
from opsledger.figures.standing import Standing
from opsledger.forecast.finishing import BOOKED, NEW_LEAD, OPEN_LEAD, PieceOfWork
from opsledger.forecast.sales import Habits
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.days import Interval

_SOON = 5  # days in which what should be invoiced already is
_LATELY = 90
_EARLY_DAYS = 21
_DEPOSITS_SEEN, _DEPOSITS = 2, 0.8
_HALF = 0.5


class Billed(NamedTuple):
    """An invoice to come: in all runs alike if `run` is None. client: as ids compare; empty of a new one.

    is_paid: money that comes on the day itself, as it did before without any invoice.
    """

    kind: str
    run: int | None
    day: int
    amount: float
    client: str
    name: str
    is_paid: bool = False


@dataclass(frozen=True)
class Billing:
    """What is sold, as far as it is not invoiced, and how the user invoices it."""

    standing: Standing
    habits: Habits

    @cached_property
    def hour(self) -> float:
        """What an hour sold brings: the median of what was sold recently, else the user's own rate; 0: unknown."""
        return self.habits.sold_an_hour or float(own_rate(self.standing) or 0)

    @cached_property
    def deposits(self) -> tuple[float, float]:
        """The chance that part of a price is invoiced as work begins, and the usual part."""
        shares, jobs = [], 0
        for job in self.habits.jobs:
            price, begun = sold_for(job), job.started_on
            if job.billing != "fixed" or not price or begun is None or job.status == "cancelled":
                continue
            jobs += 1
            end = min(begun + timedelta(days=_EARLY_DAYS), job.delivered_on or date.max)
            early = sum((line.money for line in job.lines("invoiced") if line.day < end), Fraction(0))
            if early and early < price * Fraction(9, 10):
                shares.append(float(early / price))
        chance = (len(shares) + _DEPOSITS) / (jobs + _DEPOSITS_SEEN)
        return chance, median(shares) if shares else _HALF

    # In all runs alike: what is planned for a day, retainers' months, and what is finished and not invoiced

    def on_days(self, until: date) -> Iterator[Billed]:
        """The invoices whose day is known, up to a day."""
        standing, soon = self.standing, self.standing.day + timedelta(days=_SOON)
        for project in standing.client_projects:
            client, planned = payer_of(project), planned_bills(project)
            for bill in planned:
                day = max(bill.on, soon) if bill.on <= standing.day else bill.on
                if project.status != "cancelled":
                    yield Billed(BOOKED, None, day.toordinal(), float(bill.amount), client, project.id)
            if project.is_retainer and not planned:
                yield from self._months(project, client, until)
            elif project.status == "delivered" and not planned and self._is_late(project):
                rest = to_invoice(standing, project) or Fraction(0)
                if rest >= 1:
                    yield Billed(BOOKED, None, soon.toordinal(), float(rest), client, project.id)

    def _is_late(self, project: Project) -> bool:
        """Whether it was delivered so recently that its rest will still be invoiced."""
        done = project.delivered_on
        return done is not None and (self.standing.day - done).days <= _LATELY

    def _months(self, project: Project, client: str, until: date) -> Iterator[Billed]:
        """A retainer's months: on the usual day of its invoices, else on the month's last; what is missing soon."""
        day = self.standing.day
        lacks = months_unsent(self.standing, project)
        if lacks.amount:
            yield Billed(BOOKED, None, day.toordinal() + 1, float(lacks.amount), client, project.id)
        ahead = announced(self.standing, project)
        if not project.is_open or (project.status == "paused" and runs_again(ahead) is None):
            return
        sent, priced = sent_lines(project), replace(project, log=(*project.log, *ahead))
        is_paid, on = bool(sent) and not project.lines("invoiced"), usual_day(sent)
        month = date(day.year, day.month, 1)
        if (sent and sent[-1].day.replace(day=1) == month) or any(day >= month for day in lacks.days):
            month = _next_month(month)
        while month <= until:
            last = monthrange(month.year, month.month)[1]
            comes = max(month.replace(day=min(on, last)), day + timedelta(days=1))
            days = Interval(max(month, day + timedelta(days=1)), max(month.replace(day=last), comes))
            price = price_on(priced, comes)
            runs = not ahead or any(running_ahead(ahead, days, runs=project.status != "paused"))
            if price and runs and not (project.status == "booked" and project.start and project.start > days.last):
                yield Billed(BOOKED, None, comes.toordinal(), float(price), client, project.id, is_paid)
            month = _next_month(month)

    def on_schedule(self, ends: Mapping[str, date]) -> Iterator[Billed]:
        """The rest of each fixed job on the day on which it is done. ends: the day by the project's id."""
        for record, day in ends.items():
            project = self._projects[record]
            rest, planned = self._rest(project)
            if rest - planned >= 1:
                yield Billed(BOOKED, None, day.toordinal(), float(rest - planned), payer_of(project), record)

    # In one run

    def in_run(self, run: int, pieces: Sequence[PieceOfWork], luck: Sequence[float]) -> Iterator[Billed]:
        """The invoices of one run's pieces of work. luck: a number for each of them."""
        for piece, u in zip(pieces, luck, strict=False):
            project = self._projects.get(piece.record) if piece.kind == BOOKED else None
            if project is not None:
                yield from self._of_project(run, project, piece, u)
            elif price := self._price(piece):
                client = self._client_of_lead(piece.record)
                yield from self._fixed(run, piece, price, client, u, begun=False)

    @cached_property
    def _projects(self) -> dict[str, Project]:
        return {project.id: project for project in self.standing.client_projects}

    def _of_project(self, run: int, project: Project, piece: PieceOfWork, u: float) -> Iterator[Billed]:
        client = payer_of(project)
        rest, planned = self._rest(project)
        if project.billing == "hourly":
            rate = float(rate_on(project, self.standing.day) or 0)
            yield from self._by_hour(run, project, piece, rate, float(rest - planned), client)
        elif project.billing != "hourly" and rest - planned >= 1:
            begun = bool(project.started_on or project.lines("invoiced")) or planned > 0
            yield from self._fixed(run, piece, float(rest - planned), client, u, begun=begun)

    def _rest(self, project: Project) -> tuple[Fraction, Fraction]:
        if project.id not in self._rests:
            planned = sum((bill.amount for bill in planned_bills(project)), Fraction(0))
            self._rests[project.id] = (to_invoice(self.standing, project) or Fraction(0), planned)
        return self._rests[project.id]

    @cached_property
    def _rests(self) -> dict[str, tuple[Fraction, Fraction]]:
        return {}

    def _fixed(
        self, run: int, piece: PieceOfWork, price: float, client: str, u: float, *, begun: bool
    ) -> Iterator[Billed]:
        """The rest on delivery; of work that has not begun, a part as it begins if that is one's way."""
        chance, part = self.deposits
        name = piece.record or piece.kind
        if not begun and u < chance:
            yield Billed(piece.kind, run, piece.start, part * price, client, name)
            price *= 1 - part
        if piece.done is not None:
            yield Billed(piece.kind, run, piece.done, price, client, name)

    def _by_hour(
        self, run: int, project: Project, piece: PieceOfWork, rate: float, waiting: float, client: str
    ) -> Iterator[Billed]:
        """Hours at each month's end: what waits already at the first, then the hours spread to the last day.

        waiting: below zero if bills are planned for hours to come; those are left out.
        """
        first = max(piece.start, self.standing.day.toordinal() + 1)
        last = piece.done or first + 182
        a_day = piece.hours * rate / max(last - first + 1, 1)
        month, sent = date.fromordinal(self.standing.day.toordinal() + 1).replace(day=1), waiting
        while month.toordinal() <= last:
            after = _next_month(month)
            days = min(after.toordinal() - 1, last) - max(month.toordinal(), first) + 1
            sent += a_day * max(days, 0)
            if sent >= 1:
                yield Billed(piece.kind, run, after.toordinal() - 1, sent, client, project.id)
            month, sent = after, min(sent, 0.0)

    @cached_property
    def _leads(self) -> dict[str, Lead]:
        return {lead.id: lead for lead in self.standing.ledger.leads}

    def _price(self, piece: PieceOfWork) -> float:
        """What a piece of work that has no project yet will be sold for."""
        lead = self._leads.get(piece.record)
        if lead and lead.worth is not None:
            return float(lead.worth)
        over = 1.0 if lead and lead.size else self._overrun
        hours = lead.size / 60 if lead and lead.size else piece.hours / over
        return hours * self.hour

    @cached_property
    def _overrun(self) -> float:
        """The hours that work takes for each hour sold."""
        return math.exp(self.habits.overrun_unstarted.mean)

    def _client_of_lead(self, record: str) -> str:
        lead = self._leads.get(record)
        return same_id(lead.client.id) if lead and lead.client else ""


def payer_of(project: Project) -> str:
    """Who pays for a project, as ids compare."""
    return same_id(project.client.id if project.client else project.id)


def is_hoped(kind: str) -> bool:
    """Whether an invoice comes from work that is not booked yet."""
    return kind in (OPEN_LEAD, NEW_LEAD)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
