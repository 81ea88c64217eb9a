"""Marketing and the website: was it done, what came of it, is what you show still fresh."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.finished import finished
from opsledger.figures.kept import is_before
from opsledger.figures.rates import own_rate
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours, in_day_order, name_part, part_of, spans, total, within
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import Block, CostLine, MarketingLine
from opsledger.models.settings import THEMES
from opsledger.values.characters import same_id
from opsledger.values.days import Interval

AREA = "marketing"
_FORTNIGHT = 14


def _lines(standing: Standing) -> tuple[MarketingLine, ...]:
    return standing.always(_every_line)


def _every_line(standing: Standing) -> tuple[MarketingLine, ...]:
    return in_day_order(line for week in standing.ledger.weeks for line in week.marketing)


def _every_cost(standing: Standing) -> tuple[CostLine, ...]:
    return in_day_order(line for week in standing.ledger.weeks for line in week.costs if same_id(line.area.id) == AREA)


def done(standing: Standing) -> Figures:
    """`marketing.done.THEME`: marketing lines in the period on each of the four themes.

    target: the settings' cadence a fortnight, scaled to the period's length.
    """
    lines = _lines(standing)
    days = (standing.period.last - standing.period.first).days + 1
    for theme in THEMES:
        on_theme = [line for line in lines if line.theme == theme]
        now, before = within(on_theme, standing.period), within(on_theme, standing.before)
        target = Fraction(standing.settings.marketing[theme]) * days / _FORTNIGHT
        value: Keyed = {"count": len(now), "target": target}
        previous: Keyed = {"count": len(before), "target": target}
        yield Figure(f"marketing.done.{theme}", value, "count", len(now), previous=previous, sources=spans(now))


@told_as("marketing.channel.CHANNEL", key="lines", unit="count")
def channels(standing: Standing) -> Figures:
    """`marketing.channel.CHANNEL`: what each marketing channel brought in the period.

    Lines, reach and replies (the sums of what you noted), and the period's new leads whose `source` is that channel.
    """
    by_channel: dict[str, list[MarketingLine]] = defaultdict(list)
    for line in within(_lines(standing), standing.period):
        by_channel[name_part(line.channel)].append(line)
    for channel, lines in sorted(by_channel.items()):
        firsts = [
            lead.log[0]
            for lead in standing.ledger.leads
            if name_part(lead.source or "") == channel and lead.log[0].day in standing.period
        ]
        reach = [line.reach for line in lines if line.reach is not None]
        replies = [line.replies for line in lines if line.replies is not None]
        value = {
            "lines": len(lines),
            "reach": sum(reach) if reach else None,
            "replies": sum(replies) if replies else None,
            "leads": len(firsts),
        }
        sources = (*spans(lines), *spans(firsts))
        yield Figure(f"marketing.channel.{channel}", value, "count", len(lines), sources=sources)


def _hours(standing: Standing, days: Interval) -> tuple[Fraction | None, list[Block]]:
    recorded = part_of(standing.actual, days)
    blocks = [block for block in recorded if standing.area_of(block) == AREA]
    return (hours(total(blocks)) if recorded else None), blocks


def _cost(standing: Standing, days: Interval) -> tuple[Fraction, list[MarketingLine | CostLine]]:
    lines: list[MarketingLine | CostLine] = []
    amount = Fraction(0)
    for line in part_of(_lines(standing), days):
        if line.cost is not None:
            lines.append(line)
            amount += Fraction(line.cost)
    for cost in part_of(standing.always(_every_cost), days):
        lines.append(cost)
        amount += cost.money
    return amount, lines


def effort(standing: Standing) -> Figures:
    """`marketing.hours`, `marketing.cost`: what marketing took in the period.

    Hours recorded on the area; the costs of Marketing lines and the Costs lines of the area.
    """
    worked, blocks = _hours(standing, standing.period)
    before, _ = _hours(standing, standing.before)
    note = None if worked is not None else "nothing recorded in the period"
    yield Figure("marketing.hours", worked, "hours", len(blocks), previous=before, note=note, sources=spans(blocks))
    spent, lines = _cost(standing, standing.period)
    earlier, _ = _cost(standing, standing.before)
    yield Figure("marketing.cost", spent, "money", len(lines), previous=earlier, sources=spans(lines))


def lead_cost(standing: Standing) -> Figures:
    """`marketing.lead_cost`: what a new lead cost you in marketing time and money, over 26 weeks.

    (marketing hours x your rate + marketing cost) / new leads. Your rate is `outflow.rate`, else the target rate.
    """
    days = standing.last_weeks(26)
    firsts = within([lead.log[0] for lead in standing.ledger.leads], days)
    worked, blocks = _hours(standing, days)
    spent, lines = _cost(standing, days)
    rate = own_rate(standing)
    missing = None
    if is_before(standing, days.first) and not blocks and not lines:
        worked = None  # what was imported does not tell it
    if not firsts or worked is None or rate is None:
        missing = "no new lead" if not firsts else "no hours" if worked is None else "no own rate"
    value = (worked * rate + spent) / len(firsts) if firsts and worked is not None and rate is not None else None
    sources = (*spans(blocks), *spans(lines), *spans(firsts))
    note = f"{TOO_FEW}: {missing}" if missing else None
    yield Figure("marketing.lead_cost", value, "money", len(firsts), note=note, sources=sources)


def website_stale(standing: Standing) -> Figures:
    """`website.stale`: website pages that need a refresh: not updated for longer than their type's `fresh` days."""
    found = []
    for item in standing.ledger.website:
        fresh = standing.settings.fresh.get(item.type or "")
        if item.is_live and fresh is not None:
            last = item.lines("published", "updated")[-1]
            if (standing.day - last.day).days > fresh:
                found.append((item.id, last))
    found.sort(key=lambda pair: pair[0])
    sources = spans(line for _, line in found)
    yield Figure("website.stale", [item_id for item_id, _ in found], "text", len(found), sources=sources)


def website_unproved(standing: Standing) -> Figures:
    """`website.unproved`: client projects finished in the last 26 weeks that no page of your website shows."""
    shown = {same_id(item.project.id) for item in standing.ledger.website if item.project and item.is_live}
    found = [
        (project.id, line) for project, line in finished(standing, 26, "delivered") if same_id(project.id) not in shown
    ]
    found.sort(key=lambda pair: pair[0])
    sources = spans(line for _, line in found)
    yield Figure("website.unproved", [project_id for project_id, _ in found], "text", len(found), sources=sources)


MARKETING = (done, channels, effort, lead_cost, website_stale, website_unproved)
