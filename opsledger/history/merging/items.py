"""Merging the lines of data sections: what either side added is kept, by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from opsledger.history.likeness import Pool, most_alike
from opsledger.history.merging.parts import ItemGroup, MergeItem, first_word, order_of
from opsledger.reading.marks import unticked
from opsledger.values.days import WEEKDAYS

_ALIKE = 0.6
DECISIONS = "decisions"
DayPlace: TypeAlias = tuple[int, int]  # a day and a minute of it
PlaceOf: TypeAlias = Callable[[MergeItem], "DayPlace | None"]


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

    What they changed takes its old place while its day is the same: lines of one day count in the order they are
    written.
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
        if left[item.text] <= 0 and turned and order_of(turned) == order_of(item):
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

    On its day an item is above those that are below it on its own side. Where hours are in no order the days
    alone count; where these are in none either, or an item has no day, what is new comes last.
    """
    in_week = any(first_word(item.text).lower() in WEEKDAYS for item in (*items, *(item for _, item in added)))
    by_minute = partial(order_of, in_week=in_week)
    by_day = partial(_day_of, in_week=in_week)
    place_of = next((each for each in (by_minute, by_day) if _falls(items, each, newest_first) is not None), None)
    if place_of is None:
        return [*items, *(item for _, item in added)]
    own: dict[DayPlace, list[MergeItem]] = {}
    for item in items:
        if (its_place := place_of(item)) is not None:
            own.setdefault(its_place, []).append(item)
    last: list[MergeItem] = []
    new: dict[DayPlace, list[tuple[int, MergeItem]]] = {}
    for number, item in added:
        its_place = place_of(item)
        if its_place is None:
            last.append(item)
        else:
            new.setdefault(its_place, []).append((number, item))
    ordered = sorted({*own, *new}, reverse=_falls(items, place_of, newest_first) or False)
    days = (_one_day(own.get(place, []), new.get(place, []), last_place) for place in ordered)
    return [*(item for day in days for item in day), *last]


def _day_of(item: MergeItem, *, in_week: bool) -> DayPlace | None:
    found = order_of(item, in_week=in_week)
    return None if found is None else (found[0], 0)


def _falls(items: Sequence[MergeItem], place_of: PlaceOf, newest_first: bool) -> bool | None:
    """Whether the newest of some items is first; None if they are in no order, or one has no place in it."""
    found = [place_of(each) for each in items]
    known = [each for each in found if each is not None]
    rises, falls = known == sorted(known), known == sorted(known, reverse=True)
    if len(known) < len(found) or not (rises or falls):
        return None
    return falls and (newest_first or not rises)


def _one_day(
    own: Sequence[MergeItem], new: Sequence[tuple[int, MergeItem]], last_place: dict[str, int]
) -> Iterator[MergeItem]:
    """A day's items with the new ones, each above the first that is below it on its own side."""
    place = 0
    for number, item in new:
        while place < len(own) and last_place.get(own[place].text, -1) <= number:
            yield own[place]
            place += 1
        yield item
    yield from own[place:]


def _changed(gone: Sequence[str], come: Sequence[str]) -> dict[str, str]:
    """What each item that is gone was turned into on its own day, as far as can be told."""
    pool = Pool(come, lambda text: (first_word(text),))
    found = {text: _successor(text, pool.group(first_word(text))) for text in gone}
    return {text: successor for text, successor in found.items() if successor}


def _count(old: int, our: int, their: int) -> int:
    """How often an item is in the result; what both added is one thing."""
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
    return unticked(item.text)


def _disagree(old: Counter[str], our: Counter[str], their: Counter[str]) -> bool:
    """Whether both sides changed one item in different ways, or one changed what the other took out."""
    ours, theirs = (Pool(list(side - old), lambda text: (first_word(text), None)) for side in (our, their))
    for text in (old - our) & (old - their):
        successors = {_successor_in(ours, text), _successor_in(theirs, text)}
        if successors != {None} and len(successors) > 1:
            return True
    return False


def _successor_in(pool: Pool[str], text: str) -> str | None:
    """What a side turned an item into, as far as can be told: one of its day, or much like it."""
    day = pool.group(first_word(text))
    return _successor(text, day) or _successor(text, pool.group(None))


def _successor(text: str, added: Iterable[str]) -> str | None:
    day = first_word(text)
    return most_alike(text, added, str, _ALIKE, lambda other: 0.25 if first_word(other) == day else 0.0)
