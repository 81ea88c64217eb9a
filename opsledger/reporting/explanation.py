"""One figure explained: what it means, what it is, and every line that fed it."""

from __future__ import annotations

from opsledger.figures.evidence import Figure
from opsledger.reporting.figures import figures_data, figures_table
from opsledger.reporting.json_text import Json
from opsledger.reporting.tables import as_plain
from opsledger.reporting.width import padded, width
from opsledger.source import Span
from opsledger.values.visible import visible


def explanation_data(figure: Figure, definition: str) -> Json:
    """A figure with its definition, and the text of each of its source lines, as the data of a JSON envelope."""
    data = figures_data({figure.name: figure})
    assert isinstance(data, dict)
    inner = data[figure.name]
    assert isinstance(inner, dict)
    sources: list[Json] = [{"file": span.file, "line": span.line, "text": _line(span)} for span in figure.sources]
    return {"name": figure.name, "definition": definition, **inner, "sources": sources}


def explanation_text(figure: Figure, definition: str, currency: str) -> str:
    """A figure as a person checks it by hand: the definition, the value, then file, line and text of each source."""
    table = as_plain(figures_table([figure], currency))
    counted = f"It comes from {len(figure.sources)} places:" if figure.sources else "It comes from no line."
    if len(figure.sources) == 1:
        counted = "It comes from one place:"
    places = [visible(f"{span.file}:{span.line}") for span in figure.sources]
    column = min(max(map(width, places), default=0), 60)
    lines = [
        f"  {padded(place, column)}  {visible(_line(span))}" for place, span in zip(places, figure.sources, strict=True)
    ]
    return "\n".join([visible_lines(definition), "", table.rstrip("\n"), "", counted, *lines]) + "\n"


def visible_lines(text: str) -> str:
    """A text of several lines, each made safe to show."""
    return "\n".join(visible(line) for line in text.splitlines())


def _line(span: Span) -> str:
    return span.source.line_text(span.line).strip()
