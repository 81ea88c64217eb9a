"""Percentages and shares."""

from __future__ import annotations

import re
from decimal import Decimal

from opsledger.values.misread import Misread

_PERCENT = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?) ?%")
_SHARE = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,6})?")


def read_percent(text: str, *, largest: Decimal | None = None) -> Decimal:
    """A share written `40%` or `0.4`, not below 0 and at most `largest`. Raises Misread."""
    matched = _PERCENT.fullmatch(text)
    if matched:
        share = Decimal(matched[1]) / 100
    elif _SHARE.fullmatch(text):
        share = Decimal(text)
    else:
        raise Misread(f"`{text[:40]}` is not a percentage", "write `40%` or `0.4`")
    if share < 0 or (largest is not None and share > largest):
        is_percent = not matched and share >= 1 and (largest is None or share / 100 <= largest)
        hint = f"did you mean `{text}%`?" if is_percent else "from `0%` to `100%`"
        raise Misread(f"`{text[:40]}` is impossible here", hint)
    return share
