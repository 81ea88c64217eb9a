"""Every figure of a ledger on a day, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from opsledger.figures.actions import effects
from opsledger.figures.every import FIRST, LAST, base_of, names_in
from opsledger.figures.evidence import Figure
from opsledger.figures.goals import goals
from opsledger.figures.rows import MeasureOne, single_measure
from opsledger.figures.standing import Figures, Standing
from opsledger.forecast.booked_figures import BOOKED
from opsledger.forecast.money_kept import ahead
from opsledger.forecast.verdicts import verdicts
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project

MEASURES: tuple[Callable[[Standing], Figures], ...] = (*FIRST, *BOOKED, *LAST, ahead, verdicts)
_EVERY: tuple[Callable[..., Figures], ...] = (*MEASURES, effects, goals)
FORECAST = "balance.forecast"  # kept beside each review, and measured by none of them
NAMES = (*(name for measure_one in _EVERY for name in names_in(measure_one)), FORECAST)


@cache
def _by_base() -> dict[str, tuple[Callable[..., Figures], ...]]:
    found: dict[str, tuple[Callable[..., Figures], ...]] = {}
    for measure_one in _EVERY:
        for base in dict.fromkeys(map(base_of, names_in(measure_one))):
            found[base] = (*found.get(base, ()), measure_one)
    return found


def measures_of(base: str) -> tuple[Callable[..., Figures], ...]:
    """The functions that measure the figures of a name, with or without a part."""
    return _by_base().get(base, ())


class Measuring(Mapping[str, Figure]):
    """The figures of a standing by name. Each is measured when it is first asked for, with those of its function."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._found: dict[Callable[..., Figures], dict[str, Figure]] = {}
        self._ones: dict[tuple[Callable[..., Figures], str], Figure | None] = {}
        self._days: dict[date, Measuring] = {}

    def __getitem__(self, name: str) -> Figure:
        for measure_one in measures_of(base_of(name)):
            one = single_measure(measure_one)
            found = self._of_project(measure_one, one, name) if one else self._measured(measure_one).get(name)
            if found is not None:
                return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        for measure_one in _EVERY:
            yield from self._measured(measure_one)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def below(self, base: str) -> dict[str, Figure]:
        """The figures of a name that have a part, by that part."""
        found = [each for measure_one in measures_of(base) for each in self._measured(measure_one).items()]
        prefix = f"{base}."
        return {name.removeprefix(prefix): figure for name, figure in found if name.startswith(prefix)}

    def _measured(self, measure_one: Callable[..., Figures]) -> dict[str, Figure]:
        if measure_one not in self._found:
            self._found[measure_one] = self._by_name(self._made(measure_one))
        return self._found[measure_one]

    def _by_name(self, figures: Figures) -> dict[str, Figure]:
        told = (_known_before(self.standing, _sources_once(figure)) for figure in figures)
        return {figure.name: figure for figure in told}

    def _of_project(self, each: Callable[..., Figures], one: MeasureOne, name: str) -> Figure | None:
        """The figure of one project, without measuring those of the others."""
        if each in self._found:
            return self._found[each].get(name)
        if (each, name) not in self._ones:
            project = self.standing.once(_client_projects).get(name.removeprefix(f"{base_of(name)}."))
            self._ones[each, name] = None if project is None else self._by_name(one(self.standing, project)).get(name)
        return self._ones[each, name]

    def _made(self, measure_one: Callable[..., Figures]) -> Figures:
        if measure_one is effects:
            return effects(self.standing, self)
        return goals(self.standing, self, self.on) if measure_one is goals else measure_one(self.standing)

    def on(self, day: date) -> Measuring:
        """The figures of the same ledger on another day."""
        if day not in self._days:
            self._days[day] = Measuring(Standing(self.standing.whole, day))
        return self._days[day]


def _client_projects(standing: Standing) -> Mapping[str, Project]:
    return {project.id: project for project in standing.client_projects}


def figures(ledger: Ledger, on: date, since: date | None = None) -> dict[str, Figure]:
    """Each figure under its name, for the period from `since` (by default the settings' review period) to `on`."""
    return dict(Measuring(Standing(ledger, on, since)))


def measure(standing: Standing) -> Measuring:
    """The figures of a standing under their names."""
    return Measuring(standing)


def _known_before(standing: Standing, figure: Figure) -> Figure:
    """A flow without its time before, if that lies before its first line: nothing then is not known to be 0."""
    if figure.previous is None:
        return figure
    first = known_since(standing, figure.name.partition(".")[0])
    return replace(figure, previous=None) if (first or date.min) > standing.before.last else figure


def known_since(standing: Standing, area: str = "") -> date | None:
    """The first day of which anything is known that figures of an area (`inflow`, `money`, …) count; or of any area."""
    firsts = standing.once(_first_lines)
    if area:
        return firsts.get(area, standing.recorded_since)
    return min((day for day in (*firsts.values(), standing.recorded_since) if day), default=None)


def _first_lines(standing: Standing) -> dict[str, date]:
    """By area of figures the first day of which one of its lines, or anything, is known."""
    leads = [lead.log[0].day for lead in standing.ledger.leads]
    money = [project.log[0].day for project in standing.ledger.projects]
    money += [line.day for sheet in standing.ledger.weeks for line in sheet.costs]
    known = [standing.recorded_since] if standing.recorded_since else []
    begun = {"inflow": [*leads, *known], "money": [*money, *known]}
    return {area: min(days) for area, days in begun.items() if days}


def _sources_once(figure: Figure) -> Figure:
    """A figure with each of its sources named once, if two parts of it rest on the same line."""
    once = tuple(dict.fromkeys(figure.sources))
    return figure if len(once) == len(figure.sources) else replace(figure, sources=once)
