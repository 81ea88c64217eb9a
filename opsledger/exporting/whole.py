"""The whole ledger as the data of one JSON envelope: every record with all its lines, and every figure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from opsledger.exporting.lines import BLOCK_LISTS, block_rows, cost_rows, log_rows, marketing_rows, schedule_rows
from opsledger.exporting.tables import TABLES, review_rows, week_rows
from opsledger.figures.standing import Standing
from opsledger.listing.every import LISTINGS
from opsledger.listing.rows import Row
from opsledger.measuring.every import measure
from opsledger.models.ledger import LOGGED
from opsledger.models.record import LoggedRecord
from opsledger.patterns import pattern
from opsledger.reading.settings import written_settings
from opsledger.reading.tree import Mapping, Node, Sequence, read_tree
from opsledger.reporting.figures import figures_data
from opsledger.reporting.json_text import Json
from opsledger.source import SourceFile

_NUMBER = pattern(r"[0-9]+(?:\.[0-9]+)?")


def whole_ledger(standing: Standing) -> dict[str, Json]:
    """Settings, records kind by kind with their lines, the standing schedule, and the figures of the day.

    What a key means is said where the lists and figures are described; settings are as they are written in
    `opsledger.yaml`: numbers as numbers, what has a unit or a symbol (`9000/month`, `60%`) as text.
    """
    ledger = standing.ledger
    return {
        "settings": {key: text and _said(text) for key, text in written_settings(standing.settings).items()},
        **{name: _with_logs(TABLES[name].rows(standing), ledger.logged([name])) for name in LOGGED},
        "weeks": _weeks(standing),
        "schedule": schedule_rows(standing),
        "reviews": _reviews(standing),
        "figures": figures_data(measure(standing)),
    }


def _said(written: str) -> Json:
    """What a setting's line of YAML says."""
    node, _ = read_tree(SourceFile("opsledger.yaml", written), 0, len(written))
    return _plain(node) if node else None


def _plain(node: Node) -> Json:
    if isinstance(node, Mapping):
        return {key.text: _plain(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return Decimal(node.text) if node.is_plain and _NUMBER.fullmatch(node.text) else node.text


def _with_logs(rows: Iterable[Row], records: Iterable[LoggedRecord]) -> list[Json]:
    """The rows of records, which are in the records' order, each with its log."""
    return [{**row, "log": log_rows(record)} for row, record in zip(rows, records, strict=True)]


def _weeks(standing: Standing) -> list[Json]:
    sheets = sorted(standing.ledger.weeks, key=lambda sheet: sheet.week)
    return [
        {
            **row,
            **{name: _without(("week", "list"), block_rows(sheet, name, standing)) for name in BLOCK_LISTS},
            "costs": _without(("week",), cost_rows(sheet)),
            "marketing": _without(("week",), marketing_rows(sheet)),
        }
        for row, sheet in zip(week_rows(standing), sheets, strict=True)
    ]


def _reviews(standing: Standing) -> list[Json]:
    decisions: dict[str, list[Row]] = {}
    for row in LISTINGS["actions"].rows(standing):
        decisions.setdefault(str(row["file"]), []).append(row)
    return [
        {**row, "decisions": _without(("file", "review"), decisions.get(str(row["file"]), []))}
        for row in review_rows(standing)
    ]


def _without(keys: tuple[str, ...], rows: Iterable[Row]) -> list[Json]:
    """Rows without what the record around them says already."""
    return [{key: value for key, value in row.items() if key not in keys} for row in rows]
