"""The weeks of the period and the coming one as days with blocks, planned and done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from opsledger.figures.plan_ahead import coming_week, is_template
from opsledger.figures.standing import CLIENT, INTERNAL, SALES, WORKDAYS, Standing, part_of, weeks_of
from opsledger.models.lines import Block
from opsledger.reviewing.grid import area_letters, area_shown
from opsledger.reviewing.parts.schedule import AreaSign, CalendarBlock, CalendarDay, CalendarWeek
from opsledger.reviewing.parts.values import Link
from opsledger.values.characters import same_id
from opsledger.values.days import Week

MOST_WEEKS = 6
COLOURS = 10


def calendar_weeks(standing: Standing) -> tuple[CalendarWeek, ...]:
    """The weeks that have a block in the period, whole, and the coming one, if it is planned; the last few."""
    lists = (part_of(blocks, standing.period) for blocks in (standing.plan, standing.actual))
    weeks = sorted({week for blocks in lists for week in weeks_of(_timed(blocks))})
    found = [calendar_week(standing, week) for week in weeks[-MOST_WEEKS:]]
    coming = coming_week(standing)
    if coming.blocks and not is_template(standing, coming):
        found.append(CalendarWeek(str(coming.week), True, _days(standing, coming.week, coming.blocks, ())))
    return tuple(found)


def calendar_week(standing: Standing, week: Week) -> CalendarWeek:
    """A week as its sheet has it, planned and done."""
    plan, done = (
        [(block.day, block) for block in _timed(part_of(blocks, week.interval)) if block.day]
        for blocks in (standing.plan, standing.actual)
    )
    return CalendarWeek(str(week), False, _days(standing, week, plan, done))


def _timed(blocks: Iterable[Block]) -> list[Block]:
    """Blocks without those of hours told from memory: nobody knows on which day they were worked."""
    return [block for block in blocks if not block.is_from_memory]


DatedBlocks = Iterable[tuple[date, Block]]


def _days(standing: Standing, week: Week, plan: DatedBlocks, done: DatedBlocks) -> tuple[CalendarDay, ...]:
    days = []
    for number, day in enumerate(week.days()):
        planned, actual = (
            tuple(_block(standing, block) for on, block in blocks if on == day) for blocks in (plan, done)
        )
        if number < WORKDAYS or planned or actual:
            days.append(CalendarDay(day, standing.is_off(day), planned, actual))
    return tuple(days)


def _block(standing: Standing, block: Block) -> CalendarBlock:
    target = block.target.id if block.target else ""
    name = standing.once(_titles).get(same_id(target), target)
    link = Link(name, block.span.file, block.span.line)
    return CalendarBlock(block.start, block.minutes, target, area_shown(standing, block), link)


def _titles(standing: Standing) -> Mapping[str, str]:
    """The names of leads and projects by id; of a lead and its project the project's."""
    return {same_id(record.id): record.title for record in (*standing.ledger.leads, *standing.ledger.projects)}


def area_signs(standing: Standing, weeks: Iterable[CalendarWeek]) -> tuple[AreaSign, ...]:
    """The areas of a calendar: clients, the user's own projects and sales first, then as the settings name them."""
    shown = {block.area for week in weeks for day in week.days for block in (*day.planned, *day.actual)}
    order = dict.fromkeys((CLIENT, INTERNAL, SALES, *standing.settings.areas, *sorted(shown)))
    letters = area_letters(shown)
    return tuple(
        AreaSign(area, letters[area], number if number < COLOURS else 1 + number % (COLOURS - 1))  # 0 is for clients
        for number, area in enumerate(order)
        if area in shown
    )
