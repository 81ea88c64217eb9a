"""The server as a process, spoken with as an editor speaks."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli_support import SOURCE, write_ledger
from tests.editor import AS_PROCESS, Editor, Fault
from tests.ledger_text import files_of

LEDGER = """
    opsledger.yaml
        business: Quay
    leads/arbor.md
        - 2026-11-02 inquiry
    projects/quay-site.md
        price: 6000
        estimate: 60h
        - 2026-11-02 started
    weeks/2026-W46.md
        ## Actual
        - Mon 2h quay-site build 😀
        - Tue 2h quay-site build
    """
WEEK = "---\nfocus: 😀\n---\n\n## Actual\n- Mon 2h quay-site\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "ledger", files_of(LEDGER))


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    """An editor that most tests share: each has a ledger of its own, which the server finds by its files."""
    with Editor(command=AS_PROCESS) as one:
        yield one


def line_and_column(text: str, sought: str) -> tuple[int, int]:
    """Where a text begins, in UTF-16 units."""
    before = text[: text.index(sought)]
    line = before.rpartition("\n")[2]
    return before.count("\n"), len(line.encode("utf-16-le")) // 2


def test_what_is_typed_is_checked_before_it_is_saved(editor: Editor, root: Path) -> None:
    week = editor.open(root / "weeks" / "2026-W46.md")
    editor.change(week, WEEK.replace("quay-site", "quay-sit"))
    (problem,) = editor.until(week, "unknown-target")
    assert problem["message"] == ("there is no project, lead or area `quay-sit` (did you mean `quay-site`?)")
    assert problem["range"] == {"start": {"line": 5, "character": 9}, "end": {"line": 5, "character": 17}}
    editor.change(week, WEEK)
    editor.until(week)


def test_a_change_is_told_of_in_the_files_it_breaks_and_mends(editor: Editor, root: Path) -> None:
    settings = editor.open(root / "opsledger.yaml")
    lead = (root / "leads" / "arbor.md").as_uri()
    editor.change(settings, "stages: {first: 10%}\n")
    editor.until(lead, "line-word")
    editor.change(settings, "")
    editor.until(lead)


def test_a_file_that_was_never_saved_counts(editor: Editor, root: Path) -> None:
    week = editor.open(root / "weeks" / "2026-W47.md", "## Plan\n- Mon 2h mill-site\n")
    editor.until(week, "unknown-target")
    project = "---\nname: Mill\nclient: mill\nbilling: fixed\nprice: 1\n---\n## Log\n- 2026-11-02 booked\n"
    made = editor.open(root / "projects" / "mill-site.md", project)
    editor.until(week)
    editor.notify("textDocument/didClose", {"textDocument": {"uri": made}})
    editor.until(week, "unknown-target")


def test_a_change_on_the_disk_is_seen_when_the_editor_tells_of_it(editor: Editor, root: Path) -> None:
    lead = root / "leads" / "arbor.md"
    lead.write_text("---\nname: Arbor\nsource: talk\n---\n## Log\n- 2026-11-02 wonn\n", encoding="utf-8")
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": lead.as_uri(), "type": 2}]})
    editor.until(lead.as_uri(), "line-word")


def test_the_editor_is_asked_to_tell_of_changed_files_where_it_can(root: Path) -> None:
    able = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    with Editor(root, capabilities=able) as editor:
        editor.request("textDocument/foldingRange", {"textDocument": {"uri": "file:///nowhere.md"}})
        (asked,) = [one for one in editor.said if one.get("method") == "client/registerCapability"]
        watchers = asked["params"]["registrations"][0]["registerOptions"]["watchers"]
        assert [one["globPattern"] for one in watchers] == ["**/*.md", "**/opsledger.yaml"]


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 14), ("utf-16", 12), ("utf-32", 11)])
def test_positions_are_counted_as_was_agreed(root: Path, encoding: str, column: int) -> None:
    with Editor(root, capabilities={"general": {"positionEncodings": [encoding]}}) as editor:
        assert editor.server["capabilities"]["positionEncoding"] == encoding
        week = editor.open(root / "weeks" / "2026-W46.md", "## Actual\n- Mon 2h 😀 [[qu\n")
        (problem,) = editor.until(week, "unknown-target")
        assert problem["range"]["end"]["character"] == column - 1
        offered = {one["label"]: one for one in editor.at("completion", week, 1, column + 4)["items"]}
        assert offered["quay-site"]["textEdit"]["range"] == {
            "start": {"line": 1, "character": column + 2},
            "end": {"line": 1, "character": column + 4},
        }


@pytest.mark.parametrize("text", [WEEK.replace("\n", "\r\n"), "\ufeff" + WEEK])
def test_carriage_returns_and_a_byte_order_mark_shift_nothing(editor: Editor, root: Path, text: str) -> None:
    week = editor.open(root / "weeks" / "2026-W46.md", text.replace("quay-site", "quay-sit"))
    (problem,) = editor.until(week, "unknown-target")
    assert problem["range"] == {"start": {"line": 5, "character": 9}, "end": {"line": 5, "character": 17}}


def test_a_quick_fix_writes_what_the_hint_says(editor: Editor, root: Path) -> None:
    week = editor.open(root / "weeks" / "2026-W46.md", WEEK.replace("quay-site", "[[quay-sit]]"))
    (problem,) = editor.until(week, "unknown-target")
    asked = {"textDocument": {"uri": week}, "range": problem["range"], "context": {"diagnostics": [problem]}}
    (action,) = editor.request("textDocument/codeAction", asked)
    assert (action["title"], action["kind"]) == ("Write `[[quay-site]]`", "quickfix")
    (edited,) = action["edit"]["documentChanges"]
    assert edited["edits"] == [{"range": problem["range"], "newText": "[[quay-site]]"}]


def test_the_settings_can_be_mended_too(editor: Editor, root: Path) -> None:
    settings = editor.open(root / "opsledger.yaml", "targets: {rate: 95 per hour}\n")
    (problem,) = editor.until(settings, "setting-value")
    asked = {"textDocument": {"uri": settings}, "range": problem["range"], "context": {"diagnostics": []}}
    (action,) = editor.request("textDocument/codeAction", asked)
    assert action["title"] == "Write `95/h`"


def test_a_record_is_hovered_defined_and_referred_to(editor: Editor, root: Path) -> None:
    path = root / "weeks" / "2026-W46.md"
    week = editor.open(path)
    place = line_and_column(path.read_text(encoding="utf-8"), "quay-site")
    assert editor.at("hover", week, *place)["contents"]["value"].startswith("**quay-site** · project")
    (found,) = editor.at("definition", week, *place)
    assert found["uri"] == (root / "projects" / "quay-site.md").as_uri()
    named = editor.at("references", week, *place, context={"includeDeclaration": True})
    assert [one["uri"].rpartition("/")[2] for one in named] == ["quay-site.md", "2026-W46.md", "2026-W46.md"]


def test_a_renaming_is_one_edit_of_every_file_and_the_file_s_name(editor: Editor, root: Path) -> None:
    path = root / "weeks" / "2026-W46.md"
    week = editor.open(path)
    place = line_and_column(path.read_text(encoding="utf-8"), "quay-site")
    assert editor.at("prepareRename", week, *place)["placeholder"] == "quay-site"
    *edits, moved = editor.at("rename", week, *place, newName="mill-site")["documentChanges"]
    assert [len(one["edits"]) for one in edits] == [2]
    assert (moved["kind"], moved["newUri"]) == ("rename", (root / "projects" / "mill-site.md").as_uri())


def test_a_file_renamed_in_the_editor_takes_what_names_it_along(editor: Editor, root: Path) -> None:
    old, new = root / "projects" / "quay-site.md", root / "projects" / "mill-site.md"
    asked = {"files": [{"oldUri": old.as_uri(), "newUri": new.as_uri()}]}
    (edited,) = editor.request("workspace/willRenameFiles", asked)["documentChanges"]
    assert [one["newText"] for one in edited["edits"]] == ["mill-site", "mill-site"]


def test_a_file_renamed_to_a_taken_id_or_moved_to_a_folder_changes_nothing_else(editor: Editor, root: Path) -> None:
    old = root / "projects" / "quay-site.md"
    for new in (root / "projects" / "arbor.md", root / "projects" / "2026" / "quay-site.md", root / "old.txt"):
        asked = {"files": [{"oldUri": old.as_uri(), "newUri": new.as_uri()}]}
        assert editor.request("workspace/willRenameFiles", asked) is None


@pytest.mark.parametrize(("new_id", "reason"), [("arbor", "is taken by leads/arbor.md"), ("a/b", "file's name")])
def test_an_id_that_cannot_be_is_refused_with_the_reason(editor: Editor, root: Path, new_id: str, reason: str) -> None:
    project = editor.open(root / "projects" / "quay-site.md")
    with pytest.raises(Fault, match=reason):
        editor.at("rename", project, 0, 0, newName=new_id)


def test_what_is_refused_with_its_reason_is_no_fault_in_the_log(root: Path) -> None:
    with Editor(root, command=AS_PROCESS) as editor:
        week = editor.open(root / "weeks" / "2026-W46.md")
        with pytest.raises(Fault, match="a week's file is named by its week"):
            editor.at("rename", week, 0, 0, newName="quay")
    assert b"".join(editor.errors) == b""


def test_an_editor_that_moves_no_files_is_told_so(root: Path) -> None:
    with Editor(root, capabilities={}) as editor:
        project = editor.open(root / "projects" / "quay-site.md")
        with pytest.raises(Fault, match="does not rename files"):
            editor.at("rename", project, 0, 0, newName="mill-site")


def test_a_file_folds_and_has_an_outline(editor: Editor, root: Path) -> None:
    week = editor.open(root / "weeks" / "2026-W46.md", WEEK)
    folds = editor.request("textDocument/foldingRange", {"textDocument": {"uri": week}})
    assert [(one["startLine"], one["endLine"]) for one in folds] == [(0, 2), (4, 5)]
    outline = editor.request("textDocument/documentSymbol", {"textDocument": {"uri": week}})
    assert [one["name"] for one in outline] == ["front matter", "Actual"]


def test_records_are_found_by_id_and_by_name(root: Path) -> None:
    with Editor(root) as editor:
        found = editor.request("workspace/symbol", {"query": "QUAY"})
        assert [(one["name"], one["containerName"]) for one in found] == [
            ("quay-site", "project · started · quay-site")
        ]


REQUESTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("completion", {}),
    ("hover", {}),
    ("definition", {}),
    ("references", {"context": {"includeDeclaration": True}}),
    ("prepareRename", {}),
    ("foldingRange", {}),
    ("documentSymbol", {}),
    (
        "codeAction",
        {
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}},
            "context": {"diagnostics": []},
        },
    ),
)


@pytest.mark.parametrize("where", ["outside", "broken", "untitled"])
def test_without_a_ledger_every_request_has_a_sensible_answer(tmp_path: Path, root: Path, where: str) -> None:
    outside = tmp_path / "notes.md"
    outside.write_text("# Notes\n[[quay-site]]\n", encoding="utf-8")
    if where == "broken":
        (root / "opsledger.yaml").write_text("areas: {marketing\n", encoding="utf-8")
    with Editor(root) as editor:
        uri = (
            "untitled:Untitled-1"
            if where == "untitled"
            else (root / "leads/arbor.md" if where == "broken" else outside).as_uri()
        )
        document = {"uri": uri, "languageId": "markdown", "version": 1, "text": "---\nname: x\n---\n## Log\n- "}
        editor.notify("textDocument/didOpen", {"textDocument": document})
        for method, more in REQUESTS:
            answer = editor.at(method, uri, 4, 2, **more)
            assert answer is None or isinstance(answer, list | dict)
        with pytest.raises(Fault, match="there is no record's id here"):
            editor.at("rename", uri, 4, 2, newName="x")
        if where == "broken":
            editor.until((root / "opsledger.yaml").as_uri(), "yaml-syntax")
            assert editor.diagnostics.keys() == {(root / "opsledger.yaml").as_uri()}


def test_settings_that_break_while_they_are_typed_leave_the_ledger_as_it_was(editor: Editor, root: Path) -> None:
    settings = editor.open(root / "opsledger.yaml")
    week = editor.open(root / "weeks" / "2026-W46.md", WEEK)
    editor.change(settings, "areas: {marketing")
    editor.until(settings, "yaml-syntax")
    assert editor.at("hover", week, 5, 10)["contents"]["value"].startswith("**quay-site**")
    editor.change(settings, "areas: {marketing: 4}")
    editor.until(settings)


def test_several_ledgers_in_one_workspace_keep_to_themselves(tmp_path: Path) -> None:
    first = write_ledger(
        tmp_path / "first", {"leads/a.md": "---\nname: A\nsource: x\n---\n## Log\n- 2026-11-02 wonn\n"}
    )
    second = write_ledger(
        tmp_path / "second", {"leads/b.md": "---\nname: B\nsource: x\n---\n## Log\n- 2026-11-02 won\n"}
    )
    with Editor(tmp_path) as editor:
        editor.until((first / "leads" / "a.md").as_uri(), "line-word")
        uri = editor.open(second / "leads" / "b.md", "[[")
        labels = [one["label"] for one in editor.at("completion", uri, 0, 2)["items"]]
        assert "a" not in labels


def test_a_ledger_inside_another_is_the_nearer_one(tmp_path: Path) -> None:
    write_ledger(tmp_path, {})
    inner = write_ledger(
        tmp_path / "inner", {"leads/a.md": "---\nname: A\nsource: x\n---\n## Log\n- 2026-11-02 wonn\n"}
    )
    with Editor(tmp_path) as editor:
        editor.until((inner / "leads" / "a.md").as_uri(), "line-word")


def test_a_fault_in_a_handler_is_answered_logged_and_survived(root: Path, tmp_path: Path) -> None:
    script = tmp_path / "serve.py"
    script.write_text(
        "import opsledger.language.features as features\n"
        "def fails(*_):\n"
        "    print('a stray print', flush=True)\n"
        "    raise RuntimeError('a fault in the program')\n"
        "features.hover = fails\n"
        "from opsledger.cli.running import run\n"
        "raise SystemExit(run())\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(script), "lsp"]
    with Editor(root, command=command) as editor:
        week = editor.open(root / "weeks" / "2026-W46.md", WEEK)
        with pytest.raises(Fault, match="a fault in the program"):
            editor.at("hover", week, 5, 10)
        assert editor.at("definition", week, 5, 10) != []
    errors = b"".join(editor.errors)
    assert (b"a fault in the program" in errors, b"a stray print" in errors) == (True, True)


def test_the_command_says_what_is_missing() -> None:
    code = "import sys; sys.modules['pygls'] = None; from opsledger.cli.running import run; raise SystemExit(run())"
    result = subprocess.run([sys.executable, "-c", code, "lsp"], capture_output=True, check=False, cwd=SOURCE)
    assert (result.returncode, result.stdout, b"opsledger[lsp]" in result.stderr) == (2, b"", True)


def test_the_plain_functions_need_no_protocol() -> None:
    code = (
        "import sys, importlib, json\n"
        "for name in ('completion', 'hover', 'references', 'renaming', 'outline', 'positions', 'session', 'view'):\n"
        "    importlib.import_module(f'opsledger.language.{name}')\n"
        "print(json.dumps([one for one in ('pygls', 'lsprotocol') if one in sys.modules]))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=SOURCE)
    assert json.loads(result.stdout) == []
    assert importlib.util.find_spec("pygls") is not None
