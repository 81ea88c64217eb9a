"""Commands run in processes of their own, forked so that nothing is imported again, and killed wherever chance falls.

It runs as a program without other threads: `python -m tests.trials NAME ARGUMENTS`; see `tests/test_fuzz_writing.py`.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from opsledger.editing.door import Door
from opsledger.editing.safe_write import _LEFT_OVER
from tests.cli_support import SOURCE, run, write_ledger

DAY = "2026-11-20"
DECISION = "- [ ] @sales MY OWN DECISION, written by hand\n"
PROJECT = "---\nname: Pier\nclient: harbor\nbilling: hourly\nrate: 90/h\n---\n## Log\n- 2026-11-02 started\n"
LEAD = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-01 inquiry\n"
FILES = {
    "opsledger.yaml": "client_hours: 20\n",
    "leads/quay.md": LEAD,
    "clients/harbor.md": "---\nname: Harbor\n---\n",
    "projects/pier.md": PROJECT,
    "weeks/2026-W47.md": "## Plan\n- Mon 9:00-12:00 pier\n\n## Actual\n- Mon 9:00-12:00 pier\n",
    "reviews/2026-11-06.md": f"---\non: 2026-11-06\n---\n## Decisions\n\n{DECISION}",
}
Words = tuple[str, ...]
TIMED = "Client,Project,Description,Start date,Start time,End date,End time,Duration"
# What is killed: the commands that come before, and the one that is killed.
SCENES: dict[str, tuple[tuple[Words, ...], Words]] = {
    "log": ((), ("log", "quay", "out", "said", "--on", DAY)),
    "set": ((), ("set", "quay", "value", "3000")),
    "track": ((), ("track", "1h", "pier", "--on", DAY)),
    "new": ((), ("new", "client", "Marsh", "--on", DAY)),
    "done": ((), ("actions", "done", "2026-11-06-1", "--on", DAY)),
    "import": ((), ("import", "toggl", "../times.csv", "--target", "pier", "--write")),
    "review": ((), ("review", "--on", DAY, "--html")),
    "review again": (
        (("review", "--on", DAY, "--html"), ("log", "quay", "qualified", "--on", DAY)),
        ("review", "--on", DAY, "--html"),
    ),
    "undo": ((("import", "toggl", "../times.csv", "--target", "pier", "--write"),), ("undo",)),
    "redo": ((("import", "toggl", "../times.csv", "--target", "pier", "--write"), ("undo",)), ("redo",)),
}


def times_file(folder: Path) -> None:
    """Time of six weeks, as another program exports it."""
    rows = [f"Acme,pier,row {day},{day},13:00:00,{day},14:00:00,01:00:00" for day in _days()]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "times.csv").write_text("\n".join((TIMED, *rows)) + "\n", encoding="utf-8")


def _days() -> list[str]:
    return [f"2026-{month:02d}-{day:02d}" for month in (9, 10) for day in (7, 14, 21)]


def content(root: Path) -> dict[str, bytes]:
    """Every file of a ledger, hidden ones too."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def forked(do: Callable[[], object]) -> int:
    """Let something be done by a process of its own; its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
            os.dup2(nowhere.fileno(), 1)
            do()
        code = 0
    finally:
        os._exit(code)


def prepared(folder: Path, scene: str) -> Path:
    """A ledger as it is before a scene's last command."""
    times_file(folder)
    root = write_ledger(folder / "ledger", FILES)
    os.chdir(root)
    for words in SCENES[scene][0]:
        done = run(root, *words)
        assert done.exit_code == 0, done.output
    return root


def counting(kill_at: int, told: Path | None = None) -> None:
    """Count the calls that Python makes once the door is open, and kill this process at one of them."""
    made = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal made
        made += 1
        if made == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if told and made % 500 == 0:
            told.write_text(str(made), encoding="utf-8")

    real = Door.__init__

    def begin(door: Door, root: Path) -> None:
        real(door, root)
        sys.setprofile(count)

    Door.__init__ = begin  # type: ignore[method-assign]


def kill(folder: Path, scene: str, times: int, seed: int) -> None:
    """Kill a scene's last command so many times, each in a ledger of its own, and look at what is left."""
    words = SCENES[scene][1]
    luck = random.Random(seed)
    whole = prepared(folder / "whole", scene)
    before, counted = content(whole), folder / "counted"

    def count() -> None:
        counting(0, counted)
        run(whole, *words)

    os.waitpid(forked(count), 0)
    after, calls = content(whole), int(counted.read_text(encoding="utf-8"))
    assert before != after
    for number in range(times):
        root = prepared(folder / str(number), scene)
        at = luck.randrange(1, calls)

        def be_killed(root: Path = root, at: int = at) -> None:
            counting(at)
            run(root, *words)

        os.waitpid(forked(be_killed), 0)
        found = {path: data for path, data in content(root).items() if not _LEFT_OVER.fullmatch(Path(path).name)}
        for path in {**before, **after, **found}:
            assert found.get(path) in (before.get(path), after.get(path)), f"{scene}, call {at} of {calls}: {path}"
        left = run(root, "log", "quay", "in", "and again", "--on", DAY)
        assert left.exit_code == 0, left.output
        hidden = [path for path in content(root) if _LEFT_OVER.fullmatch(Path(path).name)]
        assert hidden == [], f"{scene}, call {at} of {calls}: {hidden}"
        shutil.rmtree(folder / str(number))


def kill_all(folder: Path, times: int, seed: int) -> None:
    """Kill the last command of every scene, each as often; if but once, of those that write in different ways."""
    for scene in SCENES if times > 1 else ("log", "new", "done", "import", "review again", "undo"):
        kill(folder / scene.replace(" ", "-"), scene, times, zlib.crc32(scene.encode()) + seed)


def write_together(folder: Path, rounds: int) -> None:
    """Sixteen writers of different commands at once, in two state folders; what they said is written must be there."""
    times_file(folder)
    weeks = {f"weeks/2026-W{week}.md": "## Plan\n\n## Actual\n" for week in range(30, 36)}
    decisions = "".join(f"- [ ] @sales decision {number}\n" for number in range(1, rounds + 1))
    reviews = {"reviews/2026-10-23.md": f"---\non: 2026-10-23\n---\n## Decisions\n\n{decisions}"}
    root = write_ledger(folder / "ledger", {**FILES, **weeks, **reviews})
    os.chdir(root)
    run(root, "review", "--on", DAY, "--html")  # so that what it needs is imported, and its forecast kept

    def writer(who: int) -> None:
        if who % 2:
            os.environ["XDG_STATE_HOME"] = str(folder / "state")
        told = []
        for turn in range(rounds):
            done = run(root, *_words(who, turn))
            told.append({"words": _words(who, turn), "code": done.exit_code, "said": done.output})
        (folder / f"told-{who}").write_text(json.dumps(told), encoding="utf-8")

    for child in [forked(lambda who=who: writer(who)) for who in range(16)]:  # type: ignore[misc]
        _, status = os.waitpid(child, 0)
        assert status == 0
    told = [each for who in range(16) for each in json.loads((folder / f"told-{who}").read_text(encoding="utf-8"))]
    check_written(root, told)


def _words(who: int, turn: int) -> Words:
    """What a writer writes in its turn."""
    kind = ("log", "log", "track", "plan", "review", "import", "undo", "done", "set", "new")[who % 10]
    day = f"2026-08-{1 + turn % 28:02d}"
    return {
        "log": ("log", "quay", "out", f"said {who}-{turn}-end", "--on", DAY),
        "track": (
            "track",
            f"{turn % 24}:{who:02d}-{turn % 24}:{who + 1:02d}",
            "pier",
            f"done {who}-{turn}-end",
            "--on",
            day,
        ),
        "plan": (
            "plan",
            f"{turn % 24}:{who:02d}-{turn % 24}:{who + 1:02d}",
            "pier",
            f"meant {who}-{turn}-end",
            "--on",
            day,
        ),
        "review": ("review", "--on", DAY, "--html", "--from", f"2026-11-{1 + turn % 14:02d}"),
        "import": ("import", "toggl", "../times.csv", "--target", "pier", "--write"),
        "undo": ("undo", "--yes"),
        "done": ("actions", "done", f"2026-10-23-{1 + turn}", "--on", DAY),
        "set": ("set", "pier", "rate", f"{90 + who}.{turn % 100:02d}/h"),
        "new": ("new", "client", f"Client {who} {turn}", "--on", DAY),
    }[kind]


def check_written(root: Path, told: Sequence[dict[str, Any]]) -> None:
    """What was said to be written, and not to be taken back since, must be there; and nothing is half written."""
    files = {path: data.decode() for path, data in content(root).items()}
    text = "\n".join(written for path, written in files.items() if not path.startswith(f"reviews/{DAY}"))
    taken_back = [
        found for each in told if each["words"][0] == "undo" for found in re.findall(r"Undone: `(.*)`", each["said"])
    ]
    lost = []
    for each in told:
        words, said = each["words"], each["said"]
        mark = next((word for word in words if word.endswith("-end")), None)
        if each["code"] == 0 and mark and not any(mark in line for line in taken_back):
            lost += [mark] if text.count(mark) != 1 else []
        elif each["code"] == 0 and words[0] == "actions" and not any(words[2] in line.split() for line in taken_back):
            number = int(words[2].rpartition("-")[2])
            lost += [words[2]] if f"- [x] @sales decision {number}" not in files["reviews/2026-10-23.md"] else []
        elif (
            each["code"] == 0
            and words[0] == "new"
            and not any(f"client-{words[2][7:].replace(' ', '-')}" in line.split() for line in taken_back)
        ):
            lost += [words[2]] if f"name: {words[2]}\n" not in text else []
        assert "fault in the program" not in said, said
    assert lost == []
    assert DECISION in files["reviews/2026-11-06.md"]
    assert files[f"reviews/{DAY}.md"].startswith("---\n")
    assert files[f"reviews/{DAY}.html"].casefold().startswith("<!doctype html>")
    assert json.loads(files[f"reviews/{DAY}.figures.json"])
    assert [path for path in files if _LEFT_OVER.fullmatch(Path(path).name)] == []
    checked = run(root, "check").stdout
    assert "error[" not in checked, checked


def two_states(folder: Path, lines: int) -> None:
    """Two state folders on one ledger, each of which writes lines as fast as it can; none may be lost or doubled."""
    root = write_ledger(folder / "ledger", FILES)

    def writer(who: str) -> None:
        os.environ["XDG_STATE_HOME"] = str(folder / f"state-{who}")
        for number in range(lines):
            assert run(root, "log", "quay", "out", f"said {who}-{number}-end", "--on", DAY).exit_code == 0

    for child in [forked(lambda who=who: writer(who)) for who in "ab"]:  # type: ignore[misc]
        assert os.waitpid(child, 0)[1] == 0
    found = re.findall(r"said (\w-\d+)-end", (root / "leads/quay.md").read_text(encoding="utf-8"))
    assert sorted(found) == sorted(f"{who}-{number}" for who in "ab" for number in range(lines))


def exit_code(root: Path, words: Words) -> int:
    """How a command ends."""
    try:
        return run(root, *words).exit_code
    except OSError:  # as the command itself tells it
        return 2


def full_disk(folder: Path) -> None:
    """Each scene on a disk that has more and more room; run where `folder` is a small file system of its own."""
    for scene, (_, words) in SCENES.items():
        root = prepared(folder / "scene", scene)
        before = content(root)
        filler, free = folder / "filler", os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        for room in (0, 4096, 8192, 16384, 32768):
            filler.write_bytes(b"\0" * max(0, free - room))
            code = exit_code(root, words)
            filler.unlink()
            now = content(root)
            assert [path for path in now if _LEFT_OVER.fullmatch(Path(path).name)] == []
            if code == 0:
                break
            for path, data in before.items():
                assert now.get(path) in (data, None) or words[0] in ("import", "review", "undo", "redo"), (
                    scene,
                    room,
                    path,
                )
            if words[0] != "review":  # whose files are written one by one, each of them whole
                assert now == before, (scene, room)
        shutil.rmtree(folder / "scene")


TRIALS: dict[str, Callable[..., None]] = {
    "kill": lambda folder, times, seed: kill_all(Path(folder), int(times), int(seed)),
    "write_together": lambda folder, rounds: write_together(Path(folder), int(rounds)),
    "two_states": lambda folder, lines: two_states(Path(folder), int(lines)),
    "full_disk": lambda folder: full_disk(Path(folder)),
}


def trial(name: str, *arguments: object, within: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run a trial in a process of its own. within: a command that runs it."""
    command = [*within, sys.executable, "-m", "tests.trials", name, *map(str, arguments)]
    return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    TRIALS[sys.argv[1]](*sys.argv[2:])
