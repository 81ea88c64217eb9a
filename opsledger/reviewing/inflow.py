"""The review's section on work flowing in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from opsledger.figures.covering import weeks_recorded
from opsledger.figures.evidence import Value
from opsledger.figures.fit import NO, TESTS, UNKNOWN, VERDICTS, YES
from opsledger.figures.inflow import began, unanswered
from opsledger.figures.kept import is_before, is_set_by_crm, is_settling_in, marketing_shown
from opsledger.figures.network import Touch, touches_due
from opsledger.figures.standing import name_part, place, within
from opsledger.findings.ahead import told_of
from opsledger.findings.dry import FEW_LEADS
from opsledger.findings.finding import Measured
from opsledger.findings.lead_steps import at_stake_of, is_turned_down
from opsledger.findings.marketing import THEME_NAMES, has_many_jobs
from opsledger.findings.waiting_leads import waiting_for_you
from opsledger.findings.young import FEW_WEEKS
from opsledger.forecast.outlook import LEAN
from opsledger.models.leads import Lead, is_referral
from opsledger.models.settings import THEMES
from opsledger.reviewing.links import link_to, link_to_id
from opsledger.reviewing.parts.inflow import (
    AskRow,
    Inflow,
    LeadGroup,
    LeadRow,
    PlannedAnswer,
    Quote,
    SourceRow,
    StageRow,
    ThemeRow,
    TouchRow,
)
from opsledger.reviewing.parts.values import Link, NumberOrNone
from opsledger.values.characters import same_id
from opsledger.values.written import listed

_CLEARLY_LESS = Fraction(9, 10)
_QUOTES = 2
_TOUCHES = 5
_MOST_SHOWN = 10
_MOST_ASKED = 3


def build_inflow(measured: Measured) -> Inflow:
    """Leads, marketing, the website, and what prospects said."""
    new = measured.figures["inflow.leads_new"]
    rate = measured.figures["inflow.win_rate"]
    standing = measured.standing
    leads = lead_rows(measured)
    first = _first(measured, leads)
    waiting = [lead for lead in unanswered(standing) if lead.is_open]
    planned = {lead: on for lead in waiting if (on := _answer_on(measured, lead))}
    answered, many = measured.figures["inflow.response_days"].n, measured.figures["network.repeat"].n >= FEW_LEADS
    sources = _sources(measured) if many else ()
    return Inflow(
        leads_new=new.n,
        leads_before=new.previous if isinstance(new.previous, int) and not is_settling_in(standing) else None,
        won=round(float(measured.number("inflow.win_rate") or 0) * rate.n),
        closed=rate.n,
        win_interval=rate.interval,
        weighted_value=measured.part("inflow.weighted_value", "mean"),
        weighted_low=measured.part("inflow.weighted_value", "p10"),
        weighted_high=measured.part("inflow.weighted_value", "p90"),
        weighted_now=_weighted_now(measured),
        touches=tuple(_touch(measured, touch) for touch in touches_due(standing)[:_TOUCHES]),
        repeat=int(measured.part("network.repeat", "leads") or 0) if many else 0,
        referred=int(measured.part("network.referral", "leads") or 0) if many else 0,
        by_referral=sum(row.leads for row in sources if is_referral(row.source)),
        leads_year=measured.figures["network.repeat"].n,
        response_days=measured.part("inflow.response_days", "median") if answered >= FEW_LEADS else None,
        unanswered=tuple(link_to(lead) for lead in waiting if lead not in planned),
        answers_planned=tuple(PlannedAnswer(link_to(lead), on) for lead, on in planned.items()),
        stages=tuple(_stage(measured, stage) for stage in standing.settings.stages),
        leads=leads,
        first_leads=first,
        other_leads=_grouped(measured, [row for row in leads if row not in first]),
        asks=_asks(measured),
        sources=sources,
        themes=tuple(_theme(measured, theme) for theme in THEMES) if marketing_shown(standing) else (),
        marketing_hours=_marketing_hours(measured),
        marketing_cost=measured.number("marketing.cost"),
        lead_cost=measured.number("marketing.lead_cost") if weeks_recorded(standing) >= FEW_WEEKS else None,
        stale_items=tuple(link_to_id(standing.ledger.website, item) for item in measured.ids("website.stale")),
        unproved=tuple(link_to_id(standing.ledger.projects, item) for item in _unproved(measured)),
        quotes=_quotes(measured),
    )


def _unproved(measured: Measured) -> list[str]:
    """The finished projects that the website does not show; none of before a ledger that was just begun.

    Of many small jobs a year only those whose client praised them.
    """
    projects = measured.standing.ledger.project_by_id
    done = {name: projects[same_id(name)].delivered_on for name in measured.ids("website.unproved")}
    known = [name for name, day in done.items() if not (day and is_before(measured.standing, day))]
    told = known if measured.is_young else list(done)
    if has_many_jobs(measured):
        told = [name for name in told if projects[same_id(name)].lines("praise")]
    return told


def _weighted_now(measured: Measured) -> NumberOrNone:
    """What the open leads may bring by their chances after the days that each has stood still; None if not less."""
    by_stage = measured.part("inflow.weighted_value", "mean")
    now = sum((at_stake_of(measured, lead) for lead in measured.standing.open_leads), Fraction(0))
    return now if by_stage and now < _CLEARLY_LESS * by_stage else None


def _answer_on(measured: Measured, lead: Lead) -> date | None:
    """The day ahead on which you mean to answer a lead."""
    promise = lead.next_on(measured.day)
    return promise.promised if promise and promise.promised and promise.promised >= measured.day else None


def _marketing_hours(measured: Measured) -> NumberOrNone:
    """The hours of marketing; None if old data have none: not every program has a name for them."""
    worked = measured.number("marketing.hours")
    return None if not worked and not marketing_shown(measured.standing) else worked


def _stage(measured: Measured, stage: str) -> StageRow:
    name = f"inflow.open.{stage}"
    return StageRow(
        stage=stage,
        count=measured.figures[name].n,
        value=measured.part(name, "value"),
        hours=measured.part(name, "hours"),
        chance=measured.part(f"inflow.win_chance.{stage}", "chance"),
        median_age=measured.part(name, "median_age"),
        is_age_at_most=any(lead.stage == stage and lead.is_stage_day_unknown for lead in measured.standing.open_leads),
    )


def _first(measured: Measured, leads: Sequence[LeadRow]) -> tuple[LeadRow, ...]:
    """The leads to look at one by one: those where it is your move, then by value times chance."""

    def weight(row: LeadRow) -> tuple[bool, Fraction]:
        chance = measured.part(f"inflow.win_chance.{name_part(row.stage)}", "chance") or Fraction(0)
        return row.waits, (row.value or Fraction(0)) * chance

    return tuple(sorted(leads, key=weight, reverse=True)[:_MOST_SHOWN])


def _grouped(measured: Measured, rows: Sequence[LeadRow]) -> tuple[LeadGroup, ...]:
    """Leads by stage, the farthest first."""
    stages = [
        stage for stage in reversed(list(measured.standing.settings.stages)) if any(row.stage == stage for row in rows)
    ]
    return tuple(LeadGroup(stage, tuple(row.link for row in rows if row.stage == stage)) for stage in stages)


def lead_rows(measured: Measured) -> tuple[LeadRow, ...]:
    """The open leads, the farthest stage first, of one stage the longest there first."""
    stages = list(measured.standing.settings.stages)
    mine = {*measured.ids("inflow.stale"), *(each.lead.id for each in waiting_for_you(measured))}
    rows = [_lead(measured, lead, lead.id in mine) for lead in measured.standing.open_leads]
    return tuple(sorted(rows, key=lambda row: (-stages.index(row.stage), -row.stage_days, row.link.file)))


def _lead(measured: Measured, lead: Lead, waits: bool) -> LeadRow:
    fit = measured.figures[f"inflow.fit.{lead.id}"].value
    assert isinstance(fit, Mapping)
    promise = lead.next_on(measured.day)
    first = began(lead).day
    since = lead.stage_since or first
    verdict, is_by_crm = str(fit["verdict"]), is_set_by_crm(measured.standing, lead)
    is_small = verdict == "avoid" and not is_turned_down(measured, lead)  # all that speaks against it is its price
    return LeadRow(
        link=link_to(lead),
        stage=lead.stage,
        value=None if lead.worth is None else Fraction(lead.worth),
        age_days=(measured.day - first).days,
        stage_days=(measured.day - since).days,
        decides_on=None if is_by_crm else lead.decision,
        decided_by=lead.decision if is_by_crm else None,
        crm_stage=lead.crm_stage[0] if lead.crm_stage else "",
        is_at_most=lead.is_stage_day_unknown,
        heard=lead.last_contact.day if lead.last_contact else None,
        next_on=promise.promised if promise else None,
        next_text=promise.text if promise else "",
        waits=waits,
        is_new=first in measured.standing.period,
        verdict=verdict,
        fits=_small(measured) if is_small else VERDICTS[verdict],
        reasons=tuple(_reasons(fit, is_new=first in measured.standing.period)),
    )


def _small(measured: Measured) -> str:
    """Why a lead that is under the smallest job is not turned down now."""
    return f"small, but {'work' if told_of(measured, LEAN) else 'money'} is short"


def _asks(measured: Measured) -> tuple[AskRow, ...]:
    """What to ask which leads, those with the same questions together; the longest list first.

    Of the few that are worth most, while they are in the first half of the stages: after that an offer has been made.
    """
    by_questions: dict[tuple[str, ...], list[Link]] = {}
    for lead in _to_clarify(measured)[:_MOST_ASKED]:
        fit = measured.figures[f"inflow.fit.{lead.id}"].value
        assert isinstance(fit, Mapping)
        given = fit["reasons"] if isinstance(fit["reasons"], list) else []
        reasons = [str(reason).partition(f"{UNKNOWN}, ask ")[2] for reason in given]
        if questions := tuple(reason for reason in reasons if reason):
            by_questions.setdefault(questions, []).append(link_to(lead))
    rows = [AskRow(listed(list(questions)), tuple(links)) for questions, links in by_questions.items()]
    return tuple(sorted(rows, key=lambda row: (-len(row.links), row.questions)))


def _to_clarify(measured: Measured) -> list[Lead]:
    """The early leads of which something is to be found out, those that are worth most first."""
    stages = list(measured.standing.settings.stages)
    early = stages[: (len(stages) + 1) // 2]
    leads = [lead for lead in measured.standing.open_leads if lead.stage in early]
    fits = {lead.id: measured.figures[f"inflow.fit.{lead.id}"].value for lead in leads}
    unclear = [lead for lead in leads if isinstance(fit := fits[lead.id], Mapping) and fit["verdict"] == "clarify"]
    return sorted(unclear, key=lambda lead: -(lead.worth or 0))


def _reasons(fit: Mapping[str, Value], *, is_new: bool) -> Iterator[str]:
    """What to know of a lead's tests: why to avoid it, what to ask to clarify it, and of another new one all."""
    told = {"avoid": (NO,), "clarify": (YES, UNKNOWN) if is_new else (UNKNOWN,)}
    answers = told.get(str(fit["verdict"]), (YES, UNKNOWN) if is_new else ())
    reasons = fit["reasons"]
    for test, reason in zip(TESTS, reasons if isinstance(reasons, list) else (), strict=False):
        if fit[test] in answers:
            said = str(reason).removeprefix(f"{test}: {NO}, ")
            yield f"you answered no to {test}" if said == "as you say" else said


def _touch(measured: Measured, touch: Touch) -> TouchRow:
    days = (measured.day - touch.last.day).days if touch.last else None
    return TouchRow(link_to(touch.contact), days, touch.contact.every or 0)


def _sources(measured: Measured) -> tuple[SourceRow, ...]:
    """By the number of leads they brought, never by a rate."""
    rows = []
    written = Counter(lead.source or "unknown" for lead in measured.standing.ledger.leads)
    # the most frequent spelling is the last to be put in, of equals the first written
    shown = {name_part(source): source for source, _ in reversed(written.most_common())}
    for source, figure in measured.below("inflow.by_source").items():
        part = {key: measured.part(figure.name, key) for key in ("leads", "won", "value_won")}
        leads, won = int(part["leads"] or 0), int(part["won"] or 0)
        rows.append(SourceRow(shown.get(source, source), leads, won, figure.n, figure.interval, part["value_won"]))
    return tuple(sorted(rows, key=lambda row: (-row.leads, row.source)))


def _theme(measured: Measured, theme: str) -> ThemeRow:
    figure = measured.figures[f"marketing.done.{theme}"]
    before = figure.previous["count"] if isinstance(figure.previous, Mapping) else None
    target = measured.part(figure.name, "target") or Fraction(0)
    return ThemeRow(theme, THEME_NAMES[theme][1], figure.n, target, before if isinstance(before, int) else None)


def _quotes(measured: Measured) -> tuple[Quote, ...]:
    """What prospects said and why leads went, in the last 26 weeks, the latest first: of each lead its last word."""
    days = measured.standing.last_weeks(26)
    found = [
        (lead, line)
        for lead in measured.standing.ledger.leads
        for line in within(lead.lines("feedback", "lost", "declined"), days)
        if line.quoted.strip(".,:;!?").lower() not in ("", line.topic)
    ]
    found.sort(key=lambda pair: place(pair[1].span, pair[1].day))
    last = sorted({lead.id: (lead, line) for lead, line in found}.values(), key=lambda pair: found.index(pair))
    return tuple(
        Quote(line.day, line.word, line.topic or "", line.quoted, link_to(lead, line.span))
        for lead, line in last[: -_QUOTES - 1 : -1]
    )
