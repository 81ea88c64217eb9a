"""The means of work: what tools cost and bring, and what a subcontractor could take over."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from opsledger.figures.evidence import Figure
from opsledger.figures.rates import own_rate
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours, name_part, part_of, spans, total, within
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import CostLine, LogLine
from opsledger.models.records import Member, Tool
from opsledger.values.days import Interval

WEEKS_A_MONTH = Fraction(52, 12)
HANDING_OVER = Fraction(15, 100)


def kept_tools(standing: Standing) -> list[Tool]:
    """The tools that are not cancelled."""
    return [tool for tool in standing.ledger.tools if tool.is_kept]


def _month_cost(tool: Tool) -> Fraction | None:
    lines = tool.lines("cost")
    return Fraction(lines[-1].rate.per_month) if lines and lines[-1].rate else None


def month_of_tools(standing: Standing) -> Fraction:
    """What the tools that are not cancelled cost a month."""
    return sum((cost for tool in kept_tools(standing) if (cost := _month_cost(tool)) is not None), Fraction(0))


def tool_costs(standing: Standing) -> Figures:
    """`tools.cost`: the monthly cost of the tools you keep; a weekly cost counts 52/12, a yearly one 1/12."""
    priced = [
        (tool.lines("cost")[-1], cost) for tool in kept_tools(standing) if (cost := _month_cost(tool)) is not None
    ]
    whole = sum((cost for _, cost in priced), Fraction(0))
    yield Figure("tools.cost", whole, "money", len(priced), sources=spans(line for line, _ in priced))


@told_as("tools.tool.TOOL", key="contribution", unit="money")
def tools(standing: Standing) -> Figures:
    """`tools.tool.TOOL`: whether this tool earns its keep: what it costs a month, and what it saves you.

    Its cost a month; contribution = hours saved a month x target rate - cost, if the last `assessed` states hours;
    days since it was assessed, and the verdict.
    """
    own = standing.settings.targets.rate
    for tool in kept_tools(standing):
        cost = _month_cost(tool)
        judged = tool.lines("assessed")
        last: LogLine | None = judged[-1] if judged else None
        contribution = None
        if last and last.minutes is not None and own is not None and cost is not None:
            contribution = hours(last.minutes) * WEEKS_A_MONTH * Fraction(own) - cost
        value = {
            "cost": cost,
            "contribution": contribution,
            "days_since_assessed": (standing.day - last.day).days if last else None,
            "verdict": last.topic if last else None,
        }
        lines = [*tool.lines("cost")[-1:], *judged[-1:]]
        yield Figure(f"tools.tool.{tool.id}", value, "money", len(judged), sources=spans(lines))


def tools_due(standing: Standing) -> Figures:
    """`tools.due`: tools to look at: not assessed within `fresh.tool` days, or renewing within the next period.

    One that is there to run the business alone (`jobs: [run]`), as rent is, only once it was assessed, or if it renews.
    """
    length = standing.period.last - standing.period.first + timedelta(days=1)
    ahead = Interval(standing.day + timedelta(days=1), standing.day + length)
    found = []
    for tool in kept_tools(standing):
        judged = tool.lines("assessed")
        fresh = judged and (standing.day - judged[-1].day).days <= standing.settings.fresh["tool"]
        is_asked = judged or set(tool.jobs) != {"run"}
        if (is_asked and not fresh) or (tool.renews and tool.renews in ahead):
            found.append((tool.id, judged[-1].span if judged else tool.whole))
    found.sort(key=lambda pair: pair[0])
    sources = tuple(span for _, span in found)
    yield Figure("tools.due", [tool_id for tool_id, _ in found], "text", len(found), sources=sources)


def delegable(standing: Standing) -> Figures:
    """`team.delegable.TASK`: what handing over a task would gain you a week, over the last 13 weeks.

    hours: yours on a task that an active member can take; member: the cheapest of them that has a rate. gain = hours x
    (your rate - theirs) - 0.15 x hours x your rate, for the time that handing over takes. Your rate is `outflow.rate`,
    else the target.
    """
    recorded = part_of(standing.actual, standing.last_weeks(13))
    active = [member for member in standing.ledger.team if member.is_active]
    own = own_rate(standing)
    for task in sorted({task.lower() for member in active for task in member.tasks}):
        blocks = [block for block in recorded if block.task == task]
        weekly = hours(total(blocks)) / 13
        takers = [member for member in active if task in (each.lower() for each in member.tasks)]
        priced = sorted((rate, member.id) for member in takers if (rate := _member_rate(member)) is not None)
        gain = weekly * (own - priced[0][0]) - HANDING_OVER * weekly * own if priced and own is not None else None
        value = {"hours": weekly, "member": priced[0][1] if priced else None, "gain": gain}
        missing = "no member has a rate" if not priced else "no own rate" if own is None else None
        note = f"{TOO_FEW}: {missing}" if missing else None
        yield Figure(f"team.delegable.{name_part(task)}", value, "hours", len(blocks), note=note, sources=spans(blocks))


def _member_rate(member: Member) -> Fraction | None:
    lines = member.lines("rate")
    return lines[-1].rate.per_hour if lines and lines[-1].rate else None


def team_cost(standing: Standing) -> Figures:
    """`team.cost`: what subcontractors cost in the period, and their share of the money received in 26 weeks."""
    period, trailing = _given_away(standing, standing.period), _given_away(standing, standing.last_weeks(26))
    lines = [line for project in standing.ledger.projects for line in project.lines("paid", "refunded")]
    received = sum(
        (line.money * (1 if line.word == "paid" else -1) for line in within(lines, standing.last_weeks(26))),
        Fraction(0),
    )
    spent = sum((line.money for line in trailing), Fraction(0))
    value = {
        "cost": sum((line.money for line in period), Fraction(0)),
        "share": spent / received if received > 0 else None,
    }
    note = None if received > 0 else f"{TOO_FEW} for a share: no money received in 26 weeks"
    yield Figure("team.cost", value, "money", len(period), note=note, sources=spans(period))


def _given_away(standing: Standing, days: Interval) -> list[LogLine | CostLine]:
    lines: list[LogLine | CostLine] = []
    for project in standing.ledger.projects:
        lines += [line for line in within(project.lines("cost"), days) if line.member]
    for week in standing.ledger.weeks:
        lines += [line for line in within(week.costs, days) if line.member]
    return lines


MEANS = (tool_costs, tools, tools_due, delegable, team_cost)
