"""What can be written at a place of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from opsledger.language.key_completion import complete_key, complete_setting, complete_value
from opsledger.language.line_completion import (
    complete_block,
    complete_cost,
    complete_decision,
    complete_log,
    complete_marketing,
)
from opsledger.language.offers import Completion, Offers, links
from opsledger.language.places import CursorPlace, place_at
from opsledger.models.ledger import Ledger
from opsledger.source import SourceFile, Span

Complete = Callable[[Ledger, CursorPlace, date], Offers]
_BY_PLACE: Mapping[str, Complete] = {
    "link": lambda ledger, place, today: links(ledger, place),
    "key": complete_key,
    "value": complete_value,
    "setting": complete_setting,
    "Log": complete_log,
    "Plan": complete_block,
    "Actual": complete_block,
    "Costs": complete_cost,
    "Marketing": complete_marketing,
    "Decisions": complete_decision,
}


_MOST = 200  # nobody reads more, and an editor asks again with the next key


class Completed(NamedTuple):
    """What can be written: the stretch it takes the place of, and the likeliest offers.

    is_cut: whether there are more of them, which the next key may bring in.
    """

    span: Span
    offers: list[Completion]
    is_cut: bool


def complete(ledger: Ledger, source: SourceFile, offset: int, today: date) -> Completed:
    """What can be written at an offset, in the place of the word begun before it."""
    place = place_at(source, offset)
    if place is None:
        return Completed(Span(source, offset, offset), [], False)
    found: dict[str, Completion] = {}
    for offer in _BY_PLACE[place.what](ledger, place, today):
        found.setdefault(offer.label, offer)
    begun = place.word.lower()
    offers = sorted(found.values(), key=lambda one: (_fit(one.label.lower(), begun), one.rank, one.label))
    return Completed(Span(source, place.start, offset), offers[:_MOST], len(offers) > _MOST)


def _fit(label: str, begun: str) -> int:
    """How well an offer fits what was begun: 0 if it begins so, 1 if it holds it."""
    return 0 if label.startswith(begun) else 1 if begun in label else 2
