"""The fast way through front matter that is nothing but `key: value` lines.

Most files are. Where every line is one whose meaning in YAML is beyond doubt, the entries are read with a few string
operations a line; anything else returns None and goes through the event stream. Both ways give the same entries.
"""

from __future__ import annotations

import re

from opsledger.reading.tree import Entry, Scalar, Sequence
from opsledger.source import SourceFile

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# A value begins with a letter or digit and has no `: `, no ` #`, and no character that YAML takes for a line break,
# refuses, or gives a meaning at that place.
_SIGNS = r"\u00a1-\u1fff\u2010-\u2027\u2030-\u205e"
_VALUE = re.compile(rf"[A-Za-z0-9](?:[!\"$-9;-~{_SIGNS}]+|:(?=[!-~])|[ ]+(?=[!\"$-~{_SIGNS}]))*")
# A quoted value has no escapes and no quote of its own kind inside.
_QUOTED = re.compile(r"\"[ !#-\[\]-~\u00a1-\u1fff\u2010-\u2027]*\"|'[ -&(-~\u00a1-\u1fff\u2010-\u2027]*'")


# A list of plain words on one line.
_LIST = re.compile(r"\[[A-Za-z][A-Za-z0-9-]*(?:, ?[A-Za-z][A-Za-z0-9-]*)*\]")
_WORD = re.compile(r"[A-Za-z0-9-]+")

# Keys and values found plain before, as both recur; bounded, as a file may hold anything.
_plain_keys: set[str] = set()
_plain_values: set[str] = set()
_MOST_KNOWN = 10_000


def _is_plain(pattern: re.Pattern[str], text: str, known: set[str]) -> bool:
    if not pattern.fullmatch(text):
        return False
    if len(known) < _MOST_KNOWN:
        known.add(text)
    return True


def _plain_list(value: str, at: int) -> Sequence:
    words = tuple(Scalar(word[0], at + word.start(), at + word.end()) for word in _WORD.finditer(value))
    return Sequence(words, at, at + len(value))


def read_plain_entries(source: SourceFile, start: int, end: int) -> list[Entry] | None:
    """The entries of a stretch of a file that ends with a line end, or None where it takes a YAML parser."""
    lines = source.text[start:end].split("\n")
    if lines.pop():
        return None
    entries: list[Entry] = []
    seen: set[str] = set()
    offset = start
    for line in lines:
        key, colon, rest = line.partition(":")
        if not colon or key in seen or not (key in _plain_keys or _is_plain(_KEY, key, _plain_keys)):
            return None
        seen.add(key)
        at = offset + len(key) + 1
        value = rest.strip(" ") if rest[-1:] != "\r" else rest[:-1].strip(" ")
        if not value:
            entries.append((key, offset, "", at, at))
        elif rest[0] != " ":
            return None
        else:
            at += 1 if rest[1] != " " else rest.index(value)
            if value in _plain_values or _is_plain(_VALUE, value, _plain_values):
                entries.append((key, offset, value, at, at + len(value)))
            elif _LIST.fullmatch(value):
                entries.append((key, offset, _plain_list(value, at), at, at + len(value)))
            elif _QUOTED.fullmatch(value):
                entries.append((key, offset, value[1:-1], at, at + len(value)))
            else:
                return None
        offset += len(line) + 1
    return entries
