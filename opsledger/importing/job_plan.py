"""From a table's jobs to projects: each with the lines that its days and its money are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from opsledger.editing.naming import place_of_twin
from opsledger.editing.record_text import record_text, slug
from opsledger.importing.job_matching import KnownJob, changed_job, days_apart, known_jobs, names_of_job
from opsledger.importing.jobs import FORMAT, Happened, SoldJob
from opsledger.importing.new_projects import ledger_with, named_client
from opsledger.importing.plan import Addition, Plan, Read, Skipped, Taken
from opsledger.models.ledger import Ledger
from opsledger.reading.kinds import PROJECT
from opsledger.values.duration import read_duration, write_duration
from opsledger.values.misread import Misread
from opsledger.values.money import plain_amount
from opsledger.values.pieces import Pieces, minutes_for
from opsledger.values.written import count_of

_LEAST_EACH, _CENT = Decimal("0.0001"), Decimal("0.01")
_MOST_APART = 4


class JobPlanning:
    """One import of jobs. day: the one on which it is done. again: to import again what was imported and is gone.

    paces: by unit the pieces that an hour takes, which give open jobs an estimate.
    """

    def __init__(
        self,
        ledger: Ledger,
        taken: Taken,
        day: date,
        *,
        again: bool = False,
        paces: Mapping[str, Decimal] = MappingProxyType({}),
    ) -> None:
        self.paces = paces
        self._estimated: dict[str, list[tuple[Decimal, int]]] = {}
        self.ledger = ledger
        self.day = day
        self.imported = frozenset(key.identity for key in taken.keys)
        self.taken = frozenset() if again else frozenset(key.identity for key in taken.keys)
        self.plan = Plan(taken=taken)
        self._ids = {record.id.casefold() for record in (*ledger.projects, *ledger.leads)}
        self._titles = {record.title.casefold() for record in ledger.projects}
        self._clients: dict[str, str] = {}
        self._guessed = 0
        self._unpriced = 0
        self._changed: list[str] = []
        self._apart: list[str] = []

    def planned(self, read: Read[SoldJob]) -> Plan:
        """What taking over some jobs would do."""
        self.plan.skipped += read.skipped
        self.plan.notes += read.notes
        known_by_place = known_jobs(self.ledger, read.found, self.imported)
        for job in sorted(read.found, key=lambda one: (one.ordered, one.place)):
            if known := known_by_place.get(job.place):
                self._follow(known, job)
            elif job.key.identity in self.taken:
                self.plan.there += 1
            else:
                self._take(job)
        self.plan.notes += [f"changed: {one}" for one in self._changed]
        self.plan.notes += [f"not as in the ledger: {one}" for one in self._apart[:_MOST_APART]]
        if (more := len(self._apart) - _MOST_APART) > 0:
            self.plan.notes.append(f"and {count_of(more, 'other day')} that the ledger has otherwise")
        if self._guessed:
            said = "a day that the table does not give is taken from its other days, and the line says so"
            self.plan.notes.append(f"{count_of(self._guessed, 'job')}: {said}")
        for unit, each in self._estimated.items():
            pieces, minutes = sum(quantity for quantity, _ in each), sum(minutes for _, minutes in each)
            rate = f"{self.paces[unit].normalize():,f} {unit or 'pieces'} an hour"
            told = f"{count_of(len(each), 'open job')} estimated at {rate}: {pieces:,f} are {write_duration(minutes)}"
            self.plan.notes.append(told)
        if self._unpriced:
            self.plan.notes.append(
                f"{count_of(self._unpriced, 'job has', 'jobs have')} no price: `opsledger set ID price`"
            )
        return self.plan

    def _follow(self, known: KnownJob, job: SoldJob) -> None:
        """What happened to a job since, and what of it changed: the lines that its project does not have yet."""
        project = known.project
        there = {line.word for line in project.log}
        own = self._lines(job)
        lines = [line for line in own if line.split()[1] not in there]
        self._apart += days_apart(project, own, self.day)
        if known.is_changed:
            changed = changed_job(project, job, self.day, self.ledger.settings.currency)
            lines = [*changed.lines, *lines]
            self._changed += changed.told
            self.plan.keys.append(job.key)
        if not lines:
            self.plan.there += 1
            return
        shown = f"{project.title}: {'; '.join(lines)}"
        self.plan.additions.append(Addition(project.file, "Log", tuple(lines), job.place, shown))

    def _take(self, job: SoldJob) -> None:
        if job.ordered > self.day:
            self.plan.skipped.append(Skipped(job.place, job.what, f"{job.ordered} is still to come"))
            return
        name = self._title(job)
        record_id = self._id(name, job)
        values = {"name": name, "client": self._client(job), "billing": "fixed"}
        if price := _price(job):
            values["price"] = price
        else:
            self._unpriced += 1
        if job.service:
            values["service"] = job.service
        if job.due and job.due >= job.ordered:
            values["due"] = str(job.due)
        lines = self._lines(job)
        try:
            if job.hours:
                values["estimate"] = write_duration(read_duration(job.hours))
            elif job.quantity and job.unit in self.paces and len(lines) == 1:
                values["estimate"] = self._by_pace(job.quantity, job.unit)
        except Misread as misread:
            self.plan.skipped.append(Skipped(job.place, job.what, misread.message))
            return
        path = PROJECT.path_of(record_id)
        text = record_text(PROJECT, values, lines)
        shown = f"{name}: {'; '.join(lines)}"
        self.plan.additions.append(Addition(path, "Log", tuple(lines), job.place, shown, record_text=text))
        self.plan.keys.append(job.key)

    def _by_pace(self, quantity: Decimal, unit: str) -> str:
        minutes = minutes_for(quantity, self.paces[unit])
        self._estimated.setdefault(unit, []).append((quantity, minutes))
        return write_duration(minutes)

    def _lines(self, job: SoldJob) -> list[str]:
        """The log: booked, delivered, invoiced and paid, as far as they have come."""
        lines = [f"{job.ordered} booked"]
        past_due = job.due if job.due and job.due < self.day - timedelta(days=14) else None
        delivered = _first(job.delivered, job.invoiced.day, job.paid.day)
        is_guessed = job.delivered.day is None and delivered is not None
        if delivered is None and (job.delivered.is_so or job.invoiced.is_so or job.paid.is_so or past_due):
            delivered, is_guessed = job.due if job.due and job.due <= self.day else job.ordered, True
        if delivered is None:
            return lines
        delivered = max(delivered, job.ordered)
        lines.append(f"{delivered} delivered{' on a day that the table does not give' if is_guessed else ''}")
        self._guessed += is_guessed
        is_invoiced = job.invoiced.is_so or bool(job.number) or job.paid.is_so
        if job.amount is None or job.amount <= 0 or not is_invoiced:
            return lines
        invoiced = min(job.invoiced.day or delivered, self.day)
        number = f" no {job.number}" if job.number and len(job.number.split()) == 1 else ""
        lines.append(f"{invoiced} invoiced {plain_amount(job.amount)}{number}")
        if job.paid.is_so:
            paid = job.paid.day or min(invoiced + timedelta(days=self.ledger.settings.terms), self.day)
            said = "" if job.paid.day else " on a day that the table does not give"
            lines.append(f"{max(paid, invoiced)} paid {plain_amount(job.amount)}{number}{said}")
        return lines

    def _client(self, job: SoldJob) -> str:
        """How its project names its client, whose file is made if it needs one."""
        if job.client not in self._clients:
            self._clients[job.client], made = named_client(self.ledger, job.client, job.ordered)
            if made:
                self.plan.additions.append(made)
                self.ledger = ledger_with(self.ledger, made)
        return self._clients[job.client]

    def _title(self, job: SoldJob) -> str:
        """A name that no other job has: with its client, its month or its day if others are called the same."""
        ways = names_of_job(job)
        title = next((one for one in ways if one.casefold() not in self._titles), f"{ways[-1]} ({job.place})")
        self._titles.add(title.casefold())
        return title

    def _id(self, name: str, job: SoldJob) -> str:
        stem = slug(name) or slug(job.client) or FORMAT
        found, number = stem, 1
        while found.casefold() in self._ids or place_of_twin(self.ledger, PROJECT, found):
            number += 1
            found = f"{stem}-{number}"
        self._ids.add(found.casefold())
        return found


def _first(said: Happened, *others: date | None) -> date | None:
    return said.day or next(filter(None, others), None)


def _price(job: SoldJob) -> str:
    """The price as front matter has it: by the piece if that comes to the amount, else the amount; empty if unknown."""
    each, off = job.each, _CENT
    if job.quantity and each is None and job.amount:
        off = Decimal(0)  # nobody said that it is by the piece
        each = (job.amount / job.quantity).quantize(_LEAST_EACH, ROUND_HALF_UP).normalize()
    if job.quantity and each and job.amount is not None:
        pieces = Pieces(job.quantity, job.unit, each)
        if abs(pieces - job.amount) <= off and -each.as_tuple().exponent <= 4:  # type: ignore[operator]
            return pieces.written
    return plain_amount(job.amount) if job.amount is not None and job.amount > 0 else ""
