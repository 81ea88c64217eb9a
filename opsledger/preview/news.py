"""Server-sent events: every page that is open hears when there is another state to show."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

MOST = 100
_SIGN_OF_LIFE = 20.0  # seconds, after which a line is sent to find out who has gone away


class News:
    """Who listens for the name of the state that is shown."""

    def __init__(self, seen: Callable[[], str]) -> None:
        self.seen = seen
        self.listeners = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed = asyncio.Event()
        self._closed = False

    def begin(self) -> None:
        """Say which loop the listeners are in; called from there."""
        self._loop = asyncio.get_running_loop()

    def tell(self) -> None:
        """Let everybody hear that there is news; called from any thread."""
        self._call(self._wake)

    def close(self) -> None:
        """End every stream; called from any thread."""
        self._closed = True
        self._call(self._wake)

    def _call(self, wake: Callable[[], None]) -> None:
        try:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(wake)
        except RuntimeError:
            pass  # the loop has ended, and every stream with it

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def stream(self) -> AsyncIterator[bytes]:
        """The name of the state now, then of each that follows; those that came and went unseen are left out."""
        told = None
        yield b"retry: 1000\n\n"
        while not self._closed:
            changed, seen = self._changed, self.seen()
            if seen != told:
                told = seen
                yield f"data: {seen}\n\n".encode()
                continue
            try:
                await asyncio.wait_for(changed.wait(), _SIGN_OF_LIFE)
            except TimeoutError:
                yield b": still here\n\n"

    @contextmanager
    def listening(self) -> Iterator[bool]:
        """A place among the listeners, for as long as the block lasts; False if all are taken."""
        if self.listeners >= MOST:
            yield False
            return
        self.listeners += 1
        try:
            yield True
        finally:
            self.listeners -= 1
