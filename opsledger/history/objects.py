"""Reading git's objects, many by one process."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import NamedTuple, Self

from opsledger.history.git import GitRefused, NoRevision, output_of, refusal, start
from opsledger.patterns import pattern
from opsledger.reading.documents import LARGEST

_CONTROLS = pattern("[\x00-\x1f\x7f]")
_REMEMBERED = pattern(r"@\{(?!-?[0-9]+\}|u(?:pstream)?\}|push\})", re.IGNORECASE)
_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FOREIGN = (b"\0GITCRYPT\0", b"version https://git-lfs.github.com/spec/")
_CHUNK = 1 << 20
_FEW = 100


class Object(NamedTuple):
    """An object: its id, its type, and its content; None if it is larger than a ledger's file may be."""

    id: str
    type: str
    content: bytes | None


class Objects:
    """The objects of the repository that a ledger is in, to be closed at the end.

    foreign: how many of those read were not files of a ledger, but encrypted or a pointer to where the file is kept.
    """

    def __init__(self, ledger: str | Path) -> None:
        self.ledger = ledger
        self.foreign = 0
        self._process = start(ledger, "cat-file", "--batch", sends=True)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        with contextlib.suppress(OSError):
            self._requests.close()
        self._answers.close()
        if self._process.stderr:
            self._process.stderr.close()
        self._process.wait()

    def commit(self, revision: str) -> Object:
        """The commit that a revision names, by any of git's ways to say it. Raises GitRefused."""
        if revision.startswith("-") or not revision.strip() or _CONTROLS.search(revision):
            raise GitRefused(f"`{revision}` is not a revision", "a commit, a branch, a tag or HEAD~3")
        if _REMEMBERED.search(revision):  # git answers with the oldest state it knows, whatever the day
            raise GitRefused(
                f"`{revision}` asks which commit this clone had that day, and git does not keep that for long",
                "name the commit (`git log --before=2026-11-20 -1` finds one), or read the lines by --on 2026-11-20",
            )
        name = f"{revision}^{{commit}}"
        found = next(self.read((name,)))
        if found is None or found.type != "commit":
            raise _no_revision(self.ledger, revision)
        return found

    def read(self, names: Sequence[str]) -> Iterator[Object | None]:
        """Each object by name, in order; None for what is not there. Raises GitRefused."""
        return (found for _, found in self.stream(names))

    def stream(self, names: Iterable[str]) -> Iterator[tuple[str, Object | None]]:
        """Each object with its name, asked for while the names still come. Raises GitRefused, and what they raise."""
        asked: SimpleQueue[str | Exception | None] = SimpleQueue()
        writer = threading.Thread(target=self._ask, args=(names, asked), daemon=True)
        writer.start()
        while isinstance(name := asked.get(), str):
            yield name, self._answer()
        writer.join()
        if name is not None:
            raise name

    def _ask(self, names: Iterable[str], asked: SimpleQueue[str | Exception | None]) -> None:
        fault: Exception | None = None
        try:
            for name in names:
                self._requests.write(f"{name}\n".encode("utf-8", "surrogateescape"))
                asked.put(name)
                if asked.qsize() < _FEW:
                    self._requests.flush()
            self._requests.flush()
        except (OSError, ValueError):  # it ended early: its answers tell
            pass
        except GitRefused as refused:
            with contextlib.suppress(OSError, ValueError):
                self._requests.flush()
            fault = refused
        asked.put(fault)

    def _answer(self) -> Object | None:
        head = self._answers.readline()
        if not head.endswith(b"\n"):
            said = self._process.stderr.read() if self._process.stderr else b""
            raise refusal(self.ledger, said)
        if head.endswith((b" missing\n", b" ambiguous\n", b" excluded\n")):
            return None
        name, kind, size = head.split()
        content = self._content(int(size))
        return Object(name.decode(), kind.decode(), content)

    def _content(self, size: int) -> bytes | None:
        if size <= LARGEST:
            content = self._answers.read(size + 1)[:-1]
            if len(content) < size:
                raise GitRefused("git ended before it had listed everything")
            self.foreign += content.startswith(_FOREIGN)
            return content
        size += 1
        while size > 0 and (part := self._answers.read(min(size, _CHUNK))):
            size -= len(part)
        return None


def _no_revision(ledger: str | Path, revision: str) -> GitRefused:
    """Why a revision is not there: nothing is committed yet, the clone is shallow, or it is mistyped."""
    if not output_of(ledger, "rev-list", "--all", "--max-count=1").strip():
        return GitRefused("nothing is committed yet", "`git add -A`, then `git commit`")
    if is_shallow(ledger):
        return GitRefused(
            f"there is no revision `{revision}` in this shallow clone", "`git fetch --unshallow` brings the rest"
        )
    hint = (
        f"for a day there is `--on {revision}`" if _DAY.fullmatch(revision) else "`git log --oneline` lists the commits"
    )
    return NoRevision(f"there is no revision `{revision}`", hint)


def is_shallow(ledger: str | Path) -> bool:
    """Whether the repository lacks the beginning of its history."""
    return output_of(ledger, "rev-parse", "--is-shallow-repository").strip() == b"true"
