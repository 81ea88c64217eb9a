"""A user's text as Markdown that means nothing but itself."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from opsledger.patterns import pattern
from opsledger.values.visible import visible

# Signs that Markdown, or the Markdown of forges and Obsidian, gives a meaning anywhere in a line.
_ACTIVE = pattern(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)|(?<=%)%|(?<==)=|^#|(?<=\s)#(?=\w)")
_WORD_INNER = pattern(r"(?<=[^\W_])\\_(?=[^\W_])")
_LINE_START = pattern(r"^(\s*)([-+>]|[0-9]+[.)])(?=\s|$)")


def escape_markdown(text: str) -> Markup:
    """The text with what Markdown would read as markup escaped; it stays on one line and readable as it is."""
    escaped = _ACTIVE.sub(lambda found: f"\\{found[0]}", visible(text))
    escaped = _WORD_INNER.sub("_", escaped)
    escaped = _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", escaped)
    return Markup(escaped)


def link(text: str, file: str, line: int, base: str) -> Markup:
    """A link to a file of the ledger; base: the address of its folder."""
    target = base + quote(file, safe="/", errors="surrogateescape")
    return Markup(f"[{escape_markdown(text)}]({target})")
