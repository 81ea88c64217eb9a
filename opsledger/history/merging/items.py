"""Merging the lines of data sections: what either side added is kept, by day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from opsledger.history.likeness import Pool, most_alike
from opsledger.history.merging.chunks import ByteLines, content
from opsledger.reading.markup import Walk, bullet_in, heading_in
from opsledger.values.days import WEEKDAYS, known_date

_TICK = re.compile(r"\[[ xX-]\][ \t]*|(?<!\S)done:\S+")
_TIME = re.compile(r"\S+[ \t]+(?P<hour>\d{1,2}):(?P<minute>\d\d)")
_ALIKE = 0.6
DECISIONS = "decisions"


class MergeItem(NamedTuple):
    """A list item with the lines that belong to it, and the blank lines below it."""

    lines: tuple[str, ...]
    gap: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words on one line, without the bullet."""
        first = content(self.lines[0])
        bullet = bullet_in(first)
        return " ".join([first[bullet.end :] if bullet else "", *map(content, self.lines[1:])]).strip()


class ItemGroup(NamedTuple):
    """A heading, if one stands above, blank lines, and the items below."""

    heading: tuple[str, ...]
    above: tuple[str, ...]
    items: tuple[MergeItem, ...]

    @property
    def name(self) -> str:
        """The section that its heading begins; empty for the one that goes on."""
        found = heading_in(content(self.heading[0])) if self.heading else None
        return found.title.lower() if found else ""


def read_parts(lines: ByteLines, names: frozenset[str]) -> list[ItemGroup] | None:
    """A stretch as parts of data sections; None if anything else stands in it."""
    parts = [_PartReader()]
    walk = Walk("".join(lines))
    for line, walked in zip(lines, walk, strict=True):
        heading = walked.heading
        if walked.is_hidden or walked.has_comment or walk.unpaired:
            return None
        if heading and heading.level <= 2:
            if heading.level != 2 or heading.is_underlined or heading.title.lower() not in names:
                return None
            parts.append(_PartReader((line,)))
        elif not parts[-1].takes(line, walked.text):
            return None
    return [part.part() for part in parts]


class _PartReader:
    """Gathers the lines of one part."""

    def __init__(self, heading: tuple[str, ...] = ()) -> None:
        self.heading = heading
        self.above: list[str] = []
        self.items: list[tuple[list[str], list[str]]] = []
        self.indent: int | None = None

    def takes(self, line: str, text: str) -> bool:
        """Take a line; False if it is neither an item, nor part of one, nor blank."""
        if not text.strip():
            (self.items[-1][1] if self.items else self.above).append(line)
            return True
        found = bullet_in(text)
        if found and (self.indent is None or found.indent <= self.indent):
            self.indent = found.indent
            self.items.append(([line], []))
            return True
        if not self.items or (self.items[-1][1] and text[0] not in " \t"):
            return False
        lines, gap = self.items[-1]
        lines += [*gap, line]
        gap.clear()
        return True

    def part(self) -> ItemGroup:
        return ItemGroup(
            self.heading, tuple(self.above), tuple(MergeItem(tuple(lines), tuple(gap)) for lines, gap in self.items)
        )


def is_newest_first(lines: ByteLines) -> bool:
    """Whether the items among the lines of a section stand with the newest on top."""
    orders = [_order(MergeItem((line,), ())) for line in lines if bullet_in(content(line))]
    known = [each for each in orders if each is not None]
    return known != sorted(known) and known == sorted(known, reverse=True)


def merge_parts(
    section: str, base: list[ItemGroup], ours: list[ItemGroup], theirs: list[ItemGroup], *, newest_first: bool = False
) -> list[str] | None:
    """Both sides' parts as one stretch; None if they truly disagree.

    section: the one that the first part is in; newest_first: how it stands beyond the stretch.
    """
    olds, our, their = ({part.name: part for part in parts} for parts in (base, ours, theirs))
    if any(len(found) != len(parts) for found, parts in ((olds, base), (our, ours), (their, theirs))):
        return None
    if any(name not in our or name not in their for name in olds):
        return None  # a section that one side took out
    merged: list[str] = []
    for name in dict.fromkeys((*our, *their)):
        parts = [found.get(name) for found in (olds, our, their)]
        lines = _merge_part(name or section, *parts, newest_first=newest_first and not name)
        if lines is None:
            return None
        merged += lines
    return merged


def _merge_part(
    section: str, base: ItemGroup | None, ours: ItemGroup | None, theirs: ItemGroup | None, *, newest_first: bool
) -> list[str] | None:
    first = ours or theirs
    assert first is not None
    versions = [list(part.items) if part else [] for part in (base, ours, theirs)]
    if any(versions) and section == "":
        return None
    items = merge_items(section, *versions, newest_first=newest_first)
    if items is None:
        return None
    above = first.above or (theirs.above if theirs else ())
    gap = next((version[-1].gap for version in versions[1:] if version and version[-1].gap), ())
    lines = [*first.heading, *above]
    for number, item in enumerate(items):
        lines += [*item.lines, *(gap if number == len(items) - 1 else _inner_gap(item, versions))]
    return lines


def _inner_gap(item: MergeItem, versions: Sequence[Sequence[MergeItem]]) -> tuple[str, ...]:
    """The blank lines below an item that has others below it; those that ended a stretch go to its end."""
    ends = any(version and item is version[-1] for version in versions)
    return () if ends else item.gap


def merge_items(
    section: str, base: list[MergeItem], ours: list[MergeItem], theirs: list[MergeItem], *, newest_first: bool = False
) -> list[MergeItem] | None:
    """The items of both sides: what one added or changed is kept, what one took out is gone; None: they disagree.

    What they changed takes its old place while its day is the same: lines of one day count in the order they stand.
    """
    if section == DECISIONS:
        matched = _with_ticks(base, ours, theirs)
        if matched is None:
            return None
        base, ours, theirs = matched
    old, our, their = (Counter(item.text for item in items) for items in (base, ours, theirs))
    if _disagree(old, our, their):
        return None
    left = Counter({text: _count(old[text], our[text], their[text]) for text in {*old, *our, *their}})
    we_changed, they_changed = (_changed(list(old - side), list(side - old)) for side in (our, their))
    by_text = {item.text: item for item in theirs}
    merged = []
    for item in ours:
        turned = by_text.get(they_changed.get(item.text, ""))
        if left[item.text] <= 0 and turned and _order(turned) == _order(item):
            item = turned
        if left[item.text] > 0:
            left[item.text] -= 1
            merged.append(item)
    added: list[tuple[int, MergeItem]] = []
    for number, item in enumerate(theirs):
        if left[item.text] > 0:
            left[item.text] -= 1
            added.append((number, item))
    below = _last_places([we_changed.get(item.text, item.text) for item in theirs])
    return _with_added(merged, added, below, newest_first)


def _last_places(texts: Sequence[str]) -> dict[str, int]:
    """The last place of each text."""
    return {text: number for number, text in enumerate(texts)}


def _with_added(
    items: list[MergeItem], added: Sequence[tuple[int, MergeItem]], last_place: dict[str, int], newest_first: bool
) -> list[MergeItem]:
    """Items with others put among them by their day, each with its place on its own side.

    On its day an item stands above those that stand below it on its own side. Where the items are in no order, or have
    no days, it comes last.
    """
    orders = [_order(each) for each in items]
    known = [each for each in orders if each is not None]
    is_ordered = len(known) == len(orders)
    falls = known == sorted(known, reverse=True) and (newest_first or known != sorted(known))
    if not is_ordered or not (falls or known == sorted(known)):
        return [*items, *(item for _, item in added)]
    own: dict[tuple[int, int], list[MergeItem]] = {}
    for item, order in zip(items, known, strict=True):
        own.setdefault(order, []).append(item)
    last: list[MergeItem] = []
    new: dict[tuple[int, int], list[tuple[int, MergeItem]]] = {}
    for number, item in added:
        its_order = _order(item)
        if its_order is None:
            last.append(item)
        else:
            new.setdefault(its_order, []).append((number, item))
    ordered = sorted({*own, *new}, reverse=falls)
    days = (_one_day(own.get(order, []), new.get(order, []), last_place) for order in ordered)
    return [*(item for day in days for item in day), *last]


def _one_day(
    own: Sequence[MergeItem], new: Sequence[tuple[int, MergeItem]], last_place: dict[str, int]
) -> Iterator[MergeItem]:
    """A day's items with the new ones, each above the first that stands below it on its own side."""
    place = 0
    for number, item in new:
        while place < len(own) and last_place.get(own[place].text, -1) <= number:
            yield own[place]
            place += 1
        yield item
    yield from own[place:]


def _changed(gone: Sequence[str], come: Sequence[str]) -> dict[str, str]:
    """What each item that is gone was turned into on its own day, as far as can be told."""
    pool = Pool(come, lambda text: (_first_word(text),))
    found = {text: _successor(text, pool.group(_first_word(text))) for text in gone}
    return {text: successor for text, successor in found.items() if successor}


def _count(old: int, our: int, their: int) -> int:
    """How often an item stands in the result; what both added is one thing."""
    return max(our, their) if min(our, their) >= old else max(our + their - old, 0)


def _with_ticks(
    base: list[MergeItem], ours: list[MergeItem], theirs: list[MergeItem]
) -> tuple[list[MergeItem], list[MergeItem], list[MergeItem]] | None:
    """The three with each decision ticked off if one side did so; None if they did so differently."""
    versions = [{_identity(item): item for item in items} for items in (base, ours, theirs)]
    changed: dict[str, MergeItem] = {}
    for name, old in versions[0].items():
        our, their = versions[1].get(name), versions[2].get(name)
        if our is None or their is None or our.text == their.text:
            continue
        if old.text not in (our.text, their.text):
            return None
        changed[name] = their if our.text == old.text else our
    base, ours, theirs = ([changed.get(_identity(item), item) for item in items] for items in (base, ours, theirs))
    return base, ours, theirs


def _identity(item: MergeItem) -> str:
    return " ".join(_TICK.sub("", item.text).split())


def _disagree(old: Counter[str], our: Counter[str], their: Counter[str]) -> bool:
    """Whether both sides changed one item in different ways, or one changed what the other took out."""
    ours, theirs = (Pool(list(side - old), lambda text: (_first_word(text), None)) for side in (our, their))
    for text in (old - our) & (old - their):
        successors = {_successor_in(ours, text), _successor_in(theirs, text)}
        if successors != {None} and len(successors) > 1:
            return True
    return False


def _successor_in(pool: Pool[str], text: str) -> str | None:
    """What a side turned an item into, as far as can be told: one of its day, or much like it."""
    day = pool.group(_first_word(text))
    return _successor(text, day) or _successor(text, pool.group(None))


def _successor(text: str, added: Iterable[str]) -> str | None:
    day = _first_word(text)
    return most_alike(text, added, str, _ALIKE, lambda other: 0.25 if _first_word(other) == day else 0.0)


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].rstrip(".,:;") if text else ""


def _order(item: MergeItem) -> tuple[int, int] | None:
    """The day and the minute that an item begins with; without a time of day it comes last on its day."""
    word = _first_word(item.text)
    day = known_date(word[:10])
    number = day.toordinal() if day else WEEKDAYS.get(word.lower())
    if number is None:
        return None
    time = _TIME.match(item.text)
    return number, int(time["hour"]) * 60 + int(time["minute"]) if time else 24 * 60
