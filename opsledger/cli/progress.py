"""Long work reported on standard error, if a person looks on."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 0.7  # seconds that a person waits without wondering

OnProgress = Callable[[int, int | None], None]


def has_onlooker() -> bool:
    """Whether standard error is a terminal on which a line can be drawn over."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(what: str) -> Iterator[OnProgress | None]:
    """Something to tell how much is done, and of how much if that is known; None if nobody looks on.

    Nothing shows of work that is over soon, and what showed is gone afterwards.
    """
    if not has_onlooker():
        yield None
        return
    bar = _Bar(what)
    try:
        yield bar.tell
    finally:
        bar.end()


class _Bar:
    """A bar that is drawn when the work has lasted a while: only then is what draws it imported."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.begun = time.monotonic()
        self.drawn: Progress | None = None
        self.task: TaskID | None = None

    def tell(self, done: int, of: int | None) -> None:
        if self.drawn is None:
            if time.monotonic() - self.begun < _PATIENCE:
                return
            self._draw()
        if self.drawn is not None and self.task is not None:
            self.drawn.update(self.task, completed=done, total=of)

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self.drawn = Progress(*columns, console=Console(stderr=True), transient=True)
        self.drawn.start()
        self.task = self.drawn.add_task(self.what, total=None)

    def end(self) -> None:
        if self.drawn is not None:
            self.drawn.stop()
