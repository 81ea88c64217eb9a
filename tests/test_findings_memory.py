"""What earlier reviews decided and said is not said again as if for the first time, nor against a decision.

The day is Friday, 20 November 2026; the reviews before it were on 9 and 23 October and 6 November.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.every import chosen, findings
from opsledger.findings.finding import Measured
from opsledger.findings.measured import measured_on
from opsledger.findings.memory import KEPT, Judged, judged
from opsledger.loading import load
from opsledger.measuring.every import measure
from opsledger.models.ledger import OPEN_THEN, Ledger
from opsledger.publishing.frozen import frozen_figures
from opsledger.rendering.named import named_parts
from opsledger.reviewing.build import build_review
from opsledger.reviewing.decide import history
from opsledger.reviewing.parts.values import Link
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, ledger_of

CUT_AND_SEND = "Choose one cost to cut and one invoice to send earlier"
REVIEWS = (date(2026, 10, 9), date(2026, 10, 23), date(2026, 11, 6))
STALE = """
    leads/meadow.md
        name: Meadow Coworking
        value: 4000
        - 2026-09-01 in x
        - 2026-09-02 next 2026-11-05 ring, do not write
    leads/tern.md
        name: Tern Kayaks
        - 2026-09-01 in x
        - 2026-09-02 out y
"""


def said(rule: str, *about: str, measure: float = 1.0, was_said: bool = True) -> dict[str, object]:
    return {"rule": rule, "about": list(about), "measure": measure, "said": was_said}


def with_reviews(text: str, *frozen: list[dict[str, object]], decided: str = "") -> Ledger:
    """A ledger with the reviews of `REVIEWS`, the last ones with these findings frozen, the first with a decision."""
    reviews = "".join(
        f"    reviews/{on}.md\n        ## Decisions\n" + (f"        {decided}\n" if decided and not number else "")
        for number, on in enumerate(REVIEWS)
    )
    ledger = ledger_of(text + reviews)
    kept = dict(zip(REVIEWS[len(REVIEWS) - len(frozen) :], frozen, strict=True))
    return replace(
        ledger,
        reviews=tuple(
            replace(review, frozen={KEPT: kept[review.on]} if review.on in kept else None) for review in ledger.reviews
        ),
    )


def seen(ledger: Ledger) -> Measured:
    standing = Standing(ledger, DAY)
    return Measured(standing, measure(standing))


def about(ledger: Ledger, rule: str, record: str) -> Judged:
    rows = chosen(seen(ledger)).every
    return next(row for row in rows if row.finding.rule == rule and record in row.finding.about)


def test_a_decision_about_a_record_replaces_what_is_found_of_it_and_of_no_other() -> None:
    ledger = with_reviews(STALE, decided="- [ ] @sales Ring Meadow Coworking due:2026-12-01")
    assert [action.text for action in about(ledger, "stale-leads", "meadow").covered_by] == ["Ring Meadow Coworking"]
    assert about(ledger, "stale-leads", "tern").covered_by == ()
    review = build_review(ledger, DAY)
    assert "Contact Tern Kayaks, or close the lead" in {row.action for role in review.findings for row in role.rows} | {
        row.text for row in review.this_week
    }
    assert not any("Meadow" in row.action for role in review.findings for row in role.rows)


@pytest.mark.parametrize(
    "text",
    ["Ring Meadow Coworking", "ring meadow coworking again", "Talk to Meadow", "Push [[meadow]] along"],
)
def test_a_record_is_named_by_its_name_its_id_or_a_word_that_is_its_own(text: str) -> None:
    ledger = with_reviews(STALE, decided=f"- [ ] @sales {text} due:2026-12-01")
    assert about(ledger, "stale-leads", "meadow").covered_by


def test_a_word_that_several_records_share_names_none() -> None:
    named = STALE.replace("leads/meadow.md", "leads/first.md")
    decided = "- [ ] @sales Talk to Meadow due:2026-12-01"
    assert about(with_reviews(named, decided=decided), "stale-leads", "first").covered_by
    other = "    leads/lane.md\n        name: Meadow Lane\n        - 2026-11-19 in x\n"
    assert not about(with_reviews(named + other, decided=decided), "stale-leads", "first").covered_by


def test_a_name_inside_a_longer_word_names_nobody() -> None:
    ledger = with_reviews(STALE, decided="- [ ] @sales Pattern and internal notes due:2026-12-01")
    assert not about(ledger, "stale-leads", "tern").covered_by


def test_a_decision_to_move_a_figure_covers_all_that_rests_on_it() -> None:
    ledger = with_reviews(STALE, decided="- [ ] @sales Answer everybody moves:inflow.stale")
    assert about(ledger, "stale-leads", "meadow").covered_by
    assert about(ledger, "stale-leads", "tern").covered_by


def test_what_is_suggested_of_a_lead_is_what_you_wrote_to_do_next() -> None:
    assert about(with_reviews(STALE), "stale-leads", "meadow").finding.action == "Meadow Coworking: ring, do not write"


def test_a_suggestion_that_was_dropped_is_quiet_until_it_is_clearly_worse() -> None:
    decided = "- [-] @sales Ring Meadow Coworking"
    waited = about(with_reviews(STALE), "stale-leads", "meadow").finding.measure
    told = {
        then: about(
            with_reviews(STALE, [said("stale-leads", "meadow", measure=then)], [], [], decided=decided),
            "stale-leads",
            "meadow",
        ).quiet
        for then in (waited, waited / 1.2, waited / 1.3)
    }
    assert list(told.values()) == ["dropped", "dropped", ""]


def test_what_was_dropped_after_it_was_decided_again_is_dropped() -> None:
    ledger = with_reviews(
        STALE, decided="- [-] @sales Ring Meadow Coworking\n        - [ ] @sales Ring Meadow Coworking"
    )
    assert about(ledger, "stale-leads", "meadow").quiet == ""
    assert about(ledger, "stale-leads", "meadow").covered_by


@pytest.mark.parametrize(
    ("frozen", "told"),
    [
        ([], ""),
        ([[said("stale-leads", "tern")]], "seen two reviews running"),
        ([[said("stale-leads", "tern")], [said("stale-leads", "tern")]], "seen three reviews running"),
        ([[said("stale-leads", "tern")], []], ""),
        ([[said("stale-leads", "meadow")]], ""),
    ],
)
def test_what_is_found_again_says_for_how_many_reviews(frozen: list[list[dict[str, object]]], told: str) -> None:
    assert history(about(with_reviews(STALE, *frozen), "stale-leads", "tern")) == told


def test_what_was_decided_twice_and_not_done_says_so() -> None:
    decided = "- [-] @sales Contact Tern Kayaks\n        - [ ] @sales Ask Tern Kayaks due:2026-10-12"
    assert history(about(with_reviews(STALE, decided=decided), "stale-leads", "tern")) == "twice decided, twice undone"


def test_a_sentence_stands_in_three_reviews_and_then_only_if_it_is_worse() -> None:
    waited = about(with_reviews(STALE), "stale-leads", "tern").finding.measure
    thrice = [[said("stale-leads", "tern", measure=waited)]] * 3
    changed = about(with_reviews(STALE, *thrice), "stale-leads", "tern").finding
    assert changed.action == "Close Tern Kayaks, or ask them one last time"
    assert about(with_reviews(STALE, *thrice[:2]), "stale-leads", "tern").quiet == ""
    worse = [[said("stale-leads", "tern", measure=waited / 2)]] * 3
    assert about(with_reviews(STALE, *worse), "stale-leads", "tern").quiet == ""
    unsaid = [[said("stale-leads", "tern", measure=waited, was_said=False)]] * 3
    assert about(with_reviews(STALE, *unsaid), "stale-leads", "tern").quiet == ""


def test_an_overdue_decision_is_told_with_what_it_is_for_and_not_twice() -> None:
    ledger = with_reviews(STALE, decided="- [ ] @sales Ring Meadow Coworking due:2026-11-06")
    rules = [row.finding.rule for row in judged(seen(ledger), [row.finding for row in chosen(seen(ledger)).every])]
    assert "overdue-actions" not in rules
    alone = with_reviews(STALE, decided="- [ ] @sales Learn to sing due:2026-11-06")
    assert "overdue-actions" in [row.finding.rule for row in chosen(seen(alone)).every]


@pytest.mark.parametrize("frozen", ["x", 3, None, [3], [{"rule": "a"}], [{"rule": "a", "about": 3, "measure": 1}]])
def test_what_stands_frozen_and_is_no_finding_is_left_alone(frozen: object) -> None:
    ledger = with_reviews(STALE)
    ledger = replace(ledger, reviews=tuple(replace(each, frozen={KEPT: frozen}) for each in ledger.reviews))
    assert chosen(seen(ledger)).every


# Ticks without a day


def ticked(*still_open: date) -> Ledger:
    ledger = with_reviews(STALE, decided="- [x] @sales Learn to sing due:2026-10-16")
    (action,) = next(review for review in ledger.reviews if review.on == REVIEWS[0]).decisions
    frozen = {OPEN_THEN: [action.id]}
    return replace(
        ledger,
        reviews=tuple(replace(each, frozen=frozen if each.on in still_open else {}) for each in ledger.reviews),
    )


@pytest.mark.parametrize(
    ("still_open", "told"),
    [((), False), (REVIEWS[1:2], False), (REVIEWS[1:], True)],
)
def test_a_tick_without_a_day_is_told_in_the_first_review_that_finds_it(
    still_open: tuple[date, ...], told: bool
) -> None:
    rows = build_review(ticked(*still_open), DAY).follow_up.rows
    assert [row.text for row in rows if row.state == "done"] == (["Learn to sing"] if told else [])


def test_a_tick_that_a_later_review_found_is_open_before_that() -> None:
    ledger = ticked(*REVIEWS[1:2])
    (before,) = [each for each in Standing(ledger, date(2026, 11, 5)).ledger.reviews if each.on == REVIEWS[0]]
    assert before.decisions[0].state == "open"
    (after,) = [each for each in Standing(ledger, date(2026, 11, 6)).ledger.reviews if each.on == REVIEWS[0]]
    assert after.decisions[0].state == "done"


# What is frozen


def test_a_review_freezes_what_it_said_and_what_was_open() -> None:
    measured = measured_on(load(SAMPLE), DAY)
    kept = json.loads(frozen_figures(measured))["data"]
    assert set(kept["review.headline"]["value"]) == {"text", "kind", "now", "told"}
    assert kept["review.open"]["value"]
    shown = [row for row in kept["review.findings"]["value"] if row["said"]]
    assert 0 < len(shown) <= 7
    assert frozen_figures(measured) == frozen_figures(measured_on(load(SAMPLE), DAY))


def test_a_review_shows_at_most_three_for_this_week_and_seven_in_all() -> None:
    many = "".join(
        f"    leads/lead-{number}.md\n        value: {1000 * number}\n        - 2026-09-0{number} out x\n"
        for number in range(1, 10)
    )
    review = build_review(ledger_of(many), DAY)
    assert len(review.this_week) == 3
    assert [row.text for row in review.this_week] == [f"Contact lead-{n}, or close the lead" for n in (9, 8, 7)]
    assert sum(len(role.rows) for role in review.findings) + len(review.this_week) <= 7
    assert review.left_out > 0


def test_a_lead_that_only_waits_longer_is_not_told_the_same_a_fourth_time():
    told = [said("stale-leads", "meadow", measure=about(with_reviews(STALE), "stale-leads", "meadow").finding.measure)]
    assert about(with_reviews(STALE, told, told, told), "stale-leads", "meadow").finding.is_instead
    worth_more = STALE.replace("value: 4000", "value: 6000")
    assert not about(with_reviews(worth_more, told, told, told), "stale-leads", "meadow").finding.is_instead


def test_a_decision_is_not_shown_with_the_reason_of_another_finding() -> None:
    text = """
    projects/harbor-site.md
        name: Harbor Site
        price: 9000
        estimate: 200h
        due: 2026-11-30
        - 2026-09-01 started
        - 2026-11-12 scope 6h an extra
    weeks/2026-W46.md
        ## Actual
        - Mon 4h harbor-site
"""
    price = "Agree on a price for the next change of Harbor Site before you make it"
    rows = build_review(with_reviews(text, decided=f"- [ ] @sales {price} due:2026-12-01"), DAY).this_week
    (row,) = [row for row in rows if row.text == price]
    assert "without pay" in row.said


def test_what_somebody_was_promised_for_these_days_comes_before_what_costs_more() -> None:
    text = """
    projects/small.md
        price: 300
        estimate: 40h
        due: 2026-11-23
        - 2026-11-02 booked
    leads/large.md
        value: 60000
        - 2026-09-01 in x
        - 2026-09-02 proposal
"""
    first, second = build_review(ledger_of(text), DAY).this_week[:2]
    assert first.text == "Agree with Quay on a later date for small, or on less of it"
    assert second.text == "Contact large, or close the lead"  # it has a proposal: it was answered


def test_a_decision_in_the_words_of_an_earlier_version_still_covers_what_it_was_taken_for() -> None:
    text = """
    opsledger.yaml
        targets: {floor: 500/month}
    projects/job.md
        - 2026-07-01 started
        - 2026-08-15 paid 600
        - 2026-10-15 paid 200
"""
    for words in ("Work out how many months your savings cover", CUT_AND_SEND):
        rows = chosen(seen(with_reviews(text, decided=f"- [ ] @finance {words} due:2026-12-01"))).every
        (row,) = (row for row in rows if row.finding.rule == "low-income")
        assert [action.text for action in row.covered_by] == [words]


def test_a_project_beside_its_client_is_called_theirs_and_still_covered() -> None:
    text = """
    clients/quay.md
        name: Quay
    projects/site.md
        name: Quay website
        client: quay
        estimate: 40h
        - 2026-10-01 started
        - 2026-10-02 call kick-off
"""
    (row,) = (row for row in chosen(seen(with_reviews(text))).every if row.finding.rule == "silent-projects")
    assert row.finding.action == "Call Quay about their website"
    review = build_review(with_reviews(text), DAY)
    rows = [*review.this_week, *(each for role in review.findings for each in role.rows)]
    shown = next(each for each in rows if each.rule == "silent-projects")
    parts = named_parts("Call Quay about their website", shown)
    assert parts == [("Call Quay about ", None), ("their website", Link("Quay website", "projects/site.md"))]
    decided = f"- [ ] @customer-service {row.finding.action} due:2026-12-01"
    assert about(with_reviews(text, decided=decided), "silent-projects", "site").covered_by


def test_a_name_with_a_comma_stands_in_quotation_marks_within_a_sentence() -> None:
    named = STALE.replace("Tern Kayaks", "Tern Kayaks, two seats")
    (row,) = (row for row in chosen(seen(with_reviews(named))).every if row.finding.about == ("tern",))
    assert row.finding.action == "Contact “Tern Kayaks, two seats”, or close the lead"
    before = "- [ ] @sales Contact Tern Kayaks, two seats, or close the lead due:2026-12-01"
    assert about(with_reviews(named, decided=before), "stale-leads", "tern").covered_by


def test_hours_that_nobody_wrote_down_are_no_worse_because_a_promise_comes_nearer() -> None:
    text = """
    projects/job.md
        client: ada
        price: 4000
        estimate: 60h
        due: 2026-12-18
        - 2026-09-01 started
    weeks/2026-W40.md
        ## Actual
        - Mon 6h job
        - Tue 6h job
    weeks/2026-W43.md
        ## Actual
        - Mon 6h job
        - Tue 6h job
    """
    told = []
    for day in (date(2026, 10, 25), date(2026, 11, 1)):
        standing = Standing(ledger_of(text), day)
        told += [each for each in findings(Measured(standing, measure(standing))) if each.rule == "broken-promises"]
    first, later = told
    assert first.action == later.action == "Work out what job still needs"
    assert (first.measure, later.measure) == (2, 3)  # weeks without a record, one more of them since
