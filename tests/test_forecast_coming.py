from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.bundled import bundled
from opsledger.figures.standing import Standing
from opsledger.forecast.coming import forecast
from opsledger.forecast.drawn import draw, worked
from opsledger.forecast.past import Past
from opsledger.forecast.priors import RUNS
from opsledger.forecast.result import data
from opsledger.forecast.sales import Habits
from opsledger.forecast.what_if import NOTHING, parse_what_if
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing
from opsledger.loading import load
from opsledger.values.days import Interval, Week
from tests.fuzzing import bounded

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def sample():
    return load(bundled("sample-ledger"))


@pytest.fixture(scope="module")
def plain(sample):
    return forecast(sample, DAY)


def ledger_of(folder: Path, files: dict[str, str]):
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(files.values())
    for name, content in {"opsledger.yaml": "", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    found = load(folder)
    assert [problem.rule.code for problem in found.problems] == (["setting-odd"] if "client_hours: 0" in text else [])
    return found


def lead(stage: str, day: date, hours: int) -> str:
    return f"---\nname: x\nsource: web\nhours: {hours}h\n---\n\n## Log\n\n- {day} in hello\n- {day} {stage}\n"


def project(day: date, estimate: int, *words: str) -> str:
    lines = "".join(f"- {day} {word}\n" for word in words)
    front = f"---\nname: x\nclient: someone\nbilling: fixed\nprice: 1000\nestimate: {estimate}h\n---\n"
    return f"{front}\n## Log\n\n{lines}"


def test_the_keys_of_the_data(plain):
    found = data(plain)
    assert list(found)[:5] == ["weeks", "first_famine", "leads_needed", "needed", "planned"]
    assert list(found)[5:] == ["notes", "outlook", "stretches", "now"]
    assert list(found["outlook"]) == ["lean", "overloaded"]
    assert list(found["outlook"]["lean"]) == ["4", "8", "12"]
    assert all(list(each) == ["kind", "from", "until", "chance", "hours"] for each in found["stretches"])
    assert len(found["weeks"]) == 12
    assert list(found["weeks"][0]) == ["week", "capacity", "committed", "p10", "p50", "p90", "famine", "feast"]
    assert found["weeks"][0]["week"] == "2026-W48"


def test_the_quantiles_stand_in_order_and_chances_are_chances(plain):
    for week in plain.weeks:
        assert 0 <= week.p10 <= week.p50 <= week.p90
        if week.capacity:
            assert 0 <= week.famine <= 1
            assert 0 <= week.feast <= 1


def test_a_week_wholly_off_has_no_hours_and_no_chances(plain):
    off = next(week for week in plain.weeks if week.week == Week(2026, 53))
    assert (off.capacity, off.committed, off.p10, off.p50, off.p90) == (0, 0, 0, 0, 0)
    assert off.famine is None
    assert off.feast is None


def test_the_first_famine_is_the_first_week_that_is_likely_one(plain):
    likely = [week.week for week in plain.weeks if week.famine is not None and week.famine >= 0.5]
    assert plain.first_famine == (likely[0] if likely else None)


def test_the_same_ledger_gives_the_same_bytes(plain):
    again = forecast(load(bundled("sample-ledger")), DAY)
    assert json.dumps(data(again)) == json.dumps(data(plain))
    assert again == plain


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 7, 15), date(2026, 11, 6)])
def test_nothing_dated_later_is_seen(sample, day):
    assert forecast(sample, day, runs=100) == forecast(sample.as_of(day), day, runs=100)


def test_a_shorter_horizon_is_the_same_as_the_start_of_a_longer_one_in_shape(sample):
    assert len(forecast(sample, DAY, weeks=3, runs=50).weeks) == 3
    assert len(forecast(sample, DAY, weeks=30, runs=50).weeks) == 30


def test_every_assumption_is_explained(plain):
    names = [each.name for each in plain.explanations]
    assert len(names) == len(set(names))
    assert {"overrun", "pace", "idle", "starts", "chance.inquiry", "new leads", "retainers", "ceiling"} <= set(names)
    assert all(0 <= each.weight <= 1 and each.question and each.says for each in plain.explanations)


def test_a_lead_won_never_makes_a_week_emptier(sample):
    plain = forecast(sample, DAY, runs=60)
    for open_lead in sample.as_of(DAY).leads:
        if open_lead.is_open:
            won = forecast(sample, DAY, what_if=[parse_what_if(f"{open_lead.id}=won")], runs=60)
            lost = forecast(sample, DAY, what_if=[parse_what_if(f"{open_lead.id}=lost")], runs=60)
            for better, now, worse in zip(won.weeks, plain.weeks, lost.weeks, strict=True):
                assert better.p50 >= now.p50 >= worse.p50
                assert better.p10 >= now.p10 >= worse.p10
                assert better.committed == now.committed == worse.committed


def test_more_leads_never_make_a_week_emptier_and_none_never_fuller(sample, plain):
    more = forecast(sample, DAY, what_if=[parse_what_if("+3leads")])
    none = forecast(sample, DAY, what_if=[parse_what_if("none")])
    for better, now, worse in zip(more.weeks, plain.weeks, none.weeks, strict=True):
        assert better.p50 >= now.p50 >= worse.p50
        assert better.p90 >= now.p90 >= worse.p90


def test_time_off_empties_its_week_and_brings_no_work_further(sample, plain):
    off = forecast(sample, DAY, what_if=[parse_what_if("off=2026-12-07/2026-12-09")])
    week = next(number for number, each in enumerate(plain.weeks) if each.week == Week(2026, 50))
    assert off.weeks[week].capacity == pytest.approx(plain.weeks[week].capacity * 2 / 5)
    assert off.weeks[week].p50 < plain.weeks[week].p50
    for number in range(12):
        before, after = (sum(w.committed for w in each.weeks[: number + 1]) for each in (plain, off))
        assert after <= before + 1e-9
    for full, less in zip(
        runs_of(sample), runs_of(sample, Interval(date(2026, 12, 7), date(2026, 12, 9))), strict=True
    ):
        assert all(b <= a + 1e-6 for a, b in zip(accumulate(full), accumulate(less), strict=True))


def runs_of(ledger, *off: Interval) -> list[list[float]]:
    past = Past(Standing(ledger, DAY), off)
    drawing = Drawing(past, Habits(past), 200, 12)
    return worked(drawing, draw(drawing, Winning(drawing), NOTHING))


def test_a_whole_week_taken_off_has_no_capacity(sample):
    off = forecast(sample, DAY, what_if=[parse_what_if("off=2026-12-07/2026-12-13")], runs=50)
    assert off.weeks[2].famine is None
    assert off.weeks[2].p90 == 0


def test_days_off_that_are_over_change_nothing(sample, plain):
    found = forecast(sample, DAY, what_if=[parse_what_if("off=2026-11-02/2026-11-20")])
    assert replace(found, promises=()) == plain
    assert all(each.late == each.late_plain for each in found.promises)


def test_one_more_open_lead_lowers_nothing(sample, tmp_path):
    files = {
        str(path.relative_to(bundled("sample-ledger"))): path.read_text()
        for path in Path(str(bundled("sample-ledger"))).rglob("*")
        if path.is_file()
    }
    before = forecast(ledger_of(tmp_path / "a", files), DAY)
    files["leads/aaa-newcomer.md"] = lead("qualified", DAY - timedelta(days=3), 60)
    after = forecast(ledger_of(tmp_path / "b", files), DAY)
    for now, more in zip(before.weeks, after.weeks, strict=True):
        assert more.p50 >= now.p50
        assert more.p10 >= now.p10
        assert more.p90 >= now.p90
        assert more.committed == now.committed


def test_an_empty_ledger_is_forecast_from_the_priors(tmp_path):
    found = forecast(ledger_of(tmp_path, {}), DAY)
    assert found.too_few
    assert "none of the 8 weeks needed are recorded" in found.notes[0]
    assert found.leads_needed is None
    assert all(week.committed == 0 and week.p50 <= week.capacity for week in found.weeks)
    assert found.weeks[0].famine > 0.8


def test_a_week_old_ledger_with_one_job(tmp_path):
    files = {
        "projects/job.md": project(DAY - timedelta(days=4), 60, "booked", "started"),
        "weeks/2026-W47.md": "## Actual\n\n- Tue 5h job\n- Wed 6h job\n",
    }
    found = forecast(ledger_of(tmp_path, files), DAY)
    assert found.too_few
    assert 4 < found.weeks[0].p50 < 30
    assert found.weeks[0].p50 > found.weeks[11].committed
    assert sum(week.committed for week in found.weeks) == pytest.approx(60 * 1.1 - 11, rel=0.2)


def test_far_more_work_than_can_be_done_waits(tmp_path):
    files = {f"projects/job-{n}.md": project(DAY - timedelta(days=30), 400, "booked", "started") for n in range(120)}
    found = forecast(ledger_of(tmp_path, files), DAY, runs=60)
    assert all(week.famine is None or week.famine < 0.1 for week in found.weeks)
    assert all(week.p90 < 2 * 24 for week in found.weeks)
    assert any("will be left" in note for note in found.notes)


def test_no_hours_for_clients_at_all(tmp_path):
    found = forecast(ledger_of(tmp_path, {"opsledger.yaml": "client_hours: 0\n"}), DAY, runs=20)
    assert all(week.capacity == 0 and week.famine is None for week in found.weeks)


def test_a_won_lead_without_a_project_counts_as_booked(tmp_path):
    files = {"leads/acme.md": lead("won", DAY - timedelta(days=5), 80)}
    found = forecast(ledger_of(tmp_path, files), DAY)
    assert sum(week.committed for week in found.weeks) > 40


def test_a_retainer_takes_its_hours_every_week(tmp_path):
    text = "---\nname: x\nclient: c\nbilling: retainer\nprice: 900/month\nestimate: 26h/month\n---\n\n## Log\n\n"
    files = {"projects/care.md": f"{text}- 2026-09-01 started\n"}
    found = forecast(ledger_of(tmp_path, files), DAY, runs=RUNS)
    assert found.weeks[0].committed == pytest.approx(6, rel=0.2)
    assert 3 < found.weeks[11].committed < found.weeks[0].committed


words = st.lists(st.sampled_from(["booked", "started", "paused", "resumed", "delivered", "cancelled"]), max_size=4)
ages = st.integers(0, 400)


@bounded(10)
@given(
    st.lists(st.tuples(ages, st.integers(1, 300), words.filter(bool)), max_size=4),
    st.lists(st.tuples(ages, st.integers(1, 300), st.sampled_from(["inquiry", "verbal", "won", "lost"])), max_size=4),
    st.integers(0, 60),
)
def test_any_ledger_gives_a_forecast(projects, leads, week_hours):
    files = {
        f"projects/p{n}.md": project(DAY - timedelta(days=age), size, *did)
        for n, (age, size, did) in enumerate(projects)
    }
    files |= {
        f"leads/l{n}.md": lead(stage, DAY - timedelta(days=age), size) for n, (age, size, stage) in enumerate(leads)
    }
    files["weeks/2026-W46.md"] = f"## Actual\n\n- Mon {min(week_hours, 24)}h {'p0' if projects else 'admin'}\n"
    if week_hours == 0:
        del files["weeks/2026-W46.md"]
    with tempfile.TemporaryDirectory() as folder:
        found = forecast(ledger_of(Path(folder), files), DAY, runs=40)
    for week in found.weeks:
        assert 0 <= week.p10 <= week.p50 <= week.p90 < 100
        assert week.committed >= 0


def test_a_lead_to_avoid_is_not_the_one_that_helps(sample, tmp_path):
    files = {
        str(path.relative_to(bundled("sample-ledger"))): path.read_text()
        for path in Path(str(bundled("sample-ledger"))).rglob("*")
        if path.is_file()
    }
    helps = forecast(sample, DAY).helps
    assert helps is not None
    assert helps.lead is not None
    lead_file = f"leads/{helps.lead}.md"
    files[lead_file] = files[lead_file].replace("---\n", "---\nideal: no\n", 1)
    other = forecast(ledger_of(tmp_path, files), DAY).helps
    assert other is not None
    assert other.lead != helps.lead
