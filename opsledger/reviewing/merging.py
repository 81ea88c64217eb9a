"""Two versions of a review that two machines wrote: what is generated is taken from one of them, whole.

Lines of two reviews mixed are the figures of no day. Whatever is taken, writing the review again replaces it.
"""

from __future__ import annotations

from typing import NamedTuple

from opsledger.loading.frozen import frozen_path
from opsledger.reviewing.regeneration import ContentHash, Part, read_generated_parts
from opsledger.source import BOM, SourceFile


class Versions(NamedTuple):
    """Three versions of a file: what both sides began with, and the two sides."""

    base: bytes
    ours: bytes
    theirs: bytes


class _Review(NamedTuple):
    source: SourceFile
    parts: dict[str, Part]

    def part(self, name: str) -> str | None:
        """A generated part with the marker that opens it."""
        found = self.parts.get(name)
        return self.source.text[found.opening.start : found.end] if found else None


def with_one_side_generated(path: str, versions: Versions, hash_of: ContentHash) -> Versions:
    """A review's versions with ours in the place of what both sides generated, if they differ in it; else unchanged.

    path: of the review, or of the figures frozen beside it. A part that a hand has edited on their side is
    left to be merged as text.
    """
    base, ours, theirs = versions
    if ours in (theirs, base) or theirs == base:
        return versions
    if path.endswith(frozen_path("")):
        return Versions(base, ours, ours)
    reviews = [_read(path, data) for data in versions]
    first, own, other = reviews
    if all(own.part(name) in (other.part(name), first.part(name)) or not other.part(name) for name in own.parts):
        return versions
    taken = {
        name: own.part(name) or ""
        for name in own.parts
        if name in other.parts and hash_of(other.parts[name].content(other.source)) == other.parts[name].hash
    }
    return Versions(_with(first, taken), ours, _with(other, taken))


def _read(path: str, data: bytes) -> _Review:
    source = SourceFile(path, data.decode("utf-8", "surrogateescape"))
    parts, faults = read_generated_parts(source)
    return _Review(source, {} if faults else parts)


def _with(review: _Review, taken: dict[str, str]) -> bytes:
    """A review with these parts in the place of its own."""
    text, done = [BOM if review.source.has_bom else ""], 0
    for name, part in sorted(review.parts.items(), key=lambda each: each[1].start):
        if name in taken:
            text += [review.source.text[done : part.opening.start], taken[name]]
            done = part.end
    text.append(review.source.text[done:])
    return "".join(text).encode("utf-8", "surrogateescape")
