"""Merging two versions of a file: lines by day, front matter by key, conflict markers where people disagree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from opsledger.history.merging.chunks import ByteLines, Chunk, chunks, conflict, content, in_common, settled
from opsledger.history.merging.facts import merge_facts, read_facts
from opsledger.history.merging.items import merge_parts
from opsledger.history.merging.parts import is_newest_first, read_parts
from opsledger.models.settings import FILE
from opsledger.patterns import pattern
from opsledger.reading.kinds import KINDS, SCHEDULE_FILE, SCHEDULE_SECTIONS, kind_of
from opsledger.reading.markup import Walk
from opsledger.source import BOM

_LINE = pattern(r"[^\n]*\n|[^\n]+")
_SIDES = 3

OneOfThem = TypeVar("OneOfThem")


class Merged(NamedTuple):
    """A merged file, and how many places in it are between conflict markers."""

    data: bytes
    conflicts: int


class _Version(NamedTuple):
    """One version of a file: its mark, its front matter with the fences, its body; and whether its last line ends."""

    mark: str
    opening: list[str]
    front: list[str]
    closing: list[str]
    body: list[str]
    line_end: str | None
    is_ended: bool


def merge_record(path: str, base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Three versions of a file as one; any bytes are taken, and those of lines that are kept stay as they are.

    Every line of either side that the other did not take out is in the result.
    """
    if ours in (theirs, base) or theirs == base:
        return Merged(theirs if ours == base else ours, 0)
    texts = [data.decode("utf-8", "surrogateescape") for data in (base, ours, theirs)]
    line_end = _chosen([_line_end(text) for text in texts])
    versions = [_read(text, line_end or "\n", PurePosixPath(path).name == FILE) for text in texts]
    top, conflicts = _front(versions, line_end or "\n")
    bottom, more = _body(versions, _sections_of(path), line_end or "\n")
    lines = [*top, *bottom]
    wholes = [[*each.opening, *each.front, *each.closing, *each.body] for each in versions]
    if _loses(lines, *wholes):
        lines, conflicts, more = _between_markers(line_end or "\n", *wholes[1:]), 0, 1
    ends = {version.line_end for version in versions[1:]}
    if line_end and len(ends) > 1 and None not in ends:
        lines = [content(line) + line_end for line in lines]
    text = "".join(lines)
    if not _chosen([version.is_ended for version in versions]) and not more:
        text = text.removesuffix(line_end or "\n")
    text = _chosen([version.mark for version in versions]) + text
    return Merged(text.encode("utf-8", "surrogateescape"), conflicts + more)


def _loses(merged: ByteLines, base: ByteLines, ours: ByteLines, theirs: ByteLines) -> bool:
    """Whether a line is missing that a side has and the other did not take out.

    That can be where one line is in a file several times and each side took out another of them.
    """
    result, *sides = ({content(line) for line in lines if line.strip()} for lines in (merged, base, ours, theirs))
    old, our, their = sides
    return not ((our - (old - their)) | (their - (old - our))) <= result


def _chosen(values: Sequence[OneOfThem]) -> OneOfThem:
    base, ours, theirs = values
    return theirs if ours == base else ours


def _line_end(text: str) -> str | None:
    """A text's line end; None if it has several kinds, or none."""
    crlf, lf = text.count("\r\n"), text.count("\n")
    if not lf or (crlf and crlf != lf):
        return None
    return "\r\n" if crlf else "\n"


def _read(text: str, line_end: str, is_settings: bool) -> _Version:
    mark = BOM if text.startswith(BOM) else ""
    lines = _LINE.findall(text.removeprefix(BOM))
    own = _line_end(text)
    is_ended = not lines or lines[-1].endswith("\n")
    if not is_ended:
        lines[-1] += line_end
    if is_settings:
        return _Version(mark, [], lines, [], [], own, is_ended)
    closing = None
    if lines and content(lines[0]).rstrip() == "---":
        closing = next((n for n, line in enumerate(lines) if n and content(line).rstrip() == "---"), None)
    if closing is None:
        return _Version(mark, [], [], [], lines, own, is_ended)
    return _Version(
        mark, lines[:1], lines[1:closing], lines[closing : closing + 1], lines[closing + 1 :], own, is_ended
    )


def _front(versions: Sequence[_Version], line_end: str) -> tuple[list[str], int]:
    """The merged front matter with its fences."""
    fenced = [version for version in versions[1:] if version.opening]
    base, ours, theirs = fronts = [version.front for version in versions]
    readable = [facts for facts in map(read_facts, fronts) if facts is not None]
    agreed = settled(Chunk(base, ours, theirs, (0, 0, 0)))
    if agreed is not None:
        lines, conflicts = [*agreed], 0
    elif len(readable) == _SIDES:
        lines, conflicts = merge_facts(line_end, *readable)
    else:
        lines, conflicts = _by_lines(line_end, base, ours, theirs)
    if not fenced:
        return lines, conflicts
    if versions[0].opening and len(fenced) < len(versions[1:]) and not lines:
        return [], conflicts  # one side took all of it out
    return [*fenced[0].opening, *lines, *fenced[0].closing], conflicts


def _by_lines(line_end: str, base: ByteLines, ours: ByteLines, theirs: ByteLines) -> tuple[list[str], int]:
    merged: list[str] = []
    conflicts = 0
    for chunk in chunks(base, ours, theirs):
        lines = settled(chunk)
        merged += conflict(line_end, chunk.ours, chunk.theirs) if lines is None else lines
        conflicts += lines is None
    return merged, conflicts


def _body(versions: Sequence[_Version], names: frozenset[str], line_end: str) -> tuple[list[str], int]:
    """The merged body."""
    bodies = [version.body for version in versions]
    sections = [_sections(body, names) for body in bodies]
    newest_first = _newest_first(bodies, sections)
    merged: list[str] = []
    conflicts = 0
    for chunk in chunks(*bodies):
        lines = settled(chunk)
        if lines is None:
            lines = _by_items(chunk, newest_first, sections, names)
            if lines is None:
                lines = _between_markers(line_end, chunk.ours, chunk.theirs)
                conflicts += 1
        merged += lines
    return merged, conflicts


def _between_markers(line_end: str, ours: ByteLines, theirs: ByteLines) -> list[str]:
    """Two stretches as a conflict, without what they begin and end with alike."""
    head, tail = in_common(ours, theirs)
    middle = [side[head : len(side) - tail] for side in (ours, theirs)]
    return [*ours[:head], *conflict(line_end, *middle), *ours[len(ours) - tail :]]


def _by_items(
    chunk: Chunk, newest_first: frozenset[str], sections: Sequence[Sequence[str]], names: frozenset[str]
) -> ByteLines | None:
    """A stretch that both sides changed, as items of data sections; None if it is anything else.

    What both begin with (a new section's heading) is left out of it if the base has nothing there.
    """
    skipped = in_common(chunk.ours, chunk.theirs)[0] if not chunk.base else 0
    within = {
        found[start + extra]
        for found, start, extra in zip(sections, chunk.starts, (0, skipped, skipped), strict=True)
        if extra or not skipped
    }
    if len(within) != 1:
        return None
    stretches = (chunk.base, chunk.ours[skipped:], chunk.theirs[skipped:])
    parts = [read_parts(lines, names) for lines in stretches]
    readable = [each for each in parts if each is not None]
    if len(readable) != _SIDES:
        return None
    section = within.pop()
    lines = merge_parts(section, *readable, newest_first=section in newest_first)
    return None if lines is None else [*chunk.ours[:skipped], *lines]


def _newest_first(bodies: Sequence[ByteLines], sections: Sequence[Sequence[str]]) -> frozenset[str]:
    """The sections that stand with the newest line on top in one of the versions."""
    found: set[str] = set()
    for body, names in zip(bodies, sections, strict=True):
        lines: dict[str, list[str]] = {}
        for line, name in zip(body, names, strict=False):
            lines.setdefault(name, []).append(line)
        found |= {name for name, own in lines.items() if is_newest_first(own)}
    return frozenset(found)


def _sections(body: ByteLines, names: frozenset[str]) -> list[str]:
    """For each place between two lines the data section it is in; empty if it is in none."""
    found, current = [""], ""
    walk = Walk("".join(body))
    for line in walk:
        if line.heading and line.heading.level <= 2:
            name = line.heading.title.lower()
            is_section = line.heading.level == 2 and not line.heading.is_underlined and name in names
            current = name if is_section else ""
        found.append("" if walk.hidden else current)
    return found


def _sections_of(path: str) -> frozenset[str]:
    """The names of the data sections that the file at a path of the repository may have."""
    folders = PurePosixPath(path).parts[:-1]
    found = [section for kind in KINDS if kind.folder in folders or kind is kind_of(path) for section in kind.sections]
    if PurePosixPath(path).name == SCHEDULE_FILE:
        found += SCHEDULE_SECTIONS
    return frozenset(section.lower() for section in found)
