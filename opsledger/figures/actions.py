"""The loop: what became of decisions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from opsledger.figures.evidence import Figure, Keyed, Value
from opsledger.figures.paid_since import paid_since
from opsledger.figures.standing import Figures, Standing
from opsledger.figures.statistics import TOO_FEW, wilson
from opsledger.models.lines import Action


def all_actions(standing: Standing) -> list[Action]:
    """Every action decided up to the day, as it is on that day: one for money that came since is done."""
    return list(standing.always(_all_actions))


def _all_actions(standing: Standing) -> tuple[Action, ...]:
    actions = (action for review in standing.ledger.reviews for action in review.decisions)
    return tuple(
        action if paid is None else action._replace(state="done", done=paid)
        for action in actions
        for paid in (paid_since(standing, action),)
    )


def is_paid(standing: Standing, action: Action) -> bool:
    """Whether nobody ticked it, and it is done by the money that came."""
    return action in standing.always(_paid)


def _paid(standing: Standing) -> frozenset[Action]:
    written = (action for review in standing.ledger.reviews for action in review.decisions)
    return frozenset(standing.always(_all_actions)) - frozenset(written)


def is_overdue(action: Action, standing: Standing) -> bool:
    """Whether it is open past its due day; without one it never is."""
    return action.state == "open" and action.due is not None and action.due < standing.day


def open_actions(standing: Standing) -> Figures:
    """`actions.open.ROLE`, `actions.overdue.ROLE`: the open decisions of a role, and those that are overdue.

    One that asks for money which was paid since is done on that day.
    """
    actions = [action for action in all_actions(standing) if action.state == "open"]
    for role in standing.settings.roles:
        mine = [action for action in actions if action.role.id == role]
        late = [action for action in mine if is_overdue(action, standing)]
        for name, found in (("open", mine), ("overdue", late)):
            sources = tuple(action.span for action in found)
            yield Figure(f"actions.{name}.{role}", len(found), "count", len(found), sources=sources)


def follow_through(standing: Standing) -> Figures:
    """`actions.follow_through`: how many decisions of the last 26 weeks you did by the day they were due.

    An action due on the day and still open is not counted yet. `[x]` without `done:` counts as done, but not in the
    rate.
    """
    span = standing.last_weeks(26)
    due = [
        action
        for action in all_actions(standing)
        if action.due and action.due in span and _is_decided(action, standing)
    ]
    kept = sum(bool(action.done and action.due and action.done <= action.due) for action in due)
    n = len(due)
    yield Figure(
        "actions.follow_through",
        Fraction(kept, n) if n else None,
        "share",
        n,
        wilson(kept, n),
        note=None if n else f"{TOO_FEW}: no action was due in 26 weeks",
        sources=tuple(action.span for action in due),
    )


def _is_decided(action: Action, standing: Standing) -> bool:
    """Whether it is known by now that it was done in time, or was not: what is due today still has the day."""
    is_late = action.state == "open" and is_overdue(action, standing)
    return is_late or (action.state == "done" and action.done is not None)


def effects(standing: Standing, figures: Mapping[str, Figure]) -> Figures:
    """`actions.effect.ID`: whether a decision moved its number: the figure when you decided, and now.

    then: as frozen in the action's review; now: on the day. Null if too little is known for the figure, or it was not
    frozen.
    """
    frozen = {review.id: review.frozen or {} for review in standing.ledger.reviews}
    for action in all_actions(standing):
        lately = action.state == "open" or (action.done is not None and action.done in standing.period)
        if action.moves is None or not lately:
            continue
        figure = figures.get(action.moves.id)
        then = cast("Value", frozen[action.document or str(action.review)].get(action.moves.id))
        now = figure.value if figure else None
        missing = None if then is not None else f"{TOO_FEW}: its review did not freeze this figure"
        sources = (action.span, *(figure.sources if figure else ()))
        value: Keyed = {"figure": action.moves.id, "then": then, "now": now}
        yield Figure(f"actions.effect.{action.id}", value, "text", 1, note=missing, sources=sources)


ACTIONS = (open_actions, follow_through)
