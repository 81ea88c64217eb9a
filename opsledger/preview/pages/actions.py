"""The actions: what is overdue first, then by due day, then what was recently settled."""

from __future__ import annotations

from datetime import date, timedelta

from opsledger.dataclass import dataclass
from opsledger.figures.actions import all_actions
from opsledger.preview.state import State
from opsledger.reviewing.actions import action_row
from opsledger.reviewing.parts.follow_up import ActionRow
from opsledger.reviewing.parts.values import Bounds

SOON = timedelta(days=14)
_MOST_SETTLED = 40


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """Actions that are together under a title."""

    name: str
    title: str
    rows: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class ActionsView:
    """The open actions in groups, those recently settled, and the follow-through of 26 weeks: kept of due.

    left_out: how many were settled before those.
    """

    groups: tuple[ActionGroup, ...]
    settled: tuple[ActionRow, ...]
    left_out: int
    kept: int
    due: int
    interval: Bounds


def actions_view(state: State) -> ActionsView:
    """Every open action, the most urgent first, and the last that were settled."""
    rows = [action_row(state.measured, action) for action in all_actions(state.standing)]
    waiting = sorted((row for row in rows if row.state == "open"), key=lambda row: (row.due or date.max, row.id))
    settled = sorted(
        (row for row in rows if row.state != "open"), key=lambda row: (row.done or date.min, row.id), reverse=True
    )
    rate = state.figures["actions.follow_through"]
    return ActionsView(
        groups=tuple(_groups(waiting, state.day)),
        settled=tuple(settled[:_MOST_SETTLED]),
        left_out=max(len(settled) - _MOST_SETTLED, 0),
        kept=round(float(state.measured.number(rate.name) or 0) * rate.n),
        due=rate.n,
        interval=rate.interval,
    )


def _groups(waiting: list[ActionRow], day: date) -> list[ActionGroup]:
    late = [row for row in waiting if row.is_overdue]
    soon = [row for row in waiting if row not in late and row.due and row.due <= day + SOON]
    later = [row for row in waiting if row not in late and row not in soon]
    groups = (("overdue", "Overdue", late), ("soon", "Due within two weeks", soon), ("later", "Later", later))
    return [ActionGroup(name, title, tuple(found)) for name, title, found in groups if found]
