"""Findings about the next weeks' work: the plan, what was won and not begun, what somebody else could do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.plan_ahead import FEWEST_WEEKS, NextWeek, coming_week, is_template
from opsledger.figures.standing import CLIENT, part_of, spans, total
from opsledger.figures.standing import hours as hours_of
from opsledger.findings.finding import AT_RISK, Finding, Measured, ids_of
from opsledger.findings.running import about
from opsledger.forecast.keeping import Due, due_in
from opsledger.values.characters import same_id
from opsledger.values.days import Interval
from opsledger.values.written import listed, rounded, write_hours, write_share

AN_HOUR = Fraction(1)  # less is not worth a change of plan
_UNREALISTIC = Fraction(4, 5)
_AS_USUAL = Fraction(9, 10)  # a plan for less than this of a usual week is no longer the usual plan
CLEARLY_LESS = Fraction(1, 5)
_FEWEST_WEEKS = 3
_THURSDAY = 3  # before it nobody need have planned the next week
_PLANNED_BEFORE_WEEKS = 13


def improvements(measured: Measured) -> Iterator[Finding]:
    """Something to do better next time was noted in the period."""
    figure = measured.figures["outflow.improve"]
    if figure.n:
        notes = "a note" if figure.n == 1 else f"{figure.n} notes"
        yield Finding(
            rule="improvements",
            role="production",
            urgency=1,
            because=f"you wrote {notes} on what to do better next time",
            action="Turn one note on what to improve into a habit",
            figure=figure.name,
            sources=figure.sources,
            measure=float(figure.n),
            is_moved=False,
        )


def unrealistic_plan(measured: Measured) -> Iterator[Finding]:
    """The coming week's plan is more than there is and than usual, or than any of the last weeks held, or seldom holds.

    A plan above the hours available that one usually works is met as often as any other.
    """
    coming = coming_week(measured.standing)
    if coming.planned is None or is_template(measured.standing, coming):
        return
    limit = _limit(measured, coming)
    if limit is not None and coming.planned - limit.hours >= AN_HOUR:
        yield _too_much(coming, coming.planned, limit, measured.within(3))
        return
    real, seen = measured.number("time.realism"), measured.figures["time.realism"].n
    is_full = coming.usual is None or coming.planned >= _AS_USUAL * coming.usual
    if real is not None and real < _UNREALISTIC and seen >= _FEWEST_WEEKS and is_full and not _is_starving(measured):
        yield Finding(
            rule="unrealistic-plan",
            role="production",
            urgency=1,
            because=f"you work {write_share(real)} of the hours you plan (median of {seen} weeks), and "
            f"{write_hours(coming.planned)} are planned for next week",
            action="Plan a fifth less, and leave Friday afternoon open",
            figure="time.realism",
            sources=measured.sources("time.realism"),
            measure=1 - float(real),
        )


class _Limit(NamedTuple):
    """What a week holds, in hours, and why."""

    hours: Fraction
    said: str


def _limit(measured: Measured, coming: NextWeek) -> _Limit | None:
    """What the coming week's plan goes beyond, if it does."""
    planned = coming.planned or Fraction(0)
    is_known = len(coming.worked) >= FEWEST_WEEKS
    if planned > coming.available:
        usual = coming.usual if is_known else None
        said = f"Only {write_hours(coming.available)} are available"
        return _Limit(coming.available, said) if usual is None or planned > usual else None
    if not is_known or not coming.most or planned <= coming.most or _is_starving(measured):
        return None
    return _Limit(coming.most, f"The fullest of your last {len(coming.worked)} weeks held {write_hours(coming.most)}")


def _too_much(coming: NextWeek, planned: Fraction, limit: _Limit, day: date) -> Finding:
    over = planned - limit.hours
    source = " (from schedule.md)" if coming.by_schedule else ""
    return Finding(
        rule="unrealistic-plan",
        role="production",
        urgency=2,
        because=f"{write_hours(planned)} are planned for next week{source}. {limit.said}",
        action="Write a smaller plan for next week than schedule.md gives"
        if coming.by_schedule
        else f"Take {write_hours(over)} out of next week's plan",
        figure="time.plan_ahead",
        sources=spans(block for _, block in coming.blocks),
        hours=over,
        by=day,
        measure=float(over),
        is_moved=False,
    )


def week_to_plan(measured: Measured) -> Iterator[Finding]:
    """Next week has no plan, though weeks were planned before: five minutes, after all that costs more."""
    coming, planned = coming_week(measured.standing), part_of(measured.standing.plan, _lately(measured))
    if coming.blocks and not coming.by_schedule:
        return
    if measured.day.weekday() < _THURSDAY or coming.available < AN_HOUR or not planned:
        return
    yield Finding(
        rule="week-to-plan",
        role="production",
        urgency=2,
        because="next week is not planned yet",
        action=f"Plan the week of {measured.short(coming.week.monday)}, in five minutes",
        figure="time.plan_ahead",
        sources=spans(planned[-1:]),
        hours=Fraction(1, 12),
        by=measured.within(3),
        is_moved=False,
    )


def _lately(measured: Measured) -> Interval:
    return measured.standing.last_weeks(_PLANNED_BEFORE_WEEKS)


def planned_for_clients(measured: Measured) -> Fraction | None:
    """The hours for clients in next week's plan; None without one, or if it is `init`'s schedule that nobody chose."""
    coming = coming_week(measured.standing)
    if coming.planned is None or is_template(measured.standing, coming):
        return None
    return hours_of(total(block for _, block in coming.blocks if measured.standing.area_of(block) == CLIENT))


def due_next_week(measured: Measured) -> Due:
    """The hours for clients that next week must hold, and for which promises."""
    week = coming_week(measured.standing).week
    return due_in(measured.standing, Interval(week.monday, week.sunday))


def thin_plan(measured: Measured) -> Iterator[Finding]:
    """Next week's plan has clearly fewer hours for clients than are due in it."""
    planned, due = planned_for_clients(measured), due_next_week(measured)
    if planned is None or not due.projects or due.hours - planned < max(due.hours * CLEARLY_LESS, AN_HOUR):
        return
    yield Finding(
        rule="thin-plan",
        role="production",
        urgency=2,
        because=f"you planned {write_hours(rounded(planned))} for clients next week, and need {about(due.hours)}",
        action=f"Plan next week's hours for {listed([project.title for project in due.projects[:2]])}",
        figure="time.plan_ahead",
        sources=spans(block for _, block in coming_week(measured.standing).blocks) or (due.projects[0].whole,),
        about=ids_of(*due.projects[:2]),
        hours=due.hours - planned,
        by=measured.within(3),
        measure=float(due.hours - planned),
        is_moved=False,
    )


def _is_starving(measured: Measured) -> bool:
    """Whether the usual week is a lean one: planning less is not what is lacking."""
    pace, settings = measured.number("balance.pace"), measured.standing.settings
    if not measured.standing.client_projects:
        return False
    return pace is not None and pace < Fraction(settings.famine) * Fraction(settings.client_hours, 60)


_LONG_AGO_DAYS = 182  # since a lead was won: it was done by now, or never will be


def unstarted_work(measured: Measured) -> Iterator[Finding]:
    """A lead was won and no project begun; one won long ago is history, as a CRM's export brings it."""
    figure = measured.figures["inflow.unstarted"]
    for lead_id, span in zip(measured.ids(figure.name), figure.sources, strict=True):
        lead = measured.standing.ledger.lead_by_id.get(same_id(lead_id))
        won = lead.stage_since if lead else None
        if won and (measured.day - won).days > _LONG_AGO_DAYS:
            continue
        worth = lead.worth if lead else None
        yield Finding(
            rule="unstarted-work",
            role="production",
            urgency=2,
            because="it was won more than two weeks ago and has no project",
            action=f"Agree on a start with {measured.title(lead_id)}, and write its project down",
            figure=figure.name,
            sources=(span,),
            about=(lead_id,),
            money=None if worth is None else Fraction(worth) * AT_RISK,
            whole=None if worth is None else Fraction(worth),
            at_stake="the value",
            by=measured.within(7),
        )


def work_to_hand_over(measured: Measured) -> Iterator[Finding]:
    """A task would earn more done by a subcontractor; not while work runs out."""
    cover = measured.number("balance.cover")
    if (cover is not None and cover < 0) or _is_starving(measured):
        return
    best: tuple[Fraction, str] | None = None
    for name in [figure.name for figure in measured.below("team.delegable").values()]:
        gain = measured.part(name, "gain")
        if gain is not None and gain > 0 and (best is None or gain > best[0]):
            best = gain, name
    if best:
        gain, name = best
        value = measured.figures[name].value
        member = str(value["member"]) if isinstance(value, dict) else ""
        task, weekly = name.rpartition(".")[2], measured.part(name, "hours")
        yield Finding(
            rule="work-to-hand-over",
            role="hr",
            urgency=1,
            because=f"it frees {write_hours(weekly)} a week, worth {measured.about(gain)} if you sell those hours",
            action=f"Give {measured.title(member)} a small {task} job as a trial",
            figure=name,
            sources=measured.sources(name),
            about=(member,),
            money=gain * 2,
            at_stake="in a fortnight",
            measure=float(gain),
        )


PLANNING_RULES = (improvements, unrealistic_plan, thin_plan, week_to_plan, unstarted_work, work_to_hand_over)
