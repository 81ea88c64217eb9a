"""What the user wrote into a review's file, around the generated parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from opsledger.models.ledger import Ledger
from opsledger.reading.front_matter import read_front_matter
from opsledger.reviewing.regeneration import read_parts
from opsledger.reviewing.review import Note
from opsledger.source import SourceFile

_HEADING = re.compile(r" {0,3}##[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def notes_of(ledger: Ledger, on: date) -> tuple[Note, ...]:
    """The user's own text in a day's review, section by section; sections without any are left out."""
    written = next((review for review in ledger.reviews if review.on == on), None)
    return tuple(note for note in _sections(written.document) if note.text) if written else ()


def _sections(source: SourceFile) -> Iterator[Note]:
    """Each section at level 2: its heading, the first generated part in it, and what stands outside of the parts."""
    heading, part, lines, fence = "", "", list[str](), ""
    for line, opened in _own_lines(source):
        if opened:
            part = part or opened
            continue
        found = None if fence else _HEADING.match(line)
        if found:
            yield Note(part, heading, "\n".join(lines).strip("\n"))
            heading, part, lines = found[1], "", []
            continue
        fence = _fence_after(line, fence)
        lines.append(line)
    yield Note(part, heading, "\n".join(lines).strip("\n"))


def _own_lines(source: SourceFile) -> Iterator[tuple[str, str]]:
    """The lines outside of front matter and parts; in place of a part its name."""
    start = read_front_matter(source)[0].body or 0
    parts = sorted(read_parts(source)[0].values(), key=lambda part: part.start)
    for part in parts:
        yield from ((line, "") for line in _lines(source.text[start : part.opening.start]))
        yield "", part.name
        closed = source.text.find("\n", part.end)
        start = len(source.text) if closed < 0 else closed + 1
    yield from ((line, "") for line in _lines(source.text[start:]))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _fence_after(line: str, fence: str) -> str:
    """The sign of the code fence that is open below a line."""
    found = _FENCE.match(line)
    if not found:
        return fence
    if not fence:
        return found[1]
    return "" if found[1].startswith(fence) else fence
