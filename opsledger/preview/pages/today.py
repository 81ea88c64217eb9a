"""What was decided in the review of the day itself, so that its page shows what became of each suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opsledger.dataclass import dataclass
from opsledger.editing.deciding import SECTION, decision_key
from opsledger.models.lines import Action
from opsledger.patterns import pattern
from opsledger.preview.state import State
from opsledger.reviewing.actions import action_row
from opsledger.reviewing.parts.decide import FindingRow
from opsledger.reviewing.parts.follow_up import ActionRow
from opsledger.reviewing.review import Review

_DECISION = pattern(r"\s*[-*+] \[.\] ")


@dataclass(frozen=True, slots=True)
class Today:
    """The decisions of the day's review: kept are those that are suggestions of it, by the suggestion's line.

    minutes: what the hour took, if that is noted. is_told: whether they are all that its section of decisions says.
    smaller: the suggestions that the review leaves out.
    """

    decided: tuple[ActionRow, ...]
    kept: Mapping[str, ActionRow]
    minutes: int | None
    is_told: bool
    smaller: tuple[FindingRow, ...]


def today_view(state: State) -> Today:
    """What the review of the day decided so far."""
    review = next((each for each in state.standing.ledger.fortnights if each.on == state.day), None)
    actions = review.decisions if review else ()
    rows = {action: action_row(state.measured, action) for action in actions}
    return Today(
        decided=tuple(rows.values()),
        kept=dict(_kept(state.review, rows)),
        minutes=review.minutes if review else None,
        is_told=bool(actions) and all(map(_is_decisions, _written(state.review))),
        smaller=tuple(_smaller(state.review)),
    )


def _kept(review: Review, rows: Mapping[Action, ActionRow]) -> Iterator[tuple[str, ActionRow]]:
    found = {decision_key(action.span.text): row for action, row in rows.items()}
    for line in _shown(review):
        if decision_key(line) in found:
            yield line, found[decision_key(line)]


def _shown(review: Review) -> set[str]:
    """The lines of the suggestions that the review makes."""
    lines = {row.line for row in review.this_week} | {row.line for role in review.findings for row in role.rows}
    return lines - {""}


def _smaller(review: Review) -> Iterator[FindingRow]:
    shown = _shown(review)
    if review.left_out:
        yield from (
            row for row in review.every_finding if not row.quiet and not row.covered_by and row.line not in shown
        )


def _written(review: Review) -> list[str]:
    """What is below the heading of the decisions."""
    return [note.text for note in review.notes if note.heading == SECTION]


def _is_decisions(text: str) -> bool:
    return all(_DECISION.match(line) for line in text.splitlines() if line.strip())
