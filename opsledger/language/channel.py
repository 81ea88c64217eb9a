"""The two streams by which an editor speaks with its server."""

from __future__ import annotations

from contextlib import suppress
from typing import BinaryIO


class Channel:
    """An editor's two streams as one: whoever takes no answers has nothing more to ask either.

    fault: why answers cannot be written any more; None while they can. The server ends with the next thing it reads.
    """

    def __init__(self, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self._stdin = stdin
        self._stdout = stdout
        self.fault: OSError | None = None

    def readline(self) -> bytes:
        """The next line; nothing once the editor is gone."""
        return b"" if self.fault else self._stdin.readline()

    def read(self, size: int) -> bytes:
        """The next bytes, as many as are asked for; nothing once the editor is gone."""
        return b"" if self.fault else self._stdin.read(size)

    def write(self, data: bytes) -> None:
        """Write an answer at once; after one that failed no other is tried."""
        if self.fault:
            return
        try:
            self._stdout.write(data)
            self._stdout.flush()
        except OSError as fault:
            self.fault = fault

    def flush(self) -> None:
        """Do nothing: no answer is held back."""

    def close(self) -> None:
        """Say that there are no more answers; what is held back by a fault is dropped."""
        with suppress(OSError):
            self._stdout.close()
