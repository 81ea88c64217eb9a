"""A review and its findings as plain data, for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from opsledger.reporting.json_text import Json
from opsledger.reviewing.long_review import LongReview
from opsledger.reviewing.parts.decide import FindingRow
from opsledger.reviewing.review import Review
from opsledger.values.visible import visible
from opsledger.values.written import listed, write_date

_QUIET = {"dropped": " [dropped]", "said": " [in three reviews; no worse]"}


def review_data(review: Review) -> dict[str, Json]:
    """All that a review holds, by the names of its fields; the findings flat."""
    data = {each.name: _plain(getattr(review, each.name)) for each in fields(review)}
    for name in ("every_finding", "figure_cards", "record_cards"):  # the first is flat below, the others are a page's
        del data[name]
    return data | {"findings": findings_data(review), "headline": review.stand.verdict}


def long_review_data(review: LongReview) -> dict[str, Json]:
    """All that a year's or a quarter's review holds, by the names of its fields."""
    return {each.name: _plain(getattr(review, each.name)) for each in fields(review)}


def findings_data(review: Review) -> list[Json]:
    """Every finding, those with most at stake first."""
    return [_finding(row) for row in review.every_finding]


def finding_lines(review: Review) -> Iterator[str]:
    """Every finding: for whom and what to do by when, and below it why, and what is remembered of it."""
    for row in review.every_finding:
        by = f" (by {write_date(row.by, review.on)})" if row.by else ""
        known = f" [on your list: {listed([link.text for link in row.covered_by])}]" if row.covered_by else ""
        known = known or _QUIET.get(row.quiet, "")
        yield visible(f"@{row.role} {row.action}{by}.{known}")
        yield visible(f"    {row.because[:1].upper()}{row.because[1:]}.")


def _finding(row: FindingRow) -> Json:
    data = {each.name: _plain(getattr(row, each.name)) for each in fields(row)}
    hours, money = data.pop("hours"), data.pop("money")
    evidence, _ = data.pop("links"), data.pop("history")
    decided = [link.text for link in row.covered_by]
    return data | {"cost": {"hours": hours, "money": money}, "evidence": evidence, "covered_by": decided}


def _plain(value: Any) -> Json:
    """A value of the review's types as plain data: an object by its fields, what is keyed by something as text."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return [_plain(inner) for inner in value]
    if isinstance(value, tuple):
        return str(value)  # a week
    plain: Json = value
    return plain
