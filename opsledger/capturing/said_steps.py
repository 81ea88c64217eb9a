"""What I am to do about an inquiry, as people type it: `I have not called back`, `I'll ring them`."""

from __future__ import annotations

import re

from opsledger.capturing.words import LooseWords, plain
from opsledger.patterns import pattern

_I_DO = ("i", "i'll", "we", "we'll", "will", "must", "shall")
_OWED = pattern(  # what I owe them is a step for today: `I have not called back`
    r"(?:but )?(?:i (?:have not|haven't|did not|didn't)|(?:i )?(?:must|have to|need to|still have to|should)"
    r"|(?:have not|haven't|not)(?=.* back\b))(?: yet)?"
    r" (?P<verb>called?|rung|ring|phoned?|written|write|answer(?:ed)?|repl(?:y|ied))"
    r"(?: (?:them|him|her))?(?: back)?(?: yet)?\.?",
    re.IGNORECASE,
)
_BACK = dict.fromkeys(("call", "called", "ring", "rung", "phone", "phoned"), "call back")
_BACK |= dict.fromkeys(("write", "written"), "write back")


def step_owed(words: LooseWords) -> str:
    """The step for today, if words say that I owe them an answer or a call; else empty."""
    owed = _OWED.fullmatch(" ".join(words).replace("\u2019", "'"))
    return _BACK.get(owed["verb"].casefold(), "answer") if owed else ""


def step_alone(words: LooseWords) -> LooseWords:
    """A step without who does it: `ring them` of `I will ring them`, `I'll ring them`."""
    skip = next((at for at, word in enumerate(words[:3]) if plain(word.replace("\u2019", "'")) not in _I_DO), 0)
    return words[skip:]
