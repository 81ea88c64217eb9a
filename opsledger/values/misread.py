"""The one exception of the value readers."""

from __future__ import annotations

from opsledger.diagnostics import Hint


class Misread(ValueError):
    """A text that is not the value it should be: what is wrong with it and, if known, what would be right."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def within(self, *, before: str = "", after: str = "") -> Misread:
        """The same about a part of a longer text."""
        hint = self.hint
        return Misread(self.message, hint.within(before=before, after=after) if isinstance(hint, Hint) else hint)
