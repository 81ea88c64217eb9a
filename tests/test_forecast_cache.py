"""What is kept of forecasts between runs is what would be made again, whatever was edited in between."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from opsledger.cache import MOST, cache_folder, cached
from opsledger.forecast.backtest import backtest
from opsledger.forecast.coming import forecast
from opsledger.forecast.frozen_scoring import score_frozen
from opsledger.forecast.recalled import backtest_line, kept_forecast
from opsledger.forecast.result import data
from opsledger.forecast.seen import fingerprints
from opsledger.loading import load
from opsledger.publishing.frozen import frozen_forecasts
from opsledger.publishing.reviews import publish_review
from tests.cli_support import SAMPLE, run
from tests.ledger_text import ledger_of

DAY = date(2026, 11, 20)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "opsledger"


def test_what_is_kept_is_what_is_made(cache: Path) -> None:
    ledger = load(SAMPLE)
    made = dataclasses.replace(forecast(ledger, DAY), explanations=())
    assert kept_forecast(ledger, DAY) == made
    assert len(list(cache.glob("*forecasts/*"))) == 1
    assert kept_forecast(ledger, DAY) == made


def test_a_kept_file_that_is_none_is_made_anew(cache: Path) -> None:
    ledger = ledger_of(random_ledger(Random(1)))
    made = kept_forecast(ledger, DAY)
    (file,) = cache.glob("*forecasts/*")
    for text in ("", "{", "[]", "{}", '{"weeks": 3}', "\x00"):
        file.write_text(text)
        assert kept_forecast(ledger, DAY) == made
    assert json.loads(file.read_text().partition("\n")[2])["known"] == made.known


def test_without_a_place_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert cache_folder("forecasts") is None
    assert cached("any", "key", lambda: 3, int) == 3


def test_of_too_many_results_the_older_half_goes(cache: Path) -> None:
    folder = cache_folder("many")
    assert folder is not None
    for number in range(MOST):
        (folder / f"{number}.json").write_text("1")
    cached("many", "newest", lambda: 3, int)
    assert len(list(folder.iterdir())) == MOST // 2 + 1
    assert cached("many", "newest", lambda: 4, int) == 3


OF_LEADS = (
    "0{n} note a note",
    "0{n} proposal",
    "0{n} won",
    "0{n} hours {n}0h",
    "1{n} lost",
    "0{n} next 2026-12-01 call",
)
OF_PROJECTS = (
    "0{n} note a note",
    "0{n} booked",
    "0{n} started",
    "0{n} scope +{n}h more",
    "1{n} delivered",
    "0{n} due 2026-12-0{n}",
    "0{n} paid {n}00",
)


def random_ledger(luck: Random) -> str:
    """A small ledger in which anything may have happened."""

    def lines(pieces: tuple[str, ...]) -> str:
        picked = [piece.format(n=luck.randint(1, 9)) for piece in luck.sample(pieces, luck.randint(1, 5))]
        return "".join(f"    - 2026-1{luck.randint(0, 1)}-{piece}\n" for piece in picked)

    leads = "".join(f"leads/l{n}.md\n    hours: {luck.randint(5, 60)}h\n{lines(OF_LEADS)}" for n in range(2))
    projects = "".join(
        f"projects/p{n}.md\n    estimate: {luck.randint(5, 60)}h\n{lines(OF_PROJECTS)}" for n in range(2)
    )
    weeks = "".join(
        f"weeks/2026-W{number}.md\n    ## Actual\n    - Mon {luck.randint(1, 8)}h p{luck.randint(0, 1)}\n"
        for number in range(30, 47)
    )
    return f"opsledger.yaml\n    client_hours: {luck.choice((20, 24))}\n{leads}{projects}{weeks}"


def test_where_the_hash_is_the_same_the_forecast_is_the_same() -> None:
    luck = Random(7)
    seen: dict[str, object] = {}
    for _ in range(10):
        text = random_ledger(luck)
        for changed in (text, text.replace("a note", "another"), text.replace("paid", "invoiced")):
            ledger = ledger_of(changed)
            (mark,) = fingerprints(ledger, [DAY])
            found = data(forecast(ledger, DAY, weeks=4, runs=10))
            assert seen.setdefault(mark, found) == found
    assert len(seen) == 10


def test_the_past_keeps_its_hash_when_later_days_are_written() -> None:
    text = random_ledger(Random(3))
    later = text + "weeks/2026-W47.md\n    ## Actual\n    - Mon 3h p0\n"
    days = [DAY - timedelta(days=21), DAY - timedelta(days=7), DAY]
    before, after = (fingerprints(ledger_of(each), days) for each in (text, later))
    assert before[:2] == after[:2]
    assert before[2] != after[2]
    assert fingerprints(ledger_of(text), days[1:]) == before[1:]


def test_of_a_lead_that_was_lost_talk_counts_since_it_may_begin_again() -> None:
    def mark(*lines: str) -> str:
        log = "".join(f"    - 2026-10-{line}\n" for line in lines)
        return fingerprints(ledger_of(f"leads/l.md\n{log}"), [DAY])[0]

    assert mark("01 in hello", "05 lost silence") != mark("01 in hello", "05 lost silence", "20 in hello again")
    assert mark("01 in hello") == mark("01 in hello", "20 in hello again")


def test_time_off_after_the_weeks_that_are_looked_at_is_not_seen() -> None:
    text = random_ledger(Random(3))
    more = text + "weeks/2026-W50.md\n    ## Plan\n    - Mon off\n    - Tue off\n"
    days = [DAY - timedelta(days=7 * weeks) for weeks in (12, 8, 2)]
    before, after = (fingerprints(ledger_of(each), days, ahead=6) for each in (text, more))
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, False]


def test_a_late_entry_costs_only_the_weeks_after_it(cache: Path) -> None:
    text = random_ledger(Random(5))
    late = text.replace("weeks/2026-W42.md\n    ## Actual\n", "weeks/2026-W42.md\n    ## Actual\n    - Sun 2h p0\n")
    assert late != text
    days = backtest(ledger_of(text), DAY, 6, runs=10).days
    kept = {file.name for file in (cache / "told").iterdir()}
    assert len(kept) == len(days) == 6
    backtest(ledger_of(late), DAY, 6, runs=10)
    redone = [day for day in days if day >= date(2026, 10, 18)]
    assert len({file.name for file in (cache / "told").iterdir()} - kept) == len(redone) < 6


def test_a_forecast_beyond_the_last_year_of_a_ledger_is_kept_too(cache: Path) -> None:
    ledger = ledger_of("weeks/2026-W47.md\n    ## Actual\n    - Mon 9:00-12:00 client\n")
    weeks = [str(week.week) for week in kept_forecast(ledger, date(2199, 12, 27), 2).weeks]
    assert weeks == ["2200-W01", "2200-W02"]
    assert [str(week.week) for week in kept_forecast(ledger, date(2199, 12, 27), 2).weeks] == weeks


def test_the_line_of_the_review_is_the_backtests_sentence(cache: Path) -> None:
    ledger = load(SAMPLE)
    line = backtest_line(ledger, DAY, n=4)
    assert line == backtest(ledger, DAY, 4).summary
    assert line.startswith("Tested on 4 past weeks: ")
    assert backtest_line(ledger, DAY, n=4) == line


def test_a_review_freezes_its_forecast_and_the_backtest_scores_it_as_written(tmp_path: Path) -> None:
    text = random_ledger(Random(5))
    ledger_of(text, tmp_path)
    publish_review(load(tmp_path), DAY - timedelta(days=35))
    frozen = frozen_forecasts(load(tmp_path))
    assert [day for day, _ in frozen] == [DAY - timedelta(days=35)]
    file = tmp_path / "reviews" / f"{DAY - timedelta(days=35)}.figures.json"
    head, forecast_line = file.read_text("utf-8").split('"balance.forecast"')
    file.write_text(head + '"balance.forecast"' + forecast_line.replace('"p10": ', '"p10": 1000'), "utf-8")
    score = score_frozen(load(tmp_path), DAY, frozen_forecasts(load(tmp_path)))
    assert score is not None
    assert (score.reviews, score.held) == (1, 0.0)
    assert score.weeks == 4
    assert score_frozen(load(tmp_path), DAY - timedelta(days=35), frozen_forecasts(load(tmp_path))) is None


def test_the_forecast_is_no_figure_to_explain_but_says_where_it_is() -> None:
    result = run(SAMPLE, "explain", "balance.forecast", "--on", "2026-11-20")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "opsledger forecast" in result.stderr
