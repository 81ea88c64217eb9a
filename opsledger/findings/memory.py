"""What earlier reviews decided and said: nothing is told as if for the first time, or against a decision.

It comes from the reviews' own decisions and from what is frozen beside them, so that the same ledger and day always
give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from opsledger.cache import Plain
from opsledger.dataclass import dataclass
from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.naming import names_of
from opsledger.findings.finding import Finding, Measured
from opsledger.models.lines import Action

KEPT = "review.findings"
WORSE = 1.25
MOST_TIMES, LOOKED_BACK = 3, 6
_THEIR_WORDS = "customer-service"  # what a client said after a decision is never answered by it
_DROPPED_FOR = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding beside what is remembered of it.

    covered_by: open decisions that are for it already. streak: reviews in a row that found it, this one included.
    decided, undone: how often something was decided about it, and how often that was dropped or is overdue. quiet: why
    it is not told: `dropped` (you did not want it) or `said` (three times, and not worse since); empty if it is told.
    """

    finding: Finding
    covered_by: tuple[Action, ...]
    streak: int
    decided: int
    undone: int
    quiet: str

    @property
    def is_told(self) -> bool:
        """Whether it is told as a suggestion."""
        return not self.quiet and not self.covered_by


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as an earlier review had it. was_said: whether its sentence stood there; instead: with other advice."""

    rule: str
    about: frozenset[str]
    measure: float
    was_said: bool
    instead: bool = False

    def is_same(self, finding: Finding) -> bool:
        """Whether it is about the same thing."""
        about = frozenset(finding.about)
        return self.rule == finding.rule and (self.about == about or bool(self.about & about))


class Memory:
    """The decisions and findings of the reviews before a day."""

    def __init__(self, measured: Measured) -> None:
        self.day = measured.day
        self.names = names_of(measured.standing)
        self.standing = measured.standing
        self.actions = [action for action in all_actions(measured.standing) if action.review < measured.day]
        self._named = {action.id: self.names.named(action.text) for action in self.actions}
        reviews = sorted(
            (review for review in measured.standing.ledger.fortnights if review.on < measured.day),
            key=lambda review: review.on,
            reverse=True,
        )
        self.past: list[tuple[date, list[Said] | None]] = [
            (review.on, read_said((review.frozen or {}).get(KEPT))) for review in reviews
        ]

    def judge(self, finding: Finding) -> Judged:
        """A finding with what is remembered of it."""
        actions = [action for action in self.actions if self.covers(action, finding)]
        same = [action for action in actions if is_same_matter(action, finding)]
        still = tuple(action for action in same or actions if action.state == "open")
        undone = sum(action.state == "dropped" or is_overdue(action, self.standing) for action in same)
        streak = self._streak(finding)
        quiet = "dropped" if self._is_dropped(finding, same) else ""
        if not quiet and self._is_said(finding, instead=False):
            if finding.instead and not still and not self._is_said(finding, instead=True):
                sources = (*finding.named_instead, *finding.sources)
                finding = replace(finding, action=finding.instead, sources=sources, is_instead=True)
            else:
                quiet = "said"
        return Judged(finding, still, streak, len(same), undone, quiet)

    def covers(self, action: Action, finding: Finding) -> bool:
        """Whether a decision is for what a finding tells: about the same record, or to move the same figure.

        Not if that came to be only after it was decided; unless it is overdue, and of the same matter.
        """
        if finding.rule == "overdue-actions":
            return False
        if action.text in (finding.action, *finding.formerly):
            return True
        if action.id in finding.quotes:
            return False
        if finding.since is not None and finding.since > action.review:
            is_merged = finding.role != _THEIR_WORDS and is_overdue(action, self.standing)
            if not (is_merged and is_same_matter(action, finding)):
                return False
        named = self._named[action.id]
        if finding.about and named:
            return bool(named & self.names.families(finding.about))
        return bool(finding.is_moved and action.moves and action.moves.id == finding.figure)

    def _streak(self, finding: Finding) -> int:
        streak = 1
        for _, said in self.past:
            if said is None or not any(each.is_same(finding) for each in said):
                break
            streak += 1
        return streak

    def _then(self, finding: Finding, on: date) -> float | None:
        """How bad it was in the review of a day."""
        said = next((said for day, said in self.past if day == on), None) or []
        return next((each.measure for each in said if each.is_same(finding)), None)

    def _is_dropped(self, finding: Finding, actions: Sequence[Action]) -> bool:
        """Whether the last decision on it was not to do it, and it is not clearly worse since."""
        last = max(actions, key=lambda action: (action.review, action.number), default=None)
        if last is None or last.state != "dropped":
            return False
        then = self._then(finding, last.review)
        if then is None:
            return self.day - last.review <= _DROPPED_FOR
        return finding.measure < then * WORSE

    def _is_said(self, finding: Finding, *, instead: bool) -> bool:
        """Whether it stood in three of the last six reviews with one advice, and is not clearly worse than then.

        Advice that was not taken three times is wrong or unwelcome: what a finding has `instead` comes after it.
        """
        said = [
            each
            for _, found in self.past[:LOOKED_BACK]
            for each in found or ()
            if each.was_said and each.is_same(finding) and each.instead is instead
        ]
        return len(said) >= MOST_TIMES and finding.measure < WORSE * max(each.measure for each in said)


def is_same_matter(action: Action, finding: Finding) -> bool:
    """Whether a decision and a finding are of one matter, so that the one gives the reason of the other."""
    if action.text in (finding.action, *finding.formerly) or action.role.id == finding.role:
        return True
    moved = action.moves.id if action.moves else None
    return moved is not None and (finding.figure == moved or finding.figure.startswith(f"{moved}."))


def judged(measured: Measured, found: Iterable[Finding]) -> list[Judged]:
    """Findings with what is remembered of each; an overdue decision that covers one of its matter is told with that."""
    memory = Memory(measured)
    rows = [memory.judge(finding) for finding in found]
    covering = {action.id for row in rows for action in row.covered_by if is_same_matter(action, row.finding)}
    covering |= {action for row in rows if not row.quiet for action in row.finding.quotes}
    return [
        row for row in rows if row.finding.rule != "overdue-actions" or not covering.intersection(row.finding.about)
    ]


def kept_findings(rows: Iterable[Judged], said: Iterable[Finding]) -> Plain:
    """Findings as they are kept beside a review. said: those whose sentence is in it."""
    shown = {id(finding) for finding in said}
    return [
        {
            "rule": row.finding.rule,
            "about": list(row.finding.about),
            "measure": round(float(row.finding.measure), 4),
            "said": id(row.finding) in shown,
            **({"instead": True} if row.finding.is_instead else {}),
        }
        for row in rows
    ]


def read_said(kept: object) -> list[Said] | None:
    """Findings as an earlier review kept them; None if it kept none, or something else is there."""
    if not isinstance(kept, list):
        return None
    found = []
    for each in kept:
        if isinstance(each, Mapping) and isinstance(each.get("measure"), int | float):
            about = each.get("about")
            ids = frozenset(map(str, about if isinstance(about, list) else ()))
            was_said, instead = each.get("said") is True, each.get("instead") is True
            found.append(Said(str(each.get("rule")), ids, float(each["measure"]), was_said, instead))
    return found
