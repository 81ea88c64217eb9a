"""Findings for marketing: what was to be done, and what the website does not show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from opsledger.figures.asked import unanswered_clients
from opsledger.figures.balance import backlog
from opsledger.figures.kept import is_work_unknown, marketing_unknown
from opsledger.figures.standing import hours
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.forecast.booked_weeks import booked_on
from opsledger.forecast.keeping import retained_hours
from opsledger.models.projects import Project
from opsledger.models.settings import THEMES, Settings
from opsledger.values.characters import same_id
from opsledger.values.written import listed, rounded, write_hours, write_number

_LATELY, _FEWEST_WEEKS, _YEAR_WEEKS = 8, 16, 52
_MANY_JOBS = 10  # in a year: nobody shows each of them
_SOLD_WEEKS = 6
_THEME_ACTS = {
    "work": "Show one piece of new work",
    "topic": "Write about one topic of your audience",
    "win": "Post one client success",
    "engage": "Start two conversations with people you would like as clients",
}
THEME_NAMES = {
    "work": ("post about your work", "posts about your work"),
    "topic": ("post on a topic", "posts on topics"),
    "win": ("client success story", "client success stories"),
    "engage": ("conversation", "conversations"),
}


def cadence(measured: Measured) -> Iterator[Finding]:
    """A theme of marketing stayed below its goal, few leads come, and little is sold: lean weeks follow from the three.

    While more is sold than marketing of today could bring work before, or retainers fill the weeks, they do not.
    """
    standing = measured.standing
    weekly, sold = Fraction(standing.settings.client_hours, 60), hours(backlog(standing).minutes)
    if not standing.has_history or marketing_unknown(standing) or (weekly and sold >= _SOLD_WEEKS * weekly):
        return
    if _retainers_fill(measured):
        return
    short = []
    for theme in THEMES:
        name = f"marketing.done.{theme}"
        done, target = measured.part(name, "count"), measured.part(name, "target")
        if done is not None and target and done < target:
            share = done / target
            short.append((share, theme, _done_of(theme, done, target)))
    if short and fewer_leads(measured):
        short.sort()
        theme = short[0][1]
        name = f"marketing.done.{theme}"
        done_at_all = tuple(span for each in THEMES for span in measured.sources(f"marketing.done.{each}"))
        is_ours = measured.standing.settings.marketing == Settings().marketing  # nobody set these goals
        missed = sum((1 - share for share, _, _ in short), Fraction(0))
        yield Finding(
            rule="cadence",
            role="marketing",
            urgency=2 if short[0][0] < Fraction(1, 2) and not is_ours else 1,
            because=f"you did less marketing than {'the usual goals ask' if is_ours else 'you planned'}: "
            f"{listed([text for _, _, text in short])}. "
            f"{f'Only {write_hours(rounded(sold))} are' if rounded(sold) else 'Nothing is'} sold ahead",
            action=_THEME_ACTS[theme],
            figure=name,
            sources=done_at_all,
            by=None if is_ours else measured.within(14),
            measure=float(missed),
        )


def _retainers_fill(measured: Measured) -> bool:
    """Whether retainers fill the coming weeks: little else needs to be sold then."""
    if not retained_hours(measured.standing) or is_work_unknown(measured.standing):
        return False
    until = booked_on(measured.standing).until(float(measured.standing.settings.famine))
    return until is None or until.sunday >= measured.day + timedelta(weeks=_SOLD_WEEKS)


def _done_of(theme: str, done: Fraction, target: Fraction) -> str:
    """How much of a theme's goal was done: `2 of 4 conversations`, `no client success story (goal 1)`."""
    one, many = THEME_NAMES[theme]
    goal = write_number(target)
    return f"{write_number(done)} of {goal} {many}" if done else f"no {one} (goal {goal})"


def fewer_leads(measured: Measured) -> bool:
    """Whether no more leads came in the last eight weeks than in an average eight of the year; or too few are known."""
    days = [lead.log[0].day for lead in measured.standing.ledger.leads]
    known = min((measured.day - min(days)).days // 7 + 1, _YEAR_WEEKS) if days else 0
    if known < _FEWEST_WEEKS:
        return True
    lately, year = (sum(day in measured.standing.last_weeks(weeks) for day in days) for weeks in (_LATELY, known))
    return lately * known <= year * _LATELY


def unproved_work(measured: Measured) -> Iterator[Finding]:
    """Delivered projects that the website does not show, one a client; the latest first.

    Of many small jobs a year one client's voice is enough: the latest who praised. Without one page known nothing is
    told.
    """
    if not measured.standing.ledger.website:
        return
    figure, ledger, many = measured.figures["website.unproved"], measured.standing.ledger, has_many_jobs(measured)
    pairs = zip(measured.ids(figure.name), figure.sources, strict=True)
    known = [(ledger.project_by_id.get(same_id(project_id)), span) for project_id, span in pairs]
    found = [(each.delivered_on, each, span) for each, span in known if each and each.delivered_on]
    asked: set[str] = set()
    for delivered, project, span in sorted(found, key=lambda entry: (entry[0], entry[1].id), reverse=True):
        if _owes_a_word(measured, project):
            continue
        client = same_id(project.client.id) if project.client else project.id
        if client in asked or (many and (asked or not project.lines("praise"))):
            continue
        asked.add(client)
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


def has_many_jobs(measured: Measured) -> bool:
    """Whether so many jobs are delivered in a year that nobody shows each of them."""
    year = measured.standing.last_weeks(_YEAR_WEEKS)
    days = [each.delivered_on for each in measured.standing.client_projects if each.delivered_on]
    return sum(day in year for day in days) > _MANY_JOBS


def _owes_a_word(measured: Measured, project: Project) -> bool:
    """Whether it is no time for a favour: its client complained about it, or waits for an answer."""
    waits = project.client and same_id(project.client.id) in unanswered_clients(measured.standing)
    return bool(waits or project.lines("complaint"))


def stale_website(measured: Measured) -> Iterator[Finding]:
    """Items of the website need a refresh."""
    ids, sources = measured.ids("website.stale"), measured.sources("website.stale")
    if ids:
        yield Finding(
            rule="stale-website",
            role="marketing",
            urgency=1,
            because="it needs a refresh"
            if len(ids) == 1
            else f"it is the first of {len(ids)} pages that need a refresh",
            action=f"Refresh {measured.title(ids[0])}",
            figure="website.stale",
            sources=sources,
            about=tuple(ids),
            measure=float(len(ids)),
        )


MARKETING_RULES = (cadence, unproved_work, stale_website)
