"""The lines of records as rows of plain values, for the forms that hold each of them."""

from __future__ import annotations

from decimal import Decimal

from opsledger.figures.standing import Standing
from opsledger.listing.marketing import marketing_row
from opsledger.listing.projects import money_of
from opsledger.listing.rows import Row, hours_if_known
from opsledger.listing.time import block_row
from opsledger.models.lines import CostLine, LogLine
from opsledger.models.record import LoggedRecord
from opsledger.models.records import WeekSheet
from opsledger.values.pieces import Pieces

LOG_KEYS = (
    *("day", "word", "text", "amount", "hours", "rate", "promised", "topic", "member", "line"),
    *("net", "number", "gross", "exchange"),
)
COST_KEYS = ("week", "day", "amount", "area", "member", "hours", "text", "line")
PIECE_KEYS = ("record", "file", "line", "day", "word", "quantity", "unit", "each", "amount")
BLOCK_LISTS = ("plan", "actual")


def log_rows(record: LoggedRecord) -> list[Row]:
    """The lines of a record's log, by day."""
    return [_log_row(line) for line in record.log]


def _log_row(line: LogLine) -> Row:
    return {
        "day": line.day,
        "word": line.word,
        "text": line.text or None,
        "amount": line.amount,
        "hours": hours_if_known(line.minutes),
        "rate": str(line.rate) if line.rate else None,
        "promised": line.promised,
        "topic": line.topic,
        "member": line.member.id if line.member else None,
        "line": line.span.line,
        "net": None if line.amount is None else money_of(line),
        "number": line.number,
        "gross": line.gross,
        "exchange": line.exchange,
    }


def piece_rows(standing: Standing) -> list[Row]:
    """What is sold by the piece, a row for each: prices and values of the front matter first, then the log's lines.

    word: the field or the log's word that says it. quantity is below zero if a line takes pieces away. The amount is
    the sum of the pieces, to the cent.
    """
    rows: list[Row] = []
    prices = ((project, "price", project.price) for project in standing.ledger.projects)
    values = ((lead, "value", lead.value) for lead in standing.ledger.leads)
    for record, key, value in (*prices, *values):
        where: Row = {"record": record.id, "file": record.file}
        if isinstance(value, Pieces):
            rows.append({**where, "line": record.front[key].line, "day": None, "word": key, **_pieces(value)})
        rows += [
            {**where, "line": line.span.line, "day": line.day, "word": line.word, **_pieces(line.amount)}
            for line in record.log
            if isinstance(line.amount, Pieces)
        ]
    return rows


def _pieces(amount: Pieces) -> Row:
    return {
        "quantity": amount.quantity,
        "unit": amount.unit or None,
        "each": amount.each,
        "amount": Decimal(f"{amount:f}"),
    }


def block_rows(sheet: WeekSheet, name: str, standing: Standing) -> list[Row]:
    """The blocks of a week's `plan` or `actual`, by day, then by place."""
    blocks = sheet.plan if name == "plan" else sheet.actual
    ordered = sorted(blocks, key=lambda block: (block.weekday, block.span.start))
    return [block_row(block, name, str(sheet.week), standing) for block in ordered]


def schedule_rows(standing: Standing) -> list[Row]:
    """The blocks of the standing schedule; they have a weekday, 1 for Monday, in the place of a day."""
    rows = []
    for block in standing.ledger.schedule:
        row = block_row(block, "schedule", "", standing)
        del row["week"], row["day"], row["list"]
        rows.append({"weekday": block.weekday + 1, **row})
    return rows


def cost_rows(sheet: WeekSheet) -> list[Row]:
    """The costs of a week, by day, then by place."""
    return [_cost_row(line, sheet) for line in sorted(sheet.costs, key=lambda line: (line.day, line.span.start))]


def _cost_row(line: CostLine, sheet: WeekSheet) -> Row:
    return {
        "week": str(sheet.week),
        "day": line.day,
        "amount": line.amount,
        "area": line.area.id,
        "member": line.member.id if line.member else None,
        "hours": hours_if_known(line.minutes),
        "gross": line.gross,
        "net": line.own,
        "text": line.text or None,
        "line": line.span.line,
    }


def marketing_rows(sheet: WeekSheet) -> list[Row]:
    """The marketing of a week, by day, then by place."""
    ordered = sorted(sheet.marketing, key=lambda line: (line.day, line.span.start))
    return [marketing_row(line, sheet) for line in ordered]
