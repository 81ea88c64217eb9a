"""Writing a review again: the insides of generated parts are replaced, all else stays byte for byte."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.rendering.templates import content_hash, part
from opsledger.reviewing.regeneration import Regenerated, read_generated_parts, regenerate
from opsledger.source import SourceFile
from tests.fuzzing import bounded

PATH = "reviews/2026-11-20.md"
MODERATE = bounded(60)
pytestmark = pytest.mark.fuzz


def document(*insides: str, names: str = "abcdef", between: str = "\n\n") -> str:
    """A document of parts with these insides, as a template writes it."""
    parts = [str(part(name, lambda inside=inside: inside)) for name, inside in zip(names, insides, strict=False)]  # type: ignore[misc]
    return "# Head\n\n" + between.join(parts) + "\n\n## Decisions\n"


def hash_of(inside: str) -> str:
    """The hash that a part with this inside has in its marker."""
    return str(part("a", lambda: inside)).split(" ")[3]


def again(written: str, fresh: str, *, force: bool = False) -> Regenerated:
    return regenerate(SourceFile(PATH, written), fresh, content_hash, force=force)


def parts_of(text: str) -> list[str]:
    return list(read_generated_parts(SourceFile(PATH, text))[0])


# What a user may write outside the parts, and what a template may write within: anything that is no marker.
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=40).filter(
    lambda text: "opsledger:" not in text
)
own_words = words.map(lambda text: f"\n{text}\n")
insides = st.lists(words, min_size=3, max_size=3)


@MODERATE
@given(insides, insides, st.lists(own_words, min_size=4, max_size=4), st.booleans(), st.booleans())
def test_words_outside_the_parts_survive_byte_for_byte(
    old: list[str], new: list[str], mine: list[str], crlf: bool, bom: bool
) -> None:
    def whole(contents: list[str]) -> str:
        blocks = [
            str(part(name, lambda content=content: content)) for name, content in zip("abc", contents, strict=True)
        ]  # type: ignore[misc]
        text = mine[0] + "".join(block + "\n" + own for block, own in zip(blocks, mine[1:], strict=True))
        return ("\ufeff" if bom else "") + (text.replace("\n", "\r\n") if crlf else text)

    result = again(whole(old), document(*new))
    assert result.problems == ()
    assert result.text.encode() == whole(new).encode()


@MODERATE
@given(insides, insides)
def test_writing_it_twice_gives_the_same_bytes(old: list[str], new: list[str]) -> None:
    once = again(document(*old), document(*new)).text
    assert again(once, document(*new)).text == once


@MODERATE
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    again(text, document("x"))


@MODERATE
@given(st.lists(st.sampled_from([*document("one", "two").split("\n"), "<!-- opsledger:end c -->"]), max_size=14))
def test_with_no_fault_or_nothing_written(lines: list[str]) -> None:
    text = "\n".join(lines)
    result = again(text, document("three", "four"))
    assert not result.problems or result.text == text


# edited parts


def test_an_edited_part_stops_it_with_the_line_of_its_marker() -> None:
    written = document("one", "two", "three").replace("two", "2")
    result = again(written, document("1", "2", "3"))
    (problem,) = result.problems
    assert str(problem).startswith(f"{PATH}:9:1: error[review-edited] the generated part `b` was edited by hand")
    assert problem.hint is not None
    assert "`opsledger review --force`" in problem.hint
    assert result.text == written


def test_every_edited_part_is_named() -> None:
    written = document("one", "two", "three").replace("one", "1").replace("three", "3")
    assert [problem.message.split("`")[1] for problem in again(written, document("1", "2", "3")).problems] == ["a", "c"]


@pytest.mark.parametrize(
    "edit",
    [
        ("two", "two "),
        ("two", "two\n"),
        ("two", "\ntwo"),
        ("two", ""),
        ("two\n", ""),
        ("two", "Two"),
        (f"b {hash_of('two')}", f"b {hash_of('2')}"),
        (f"b {hash_of('two')}", "b"),
    ],
)
def test_any_change_within_is_an_edit(edit: tuple[str, str]) -> None:
    written = document("one", "two").replace(*edit)
    assert written != document("one", "two")
    assert [problem.rule.code for problem in again(written, document("1", "2")).problems] == ["review-edited"]


def test_force_replaces_the_edited_part_and_says_which() -> None:
    written = document("one", "two").replace("two", "2") + "My own.\n"
    result = again(written, document("1", "two"), force=True)
    assert (result.problems, result.replaced) == ((), ("b",))
    assert result.text == document("1", "two") + "My own.\n"


def test_a_change_of_line_ends_alone_is_no_edit() -> None:
    written = document("one\ntwo").replace("\n", "\r\n")
    assert again(written, document("1\n2")).text == document("1\n2").replace("\n", "\r\n")


# markers


def test_a_part_whose_markers_were_deleted_stays_deleted() -> None:
    written = document("one", "two", "three")
    without = re.sub(r"<!-- opsledger:begin b .*?end b -->\n\n", "", written, flags=re.DOTALL)
    result = again(without, document("1", "2", "3"))
    assert parts_of(result.text) == ["a", "c"]
    assert result.text == without.replace("one", "1").replace("three", "3").replace(
        hash_of("one"), hash_of("1")
    ).replace(hash_of("three"), hash_of("3"))


def test_a_part_whose_markers_alone_were_deleted_is_the_users() -> None:
    written = "".join(line for line in document("one", "two").splitlines(keepends=True) if " b" not in line)
    assert "two" in again(written, document("1", "2")).text


def test_a_part_that_the_template_has_no_longer_stays() -> None:
    assert "two" in again(document("one", "two"), document("1")).text


def test_a_part_that_the_template_has_newly_is_not_added() -> None:
    assert parts_of(again(document("one"), document("1", "2")).text) == ["a"]


def test_parts_keep_the_order_the_user_gave_them() -> None:
    written = document("two", "one", names="ba")
    assert again(written, document("1", "2")).text == document("2", "1", names="ba")


BEGIN_A, BEGIN_B = (f"<!-- opsledger:begin {name} {content_hash('x')} -->\n" for name in "ab")
END_A, END_B = (f"<!-- opsledger:end {name} -->\n" for name in "ab")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{BEGIN_A}x\n{END_A}{BEGIN_A}x\n{END_A}", ["4: the part `a` appears twice"]),
        (f"{BEGIN_A}x\n", ["1: the part `a` is not closed"]),
        (f"x\n{END_A}", ["2: the part `a` ends, but was not opened"]),
        (
            f"{BEGIN_A}{BEGIN_B}x\n{END_B}{END_A}",
            ["1: the part `a` is not closed before the next begins", "5: the part `a` ends, but was not opened"],
        ),
        (f"{BEGIN_A}x\n{END_B}", ["3: the part `b` ends, but was not opened"]),
    ],
)
@pytest.mark.parametrize("force", [False, True])
def test_wrong_markers_are_told_and_nothing_is_written(text: str, told: list[str], force: bool) -> None:
    result = again(text, document("1", "2"), force=force)
    assert [f"{problem.span.line}: {problem.message}" for problem in result.problems if problem.span] == told
    assert {problem.rule.code for problem in result.problems} == {"review-marker"}
    assert result.text == text


@pytest.mark.parametrize(
    "line",
    [
        "  <!-- opsledger:begin a 0123 -->",
        "> <!-- opsledger:begin a 0123 -->",
        "see <!-- opsledger:end a --> there",
        "<!-- opsledger:other a -->",
        "<!-- opsledger:begin A 0123 -->",
    ],
)
def test_what_is_no_marker_is_text(line: str) -> None:
    written = document("one") + line + "\n"
    assert again(written, document("1")).text == document("1") + line + "\n"


@pytest.mark.parametrize("text", ["", "\ufeff", "no parts at all\n", "\r\n"])
def test_a_document_without_parts_stays(text: str) -> None:
    assert again(text, document("1")).text == text
