"""What becomes of a loose line: the edit that writes it, or why it stays where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from opsledger.capturing.names import Called
from opsledger.capturing.words import plain
from opsledger.editing.edit import Edit
from opsledger.patterns import pattern
from opsledger.values.days import Interval
from opsledger.values.written import listed

_TIME = pattern(r"[0-9]{1,2}(?:[.,][0-9]{1,2})?(?:h|hrs?)(?:[0-9]{1,2}m?)?|[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}")
_BOTH = {"fr": ("Fri", "`Frau`"), "so": ("Sun", "the word"), "do": ("Thu", "the word")}
_MOST_NAMED = 6


class Placed(NamedTuple):
    """An edit that writes the line."""

    edit: Edit


class PlacedOff(NamedTuple):
    """Days off that the settings are to name."""

    days: Interval


class WhyLeft(NamedTuple):
    """Why a line stays, and the records among which it does not choose."""

    reason: str
    choices: tuple[Called, ...] = ()


def unclear_day(words: Sequence[str]) -> str | None:
    """Why a line's first word may be a day or something else: `Fr Brunner` is no Friday, if it means Frau Brunner."""
    if len(words) < 2 or plain(words[0]) not in _BOTH or any(one.isdigit() for one in words[1]):
        return None
    day, other = _BOTH[plain(words[0])]
    return f"`{words[0]}` may be a day or {other}: write `{day}`, or leave it out"


def holds_time(words: Sequence[str]) -> bool:
    """Whether a text holds a time of its own, as of a second thing that was done."""
    return any(_TIME.fullmatch(plain(word)) for word in words)


def two_times(words: Sequence[str]) -> str:
    """Why a line with two times stays: what each of them would be on a line of its own."""
    left = next((at for at, word in enumerate(words[1:], 1) if plain(word) == "left" and holds_time(words[:at])), 0)
    example = f", such as `NAME {plain(words[left - 1])} left`" if left else ""
    return f"it has two times: write each on its own line{example}"


def unclear_among(meant: Iterable[Called]) -> WhyLeft:
    """Why a line stays that may mean several records."""
    choices = tuple(meant)
    return WhyLeft(f"it may mean {_or(one.reference for one in choices)}", choices)


def _or(names: Iterable[str]) -> str:
    told = [f"`{name}`" for name in names]
    if len(told) > _MOST_NAMED:
        return f"any of {len(told)}, such as {listed(told[:3])}: name it more closely"
    return listed(told, _MOST_NAMED, "or")
