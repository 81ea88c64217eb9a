"""Findings for finance, coo and ceo: the business as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.projects import amounts, revenue
from opsledger.findings.finding import Finding, Measured
from opsledger.models.records import Project
from opsledger.values.written import count_of, listed, write_number, write_share

_LONG_OWED_DAYS = 30
_CONCENTRATED = Fraction(2, 5)
_FEWEST_PAYMENTS = 3
_YEAR_WEEKS = 52
_LONG_UNBILLED_DAYS = 30
_TOO_OPTIMISTIC = Fraction(115, 100)


def long_owed(measured: Measured) -> Iterator[Finding]:
    """An invoice is not settled for more than 30 days."""
    days, amount = measured.part("money.outstanding", "oldest_days"), measured.part("money.outstanding", "amount")
    if days is not None and days > _LONG_OWED_DAYS:
        sentence = f"{measured.money(amount)} are owed; the oldest invoice is {write_number(days)} days old."
        action = "Remind the client of the oldest invoice"
        yield Finding("finance", 3, sentence, action, "money.outstanding", measured.sources("money.outstanding"))


def unbilled(measured: Measured) -> Iterator[Finding]:
    """Work is not invoiced, delivered or for a month of one by the hour; where invoices are written down at all.

    A credit was given on purpose: it leaves nothing to invoice.
    """
    standing = measured.standing
    if not any(project.lines("invoiced") for project in standing.client_projects):
        return
    year = standing.last_weeks(_YEAR_WEEKS)
    delivered: list[tuple[Fraction, Project]] = []
    by_the_hour: list[tuple[Fraction, Project]] = []
    for project in standing.client_projects:
        missing = (revenue(standing, project) or Fraction(0)) - amounts(project, "invoiced")
        if missing < 1 or project.is_retainer:
            continue
        if project.status == "delivered" and project.log[-1].day in year:
            delivered.append((missing, project))
        elif project.billing == "hourly" and project.is_open and _waits_long(measured, project):
            by_the_hour.append((missing, project))
    if delivered:
        yield _unbilled(measured, "Delivered and not invoiced", 3, delivered)
    if by_the_hour:
        yield _unbilled(measured, "Worked by the hour and not invoiced for over a month", 2, by_the_hour)


def _waits_long(measured: Measured, project: Project) -> bool:
    """Whether the last invoice, or without one the first block, is over a month old."""
    invoices = project.lines("invoiced")
    since = (
        invoices[-1].day if invoices else min(block.day for block in measured.standing.blocks_of(project) if block.day)
    )
    return (measured.day - since).days > _LONG_UNBILLED_DAYS


def _unbilled(measured: Measured, said: str, urgency: int, found: list[tuple[Fraction, Project]]) -> Finding:
    found.sort(key=lambda entry: (-entry[0], entry[1].id))
    shown = listed([f"{measured.money(missing)} of {project.id}" for missing, project in found])
    sources = tuple(project.log[-1].span for _, project in found)
    first = found[0][1].id
    action = f"Invoice what is left of {first}"
    return Finding("finance", urgency, f"{said}: {shown}.", action, f"outflow.rate.{first}", sources, is_moved=False)


def low_income(measured: Measured) -> Iterator[Finding]:
    """Months of the last twelve brought less than the floor."""
    floor = measured.standing.settings.targets.floor
    below, months = (measured.part("balance.income_variation", key) for key in ("below_floor", "months"))
    if floor is not None and below:
        span = "The last complete month" if months == 1 else f"{below} of the last {months} complete months"
        sentence = f"{span} brought less than the floor of {measured.money(Fraction(floor))}."
        name = "balance.income_variation"
        action = "Say how many months the reserve covers"
        yield Finding("finance", 2, sentence, action, name, measured.sources(name), is_moved=False)


def low_rate(measured: Measured) -> Iterator[Finding]:
    """An hour earns less than it should."""
    rate, target = measured.part("outflow.rate", "rate"), measured.standing.settings.targets.rate
    if rate is not None and target is not None and rate < target:
        n = measured.figures["outflow.rate"].n
        sentence = (
            f"An hour for clients earned {measured.money(rate)} ({count_of(n, 'project')} in 52 weeks); "
            f"the target is {measured.money(Fraction(target))}."
        )
        action = "Raise the price of the next proposal, or cut its scope"
        yield Finding("ceo", 2, sentence, action, "outflow.rate", measured.sources("outflow.rate"))


def low_estimates(measured: Measured) -> Iterator[Finding]:
    """Projects take clearly more hours than were sold."""
    ratio = measured.part("outflow.estimate_ratio", "p80")
    if ratio is not None and ratio > _TOO_OPTIMISTIC:
        sentence = f"One project in five takes more than {write_share(ratio)} of its estimate."
        action = "Multiply the next estimate by what the last ones took"
        name = "outflow.estimate_ratio"
        yield Finding("sales", 2, sentence, action, name, measured.sources(name))


def one_big_client(measured: Measured) -> Iterator[Finding]:
    """One client brings a large part of the money."""
    share = measured.part("outflow.top_client", "share")
    figure = measured.figures["outflow.top_client"]
    is_seen = len(figure.sources) >= _FEWEST_PAYMENTS
    if share is not None and share > _CONCENTRATED and is_seen and isinstance(figure.value, dict):
        client = figure.value["client"]
        sentence = f"{client} brings {write_share(share)} of the money received in 52 weeks."
        action = f"Decide what would replace {client} if they left"
        yield Finding("ceo", 2, sentence, action, figure.name, figure.sources, is_moved=False)


def overdue_actions(measured: Measured) -> Iterator[Finding]:
    """Decisions of earlier reviews are overdue."""
    late = [action for action in all_actions(measured.standing) if is_overdue(action, measured.standing)]
    if late:
        texts = listed([action.text for action in late], 3)
        sentence = f"{count_of(len(late), 'action')} {'is' if len(late) == 1 else 'are'} overdue: {texts}."
        action = "Do, drop or date anew each overdue action"
        sources = tuple(each.span for each in late)
        of_one_role = len({each.role.id for each in late}) == 1
        yield Finding("coo", 2, sentence, action, f"actions.overdue.{late[0].role.id}", sources, is_moved=of_one_role)


def tools_to_judge(measured: Measured) -> Iterator[Finding]:
    """Tools are due for a look before they renew."""
    ids = measured.ids("tools.due")
    if ids:
        cost = measured.money(measured.number("tools.cost"))
        sentence = f"Due for a look, or about to renew: {listed(ids)}; all tools cost {cost} a month."
        yield Finding(
            "finance",
            1,
            sentence,
            f"Assess {ids[0]}: keep, watch, replace or cancel",
            "tools.due",
            measured.sources("tools.due"),
        )


def no_coo_time(measured: Measured) -> Iterator[Finding]:
    """No time was recorded for the business itself in the period."""
    worked = measured.part("time.coo", "hours")
    if worked == 0 and "coo" in measured.standing.settings.areas and measured.standing.has_history:
        sentence = "No hour for the COO is recorded in the period."
        yield Finding("coo", 1, sentence, "Put the hour of the next review into the plan", "time.coo", ())


BUSINESS_RULES = (
    long_owed,
    unbilled,
    low_income,
    low_rate,
    low_estimates,
    one_big_client,
    overdue_actions,
    tools_to_judge,
    no_coo_time,
)
