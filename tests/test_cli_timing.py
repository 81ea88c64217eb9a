"""What is timed, in nights in which the clock is changed, in ledgers that are moved or copied, and for too long."""

from __future__ import annotations

import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from opsledger.values.clock import Clock
from tests.cli_support import clock_at, run, write_ledger

WEEK = "weeks/2026-W47.md"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "ledger", {"weeks/README.md": ""})


def at(written: str) -> Clock:
    """A clock in Berlin; an offset tells the one of two moments from the other."""
    clock = clock_at(written, BERLIN)
    return Clock(clock.read, BERLIN)


def done(ledger: Path, when: str, *arguments: str) -> str:
    result = run(ledger, *arguments, clock=at(when))
    assert result.exit_code == 0, result.stderr
    return result.stdout + result.stderr


def refused(ledger: Path, when: str, *arguments: str) -> str:
    result = run(ledger, *arguments, clock=at(when))
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def written(ledger: Path) -> list[str]:
    """Every block of the ledger."""
    texts = [place.read_text(encoding="utf-8") for place in sorted((ledger / "weeks").glob("2*.md"))]
    return [line for text in texts for line in text.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("began", "ended", "blocks"),
    [
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:15:00+01:00", ["- Sun 45m admin"]),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T03:15:00+01:00", ["- Sun 45m admin"]),
        ("2026-10-24T22:00:00+02:00", "2026-10-25T05:00:00+01:00", ["- Sat 22:00-24:00 admin", "- Sun 6h admin"]),
        ("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00", ["- Sun 1h admin"]),
        ("2026-03-28T23:00:00+01:00", "2026-03-29T04:00:00+02:00", ["- Sat 23:00-24:00 admin", "- Sun 3h admin"]),
    ],
)
def test_a_night_in_which_the_clock_is_changed_is_as_long_as_it_was(
    began: str, ended: str, blocks: list[str], ledger: Path
) -> None:
    done(ledger, began, "start", "admin")
    done(ledger, ended, "stop")
    assert written(ledger) == blocks


def test_the_hour_that_comes_twice_can_be_timed_twice(ledger: Path) -> None:
    for began, ended in (("02:05:00+02:00", "02:55:00+02:00"), ("02:10:00+01:00", "02:40:00+01:00")):
        done(ledger, f"2026-10-25T{began}", "start", "admin")
        done(ledger, f"2026-10-25T{ended}", "stop")
    assert written(ledger) == ["- Sun 2:05-2:55 admin", "- Sun 30m admin"]


def test_a_time_that_comes_twice_is_taken_as_the_last_one_and_said_so(ledger: Path) -> None:
    told = done(ledger, "2026-10-25T03:30:00+01:00", "start", "admin", "--at", "2:30")
    assert "the clock shows 02:30 twice on 2026-10-25: the second one is used" in told
    done(ledger, "2026-10-25T03:30:00+01:00", "stop")
    assert written(ledger) == ["- Sun 1h admin"]


def test_an_end_in_the_hour_that_comes_twice_is_the_first_after_the_beginning(ledger: Path) -> None:
    done(ledger, "2026-10-25T02:45:00+02:00", "start", "admin")
    done(ledger, "2026-10-25T09:00:00+01:00", "stop", "--at", "2:30")
    assert written(ledger) == ["- Sun 45m admin"]


def test_a_time_that_never_comes_is_refused(ledger: Path) -> None:
    assert "there is no 02:30 on 2026-03-29: the clocks go forward then" in refused(
        ledger, "2026-03-29T05:00:00", "start", "admin", "--at", "2:30"
    )
    done(ledger, "2026-03-29T01:30:00", "start", "admin")
    assert "there is no 02:15 on 2026-03-29" in refused(ledger, "2026-03-29T05:00:00", "stop", "--at", "2:15")
    done(ledger, "2026-03-29T05:00:00", "stop")
    assert written(ledger) == ["- Sun 2h30m admin"]


def test_what_runs_for_more_than_ten_hours_needs_its_end_said(ledger: Path) -> None:
    done(ledger, "2026-11-20T08:00:00", "start", "admin")
    told = refused(ledger, "2026-11-20T19:20:00", "stop")
    assert "it began at 08:00 on 2026-11-20, 11h20m ago, and is still being timed" in told
    assert "`opsledger stop --at 17:30`, or `--at 19:20` if it is only now" in told
    assert written(ledger) == []
    done(ledger, "2026-11-20T19:20:00", "stop", "--at", "19:20")
    assert written(ledger) == ["- Fri 8:00-19:20 admin"]


@pytest.mark.parametrize(
    ("answer", "block"), [("16:45\n", "8:00-16:45"), ("\n", "8:00-19:20"), ("x\n12:00\n", "8:00-12:00")]
)
def test_on_a_terminal_the_end_of_a_long_time_is_asked_for(
    answer: str, block: str, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opsledger.cli.stop.asks", lambda: True)
    done(ledger, "2026-11-20T08:00:00", "start", "admin")
    result = run(ledger, "stop", clock=at("2026-11-20T19:20:00"), given=answer)
    assert "It began at 08:00 on 2026-11-20, 11h20m ago. When did it end? [19:20]" in result.stdout
    assert written(ledger) == [f"- Fri {block} admin"]


def test_a_ledger_that_was_renamed_is_timed_on(ledger: Path) -> None:
    done(ledger, "2026-11-20T09:00:00", "start", "admin")
    moved = ledger.rename(ledger.with_name("moved"))
    assert "`admin` has been timed since 09:00" in refused(moved, "2026-11-20T09:30:00", "start", "admin")
    done(moved, "2026-11-20T10:00:00", "stop")
    assert written(moved) == ["- Fri 9:00-10:00 admin"]
    again = moved.rename(ledger.with_name("again"))
    done(again, "2026-11-20T10:00:00", "undo")
    assert written(again) == []


def test_a_copy_shares_neither_what_is_timed_nor_what_is_taken_back(ledger: Path) -> None:
    done(ledger, "2026-11-20T08:00:00", "track", "7:00-8:00", "admin")
    done(ledger, "2026-11-20T09:00:00", "start", "admin")
    copied = Path(shutil.copytree(ledger, ledger.with_name("copied")))
    assert "nothing is being timed" in refused(copied, "2026-11-20T10:00:00", "stop")
    assert "there is nothing to undo in this ledger" in refused(copied, "2026-11-20T10:00:00", "undo", "--yes")
    done(ledger, "2026-11-20T10:00:00", "stop")
    assert written(ledger) == ["- Fri 7:00-8:00 admin", "- Fri 9:00-10:00 admin"]


@pytest.mark.parametrize("first", ["moved", "copy"])
def test_a_copy_at_the_old_place_of_a_renamed_ledger_has_not_its_state(first: str, ledger: Path) -> None:
    done(ledger, "2026-11-20T09:00:00", "start", "admin")
    moved = ledger.rename(ledger.with_name("moved"))
    shutil.copytree(moved, ledger)
    for each in ("moved", "copy") if first == "moved" else ("copy", "moved"):
        if each == "moved":
            done(moved, "2026-11-20T10:00:00", "stop")
        else:
            assert "nothing is being timed" in refused(ledger, "2026-11-20T10:00:00", "stop")


def test_a_ledger_put_back_at_its_place_has_its_state(ledger: Path) -> None:
    done(ledger, "2026-11-20T09:00:00", "start", "admin")
    backup = shutil.copytree(ledger, ledger.with_name("backup"))
    shutil.rmtree(ledger)
    shutil.copytree(backup, ledger)
    done(ledger, "2026-11-20T10:00:00", "stop")


def test_what_was_timed_in_a_ledger_that_is_gone_is_told_of(ledger: Path) -> None:
    done(ledger, "2026-11-20T09:00:00", "start", "admin", "two letters")
    elsewhere = shutil.copytree(ledger, ledger.with_name("elsewhere"))  # as on another disk
    shutil.rmtree(ledger)
    told = refused(Path(elsewhere), "2026-11-20T10:00:00", "stop")
    assert f"`admin 'two letters'` has been timed since 09:00 on 2026-11-20 in {ledger}, which no longer exists" in told
