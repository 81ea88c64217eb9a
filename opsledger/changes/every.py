"""Every change between two standings."""

from __future__ import annotations

from collections.abc import Iterable

from opsledger.changes.change import TOPICS, Change
from opsledger.changes.figures import figures
from opsledger.changes.leads import leads
from opsledger.changes.money import account, money
from opsledger.changes.others import actions, clients, contacts, website
from opsledger.changes.projects import projects
from opsledger.changes.settings import settings
from opsledger.figures.standing import Standing

FINDERS = (leads, projects, money, account, clients, contacts, website, actions, settings)


def changes(then: Standing, now: Standing) -> tuple[Change, ...]:
    """What happened between two standings, by topic; within one what matters most comes first.

    They may be two days of one ledger, or ledgers of two revisions. Nothing but the two is looked at.
    """
    return _ordered(change for find in (*FINDERS, figures) for change in find(then, now))


def weightiest(then: Standing, now: Standing, most: int, least: int = 30) -> tuple[tuple[Change, ...], int]:
    """The few changes that matter most, figures and actions left out, by topic; and how many more matter."""
    finders = (find for find in FINDERS if find is not actions)  # a review has each in its table
    found = [change for find in finders for change in find(then, now) if change.weight >= least]
    found.sort(key=lambda change: (-change.weight, change.topic, change.subject))
    return _ordered(found[:most]), max(len(found) - most, 0)


def _ordered(found: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(found, key=lambda change: (TOPICS.index(change.topic), -change.weight, change.subject)))
