"""The people to keep in touch with as rows."""

from __future__ import annotations

from opsledger.figures.network import Touch, touches
from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Listing, Row, keys_of, record_rows
from opsledger.reading.kinds import CONTACT

_OWN = ("heard", "days", "due_on", "due", "first", "last")


def _rows(standing: Standing) -> list[Row]:
    found = touches(standing)
    rows = record_rows(CONTACT, [touch.contact for touch in found], (), standing)
    return [row | _touched(touch, standing) for row, touch in zip(rows, found, strict=True)]


def _touched(touch: Touch, standing: Standing) -> Row:
    heard = touch.last.day if touch.last else None
    return {
        "heard": heard,
        "days": (standing.day - heard).days if heard else None,
        "due_on": touch.due_on,
        "due": touch.is_due(standing.day),
        "first": touch.contact.first_day,
        "last": touch.contact.last_day,
    }


CONTACTS = Listing(
    "contacts",
    _rows,
    (*keys_of(CONTACT, ()), *_OWN),
    (
        Column("name", "contact", "prose"),
        Column("kind", "kind"),
        Column("org", "works at", "prose"),
        Column("heard", "in touch"),
        Column("days", "days", "number"),
        Column("every", "every", "number"),
        Column("due", "due"),
        Column("id", "id"),
    ),
)
