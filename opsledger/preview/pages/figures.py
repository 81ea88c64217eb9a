"""The figures: each by what people call it, with its parts in their units; and one by itself, with all it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote

from opsledger.dataclass import dataclass
from opsledger.figures.every import base_of
from opsledger.figures.evidence import Figure, Value
from opsledger.figures.fit import VERDICTS
from opsledger.figures.rows import row_of
from opsledger.measuring.definitions import written_definition
from opsledger.measuring.every import measures_of
from opsledger.measuring.titles import part_title, part_unit, title_of
from opsledger.preview.context import LinkedPlace
from opsledger.preview.state import State
from opsledger.reviewing.parts.values import NumberOrNone
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.visible import visible
from opsledger.values.written import NOTHING, write_day, write_interval, write_unit

_MOST_PARTS = 12  # of one name, on the page of all
_MOST_PLACES = 400
_FIT = "inflow.fit"
_PAST = 6
_AREAS = {
    "balance": "Balance",
    "inflow": "Work flowing in",
    "marketing": "Marketing",
    "network": "Network",
    "website": "Website",
    "outflow": "Work flowing out",
    "time": "Time",
    "money": "Money",
    "tools": "Tools",
    "team": "Team",
    "actions": "Actions",
    "verdicts": "Past headlines",
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a figure's value in words."""

    title: str
    value: str
    before: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in words. about: whom its name's part names; '' without one. parts: of a value that is an object."""

    name: str
    address: str
    title: str
    about: str
    value: str
    before: str
    interval: str
    note: str
    n: int
    parts: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one name, one for each thing that they are about: the first of them, and how many more."""

    title: str
    name: str
    address: str
    lines: tuple[FigureLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FigureArea:
    """The figures of one area: those of a name of their own, and groups of those that share one, in their order."""

    name: str
    title: str
    lines: tuple[FigureLine | FigureGroup, ...]


@dataclass(frozen=True, slots=True)
class PlacesOfFile:
    """The lines of one file that a figure rests on, the latest first."""

    file: str
    address: str
    places: tuple[LinkedPlace, ...]


@dataclass(frozen=True, slots=True)
class PastValue:
    """What a figure was at a review, in words and as a number."""

    on: date
    value: str
    number: NumberOrNone


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure: what it means, what it is, what it was, and every line that fed it, by file."""

    line: FigureLine
    definition: str
    past: tuple[PastValue, ...]
    files: tuple[PlacesOfFile, ...]
    left_out: int


def figure_areas(state: State) -> tuple[FigureArea, ...]:
    """Every figure, by area; those of one name together."""
    by_base: dict[str, list[Figure]] = {}
    for name, figure in state.figures.items():
        by_base.setdefault(base_of(name), []).append(figure)
    areas: dict[str, list[FigureLine | FigureGroup]] = {}
    for base, figures in by_base.items():
        whole = [figure for figure in figures if figure.name == base]
        parts = [figure for figure in figures if figure.name != base]
        rows = areas.setdefault(base.partition(".")[0], [])
        rows += [_line(state, figure) for figure in whole]
        if parts:
            rows.append(_group(state, base, parts))
    order = sorted(areas, key=lambda area: list(_AREAS).index(area) if area in _AREAS else len(_AREAS))
    return tuple(FigureArea(area, _AREAS.get(area, area.capitalize()), tuple(areas[area])) for area in order)


def _group(state: State, base: str, parts: list[Figure]) -> FigureGroup:
    lines = tuple(_line(state, figure) for figure in parts[:_MOST_PARTS])
    return FigureGroup(title_of(f"{base}.x"), base, _address(base), lines, max(len(parts) - _MOST_PARTS, 0))


def figures_below(state: State, base: str) -> FigureArea | None:
    """All figures of a name that has parts; None if there are none."""
    lines = tuple(_line(state, figure) for name, figure in state.figures.items() if name.startswith(f"{base}."))
    return FigureArea(base, title_of(f"{base}.x"), lines) if lines and base == base_of(base) else None


def _address(name: str) -> str:
    return f"/figures/{quote(name, safe='', errors='surrogateescape')}"


def figure_view(state: State, figure: Figure) -> FigureView:
    """One figure with its definition, its past and its sources."""
    sources = sorted(figure.sources, key=lambda span: (span.file, -span.line))[:_MOST_PLACES]
    files: dict[str, list[LinkedPlace]] = {}
    for span in sources:
        files.setdefault(span.file, []).append(_place(state, span))
    latest = sorted(files.items(), key=lambda pair: pair[0], reverse=True)
    return FigureView(
        line=_line(state, figure),
        definition=written_definition(figure.name).partition(":")[2].strip(),
        past=tuple(_past(state, figure)),
        files=tuple(
            PlacesOfFile(file, f"/{quote(file, errors='surrogateescape')}", tuple(places)) for file, places in latest
        ),
        left_out=len(figure.sources) - len(sources),
    )


def _place(state: State, span: Span) -> LinkedPlace:
    return state.place(span.file, *span.position, span.source.line_text(span.line).strip())


def _line(state: State, figure: Figure) -> FigureLine:
    currency, value = state.ledger.settings.currency, figure.value
    parts: tuple[PartLine, ...] = ()
    if isinstance(value, Mapping):
        earlier = figure.previous if isinstance(figure.previous, Mapping) else {}
        told = _told_by(figure.name)
        keys = sorted(value, key=lambda key: key != told)  # what the figure is told by comes first
        parts = tuple(_part(figure, key, value[key], earlier.get(key), currency) for key in keys)
    part = figure.name.removeprefix(base_of(figure.name)).removeprefix(".")
    return FigureLine(
        name=visible(figure.name),
        address=_address(figure.name),
        title=title_of(figure.name),
        about=_about(state, part),
        value="" if parts else _named(state, figure) or _written(value, figure.unit, currency),
        before="" if figure.previous is None or parts else _written(figure.previous, figure.unit, currency),
        interval=write_interval(figure.interval) if figure.interval else "",
        note=visible(figure.note or ""),
        n=figure.n,
        parts=parts,
    )


def _part(figure: Figure, key: str, value: Value, earlier: Value, currency: str) -> PartLine:
    unit = part_unit(figure.name, key, figure.unit)
    if key == "verdict" and base_of(figure.name) == _FIT:
        value, earlier = (VERDICTS.get(each, each) if isinstance(each, str) else each for each in (value, earlier))
    before = "" if earlier is None else _written(earlier, unit, currency)
    return PartLine(part_title(figure.name, key), _written(value, unit, currency), before)


def _told_by(name: str) -> str:
    """The part of a figure's value that says it in a word; empty if the first does."""
    rows = (row_of(measure) for measure in measures_of(base_of(name)))
    return next((row.key for row in rows if row and base_of(row.name) == base_of(name)), "")


def _named(state: State, figure: Figure) -> str:
    """A value that lists ids of records, with their names; empty if it is not such a list."""
    value = figure.value
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return ""
    found = [(each, state.relations.of_id("", str(each))) for each in value]
    return visible(", ".join(record.title if record else str(each) for each, record in found))


def _about(state: State, part: str) -> str:
    """Whom the part of a name is about: a record by its name, else the part as it is."""
    record = state.relations.of_id("", part) if part else None
    return record.title if record and same_id(record.id) == same_id(part) else part


def _written(value: Value, unit: str, currency: str) -> str:
    """A value with its unit; what is not known is a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return write_day(value)
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return ", ".join(
            f"{visible(part_title('', key))} {_written(each, '', currency)}" for key, each in value.items()
        )
    if isinstance(value, Sequence):
        return visible(", ".join(value)) or "none"
    text = write_unit(value, unit, currency)
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text


def unmeasured(name: str) -> Figure | None:
    """A figure that there is, but of which nothing is measured here; None if there is none of that name."""
    return Figure(name, None, "text", 0, note="nothing is recorded for it yet") if written_definition(name) else None


def _past(state: State, figure: Figure) -> Iterator[PastValue]:
    """What the figure was at the last reviews that kept it."""
    kept = [
        (review.on, review.frozen[figure.name])
        for review in state.standing.ledger.fortnights
        if review.frozen and figure.name in review.frozen and review.on < state.day
    ]
    key = ""
    if isinstance(figure.value, Mapping):
        told = _told_by(figure.name)
        key = told if told in figure.value else next(iter(figure.value), "")
    unit = part_unit(figure.name, key, figure.unit) if key else figure.unit
    for on, value in sorted(kept, key=lambda pair: pair[0])[-_PAST:]:
        one = value.get(key) if key and isinstance(value, Mapping) else value
        number = one if isinstance(one, int | float | Decimal) and not isinstance(one, bool) else None
        shown = _written(number, unit, state.ledger.settings.currency) if number is not None else _kept(one)
        yield PastValue(on, shown, None if number is None else Fraction(number))


def _kept(value: object) -> str:
    """A value that was kept and is not a number."""
    if isinstance(value, list):
        return visible(", ".join(map(str, value))) or "none"
    return NOTHING if value is None else visible(str(value))
