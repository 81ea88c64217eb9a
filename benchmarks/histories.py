"""A ledger with a long past in git, by `git fast-import`: records that grow line by line, and now and then an edit."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.ledgers import make_small_records

FIRST = date(2020, 1, 6)
_LINES_A_COMMIT = 4
_EDIT_EVERY = 25


def make_history(folder: Path, files: int, commits: int) -> None:
    """Make a repository of so many records and commits; each commit adds lines to a few records."""
    make_small_records(folder, files)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE) as importing:
        assert importing.stdin is not None
        for part in _stream(folder, commits):
            importing.stdin.write(part)
    if importing.returncode:
        raise SystemExit("git fast-import failed")
    for command in (["git", "reset", "-q", "--hard", "main"], ["git", "gc", "-q"]):
        subprocess.run(command, cwd=folder, check=True)


def _stream(folder: Path, commits: int) -> Iterator[bytes]:
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    texts = {path: (folder / path).read_text(encoding="utf-8") for path in ["opsledger.yaml", *paths]}
    for number in range(commits):
        day = FIRST + timedelta(days=number)
        changed = list(texts) if number == 0 else []
        for step in range(_LINES_A_COMMIT if number else 0):
            path = paths[(number * _LINES_A_COMMIT + step * 257) % len(paths)]
            if number % _EDIT_EVERY == 0 and step == 0:
                head, _, last = texts[path].rstrip("\n").rpartition("\n")
                texts[path] = f"{head}\n{last}, number {number}\n"
            texts[path] += f"- {day} note what was said on the phone, number {number}\n"
            changed.append(path)
        yield _commit(number, day, {path: texts[path] for path in dict.fromkeys(changed)})


def _commit(number: int, day: date, files: dict[str, str]) -> bytes:
    seconds = (day - date(1970, 1, 1)).days * 86400 + 18 * 3600
    message = f"Day {number}".encode()
    parts = [
        f"commit refs/heads/main\ncommitter Ada Berg <ada@example.org> {seconds} +0000\n".encode(),
        b"data %d\n%b\n" % (len(message), message),
    ]
    for path, text in files.items():
        data = text.encode()
        parts.append(b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data))
    return b"".join(parts)
