"""The fast way through front matter that is nothing but `key: value` lines.

Most files are. Where every line is one whose meaning in YAML is beyond doubt, the tree is read with a few string
operations a line; anything else returns None and goes through the event stream. Both ways give the same tree.
"""

from __future__ import annotations

import re

from opsledger.reading.tree import Mapping, Node, Scalar, scalar_of
from opsledger.source import SourceFile

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# A value begins with a letter or digit and has no `: `, no ` #`, and no character that YAML takes for a line break,
# refuses, or gives a meaning at that place.
_SIGNS = r"\u00a1-\u1fff\u2010-\u2027\u2030-\u205e"
_VALUE = re.compile(rf"[A-Za-z0-9](?:[!\"$-9;-~{_SIGNS}]+|:(?=[!-~])|[ ]+(?=[!\"$-~{_SIGNS}]))*")
# A quoted value has no escapes and no quote of its own kind inside.
_QUOTED = re.compile(r"\"[ !#-\[\]-~\u00a1-\u1fff\u2010-\u2027]*\"|'[ -&(-~\u00a1-\u1fff\u2010-\u2027]*'")


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


def read_plain_mapping(source: SourceFile, start: int, end: int) -> Mapping | None:
    """The tree of a stretch of a file that ends with a line end, or None where it takes a YAML parser."""
    lines = source.text[start:end].split("\n")
    if lines.pop():
        return None
    pairs: list[tuple[Scalar, Node]] = []
    seen: set[str] = set()
    offset = start
    for line in lines:
        key, colon, rest = line.partition(":")
        if not colon or key in seen or not (key in _plain_keys or _is_plain(_KEY, key, _plain_keys)):
            return None
        seen.add(key)
        behind_key = offset + len(key)
        value = rest.strip(" ") if rest[-1:] != "\r" else rest[:-1].strip(" ")
        if not value:
            node = scalar_of((value, behind_key + 1, behind_key + 1, True))
        elif rest[0] != " ":
            return None
        else:
            at = behind_key + 1 + rest.index(value)
            if value in _plain_values or _is_plain(_VALUE, value, _plain_values):
                node = scalar_of((value, at, at + len(value), True))
            elif _QUOTED.fullmatch(value):
                node = scalar_of((value[1:-1], at, at + len(value), False))
            else:
                return None
        pairs.append((scalar_of((key, offset, behind_key, True)), node))
        offset += len(line) + 1
    return Mapping(tuple(pairs), start, end)
