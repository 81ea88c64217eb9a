"""Why an hour earns what it does: the gap between target and result, taken apart into what made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.figures.covering import has_all_hours, months_covered
from opsledger.figures.evidence import Figure
from opsledger.figures.finished import finished_in
from opsledger.figures.projects import (
    burn,
    costs,
    earned,
    first_running_day,
    given_back,
    months,
    price_on,
    running_days,
    scope_minutes,
)
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours, name_part, place, spans, total, within
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.projects import Project
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.days import Interval

WEEKS = 52
PARTS = ("sold", "overrun", "costs", "credits")


@dataclass(frozen=True, slots=True)
class Earned:
    """What a project earned in a span of days: hours sold and worked, its price, costs and money given back."""

    project: Project
    sold: Fraction
    worked: Fraction
    price: Fraction
    costs: Fraction
    credits: Fraction
    sources: tuple[Span, ...]


def earnings(standing: Standing) -> tuple[Earned, ...]:
    """The projects that say what an hour earned: those finished in the last 52 weeks, and retainers' whole months."""
    return standing.once(_earnings)


def _earnings(standing: Standing) -> tuple[Earned, ...]:
    return earnings_in(standing, standing.last_weeks(WEEKS))


def earnings_in(standing: Standing, days: Interval) -> tuple[Earned, ...]:
    """The projects that say what an hour earned in a span: those finished in it, and retainers' whole months in it."""
    done = [_whole(standing, project) for project, _ in finished_in(standing, days, "delivered", "ended")]
    running = [_by_months(standing, project, days) for project in standing.client_projects if project.is_retainer]
    return tuple(each for each in (*done, *running) if each is not None and each.worked > 0)


def left_out(standing: Standing) -> tuple[Project, ...]:
    """Projects of the last 52 weeks of which no hour's worth can be told: they began before hours were recorded."""
    days = standing.last_weeks(WEEKS)
    done = [project for project, _ in finished_in(standing, days, "delivered", "ended")]
    running = [project for project in standing.client_projects if project.is_retainer and project.is_open]
    counted = {row.project.id for row in earnings(standing)}
    return tuple(
        project
        for project in dict.fromkeys((*done, *running))
        if standing.blocks_of(project) and project.id not in counted and not has_all_hours(standing, project)
    )


def _whole(standing: Standing, project: Project) -> Earned | None:
    """A finished project, all of it; None for a retainer, or if its price or part of its hours is not known."""
    price = earned(standing, project)
    if project.is_retainer or price is None or not has_all_hours(standing, project):
        return None
    burnt = burn(standing, project)
    worked = hours(burnt.spent)
    sold = hours(burnt.sold) if burnt.sold and project.billing != "hourly" else worked
    lines = [line for line in project.log if line.word in ("scope", "price", "rate", "cost", "credited", "delivered")]
    front = tuple(project.front[key] for key in ("price", "rate", "estimate") if key in project.front)
    back = given_back(project, price)
    return Earned(project, sold, worked, price, costs(project), back, (*front, *spans(lines)))


def _by_months(standing: Standing, project: Project, span: Interval) -> Earned | None:
    """A retainer in the calendar months that began and ended in a span, with all their hours; None without one."""
    whole = [month for month in months(span.first, span.last) if month.first >= span.first and month.last <= span.last]
    known = months_covered(standing, project, span)
    ran = [(day, month) for month in whole if month in known and (day := first_running_day(project, month))]
    prices = [price_on(project, day) for day, _ in ran]
    if not ran or None in prices:
        return None
    days = Interval(whole[0].first if has_all_hours(standing, project) else ran[0][1].first, whole[-1].last)
    lines = within(project.log, days)
    scope = sum((line.money for line in lines if line.word == "scope"), Fraction(0))
    spent = sum((line.money for line in lines if line.word == "cost"), Fraction(0))
    credited = sum((line.money for line in lines if line.word == "credited"), Fraction(0))
    blocks = [block for _, month in ran for block in within(standing.blocks_of(project), month)]
    worked = hours(total(blocks))
    sold = hours((project.estimate or 0) * len(ran) + scope_minutes(tuple(lines))) if project.estimate else worked
    price = sum(filter(None, prices), scope)
    back = min(credited, given_back(project, earned(standing, project) or Fraction(0)))
    front = tuple(project.front[key] for key in ("price", "estimate") if key in project.front)
    fed = [line for line in lines if line.word in ("scope", "price", "cost", "credited")]
    return Earned(project, sold, worked, price, spent, back, (*front, *spans(fed)))


def rate_parts(found: Iterable[Earned]) -> dict[str, Fraction | None]:
    """Per hour worked: the price at the hours sold, what overruns, costs and credits took, and what is left."""
    rows = list(found)
    sold, worked = sum((row.sold for row in rows), Fraction(0)), sum((row.worked for row in rows), Fraction(0))
    price, spent = sum((row.price for row in rows), Fraction(0)), sum((row.costs for row in rows), Fraction(0))
    back = sum((row.credits for row in rows), Fraction(0))
    if not sold or not worked:
        return dict.fromkeys((*PARTS, "result"))
    return {
        "sold": price / sold,
        "overrun": price / worked - price / sold,
        "costs": -spent / worked,
        "credits": -back / worked,
        "result": (price - spent - back) / worked,
    }


@told_as("outflow.rate_gap", "Earned per client hour", key="result")
def rate_gap(standing: Standing) -> Figures:
    """`outflow.rate_gap`: why you earn more or less per client hour than your target, over 52 weeks.

    Client projects delivered or ended in the last 52 weeks, and retainers in the months wholly within them. sold: price
    / hours sold. overrun: price / hours worked, less `sold`. costs, credits: each / hours worked, as a negative number.
    result: the sum of the four. A credit that was invoiced again does not count. Without an estimate, or by the hour,
    the hours sold are the hours worked. Work that began before its hours were recorded is left out; a retainer counts
    from its next month.
    """
    found = earnings(standing)
    target = standing.settings.targets.rate
    value = {"target": None if target is None else Fraction(target), **rate_parts(found)}
    note = None if found else f"{TOO_FEW}: no project finished in 52 weeks, and no whole month of a retainer"
    sources = tuple(span for row in found for span in row.sources)
    yield Figure("outflow.rate_gap", value, "money", len(found), note=note, sources=sources)


def by_service(standing: Standing) -> Figures:
    """`outflow.by_service.SERVICE`: the same by service: hours, revenue, and the parts of what an hour earned.

    hours: worked; revenue: the price less credits, in 52 weeks. Projects without a service are `none`.
    """
    return _grouped(standing, "by_service", service_of)


def by_client(standing: Standing) -> Figures:
    """`outflow.by_client.ID`: the same by client: hours, revenue, and the parts of what an hour earned."""
    return _grouped(standing, "by_client", client_of)


def by_source(standing: Standing) -> Figures:
    """`outflow.by_source.SOURCE`: the same by the source of the project's lead; `none` without a lead."""
    return _grouped(standing, "by_source", source_of)


def service_of(standing: Standing, project: Project) -> str:
    """What a project's earnings by service are counted under."""
    return name_part(project.service or "none")


def client_of(standing: Standing, project: Project) -> str:
    """What a project's earnings by client are counted under: the client's id."""
    return project.client.id if project.client else "none"


def source_of(standing: Standing, project: Project) -> str:
    """What a project's earnings by source are counted under: where its lead came from."""
    lead = standing.ledger.lead_by_id.get(same_id(project.lead.id)) if project.lead else None
    return name_part(lead.source or "unknown") if lead else "none"


GroupOf = Callable[[Standing, Project], str]


def groups(standing: Standing, found: Iterable[Earned], group_of: GroupOf) -> dict[str, list[Earned]]:
    """What projects earned, by what they are counted under, in the order of its names."""
    by_name: dict[str, list[Earned]] = defaultdict(list)
    for row in found:
        by_name[group_of(standing, row.project)].append(row)
    return dict(sorted(by_name.items()))


def revenue_of(found: Iterable[Earned]) -> Fraction:
    """The prices less credits of what projects earned."""
    return sum((row.price - row.credits for row in found), Fraction(0))


def earned_hours(found: Iterable[Earned]) -> Fraction:
    """The hours worked for what projects earned."""
    return sum((row.worked for row in found), Fraction(0))


def _grouped(standing: Standing, name: str, group_of: GroupOf) -> Figures:
    for group, rows in groups(standing, earnings(standing), group_of).items():
        value = {"hours": earned_hours(rows), "revenue": revenue_of(rows), **rate_parts(rows)}
        sources = tuple(span for row in rows for span in row.sources)
        yield Figure(f"outflow.{name}.{group}", value, "money", len(rows), sources=sources)


def retainers(standing: Standing) -> Figures:
    """`outflow.retainers`: how many retainers run on the day."""
    lines = [
        line
        for project in standing.client_projects
        if project.is_retainer and any(standing.day in run for run in running_days(project, standing.day))
        for line in project.status_lines()[-1:]
    ]
    lines.sort(key=lambda line: place(line.span, line.day))
    yield Figure("outflow.retainers", len(lines), "count", len(lines), sources=spans(lines))


RATE_GAP = (rate_gap, by_service, by_client, by_source, retainers)
