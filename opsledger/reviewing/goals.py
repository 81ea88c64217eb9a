"""Goals as rows: what is to be reached by when, and whether it is on the way there."""

from __future__ import annotations

from fractions import Fraction

from opsledger.figures.goals import Goal, goals_of
from opsledger.findings.finding import Measured
from opsledger.reviewing.decide import link_to_action
from opsledger.reviewing.moved import briefly
from opsledger.reviewing.parts.follow_up import GoalRow


def goal_rows(measured: Measured, *, settled: bool = False) -> tuple[GoalRow, ...]:
    """Every goal that is still open on the review's day, by the day it is due. settled: those that were ticked too."""
    figures = measured.figures
    goals = goals_of(measured.standing, figures, figures.on)
    shown = [goal for goal in goals if settled or goal.action.state == "open"]
    shown.sort(key=lambda goal: (goal.action.due is None, goal.action.due, goal.action.id))
    return tuple(_row(measured, goal) for goal in shown)


def _row(measured: Measured, goal: Goal) -> GoalRow:
    def said(value: Fraction | None) -> str | None:
        return None if value is None else briefly(measured, goal.figure, value)

    return GoalRow(
        text=goal.action.text,
        role=goal.action.role.id,
        link=link_to_action(goal.action),
        figure=goal.figure,
        start=said(goal.start),
        now=said(goal.now),
        target=said(goal.target) or "",
        due=goal.action.due,
        state=goal.state,
    )
