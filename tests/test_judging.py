"""The judgement is scored on simulated owners: what is counted is what it says it is.

How good the scores are is for `make judge` to say; here stands that they are counted right, and that the bounds that
hold for every review hold on a few.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.businesses import ledger_of
from benchmarks.judging.announcing import BARE, OURS, TRUE, announced, announcement_lines, announcements
from benchmarks.judging.comparing import compared, comparison_lines, differences
from benchmarks.judging.counting import Tally, report, tally
from benchmarks.judging.every import OF_YOUNG, ON_THE_SAMPLE, PROOFS, UNCOUNTED
from benchmarks.judging.facts import ON_THE_DAY
from benchmarks.judging.following import Gain, _decisions
from benchmarks.judging.proofs import Future
from benchmarks.judging.results import read_result, write_result
from benchmarks.judging.walk import Reviewed, walk, words_of
from benchmarks.simulator.business import Business
from opsledger.figures.standing import Standing
from opsledger.findings.every import RULES
from opsledger.findings.finding import Finding, Measured
from opsledger.forecast.outlook import RunWeek
from opsledger.forecast.past import Past, week_number, week_of
from opsledger.forecast.verdicts import Verdicts, course_of
from opsledger.loading import load
from opsledger.measuring.every import measure
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, figures_of
from tests.ledger_text import ledger_of as written

WEEKS, SEED = 60, 31002


@pytest.fixture(scope="module")
def walked() -> tuple[list[Reviewed], Future]:
    business = Business(SEED, weeks=WEEKS)
    ledger = ledger_of(business)
    end = business.first + timedelta(days=7 * WEEKS - 1)
    standing = Standing(ledger, end)
    days = [end - timedelta(days=42 + 14 * back) for back in range(6)][::-1]
    return walk(ledger, days, 40), Future(standing, course_of(standing))


def test_a_review_shows_three_things_for_this_week_and_seven_in_all(walked: tuple[list[Reviewed], Future]) -> None:
    for each in walked[0]:
        assert len(each.shown.this_week) <= 3
        assert len(each.shown.said) <= 7


def test_no_sentence_stands_in_more_than_three_reviews_in_a_row(walked: tuple[list[Reviewed], Future]) -> None:
    assert tally(*walked).said_too_often == 0


@pytest.fixture(scope="module")
def of_sample() -> list[Reviewed]:
    days = [date(2026, 11, 20) - timedelta(days=14 * back) for back in range(8)][::-1]
    return walk(load(SAMPLE), days, 40)


def test_the_samples_reviews_hold_the_same_bounds(of_sample: list[Reviewed]) -> None:
    assert all(len(each.shown.this_week) <= 3 for each in of_sample)
    assert all(len(each.shown.said) <= 7 for each in of_sample)


def test_no_sentence_of_the_sample_stands_in_a_fourth_review_unless_it_got_worse(of_sample: list[Reviewed]) -> None:
    texts = [{f"{each.action} {each.because}" for each in review.shown.said} for review in of_sample]
    assert not any(set.intersection(*texts[start : start + 4]) for start in range(len(texts) - 3))


def test_reviews_remember_those_before_them(walked: tuple[list[Reviewed], Future]) -> None:
    assert max(row.streak for row in walked[0][-1].shown.every) > 1
    assert {row.streak for row in walked[0][0].shown.every} <= {1}


def test_the_counts_add_up(walked: tuple[list[Reviewed], Future]) -> None:
    one = tally(*walked)
    both = Tally()
    both.add(one)
    both.add(one)
    assert both.reviews == 2 * one.reviews == 12
    assert sum(both.announcements.kinds[OURS].values()) == 12
    for rule, count in one.rules.items():
        assert both.rules[rule].fired == 2 * count.fired
        assert count.said <= count.fired
        assert count.right <= count.judged <= count.fired
    assert "12 reviews" in next(iter(report(both)))


def test_every_rule_says_what_would_prove_it_right() -> None:
    rules = {rule.__name__.replace("_", "-") for rule in RULES} | {"new-leads"}
    assert set(PROOFS) | set(UNCOUNTED) == rules
    assert not set(PROOFS) & set(UNCOUNTED)
    assert all(each.says for each in (*PROOFS.values(), *UNCOUNTED.values()))
    assert set(ON_THE_SAMPLE) | set(OF_YOUNG) <= set(PROOFS)


def test_what_a_rule_says_of_the_day_holds_when_it_is_counted_again(of_sample: list[Reviewed]) -> None:
    end = Standing(load(SAMPLE), date(2026, 11, 22))
    counts = tally(of_sample, Future(end, course_of(end))).rules
    spoke = {rule: counts[rule] for rule in ON_THE_DAY if rule in counts and counts[rule].judged}
    assert set(ON_THE_SAMPLE) <= set(spoke)
    assert {rule: count.rate for rule, count in spoke.items()} == dict.fromkeys(spoke, 1.0)
    assert all(count.base is not None and count.base <= 1 for count in spoke.values())


def test_a_promise_that_is_past_proves_nothing() -> None:
    text = """
        projects/past.md
            due: 2026-11-19
            - 2026-10-01 started
        projects/ahead.md
            due: 2026-11-21
            - 2026-10-01 started
        """
    standing = Standing(written(text), DAY)
    assert list(PROOFS["broken-promises"].could(Measured(standing, measure(standing)))) == ["ahead"]


def test_the_words_of_a_review_are_those_one_reads() -> None:
    head = "---\non: 2026-11-20\n---\n<!-- opsledger:begin x -->\n\n"
    assert words_of(f"{head}## Two words\n\n| a | 3 h |\n\n```text\nno words\n```\n[more](../x.md) `code`") == 3


@pytest.mark.parametrize(
    ("rule", "about", "what"),
    [
        ("stale-leads", ("lead-1",), ["push"]),
        ("unanswered-leads", ("lead-1", "lead-2"), ["push", "push"]),
        ("overloaded-ahead", ("job-1",), ["later"]),
        ("new-leads", (), ["engage", "ask"]),
        ("tools-to-judge", ("pen",), []),
    ],
)
def test_doing_what_a_finding_says_is_a_decision(rule: str, about: tuple[str, ...], what: list[str]) -> None:
    finding = Finding(rule=rule, role="sales", urgency=2, because="x", action="Do it", about=about)
    assert [decision.what for decision in _decisions(finding)] == what


@pytest.mark.parametrize(
    ("action", "what"),
    [
        ("Plan about 7 h a week for A until Thu 14 Nov", ["first", "first", "first"]),
        ("Agree with Ada on a later date for A, or on less of it", ["promise", "promise", "promise"]),
        ("Finish A next week, and tell Ada", ["first", "first", "first"]),
        ("Finish A and B next week, and give C a new date", ["first", "first", "promise"]),
        ("Put A into next week's plan first, or tell Ada a later date", ["first", "first", "first"]),
    ],
)
def test_a_promise_is_moved_only_if_the_action_says_so(action: str, what: list[str]) -> None:
    about = ("job-1", "job-2", "job-3")
    finding = Finding(rule="broken-promises", role="production", urgency=3, because="x", action=action, about=about)
    assert [decision.what for decision in _decisions(finding)] == what


def test_free_hours_are_given_to_the_job_that_the_action_names() -> None:
    action = "Give the free hours of the coming weeks to A"
    about = ("job-1",)
    finding = Finding(rule="lean-ahead", role="production", urgency=3, because="x", action=action, about=about)
    assert [decision.what for decision in _decisions(finding)] == ["first"]


def test_two_clients_are_asked_if_the_action_says_two() -> None:
    finding = Finding(
        rule="lean-ahead", role="sales", urgency=3, because="x", action="Ask two past clients for a small job"
    )
    assert [decision.what for decision in _decisions(finding)] == ["ask", "ask"]


def test_an_empty_ledger_has_a_course_without_weeks() -> None:
    assert figures_of("", date(2026, 11, 20))["verdicts"].n == 0


def _weeks_of(standing: Standing, share: float) -> list[RunWeek]:
    """Twelve weeks that hold so much of their capacity in every run."""
    past, on = Past(standing), week_number(standing.day)
    rows = [(week_of(on + ahead), past.capacity(on + ahead)) for ahead in range(1, 13)]
    return [RunWeek(week, capacity, [share * capacity] * 4) for week, capacity in rows]


def test_the_true_processes_announce_by_the_headlines_own_rule(walked: tuple[list[Reviewed], Future]) -> None:
    measured = walked[0][0].measured
    found = announced(measured, lambda _: _weeks_of(measured.standing, 0.1))
    assert {each.kind for each in found.warned[TRUE]} == {"lean"}
    assert found.kinds[TRUE] == "lean"
    assert found.warned[OURS] == walked[0][0].announced.warned[OURS]


def test_a_bare_rule_announces_the_first_two_weeks_in_a_row_above_its_line(
    walked: tuple[list[Reviewed], Future],
) -> None:
    measured = walked[0][0].measured
    assert measured.forecast
    chances = [0.5, 0.2, 0.5, 0.5, 0.5, 0.1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]
    weeks = tuple(
        replace(week, capacity=10.0, famine=chance, feast=0.0)
        for week, chance in zip(measured.forecast.weeks, chances, strict=True)
    )
    told = announced(Measured(measured.standing, measured.figures, replace(measured.forecast, weeks=weeks)))
    on = week_number(measured.day)
    assert [(each.kind, each.first - on, each.last - on) for each in told.warned[BARE]] == [("lean", 3, 5)]


def test_each_who_announces_has_a_line_for_each_kind(walked: tuple[list[Reviewed], Future]) -> None:
    rows = [each.announced for each in walked[0]]
    lines = "\n".join(announcement_lines(announcements(rows, walked[1].course)))
    assert all(f"{kind}, {who}" in lines for kind in ("lean", "overloaded") for who in (OURS, BARE))


def test_the_headline_is_compared_with_the_bare_rule_business_by_business() -> None:
    ours = [Verdicts(4, 0, 2, 0, (6, 6)), Verdicts(2, 1, 1, 1, (5,))] * 10
    bare = [Verdicts(6, 2, 2, 0, (6, 6)), Verdicts(4, 3, 0, 2, ())] * 10
    found = differences(ours, bare)
    assert found["told"].value == pytest.approx(3 / 4 - 2 / 4)
    assert found["false alarms"].value == pytest.approx(1 / 6 - 5 / 10)
    assert found["told less false"].value == pytest.approx(1 / 4 + 1 / 3)
    assert all(row.low <= row.value <= row.high for row in found.values())
    assert found["told less false"].low > 0
    assert {row for each in differences(ours, ours).values() for row in each} == {0.0}


def test_without_stretches_or_warnings_nothing_is_compared() -> None:
    assert differences([Verdicts(0, 0, 0, 0, ())] * 3, [Verdicts(0, 0, 0, 0, ())] * 3) == {}


def test_the_comparison_is_printed_for_each_kind_that_has_one(walked: tuple[list[Reviewed], Future]) -> None:
    found = announcements([each.announced for each in walked[0]], walked[1].course)
    for who in (OURS, BARE):
        for kind in found.verdicts[who]:
            found.verdicts[who][kind] = [Verdicts(3, 1, 2, 1, (5, 6))] * 2
    assert list(compared(found)) == ["lean", "overloaded"]
    lines = list(comparison_lines(found))
    assert lines[0].startswith("lean, the headline less a bare rule: told +0 % (+0 to +0); false alarms")


def test_a_result_is_read_as_it_was_written(walked: tuple[list[Reviewed], Future], tmp_path: Path) -> None:
    found, gains = tally(*walked), [Gain(-0.02, 0.0, 0.1), Gain(0.0, 0.01, 0.2)]
    write_result(tmp_path / "a" / "judge.json", SEED, 40, found, gains)
    kept = read_result(tmp_path / "a" / "judge.json")
    assert kept["reviews"] == 6
    assert kept["announced"][OURS]["lean"]["warned"] == found.announcements.of(OURS, "lean").warned
    assert kept["gains"]["lean"] == pytest.approx([-1.0, 1.96])


@pytest.mark.parametrize(("price", "came"), [(700, True), (1100, False)])
def test_a_low_rate_is_proved_by_all_that_is_finished_later(price: int, came: bool) -> None:
    text = f"""
        opsledger.yaml
            targets: {{rate: 100/h}}
        projects/first.md
            price: {price}
            - 2026-03-01 started
            - 2026-04-10 delivered
        projects/second.md
            price: 1000
            - 2026-03-01 started
            - 2026-05-10 delivered
        weeks/2026-W12.md
            ## Actual
            - Mon 10h first
            - Tue 10h second
        """
    end = Standing(written(text), DAY)
    then = Standing(end.whole, date(2026, 3, 20))
    future = Future(end, course_of(end))
    assert PROOFS["low-rate"].came(future, Measured(then, measure(then)), "") is came


@pytest.mark.parametrize(("paid", "low"), [(499, True), (500, False)])
def test_a_low_month_is_counted_again_from_its_payments(paid: int, low: bool) -> None:
    text = f"""
        opsledger.yaml
            targets: {{floor: 500/month}}
        projects/job.md
            - 2026-08-01 started
            - 2026-10-05 paid {paid}
            - 2026-11-02 paid 900
        """
    standing = Standing(written(text), DAY)
    proof = PROOFS["low-income"]
    assert proof.came(Future(standing, course_of(standing)), Measured(standing, measure(standing)), "") is low


def test_what_is_not_invoiced_is_judged_for_months_and_planned_bills_as_for_finished_work() -> None:
    text = """
    projects/care.md
        billing: retainer
        price: 900/month
        - 2026-06-01 started
        - 2026-08-01 invoiced 900
        - 2026-09-01 invoiced 900
        - 2026-10-01 invoiced 900
        - 2026-11-27 invoiced 900
    projects/planned.md
        price: 2000
        - 2026-10-01 started
        - 2026-10-01 bill 2000 2026-11-02
    projects/sent.md
        price: 500
        - 2026-10-01 started
        - 2026-11-10 delivered
        - 2026-11-10 invoiced 500
    projects/fixed.md
        price: 500
        - 2026-10-01 started
    """
    day, end = DAY, DAY + timedelta(weeks=3)
    standing = Standing(written(text), day)
    measured, future = (
        Measured(standing, measure(standing)),
        Future(last := Standing(written(text), end), course_of(last)),
    )
    proof = PROOFS["unbilled"]
    assert {name: proof.came(future, measured, name) for name in proof.could(measured)} == {
        "care": True,  # it came a week later
        "planned": True,  # it never came
        "sent": False,
    }
