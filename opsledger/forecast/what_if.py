"""What if: a lead won or lost, none won at all, more leads, days off. Nothing is written; it is only supposed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opsledger.models.ledger import Ledger
from opsledger.values.characters import plain_characters, same_id
from opsledger.values.days import Interval, read_date, read_interval
from opsledger.values.misread import Misread

_MORE = re.compile(r"\+([0-9]{1,4}) ?leads?")
_MOST_LEADS = 100
_FORMS = "`LEAD=won`, `LEAD=won@2026-12-01`, `LEAD=lost`, `none`, `+3leads` or `off=2026-12-14/2026-12-18`"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One thing supposed.

    kind: `won` or `lost` (of `lead`; `won` on the day `on`, or whenever it would have been), `none` (no lead is won,
    open or new), `leads` (`count` more come on the day), `off` (the days of `off` are not worked).
    """

    text: str
    kind: str
    lead: str | None = None
    on: date | None = None
    count: int = 0
    off: Interval | None = None


def parse_what_if(text: str) -> WhatIf:
    """What a user supposes: `LEAD=won@2026-12-01`, `LEAD=won`, `LEAD=lost`, `none`, `+3leads`, `off=FROM/TO`.

    Raises Misread.
    """
    written = plain_characters(text).strip()
    if written.lower() == "none":
        return WhatIf(text, "none")
    if more := _MORE.fullmatch(written.lower()):
        count = int(more[1])
        if not 1 <= count <= _MOST_LEADS:
            raise Misread(f"`{text[:40]}` is out of range", f"from `+1leads` to `+{_MOST_LEADS}leads`")
        return WhatIf(text, "leads", count=count)
    name, equals, value = written.rpartition("=")
    name, value = name.strip().removeprefix("[[").removesuffix("]]"), value.strip()
    if not equals or not name:
        raise Misread(f"`{text[:40]}` cannot be supposed", f"write {_FORMS}")
    outcome, at, day = value.partition("@")
    if outcome.lower() == "won":
        return WhatIf(text, "won", lead=same_id(name), on=read_date(day) if at else None)
    if value.lower() == "lost":
        return WhatIf(text, "lost", lead=same_id(name))
    if name.lower() == "off":
        return WhatIf(text, "off", off=read_interval(value))
    raise Misread(f"`{text[:40]}` cannot be supposed", f"write {_FORMS}")


@dataclass(frozen=True, slots=True)
class Supposed:
    """Several suppositions taken together."""

    won: dict[str, date | None]
    lost: frozenset[str]
    none: bool
    more: int
    off: tuple[Interval, ...]


NOTHING = Supposed({}, frozenset(), none=False, more=0, off=())


def suppose(what_if: Sequence[WhatIf], ledger: Ledger, day: date) -> Supposed:
    """What is supposed, checked against the ledger as it stands on the day. Raises Misread."""
    _check_together(what_if)
    won: dict[str, date | None] = {}
    lost: set[str] = set()
    for each in what_if:
        if each.lead is None:
            continue
        lead = ledger.lead_by_id.get(each.lead)
        if lead is None:
            raise Misread(f"there is no lead `{each.lead[:40]}` on {day}", _open_leads(ledger))
        if not lead.is_open:
            raise Misread(f"the lead `{lead.id}` is {lead.stage} already", _open_leads(ledger))
        if each.on is not None and each.on <= day:
            raise Misread(f"`{each.text[:40]}`: {each.on} is not after {day}", "suppose a later day")
        if each.kind == "won":
            won[lead.id] = each.on
        else:
            lost.add(lead.id)
    return Supposed(
        won,
        frozenset(lost),
        any(each.kind == "none" for each in what_if),
        sum(each.count for each in what_if if each.kind == "leads"),
        tuple(each.off for each in what_if if each.off is not None),
    )


def _check_together(what_if: Sequence[WhatIf]) -> None:
    """Raise Misread where two suppositions cannot both hold."""
    outcomes: dict[str, WhatIf] = {}
    for each in what_if:
        if each.lead is None:
            continue
        other = outcomes.setdefault(each.lead, each)
        if other.kind != each.kind or other.on != each.on:
            raise Misread(f"`{other.text[:40]}` and `{each.text[:40]}` cannot both be", "suppose one of them")
        if each.kind == "won" and any(one.kind == "none" for one in what_if):
            raise Misread(f"`none` and `{each.text[:40]}` cannot both be", "`none` means that no lead is won")


def _open_leads(ledger: Ledger) -> str:
    found = sorted(lead.id for lead in ledger.leads if lead.is_open)
    return f"open leads: {', '.join(found[:8])}{', …' if len(found) > 8 else ''}" if found else "no lead is open"
