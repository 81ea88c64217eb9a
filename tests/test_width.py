"""Lines fit the terminal, and no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.preview.news import MOST, News
from opsledger.reporting.width import padded, width, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short\n", "short\n"),
        ("one two three four five", "one two three\nfour five"),
        ("  one two three four five", "  one two three\n  four five"),
        ("a.md:3   one two three", "a.md:3   one two\n         three"),
        ("  x   one two three four", "  x   one two\n      three four"),
        ("a number and 6 h, 66 % of it", "a number and\n6 h, 66 % of it"),
        ("averyverylongwordalone and", "averyverylongwordalone\nand"),
        ("\x1b[1mcolours stay as they are\x1b[0m", "\x1b[1mcolours stay as they are\x1b[0m"),
    ],
)
def test_a_text_is_broken_between_words(text: str, shown: str) -> None:
    assert wrapped(text, 16) == shown


@given(text=st.text(st.sampled_from("ab  -äあ\n"), max_size=60), columns=st.integers(12, 40))
def test_no_word_is_lost_and_each_line_fits(text: str, columns: int) -> None:
    shown = wrapped(text, columns)
    assert shown.split() == text.split()
    longest = max((width(word) for word in text.split()), default=0)
    assert all(width(line) <= max(columns, longest + columns * 2 // 3) for line in shown.split("\n") if line.strip())


def test_no_more_pages_listen_than_there_are_places() -> None:
    news = News(lambda: "")
    places = [news.listening() for _ in range(MOST + 2)]
    assert [place.__enter__() for place in places] == [True] * MOST + [False, False]
    for place in places:
        place.__exit__(None, None, None)
    assert news.listeners == 0


@pytest.mark.parametrize(("text", "columns"), [("leads/ab.md", 11), ("a/日.md", 7), ("👩\u200d👩\u200d👧 🇩🇪", 5)])
def test_a_column_begins_where_the_widest_before_it_ends(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(padded(text, 20)) == 20
    assert padded(text, 2) == text
