"""What keeps a ledger well in git: which files it leaves out, how it merges, and what this clone is told."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from opsledger.history.git import GitRefused, output_of
from opsledger.models.settings import FILE
from opsledger.reading.kinds import KINDS, REVIEW, SCHEDULE_FILE

DRIVER = "opsledger"
IGNORED = (".DS_Store", "Thumbs.db", "*.swp", "*.tmp", "*~")
MERGED = (
    *(f"/{kind.file or f'{kind.folder}/**/*.md'} merge={DRIVER}" for kind in KINDS),
    f"/{SCHEDULE_FILE} merge={DRIVER}",
)
MERGED += (f"/{FILE} merge={DRIVER}", f"/{REVIEW.folder}/**/*.figures.json merge={DRIVER}")
LINES = {".gitignore": IGNORED, ".gitattributes": MERGED}
HOOK = "pre-commit"


class LedgerRepository(NamedTuple):
    """A repository that a ledger is in: whether it was made now, and the ledger's folder in it (empty: its root)."""

    is_new: bool
    prefix: str


def with_lines(text: str, lines: tuple[str, ...]) -> str:
    """A file's text with the lines that it lacks added at its end; its own stay as they are."""
    there = {line.strip() for line in text.splitlines()}
    missing = [line for line in lines if line not in there]
    if not missing:
        return text
    line_end = "\r\n" if "\r\n" in text else "\n"
    begun = text if not text or text.endswith("\n") else text + line_end
    return begun + "".join(line + line_end for line in missing)


def keep_in_git(ledger: Path) -> LedgerRepository:
    """Make a repository of a ledger, unless it is in one, and tell this clone how to merge. Raises GitRefused."""
    try:
        output_of(ledger, "rev-parse", "--git-dir")
        is_new = False
    except GitRefused as fault:
        if "is not in a git repository" not in str(fault):
            raise
        output_of(ledger, "init", "--quiet")
        is_new = True
    need_files(ledger)
    output_of(ledger, "config", "--local", f"merge.{DRIVER}.name", "lines by day, front matter by key")
    output_of(ledger, "config", "--local", f"merge.{DRIVER}.driver", driver_line())
    prefix = os.fsdecode(output_of(ledger, "rev-parse", "--show-prefix").removesuffix(b"\n"))
    return LedgerRepository(is_new, prefix.rstrip("/"))


def need_files(folder: Path) -> None:
    """Raises GitRefused if a folder is in a repository that has no files to work on."""
    if output_of(folder, "rev-parse", "--is-inside-work-tree").strip() != b"true":
        raise GitRefused(f"{folder} is in a bare repository, without files to work on", "clone it, and use the clone")


def is_committed(ledger: Path) -> bool:
    """Whether there is a commit, and every file of a ledger is in the last one, whatever was changed in it since."""
    try:
        staged = output_of(ledger, "diff-index", "--cached", "--name-only", "HEAD", "--", ".")
    except GitRefused:
        return False
    return not staged and not output_of(ledger, "ls-files", "--others", "--exclude-standard", "--", ".")


def driver_line() -> str:
    """What git's shell runs to merge a file: the driver, or git's own merge of lines if that cannot run.

    Without it, git would leave our side alone in the file, and no marker to say that theirs is missing.
    """
    own = f"{command()} merge-driver -- %O %A %B %P"
    has_run = 'case $? in 0) exit 0;; 1) grep -q "^<<<<<<<" %A && exit 1;; esac'
    return f"{own}; {has_run}; git merge-file -L ours -L base -L theirs %A %O %B"


def command() -> str:
    """How git's shell runs this program: by its name if it is on PATH, else by its place.

    It is run in the repository's folder, from which no Python module may be taken: a stranger's may hold one.
    """
    if shutil.which("opsledger"):
        return "opsledger"
    beside = Path(sys.executable).with_name("opsledger")
    return shlex.quote(str(beside)) if beside.is_file() else f"{shlex.quote(sys.executable)} -P -m opsledger"


def hook_place(ledger: Path) -> Path:
    """Where the repository's pre-commit hook is. Raises GitRefused if hooks are kept elsewhere."""
    try:
        *set_to, _ = (
            output_of(ledger, "config", "--get-all", "core.hooksPath").decode().splitlines()
        )  # ours is the last
    except (GitRefused, ValueError):
        set_to = []
    if set_to:
        raise GitRefused(
            f"this repository keeps its hooks in {set_to[-1]}", f"add `{command()} check` to its {HOOK} hook yourself"
        )
    common = os.fsdecode(output_of(ledger, "rev-parse", "--git-common-dir").removesuffix(b"\n"))
    return (ledger / common / "hooks").resolve() / HOOK


def hook_text(prefix: str) -> str:
    """A hook that lets no commit through while the ledger has errors. prefix: the ledger's folder in the repository."""
    check = f"{command()} -C {shlex.quote(prefix or '.')} check"
    return f"#!/bin/sh\n# Written by `opsledger init --git --hook`.\nexec {check}\n"
