"""Reading a past that is not to be had, and one that a stranger set up."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from opsledger.history.git import find_git
from tests.cli_support import run, write_ledger
from tests.git_repository import commit, git, repository

LEAD = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-02 inquiry\n"


def refused(folder: Path, *arguments: str, **variables: str) -> str:
    result = run(folder, *arguments, **variables)
    assert (result.exit_code, result.stdout) == (2, ""), result.stdout
    return result.stderr


def two_commits(folder: Path) -> Path:
    repository(folder, "2026-11-02", {"leads/quay.md": LEAD})
    commit(folder, "2026-11-10", {"leads/quay.md": f"{LEAD}- 2026-11-09 proposal\n"})
    return folder


@pytest.fixture(autouse=True)
def no_repository_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


COMMANDS = (("leads", "--at", "HEAD"), ("changes", "HEAD"), ("changes", "2026-11-01", "--to", "HEAD"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_a_repository(command: tuple[str, ...], tmp_path: Path) -> None:
    told = refused(write_ledger(tmp_path, {"leads/quay.md": LEAD}), *command)
    assert "is not in a git repository\nhint: to keep this ledger in git: `opsledger init --git`" in told


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_git(command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert "git is not installed, or not on PATH\nhint: install it" in refused(
        write_ledger(tmp_path, {"leads/quay.md": LEAD}), *command
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_where_nothing_is_committed_yet(command: tuple[str, ...], tmp_path: Path) -> None:
    git(write_ledger(tmp_path, {}), "init", "-q")
    assert "nothing is committed yet\nhint: `git add -A`, then `git commit`" in refused(tmp_path, *command)


def test_in_another_users_repository(tmp_path: Path) -> None:
    told = refused(two_commits(tmp_path), "leads", "--at", "HEAD", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert "it belongs to another user" in told
    assert "hint: if you trust it: git config --global --add safe.directory" in told


def test_of_a_shallow_clone(tmp_path: Path) -> None:
    two_commits(tmp_path / "one")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path / 'one'}", "shallow")
    told = refused(tmp_path / "shallow", "leads", "--at", "HEAD~1")
    assert "there is no revision `HEAD~1` in this shallow clone\nhint: `git fetch --unshallow`" in told
    result = run(tmp_path / "shallow", "changes", "2026-11-01", "--to", "2026-11-20")
    assert result.exit_code == 0
    assert "this clone is shallow" in result.stderr


def test_of_a_revision_that_is_none(tmp_path: Path) -> None:
    assert "there is no revision `HAED`\nhint: `git log --oneline`" in refused(
        two_commits(tmp_path), "leads", "--at", "HAED"
    )


@pytest.mark.parametrize("revision", ["main@{2026-11-01}", "@{yesterday}", "HEAD@{1.week.ago}"])
def test_of_what_only_this_clone_remembers(revision: str, tmp_path: Path) -> None:
    told = refused(two_commits(tmp_path), "leads", "--at", revision)
    assert f"`{revision}` asks which commit this clone had that day" in told
    assert "--on 2026-11-20" in told


def test_of_a_day_in_place_of_a_revision(tmp_path: Path) -> None:
    told = refused(two_commits(tmp_path), "leads", "--at", "2026-11-06")
    assert "hint: for a day there is `--on 2026-11-06`" in told


@pytest.mark.parametrize("point", ["yesterday", "2026-W47"])
def test_of_a_point_that_is_neither_day_nor_revision(point: str, tmp_path: Path) -> None:
    assert "hint: a point is a day such as 2026-11-20, or a commit" in refused(two_commits(tmp_path), "changes", point)


def test_of_revisions_the_wrong_way_round(tmp_path: Path) -> None:
    ledger = two_commits(tmp_path)
    commit(ledger, git(ledger, "log", "-1", "--format=%as"))
    told = refused(ledger, "changes", "HEAD", "--to", "HEAD~1")
    assert "hint: the earlier point comes first" in told
    assert run(ledger, "changes", "HEAD", "--to", "HEAD").exit_code == 0


@pytest.mark.parametrize(
    "revision",
    ["--output=pwned", "-", "--", "--upload-pack=touch pwned", "", " ", "HEAD\nHEAD", "HEAD\0", ":/x", "HEAD:leads"],
)
def test_a_revision_is_never_an_option(revision: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two_commits(tmp_path))
    assert "revision" in refused(tmp_path, "leads", f"--at={revision}")
    assert "revision" in refused(tmp_path, "changes", "2026-11-01", f"--to={revision}")
    assert not list(tmp_path.glob("*pwned*"))


def test_a_partial_clone_fetches_nothing(tmp_path: Path) -> None:
    two_commits(tmp_path / "one")
    git(tmp_path / "one", "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{tmp_path / 'one'}", "partial")
    marker = tmp_path / "pwned"
    git(tmp_path / "partial", "config", "remote.origin.uploadpack", f"touch {marker};git-upload-pack")
    git(tmp_path / "partial", "config", "protocol.file.allow", "always")
    told = refused(tmp_path / "partial", "leads", "--at", "HEAD")
    assert "clone again, without --filter" in told
    (tmp_path / "partial/opsledger.yaml").touch()
    gone = refused(tmp_path / "partial", "history", "no-such-record")
    assert "one that was deleted cannot be looked up: this partial clone lacks contents" in gone
    assert not marker.exists()


def test_nothing_of_a_strangers_configuration_is_run(tmp_path: Path) -> None:
    ledger = two_commits(tmp_path / "ledger")
    marker = tmp_path / "pwned"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    script.chmod(0o755)
    run_it = str(script)
    settings = {
        "core.fsmonitor": run_it,
        "core.pager": run_it,
        "core.editor": run_it,
        "core.sshCommand": run_it,
        "core.hooksPath": str(tmp_path / "hooks"),
        "pager.log": run_it,
        "pager.ls-tree": run_it,
        "diff.external": run_it,
        "diff.evil.textconv": run_it,
        "diff.evil.command": run_it,
        "filter.evil.smudge": run_it,
        "filter.evil.clean": run_it,
        "filter.evil.process": run_it,
        "merge.evil.driver": run_it,
        "gpg.program": run_it,
        "log.showSignature": "true",
        "alias.log": f"!{run_it}",
        "alias.cat-file": f"!{run_it}",
        "credential.helper": f"!{run_it}",
        "color.ui": "always",
        "log.decorate": "full",
        "log.showRoot": "false",
        "log.date": "relative",
        "log.follow": "true",
        "diff.noprefix": "true",
        "diff.renames": "copies",
        "format.pretty": "oneline",
        "core.quotePath": "true",
        "core.abbrev": "4",
    }
    plain = [run(ledger, *command).stdout for command in READING]
    for key, value in settings.items():
        git(ledger, "config", key, value)
    (ledger / ".git/info").mkdir(exist_ok=True)
    (ledger / ".git/info/attributes").write_text("* diff=evil filter=evil merge=evil\n")
    (tmp_path / "hooks").mkdir()
    for hook in ("post-index-change", "reference-transaction", "pre-commit", "fsmonitor-watchman"):
        (tmp_path / "hooks" / hook).write_text(script.read_text())
        (tmp_path / "hooks" / hook).chmod(0o755)
    assert [run(ledger, *command).stdout for command in READING] == plain
    assert not marker.exists()


READING = (
    ("leads", "--at", "HEAD~1"),
    ("changes", "HEAD~1", "--to", "HEAD"),
    ("changes", "2026-11-01", "--to", "2026-11-20"),
    ("history", "quay"),
)


def test_a_signed_commit_is_not_verified_by_the_repositorys_own_program(tmp_path: Path) -> None:
    ledger = two_commits(tmp_path / "ledger")
    marker, script = tmp_path / "pwned", tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch '{marker}'\n")
    script.chmod(0o755)
    raw = git(ledger, "cat-file", "commit", "HEAD")
    head, _, message = raw.partition("\n\n")
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}\n"
    (tmp_path / "commit").write_text(signed)
    git(ledger, "reset", "-q", "--hard", git(ledger, "hash-object", "-t", "commit", "-w", str(tmp_path / "commit")))
    git(ledger, "config", "gpg.program", str(script))
    git(ledger, "config", "log.showSignature", "true")
    git(ledger, "log", "-1")
    assert marker.exists(), "git itself runs it here: the test can tell"
    marker.unlink()
    assert run(ledger, "changes", "HEAD~1", "--to", "HEAD").exit_code == 0
    assert run(ledger, "history", "quay").exit_code == 0
    assert not marker.exists()


def test_variables_that_name_another_repository_are_not_heard(tmp_path: Path) -> None:
    ledger = two_commits(tmp_path / "ledger")
    commit(tmp_path / "other", "2026-11-01", {"x": ""})
    variables = {"GIT_DIR": str(tmp_path / "other/.git"), "GIT_WORK_TREE": str(tmp_path), "GIT_EXTERNAL_DIFF": "false"}
    assert "quay" in run(ledger, "leads", "--at", "HEAD", **variables).stdout


def test_what_was_put_in_the_place_of_a_commit_is_not_believed(tmp_path: Path) -> None:
    ledger = two_commits(tmp_path)
    git(ledger, "replace", "HEAD", "HEAD~1")
    assert "proposal" in run(ledger, "leads", "--at", "HEAD").stdout


# which git


def fake_git(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "git"
    place.write_text("#!/bin/sh\necho pwned\n")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)
    return place


def test_git_is_never_taken_from_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = os.environ["PATH"]
    fake_git(tmp_path / "bin")
    for path in (str(tmp_path / "bin"), ".", "", "bin"):
        monkeypatch.setenv("PATH", os.pathsep.join((path, usual)))
        monkeypatch.chdir(tmp_path)
        assert not Path(find_git(tmp_path)).is_relative_to(tmp_path)


def test_a_link_to_a_git_in_the_ledger_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").symlink_to(fake_git(tmp_path / "ledger"))
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path / "bin"), os.environ["PATH"])))
    assert not Path(find_git(tmp_path / "ledger")).is_relative_to(tmp_path)
