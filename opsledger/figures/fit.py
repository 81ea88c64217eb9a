"""Whether a lead fits: the four tests of a good client."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.balance import backlog
from opsledger.figures.evidence import Figure
from opsledger.figures.hours import available
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours
from opsledger.models.leads import Lead
from opsledger.source import Span
from opsledger.values.characters import same_id, same_name
from opsledger.values.days import Interval
from opsledger.values.money import Money
from opsledger.values.written import count_of, write_day, write_money

YES, NO, UNKNOWN = "yes", "no", "unknown"
FREE = "they pay nothing for it"
_TWO_YEARS, _FEWEST = 104, 4  # weeks; jobs
TESTS = ("scope", "timeframe", "budget", "ideal")
VERDICTS = {"pursue": "good fit", "clarify": "find out more", "avoid": "turn down"}  # as people read them


class Answer(NamedTuple):
    """A test's answer and why."""

    answer: str
    reason: str


@told_as("inflow.fit.LEAD", key="verdict", unit="text")
def fit(standing: Standing) -> Figures:
    """`inflow.fit.LEAD`: the four tests of each open lead, `yes`, `no` or `unknown`, with the reasons and a verdict.

    An answer in the front matter always counts. Otherwise: budget compares its value with the ideal client's floor; at
    a value of 0 it is a no. It is never a no for a retainer, since the floor is for projects, nor while most of four or
    more fixed jobs of the last 104 weeks were below it. ideal: you offer its service. timeframe: no if `due`
    - max(start, day) is shorter than the shortest timeframe, or if its hours exceed the client hours that the backlog
    leaves free until `due`. scope: unknown. Verdict: `avoid` if any answer is no. But if only the timeframe was worked
    out as a no, it is `clarify`, since a later date may do. `pursue` with at most one unknown, else `clarify`.
    """
    for lead in standing.open_leads:
        answers = {test: _answer(standing, lead, test) for test in TESTS}
        by_test = {test: answer.answer for test, answer in answers.items()}
        values = list(by_test.values())
        unknown = values.count(UNKNOWN)
        verdict = "pursue" if unknown <= 1 and NO not in values else "clarify"
        if any(answer == NO and (test != "timeframe" or lead.timeframe is False) for test, answer in by_test.items()):
            verdict = "avoid"
        reasons = [f"{test}: {answer.answer}, {answer.reason}" for test, answer in answers.items()]
        value = by_test | {"verdict": verdict, "reasons": reasons}
        yield Figure(f"inflow.fit.{lead.id}", value, "text", 1, sources=_sources(lead))


def _sources(lead: Lead) -> tuple[Span, ...]:
    front = [lead.front[key] for key in (*TESTS, "service", "value", "hours", "start", "due") if key in lead.front]
    stated = [lines[-1].span for word in ("value", "hours") if (lines := lead.lines(word))]
    return (*(front or [lead.log[0].span]), *stated)


def _answer(standing: Standing, lead: Lead, test: str) -> Answer:
    given = {"scope": lead.scope, "timeframe": lead.timeframe, "budget": lead.budget, "ideal": lead.ideal}[test]
    if given is not None:
        return Answer(YES if given else NO, "as you say")
    if test == "timeframe":
        return _timeframe(standing, lead)
    if test == "budget":
        return _budget(standing, lead)
    if test == "ideal":
        return _ideal(standing, lead)
    if lead.size is not None or lead.worth is not None:
        return Answer(UNKNOWN, "what it holds is not written down")
    return Answer(UNKNOWN, "ask what exactly they need")


def _budget(standing: Standing, lead: Lead) -> Answer:
    floor = standing.settings.ideal_client.budget
    if lead.worth == 0 and not lead.is_imported:
        return Answer(NO, FREE)
    if floor is None:
        return Answer(UNKNOWN, "the settings have no minimum budget")
    if lead.worth is None:
        return Answer(UNKNOWN, "ask what they can spend")
    fits = lead.worth >= floor
    currency = standing.settings.currency
    if not fits and is_for_retainer(standing, lead):
        return Answer(UNKNOWN, f"{write_money(floor, currency)} is the least for a project, not for a retainer")
    worth, least = write_money(lead.worth, currency), write_money(floor, currency)
    if not fits and (smaller := _smaller_jobs(standing, floor)):
        return Answer(UNKNOWN, f"{worth} is under your minimum of {least}, but so were {smaller}")
    said = f"at least {least}" if fits else f"under your minimum of {least}"
    return Answer(YES if fits else NO, f"{worth} is {said}")


def _smaller_jobs(standing: Standing, floor: Money) -> str:
    """Which of the fixed jobs of the last two years were below a floor, if most were; else, or of few jobs, nothing."""
    span = standing.last_weeks(_TWO_YEARS)
    prices = [
        project.price
        for project in standing.client_projects
        if project.billing == "fixed" and isinstance(project.price, Decimal) and project.first_day in span
    ]
    smaller = sum(price < floor for price in prices)
    return f"{smaller} of your {len(prices)} jobs" if len(prices) >= _FEWEST and 2 * smaller > len(prices) else ""


def is_for_retainer(standing: Standing, lead: Lead) -> bool:
    """Whether a lead is for work sold by the month: its service is, or its project."""
    if lead.service and same_name(lead.service) == same_name("retainer"):
        return True
    projects = standing.client_projects
    of_lead = [each for each in projects if each.lead and same_id(each.lead.id) == same_id(lead.id)]
    alike = [
        each
        for each in projects
        if lead.service and each.service and same_name(each.service) == same_name(lead.service)
    ]
    return any(each.is_retainer for each in of_lead) or (bool(alike) and all(each.is_retainer for each in alike))


def _ideal(standing: Standing, lead: Lead) -> Answer:
    offered = standing.settings.ideal_client.services
    if not offered:
        return Answer(UNKNOWN, "the settings list no services")
    if not lead.service:
        return Answer(UNKNOWN, "ask what kind of work it is")
    fits = same_name(lead.service) in map(same_name, offered)
    return Answer(YES if fits else NO, f"{lead.service} is {'a' if fits else 'not a'} service you offer")


def _timeframe(standing: Standing, lead: Lead) -> Answer:
    shortest = standing.settings.ideal_client.weeks
    if lead.due is None and lead.start is not None:
        return Answer(UNKNOWN, f"from {write_day(lead.start)}, and no end is written down")
    if lead.due is None:
        return Answer(UNKNOWN, "ask when they need it")
    if shortest is None and lead.size is None:
        return Answer(UNKNOWN, "neither its hours nor a shortest timeframe is known")
    if is_for_retainer(standing, lead):
        return Answer(UNKNOWN, "a retainer has no end date to meet")
    start = max(lead.start, standing.day) if lead.start else standing.day
    days = (lead.due - start).days
    if shortest is not None and days < shortest * 7:
        left, short = count_of(max(days, 0), "day"), f"{shortest} {'week' if shortest == 1 else 'weeks'}"
        return Answer(NO, f"{left} until {write_day(lead.due)} {'is' if days == 1 else 'are'} less than {short}")
    free = _free_hours(standing, lead)
    if lead.size is not None and hours(lead.size) > free:
        return Answer(
            NO, f"{float(hours(lead.size)):g} h do not fit into {float(free):.0f} h free until {write_day(lead.due)}"
        )
    return Answer(YES, f"{count_of(days, 'day')} until {write_day(lead.due)}")


def _free_hours(standing: Standing, lead: Lead) -> Fraction:
    """The client hours of the weekdays not off from tomorrow to `due`, less the backlog, at least 0."""
    tomorrow = standing.day + timedelta(days=1)
    if lead.due is None or lead.due < tomorrow:
        return Fraction(0)
    there_are = available(standing, Interval(tomorrow, lead.due), for_clients=True)
    return max(there_are - hours(backlog(standing).minutes), Fraction(0))


FIT = (fit,)
