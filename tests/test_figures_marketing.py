"""Marketing and the website. The day is Friday, 20 November 2026; numbers are worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.ledger_text import figure_of, figures_of, value_of

WEEK = """
weeks/2026-W45.md
    ## Marketing
    - Fri linkedin topic before the period
weeks/2026-W46.md
    ## Marketing
    - Mon linkedin topic a post (reach 100, replies 3)
    - Tue LinkedIn work a case (reach 50)
    - Wed street-fair engage a talk (cost 40)
weeks/2026-W47.md
    ## Marketing
    - Fri linkedin topic another (replies 2, cost 5.50)
    - Sat linkedin topic on the morrow
"""


def test_done_counts_lines_by_theme_with_the_cadence_as_target() -> None:
    figures = figures_of(WEEK)
    assert {theme: figures[f"marketing.done.{theme}"].value for theme in ("work", "topic", "win", "engage")} == {
        "work": {"count": 1, "target": 1},
        "topic": {"count": 2, "target": 2},
        "win": {"count": 0, "target": 1},
        "engage": {"count": 1, "target": 4},
    }
    assert figures["marketing.done.topic"].previous == {"count": 1, "target": 2}


def test_the_target_is_scaled_to_the_periods_length() -> None:
    text = "opsledger.yaml\n    marketing: {topic: 3}\n"
    assert value_of("marketing.done.topic", text, since=date(2026, 11, 14))["target"] == Fraction(3, 2)  # 7 days
    assert value_of("marketing.done.work", text)["target"] == 1  # the others keep their defaults


def test_a_channel_sums_what_is_given_and_counts_leads_of_the_period() -> None:
    text = (
        WEEK
        + """
leads/new.md
    source: LinkedIn
    - 2026-11-12 in x
leads/old.md
    source: linkedin
    - 2026-11-06 in x
"""
    )
    assert value_of("marketing.channel.linkedin", text) == {"lines": 3, "reach": 150, "replies": 5, "leads": 1}


def test_reach_and_replies_are_null_where_none_is_given() -> None:
    assert value_of("marketing.channel.street-fair", WEEK) == {"lines": 1, "reach": None, "replies": None, "leads": 0}


def test_a_channel_not_used_in_the_period_has_no_figure() -> None:
    figures = figures_of("weeks/2026-W45.md\n    ## Marketing\n    - Fri linkedin topic x\n")
    assert not [name for name in figures if name.startswith("marketing.channel.")]


def test_hours_and_cost_of_the_period() -> None:
    text = """
        weeks/2026-W46.md
            ## Actual
            - Mon 2h marketing
            - Tue 1h admin
            ## Costs
            - Mon 20 marketing
            - Mon 9 admin
            ## Marketing
            - Wed street-fair engage a talk (cost 40)
            - Thu linkedin topic another (replies 2, cost 5.50)
        weeks/2026-W44.md
            ## Actual
            - Mon 1h marketing
            ## Costs
            - Mon 3 marketing
        weeks/2026-W42.md
            ## Actual
            - Mon 9h marketing
            ## Costs
            - Mon 100 marketing
    """
    figures = figures_of(text)
    hours, cost = figures["marketing.hours"], figures["marketing.cost"]
    assert (hours.value, hours.previous) == (2, 1)
    assert (cost.value, cost.previous) == (Fraction(131, 2), 3)  # 20 + 40 + 5.50


LEAD_COST = """
leads/a.md
    - 2026-06-01 in x
leads/b.md
    - 2026-11-01 in x
leads/too-early.md
    - 2026-05-22 in x
weeks/2026-W30.md
    ## Actual
    - Mon 6h marketing
    - Tue 3h admin
    ## Costs
    - Mon 100 marketing
weeks/2026-W20.md
    ## Actual
    - Mon 9h marketing
"""


def test_lead_cost_takes_the_target_rate_without_a_rate_of_ones_own() -> None:
    text = "opsledger.yaml\n    targets: {rate: 50/h}\n" + LEAD_COST
    assert value_of("marketing.lead_cost", text) == 200  # (6 x 50 + 100) / 2


def test_lead_cost_takes_what_an_hour_earned() -> None:
    earned = """
projects/p.md
    price: 800
    - 2026-10-01 delivered
weeks/2026-W40.md
    ## Actual
    - Mon 10h p
"""
    text = "opsledger.yaml\n    targets: {rate: 50/h}\n" + LEAD_COST + earned
    assert value_of("marketing.lead_cost", text) == (6 * 80 + 100) / 2


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (LEAD_COST, "no own rate"),
        ("opsledger.yaml\n    targets: {rate: 50/h}\nleads/a.md\n    - 2026-11-01 in x\n", "no hours"),
        (
            "opsledger.yaml\n    targets: {rate: 50/h}\nweeks/2026-W46.md\n    ## Actual\n    - Mon 1h admin\n",
            "no new lead",
        ),
    ],
)
def test_lead_cost_says_what_is_missing(text: str, missing: str) -> None:
    figure = figure_of("marketing.lead_cost", text)
    assert (figure.value, figure.note) == (None, f"too few: {missing}")


# website


def item(*log: str, front: str = "type: story", name: str = "it") -> str:
    lines = [*front.split("; "), *(f"- {line}" for line in log)]
    return "\n".join([f"website/{name}.md", *(f"    {line}" for line in lines), ""])


@pytest.mark.parametrize(
    ("log", "stale"),
    [
        (["2026-08-22 published"], False),  # 90 days are not more than 90
        (["2026-08-21 published"], True),
        (["2025-01-01 published", "2026-11-01 updated"], False),
        (["2025-01-01 published", "2026-10-01 retired"], False),
        (["2025-01-01 published", "2026-11-21 retired"], True),
        (["2025-01-01 published", "2025-02-01 retired", "2025-03-01 updated"], True),
        (["2025-01-01 note a draft"], False),
    ],
)
def test_an_item_is_stale_after_its_types_days(log: list[str], stale: bool) -> None:
    assert value_of("website.stale", item(*log)) == (["it"] if stale else [])


def test_fresh_is_by_type() -> None:
    text = item("2026-01-01 published", front="type: page") + item(
        "2026-01-01 published", front="type: portfolio", name="other"
    )
    assert value_of("website.stale", text) == ["other"]


def test_unproved_are_projects_delivered_in_26_weeks_that_no_live_item_names() -> None:
    text = "".join(
        f"projects/{name}.md\n    - {day} delivered\n"
        for name, day in (
            ("shown", "2026-10-01"),
            ("retired", "2026-10-01"),
            ("not", "2026-05-23"),
            ("old", "2026-05-22"),
        )
    )
    text += "projects/mine.md\n    billing: internal\n    - 2026-10-01 delivered\n"
    text += item("2026-10-02 published", front="project: shown") + item(
        "2026-10-02 published", "2026-10-03 retired", front="project: retired", name="gone"
    )
    figure = figure_of("website.unproved", text)
    assert (figure.value, figure.n) == (["not", "retired"], 2)


def test_a_project_resumed_since_is_not_unproved() -> None:
    text = "projects/p.md\n    - 2026-10-01 delivered\n    - 2026-10-02 resumed\n"
    assert value_of("website.unproved", text) == []
