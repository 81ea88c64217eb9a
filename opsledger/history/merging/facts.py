"""Merging front matter and settings key by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from opsledger.history.merging.chunks import ByteLines, conflict, content, same


class KeyLines(NamedTuple):
    """A key with all of its lines, and above them the comments and blank lines that belong to it."""

    key: str
    above: list[str]
    lines: list[str]


class KeyedLines(NamedTuple):
    """The entries of a mapping in their order, and the comments and blank lines below the last."""

    entries: dict[str, KeyLines]
    below: list[str]


def read_facts(lines: ByteLines) -> KeyedLines | None:
    """The entries of some lines of YAML; None if they are not a plain mapping, or have a key twice."""
    entries: dict[str, KeyLines] = {}
    loose: list[str] = []
    current: KeyLines | None = None
    for line in lines:
        text = content(line)
        key = _key_of(text)
        if key:
            if key in entries:
                return None
            current = KeyLines(key, loose, [line])
            entries[current.key] = current
            loose = []
        elif not text.strip() or text.lstrip().startswith("#"):
            loose.append(line)
        elif current is not None and (text[0] in " \t" or text.startswith("-")):
            current.lines.extend([*loose, line])
            loose = []
        else:
            return None
    return KeyedLines(entries, loose)


def _key_of(text: str) -> str:
    """The key that a line begins with at its left edge; empty if there is none."""
    key, colon, rest = text.partition(":")
    if not colon or not key or key[0].isspace() or key[0] in "#-" or "#" in key or rest[:1] not in ("", " ", "\t"):
        return ""
    return key.rstrip(" \t")


def merge_facts(line_end: str, base: KeyedLines, ours: KeyedLines, theirs: KeyedLines) -> tuple[list[str], int]:
    """The lines of both, each key as the side that changed it has it, and how many keys are in conflict."""
    merged: list[str] = []
    conflicts = 0
    for key in _order(list(ours.entries), list(theirs.entries)):
        entries = [facts.entries.get(key) for facts in (base, ours, theirs)]
        above = _loose(*([*entry.above] if entry else [] for entry in entries))
        old, our, their = ([*entry.lines] if entry else None for entry in entries)
        if _alike(our, their) or _alike(their, old):
            kept = our
        elif _alike(our, old):
            kept = their
        else:
            merged += [*above, *conflict(line_end, our or [], their or [])]
            conflicts += 1
            continue
        merged += [*above, *kept] if kept is not None else _own_comments(above, entries)
    return [*merged, *_loose(base.below, ours.below, theirs.below)], conflicts


def _alike(first: ByteLines | None, second: ByteLines | None) -> bool:
    if first is None or second is None:
        return first is second
    return same(first, second)


def _order(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Our keys in our order, each key of theirs alone after the one it follows there."""
    known = set(ours)
    behind: dict[str | None, list[str]] = {}
    before: str | None = None
    for key in theirs:
        if key in known:
            before = key
        else:
            behind.setdefault(before, []).append(key)
    return [*behind.get(None, ()), *(each for key in ours for each in (key, *behind.get(key, ())))]


def _loose(base: ByteLines, ours: ByteLines, theirs: ByteLines) -> list[str]:
    """Comments and blank lines: as the side that changed them has them, else ours and what only theirs has."""
    if same(ours, theirs) or same(theirs, base):
        return list(ours)
    if same(ours, base):
        return list(theirs)
    known = {content(line) for line in (*ours, *base)}
    return [*ours, *(line for line in theirs if content(line) not in known)]


def _own_comments(above: list[str], entries: Sequence[KeyLines | None]) -> list[str]:
    """Of the comments above a key that was deleted, those that the base did not have."""
    known = {content(line) for line in entries[0].above} if entries[0] else set()
    return [line for line in above if content(line).strip() and content(line) not in known]
