"""Time is written down where it belongs, with what stands in its way told of."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Token
from datetime import tzinfo
from pathlib import Path
from typing import Self

import pytest

from opsledger.loading import load
from opsledger.values.clock import Clock
from tests.cli_support import CLOCK, clock_at, run, write_ledger

HARBOR = "---\nname: Harbor\nclient: harbor\nbilling: hourly\nrate: 90/h\n---\n## Log\n- 2026-11-02 started\n"
WEEK = "weeks/2026-W47.md"
DAY = "2026-11-20"  # a Friday


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, {"projects/harbor.md": HARBOR, "opsledger.yaml": "tasks: [build]\n"})


@pytest.fixture
def clock() -> Iterator[StandingClock]:
    with StandingClock() as standing:
        yield standing


class StandingClock:
    """A clock that stands where it is put, for every command that is run."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        self.zone = zone
        self.before: Token[Clock | None]

    def __enter__(self) -> Self:
        self.before = CLOCK.set(None)
        self.stands("2026-11-20T09:00:30")
        return self

    def __exit__(self, *_: object) -> None:
        CLOCK.reset(self.before)

    def stands(self, written: str) -> None:
        CLOCK.set(clock_at(written, self.zone))


def done(ledger: Path, *arguments: str) -> str:
    """What a command prints."""
    result = run(ledger, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(ledger: Path, *arguments: str) -> str:
    """Why a command does nothing."""
    before = {path: path.read_bytes() for path in ledger.rglob("*.md")}
    result = run(ledger, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert {path: path.read_bytes() for path in ledger.rglob("*.md")} == before
    return result.stderr


def lines_of(ledger: Path, path: str = WEEK) -> list[str]:
    text = (ledger / path).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("- ")]


def test_time_goes_into_the_week_of_its_day_which_is_made(ledger: Path) -> None:
    result = run(ledger, "track", "9:00-10:30", "harbor", "build", "a page", "--on", DAY)
    assert result.stdout == f"{WEEK}:5: - Fri 9:00-10:30 harbor build a page\n"
    assert "2026-W47.md is new" in result.stderr
    assert (ledger / WEEK).read_text(encoding="utf-8") == (
        "## Plan\n\n## Actual\n\n- Fri 9:00-10:30 harbor build a page\n\n## Marketing\n"
    )
    (block,) = load(ledger).weeks[0].actual
    assert (block.target and block.target.id, block.task, block.text) == ("harbor", "build", "a page")


@pytest.mark.parametrize(
    ("command", "day", "written"),
    [
        ("track", "Fri", f"{WEEK}:5: - Fri"),
        ("track", "thursday", f"{WEEK}:5: - Thu"),
        ("track", "Sat", "weeks/2026-W46.md:5: - Sat"),
        ("track", "2026-10-01", "weeks/2026-W40.md:5: - Thu"),
        ("plan", "Fri", f"{WEEK}:3: - Fri"),
        ("plan", "Sat", f"{WEEK}:3: - Sat"),
        ("plan", "Mon", "weeks/2026-W48.md:3: - Mon"),
    ],
)
def test_a_weekday_is_the_last_one_for_what_was_done_and_the_next_one_for_a_plan(
    command: str, day: str, written: str, ledger: Path
) -> None:
    assert done(ledger, command, day, "1h", "admin", "--on", DAY).startswith(written)


def test_a_week_that_was_filed_away_is_found(ledger: Path) -> None:
    write_ledger(ledger, {"weeks/2026/2026-W47.md": "## Actual\n- Mon 1h admin\n"})
    assert done(ledger, "track", "2h", "harbor", "--on", DAY) == "weeks/2026/2026-W47.md:3: - Fri 2h harbor\n"


def test_what_overlaps_is_refused_with_the_block_it_hits(ledger: Path) -> None:
    done(ledger, "track", "9:00-10:30", "harbor", "--on", DAY)
    why = refused(ledger, "track", "10:00-11:00", "admin", "--on", DAY)
    assert "10:00-11:00 overlaps 09:00-10:30" in why
    assert f"also {WEEK}:5:3: the other block\n        Fri 9:00-10:30 harbor\n" in why


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("9:00-10:00",), "what the time is for is missing"),
        (("Mon",), "the time and what it is for are missing"),
        (("9:00-10:00", "harbour"), "did you mean `harbor`?"),
        (("10:00-9:00", "admin"), "ends before it starts"),
        (("23:00-25:00", "admin"), "a day ends at 24:00"),
        (("1h", "admin", "a\nb"), "control characters"),
    ],
)
def test_what_is_no_block_is_refused(words: tuple[str, ...], why: str, ledger: Path) -> None:
    assert why in refused(ledger, "track", *words, "--on", DAY)


def test_a_day_off_is_planned(ledger: Path) -> None:
    done(ledger, "plan", "Thu", "off", "--on", DAY)
    assert lines_of(ledger, "weeks/2026-W48.md") == ["- Thu off"]


def test_what_was_started_is_written_when_it_is_stopped(ledger: Path, clock: StandingClock) -> None:
    assert done(ledger, "start", "harbor", "build") == "09:00 harbor build\n"
    assert not (ledger / "weeks").exists()
    clock.stands("2026-11-20T10:12:05")
    assert "being timed: harbor build since 09:00 (9:00-10:12)" in run(ledger, "time", "--today", "--on", DAY).stderr
    assert done(ledger, "stop", "the page") == f"{WEEK}:5: - Fri 9:00-10:12 harbor build the page\n"
    assert "nothing is being timed" in refused(ledger, "stop")


def test_one_thing_is_timed_at_a_time(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    assert "`harbor` has been timed since 09:00" in refused(ledger, "start", "admin")


@pytest.mark.parametrize(
    ("words", "why"),
    [(("harbuor",), "did you mean `harbor`?"), (("admin", "--at", "9:30"), "09:30 is in the future")],
)
def test_what_could_not_be_written_later_is_refused_at_once(words: tuple[str, ...], why: str, ledger: Path) -> None:
    with StandingClock():
        assert why in refused(ledger, "start", *words)
        assert "nothing is being timed" in refused(ledger, "stop")


def test_a_start_within_another_block_is_refused(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "track", "8:30-9:30", "admin", "--on", DAY)
    assert "overlaps 08:30-09:30" in refused(ledger, "start", "harbor")


def test_past_midnight_it_becomes_two_blocks_each_in_its_week(ledger: Path, clock: StandingClock) -> None:
    clock.stands("2026-11-22T22:30:00")
    done(ledger, "start", "harbor")
    clock.stands("2026-11-23T01:15:00")
    done(ledger, "stop")
    assert lines_of(ledger) == ["- Sun 22:30-24:00 harbor"]
    assert lines_of(ledger, "weeks/2026-W48.md") == ["- Mon 0:00-1:15 harbor"]


@pytest.mark.parametrize(
    ("began", "ended", "block"),
    [
        ("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00", "- Sun 1h harbor"),  # put forward
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:15:00+01:00", "- Sun 45m harbor"),  # put back
        ("2026-11-20T09:00:00+01:00", "2026-11-20T10:30:00+00:00", "- Fri 2h30m harbor"),  # travelled
    ],
)
def test_where_the_clock_was_changed_the_duration_alone_is_written(
    began: str, ended: str, block: str, ledger: Path, clock: StandingClock
) -> None:
    clock.stands(began)
    done(ledger, "start", "harbor")
    clock.stands(ended)
    path = done(ledger, "stop").partition(":")[0]
    assert lines_of(ledger, path) == [block]


def test_what_runs_for_more_than_a_day_needs_an_end(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    clock.stands("2026-11-21T09:05:00")
    assert "say when it ended" in refused(ledger, "stop")
    assert done(ledger, "stop", "--at", "17:30") == f"{WEEK}:5: - Fri 9:00-17:30 harbor\n"


def test_an_end_that_is_still_to_come_is_refused(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    clock.stands("2026-11-20T10:00:00")
    assert "11:00 on 2026-11-20 is in the future" in refused(ledger, "stop", "--at", "11:00")
    assert "Under a minute passed" in run(ledger, "stop", "--at", "9:00").stderr


def test_a_clock_set_back_before_the_beginning_is_told_of(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    clock.stands("2026-11-20T08:00:00")
    assert "was the clock set back?" in refused(ledger, "stop")


def test_less_than_a_minute_is_not_written(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    clock.stands("2026-11-20T09:00:59")
    result = run(ledger, "stop")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Under a minute passed" in result.stderr
    assert not (ledger / "weeks").exists()


def test_what_was_started_by_mistake_is_dropped(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    clock.stands("2026-11-20T11:00:00")
    done(ledger, "stop", "--drop")
    assert not (ledger / "weeks").exists()
    done(ledger, "start", "admin")


def test_where_a_block_is_in_the_way_the_time_goes_on(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    done(ledger, "track", "9:30-10:00", "admin", "--on", DAY)
    clock.stands("2026-11-20T11:00:00")
    assert "overlaps 09:30-10:00" in refused(ledger, "stop")
    assert done(ledger, "stop", "--at", "9:30").endswith("- Fri 9:00-9:30 harbor\n")


def test_stopping_that_is_taken_back_goes_on_timing(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    clock.stands("2026-11-20T10:00:00")
    done(ledger, "stop")
    again = run(ledger, "undo")
    assert again.stdout == f"{WEEK} is removed\n"
    assert again.stderr.endswith("`harbor` is being timed again since 09:00 on 2026-11-20\n")
    clock.stands("2026-11-20T11:00:00")
    assert done(ledger, "stop").endswith("- Fri 9:00-11:00 harbor\n")


def test_a_dry_run_of_stopping_goes_on_timing(ledger: Path, clock: StandingClock) -> None:
    done(ledger, "start", "harbor")
    clock.stands("2026-11-20T10:00:00")
    assert "+- Fri 9:00-10:00 harbor" in done(ledger, "stop", "--dry-run")
    assert not (ledger / "weeks").exists()
    done(ledger, "stop")


def test_what_is_timed_stands_in_no_folder_of_the_ledger(ledger: Path, clock: StandingClock) -> None:
    before = sorted(ledger.rglob("*"))
    done(ledger, "start", "harbor")
    assert sorted(ledger.rglob("*")) == before


def test_a_week_that_tracking_made_gets_its_plan_later(ledger: Path) -> None:
    write_ledger(ledger, {"schedule.md": "## Plan\n- Mon 9:00-12:00 client\n"})
    done(ledger, "track", "1h", "admin", "--on", DAY)
    assert done(ledger, "new", "week", "2026-W47", "--on", "2026-11-16") == f"{WEEK}:3: - Mon 9:00-12:00 client\n"
    assert lines_of(ledger) == ["- Mon 9:00-12:00 client", "- Fri 1h admin"]


def test_a_new_week_says_what_is_left_over_of_open_work(ledger: Path) -> None:
    closed = HARBOR + "- 2026-11-18 delivered\n"
    plan = "- Mon 3h harbor\n- Tue 2h closed\n- Wed 2h admin\n- Thu 15m harbor\n- Fri 4h harbor\n"
    week = f"## Plan\n{plan}\n## Actual\n- Mon 1h30m harbor\n"
    write_ledger(ledger, {"projects/closed.md": closed, WEEK: week, "schedule.md": "## Plan\n- Mon 3h client\n"})
    done(ledger, "new", "week", "2026-W48", "--on", DAY)
    assert (
        (ledger / "weeks/2026-W48.md")
        .read_text(encoding="utf-8")
        .startswith("## Plan\n\nLeft over from 2026-W47: harbor 1h45m.\n\n- Mon 3h client\n\n## Actual\n")
    )


def test_today_is_a_day_of_its_own(ledger: Path) -> None:
    done(ledger, "track", "1h", "admin", "--on", DAY)
    done(ledger, "track", "2h", "harbor", "--on", "2026-11-19")
    shown = run(ledger, "time", "--today", "--on", DAY).stdout
    assert "admin" in shown
    assert "harbor" not in shown
    assert "--today is one day: leave out --week" in refused(ledger, "time", "--today", "--week", "2026-W47")


def test_a_span_that_ends_before_it_begins_is_refused(ledger: Path) -> None:
    assert "--from 2026-11-20 is later" in refused(ledger, "time", "--from", "2026-11-20", "--to", "2026-11-01")
    assert run(ledger, "time", "--from", DAY, "--to", DAY).exit_code == 0


@pytest.mark.parametrize("command", ["leads", "time", "settings", "forecast"])
def test_one_form_is_asked_for_at_a_time(command: str, ledger: Path) -> None:
    assert "use --json or --csv, not both" in refused(ledger, command, "--json", "--csv")


PLAN = "## Plan\n- Mon 9:00-12:30 client\n- Mon 14:00-16:00 client\n- Tue 9:00-12:30 client kick-off\n\n## Actual\n"
NEXT = "weeks/2026-W48.md"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Mon 9:00-12:00 harbor", ["- Mon 9:00-12:00 harbor", "- Mon 12:00-12:30 client", "- Mon 14:00-16:00 client"]),
        ("Mon 9:00-12:30 harbor build", ["- Mon 9:00-12:30 harbor build", "- Mon 14:00-16:00 client"]),
        (
            "Mon 14:30-15:00 harbor build a page",
            [
                "- Mon 9:00-12:30 client",
                "- Mon 14:00-14:30 client",
                "- Mon 14:30-15:00 harbor build a page",
                "- Mon 15:00-16:00 client",
            ],
        ),
    ],
)
def test_a_project_is_planned_within_the_time_kept_for_clients(words: str, lines: list[str], ledger: Path) -> None:
    write_ledger(ledger, {NEXT: PLAN})
    done(ledger, "plan", *words.split(), "--on", DAY)
    assert lines_of(ledger, NEXT) == [*lines, "- Tue 9:00-12:30 client kick-off"]
    done(ledger, "undo")
    assert (ledger / NEXT).read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize(
    "words",
    [
        "Mon 9:00-13:00 harbor",  # goes beyond it
        "Mon 10:00-15:00 harbor",  # over two of them
        "Mon 9:00-10:00 admin",  # no project
        "Mon 9:00-10:00 site",  # a project that is no client's
        "Tue 9:00-10:00 harbor",  # the block says what it is
    ],
)
def test_no_other_block_makes_room_in_a_plan(words: str, ledger: Path) -> None:
    site = "---\nname: Site\nbilling: internal\n---\n## Log\n- 2026-11-02 started\n"
    write_ledger(ledger, {NEXT: PLAN, "projects/site.md": site})
    assert " overlaps " in refused(ledger, "plan", *words.split(), "--on", DAY)


def test_what_was_done_never_takes_the_place_of_client_time(ledger: Path) -> None:
    write_ledger(ledger, {NEXT: "## Actual\n- Mon 9:00-12:30 client\n"})
    assert " overlaps " in refused(ledger, "track", "2026-11-23", "9:00-10:00", "harbor", "--on", DAY)


def test_a_piece_of_client_time_is_written_as_its_neighbours_are(ledger: Path) -> None:
    write_ledger(ledger, {NEXT: "## Plan\r\n\r\n* 2026-11-23 9:00-12:00 client\r\n  kept\r\n"})
    assert " overlaps " in refused(ledger, "plan", "Mon", "9:00-10:00", "harbor", "--on", DAY)  # it has a text
    write_ledger(ledger, {NEXT: "## Plan\r\n\r\n* 2026-11-23 9:00-12:00 client\r\n\r\n  a paragraph below\r\n"})
    done(ledger, "plan", "Mon", "10:00-11:00", "harbor", "--on", DAY)
    assert (ledger / NEXT).read_bytes() == (
        b"## Plan\r\n\r\n* 2026-11-23 9:00-10:00 client\r\n* Mon 10:00-11:00 harbor\r\n"
        b"* 2026-11-23 11:00-12:00 client\r\n\r\n  a paragraph below\r\n"
    )


@pytest.mark.parametrize(
    ("command", "schedule", "told"),
    [
        ("track", "## Plan\n- Mon 9:00-12:00 client\n", "; `opsledger new week 2026-W47` adds the plan of schedule.md"),
        ("track", "", ""),
        ("plan", "## Plan\n- Mon 9:00-12:00 client\n", ""),
    ],
)
def test_a_new_week_is_told_how_to_get_its_plan_where_that_works(
    command: str, schedule: str, told: str, ledger: Path
) -> None:
    write_ledger(ledger, {"schedule.md": schedule})
    assert run(ledger, command, "Fri", "1h", "admin", "--on", DAY).stderr == f"{WEEK} is new{told}\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2026-02-30 2h admin", "`2026-02-30` is not a date (February has 28 days in 2026)"),
        ("tomorow 2h admin", "`tomorow` is neither a day nor a time: a day is `Tue`, `Tuesday` or `2026-11-24`"),
        ("Frday 2h admin", "`Frday` is neither a day nor a time: did you mean `friday`?"),
        ("Wed of", "hint: did you mean `off`?"),
    ],
)
def test_what_is_no_day_or_time_is_told_what_one_is(words: str, why: str, ledger: Path) -> None:
    assert why in refused(ledger, "plan", *words.split(), "--on", DAY)


@pytest.mark.parametrize(
    ("typed", "path", "written"),
    [
        ("9-10 harbor", WEEK, "- Fri 9:00-10:00 harbor"),
        ("9.00-10.30 har build", WEEK, "- Fri 9:00-10:30 harbor build"),
        ("9am-12pm harbor", WEEK, "- Fri 9:00-12:00 harbor"),
        ("11-1pm sales", WEEK, "- Fri 11:00-13:00 sales"),
        ("9:30am-12:15pm sales", WEEK, "- Fri 9:30-12:15 sales"),
        ("Mo 1,5h admin", WEEK, "- Mon 1h30m admin"),
        ("yesterday 1:30 admin", WEEK, "- Thu 1h30m admin"),
        ("last friday 2h30 admin", "weeks/2026-W46.md", "- Fri 2h30m admin"),
        ("2026-11-3 3 h admin", "weeks/2026-W45.md", "- Tue 3h admin"),
        ("3.11.2026 45 min admin letters", "weeks/2026-W45.md", "- Tue 45m admin letters"),
        ("19.11. 2h admin", WEEK, "- Thu 2h admin"),
    ],
)
def test_a_block_is_understood_as_people_type_it(typed: str, path: str, written: str, ledger: Path) -> None:
    done(ledger, "track", *typed.split(), "--on", DAY)
    assert lines_of(ledger, path) == [written]


def test_a_date_that_two_countries_read_differently_is_refused(ledger: Path) -> None:
    assert "`3/4/2026`" in refused(ledger, "track", "3/4/2026", "2h", "admin", "--on", DAY)


def test_an_id_cut_short_that_fits_several_open_projects_is_refused_with_the_choice(ledger: Path) -> None:
    write_ledger(ledger, {"projects/harvest.md": HARBOR})
    assert "`ha` matches several: harbor, harvest" in refused(ledger, "track", "1h", "ha", "--on", DAY)


def test_an_id_cut_short_means_the_project_that_goes_on(ledger: Path) -> None:
    write_ledger(ledger, {"projects/harvest.md": f"{HARBOR}- 2026-11-03 delivered\n"})
    assert done(ledger, "track", "1h", "ha", "--on", DAY).endswith("- Fri 1h harbor\n")
