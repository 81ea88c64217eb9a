"""What may be written at a place of a file: the unfinished line, read as far as it goes."""

from __future__ import annotations

import re
from typing import NamedTuple

from opsledger.language.records import FOLDERS, TARGETS, folders_of_field
from opsledger.models.settings import FILE
from opsledger.patterns import pattern
from opsledger.reading.body import read_body
from opsledger.reading.front_matter import read_front_matter
from opsledger.reading.kinds import SCHEDULE_FILE, SCHEDULE_SECTIONS, Kind, kind_of
from opsledger.reading.marks import box_in, bullet_in
from opsledger.source import SourceFile

_TOKEN = pattern(r"\[\[[^\[\]\n]*\]\]|\S+")
_KEY = pattern(r"(?P<key>[^\s:#][^:#]*):(?:[ \t]+|$)(?P<value>.*)", re.DOTALL)
_ITEM_OF_LIST = pattern(r"[ \t]*-[ \t]+")
_OPENING = pattern(r"---[ \t]*\r?\n")
_FENCE = pattern(r"^---[ \t]*\r?$", re.MULTILINE)


class CursorPlace(NamedTuple):
    """A place in a file, and what is before it.

    what: `key` and `value` (of front matter), `setting`, `link`, or a section's name. start: where the word begins that
    is at the place. words: the words of the line before it, as they compare. key: the key whose value it is, or
    of settings the one it stands within. word: what is written
    of the word itself. folders: where a link's record may be.
    """

    what: str
    source: SourceFile
    start: int
    word: str
    words: tuple[str, ...] = ()
    key: str = ""
    kind: Kind | None = None
    folders: tuple[str, ...] = FOLDERS


def place_at(source: SourceFile, offset: int) -> CursorPlace | None:
    """What may be written at an offset; None if it is free text."""
    text = source.text
    line_start = text.rfind("\n", 0, offset) + 1
    before = text[line_start:offset]
    opened = before.rfind("[[")
    if opened >= 0 and "]]" not in before[opened:]:
        around = _outside_link(source, line_start + opened)
        return CursorPlace("link", source, line_start + opened + 2, before[opened + 2 :], folders=_folders(around))
    return _outside_link(source, offset)


def _outside_link(source: SourceFile, offset: int) -> CursorPlace | None:
    """What may be written at an offset, whatever link is open there."""
    text = source.text
    line_start = text.rfind("\n", 0, offset) + 1
    before = text[line_start:offset]
    if source.path == FILE:
        return _setting(source, line_start, before)
    kind = kind_of(source.path)
    if kind is None and source.path != SCHEDULE_FILE:
        return None
    front_end = _end_of_front_matter(text)
    if line_start < front_end:
        return _field(source, line_start, before, kind) if line_start and kind else None
    section = section_at(source, line_start, kind.sections if kind else SCHEDULE_SECTIONS)
    return _line(source, section, line_start, before, kind) if section else None


def _folders(around: CursorPlace | None) -> tuple[str, ...]:
    """The folders whose records a link names where it is: a field or a block asks for some."""
    if around and around.what == "value":
        return folders_of_field(around.key) or FOLDERS
    is_target = around and around.what in ("Plan", "Actual") and len(around.words) == 2
    return TARGETS if is_target else FOLDERS


def _end_of_front_matter(text: str) -> int:
    """Where the line stands that closes the front matter; of one that is left open, the first empty or other line."""
    opening = _OPENING.match(text)
    if not opening:
        return 0
    closing = _FENCE.search(text, opening.end())
    if closing:
        return closing.start()
    blank = re.compile(r"^[ \t]*\r?\n", re.MULTILINE).search(text, opening.end())
    return blank.start() + 1 if blank else len(text) + 1


def section_at(source: SourceFile, line_start: int, names: tuple[str, ...]) -> str | None:
    """The data section that a line is in."""
    front, _ = read_front_matter(source)
    body, _ = read_body(source, front.body or 0, names)
    within = (section.name for section in body.sections if section.run[0] <= line_start < section.stop)
    is_last = line_start == len(source.text) and body.sections and body.sections[-1].stop == line_start
    name = body.sections[-1].name if is_last else next(within, None)
    return None if any(start <= line_start <= end for start, end in body.hidden) else name


def _field(source: SourceFile, line_start: int, before: str, kind: Kind) -> CursorPlace:
    """A key of the front matter, or a value."""
    found = _KEY.match(before)
    if found:
        return _value(source, found["key"].strip(), found["value"], line_start + found.start("value"), kind)
    item = _ITEM_OF_LIST.match(before)
    key = _key_above(source.text, line_start) if item or before[:1] in (" ", "\t") else None
    if item and key:
        return CursorPlace("value", source, line_start + item.end(), before[item.end() :], key=key, kind=kind)
    indent = len(before) - len(before.lstrip())
    return CursorPlace("key", source, line_start + indent, before[indent:], kind=kind)


def _value(source: SourceFile, key: str, written: str, start: int, kind: Kind | None) -> CursorPlace:
    """A value, or of a list on one line the item that is at its end."""
    at = max(written.rfind(character) for character in "[,") + 1 if written.startswith("[") else 0
    at += len(written[at:]) - len(written[at:].lstrip())
    return CursorPlace("value", source, start + at, written[at:], key=key, kind=kind)


def _key_above(text: str, line_start: int) -> str | None:
    """The key at the left edge that an indented line or list item belongs to."""
    for line in reversed(text[:line_start].splitlines()):
        if line and line[0] not in " \t-#" and ":" in line:
            return line.partition(":")[0].strip()
    return None


def _setting(source: SourceFile, line_start: int, before: str) -> CursorPlace:
    """A key of the settings, outermost or within another."""
    stripped = before.lstrip()
    indent = len(before) - len(stripped)
    key = (_key_above(source.text, line_start) or "") if indent else ""
    brace = before.rfind("{")
    if brace >= 0 and "}" not in before[brace:]:
        key = before.partition(":")[0].strip()
        indent = max(before.rfind("{"), before.rfind(",")) + 1
        indent += len(before[indent:]) - len(before[indent:].lstrip())
    if ":" in before[indent:]:
        return CursorPlace("value", source, line_start + len(before), "", key=before[indent:].partition(":")[0].strip())
    return CursorPlace("setting", source, line_start + indent, before[indent:], key=key)


def _line(source: SourceFile, section: str, line_start: int, before: str, kind: Kind | None) -> CursorPlace | None:
    """A word of a list item."""
    bullet = bullet_in(before)
    if not bullet:
        return None
    at = bullet.end
    if section == "Decisions":
        box = box_in(before, at)
        if not box:
            return None
        at = box.next
    tokens = list(_TOKEN.finditer(before, at))
    if tokens and tokens[-1].end() == len(before):
        start, word = tokens[-1].start(), tokens[-1][0]
        tokens.pop()
    else:
        start, word = len(before), ""
    words = tuple(token[0].rstrip(".,:;!").lower() for token in tokens)
    return CursorPlace(section, source, line_start + start, word, words, kind=kind)
