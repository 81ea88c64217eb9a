"""Findings for sales and marketing: the work that flows in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.inflow import chances
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.findings.outflow import AT_RISK
from opsledger.models.records import Lead
from opsledger.models.settings import THEMES
from opsledger.values.characters import same_id
from opsledger.values.written import count_of, listed, write_number

FEW_LEADS = 4
A_HAIR = Fraction(1, 2)
_SOON_WEEKS = 4
_SLOW_DAYS = 2
_LATELY, _FEWEST_WEEKS, _YEAR_WEEKS = 8, 16, 52
_THEME_ACTS = {
    "work": "Show one piece of new work",
    "topic": "Write about one topic of your audience",
    "win": "Post one client success",
    "engage": "Talk with two target prospects",
}
_THEME_NAMES = {
    "work": "posts of work",
    "topic": "posts on topics",
    "win": "client success stories",
    "engage": "conversations",
}


def dry_spell(measured: Measured) -> Iterator[Finding]:
    """The booked work runs out before a lead begun today could become work; if no forecast knows better."""
    dry = measured.figures["balance.dry_on"].value
    if measured.trusted_forecast or not isinstance(dry, date):
        return
    cover, needed = measured.number("balance.cover"), measured.number("balance.lead_time_weeks")
    seen = measured.figures["balance.lead_time_weeks"].n
    if cover is None or needed is None or seen < FEW_LEADS:
        yield from _dry_soon(measured, dry)
        return
    if cover >= -A_HAIR:
        return
    name = "balance.cover"
    gap = -cover * (measured.number("balance.pace") or 0)
    yield Finding(
        rule="dry-spell",
        role="sales",
        urgency=3,
        because=f"{_booked(measured, dry)}, and a lead takes {write_number(needed)} weeks to become work",
        action="Get a yes or no on each open proposal",
        figure=name,
        sources=measured.sources(name),
        hours=gap,
        by=measured.within(7),
        measure=float(-cover),
    )


def _dry_soon(measured: Measured, dry: date) -> Iterator[Finding]:
    """Work runs out within weeks, in a ledger too young to say how long a lead takes to become work."""
    weeks = (dry - measured.day).days / 7
    if weeks <= _SOON_WEEKS and measured.standing.client_projects:
        yield Finding(
            rule="dry-spell",
            role="sales",
            urgency=3,
            because=f"{_booked(measured, dry)}, and new work seldom comes within weeks",
            action="Answer every open lead, and ask two past clients for work",
            figure="balance.dry_on",
            sources=measured.sources("balance.dry_on"),
            by=measured.within(7),
            measure=_SOON_WEEKS - weeks,
        )


def _booked(measured: Measured, dry: date) -> str:
    if dry == measured.day:
        return "booked work does not fill the coming week"
    return f"booked work keeps you busy until {measured.date_of(dry)}"


def stale_leads(measured: Measured) -> Iterator[Finding]:
    """Open leads wait for your next step; the one with most at stake first."""
    figure = measured.figures["inflow.stale"]
    found = []
    for lead_id, span in zip(measured.ids(figure.name), figure.sources, strict=True):
        lead = measured.standing.ledger.lead_by_id.get(same_id(lead_id))
        if lead and _fit(measured, lead).verdict != "avoid":
            found.append((_at_stake(measured, lead), lead, span))
    for stake, lead, span in sorted(found, key=lambda entry: (-entry[0], entry[1].id)):
        promise = lead.standing_next
        late = promise.promised if promise else None
        silent = (measured.day - lead.log[-1].day).days
        waited = (measured.day - late).days if late else silent
        said = f"nothing happened for {count_of(silent, 'day')}"
        if late:
            said = f"your next step was due on {measured.date_of(late)}"
        yield Finding(
            rule="stale-leads",
            role="sales",
            urgency=3 if stake else 2,
            because=f"{said} ({lead.stage})",
            action=next_step(lead) or f"Contact {lead.title}, or close the lead",
            figure=figure.name,
            sources=(span,),
            about=ids_of(lead),
            money=stake * AT_RISK if stake else None,
            by=measured.within(7),
            measure=float(waited),
        )


def next_step(lead: Lead) -> str:
    """What you wrote to do next about a lead, as an action; empty if you wrote nothing."""
    promise = lead.standing_next
    text = promise.text.strip().rstrip(".") if promise else ""
    if not text:
        return ""
    known = lead.title.lower() in text.lower()
    return f"{text[0].upper()}{text[1:]}" + ("" if known else f" ({lead.title})")


def _at_stake(measured: Measured, lead: Lead) -> Fraction:
    """What a lead is worth by its chance; 0 if its worth is not known."""
    chance = chances(measured.standing).get(lead.stage)
    return Fraction(lead.worth) * chance.value if lead.worth is not None and chance else Fraction(0)


class _Fit(NamedTuple):
    """The verdict on a lead, and why each test failed that did: the test and the reason."""

    verdict: str
    failed: tuple[tuple[str, str], ...]


def _fit(measured: Measured, lead: Lead) -> _Fit:
    figure = measured.figures.get(f"inflow.fit.{lead.id}")
    value = figure.value if figure and isinstance(figure.value, Mapping) else {}
    given = value.get("reasons")
    reasons = [str(reason).split(": no, ", 1) for reason in given] if isinstance(given, list) else []
    return _Fit(str(value.get("verdict", "")), tuple((each[0], each[1]) for each in reasons if len(each) > 1))


def leads_that_came_back(measured: Measured) -> Iterator[Finding]:
    """Somebody wrote again after their lead was lost or declined, and has no answer yet."""
    for lead in measured.standing.ledger.leads:
        line = lead.came_back
        if line is not None:
            yield Finding(
                rule="leads-that-came-back",
                role="sales",
                urgency=3,
                because=f"they wrote on {measured.date_of(line.day)}, after the lead was {lead.stage}",
                action=f"Answer {lead.title}, and reopen the lead (log `{lead.stages[0]}`) or turn them down",
                sources=(line.span,),
                about=ids_of(lead),
                money=None if lead.worth is None else Fraction(lead.worth) * AT_RISK,
                by=measured.within(3),
                measure=float((measured.day - line.day).days),
                is_moved=False,
            )


def leads_to_avoid(measured: Measured) -> Iterator[Finding]:
    """A lead fails one of the four tests of a good client; who is a client already is not sent away for that."""
    clients = {project.client.id for project in measured.standing.client_projects if project.client}
    for lead in measured.standing.open_leads:
        found, figure = _fit(measured, lead), measured.figures[f"inflow.fit.{lead.id}"]
        if found.verdict != "avoid":
            continue
        own = [test for test, reason in found.failed if reason == "as you say"]
        told = [f"you wrote no for {listed(own)}"] if own else []
        told += [reason for test, reason in found.failed if test not in own]
        action = f"Turn down {lead.title} kindly, and pass them on"
        if lead.client and lead.client.id in clients and not own:
            action = f"Raise {lead.title}, bundle it with other work, or turn it down"
        yield Finding(
            rule="leads-to-avoid",
            role="sales",
            urgency=2,
            because=f"it does not fit: {'; '.join(told)}",
            action=action,
            figure=figure.name,
            sources=figure.sources,
            about=ids_of(lead),
            by=measured.within(14),
            is_moved=False,
        )


def leads_too_soon(measured: Measured) -> Iterator[Finding]:
    """A lead fits but for its date: a later one is the answer."""
    for lead in measured.standing.open_leads:
        found, figure = _fit(measured, lead), measured.figures[f"inflow.fit.{lead.id}"]
        reason = dict(found.failed).get("timeframe")
        if reason is None or found.verdict == "avoid":
            continue
        yield Finding(
            rule="leads-too-soon",
            role="sales",
            urgency=2,
            because=f"they want it too soon: {reason}",
            action=f"Offer {lead.title} a later date",
            figure=figure.name,
            sources=figure.sources,
            about=ids_of(lead),
            money=_at_stake(measured, lead) * AT_RISK or None,
            by=measured.within(7),
            is_moved=False,
        )


def slow_answers(measured: Measured) -> Iterator[Finding]:
    """New leads wait longer than two days for an answer."""
    days = measured.part("inflow.response_days", "median")
    figure = measured.figures["inflow.response_days"]
    if days is not None and days > _SLOW_DAYS and figure.n > 1:
        yield Finding(
            rule="slow-answers",
            role="sales",
            urgency=1,
            because=f"a new lead waits {write_number(days)} days for your first answer (median of {figure.n})",
            action="Keep half an hour each morning for answers to new leads",
            figure=figure.name,
            sources=figure.sources,
            measure=float(days),
        )


def repeated_losses(measured: Measured) -> Iterator[Finding]:
    """Two or more leads were lost for one reason, one of them since the last review."""
    period = measured.standing.period
    latest = {line.span: line.day for lead in measured.standing.ledger.leads for line in lead.lines("lost")}
    for reason, figure in measured.below("inflow.lost_reasons").items():
        if figure.n < 2:
            continue
        if any((day := latest.get(span)) is not None and day in period for span in figure.sources):
            yield Finding(
                rule="repeated-losses",
                role="ceo",
                urgency=2,
                because=f"{figure.n} leads were lost to {reason} in 26 weeks",
                action=f"Read what the leads lost to {reason} said, and change one thing in the offer",
                figure=figure.name,
                sources=figure.sources,
                measure=float(figure.n),
            )


def cadence(measured: Measured) -> Iterator[Finding]:
    """A theme of marketing stayed below its goal, and fewer leads come than in an average eight weeks of the year."""
    if not measured.standing.has_history:
        return
    short = []
    for theme in THEMES:
        name = f"marketing.done.{theme}"
        done, target = measured.part(name, "count"), measured.part(name, "target")
        if done is not None and target and done < target:
            share = done / target
            short.append((share, theme, f"{write_number(done)} of {write_number(target)} {_THEME_NAMES[theme]}"))
    if short and _fewer_leads(measured):
        short.sort()
        theme = short[0][1]
        name = f"marketing.done.{theme}"
        done_at_all = tuple(span for each in THEMES for span in measured.sources(f"marketing.done.{each}"))
        missed = sum((1 - share for share, _, _ in short), Fraction(0))
        yield Finding(
            rule="cadence",
            role="marketing",
            urgency=2 if short[0][0] < Fraction(1, 2) else 1,
            because=f"less marketing than planned: {listed([text for _, _, text in short])}",
            action=_THEME_ACTS[theme],
            figure=name,
            sources=done_at_all,
            by=measured.within(14),
            measure=float(missed),
        )


def _fewer_leads(measured: Measured) -> bool:
    """Whether no more leads came in the last eight weeks than in an average eight of the year; or too few are known."""
    days = [lead.log[0].day for lead in measured.standing.ledger.leads]
    known = min((measured.day - min(days)).days // 7 + 1, _YEAR_WEEKS) if days else 0
    if known < _FEWEST_WEEKS:
        return True
    lately, year = (sum(day in measured.standing.last_weeks(weeks) for day in days) for weeks in (_LATELY, known))
    return lately * known <= year * _LATELY


def unproved_work(measured: Measured) -> Iterator[Finding]:
    """Delivered projects that the website does not show; the latest first."""
    figure = measured.figures["website.unproved"]
    found = list(zip(measured.ids(figure.name), figure.sources, strict=True))
    for project_id, span in reversed(found):
        project = measured.standing.ledger.project_by_id.get(same_id(project_id))
        delivered = project.delivered_on if project else None
        if project is None or delivered is None:
            continue
        yield Finding(
            rule="unproved-work",
            role="marketing",
            urgency=1 if delivered < measured.day - timedelta(weeks=8) else 2,
            because=f"{project.title} was finished on {measured.date_of(delivered)} and is not on your website",
            action=f"Ask {measured.client_of(project)} for a testimonial",
            figure=figure.name,
            sources=(span,),
            about=ids_of(project),
            by=measured.within(14),
        )


def stale_website(measured: Measured) -> Iterator[Finding]:
    """Items of the website need a refresh."""
    ids, sources = measured.ids("website.stale"), measured.sources("website.stale")
    if ids:
        verb = "needs" if len(ids) == 1 else "need"
        yield Finding(
            rule="stale-website",
            role="marketing",
            urgency=1,
            because=f"{count_of(len(ids), 'page')} of your website {verb} a refresh",
            action=f"Refresh {measured.title(ids[0])}",
            figure="website.stale",
            sources=sources,
            about=tuple(ids),
            measure=float(len(ids)),
        )


INFLOW_RULES = (
    dry_spell,
    stale_leads,
    leads_that_came_back,
    leads_to_avoid,
    leads_too_soon,
    slow_answers,
    repeated_losses,
    cadence,
    unproved_work,
    stale_website,
)
