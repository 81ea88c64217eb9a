"""Findings that take load off: work that somebody else is free to do, and a break that nobody has entered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.standing import WORKDAYS, hours, spans, total
from opsledger.findings.ahead import told_of
from opsledger.findings.finding import DECIDED, LATER, Finding, Measured
from opsledger.findings.stopping import in_short
from opsledger.forecast.outlook import OVERLOADED
from opsledger.models.lines import Block, LogLine
from opsledger.models.projects import Project
from opsledger.models.records import Member
from opsledger.patterns import pattern
from opsledger.values.characters import same_id
from opsledger.values.written import count_of

_GOOD = "4", "5"  # marks of an assessment that make handing over no risk
_FREE = pattern(r"\b(?:free|available|has time|frei)\b", re.IGNORECASE)
_NOT_FREE = pattern(r"\b(?:not|no longer|until|nicht|n't)\b", re.IGNORECASE)
_DAYS = pattern(r"\b(one|two|three|four|[1-4]) days? (?:a|per|each) week\b", re.IGNORECASE)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}
_AGREED = pattern(r"\b(?:not|n't) mind (?:if )?some(?:one|body) else\b", re.IGNORECASE)
_WHAT_FOR = pattern(r"\bfor (?:the |their |our )?(\w{4,})", re.IGNORECASE)
_STILL_FREE, _STILL_AGREED = timedelta(weeks=13), timedelta(weeks=8)
_FORTNIGHT = 2

_FROM, _ASKED_FROM = (12, 20), (11, 15)  # month and day: of the break, and from when on it is asked for
_UNTIL = (1, 6)
_A_BREAK = 3  # weekdays
_FEWEST_WEEKENDS, _WEEKS = 4, 10


class _Free(NamedTuple):
    """A member who is good and free, by the line that says so, and the hours that they have in a fortnight."""

    member: Member
    line: LogLine
    hours: Fraction


def hand_over_now(measured: Measured) -> Iterator[Finding]:
    """It is too much work now or soon, and somebody who did well is free: to hand over is what helps."""
    forecast = measured.trusted_forecast
    told = told_of(measured, OVERLOADED)
    is_now = forecast is not None and forecast.now.kind == OVERLOADED
    free = next(iter(_free_members(measured)), None)
    if forecast is None or free is None or not (is_now or (told and told.is_likely)):
        return
    weeks = forecast.now.weeks if is_now else ()
    over = Fraction(round(sum(week.hours - week.capacity for week in weeks))) if is_now else free.hours
    most, agreed = min(over, free.hours), _agreed(measured)
    task = _task_left(measured, *agreed[1:]) if agreed else None
    is_less = task is not None and task < most
    reasons = [f"{free.member.title} is good and free: “{in_short(free.line.text)}” ({measured.short(free.line.day)})"]
    if agreed:
        client, line, _ = agreed
        reasons.append(f"{client} agrees: “{in_short(line.text)}” ({measured.short(line.day)})")
    yield Finding(
        rule="hand-over-now",
        role="hr",
        urgency=3,
        because=". ".join(reasons),
        action=f"Hand work to {free.member.title} now",
        instead=f"Ask {free.member.title} for one afternoon, with one task",
        figure="team.cost",
        sources=(free.line.span, *((agreed[1].span,) if agreed else ())),
        about=(free.member.id,),
        hours=task if is_less else most,
        at_stake="of your own" if is_less else "of your own in a fortnight",
        by=measured.within(7),
        turn=DECIDED if agreed else LATER,
        is_moved=False,
    )


def _free_members(measured: Measured) -> Iterator[_Free]:
    """The active members with a good last mark who said lately that they are free, those with most time first."""
    found = []
    for member in measured.standing.ledger.team:
        marks = member.lines("assessed")
        said = [line for line in member.lines("note", "call", "mail", "in") if _says_free(measured, line)]
        if member.is_active and marks and marks[-1].topic in _GOOD and said:
            days = _DAYS.search(said[-1].text)
            number = _NUMBERS.get(days[1].casefold()) or int(days[1]) if days else 1
            there_are = Fraction(number * measured.standing.settings.day * _FORTNIGHT, 60)
            found.append(_Free(member, said[-1], there_are))
    yield from sorted(found, key=lambda each: (-each.hours, each.member.id))


def _says_free(measured: Measured, line: LogLine) -> bool:
    is_recent = line.day > measured.day - _STILL_FREE
    return is_recent and bool(_FREE.search(line.text)) and not _NOT_FREE.search(line.text)


def _agreed(measured: Measured) -> tuple[str, LogLine, Project] | None:
    """The client who said last that somebody else may do it, by their name, and the project that it is about."""
    clients = {same_id(each.id): each for each in measured.standing.ledger.clients}
    said: list[tuple[str, LogLine, Project]] = []
    for project in measured.standing.client_projects:
        if project.is_open:
            client = clients.get(same_id(project.client.id)) if project.client else None
            lines = (*project.log, *(client.log if client else ()))
            name = measured.client_of(project)
            said += [(name, line, project) for line in lines if _AGREED.search(line.text)]
    lately = [each for each in said if each[1].day > measured.day - _STILL_AGREED]
    return max(lately, key=lambda each: (each[1].day, each[0]), default=None)


def _task_left(measured: Measured, line: LogLine, project: Project) -> Fraction | None:
    """The hours left of what may be handed over; None if no line of scope says how much is agreed, or none is left."""
    named = _WHAT_FOR.search(line.text)
    if named is None:
        return None
    word = named[1].casefold()
    scope = [each for each in project.lines("scope") if word in each.text.casefold()]
    agreed = sum(each.minutes or 0 for each in scope)
    if not agreed:
        return None
    since = min(each.day for each in scope)
    blocks = measured.standing.blocks_of(project)
    done = [each for each in blocks if each.day and each.day >= since and word in each.text.casefold()]
    left = agreed - total(done)
    return hours(left) if left > 0 else None


def no_break(measured: Measured) -> Iterator[Finding]:
    """The turn of the year has no day off yet, though the years before had; told once, from mid-November on."""
    day = measured.day
    year = day.year
    if not date(year, *_ASKED_FROM) <= day < date(year, *_FROM) or _days_off(measured, year):
        return
    before = [each for each in (year - 1, year - 2) if _days_off(measured, each) >= _A_BREAK]
    if not before or any(date(year, *_ASKED_FROM) <= review.on < day for review in measured.standing.ledger.fortnights):
        return
    worked_on = _weekend_blocks(measured)
    weekends = len({block.day for block in worked_on})
    worked = f". You worked {count_of(weekends, 'weekend day')} in the last {_WEEKS} weeks" if weekends else ""
    last = max(_past_days_off(measured), default=None)
    since = f", and your last day off was {measured.date_of(last)}" if last and worked else ""
    yield Finding(
        rule="no-break",
        role="ceo",
        urgency=2,
        because=f"no day off is entered from 20 Dec to 6 Jan, and you took some in {before[0]}{worked}{since}",
        action="Enter your days off around the new year, and tell your clients",
        instead="Enter one week without work, with its dates",
        figure="time.off",
        sources=spans(worked_on or measured.standing.actual[-1:]),
        by=measured.within(14),
        measure=1.0,
        is_moved=False,
    )


def _days_off(measured: Measured, year: int) -> int:
    """The weekdays off around a year's end."""
    return sum(measured.standing.is_off(day) for day in _weekdays(date(year, *_FROM), date(year + 1, *_UNTIL)))


def _past_days_off(measured: Measured) -> Iterator[date]:
    first = measured.day - timedelta(weeks=52)
    return (day for day in _weekdays(first, measured.day) if measured.standing.is_off(day))


def _weekdays(first: date, last: date) -> Iterator[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return (day for day in days if day.weekday() < WORKDAYS)


def _weekend_blocks(measured: Measured) -> list[Block]:
    """The time recorded on Saturdays and Sundays of late; none if it was on few of them."""
    first = measured.day - timedelta(weeks=_WEEKS)
    lately = (block for block in measured.standing.actual if block.day and block.day > first and block.minutes)
    found = [block for block in lately if block.weekday >= WORKDAYS]
    return found if len({block.day for block in found}) >= _FEWEST_WEEKENDS else []


RELIEF_RULES = (hand_over_now, no_break)
