"""Which findings a review shows: the three for this week, the few others, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.figures.actions import all_actions
from opsledger.figures.naming import names_of
from opsledger.findings.finding import ASKED, DECIDED, LATER, OVERDUE, PROMISED, UNSENT, Finding, Measured
from opsledger.findings.memory import Judged, is_same_matter
from opsledger.findings.one_matter import OWN_MATTER, is_of_one_talk, one_item_a_client
from opsledger.findings.silent_proposals import with_proposals_as_one
from opsledger.values.characters import same_id
from opsledger.values.written import count_of

MOST_THIS_WEEK = 3
MOST = 7
_MOST_OF_A_RULE = 2
_HOURS = {3: Fraction(4), 2: Fraction(2), 1: Fraction(1, 2)}  # by urgency, if no cost follows from the ledger
_SOME_DAY = 21
_HOURS_A_DAY = 8
_ALSO = "also "  # before the records that something is said of, beside what it names
_OF_ITS_RECORD = ("overdue-actions", "broken-promises")  # the user's own words, and what is to be done before it
_LARGE = {UNSENT: 1, OVERDUE: 1, ASKED: 3}  # the days' work that it must be worth to come before what costs more


@dataclass(frozen=True, slots=True)
class ChosenFindings:
    """What a review shows of its findings.

    this_week: at most three, covered by a decision or not. others: the rest that is shown. covered: those with a
    decision on your list that are not in this_week. left_out: how many more there are, without the quiet ones.
    """

    this_week: tuple[Judged, ...]
    others: tuple[Judged, ...]
    covered: tuple[Judged, ...]
    left_out: int
    every: tuple[Judged, ...]

    @property
    def said(self) -> tuple[Finding, ...]:
        """The findings whose sentence is in the review."""
        return tuple(row.finding for row in (*self.this_week, *self.others))


def cost(measured: Measured, finding: Finding) -> Fraction:
    """What ignoring a finding costs, in money; a little by its urgency if nothing says so."""
    known = (finding.money or Fraction(0)) + (finding.hours or Fraction(0)) * measured.hour_is_worth
    return known if known > 0 else _HOURS[finding.urgency] * measured.hour_is_worth


def weight(measured: Measured, finding: Finding) -> Fraction:
    """By what findings are ranked: the cost of ignoring it, and how near the day is."""
    days = _SOME_DAY if finding.by is None else max((finding.by - measured.day).days, 0)
    return cost(measured, finding) * Fraction(7, 7 + days)


def telling_turn(measured: Measured, finding: Finding) -> int:
    """In which turn a finding is told: what cannot wait comes first, unless it is small."""
    worth = (finding.whole or Fraction(0)) / measured.hour_is_worth / _HOURS_A_DAY
    return finding.turn if worth >= _LARGE.get(finding.turn, 0) else LATER


def choose(measured: Measured, rows: Sequence[Judged]) -> ChosenFindings:
    """What a review shows of its findings, those that cost most and are nearest first."""
    every = sorted(rows, key=lambda row: (-weight(measured, row.finding), row.finding.rule, row.finding.about))
    ranked = with_proposals_as_one(measured, every)
    first = _this_week(measured, ranked)
    taken = {id(row) for row in first}
    rest = sorted((row for row in ranked if id(row) not in taken), key=lambda row: row.finding.turn)
    this_week, rest = one_item_a_client(measured, first, rest)
    others: list[Judged] = []
    of_rule: Counter[str] = Counter(row.finding.rule for row in this_week)
    of_record = {(row.finding.role, record) for row in this_week for record in row.finding.about}
    left_out = 0
    for row in rest:
        if not row.is_told or is_of_one_talk(measured, row.finding, (each.finding for each in others)):
            continue
        records = {(row.finding.role, record) for record in row.finding.about}
        is_full = len(this_week) + len(others) >= MOST or of_rule[row.finding.rule] >= _MOST_OF_A_RULE
        if is_full or records & of_record:
            left_out += 1
            continue
        of_record |= records
        of_rule[row.finding.rule] += 1
        others.append(row)
    covered = tuple(row for row in ranked if row.covered_by and id(row) not in taken)
    told = tuple(_as_decided(measured, row) for row in this_week)
    now = {id(old): new for old, new in zip(first, this_week, strict=True)}
    return ChosenFindings(told, tuple(others), covered, left_out, tuple(now.get(id(row), row) for row in every))


def _as_decided(measured: Measured, row: Judged) -> Judged:
    """An overdue decision as the deed that it is, with how long ago it was decided; any other finding as it is."""
    if row.finding.rule != "overdue-actions":
        return row
    action = next(each for each in all_actions(measured.standing) if each.id in row.finding.about)
    ago = count_of((measured.day - action.review).days // 7, "week")
    return replace(row, finding=replace(row.finding, because=f"you decided it {ago} ago"), covered_by=(action,))


def _this_week(measured: Measured, ranked: Sequence[Judged]) -> list[Judged]:
    """At most three with a day before the next review, one a record, and none that was shown often enough.

    What is said of several records speaks of the one it names; of the others only money that is due is asked for.
    """
    names = names_of(measured.standing)
    until = measured.day + timedelta(days=measured.standing.settings.review_every)
    found: list[Judged] = []
    taken: set[str] = set()
    meant = {action.id: row.finding for row in ranked for action in row.covered_by if action.text == row.finding.action}
    turns = {id(row): telling_turn(measured, row.finding) for row in ranked}
    promised = decided = 0
    for row in sorted(ranked, key=lambda row: turns[id(row)]):
        if any(meant.get(action.id, row.finding) is not row.finding for action in row.covered_by):
            continue  # the decision was taken for another finding of the record: its reason is not this one
        if row.covered_by and not any(is_same_matter(action, row.finding) for action in row.covered_by):
            continue  # a decision has its own reason, and not that of another matter
        finding, turn, day = row.finding, turns[id(row)], due_of(row)
        if row.quiet or finding.urgency < 2 or day is None or day > until:
            continue
        if turn == PROMISED and promised == _MOST_OF_A_RULE:
            continue
        if turn == DECIDED and (decided or taken & names.named(finding.action)):
            continue
        about = names.families(finding.about[:1])
        if finding.rule in OWN_MATTER:
            about = frozenset(f"{finding.rule} {each}" for each in about) or frozenset((finding.rule,))
        elif finding.rule not in _OF_ITS_RECORD:
            about |= names.named(finding.action)
        mine = (about or {finding.rule}) | {action.id for action in row.covered_by}
        also = set() if turn in (UNSENT, OVERDUE) else set(map(same_id, finding.about))
        if taken & (mine | {f"{_ALSO}{record}" for record in also}):
            continue
        found.append(row)
        promised += turn == PROMISED
        decided += turn == DECIDED
        taken |= mine | {f"{_ALSO}{same_id(record)}" for record in finding.about}
        if len(found) == MOST_THIS_WEEK:
            break
    return sorted(found, key=lambda row: turns[id(row)] == DECIDED)  # it has a place, and not the first one


def due_of(row: Judged) -> date | None:
    """By when it must be done: what you decided, else what the finding says."""
    days = [action.due for action in row.covered_by if action.due]
    return min(days) if days else row.finding.by
