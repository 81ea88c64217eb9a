"""Money ahead as it was made before, if nothing that it sees has changed since; and its figures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from opsledger.cache import Plain, cached
from opsledger.figures.billing_plan import to_invoice
from opsledger.figures.debts import open_bills
from opsledger.figures.doubtful import doubtful
from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.projects import front_spans
from opsledger.figures.standing import Figures, Standing, spans
from opsledger.figures.to_pay import to_pay
from opsledger.forecast.lasting import ends_in_young
from opsledger.forecast.money_result import RUNS, WEEKS, MoneyAhead, ahead_data, from_data
from opsledger.forecast.seen import fingerprints
from opsledger.source import Span


def kept_money_ahead(standing: Standing) -> MoneyAhead:
    """The money ahead, kept between runs."""
    runs, ledger, on = RUNS, standing.whole, standing.day  # RUNS is looked up here, so that tests can do with fewer

    def make() -> Plain:
        from opsledger.forecast.money_ahead import money_ahead  # takes long to import

        return ahead_data(money_ahead(ledger, on, runs))

    return cached("money", f"{_fingerprint(standing)}-{runs}", make, lambda plain: from_data(on, plain))


def _fingerprint(standing: Standing) -> str:
    """A hash of what it sees beside what the forecast does: the lines of money, terms, VAT, and who may not pay."""
    ledger, on = standing.whole, standing.day
    (mark,) = fingerprints(ledger, [on], WEEKS)
    lines = [
        (record.id, line.day, line.word, line.amount, line.promised, line.number, line.gross, line.exchange)
        for record in (*ledger.projects, *ledger.account)
        for line in record.log
        if line.amount is not None and line.day <= on
    ]
    clients = [(client.id, client.terms, client.vat) for client in ledger.clients]
    taxes = [(project.id, project.currency, project.vat) for project in ledger.projects]
    costs = [(tool.id, line.day, line.word, line.rate) for tool in ledger.tools for line in tool.log if line.day <= on]
    due, ends = [each[:3] for each in to_pay(standing)], sorted(ends_in_young(standing).items())
    seen = repr((mark, lines, clients, taxes, costs, sorted(doubtful(standing)), due, ends))
    return hashlib.blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def ahead(standing: Standing) -> Figures:
    """`money.ahead.MONTH`: the money you can expect in this month: certain, likely and hoped for.

    received: paid so far. from_invoices: open invoices, each in the month by which it is paid in half of the runs.
    certain: the same, each in the month by which it is almost certainly paid. likely: what booked work will be
    invoiced for, by its plan of bills or else on delivery; the mean over the forecast's runs. In a ledger just begun
    jobs without hours yet are done one after another at the hours you set, each paid whole in one month. hoped: the
    same for your open leads and for those still to come. doubtful: what clients owe or will be billed who may not
    pay, see `money.doubtful`; it is in none of the others. p10, p50, p90: low, median and high of the total.
    below_floor, below_target, below_living: the chance of less than each.
    """
    told = standing.once(money_ahead_of)
    bills = open_bills(standing)
    sources = (*spans(bill.line for bill in bills), *_booked_spans(standing)) if told else ()
    for month in told.months if told else ():
        value: Keyed = {
            "received": month.received,
            "certain": month.certain,
            "from_invoices": month.open + month.overdue,
            "likely": month.likely,
            "hoped": month.hoped,
            "doubtful": month.doubtful,
            "p10": month.p10,
            "p50": month.p50,
            "p90": month.p90,
            "below_floor": month.floor,
            "below_target": month.target,
            "below_living": month.living,
        }
        yield Figure(f"money.ahead.{month.month}", value, "money", len(sources), sources=sources)


def _booked_spans(standing: Standing) -> Iterator[Span]:
    """Where each job says what it is sold for that runs, or is delivered, and of which something is to be invoiced."""
    for project in standing.client_projects:
        rest = None if project.status == "cancelled" or project.is_retainer else to_invoice(standing, project)
        if rest is not None and rest >= 1:
            yield from front_spans(project, "price", "rate")[:1] or (project.whole,)


def money_ahead_of(standing: Standing) -> MoneyAhead | None:
    """The money ahead of a standing; None if there is neither a client project nor a lead."""
    if not (standing.client_projects or standing.ledger.leads):
        return None
    return kept_money_ahead(standing)
