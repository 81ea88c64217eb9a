"""A ledger's whole past read once, timed from inside a fresh process: by OpsLedger, or by git alone."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

_BLOB = re.compile(rb":\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ")


def changes_with_opsledger(folder: Path) -> int:
    """What happened from the first commit to the last, with the audit trail."""
    from opsledger.changes.every import changes
    from opsledger.figures.standing import Standing
    from opsledger.history.revision import read_revision
    from opsledger.history.trail import TrailReading, read_trail
    from opsledger.loading import StoredFiles, is_of_ledger, load_from, readers_of_versions

    first, last = _first_commit(folder), "HEAD"
    start = time.perf_counter()
    trail = TrailReading(lambda: read_trail(folder, since=first, until=last))
    end, begin = (read_revision(folder, revision, is_of_ledger) for revision in (last, first))
    readers = readers_of_versions()
    now = load_from(StoredFiles(last, end.files), folder, readers)
    then = load_from(StoredFiles(first, begin.files), folder, readers)
    found = len(changes(Standing(then, begin.commit.day), Standing(now, end.commit.day)))
    found += len(trail.result().edits)
    print(f"{time.perf_counter() - start:.4f}")
    return found


def life_with_opsledger(folder: Path) -> int:
    """The life of one record, which has to go through the whole log."""
    from opsledger.history.life import read_life
    from opsledger.loading import Folder
    from opsledger.loading.records import record_bytes
    from opsledger.reading.kinds import LEAD
    from opsledger.reading.records import record_id

    start = time.perf_counter()
    path = min(folder.glob("leads/**/*.md")).relative_to(folder).as_posix()
    life = read_life(folder, [LEAD], record_id(path), path, record_bytes(Folder(folder)), date(2026, 1, 1))
    print(f"{time.perf_counter() - start:.4f}")
    return len(life.events)


def edits_with_opsledger(folder: Path) -> int:
    """The audit trail of everything that was ever committed."""
    from opsledger.history.trail import read_trail

    start = time.perf_counter()
    trail = read_trail(folder, since=date(1970, 1, 1), until="HEAD")
    print(f"{time.perf_counter() - start:.4f}")
    return len(trail.edits)


def read_with_git(folder: Path) -> int:
    """`git log --raw`, then `git cat-file --batch` of every blob that it names."""
    start = time.perf_counter()
    log = subprocess.run(["git", "log", "--raw", "-z", "--no-abbrev"], cwd=folder, check=True, capture_output=True)
    found = {blob for pair in _BLOB.findall(log.stdout) for blob in pair if blob.strip(b"0")}
    read = subprocess.run(
        ["git", "cat-file", "--batch"], cwd=folder, check=True, capture_output=True, input=b"\n".join(found) + b"\n"
    )
    print(f"{time.perf_counter() - start:.4f}")
    return len(read.stdout)


def _first_commit(folder: Path) -> str:
    printed = subprocess.run(
        ["git", "rev-list", "--max-parents=0", "HEAD"], cwd=folder, check=True, capture_output=True
    )
    return printed.stdout.decode().strip()


if __name__ == "__main__":
    which = {
        "changes": changes_with_opsledger,
        "edits": edits_with_opsledger,
        "life": life_with_opsledger,
        "git": read_with_git,
    }[sys.argv[1]]
    if not which(Path(sys.argv[2])):
        raise SystemExit("nothing was read")
