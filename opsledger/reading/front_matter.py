"""Where a file's front matter stands, and its tree."""

from __future__ import annotations

import re
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, also, at, error
from opsledger.patterns import pattern
from opsledger.reading.plain_mapping import read_plain_entries
from opsledger.reading.tree import Mapping, PairEntry, Scalar, YamlRefused, entries_of, read_tree
from opsledger.source import SourceFile, Span

UNCLOSED = error("front-matter-unclosed", "Front matter begins with `---` and never ends.")
LATE = error("front-matter-late", "Front matter does not begin at the first character of the file.")
SECOND = error("front-matter-twice", "A second block of front matter is right below the first.")
NO_MAPPING = error("front-matter-no-mapping", "Front matter is not a list of `key: value` lines.")

_FENCE = pattern(r"^---[ \t]*\r?$", re.MULTILINE)
_OPENING = pattern(r"---[ \t]*(?:\r?\n|\Z)")
_LATE = pattern(r"^---[ \t]*\r?\n(?=[A-Za-z_][\w-]*:(?:[ \r\n]|$))", re.MULTILINE)
_NEXT_BLOCK = pattern(r"\s*^---[ \t]*\r?\n(?=[A-Za-z_][\w-]*:(?:[ \r\n]|$))", re.MULTILINE)


class FrontMatter(NamedTuple):
    """What is above a file's body.

    entries: its keys and values; None if it cannot be read. is_given: whether there is any. body: the offset where
    the body begins, None if it cannot be told.
    """

    entries: list[PairEntry] | None
    is_given: bool
    body: int | None


def read_front_matter(source: SourceFile) -> tuple[FrontMatter, list[Diagnostic]]:
    """The front matter of a file: from `---` at the first character to the next line that is `---`."""
    text = source.text
    found = _usual(text)
    if found:
        entries, problems = _entries(source, *found)
        body = found[1] + 4
    else:
        front, problems = _unusual(source)
        if front.body is None or not front.is_given:
            return front, problems
        entries, body = front.entries, front.body
    if "---" in text[body : body + 200]:
        problems += _second(source, body)
    return FrontMatter(entries, True, body), problems


def _usual(text: str) -> tuple[int, int] | None:
    """Where front matter between two bare `---` lines stands; None if it takes a closer look."""
    end = text.find("\n---", 3) if text.startswith("---\n") else -1
    return (4, end + 1) if end >= 0 and text[end + 4 : end + 5] == "\n" else None


def _unusual(source: SourceFile) -> tuple[FrontMatter, list[Diagnostic]]:
    """Front matter with spaces or CRs at its fences, left open, or none at all."""
    text = source.text
    opening = _OPENING.match(text)
    if not opening:
        problems = []
        late = _LATE.search(text) if "\n---" in text or text[:1].isspace() else None
        if late and _FENCE.search(text, late.end()):
            span = Span(source, late.start(), late.start() + 3)
            message = "front matter must begin at the first character of the file"
            problems.append(at(LATE, span, message, "move it to the top, with nothing above it"))
        return FrontMatter([], False, 0), problems
    start = opening.end()
    closing = _FENCE.search(text, start)
    if not closing:
        dots = re.compile(r"^\.\.\.[ \t]*\r?$", re.MULTILINE).search(text, start)
        hint = "`...` does not end it: write `---`" if dots else "end it with a line `---`"
        span = Span(source, 0, 3)
        return FrontMatter(None, True, None), [at(UNCLOSED, span, "the front matter is never closed", hint)]
    body = closing.end() + 1 if closing.end() < len(text) else closing.end()
    entries, problems = _entries(source, start, closing.start())
    return FrontMatter(entries, True, body), problems


def _second(source: SourceFile, body: int) -> list[Diagnostic]:
    """The fault of a second block right below the first, if there is one."""
    second = _NEXT_BLOCK.match(source.text, body)
    if not second or not _FENCE.search(source.text, second.end()):
        return []
    place = source.text.index("---", body)
    message, hint = "a second block of front matter is not read", "put its keys into the first block"
    return [at(SECOND, Span(source, place, place + 3), message, hint, also(Span(source, 0, 3), "the first block"))]


def _entries(source: SourceFile, start: int, end: int) -> tuple[list[PairEntry] | None, list[Diagnostic]]:
    entries = read_plain_entries(source, start, end)
    if entries is not None:
        return entries, []
    try:
        node, problems = read_tree(source, start, end)
    except YamlRefused as refused:
        return None, [refused.problem]
    if node is None:
        return [], problems
    if isinstance(node, Mapping):
        return entries_of(node), problems
    span = Span(source, node.start, node.end if isinstance(node, Scalar) else node.start + 1)
    problems.append(at(NO_MAPPING, span, "front matter is `key: value` lines", "such as `name: Harbor rebrand`"))
    return None, problems
