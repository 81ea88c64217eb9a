"""The figures frozen beside a review, as they were when it was written."""

from __future__ import annotations

from dataclasses import replace

from opsledger.diagnostics import warning
from opsledger.loading.files import Files, Found
from opsledger.models.records import Review

FROZEN = warning("frozen-figures", "The figures kept beside a review cannot be read.")


def frozen_path(review_path: str) -> str:
    """Where a review's frozen figures are: `reviews/2026-11-20.figures.json`."""
    return review_path.removesuffix(".md") + ".figures.json"


def with_frozen_figures(files: Files, review: Review) -> Review:
    """A review with its frozen figures, where one of its actions is to move one; the others are not read."""
    path = frozen_path(review.file)
    if not any(action.moves for action in review.decisions) or not files.has(path):
        return review
    found = files.plain_file(path)
    return replace(review, frozen=read_frozen(files, found)) if found else review


def read_frozen(files: Files, found: Found) -> dict[str, object] | None:
    """The values of a file of frozen figures by name; None with a fault where it cannot be read."""
    source = files.document(found)
    try:
        return frozen_values(source.text) if source else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        files.tell(
            FROZEN, found.path, "not the figures of a review: not read", "write the review again, or delete the file"
        )
        return None


def frozen_values(text: str) -> dict[str, object]:
    """The values of frozen figures by name, from their JSON. Raises what a text that is none raises."""
    import json

    return {name: figure["value"] for name, figure in json.loads(text)["data"].items()}
