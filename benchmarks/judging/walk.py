"""A business reviewed each fortnight, each review remembering those before it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.judging.announcing import Announced, TrueWeeks, announced
from opsledger.figures.standing import Standing
from opsledger.findings.choosing import ChosenFindings
from opsledger.findings.every import chosen
from opsledger.findings.finding import Measured
from opsledger.findings.headline import BoldSentence, headline, kept_headline
from opsledger.findings.memory import KEPT, kept_findings
from opsledger.forecast import verdicts
from opsledger.forecast.coming import forecast
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from opsledger.models.reviews import WrittenReview
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from opsledger.source import SourceFile

_LEFT_OUT = re.compile(r"```.*?```|<!--.*?-->|\A---.*?---|^\|.*?$|`[^`\n]*`|\]\([^)]*\)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Reviewed:
    """One review of a walk. words: of its text; 0 if it was not written."""

    on: date
    said: BoldSentence
    announced: Announced
    shown: ChosenFindings
    measured: Measured
    words: int


def walk(
    ledger: Ledger, days: Sequence[date], runs: int, written: int = 0, true: TrueWeeks | None = None
) -> list[Reviewed]:
    """The reviews of some days. written: each so-many-th is written whole, to count its words (0: none).

    true: the weeks after a day as the true processes see them, if they are known.
    """
    found: list[Reviewed] = []
    past: list[WrittenReview] = []
    for number, day in enumerate(days):
        known = replace(ledger, reviews=tuple(past))
        standing = Standing(known, day)
        coming = forecast(known, day, runs=runs)
        measured = Measured(standing, measure(standing), coming)
        said, shown = headline(measured), chosen(measured)
        words = 0
        if written and number % written == 0:
            review = build_review(known, day, forecast=coming, track_record="")
            words = words_of(render(review, ledger.root))
        found.append(Reviewed(day, said, announced(measured, true), shown, measured, words))
        past.append(_frozen(day, measured, said, shown))
    return found


def headlines(ledger: Ledger, days: Sequence[date], runs: int, true: TrueWeeks | None = None) -> list[Announced]:
    """What the headlines of some days announce, without the rest of each review."""
    found = []
    for day in days:
        standing = Standing(ledger, day)
        found.append(announced(Measured(standing, measure(standing), forecast(ledger, day, runs=runs)), true))
    return found


def words_of(text: str) -> int:
    """The words of a review's main text: without tables, code, the targets of links, markers and front matter."""
    return len(re.findall(r"[^\s|#*`-][^\s|]*", _LEFT_OUT.sub(" ", text)))


def _frozen(day: date, measured: Measured, said: BoldSentence, shown: ChosenFindings) -> WrittenReview:
    """A review as the next ones see it."""
    pace = measured.figures["balance.pace"].value
    kept = {
        KEPT: kept_findings(shown.every, shown.said),
        verdicts.KEPT: kept_headline(said),
        "balance.pace": None if pace is None else float(pace),  # type: ignore[arg-type]
    }
    frozen = json.loads(json.dumps(kept))
    return WrittenReview(
        id=str(day), document=SourceFile(f"reviews/{day}.md", ""), front={}, extra={}, on=day, frozen=frozen
    )
