"""The subcontractors as rows."""

from __future__ import annotations

from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Derived, Listing, Row, keys_of, record_rows
from opsledger.models.lines import LogLine
from opsledger.models.records import Member
from opsledger.reading.kinds import MEMBER


def _last(member: Member, word: str) -> LogLine | None:
    lines = member.lines(word)
    return lines[-1] if lines else None


_DERIVED: tuple[Derived[Member], ...] = (
    Derived("active", lambda member, _: member.is_active),
    Derived("rate", lambda member, _: str(line.rate) if (line := _last(member, "rate")) and line.rate else None),
    Derived("assessed", lambda member, _: line.day if (line := _last(member, "assessed")) else None),
    Derived("mark", lambda member, _: int(line.topic) if (line := _last(member, "assessed")) and line.topic else None),
    Derived("first", lambda member, _: member.first_day),
    Derived("last", lambda member, _: member.last_day),
)


def _rows(standing: Standing) -> list[Row]:
    return record_rows(MEMBER, standing.ledger.team, _DERIVED, standing)


TEAM = Listing(
    "team",
    _rows,
    keys_of(MEMBER, _DERIVED),
    (
        Column("name", "member", "prose"),
        Column("tasks", "tasks", "prose"),
        Column("rate", "rate"),
        Column("active", "active"),
        Column("mark", "mark", "number"),
        Column("assessed", "assessed"),
        Column("id", "id"),
    ),
)
