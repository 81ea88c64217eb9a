"""A record: how it stands, what is next, who spoke last, what happened, and what it is linked with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from opsledger.dataclass import dataclass
from opsledger.figures.contacts import TALKED
from opsledger.figures.standing import hours, total
from opsledger.listing.every import LISTINGS
from opsledger.listing.rows import Cell, Row, front_matter
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord, Record
from opsledger.models.records import Client
from opsledger.patterns import pattern
from opsledger.preview.context import FileView, LinkedPlace, TimeLine
from opsledger.preview.pages.clients import client_row
from opsledger.preview.relations import kind_name
from opsledger.preview.state import State
from opsledger.preview.views import file_view, time_line
from opsledger.reading.fields import CHANCE, HOURS, LEAD_VALUE, MONEY, PRICE, REFERENCE, Field
from opsledger.reading.kinds import Kind, kind_of
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.values import Link, NumberOrNone
from opsledger.values.characters import same_id
from opsledger.values.days import known_date
from opsledger.values.written import (
    NOTHING,
    Number,
    write_about,
    write_date,
    write_hours,
    write_money,
    write_number,
    write_share,
)

_MOST_BLOCKS = 15
_DATED = pattern(r"[-*+]\s+\S+\s+")
_DAY = pattern(r"\d{4}-\d\d-\d\d")
# By list what is said of a record beside its own fields: the row's key, its title, its unit, and its figure.
_DERIVED: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "leads": (
        ("worth", "value", "money", "inflow.fit.{id}"),
        ("size", "hours", "hours", "inflow.fit.{id}"),
        ("days_in_stage", "days in this stage", "number", ""),
        ("first", "first line", "date", ""),
    ),
    "projects": (
        ("spent", "worked", "hours", "outflow.projects.{id}"),
        ("sold", "sold", "hours", "outflow.projects.{id}"),
        ("left", "left as sold", "hours", "outflow.left.{id}"),
        ("revised_promise", "promised for", "date", "outflow.projects.{id}"),
        ("invoiced", "invoiced", "money", ""),
        ("paid", "received", "money", ""),
        ("outstanding", "owed", "money", ""),
    ),
    "tools": (
        ("monthly", "a month", "money", "tools.tool.{id}"),
        ("saves", "saves a week", "hours", "tools.tool.{id}"),
        ("assessed", "assessed", "date", "tools.tool.{id}"),
    ),
    "team": (("rate", "rate", "text", ""), ("mark", "mark", "number", ""), ("assessed", "assessed", "date", "")),
}
# Of what is derived of lines, the words of those lines.
_FROM_LINES = {
    "invoiced": ("invoiced", "credited"),
    "paid": ("paid", "refunded"),
    "outstanding": ("invoiced", "credited", "paid", "refunded"),
    "first": (),
}
# Fields whose key does not say by itself what they are.
_TITLES = {
    ("lead", "start"): "they want to start",
    ("lead", "due"): "they want it by",
    ("project", "due"): "first promise",
    ("project", "estimate"): "estimate",
    ("tool", "jobs"): "for",
}
_STATES = ("stage", "status", "verdict", "health")
_SPOKE = {
    "in": "They last wrote or called",
    "out": "You last wrote or called",
    "praise": "They praised you",
    "complaint": "They complained",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said of a record. source: the figure or the line that it can be checked by; '' without one."""

    title: str
    value: str
    source: str | Link


@dataclass(frozen=True, slots=True)
class RecordEvent:
    """A line of a log."""

    day: date
    word: str
    text: str
    place: LinkedPlace


@dataclass(frozen=True, slots=True)
class RecordRelation:
    """A record that this one names, or that names this one; as what."""

    what: str
    link: Link


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record's page. next_on, next_text: the standing next step. spoke: who spoke last, and when.

    recorded: all the hours worked on it; blocks: the last of them.
    """

    title: str
    kind: str
    state: str
    next_on: date | None
    next_text: str
    spoke: str
    spoke_on: date | None
    facts: tuple[Fact, ...]
    events: tuple[RecordEvent, ...]
    recorded: NumberOrNone
    blocks: tuple[TimeLine, ...]
    names: tuple[RecordRelation, ...]
    named_by: tuple[RecordRelation, ...]
    file: FileView


def record_view(state: State, path: str) -> RecordView | None:
    """The page of a record with a log, as it is on the day; None if there is none at a path."""
    record, kind, file = state.relations.by_file.get(path), kind_of(path), file_view(state, path)
    if not isinstance(record, LoggedRecord) or kind is None or file is None:
        return None
    row = _row(state, kind, record)
    step = record.next_on(state.standing.day) if isinstance(record, Lead) else None
    spoke = _spoke(record)
    blocks = state.standing.blocks_of(record) if isinstance(record, Lead | Project) else []
    return RecordView(
        title=record.title,
        kind=kind.name,
        state=next((str(row[key]) for key in _STATES if row.get(key)), ""),
        next_on=step.promised if step else None,
        next_text=step.text if step else "",
        spoke=_SPOKE.get(spoke.word, f"Last contact: {spoke.word}") if spoke else "",
        spoke_on=spoke.day if spoke else None,
        facts=tuple(_facts(state, kind, record, row)),
        events=tuple(_event(state, line) for line in reversed(record.log)),
        recorded=hours(total(blocks)) if blocks else None,
        blocks=tuple(time_line(state, "actual", block) for block in reversed(blocks[-_MOST_BLOCKS:])),
        names=tuple(_named(state, record)),
        named_by=tuple(_naming(state, record)),
        file=file,
    )


def _row(state: State, kind: Kind, record: LoggedRecord) -> Row:
    """Its fields and what its list derives of it."""
    rows = state.rows(kind.folder) if kind.folder in LISTINGS else {}
    return rows.get(record.file) or front_matter(kind, record)


def _spoke(record: LoggedRecord) -> LogLine | None:
    return next((line for line in reversed(record.log) if line.word in TALKED), None)


def facts_of(state: State, record: LoggedRecord) -> tuple[Fact, ...]:
    """What is said of a record beside its name, its state and whom it names."""
    kind = kind_of(record.file)
    return tuple(_facts(state, kind, record, _row(state, kind, record))) if kind else ()


def _facts(state: State, kind: Kind, record: LoggedRecord, row: Row) -> Iterator[Fact]:
    """What its list derives, then its own fields that say something else."""
    currency, told = state.ledger.settings.currency, set[str]()
    for key, title, unit, figure in _DERIVED.get(kind.folder, ()):
        value = row.get(key)
        if value not in (None, "", 0) or (key == "spent" and value is not None):
            name = figure.format(id=record.id)
            source = name if name in state.figures else _latest(record, key)
            yield Fact(title, _written(value, unit, currency, state.day), source)
            told.add(title)
    if isinstance(record, Client):
        yield from _client_facts(state, record)
    for field in kind.fields:
        value = row.get(field.key)
        if field.type is REFERENCE or field.key in (*_STATES, "name", *told) or value in (None, "", ()):
            continue
        yield Fact(
            _TITLES.get((kind.name, field.key), field.key.replace("_", " ")),
            _written(value, _unit(field), currency, state.day),
            _written_at(record, field) if isinstance(value, Decimal | int | date) else "",
        )


def _latest(record: LoggedRecord, key: str) -> str | Link:
    """The last line that something derived comes from; '' if it comes from none."""
    lines = [line for line in record.log if key in _FROM_LINES and line.word in (_FROM_LINES[key] or (line.word,))]
    return Link(key, record.file, lines[0 if key == "first" else -1].span.line) if lines else ""


def _written_at(record: LoggedRecord, field: Field) -> str | Link:
    """The line of a field."""
    span = record.front.get(field.key)
    return Link(field.key, record.file, span.line) if span else ""


def _client_facts(state: State, client: Client) -> Iterator[Fact]:
    """What all of a client's projects add up to."""
    currency = state.ledger.settings.currency
    theirs = [
        project
        for project in state.standing.ledger.projects
        if project.client and same_id(project.client.id) == same_id(client.id)
    ]
    row = client_row(state, client, theirs)
    for title, value, unit in (
        ("received", row.earned, "money"),
        ("owed", row.owed, "money"),
        ("worked", row.worked, "hours"),
    ):
        if value:
            yield Fact(title, _number(value, unit, currency), "")
    if row.booked:
        yield Fact("still to earn", write_about(row.booked, currency), "")


def _unit(field: Field) -> str:
    if field.type in (LEAD_VALUE, MONEY, PRICE):
        return "money"
    if field.type is CHANCE:
        return "share"
    return "hours" if field.type in HOURS else "text"


def _written(value: Cell, unit: str, currency: str, day: date) -> str:
    if isinstance(value, date):
        return write_date(value, day)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _number(value, unit, currency)
    return NOTHING if value is None else str(value)


def _number(value: Number, unit: str, currency: str) -> str:
    if unit == "money":
        return write_money(value, currency)
    if unit == "share":
        return write_share(value)
    return write_hours(value) if unit == "hours" else write_number(value)


def _event(state: State, line: LogLine) -> RecordEvent:
    """A line without its day and word; a day or an amount that it begins with stands as on other pages."""
    text = line.span.source.line_text(line.span.line).strip()
    text = _DATED.sub("", text, count=1).removeprefix(line.word).strip()
    first, _, rest = text.partition(" ")
    if _DAY.fullmatch(first) and (day := known_date(first)):
        text = f"{write_date(day, state.day)} {rest}".strip()
    elif first.isdecimal() and line.amount is not None and line.amount == Decimal(first) and line.home is None:
        text = f"{write_money(line.amount, state.ledger.settings.currency)} {rest}".strip()
    return RecordEvent(line.day, line.word, text, state.place(line.span.file, *line.span.position))


def _named(state: State, record: Record) -> Iterator[RecordRelation]:
    """The records that its fields name."""
    for key, other in state.relations.named(record):
        yield RecordRelation(key.replace("_", " "), link_to(other))


def _naming(state: State, record: LoggedRecord) -> Iterator[RecordRelation]:
    """The records whose fields name this one, the latest first."""
    others = sorted(state.relations.naming(record), key=lambda each: (each.last_day or date.min, each.file))
    for other in reversed(others):
        yield RecordRelation(kind_name(other), link_to(other))
