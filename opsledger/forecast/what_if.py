"""What if: a lead won or lost, none won at all, more leads, days off. Nothing is written; it is only supposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opsledger.dataclass import dataclass
from opsledger.forecast.moves import NO_MOVES, Moves, task_share
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.values.characters import plain_characters, same_id
from opsledger.values.days import Interval, read_date, read_interval
from opsledger.values.misread import Misread

_MORE = pattern(r"\+([0-9]{1,4}) ?leads?")
_MOST_LEADS = 100
_HOURS = pattern(r"([0-9]{1,4}(?:\.[0-9]{1,2})?) ?h")
_FORMS = (
    "`LEAD=won`, `LEAD=won@2026-12-01`, `LEAD=lost`, `none`, `+3leads`, `off=2026-12-14/2026-12-18`, "
    "`on=2026-12-21/2026-12-23`, `ID=start@2026-12-01`, `ID=due@2026-12-18`, `TASK=@MEMBER` or `job=12h@2026-12-07`"
)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One thing supposed.

    kind: `won` or `lost` (of `lead`; `won` on the day `on`, or whenever it would have been), `none` (no lead is won,
    open or new), `leads` (`count` more come on the day), `off` (the days of `off` are not worked), `on` (those of them
    that are off are worked), `start` or `due` (`record`, a project or an open lead, begins or is promised for the day
    `on`), `hand` (client work on `task` goes to `member`), `job` (one of `hours` more is booked, to begin on `on`).
    """

    text: str
    kind: str
    lead: str | None = None
    on: date | None = None
    count: int = 0
    off: Interval | None = None
    record: str | None = None
    task: str | None = None
    member: str | None = None
    hours: float = 0.0


def parse_what_if(text: str) -> WhatIf:
    """What a user supposes, in one of the forms above. Raises Misread."""
    written = plain_characters(text).strip()
    if written.lower() == "none":
        return WhatIf(text, "none")
    if more := _MORE.fullmatch(written.lower()):
        count = int(more[1])
        if not 1 <= count <= _MOST_LEADS:
            raise Misread(f"`{text[:40]}` is out of range", f"from `+1leads` to `+{_MOST_LEADS}leads`")
        return WhatIf(text, "leads", count=count)
    name, equals, value = written.rpartition("=")
    name, value = name.strip().removeprefix("[[").removesuffix("]]"), value.strip()
    if not equals or not name:
        raise Misread(f"`{text[:40]}` is not a what-if", f"write {_FORMS}")
    outcome, at, day = value.partition("@")
    if at and outcome.lower() in ("won", "start", "due") and not day.strip():
        raise Misread(f"`{text[:40]}` has no day after the `@`", "write it as `@2026-12-01`")
    if outcome.lower() == "won":
        return WhatIf(text, "won", lead=same_id(name), on=read_date(day) if at else None)
    if value.lower() == "lost":
        return WhatIf(text, "lost", lead=same_id(name))
    if at and outcome.lower() in ("start", "due"):
        return WhatIf(text, outcome.lower(), record=same_id(name), on=read_date(day))
    if at and not outcome and day:
        return WhatIf(text, "hand", task=name.lower(), member=same_id(day.removeprefix("[[").removesuffix("]]")))
    if name.lower() in ("off", "on"):
        return WhatIf(text, name.lower(), off=read_interval(value))
    if name.lower() == "job" and (hours := _HOURS.fullmatch(outcome.strip().lower())):
        return _job(text, float(hours[1]), day.strip())
    raise Misread(f"`{text[:40]}` is not a what-if", f"write {_FORMS}")


def _job(text: str, hours: float, day: str) -> WhatIf:
    if not hours:
        raise Misread(f"`{text[:40]}` is a job without hours", "write how many, as `job=12h@2026-12-07`")
    if not day:
        raise Misread(f"`{text[:40]}` does not say when the job begins", "write the day, as `job=12h@2026-12-07`")
    return WhatIf(text, "job", hours=hours, on=read_date(day))


@dataclass(frozen=True, slots=True)
class Supposed:
    """Several suppositions taken together."""

    won: dict[str, date | None]
    lost: frozenset[str]
    none: bool
    more: int
    off: tuple[Interval, ...]
    on: tuple[Interval, ...] = ()
    moves: Moves = NO_MOVES


NOTHING = Supposed({}, frozenset(), none=False, more=0, off=())


def suppose(what_if: Sequence[WhatIf], ledger: Ledger, day: date) -> Supposed:
    """What is supposed, checked against the ledger as it is on the day. Raises Misread."""
    _check_together(what_if)
    won: dict[str, date | None] = {}
    lost: set[str] = set()
    for each in what_if:
        if each.lead is None:
            continue
        lead = ledger.lead_by_id.get(each.lead)
        if lead is None:
            raise Misread(f"there is no lead `{each.lead[:40]}` on {day}", _open_leads(ledger))
        if not lead.is_open:
            raise Misread(f"the lead `{lead.id}` is {lead.stage} already", _open_leads(ledger))
        if each.on is not None and each.on <= day:
            raise Misread(f"`{each.text[:40]}`: {each.on} is not after {day}", "give a later day")
        if each.kind == "won":
            won[lead.id] = each.on
        else:
            lost.add(lead.id)
    return Supposed(
        won,
        frozenset(lost),
        any(each.kind == "none" for each in what_if),
        sum(each.count for each in what_if if each.kind == "leads"),
        tuple(each.off for each in what_if if each.off is not None and each.kind == "off"),
        tuple(each.off for each in what_if if each.off is not None and each.kind == "on"),
        _moves(what_if, ledger, day),
    )


def _moves(what_if: Sequence[WhatIf], ledger: Ledger, day: date) -> Moves:
    """The starts, promises and hands that are supposed. Raises Misread."""
    found: dict[str, dict[str, date]] = {"start": {}, "due": {}}
    tasks: dict[str, WhatIf] = {}
    for each in what_if:
        if each.record is not None and each.on is not None:
            name, moved = _movable(each, ledger, day), found[each.kind]
            if moved.setdefault(name, each.on) != each.on:
                raise Misread(f"`{name}` cannot have two such changes: `{each.text[:40]}`", "give only one of them")
        elif each.kind == "hand":
            tasks[each.task or ""] = each
    jobs = tuple(_begins_later(each, day) for each in what_if if each.kind == "job")
    handed = sum(_handed(each, ledger, day) for each in tasks.values())
    if not (handed or jobs or any(found.values())):
        return NO_MOVES
    return Moves(found["start"], found["due"], max(1 - handed, 0.0), jobs)


def _begins_later(each: WhatIf, day: date) -> tuple[float, date]:
    """The hours of a job that is supposed to be booked, and its first day."""
    if each.on is None or each.on <= day:
        raise Misread(f"`{each.text[:40]}`: {each.on} is not after {day}", "give a later day")
    return each.hours, each.on


def _movable(each: WhatIf, ledger: Ledger, day: date) -> str:
    """The id of the project or open lead whose start or promise is supposed to be another."""
    record = ledger.project_by_id.get(each.record or "") or ledger.lead_by_id.get(each.record or "")
    if record is None:
        raise Misread(f"there is no project or lead `{(each.record or '')[:40]}` on {day}", _open_leads(ledger))
    is_moved = record.is_open and not (isinstance(record, Project) and (record.is_retainer or record.is_internal))
    if not is_moved:
        raise Misread(
            f"`{record.id}` has no start or promise to move", "take an open lead or a project being worked on"
        )
    if each.on is not None and each.on <= day:
        raise Misread(f"`{each.text[:40]}`: {each.on} is not after {day}", "give a later day")
    return record.id


def _handed(each: WhatIf, ledger: Ledger, day: date) -> float:
    """The share of client hours that another hand takes over."""
    member = next((one for one in ledger.team if same_id(one.id) == each.member), None)
    if member is None or not member.is_active:
        found = ", ".join(sorted(one.id for one in ledger.team if one.is_active)[:8])
        raise Misread(
            f"nobody active in your team is `{(each.member or '')[:40]}`",
            f"active: {found}" if found else "add a file to team/",
        )
    tasks = [task.lower() for task in member.tasks]
    if each.task not in tasks:
        raise Misread(
            f"{member.id} does not take over `{(each.task or '')[:40]}`", f"tasks: {', '.join(tasks) or 'none'}"
        )
    share = task_share(ledger, day, each.task or "")
    if not share:
        raise Misread(
            f"no client hour of the last 13 weeks was on `{each.task}`",
            "the forecast is about client hours; `opsledger figures team.delegable` shows the other tasks",
        )
    return share


def _check_together(what_if: Sequence[WhatIf]) -> None:
    """Raise Misread if two suppositions cannot both hold."""
    outcomes: dict[str, WhatIf] = {}
    for each in what_if:
        if each.lead is None:
            continue
        other = outcomes.setdefault(each.lead, each)
        if other.kind != each.kind or other.on != each.on:
            raise Misread(f"`{other.text[:40]}` and `{each.text[:40]}` cannot both be true", "give only one of them")
        if each.kind == "won" and any(one.kind == "none" for one in what_if):
            raise Misread(f"`none` and `{each.text[:40]}` cannot both be true", "`none` means that no lead is won")


def _open_leads(ledger: Ledger) -> str:
    found = sorted(lead.id for lead in ledger.leads if lead.is_open)
    return f"open leads: {', '.join(found[:8])}{', …' if len(found) > 8 else ''}" if found else "no lead is open"
