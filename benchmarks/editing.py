"""Somebody who types in an editor: how long each answer of the language server takes."""

from __future__ import annotations

import time
from pathlib import Path

from opsledger.language.server import QUIET
from tests.editor import Editor

_WEEK = "---\nfocus: typing\n---\n\n## Actual\n- Mon 9:00-10:00 marketing\n- Tue 9:00-10:00 "


class Typist:
    """One week of a ledger open in an editor."""

    def __init__(self, editor: Editor, folder: Path) -> None:
        self.editor = editor
        self.week = editor.open(folder / "weeks" / "2026-W47.md", _WEEK)
        self.line = _WEEK.count("\n")
        self.editor.until(self.week, "line-value")

    def completion(self) -> float:
        """The seconds from a key pressed to the targets that it may begin."""
        typed = "- Tue 9:00-10:00 h"
        start = time.perf_counter()
        self.editor.change(self.week, f"{_WEEK}h")
        found = self.editor.at("completion", self.week, self.line, len(typed))["items"]
        seconds = time.perf_counter() - start
        assert len(found) > 100
        return seconds

    def diagnostics(self) -> float:
        """The seconds from a key pressed to what is wrong, less those that the server waits for another key."""
        self.editor.diagnostics.clear()
        start = time.perf_counter()
        self.editor.change(self.week, f"{_WEEK}no-such-project")
        self.editor.until(self.week, "unknown-target")
        seconds = time.perf_counter() - start - QUIET
        self.editor.change(self.week, _WEEK)
        self.editor.until(self.week, "line-value")
        return seconds
