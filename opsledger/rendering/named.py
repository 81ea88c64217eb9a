"""Who a sentence of a finding names: the records that it is about, found in its words."""

from __future__ import annotations

import re
from datetime import date

from jinja2.runtime import Context

from opsledger.findings.finding import THEIR
from opsledger.patterns import pattern
from opsledger.reviewing.parts.decide import FindingRow, ThisWeekRow
from opsledger.reviewing.parts.values import Link
from opsledger.values.written import write_date

FindingTold = ThisWeekRow | FindingRow
_DECISION = pattern(r"(\d{4}-\d\d-\d\d|\d{4}(?:-Q[1-4])?)-\d+")


def named_parts(text: str, row: FindingTold) -> list[tuple[str, Link | None]]:
    """The sentence in parts, each with the record that it names; None between the names."""
    by_name = {name: link for link in _records(row) for name in _names(link)}
    names = sorted(map(re.escape, by_name), key=len, reverse=True)
    parts = re.split(f"({'|'.join(names)})" if names else r"(?!)", text)
    return [(part, by_name.get(part)) for part in parts if part]


def unnamed(row: FindingTold, *texts: str) -> list[Link]:
    """The records that a finding is about and that none of its sentences names."""
    return [link for link in _records(row) if not any(name in text for text in texts for name in _names(link))]


def _names(link: Link) -> list[str]:
    """What a record is called: its name, and beside its client's name what is left of it: `their website`."""
    words = link.text.split(" ")
    return [link.text, *(THEIR + " ".join(words[number:]) for number in range(1, len(words)))]


def _records(row: FindingTold) -> list[Link]:
    """The records that the lines of a finding are in."""
    links = row.links if isinstance(row, FindingRow) else (row.link,) if row.link else ()
    return [Link(link.text, link.file) for link in links]


def deciding_review(context: Context, target: Link) -> str:
    """The review that made a decision: its day, its quarter or its year; its own words if it is none."""
    named = _DECISION.fullmatch(target.text)
    if named is None:
        return target.text
    review = named[1]
    return write_date(date.fromisoformat(review), context["review"].on) if len(review) == 10 else review
