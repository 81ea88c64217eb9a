"""The fast way through front matter that is nothing but `key: value` lines.

Most files are. Where every line is one whose meaning in YAML is beyond doubt, the tree is read by one regular
expression; anything else returns None and goes through the event stream. Both ways give the same tree.
"""

from __future__ import annotations

import re

from opsledger.reading.tree import Mapping, Node, Scalar
from opsledger.source import SourceFile

# A value begins with a letter or digit, or is quoted without escapes; no `: `, no ` #`, no character that YAML
# takes for a line break, refuses, or gives a meaning at that place.
_LINE = re.compile(
    r"""(?P<key>[A-Za-z_][A-Za-z0-9_-]*):
        (?:[ ]+(?:
            (?P<plain>[A-Za-z0-9](?:[ ]*(?:[!"$-9;-~\u00a1-\u1fff\u2010-\u2027\u2030-\u205e]|:(?=[!-~])))*)
          | "(?P<double>[ !#-\[\]-~\u00a1-\u1fff\u2010-\u2027]*)"
          | '(?P<single>[ -&(-~\u00a1-\u1fff\u2010-\u2027]*)'
        ))?[ ]*\r?\n""",
    re.VERBOSE,
)


def read_plain_mapping(source: SourceFile, start: int, end: int) -> Mapping | None:
    """The tree of a stretch of a file that ends with a line end, or None where it takes a YAML parser."""
    text = source.text
    pairs: list[tuple[Scalar, Node]] = []
    seen: set[str] = set()
    match = _LINE.match
    offset = start
    while offset < end:
        found = match(text, offset, end)
        if found is None:
            return None
        key = found[1]
        if key in seen:
            return None
        seen.add(key)
        key_start = found.start()
        group = found.lastgroup
        if group == "plain":
            value = Scalar(found[2], *found.span(2))
        elif group == "key":
            value = Scalar("", found.end(1) + 1, found.end(1) + 1)
        else:
            first, last = found.span(group)  # type: ignore[arg-type]
            value = Scalar(text[first:last], first - 1, last + 1, is_plain=False)
        pairs.append((Scalar(key, key_start, key_start + len(key)), value))
        offset = found.end()
    return Mapping(tuple(pairs), start, end)
