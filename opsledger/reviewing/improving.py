"""What was to be improved again and again: notes of several projects that speak of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from opsledger.figures.actions import all_actions
from opsledger.figures.standing import Standing, in_day_order, within
from opsledger.models.lines import Action, LogLine
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.reviewing.decide import link_to_action
from opsledger.reviewing.long_review import ImproveRow
from opsledger.reviewing.parts.values import Link

_ALIKE = 0.3
_WORD = pattern(r"[^\W\d_]{3,}")
_EVERYWHERE = frozenset(
    _WORD.findall(
        """the and for with that this from have had has not but was were are will would should could more less into
        onto our their them they you your its too when before after again next time than then there here what which who
        how why all any each every one two first last better need needs must made make take took get got let put use
        used ask"""
    )
)


class _Noted(NamedTuple):
    project: Project
    line: LogLine
    words: frozenset[str]


def recurring(standing: Standing) -> tuple[ImproveRow, ...]:
    """The `improve` notes of the period that more than one line makes, those made most often first.

    Two notes are about the same if at least 3 of 10 of their words agree, words of every text aside.
    """
    notes = [
        _Noted(project, line, key_words(line.text or ""))
        for project in standing.client_projects
        for line in within(project.lines("improve"), standing.period)
    ]
    order = {id(line): place for place, line in enumerate(in_day_order(note.line for note in notes))}
    notes.sort(key=lambda note: order[id(note.line)])
    groups: list[list[_Noted]] = []
    for note in notes:
        group = next((group for group in groups if any(_alike(note.words, other.words) for other in group)), None)
        if group is None:
            groups.append([note])
        else:
            group.append(note)
    rows = [_row(standing, group) for group in groups if len(group) > 1]
    return tuple(sorted(rows, key=lambda row: (-row.times, row.first)))


def key_words(text: str) -> frozenset[str]:
    """The words that say what a text is about, each cut to the part that its forms share."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in _EVERYWHERE)


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _alike(ones: frozenset[str], others: frozenset[str]) -> bool:
    common = len(ones & others)
    return common > 0 and common >= _ALIKE * min(len(ones), len(others)) and common >= min(2, len(ones), len(others))


def _row(standing: Standing, group: Sequence[_Noted]) -> ImproveRow:
    last = group[-1]
    decision = _decision_for(standing, frozenset().union(*(note.words for note in group)))
    return ImproveRow(
        text=last.line.text or "",
        times=len(group),
        first=group[0].line.day,
        last=last.line.day,
        links=tuple(Link(note.project.title, note.line.span.file, note.line.span.line) for note in group),
        decision=link_to_action(decision) if decision else None,
        state=decision.state if decision else "",
        since=sum(note.line.day > decision.review for note in group) if decision else 0,
    )


def _decision_for(standing: Standing, words: frozenset[str]) -> Action | None:
    """The earliest decision that shares most words with what is to be improved, two at least."""
    scored = [(len(words & key_words(action.text)), action) for action in all_actions(standing)]
    best = max((count for count, _ in scored), default=0)
    return next((action for count, action in scored if count == best), None) if best > 1 else None
