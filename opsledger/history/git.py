"""Running git so that nothing in the repository is executed, and what it says when it refuses.

A ledger may come from a stranger. Its repository's configuration can name programs: pagers, hooks, file monitors, diff
and signature tools, and the transports by which a partial clone fetches what it lacks. None of them is run.
"""

from __future__ import annotations

import errno
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

# What of the user's own GIT_ variables holds for us: none that names a repository, an index or a program to run. The
# system's and the user's own configuration are read, as they say which repositories are safe.
_KEPT = (
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
    "GIT_TEST_ASSUME_DIFFERENT_OWNER",
)
_SET = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone fetches nothing, whatever its configuration says
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # what was committed, not what was put in its place
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",  # refusals are told apart by their words
}
_CONFIGURED = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
)
_PIECE = 1 << 18
_NAMES = ("git.exe",) if os.name == "nt" else ("git",)


class GitRefused(Exception):
    """Git cannot do what was asked for: says why, with a hint at what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class NoRevision(GitRefused):
    """There is no revision of this name."""


def find_git(ledger: str | Path) -> str:
    """The git on PATH; never one inside the ledger, nor by a relative entry of PATH. Raises GitRefused."""
    inside = os.path.realpath(ledger)
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if not Path(folder).is_absolute():
            continue
        for name in _NAMES:
            place = Path(folder) / name
            is_own = (os.path.realpath(place) + os.sep).startswith(inside.rstrip(os.sep) + os.sep)
            if not is_own and place.is_file() and os.access(place, os.X_OK):
                return str(place)
    raise GitRefused("git is not installed, or not on PATH", "install it, or do without: --on reads the ledger's lines")


def start(ledger: str | Path, *arguments: str, sends: bool = False) -> subprocess.Popen[bytes]:
    """A git process in the ledger's folder, its output to be read. Raises GitRefused if it cannot be started."""
    settings = [part for setting in _CONFIGURED for part in ("-c", setting)]
    try:
        return subprocess.Popen(
            [find_git(ledger), "--no-pager", *settings, *arguments],
            cwd=ledger,
            env=_environment(os.environ),
            stdin=subprocess.PIPE if sends else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except (FileNotFoundError, NotADirectoryError):
        raise GitRefused(f"there is no folder {ledger}") from None
    except OSError as fault:
        raise GitRefused(f"git cannot be run: {os.strerror(fault.errno or errno.EIO)}") from None


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables for git: none that says which repository, index or configuration to use."""
    return {name: value for name, value in variables.items() if not name.startswith("GIT_") or name in _KEPT} | _SET


def output_of(ledger: str | Path, *arguments: str) -> bytes:
    """What a git command prints. Raises GitRefused if it fails."""
    return b"".join(printed_by(ledger, *arguments))


def printed_by(ledger: str | Path, *arguments: str) -> Iterator[bytes]:
    """What a git command prints, in pieces as they come. Raises GitRefused if it fails."""
    with start(ledger, *arguments) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said: list[bytes] = []
        listener = threading.Thread(target=lambda errors: said.append(errors.read()), args=(process.stderr,))
        listener.start()
        while part := os.read(process.stdout.fileno(), _PIECE):
            yield part
        listener.join()
    if process.returncode:
        raise refusal(ledger, b"".join(said))


def refusal(ledger: str | Path, said: bytes) -> GitRefused:
    """What git said on standard error, as a refusal with a hint."""
    text = said.decode("utf-8", "replace").strip()
    if "not a git repository" in text:
        return GitRefused(f"{ledger} is not in a git repository", "to keep this ledger in git: `opsledger init --git`")
    if "dubious ownership" in text:
        place = text.partition("repository at '")[2].partition("'")[0] or str(ledger)
        return GitRefused(
            f"git does not read {place}: it belongs to another user",
            f"if you trust it: git config --global --add safe.directory {place}",
        )
    if "promisor" in text:
        return GitRefused(
            "this partial clone lacks contents that are needed, and none are fetched", "clone again, without --filter"
        )
    if "safe.bareRepository" in text:
        return GitRefused("git is set to read no bare repository by itself (safe.bareRepository)", "use a clone of it")
    first = next((line for line in text.splitlines() if line.startswith(("fatal: ", "error: "))), text)
    return GitRefused(f"git failed: {first.partition(': ')[2] or first or 'it said nothing'}")
