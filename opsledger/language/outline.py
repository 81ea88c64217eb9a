"""The parts of a file: what can be folded, and what is in an outline."""

from __future__ import annotations

from typing import NamedTuple

from opsledger.reading.front_matter import read_front_matter
from opsledger.reading.markup import Walk
from opsledger.reviewing.regeneration import read_generated_parts
from opsledger.source import SourceFile


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


def outline_parts(source: SourceFile) -> list[Fold]:
    """The front matter, the sections, and the generated parts of a review, by where they begin."""
    parts = [*_sections(source), *_generated(source)]
    front, _ = read_front_matter(source)
    if front.is_given and front.body:
        parts.append(Fold("front matter", "front matter", 0, 0, 3, front.body))
    return sorted(parts, key=lambda part: (part.start, -part.end))


def _sections(source: SourceFile) -> list[Fold]:
    """Each section, up to the next heading of its level or above."""
    text = source.text
    front, _ = read_front_matter(source)
    parts: list[Fold] = []
    open_parts: list[Fold] = []
    for line in Walk(text, front.body or 0):
        if (heading := line.heading) is None:
            continue
        start = heading.start + (0 if heading.is_underlined else line.start)
        while open_parts and open_parts[-1].level >= heading.level:
            parts.append(open_parts.pop()._replace(end=start))
        named_to = heading.end + (0 if heading.is_underlined else line.start)
        open_parts.append(Fold("section", heading.title or "(no title)", heading.level, start, named_to, len(text)))
    return [*parts, *open_parts]


def _generated(source: SourceFile) -> list[Fold]:
    if not source.path.startswith("reviews/"):
        return []
    parts, _ = read_generated_parts(source)
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
