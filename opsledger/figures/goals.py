"""Goals: decisions with a value that a figure is to reach by a day, on or off the straight line to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.figures.actions import all_actions
from opsledger.figures.clients import booked_by_client
from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.standing import Figures, Standing
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import Action

REACHED, ON_TRACK, OFF_TRACK, MISSED, UNKNOWN = "reached", "on track", "off track", "missed", "unknown"

_SHARE = "outflow.top_client"

Earlier = Callable[[date], Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal on a day.

    start: the figure on the day it was set. now: the figure on the day; once it is past due, on the day it was due.
    expected: where the straight line from start to target stands now. state: `reached`, `on track`, `off track`,
    `missed`, or `unknown` if one of these is.
    """

    action: Action
    figure: str
    target: Fraction
    start: Fraction | None
    now: Fraction | None
    expected: Fraction | None
    state: str


def goals_of(standing: Standing, figures: Mapping[str, Figure], earlier: Earlier) -> list[Goal]:
    """Every goal that was not dropped. figures: those of the standing. earlier: those of a day before."""
    return [
        _goal(standing, action, action.moves.id, Fraction(action.target), figures, earlier)
        for action in all_actions(standing)
        if action.target is not None and action.moves is not None and action.state != "dropped"
    ]


def _goal(
    standing: Standing,
    action: Action,
    name: str,
    target: Fraction,
    figures: Mapping[str, Figure],
    earlier: Earlier,
) -> Goal:
    set_on, due = action.review, action.due
    start = _frozen(standing, action, name)
    if start is None:
        start = number_in(figures if set_on == standing.day else earlier(set_on), name)
    is_over = due is not None and due < standing.day
    now = number_in(earlier(due) if is_over and due else figures, name)
    expected = None
    if start is not None and due is not None:
        whole, gone = (due - set_on).days, (min(standing.day, due) - set_on).days
        expected = start + (target - start) * (Fraction(gone, whole) if whole > 0 else 1)
    state = _state(start, now, target, expected, is_over=is_over)
    if state == ON_TRACK and name == _SHARE and _is_booked_beyond(standing, expected):
        state = OFF_TRACK
    return Goal(action, name, target, start, now, expected, state)


def _is_booked_beyond(standing: Standing, expected: Fraction | None) -> bool:
    """Whether more of what is booked is one client's than the goal allows by now: their share of the money follows."""
    booked = booked_by_client(standing)
    whole = sum(booked.values(), Fraction(0))
    return expected is not None and bool(whole) and max(booked.values()) / whole > expected


def _state(
    start: Fraction | None, now: Fraction | None, target: Fraction, expected: Fraction | None, *, is_over: bool
) -> str:
    if start is None or now is None:
        return UNKNOWN
    side = 1 if target >= start else -1  # up to it, or down to it
    if side * now >= side * target:
        return REACHED
    if is_over:
        return MISSED
    if expected is None:
        return UNKNOWN
    return ON_TRACK if side * now >= side * expected else OFF_TRACK


def _frozen(standing: Standing, action: Action, name: str) -> Fraction | None:
    """The figure as it was frozen in the review that set the goal."""
    named = action.document or str(action.review)
    review = next((review for review in standing.ledger.reviews if review.id == named), None)
    return _first_number((review.frozen or {}).get(name)) if review else None


def number_in(figures: Mapping[str, Figure], name: str) -> Fraction | None:
    """A figure as one number: of an object, the first number in it."""
    figure = figures.get(name)
    return None if figure is None else _first_number(figure.value)


def _first_number(value: object) -> Fraction | None:
    if isinstance(value, Mapping):
        return _first_number(next((each for each in value.values() if not isinstance(each, str | bool | date)), None))
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Decimal):
        return None
    return Fraction(value)


def goals(standing: Standing, figures: Mapping[str, Figure], earlier: Earlier) -> Figures:
    """`actions.goal.ID`: whether the number of a decision with a target is on its way there.

    start: the figure on the day the goal was set, as frozen in its review, else as of that day. expected: where a
    straight line from start to the target on the due day would be now. state: reached; on track at or beyond the line;
    off track; missed once the due day is past. A goal for the greatest client's share is off track while more than that
    of what is booked is one client's. If a figure has several keys, the first number counts. Null: not known.
    """
    for goal in goals_of(standing, figures, earlier):
        action = goal.action
        if action.state != "open" and not (action.done is not None and action.done in standing.period):
            continue
        value: Keyed = {
            "figure": goal.figure,
            "start": goal.start,
            "now": goal.now,
            "expected": goal.expected,
            "target": goal.target,
            "due": action.due,
            "state": goal.state,
        }
        measured = figures.get(goal.figure)
        sources = (action.span, *(measured.sources if measured else ()))
        note = f"{TOO_FEW}: its figure was unknown then, or is now" if goal.state == UNKNOWN else None
        yield Figure(f"actions.goal.{action.id}", value, "text", 1, note=note, sources=sources)
