"""Commands whose streams are closed, full or read by nobody, forked so that nothing is imported again.

It runs as a program without other threads: `python -m tests.streams FOLDER`; see `tests/test_cli_streams.py`.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from opsledger.cli import main
from tests.cli_support import run, write_ledger
from tests.fuzzing import EFFORT

STDOUT, STDERR = 1, 2
LEDGER = {
    "opsledger.yaml": "business: Quay\nclient_hours: 20\n",
    "leads/quay.md": "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-02 inquiry\n- 2026-11-03 propsal\n",
    "clients/harbor.md": "---\nname: Harbor\n---\n",
    "projects/pier.md": "---\nname: Pier\nbilling: internal\n---\n## Log\n- 2026-11-02 started\n",
    "tools/pen.md": "---\nname: Pen\njobs: [run]\n---\n## Log\n- 2026-01-05 cost 18/month\n",
    "weeks/2026-W47.md": "## Plan\n- Mon 9:00-12:00 pier\n## Actual\n- Mon 9:00-12:00 pier\n",
    "reviews/2026-11-06.md": "## Decisions\n- [ ] @sales Ask for a reference\n",
}
# Every command that reads; the last two are refused, and `team` and `website` have nothing to show but a line of that.
COMMANDS = (
    *("check", "check --format json", "status", "review --stdout", "review --stdout --html", "leads", "leads --csv"),
    *("projects --json", "money", "time", "actions", "findings", "tools", "team", "contacts", "website", "marketing"),
    *("figures", "explain inflow.open", "query 'SELECT * FROM leads'", "forecast", "changes 2026-11-01"),
    *(
        "export json",
        "export csv --only leads",
        "export ics",
        "templates",
        "settings",
        "schema lead",
        "completion bash",
    ),
    *("log quay 'out wrote' --dry-run", "leads --help", "--version", "leads --on yesterday", "explain no.figure"),
)
_DAYLESS = ("templates", "settings", "schema", "completion", "log", "--", "leads --")


def arguments_of(command: str) -> list[str]:
    """A command's words, with its day if it takes one."""
    day = () if command.startswith(_DAYLESS) or "--on" in command else ("--on", "2026-11-20")
    return [*shlex.split(command), *day]


def closed(number: int) -> None:
    """Close a stream before the program begins, as `>&-` does."""
    os.close(number)


def full(number: int) -> None:
    """Let a stream end on a disk without room."""
    os.dup2(os.open("/dev/full", os.O_WRONLY), number)


def unread(number: int) -> None:
    """Let a stream end in a pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, number)


Scene = tuple[Callable[[int], None], int]
SCENES: dict[str, Scene] = {
    "unread stdout": (unread, STDOUT),
    "full stdout": (full, STDOUT),
    "closed stdout": (closed, STDOUT),
    "unread stderr": (unread, STDERR),
    "full stderr": (full, STDERR),
    "closed stderr": (closed, STDERR),
}


def scenes_for(number: int) -> list[str]:
    """A scene for each command in turn; in `make fuzz` all of them."""
    names = list(SCENES)
    return names if EFFORT > 1 else [names[number % len(names)]]


def begun(folder: Path, arguments: list[str], scene: str) -> bool:
    """Fork a process for a command, and wait for it: whether this is that process, which goes on to run it."""
    child = os.fork()
    if child:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        told = [(folder / name).read_text("utf-8", "replace") for name in ("stdout", "stderr")]
        results.append((" ".join(arguments), scene, code, *told))
        return False
    for number, name in ((STDOUT, "stdout"), (STDERR, "stderr")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    apply, number = SCENES[scene]
    sys.stdout = sys.stderr = None
    apply(number)
    for number, name in ((STDOUT, "stdout"), (STDERR, "stderr")):
        with suppress(OSError):  # as Python begins, with nothing for a stream that is closed
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))
    sys.argv = ["opsledger", "-C", str(folder / "ledger"), *arguments]
    return True


results: list[tuple[str, str | None, int, str, str]] = []

if __name__ == "__main__":
    place = Path(sys.argv[1])
    os.environ["COLUMNS"] = "82"  # which makes help as wide as in `run`
    write_ledger(place / "ledger", LEDGER)
    for number, command in enumerate(COMMANDS):
        words = arguments_of(command)
        usual = run(place / "ledger", *words)
        results.append((" ".join(words), None, usual.exit_code, usual.stdout, usual.stderr))
        for scene in scenes_for(number):
            if begun(place, words, scene):
                main()
    sys.stdout.write(json.dumps(results))
