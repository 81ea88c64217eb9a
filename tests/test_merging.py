"""Merging two versions of a record: what each side wrote is kept, and only true disagreement is a conflict."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsledger.history.merging.record import merge_record

LEAD = """\
---
name: Quay
source: web
value: 6000
---
They came by way of the fair.

## Log

- 2026-11-02 in asks for a website
- 2026-11-05 qualified
"""
WEEK = "## Actual\n\n- Mon 9:00-12:00 quay\n- Wed 9:00-10:00 admin\n"
REVIEW = "---\non: 2026-11-06\n---\n## Decisions\n\n- [ ] @sales Call Quay\n- [ ] @coo Tidy up\n"


def merged(ours: str, theirs: str, base: str = LEAD, path: str = "leads/quay.md") -> tuple[str, int]:
    result = merge_record(path, base.encode(), ours.encode(), theirs.encode())
    return result.data.decode(), result.conflicts


def test_lines_added_by_both_stand_by_day() -> None:
    text, conflicts = merged(
        f"{LEAD}- 2026-11-20 proposal\n- 2026-11-22 out asked\n",
        f"{LEAD}- 2026-11-09 out sent a case\n- 2026-11-21 in yes\n",
    )
    assert conflicts == 0
    assert text == (
        f"{LEAD}- 2026-11-09 out sent a case\n- 2026-11-20 proposal\n- 2026-11-21 in yes\n- 2026-11-22 out asked\n"
    )


def test_lines_of_one_day_keep_the_order_they_had_on_each_side() -> None:
    text, _ = merged(f"{LEAD}- 2026-11-20 b\n- 2026-11-20 a\n", f"{LEAD}- 2026-11-20 d\n- 2026-11-20 c\n")
    assert [line[-1] for line in text.splitlines()[-4:]] == ["b", "a", "d", "c"]


def test_the_newest_line_may_stand_first() -> None:
    base = LEAD.replace("- 2026-11-02 in asks for a website\n- 2026-11-05 qualified\n", "- 2026-11-02 in\n")
    new = ["- 2026-11-20 a\n- 2026-11-12 b\n", "- 2026-11-15 c\n- 2026-11-10 d\n"]
    text, conflicts = merged(*(base.replace("- 2026-11-02", f"{lines}- 2026-11-02") for lines in new), base)
    assert conflicts == 0
    assert [line[13:] for line in text.splitlines() if line.startswith("- ")] == ["a", "c", "b", "d", "in"]


def test_one_new_line_on_each_side_of_a_list_with_the_newest_first() -> None:
    base = LEAD.replace(
        "- 2026-11-02 in asks for a website\n- 2026-11-05 qualified\n", "- 2026-11-05 b\n- 2026-11-02 a\n"
    )
    ours, theirs = (
        base.replace("- 2026-11-05", f"{line}- 2026-11-05") for line in ("- 2026-11-20 c\n", "- 2026-11-22 d\n")
    )
    text, _ = merged(ours, theirs, base)
    assert [line[13:] for line in text.splitlines() if line.startswith("- ")] == ["d", "c", "b", "a"]


def test_lines_of_one_day_keep_their_order_with_the_newest_first_too() -> None:
    base = LEAD.replace(
        "- 2026-11-02 in asks for a website\n- 2026-11-05 qualified\n", "- 2026-11-05 b\n- 2026-11-02 a\n"
    )
    theirs = base.replace("- 2026-11-05", "- 2026-11-20 verbal\n- 2026-11-20 won\n- 2026-11-05")
    text, _ = merged(base.replace("- 2026-11-05", "- 2026-11-21 in\n- 2026-11-05"), theirs, base)
    assert [line[13:] for line in text.splitlines() if line.startswith("- ")] == ["in", "verbal", "won", "b", "a"]


def test_a_line_that_they_changed_keeps_its_place_on_its_day() -> None:
    base = f"{LEAD}- 2026-11-09 proposal sent\n- 2026-11-09 won\n"
    text, conflicts = merged(
        base.replace("won", "won by mail"), base.replace("proposal sent", "proposal was sent"), base
    )
    assert (text.splitlines()[-2:], conflicts) == (["- 2026-11-09 proposal was sent", "- 2026-11-09 won by mail"], 0)


def test_a_line_that_they_put_above_another_of_its_day_stays_above() -> None:
    base = f"{LEAD}- 2026-11-09 won\n"
    text, conflicts = merged(
        base.replace("won", "won by mail"), base.replace("- 2026-11-09", "- 2026-11-09 verbal\n- 2026-11-09"), base
    )
    assert (text.splitlines()[-2:], conflicts) == (["- 2026-11-09 verbal", "- 2026-11-09 won by mail"], 0)


def test_a_decision_that_they_reworded_keeps_its_number() -> None:
    ours = f"{REVIEW}- [ ] @ceo Take a week off\n"
    text, conflicts = merged(ours, REVIEW.replace("Tidy up", "Tidy up the desk"), REVIEW, "reviews/2026-11-06.md")
    assert (text, conflicts) == (ours.replace("Tidy up", "Tidy up the desk"), 0)


def test_the_order_of_keys_that_one_side_changed_is_kept() -> None:
    theirs = LEAD.replace("name: Quay\nsource: web\n", "source: web\nname: Quay\n")
    text, conflicts = merged(f"{LEAD}- 2026-11-20 in\n", theirs)
    assert (text, conflicts) == (f"{theirs}- 2026-11-20 in\n", 0)


def test_a_line_that_both_added_stands_once() -> None:
    text, conflicts = merged(f"{LEAD}- 2026-11-20 proposal\n", f"{LEAD}- 2026-11-20 proposal\n- 2026-11-21 in\n")
    assert (text.count("proposal"), conflicts) == (1, 0)


def test_what_one_side_took_out_is_gone() -> None:
    text, conflicts = merged(LEAD.replace("- 2026-11-05 qualified\n", ""), f"{LEAD}- 2026-11-20 proposal\n")
    assert ("qualified" in text, "proposal" in text, conflicts) == (False, True, 0)


def test_what_one_side_changed_is_as_it_has_it() -> None:
    text, conflicts = merged(f"{LEAD}- 2026-11-20 proposal\n", LEAD.replace("qualified", "qualified by mail"))
    assert ("- 2026-11-05 qualified by mail\n- 2026-11-20 proposal\n" in text, conflicts) == (True, 0)


def test_a_line_that_both_changed_is_a_conflict() -> None:
    text, conflicts = merged(LEAD.replace("qualified", "qualified, met"), LEAD.replace("qualified", "qualified, rang"))
    assert conflicts == 1
    assert text.endswith(
        "<<<<<<< ours\n- 2026-11-05 qualified, met\n=======\n- 2026-11-05 qualified, rang\n>>>>>>> theirs\n"
    )


def test_a_line_that_one_changed_and_one_took_out_is_a_conflict() -> None:
    _, conflicts = merged(LEAD.replace("qualified", "qualified, met"), LEAD.replace("- 2026-11-05 qualified\n", ""))
    assert conflicts == 1


def test_facts_are_merged_by_key() -> None:
    ours = LEAD.replace("value: 6000\n", "value: 7000\nhours: 60h\n")
    theirs = LEAD.replace("name: Quay", "name: Quay Bakery").replace("value: 6000\n", "value: 6000\nservice: website\n")
    text, conflicts = merged(ours, theirs)
    assert conflicts == 0
    assert text.startswith("---\nname: Quay Bakery\nsource: web\nvalue: 7000\nservice: website\nhours: 60h\n---\n")


def test_a_key_that_both_added_alike_stands_once() -> None:
    ours = LEAD.replace("name: Quay", "hours: 60h\nname: Quay")
    theirs = LEAD.replace("value: 6000\n", "value: 6000\nhours: 60h\n")
    text, conflicts = merged(ours, theirs)
    assert (text.count("hours: 60h"), conflicts) == (1, 0)


def test_a_fact_that_both_changed_is_a_conflict_of_its_line_alone() -> None:
    text, conflicts = merged(LEAD.replace("6000", "7000"), LEAD.replace("6000", "8000").replace("web", "fair"))
    assert conflicts == 1
    assert text.startswith(
        "---\nname: Quay\nsource: fair\n<<<<<<< ours\nvalue: 7000\n=======\nvalue: 8000\n>>>>>>> theirs\n---\n"
    )


def test_comments_lists_and_keys_of_ones_own_are_kept() -> None:
    base = "---\n# who\nname: Quay\ntags:\n- a\n- b\nmine: {x: 1}\n---\n"
    ours = base.replace("- b\n", "- b\n- c\n").replace("# who", "# who they are")
    text, conflicts = merged(ours, base.replace("mine: {x: 1}", "mine: {x: 2} # two"), base)
    assert (text, conflicts) == (ours.replace("mine: {x: 1}", "mine: {x: 2} # two"), 0)


def test_settings_are_merged_by_key() -> None:
    base = "hours: 30\nareas:\n  marketing: 4\n\n# money\ntargets: {rate: 90/h}\n"
    ours, theirs = base.replace("30", "32"), base.replace("90/h", "95/h")
    text, conflicts = merged(ours, theirs, base, "opsledger.yaml")
    assert (text, conflicts) == (base.replace("30", "32").replace("90/h", "95/h"), 0)


def test_prose_that_both_changed_is_a_conflict() -> None:
    _, conflicts = merged(LEAD.replace("the fair", "a fair"), LEAD.replace("the fair", "two fairs"))
    assert conflicts == 1


def test_a_list_in_prose_is_no_data() -> None:
    base = LEAD.replace("## Log", "- one\n\n## Log")
    _, conflicts = merged(base.replace("- one\n", "- one\n- two\n"), base.replace("- one\n", "- one\n- three\n"), base)
    assert conflicts == 1


def test_blocks_of_a_week_stand_by_day_and_hour() -> None:
    text, conflicts = merged(
        f"{WEEK}- Thu 13:00-14:00 sales\n", f"{WEEK}- Thu 9:00-10:00 quay\n- Fri 1h admin\n", WEEK, "weeks/2026-W47.md"
    )
    assert (text, conflicts) == (
        f"{WEEK}- Thu 9:00-10:00 quay\n- Thu 13:00-14:00 sales\n- Fri 1h admin\n",
        0,
    )


@pytest.mark.parametrize("line", ["Tue 8:00-9:00 quay", "2026-11-17 8:00-9:00 quay"])
def test_blocks_stand_by_day_even_if_the_hours_of_another_day_are_in_no_order(line: str) -> None:
    base = "## Actual\n\n- Mon 2h admin\n- Mon 9:00-12:00 quay\n"
    ours, theirs = f"{base}- Wed 9:00-10:00 admin\n- Thu 2h admin\n", f"{base}- {line}\n- Fri 1h admin\n"
    text, conflicts = merged(ours, theirs, base, "weeks/2026-W47.md")
    assert conflicts == 0
    assert text == f"{base}- {line}\n- Wed 9:00-10:00 admin\n- Thu 2h admin\n- Fri 1h admin\n"


def test_sections_that_both_began_become_one() -> None:
    new = [f"{WEEK}\n## Marketing\n\n- Tue linkedin work a\n", f"{WEEK}\n## Marketing\n\n- Mon newsletter win b\n"]
    text, conflicts = merged(*new, WEEK, "weeks/2026-W47.md")
    assert (text, conflicts) == (f"{WEEK}\n## Marketing\n\n- Mon newsletter win b\n- Tue linkedin work a\n", 0)


def test_different_sections_that_each_began_both_stand() -> None:
    new = [
        f"{WEEK}\n## Marketing\n\n- Tue linkedin work a\n",
        f"{WEEK}- Fri 1h admin\n\n## Costs\n- Fri 20 admin stamps\n",
    ]
    text, conflicts = merged(*new, WEEK, "weeks/2026-W47.md")
    assert conflicts == 0
    assert all(line in text for lines in new for line in lines.splitlines())
    assert text.index("- Fri 1h") < text.index("## Marketing")


def test_each_side_ticks_off_another_decision() -> None:
    ours = REVIEW.replace("[ ] @sales Call Quay", "[x] @sales Call Quay done:2026-11-09")
    text, conflicts = merged(ours, REVIEW.replace("[ ] @coo", "[x] @coo"), REVIEW, "reviews/2026-11-06.md")
    assert (text, conflicts) == (ours.replace("[ ] @coo", "[x] @coo"), 0)


def test_a_decision_that_was_done_on_two_days_is_a_conflict() -> None:
    versions = [REVIEW.replace("[ ] @sales Call Quay", f"[x] @sales Call Quay done:2026-11-{day}") for day in (10, 11)]
    assert merged(*versions, REVIEW, "reviews/2026-11-06.md")[1] == 1


def test_what_belongs_to_a_line_goes_with_it() -> None:
    text, conflicts = merged(
        f"{LEAD}- 2026-11-20 proposal\n  in two parts\n", f"{LEAD}- 2026-11-09 out sent\n  the Alder case\n"
    )
    assert conflicts == 0
    assert text.endswith("- 2026-11-09 out sent\n  the Alder case\n- 2026-11-20 proposal\n  in two parts\n")


def test_a_fence_left_in_a_list_is_not_read_as_items() -> None:
    base = f"{LEAD}\n```\n- 2026-11-06 x\n"
    _, conflicts = merged(f"{base}- 2026-11-07 y\n", f"{base}- 2026-11-08 z\n", base)
    assert conflicts == 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_mark_at_the_beginning_stay(end: str, mark: str) -> None:
    base = mark + LEAD.replace("\n", end)
    text, conflicts = merged(f"{base}- 2026-11-20 a{end}", f"{base}- 2026-11-21 b{end}", base)
    assert (text, conflicts) == (f"{base}- 2026-11-20 a{end}- 2026-11-21 b{end}", 0)


def test_line_ends_that_one_side_changed_stay_changed() -> None:
    crlf = LEAD.replace("\n", "\r\n")
    text, conflicts = merged(f"{LEAD}- 2026-11-20 a\n", f"{crlf}- 2026-11-21 b\r\n")
    assert (text, conflicts) == (f"{crlf}- 2026-11-20 a\r\n- 2026-11-21 b\r\n", 0)


def test_a_last_line_without_an_end_is_still_a_line() -> None:
    base = LEAD.rstrip("\n")
    text, conflicts = merged(f"{base}\n- 2026-11-20 a", f"{base}\n- 2026-11-21 b", base)
    assert (text, conflicts) == (f"{base}\n- 2026-11-20 a\n- 2026-11-21 b", 0)


def test_two_new_files_of_one_name_are_merged_too() -> None:
    text, conflicts = merged(f"{LEAD}- 2026-11-20 a\n", f"{LEAD}- 2026-11-21 b\n", "")
    assert (text, conflicts) == (f"{LEAD}- 2026-11-20 a\n- 2026-11-21 b\n", 0)


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    base = LEAD.encode() + b"- 2026-11-06 note caf\xe9\n"
    result = merge_record("leads/x.md", base, base + b"- 2026-11-20 a\xff\n", base + b"- 2026-11-21 b\0\n")
    assert result.data == base + b"- 2026-11-20 a\xff\n- 2026-11-21 b\0\n"


TWICE = "- 2026-11-02 in\n- 2026-11-02 in\n- 2026-11-03 paid 9\n- 2026-11-02 in\n- 2026-11-03 paid 9\n"


def test_a_line_that_stands_twice_is_not_lost_where_each_side_took_out_another_one() -> None:
    ours = f"{LEAD}- 2026-11-02 in\n- 2026-11-02 in\n- 2026-11-02 in\n- 2026-11-03 paid 9\n"
    text, _ = merged(ours, f"{ours}- 2026-11-02 in\n", LEAD + TWICE)
    assert "paid 9" in text


def test_nothing_is_nothing() -> None:
    assert merged("", "", "") == ("", 0)


# Properties

POOL = (
    *(f"- 2026-11-{day:02d} {word}" for day in (2, 5, 9, 20) for word in ("in", "paid 100", "note [x](y)")),
    *("- Mon 9:00-10:00 quay", "- Tue 1h admin", "- [ ] @sales Call", "- [x] @sales Call done:2026-11-09", "* x"),
    *("## Log", "## Decisions", "## Notes", "### Deeper", "prose", "  more", "", "", "```", "<!--", "-->", "- a"),
    *("value: 6000", "value: 7000", "name: Quay", "# comment", "<<<<<<< ours", "=======", "key:", "  k: v", "---"),
)
lines = st.lists(st.sampled_from(POOL), max_size=14)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A file and two edits of it: lines put in, taken out and changed."""
    fence = [
        "---",
        *draw(st.lists(st.sampled_from(("name: Quay", "value: 6000", "# c", "hours: 6h")), max_size=3)),
        "---",
    ]
    base = [*draw(st.sampled_from(([], fence, [*fence, "## Log"]))), *draw(lines)]
    sides = []
    for _ in range(2):
        side = list(base)
        for _ in range(draw(st.integers(0, 5))):
            at = draw(st.integers(0, len(side)))
            action = draw(st.sampled_from(("add", "add", "end", "drop", "change")))
            if action == "end":
                side.append(draw(st.sampled_from(POOL)))
            elif action == "add" or at == len(side):
                side.insert(at, draw(st.sampled_from(POOL)))
            elif action == "drop":
                side.pop(at)
            else:
                side[at] += " more"
        sides.append(side)
    ends = draw(st.sampled_from(("\n", "\n", "\r\n")))
    last = draw(st.sampled_from(("", ends)))
    texts = [ends.join(each) + (last if each else "") for each in (base, *sides)]
    return texts[0], texts[1], texts[2]


paths = st.sampled_from(("leads/x.md", "weeks/2026-W47.md", "reviews/2026-11-06.md", "opsledger.yaml", "notes.md"))


@given(versions(), paths)
@example(("", "- a\n", "- b\n"), "leads/x.md")
def test_no_line_of_either_side_is_lost(texts: tuple[str, str, str], path: str) -> None:
    base, ours, theirs = (set(text.splitlines()) for text in texts)
    result = set(merged(texts[1], texts[2], texts[0], path)[0].splitlines())
    for side, other in ((ours, theirs), (theirs, ours)):
        kept = {line for line in side if line.strip() and not (line in base and line not in other)}
        assert kept - result == set()


@given(versions(), paths)
def test_nothing_is_made_up(texts: tuple[str, str, str], path: str) -> None:
    known = {line for text in texts for line in text.splitlines()}
    text, conflicts = merged(texts[1], texts[2], texts[0], path)
    markers = {"<<<<<<< ours", "=======", ">>>>>>> theirs"} if conflicts else set()
    assert {line for line in text.splitlines() if line.strip()} - known - markers == set()


@given(versions(), paths)
def test_a_side_that_changed_nothing_yields_to_the_other(texts: tuple[str, str, str], path: str) -> None:
    base, ours, _ = texts
    assert merged(ours, base, base, path) == (ours, 0)
    assert merged(base, ours, base, path) == (ours, 0)
    assert merged(ours, ours, base, path) == (ours, 0)


@given(st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60), paths)
def test_any_bytes_are_merged(base: bytes, ours: bytes, theirs: bytes, path: str) -> None:
    assert merge_record(path, base, ours, ours).data == ours
    assert merge_record(path, base, ours, theirs).conflicts >= 0


SAID = (
    "in asks",
    "out rang twice",
    "qualified",
    "proposal v1",
    "verbal yes by phone",
    "won",
    "feedback price",
    "note x",
)


@st.composite
def logs(draw: st.DrawFn) -> list[list[str]]:
    """A log in order and two edits of it: events put where their day belongs, reworded and taken out."""
    said = list(draw(st.permutations(SAID)))

    def event() -> str:
        return f"- 2026-11-{draw(st.sampled_from((2, 3, 4))):02d} {said.pop()}"

    base = sorted((event() for _ in range(draw(st.integers(0, 4)))), key=lambda line: line[:12])
    sides = []
    for _ in range(2):
        side = [*base]
        for action in draw(st.lists(st.sampled_from(("add", "add", "reword", "drop")), max_size=3)):
            if action == "add" and said:
                line = event()
                side.insert(sum(other[:12] <= line[:12] for other in side), line)
            elif action != "add" and side:
                at = draw(st.integers(0, len(side) - 1))
                side[at : at + 1] = [f"{side[at]}, so it was said"] if action == "reword" else []
        sides.append(side)
    return [base, *sides]


@given(logs())
def test_events_of_one_day_keep_the_order_they_have_on_each_side(versions: list[list[str]]) -> None:
    base, ours, theirs = (f"## Log\n{''.join(f'{line}{chr(10)}' for line in lines)}" for lines in versions)
    text, conflicts = merged(ours, theirs, base)
    result = text.splitlines()[1:]
    for side in versions[1:]:
        for day in ("- 2026-11-02", "- 2026-11-03", "- 2026-11-04"):
            kept = [line for line in side if line in result and line.startswith(day)]
            assert conflicts or kept == [line for line in result if line in kept]
