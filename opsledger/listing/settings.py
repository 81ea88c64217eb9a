"""The settings of a ledger: each with its value, its default and what it means."""

from __future__ import annotations

from opsledger.figures.standing import Standing
from opsledger.listing.rows import Column, Listing, Row
from opsledger.models.settings import Settings
from opsledger.reading.setting_rows import SETTINGS as TABLE
from opsledger.reading.settings import written_settings


def _rows(standing: Standing) -> list[Row]:
    values, defaults = written_settings(standing.settings), written_settings(Settings())
    return [
        {"key": one.key, "value": values[one.key], "default": defaults[one.key], "summary": one.summary}
        for one in TABLE
    ]


SETTINGS = Listing(
    "settings",
    _rows,
    ("key", "value", "default", "summary"),
    (
        Column("key", "setting"),
        Column("value", "value", "prose"),
        Column("default", "default", "prose"),
        Column("summary", "meaning", "prose"),
    ),
)
