"""Work flowing in: leads, how fast they move, and what becomes of them."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.chances import chance_of, win_chance
from opsledger.figures.evidence import Figure, Keyed, rate_of
from opsledger.figures.kept import silent_since
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, place, within
from opsledger.figures.statistics import TOO_FEW, median, p80, quantile, sum_of_wins
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine
from opsledger.source import Span
from opsledger.values.characters import same_id


def leads_new(standing: Standing) -> Figures:
    """`inflow.leads_new`: leads that came in the period, by the first line of each."""
    firsts = [lead.log[0] for lead in standing.ledger.leads]
    now, before = within(firsts, standing.period), within(firsts, standing.before)
    now.sort(key=lambda line: place(line.span, line.day))
    yield Figure(
        "inflow.leads_new", len(now), "count", len(now), previous=len(before), sources=tuple(line.span for line in now)
    )


@told_as("inflow.open", "Value of open leads", key="value", unit="money", moves=False)
def open_leads(standing: Standing) -> Figures:
    """`inflow.open`, `inflow.open.STAGE`: open leads, all and by stage.

    count, value and hours as last stated (null if no lead states one), and by stage the median and the greatest age in
    the stage in days. A lead's time in a stage begins with the first line of that stage, if no other stage came after
    it. A lead without a stage line has been in the first stage since its first line.
    """
    leads = standing.open_leads
    yield Figure("inflow.open", _sums(leads), "count", len(leads), sources=_lead_sources(leads))
    for stage in standing.settings.stages:
        here = tuple(lead for lead in leads if lead.stage == stage)
        ages = [(standing.day - lead.stage_since).days for lead in here if lead.stage_since]
        value = {**_sums(here), "median_age": median(ages), "greatest_age": max(ages, default=None)}
        yield Figure(f"inflow.open.{stage}", value, "count", len(here), sources=_lead_sources(here))


def _sums(leads: tuple[Lead, ...]) -> dict[str, Fraction | int | None]:
    worths = [Fraction(lead.worth) for lead in leads if lead.worth is not None]
    sizes = [Fraction(lead.size, 60) for lead in leads if lead.size is not None]
    return {"count": len(leads), "value": sum(worths) if worths else None, "hours": sum(sizes) if sizes else None}


def _lead_sources(leads: tuple[Lead, ...]) -> tuple[Span, ...]:
    found: list[Span] = []
    for lead in leads:
        found += [_standing_line(lead).span, *_stated(lead, "value"), *_stated(lead, "hours")]
    return tuple(found)


def _standing_line(lead: Lead) -> LogLine:
    return lead.stage_line or lead.log[0]


def _stated(lead: Lead, word: str) -> tuple[Span, ...]:
    """Where a lead's value or hours were last stated."""
    lines = lead.lines(word)
    return (lines[-1].span,) if lines else (lead.front[word],) if word in lead.front else ()


@told_as("inflow.win_rate", "Leads won of those decided")
def win_rate(standing: Standing) -> Figures:
    """`inflow.win_rate`: of the leads won or lost in the last 52 weeks, the share you won."""
    closings = [line for _, line in standing.closed_leads(52, "won", "lost")]
    won = sum(line.word == "won" for line in closings)
    yield rate_of("inflow.win_rate", won, closings, "no lead won or lost")


def weighted(standing: Standing) -> Figures:
    """`inflow.weighted_value`, `inflow.weighted_hours`: what the open leads may bring.

    The sum over open leads of the chance times value (hours), with P10 and P90 of the exact distribution of the sum of
    independent wins. The chance is the lead's own (`chance`), else its stage's. Leads that state no value (hours) are
    counted in `without`.
    """
    for name, word, unit in (("value", "value", "money"), ("hours", "hours", "hours")):
        sizes = {lead: _amount(lead, word) for lead in standing.open_leads}
        wins = [(chance_of(standing, lead), size) for lead, size in sizes.items() if size is not None]
        distribution = sum_of_wins(wins)
        stated = bool(wins)
        value: Keyed = {
            "mean": sum((chance * size for chance, size in wins), Fraction(0)) if stated else None,
            "p10": quantile(distribution, 0.1) if stated else None,
            "p90": quantile(distribution, 0.9) if stated else None,
            "without": len(sizes) - len(wins),
        }
        sources = tuple(
            span
            for lead, size in sizes.items()
            if size is not None
            for span in (_standing_line(lead).span, *_stated(lead, word), *_own_chance(lead))
        )
        note = None if stated else f"{TOO_FEW}: no open lead states its {name}"
        yield Figure(f"inflow.weighted_{name}", value, unit, len(wins), note=note, sources=sources)


def _own_chance(lead: Lead) -> tuple[Span, ...]:
    return () if lead.chance is None else (lead.front["chance"],)


def _amount(lead: Lead, word: str) -> Fraction | None:
    if word == "value":
        return None if lead.worth is None else Fraction(lead.worth)
    return None if lead.size is None else Fraction(lead.size, 60)


def cycle_days(standing: Standing) -> Figures:
    """`inflow.cycle_days`: how many days a lead takes from first contact to `won`; a reopened lead begins again.

    The median over leads won in the last 104 weeks, and the number of open leads that are older than that.
    """
    won = standing.closed_leads(104, "won")
    middle = median([(line.day - began(lead).day).days for lead, line in won])
    older = None
    if middle is not None:
        older = sum((standing.day - began(lead).day).days > middle for lead in standing.open_leads)
    sources = tuple(span for lead, line in won for span in (began(lead).span, line.span))
    note = None if won else f"{TOO_FEW}: no lead won in 104 weeks"
    yield Figure(
        "inflow.cycle_days", {"median": middle, "open_older": older}, "days", len(won), note=note, sources=sources
    )


def began(lead: Lead) -> LogLine:
    """The line a lead began with, or with which it began again after it was lost."""
    return lead.opened or lead.log[0]


class LeadTime(NamedTuple):
    """How long leads took to become work: days for each, and where that is."""

    days: list[int]
    sources: tuple[Span, ...]

    @property
    def weeks(self) -> Fraction | None:
        """The P80, or the median if there are too few for one, in weeks."""
        days = p80(self.days)
        days = median(self.days) if days is None else days
        return None if days is None else days / 7


def lead_times(standing: Standing) -> LeadTime:
    """The days from each lead's first line to the earliest `started` of its projects in the last 104 weeks."""
    return standing.once(_lead_times)


def _lead_times(standing: Standing) -> LeadTime:
    starts: dict[str, LogLine] = {}
    for project in standing.ledger.projects:
        line = project.first("started")
        if project.lead and line:
            key = same_id(project.lead.id)
            starts[key] = min(starts.get(key, line), line, key=lambda start: start.day)
    span = standing.last_weeks(104)
    pairs = [
        (began(lead), line)
        for key, line in starts.items()
        if line.day in span and (lead := standing.ledger.lead_by_id.get(key))
    ]
    pairs.sort(key=lambda pair: place(pair[1].span, pair[1].day))
    days = [(start.day - first.day).days for first, start in pairs]
    return LeadTime(days, tuple(line.span for pair in pairs for line in pair))


def lead_time_days(standing: Standing) -> Figures:
    """`inflow.lead_time_days`: how many days pass from a lead's first contact until you start its work.

    A lead reopened after it was lost or declined counts from the line that reopened it. Median and P80 over those
    started in the last 104 weeks; the P80 needs four of them.
    """
    times = lead_times(standing)
    n = len(times.days)
    note = None if n >= 4 else f"{TOO_FEW} for a P80: {n} of 4" if n else f"{TOO_FEW}: no lead's project has started"
    value = {"median": median(times.days), "p80": p80(times.days)}
    yield Figure("inflow.lead_time_days", value, "days", n, note=note, sources=times.sources)


def _answers(standing: Standing) -> list[tuple[Lead, LogLine | None]]:
    """The leads begun in the last 26 weeks, not by your own `out`, each with the line that answered it."""
    span = standing.last_weeks(26)
    return [(lead, lead.answer) for lead in standing.ledger.leads if lead.log[0].day in span and lead.asked]


def unanswered(standing: Standing) -> list[Lead]:
    """The leads of the last 26 weeks that never had an answer, as `inflow.response_days` counts them."""
    return [lead for lead, answer in _answers(standing) if answer is None]


def response_days(standing: Standing) -> Figures:
    """`inflow.response_days`: how many days you take to answer somebody who asks, over the last 26 weeks.

    The median. An answer is the first `out`, a line of a later stage, `won` or `declined`; `lost` is not an answer.
    Leads never answered are counted apart. Leads imported from a CRM count once they have an `out`, since the export
    does not say when you wrote.
    """
    pairs = [(lead.log[0], answer) for lead, answer in _answers(standing)]
    answered = [(first, answer) for first, answer in pairs if answer]
    value = {
        "median": median([(answer.day - first.day).days for first, answer in answered]),
        "unanswered": len(pairs) - len(answered),
    }
    note = None if answered else f"{TOO_FEW}: no lead of the last 26 weeks was answered"
    sources = tuple(line.span for pair in pairs for line in pair if line)
    yield Figure("inflow.response_days", value, "days", len(answered), note=note, sources=sources)


def stale(standing: Standing) -> Figures:
    """`inflow.stale`: open leads in which it is your move.

    Those whose open `next` is past. Also those without a line for more than `stale_after` days that have no open `next`
    and no `decision` on that day or later. Of imported leads no day before `kept_since` is counted.
    """
    found: list[tuple[str, LogLine]] = []
    for lead in standing.open_leads:
        promise = lead.next_on(standing.day)
        silent = (standing.day - silent_since(standing, lead, lead.log[-1])).days > standing.settings.stale_after
        if promise and promise.promised and promise.promised < standing.day:
            found.append((lead.id, promise))
        elif silent and not promise and not (lead.decision and lead.decision >= standing.day):
            found.append((lead.id, lead.log[-1]))
    found.sort(key=lambda pair: pair[0])
    sources = tuple(line.span for _, line in found)
    yield Figure("inflow.stale", [lead_id for lead_id, _ in found], "text", len(found), sources=sources)


INFLOW = (
    leads_new,
    open_leads,
    weighted,
    win_chance,
    win_rate,
    cycle_days,
    lead_time_days,
    response_days,
    stale,
)
