"""The one exception of the value readers."""

from __future__ import annotations


class Misread(ValueError):
    """A text that is not the value it should be: what is wrong with it and, where known, what would be right."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
