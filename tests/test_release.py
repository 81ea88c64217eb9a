"""`make release` in a scratch repository: a commit, a tag and a wheel, or a reason and nothing changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli_support import SOURCE
from tools.release import NotReleased, release

DAY = "2026-11-20"
AHEAD = "9.1.0"


def git(root: Path, *arguments: str) -> str:
    command = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments)
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def repository(root: Path, monkeypatch: pytest.MonkeyPatch, *packed: str) -> Path:
    """A repository of what is needed to decide, and of more to pack."""
    for path in ("opsledger/version.py", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE / path, root / path)
    for name in packed:
        shutil.copytree(SOURCE / name, root / name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "All of it")
    for key, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org")):
        monkeypatch.setenv(f"GIT_AUTHOR_{key}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{key}", value)
    return root


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return repository(tmp_path / "clone", monkeypatch)


def test_it_leaves_a_commit_a_tag_and_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = repository(tmp_path / "clone", monkeypatch, "opsledger", "templates", "sample-ledger")
    built = release(scratch, AHEAD, DAY, checks=False)
    assert [path.name for path in built] == [f"opsledger-{AHEAD}-py3-none-any.whl", f"opsledger-{AHEAD}.tar.gz"]
    assert git(scratch, "log", "-1", "--format=%s", f"v{AHEAD}") == f"Release {AHEAD}"
    assert f"## [Unreleased]\n\n## [{AHEAD}] - {DAY}\n" in (scratch / "CHANGELOG.md").read_text("utf-8")
    assert git(scratch, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("version", "change", "why"),
    [
        (AHEAD, "README.md", "not committed"),
        ("next", "", "not a version"),
        ("0.0.1", "", "not above"),
    ],
)
def test_it_refuses_and_changes_nothing(version: str, change: str, why: str, scratch: Path) -> None:
    if change:
        (scratch / change).write_text("half done", "utf-8")
    before = git(scratch, "rev-parse", "HEAD"), git(scratch, "status", "--porcelain")
    with pytest.raises(NotReleased, match=why):
        release(scratch, version, DAY, checks=False)
    assert (git(scratch, "rev-parse", "HEAD"), git(scratch, "status", "--porcelain")) == before


def test_it_refuses_on_another_branch(scratch: Path) -> None:
    git(scratch, "switch", "--quiet", "--create", "idea")
    with pytest.raises(NotReleased, match="this is `idea`"):
        release(scratch, AHEAD, DAY, checks=False)


def test_it_refuses_a_tag_that_is_there(scratch: Path) -> None:
    git(scratch, "tag", f"v{AHEAD}")
    with pytest.raises(NotReleased, match="there is a tag"):
        release(scratch, AHEAD, DAY, checks=False)


def test_it_refuses_if_nothing_changed(scratch: Path) -> None:
    (scratch / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n", "utf-8")
    git(scratch, "commit", "--quiet", "--all", "--message", "Say nothing")
    with pytest.raises(NotReleased, match="say what changed"):
        release(scratch, AHEAD, DAY, checks=False)
