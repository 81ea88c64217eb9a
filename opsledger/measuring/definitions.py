"""What each figure means, without measuring any: the words of the functions that measure."""

from __future__ import annotations

import inspect
import re
from functools import cache

from opsledger.figures.actions import effects
from opsledger.measuring.every import MEASURES

_HEAD = re.compile(r"(?P<names>`[^`]+`(?:, `[^`]+`)*): (?P<rest>.*)", re.DOTALL)


@cache
def _definitions() -> dict[str, str]:
    """The definition of each figure by its name; a part in capitals, which stands for any, as `*`."""
    found: dict[str, str] = {}
    for define in (*MEASURES, effects):
        head = _HEAD.fullmatch(inspect.getdoc(define) or "")
        for name in re.findall(r"`([^`]+)`", head["names"]) if head else ():
            base, _, last = name.rpartition(".")
            found[f"{base}.*" if last.isupper() else name] = head["rest"].strip() if head else ""
    return found


def definition_of(name: str) -> str:
    """What a figure's name means, its first line a sentence; empty where there is no such figure."""
    known = _definitions()
    base = ".".join(name.split(".")[:2])
    forms = (name, f"{base}.*", base) if name != base else (base, f"{base}.*")
    return next((known[form] for form in forms if form in known), "")
