"""Findings about the money ahead: a month below the floor, and a reserve that would end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.asked import unanswered_clients
from opsledger.figures.debts import Bill, open_bills
from opsledger.figures.doubtful import doubtful
from opsledger.figures.money import spent_a_month
from opsledger.figures.projects import burn, earned, sold_for
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.invoices import billed_beyond
from opsledger.findings.uninvoiced import uninvoiced_sentence
from opsledger.forecast.money_result import AheadMonth
from opsledger.models.projects import Project
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.written import count_of, listed, write_likely, write_month

_SOON = 3  # months that something can still be done about, and that can be told
LIKELY_LOW = Fraction(55, 100)  # as of a stretch ahead
_FEWEST_LOW = 2
_SURE = Fraction(4, 5)
_DAYS_A_MONTH = Fraction(365, 12)
_SMALL_JOB = 40  # hours: nobody asks for a part of a smaller one
_INVOICED_SOON_DAYS = 14
_MOVED = 2  # a promise given this often is no ground to ask for money
_CARRIES = Fraction(3, 2)  # months of living and tools
_A_PART = 4  # what is worked and not invoiced is asked for if it is a quarter of what is missing


def coming_months(measured: Measured) -> list[AheadMonth]:
    """The whole months ahead, if the forecast rests on the user's own weeks."""
    told = measured.money_ahead if measured.trusted_forecast else None
    if told is None or told.is_empty:
        return []
    return [month for month in told.months if month.first > measured.day]


def soon(measured: Measured) -> list[AheadMonth]:
    """The next whole months: those that something can still be done about."""
    return coming_months(measured)[:_SOON]


def floor_is_met(measured: Measured) -> bool:
    """Whether the coming months are likely to bring at least the floor."""
    months = soon(measured)
    return bool(months) and all(month.floor is not None and month.floor < LIKELY_LOW for month in months)


def is_low(month: AheadMonth) -> bool:
    """Whether a month is likely to bring less than the floor."""
    return month.floor is not None and month.floor >= LIKELY_LOW


def money_sentence(measured: Measured) -> str:
    """What the headline says of money: months below the floor, or a reserve that ends; empty if neither is near.

    One low month is left to the suggestions: the months around it often make up for it.
    """
    floor, parts = measured.standing.settings.targets.floor, []
    low = list(filter(is_low, coming_months(measured)))
    if floor is not None and len(low) >= _FEWEST_LOW:
        names = listed([_month_name(month.first) for month in low], len(low))
        parts.append(f"{names} will likely bring less than your floor of {measured.money(Fraction(floor))}")
    told = measured.money_ahead if measured.trusted_forecast else None
    if told is not None and told.ends is not None and told.reserve is not None and not cash_sentence(measured):
        parts.append(f"the reserve would end in {write_month(date.fromisoformat(f'{told.ends}-01'))}")
    return ", and ".join(parts)


def _month_name(first: date) -> str:
    return write_month(first).partition(" ")[0]


def _surely_low(measured: Measured) -> AheadMonth | None:
    """Of a young ledger the next whole month, if it is almost sure to be low: invoices tell that without a forecast."""
    told = None if measured.trusted_forecast else measured.money_ahead
    if told is None or told.is_empty or not any(each.lines("invoiced") for each in measured.standing.client_projects):
        return None
    month = next((each for each in told.months if each.first > measured.day), None)
    return month if month and month.floor is not None and month.floor >= _SURE else None


def cash_sentence(measured: Measured) -> str:
    """What the headline says first: overdue money of a month's living or more, or a reserve of less than a month."""
    amount, spent = measured.part("money.reserve", "amount"), spent_a_month(measured.standing)
    parts = []
    late = [bill for bill in open_bills(measured.standing) if bill.days_late(measured.day) > 0]
    if spent and (owed := sum((bill.left for bill in late), Fraction(0))) >= spent:
        most = max(late, key=lambda bill: (bill.left, bill.project.id))
        one = all(bill.client == most.client for bill in late)
        who = measured.client_of(most.project) if one else "Clients"
        parts.append(f"{who} owe{'s' if one else ''} you {measured.money(owed)} that is overdue")
    if spent and amount is not None and amount < spent:
        days = max(int(amount / spent * _DAYS_A_MONTH), 0)
        parts.append(f"your reserve of {measured.money(amount)} pays for about {count_of(days, 'day')}")
    if missing := uninvoiced_sentence(measured):
        parts.append(missing)
    *before, last = parts or [""]
    return f"{', '.join(before)}, and {last}" if before else last


def low_now_sentence(measured: Measured) -> str:
    """What the headline of a young ledger says of the next month's money; empty if it is not sure to be short."""
    month, floor = _surely_low(measured), measured.standing.settings.targets.floor
    if month is None or floor is None:
        return ""
    likely, least = measured.about(Fraction(month.p50)), measured.money(Fraction(floor))
    return f"money will be short in {_month_name(month.first)}: {likely} against your floor of {least}"


def _worked_and_not_invoiced(measured: Measured) -> tuple[Fraction, Project] | None:
    """The open fixed project of which most was worked and may be asked for, and how much."""
    found = [
        (earned(measured.standing, each) or Fraction(0), each.id, each)
        for each in measured.standing.client_projects
        if each.is_open and each.billing == "fixed" and _may_be_asked(measured, each)
    ]
    amount, _, project = max(found, key=lambda entry: entry[:2], default=(Fraction(0), "", None))
    return (amount, project) if project and amount else None


def _may_be_asked(measured: Measured, project: Project) -> bool:
    """Whether a part of the price may be asked for before the end.

    Not if a deposit or bills were agreed, the job is small or due soon, or its client has reason to be unhappy.
    """
    due, price, burnt = project.revised_promise, sold_for(project), burn(measured.standing, project)
    if project.lines("invoiced", "bill", "complaint") or len(project.lines("due")) >= _MOVED:
        return False
    if project.client and same_id(project.client.id) in unanswered_clients(measured.standing):
        return False
    is_small = price is None or price < _SMALL_JOB * measured.hour_is_worth
    is_soon = due is not None and (due - measured.day).days <= _INVOICED_SOON_DAYS
    return not (is_small or is_soon or burnt.is_over)


def below_floor(measured: Measured) -> Iterator[Finding]:
    """One of the next three months is likely to bring less than the floor; the first of them."""
    floor = measured.standing.settings.targets.floor
    month = next(filter(is_low, soon(measured)), None) or _surely_low(measured)
    if floor is None or month is None or month.floor is None:
        return
    missing = Fraction(floor) - Fraction(month.p50)
    late = [bill for bill in open_bills(measured.standing) if bill.days_late(measured.day) > 0]
    late = [bill for bill in late if bill.client not in doubtful(measured.standing)]
    beyond = sum((billed_beyond(measured, project) for project in {bill.project for bill in late}), Fraction(0))
    overdue = sum((bill.left for bill in late), Fraction(0)) - beyond  # what may be given back is not collected
    name = _month_name(month.first)
    worked = _worked_and_not_invoiced(measured)
    action = f"Plan how to bridge about {measured.about(missing).removeprefix('about ')} in {name}"
    instead = "Name one cost that can wait, and one client who may pay a part in advance"
    sources: tuple[Span, ...] = ()
    formerly: tuple[str, ...] = ()
    stake = missing
    if overdue * 2 >= missing:
        action = f"Collect the {measured.money(overdue)} that are overdue"
    elif worked and worked[0] * _A_PART >= missing:
        project = worked[1]
        client, theirs = measured.client_of(project), measured.theirs(project)
        formerly = (f"Ask {client} to pay a first part of {project.title}",)
        action, instead = f"Ask {client} to pay a first part of {theirs}", action
        sources, stake = (project.whole,), min(missing, worked[0])
    covers, urgency = "", 2
    if action.startswith("Plan how to bridge") and (reserve := _covering(measured)):
        covers = f". Your reserve of {measured.money(reserve)} covers it"
        action, formerly, stake, urgency = f"Take what {name} lacks from your reserve", (action,), Fraction(0), 1
    yield Finding(
        rule="below-floor",
        role="finance",
        urgency=urgency,
        because=f"{name} is likely to bring {measured.about(Fraction(month.p50))}, below your floor of "
        f"{measured.money(Fraction(floor))} ({write_likely(Fraction(month.floor))}){covers}",
        action=action,
        instead=instead,
        figure=f"money.ahead.{month.month}",
        sources=sources or _sources(measured, late),
        formerly=formerly,
        money=max(stake, Fraction(0)),
        by=_in_time(measured, month.first),
        measure=float(missing),
        is_moved=False,
    )


def _covering(measured: Measured) -> Fraction | None:
    """The reserve, if it carries the coming three months; None if it does not.

    It does if it pays for six weeks by itself, and with the likely money of those months is never below half a month.
    """
    amount, spent, told = (
        measured.part("money.reserve", "amount"),
        spent_a_month(measured.standing),
        measured.money_ahead,
    )
    if amount is None or not spent or told is None or amount < _CARRIES * spent:
        return None
    left = amount
    for month in [each for each in told.months if each.first > measured.day][:_SOON]:
        left += Fraction(month.p50) - spent
        if left < spent / 2:
            return None
    return amount


def _sources(measured: Measured, late: list[Bill]) -> tuple[Span, ...]:
    """The bills that are late, or all that are open, or else the work that is not billed yet."""
    bills = late or open_bills(measured.standing)
    work = (each.whole for each in measured.standing.client_projects if each.is_open)
    return tuple(bill.line.span for bill in bills) or tuple(work) or measured.sources("balance.income_variation")


def reserve_ends(measured: Measured) -> Iterator[Finding]:
    """Living and tools would use the reserve up within the six months, by the middle of what may come in."""
    told = measured.money_ahead if measured.trusted_forecast else None
    if told is None or told.ends is None or told.reserve is None:
        return
    month = date.fromisoformat(f"{told.ends}-01")
    yield Finding(
        rule="reserve-ends",
        role="finance",
        urgency=3 if (month - measured.day).days < 92 else 2,
        because=f"the reserve of {measured.money(Fraction(told.reserve))} would end in "
        f"{write_month(month)} if only the likely money comes in",
        action="Decide what to spend less on, or what to sell sooner",
        figure="money.reserve",
        sources=measured.sources("money.reserve"),
        by=measured.within(14),
        measure=1 / max((month - measured.day).days, 1),
        is_moved=False,
    )


def _in_time(measured: Measured, first: date) -> date:
    """Two weeks from now, or the day before the month if that is sooner."""
    return min(measured.within(14), max(first - timedelta(days=1), measured.day + timedelta(days=1)))


MONEY_RULES = (below_floor, reserve_ends)
