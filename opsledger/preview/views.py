"""What each live page shows: pure functions from a state to a page's context."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from opsledger.figures.standing import CLIENT, INTERNAL, SALES, hours, part_of, total
from opsledger.listing.rows import Row
from opsledger.models.lines import Block
from opsledger.models.projects import Project
from opsledger.preview.context import (
    Closed,
    Fault,
    FileView,
    Jobs,
    ProjectTile,
    SourceLine,
    StageColumn,
    TimeLine,
    WeekView,
)
from opsledger.preview.state import State
from opsledger.reading.kinds import WEEK, kind_of
from opsledger.reading.lines import Grammar
from opsledger.reading.words import words_of
from opsledger.reporting.excerpt import excerpt
from opsledger.reviewing.calendar import area_signs, calendar_week
from opsledger.reviewing.grid import area_shown
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.outflow import ProjectRow
from opsledger.reviewing.parts.schedule import AreaRow
from opsledger.reviewing.parts.values import NumberOrNone
from opsledger.values.days import Week, clock, read_week
from opsledger.values.misread import Misread
from opsledger.values.written import listed, write_hours

LATELY = 13  # weeks
_MOST_LINES = 5_000


def board(state: State) -> tuple[StageColumn, ...]:
    """The leads by stage, in the settings' order, then those recently closed, the latest first."""
    inflow = state.review.inflow
    columns = [
        StageColumn(row.stage, row, tuple(lead for lead in inflow.leads if lead.stage == row.stage))
        for row in inflow.stages
    ]
    for ends in (("won",), ("lost", "declined")):
        closed = reversed(state.standing.closed_leads(LATELY, *ends))
        cards = tuple(
            Closed(
                link_to(lead),
                line.day,
                None if lead.worth is None else Fraction(lead.worth),
                line.quoted,
                line.topic or "",
            )
            for lead, line in closed
        )
        columns.append(StageColumn(listed(ends, joint="or"), None, (), cards))
    return tuple(columns)


def jobs(state: State) -> Jobs:
    """The user's own projects that are open, by their promise; and all projects that are over, the latest first."""
    rows, own, over = state.rows("projects"), [], []
    for project in state.standing.ledger.projects:
        row = rows[project.file]
        if not project.is_open:
            over.append((project, _finished(state, project, row)))
        elif project.is_internal:
            own.append(_own(state, project, row))
    over.sort(key=lambda pair: (pair[1].delivered or pair[0].last_day or date.min, pair[1].link.text), reverse=True)
    own.sort(key=lambda row: (row.revised or date.max, row.link.text))
    return Jobs(tuple(own), tuple(row for _, row in over))


def _own(state: State, project: Project, row: Row) -> ProjectRow:
    """An internal project, for its strip: nobody pays for its hours, so what is left is what was estimated."""
    spent, sold = _number(row["spent"]), _number(row["sold"])
    left = None if sold is None else max(sold - (spent or 0), Fraction(0))
    promise = project.revised_promise
    return ProjectRow(
        link=link_to(project),
        status=project.status or "",
        started=project.started_on,
        spent=spent,
        sold=sold,
        burnt=Fraction(spent or 0) / sold if sold else None,
        left=left,
        likely=left,
        promise=project.promise,
        revised=promise,
        is_late=promise is not None and promise < state.day,
        done_on=None,
        paid_scope=None,
        unpaid_scope=None,
        contact_days=None,
    )


def _finished(state: State, project: Project, row: Row) -> ProjectTile:
    return ProjectTile(
        link=link_to(project),
        client=_client_name(state, str(row["client"] or "")),
        status=project.status or "",
        spent=_number(row["spent"]),
        sold=_number(row["sold"]),
        owed=_number(row["outstanding"]) or None,
        delivered=project.delivered_on,
    )


def _client_name(state: State, client_id: str) -> str:
    """A client by the name in their file; without one as the project names them."""
    return next((client.title for client in state.ledger.clients if client.id == client_id), client_id)


def _number(value: object) -> NumberOrNone:
    return Fraction(value) if isinstance(value, Decimal | int) else None


def week_view(state: State, week: Week) -> WeekView:
    """A week's grid, its hours by area, and its lines."""
    standing = state.standing
    days = week.interval
    plan, actual = part_of(standing.plan, days), part_of(standing.actual, days)
    shown = calendar_week(standing, week)
    sheet = standing.ledger.week_by_name.get(week)
    has_blocks = bool(plan or actual)
    return WeekView(
        week=str(week),
        file=sheet.file if sheet else f"{WEEK.folder}/{week}.md",
        first=week.monday,
        last=week.sunday,
        focus=(sheet.focus or "") if sheet else "",
        before=_beside(week, -1),
        after=_beside(week, 1),
        is_this=week == Week.of(state.day),
        calendar=(shown,) if has_blocks else (),
        signs=area_signs(standing, (shown,)),
        areas=_areas(state, plan, actual),
        planned=hours(total(plan)),
        actual=hours(total(actual)),
        available=hours(sum(map(standing.minutes_available, week.days()), Fraction(0))),
        lines=tuple(
            time_line(state, name, block)
            for block, name in sorted(
                [*((block, "plan") for block in plan), *((block, "actual") for block in actual)],
                key=lambda pair: (pair[0].day, pair[1] == "actual", pair[0].span.start),
            )
        ),
    )


def _beside(week: Week, weeks: int) -> str:
    beside = str(week.plus(weeks))
    try:
        return f"/time/{read_week(beside)}"
    except Misread:
        return ""


def _areas(state: State, plan: Sequence[Block], actual: Sequence[Block]) -> tuple[AreaRow, ...]:
    """The hours by area, clients first, then as the settings name them."""
    standing = state.standing
    sums: dict[str, list[int]] = {}
    for number, blocks in enumerate((plan, actual)):
        for block in blocks:
            sums.setdefault(area_shown(standing, block), [0, 0])[number] += block.minutes
    order = dict.fromkeys((CLIENT, INTERNAL, SALES, *standing.settings.areas, *sorted(sums)))
    return tuple(AreaRow(area, *map(hours, sums[area])) for area in order if area in sums)


def time_line(state: State, name: str, block: Block) -> TimeLine:
    """A block as it was written."""
    when = write_hours(hours(block.minutes))
    if block.is_day_off:
        when = "off"
    elif block.start is not None and block.end is not None:
        when = f"{clock(block.start)}–{clock(block.end)}"
    place = state.place(block.span.file, *block.span.position)
    target = block.target.id if block.target else "" if block.is_day_off else "off"
    record = state.relations.of_id("project", target) if block.target else None
    return TimeLine(
        block.day, name, when, target, link_to(record) if record else None, block.task or "", block.text, place
    )


def faults(state: State) -> tuple[Fault, ...]:
    """What is wrong, errors first, then by place."""
    found = []
    for problem in sorted(state.problems, key=lambda problem: not problem.is_error):
        line, column = problem.span.position if problem.span else (1, 1)
        others = (
            state.place(other.file, *(other.span.position if other.span else (1, 1)), other.message)
            for other in problem.related
        )
        found.append(
            Fault(
                code=problem.rule.code,
                is_error=problem.is_error,
                message=problem.message,
                hint=problem.hint or "",
                column=column,
                place=state.place(problem.file, line, column),
                excerpt="\n".join(excerpt(problem.span)) if problem.span else "",
                others=tuple(others),
            )
        )
    return tuple(found)


def file_view(state: State, path: str) -> FileView | None:
    """A file of the ledger as it was read; None if it is not one that was."""
    source = state.files.get(path)
    if source is None:
        return None
    wrong: dict[int, list[str]] = {}
    for problem in state.problems:
        if problem.span and problem.file == path:
            wrong.setdefault(problem.span.line, []).append(problem.message)
    texts = source.text.removesuffix("\n").split("\n")
    lines = tuple(
        SourceLine(number, text.removesuffix("\r").expandtabs(4), tuple(wrong.get(number, ())))
        for number, text in enumerate(texts[:_MOST_LINES], 1)
    )
    return FileView(path, state.place(path), lines, max(len(texts) - _MOST_LINES, 0), _choices(state, path))


# What somebody logs in a hurry, as they would say it; the words that it is written by.
_SAYING = {
    "out": "I wrote or called",
    "in": "They wrote or called",
    "call": "We talked",
    "mail": "We wrote",
    "meeting": "We met",
    "next": "Next step",
    "note": "Note",
}


def _choices(state: State, path: str) -> tuple[tuple[str, str], ...]:
    """The lines of a log that are told apart by a choice: the word, and what it says; none without a log."""
    kind = kind_of(path)
    if kind is None or "Log" not in kind.sections:
        return ()
    words = words_of(kind.name, Grammar.of(state.ledger.settings))
    return tuple((word, said) for word, said in _SAYING.items() if word in words)
