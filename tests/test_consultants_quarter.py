"""A consultant's three months, written by commands and in an editor: days, a retainer, a tender, travel, sickness.

Every figure below is worked out by hand in the comment beside it.
"""

from __future__ import annotations

import shlex
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from opsledger.figures.standing import Standing
from opsledger.forecast.leads import draw_leads
from opsledger.forecast.past import Past
from opsledger.forecast.sales import Habits
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing
from opsledger.loading import load
from opsledger.measuring.every import figures
from opsledger.models.ledger import Ledger
from tests.cli_support import run

SETTINGS = """\
business: Rohde Advice
currency: CHF
hours: 5d
client_hours: 4d
day: 8h
holiday: 25
time_off: [2026-12-24/2027-01-01]
tasks: {advice: 100%, travel: 50%, meeting: 0%}
targets: {rate: 1200/day}
"""

COMMANDS = (
    "new client Alpina --id alpina",
    'new contact "Vera Rohn" --id vera --kind partner --every "6 weeks"',
    'new project "Alpina audit" --id audit --client alpina --billing hourly --rate 1200/day --estimate 20d'
    ' --due 2026-12-11 --line "booked" --on 2026-10-01',
    'new project "Alpina care" --id care --client alpina --billing retainer --price 1500/month --estimate 10h/month'
    ' --rollover 4h --line "started" --on 2026-10-01',
    'new lead "Canton tender" --id tender --source referral --value 40000 --hours 30d'
    ' --line "proposal sent" --on 2026-11-02',
    "set tender chance 20%",
    "set tender decision 2026-12-15",
    "set tender referred_by vera",
    "log audit started --on 2026-10-05",
    "track 2026-10-05 1d audit advice",
    "track 2026-10-06 4h audit travel",
    "track 2026-10-07 2h audit meeting",
    "track 2026-10-08 6h care",
    "track 2026-10-12 0.5d audit advice",
    "plan 2026-10-16 13:00-17:00 off holiday",
    "track 2026-10-20 1h admin",
    "track 2026-10-27 1h admin",
    "track 2026-11-03 off sick",
    "track 2026-11-04 4h off sick",
    "track 2026-11-05 1d2h audit advice",
    "track 2026-11-10 12h care",
    "log audit left 4d they want a second site --on 2026-11-10",
    "track 2026-11-12 1d audit advice",
    "log vera call sent the tender my way --on 2026-10-01",
    "plan 2026-12-03 1d audit",
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    folder = tmp_path_factory.mktemp("consultant")
    (folder / "opsledger.yaml").write_text(SETTINGS, encoding="utf-8")
    for command in COMMANDS:
        result = run(folder, *shlex.split(command))
        assert result.exit_code == 0, (command, result.stderr)
    week = folder / "weeks/2026-W47.md"  # one week in an editor
    week.write_text(
        "## Actual\n- Mon 1d audit advice\n- Tue 2h audit travel back by train\n- Fri 0.5d off\n\n"
        "## Marketing\n- Wed linkedin engage @vera who else builds there\n",
        encoding="utf-8",
    )
    checked = run(folder, "check", "--strict", "--on", "2026-11-20")
    assert checked.exit_code == 0, checked.stdout
    return load(folder)


@pytest.fixture(scope="module")
def measured(ledger: Ledger) -> dict[str, Any]:
    return {name: figure.value for name, figure in figures(ledger, date(2026, 11, 20)).items()}


def test_hours_are_those_of_days(measured: dict[str, Any]) -> None:
    # 8 + 4 + 2 + 4 + 10 + 8, and in the editor 8 + 2; sold 20 days
    audit = measured["outflow.projects.audit"]
    assert (audit["spent"], audit["sold"], audit["left"]) == (46, 160, 114)


def test_travel_is_billed_at_half_and_meetings_are_not(measured: dict[str, Any]) -> None:
    # 150 an hour: 8 + 4 + 10 + 8 + 8 of advice, half of 4 + 2 of travel, nothing of 2
    assert measured["outflow.rate.audit"]["revenue"] == 150 * (38 + 3)
    assert measured["outflow.rate.audit"]["rate"] == Fraction(150 * 41, 46)


def test_unused_hours_of_the_retainer_move_on_once(measured: dict[str, Any]) -> None:
    # October leaves 4 of 10, and 4 move on; November has 14 and used 12: the 4 first, so 2 of its own are left
    care = measured["outflow.projects.care"]
    assert (care["sold"], care["spent"], care["left"]) == (14, 12, 2)
    assert measured["outflow.rollover.care"] == {"carried": 4, "unused": 2, "moves_on": 2}
    assert measured["outflow.rate.care"]["revenue"] == 3000


def test_what_is_left_is_the_own_estimate_less_the_hours_since(measured: dict[str, Any]) -> None:
    # 32 h on 10 November, then 8 + 8 + 2
    assert measured["outflow.left.audit"] == {"as_sold": 114, "likely": 14}
    # weeks of 12 and 10 h, none before: W43 to W46 hold 0, 0, 10 and 8, so 4.5 a week, and 14 h take 15.6 weekdays,
    # none of them off: from Monday, 23 November, to 14 December
    assert measured["outflow.finish.audit"] == {
        "left": 14,
        "pace": Fraction(9, 2),
        "day": date(2026, 12, 14),
        "due": date(2026, 12, 11),
        "late": 3,
    }


def test_days_off_are_counted_by_kind(measured: dict[str, Any]) -> None:
    # half a day in October; 24, 25 and 28 to 31 December are weekdays; ill for a day and a half; half a Friday besides
    assert measured["time.off"] == {
        "allowed": 25,
        "taken": Fraction(1, 2),
        "planned": 6,
        "left": Fraction(49, 2),
        "sick": Fraction(3, 2),
        "other": Fraction(1, 2),
    }


def test_half_days_lower_what_there_is(measured: dict[str, Any]) -> None:
    # the fortnight to 20 November has ten weekdays of 8 h, less half of the last; 8 + 8 + 2 and 12 h went to clients
    assert measured["time.client_share"]["of_available"] == Fraction(30, 76)


def test_the_tender_counts_by_its_own_chance(measured: dict[str, Any]) -> None:
    assert measured["inflow.weighted_value"]["mean"] == 8000
    assert measured["inflow.weighted_hours"]["mean"] == 48
    assert measured["inflow.stale"] == []  # they decide on 15 December
    assert measured["network.referral"]["leads"] == 1


def test_whom_to_be_in_touch_with_follows_from_the_log_and_from_marketing(
    ledger: Ledger, measured: dict[str, Any]
) -> None:
    assert measured["network.due"] == []  # named on 18 November
    later = figures(ledger, date(2026, 12, 31))["network.due"].value
    assert later == ["vera"]  # 42 days after it, on 30 December, was the last day


def test_the_forecast_wins_the_tender_on_its_day_or_not_at_all(ledger: Ledger) -> None:
    past = Past(Standing(ledger, date(2026, 11, 20)))
    drawing = Drawing(past, Habits(past), 1000, 8)
    (runs,) = draw_leads(drawing, Winning(drawing), {}, ()).values()
    won = [jobs[0] for jobs in runs if jobs]
    assert len(won) / len(runs) == pytest.approx(0.2, abs=0.03)
    assert min(job.start for job in won) >= drawing.at(date(2026, 12, 15).toordinal())
