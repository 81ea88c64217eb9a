"""What a ledger begun in the middle of things says rightly: days ill, hours from memory, marketing, the reserve."""

from __future__ import annotations

from fractions import Fraction

from opsledger.reviewing.build import build_review
from tests.ledger_text import DAY, figure_of, ledger_of, value_of

ILL = """projects/job.md
    - 2026-11-01 started
weeks/2026-W46.md
    ## Plan
    - Mon 4h job
    - Thu 4h job
    - Thu 1h learning
    ## Actual
    - Mon 4h job
    - Thu off ill
"""


def test_a_day_ill_drops_nothing_of_the_plan() -> None:
    text = "opsledger.yaml\n    areas: {learning: 1}\n" + ILL
    assert (value_of("time.kept", text), value_of("time.dropped", text)) == (1, 0)
    assert value_of("time.planned.client", text) == 4
    part = text.replace("Thu off ill", "Thu 8:00-10:00 off ill")
    assert value_of("time.planned.client", part) == 8


LUMPS = """projects/job.md
    - 2026-09-01 started
weeks/2026-W40.md
    ## Actual
    - Mon 20h job hours before the ledger
weeks/2026-W44.md
    ## Actual
    - Mon 3h job
    - Tue 3h job
weeks/2026-W45.md
    ## Actual
    - Mon 4h job
    - Tue 6h job
"""
KEPT = "opsledger.yaml\n    kept_since: 2026-10-26\n"


def test_hours_from_before_the_ledger_make_no_usual_week() -> None:
    assert figure_of("balance.pace", LUMPS).value == 8
    unsaid = LUMPS.replace(" hours before the ledger", "")
    assert figure_of("balance.pace", unsaid).value == 10
    assert figure_of("balance.pace", KEPT + unsaid).value == 8


def test_marketing_that_was_written_down_is_shown() -> None:
    late = "opsledger.yaml\n    kept_since: 2026-11-19\n" + LUMPS
    said = "weeks/2026-W46.md\n    ## Marketing\n    - Wed linkedin topic said something\n"
    silent, shown = (build_review(ledger_of(text), DAY, track_record="") for text in (late, late + said))
    assert silent.inflow.themes == ()
    assert len(shown.inflow.themes) == 4


def test_days_off_of_any_kind_are_planned() -> None:
    plan = "weeks/2026-W52.md\n    ## Plan\n    - Wed off\n    - Thu off holiday\n"
    assert value_of("time.off", plan)["planned"] == 2


def test_the_reserve_lasts_so_many_months_of_the_floor_without_living() -> None:
    money = "money.md\n    ## Log\n    - 2026-11-19 balance 6400\n    - 2026-11-19 tax 1900\n"
    settings = "opsledger.yaml\n    targets: {floor: 2250/month}\n"
    figure = figure_of("money.reserve", settings + money)
    assert figure.value["months"] == 2  # type: ignore[index]
    assert figure.note == "months at the floor: the settings have no `living`"
    living = settings.replace("targets", "living: 3000/month\n    targets")
    assert value_of("money.reserve", living + money)["months"] == Fraction(3, 2)
