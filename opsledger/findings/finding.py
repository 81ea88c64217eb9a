"""A finding and what a rule sees to make one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from opsledger.figures.evidence import Figure
from opsledger.figures.standing import Standing
from opsledger.forecast.result import Forecast
from opsledger.source import Span
from opsledger.values.written import write_hours, write_money


class Finding(NamedTuple):
    """One thing that one role should look at.

    urgency: 3 costs work or money within weeks, 2 costs it later, 1 is worth a thought. sentence: says the number.
    action: a line ready to be taken over as a decision. figure: the dotted name it rests on, for `explain`.
    is_moved: whether doing that action would move the figure, so that the next review can tell.
    """

    role: str
    urgency: int
    sentence: str
    action: str
    figure: str
    sources: tuple[Span, ...] = ()
    is_moved: bool = True


class Measured(NamedTuple):
    """The ledger on the day, with every figure by name and, where somebody made it, the forecast."""

    standing: Standing
    figures: Mapping[str, Figure]
    forecast: Forecast | None = None

    @property
    def trusted_forecast(self) -> Forecast | None:
        """The forecast, where it rests on one's own weeks more than on priors."""
        return self.forecast if self.forecast and not self.forecast.too_few else None

    @property
    def day(self) -> date:
        """The review's day."""
        return self.standing.day

    def part(self, name: str, key: str) -> Fraction | None:
        """One number of a figure that has keys; None where it is too few or not there."""
        figure = self.figures.get(name)
        value = figure.value.get(key) if figure and isinstance(figure.value, Mapping) else None
        return Fraction(value) if isinstance(value, int | float | Fraction) else None

    def number(self, name: str) -> Fraction | None:
        """A figure that is a plain number; None where it is too few or not there."""
        figure = self.figures.get(name)
        return Fraction(figure.value) if figure and isinstance(figure.value, int | float | Fraction) else None

    def ids(self, name: str) -> list[str]:
        """A figure that is a list of ids."""
        figure = self.figures.get(name)
        return list(figure.value) if figure and isinstance(figure.value, list) else []

    def sources(self, name: str) -> tuple[Span, ...]:
        """Where a figure comes from."""
        figure = self.figures.get(name)
        return figure.sources if figure else ()

    def money(self, amount: Fraction | None) -> str:
        """An amount as a person writes it."""
        return write_money(amount, self.standing.settings.currency)

    def hours(self, hours: Fraction | None) -> str:
        """Hours as a person writes them."""
        return write_hours(hours)


FindingRule: TypeAlias = Callable[[Measured], Iterator[Finding]]
