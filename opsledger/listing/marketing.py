"""Marketing done, as rows, one a line."""

from __future__ import annotations

from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Listing, Row, front_matter
from opsledger.models.lines import MarketingLine
from opsledger.models.records import WeekSheet
from opsledger.reading.kinds import WEEK

_OWN = ("week", "day", "channel", "theme", "contact", "text", "reach", "replies", "cost", "line")


def _rows(standing: Standing) -> list[Row]:
    sheets = sorted(standing.ledger.weeks, key=lambda sheet: sheet.week)
    return [
        front_matter(WEEK, sheet) | marketing_row(line, sheet)
        for sheet in sheets
        for line in sorted(sheet.marketing, key=lambda line: (line.day, line.span.start))
    ]


def marketing_row(line: MarketingLine, sheet: WeekSheet) -> Row:
    """A line of marketing of a week."""
    return {
        "week": str(sheet.week),
        "day": line.day,
        "channel": line.channel,
        "theme": line.theme,
        "contact": line.contact.id if line.contact else None,
        "text": line.text or None,
        "reach": line.reach,
        "replies": line.replies,
        "cost": line.cost,
        "line": line.span.line,
    }


MARKETING = Listing(
    "marketing",
    _rows,
    ("id", "file", *(field.key for field in WEEK.fields), *_OWN),
    (
        Column("day", "day"),
        Column("channel", "channel"),
        Column("theme", "theme"),
        Column("contact", "with"),
        Column("reach", "reach", "number"),
        Column("replies", "replies", "number"),
        Column("cost", "cost", "money"),
        Column("text", "text", "prose"),
    ),
)
