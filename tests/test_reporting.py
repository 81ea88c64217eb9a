import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.diagnostics import at, error
from opsledger.reporting.diagnostics import as_data, as_gcc, as_text
from opsledger.reporting.excerpt import excerpt
from opsledger.reporting.json_text import envelope, json_text
from opsledger.reporting.tables import Shown, as_csv, as_plain, as_terminal, shown_table
from opsledger.reporting.width import width, widths
from opsledger.source import SourceFile, Span
from tests.fuzzing import bounded

TEXTS = st.text(st.characters(exclude_characters="\n"), max_size=300)


def shown(line: str, part: str) -> tuple[str, str]:
    """The excerpt for a part of a line that is the second of its file."""
    text = f"first\n{line}\nlast\n"
    start = text.index(part, 6)
    return excerpt(Span(SourceFile("a.md", text), start, start + len(part)))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("日本", 4),
        ("😀", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("🇫🇷🇩🇪", 4),
        ("❤\ufe0f", 2),
        ("ｱ", 1),
        ("Ａ", 2),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@given(TEXTS)
def test_every_character_has_a_width(text: str) -> None:
    assert len(list(widths(text))) == len(text)


@pytest.mark.parametrize("before", ["", "ab ", "日本 ", "😀 ", "\t", "a\tb ", "\x1b[31m ", "\u202e ", "🇫🇷 "])
def test_carets_stand_below_the_place(before: str) -> None:
    line, carets = shown(f"{before}XYZ end", "XYZ")
    ahead = line[: line.index("XYZ")]
    assert carets == " " * width(ahead) + "^^^"


def test_wide_characters_have_two_carets() -> None:
    assert shown("a 日本 b", "日本") == ("a 日本 b", "  ^^^^")


def test_tabs_are_shown_as_spaces_to_the_next_stop() -> None:
    assert shown("a\tXYZ", "XYZ") == ("a   XYZ", "    ^^^")


def test_an_empty_place_has_one_caret() -> None:
    assert excerpt(Span(SourceFile("a.md", "abc\n"), 3, 3)) == ("abc", "   ^")


def test_a_place_over_several_lines_is_shown_to_the_end_of_its_first() -> None:
    assert excerpt(Span(SourceFile("a.md", "abc\ndef\n"), 1, 6)) == ("abc", " ^^")


@pytest.mark.parametrize("sign", ["x", "日", "😀"])
@pytest.mark.parametrize("before", [0, 10, 60, 100, 500, 5000])
@pytest.mark.parametrize("after", [0, 10, 500])
def test_a_long_line_is_cut_around_the_place(sign: str, before: int, after: int) -> None:
    line, carets = shown(sign * before + "XYZ" + sign * after, "XYZ")
    assert width(line) <= 112
    assert "XYZ" in line
    assert carets == " " * width(line[: line.index("XYZ")]) + "^^^"


SIGNS = ["x", "日", "😀", "e\u0301", "\t", "👩\u200d👩\u200d👧", "🇫🇷", "\x1b", "\u202e", " ", "ｱ", "👍🏽", "❤\ufe0f"]


@bounded(60)
@given(
    before=st.lists(st.sampled_from(SIGNS), max_size=250).map("".join),
    part=st.lists(st.sampled_from(["Q", "日", "e\u0301"]), min_size=1, max_size=90).map("".join),
    after=st.lists(st.sampled_from(SIGNS), max_size=120).map("".join),
    columns=st.sampled_from([20, 40, 60, 80, 200]),
)
def test_a_terminal_never_wraps_a_line_that_has_carets_below(before: str, part: str, after: str, columns: int) -> None:
    text = f"{before}«{part}{after}\n"
    span = Span(SourceFile("a.md", text), len(before), len(before) + 1 + len(part))
    shown = as_text([at(error("x", "x"), span, "x")], columns=columns).splitlines()
    line, carets = shown[1], shown[2]
    assert max(width(line), width(carets)) <= columns
    assert width(line[: line.index("«")]) == carets.index("^")
    assert len(carets.strip()) == min(width(f"«{part}"), width(line) - carets.index("^") - line.endswith("…"))


@given(TEXTS, st.integers(0, 300), st.integers(0, 300))
def test_an_excerpt_is_one_line_with_a_caret_below_it(text: str, start: int, length: int) -> None:
    first = min(start, len(text))
    line, carets = excerpt(Span(SourceFile("a.md", text), first, min(first + length, len(text))))
    assert "^" in carets
    assert not set(line) & {"\n", "\r", "\t", "\x1b"}
    assert width(carets) <= width(line) + 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("12000.50"), "12000.50"),
        (Decimal("1E+2"), "100"),
        (Decimal("7.00"), "7"),
        (Decimal("0.1") + Decimal("0.2"), "0.3"),
        (Decimal("999999999999.99"), "999999999999.99"),
        (Decimal("NaN"), "null"),
        (Fraction(7), "7"),
        (Fraction(5, 2), "2.5"),
        (Fraction(-1, 3), "-0.3333333333333333333333333333"),
        (2.0, "2"),
        (0.25, "0.25"),
        (float("inf"), "null"),
        (True, "true"),
        (None, "null"),
        (date(2026, 11, 20), '"2026-11-20"'),
        ("é\u202e\x1b", '"é\u202e\\u001b"'),
        ("\udcff", '"\\udcff"'),
        ((), "[]"),
        ({}, "{}"),
    ],
)
def test_json_of(value: object, text: str) -> None:
    assert json_text(value) == text  # type: ignore[arg-type]


def test_json_can_be_ascii() -> None:
    assert json_text("é😀", ascii_only=True) == '"\\u00e9\\ud83d\\ude00"'


def test_an_envelope_says_what_it_holds() -> None:
    text = json_text(envelope("leads", date(2026, 11, 20), []))
    assert json.loads(text) == {"schema": 1, "kind": "leads", "on": "2026-11-20", "data": []}


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(PLAIN, st.booleans())
def test_json_is_read_back(value: object, ascii_only: bool) -> None:
    assert json.loads(json_text(value, ascii_only=ascii_only)) == value  # type: ignore[arg-type]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_decimals_are_exact(value: Decimal) -> None:
    assert json.loads(json_text(value), parse_float=Decimal, parse_int=Decimal) == value


def test_numbers_stand_to_the_right() -> None:
    table = Shown(["id", "n"], [["a", "1"], ["bcd", "200"]], [False, True], [False, False])
    assert as_plain(table) == "id     n\na      1\nbcd  200\n"


def test_money_is_headed_by_the_currency() -> None:
    columns = (("worth", "worth", "money"), ("size", "hours", "hours"))
    table = shown_table(columns, [{"worth": Decimal(12400), "size": Decimal("2.5")}], "EUR")
    assert (table.headings, table.rows) == (["worth EUR", "hours"], [["12,400", "2.5"]])


def test_a_narrow_terminal_folds_and_loses_nothing() -> None:
    drawn = as_terminal(Shown(["text"], [["word " * 20]], [False], [True]), 30, colour=False)
    assert drawn.split().count("word") == 20
    assert all(len(line) <= 30 for line in drawn.splitlines())


def test_columns_without_room_are_named() -> None:
    table = Shown(["id", "from", "note"], [["acme", "2026-11-20", "a"]], [False] * 3, [False] * 3)
    assert as_terminal(table, 18, colour=False) == "id    from\nacme  2026-11-20\n\nno room for: note\n"


def test_a_terminal_shows_markup_as_text() -> None:
    assert "[red]x[/red] :smile:" in as_terminal(
        Shown(["t"], [["[red]x[/red] :smile:"]], [False], [False]), 60, colour=True
    )


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_csv_defuses_formulas(text: str) -> None:
    assert as_csv(["a"], [{"a": text}]).splitlines()[1].startswith("'")


def test_csv_leaves_negative_numbers() -> None:
    assert as_csv(["a", "b"], [{"a": Decimal("-5.50"), "b": -3}]) == "a,b\n-5.50,-3\n"


def test_csv_defuses_headings_and_lists() -> None:
    assert as_csv(["=a"], [{"=a": ("=1", "b")}]) == "'=a\n'=1;b\n"


def test_what_is_wrong_in_the_same_words_is_told_once_with_its_other_places() -> None:
    source = SourceFile("a.md", "payd\n" * 43 + "pid\n")
    rule = error("word", "A word is wrong.")
    wrong = [at(rule, Span(source, number * 5, number * 5 + 4), "`payd` is wrong", "`paid`") for number in range(43)]
    told = as_text([*wrong, at(rule, Span(source, 215, 218), "`pid` is wrong", "`paid`")])
    assert told.count("`payd` is wrong") == 1
    assert "    the same at a.md:2:1, a.md:3:1," in told
    assert "a.md:41:1 and 2 more places\n" in told
    assert told.endswith("a.md:44:1: error[word] `pid` is wrong\n    pid\n    ^^^\n    hint: `paid`\n")
    assert as_gcc(wrong).count("\n") == len(as_data(wrong)) == 43
