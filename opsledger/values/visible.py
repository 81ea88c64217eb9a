"""A user's text made safe to show: what would steer a terminal or turn a line around becomes visible instead."""

from __future__ import annotations

import re

from opsledger.patterns import pattern

# C0 and C1 controls, the marks that reorder or hide text, line and paragraph separators, lone surrogates.
_UNSEEN = pattern("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    r"""The text with control characters, line feeds, bidirectional overrides and surrogates shown as `\x1b`."""
    return _UNSEEN.sub(_escape, text) if _UNSEEN.search(text) else text


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
