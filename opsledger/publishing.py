"""From a ledger to a review's file: written new, or brought up to date around what the user wrote in it.

Beside it stand the figures of the day, frozen as they were when the review was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, at, error
from opsledger.editing.door import Door, opened, place_in_ledger
from opsledger.editing.safe_write import FileChanged
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
from opsledger.loading.frozen import frozen_document, frozen_path, frozen_values, read_frozen
from opsledger.measuring.every import FORECAST, figures
from opsledger.models import records
from opsledger.models.ledger import OPEN_THEN, Ledger
from opsledger.models.records import DRAFT
from opsledger.reading.documents import read_document
from opsledger.rendering.templates import LONG_PAGE_TEMPLATE, LONG_TEMPLATE, PAGE_TEMPLATE, content_hash, render
from opsledger.reporting.json_text import Json, envelope, json_line
from opsledger.reviewing.build import build_review, measured_on, review_of
from opsledger.reviewing.long_review import LongReview
from opsledger.reviewing.regeneration import regenerate
from opsledger.reviewing.review import Review
from opsledger.source import SourceFile, Span

FOLDER = "reviews"
_OF_THE_REVIEW = ("actions.", "review.")
FOREIGN_PAGE = error("page-foreign", "A page with a review's name was not made by OpsLedger.")


_END = b"\n}}\n"
_DRAFT_END = b",\n  " + f"{json_line(DRAFT)}: {json_line({'value': True, 'unit': 'text', 'n': 1})}".encode() + _END


class Published(NamedTuple):
    """What a review's file should hold: its path relative to the ledger, and whether that differs from what it holds.

    problems: why it cannot be written; nothing is. replaced: parts edited by hand that force replaces. before: what the
    file holds, None if it is not there. stays: the file of frozen figures that was not brought up to date, since a
    later review answers to it.
    """

    path: str
    text: str
    is_new: bool
    changed: bool
    problems: tuple[Diagnostic, ...] = ()
    replaced: tuple[str, ...] = ()
    before: bytes | None = None
    stays: str | None = None


def plan_review(
    ledger: Ledger, on: date, since: date | None = None, *, force: bool = False, built: Review | None = None
) -> Published:
    """What a review's file should hold; nothing is written. Raises TemplateFault and OSError.

    built: the review of the ledger, if the caller has it already.
    """
    return _review_over(ledger, str(on), render(built or build_review(ledger, on, since), ledger.root), force=force)


def _review_over(ledger: Ledger, name: str, fresh: str, *, force: bool) -> Published:
    """What a review's file should hold, from a fresh review and what the file holds now."""
    path = f"{FOLDER}/{name}.md"
    place = place_in_ledger(ledger.root, path)
    if not place.exists():
        return Published(path, fresh, is_new=True, changed=True)
    written = place.read_bytes()
    source, problems, is_readable = read_document(path, written)
    if problems or not is_readable:
        return Published(path, "", is_new=False, changed=False, problems=tuple(problems))
    result = regenerate(source, fresh, content_hash, force=force)
    changed = result.text.encode() != written
    return Published(path, result.text, False, changed, result.problems, result.replaced, written)


def publish_review(
    ledger: Ledger,
    on: date,
    since: date | None = None,
    *,
    force: bool = False,
    built: Review | None = None,
    measured: Measured | None = None,
    draft: bool = False,
) -> Published:
    """Write a review's file, unless a generated part of it was edited by hand. Raises TemplateFault and OSError.

    Beside it the figures are frozen; those that a later review answers to stay, unless forced. built, measured: the
    review and what it was made of, if the caller has them already. draft: nobody asked for this review, so that it
    counts as one only once it is held; one that was asked for before stays so.
    """
    measured = measured or measured_on(ledger, on, since)
    fresh = render(built or review_of(measured), ledger.root)
    kept = frozen_figures(measured).encode()  # before the door is opened: others may wait at it
    with opened(ledger.root) as door:
        planned = _written(door, lambda: _review_over(ledger, str(on), fresh, force=force))
        if not planned.problems and not _keep_figures(door, on, planned, kept, force=force, draft=draft):
            return planned._replace(stays=frozen_path(planned.path))
    return planned


def _written(door: Door, plan: Callable[[], Published], tries: int = 4) -> Published:
    """Write a file as planned, again on what it holds by then if an editor saves it in between."""
    planned = plan()
    if planned.changed and not planned.problems:
        try:
            door.write(planned.path, planned.text.encode(), planned.before)
        except FileChanged:
            if tries > 1:
                return _written(door, plan, tries - 1)
            raise
    return planned


def _keep_figures(door: Door, on: date, planned: Published, kept: bytes, *, force: bool, draft: bool) -> bool:
    """Freeze the figures of a review; whether they stand there as they are now."""
    path = frozen_path(planned.path)
    place = place_in_ledger(door.root, path)
    before = place.read_bytes() if place.exists() else None
    if draft and (planned.is_new or (before and before.endswith(_DRAFT_END))):
        kept = kept.removesuffix(_END) + _DRAFT_END
    if before == kept:
        return True
    if before is not None and not force and any(each.name > f"{on}.md" for each in place.parent.glob("????-??-??.md")):
        return False
    door.write(path, kept, before)
    return True


def plan_page(
    ledger: Ledger, on: date, since: date | None = None, *, force: bool = False, built: Review | None = None
) -> Published:
    """What the page beside a review should hold; nothing is written. Raises TemplateFault and OSError.

    A file of its name that OpsLedger did not make is a problem, unless forced.
    """
    fresh = render(built or build_review(ledger, on, since), ledger.root, PAGE_TEMPLATE)
    return _page_over(ledger, str(on), fresh, force=force)


def _page_over(ledger: Ledger, name: str, fresh: str, *, force: bool) -> Published:
    """What a page's file should hold, from a fresh page and what the file holds now."""
    from opsledger.rendering.html import is_own_page

    path = f"{FOLDER}/{name}.html"
    place = place_in_ledger(ledger.root, path)
    if not place.exists():
        return Published(path, fresh, is_new=True, changed=True)
    data = place.read_bytes()
    if not is_own_page(data) and not force:
        source = SourceFile(path, data.decode(errors="replace"))
        hint = "move it away, or replace it: `opsledger review --html --force`"
        problem = at(FOREIGN_PAGE, Span(source, 0, 0), "this page was not made by OpsLedger", hint)
        return Published(path, "", is_new=False, changed=False, problems=(problem,))
    return Published(path, fresh, is_new=False, changed=fresh.encode() != data, before=data)


def publish_page(
    ledger: Ledger, on: date, since: date | None = None, *, force: bool = False, built: Review | None = None
) -> Published:
    """Write the page beside a review, unless somebody else made the file. Raises TemplateFault and OSError."""
    fresh = render(built or build_review(ledger, on, since), ledger.root, PAGE_TEMPLATE)
    with opened(ledger.root) as door:
        return _written(door, lambda: _page_over(ledger, str(on), fresh, force=force))


def plan_long_review(ledger: Ledger, built: LongReview, *, force: bool = False, as_page: bool = False) -> Published:
    """What the file of a year's or a quarter's review should hold, or its page; nothing is written."""
    if as_page:
        return _page_over(ledger, built.name, render(built, ledger.root, LONG_PAGE_TEMPLATE), force=force)
    return _review_over(ledger, built.name, render(built, ledger.root, LONG_TEMPLATE), force=force)


def publish_long_review(ledger: Ledger, built: LongReview, *, force: bool = False, as_page: bool = False) -> Published:
    """Write a year's or a quarter's review, or its page. What the user wrote in it stays.

    Beside it the figures of its day are frozen, which its decisions and goals answer to. Raises TemplateFault and
    OSError.
    """
    kept = b"" if as_page else frozen_figures(measured_on(ledger, built.on)).encode()
    with opened(ledger.root) as door:
        planned = _written(door, lambda: plan_long_review(ledger, built, force=force, as_page=as_page))
        if (
            not as_page
            and not planned.problems
            and not _keep_figures(door, built.on, planned, kept, force=force, draft=False)
        ):
            return planned._replace(stays=frozen_path(planned.path))
    return planned


def frozen_figures(measured: Measured) -> str:
    """The figures of a day and its forecast as they are kept beside its review, a line each, so that git shows changes.

    Without their sources and the time before, which the ledger itself has.
    """
    on = measured.day
    coming = measured.forecast or kept_forecast(measured.standing.whole, on)
    forecast: Json = {"value": data(coming), "unit": "hours", "n": coming.known, "interval": None, "note": None}
    kept = {name: _kept_of(figure) for name, figure in measured.figures.items()}
    return _frozen_text(on, kept | {FORECAST: forecast} | _said(measured))


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


def drift(ledger: Ledger, on: date | None = None, files: Files | None = None) -> list[Drifted]:
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
            names = (
                name for name in {**then, **now} if not name.startswith(("actions.", "review.")) and name != FORECAST
            )
            found += [
                Drifted(review.file, name, then.get(name), now.get(name))
                for name in names
                if then.get(name) != now.get(name)
            ]
    return found


def frozen_forecasts(ledger: Ledger, files: Files | None = None) -> list[tuple[date, object]]:
    """Each past review's day and its forecast as it was written, if it has one."""
    return [(review.on, then[FORECAST]) for review, then in _frozen(ledger, files) if FORECAST in then]


def _frozen(ledger: Ledger, files: Files | None) -> Iterator[tuple[records.WrittenReview, dict[str, object]]]:
    """The reviews that have figures frozen beside them, with these."""
    files = files or Folder(Path(ledger.root))
    for review in ledger.reviews:
        source = frozen_document(files, review.file)
        then = read_frozen(source)[0] if source else None
        if then is not None and review.is_held:
            yield review, then
