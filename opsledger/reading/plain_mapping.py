"""The fast way through front matter that is nothing but `key: value` lines.

Most files are. Where every line is one whose meaning in YAML is beyond doubt, the entries are read with a few string
operations a line; anything else returns None and goes through the event stream. Both ways give the same entries.
"""

from __future__ import annotations

import re

from opsledger.patterns import pattern
from opsledger.reading.tree import PairEntry, Scalar, Sequence
from opsledger.source import SourceFile

_KEY = pattern(r"[A-Za-z_][A-Za-z0-9_-]*")
# A value begins with a letter or digit and has no `: `, no ` #`, and no character that YAML takes for a line break,
# refuses, or gives a meaning at that place.
_SIGNS = r"\u00a1-\u1fff\u2010-\u2027\u2030-\u205e"
_VALUE = pattern(rf"[A-Za-z0-9][ -~{_SIGNS}]*")
_CUT = pattern(r":(?![!-~])| #")
# A quoted value has no escapes and no quote of its own kind inside.
_QUOTED = pattern(r"\"[ !#-\[\]-~\u00a1-\u1fff\u2010-\u2027]*\"|'[ -&(-~\u00a1-\u1fff\u2010-\u2027]*'")


# A list of plain words on one line.
_LIST = pattern(r"\[[A-Za-z][A-Za-z0-9-]*(?:, ?[A-Za-z][A-Za-z0-9-]*)*\]")
_WORD = pattern(r"[A-Za-z0-9-]+")

# Keys and values found plain before, as both recur; bounded, as a file may hold anything.
_plain_keys: set[str] = set()
_plain_values: set[str] = set()
_MOST_KNOWN = 10_000


def _is_plain(pattern: re.Pattern[str], text: str, known: set[str]) -> bool:
    if not pattern.fullmatch(text):
        return False
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known.add(text)
    return True


def _plain_list(value: str, at: int) -> Sequence:
    words = tuple(Scalar(word[0], at + word.start(), at + word.end()) for word in _WORD.finditer(value))
    return Sequence(words, at, at + len(value))


def read_plain_entries(source: SourceFile, start: int, end: int) -> list[PairEntry] | None:
    """The entries of a stretch of a file that ends with a line end, or None if it takes a YAML parser."""
    stretch = source.text[start:end]
    line_end = "\r\n" if "\r" in stretch else "\n"
    lines = stretch.split(line_end)
    if lines.pop():
        return None
    entries: list[PairEntry] = []
    offset = start
    for line in lines:
        key, colon, rest = line.partition(":")
        if not colon or not (key in _plain_keys or _is_plain(_KEY, key, _plain_keys)):
            return None
        at = offset + len(key) + 2
        value = rest[1:]
        if value in _plain_values and rest[0] == " ":  # nearly every line
            entries.append((key, offset, value, at, at + len(value)))
        elif not rest.strip(" "):
            entries.append((key, offset, "", at - 1, at - 1))
        elif entry := _closer_look(key, offset, rest, at):
            entries.append(entry)
        else:
            return None
        offset += len(line) + len(line_end)
    return entries if len({entry[0] for entry in entries}) == len(entries) else None


def _closer_look(key: str, offset: int, rest: str, at: int) -> PairEntry | None:
    """The entry of a value that was not met before, or has more spaces around it than one."""
    if rest[0] != " ":
        return None
    value = rest.strip(" ")
    at += rest.index(value) - 1
    if not _CUT.search(value) and _is_plain(_VALUE, value, _plain_values):
        return key, offset, value, at, at + len(value)
    if _LIST.fullmatch(value):
        return key, offset, _plain_list(value, at), at, at + len(value)
    if _QUOTED.fullmatch(value):
        return key, offset, value[1:-1], at, at + len(value)
    return None
