"""The leads as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from opsledger.figures.inflow import stale
from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Derived, Listing, Row, hours_if_known, keys_of, record_rows
from opsledger.models.leads import Lead
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
    Derived("size", lambda lead, _: hours_if_known(lead.size)),
    Derived("next", lambda lead, on: step.text if (step := lead.next_on(on.day)) else None),
    Derived("next_on", lambda lead, on: step.promised if (step := lead.next_on(on.day)) else None),
)


def _rows(standing: Standing) -> list[Row]:
    (figure,) = stale(standing)
    waiting = frozenset(figure.value if isinstance(figure.value, Sequence) else ())
    rows = record_rows(LEAD, standing.ledger.leads, _DERIVED, standing)
    return [row | {"stale": row["id"] in waiting} for row in rows]


def by_need(rows: Sequence[Row]) -> list[Row]:
    """Rows of leads in the order they need you: those that wait, by their next step's day; closed ones last."""
    closed = sorted((row for row in rows if not row["open"]), key=_last, reverse=True)
    return [*sorted((row for row in rows if row["open"]), key=_need), *closed]


def _need(row: Row) -> tuple[bool, date, Decimal]:
    on, worth = row["next_on"], row["worth"]
    return (
        not row["stale"],
        on if isinstance(on, date) else date.max,
        -worth if isinstance(worth, Decimal) else Decimal(0),
    )


def _last(row: Row) -> date:
    return row["last"] if isinstance(row["last"], date) else date.min


LEADS = Listing(
    "leads",
    _rows,
    (*keys_of(LEAD, _DERIVED), "stale"),
    (
        Column("name", "lead", "prose"),
        Column("stage", "stage"),
        Column("next_on", "next on"),
        Column("next", "next", "prose"),
        Column("worth", "worth", "money"),
        Column("days_in_stage", "days in stage", "number"),
        Column("size", "job hours", "hours"),
        Column("last", "last line"),
        Column("source", "source", "prose"),
        Column("id", "id"),
    ),
)
