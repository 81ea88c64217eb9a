"""Styles without what they would load."""

from __future__ import annotations

import re
from collections.abc import Callable

from opsledger.patterns import pattern

# A name of CSS as it may be spelt, with the `@` before it or the bracket after it.
_NAME = pattern(r"@?(?:[\w-]|\\(?:[0-9a-fA-F]{1,6}[ \t\r\n\f]?|[^0-9a-fA-F\r\n\f]))+\(?")
_ESCAPE = pattern(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|(.))")
_LOADS = frozenset(("src(", "image(", "image-set(", "-webkit-image-set(", "cross-fade(", "-webkit-cross-fade("))
_WITHIN = pattern(r"\s*[\"']?\s*(#|data:image/)", re.IGNORECASE)
_TAG_BEGINS = pattern(r"<(?=[A-Za-z/!?])")


def cleaned_style(css: str, leave_out: Callable[[str], None]) -> str:
    """A style that loads nothing, and in which no tag begins, wherever it stands.

    leave_out: is told what is no longer in it.
    """

    def written(found: re.Match[str]) -> str:
        if not _is_loading(found, css):
            return found[0]
        leave_out(f"{_plain_name(found[0]).rstrip('(')} of a style")
        return "@left-out" if found[0].startswith("@") else "left-out("

    return _TAG_BEGINS.sub(r"\\3c ", _NAME.sub(written, css))


def loads(css: str) -> bool:
    """Whether a value of CSS loads something."""
    return any(_is_loading(found, css) for found in _NAME.finditer(css))


def _is_loading(found: re.Match[str], css: str) -> bool:
    name = _plain_name(found[0])
    if name == "url(":
        return not _WITHIN.match(css, found.end())
    return name in _LOADS or name == "@import"


def _plain_name(written: str) -> str:
    """A name of CSS as a browser reads it."""
    return _ESCAPE.sub(lambda found: _character(found[1]) if found[1] else found[2], written).lower()


def _character(number: str) -> str:
    code = int(number, 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
