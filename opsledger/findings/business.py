"""Findings for finance, coo and ceo: the business as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.balance import complete_months
from opsledger.figures.billing_plan import to_invoice
from opsledger.figures.kept import heard_since
from opsledger.figures.means import kept_tools
from opsledger.figures.outflow import estimate_ratios
from opsledger.figures.rate_gap import client_of, earned_hours, earnings, groups, revenue_of
from opsledger.figures.standing import part_of, spans, within
from opsledger.findings.finding import AT_RISK, DECIDED, Finding, Measured, ids_of
from opsledger.findings.money import LIKELY_LOW, floor_is_met, reserve_ends
from opsledger.findings.overused import overused
from opsledger.source import Span
from opsledger.values.written import count_of, write_month, write_share

_CLOSE = Fraction(9, 10)
_FEWEST_CLIENTS = 3  # of two, each makes most of the gap by chance
_CLEARLY_MORE = Fraction(3, 2)
_CALM_MONTHS = 3  # a reserve of so many months carries one thin month
_QUARTER_WEEKS = 13
_TOO_OPTIMISTIC = Fraction(110, 100)
_RENEWS_SOON_DAYS = 30
_SETTLING_DAYS = 42
_CUT_AND_SEND = "Choose one cost to cut and one invoice to send earlier"


def low_income(measured: Measured) -> Iterator[Finding]:
    """The last complete month brought less than the floor, and the month that runs may too.

    Not one before money or time was written down. What to spend less on is asked once: not if the reserve would end.
    """
    if floor_is_met(measured) or _is_better_now(measured) or any(reserve_ends(measured)):
        return
    floor, name = measured.standing.settings.targets.floor, "balance.income_variation"
    below, months = (measured.part(name, key) for key in ("below_floor", "months"))
    complete = complete_months(measured.standing)
    if floor is None or not below or not complete:
        return
    last = complete[-1]
    lines = [line for project in measured.standing.ledger.projects for line in project.lines("paid", "refunded")]
    since = measured.standing.recorded_since
    kept = [*(line.day for line in lines), *([since] if since else [])]
    if not kept or last.first < min(kept):
        return
    received = sum((line.money * (1 if line.word == "paid" else -1) for line in within(lines, last)), Fraction(0))
    if received >= floor:
        return
    others = "" if below <= 1 else f". {below} of the last {count_of(int(months or 0), 'month')} were below it"
    covers, (instead, named) = measured.part("money.reserve", "months"), _sooner_and_less(measured)
    action = "Work out how many months your savings cover"
    if covers is not None:
        action = "Decide what you cut if the next month is as thin"
    yield Finding(
        rule="low-income",
        role="finance",
        urgency=2 if covers is None or covers < _CALM_MONTHS else 1,
        because=f"{write_month(last.first).partition(' ')[0]} brought {measured.money(received)}, "
        f"less than your floor of {measured.money(Fraction(floor))}{others}",
        action=action,
        instead=instead,
        named_instead=named,
        formerly=("Work out how many months your savings cover", _CUT_AND_SEND),
        figure=name,
        sources=spans(within(lines, last)) or measured.sources(name)[-1:],
        money=None if covers is not None else Fraction(floor) - received,  # a month that is past is at no risk
        by=measured.within(14),
        measure=float(below),
        is_moved=False,
    )


def _is_better_now(measured: Measured) -> bool:
    """Whether the month that runs is known not to be as thin: what came in and will is likely to reach the floor."""
    told = measured.money_ahead
    now = next((month for month in told.months if month.first <= measured.day), None) if told else None
    return now is not None and now.floor is not None and now.floor < LIKELY_LOW


def _sooner_and_less(measured: Measured) -> tuple[str, tuple[Span, ...]]:
    """What to bill sooner and what to spend less on, by name, and where the two are written."""
    standing, due = measured.standing, set(measured.ids("tools.due"))
    open_ones = [each for each in standing.client_projects if each.is_open and not each.is_retainer]
    bills = [(left, each.id, each) for each in open_ones if (left := to_invoice(standing, each))]
    costs = [
        (tool.id in due, cost, tool.id, tool)
        for tool in kept_tools(standing)
        if (cost := measured.part(f"tools.tool.{tool.id}", "cost"))
    ]
    if not bills or not costs:
        return _CUT_AND_SEND, ()
    project, tool = max(bills, key=lambda each: each[:2])[2], max(costs, key=lambda each: each[:3])[3]
    said = f"Send the next bill for {project.title} early, and decide whether you still need {tool.title}"
    return said, (project.whole, tool.whole)


def low_rate(measured: Measured) -> Iterator[Finding]:
    """An hour earns clearly less than it should: the largest part of the gap says what to do about it."""
    name = "outflow.rate_gap"
    figure = measured.figures.get(name)
    result, target = measured.part(name, "result"), measured.part(name, "target")
    if figure is None or result is None or target is None or result >= target * _CLOSE:
        return
    parts = {key: -(measured.part(name, key) or Fraction(0)) for key in ("overrun", "costs", "credits")}
    parts["sold"] = target - (measured.part(name, "sold") or target)
    largest = max(parts, key=lambda key: parts[key])
    said, action = {
        "sold": ("the price sold", "Raise the price of the next proposal"),
        "overrun": ("hours over the estimate", "Add your usual overrun to the next estimate"),
        "costs": ("costs", "Pass the costs of the next project on in its price"),
        "credits": ("money given back", "Agree on the scope in writing before the next project begins"),
    }[largest]
    if largest == "overrun" and (retainers := overused(measured)):
        project = retainers[0].project
        said = "hours beyond what is sold"
        action = f"Bring {project.title} back to its hours, or raise its price"
    cause, sources = f"Most of the gap is {said} ({measured.money(parts[largest])} an hour)", figure.sources[:6]
    poor = _poorest(measured, target)
    if poor is not None:
        action, cause, sources = f"Raise the price for {poor.name}, or hand the work back", poor.cause, poor.sources
    yield Finding(
        rule="low-rate",
        role="ceo",
        urgency=2,
        because=f"you earned {measured.money(result)} per client hour, target {measured.money(target)}. {cause}",
        action=action,
        figure=name,
        sources=sources,
        by=measured.within(14) if poor else None,
        measure=float(target - result),
    )


class _Poorest(NamedTuple):
    """The client whose hours make most of the gap to the target: their name, why it is so, and what says it."""

    name: str
    cause: str
    sources: tuple[Span, ...]


def _poorest(measured: Measured, target: Fraction) -> _Poorest | None:
    """Which client's hours make more than half of the gap, if the others bring clearly more; retainers apart."""
    by_client = groups(measured.standing, earnings(measured.standing), client_of)
    if len(by_client) < _FEWEST_CLIENTS or overused(measured):
        return None
    worked = {client: earned_hours(rows) for client, rows in by_client.items()}
    earned = {client: revenue_of(rows) - sum(row.costs for row in rows) for client, rows in by_client.items()}
    missing = {client: target * worked[client] - earned[client] for client in by_client}
    client = max(missing, key=lambda each: (missing[each], each))
    others = sum(worked.values()) - worked[client]
    if not others or missing[client] * 2 <= sum(missing.values()):
        return None
    rate, else_ = earned[client] / worked[client], (sum(earned.values()) - earned[client]) / others
    if else_ < rate * _CLEARLY_MORE:
        return None
    name = measured.client(client)
    return _Poorest(
        name,
        f"{name} took {measured.hours(round(worked[client]))} at {measured.money(rate)} an hour; the others bring "
        f"{measured.money(else_)}. That is {measured.about(missing[client])} less than your target",
        by_client[client][0].sources[:6],
    )


def low_estimates(measured: Measured) -> Iterator[Finding]:
    """A typical project takes clearly more hours than were sold; a few that did say nothing of the next."""
    name = "outflow.estimate_ratio"
    ratio, middle = measured.part(name, "p80"), measured.part(name, "median")
    if ratio is not None and middle is not None and middle > _TOO_OPTIMISTIC:
        yield Finding(
            rule="low-estimates",
            role="sales",
            urgency=1,
            because=f"a typical project is {write_share(middle - 1)} over its estimate, "
            f"and one in five is more than {write_share(ratio - 1)} over",
            action=f"Add {write_share(middle - 1)} to the next estimate",
            figure=name,
            sources=tuple(line.span for _, line, own in estimate_ratios(measured.standing) if own > 1),
            measure=float(ratio),
        )


def overdue_actions(measured: Measured) -> Iterator[Finding]:
    """Decisions of earlier reviews are overdue; the one overdue for longest first."""
    late = [action for action in all_actions(measured.standing) if is_overdue(action, measured.standing)]
    for action in sorted(late, key=lambda action: (action.due or measured.day, action.id)):
        if action.due is None or action.review >= measured.day:
            continue
        yield Finding(
            rule="overdue-actions",
            role=action.role.id,
            urgency=2,
            because=f"it was due on {measured.date_of(action.due)}, decided on {measured.date_of(action.review)}",
            action=f"Do, drop or reschedule: {action.text}",
            figure=f"actions.overdue.{action.role.id}",
            sources=(action.span,),
            about=(action.id,),
            by=measured.within(7),
            measure=float((measured.day - action.due).days),
            turn=DECIDED,
        )


def tools_to_judge(measured: Measured) -> Iterator[Finding]:
    """A tool has not been looked at for long, or renews soon; the one that renews first comes first."""
    due = set(measured.ids("tools.due"))
    settled = measured.day - timedelta(days=_SETTLING_DAYS)
    tools = [tool for tool in kept_tools(measured.standing) if tool.id in due]
    far = measured.day + timedelta(days=3650)
    for tool in sorted(tools, key=lambda tool: (tool.renews or far, tool.id)):
        soon = tool.renews is not None and 0 <= (tool.renews - measured.day).days <= _RENEWS_SOON_DAYS
        cost = measured.part(f"tools.tool.{tool.id}", "cost")
        judged = tool.lines("assessed")
        known = heard_since(measured.standing, tool.first_day) if tool.first_day else None
        if not judged and not soon and known and known > settled:
            continue  # nobody judges what was only just written down
        said = f"you last looked at it on {measured.date_of(judged[-1].day)}" if judged else "you never looked at it"
        when = f"it renews on {measured.date_of(tool.renews)}, and " if soon and tool.renews else ""
        price = f" ({measured.money(cost)} a month)" if cost else ""
        yield Finding(
            rule="tools-to-judge",
            role="finance",
            urgency=2 if soon else 1,
            because=f"{when}{said}{price}",
            action=f"Keep, watch, replace or cancel {tool.title}",
            figure="tools.due",
            sources=(judged[-1].span if judged else tool.whole,),
            about=ids_of(tool),
            money=None if cost is None else cost * 12 * AT_RISK,
            whole=None if cost is None else cost * 12,
            at_stake="a year",
            by=tool.renews if soon else None,
        )


def no_coo_time(measured: Measured) -> Iterator[Finding]:
    """No time was recorded for the business itself in the period, though it was in the weeks before."""
    worked = measured.part("time.coo", "hours")
    lately = part_of(measured.standing.actual, measured.standing.last_weeks(_QUARTER_WEEKS))
    logged = [block for block in lately if block.day and measured.standing.area_of(block) == "coo"]
    last = max(logged, key=lambda block: block.day or measured.day, default=None)
    if worked == 0 and last and last.day:
        yield Finding(
            rule="no-coo-time",
            role="coo",
            urgency=1,
            because=f"you have logged no COO time since {measured.date_of(last.day)}",
            action="Plan an hour as COO before the next review",
            formerly=("Put an hour for the next review in your plan (`coo`)",),
            figure="time.coo",
            sources=spans([last]),
        )


BUSINESS_RULES = (
    low_income,
    low_rate,
    low_estimates,
    overdue_actions,
    tools_to_judge,
    no_coo_time,
)
