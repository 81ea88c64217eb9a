"""The typed context of the live pages' templates, beside the review's own. Nothing else can be seen by them.

Addresses are on this server, but for an `editor`'s, which is empty if none is to be opened.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.inflow import LeadRow, StageRow
from opsledger.reviewing.parts.outflow import ProjectRow
from opsledger.reviewing.parts.schedule import AreaRow, AreaSign, CalendarWeek
from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class Tab:
    """A page by name. count: how many errors wait there."""

    address: str
    text: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """What is on top of every page. seen: names the state of the ledger shown; fault: why it is an old one.

    roles: whom a decision may be given to. review: the file of the day's review, whether it is there or not.
    is_settling: the forecast shown is still the one before.
    """

    business: str
    day: date
    tabs: tuple[Tab, ...]
    seen: str
    errors: int
    fault: str | None
    roles: tuple[str, ...] = ()
    review: str = ""
    is_settling: bool = False


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    """A line of the ledger: its file and number, where it is shown, and what opens it."""

    file: str
    line: int
    address: str
    editor: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class StageColumn:
    """The open leads of a stage; after the stages, those recently won and lost, which have no row."""

    title: str
    row: StageRow | None
    leads: tuple[LeadRow, ...]
    closed: tuple[Closed, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """A lead that was recently closed, and why in the user's words. topic: the reason in one word."""

    link: Link
    on: date
    value: NumberOrNone
    reason: str
    topic: str


@dataclass(frozen=True, slots=True)
class ProjectTile:
    """A project that is over."""

    link: Link
    client: str
    status: str
    spent: NumberOrNone
    sold: NumberOrNone
    owed: NumberOrNone
    delivered: date | None


@dataclass(frozen=True, slots=True)
class Jobs:
    """Projects beside the open ones of clients: one's own that are open, and those that are over, the latest first."""

    own: tuple[ProjectRow, ...]
    over: tuple[ProjectTile, ...]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A block as it was written. list: `plan` or `actual`. link: to the record that it is for, if there is one."""

    day: date | None
    list: str
    when: str
    target: str
    link: Link | None
    task: str
    text: str
    place: LinkedPlace


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week as a grid, its hours by area, its lines; before and after lead to the weeks beside it, if any.

    available: the hours of its weekdays that are not off. file: its own, whether it is there or not.
    """

    week: str
    file: str
    first: date
    last: date
    focus: str
    before: str
    after: str
    is_this: bool
    calendar: tuple[CalendarWeek, ...]
    signs: tuple[AreaSign, ...]
    areas: tuple[AreaRow, ...]
    planned: Fraction
    actual: Fraction
    available: Fraction
    lines: tuple[TimeLine, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong, with the line and the carets below it. others: the other places it is about."""

    code: str
    is_error: bool
    message: str
    hint: str
    column: int
    place: LinkedPlace
    excerpt: str
    others: tuple[LinkedPlace, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file, and what is wrong there."""

    number: int
    text: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of the ledger as it is.

    left_out: lines at the end that are too many to show. choices: what its log may be told, by
    word; none without a log.
    """

    path: str
    place: LinkedPlace
    lines: tuple[SourceLine, ...]
    left_out: int
    choices: tuple[tuple[str, str], ...]
