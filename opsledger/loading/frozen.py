"""The figures frozen beside a review, as they were when it was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from opsledger.diagnostics import Diagnostic, warning
from opsledger.loading.files import Files
from opsledger.models.reviews import WrittenReview
from opsledger.source import SourceFile

FROZEN = warning("frozen-figures", "The figures kept beside a review cannot be read.")

ReadFrozen = Callable[[SourceFile], tuple[dict[str, object] | None, list[Diagnostic]]]


def frozen_path(review_path: str) -> str:
    """Where a review's frozen figures are: `reviews/2026-11-20.figures.json`."""
    return review_path.removesuffix(".md") + ".figures.json"


def with_frozen_figures(files: Files, review: WrittenReview, read: ReadFrozen | None = None) -> WrittenReview:
    """A review with its frozen figures: what its decisions were to move, and what it said."""
    source = frozen_document(files, review.file)
    if source is None:
        return review
    values, faults = (read or read_frozen)(source)
    files.problems += faults
    return replace(review, frozen=values)


def tell_conflict(files: Files, review_path: str) -> None:
    """Tell of a merge that was left unfinished in the figures frozen beside a review, whoever needs them."""
    found = files.plain_file(frozen_path(review_path))
    try:
        if found and b"<<<<<<<" in files.bytes_of(found):
            files.document(found)
    except OSError:
        pass  # reported where they are needed


def frozen_document(files: Files, review_path: str) -> SourceFile | None:
    """The file of a review's frozen figures; None if there is none, or with a fault if it cannot be read."""
    found = files.plain_file(frozen_path(review_path))
    return files.document(found) if found else None


def read_frozen(source: SourceFile) -> tuple[dict[str, object] | None, list[Diagnostic]]:
    """The values of a file of frozen figures by name; None with a fault if it cannot be read."""
    try:
        return frozen_values(source.text), []
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        hint = "write the review again, or delete the file"
        return None, [Diagnostic(FROZEN, "not the figures of a review: not read", source.path, None, hint)]


def frozen_values(text: str) -> dict[str, object]:
    """The values of frozen figures by name, from their JSON. Raises what a text that is not such JSON raises."""
    import json

    return {name: figure["value"] for name, figure in json.loads(text)["data"].items()}
