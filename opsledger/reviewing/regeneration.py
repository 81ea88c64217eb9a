"""Generating a review again: the insides of generated parts are replaced, everything else stays as the user left it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, Rule, also, at, error
from opsledger.patterns import pattern
from opsledger.source import SourceFile, Span

EDITED = error("review-edited", "A generated part of a review was edited by hand.")
MARKER = error("review-marker", "A marker of a review's generated part is alone, doubled, or inside another part.")

_MARKER = pattern(
    r"^<!-- opsledger:(?P<kind>begin|end) (?P<name>[a-z0-9-]+)(?: (?P<hash>[0-9a-f]+))? -->[ \t]*\r?$", re.MULTILINE
)

ContentHash = Callable[[str], str]


class Part(NamedTuple):
    """A generated part of a document: the stretch of its inside, and of the marker that opens it."""

    name: str
    hash: str
    opening: Span
    start: int
    end: int

    def content(self, source: SourceFile) -> str:
        """The inside, with LF line ends and without the one that ends it."""
        return source.text[self.start : self.end].replace("\r\n", "\n").removesuffix("\n")


def read_generated_parts(source: SourceFile) -> tuple[dict[str, Part], list[Diagnostic]]:
    """The generated parts of a document by name, with the markers that are wrong."""
    parts: dict[str, Part] = {}
    problems: list[Diagnostic] = []
    opened: re.Match[str] | None = None

    def fault(found: re.Match[str], message: str) -> Diagnostic:
        return at(MARKER, Span(source, found.start(), found.end()), message, "put the markers back, or delete both")

    for found in _MARKER.finditer(source.text):
        name = found["name"]
        if found["kind"] == "begin":
            if opened:
                problems.append(fault(opened, f"the part `{opened['name']}` is not closed before the next begins"))
            opened = found
        elif not opened or opened["name"] != name:
            problems.append(fault(found, f"the part `{name}` ends, but was not opened"))
            opened = None
        else:
            opening = Span(source, opened.start(), opened.end())
            if name in parts:
                related = also(parts[name].opening, "it stands here first")
                problems.append(at(MARKER, opening, f"the part `{name}` appears twice", "delete one of them", related))
            else:
                start = min(opened.end() + 1, len(source.text))
                parts[name] = Part(name, opened["hash"] or "", opening, start, found.start())
            opened = None
    if opened:
        problems.append(fault(opened, f"the part `{opened['name']}` is not closed"))
    return parts, problems


class Regenerated(NamedTuple):
    """A document brought up to date; problems: why it must not be written, or with force what was replaced."""

    text: str
    problems: tuple[Diagnostic, ...]
    replaced: tuple[str, ...]


def regenerate(written: SourceFile, fresh: str, hash_of: ContentHash, *, force: bool = False) -> Regenerated:
    """A document with the insides of its parts as a fresh rendering gives them.

    Parts whose markers the user deleted stay deleted; a part edited by hand stops it, unless forced. A BOM and CRLF
    line ends are kept.
    """
    parts, problems = read_generated_parts(written)
    new_source = SourceFile(written.path, fresh)
    new_parts, _ = read_generated_parts(new_source)
    replaced: list[str] = []
    for part in parts.values():
        if hash_of(part.content(written)) == part.hash:
            continue
        if force:
            replaced.append(part.name)
            continue
        problems.append(_edited(written, part))
    if problems:
        return Regenerated(_whole(written), tuple(problems), ())
    line_end = "\r\n" if "\r\n" in written.text else "\n"
    text, done = [], 0
    for part in sorted(parts.values(), key=lambda part: part.start):
        new = new_parts.get(part.name)
        if new is None:  # a part of an older template: no longer generated, left as it is
            continue
        opening = new_source.text[new.opening.start : new.opening.end].rstrip("\r")
        inside = new.content(new_source)
        text += [written.text[done : part.opening.start], opening, line_end]
        text += [inside.replace("\n", line_end), line_end if inside else ""]
        done = part.end
    text.append(written.text[done:])
    result = ("\ufeff" if written.has_bom else "") + "".join(text)
    return Regenerated(result, (), tuple(replaced))


def _edited(written: SourceFile, part: Part) -> Diagnostic:
    line_end = written.text.find("\n", part.start)
    end = part.end if line_end < 0 else min(line_end, part.end)
    message = f"the generated part `{part.name}` was edited by hand"
    hint = "move your words out of it, below its end marker, or replace it: `opsledger review --force`"
    rule: Rule = EDITED
    return at(rule, Span(written, part.opening.start, max(end, part.opening.end)), message, hint)


def _whole(source: SourceFile) -> str:
    return ("\ufeff" if source.has_bom else "") + source.text
