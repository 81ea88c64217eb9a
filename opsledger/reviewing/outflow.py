"""The review's section on work flowing out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.covering import weeks_recorded
from opsledger.figures.finished import finished
from opsledger.figures.hours import available, days_of
from opsledger.figures.outflow import estimate_ratios
from opsledger.figures.plan_ahead import coming_week, is_template
from opsledger.figures.projects import paid_scope, running_months, scope_minutes, sold_for
from opsledger.figures.rate_gap import PARTS, earnings, left_out
from opsledger.figures.standing import CLIENT, INTERNAL, SALES, Standing, hours, name_part, total, within
from opsledger.figures.unused_hours import UnusedHours, unused_hours
from opsledger.findings.finding import Measured
from opsledger.findings.judging_plan import judged_plan
from opsledger.forecast.lasting import lasting
from opsledger.forecast.left import left_of
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.records import CONTACTS
from opsledger.reviewing.brief import is_late, off_rows, open_by_promise
from opsledger.reviewing.calendar import area_signs, calendar_weeks
from opsledger.reviewing.earned import rate_unsent, running_rates, told_parts
from opsledger.reviewing.grid import block_grid
from opsledger.reviewing.links import link_to, link_to_id
from opsledger.reviewing.parts.outflow import (
    DeliveredRow,
    InternalRow,
    Outflow,
    ProjectRow,
    RatioRow,
    TaskRow,
    ToolRow,
    UnusedRow,
)
from opsledger.reviewing.parts.schedule import AreaRow, DaysOff, SchedulePlan
from opsledger.reviewing.parts.values import NumberOrNone
from opsledger.values.written import write_hours, write_month

_FEWEST_TYPICAL = 3  # of fewer projects none is typical
_FEWEST_PLANNED = 3


def build_outflow(measured: Measured) -> Outflow:
    """Projects, the schedule, tools, and what could be handed over."""
    standing = measured.standing
    target = standing.settings.targets.rate
    done = [
        pair for pair in finished(standing, 52, "delivered", "ended", "cancelled") if pair[1].day in standing.period
    ]
    typical = measured.figures["outflow.estimate_ratio"].n >= _FEWEST_TYPICAL
    return Outflow(
        projects=tuple(_project(measured, project) for project in open_by_promise(standing)),
        internal=tuple(_internal(measured, project) for project in standing.ledger.projects if _is_own(project)),
        delivered=tuple(_delivered(measured, project, line) for project, line in done),
        rate=measured.part("outflow.rate_gap", "result"),
        rate_projects=measured.figures["outflow.rate_gap"].n,
        rate_target=None if target is None else Fraction(target),
        rate_sold=measured.part("outflow.rate_gap", "sold"),
        rate_parts=told_parts({key: measured.part("outflow.rate_gap", key) for key in (*PARTS, "result")}),
        rate_unsent=rate_unsent(measured, earnings(standing)),
        unused=tuple(_unused(measured, each) for each in unused_hours(standing)),
        rate_running=running_rates(measured),
        rate_without=tuple(link_to(project) for project in left_out(standing)),
        estimate_median=measured.part("outflow.estimate_ratio", "median") if typical else None,
        estimate_p80=measured.part("outflow.estimate_ratio", "p80"),
        estimate_projects=measured.figures["outflow.estimate_ratio"].n,
        ratios=tuple(
            RatioRow(link_to(project), line.day, hours(project.estimate or 0), ratio)
            for project, line, ratio in estimate_ratios(standing)
        ),
        plan=_plan(measured),
        tools_cost=measured.number("tools.cost"),
        tools=_tools(measured),
        tasks=_tasks(measured),
    )


def _unused(measured: Measured, each: UnusedHours) -> UnusedRow:
    """What stands after its name: `: 4 h of Nov are not used yet. 2 h move to Dec, the rest lapses`."""
    days = each.month.first, each.month.last + timedelta(days=1)
    month, after = (write_month(day).partition(" ")[0] for day in days)
    is_over = each.is_over(measured.day)
    said = f": {write_hours(hours(each.unused))} of {month} {'were not used' if is_over else 'are not used yet'}. "
    if not each.moves:
        said += "They lapsed" if is_over else f"They lapse on {measured.date_of(each.month.last)}"
    else:
        moves = "All" if each.moves == each.unused else write_hours(hours(each.moves))
        verb = "moved" if is_over else "move" if each.moves != 60 else "moves"
        said += f"{moves} {verb} to {after}" + (
            "" if each.moves == each.unused else f", the rest {'lapsed' if is_over else 'lapses'}"
        )
    return UnusedRow(link_to(each.project), said)


def _whole(number: NumberOrNone) -> int | None:
    return None if number is None else int(number)


def _project(measured: Measured, project: Project) -> ProjectRow:
    name = f"outflow.projects.{project.id}"
    return ProjectRow(
        link=link_to(project),
        status=project.status or "",
        price=sold_for(project),
        started=project.started_on,
        spent=measured.part(name, "spent"),
        sold=measured.part(name, "sold"),
        burnt=measured.part(name, "burnt"),
        left=measured.part(f"outflow.left.{project.id}", "as_sold"),
        likely=_likely(measured, project),
        promise=project.promise,
        revised=project.revised_promise,
        is_late=is_late(measured, project),
        done_on=_done_on(measured, project),
        paid_scope=measured.part(name, "paid_scope"),
        unpaid_scope=measured.part(name, "unpaid_scope"),
        contact_days=_whole(measured.part(name, "days_since_interaction")),
    )


def _likely(measured: Measured, project: Project) -> NumberOrNone:
    """The hours a project likely still needs; as sold while a young ledger has nothing but a guess to add to that."""
    left = left_of(measured.standing, project)
    is_guess = measured.is_young and not left.by and not measured.figures["outflow.estimate_ratio"].n
    return left.as_sold if is_guess and left.as_sold else left.likely


def _is_own(project: Project) -> bool:
    return project.billing == "internal" and project.is_open and project.status != "paused"


def _internal(measured: Measured, project: Project) -> InternalRow:
    worked = hours(total(measured.standing.blocks_of(project)))
    left = None if project.estimate is None else max(hours(project.estimate) - worked, Fraction(0))
    return InternalRow(link_to(project), left, project.revised_promise)


def _done_on(measured: Measured, project: Project) -> date | None:
    """When a project is done at its own pace, in a young ledger else at the hours set; None if nobody can tell."""
    figure = measured.figures.get(f"outflow.finish.{project.id}")
    day = figure.value.get("day") if figure and isinstance(figure.value, Mapping) else None
    begun = figure and isinstance(figure.value, Mapping) and figure.value.get("pace") is not None
    if isinstance(day, date) and (begun or not measured.is_young):
        return day
    if not measured.is_young or project.billing == "hourly":  # work by the hour goes on to its day
        return None
    return lasting(measured.standing).ends.get(project.id)


def _delivered(measured: Measured, project: Project, line: LogLine) -> DeliveredRow:
    paid = paid_scope(project)
    return DeliveredRow(
        link=link_to(project),
        on=line.day,
        promise=project.promise,
        revised=project.revised_promise,
        estimate=None if project.estimate is None else hours(project.estimate),
        spent=hours(total(measured.standing.blocks_of(project))),
        months=_recorded_months(measured, project) if project.is_retainer else 0,
        rate=measured.part(f"outflow.rate.{project.id}", "rate"),
        margin=measured.part(f"outflow.margin.{project.id}", "margin"),
        paid_scope=hours(paid),
        unpaid_scope=hours(scope_minutes(project.log) - paid),
        interactions=len(project.lines(*CONTACTS)),
        praise=len(project.lines("praise")),
        complaints=len(project.lines("complaint")),
        improve=tuple(each.text for each in project.lines("improve")),
    )


def _recorded_months(measured: Measured, project: Project) -> int:
    """The months in which a retainer ran since time is recorded."""
    known = measured.standing.recorded_since
    return sum(known is None or day >= known.replace(day=1) for day in running_months(project, measured.day))


def _plan(measured: Measured) -> SchedulePlan:
    standing = measured.standing
    coming = coming_week(standing)
    names = [CLIENT, INTERNAL, SALES, *(area for area in standing.settings.areas if area != SALES)]
    rows = [
        AreaRow(
            area, measured.number(f"time.planned.{name_part(area)}"), measured.number(f"time.actual.{name_part(area)}")
        )
        for area in names
    ]
    weeks = calendar_weeks(standing)
    is_seen = not measured.is_young or weeks_recorded(standing) or standing.plan  # hours from memory are no fortnight's
    share, for_clients = measured.part("time.client_share", "of_available"), measured.number("time.actual.client")
    return SchedulePlan(
        areas=tuple(row for row in rows if row.planned or row.actual) if is_seen else (),
        grid=block_grid(standing, standing.period) if len(list(days_of(standing.period))) <= 31 else "",
        calendar=weeks,
        signs=area_signs(standing, weeks),
        kept=measured.number("time.kept") if _planned_days(standing) >= _FEWEST_PLANNED else None,
        moved=measured.number("time.moved"),
        dropped=measured.number("time.dropped"),
        unplanned=measured.number("time.unplanned"),
        realism=measured.number("time.realism") if not measured.is_young else None,  # of a week or two no habit
        realism_weeks=measured.figures["time.realism"].n,
        coming_week=str(coming.week),
        coming_hours=None if is_template(standing, coming) else coming.planned,
        by_schedule=coming.by_schedule,
        usual_hours=coming.usual,
        usual_weeks=len(coming.worked),
        available_hours=coming.available,
        is_feasible=coming.is_feasible,
        judged=judged_plan(measured),
        client_share=share,
        client_hours=for_clients or Fraction(0),
        hours_there_were=available(standing, standing.period) if share is not None else None,
        hours_for_clients=available(standing, standing.period, for_clients=True) if share is not None else None,
        days_off=_days_off(measured),
        off_ahead=off_rows(standing),
    )


def _planned_days(standing: Standing) -> int:
    """The days of the period before D that had a plan: of very few, nobody can tell what becomes of plans."""
    planned = within(standing.plan, standing.period)
    return len({block.day for block in planned if block.day and block.day < standing.day})


def _days_off(measured: Measured) -> DaysOff | None:
    """The year's days off; None if there is neither a holiday to keep nor a day ill, or in a young ledger."""
    if measured.is_young:
        return None  # nobody wrote down what was taken before the ledger
    parts = {key: measured.part("time.off", key) for key in ("allowed", "taken", "planned", "left", "sick")}
    return DaysOff(**parts) if parts["allowed"] is not None or parts["sick"] else None


def _tools(measured: Measured) -> tuple[ToolRow, ...]:
    due = set(measured.ids("tools.due"))
    return tuple(
        ToolRow(
            link=link_to(tool),
            cost=measured.part(f"tools.tool.{tool.id}", "cost"),
            contribution=measured.part(f"tools.tool.{tool.id}", "contribution"),
            assessed_days=_whole(measured.part(f"tools.tool.{tool.id}", "days_since_assessed")),
            renews=tool.renews,
        )
        for tool in measured.standing.ledger.tools
        if tool.id in due
    )


def _tasks(measured: Measured) -> tuple[TaskRow, ...]:
    """What could be handed over with a gain, the greatest first."""
    rows = []
    for task, figure in measured.below("team.delegable").items():
        if isinstance(figure.value, Mapping):
            weekly, gain = measured.part(figure.name, "hours"), measured.part(figure.name, "gain")
            if weekly and gain is not None and gain > 0:
                member = str(figure.value["member"])
                rows.append(TaskRow(task, weekly, member, gain, link_to_id(measured.standing.ledger.team, member)))
    return tuple(sorted(rows, key=lambda row: -(row.gain or 0)))
