"""Which lines two texts have in common, in an order that both have: in a time that grows as they do.

Lines that occur once in each text are held on to first, as many of them as are in one order. What lies between them is
looked at the same way; if it is short, every line of one is compared with every line of the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_SHORT = 64

Pairs = list[tuple[int, int]]
_Stretch = tuple[int, int, int, int]


def kept_lines(first: Sequence[str], second: Sequence[str]) -> dict[int, int]:
    """The places in the second text of lines that it has in common with the first, by their places there."""
    found: dict[int, int] = {}
    left: list[_Stretch] = [(0, len(first), 0, len(second))]
    while left:
        start, end, other, stop = left.pop()
        while start < end and other < stop and first[start] == second[other]:
            found[start] = other
            start, other = start + 1, other + 1
        while start < end and other < stop and first[end - 1] == second[stop - 1]:
            end, stop = end - 1, stop - 1
            found[end] = stop
        if start == end or other == stop:
            continue
        if max(end - start, stop - other) <= _SHORT:
            found.update(_compared(first, second, (start, end, other, stop)))
            continue
        anchors = _rising(_alone(first, second, (start, end, other, stop)))
        if not anchors:
            found.update(_rising(_in_turn(first, second, (start, end, other, stop))))
            continue
        found.update(anchors)
        for number, place in [*anchors, (end, stop)]:
            left.append((start, number, other, place))
            start, other = number + 1, place + 1
    return dict(sorted(found.items()))


def _compared(first: Sequence[str], second: Sequence[str], within: _Stretch) -> Iterator[tuple[int, int]]:
    """The lines in common of two short stretches."""
    start, end, other, stop = within
    matcher = SequenceMatcher(None, first[start:end], second[other:stop], autojunk=False)
    for mine, yours, size in matcher.get_matching_blocks():
        yield from ((start + mine + number, other + yours + number) for number in range(size))


def _alone(first: Sequence[str], second: Sequence[str], within: _Stretch) -> Pairs:
    """The lines that occur once in each of two stretches, in the order of the first."""
    start, end, other, stop = within
    places = _places(second, other, stop)
    return [
        (mine[0], places[line][0])
        for line, mine in _places(first, start, end).items()
        if len(mine) == 1 and len(places.get(line, ())) == 1
    ]


def _in_turn(first: Sequence[str], second: Sequence[str], within: _Stretch) -> Pairs:
    """Each line of a stretch with its like in another, the first with the first and so on."""
    start, end, other, stop = within
    places = _places(second, other, stop)
    mine = _places(first, start, end)
    return sorted(pair for line in mine for pair in zip(mine[line], places.get(line, ()), strict=False))


def _places(lines: Sequence[str], start: int, end: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number in range(start, end):
        found.setdefault(lines[number], []).append(number)
    return found


def _rising(pairs: Pairs) -> Pairs:
    """The longest run of pairs that rises in both places."""
    ends: list[int] = []  # the least place in which a run of each length can end, and its pair
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    run: Pairs = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]
