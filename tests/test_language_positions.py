from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.language.positions import Positions, Unit
from opsledger.source import SourceFile

TEXTS = st.text(st.sampled_from("aé–\u2028\u0085😀\r\n\t👩\u200d🔧"), max_size=40)


def positions(text: str, unit: Unit = Unit.UTF16, *, has_bom: bool = False) -> Positions:
    return Positions(SourceFile("leads/a.md", text), unit, has_bom=has_bom)


@pytest.mark.parametrize(("unit", "character"), [(Unit.UTF8, 7), (Unit.UTF16, 4), (Unit.UTF32, 3)])
def test_a_character_is_as_wide_as_the_editor_counts_it(unit: Unit, character: int) -> None:
    assert positions("é😀 x", unit).position_at(3) == (0, character)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_an_editor_ends_them(end: str) -> None:
    assert positions(f"one{end}two").position_at(len("one" + end)) == (1, 0)


def test_other_line_separators_end_no_line() -> None:
    assert positions("one\u2028two\u0085x").position_at(8) == (0, 8)


def test_between_a_cr_and_its_lf_is_the_end_of_the_line() -> None:
    assert positions("one\r\ntwo").position_at(4) == (0, 3)


def test_a_position_behind_its_line_is_the_end_of_the_line() -> None:
    assert positions("one\r\ntwo").offset_at(0, 99) == 3


def test_a_position_behind_the_last_line_is_the_end_of_the_text() -> None:
    assert positions("one\ntwo").offset_at(7, 0) == 7


def test_a_position_inside_a_character_is_its_beginning() -> None:
    assert positions("a😀b").offset_at(0, 2) == 1


def test_a_byte_order_mark_that_the_editor_shows_counts_on_the_first_line_alone() -> None:
    shown = positions("\ufeffone\ntwo", has_bom=True)
    assert (shown.position_at(0), shown.position_at(4)) == ((0, 1), (1, 0))
    assert (shown.offset_at(0, 1), shown.offset_at(1, 0)) == (0, 4)


def test_a_byte_order_mark_that_the_editor_has_taken_off_counts_nowhere() -> None:
    assert positions("\ufeffone").position_at(0) == (0, 0)


@given(TEXTS, st.sampled_from(list(Unit)), st.booleans())
def test_every_offset_comes_back_from_its_position(text: str, unit: Unit, has_bom: bool) -> None:
    there = positions(text, unit, has_bom=has_bom)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert there.offset_at(*there.position_at(offset)) == offset


@given(TEXTS, st.integers(0, 50), st.integers(0, 50), st.sampled_from(list(Unit)))
def test_every_position_is_somewhere_in_the_text(text: str, line: int, character: int, unit: Unit) -> None:
    assert 0 <= positions(text, unit).offset_at(line, character) <= len(text)
