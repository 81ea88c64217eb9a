"""From a ledger to a review's file: written new, or brought up to date around what the user wrote in it.

Beside it stand the figures of the day, frozen as they were when the review was written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, at, error
from opsledger.editing.door import Door, opened, place_in_ledger
from opsledger.editing.safe_write import FileChanged
from opsledger.findings.finding import Measured
from opsledger.findings.measured import measured_on
from opsledger.loading.frozen import frozen_path
from opsledger.models.ledger import Ledger
from opsledger.publishing.frozen import as_draft, frozen_figures, is_draft
from opsledger.reading.documents import read_document
from opsledger.rendering.templates import LONG_PAGE_TEMPLATE, LONG_TEMPLATE, PAGE_TEMPLATE, content_hash, render
from opsledger.reviewing.build import build_review, review_of
from opsledger.reviewing.long_review import LongReview
from opsledger.reviewing.regeneration import regenerate
from opsledger.reviewing.review import Review
from opsledger.source import SourceFile, Span

FOLDER = "reviews"
FOREIGN_PAGE = error("page-foreign", "A page with a review's name was not made by OpsLedger.")


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
    """Freeze the figures of a review; whether they are there as they are now."""
    path = frozen_path(planned.path)
    place = place_in_ledger(door.root, path)
    before = place.read_bytes() if place.exists() else None
    if draft and (planned.is_new or (before and is_draft(before))):
        kept = as_draft(kept)
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


def has_page(ledger: Ledger, name: str) -> bool:
    """Whether OpsLedger's page stands beside the review of a name: it is to say what the review says."""
    from opsledger.rendering.html import is_own_page

    place = place_in_ledger(ledger.root, f"{FOLDER}/{name}.html")
    return place.is_file() and is_own_page(place.read_bytes())


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
