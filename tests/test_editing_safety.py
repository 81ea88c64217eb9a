"""Whatever gets in the way of an edit, a file holds what it held before or what it holds afterwards, and nobody's line
is lost."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from opsledger.editing import locking, planning, safe_write, state
from opsledger.editing.adding import AddLines
from opsledger.editing.creating import NewRecord
from opsledger.editing.door import Door, opened
from opsledger.editing.edit import Edit, EditRefused
from opsledger.editing.journal import FileEdit, content_of
from opsledger.editing.recasing import recased
from opsledger.editing.undoing import take_back
from opsledger.loading import LedgerUnreadable
from opsledger.private import make_folder, own_folder
from tests.cli_support import SOURCE, write_ledger
from tests.editing_support import edited

LEAD = "leads/quay.md"
OTHER = "leads/2025/pier.md"
TEXT = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-01 in\n"
LINE = "2026-11-20 out wrote back"
# What changes anything in a file system, or can fail on a full or broken one.
CALLS = (
    *("open", "write", "fsync", "close", "replace", "rename", "link", "unlink", "remove", "mkdir"),
    *("fchmod", "fchown", "ftruncate", "truncate"),
)


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state for each test: each looks for hundreds of ledgers among those that have one."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    make_folder(own_folder("state"))


@contextmanager
def failing_at(number: int, fault: Callable[[], object], *, after: bool = False) -> Iterator[list[str]]:
    """Let something happen at one of the system calls, counted from 1, before it or after it; the calls made."""
    made: list[str] = []
    with pytest.MonkeyPatch.context() as patch:

        def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
            def counting(*arguments: Any, **options: Any) -> Any:
                made.append(name)
                if len(made) != number:
                    return call(*arguments, **options)
                if not after and name != "close":  # whatever happens, a process that ends closes what it has opened
                    fault()
                try:
                    return call(*arguments, **options)
                finally:
                    if after or name == "close":
                        fault()

            return counting

        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(os, name, counted(name, getattr(os, name)))
        exchange = counted("exchange", safe_write.exchange)
        patch.setattr(safe_write, "exchange", exchange)
        yield made


def raising(fault: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise fault

    return fail


SCENES: dict[str, tuple[dict[str, str], list[Edit]]] = {
    "a line": ({LEAD: TEXT}, [AddLines(LEAD, "Log", (LINE,))]),
    "a new file": ({}, [NewRecord(OTHER, TEXT)]),
    "two files": (
        {LEAD: TEXT},
        [AddLines(LEAD, "Log", (LINE,)), AddLines(OTHER, "Log", (LINE,), TEXT)],
    ),
}


def contents(root: Path) -> dict[str, str]:
    """Every file of the leads' folder, hidden ones too."""
    places = (path for path in (root / "leads").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in places}


def outcomes(root: Path, scene: str) -> tuple[dict[str, str], dict[str, str], int]:
    """What the files hold before a scene and after it, and how many system calls it takes."""
    files, edits = SCENES[scene]
    write_ledger(root / "untouched", files)
    before = contents(root / "untouched")
    with failing_at(0, lambda: None) as made:
        edited(root / "untouched", edits)
    return before, contents(root / "untouched"), len(made)


def assert_each_old_or_new(root: Path, before: dict[str, str], after: dict[str, str]) -> None:
    """Each file holds all of the old or all of the new; nothing else is there but hidden leftovers."""
    found = {path: text for path, text in contents(root).items() if not path.rpartition("/")[2].startswith(".")}
    for path in after:
        assert found.get(path) in (before.get(path), after[path]), path
    assert set(found) <= set(after)


def assert_next_command_cleans_up(root: Path) -> None:
    """The next edit works, and leaves no hidden file."""
    write_ledger(root, {"leads/next.md": TEXT})
    edited(root, [AddLines("leads/next.md", "Log", (LINE,))])
    assert [path for path in contents(root) if path.rpartition("/")[2].startswith(".")] == []


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EACCES, "Permission denied"), KeyboardInterrupt()],
    ids=["full", "denied", "interrupted"],
)
@pytest.mark.parametrize("scene", SCENES)
def test_a_fault_at_any_system_call_leaves_the_old_or_the_new(scene: str, fault: BaseException, tmp_path: Path) -> None:
    before, after, calls = outcomes(tmp_path, scene)
    assert calls > 10
    files, edits = SCENES[scene]
    for number in range(1, calls + 1):
        root = write_ledger(tmp_path / str(number), files)
        expected = (type(fault), EditRefused, LedgerUnreadable)  # what cannot be read is not edited either
        with failing_at(number, raising(fault)), suppress(*expected):
            edited(root, edits)
        assert_each_old_or_new(root, before, after)
        changed = contents(root) != before
        try:
            take_back(root)
        except EditRefused:
            assert not changed, f"call {number}: written, and not to be taken back"
        assert_each_old_or_new(root, before, before)
        assert_next_command_cleans_up(root)


def kill_at_each_call(scene: str, folder: Path) -> None:
    """Kill a process before each of its system calls, and after the last; to be run where no other threads are."""
    before, after, calls = outcomes(folder, scene)
    files, edits = SCENES[scene]
    for number in range(1, calls + 2):
        root = write_ledger(folder / str(number), files)
        child = os.fork()
        if not child:
            is_over = number > calls
            with failing_at(min(number, calls), lambda: os.kill(os.getpid(), signal.SIGKILL), after=is_over):
                edited(root, edits)
            os._exit(1)  # not reached
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"call {number} was not reached"
        assert_each_old_or_new(root, before, after)
        assert_next_command_cleans_up(root)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("scene", SCENES)
def test_a_process_killed_at_any_system_call_leaves_the_old_or_the_new(scene: str, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from tests.test_editing_safety import kill_at_each_call;"
        f"kill_at_each_call({scene!r}, Path({str(tmp_path)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=SOURCE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


ADDER = """
import sys
from opsledger.editing.adding import AddLines
from opsledger.editing.performing import perform
from opsledger.loading.survey import Survey
root, who, path = sys.argv[1:]
survey = Survey(root)
for number in range(4):
    perform(survey, [AddLines(path, "Log", (f"2026-11-20 note {who}-{number}",))], who)
"""


def test_eight_processes_add_their_lines_and_none_is_lost_or_doubled(tmp_path: Path) -> None:
    write_ledger(tmp_path, {LEAD: TEXT})
    command = [sys.executable, "-c", ADDER, str(tmp_path)]
    started = [subprocess.Popen([*command, str(who), LEAD], cwd=SOURCE) for who in range(8)]
    assert [process.wait(timeout=120) for process in started] == [0] * 8
    lines = (tmp_path / LEAD).read_text(encoding="utf-8").removeprefix(TEXT).splitlines()
    assert sorted(lines) == sorted(f"- 2026-11-20 note {who}-{number}" for who in range(8) for number in range(4))
    assert [path.name for path in (tmp_path / "leads").iterdir()] == ["quay.md"]


def in_place(place: Path, text: str) -> None:
    """Save as editors do that write into the file itself."""
    place.write_bytes(text.encode())


def by_renaming(place: Path, text: str) -> None:
    """Save as editors do that write another file and give it the name."""
    other = place.with_name("quay.md.new")
    other.write_bytes(text.encode())
    other.rename(place)


@pytest.mark.parametrize("save", [in_place, by_renaming])
def test_what_an_editor_saves_at_any_moment_of_an_edit_is_not_overwritten(
    save: Callable[[Path, str], None], tmp_path: Path
) -> None:
    theirs = TEXT.replace("name: Quay", "name: Quay   # theirs")
    _, _, calls = outcomes(tmp_path, "a line")
    for number in range(1, calls + 1):
        root = write_ledger(tmp_path / str(number), {LEAD: TEXT})
        saved: list[bool] = []

        def save_once(root: Path = root, saved: list[bool] = saved) -> None:
            now = (root / LEAD).read_bytes().decode()
            save(root / LEAD, now.replace("name: Quay", "name: Quay   # theirs"))
            saved.append(True)

        with failing_at(number, save_once):
            edited(root, [AddLines(LEAD, "Log", (LINE,))])
        assert saved, f"call {number} was not reached"
        assert (root / LEAD).read_bytes().decode() == f"{theirs}- {LINE}\n", f"call {number}"


def test_a_file_that_an_editor_has_emptied_to_write_it_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week, block = "weeks/2026-W47.md", "Mon 9:00-10:00 admin"
    write_ledger(tmp_path, {week: ""})
    monkeypatch.setattr(planning.time, "sleep", lambda _: (tmp_path / week).write_text(f"## Actual\n- {block}\n"))
    edited(tmp_path, [AddLines(week, "Actual", ("Tue 1h admin",))])
    assert (tmp_path / week).read_text(encoding="utf-8") == f"## Actual\n- {block}\n- Tue 1h admin\n"


def test_a_file_that_never_rests_is_left_to_its_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_ledger(tmp_path, {LEAD: TEXT})
    sync = os.fsync

    def save_each_time(handle: int) -> None:
        sync(handle)
        with (tmp_path / LEAD).open("a", encoding="utf-8") as file:
            file.write("- 2026-11-02 in again\n")

    monkeypatch.setattr(os, "fsync", save_each_time)
    with pytest.raises(EditRefused, match="changes faster than it can be edited"):
        edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))])
    assert LINE not in (tmp_path / LEAD).read_text(encoding="utf-8")


def test_of_several_files_none_is_written_where_one_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_ledger(tmp_path, {LEAD: TEXT, OTHER: TEXT})
    write = Door.write

    def write_one(door: Door, path: str, *data: Any) -> None:
        if path == OTHER:
            (door.root / OTHER).write_bytes(b"\0")  # saved just now, and not to be edited any more
        write(door, path, *data)

    monkeypatch.setattr(Door, "write", write_one)
    with pytest.raises(EditRefused, match="cannot be read as a whole"):
        edited(tmp_path, [AddLines(LEAD, "Log", (LINE,)), AddLines(OTHER, "Log", (LINE,))])
    assert contents(tmp_path) == {LEAD: TEXT, OTHER: "\0"}
    with pytest.raises(EditRefused, match="there is nothing to undo in this ledger"):
        take_back(tmp_path)


def test_a_new_file_is_never_put_over_one_made_in_the_meantime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_ledger(tmp_path, {})
    sync = os.fsync

    def make_it_too(handle: int) -> None:
        sync(handle)
        write_ledger(tmp_path, {LEAD: "---\nname: Theirs\nsource: web\n---\n"})

    monkeypatch.setattr(os, "fsync", make_it_too)
    with pytest.raises(EditRefused, match="exists already"):
        edited(tmp_path, [NewRecord(LEAD, TEXT)])
    assert "Theirs" in (tmp_path / LEAD).read_text(encoding="utf-8")


def test_without_second_names_or_exchanges_it_works_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object) -> None:
        raise OSError(errno.EPERM, "not here")

    monkeypatch.setattr(os, "link", cannot)
    monkeypatch.setattr(safe_write, "exchange", lambda *_: False)
    write_ledger(tmp_path, {})
    edited(tmp_path, [NewRecord(LEAD, TEXT)])
    edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))])
    assert contents(tmp_path) == {LEAD: f"{TEXT}- {LINE}\n"}


def test_a_file_that_may_not_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_ledger(tmp_path, {LEAD: TEXT})
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # as it is for everyone but root
    with pytest.raises(PermissionError):
        edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))])
    assert contents(tmp_path) == {LEAD: TEXT}


def test_a_folder_that_may_not_be_written_is_told_of_by_the_files_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_ledger(tmp_path, {LEAD: TEXT})
    real = os.open

    def denied(path: Any, flags: int, *more: Any, **options: Any) -> int:
        if flags & os.O_EXCL and Path(path).is_relative_to(tmp_path):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path, flags, *more, **options)

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(PermissionError) as fault:
        edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))])
    assert fault.value.filename == str((tmp_path / LEAD).resolve())


def test_a_planted_link_in_the_place_of_the_temporary_file_is_not_written_through(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "ledger", {LEAD: TEXT})
    outside = tmp_path / "outside.txt"
    outside.write_text("not ours", encoding="utf-8")
    planted = root / "leads" / ".opsledger-0123456789ab~"
    planted.symlink_to(outside)
    edited(root, [AddLines(LEAD, "Log", (LINE,))])
    assert outside.read_text(encoding="utf-8") == "not ours"
    assert planted.is_symlink()
    assert contents(root)[LEAD] == f"{TEXT}- {LINE}\n"


def test_a_linked_file_and_its_mode_stay(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"elsewhere/mine.md": TEXT, "leads/README.md": ""})
    (tmp_path / "elsewhere/mine.md").chmod(0o640)
    (tmp_path / LEAD).symlink_to(tmp_path / "elsewhere/mine.md")
    edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))])
    assert (tmp_path / LEAD).is_symlink()
    assert (tmp_path / "elsewhere/mine.md").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "elsewhere/mine.md").read_text(encoding="utf-8") == f"{TEXT}- {LINE}\n"


@pytest.mark.skipif(not hasattr(os, "fchmod"), reason="no modes here")
def test_where_all_files_have_one_mode_none_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object) -> None:
        raise PermissionError(errno.EPERM, "as on a phone's card")

    write_ledger(tmp_path, {LEAD: TEXT})
    monkeypatch.setattr(os, "fchmod", cannot)
    edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))])
    assert contents(tmp_path) == {LEAD: f"{TEXT}- {LINE}\n"}


def test_a_link_out_of_the_ledger_is_refused(tmp_path: Path) -> None:
    root, outside = write_ledger(tmp_path / "ledger", {"leads/README.md": ""}), tmp_path / "outside.md"
    outside.write_text(TEXT, encoding="utf-8")
    (root / LEAD).symlink_to(outside)
    with pytest.raises(PermissionError, match="leads out of the ledger"):
        edited(root, [AddLines(LEAD, "Log", (LINE,))])
    assert outside.read_text(encoding="utf-8") == TEXT


def test_another_command_that_hangs_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_ledger(tmp_path, {LEAD: TEXT})
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
    with locking.locked(tmp_path), pytest.raises(locking.LedgerBusy, match="another command"):
        edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))])


@pytest.mark.parametrize("moves_on", [True, False])
def test_a_long_line_of_commands_is_waited_for_and_one_that_hangs_is_not(
    moves_on: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = state.made_state_folder(tmp_path) / "turn"
    lock.touch()
    clock = [0.0]

    def sleep(_: float) -> None:
        clock[0] += locking.PATIENCE * 0.9
        if moves_on:  # the next one has its turn
            os.utime(lock, (clock[0], clock[0]))

    monkeypatch.setattr(locking.time, "sleep", sleep)
    monkeypatch.setattr(locking.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(locking, "_try_lock", lambda handle: clock[0] > 5 * locking.PATIENCE)
    if moves_on:
        with locking.locked(tmp_path):
            assert clock[0] > 5 * locking.PATIENCE
    else:
        with pytest.raises(locking.LedgerBusy), locking.locked(tmp_path):
            pass


def test_two_first_commands_may_make_the_state_folder_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "another one has renamed it")

    monkeypatch.setattr(state, "write_state", taken)
    assert state.made_state_folder(tmp_path).is_dir()


def test_a_file_that_only_changes_its_case_is_renamed_where_a_disk_does_not_tell_the_two_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ivy.md", "ivy.md"):  # the second stands for the first, found under its other name
        (tmp_path / name).write_text("before")
    listed = os.listdir
    monkeypatch.setattr(os, "listdir", lambda place: [name for name in listed(place) if name != "ivy.md"])
    assert content_of(tmp_path, "ivy.md") is None
    files = [FileEdit("Ivy.md", b"before", None), FileEdit("ivy.md", None, b"after")]
    with opened(tmp_path) as door:
        assert recased(door, files) == [FileEdit("ivy.md", b"before", b"after")]
    assert not (tmp_path / "Ivy.md").exists()


def test_a_file_that_another_of_its_name_in_another_case_is_beside_is_not_touched(tmp_path: Path) -> None:
    for name in ("Ivy.md", "ivy.md"):
        (tmp_path / name).write_text("before")
    files = [FileEdit("Ivy.md", b"before", None), FileEdit("ivy.md", None, b"after")]
    with opened(tmp_path) as door:
        assert recased(door, files) == files
    assert sorted(place.name for place in tmp_path.iterdir()) == ["Ivy.md", "ivy.md"]
