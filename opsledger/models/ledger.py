"""The whole ledger, and the one place that knows time: `as_of`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from opsledger.dataclass import dataclass
from opsledger.diagnostics import Diagnostic
from opsledger.models.ahead import begun_or_agreed
from opsledger.models.leads import Lead
from opsledger.models.lines import Action, Block
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord, Record
from opsledger.models.records import Account, Client, Contact, Member, Tool, WebsiteItem, WeekSheet
from opsledger.models.reviews import WrittenReview
from opsledger.models.settings import Settings
from opsledger.models.valuing import valued
from opsledger.source import SourceFile
from opsledger.values.characters import same_id
from opsledger.values.days import Week

# The folders of the records that have a log; those in DATED do not exist before their first line.
LOGGED = ("leads", "projects", "clients", "contacts", "website", "tools", "team", "account")
DATED = ("leads", "projects")


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Everything that could be read from a folder, and everything that could not.

    unread: per folder, the ids of records whose front matter cannot be read; they are not listed, but known.
    problems: the faults found while reading, in order. day: the day it was cut at by `as_of`. derived: what was
    derived of single records by an earlier run, for whoever derives the same; it is found by the very record.
    """

    root: str
    settings: Settings
    settings_source: SourceFile
    leads: tuple[Lead, ...] = ()
    projects: tuple[Project, ...] = ()
    weeks: tuple[WeekSheet, ...] = ()
    clients: tuple[Client, ...] = ()
    contacts: tuple[Contact, ...] = ()
    website: tuple[WebsiteItem, ...] = ()
    tools: tuple[Tool, ...] = ()
    team: tuple[Member, ...] = ()
    account: tuple[Account, ...] = ()
    reviews: tuple[WrittenReview, ...] = ()
    schedule: tuple[Block, ...] = ()
    unread: Mapping[str, frozenset[str]]
    problems: tuple[Diagnostic, ...] = ()
    day: date | None = None
    derived: Mapping[Record, Any] = field(default_factory=dict, compare=False, repr=False)

    def as_of(self, day: date) -> Ledger:
        """The ledger as it stood at the end of a day: what is dated later has not happened.

        Plans, time off and front matter are promises and are seen whole. Leads and projects without a line up to the
        day do not exist yet; nor do other records all of whose lines are later. A project that is booked ahead exists,
        and begins then, while nothing that happened is recorded after the day.
        """
        logged: dict[str, Any] = {
            folder: _begun(getattr(self, folder), day, always=folder not in DATED)
            for folder in LOGGED
            if folder != "projects"
        }
        logged["projects"] = tuple(begun_or_agreed(self.valued, (*self.leads, *self.weeks), day))
        return replace(
            self,
            weeks=tuple(week.up_to(day) for week in self.weeks),
            reviews=tuple(self._ticked(review).up_to(day) for review in self.reviews if _is_there(review, day)),
            day=day,
            **logged,
        )

    def _ticked(self, review: WrittenReview) -> WrittenReview:
        """A review whose decisions that were settled without a day say in which review that was first seen."""
        if all(action.done or action.state == "open" for action in review.decisions):
            return review
        later = sorted((other for other in self.reviews if other.on > review.on), key=lambda other: other.on)
        decisions = tuple(
            action if action.done or action.state == "open" else action._replace(seen=_first_seen(action, later))
            for action in review.decisions
        )
        return replace(review, decisions=decisions)

    @cached_property
    def valued(self) -> tuple[Project, ...]:
        """The projects with what their money comes to in the ledger's currency, net of VAT."""
        return valued(self.projects, self.clients, self.settings)

    @cached_property
    def lead_by_id(self) -> Mapping[str, Lead]:
        """Each lead under the form in which ids compare."""
        return by_id(self.leads)

    @cached_property
    def project_by_id(self) -> Mapping[str, Project]:
        """Each project under the form in which ids compare."""
        return by_id(self.projects)

    @cached_property
    def week_by_name(self) -> Mapping[Week, WeekSheet]:
        """Each week's sheet; of two for one week, the first."""
        return {sheet.week: sheet for sheet in reversed(self.weeks)}

    @cached_property
    def fortnights(self) -> tuple[WrittenReview, ...]:
        """The reviews that recur every few weeks: all but those of a year or a quarter."""
        return tuple(review for review in self.reviews if not review.is_long)

    def records(self) -> tuple[Record, ...]:
        """Every record, kind by kind."""
        return (*self.leads, *self.projects, *self.weeks, *self.logged(LOGGED[2:]), *self.reviews)

    def logged(self, folders: Iterable[str] = LOGGED) -> tuple[LoggedRecord, ...]:
        """Every record that has a log, folder by folder."""
        found: list[LoggedRecord] = []
        for folder in folders:
            found += getattr(self, folder)
        return tuple(found)


OPEN_THEN = "review.open"


def _first_seen(action: Action, later: list[WrittenReview]) -> date | None:
    """The first later review that does not say it was still open; None if the next one will be the first."""
    for review in later:
        still = (review.frozen or {}).get(OPEN_THEN)
        if not isinstance(still, list) or action.id not in still:
            return review.on
    return None


def _is_there(review: WrittenReview, day: date) -> bool:
    """Whether a review counts on a day: a draft of an earlier one that nobody held does not."""
    return review.on == day or (review.on < day and review.is_held)


AnyRecord = TypeVar("AnyRecord", bound=Record)
AnyLogged = TypeVar("AnyLogged", bound=LoggedRecord)


def by_id(records: Iterable[AnyRecord]) -> dict[str, AnyRecord]:
    """Records under the form in which ids compare; of two with one id, the first."""
    found: dict[str, AnyRecord] = {}
    for record in records:
        found.setdefault(same_id(record.id), record)
    return found


def _begun(records: tuple[AnyLogged, ...], day: date, *, always: bool = True) -> tuple[AnyLogged, ...]:
    """The records that exist on a day; `always` keeps those that have no dated line at all."""
    kept = []
    for record in records:
        if record.log:
            if record.log[0].day <= day:
                kept.append(record.up_to(day))
        elif always:
            kept.append(record)
    return tuple(kept)
