"""What ended in the period: leads decided, projects delivered, and what an hour of them earned."""

from __future__ import annotations

from fractions import Fraction

from opsledger.figures.evidence import Figure
from opsledger.figures.finished import finished_in
from opsledger.figures.rate_gap import earned_hours, earnings_in, revenue_of
from opsledger.figures.standing import Figures, Standing, place
from opsledger.figures.statistics import TOO_FEW, wilson
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine
from opsledger.values.days import Interval


def decided(standing: Standing) -> Figures:
    """`inflow.decided`: the leads won or lost by a line in the period.

    won, lost: how many; value, hours: of those won, as last stated (null if none of them states one).
    """
    now, before = _decided(standing, standing.period), _decided(standing, standing.before)
    lines = sorted(
        (line.span for lead in now if (line := lead.stage_line)), key=lambda span: (span.source.path, span.start)
    )
    yield Figure("inflow.decided", _sums(now), "count", len(now), previous=_sums(before), sources=tuple(lines))


def _decided(standing: Standing, days: Interval) -> list[Lead]:
    return [lead for lead, line in standing.always(_won_or_lost) if line.day in days]


def _won_or_lost(standing: Standing) -> list[tuple[Lead, LogLine]]:
    lines = ((lead, lead.stage_line) for lead in standing.ledger.leads if lead.stage in ("won", "lost"))
    return [(lead, line) for lead, line in lines if line]


def _sums(leads: list[Lead]) -> dict[str, Fraction | int | None]:
    won = [lead for lead in leads if lead.stage == "won"]
    worths = [Fraction(lead.worth) for lead in won if lead.worth is not None]
    sizes = [Fraction(lead.size, 60) for lead in won if lead.size is not None]
    return {
        "won": len(won),
        "lost": len(leads) - len(won),
        "value": sum(worths, Fraction(0)) if worths else None,
        "hours": sum(sizes, Fraction(0)) if sizes else None,
    }


def delivered(standing: Standing) -> Figures:
    """`outflow.delivered`: the client projects you finished in the period, and how many on time.

    count: all of them; promised: those with a promise; on_time: of these, those delivered by the first promise;
    revised: by the last revised one. The interval belongs to on_time / promised.
    """
    done = finished_in(standing, standing.period, "delivered")
    promised = [(line.day, project.promise, project.revised_promise) for project, line in done if project.promise]
    kept = sum(day <= first for day, first, _ in promised)
    revised = sum(last is not None and day <= last for day, _, last in promised)
    value = {"count": len(done), "promised": len(promised), "on_time": kept, "revised": revised}
    interval = wilson(kept, len(promised)) if promised else None
    sources = tuple(line.span for _, line in done)
    yield Figure("outflow.delivered", value, "count", len(done), interval, sources=sources)


def earned(standing: Standing) -> Figures:
    """`outflow.earned`: what you earned per client hour, over the projects finished in the period.

    Client projects delivered or ended in it, and retainers in the months wholly within it. revenue: price less credits;
    hours: those worked on them; rate: (revenue - costs) / hours.
    """
    found = earnings_in(standing, standing.period)
    worked, revenue = earned_hours(found), revenue_of(found)
    spent = sum((row.costs for row in found), Fraction(0))
    value = {
        "rate": (revenue - spent) / worked if worked else None,
        "revenue": revenue if found else None,
        "costs": spent if found else None,
        "hours": worked if found else None,
    }
    note = None if found else f"{TOO_FEW}: no project was finished in the period, and no retainer ran a whole month"
    spans = sorted((span for row in found for span in row.sources), key=lambda span: place(span, None))
    yield Figure("outflow.earned", value, "money", len(found), note=note, sources=tuple(spans))


CLOSING = (decided, delivered, earned)
