"""Looking at a ledger again whenever it was changed."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic
from opsledger.loading import LedgerUnreadable
from opsledger.loading.incremental import KeptLedger
from opsledger.models.ledger import Ledger
from opsledger.watching.bell import LONG, Bell
from opsledger.watching.events import FolderEvents

TEMPLATES = "templates"
# Seconds: between looks at the clock and at the folder itself; between looks at every file where events report
# changes, in case one was lost; and where nothing reports them. Looking may take a fiftieth of the time at most.
_TICK, _ANYHOW, _POLL, _SHARE = 2.0, 10.0, 0.5, 50


class Look(NamedTuple):
    """What there is to see after a change.

    changed: the files that differ from the last look. ledger: as it is, or as it last could be read; None if it
    never could. problems: what is wrong in it on the day, without strict rules; if it cannot be read, why. fault:
    why it cannot be read now.
    """

    day: date
    changed: frozenset[str]
    ledger: Ledger | None
    problems: tuple[Diagnostic, ...]
    fault: str | None = None


class Watch:
    """A ledger that is looked at again after each change, and when the day is another.

    day: asked for the day to look at. polls: look at the files themselves again and again, if a file system sends
    no events. tell: is told in a sentence of what is not as asked.
    """

    def __init__(
        self, root: Path, day: Callable[[], date], *, polls: bool = False, tell: Callable[[str], None] | None = None
    ) -> None:
        self.root = root
        self.day = day
        self.bell = Bell()
        self._tell = tell or (lambda sentence: None)
        self._events = None if polls else FolderEvents(root, self.bell)
        self._kept = KeptLedger(root)
        self._own: Mapping[str, bytes] = {}
        self._templates: frozenset[tuple[str, int, int]] = frozenset()
        self._fault: str | None = None
        self._blamed: frozenset[str] = frozenset()
        self._day: date | None = None
        self._cost = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop looking; who waits for the next look gets none."""
        self.bell.stop()
        if self._events is not None:
            self._events.close()

    def wrote(self, files: Mapping[str, bytes]) -> None:
        """Say what was written into the ledger because of a look, so that it is not the cause of another."""
        self._own = files

    def looks(self) -> Iterator[Look]:
        """The ledger as it is, then again after each change, until the watch is closed."""
        self._follow()
        first = self._look()
        if first is not None:
            yield first
        while self._wait():
            look = self._look()
            if look is not None:
                gc.collect()  # pages hold what they show in circles, and Python by itself comes by them too seldom
                yield look

    def _wait(self) -> bool:
        """Wait until there is reason to look; False when the watch is closed."""
        since = time.monotonic()
        while not self.bell.is_stopped:
            least = _POLL if self._events is None else _ANYHOW
            pause = max(least, _SHARE * self._cost) - (time.monotonic() - since)
            if self.bell.wait(max(0.0, min(_TICK, pause))):
                self.bell.quiet()
                return not self.bell.is_stopped
            if pause <= _TICK or self._follow() or self.day() != self._day:
                return not self.bell.is_stopped
        return False

    def _follow(self) -> bool:
        """Keep the events coming; if the system has none left to give, look at the files instead."""
        if self._events is None:
            return False
        try:
            return self._events.follow()
        except OSError as fault:
            self._events = None
            self._tell(f"the system sends no events here ({fault.strerror}): looking every {_POLL} s instead")
            return True

    def _look(self) -> Look | None:
        """What there is to see; None if nothing differs from the last look."""
        begun = time.monotonic()
        changed, fault, problems = self._refreshed()
        self._cost = time.monotonic() - begun
        if any(self._seems_half_saved(path) for path in changed):
            self.bell.quiet(LONG)
            again, fault, problems = self._refreshed()
            changed |= again
        changed = frozenset(path for path in changed if not self._is_own(path))
        if not changed and fault == self._fault and self.day() == self._day and self._day is not None:
            return None
        return self._seen(changed, fault, problems)

    def _seen(self, changed: frozenset[str], fault: str | None = None, problems: tuple[Diagnostic, ...] = ()) -> Look:
        self._day, self._fault = self.day(), fault
        ledger = self._kept.last
        if fault is None and ledger is not None:
            problems = tuple(problem for problem in check(ledger, self._day) if not problem.rule.strict)
        return Look(self._day, changed, ledger, problems, fault)

    def _refreshed(self) -> tuple[frozenset[str], str | None, tuple[Diagnostic, ...]]:
        """The files that changed; if the ledger cannot be read, why."""
        templates = self._templates_there()
        changed = frozenset(name for name, *_ in templates ^ self._templates)
        self._templates = templates
        blamed, self._blamed = self._blamed, frozenset()
        try:
            return changed | self._kept.refresh() | blamed, None, ()
        except LedgerUnreadable as unreadable:
            reasons = tuple(problem for problem in unreadable.problems if problem.is_error)
            self._blamed = frozenset(problem.file for problem in reasons)
            changed |= self._blamed - blamed
            return changed, str(unreadable), reasons
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next save may be the remedy
            return changed, f"a fault in the program itself: {type(fault).__name__}: {fault}", ()

    def _templates_there(self) -> frozenset[tuple[str, int, int]]:
        """The ledger's own templates, which are not records, and when each was last changed."""
        found = set()
        try:
            for place in (self.root / TEMPLATES).iterdir():
                status = place.stat()
                found.add((f"{TEMPLATES}/{place.name}", status.st_mtime_ns, status.st_size))
        except OSError:
            pass  # none there, or one that is just being replaced: the next event tells
        return frozenset(found)

    def _seems_half_saved(self, path: str) -> bool:
        """Whether a file is gone or empty: some editors move it away or empty it before they write it."""
        try:
            return (self.root / path).stat().st_size == 0
        except OSError:
            return True

    def _is_own(self, path: str) -> bool:
        own = self._own.get(path)
        try:
            return own is not None and (self.root / path).read_bytes() == own
        except OSError:
            return False
