"""Tools and team: what each costs and brings, when it was looked at, and what could be handed over."""

from __future__ import annotations

from datetime import date

from opsledger.dataclass import dataclass
from opsledger.findings.finding import Measured
from opsledger.models.records import Tool
from opsledger.preview.state import State
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.outflow import TaskRow
from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class ToolLine:
    """A tool: its cost and what it brings a month. is_due: whether it needs another look."""

    link: Link
    id: str
    jobs: str
    cost: NumberOrNone
    contribution: NumberOrNone
    verdict: str
    assessed_days: int | None
    renews: date | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of the team: the rate as it was last written, and the last mark of five."""

    link: Link
    tasks: str
    rate: str
    is_active: bool
    mark: int | None
    assessed: date | None


@dataclass(frozen=True, slots=True)
class MeansView:
    """The tools in use, those due first, and those given up; the team; what somebody else could do."""

    cost: NumberOrNone
    tools: tuple[ToolLine, ...]
    given_up: tuple[Link, ...]
    team: tuple[MemberLine, ...]
    tasks: tuple[TaskRow, ...]


def means_view(state: State) -> MeansView:
    """Every tool and member as they are on the day."""
    ledger, measured = state.standing.ledger, state.measured
    due = set(measured.ids("tools.due"))
    kept = [_tool(measured, tool, is_due=tool.id in due) for tool in ledger.tools if tool.is_kept]
    team = []
    for member in ledger.team:
        row = state.rows("team")[member.file]
        mark, assessed = row["mark"], row["assessed"]
        team.append(
            MemberLine(
                link=link_to(member),
                tasks=", ".join(member.tasks),
                rate=str(row["rate"] or ""),
                is_active=member.is_active,
                mark=mark if isinstance(mark, int) else None,
                assessed=assessed if isinstance(assessed, date) else None,
            )
        )
    return MeansView(
        cost=measured.number("tools.cost"),
        tools=tuple(sorted(kept, key=lambda row: (not row.is_due, -(row.cost or 0), row.link.text))),
        given_up=tuple(link_to(tool) for tool in ledger.tools if not tool.is_kept),
        team=tuple(sorted(team, key=lambda row: (not row.is_active, row.link.text))),
        tasks=state.review.outflow.tasks,
    )


def _tool(measured: Measured, tool: Tool, *, is_due: bool) -> ToolLine:
    name = f"tools.tool.{tool.id}"
    assessed = measured.part(name, "days_since_assessed")
    value = measured.figures[name].value
    return ToolLine(
        link=link_to(tool),
        id=tool.id,
        jobs=", ".join(tool.jobs),
        cost=measured.part(name, "cost"),
        contribution=measured.part(name, "contribution"),
        verdict=str(value.get("verdict") or "") if isinstance(value, dict) else "",
        assessed_days=None if assessed is None else int(assessed),
        renews=tool.renews,
        is_due=is_due,
    )
