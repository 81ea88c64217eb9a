"""Rows as tables: for a terminal, as aligned text, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from opsledger.listing.rows import Cell
from opsledger.reporting.width import width
from opsledger.values.visible import visible
from opsledger.values.written import write_money, write_number

_PROSE = 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Shown(NamedTuple):
    """A table ready to be printed: headings and cells as text.

    right: which columns are to the right. folds: which hold prose that may be folded if there is no room for it.
    """

    headings: list[str]
    rows: list[list[str]]
    right: list[bool]
    folds: list[bool]

    def widest(self) -> list[int]:
        """The room that each column takes."""
        return [max(map(width, cells)) for cells in zip(self.headings, *self.rows, strict=True)]

    def cut(self, columns: int) -> Shown:
        """The table with its first so many columns."""
        rows = [row[:columns] for row in self.rows]
        return Shown(self.headings[:columns], rows, self.right[:columns], self.folds[:columns])


def shown_table(
    columns: Sequence[tuple[str, str, str]], rows: Sequence[Mapping[str, Cell]], currency: str = ""
) -> Shown:
    """A table of some of the rows' keys.

    A column is its key, its heading, and its unit: `text`, `prose`, `number`, `hours`, `money`.
    """
    return Shown(
        [f"{heading} {currency}".strip() if unit == "money" else heading for _, heading, unit in columns],
        [[_shown(row[key], unit) for key, _, unit in columns] for row in rows],
        [unit not in ("text", "prose") for _, _, unit in columns],
        [unit == "prose" for _, _, unit in columns],
    )


def _shown(cell: Cell, unit: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, tuple):
        return visible(", ".join(cell))
    if isinstance(cell, int | Decimal):
        return write_money(cell, "").strip() if unit == "money" else write_number(cell, 2)
    return visible(str(cell))


def as_plain(table: Shown) -> str:
    """A table as aligned text, two spaces between its columns."""
    widest = table.widest()
    return "".join(_aligned(line, widest, table.right) + "\n" for line in (table.headings, *table.rows))


def _aligned(line: list[str], widest: list[int], right: list[bool]) -> str:
    cells = []
    for text, room, to_right in zip(line, widest, right, strict=True):
        space = " " * (room - width(text))
        cells.append(space + text if to_right else text + space)
    return "  ".join(cells).rstrip(" ")


def as_terminal(table: Shown, columns: int, *, colour: bool) -> str:
    """A table for a terminal so many columns wide, its cells shown as they are.

    Prose is folded if it has no room; if that is not enough the last columns are left out, and named below it.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    fitting = _fitting(table, columns)
    kept = table.cut(fitting)
    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading, to_right, folds in zip(kept.headings, kept.right, kept.folds, strict=True):
        may_fold = folds or fitting == 1
        drawn.add_column(Text(heading), justify="right" if to_right else "left", overflow="fold", no_wrap=not may_fold)
    for row in kept.rows:
        drawn.add_row(*map(Text, row))
    console = Console(
        file=io.StringIO(),
        width=columns,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(drawn)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    if left_out := table.headings[fitting:]:
        lines += ["", f"no room for: {', '.join(left_out)}"]
    return "\n".join(lines) + "\n"


def _fitting(table: Shown, columns: int) -> int:
    """How many of its first columns fit; at least one."""
    needed = [min(size, _PROSE) if folds else size for size, folds in zip(table.widest(), table.folds, strict=True)]
    fitting = len(needed)
    while fitting > 1 and sum(needed[:fitting]) + 2 * (fitting - 1) > columns:
        fitting -= 1
    return fitting


def as_csv(keys: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> str:
    """Rows as CSV. A text that a spreadsheet would run as a formula gets a leading `'`; lists are joined by `;`."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([_csv_text(key) for key in keys])
    writer.writerows([_csv_cell(row.get(key)) for key in keys] for row in rows)
    return written.getvalue()


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() else f"{cell:f}"
    if isinstance(cell, int | date):
        return str(cell)
    return _csv_text(cell if isinstance(cell, str) else ";".join(cell))


def _csv_text(text: str) -> str:
    return f"'{visible(text)}" if text.startswith(_FORMULA) else visible(text)
