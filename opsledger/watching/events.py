"""The file system's events, as rings of a bell: they say that something happened, and nothing is built on what."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

    from opsledger.watching.bell import Bell

# Not those of opening and reading, which the user's own looking causes.
_EVENTS: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]


class _Ringer(FileSystemEventHandler):
    """Rings for what happens to anything that is not hidden."""

    def __init__(self, depth: int, bell: Bell) -> None:
        self.depth = depth  # of the watched folder: what is above it may be hidden
        self.bell = bell

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            parts = Path(os.fsdecode(path)).parts[self.depth :]
            if path and not any(part.startswith(".") for part in parts):
                self.bell.ring("/".join(parts))
                return


class FolderEvents:
    """The events of a folder, whatever becomes of it: one that is deleted and made again is followed again."""

    def __init__(self, root: Path, bell: Bell) -> None:
        self.root = root.absolute()
        self.bell = bell
        self._observer: BaseObserver | None = None
        self._watched: tuple[int, int] | None = None

    def follow(self) -> bool:
        """Watch the folder that is there now; whether it is another than before, or gone. Raises OSError."""
        try:
            status = self.root.stat()
        except OSError:
            was_there = self._watched is not None
            self.close()
            return was_there
        there = status.st_dev, status.st_ino
        if there == self._watched and self._observer is not None and self._observer.is_alive():
            return False
        self.close()
        observer = Observer()
        observer.schedule(
            _Ringer(len(self.root.parts), self.bell), str(self.root), recursive=True, event_filter=_EVENTS
        )
        observer.start()
        self._observer, self._watched = observer, there
        return True

    def close(self) -> None:
        """Watch no more."""
        observer, self._observer, self._watched = self._observer, None, None
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join(timeout=2)
