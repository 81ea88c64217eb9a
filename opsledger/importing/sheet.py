"""CSV files as other programs and spreadsheets save them: their encoding, separator, columns and rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from opsledger.dataclass import dataclass
from opsledger.importing.plan import Unusable
from opsledger.patterns import pattern
from opsledger.values.misread import Misread
from opsledger.values.visible import visible
from opsledger.values.written import listed
from opsledger.values.written import one_line as cut

LARGEST = 50_000_000
_SEPARATORS = (",", ";", "\t", "|")
_HEAD = 12  # lines in which the column names are looked for: some reports begin with a title
_LONGEST_CELL = 1_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = {b"PK\x03\x04": "a spreadsheet or an archive", b"\xd0\xcf\x11\xe0": "an old spreadsheet", b"%PDF": "a PDF"}
_MOST_NAMED = 12
_SHOWN = {"span": "hours"}  # what a meaning is called on the command line
_DEFUSED = pattern(r"'(?=[=+\-@\t\r])")

Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: the 1-based line it begins on, and its cells by what they mean; a column that is not there is empty.

    is_longer: whether there are cells after the last column, so that they may be in other columns than their own.
    """

    line: int
    cells: Mapping[str, str]
    is_longer: bool = False

    def __getitem__(self, meaning: str) -> str:
        return self.cells.get(meaning, "")


class Sheet(NamedTuple):
    """A file's rows, what its columns of each meaning are called, and what is to be told about how it was read.

    others: what the columns are called that have none of these meanings.
    """

    name: str
    rows: list[SheetRow]
    columns: Mapping[str, str]
    notes: list[str]
    others: tuple[str, ...] = ()

    def place(self, row: SheetRow) -> str:
        """Where a row is."""
        return f"{self.name}:{row.line}"


def columns_needed(columns: Columns, needed: tuple[tuple[str, ...], ...]) -> list[str]:
    """The columns that a file has to have, each group of meanings as one text: `Project` or `Description`."""
    return [
        listed([f"`{columns[meaning][0].rpartition(' - ')[2]}`" for meaning in group], joint="or") for group in needed
    ]


def encoding_of(data: bytes) -> str | None:
    """The encoding that a file's first bytes tell, or None: it may be UTF-8, or an older one."""
    told = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    if told is None and data[:400].count(0) > len(data[:400]) // 3:
        return "utf-16-le" if data[:400:2].count(0) < data[1:400:2].count(0) else "utf-16-be"
    return told


def decoded(name: str, data: bytes) -> tuple[str, list[str]]:
    """A file's text, and what is to be told about its encoding: UTF-8, UTF-16 as Excel saves it, else Windows-1252."""
    if len(data) > LARGEST:
        raise Unusable(f"{name} is larger than {LARGEST // 1_000_000} MB", "export fewer days at a time")
    other = next((what for begins, what in _OTHERS.items() if data.startswith(begins)), None)
    if other:
        raise Unusable(f"{name} is {other}, not text", "save it as CSV UTF-8")
    encoding = encoding_of(data)
    notes: list[str] = []
    try:
        return data.decode(encoding or "utf-8"), notes
    except UnicodeDecodeError:
        if encoding:
            raise Unusable(f"{name} begins like {encoding.upper()}, but is not", "export it again") from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unusable(f"{name} is not text in UTF-8, UTF-16 or Windows-1252", "save it as CSV UTF-8") from None
    notes.append(f"{name} is read as Windows-1252, as older spreadsheets save it: look at letters with accents")
    return text, notes


_ENGLISH = "export it in English"


def read_sheet(
    name: str, data: bytes, columns: Columns, needed: tuple[tuple[str, ...], ...], report: str, way: str = _ENGLISH
) -> Sheet:
    """The rows of a CSV file.

    columns: for each meaning the names that a column of it may have, as the report writes them. needed: of each group
    of meanings one has to be there. report: what the file should be, for the message. way: what helps if columns
    are missing. Raises Unusable.
    """
    text, notes = decoded(name, data)
    for separator in _SEPARATORS:
        for number, head in zip(range(_HEAD), _cells(name, text, separator), strict=False):
            found = _places(head[1], columns)
            if all(any(meaning in found for meaning in group) for group in needed):
                lines = islice(_cells(name, text, separator, strict=True), number + 1, None)
                rows = [_row(*each, found, len(head[1])) for each in lines if any(cell.strip() for cell in each[1])]
                called = {one: head[1][place].strip() for one, place in found.items()}
                others = tuple(cell for place, cell in enumerate(head[1]) if place not in found.values())
                return Sheet(name, rows, called, [*notes, *_twice(name, head[1], called)], others)
    raise _not_such(name, text, columns, needed, report, way)


def told_columns(sheet: Sheet, *, as_what: bool = True, way: str = "") -> list[str]:
    """What is to be told of a table's columns: which was read as what, and which mean nothing here.

    as_what: whether the first is told too. way: how to say what one means, if that can be said.
    """
    told = []
    if as_what:
        read = ", ".join(f"{_SHOWN.get(one, one)} is `{cell_text(cell, 40)}`" for one, cell in sheet.columns.items())
        told.append(f"{sheet.name}: {read}")
    if others := [f"`{cell_text(cell, 40)}`" for cell in sheet.others if cell.strip()]:
        told.append(f"{sheet.name}: not read: {listed(others, _MOST_NAMED)}{way}")
    return told


def columns_there(name: str, data: bytes, columns: Columns) -> set[str]:
    """Which meanings of some columns a table has, in the first of its lines that has the most. Raises Unusable."""
    text, _ = decoded(name, data)
    found: set[str] = set()
    for separator in _SEPARATORS:
        for _, (_, cells) in zip(range(_HEAD), _cells(name, text, separator), strict=False):
            found = max(found, set(_places(cells, columns)), key=len)
    return found


def _twice(name: str, head: list[str], called: Mapping[str, str]) -> list[str]:
    """What is to be told of the columns that are read, if there are others of the same name."""
    names = [_folded(cell) for cell in head]
    twice = dict.fromkeys(column for column in called.values() if names.count(_folded(column)) > 1)
    return [f"{name}: more than one column is called `{visible(column)}`, and the first is read" for column in twice]


def _not_such(
    name: str, text: str, columns: Columns, needed: tuple[tuple[str, ...], ...], report: str, way: str
) -> Unusable:
    """What to report of a file without the columns: which are missing, or what its first line is."""
    heads = [
        (_places(cells, columns), cells)
        for separator in _SEPARATORS
        for _, (_, cells) in zip(range(_HEAD), _cells(name, text, separator), strict=False)
    ]
    places, cells = max(heads, key=lambda head: (len(head[0]), len(head[1])), default=({}, []))
    missing = [
        wanted
        for group, wanted in zip(needed, columns_needed(columns, needed), strict=True)
        if not any(meaning in places for meaning in group)
    ]
    if len(missing) < len(needed):
        has = ", ".join(f"`{visible(cell.strip()[:40])}`" for cell in cells[:30] if cell.strip())
        return Unusable(
            f"{name} is not {report}: it has no column {' and no '.join(missing)}",
            f"its columns are {has}; {way}",
        )
    first = next((line for line in text.splitlines() if line.strip()), "")
    return Unusable(
        f"{name} is not {report}: its first lines do not name the columns {', '.join(missing)}",
        f"it begins with `{visible(first[:80])}`; {way}" if first else "it is empty",
    )


def _cells(name: str, text: str, separator: str, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text with the lines they begin on; strict: a quote left open takes no row after it along."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise Unusable(f"{name}:{line} cannot be read as CSV: {fault}", "is a quote left open?") from None
        yield line, cells
        line = reader.line_num + 1


def _places(cells: list[str], columns: Columns) -> dict[str, int]:
    """Where the column of each meaning is."""
    names: dict[str, int] = {}
    for number, cell in enumerate(cells):
        names.setdefault(_folded(cell), number)
    found = {}
    for meaning, spellings in columns.items():
        place = next((names[_folded(one)] for one in spellings if _folded(one) in names), None)
        if place is not None:
            found[meaning] = place
    return found


def _folded(name: str) -> str:
    """A column's name without case, accents, doubled spaces and the currency after it."""
    plain = re.sub(r"\s*\([A-Z]{3}\)$", "", " ".join(name.strip('\ufeff \t"').replace("_", " ").split())).casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))


def _row(line: int, cells: list[str], places: Mapping[str, int], columns: int) -> SheetRow:
    told = {meaning: cells[place].strip() for meaning, place in places.items() if place < len(cells)}
    return SheetRow(line, told, any(cell.strip() for cell in cells[columns:]))


def check_length(row: SheetRow) -> None:
    """Raises Misread for a row whose cells may be in other columns than their own."""
    if row.is_longer:
        raise Misread("it has more cells than the table has columns", "is a comma in a cell without quotes?")


def cell_text(text: str, longest: int | None = None) -> str:
    """A cell as the text of a line: on one line, nothing in it unseen, and without what defuses a formula.

    longest: for what is only reported, where to cut it.
    """
    plain = _DEFUSED.sub("", text, count=1) if text.startswith("'") else text
    joined = visible(" ".join(plain.split()))
    return joined if longest is None else cut(joined, longest)
