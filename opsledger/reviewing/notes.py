"""What the user wrote into a review's file, around the generated parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opsledger.models.ledger import Ledger
from opsledger.reading.front_matter import read_front_matter
from opsledger.reading.markup import Walk
from opsledger.reviewing.regeneration import read_generated_parts
from opsledger.reviewing.review import Note
from opsledger.source import SourceFile


def notes_of(ledger: Ledger, on: date) -> tuple[Note, ...]:
    """The user's own text in a day's review, section by section; sections without any are left out."""
    written = next((review for review in ledger.reviews if review.on == on and not review.is_long), None)
    return tuple(note for note in _sections(written.document) if note.text) if written else ()


def _sections(source: SourceFile) -> Iterator[Note]:
    """Each section at level 2: its heading, the first generated part in it, and what is outside of the parts."""
    own = list(_own_lines(source))
    heading, part, lines = "", "", list[str]()
    for (written, opened), line in zip(own, Walk("\n".join(text for text, _ in own) + "\n"), strict=True):
        if opened:
            part = part or opened
        elif line.heading and line.heading.level == 2 and not line.heading.is_underlined:
            yield Note(part, heading, "\n".join(lines).strip("\n"))
            heading, part, lines = line.heading.title, "", []
        else:
            lines.append(written)
    yield Note(part, heading, "\n".join(lines).strip("\n"))


def _own_lines(source: SourceFile) -> Iterator[tuple[str, str]]:
    """The lines outside of front matter and parts; in place of a part its name."""
    start = read_front_matter(source)[0].body or 0
    parts = sorted(read_generated_parts(source)[0].values(), key=lambda part: part.start)
    for part in parts:
        yield from ((line, "") for line in _lines(source.text[start : part.opening.start]))
        yield "", part.name
        closed = source.text.find("\n", part.end)
        start = len(source.text) if closed < 0 else closed + 1
    yield from ((line, "") for line in _lines(source.text[start:]))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")
