"""The figures of a day, frozen beside its review, and what later edits of the ledger change in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.figures.actions import all_actions
from opsledger.figures.evidence import Figure
from opsledger.findings.every import chosen
from opsledger.findings.finding import Measured
from opsledger.findings.headline import headline, kept_headline
from opsledger.findings.memory import KEPT as FINDINGS
from opsledger.findings.memory import kept_findings
from opsledger.forecast.recalled import kept_forecast
from opsledger.forecast.result import data
from opsledger.forecast.verdicts import KEPT as HEADLINE
from opsledger.loading.files import Files
from opsledger.loading.folder import Folder
from opsledger.loading.frozen import frozen_document, frozen_values, read_frozen
from opsledger.measuring.every import FORECAST, figures
from opsledger.models.ledger import OPEN_THEN, Ledger
from opsledger.models.reviews import DRAFT, WrittenReview
from opsledger.reporting.json_text import Json, envelope, json_line

_OF_THE_REVIEW = ("actions.", "review.")
_END = b"\n}}\n"
_DRAFT_END = b",\n  " + f"{json_line(DRAFT)}: {json_line({'value': True, 'unit': 'text', 'n': 1})}".encode() + _END


def frozen_figures(measured: Measured) -> str:
    """The figures of a day and its forecast as they are kept beside its review, a line each, so that git shows changes.

    Without their sources and the time before, which the ledger itself has.
    """
    on = measured.day
    coming = measured.forecast or kept_forecast(measured.standing.whole, on)
    forecast: Json = {"value": data(coming), "unit": "hours", "n": coming.known, "interval": None, "note": None}
    kept = {name: _kept_of(figure) for name, figure in measured.figures.items()}
    return _frozen_text(on, kept | {FORECAST: forecast} | _said(measured))


def as_draft(kept: bytes) -> bytes:
    """Frozen figures, marked as those of a review that nobody asked for."""
    return kept.removesuffix(_END) + _DRAFT_END


def is_draft(kept: bytes) -> bool:
    """Whether frozen figures are so marked."""
    return kept.endswith(_DRAFT_END)


def _said(measured: Measured) -> dict[str, Json]:
    """What the review said, for the next ones to answer to: its findings, its headline, and the decisions open then."""
    shown = chosen(measured)
    still = [action.id for action in all_actions(measured.standing) if action.state == "open"]
    rows: dict[str, tuple[Json, int]] = {
        FINDINGS: (kept_findings(shown.every, shown.said), len(shown.every)),
        HEADLINE: (kept_headline(headline(measured)), 1),
        OPEN_THEN: (still, len(still)),
    }
    return {
        name: {"value": value, "unit": "text", "n": n, "interval": None, "note": None}
        for name, (value, n) in rows.items()
    }


def _figures_to_keep(ledger: Ledger, on: date, since: date | None) -> dict[str, Json]:
    return {name: _kept_of(figure) for name, figure in figures(ledger, on, since).items()}


def _frozen_text(on: date, frozen: Mapping[str, Json]) -> str:
    lines = [f"  {json_line(name)}: {json_line(value)}" for name, value in frozen.items()]
    head = ", ".join(f"{json_line(key)}: {json_line(value)}" for key, value in envelope("figures", on, {}).items())
    return head.join(("{", "")).removesuffix("{}") + "{\n" + ",\n".join(lines) + "\n}}\n"


def _kept_of(figure: Figure) -> Json:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "n": figure.n,
        "interval": figure.interval,
        "note": figure.note,
    }


class Drifted(NamedTuple):
    """A figure of a past review that later edits of the ledger have changed."""

    review: str
    name: str
    then: object
    now: object


def drifted_figures(ledger: Ledger, on: date | None = None, files: Files | None = None) -> list[Drifted]:
    """The figures of past reviews as frozen against what the ledger gives for the same days now.

    on: one review's day; without it every review that has frozen figures. Figures that a review does not have, or has
    no longer, count as null. What a review's own decisions moved since is not drift: those figures are left out. So is
    the forecast, which is scored against what came (`frozen_forecasts`). files: what the ledger was read from, by
    default its folder.
    """
    found = []
    for review, then in _frozen(ledger, files):
        if on is None or review.on == on:
            since = None if review.is_long else review.since
            now = frozen_values(_frozen_text(review.on, _figures_to_keep(ledger, review.on, since)))
            names = (name for name in {**then, **now} if not name.startswith(_OF_THE_REVIEW) and name != FORECAST)
            found += [
                Drifted(review.file, name, then.get(name), now.get(name))
                for name in names
                if then.get(name) != now.get(name)
            ]
    return found


def frozen_forecasts(ledger: Ledger, files: Files | None = None) -> list[tuple[date, object]]:
    """Each past review's day and its forecast as it was written, if it has one."""
    return [(review.on, then[FORECAST]) for review, then in _frozen(ledger, files) if FORECAST in then]


def _frozen(ledger: Ledger, files: Files | None) -> Iterator[tuple[WrittenReview, dict[str, object]]]:
    """The reviews that have figures frozen beside them, with these."""
    files = files or Folder(Path(ledger.root))
    for review in ledger.reviews:
        source = frozen_document(files, review.file)
        then = read_frozen(source)[0] if source else None
        if then is not None and review.is_held:
            yield review, then
