"""`opsledger init --git`, and `check` in a workflow."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import yaml

from opsledger.history.git_setup import LINES, command, with_lines
from tests.cli_support import DAY, SOURCE, run, write_ledger
from tests.git_repository import git

TYPO = "---\nname: Acme\nsource: web\n---\n## Log\n- 2026-11-03 propsal sent\n"


def test_a_new_ledger_is_a_repository_in_which_nothing_is_committed(tmp_path: Path) -> None:
    result = run(None, "init", str(tmp_path / "new"), "--git")
    assert result.exit_code == 0
    assert "made a git repository" in result.stdout
    assert "not everything is committed" in result.stderr
    assert git(tmp_path / "new", "rev-list", "--all") == ""
    assert git(tmp_path / "new", "diff", "--cached", "--name-only") == ""
    assert git(tmp_path / "new", "check-attr", "merge", "leads/2025/x.md").endswith(": opsledger")


def test_a_ledger_that_is_there_is_not_made_anew(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": "hours: 30\n"})
    assert run(ledger, "init", "--git").exit_code == 0
    assert (ledger / "opsledger.yaml").read_text() == "hours: 30\n"
    assert not (ledger / "leads").exists()


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    run(None, "init", str(tmp_path), "--git", "--hook")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = run(None, "init", str(tmp_path), "--git", "--hook")
    assert (result.exit_code, "made a git repository" in result.stdout) == (0, False)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_lines_of_ones_own_stay(end: str) -> None:
    own = f"*.png binary{end}/leads/**/*.md merge=opsledger"
    text = with_lines(own, LINES[".gitattributes"])
    assert text.startswith(own + end)
    assert text.count("/leads/") == 1
    assert text.splitlines()[1:] == list(LINES[".gitattributes"])


def test_where_all_is_committed_nothing_is_asked_for(tmp_path: Path) -> None:
    run(None, "init", str(tmp_path / "one"), "--git")
    git(tmp_path / "one", "add", "-A")
    git(tmp_path / "one", "commit", "-qm", "Begin")
    git(tmp_path, "clone", "-q", "one", "two")
    assert "committed" not in run(tmp_path / "two", "init", "--git").stderr
    write_ledger(tmp_path / "two", {"leads/acme.md": TYPO})
    assert "not everything is committed" in run(tmp_path / "two", "init", "--git").stderr


@pytest.mark.parametrize("place", [".", "new", "new/ledger"])
def test_in_a_bare_repository_nothing_is_written(place: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    before = sorted(tmp_path.rglob("*"))
    result = run(None, "init", str(tmp_path / "bare.git" / place), "--git")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is in a bare repository" in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_ledger_inside_a_repository_uses_that_one(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    result = run(None, "init", str(tmp_path / "my books"), "--git", "--hook")
    assert result.exit_code == 0, result.stderr
    assert not (tmp_path / "my books" / ".git").exists()
    assert f"\n{tmp_path}/.git/hooks/pre-commit: written\n" in result.stdout
    assert (tmp_path / ".git/hooks/pre-commit").read_text().endswith(f"exec {command()} -C 'my books' check\n")


def test_a_hook_of_ones_own_is_left_as_it_is(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n")
    result = run(None, "init", str(tmp_path), "--git", "--hook")
    assert result.exit_code == 2
    assert f"hint: add `{command()} -C . check || exit 1` to it" in result.stderr
    assert hook.read_text() == "#!/bin/sh\n"


def test_hooks_that_are_kept_elsewhere_are_not_guessed_at(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "core.hooksPath", "elsewhere")
    result = run(None, "init", str(tmp_path), "--git", "--hook")
    assert result.exit_code == 2
    assert "keeps its hooks in elsewhere" in result.stderr
    assert not (tmp_path / "elsewhere").exists()


def test_attributes_that_are_a_link_out_of_the_ledger_are_not_written(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "outside").write_text("mine")
    (tmp_path / "ledger/.gitattributes").symlink_to("../outside")
    result = run(None, "init", str(tmp_path / "ledger"), "--git")
    assert result.exit_code == 2
    assert (tmp_path / "outside").read_text() == "mine"


def test_the_hook_lets_no_error_through(tmp_path: Path) -> None:
    run(None, "init", str(tmp_path), "--git", "--hook")
    hook = tmp_path / ".git/hooks/pre-commit"
    this = f"PYTHONPATH='{SOURCE}' exec '{sys.executable}' -m opsledger"
    hook.write_text(hook.read_text().replace(f"exec {command()}", this))
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "sound")
    write_ledger(tmp_path, {"leads/acme.md": TYPO, "opsledger.yaml": ""})
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "broken", fails=True)
    assert git(tmp_path, "log", "--format=%s") == "sound"


def test_the_hook_for_pre_commit_names_a_command_that_works(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((SOURCE / ".pre-commit-hooks.yaml").read_text())
    assert hook["pass_filenames"] is False
    program, *arguments = hook["entry"].split()
    assert program == "opsledger"
    assert run(write_ledger(tmp_path, {}), *arguments).exit_code == 0


def test_hook_without_git_is_refused(tmp_path: Path) -> None:
    assert run(None, "init", str(tmp_path), "--hook").exit_code == 2
    assert list(tmp_path.iterdir()) == []


# check --format github


def annotations(folder: Path, *arguments: str, **variables: str) -> list[str]:
    return run(folder, "check", "--format", "github", "--on", DAY, *arguments, **variables).stdout.splitlines()


def test_a_problem_is_an_annotation_of_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_ledger(tmp_path, {"leads/acme.md": TYPO}))
    assert annotations(tmp_path) == [
        "::error file=leads/acme.md,line=6,endLine=6,col=14,endColumn=20,title=line-word::"
        "`propsal` is not a word of this log%0Ahint: did you mean `proposal`?"
    ]


def test_the_file_is_named_from_where_the_repository_was_checked_out(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path / "books, mine", {"leads/acme.md": TYPO})
    (line,) = annotations(ledger, GITHUB_WORKSPACE=str(tmp_path))
    assert line.startswith("::error file=books%2C mine/leads/acme.md,line=6,")


def test_a_whole_file_has_no_line(tmp_path: Path) -> None:
    (line,) = annotations(write_ledger(tmp_path, {"leads/acme.txt": "x"}), GITHUB_WORKSPACE=str(tmp_path))
    assert line.startswith("::warning file=leads/acme.txt,title=no-record::")


def test_a_text_cannot_make_an_annotation_of_its_own(tmp_path: Path) -> None:
    evil = TYPO.replace("propsal", "100%::error,x\x0b::warning::y")
    (line,) = annotations(write_ledger(tmp_path, {"leads/a,b:c%.md": evil}), GITHUB_WORKSPACE=str(tmp_path))
    assert line.startswith("::error file=leads/a%2Cb%3Ac%25.md,line=6,")
    assert "100%25::error" in line
    assert os.linesep not in line


def test_an_error_fails_the_workflow(tmp_path: Path) -> None:
    assert run(write_ledger(tmp_path, {"leads/acme.md": TYPO}), "check", "--format", "github").exit_code == 1
