"""What became of decisions: one row an action, with the figure it was to move, then and now."""

from __future__ import annotations

from opsledger.figures.actions import is_overdue, is_paid
from opsledger.findings.finding import Measured
from opsledger.measuring.titles import aim_of
from opsledger.models.lines import Action
from opsledger.reviewing.decide import link_to_action
from opsledger.reviewing.moved import moved
from opsledger.reviewing.parts.follow_up import ActionRow


def action_row(measured: Measured, action: Action) -> ActionRow:
    """An action as it is on the day."""
    turn = moved(measured, action)
    return ActionRow(
        id=action.id,
        role=action.role.id,
        text=action.text,
        link=link_to_action(action),
        state=action.state,
        due=action.due,
        done=action.done,
        is_overdue=is_overdue(action, measured.standing),
        is_paid=is_paid(measured.standing, action),
        moves=action.moves.id if action.moves else None,
        aim=aim_of(action.moves.id) if action.moves else "",
        then=turn.then,
        now=turn.now,
        turned=turn.turned,
    )
