"""Percentages and shares."""

from __future__ import annotations

from decimal import Decimal

from opsledger.diagnostics import hint_to_write
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

_PERCENT = pattern(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?) ?%")
_SHARE = pattern(r"-?[0-9]{1,6}(?:\.[0-9]{1,6})?")
_NEARLY = pattern(r"(?:[a-z~≈.]+ ?)?([0-9]{1,3}(?:[.,][0-9]{1,4})?) ?(?:%|percent|per cent|pct|prozent|p\.?c\.?)")
_COMMA = pattern(r"0,[0-9]{1,6}")
_PARTS = pattern(r"([0-9]{1,3}) ?(?:/|in|of|out of|von) ?([0-9]{1,3})")
_NAMED = {"half": "50%", "a half": "50%", "a third": "33%", "a quarter": "25%", "fifty-fifty": "50%", "50-50": "50%"}
_NAMED |= {"50/50": "50%", "all": "100%", "full": "100%", "fully": "100%", "certain": "100%", "sure": "100%"}
_NAMED |= {"none": "0%", "nothing": "0%", "no": "0%", "free": "0%", "yes": "100%"}


def read_percent(text: str, *, largest: Decimal | None = None) -> Decimal:
    """A share written `40%` or `0.4`, not below 0 and at most `largest`. Raises Misread."""
    matched = _PERCENT.fullmatch(text)
    if matched:
        share = Decimal(matched[1]) / 100
    elif _SHARE.fullmatch(text):
        share = Decimal(text)
    else:
        meant = share_meant(text)
        raise Misread(f"`{text[:40]}` is not a percentage", hint_to_write(meant) if meant else "write `40%` or `0.4`")
    if share < 0 or (largest is not None and share > largest):
        is_percent = not matched and share >= 1 and (largest is None or share / 100 <= largest)
        hint = hint_to_write(f"{text}%") if is_percent else f"from `0%` to `{(largest or 1) * 100:.0f}%`"
        raise Misread(f"`{text[:40]}` is out of range", hint)
    return share


def share_meant(text: str) -> str | None:
    """The percentage that is written in another way: `19,5 %`, `7/10`, `about 70%`, `half`; None if it is not one."""
    said = " ".join(text.lower().split())
    if said in _NAMED:
        return _NAMED[said]
    if _COMMA.fullmatch(said):
        return said.replace(",", ".")
    if nearly := _NEARLY.fullmatch(said):
        return f"{nearly[1].replace(',', '.')}%"
    if (parts := _PARTS.fullmatch(said)) and int(parts[2]) > 0 and int(parts[1]) <= int(parts[2]):
        return f"{(Decimal(parts[1]) * 100 / int(parts[2])).quantize(Decimal(1))}%"
    return None
