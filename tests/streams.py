"""Commands whose streams are closed, full or read by nobody, forked so that nothing is imported again.

It runs as a program without other threads: `python -m tests.streams FOLDER`; see `tests/test_cli_streams.py`.
"""

from __future__ import annotations

import json
import os
import pty
import shlex
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from opsledger.cli import main
from opsledger.watching.watch import Watch
from tests.cli_support import run, write_ledger
from tests.fuzzing import EFFORT

STDIN, STDOUT, STDERR = 0, 1, 2
LEDGER = {
    "opsledger.yaml": "business: Quay\nclient_hours: 20\n",
    **{
        f"leads/corner-{end}.md": f"---\nname: Corner {end}\nsource: web\n---\n## Log\n- 2026-11-02 inquiry\n"
        for end in ("bank", "mill")
    },
    "inbox.md": "corner call they want more\n",
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
# Every command that goes on until it is ended: by Ctrl-C once the first look is shown, or by its editor.
STANDING = ("watch", "serve --port 0", "lsp")
# Commands that ask, and what is typed in answer.
ASKING = {
    "log corner 'out wrote'": "2\n",
    "plan Mon off --on 2026-11-16": "keep\n",
    "sort --write": "1\n",
    "take-stock": "\n\nSchool, asked 2 Nov\n\n\n8200\n",
    "init new": "\n" * 10,
}
_DAYLESS = (
    "templates",
    "settings",
    "schema",
    "completion",
    "log",
    "--",
    "leads --",
    "lsp",
    "init",
    "plan",
    "take-stock",
)


def _message(number: int | None, method: str, **params: object) -> bytes:
    asked = {} if number is None else {"id": number}
    body = json.dumps({"jsonrpc": "2.0", **asked, "method": method, "params": params}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


# What an editor says that opens nothing and closes again.
SPOKEN = (
    _message(1, "initialize", processId=None, rootUri=None, capabilities={})
    + _message(None, "initialized")
    + _message(2, "shutdown")
    + _message(None, "exit")
)


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
    "closed stdin": (closed, STDIN),
}
LONGEST = 120  # seconds, after which a command that hangs is ended, with a code that no test expects
# What else becomes of a question: nothing but Ctrl-D is typed, or the terminal ends once something is shown.
UNANSWERED, GONE = "unanswered", "gone"


def scenes_for(number: int) -> list[str]:
    """A scene for each command in turn; in `make fuzz` all of them."""
    names = list(SCENES)
    return names if EFFORT > 1 else [names[number % len(names)]]


class Begun(NamedTuple):
    """A command to fork a process for, on a ledger. scene: None if nothing is wrong with its streams.

    given: what its standard input holds. typed: what is typed on its terminal, with Ctrl-D behind it; None if it has
    none.
    """

    ledger: Path
    arguments: list[str]
    scene: str | None = None
    given: bytes = b""
    typed: str | None = None

    def is_child(self) -> bool:
        """Fork a process and wait for it: whether this is that process, which goes on to run the command."""
        folder = self.ledger.parent
        (folder / "stdin").write_bytes(self.given)
        before = _texts(self.ledger)
        ends = None if self.typed is None else pty.openpty()
        child = os.fork()
        if not child:
            self._take_streams(folder, ends)
            return True
        shown = "" if ends is None else self._shown(*ends)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out, err = ((folder / name).read_text("utf-8", "replace") for name in ("stdout", "stderr"))
        changed = _texts(self.ledger) != before
        results.append((" ".join(self.arguments), self.scene, code, shown + out, err, changed))
        return False

    def _shown(self, master: int, slave: int) -> str:
        """What is shown on the terminal until the command ends, or until the terminal does."""
        if self.scene != GONE:
            os.write(master, f"{self.typed}\x04".encode())
        os.close(slave)
        shown = b""
        with suppress(OSError):  # as a terminal ends
            while part := os.read(master, 4096):
                shown += part
                if self.scene == GONE:
                    break
        os.close(master)
        return shown.decode("utf-8", "replace").replace("\r\n", "\n")

    def _take_streams(self, folder: Path, ends: tuple[int, int] | None) -> None:
        """Take the streams of the command, as a shell gives them, and its words."""
        os.dup2(os.open(folder / "stdin", os.O_RDONLY), STDIN)
        for number, name in ((STDOUT, "stdout"), (STDERR, "stderr")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        for number in (STDIN, STDOUT, STDERR) if ends else ():
            os.dup2(ends[1], number)
        for end in ends or ():
            os.close(end)
        sys.stdin = sys.stdout = sys.stderr = None
        if self.scene in SCENES:
            apply, number = SCENES[self.scene]
            apply(number)
        for number, name, mode in ((STDIN, "stdin", "r"), (STDOUT, "stdout", "w"), (STDERR, "stderr", "w")):
            with suppress(OSError):  # as Python begins, with nothing for a stream that is closed
                setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
        os.chdir(self.ledger)
        signal.alarm(LONGEST)
        sys.argv = ["opsledger", *self.arguments]


def _texts(ledger: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}


def press_ctrl_c(watch: Watch) -> bool:
    """Press Ctrl-C once a look is shown, and look no more."""
    os.kill(os.getpid(), signal.SIGINT)
    return False


def try_reading(place: Path) -> None:
    """Run each command that reads as usual, and in its scene."""
    ledger = write_ledger(place / "ledger", LEDGER)
    for number, command in enumerate(COMMANDS):
        words = arguments_of(command)
        usual = run(ledger, *words)
        results.append((" ".join(words), None, usual.exit_code, usual.stdout, usual.stderr, False))
        for scene in scenes_for(number):
            if Begun(ledger, words, scene).is_child():
                main()


def try_standing(place: Path) -> None:
    """Run each command that goes on as usual, and in every scene."""
    ledger = write_ledger(place / "standing", LEDGER)
    for command in STANDING:
        for scene in (None, *SCENES):
            if Begun(ledger, arguments_of(command), scene, SPOKEN).is_child():
                signal.signal(signal.SIGINT, signal.default_int_handler)
                Watch._wait = press_ctrl_c  # type: ignore[method-assign]
                main()


def try_asking(place: Path) -> None:
    """Run each command that asks with an answer, without one, in a terminal that ends, and in its scenes."""
    for number, (command, answer) in enumerate(ASKING.items()):
        for scene in (None, *scenes_for(2 * number), *scenes_for(2 * number + 1), UNANSWERED, GONE):
            shutil.rmtree(place / "asking", ignore_errors=True)
            ledger = write_ledger(place / "asking" / "ledger", LEDGER)
            typed = "" if scene == UNANSWERED else answer
            if Begun(ledger, arguments_of(command), scene, typed=typed).is_child():
                main()


# What commands import as they begin, imported once before the forks.
IMPORTED = (
    *("opsledger.preview.server", "opsledger.preview.site", "opsledger.preview.writing", "opsledger.watching.pages"),
    *("opsledger.language.features", "opsledger.rendering.templates", "opsledger.editing.performing"),
)

results: list[tuple[str, str | None, int, str, str, bool]] = []

if __name__ == "__main__":
    for module in IMPORTED:
        import_module(module)
    os.environ["COLUMNS"] = "82"  # which makes help as wide as in `run`
    for attempt in (try_reading, try_standing, try_asking):
        attempt(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(results))
