"""What can be written at a place of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from opsledger.language.key_completion import complete_key, complete_setting, complete_value
from opsledger.language.line_completion import (
    complete_block,
    complete_cost,
    complete_decision,
    complete_log,
    complete_marketing,
)
from opsledger.language.offers import Completion, Offers, links
from opsledger.language.places import Place, place_at
from opsledger.models.ledger import Ledger
from opsledger.source import SourceFile, Span

Complete = Callable[[Ledger, Place, date], Offers]
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


def complete(ledger: Ledger, source: SourceFile, offset: int, today: date) -> tuple[Span, list[Completion]]:
    """What can be written at an offset, and the stretch it takes the place of: the word begun before the offset."""
    place = place_at(source, offset)
    if place is None:
        return Span(source, offset, offset), []
    found: dict[str, Completion] = {}
    for offer in _BY_PLACE[place.what](ledger, place, today):
        found.setdefault(offer.label, offer)
    return Span(source, place.start, offset), list(found.values())
