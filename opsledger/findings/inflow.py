"""Findings for sales and marketing: the work that flows in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from opsledger.findings.finding import Finding, Measured
from opsledger.models.settings import THEMES
from opsledger.values.written import count_of, listed, write_day, write_number, write_weeks

_SOON_WEEKS = 4
_THEME_ACTS = {
    "work": "show a piece of updated work",
    "topic": "write about a topic of the audience",
    "win": "tell of a customer's win",
    "engage": "talk with target prospects",
}


def dry_spell(measured: Measured) -> Iterator[Finding]:
    """The booked work runs out before a lead begun today could become work; where no forecast knows better."""
    if measured.trusted_forecast:
        return
    cover = measured.number("balance.cover")
    dry = measured.figures["balance.dry_on"].value
    needed = measured.number("balance.lead_time_weeks")
    if not isinstance(dry, date):
        return
    if cover is None:
        yield from _dry_soon(measured, dry)
    if cover is None or cover >= 0 or needed is None:
        return
    too_late = dry - timedelta(days=round(float(needed) * 7))
    sentence = (
        f"{_booked(measured, dry)}; a lead takes {write_weeks(needed)} to become work, "
        f"so the lead for that day had to begin by {write_day(too_late)}."
    )
    sources = measured.sources("balance.cover")
    action = "Bring the open proposals to a yes this week: call each"
    yield Finding("sales", 3, sentence, action, "balance.cover", sources)
    came = measured.figures["inflow.leads_new"]
    sentence = f"{count_of(came.n, 'new lead')} came in the period, and work for after {write_day(dry)} is not booked."
    action = "Write to past clients and ask each for one introduction"
    yield Finding("marketing", 3, sentence, action, came.name, came.sources)


def _dry_soon(measured: Measured, dry: date) -> Iterator[Finding]:
    """Work runs out within weeks, in a ledger too young to say how long a lead takes to become work."""
    weeks = (dry - measured.day).days / 7
    if weeks <= _SOON_WEEKS and measured.standing.client_projects:
        sentence = f"{_booked(measured, dry)}, and new work seldom comes within weeks."
        action = "Answer every open lead this week, and ask two past clients for work"
        yield Finding("sales", 3, sentence, action, "balance.dry_on", measured.sources("balance.dry_on"))


def _booked(measured: Measured, dry: date) -> str:
    if dry == measured.day:
        return "Booked work does not fill the coming week"
    return f"Booked work fills the weeks until {write_day(dry)}"


def stale_leads(measured: Measured) -> Iterator[Finding]:
    """Open leads wait for an answer or a next step."""
    figure = measured.figures["inflow.stale"]
    stale = [
        pair
        for pair in zip(measured.ids(figure.name), figure.sources, strict=True)
        if not _is_to_avoid(measured, pair[0])
    ]
    ids = [lead_id for lead_id, _ in stale]
    if ids:
        verb = "waits" if len(ids) == 1 else "wait"
        sentence = f"{count_of(len(ids), 'open lead')} {verb} for your next step: {listed(ids)}."
        action = f"Write to {listed(ids)}, or close them"
        sources = tuple(span for _, span in stale)
        yield Finding("sales", 3 if len(ids) > 1 else 2, sentence, action, figure.name, sources)


def _is_to_avoid(measured: Measured, lead_id: str) -> bool:
    """Whether another finding says to decline it."""
    value = measured.figures[f"inflow.fit.{lead_id}"].value
    return isinstance(value, dict) and value["verdict"] == "avoid"


def leads_to_avoid(measured: Measured) -> Iterator[Finding]:
    """A lead fails one of the four tests of a good client; whose client is one already is not sent away for that."""
    clients = {project.client.id for project in measured.standing.client_projects if project.client}
    for lead in measured.standing.open_leads:
        figure = measured.figures[f"inflow.fit.{lead.id}"]
        value = figure.value if isinstance(figure.value, dict) else {}
        if value.get("verdict") == "avoid":
            reasons = [str(reason).split(": no, ", 1) for reason in value.get("reasons", ()) if ": no, " in str(reason)]
            own = [test for test, reason in reasons if reason == "as you say"]
            told = [f"you wrote no for {listed(own)}"] if own else []
            told += [f"{test}: {reason}" for test, reason in reasons if test not in own]
            sentence = f"{lead.title} does not fit ({'; '.join(told)})."
            action = f"Decline {lead.id}, kindly, and pass them on"
            if lead.client and lead.client.id in clients and not own:
                action = f"Raise {lead.id}, bundle it with other work, or decline it: they are a client"
            yield Finding("sales", 2, sentence, action, figure.name, figure.sources, is_moved=False)


def slow_answers(measured: Measured) -> Iterator[Finding]:
    """New leads wait longer than two days for an answer."""
    days = measured.part("inflow.response_days", "median")
    if days is not None and days > 2:
        sentence = f"A new lead waits {write_number(days)} days for your first answer (median)."
        action = "Keep half an hour each morning for answers to new leads"
        yield Finding("sales", 1, sentence, action, "inflow.response_days", measured.sources("inflow.response_days"))


def repeated_losses(measured: Measured) -> Iterator[Finding]:
    """Two or more leads were lost for one reason."""
    prefix = "inflow.lost_reasons."
    for name, figure in measured.figures.items():
        if name.startswith(prefix) and figure.n >= 2:
            reason = name.removeprefix(prefix)
            sentence = f"{figure.n} leads of the last 26 weeks were lost to {reason}."
            action = f"Read what the leads lost to {reason} said, and change one thing in the offer"
            yield Finding("ceo", 2, sentence, action, name, figure.sources)


def cadence(measured: Measured) -> Iterator[Finding]:
    """A theme of marketing stayed below what the settings mean."""
    if not measured.standing.has_history:
        return
    short = []
    for theme in THEMES:
        done, target = (
            measured.part(f"marketing.done.{theme}", "count"),
            measured.part(f"marketing.done.{theme}", "target"),
        )
        if done is not None and target and done < target:
            short.append((done / target, theme, f"{theme} {done} of {write_number(target)}"))
    if short:
        short.sort()
        sentence = f"Marketing stayed below its cadence: {listed([text for _, _, text in short])}."
        theme = short[0][1]
        is_planned = measured.number("time.planned.marketing")
        use = "Use the next marketing block to" if is_planned else "Put a block into the plan to"
        yield Finding(
            "marketing",
            2 if short[0][0] < 0.5 else 1,
            sentence,
            f"{use} {_THEME_ACTS[theme]}",
            f"marketing.done.{theme}",
            measured.sources(f"marketing.done.{theme}"),
        )


def unproved_work(measured: Measured) -> Iterator[Finding]:
    """Delivered projects that the website does not show."""
    ids = measured.ids("website.unproved")
    if ids:
        sentence = f"The website shows nothing of {listed(ids)}, delivered in the last 26 weeks."
        action = f"Ask the client of {ids[0]} for a testimonial"
        yield Finding("marketing", 2, sentence, action, "website.unproved", measured.sources("website.unproved"))


def stale_website(measured: Measured) -> Iterator[Finding]:
    """Items of the website are due for a look."""
    ids = measured.ids("website.stale")
    if ids:
        verb = "is" if len(ids) == 1 else "are"
        sentence = f"{count_of(len(ids), 'item')} of the website {verb} due for a look: {listed(ids)}."
        action = f"Bring the website's {ids[0]} up to date"
        yield Finding("marketing", 1, sentence, action, "website.stale", measured.sources("website.stale"))


INFLOW_RULES = (
    dry_spell,
    stale_leads,
    leads_to_avoid,
    slow_answers,
    repeated_losses,
    cadence,
    unproved_work,
    stale_website,
)
