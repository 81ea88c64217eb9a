"""CSV files as they come: encodings, separators, titles, quoted line feeds."""

from __future__ import annotations

import codecs

import pytest

from opsledger.importing.plan import Unusable
from opsledger.importing.sheet import Sheet, cell_text, read_sheet

COLUMNS = {"day": ("Start date", "Date"), "text": ("Description",), "amount": ("Amount",)}
TEXT = "Start date,Description,Amount (EUR)\n2026-11-02,Grüße,1\n"


def sheet(data: bytes | str) -> Sheet:
    raw = data.encode() if isinstance(data, str) else data
    return read_sheet("x.csv", raw, COLUMNS, (("day",), ("text",)), "the report")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("cp1252"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "|").encode(),
        b'"Start date";"Description";"Amount (EUR)"\n"2026-11-02";"Gr\xc3\xbc\xc3\x9fe";"1"\n',
        TEXT.replace(",", "\t").encode("utf-16"),
        f"sep=,\n{TEXT}".encode(),
        TEXT.replace("\n", "\r\n").encode(),
        f"Detailed report\nNovember\n\n{TEXT}".encode(),
        TEXT.upper().replace("GRÜSSE", "Grüße").encode(),
    ],
    ids=[
        "utf8",
        "bom",
        "utf16",
        "utf16be",
        "utf16-bare",
        "cp1252",
        "semicolons",
        "pipes",
        "quoted",
        "tabs",
        "sep",
        "crlf",
        "title",
        "case",
    ],
)
def test_a_file_is_read_however_it_was_saved(data: bytes) -> None:
    (row,) = sheet(data).rows
    assert (row["day"], row["text"], row["amount"]) == ("2026-11-02", "Grüße", "1")


def test_windows_1252_is_told_of() -> None:
    assert "Windows-1252" in sheet(TEXT.encode("cp1252")).notes[0]


def test_of_two_columns_of_one_name_the_first_is_read_and_told_of() -> None:
    found = sheet("Date,Description,description\n2026-11-02,one,two\n")
    assert found.rows[0]["text"] == "one"
    assert found.notes == ["x.csv: more than one column is called `Description`, and the first is read"]


def test_a_row_is_placed_at_its_first_line_though_a_cell_has_several() -> None:
    text = 'Date,Description\n2026-11-02,"one\ntwo\n\nthree"\n\n2026-11-03,next\n'
    rows = sheet(text).rows
    assert [(row.line, row["text"]) for row in rows] == [(2, "one\ntwo\n\nthree"), (7, "next")]


def test_a_column_that_is_not_there_is_empty_and_a_short_row_too() -> None:
    (row,) = sheet("Date,Other,Description\n2026-11-02\n").rows
    assert (row["text"], row["amount"], row["nonsense"]) == ("", "", "")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is not the report"),
        (b"a,b\n1,2\n", "`Start date`"),
        (b"\xff\xfe\x00", "begins like UTF-16"),
        (b"\x81\x8d\x8f\x90", "is not text"),
        (b"PK\x03\x04\x14\0\0\0", "is a spreadsheet or an archive"),
        (b'Date,Description\n2026-11-02,"' + b"x" * 1_100_000, "cannot be read as CSV"),
    ],
)
def test_what_is_no_such_report_is_told_of(data: bytes, told: str) -> None:
    with pytest.raises(Unusable, match=told):
        sheet(data)


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("a\r\n  b\tc ", "a b c"),
        ("'=1+1", "=1+1"),
        ("'tis so", "'tis so"),
        ("x\x1b[31m\x00y", "x\\x1b[31m\\x00y"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
    ],
)
def test_a_cell_becomes_one_line_in_which_everything_is_seen(cell: str, line: str) -> None:
    assert cell_text(cell) == line


def test_what_is_only_told_of_may_be_cut() -> None:
    assert cell_text("x" * 400) == "x" * 400
    assert cell_text("x" * 400, 60) == "x" * 59 + "…"


@pytest.mark.parametrize("behind", ["2026-11-03,next,1", '2026-11-03,"next",1', '2026-11-03,"",1'])
def test_a_quote_that_is_left_open_takes_no_row_along(behind: str) -> None:
    with pytest.raises(Unusable, match=r"x\.csv:2 cannot be read as CSV"):
        sheet(f'Start date,Description,Amount\n2026-11-02,"open,1\n{behind}\n')
