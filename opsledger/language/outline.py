"""The parts of a file: what can be folded, and what stands in an outline."""

from __future__ import annotations

import re
from typing import NamedTuple

from opsledger.reading.front_matter import read_front_matter
from opsledger.reviewing.regeneration import read_parts
from opsledger.source import SourceFile

_HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})[ \t]+(?P<title>[^\r\n]*?)[ \t#]*\r?$", re.MULTILINE)
_FENCED = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=fence)|\Z)", re.MULTILINE | re.DOTALL)


class Fold(NamedTuple):
    """A stretch of a file that can be folded.

    kind: `front matter`, `section` or `generated`. level: of a section's heading. start, end: offsets, the heading or
    marker included. named_to: where its heading ends.
    """

    kind: str
    title: str
    level: int
    start: int
    named_to: int
    end: int


def parts_of(source: SourceFile) -> list[Fold]:
    """The front matter, the sections, and the generated parts of a review, by where they begin."""
    parts = [*_sections(source), *_generated(source)]
    front, _ = read_front_matter(source)
    if front.is_given and front.body:
        parts.append(Fold("front matter", "front matter", 0, 0, 3, front.body))
    return sorted(parts, key=lambda part: (part.start, -part.end))


def _sections(source: SourceFile) -> list[Fold]:
    """Each section, up to the next heading of its level or above."""
    text = source.text
    fenced = [found.span() for found in _FENCED.finditer(text)]
    front, _ = read_front_matter(source)
    headings = [
        found
        for found in _HEADING.finditer(text, front.body or 0)
        if not any(start <= found.start() < end for start, end in fenced)
    ]
    parts = []
    for number, found in enumerate(headings):
        level = len(found["level"])
        below = (other.start() for other in headings[number + 1 :] if len(other["level"]) <= level)
        end = next(below, len(text))
        parts.append(Fold("section", found["title"] or "(no title)", level, found.start(), found.end("title"), end))
    return parts


def _generated(source: SourceFile) -> list[Fold]:
    if not source.path.startswith("reviews/"):
        return []
    parts, _ = read_parts(source)
    return [
        Fold(
            "generated",
            name,
            0,
            part.opening.start,
            part.opening.end,
            source.text.find("\n", part.end) % (1 + len(source.text)),
        )
        for name, part in parts.items()
    ]
