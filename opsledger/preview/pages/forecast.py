"""The forecast, with what is supposed of the open leads, of starts and promises, and of days off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from urllib.parse import parse_qsl

from opsledger.dataclass import dataclass
from opsledger.findings.finding import Measured
from opsledger.forecast.coming import forecast
from opsledger.forecast.result import Forecast
from opsledger.forecast.what_if import WhatIf, parse_what_if
from opsledger.preview.state import State
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.stand import Stand
from opsledger.reviewing.parts.values import Link, NumberOrNone
from opsledger.reviewing.stand import supposed_stand
from opsledger.values.misread import Misread

_MOST_SUPPOSED = 60
_MOST_FIELDS = 1_000
_MOST_LEADS = 10
_OFF = ("off.first", "off.last")


class SupposedThere(NamedTuple):
    """What a page's address supposes. fields: as its form holds them; fault: why it cannot be; found: what follows."""

    fields: frozenset[tuple[str, str]]
    texts: tuple[str, ...]
    fault: str = ""
    found: Forecast | None = None


@dataclass(frozen=True, slots=True)
class LeadChoice:
    """A record that something can be supposed of. outcome: `won` or `lost` if that is supposed.

    start, due: the days supposed, as ISO; '' for none. starts: whether its start can be moved.
    """

    link: Link
    id: str
    stage: str
    value: NumberOrNone
    hours: NumberOrNone
    outcome: str
    start: str
    due: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a supposition moves: a number without it and with it, a share or hours."""

    name: str
    is_share: bool
    plain: NumberOrNone
    then: NumberOrNone


@dataclass(frozen=True, slots=True)
class ForecastView:
    """The forecast as it is, or as it would with what is supposed; command: what the terminal takes for it."""

    stand: Stand
    is_supposed: bool
    fault: str
    command: str
    differences: tuple[Difference, ...]
    leads: tuple[LeadChoice, ...]
    projects: tuple[LeadChoice, ...]
    off_first: str
    off_last: str

    @property
    def first_leads(self) -> tuple[LeadChoice, ...]:
        """The leads that are shown one by one: the most valuable, and those of which something is supposed."""
        return tuple(row for number, row in enumerate(self.leads) if number < _MOST_LEADS or row.outcome or row.start)

    @property
    def other_leads(self) -> tuple[LeadChoice, ...]:
        """The leads that are folded away."""
        first = self.first_leads
        return tuple(row for row in self.leads if row not in first)


def supposed_by(state: State, query: str) -> SupposedThere:
    """What a query of the page's form supposes, and the forecast with it."""
    try:
        pairs = parse_qsl(query, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return SupposedThere(frozenset(), (), "the address has too many parts")
    texts = tuple(dict.fromkeys(_texts(pairs)))
    fields = frozenset(pairs)
    if not texts:
        return SupposedThere(fields, ())
    if len(texts) > _MOST_SUPPOSED:
        return SupposedThere(fields, texts, f"try at most {_MOST_SUPPOSED} things at once")
    try:
        found = forecast(state.ledger, state.day, _weeks(state), _parsed(texts))
    except Misread as misread:
        return SupposedThere(fields, texts, f"{misread.message}{f' ({misread.hint})' if misread.hint else ''}")
    return SupposedThere(fields, texts, "", found)


def _texts(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What is supposed, as `--with` takes it: whole, or a name that ends in `@` with its day."""
    off = dict(pair for pair in pairs if pair[0] in _OFF)
    for name, value in pairs:
        if name == "with" and value:
            yield value
        elif name.endswith("@") and value:
            yield f"{name}{value}"
    if days := [off[name] for name in _OFF if off.get(name)]:
        yield f"off={days[0]}/{days[-1]}"


def _parsed(texts: Iterable[str]) -> list[WhatIf]:
    return [parse_what_if(text) for text in texts]


def _weeks(state: State) -> int:
    return len(state.measured.forecast.weeks) if state.measured.forecast else 12


def forecast_view(state: State, supposed: SupposedThere) -> ForecastView:
    """The page of the forecast with what is supposed; without anything, as it is."""
    plain, fields = state.review.stand, dict(supposed.fields)
    stand = plain
    if supposed.found is not None:
        stand = supposed_stand(plain, Measured(state.standing, state.measured.figures, supposed.found))
    leads = (lead for lead in state.standing.open_leads)
    projects = (project for project in state.standing.client_projects if project.is_open and not project.is_retainer)
    return ForecastView(
        stand=stand,
        is_supposed=supposed.found is not None,
        fault=supposed.fault,
        command=" ".join(f"--with {_quoted(text)}" for text in supposed.texts),
        differences=tuple(_differences(plain, stand)) if supposed.found else (),
        leads=tuple(
            LeadChoice(
                link_to(lead),
                lead.id,
                lead.stage,
                None if lead.worth is None else Fraction(lead.worth),
                None if lead.size is None else Fraction(lead.size, 60),
                next((each for each in ("won", "lost") if ("with", f"{lead.id}={each}") in supposed.fields), ""),
                _day(fields, f"{lead.id}=start@"),
                _day(fields, f"{lead.id}=due@"),
            )
            for lead in sorted(leads, key=lambda lead: (-(lead.worth or 0), lead.id))
        ),
        projects=tuple(
            LeadChoice(
                link_to(project),
                project.id,
                project.status or "",
                None,
                None,
                "",
                _day(fields, f"{project.id}=start@"),
                _day(fields, f"{project.id}=due@"),
            )
            for project in sorted(projects, key=lambda each: (each.revised_promise or date.max, each.id))
        ),
        off_first=_day(fields, _OFF[0]),
        off_last=_day(fields, _OFF[1]),
    )


def _day(fields: dict[str, str], name: str) -> str:
    """A day that the form holds; '' for anything else."""
    try:
        return date.fromisoformat(fields.get(name, "")).isoformat()
    except ValueError:
        return ""


def _quoted(text: str) -> str:
    return text if text.replace("-", "").replace("=", "").replace("@", "").replace("/", "").isalnum() else f"'{text}'"


def _differences(plain: Stand, then: Stand) -> Iterator[Difference]:
    """The chances of two such weeks in a row, and the hours of the coming weeks: without and with."""
    for before, after in zip(plain.outlook, then.outlook, strict=False):
        if before.weeks == 8:
            yield Difference("Two lean weeks in a row within 8 weeks", True, before.lean, after.lean)
            yield Difference("Two overloaded ones", True, before.overloaded, after.overloaded)
    yield Difference("Client hours in all, median", False, _hours(plain), _hours(then))


def _hours(stand: Stand) -> Fraction:
    return sum((week.p50 for week in stand.weeks), Fraction(0))
