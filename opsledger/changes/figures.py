"""The figures that a business is steered by, where they moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.changes.change import Change, Changes
from opsledger.figures.balance import backlog_hours, lead_time_weeks, pace
from opsledger.figures.evidence import Figure, Value
from opsledger.figures.inflow import open_leads, win_rate
from opsledger.figures.money import outstanding
from opsledger.figures.outflow import effective_rate
from opsledger.figures.standing import Figures, Standing
from opsledger.forecast.booked_figures import cover, dry_on
from opsledger.values.written import write_day, write_unit


class Headline(NamedTuple):
    """A figure worth telling of: its name, and what people call it.

    key: of its value, where that is an object. unit: of that key, where it is another than the figure's.
    """

    measure: Callable[[Standing], Figures]
    name: str
    title: str
    key: str = ""
    unit: str = ""


HEADLINES = (
    Headline(backlog_hours, "balance.backlog_hours", "Sold, not yet worked,", "hours"),
    Headline(pace, "balance.pace", "Hours for clients a week"),
    Headline(lead_time_weeks, "balance.lead_time_weeks", "Time for a lead to become work"),
    Headline(cover, "balance.cover", "The cushion of booked work over the lead time"),
    Headline(dry_on, "balance.dry_on", "The day until which booked work fills the weeks"),
    Headline(open_leads, "inflow.open", "Value of open leads", "value", "money"),
    Headline(win_rate, "inflow.win_rate", "Leads won of those decided"),
    Headline(effective_rate, "outflow.rate", "Earned an hour for clients", "rate"),
    Headline(outstanding, "money.outstanding", "Owed by clients", "amount"),
)


def figures(then: Standing, now: Standing) -> Changes:
    """Each headline whose number, as it is written, is another."""
    for headline in HEADLINES:
        before, after = (_measured(headline, standing) for standing in (then, now))
        if before is None or after is None:
            continue
        was, value = _part(before, headline.key), _part(after, headline.key)
        if (was, value) == (then.day, now.day):  # no work is booked at either end: it ran out before
            continue
        old, new = (_written(each, headline.unit or after.unit, now.settings.currency) for each in (was, value))
        if old == new:
            continue
        span = after.sources[-1] if after.sources else None
        words = f"{_verb(was, value)} {old} to {new}" if was is not None else f"is {new}, was not known"
        if value is None:
            words = f"is not known any more, was {old}"
        yield Change("figures", "figure", headline.name, headline.title, words, span, 10, _side(was), _side(value))


def _measured(headline: Headline, standing: Standing) -> Figure | None:
    return next((figure for figure in headline.measure(standing) if figure.name == headline.name), None)


def _part(figure: Figure, key: str) -> Value:
    return figure.value.get(key) if isinstance(figure.value, Mapping) else figure.value


def _verb(was: Value, value: Value) -> str:
    if isinstance(was, date) or isinstance(value, date) or was is None or value is None:
        return "moved from"
    return "rose from" if _side(value) > _side(was) else "fell from"  # type: ignore[operator]


def _side(value: Value) -> Fraction | date | None:
    if value is None or isinstance(value, date):
        return value
    return Fraction(value) if not isinstance(value, str | Mapping | list | tuple) else None  # type: ignore[arg-type]


def _written(value: Value, unit: str, currency: str) -> str:
    if isinstance(value, date):
        return write_day(value)
    number = _side(value)
    if number is None or isinstance(number, date):
        return ""
    return write_unit(number, unit, currency)
