"""Two versions of a text against the one they come from, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from opsledger.history.merging.kept_lines import kept_lines

ByteLines = Sequence[str]

OURS, BETWEEN, THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


class Chunk(NamedTuple):
    """A stretch that both versions changed, or a line that none did, with where it begins in each of the three."""

    base: ByteLines
    ours: ByteLines
    theirs: ByteLines
    starts: tuple[int, int, int]


def content(line: str) -> str:
    """A line without its end: two that differ in that alone are the same."""
    return line.rstrip("\r\n")


def same(first: ByteLines, second: ByteLines) -> bool:
    """Whether two stretches differ at most in their line ends."""
    return len(first) == len(second) and all(content(a) == content(b) for a, b in zip(first, second, strict=True))


def chunks(base: ByteLines, ours: ByteLines, theirs: ByteLines) -> Iterator[Chunk]:
    """The text in stretches, in order: lines that both versions kept, and what lies between such."""
    to_ours, to_theirs = _kept(base, ours), _kept(base, theirs)
    starts = (0, 0, 0)
    anchors = [(number, to_ours[number], to_theirs[number]) for number in to_ours if number in to_theirs]
    for anchor in (*anchors, (len(base), len(ours), len(theirs))):
        if anchor != starts:
            (number, our, their), (number_end, our_end, their_end) = starts, anchor
            yield Chunk(base[number:number_end], ours[our:our_end], theirs[their:their_end], starts)
        if anchor[0] < len(base):
            number, our, their = anchor
            yield Chunk([base[number]], [ours[our]], [theirs[their]], anchor)
        starts = (anchor[0] + 1, anchor[1] + 1, anchor[2] + 1)


def _kept(base: ByteLines, version: ByteLines) -> dict[int, int]:
    """Where each line of the base that a version kept is in it."""
    return kept_lines([*map(content, base)], [*map(content, version)])


def settled(chunk: Chunk) -> ByteLines | None:
    """What a stretch becomes if at most one side changed it, or both did the same; None if they disagree."""
    if same(chunk.ours, chunk.theirs) or same(chunk.theirs, chunk.base):
        return chunk.ours
    return chunk.theirs if same(chunk.ours, chunk.base) else None


def in_common(ours: ByteLines, theirs: ByteLines) -> tuple[int, int]:
    """How many lines two stretches have in common at their beginning, and after these at their end."""
    most = min(len(ours), len(theirs))
    head = next((n for n in range(most) if content(ours[n]) != content(theirs[n])), most)
    tail = next((n for n in range(most - head) if content(ours[-n - 1]) != content(theirs[-n - 1])), most - head)
    return head, tail


def conflict(line_end: str, ours: ByteLines, theirs: ByteLines) -> list[str]:
    """Both versions between git's markers."""
    return [OURS + line_end, *ours, BETWEEN + line_end, *theirs, THEIRS + line_end]
