"""A new ledger's review is useful from the first day: it says what is missing and what to write next."""

from __future__ import annotations

import pytest

from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from tests.ledger_text import DAY, ledger_of
from tests.markdown_shape import headings

WEEK = """
    opsledger.yaml
        business: Quay Signs
    leads/bakery.md
        source: a friend
        - 2026-11-17 in wants a sign by spring
    projects/harbour.md
        client: Harbour Café
        price: 1200
        estimate: 20h
        - 2026-11-16 booked
        - 2026-11-17 started
    weeks/2026-W47.md
        ## Actual
        - Tue 9:00-12:00 harbour
        - Wed 2h bakery
"""


def review_of(text: str) -> str:
    return render(build_review(ledger_of(text), DAY))


def missing_of(text: str) -> tuple[str, ...]:
    return tuple(sentence.partition(":")[0] for sentence in build_review(ledger_of(text), DAY).missing)


def test_an_empty_ledger_says_all_that_is_missing() -> None:
    assert missing_of("") == (
        "No lead is known",
        "No client project is known",
        "No time is recorded",
        "No week is planned",
        "No target is set",
    )


PAID = """
    projects/site.md
        price: 5000
        estimate: 50h
        - 2026-08-03 started
        - 2026-10-05 paid 2500
"""


def test_no_month_with_payments_is_left_out_of_money_received() -> None:
    """Payments are often older than recorded time: only the first of their months is known in part."""
    ledger = (
        PAID
        + """
        - 2026-08-20 paid 700
        - 2026-11-03 paid 300
    weeks/2026-W46.md
        ## Actual
        - Tue 9:00-12:00 site
"""
    )
    months = build_review(ledger_of(ledger), DAY).stand.months
    assert [(f"{each.first:%b}", each.received, each.known) for each in months] == [
        ("Aug", 700, "in part"),
        ("Oct", 2500, ""),
        ("Nov", 300, "so far"),
    ]
    assert not any(each.below_floor for each in months)
    assert "| Oct 2026 | 2,500 EUR |" in review_of(ledger)


def test_without_time_the_hours_left_are_those_sold() -> None:
    sentence = next(each for each in build_review(ledger_of(PAID), DAY).missing if each.startswith("Until then"))
    assert sentence.endswith("(opsledger log ID left 30h): site.")
    assert "your usual overrun" not in review_of(PAID)


def test_an_empty_ledgers_review_is_whole() -> None:
    text = review_of("")
    assert headings(text)[-1] == "Decisions"
    for line in (
        "**Too early to tell: no client work is booked yet.**",
        "No decision is open.",
        "No lead is open.",
        "No client project is open.",
        "Next week is not planned yet.",
    ):
        assert line in text
    for folded in ("Nothing was planned", "No tool needs a refresh", "Nothing on the website", "### Tools"):
        assert folded not in text


def test_a_ledger_of_a_week_says_what_is_still_missing() -> None:
    assert missing_of(WEEK) == ("No week is planned", "No target is set")


def test_a_ledger_of_a_week_has_its_numbers() -> None:
    text = review_of(WEEK)
    assert "Quay Signs, Sat 7 Nov to Fri 20 Nov." in text
    assert "| Sold, not yet worked | 17 h |" in text
    assert "3 h of 20 h" in text
    assert "New leads: **1**.\n" in text
    assert "| client | – | 3 h |  |" in text


def test_what_is_known_no_longer_stands_under_what_is_missing() -> None:
    text = (
        WEEK
        + """
        ## Plan
        - Fri 2h harbour
    """
    )
    assert missing_of(text.replace("business: Quay Signs", "targets: {income: 4000/month}")) == ()


def test_a_project_without_an_estimate_is_told() -> None:
    assert "No project has an estimate" in missing_of(WEEK.replace("        estimate: 20h\n", ""))


@pytest.mark.parametrize(("errors", "told"), [(1, "**1 error in"), (2, "**2 errors in")])
def test_errors_in_the_files_are_counted(errors: int, told: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from opsledger.loading import load

    ledger_of(WEEK, tmp_path)
    with (tmp_path / "leads" / "bakery.md").open("a", encoding="utf-8") as file:
        file.write("- 2026-02-30 out no such day\n" * errors)
    assert told in render(build_review(load(tmp_path), DAY))


def test_what_rests_on_few_weeks_says_so_or_is_left_out() -> None:
    text = review_of(
        WEEK.replace("weeks/2026-W47.md", "weeks/2026-W46.md")
        .replace("estimate: 20h", "estimate: 60h\n        lead: bakery")
        .replace("2026-11-16 booked", "2026-11-09 booked")
        .replace("2026-11-17 started", "2026-11-10 started")
        .replace("2026-11-17 in", "2026-11-03 in")
    )
    assert "| Your usual week | 3 h for clients (from 1 week) |" in text
    assert "Sold for every 10 hours" not in text
    assert "a new lead costs" not in text
    assert "At the 24 h a week you set, the 57 h booked last until about Tue 8 Dec, if your estimates hold." in text
    assert "| Booked until" not in text  # one week tells no pace


FOUR_MONTHS = """
    opsledger.yaml
        targets: {floor: 500/month}
    leads/first.md
        - 2026-08-20 in x
        - 2026-08-21 lost price
    projects/harbour.md
        price: 1200
        - 2026-09-10 started
        - 2026-11-05 paid 600
"""


def test_months_start_where_the_figure_of_income_does() -> None:
    stand = build_review(ledger_of(FOUR_MONTHS), DAY).stand
    assert [(f"{month.first:%m}", month.below_floor) for month in stand.months] == [("10", True), ("11", False)]
    assert (stand.months_below, stand.months_counted) == (1, 1)


def test_the_month_in_which_a_ledger_begins_shows_what_came_in_it() -> None:
    text = review_of(
        """
        projects/harbour.md
            - 2026-10-12 started
            - 2026-10-30 invoiced 900
            - 2026-10-31 paid 900
        """
    )
    assert "| Oct 2026, in part | 900 EUR |  |\n| Nov 2026, so far | 0 EUR |  |" in text


def test_a_decision_that_waits_is_named_where_its_matter_comes_up_again() -> None:
    ledger = """
        leads/quay.md
            - 2026-09-01 in x
            - 2026-09-02 out y
        reviews/2026-10-23.md
            ## Decisions
            - [ ] @sales Ring them moves:inflow.stale
            - [ ] @coo Put the hour of the next review into the plan
        projects/harbour.md
            - 2026-10-12 started
    """
    review = build_review(ledger_of(ledger), DAY)
    assert ("Ring them", "2026-10-23-1") in [
        (row.text, row.decided.text if row.decided else "") for row in review.this_week
    ]
    assert not any(row.rule == "stale-leads" for role in review.findings for row in role.rows)
    done = build_review(ledger_of(ledger.replace("[ ] @sales", "[x] @sales")), DAY)
    assert "Contact quay, or close the lead" in [row.text for row in done.this_week]


def leads_of(text: str) -> dict[str, tuple[str, ...]]:
    return {row.link.text: row.reasons for row in build_review(ledger_of(text), DAY).inflow.leads}


def test_a_lead_to_avoid_tells_only_why_and_one_to_clarify_what_to_ask() -> None:
    text = """
        opsledger.yaml
            ideal_client: {services: [website], budget: 1000, weeks: 2}
        leads/cheap.md
            value: 50
            - 2026-11-16 in x
        leads/old.md
            value: 5000
            service: website
            - 2026-09-16 in x
    """
    assert leads_of(text) == {
        "cheap": ("50 EUR is under your minimum of 1,000 EUR",),
        "old": ("scope: unknown, what it holds is not written down", "timeframe: unknown, ask when they need it"),
    }


def test_a_source_is_shown_as_it_is_mostly_written() -> None:
    leads = "".join(
        f"leads/{number}.md\n    source: {source}\n    - 2026-11-16 in x\n"
        for number, source in enumerate(["referral", "Referral", "Referral", "referral", "referral", "REFERRAL"])
    )
    (row,) = build_review(ledger_of(leads), DAY).inflow.sources
    assert (row.source, row.leads) == ("referral", 6)


OLDER = """
        leads/older.md
            - 2026-09-01 in x
            - 2026-09-02 lost
"""


def test_a_delivery_names_both_promises_where_they_differ() -> None:
    text = review_of(
        f"""{OLDER}
        projects/harbour.md
            due: 2026-11-06
            - 2026-10-01 started
            - 2026-10-05 due 2026-11-20
            - 2026-11-19 delivered
        """
    )
    assert "Thu 19 Nov (promised for Fri 20 Nov, first for Fri 6 Nov)." in text
    young = review_of(
        """
        projects/harbour.md
            due: 2026-11-06
            - 2026-10-01 started
            - 2026-10-05 due 2026-11-20
            - 2026-11-19 delivered
        """
    )
    assert "- [harbour](../projects/harbour.md) on Thu 19 Nov, promised for Fri 20 Nov." in young


def test_a_day_off_and_a_short_stretch_show_in_the_grid() -> None:
    text = review_of(
        f"""{OLDER}
        weeks/2026-W47.md
            ## Plan
            - Mon 9:00-10:00 coo
            - Tue off
            ## Actual
            - Mon 40m coo
        """
    )
    assert "Tue 17 Nov  off" in text
    assert "+ C 40m" in text


def test_no_week_is_marked_by_a_forecast_that_rests_on_priors() -> None:
    stand = build_review(ledger_of(WEEK), DAY).stand
    assert {week.state for week in stand.weeks} == {""}


def test_what_is_only_worth_a_thought_is_not_for_this_week() -> None:
    text = """
        opsledger.yaml
            fresh: {tool: 30}
        leads/first.md
            - 2026-09-20 in x
            - 2026-11-19 next 2026-12-19 ring
        tools/pen.md
            jobs: [deliver]
            - 2026-09-01 cost 9/month
        """
    review = build_review(ledger_of(text), DAY)
    assert not any(row.rule == "tools-to-judge" for row in review.this_week)
    assert any(row.rule == "tools-to-judge" for role in review.findings for row in role.rows)


def test_a_month_in_which_the_ledger_began_is_not_called_below_the_floor() -> None:
    floor = WEEK.replace("business: Quay Signs", "targets: {floor: 2000/month}")
    review = build_review(ledger_of(floor), DAY)
    assert [row.first.month for row in review.stand.money.months] == [12, 1, 2, 3, 4]  # nothing is known of November
    paid = floor.replace("2026-11-17 started", "2026-11-17 started\n        - 2026-11-18 paid 300")
    row = build_review(ledger_of(paid), DAY).stand.money.months[0]
    assert (row.first.month, row.received, row.below_floor) == (11, 300, None)
    older = paid.replace("2026-11-16 booked", "2026-10-05 booked\n        - 2026-10-06 paid 100")
    assert build_review(ledger_of(older), DAY).stand.money.months[0].below_floor == 1
