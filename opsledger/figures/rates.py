"""What an hour for clients earns, and what is left of a project's money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from opsledger.figures.evidence import Figure
from opsledger.figures.finished import finished
from opsledger.figures.projects import costs, front_spans, revenue
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours, in_order, spans, total
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import Block
from opsledger.models.projects import Project
from opsledger.source import Span
from opsledger.values.characters import same_id


def effective_rates(standing: Standing) -> Figures:
    """`outflow.rate.PROJECT`: what an hour on a client project earns: (revenue - costs) / hours, all up to the day.

    Revenue: fixed = (price + paid scope) x min(1, spent / sold) until delivered, then whole; hourly = hours x rate of
    the day + paid scope; retainer = calendar months with a running day x price of the month + paid scope; cancelled =
    invoiced - credited. All less what was credited and not invoiced again. `with_sales` adds its lead's hours.
    """
    for project in standing.client_projects:
        blocks = standing.blocks_of(project)
        if not blocks:
            continue
        earned = revenue(standing, project)
        yield _rate(
            f"outflow.rate.{project.id}",
            None if earned is None else earned - costs(project),
            earned,
            costs(project),
            hours(total(blocks)),
            hours(total(sales := _sales_blocks(standing, [project]))),
            len(blocks),
            (*_money_sources(project), *spans(in_order((*blocks, *sales)))),
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
) -> Figure:
    known = profit is not None and n > 0
    value = {
        "rate": profit / worked if known and profit is not None and worked else None,
        "with_sales": profit / (worked + sales) if known and profit is not None and worked + sales else None,
        "revenue": earned,
        "costs": spent,
        "hours": worked,
    }
    note = None if value["rate"] is not None else f"{TOO_FEW}: its revenue or its hours are not known"
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


def margins(standing: Standing) -> Figures:
    """`outflow.margin.PROJECT`: (revenue - costs) / revenue of a client project; `with_own_hours` less your own.

    Your own hours count at the target rate.
    """
    own = standing.settings.targets.rate
    for project in standing.client_projects:
        blocks = standing.blocks_of(project)
        if not blocks:
            continue
        earned = revenue(standing, project)
        margin = with_own = None
        if earned:
            margin = (earned - costs(project)) / earned
            if own is not None:
                with_own = margin - hours(total(blocks)) * Fraction(own) / earned
        note = None if margin is not None else f"{TOO_FEW}: it has no revenue, or none that is known"
        value = {"margin": margin, "with_own_hours": with_own}
        sources = (*_money_sources(project), *spans(blocks))
        yield Figure(f"outflow.margin.{project.id}", value, "share", len(blocks), note=note, sources=sources)


@told_as("outflow.rate", "Earned per client hour", key="rate")
def effective_rate(standing: Standing) -> Figures:
    """`outflow.rate`: what an hour earned, over all client projects delivered or ended in 52 weeks.

    Totals: (revenue - costs) / hours; `with_sales` adds the hours of their leads, each lead once. A project whose
    revenue is not known is left out, and so is one without recorded hours: it cannot say what an hour earns.
    """
    done = [
        (project, earned)
        for project, _ in finished(standing, 52, "delivered", "ended")
        if standing.blocks_of(project) and (earned := revenue(standing, project)) is not None
    ]
    earned = sum((earned for _, earned in done), Fraction(0))
    spent = sum((costs(project) for project, _ in done), Fraction(0))
    worked = hours(sum(total(standing.blocks_of(project)) for project, _ in done))
    for_sales = _sales_blocks(standing, [project for project, _ in done])
    sales = hours(total(for_sales))
    money = (span for project, _ in done for span in _money_sources(project))
    work = (block for project, _ in done for block in standing.blocks_of(project))
    sources = (*money, *spans(in_order((*work, *for_sales))))
    if done:
        yield _rate("outflow.rate", earned - spent, earned, spent, worked, sales, len(done), sources)
    else:
        value = {"rate": None, "with_sales": None, "revenue": earned, "costs": spent, "hours": worked}
        yield Figure("outflow.rate", value, "money", 0, note=f"{TOO_FEW}: no project delivered in 52 weeks")


def own_rate(standing: Standing) -> Fraction | None:
    """What an hour of one's own is worth: the effective rate, else the target rate."""
    for figure in effective_rate(standing):
        earned = figure.value["rate"] if isinstance(figure.value, Mapping) else None
        if isinstance(earned, Fraction):
            return earned
    target = standing.settings.targets.rate
    return None if target is None else Fraction(target)


RATES = (effective_rates, effective_rate, margins)
