"""What is to be said of next week's plan: too much, too little for what is due, for the wrong client, or realistic.

The hours alone do not tell: a plan that fits may repeat what the page warns of.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsledger.figures.balance import backlog
from opsledger.figures.by_hour import by_hour
from opsledger.figures.doubtful import doubtful
from opsledger.figures.hours import available
from opsledger.figures.naming import names_of
from opsledger.figures.plan_ahead import NextWeek, coming_week, copies_schedule
from opsledger.figures.standing import CLIENT
from opsledger.figures.standing import hours as hours_of
from opsledger.findings.ahead import told_of
from opsledger.findings.finding import Measured
from opsledger.findings.planning import AN_HOUR, CLEARLY_LESS, due_next_week, planned_for_clients
from opsledger.forecast.outlook import OVERLOADED
from opsledger.values.characters import same_id
from opsledger.values.days import Interval
from opsledger.values.written import rounded, write_hours, write_number

_FAR_MORE, _FEWEST_MORE = Fraction(7, 4), Fraction(3)  # than a retainer's share of a week, and so many hours at least
_LARGE_PART = Fraction(1, 3)  # of the hours for clients
_FAR_BELOW, _FEWEST_HOURS = Fraction(3, 5), Fraction(20)  # of the target rate, over so many hours or more


def judged_plan(measured: Measured) -> str:
    """What is to be said of next week's plan, in a few words."""
    coming, planned, due = coming_week(measured.standing), planned_for_clients(measured), due_next_week(measured)
    if copies_schedule(measured.standing, coming):
        return "as schedule.md has it, with no job named yet"
    if planned is None or coming.is_feasible is False:
        return coming.judged
    if wrong := next(_wrongly_given(measured, coming, planned), ""):
        return wrong
    if due.projects and due.hours - planned >= max(due.hours * CLEARLY_LESS, AN_HOUR):
        said = f"{write_hours(rounded(planned))}, and you need {write_hours(rounded(due.hours))}"
        told = told_of(measured, OVERLOADED)  # too few hours now are too many later
        return f"puts off what is due: {said}" if told and told.is_likely else f"too little for clients: {said}"
    days = Interval(coming.week.monday, coming.week.sunday)
    room, sold = available(measured.standing, days, for_clients=True), _sold(measured)
    if planned < Fraction(measured.standing.settings.famine) * room and sold - planned >= room > 0:
        return f"room for more client work, {write_hours(sold)} are sold"
    return coming.judged


def _sold(measured: Measured) -> Fraction:
    """What is sold and can be worked at will: not what a client by the hour asks for less and less."""
    standing = measured.standing
    fades = (by_hour(standing, each).asked or 0.0 for each in standing.client_projects)
    return max(hours_of(backlog(standing).minutes) - Fraction(sum(fades)), Fraction(0))


def _wrongly_given(measured: Measured, coming: NextWeek, planned: Fraction) -> Iterator[str]:
    """For whom hours are planned that had better go elsewhere: who may not pay, takes too much, or pays too little."""
    by_client = _by_client(measured, coming)
    for client, given in by_client.items():
        if client in doubtful(measured.standing):
            yield f"{_of(given, planned)} for {measured.client(client)}, who may not pay"
    yield from _beyond_their_share(measured, coming)
    target = measured.standing.settings.targets.rate
    for client, given in by_client.items():
        rate, worked = (measured.part(f"outflow.by_client.{client}", key) for key in ("result", "hours"))
        is_known = rate is not None and worked is not None and worked >= _FEWEST_HOURS
        if is_known and given >= _LARGE_PART * planned and (rate or 0) < _FAR_BELOW * Fraction(target or 0):
            yield f"{_of(given, planned)} for {measured.client(client)}, at {measured.money(rate)} an hour"


def _of(given: Fraction, planned: Fraction) -> str:
    if given == planned:
        return f"all {write_hours(planned)} for clients are"
    return f"{write_number(given)} of the {write_hours(planned)} for clients are"


def _by_client(measured: Measured, coming: NextWeek) -> dict[str, Fraction]:
    """The hours planned for each client, the one with most first; a block for `client` may name one in its text."""
    standing = measured.standing
    clients = {same_id(each.id): same_id(each.client.id) for each in standing.client_projects if each.client}
    known, found = frozenset(clients.values()), dict[str, Fraction]()
    for _, block in coming.blocks:
        if not block.target or standing.area_of(block) != CLIENT:
            continue
        named = names_of(standing).named(block.text) & known if same_id(block.target.id) == CLIENT else frozenset()
        client = clients.get(same_id(block.target.id)) or next(iter(sorted(named)), None)
        if client:
            found[client] = found.get(client, Fraction(0)) + hours_of(block.minutes)
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))


def _beyond_their_share(measured: Measured, coming: NextWeek) -> Iterator[str]:
    """Retainers that the plan gives far more than a week's share of their hours."""
    for project in measured.standing.client_projects:
        if not project.is_retainer or not project.is_open or not project.estimate:
            continue
        named = same_id(project.id)
        given = sum(block.minutes for _, block in coming.blocks if block.target and same_id(block.target.id) == named)
        planned, month = hours_of(given), hours_of(project.estimate)
        share = month * 12 / 52
        if planned >= _FAR_MORE * share and planned - share >= _FEWEST_MORE:
            yield f"{measured.client_of(project)} gets {write_hours(planned)} of its {write_hours(month)} a month"
