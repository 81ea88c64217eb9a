"""What is so of every review, whatever the business: tried on simulated ones on days of their lives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.businesses import ledger_of
from benchmarks.simulator.business import Business
from opsledger.figures.balance import backlog, complete_months
from opsledger.figures.contacts import last_contact
from opsledger.figures.debts import owed
from opsledger.figures.naming import RecordNames
from opsledger.figures.standing import Standing, hours
from opsledger.findings.choosing import MOST, MOST_THIS_WEEK, ChosenFindings
from opsledger.findings.every import chosen
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.headline import BoldSentence, headline
from opsledger.findings.late import late_promises
from opsledger.findings.waiting_leads import unanswered_leads
from opsledger.forecast.coming import forecast
from opsledger.forecast.keeping import CROWDED, KEPT, NO_ROOM, PAST, TIGHT, TOO_SLOW, promises_of
from opsledger.forecast.left import likely_hours
from opsledger.forecast.levers_tried import candidates
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.reviewing.resting_on import booked_said
from opsledger.values.characters import same_id
from tests.fuzzing import bounded

pytestmark = pytest.mark.fuzz

AGES = (13, 45, 90, 200, 410, 700)  # days after the first
SEEDS = st.integers(0, 400)
_SHARE = re.compile(r"(\d+) %")
_ID = re.compile(r"\b(?:lead|client|job|retainer)-\d+\b")
_DAY = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")
_BOOKED = re.compile(
    r"about (\S+) h for projects(?: and won leads)?,(?: (\S+) h this week,)?"
    r" (\S+) h in the next 12 weeks(?:, (\S+) h later)?"
)


@dataclass(frozen=True)
class Seen:
    """A business as it is reviewed on a day."""

    measured: Measured
    said: BoldSentence
    shown: ChosenFindings

    @property
    def found(self) -> list[Finding]:
        """All that was found."""
        return [row.finding for row in self.shown.every]

    @property
    def ledger(self) -> Ledger:
        """The ledger as of the day."""
        return self.measured.standing.ledger


@cache
def life(seed: int) -> tuple[Business, Ledger]:
    business = Business(seed, weeks=110)
    return business, ledger_of(business)


@cache
def seen(seed: int, age: int) -> Seen:
    business, ledger = life(seed)
    standing = Standing(ledger, business.first + timedelta(days=age))
    measured = Measured(standing, measure(standing), forecast(ledger, standing.day, runs=60))
    return Seen(measured, headline(measured), chosen(measured))


def reviewed(test):  # type: ignore[no-untyped-def]
    """A test of what is so of every business on every day."""

    @bounded(2)
    @given(SEEDS, st.sampled_from(AGES))
    def tried(seed: int, age: int) -> None:
        test(seen(seed, age))

    tried.__name__, tried.__doc__ = test.__name__, test.__doc__
    return tried


def project_of(ledger: Ledger, record: str) -> Project | None:
    return ledger.project_by_id.get(same_id(record))


@reviewed
def test_this_week_has_three_things_at_most_each_about_something_else(each: Seen) -> None:
    names = RecordNames(each.ledger)
    assert len(each.shown.this_week) <= MOST_THIS_WEEK
    assert len(each.shown.said) <= MOST
    firsts = [row.finding.about[0] for row in each.shown.this_week if row.finding.about]
    assert len(firsts) == len(set(map(names.family, firsts)))
    assert len({row.finding.action for row in each.shown.this_week}) == len(each.shown.this_week)


@reviewed
def test_no_action_is_about_what_is_over(each: Seen) -> None:
    for finding in each.found:
        for record in finding.about:
            lead, project = each.ledger.lead_by_id.get(same_id(record)), project_of(each.ledger, record)
            if lead and not project:
                assert lead.is_open or lead.came_back or finding.rule == "unstarted-work", finding
            if project and not project.is_open and not finding.rule.startswith(("un", "over-billed", "retainer")):
                assert owed(each.measured.standing, project).amount > 0, finding


@reviewed
def test_nobody_is_called_silent_who_was_spoken_to(each: Seen) -> None:
    standing = each.measured.standing
    for finding in each.found:
        project = project_of(each.ledger, finding.about[0]) if finding.rule == "silent-projects" else None
        line = last_contact(standing, project) if project else None
        assert line is None or (standing.day - line.day).days > 14, finding
        if finding.rule == "unanswered-leads":
            assert all(each.ledger.lead_by_id[same_id(record)].unanswered for record in finding.about)


@reviewed
def test_no_lever_and_no_action_breaks_a_promise(each: Seen) -> None:
    standing, coming = each.measured.standing, each.measured.trusted_forecast
    for stretch in coming.stretches if coming else ():
        for lever in candidates(standing, coming, stretch):  # type: ignore[arg-type]
            project = project_of(each.ledger, lever.record)
            if lever.kind == "begin" and project and project.revised_promise and lever.on:
                assert lever.on < project.revised_promise, lever
    for finding in each.found:
        project = project_of(each.ledger, finding.about[0]) if finding.about else None
        if project and finding.action.startswith("Leave "):
            mine = next((one for one in promises_of(standing) if one.project is project), None)
            assert mine is None or mine.state not in (PAST, NO_ROOM), finding


def test_work_that_leaves_no_room_for_its_promise_is_not_left_for_later() -> None:
    each = seen(62, 200)
    (finding,) = (one for one in each.found if one.rule == "overloaded-ahead")
    assert finding.action == "Offer new work a start after 21 Jul"  # its largest job has no room before its date


@reviewed
def test_what_is_said_of_promises_is_one_truth(each: Seen) -> None:
    promises = promises_of(each.measured.standing)
    states = {one.project.id: one.state for one in promises}
    for one in promises:
        assert (one.state == PAST) == (one.due < each.measured.day)
        assert one.state in (PAST, NO_ROOM, TIGHT, TOO_SLOW, CROWDED, KEPT, "unrecorded")
        assert (one.late > 0) == (one.state in (PAST, NO_ROOM, TOO_SLOW)), one
    for finding in each.found:
        if finding.rule == "broken-promises":
            assert all(states[record] != KEPT for record in finding.about), finding
    late = late_promises(each.measured)
    if len(late) > 1:
        assert f"{len(late)} projects are past their date" in each.said.text


@reviewed
def test_every_day_of_the_headline_lies_within_what_is_shown(each: Seen) -> None:
    day, coming = each.measured.day, each.measured.forecast
    last = coming.weeks[-1].week.sunday if coming and coming.weeks else day
    dry = each.measured.figures["balance.dry_on"].value
    until = max([last, day + timedelta(weeks=13), *([dry] if isinstance(dry, date) else [])])
    first = day - timedelta(weeks=5)
    days = [first + timedelta(days=number) for number in range((until - first).days + 2)]
    finish = [each.measured.figures.get(f"outflow.finish.{one.id}") for one in each.measured.standing.client_projects]
    done_by = [one.value["day"] for one in finish if one and isinstance(one.value, dict)]  # of a job's own row
    known = {f"{one.day} {one:%b}" for one in (*days, *done_by) if isinstance(one, date)}
    assert set(_DAY.findall(each.said.text)) <= known, each.said.text


@reviewed
def test_no_chance_is_certain(each: Seen) -> None:
    for text in (each.said.text, *(finding.because for finding in each.found if finding.rule != "overruns")):
        for share in _SHARE.findall(text) if "likely" in text else ():
            assert 0 < int(share) < 100 or "of what is booked" in text or "projects" in text, text


@reviewed
def test_no_month_before_the_records_is_judged(each: Seen) -> None:
    standing = each.measured.standing
    known = standing.recorded_since
    assert all(known is None or month.first >= known for month in complete_months(standing))


@reviewed
def test_booked_hours_add_up(each: Seen) -> None:
    found = _BOOKED.search(booked_said(each.measured))
    needed = round(likely_hours(each.measured.standing))
    if each.measured.is_young:
        assert found is None or needed
        return
    assert (found is not None) == bool(needed)
    if found:
        whole, now, ahead, after = (int((part or "0").replace(",", "")) for part in found.groups())
        assert whole == needed
        assert whole == now + ahead + after
        shown = sum(week.committed for week in each.measured.forecast.weeks) if each.measured.forecast else 0.0
        assert ahead <= min(round(shown), needed)  # the table's, in which retainers stand too


@reviewed
def test_who_has_plenty_sold_is_told_to_work_on_it_before_any_lead(each: Seen) -> None:
    week = each.measured.standing.settings.client_hours
    plenty = hours(backlog(each.measured.standing).minutes) > 8 * hours(week)
    rows = [row.finding for row in each.shown.every if row.finding.rule in ("lean-ahead", "dry-spell", "new-leads")]
    if plenty and rows:
        begin = any(finding.rule == "begin-sooner" for finding in each.found)
        assert begin or any(finding.role == "production" for finding in rows), rows


@reviewed
def test_counts_agree_with_lists(each: Seen) -> None:
    for finding in unanswered_leads(each.measured):
        more = re.search(r"(\d+) more", finding.because)
        assert len(finding.about) == 1 + (int(more[1]) if more else 0)
    for finding in each.found:
        named = re.match(r"(\d+) projects are past their date", finding.because)
        assert named is None or int(named[1]) == len(finding.about)


@reviewed
def test_records_have_their_names(each: Seen) -> None:
    """The simulator's records are called by their ids, its clients have none: those are written as names."""
    clients = {same_id(one.client.id) for one in (*each.ledger.projects, *each.ledger.leads) if one.client}
    for finding in each.found:
        for word in _ID.findall(f"{finding.action} {finding.because}"):
            assert same_id(word) not in clients, finding
        assert finding.action[0].isupper() or finding.action[0].islower()
        assert finding.action == finding.action.strip()
