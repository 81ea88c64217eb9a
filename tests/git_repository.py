"""Repositories with a fixed history: every commit by the same person, on the day that is asked for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.cli_support import write_ledger

# The last ones only make it quicker: nothing is tidied, and the disk is not waited for.
_SETTINGS = (
    *("-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"),
    *("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.fsync=none"),
)
NAME, MAIL = "Solveig Brandt", "solveig@northlight.example"


def git(folder: Path, *arguments: str, day: str = "2026-11-20", fails: bool = False) -> str:
    """What git prints, run with the configuration of these tests alone."""
    when = f"{day}T12:00:00+0100"
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "GIT_AUTHOR_NAME": NAME,
        "GIT_AUTHOR_EMAIL": MAIL,
        "GIT_COMMITTER_NAME": NAME,
        "GIT_COMMITTER_EMAIL": MAIL,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    done = subprocess.run(
        ["git", *_SETTINGS, *arguments],
        cwd=folder,
        env=variables,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert fails or done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def commit(folder: Path, day: str, files: Mapping[str, str | bytes | None] | None = None, subject: str = "") -> str:
    """Write these files (None deletes one) and commit everything; the commit's id."""
    if not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "-q")
    for path, content in (files or {}).items():
        place = folder / path
        if content is None:
            place.unlink()
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", subject or f"on {day}", day=day)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path, day: str, files: Mapping[str, str | bytes]) -> Path:
    """A ledger in a new repository, committed on a day."""
    write_ledger(folder, files)
    commit(folder, day)
    return folder
