"""A ledger as it is shown: one state after another, each measured when a page of it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from opsledger.diagnostics import Diagnostic
from opsledger.figures.evidence import Figure
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.findings.measured import measured_on
from opsledger.forecast.result import Forecast
from opsledger.listing.every import LISTINGS
from opsledger.listing.rows import Row
from opsledger.models.ledger import Ledger
from opsledger.preview.context import LinkedPlace
from opsledger.preview.editors import Editor
from opsledger.preview.relations import Relations
from opsledger.preview.writing import file_mark
from opsledger.reviewing.build import review_of
from opsledger.reviewing.review import Review
from opsledger.source import SourceFile


class PageHead(NamedTuple):
    """What is on every page, and what its amounts and days are written by."""

    business: str
    currency: str
    on: date


class State:
    """A ledger on a day. forecast, track_record: to be taken for the day's own, as of `build_review`."""

    def __init__(
        self,
        ledger: Ledger,
        day: date,
        problems: tuple[Diagnostic, ...],
        editor: Editor,
        forecast: Forecast | None = None,
        track_record: str | None = None,
    ) -> None:
        self.ledger = ledger
        self.day = day
        self.problems = problems
        self.editor = editor
        self.forecast = forecast
        self.track_record = track_record
        self._rows: dict[str, Mapping[str, Row]] = {}

    @cached_property
    def measured(self) -> Measured:
        """The ledger as it stood on the day, and what is measured of it."""
        return measured_on(self.ledger, self.day, forecast=self.forecast)

    @property
    def standing(self) -> Standing:
        """The ledger as it stood on the day."""
        return self.measured.standing

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Everything that is measured."""
        return self.measured.figures

    @property
    def has_templates(self) -> bool:
        """Whether the ledger may have templates of its own, which may ask for all of the review."""
        return (Path(self.ledger.root) / "templates").is_dir()

    @property
    def heading(self) -> PageHead:
        """What every page shows of the review, without the review."""
        settings = self.ledger.settings
        return PageHead(settings.business or "", settings.currency, self.day)

    @cached_property
    def review(self) -> Review:
        """The review of the day."""
        return review_of(self.measured, self.track_record)

    @property
    def known_record(self) -> str:
        """What is said of the forecast's score, as far as that was asked for."""
        return self.review.stand.track_record if "review" in self.__dict__ else self.track_record or ""

    @cached_property
    def files(self) -> Mapping[str, SourceFile]:
        """Every file that was read, by its path: all that can be shown."""
        schedule = (block.span.source for block in self.ledger.schedule[:1])
        sources = (self.ledger.settings_source, *schedule, *(record.document for record in self.ledger.records()))
        faulty = (problem.span.source for problem in self.problems if problem.span)
        return {source.path: source for source in (*faulty, *sources)}

    @cached_property
    def relations(self) -> Relations:
        """The records as they are on the day, and how they name each other."""
        return Relations(self.standing.ledger.records())

    def rows(self, listing: str) -> Mapping[str, Row]:
        """The rows of a list by their file, worked out once."""
        if listing not in self._rows:
            self._rows[listing] = {str(row["file"]): row for row in LISTINGS[listing].rows(self.standing)}
        return self._rows[listing]

    def mark(self, file: str) -> str:
        """The mark of a file as it is shown: the SHA-256 of its bytes, '' if it was not read."""
        source = self.files.get(file)
        return file_mark(None if source is None else source.data)

    def place(self, file: str, line: int = 1, column: int = 1, text: str = "") -> LinkedPlace:
        """A line, with where it is shown and what opens it."""
        address = f"/{quote(file, errors='surrogateescape')}#L{line}" if file in self.files else ""
        return LinkedPlace(file, line, address, self.editor.address(Path(self.ledger.root) / file, line, column), text)
