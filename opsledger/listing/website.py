"""What the website shows, as rows."""

from __future__ import annotations

from datetime import date

from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Derived, Listing, Row, keys_of, record_rows
from opsledger.models.records import WebsiteItem
from opsledger.reading.kinds import WEBSITE


def _updated(item: WebsiteItem) -> date | None:
    lines = item.lines("published", "updated")
    return lines[-1].day if lines else None


# updated is the day it was last published or brought up to date, age the days since.
_DERIVED: tuple[Derived[WebsiteItem], ...] = (
    Derived("live", lambda item, _: item.is_live),
    Derived("updated", lambda item, _: _updated(item)),
    Derived("age", lambda item, standing: (standing.day - day).days if (day := _updated(item)) else None),
    Derived("first", lambda item, _: item.first_day),
    Derived("last", lambda item, _: item.last_day),
)


def _rows(standing: Standing) -> list[Row]:
    return record_rows(WEBSITE, standing.ledger.website, _DERIVED, standing)


WEBSITE_ITEMS = Listing(
    "website",
    _rows,
    keys_of(WEBSITE, _DERIVED),
    (
        Column("name", "item", "prose"),
        Column("type", "type"),
        Column("live", "live"),
        Column("updated", "updated"),
        Column("age", "days", "number"),
        Column("project", "project"),
        Column("client", "client"),
        Column("id", "id"),
    ),
)
