"""Block scheduling: what became of the plan, and whether the coming one is realistic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.evidence import Figure
from opsledger.figures.plan_ahead import RECENT_WEEKS, plan_ahead
from opsledger.figures.standing import (
    CLIENT,
    Figures,
    Standing,
    hours,
    name_part,
    part_of,
    spans,
    total,
    weeks_of,
)
from opsledger.figures.statistics import TOO_FEW, median
from opsledger.models.lines import Block
from opsledger.values.characters import same_id
from opsledger.values.days import Week

_DAYS_A_YEAR, _HOURS_A_DAY = Fraction(1461, 4), 8


class Kept(NamedTuple):
    """What became of planned time, in minutes; planned and actual are the wholes."""

    planned: int
    actual: int
    kept: int
    moved: int
    plan: list[Block]
    done: list[Block]


def plan_kept(standing: Standing) -> Kept:
    """What became of the period's plan, in the weeks that have both lists."""
    return standing.once(_plan_kept)


def _plan_kept(standing: Standing) -> Kept:
    lists = part_of(standing.plan, standing.period), part_of(standing.actual, standing.period)
    both = set(weeks_of(standing.plan)) & set(standing.client_minutes_by_week)
    plan, done = ([block for block in blocks if block.day and Week.of(block.day) in both] for blocks in lists)
    kept = moved = 0
    for week in weeks_of(plan):
        same_day, same_week = _match(standing, part_of(plan, week.interval), part_of(done, week.interval))
        kept += same_day
        moved += same_week
    return Kept(total(plan), total(done), kept, moved, plan, done)


def _match(standing: Standing, plan: Sequence[Block], done: Sequence[Block]) -> tuple[int, int]:
    """The minutes of one week's plan that were kept on their day, and that were moved within the week.

    A plan for `client`, with no project yet, is kept and then moved by what is left over on any client project.
    """
    planned, actual = _by_day(plan), _by_day(done)
    of_clients = {target_id(block) for block in done if standing.area_of(block) == CLIENT}
    kept = _take_matching(planned, actual) + _take_for_clients(planned, actual, of_clients)
    planned_in_week, actual_in_week = _by_week(planned), _by_week(actual)
    moved = _take_matching(planned_in_week, actual_in_week)
    return kept, moved + _take_for_clients(planned_in_week, actual_in_week, of_clients)


Slots = Counter[tuple[date | None, str]]


def target_id(block: Block) -> str:
    """What a block is for, as ids compare; empty if it is off."""
    return same_id(block.target.id) if block.target else ""


def _by_day(blocks: Iterable[Block]) -> Slots:
    slots: Slots = Counter()
    for block in blocks:
        slots[block.day, target_id(block)] += block.minutes
    return slots


def _by_week(slots: Slots) -> Slots:
    merged: Slots = Counter()
    for (_, target), minutes in slots.items():
        merged[None, target] += minutes
    return merged


def _take_matching(planned: Slots, actual: Slots) -> int:
    """Take out of both what is in both, and say how much."""
    taken = 0
    for slot in planned:
        both = min(planned[slot], actual[slot])
        planned[slot] -= both
        actual[slot] -= both
        taken += both
    return taken


def _take_for_clients(planned: Slots, actual: Slots, of_clients: set[str]) -> int:
    taken = 0
    for day, target in [slot for slot in planned if slot[1] == CLIENT]:
        for slot in sorted(actual, key=lambda slot: slot[1]):
            if slot[0] == day and slot[1] in of_clients:
                both = min(planned[day, target], actual[slot])
                planned[day, target] -= both
                actual[slot] -= both
                taken += both
    return taken


def what_became(standing: Standing) -> Figures:
    """`time.kept`, `time.moved`, `time.dropped`, `time.unplanned`: what became of your plan.

    Over the period's days in weeks that have both lists, by target (hours, not clock times). kept: the smaller of
    planned and actual on the same day. moved: of the rest, the smaller within the ISO week. dropped: planned hours
    still left over. unplanned: actual hours still left over. Shares of planned hours (unplanned: of actual hours).
    """
    found = plan_kept(standing)
    met = found.kept + found.moved
    for name, minutes, whole, blocks in (
        ("kept", found.kept, found.planned, found.plan),
        ("moved", found.moved, found.planned, found.plan),
        ("dropped", found.planned - met, found.planned, found.plan),
        ("unplanned", found.actual - met, found.actual, found.done),
    ):
        note = None if whole else f"{TOO_FEW}: no week with both a Plan and an Actual"
        value = Fraction(minutes, whole) if whole else None
        yield Figure(f"time.{name}", value, "share", len(blocks), note=note, sources=spans((*found.plan, *found.done)))


def realism(standing: Standing) -> Figures:
    """`time.realism`: in a usual week, the share of the planned hours that planned work then took.

    The median of the last 6 weeks that have both lists. A plan for `client` counts for any client project.
    """
    both = set(weeks_of(standing.plan)) & set(standing.client_minutes_by_week)
    weeks = [week for week in standing.ended_weeks() if week in both][:RECENT_WEEKS]
    ratios: list[Fraction] = []
    fed: list[Block] = []
    for week in weeks:
        days = week.interval
        plan = part_of(standing.plan, days)
        targets = {target_id(block) for block in plan}
        done = [
            block
            for block in part_of(standing.actual, days)
            if target_id(block) in targets or (CLIENT in targets and standing.area_of(block) == CLIENT)
        ]
        ratios.append(Fraction(total(done), total(plan)))
        fed += [*plan, *done]
    note = None if ratios else f"{TOO_FEW}: no week with both a Plan and an Actual"
    yield Figure("time.realism", median(ratios), "share", len(ratios), note=note, sources=spans(fed))


def areas(standing: Standing) -> Figures:
    """`time.areas.AREA`: hours a week on each area in the period, against the hours the settings give it."""
    recorded = part_of(standing.actual, standing.period)
    weeks = Fraction((standing.period.last - standing.period.first).days + 1, 7)
    for area, meant in standing.settings.areas.items():
        blocks = [block for block in recorded if standing.area_of(block) == area]
        value = {"actual": hours(total(blocks)) / weeks if recorded else None, "meant": hours(meant)}
        note = None if recorded else "nothing recorded in the period"
        yield Figure(f"time.areas.{name_part(area)}", value, "hours", len(blocks), note=note, sources=spans(blocks))


def coo(standing: Standing) -> Figures:
    """`time.coo`: the hours you spent as COO in the period, against the review's minutes.

    days_a_year = hours / days of the period x 365.25 / 8.
    """
    recorded = part_of(standing.actual, standing.period)
    blocks = [block for block in recorded if standing.area_of(block) == "coo"]
    days = (standing.period.last - standing.period.first).days + 1
    worked = hours(total(blocks)) if recorded else None
    value = {
        "hours": worked,
        "meant": hours(standing.settings.review_minutes),
        "days_a_year": None if worked is None else worked / days * _DAYS_A_YEAR / _HOURS_A_DAY,
    }
    note = None if recorded else "nothing recorded in the period"
    yield Figure("time.coo", value, "hours", len(blocks), note=note, sources=spans(blocks))


def tasks(standing: Standing) -> Figures:
    """`time.tasks.TASK`: hours on each task of the settings and of the team in the last 13 weeks."""
    recorded = part_of(standing.actual, standing.last_weeks(13))
    known = (*standing.settings.tasks, *(task.lower() for member in standing.ledger.team for task in member.tasks))
    for task in dict.fromkeys(known):
        blocks = [block for block in recorded if block.task == task]
        yield Figure(f"time.tasks.{name_part(task)}", hours(total(blocks)), "hours", len(blocks), sources=spans(blocks))


SCHEDULE = (what_became, realism, plan_ahead, areas, coo, tasks)
