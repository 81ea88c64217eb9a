"""One figure explained: what it means, what it is, and every line that fed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from opsledger.figures.every import base_of
from opsledger.figures.evidence import Figure
from opsledger.measuring.titles import title_of
from opsledger.patterns import pattern
from opsledger.reporting.figures import figures_data, interval_text, parts_table, value_text
from opsledger.reporting.json_text import Json
from opsledger.reporting.tables import as_plain
from opsledger.reporting.width import padded, width
from opsledger.source import Span
from opsledger.values.visible import visible
from opsledger.values.written import write_month

_MONTH = pattern(r"\d{4}-(0[1-9]|1[0-2])")


def explanation_data(figure: Figure, definition: str) -> Json:
    """A figure with its definition, and the text of each of its source lines, as the data of a JSON envelope."""
    data = figures_data({figure.name: figure})
    assert isinstance(data, dict)
    inner = data[figure.name]
    assert isinstance(inner, dict)
    sources: list[Json] = [{"file": span.file, "line": span.line, "text": _line(span)} for span in figure.sources]
    return {"name": figure.name, "definition": definition, **inner, "sources": sources}


def explanation_text(figure: Figure, definition: str, currency: str, called: Mapping[str, str]) -> str:
    """A figure as a person checks it by hand: what people call it, its value, what it means, and its lines.

    called: the titles of records by id, to name whom a figure is about.
    """
    part = figure.name.removeprefix(base_of(figure.name)).removeprefix(".")
    about = write_month(date.fromisoformat(f"{part}-01")) if _MONTH.fullmatch(part) else called.get(part, part)
    title = visible(f"{title_of(figure.name)}, {about}" if about else title_of(figure.name))
    value = "" if isinstance(figure.value, Mapping) else f": {visible(value_text(figure.value, figure.unit, currency))}"
    names, _, meaning = visible_lines(definition).partition(": ")
    meant = f"{meaning[:1].upper()}{meaning[1:]}" if meaning else names
    parts = [f"{title}{value} ({visible(figure.name)})", "", meant, *_known_of(figure, currency)]
    if isinstance(figure.value, Mapping):
        parts += ["", as_plain(parts_table(figure, currency)).rstrip("\n")]
    return "\n".join([*parts, "", *_places(figure)]) + "\n"


def _known_of(figure: Figure, currency: str) -> list[str]:
    """On how much the value rests, how sure a rate is, what it was before, and its note; none if nothing is to say."""
    facts = [f"Counted: {figure.n}."] if figure.n else []
    if figure.interval:
        facts.append(f"The true rate is likely {interval_text(figure.interval)}.")
    if figure.previous is not None and not isinstance(figure.previous, Mapping):
        facts.append(f"Before: {visible(value_text(figure.previous, figure.unit, currency))}.")
    if figure.note:
        facts.append(visible(f"{figure.note[:1].upper()}{figure.note[1:].rstrip('.')}."))
    return ["", " ".join(facts)] if facts else []


def _places(figure: Figure) -> list[str]:
    """The file, line and text of each source."""
    counted = f"It comes from {len(figure.sources)} lines:" if figure.sources else "It comes from no line."
    if len(figure.sources) == 1:
        counted = "It comes from one line:"
    places = [visible(f"{span.file}:{span.line}") for span in figure.sources]
    column = min(max(map(width, places), default=0), 60)
    lines = [
        f"  {padded(place, column)}  {visible(_line(span))}" for place, span in zip(places, figure.sources, strict=True)
    ]
    return [counted, *lines]


def visible_lines(text: str) -> str:
    """A text of several lines, each made safe to show."""
    return "\n".join(visible(line) for line in text.splitlines())


def _line(span: Span) -> str:
    return span.source.line_text(span.line).strip()
