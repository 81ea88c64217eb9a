"""Addresses that open an editor at a line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from opsledger.patterns import pattern

EDITORS = {
    "vscode": "vscode://file/{path}:{line}:{column}",
    "vscodium": "vscodium://file/{path}:{line}:{column}",
    "cursor": "cursor://file/{path}:{line}:{column}",
    "zed": "zed://file/{path}:{line}:{column}",
    "idea": "idea://open?file=/{path}&line={line}&column={column}",
    "sublime": "subl://open?url=file:///{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file:///{path}&line={line}&column={column}",
    "obsidian": "obsidian://open?path=/{path}",
    "none": "",
}
_PATTERN = pattern(r"[a-z][a-z0-9+.-]*:[^\s\"'<>]+")
_TAKES_EFFECT = ("javascript:", "data:", "vbscript:", "blob:", "about:")


class Editor:
    """How a place in a file is opened: by an editor's name, or by a pattern with {path}, {line} and {column}.

    Raises ValueError if it is neither.
    """

    def __init__(self, named: str) -> None:
        pattern = EDITORS.get(named, named)
        fits = _PATTERN.fullmatch(pattern) and "{path}" in pattern and not pattern.startswith(_TAKES_EFFECT)
        if named not in EDITORS and not fits:
            raise ValueError(
                f"`{named}` is not an editor: one of {', '.join(EDITORS)}, or an address such as {EDITORS['vscode']}"
            )
        self.pattern = pattern

    def address(self, file: Path, line: int = 1, column: int = 1) -> str:
        """The address that opens a file there; empty if no editor is to be opened."""
        path = quote(file.absolute().as_posix().lstrip("/"), safe="/:", errors="surrogateescape")
        filled = self.pattern.replace("{line}", str(line)).replace("{column}", str(column))
        return filled.replace("{path}", path)


class Opening(NamedTuple):
    """What opens the lines of one ledger, as a template calls it."""

    editor: Editor
    root: str

    def __call__(self, file: str, line: int) -> str:
        """The address that opens a line of a file."""
        return self.editor.address(Path(self.root) / file, line)
