"""A field of the front matter is set, added or removed, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.editing.edit import EditRefused
from opsledger.editing.setting import SetField
from tests.cli_support import write_ledger
from tests.editing_support import edited, text_after

LEAD = "leads/quay.md"
HEAD = "name: Quay\nsource: web\n"


def front_after(root: Path, front: str, key: str, value: str | None) -> str:
    """The front matter after a field was set."""
    text = text_after(root, LEAD, f"---\n{front}---\n\n## Log\n- 2026-11-01 in\n", SetField(LEAD, key, value))
    return text.removeprefix("---\n").removesuffix("---\n\n## Log\n- 2026-11-01 in\n")


def refusal(root: Path, front: str, key: str, value: str | None) -> str:
    """Why a field is not set; the file stays as it is."""
    text = f"---\n{front}---\n\n## Log\n- 2026-11-01 in\n"
    write_ledger(root, {LEAD: text})
    with pytest.raises(EditRefused) as why:
        edited(root, [SetField(LEAD, key, value)])
    assert (root / LEAD).read_text(encoding="utf-8") == text
    return "\n".join([str(why.value), *map(str, why.value.problems), *(each.hint or "" for each in why.value.problems)])


SET = {
    "takes the old value's place": (f"{HEAD}value: 100\nmine: x\n", "value", "9_000", f"{HEAD}value: 9_000\nmine: x\n"),
    "keeps the spacing and the comment": (f"{HEAD}value:   100   # net\n", "value", "9", f"{HEAD}value:   9   # net\n"),
    "comes last where it was not there": (f"{HEAD}mine: x\n# end\n", "value", "9", f"{HEAD}mine: x\n# end\nvalue: 9\n"),
    "fills an empty field": (f"{HEAD}value:\nmine: x\n", "value", "9", f"{HEAD}value: 9\nmine: x\n"),
    "fills an empty field before its comment": (f"{HEAD}value: # net\n", "value", "9", f"{HEAD}value: 9 # net\n"),
    "fills a field with a space": (f"{HEAD}value: \nmine: x\n", "value", "9", f"{HEAD}value: 9 \nmine: x\n"),
    "is quoted where it must be": (HEAD, "service", "a: b", f'{HEAD}service: "a: b"\n'),
    "is quoted where YAML would see a number": (HEAD, "service", "007", f'{HEAD}service: "007"\n'),
    "replaces a quoted value": (f"{HEAD}service: 'a'' b'\n", "service", "c", f"{HEAD}service: c\n"),
    "replaces a folded value": (
        f"{HEAD}service: >\n  a\n  b\nmine: x\n",
        "service",
        "c",
        f"{HEAD}service: c\nmine: x\n",
    ),
    "reads a link": (HEAD, "client", "[[clients/acme.md|Acme]]", f"{HEAD}client: acme\n"),
    "replaces a link": (f"{HEAD}client: [[acme]]\n", "client", "pier", f"{HEAD}client: pier\n"),
}


@pytest.mark.parametrize(("front", "key", "value", "after"), SET.values(), ids=SET)
def test_a_value(front: str, key: str, value: str, after: str, tmp_path: Path) -> None:
    assert front_after(tmp_path, front, key, value) == after


def test_a_list_is_given_with_commas(tmp_path: Path) -> None:
    path, front = "team/ada.md", "---\nname: Ada\ntasks:\n- design\n- build\n---\n"
    after = text_after(tmp_path, path, front, SetField(path, "tasks", "writing, build"))
    assert after == "---\nname: Ada\ntasks: [writing, build]\n---\n"


def test_a_list_with_a_comment_in_it_is_left_to_an_editor(tmp_path: Path) -> None:
    path, front = "team/ada.md", "---\nname: Ada\ntasks:\n- design # mostly\n- build\n---\n"
    write_ledger(tmp_path, {path: front})
    for value in ("writing", None):
        with pytest.raises(EditRefused, match="several lines with a comment"):
            edited(tmp_path, [SetField(path, "tasks", value)])


REMOVED = {
    "takes its line": (f"{HEAD}value: 100 # net\nmine: x\n", "value", f"{HEAD}mine: x\n"),
    "takes all of its lines": (f"{HEAD}service: >\n  a\n  b\nmine: x\n", "service", f"{HEAD}mine: x\n"),
    "takes an empty field": (f"{HEAD}value:\n", "value", HEAD),
}


@pytest.mark.parametrize(("front", "key", "after"), REMOVED.values(), ids=REMOVED)
def test_removing(front: str, key: str, after: str, tmp_path: Path) -> None:
    assert front_after(tmp_path, front, key, None) == after


@pytest.mark.parametrize(
    ("front", "key", "value", "why"),
    [
        (HEAD, "valu", "9", "did you mean `value`?"),
        (HEAD, "mine", "9", "a lead has no field `mine`"),
        (HEAD, "value", "12.345", "`12.345` is not an amount of money"),
        (HEAD, "due", "2026-02-30", "`2026-02-30` is not a date"),
        (HEAD, "scope", "perhaps", "not one of `yes`, `no`"),
        (HEAD, "service", "a\nb", "control characters"),
        (HEAD, "service", " ", "empty"),
        (HEAD, "value", None, "has no `value`"),
        (HEAD, "name", None, "a lead needs `name`"),
        (f"{HEAD}value: 1\nvalue: 2\n", "value", "3", "given twice"),
        ("{name: Quay, source: web}\n", "value", "3", "cannot be read as a whole"),
        (f'{HEAD}"value": 5\n', "value", None, "cannot be read"),
    ],
)
def test_what_is_refused(front: str, key: str, value: str | None, why: str, tmp_path: Path) -> None:
    if why == "cannot be read":  # a quoted key is a key like any other
        assert front_after(tmp_path, front, key, value) == HEAD
        return
    assert why in refusal(tmp_path, front, key, value)


def test_who_is_named_must_be_there(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"clients/harbor-dental.md": "---\nname: Harbor\n---\n"})
    assert "did you mean `harbor-dental`?" in refusal(tmp_path, HEAD, "client", "harbor-dentl")


def test_a_week_without_front_matter_gets_one(tmp_path: Path) -> None:
    week = "weeks/2026-W47.md"
    after = text_after(tmp_path, week, "\ufeff## Plan\r\n- Mon 1h admin\r\n", SetField(week, "focus", "the offer"))
    assert after == "\ufeff---\r\nfocus: the offer\r\n---\r\n\r\n## Plan\r\n- Mon 1h admin\r\n"
