"""Who a sentence of a finding names: the records that it is about, found in its words."""

from __future__ import annotations

import re

from opsledger.reviewing.parts.decide import FindingRow, ThisWeekRow
from opsledger.reviewing.parts.values import Link

FindingTold = ThisWeekRow | FindingRow


def named_parts(text: str, row: FindingTold) -> list[tuple[str, Link | None]]:
    """The sentence in parts, each with the record that it names; None between the names."""
    by_name = {link.text: link for link in _records(row)}
    names = sorted(map(re.escape, by_name), key=len, reverse=True)
    parts = re.split(f"({'|'.join(names)})" if names else r"(?!)", text)
    return [(part, by_name.get(part)) for part in parts if part]


def unnamed(row: FindingTold, *texts: str) -> list[Link]:
    """The records that a finding is about and that none of its sentences names."""
    return [link for link in _records(row) if not any(link.text in text for text in texts)]


def _records(row: FindingTold) -> list[Link]:
    """The records that the lines of a finding are in."""
    links = row.links if isinstance(row, FindingRow) else (row.link,) if row.link else ()
    return [Link(link.text, link.file) for link in links]
