"""Settings that say something else: what is measured against them moves with them."""

from __future__ import annotations

from opsledger.changes.change import Change, Changes
from opsledger.figures.standing import Standing
from opsledger.reading.settings import written_settings

_UNSET = "unset"


def settings(then: Standing, now: Standing) -> Changes:
    """Each setting whose value, as it is written, is another; of one ledger's two days none."""
    if then.settings == now.settings:
        return
    before, after = written_settings(then.settings), written_settings(now.settings)
    for key, value in after.items():
        was = before[key]
        if was != value:
            words = f"was {was or _UNSET}, is {value or _UNSET}"
            yield Change("settings", "changed", key, f"`{key}`", words, None, 60, was, value)
