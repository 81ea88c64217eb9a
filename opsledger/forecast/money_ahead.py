"""Money ahead: what comes in month by month, certain, likely and hoped for, against target, floor and living.

Certain is what is invoiced and not paid, in the month by which its client will almost certainly have paid. Likely is
what booked work will be invoiced for, and hoped what open leads and those to come bring, as the forecast's runs deliver
it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from statistics import median_low

from opsledger.figures.debts import Bill, open_bills, terms_of
from opsledger.figures.doubtful import doubtful
from opsledger.figures.money import reserve, spent_a_month
from opsledger.figures.standing import Standing
from opsledger.forecast.billing import Billed, Billing, is_hoped
from opsledger.forecast.chance import sample_quantile, uniforms
from opsledger.forecast.finishing import BOOKED, work_ahead
from opsledger.forecast.lasting import ends_in_young
from opsledger.forecast.money_result import RUNS, WEEKS, AheadMonth, MoneyAhead
from opsledger.forecast.paying import Payers, certain_by
from opsledger.forecast.reserve_path import Halves, reserve_used_up
from opsledger.models.ledger import Ledger
from opsledger.models.record import LoggedRecord
from opsledger.values.characters import same_id

MONTHS = 6
DOUBTFUL = "doubtful"  # how sure it is what clients owe or will be billed who may not pay
_FEWEST_DUE, _LOOKED_AT = 2, 5  # the invoices with a day of their own that say by when a client is to pay


def money_ahead(ledger: Ledger, on: date, runs: int = RUNS) -> MoneyAhead:
    """The money of six months from a day on, by what the ledger says on it; the same ledger gives the same numbers."""
    return drawn_money(ledger, on, runs)[0]


def drawn_money(ledger: Ledger, on: date, runs: int = RUNS) -> tuple[MoneyAhead, list[list[float]]]:
    """The same, and what comes in each month in all of the runs, the least first."""
    standing = Standing(ledger, on)
    months = months_ahead(on)
    payers = Payers(standing)
    sums = _Sums(months, runs, frozenset(doubtful(standing)))
    certain = dict.fromkeys(months, 0.0)
    beyond = 0.0
    for bill in open_bills(standing):
        left = float(bill.left)
        by = None if bill.client in sums.doubtful else certain_by(payers, bill.client, bill.due)
        if by is None:
            beyond += left
        elif (month := _month(by.toordinal())) in certain:
            certain[month] += left
        days = payers.paid_on(bill.client, bill.due, runs, _named(bill))
        if bill.client in sums.doubtful:
            sums.add_whole(days, left, DOUBTFUL)
            continue
        sums.add_each(days, left, "invoices")
        sums.add_whole(days, left, "overdue" if bill.days_late(on) > 0 else "open")
    for billed in _to_come(standing, runs, date.fromordinal(_end(months[-1]))):
        _add_billed(standing, payers, sums, billed, runs)
    received = _received(standing, months[0], on) if months[0] == _month(on.toordinal()) else 0.0
    columns = [sorted(row[place] for row in sums.totals) for place in range(len(months))]
    columns[0] = [each + received for each in columns[0]]
    return _told(standing, months, sums, columns, certain, received, beyond), columns


def months_ahead(on: date) -> list[str]:
    """The six months from a day's own on; from the next on if it ends with the day."""
    first = on.replace(day=1) if (on + timedelta(days=1)).day != 1 else on + timedelta(days=1)
    found = []
    for _ in range(MONTHS):
        found.append(f"{first:%Y-%m}")
        first = (first + timedelta(days=31)).replace(day=1)
    return found


class _Sums:
    """What comes in, by run and month: in all, and by how sure it is on average.

    doubtful: the clients who may not pay. What they owe or will be billed is in no total.
    """

    def __init__(self, months: Sequence[str], runs: int, doubtful: frozenset[str] = frozenset()) -> None:
        self.runs = runs
        self.doubtful = doubtful
        self.place = {month: number for number, month in enumerate(months)}
        self.totals = [[0.0] * len(months) for _ in range(runs)]
        self.halves = Halves(months, runs)
        self.means = {how: [0.0] * len(months) for how in ("invoices", "open", "overdue", "booked", "hoped", DOUBTFUL)}

    def add(self, run: int, day: int, amount: float, how: str) -> None:
        place = self.place.get(_month(day))
        if place is not None:
            if how != DOUBTFUL:
                self.totals[run][place] += amount
                self.halves.add(run, day, amount)
            self.means[how][place] += amount / self.runs

    def add_each(self, days: Sequence[int | None], amount: float, how: str) -> None:
        for run, day in enumerate(days):
            if day is not None:
                self.add(run, day, amount, how)

    def add_whole(self, days: Sequence[int | None], amount: float, how: str) -> None:
        """All of an amount in the month by which it came in half of the runs: an invoice is paid on one day."""
        middle = sorted(math.inf if day is None else day for day in days)[len(days) // 2]
        place = None if middle == math.inf else self.place.get(_month(int(middle)))
        if place is not None:
            self.means[how][place] += amount


def _to_come(standing: Standing, runs: int, until: date) -> Iterable[Billed]:
    """Every invoice that is still to be sent, of all runs alike and of each."""
    if not (standing.client_projects or standing.ledger.leads):
        return
    work = work_ahead(standing, WEEKS, runs)
    billing = Billing(standing, work.drawing.habits)
    ends = ends_in_young(standing)
    yield from billing.on_days(until)
    yield from billing.on_schedule(ends)
    for run, pieces in enumerate(work.runs):
        drawn = [piece for piece in pieces if piece.kind != BOOKED or piece.record not in ends]
        yield from billing.in_run(run, drawn, uniforms(len(drawn), standing.day, str(run), "deposit"))


def _add_billed(standing: Standing, payers: Payers, sums: _Sums, billed: Billed, runs: int) -> None:
    how = "hoped" if is_hoped(billed.kind) else "booked"
    if billed.client in sums.doubtful:
        how = DOUBTFUL
    if billed.is_paid:
        sums.add_each([billed.day] * runs, billed.amount, how)
        return
    terms = standing.once(_terms_by_client).get(billed.client, standing.settings.terms)
    if billed.run is None:
        late = payers.days_to_pay(billed.client, runs, f"{billed.name} {billed.day}")
        days = [None if each is None else _paid_on(payers, billed, terms, each) for each in late]
        if how == "booked" and ends_in_young(standing):  # whole, as invoices are: they add up to what is sold
            sums.add_each(days, billed.amount, "invoices")
            sums.add_whole(days, billed.amount, how)
            return
        sums.add_each(days, billed.amount, how)
        return
    (each,) = payers.days_to_pay(billed.client, 1, f"{billed.name} {billed.run} {billed.day}")
    if each is not None:
        sums.add(billed.run, _paid_on(payers, billed, terms, each), billed.amount, how)


def _paid_on(payers: Payers, billed: Billed, terms: int, late: float) -> int:
    """The day on which an invoice to come is paid: before it is due only by a client who is known to pay early."""
    days = round(late) if payers.is_known(billed.client) else max(round(late), 0)
    return payers.open_on(billed.client, max(billed.day + terms + days, billed.day + 1))


def _terms_by_client(standing: Standing) -> Mapping[str, int]:
    """The days that each client has to pay: those of the last invoices that said their day, else the terms agreed."""
    found = {}
    for project in standing.client_projects:
        if project.client:
            given = [(line.promised - line.day).days for line in project.lines("invoiced") if line.promised]
            usual = median_low(given[-_LOOKED_AT:]) if len(given) >= _FEWEST_DUE else terms_of(standing, project)
            found[same_id(project.client.id)] = usual
    return found


def _told(
    standing: Standing,
    months: Sequence[str],
    sums: _Sums,
    columns: Sequence[Sequence[float]],
    certain: Mapping[str, float],
    received: float,
    beyond: float,
) -> MoneyAhead:
    targets, living = standing.settings.targets, spent_a_month(standing)
    lines = (targets.floor, targets.income, living)
    found = []
    for place, month in enumerate(months):
        so_far = received if place == 0 else 0.0
        column = columns[place]
        below = [None if line is None else sum(each < line for each in column) / sums.runs for line in lines]
        p10, p50, p90 = (sample_quantile(column, share) for share in (0.1, 0.5, 0.9))
        means = {how: each[place] for how, each in sums.means.items()}
        found.append(
            AheadMonth(
                month,
                so_far,
                certain[month],
                means["booked"],
                means["hoped"],
                p10,
                p50,
                p90,
                below[0],
                below[1],
                below[2],
                means["open"],
                means["overdue"],
                means["booked"],
                means[DOUBTFUL],
            )
        )
    left = next(reserve(standing)).value
    amount = left.get("amount") if isinstance(left, Mapping) else None
    own = float(amount) if isinstance(amount, Fraction) else None
    return MoneyAhead(standing.day, tuple(found), beyond, own, reserve_used_up(standing, sums.halves, own, living))


def _received(standing: Standing, month: str, until: date) -> float:
    """What has come in the month up to a day, less what was refunded."""
    projects = standing.ledger.projects
    return _sum_of(projects, "paid", month, until) - _sum_of(projects, "refunded", month, until)


def _sum_of(records: Iterable[LoggedRecord], word: str, month: str, until: date) -> float:
    """The money of the lines with a word, in a month up to a day."""
    lines = (line for record in records for line in record.lines(word))
    return float(sum(line.money for line in lines if line.day <= until and _month(line.day.toordinal()) == month))


def _month(day: int) -> str:
    return f"{date.fromordinal(day):%Y-%m}"


def _end(month: str) -> int:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1).toordinal() - 1


def _named(bill: Bill) -> str:
    return f"{bill.project.id} {bill.line.day} {bill.line.number or bill.line.amount}"
