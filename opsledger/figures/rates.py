"""What an hour for clients earns, and what is left of a project's money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.covering import has_all_hours, months_covered, why_uncovered
from opsledger.figures.evidence import Figure
from opsledger.figures.finished import finished
from opsledger.figures.projects import costs, first_running_day, front_spans, given_back, price_on, revenue
from opsledger.figures.rows import of_each_project, told_as
from opsledger.figures.standing import Figures, Standing, hours, in_day_order, spans, total, within
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import Block
from opsledger.models.projects import Project
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.days import Interval


class MoneyAndTime(NamedTuple):
    """A project's money and the time it took, of the same days. why: what is missing if they cannot be compared."""

    revenue: Fraction | None
    costs: Fraction
    blocks: list[Block]
    why: str = ""

    @property
    def profit(self) -> Fraction | None:
        """What an hour's share is of; None if the revenue is not known or its hours are not all there."""
        return None if self.revenue is None or self.why else self.revenue - self.costs


def money_and_time(standing: Standing, project: Project) -> MoneyAndTime:
    """What a project brought and took. A retainer begun before its hours were recorded counts from its whole months."""
    blocks = standing.blocks_of(project)
    whole = MoneyAndTime(revenue(standing, project), costs(project), blocks)
    if not blocks or has_all_hours(standing, project):
        return whole
    covered = months_covered(standing, project, Interval(blocks[0].day or standing.day, standing.day))
    if not project.is_retainer or project.status == "cancelled" or not any(m.last <= standing.day for m in covered):
        return whole._replace(why=why_uncovered(standing, project))
    days = Interval(covered[0].first, standing.day)
    lines = within(project.log, days)
    prices = [price_on(project, first_running_day(project, month) or month.first) for month in covered]
    sums = {word: sum((line.money for line in lines if line.word == word), Fraction(0)) for word in ("scope", "cost")}
    back = given_back(project, whole.revenue or Fraction(0), days)
    earned = None if None in prices else sum(filter(None, prices), sums["scope"]) - back
    return MoneyAndTime(earned, sums["cost"], within(blocks, days))


@of_each_project
def effective_rates(standing: Standing, project: Project) -> Figures:
    """`outflow.rate.PROJECT`: what you earn per hour on this project so far: (revenue - costs) / hours.

    Revenue: fixed = (price + paid scope) x min(1, spent / sold) until delivered, then whole; hourly = hours x rate of
    the day + paid scope; retainer = calendar months with a running day x price of the month + paid scope; cancelled =
    invoiced - credited. All less what was credited and not invoiced again. `with_sales` adds its lead's hours. If the
    project began before its hours were recorded there is no rate; a retainer counts from its next whole month.
    """
    if not standing.blocks_of(project):
        return
    own = money_and_time(standing, project)
    yield _rate(
        f"outflow.rate.{project.id}",
        own.profit,
        own.revenue,
        own.costs,
        hours(total(own.blocks)),
        hours(total(sales := _sales_blocks(standing, [project]))),
        len(own.blocks),
        (*_money_sources(project), *spans(in_day_order((*own.blocks, *sales)))),
        own.why,
    )


def _rate(
    name: str,
    profit: Fraction | None,
    earned: Fraction | None,
    spent: Fraction,
    worked: Fraction,
    sales: Fraction,
    n: int,
    sources: tuple[Span, ...],
    why: str = "",
) -> Figure:
    known = profit is not None and n > 0
    value = {
        "rate": profit / worked if known and profit is not None and worked else None,
        "with_sales": profit / (worked + sales) if known and profit is not None and worked + sales else None,
        "revenue": earned,
        "costs": spent,
        "hours": worked,
    }
    why = why or "its revenue or its hours are not known"
    note = None if value["rate"] is not None else f"{TOO_FEW}: {why}"
    return Figure(name, value, "money", n, note=note, sources=sources)


def _sales_blocks(standing: Standing, sold: Iterable[Project]) -> list[Block]:
    """The time spent on winning some projects, each lead once."""
    leads = {same_id(project.lead.id) for project in sold if project.lead}
    records = [standing.ledger.lead_by_id[lead] for lead in sorted(leads) if lead in standing.ledger.lead_by_id]
    return [block for lead in records for block in standing.blocks_of(lead)]


def _money_sources(project: Project) -> tuple[Span, ...]:
    if project.status == "cancelled":
        return spans(project.lines("invoiced", "credited", "cost", "cancelled"))
    words = ("price", "rate", "scope", "cost", "started", "resumed", "paused", "delivered", "ended")
    lines = [line for line in project.log if line.word in words]
    return (*front_spans(project, "price", "rate", "estimate"), *spans(lines))


@of_each_project
def margins(standing: Standing, project: Project) -> Figures:
    """`outflow.margin.PROJECT`: the share of a project's revenue left after its costs, and after your own hours too.

    Your own hours count at the target rate. `with_own_hours` is not known if the project began before they were
    recorded.
    """
    target = standing.settings.targets.rate
    if not standing.blocks_of(project):
        return
    earned, spent, blocks, why = money_and_time(standing, project)
    margin = with_own = None
    if earned:
        margin = (earned - spent) / earned
        if target is not None and not why:
            with_own = margin - hours(total(blocks)) * Fraction(target) / earned
    note = None if margin is not None else f"{TOO_FEW}: it has no revenue, or none that is known"
    value = {"margin": margin, "with_own_hours": with_own}
    sources = (*_money_sources(project), *spans(blocks))
    yield Figure(f"outflow.margin.{project.id}", value, "share", len(blocks), note=note, sources=sources)


@told_as("outflow.rate", key="rate")
def effective_rate(standing: Standing) -> Figures:
    """`outflow.rate`: what you earned per client hour, over the client projects finished in 52 weeks.

    Totals: (revenue - costs) / hours; `with_sales` adds the hours of their leads, each lead once. A project whose
    revenue is not known is left out, and so is one without recorded hours: it cannot say what an hour earns. One that
    began before its hours were recorded is left out too; a retainer counts from its next whole month.
    """
    found = [
        (project, money_and_time(standing, project))
        for project, _ in finished(standing, 52, "delivered", "ended")
        if standing.blocks_of(project)
    ]
    done = [(project, own) for project, own in found if own.profit is not None]
    earned = sum((own.revenue or Fraction(0) for _, own in done), Fraction(0))
    spent = sum((own.costs for _, own in done), Fraction(0))
    worked = hours(sum(total(own.blocks) for _, own in done))
    for_sales = _sales_blocks(standing, [project for project, _ in done])
    sales = hours(total(for_sales))
    money = (span for project, _ in done for span in _money_sources(project))
    work = (block for _, own in done for block in own.blocks)
    sources = (*money, *spans(in_day_order((*work, *for_sales))))
    if done:
        yield _rate("outflow.rate", earned - spent, earned, spent, worked, sales, len(done), sources)
        return
    why = "their hours were not all recorded" if found else "no project delivered in 52 weeks"
    value = {"rate": None, "with_sales": None, "revenue": earned, "costs": spent, "hours": worked}
    yield Figure("outflow.rate", value, "money", 0, note=f"{TOO_FEW}: {why}")


def own_rate(standing: Standing) -> Fraction | None:
    """What an hour of yours is worth: the effective rate, else the target rate."""
    for figure in effective_rate(standing):
        earned = figure.value["rate"] if isinstance(figure.value, Mapping) else None
        if isinstance(earned, Fraction):
            return earned
    target = standing.settings.targets.rate
    return None if target is None else Fraction(target)


RATES = (effective_rates, effective_rate, margins)
