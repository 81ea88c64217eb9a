"""The day's review, written again after each look; while it cannot be, the last page says so itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic
from opsledger.editing.door import opened, place_in_ledger, write_elsewhere
from opsledger.findings.finding import Measured
from opsledger.findings.measured import measured_on
from opsledger.forecast.recalled import forecast_at_hand, kept_forecast
from opsledger.forecast.result import Forecast
from opsledger.loading.frozen import frozen_path
from opsledger.models.ledger import Ledger
from opsledger.patterns import pattern
from opsledger.publishing.reviews import FOLDER, publish_page, publish_review
from opsledger.rendering.html import is_own_page, with_notice
from opsledger.rendering.markdown import escape_markdown
from opsledger.rendering.templates import PAGE_TEMPLATE, REVIEW_TEMPLATE, TemplateFault, render
from opsledger.reviewing.build import review_of
from opsledger.reviewing.review import Review
from opsledger.values.written import listed
from opsledger.watching.watch import Look

_QUOTED = pattern(r"^> \*\*Not up to date:.*\n\n", re.MULTILINE)
_PART = b"<!-- opsledger:begin "
_FRONT = pattern(r"---\n.*?^---\n", re.DOTALL | re.MULTILINE)


class Made(NamedTuple):
    """A review and what it was made of."""

    measured: Measured
    review: Review


class WrittenPages(NamedTuple):
    """What became of a look: the files written, by path, and what is in the way of the day's review.

    own: those of them that need no other look.
    """

    files: tuple[str, ...] = ()
    own: Mapping[str, bytes] = {}
    fault: str | None = None
    problems: tuple[Diagnostic, ...] = ()


def in_the_way(folder: Path) -> Path | None:
    """A file that pages would be written over although this program did not make it."""
    page, review = folder / PAGE_TEMPLATE, folder / REVIEW_TEMPLATE
    if page.is_file():  # written before the review: if it is the user's own, so is the review, whatever its template
        return None if is_own_page(page.read_bytes()) else page
    return review if review.is_file() and _PART not in review.read_bytes() else None


class Pages:
    """The review of the day as files: in a folder of the user's own, or among the ledger's reviews."""

    def __init__(self, root: Path, out: Path | None = None) -> None:
        self.root = root
        self.out = out
        self._last: tuple[date, Forecast, str] | None = None

    def write(self, look: Look, on_progress: Callable[[int, int], None] | None = None) -> WrittenPages:
        """Write what a look shows, the page first; if that cannot be, let the last one say so. Raises OSError.

        on_progress: as of `build_review`.
        """
        written = WrittenPages(fault=look.fault, problems=look.problems)
        if look.ledger is not None and look.fault is None:
            try:
                reviews = self._reviews(look.ledger, look.day, on_progress)
                return self._write_out(look, reviews, self.out) if self.out else self._write_review(look, reviews)
            except TemplateFault as fault:
                written = WrittenPages(fault=f"the review's template cannot be used: {fault}")
        if written.fault is not None:
            self._say_old(look, written.fault)
        return written

    def _write_review(self, look: Look, reviews: Iterator[Made]) -> WrittenPages:
        """Among the ledger's reviews: what the user wrote there stays."""
        assert look.ledger is not None
        made, page, is_changed = None, None, False
        for made in reviews:
            page = publish_page(look.ledger, look.day, built=made.review)
            is_changed |= page.changed
        assert made is not None
        assert page is not None
        review = publish_review(look.ledger, look.day, built=made.review, measured=made.measured, draft=True)
        problems = (*review.problems, *page.problems)
        # A new review may hold notes that the page is to show: it is looked at like any other file.
        own = {} if review.is_new else {review.path: review.text.encode()}
        figures = frozen_path(review.path)
        with suppress(OSError):
            own[figures] = (Path(look.ledger.root) / figures).read_bytes()
        changed = ((review, review.changed), (page, is_changed))
        files = tuple(each.path for each, is_new in changed if is_new and not each.problems)
        in_the_way = [each.path for each in (review, page) if each.problems]
        fault = f"{listed(in_the_way)} cannot be brought up to date" if in_the_way else None
        return WrittenPages(files, own, fault, problems)

    def _write_out(self, look: Look, reviews: Iterator[Made], out: Path) -> WrittenPages:
        """In a folder of the user's own: both again each time."""
        assert look.ledger is not None
        files: dict[str, None] = {}
        for made in reviews:
            for name in (PAGE_TEMPLATE, REVIEW_TEMPLATE):
                text = render(made.review, look.ledger.root, name, out).encode()
                place = out / name
                before = place.read_bytes() if place.is_file() else None
                if before != text:
                    out.mkdir(parents=True, exist_ok=True)
                    write_elsewhere(place, text, before)
                    files[str(place)] = None
        return WrittenPages(tuple(files))

    def _reviews(self, ledger: Ledger, day: date, on_progress: Callable[[int, int], None] | None) -> Iterator[Made]:
        """The day's review; before it, if its forecast has to be drawn, the one with the last and its score."""
        forecast = forecast_at_hand(ledger, day)
        if forecast is None and self._last is not None and self._last[0] == day:
            last = measured_on(ledger, day, forecast=self._last[1])
            yield Made(last, review_of(last, self._last[2]))
        forecast = forecast or kept_forecast(ledger, day)
        measured = measured_on(ledger, day, forecast=forecast)
        review = review_of(measured, on_progress=on_progress)
        self._last = day, forecast, review.stand.track_record
        yield Made(measured, review)

    def _say_old(self, look: Look, fault: str) -> None:
        """Let the last pages say that they are not up to date, and why."""
        notice = f"Not up to date: {fault}."
        if self.out is None:
            path = f"{FOLDER}/{look.day}.html"
            with opened(self.root) as door:
                place = place_in_ledger(self.root, path)
                if place.is_file() and is_own_page(page := place.read_bytes()):
                    door.write(path, with_notice(page.decode(), notice).encode(), page)
            return
        for name in (PAGE_TEMPLATE, REVIEW_TEMPLATE):
            place = self.out / name
            if place.is_file():
                before = place.read_bytes()
                text = before.decode()
                is_page = name == PAGE_TEMPLATE
                told = with_notice(text, notice) if is_page else _with_quote(text, fault)
                write_elsewhere(place, told.encode(), before)


def _with_quote(review: str, fault: str) -> str:
    """A review with a sentence about it below its front matter; one put there earlier is replaced."""
    review = _QUOTED.sub("", review)
    front = _FRONT.match(review)
    top = front.end() if front else 0
    return f"{review[:top]}> **Not up to date:** {escape_markdown(fault)}\n\n{review[top:]}"
