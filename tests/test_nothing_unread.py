"""No list item of a data section is skipped in silence: it is read, told of, or stands in a comment or code fence."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsledger.history.merging.kept_lines import kept_lines
from opsledger.reading.body import read_body
from opsledger.reading.kinds import KINDS, Kind
from opsledger.reading.lines import Grammar
from opsledger.reading.marks import bullet_in, heading_in, other_bullet
from opsledger.reading.markup import Walk
from opsledger.reading.records import read_record
from opsledger.source import SourceFile
from tests.fuzzing import bounded

pytestmark = pytest.mark.fuzz
FEW = bounded(75)
PATHS = {
    "lead": "leads/x.md",
    "project": "projects/x.md",
    "week": "weeks/2026-W47.md",
    "review": "reviews/2026-11-20.md",
}
FRONT = "---\nname: x\nsource: y\nclient: z\nbilling: internal\n---\n"
BEGINNINGS = (
    *("- ", "* ", "+ ", "-", "• ", "– ", "1. ", "2) ", "(3) ", "  - ", "\t- ", "", "> ", "-\u00a0", "• ", "-- "),
    *("## Log\n", "## Plan\n", "## Actual\n", "## Costs\n", "## Marketing\n", "## Decisions\n", "## Lgo\n", "# x\n"),
)
CONTENTS = (
    *("2026-11-02 note x", "2026-11-16 won", "2026-11-17 booked", "Mon 9:00-10:00 admin", "Tue 2h admin", "Wed off"),
    *("Thu 20 admin paper", "Fri linkedin work x (reach 5)", "[ ] @sales ask", "[x] @sales ask done:2026-11-19"),
    *("milk", "", "%%", "%% x %%", "<!-- x -->", "<!--", "-->", "```", "~~~", "---", "===", "Log", "2026-11-02", "Mon"),
)
LINES = st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(CONTENTS), st.sampled_from((*CONTENTS, "", "", "")))
BODIES = st.lists(LINES.map(lambda line: f"{line[0]}{line[1]} {line[2]}".rstrip() + "\n"), max_size=14).map("".join)


def lines_read(record: object) -> set[int]:
    """The numbers of the lines that a record has read."""
    found: set[int] = set()
    for part in ("log", "plan", "actual", "costs", "marketing", "decisions", "read_in_part"):
        found |= {line.span.line for line in getattr(record, part, ())}
    return found


@FEW
@given(st.sampled_from([kind for kind in KINDS if kind.name in PATHS]), BODIES)
@example(KINDS[0], "## Log\n- 2026-11-02 note x %%\n- 2026-11-03 note y\n%%\n- 2026-11-04 note z\n")
@example(KINDS[0], "## Log\n%%\n- 2026-11-03 note y\n")
def test_every_item_is_read_or_told_of(kind: Kind, body: str) -> None:
    text = FRONT + body
    source = SourceFile(PATHS[kind.name], text)
    record, problems = read_record(kind, source, Grammar(("inquiry",), frozenset()))
    told = {problem.line for problem in problems}
    read = lines_read(record)
    found, _ = read_body(source, len(FRONT), kind.sections)
    covered = {source.line_at(start) for start, _ in (*found.hidden, *found.comments)}
    for section in found.sections:
        first, last = source.line_at(section.run[0]), source.line_at(max(section.stop - 1, section.run[0]))
        for number in range(first, last + 1):
            line = source.line_text(number)
            if bullet_in(line) and not line[0].isspace():
                assert number in read | told | covered, (number, line)


@FEW
@given(BODIES)
def test_a_walk_goes_over_every_line_once(body: str) -> None:
    walk = Walk(body)
    lines = list(walk)
    begins = [0, *(at + 1 for at, character in enumerate(body) if character == "\n")]
    assert [line.start for line in lines] == begins[: len(lines)]
    assert len(lines) == body.count("\n")
    assert all(len(line.text) == line.end - line.start for line in lines)
    assert all(shown in (" ", body[line.start + at]) for line in lines for at, shown in enumerate(line.text))


@FEW
@given(st.text(st.sampled_from("#-*+ \t\u00a0ax1.)(•–\r"), max_size=12))
def test_what_a_line_begins_with_lies_within_it(line: str) -> None:
    heading, bullet = heading_in(line), bullet_in(line)
    if heading:
        assert 0 <= heading.start < heading.end <= len(line)
        assert heading.title in line
    if bullet:
        assert line[bullet.indent] in "-*+"
        assert bullet.indent < bullet.end <= len(line)
    assert 0 <= other_bullet(line) < max(len(line), 1)


LETTERS = st.lists(st.sampled_from("abcde"), max_size=150)


@FEW
@given(LETTERS, LETTERS)
def test_kept_lines_are_the_same_and_in_both_orders(first: list[str], second: list[str]) -> None:
    kept = kept_lines(first, second)
    assert all(first[mine] == second[theirs] for mine, theirs in kept.items())
    assert list(kept) == sorted(kept)
    assert list(kept.values()) == sorted(set(kept.values()))
    assert kept_lines(first, first) == {number: number for number in range(len(first))}
