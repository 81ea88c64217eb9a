"""The leads as rows."""

from __future__ import annotations

from collections.abc import Sequence

from opsledger.figures.inflow import stale
from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Derived, Listing, Row, hours, keys_of, record_rows
from opsledger.models.records import Lead
from opsledger.reading.kinds import LEAD


def _days_in_stage(lead: Lead, standing: Standing) -> int | None:
    return (standing.day - lead.stage_since).days if lead.stage_since else None


_DERIVED: tuple[Derived[Lead], ...] = (
    Derived("stage", lambda lead, _: lead.stage),
    Derived("open", lambda lead, _: lead.is_open),
    Derived("stage_since", lambda lead, _: lead.stage_since),
    Derived("days_in_stage", _days_in_stage),
    Derived("first", lambda lead, _: lead.first_day),
    Derived("last", lambda lead, _: lead.last_day),
    Derived("worth", lambda lead, _: lead.worth),
    Derived("size", lambda lead, _: hours(lead.size)),
    Derived("next", lambda lead, _: lead.standing_next.text if lead.standing_next else None),
    Derived("next_on", lambda lead, _: lead.standing_next.promised if lead.standing_next else None),
)


def _rows(standing: Standing) -> list[Row]:
    (figure,) = stale(standing)
    waiting = frozenset(figure.value if isinstance(figure.value, Sequence) else ())
    rows = record_rows(LEAD, standing.ledger.leads, _DERIVED, standing)
    return [row | {"stale": row["id"] in waiting} for row in rows]


LEADS = Listing(
    "leads",
    _rows,
    (*keys_of(LEAD, _DERIVED), "stale"),
    (
        Column("id", "lead"),
        Column("stage", "stage"),
        Column("days_in_stage", "days", "number"),
        Column("worth", "worth", "money"),
        Column("size", "hours", "hours"),
        Column("next_on", "next on"),
        Column("next", "next", "prose"),
        Column("last", "last line"),
        Column("source", "source", "prose"),
    ),
)
