"""What reviews decided: who acts on it, when, and which figure it is meant to move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from opsledger.checks.names import Names
from opsledger.diagnostics import Diagnostic, at, error, warning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Action, Reference
from opsledger.source import Span

UNKNOWN_ROLE = error("unknown-role", "A decision is for a role that the settings do not have.")
UNKNOWN_FIGURE = warning("unknown-figure", "A decision is meant to move a figure that does not exist.")
DECISION_DONE = warning("decision-done", "A decision's `done:` does not fit its box, or is before its review.")
GOAL = warning("goal", "A decision has a `target:` without the figure or the day that makes it a goal.")
DECISION_DUE = warning("decision-due", "A decision is due before the review that made it.")
_WHOLE = 3  # a share beyond it is hardly meant, though some come to more than one
_SHARES = frozenset(
    (
        *("inflow.win_rate", "network.repeat", "network.referral", "outflow.on_time", "outflow.on_time_revised"),
        *("outflow.top_client", "outflow.estimate_ratio", "outflow.scope", "balance.flow", "actions.follow_through"),
        *("time.client_share", "time.kept", "time.moved", "time.dropped", "time.unplanned", "time.realism"),
    )
)


def check_decisions(ledger: Ledger) -> Iterator[Diagnostic]:
    """Every action of every review."""
    roles = Names("role", ledger.settings.roles)

    @cache
    def names_in(folder: str) -> Names:
        ids = [record.id for record in ledger.records() if record.file.startswith(f"{folder}/")]
        return Names(folder.removesuffix("s"), ids, ledger.unread.get(folder, ()))

    for review in ledger.reviews:
        for action in (*review.decisions, *review.read_in_part):
            if action.role.id not in roles:
                found = roles.unknown(UNKNOWN_ROLE, action.role)
                yield found if found.hint else replace(found, hint=f"the roles are {', '.join(ledger.settings.roles)}")
            if action.moves:
                yield from _check_figure(action.moves, ledger, names_in)
            yield from _check_days(action)
            yield from _check_goal(action)


def _check_figure(moves: Reference, ledger: Ledger, names_in: Callable[[str], Names]) -> Iterator[Diagnostic]:
    """A figure has to be there, and that of one record to name one that is there."""
    # Their names are told by the functions that measure: few ledgers have decisions, and most are checked often.
    from opsledger.checks.figure_names import FIGURES_OF, explain_unknown_figure

    if unknown := explain_unknown_figure(moves.id, ledger.settings):
        yield at(UNKNOWN_FIGURE, moves.span, unknown.message, unknown.hint)
        return
    area, _, rest = moves.id.partition(".")
    short, _, record = rest.partition(".")
    folder = FIGURES_OF.get(f"{area}.{short}")
    if record and folder and record not in names_in(folder):
        start = moves.span.start + len(moves.id) - len(record)
        named = Reference(record, Span(moves.span.source, start, start + len(record)))
        yield names_in(folder).unknown(UNKNOWN_FIGURE, named)


def _check_goal(action: Action) -> Iterator[Diagnostic]:
    """A goal says which figure is to reach its target, and by when."""
    if action.target is None:
        return
    if action.moves is None:
        hint = "name the figure, such as `moves:outflow.retainers`"
        yield at(GOAL, action.span, f"`target:{action.target}` of no figure", hint)
        return
    if action.target > _WHOLE and action.moves.id in _SHARES:
        percent = f"{action.target:f}%"
        hint = f"write `target:{percent}` if it is {percent[:-1]} %"
        yield at(GOAL, action.span, f"`target:{action.target}` is for a share, and a whole share is 1", hint)
    if action.due is None:
        hint = "say by when, such as `due:2027-03-31`"
        yield at(GOAL, action.span, "without a day, nobody can say if a goal is on track", hint)


def _check_days(action: Action) -> Iterator[Diagnostic]:
    if action.done and action.state != "done":
        what = "open" if action.state == "open" else "dropped"
        yield at(DECISION_DONE, action.span, f"it has a `done:`, but its box says it is {what}", "write `[x]`")
    elif action.done and action.done < action.review:
        message = f"done on {action.done}, before it was decided on {action.review}"
        yield at(DECISION_DONE, action.span, message, "is the day right?")
    if action.due and action.due < action.review:
        message = f"due on {action.due}, before it was decided on {action.review}"
        yield at(DECISION_DUE, action.span, message, "is the day right?")
