"""The tools as rows."""

from __future__ import annotations

from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Derived, Listing, Row, hours_if_known, keys_of, record_rows
from opsledger.models.lines import LogLine
from opsledger.models.records import Tool
from opsledger.reading.kinds import TOOL
from opsledger.values.rate import Rate


def _rate(tool: Tool) -> Rate | None:
    lines = tool.lines("cost")
    return lines[-1].rate if lines else None


def _assessed(tool: Tool) -> LogLine | None:
    lines = tool.lines("assessed")
    return lines[-1] if lines else None


# cost is as it was last written, monthly what that is a month; saves are hours a week.
_DERIVED: tuple[Derived[Tool], ...] = (
    Derived("kept", lambda tool, _: tool.is_kept),
    Derived("cost", lambda tool, _: str(rate) if (rate := _rate(tool)) else None),
    Derived("monthly", lambda tool, _: rate.per_month if (rate := _rate(tool)) else None),
    Derived("assessed", lambda tool, _: line.day if (line := _assessed(tool)) else None),
    Derived("verdict", lambda tool, _: line.topic if (line := _assessed(tool)) else None),
    Derived("saves", lambda tool, _: hours_if_known(line.minutes) if (line := _assessed(tool)) else None),
    Derived("first", lambda tool, _: tool.first_day),
    Derived("last", lambda tool, _: tool.last_day),
)


def _rows(standing: Standing) -> list[Row]:
    return record_rows(TOOL, standing.ledger.tools, _DERIVED, standing)


TOOLS = Listing(
    "tools",
    _rows,
    keys_of(TOOL, _DERIVED),
    (
        Column("name", "tool", "prose"),
        Column("cost", "cost"),
        Column("monthly", "a month", "money"),
        Column("kept", "kept"),
        Column("verdict", "verdict"),
        Column("assessed", "assessed"),
        Column("saves", "saves h/week", "hours"),
        Column("renews", "renews"),
        Column("jobs", "jobs"),
        Column("id", "id"),
    ),
)
