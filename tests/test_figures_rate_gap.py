"""What an hour earned against the target, taken apart; each number worked out by hand.

The day is Friday, 20 November 2026; the last 52 weeks begin on 22 November 2025.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from opsledger.loading import load
from opsledger.measuring.every import figures
from opsledger.reviewing.earned import told_parts
from tests.cli_support import SAMPLE
from tests.ledger_text import figure_of, value_of

NAME = "outflow.rate_gap"
TARGET = "opsledger.yaml\n    targets: {rate: 100/h}\n"
JOB = """projects/job.md
    client: ada
    service: website
    price: 900
    estimate: 10h
    - 2026-10-01 started
    - 2026-10-30 delivered
weeks/2026-W41.md
    ## Actual
    - Mon 12h job
"""


def gap(text: str) -> dict[str, Fraction | None]:
    value = value_of(NAME, TARGET + text)
    assert isinstance(value, dict)
    return value


def test_hours_beyond_the_estimate_are_overrun() -> None:
    assert gap(JOB) == {"target": 100, "sold": 90, "overrun": -15, "costs": 0, "credits": 0, "result": 75}


def test_costs_and_credits_are_parts_of_their_own() -> None:
    text = JOB.replace("- 2026-10-30", "- 2026-10-20 cost 60\n    - 2026-10-21 credited 120\n    - 2026-10-30")
    assert gap(text) == {"target": 100, "sold": 90, "overrun": -15, "costs": -5, "credits": -10, "result": 60}


def test_scope_that_is_paid_for_is_sold() -> None:
    text = JOB.replace("- 2026-10-30", "- 2026-10-20 scope +5h +600 more\n    - 2026-10-30")
    assert gap(text)["sold"] == 100


RETAINER = """projects/care.md
    client: ben
    billing: retainer
    price: 400/month
    estimate: 5h/month
    - 2026-08-20 started
weeks/2026-W37.md
    ## Actual
    - Mon 4h care
weeks/2026-W42.md
    ## Actual
    - Mon 4h care
weeks/2026-W46.md
    ## Actual
    - Mon 9h care
"""


def test_a_running_retainer_counts_by_its_whole_months() -> None:
    # August to October are over: 3 x 400 for 15 h sold and 8 h worked; November is not
    assert gap(RETAINER) == {"target": 100, "sold": 80, "overrun": 70, "costs": 0, "credits": 0, "result": 150}


def test_what_is_by_the_hour_without_an_estimate_has_no_overrun() -> None:
    text = JOB.replace("price: 900\n    estimate: 10h", "billing: hourly\n    rate: 70/h")
    assert gap(text) == {"target": 100, "sold": 70, "overrun": 0, "costs": 0, "credits": 0, "result": 70}


def test_what_was_finished_before_the_last_52_weeks_does_not_count() -> None:
    old = JOB.replace("2026-10-01", "2025-10-01").replace("2026-10-30", "2025-11-21").replace("2026-W41", "2025-W41")
    figure = figure_of(NAME, TARGET + old)
    assert figure.n == 0
    assert figure.note == "too few: no project finished in 52 weeks, and no whole month of a retainer"


def test_without_a_target_the_parts_stand() -> None:
    value = value_of(NAME, JOB)
    assert (value["target"], value["result"]) == (None, 75)


def test_it_is_told_by_service_by_client_and_by_source() -> None:
    text = TARGET + JOB + RETAINER
    assert value_of("outflow.by_service.website", text)["result"] == 75
    assert value_of("outflow.by_service.none", text)["hours"] == 8
    assert value_of("outflow.by_client.ben", text)["revenue"] == 1200
    assert value_of("outflow.by_source.none", text)["hours"] == 20
    lead = "leads/asked.md\n    source: referral\n    - 2026-09-01 in x\n    - 2026-09-20 won\n"
    won = lead + JOB.replace("client: ada", "client: ada\n    lead: asked")
    assert value_of("outflow.by_source.referral", won)["result"] == 75


def test_retainers_that_run_are_counted() -> None:
    assert value_of("outflow.retainers", RETAINER) == 1
    paused = RETAINER.replace("2026-08-20 started", "2026-08-20 started\n    - 2026-11-01 paused")
    assert value_of("outflow.retainers", paused) == 0
    assert value_of("outflow.retainers", JOB) == 0


@pytest.mark.parametrize("day", [date(2026, 3, 6), date(2026, 6, 26), date(2026, 11, 20)])
def test_the_parts_sum_to_the_result(day: date) -> None:
    found = figures(load(SAMPLE), day)
    names = [name for name in found if name == NAME or name.startswith(("outflow.by_service.", "outflow.by_client."))]
    assert len(names) > 3
    for name in names:
        value = found[name].value
        assert isinstance(value, dict)
        assert value["sold"] + value["overrun"] + value["costs"] + value["credits"] == value["result"]


def test_the_parts_of_a_rate_add_up_as_they_are_shown() -> None:
    gap = {"sold": Fraction("92.4"), "overrun": Fraction("-6.3"), "costs": Fraction("-1.2"), "credits": Fraction(0)}
    parts = told_parts(gap | {"result": Fraction("84.4")})
    assert [(part.name, part.amount) for part in parts] == [("hours over the estimate", -6), ("costs", -2)]
    assert told_parts(gap | {"result": None}) == ()
