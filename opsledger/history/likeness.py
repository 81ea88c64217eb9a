"""What a line was turned into: the one most like it among a few of those that came.

How many are looked at, and how much of each, is bounded: a merge of thousands of changed lines takes its time in
proportion to them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from difflib import SequenceMatcher
from itertools import islice
from typing import Generic, TypeVar

_CANDIDATES = 16
_CHARACTERS = 200

Changed = TypeVar("Changed")


def most_alike(
    text: str,
    others: Iterable[Changed],
    text_of: Callable[[Changed], str],
    least: float,
    bonus: Callable[[Changed], float],
) -> Changed | None:
    """The one of the first few others that is most like a text, and more than `least`; None if none is.

    bonus: what is added to the likeness of each.
    """
    best, most = None, least
    matcher = SequenceMatcher(None, "", text[:_CHARACTERS], autojunk=False)
    for other in islice(others, _CANDIDATES):
        matcher.set_seq1(text_of(other)[:_CHARACTERS])
        wanted = most - bonus(other)
        if matcher.real_quick_ratio() > wanted and matcher.quick_ratio() > wanted and matcher.ratio() > wanted:
            best, most = other, matcher.ratio() + bonus(other)
    return best


class Pool(Generic[Changed]):
    """Lines that others may have been turned into, in groups; whoever is taken is in none of them any more."""

    def __init__(self, lines: Iterable[Changed], keys_of: Callable[[Changed], Iterable[Hashable]]) -> None:
        self._keys_of = keys_of
        self._groups: dict[Hashable, OrderedDict[int, Changed]] = {}
        self._numbers: dict[int, int] = {}
        for number, line in enumerate(lines):
            self._numbers[id(line)] = number
            for key in keys_of(line):
                self._groups.setdefault(key, OrderedDict())[number] = line

    def group(self, key: Hashable) -> Iterable[Changed]:
        """The lines of a group that are left, in their order."""
        return self._groups.get(key, OrderedDict()).values()

    def take(self, line: Changed) -> None:
        """Take a line out of all groups."""
        for key in self._keys_of(line):
            del self._groups[key][self._numbers[id(line)]]
