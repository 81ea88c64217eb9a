"""Planned and recorded time as rows, one a block."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Listing, Row, front_matter
from opsledger.models.lines import Block
from opsledger.models.records import WeekSheet
from opsledger.reading.kinds import WEEK
from opsledger.values.days import clock
from opsledger.values.duration import hours_of

_OWN = ("week", "day", "list", "from", "to", "hours", "target", "area", "off", "task", "text", "line")
# A block's hours have the plain name, so the week's own have another.
_FIELDS = {"hours": "week_hours"}


def _rows(standing: Standing) -> list[Row]:
    """Blocks by week, day and time, those planned before those recorded; plans are seen whole."""
    sheets = sorted(standing.ledger.weeks, key=lambda sheet: sheet.week)
    return [row for sheet in sheets for row in _of_week(sheet, standing)]


def _of_week(sheet: WeekSheet, standing: Standing) -> Iterator[Row]:
    of_the_week = {_FIELDS.get(key, key): cell for key, cell in front_matter(WEEK, sheet).items()}
    for name, blocks in (("plan", sheet.plan), ("actual", sheet.actual)):
        for block in sorted(blocks, key=lambda block: (block.weekday, block.span.start)):
            yield of_the_week | block_row(block, name, str(sheet.week), standing)


def block_row(block: Block, name: str, week: str, standing: Standing) -> Row:
    """A block of a list, `plan` or `actual`, of a week."""
    return {
        "week": week,
        "day": block.day,
        "list": name,
        "from": None if block.start is None else clock(block.start),
        "to": None if block.end is None else clock(block.end),
        "hours": hours_of(block.minutes),
        "target": block.target.id if block.target else None,
        "area": standing.area_of(block),
        "off": block.is_off,
        "task": block.task,
        "text": block.text or None,
        "line": block.span.line,
    }


TIME = Listing(
    "time",
    _rows,
    ("id", "file", *(_FIELDS.get(field.key, field.key) for field in WEEK.fields), *_OWN),
    (
        Column("day", "day"),
        Column("list", "list"),
        Column("from", "from"),
        Column("to", "to"),
        Column("hours", "hours", "hours"),
        Column("target", "target"),
        Column("task", "task"),
        Column("text", "text", "prose"),
        Column("area", "area"),
        Column("week", "week"),
    ),
)
