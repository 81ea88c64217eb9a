"""Whatever is written goes through one door: locked, under a name of its own, and with all that the old file had."""

from __future__ import annotations

import ast
import errno
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from opsledger.editing import safe_write
from opsledger.editing.adding import AddLines
from opsledger.editing.door import opened, write_elsewhere
from opsledger.editing.locking import LedgerBusy, locked
from opsledger.editing.safe_write import FileChanged
from opsledger.loading import load
from opsledger.publishing.reviews import publish_page, publish_review
from tests.cli_support import SOURCE, run, write_ledger
from tests.editing_support import edited

LEAD = "leads/quay.md"
TEXT = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-01 in\n"
LINE = "2026-11-20 out wrote back"
DAY = date(2026, 11, 20)
# Modules that may change files by themselves: the door's own mechanism, and what is the user's own outside of ledgers.
_OWN = {"editing/safe_write.py", "editing/state.py", "editing/journal.py", "editing/door.py", "editing/stopwatch.py"}
_OWN |= {"editing/locking.py", "editing/exchanging.py", "private.py", "cache.py"}
_WRITING = {"write_bytes", "write_text", "unlink", "rename", "rmdir", "symlink_to", "hardlink_to", "chmod"}
_OF_OS = {"open", "replace", "rename", "renames", "unlink", "remove", "rmdir", "link", "symlink", "truncate"}


def writes_of(tree: ast.AST) -> list[str]:
    """The calls in a module that change files by themselves."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, node.func.value
        if isinstance(owner, ast.Name) and owner.id == "door":
            continue
        modes = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in _WRITING or (name == "open" and any(set(mode) & set("wax+") and len(mode) < 4 for mode in modes)):
            found.append(f"{name} in line {node.lineno}")
        elif isinstance(owner, ast.Name) and owner.id == "os" and name in _OF_OS - {"open"}:
            found.append(f"os.{name} in line {node.lineno}")
    return found


def test_nothing_but_the_door_changes_files() -> None:
    package = SOURCE / "opsledger"
    named = re.compile("|".join(rf"\b{name}\b" for name in _WRITING | _OF_OS))  # only these are parsed
    texts = {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    found = {path: writes_of(ast.parse(text)) for path, text in texts.items() if named.search(text)}
    assert len(found) > 10
    assert {path: writes for path, writes in found.items() if writes and path not in _OWN} == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reviews/2026-11-20.md", "reviews/2026-11-20.html"),
        ("reviews/2026-11-20.figures.json", "reviews/2026-11-20.figures.md"),
        ("leads/.a", "leads/a"),
    ],
)
def test_no_two_files_share_a_temporary_name(
    one: str, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_ledger(tmp_path, {one: "mine", other: "theirs"})
    sync = os.fsync
    begun: list[str] = []

    def write_the_other(handle: int) -> None:
        sync(handle)
        if not begun:
            begun.append(other)
            safe_write.write_file(root / other, b"theirs, again", b"theirs")

    monkeypatch.setattr(os, "fsync", write_the_other)
    safe_write.write_file(root / one, b"mine, again", b"mine")
    assert ((root / one).read_bytes(), (root / other).read_bytes()) == (b"mine, again", b"theirs, again")
    assert len(list((root / one).parent.iterdir())) == 2


def test_hidden_files_of_the_user_stay_whatever_is_written(tmp_path: Path) -> None:
    own = {
        f"{folder}/{name}": "mine" for folder in ("leads", "reviews") for name in (".quay~", ".2026-11-20~", ".x.tmp~")
    }
    root = write_ledger(tmp_path, {LEAD: TEXT, **own})
    edited(root, [AddLines(LEAD, "Log", (LINE,))])
    publish_review(load(root), DAY)
    publish_page(load(root), DAY)
    assert {path: (root / path).read_text(encoding="utf-8") for path in own} == own


def test_a_temporary_file_that_is_being_written_is_not_removed(tmp_path: Path) -> None:
    live, left = tmp_path / ".opsledger-0123456789ab~", tmp_path / ".opsledger-ba9876543210~"
    left.touch()
    with live.open("wb") as file:
        assert safe_write._hold(file.fileno())
        write_elsewhere(tmp_path / "x.md", b"", None)
        assert sorted(path.name for path in tmp_path.iterdir()) == [live.name, "x.md"]


def test_what_a_review_that_was_killed_has_left_is_removed_by_any_next_command(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {LEAD: TEXT, "reviews/README.md": ""})
    edited(root, [AddLines(LEAD, "Log", (LINE,))])
    child = (
        "import os, signal\n"
        "from opsledger.editing import safe_write\n"
        "from opsledger.editing.door import opened\n"
        "safe_write._put = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"with opened({str(root)!r}) as door:\n"
        "    door.write('reviews/2026-11-20.md', b'text', None)\n"
    )
    subprocess.run([sys.executable, "-c", child], cwd=SOURCE, check=False)
    assert len(list((root / "reviews").iterdir())) == 2
    edited(root, [AddLines(LEAD, "Log", (LINE + " again",))])
    assert [path.name for path in (root / "reviews").iterdir()] == ["README.md"]


def test_a_page_that_was_changed_since_it_was_looked_at_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_ledger(tmp_path, {LEAD: TEXT})
    publish_page(load(root), DAY)
    edited(root, [AddLines(LEAD, "Log", (LINE,))])
    page = root / "reviews/2026-11-20.html"
    sync = os.fsync

    def save_mine(handle: int) -> None:
        sync(handle)
        page.write_text("a page of my own", encoding="utf-8")

    monkeypatch.setattr(os, "fsync", save_mine)
    assert [problem.rule.code for problem in publish_page(load(root), DAY).problems] == ["page-foreign"]
    assert page.read_text(encoding="utf-8") == "a page of my own"


def test_an_export_that_is_not_to_replace_anything_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def make_it_too(handle: int) -> None:
        sync(handle)
        (tmp_path / "x.json").write_text("theirs", encoding="utf-8")

    monkeypatch.setattr(os, "fsync", make_it_too)
    with pytest.raises(FileChanged):
        write_elsewhere(tmp_path / "x.json", b"mine", None)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x.json", "theirs")]


def test_what_is_not_put_in_place_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "x.md"
    place.write_bytes(b"old")
    monkeypatch.setattr(safe_write, "exchange", lambda one, other: shutil.copy(other, one) is not None)
    with pytest.raises(FileChanged):
        safe_write.write_file(place, b"new", b"old")
    assert place.read_bytes() == b"old"


def test_a_write_that_comes_out_short_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "x.md"
    place.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda handle: os.ftruncate(handle, 1))
    with pytest.raises(OSError, match="what was written is not what is there"):
        safe_write.write_file(place, b"new", b"old")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x.md", b"old")]


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no attributes here")
@pytest.mark.parametrize("command", ["log", "set", "undo", "review"])
def test_attributes_and_access_lists_are_kept(command: str, tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {LEAD: TEXT})
    run(root, "log", "quay", "out", "one", "--on", "2026-11-19")
    run(root, "review", "--on", "2026-11-20", "--html")
    run(root, "log", "quay", "qualified", "--on", "2026-11-19")
    paths = ["reviews/2026-11-20.md", "reviews/2026-11-20.html"] if command == "review" else [LEAD]
    kept = []
    for path in paths:
        try:
            os.setxattr(root / path, "user.xdg.tags", b"important")
        except OSError as fault:
            pytest.skip(f"no attributes on this file system: {fault.strerror}")
        if shutil.which("setfacl"):
            subprocess.run(["setfacl", "-m", "u:65534:rw", str(root / path)], check=False)
        kept.append({name: os.getxattr(root / path, name) for name in os.listxattr(root / path)})
    before = [(root / path).read_bytes() for path in paths]
    arguments = {"log": ("quay", "out", "three"), "set": ("quay", "value", "3"), "undo": (), "review": ("--html",)}
    on = () if command in ("undo", "set") else ("--on", "2026-11-20")
    assert run(root, command, *arguments[command], *on).exit_code == 0
    assert [(root / path).read_bytes() for path in paths] != before
    assert [{name: os.getxattr(root / path, name) for name in os.listxattr(root / path)} for path in paths] == kept


@pytest.mark.skipif(not shutil.which("setfacl"), reason="no access lists here")
def test_an_access_list_that_the_folder_gives_to_new_files_is_not_given_to_an_old_one(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {LEAD: TEXT})
    done = subprocess.run(["setfacl", "-d", "-m", "u:65534:rw", str(root / "leads")], check=False)
    if done.returncode:
        pytest.skip("no access lists on this file system")
    (root / LEAD).chmod(0o640)
    edited(root, [AddLines(LEAD, "Log", (LINE,))])
    assert os.listxattr(root / LEAD) == []
    assert (root / LEAD).stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no attributes here")
def test_an_attribute_that_cannot_be_kept_refuses_the_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    root = write_ledger(tmp_path, {LEAD: TEXT})
    monkeypatch.setattr(
        "opsledger.editing.metadata._attributes", lambda file: {"user.x": b"1"} if file == root / LEAD else {}
    )
    monkeypatch.setattr(os, "setxattr", full)
    result = run(root, "log", "quay", "out", "one")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "its attribute user.x cannot be kept: No space left on device" in result.stderr
    assert (root / LEAD).read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("command", ["log", "set", "undo", "review"])
def test_a_file_with_a_second_name_is_refused_and_both_keep_what_they_hold(command: str, tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "ledger", {LEAD: TEXT})
    run(root, "log", "quay", "out", "one", "--on", "2026-11-19")
    run(root, "review", "--on", "2026-11-20")
    run(root, "log", "quay", "qualified", "--on", "2026-11-19")
    place = root / ("reviews/2026-11-20.md" if command == "review" else LEAD)
    (tmp_path / "other name").hardlink_to(place)
    before = place.read_bytes()
    arguments = {
        "log": ("quay", "out", "x"),
        "set": ("quay", "value", "3"),
        "undo": (),
        "review": ("--on", "2026-11-20"),
    }
    result = run(root, command, *arguments[command]) if command != "review" else None
    if result is not None:
        assert (result.exit_code, result.stdout) == (2, "")
        assert "it has a second name (a hard link)" in result.stderr
    else:
        with pytest.raises(OSError, match="a second name"):
            run(root, command, *arguments[command])
    assert (place.read_bytes(), (tmp_path / "other name").read_bytes()) == (before, before)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_two_state_folders_exclude_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_ledger(tmp_path / "ledger", {LEAD: TEXT})
    linked = tmp_path / "linked"
    linked.symlink_to(root)
    before = sorted(root.rglob("*"))
    monkeypatch.setattr("opsledger.editing.locking.PATIENCE", 0.0)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "one"))
    with locked(root):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
        with pytest.raises(LedgerBusy), opened(linked):
            pass
        assert sorted(root.rglob("*")) == before
    with opened(linked):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_where_a_folder_cannot_be_locked_the_lock_is_in_the_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    real = fcntl.flock

    def on_files_alone(handle: int, how: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(errno.ENOLCK, "No locks available")
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", on_files_alone)
    monkeypatch.setattr("opsledger.editing.locking.PATIENCE", 0.0)
    root = write_ledger(tmp_path, {LEAD: TEXT})
    with locked(root), pytest.raises(LedgerBusy), locked(root):
        pass
    edited(root, [AddLines(LEAD, "Log", (LINE,))])


def test_what_is_written_and_cannot_be_printed_is_said_to_be_written(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no full device here")
    root = write_ledger(tmp_path, {LEAD: TEXT})
    command = [sys.executable, "-m", "opsledger", "-C", str(root), "log", "quay", "out", "one"]
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(command, cwd=SOURCE, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        0,
        "Written, but it cannot be printed: No space left on device\n",
    )
    assert " out one\n" in (root / LEAD).read_text(encoding="utf-8")


def _limited(root: str, arguments: tuple[str, ...], most: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    sys.exit(run(Path(root), *arguments).exit_code)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
@pytest.mark.parametrize(
    "arguments", [("log", "quay", "out", "one"), ("set", "quay", "value", "3"), ("new", "client", "Pier")]
)
def test_where_files_may_not_grow_nothing_is_written_in_part(arguments: tuple[str, ...], tmp_path: Path) -> None:
    long = TEXT + "- 2026-11-02 note " + "long " * 400 + "\n"
    root = write_ledger(tmp_path, {LEAD: long, "clients/README.md": ""})
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for most in (0, 100, 1500):
        process = multiprocessing.get_context("fork").Process(target=_limited, args=(str(root), arguments, most))
        process.start()
        process.join(60)
        now = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        if arguments[0] == "new" and process.exitcode == 0:
            assert all(now[path] == data for path, data in before.items())
        else:
            assert (process.exitcode, now) == (2, before)
