"""A client's timesheet: the hours of one project in a month, as they are shown to whoever pays for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.projects import billed_share, block_worth
from opsledger.figures.standing import Standing
from opsledger.listing.rows import Row
from opsledger.models.lines import Block
from opsledger.models.projects import Project
from opsledger.rendering.templates import render_template
from opsledger.reporting.tables import as_csv
from opsledger.values.days import Interval, clock
from opsledger.values.duration import hours_of
from opsledger.values.visible import visible
from opsledger.values.written import write_money, write_number

_HEADINGS = ("Day", "From", "To", "Hours", "Billed", "Task", "What")

_RULES = {"Hours": "---:", "Billed": "---:"}


class TimesheetRow(NamedTuple):
    """One block. starts, ends: times of day, '' if only the duration was written down.

    billed: of hourly work, the hours that count by the share of the task; None of other work.
    """

    day: date
    starts: str
    ends: str
    hours: Decimal
    billed: Decimal | None
    task: str
    text: str


class Timesheet(NamedTuple):
    """The blocks of a project in a span of days, their sum, and for hourly work what they come to.

    billed: the hours that are billed, if they are others than those worked. amount: in `currency`, the project's.
    """

    project: str
    client: str | None
    business: str | None
    days: Interval
    rows: tuple[TimesheetRow, ...]
    hours: Decimal
    billed: Decimal | None
    amount: Fraction | None
    currency: str


def timesheet(standing: Standing, project: Project, days: Interval) -> Timesheet:
    """The timesheet of a project. Its own notes are shown, internal areas and other projects are not."""
    blocks = sorted(
        (block for block in standing.blocks_of(project) if block.day and block.day in days and block.minutes),
        key=lambda block: (block.day, -1 if block.start is None else block.start, block.span.start),
    )
    rows = tuple(_row(standing, project, block) for block in blocks)
    worked = sum((row.hours for row in rows), Decimal(0))
    billed = sum((row.billed or Decimal(0) for row in rows), Decimal(0))
    return Timesheet(
        project.title,
        _client_of(standing, project),
        standing.settings.business,
        days,
        rows,
        worked,
        billed if billed != worked and project.billing == "hourly" else None,
        _amount(standing, project, blocks),
        project.currency or standing.settings.currency,
    )


def _client_of(standing: Standing, project: Project) -> str | None:
    if project.client is None:
        return None
    wanted = project.client.id
    return next((client.title for client in standing.ledger.clients if client.id == wanted), wanted)


def _row(standing: Standing, project: Project, block: Block) -> TimesheetRow:
    assert block.day is not None, "a week's block has a day"
    starts = "" if block.start is None else clock(block.start)
    ends = "" if block.start is None else clock(block.start + block.minutes)
    share = billed_share(standing, block)
    billed = hours_of(block.minutes) * share.numerator / share.denominator if project.billing == "hourly" else None
    return TimesheetRow(block.day, starts, ends, hours_of(block.minutes), billed, block.task or "", block.text)


def _amount(standing: Standing, project: Project, blocks: Iterable[Block]) -> Fraction | None:
    """What hourly work comes to in the project's own currency, each block's share at its day's rate; else None."""
    if project.billing != "hourly" or project.rate is None:
        return None
    return sum((block_worth(standing, project, block) or Fraction(0) for block in blocks), Fraction(0)) / project.worth


def timesheet_text(sheet: Timesheet, name: str) -> str:
    """The timesheet for a file of this name: CSV or a page if it ends so, else Markdown. Raises TemplateFault."""
    if name.lower().endswith(".csv"):
        return _as_csv(sheet)
    if name.lower().endswith((".html", ".htm")):
        return render_template("timesheet.html", {"sheet": sheet, "worth": _worth(sheet)})
    return _as_markdown(sheet)


def _as_markdown(sheet: Timesheet) -> str:
    """The timesheet as Markdown: a heading, a table, the sum."""
    head = [f"# {_escaped(sheet.project)}", ""]
    facts = [("For", sheet.client), ("By", sheet.business), ("Time", f"{sheet.days.first} to {sheet.days.last}")]
    head += [f"{name}: {_escaped(value)}  " for name, value in facts if value]
    is_shared = sheet.billed is not None
    shown = [name for name in _HEADINGS if is_shared or name != "Billed"]
    lines = [*head, "", f"| {' | '.join(shown)} |", f"|{'|'.join(_RULES.get(name, '---') for name in shown)}|"]
    for row in sheet.rows:
        billed = (write_number(row.billed, 2),) if is_shared and row.billed is not None else ()
        cells = (str(row.day), row.starts, row.ends, write_number(row.hours, 2), *billed, row.task, row.text)
        lines.append(f"| {' | '.join(_escaped(cell) for cell in cells)} |")
    lines += ["", f"**{write_number(sheet.hours, 2)} hours{_worth(sheet)}**"]
    return "\n".join(lines) + "\n"


def _worth(sheet: Timesheet) -> str:
    billed = f", {write_number(sheet.billed, 2)} billed" if sheet.billed is not None else ""
    return f"{billed}, {write_money(sheet.amount, sheet.currency)}" if sheet.amount is not None else billed


def _escaped(text: str) -> str:
    """A text that stays one cell, and forges no markup."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>|#" else one for one in visible(text))


def _as_csv(sheet: Timesheet) -> str:
    """The rows as CSV."""
    rows: list[Row] = [dict(zip(TimesheetRow._fields, row, strict=True)) for row in sheet.rows]
    return as_csv(TimesheetRow._fields, rows)
