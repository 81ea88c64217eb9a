"""Tools and team. The day is Friday, 20 November 2026; numbers are worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.ledger_text import figure_of, figures_of, part, value_of

RATE = "opsledger.yaml\n    targets: {rate: 60/h}\n    tasks: [design, build]\n"


def tool(*log: str, front: str = "", name: str = "pen") -> str:
    return "\n".join([f"tools/{name}.md", *([f"    {front}"] if front else []), *(f"    - {line}" for line in log), ""])


# tools


def test_cost_is_a_months_total_of_the_tools_not_cancelled() -> None:
    text = (
        tool("2026-01-01 cost 30/month", name="a")
        + tool("2026-01-01 cost 120/year", name="b")
        + tool("2026-01-01 cost 3/week", name="c")
        + tool("2026-01-01 cost 7/month", "2026-10-01 cancelled", name="d")
        + tool("2026-01-01 cost 1/month", "2026-06-01 cost 2/month", "2026-11-21 cost 90/month", name="e")
        + tool("2026-01-01 cost 5/month", "2026-11-21 cancelled", name="f")
    )
    figure = figure_of("tools.cost", text)
    assert (figure.value, figure.n) == (30 + 10 + 3 * Fraction(52, 12) + 2 + 5, 5)


def test_no_tools_cost_nothing() -> None:
    assert value_of("tools.cost", "") == 0


def test_a_tool_brings_the_hours_it_saves_less_its_cost() -> None:
    text = RATE + tool(
        "2026-01-01 cost 30/month", "2026-10-01 assessed watch 1h/week", "2026-11-10 assessed keep 30m/week fine"
    )
    assert value_of("tools.tool.pen", text) == {
        "cost": 30,
        "contribution": Fraction(1, 2) * Fraction(52, 12) * 60 - 30,
        "days_since_assessed": 10,
        "verdict": "keep",
    }


@pytest.mark.parametrize(
    "text",
    [
        RATE + tool("2026-01-01 cost 30/month", "2026-10-01 assessed keep 1h/week", "2026-11-10 assessed keep"),
        RATE + tool("2026-01-01 cost 30/month"),
        RATE + tool("2026-11-10 assessed keep 1h/week"),
        tool("2026-01-01 cost 30/month", "2026-11-10 assessed keep 1h/week"),
    ],
)
def test_what_a_tool_brings_is_null_unless_the_last_assessment_states_hours(text: str) -> None:
    assert value_of("tools.tool.pen", text)["contribution"] is None


def test_a_tool_never_assessed_has_no_verdict() -> None:
    value = value_of("tools.tool.pen", tool("2026-01-01 cost 30/month"))
    assert (value["days_since_assessed"], value["verdict"]) == (None, None)


def test_a_cancelled_tool_has_no_figure() -> None:
    assert "tools.tool.pen" not in figures_of(tool("2026-01-01 cost 30/month", "2026-11-20 cancelled"))


@pytest.mark.parametrize(
    ("log", "front", "due"),
    [
        (["2026-01-01 cost 3/month"], "jobs: [deliver]", True),  # never assessed
        (["2026-01-01 cost 552/month"], "jobs: [run]", False),  # rent is not asked whether it earns its keep
        (["2026-05-23 assessed keep"], "jobs: [run]", True),
        (["2026-01-01 cost 552/month"], "jobs: [run]\n    renews: 2026-11-21", True),
        (["2026-05-24 assessed keep"], "", False),  # 180 days
        (["2026-05-23 assessed keep"], "", True),
        (["2026-11-01 assessed keep"], "renews: 2026-11-21", True),
        (["2026-11-01 assessed keep"], "renews: 2026-12-04", True),  # the next period is D+1..D+14
        (["2026-11-01 assessed keep"], "renews: 2026-12-05", False),
        (["2026-11-01 assessed keep"], "renews: 2026-11-20", False),
        (["2026-01-01 cost 3/month", "2026-11-01 cancelled"], "renews: 2026-11-21", False),
    ],
)
def test_tools_due(log: list[str], front: str, due: bool) -> None:
    assert value_of("tools.due", tool(*log, front=front)) == (["pen"] if due else [])


def test_the_next_period_is_as_long_as_this_one() -> None:
    text = tool("2026-11-01 assessed keep", front="renews: 2026-12-05")
    assert value_of("tools.due", text, since=date(2026, 11, 6)) == ["pen"]


# team

MEMBERS = """
team/jane.md
    tasks: [design]
    - 2026-01-01 rate 40/h
team/abe.md
    tasks: [Design, build]
    status: active
    - 2026-01-01 rate 30/h
    - 2026-06-01 rate 36/h
    - 2026-11-21 rate 10/h
team/paused.md
    tasks: [design]
    status: paused
    - 2026-01-01 rate 5/h
team/rateless.md
    tasks: [design]
    - 2026-01-01 assessed 4
"""
WORK = """
projects/p.md
    - 2026-08-01 started
weeks/2026-W46.md
    ## Actual
    - Mon 20h p design
    - Tue 6h admin design
weeks/2026-W34.md
    ## Actual
    - Fri 9h p design before the 13 weeks
"""


def test_delegable_is_worth_the_difference_less_what_handing_over_takes() -> None:
    # 26 h in 13 weeks are 2 a week: 2 x (60 - 36) - 0.15 x 2 x 60
    assert value_of("team.delegable.design", RATE + MEMBERS + WORK) == {"hours": 2, "member": "abe", "gain": 30}


def test_delegable_to_the_cheapest_with_a_rate_then_the_first_id() -> None:
    both = "".join(f"team/{name}.md\n    - 2026-01-01 rate 30/h\n" for name in ("b", "a"))
    assert value_of("team.delegable.design", RATE + both + WORK)["member"] == "a"


def test_delegable_can_be_a_loss() -> None:
    dear = "team/b.md\n    - 2026-01-01 rate 90/h\n"
    assert value_of("team.delegable.design", RATE + dear + WORK)["gain"] == 2 * (60 - 90) - Fraction(15, 100) * 2 * 60


def test_delegable_takes_what_an_hour_earned_as_own_rate() -> None:
    earned = """
projects/q.md
    price: 1000
    - 2026-08-01 delivered
weeks/2026-W30.md
    ## Actual
    - Mon 10h q
"""
    one = "team/b.md\n    - 2026-01-01 rate 30/h\n"
    assert value_of("team.delegable.design", RATE + one + WORK + earned)["gain"] == 2 * 70 - 30


def test_without_a_members_rate_there_is_neither_member_nor_gain() -> None:
    figure = figure_of("team.delegable.design", RATE + "team/b.md\n    - 2026-01-01 note x\n" + WORK)
    assert figure.value == {"hours": 2, "member": None, "gain": None}
    assert figure.note == "too few: no member has a rate"


def test_without_an_own_rate_there_is_no_gain() -> None:
    text = "team/b.md\n    - 2026-01-01 rate 30/h\n" + WORK
    figure = figure_of("team.delegable.design", text)
    assert (part(figure, "member"), part(figure, "gain"), figure.note) == ("b", None, "too few: no own rate")


def test_a_paused_members_tasks_are_not_delegable() -> None:
    text = RATE + "team/b.md\n    status: paused\n    - 2026-01-01 rate 30/h\n" + WORK
    assert "team.delegable.design" not in figures_of(text)


def test_team_cost_is_of_the_period_and_its_share_of_the_trailing_weeks() -> None:
    text = """
        team/jane.md
            - 2026-01-01 rate 40/h
        projects/p.md
            - 2026-05-22 cost 999 @jane 9h too early
            - 2026-06-01 cost 300 @jane 6h
            - 2026-06-02 cost 50 fonts
            - 2026-06-03 paid 2100
            - 2026-06-04 refunded 100
            - 2026-11-10 cost 80 @jane 2h
        weeks/2026-W46.md
            ## Costs
            - Mon 20 admin @jane 1h
            - Mon 70 admin
    """
    figure = figure_of("team.cost", text)
    assert (figure.value, figure.n) == ({"cost": 100, "share": Fraction(400, 2000)}, 2)


def test_team_cost_has_no_share_of_no_money() -> None:
    assert value_of("team.cost", "") == {"cost": 0, "share": None}
