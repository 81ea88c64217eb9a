"""The tables of the exported database, and how a row of the ledger fills each of their columns.

Money is whole cents (`_cents`), which add up exactly; time is whole minutes; days are `YYYY-MM-DD`, times of day
`HH:MM`, and yes and no are 1 and 0. What is not known is NULL. A reference that leads nowhere is NULL too: what was
written is beside it if there is a column for it (`target`, `client_name`).
"""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from opsledger.exporting.columns import (
    DAY,
    FILE,
    ID,
    LIFE,
    LINE,
    DatabaseColumn,
    columns_of,
    flag,
    money,
    number,
    owner,
    real,
    reference,
    store_cents,
    store_minutes,
    store_plain,
    store_unit,
    text,
    time,
)
from opsledger.exporting.tables import LOG_TABLES
from opsledger.reading.kinds import CLIENT, Kind


class Relation(NamedTuple):
    """A table of the database: its columns, and which of the exported tables its rows come from.

    part_of: the table whose records hold its rows as lines.
    """

    name: str
    source: str
    columns: tuple[DatabaseColumn, ...]
    part_of: str | None = None


def _events(name: str, key: str, table: str) -> Relation:
    return Relation(
        name,
        name,
        (
            owner(key, table),
            DAY,
            text("word", more=" NOT NULL"),
            text("text"),
            money("amount", "amount"),
            time("", "hours"),
            money("rate", "rate"),
            DatabaseColumn("rate_per", "TEXT", "rate", store_unit),
            text("promised"),
            text("topic"),
            reference("member", "team"),
            text("number"),
            DatabaseColumn("is_gross", "INTEGER", "gross", store_plain),
            DatabaseColumn("exchange", "REAL", "exchange", store_plain),
            money("net", "net"),
            LINE,
        ),
        table,
    )


def _records(kind: Kind) -> Relation:
    """The table of a kind's records, a column for each of their fields."""
    fields = chain.from_iterable(map(columns_of, kind.fields))
    return Relation(kind.folder, kind.folder, (ID, *fields, *LIFE, FILE))


# A kind that is not here has a table that follows from its fields; one is below all that it may name.
_RECORDS: tuple[Relation, ...] = (
    _records(CLIENT),
    Relation(
        "team",
        "team",
        (ID, text("name"), text("tasks"), flag("is_active", "active"), money("rate", "rate"), *LIFE, FILE),
    ),
    Relation(
        "leads",
        "leads",
        (
            ID,
            text("name"),
            text("source"),
            text("client_name", "client"),
            reference("client", "clients"),
            text("service"),
            text("stage", more=" NOT NULL"),
            flag("is_open", "open"),
            text("stage_since"),
            money("value", "value"),
            money("worth", "worth"),
            time("estimate", "hours"),
            time("size", "size"),
            text("start_wanted", "start"),
            text("due_wanted", "due"),
            *(text(test) for test in ("scope", "timeframe", "budget", "ideal")),
            text("next_on"),
            text("next"),
            flag("is_stale", "stale"),
            *LIFE,
            FILE,
        ),
    ),
    Relation(
        "projects",
        "projects",
        (
            ID,
            text("name"),
            text("client_name", "client"),
            reference("client", "clients"),
            reference("lead", "leads"),
            text("service"),
            text("billing"),
            text("status"),
            flag("is_open", "open"),
            money("price", "price"),
            DatabaseColumn("price_per", "TEXT", "price", store_unit),
            money("rate", "rate"),
            time("estimate", "estimate"),
            text("currency"),
            DatabaseColumn("vat", "REAL", "vat", store_plain),
            text("start_agreed", "start"),
            text("started"),
            text("delivered"),
            text("promise"),
            text("revised_promise"),
            time("recorded", "recorded"),
            time("spent", "spent"),
            time("sold", "sold"),
            time("left", "left"),
            money("invoiced", "invoiced"),
            money("paid", "paid"),
            money("outstanding", "outstanding"),
            *LIFE,
            FILE,
        ),
    ),
    Relation("weeks", "weeks", (ID, time("available", "hours"), time("client", "client_hours"), text("focus"), FILE)),
    Relation(
        "tools",
        "tools",
        (
            ID,
            text("name"),
            text("jobs"),
            text("renews"),
            flag("is_kept", "kept"),
            money("cost", "cost"),
            DatabaseColumn("cost_per", "TEXT", "cost", store_unit),
            text("assessed"),
            text("verdict"),
            time("saves_a_week", "saves"),
            *LIFE,
            FILE,
        ),
    ),
    Relation(
        "website",
        "website",
        (
            ID,
            text("name"),
            text("type"),
            text("url"),
            reference("project", "projects"),
            text("client_name", "client"),
            reference("client", "clients"),
            flag("is_live", "live"),
            text("updated"),
            *LIFE,
            FILE,
        ),
    ),
    Relation("reviews", "reviews", (ID, text("on_day", "on"), text("from_day", "from"), number("minutes"), FILE)),
)

RELATIONS: tuple[Relation, ...] = (
    *_RECORDS,
    *(_records(kind) for _, _, kind in LOG_TABLES if kind.folder not in {each.name for each in _RECORDS}),
    *(_events(name, key, kind.folder) for name, key, kind in LOG_TABLES),
    Relation(
        "blocks",
        "time",
        (
            text("week", more=" NOT NULL REFERENCES weeks (id)"),
            text("list", more=" NOT NULL CHECK (list IN ('plan', 'actual'))"),
            DAY,
            text("starts", "from"),
            text("ends", "to"),
            DatabaseColumn("minutes", "INTEGER NOT NULL", "hours", store_minutes),
            flag("is_off", "off"),
            text("target"),
            reference("project", "projects", "target"),
            reference("lead", "leads", "target"),
            text("area"),
            text("task"),
            text("text"),
            LINE,
        ),
        "weeks",
    ),
    Relation(
        "pieces",
        "pieces",
        (
            text("record", more=" NOT NULL"),
            text("day"),
            text("word"),
            real("quantity"),
            text("unit"),
            DatabaseColumn("each_price", "REAL", "each", store_plain),
            money("amount", "amount"),
            FILE,
            LINE,
        ),
    ),
    Relation(
        "costs",
        "costs",
        (
            text("week", more=" NOT NULL REFERENCES weeks (id)"),
            DAY,
            DatabaseColumn("amount_cents", "INTEGER NOT NULL", "amount", store_cents),
            text("area", more=" NOT NULL"),
            reference("member", "team"),
            time("", "hours"),
            DatabaseColumn("is_gross", "INTEGER", "gross", store_plain),
            money("net", "net"),
            text("text"),
            LINE,
        ),
        "weeks",
    ),
    Relation(
        "marketing",
        "marketing",
        (
            text("week", more=" NOT NULL REFERENCES weeks (id)"),
            DAY,
            text("channel", more=" NOT NULL"),
            text("theme", more=" NOT NULL"),
            text("text"),
            number("reach"),
            number("replies"),
            money("cost", "cost"),
            LINE,
            reference("contact", "contacts"),
        ),
        "weeks",
    ),
    Relation(
        "actions",
        "actions",
        (
            ID,
            text("review", more=" NOT NULL REFERENCES reviews (id)"),
            text("role", more=" NOT NULL"),
            text("state", more=" NOT NULL"),
            flag("is_open", "open"),
            flag("is_overdue", "overdue"),
            text("text"),
            text("due"),
            text("done"),
            text("moves"),
            LINE,
            real("target"),
        ),
        "reviews",
    ),
    Relation(
        "figures",
        "figures",
        (
            text("name", more=" PRIMARY KEY"),
            DatabaseColumn("value", "", "value", store_plain),
            text("unit", more=" NOT NULL"),
            DatabaseColumn("n", "INTEGER NOT NULL", "n", store_plain),
            DatabaseColumn("low", "REAL", "low", store_plain),
            DatabaseColumn("high", "REAL", "high", store_plain),
            DatabaseColumn("previous", "", "previous", store_plain),
            text("note"),
        ),
    ),
)

INDEXES = (
    *(f"CREATE INDEX {name}_of ON {name} ({key}, day)" for name, key, _ in LOG_TABLES),
    "CREATE INDEX blocks_by_day ON blocks (list, day)",
    "CREATE INDEX blocks_of_project ON blocks (project, day)",
    "CREATE INDEX blocks_of_lead ON blocks (lead, day)",
    "CREATE INDEX costs_by_day ON costs (day)",
    "CREATE INDEX marketing_by_day ON marketing (day)",
    "CREATE INDEX actions_of_review ON actions (review)",
)

VIEWS = (
    """\
CREATE VIEW hours_by_project_and_month AS
SELECT substr(day, 1, 7) AS month, project, list, round(sum(minutes) / 60.0, 2) AS hours
FROM blocks WHERE project IS NOT NULL GROUP BY month, project, list ORDER BY month, project, list""",
    """\
CREATE VIEW hours_by_area_and_week AS
SELECT week, area, list, round(sum(minutes) / 60.0, 2) AS hours
FROM blocks WHERE is_off = 0 GROUP BY week, area, list ORDER BY week, area, list""",
    """\
CREATE VIEW money_by_month AS
SELECT substr(day, 1, 7) AS month,
  sum(CASE word WHEN 'invoiced' THEN net_cents WHEN 'credited' THEN -net_cents ELSE 0 END) / 100.0 AS invoiced,
  sum(CASE word WHEN 'paid' THEN net_cents WHEN 'refunded' THEN -net_cents ELSE 0 END) / 100.0 AS paid,
  sum(CASE word WHEN 'cost' THEN net_cents ELSE 0 END) / 100.0 AS project_costs
FROM project_events GROUP BY month ORDER BY month""",
)
