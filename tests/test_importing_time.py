"""Time from Toggl Track, Harvest and Clockify, into the weeks."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from opsledger.editing.edit import EditRefused
from opsledger.importing.entries import read_entries
from opsledger.importing.taken import read_taken
from opsledger.importing.targets import NameTargets
from opsledger.importing.time_plan import TimePlanning
from opsledger.importing.time_reports import HARVEST
from opsledger.importing.writing import write_plan
from opsledger.loading import load
from opsledger.loading.survey import Survey
from tests.cli_support import SAMPLE, run
from tests.importing_support import (
    EXPORTS,
    LEDGER,
    contents,
    csv_file,
    errors_in,
    imported,
    ledger_in,
    lines,
    reasons,
    toggl,
)

ROW = "Acme,Acme website,,Front page,2026-11-02,09:00:00,2026-11-02,12:30:00,"
SAMPLE_LINES = {
    "toggl.csv": [
        "Mon 9:00-11:30 harbor-ortho-website Photographs in",
        "Mon 13:00-15:15 lantern-rebrand design Front, print files second round",
        "Mon 15:30-16:00 marketing Newsletter",
        "Tue 22:30-24:00 harbor-ortho-website Deploy",
        "Wed 0:00-0:45 harbor-ortho-website Deploy",
    ],
    "toggl-2023.csv": [
        "Mon 9:00-11:30 harbor-ortho-website Photographs in",
        "Mon 15:30-16:00 marketing Newsletter",
    ],
    "harvest.csv": [
        "Mon 2h30m harbor-ortho-website Development: Photographs in",
        "Mon 1h20m lantern-rebrand design Corrections, second round",
        "Tue 45m marketing writing =2+3 things to say",
    ],
    "clockify.csv": [
        "Mon 9:00-11:30 harbor-ortho-website Photographs in",
        "Mon 12:30-14:00 lantern-rebrand design Corrections",
    ],
}


def sample_in(folder: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, folder / "ledger"))


@pytest.mark.parametrize("name", SAMPLE_LINES)
def test_a_report_as_it_is_exported_becomes_lines_of_the_week(name: str, tmp_path: Path) -> None:
    data = imported(sample_in(tmp_path), name.partition(".")[0].partition("-")[0], str(EXPORTS / name))
    assert lines(data) == SAMPLE_LINES[name]
    assert {one["file"] for one in data["write"]} == {"weeks/2026-W48.md"}


@pytest.mark.parametrize("name", SAMPLE_LINES)
def test_written_twice_it_stands_there_once_and_the_check_is_clean(name: str, tmp_path: Path) -> None:
    ledger, program = sample_in(tmp_path), name.partition(".")[0].partition("-")[0]
    imported(ledger, program, str(EXPORTS / name), "--write")
    before = contents(ledger)
    assert errors_in(ledger) == []
    again = imported(ledger, program, str(EXPORTS / name), "--write")
    assert (lines(again), again["there"]) == ([], len({one["from"] for one in _first(name, tmp_path)["write"]}))
    assert contents(ledger) == before


def _first(name: str, folder: Path) -> dict[str, list[dict[str, str]]]:
    program = name.partition(".")[0].partition("-")[0]
    data: dict[str, list[dict[str, str]]] = imported(sample_in(folder / "other"), program, str(EXPORTS / name))
    return data


def test_a_preview_changes_nothing(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    before = contents(ledger)
    result = run(ledger, "import", "toggl", csv_file(tmp_path, toggl(ROW)))
    assert contents(ledger) == before
    assert "weeks/2026-W45.md  2026-11-02 Mon 9:00-12:30 site Front page  export.csv:2" in result.stdout
    assert "To write it, add --write." in result.stderr


def test_rows_are_left_out_with_their_line_and_why(tmp_path: Path) -> None:
    rows = (
        ",Internal,,,2026-11-02,08:00:00,2026-11-02,08:30:00,",
        "Acme,Acme website,,,2026-11-02,13:00:00,,,",
        "Acme,Acme website,,,,13:00:00,,,",
        "Acme,Acme website,,,2026-11-02,14:00:00,2026-11-01,15:00:00,",
        "Acme,Acme website,,,2026-11-02,14:00:00,2026-11-02,14:00:20,",
        "Acme,Acme website,,,2026-11-02,14:00:00,2026-11-04,14:00:00,",
        "Acme,Acme website,,,2026-11-31,14:00:00,2026-11-31,15:00:00,",
        "Acme,Acme website,,,2026-11-02,noon,2026-11-02,15:00:00,",
    )
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)))
    assert lines(data) == []
    assert [one["place"] for one in data["skipped"]] == [f"export.csv:{number}" for number in range(2, 10)]
    assert [reason.partition(" (")[0] for reason in reasons(data)] == [
        "no project, lead or area is called `Internal`",
        "it has no end yet: the timer is running",
        "it has no date",
        "it ends before it begins",
        "it is under a minute",
        "it lasts 48 hours",
        "there is no day `2026-11-31`",
        "`noon` is not a time of day",
    ]


def test_what_has_no_target_is_summed_up_with_its_hours(tmp_path: Path) -> None:
    rows = [f",Internal,,,2026-11-0{day},08:00:00,2026-11-0{day},08:45:00," for day in (2, 3, 4)]
    result = run(ledger_in(tmp_path), "import", "toggl", csv_file(tmp_path, toggl(*rows)))
    assert 'nothing is called `Internal` (3 rows, 2h15m, from 2026-11-02): --map "Internal=ID"' in result.stderr


@pytest.mark.parametrize(
    ("client", "project", "target"),
    [
        ("", "site", "site"),
        ("", "Acme Website", "site"),
        ("x", "Bolt brand", "brand"),
        ("acme", "", "site"),
        ("", "Marketing", "marketing"),
        ("", "Mapped", "brand"),
        ("Whole client", "anything", "brand"),
    ],
)
def test_a_row_finds_its_target(client: str, project: str, target: str, tmp_path: Path) -> None:
    row = f"{client},{project},,,2026-11-02,09:00,2026-11-02,10:00,"
    maps = ("--map", "mapped=brand", "--map", "Whole client=brand")
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(row)), *maps)
    assert lines(data) == [f"Mon 9:00-10:00 {target}"]


def test_rows_without_a_project_are_for_the_target_that_is_given_and_others_are_not(tmp_path: Path) -> None:
    rows = (",,,Papers,2026-11-02,09:00,2026-11-02,10:00,", ",Unknown,,,2026-11-02,10:00,2026-11-02,11:00,")
    file = csv_file(tmp_path, toggl(*rows))
    ledger = ledger_in(tmp_path)
    assert reasons(imported(ledger, "toggl", file))[0] == "it names no project: say with --target where such rows go"
    data = imported(ledger, "toggl", file, "--target", "admin")
    assert (lines(data), len(reasons(data))) == (["Mon 9:00-10:00 admin Papers"], 1)


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (("--map", "acme=client"), ["site", "client", "client"]),  # the known project keeps its rows
        (("--map", "acme=-"), []),
        (("--target", "admin"), ["site", "site"]),  # the client's only project; an area is not for clients
        (("--target", "brand"), ["site", "site"]),  # another client's
        (("--unknown", "client"), ["site", "client", "site"]),
    ],
    ids=" ".join,
)
def test_what_is_said_of_a_client_goes_for_what_nothing_surer_says(
    options: tuple[str, ...], written: list[str], tmp_path: Path
) -> None:
    rows = [
        f"acme,{project},,,2026-11-0{day},9:00,2026-11-0{day},10:00,"
        for day, project in ((2, "Acme website"), (3, "Marketing plan"), (4, ""))
    ]
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)), *options)
    assert [line.split()[2] for line in lines(data)] == written


def test_rows_of_a_client_without_a_project_are_not_an_areas(tmp_path: Path) -> None:
    rows = [
        f"{client},,,Talks,2026-11-02,{hour}:00,2026-11-02,{hour}:30," for client, hour in (("Corvus", 9), ("", 10))
    ]
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)), "--target", "admin")
    assert (lines(data), reasons(data)) == (["Mon 10:00-10:30 admin Talks"], ["it names no project of `Corvus`"])
    assert any('--map "CLIENT=ID"' in note for note in data["notes"])


def test_a_row_without_a_project_is_not_for_one_that_began_later(tmp_path: Path) -> None:
    rows = [f"acme,,,Talks,{day},9:00,{day},10:00," for day in ("2025-11-03", "2026-11-02")]
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(*rows))
    data = imported(ledger, "toggl", file)
    assert (lines(data), reasons(data)) == (
        ["Mon 9:00-10:00 site Talks"],
        ["it names no project of `acme`, and `site` began on 2026-01-05"],
    )
    assert lines(imported(ledger, "toggl", file, "--unknown", "client"))[0] == "Mon 9:00-10:00 client acme: Talks"
    assert lines(imported(ledger, "toggl", file, "--map", "acme=site"))[0] == "Mon 9:00-10:00 site Talks"


@pytest.mark.parametrize("option", [(), ("--overlaps", "keep"), ("--overlaps", "hours")], ids=" ".join)
def test_an_entry_that_is_twice_in_a_file_counts_once_and_is_named(option: tuple[str, ...], tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(ROW, ROW))
    data = imported(ledger, "toggl", file, *option, "--write")
    assert lines(data) == ["Mon 9:00-12:30 site Front page"]
    assert reasons(data) == ["it is the same entry as export.csv:2"]
    assert data["hours"]["left_out"] == {"the same entry twice": 210}
    assert lines(imported(ledger, "toggl", file, *option)) == []


def test_a_project_that_is_to_be_made_first_is_named_with_its_command(tmp_path: Path) -> None:
    file = csv_file(tmp_path, toggl(ROW))
    result = run(ledger_in(tmp_path), "import", "toggl", file, "--map", "Big shop=big-shop-2")
    assert 'make it first: opsledger new project "Big shop" --id big-shop-2' in result.stderr


def test_of_very_many_lines_a_part_is_shown(tmp_path: Path) -> None:
    rows = [f"acme,Acme website,,,2026-11-02,{n // 4 + 1}:{n % 4 * 15:02d},,," + "0:15:00" for n in range(50)]
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(*rows))
    part, whole = run(ledger, "import", "toggl", file), run(ledger, "import", "toggl", file, "--all")
    assert part.stdout.count("site") == 20
    assert "30 more (--all shows each)" in part.stdout
    assert whole.stdout.count("site") == 50
    assert part.stderr.startswith("hours in the file: 12h30m = 12h30m to write\nto write: 50 lines")


def test_a_map_to_nothing_known_is_refused_with_a_hint(tmp_path: Path) -> None:
    result = run(ledger_in(tmp_path), "import", "toggl", csv_file(tmp_path, toggl(ROW)), "--map", "x=sitte")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `site`?" in result.stderr


def test_a_map_that_no_row_needs_is_told_of(tmp_path: Path) -> None:
    result = run(ledger_in(tmp_path), "import", "toggl", csv_file(tmp_path, toggl(ROW)), "--map", "Acmme=site")
    assert "--map names `acmme`, but no row has that name" in result.stderr


def test_a_task_of_the_ledger_is_a_task_and_another_stands_in_the_text(tmp_path: Path) -> None:
    rows = (
        "Acme,site,Design,Front,2026-11-02,09:00,2026-11-02,10:00,",
        "Acme,site,Care,Backup,2026-11-02,10:00,2026-11-02,11:00,",
        "Acme,site,Care,,2026-11-02,11:00,2026-11-02,12:00,",
    )
    assert lines(imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)))) == [
        "Mon 9:00-10:00 site design Front",
        "Mon 10:00-11:00 site Care: Backup",
        "Mon 11:00-12:00 site Care",
    ]


def test_entries_that_follow_on_each_other_still_do_in_whole_minutes(tmp_path: Path) -> None:
    rows = (
        "Acme,site,,a,2026-11-02,09:00:10,2026-11-02,10:00:40,",
        "Acme,site,,b,2026-11-02,10:00:40,2026-11-02,11:00:00,",
    )
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)))
    assert lines(data) == ["Mon 9:00-10:01 site a", "Mon 10:01-11:00 site b"]


def test_an_entry_across_midnight_is_split_also_into_the_next_week(tmp_path: Path) -> None:
    row = "Acme,site,,Late,2026-11-01,22:00:00,2026-11-02,01:30:00,"
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(row)), "--write")
    assert [(one["file"], one["lines"]) for one in data["write"]] == [
        ("weeks/2026-W44.md", ["Sun 22:00-24:00 site Late"]),
        ("weeks/2026-W45.md", ["Mon 0:00-1:30 site Late"]),
    ]
    assert errors_in(tmp_path / "ledger") == []


WEEK = """
weeks/2026-W45.md
    ## Actual
    - Mon 10:00-11:00 brand mine
"""


def test_an_entry_over_a_block_is_left_out_with_the_block_it_hits(tmp_path: Path) -> None:
    data = imported(ledger_in(tmp_path, LEDGER + WEEK), "toggl", csv_file(tmp_path, toggl(ROW)))
    assert reasons(data) == ["it overlaps weeks/2026-W45.md:3 (Mon 10:00-11:00 brand mine)"]


def test_two_entries_over_each_other_are_told_of_with_the_row(tmp_path: Path) -> None:
    rows = (ROW, "Acme,site,,Other,2026-11-02,12:00:00,2026-11-02,13:00:00,")
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)))
    assert reasons(data) == ["it overlaps export.csv:2"]


def test_two_entries_of_the_same_times_are_not_one(tmp_path: Path) -> None:
    rows = (ROW, ROW.replace("Acme,Acme website", "Bolt,Bolt brand"))
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(*rows))
    data = imported(ledger, "toggl", file, "--write")
    assert (lines(data), reasons(data)) == (["Mon 9:00-12:30 site Front page"], ["it overlaps export.csv:2"])
    again = imported(ledger, "toggl", csv_file(tmp_path, toggl(*reversed(rows))), "--write")
    assert (again["there"], len(reasons(again))) == (1, 1)


def test_a_day_gets_no_more_than_24_hours(tmp_path: Path) -> None:
    text = "Date,Project,Hours,Notes\n" + "".join(f"2026-11-02,site,9,{name}\n" for name in "abc")
    data = imported(ledger_in(tmp_path), "harvest", csv_file(tmp_path, text))
    assert (len(lines(data)), reasons(data)) == (2, ["the day would have more than 24 hours"])


def test_a_block_with_the_same_times_written_by_hand_is_the_same(tmp_path: Path) -> None:
    by_hand = WEEK.replace("10:00-11:00 brand mine", "9:00-12:30 brand by hand")
    data = imported(ledger_in(tmp_path, LEDGER + by_hand), "toggl", csv_file(tmp_path, toggl(ROW)))
    assert (lines(data), data["there"]) == ([], 1)


def edited(ledger: Path, old: str, new: str) -> None:
    place = ledger / "weeks" / "2026-W45.md"
    text = place.read_text()
    assert old in text
    place.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    "new", ["- Mon 9:00-12:30 brand other words", "- Mon 13:00-16:30 site Front page", "- Mon 1h site half of it", ""]
)
def test_what_the_user_made_of_a_line_since_is_respected(new: str, tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(ROW))
    imported(ledger, "toggl", file, "--write")
    edited(ledger, "- Mon 9:00-12:30 site Front page", new)
    data = imported(ledger, "toggl", file, "--write")
    assert (lines(data), data["there"] + data["before"]) == ([], 1)


def test_what_is_gone_comes_again_when_asked_for(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(ROW))
    imported(ledger, "toggl", file, "--write")
    edited(ledger, "- Mon 9:00-12:30 site Front page", "")
    assert lines(imported(ledger, "toggl", file, "--again")) == ["Mon 9:00-12:30 site Front page"]


def test_undo_takes_the_note_of_it_back_too(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(ROW))
    before = contents(ledger)
    imported(ledger, "toggl", file, "--write")
    assert run(ledger, "undo").exit_code == 0
    assert contents(ledger) == before
    assert len(lines(imported(ledger, "toggl", file))) == 1


def test_an_export_that_overlaps_the_last_one_adds_what_is_new(tmp_path: Path) -> None:
    ledger, later = ledger_in(tmp_path), "Acme,site,,Later,2026-11-03,09:00,2026-11-03,10:00,"
    imported(ledger, "toggl", csv_file(tmp_path, toggl(ROW)), "--write")
    data = imported(ledger, "toggl", csv_file(tmp_path, toggl(ROW, later)), "--write")
    assert (lines(data), data["there"]) == (["Tue 9:00-10:00 site Later"], 1)


def test_two_files_that_overlap_are_one_import(tmp_path: Path) -> None:
    files = (csv_file(tmp_path, toggl(ROW), "a.csv"), csv_file(tmp_path, toggl(ROW), "b.csv"))
    assert len(lines(imported(ledger_in(tmp_path), "toggl", *files))) == 1


SAME = "Date,Client,Project,Notes,Hours\n2026-11-02,Acme,site,same,1.5\n2026-11-02,Acme,site,same,1.5\n"


def test_equal_rows_of_hours_are_as_many_lines_and_no_more_the_second_time(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, SAME)
    assert lines(imported(ledger, "harvest", file, "--write")) == ["Mon 1h30m site same"] * 2
    assert imported(ledger, "harvest", file, "--write")["there"] == 2


def test_hours_that_the_user_has_split_do_not_come_back(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, SAME)
    imported(ledger, "harvest", file, "--write")
    edited(ledger, "- Mon 1h30m site same\n- Mon 1h30m site same", "- Mon 3h brand both")
    data = imported(ledger, "harvest", file, "--write")
    assert (lines(data), data["before"]) == ([], 2)


def test_the_note_of_what_was_taken_over_survives_a_conflict(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(ROW))
    imported(ledger, "toggl", file, "--write")
    place = ledger / "imported.txt"
    place.write_text(f"<<<<<<< HEAD\n{place.read_text()}=======\n2026-11-09 toggl 0123456789abcdef\n>>>>>>> other\n")
    later = toggl(ROW, "Acme,site,,Later,2026-11-03,09:00,2026-11-03,10:00,")
    assert imported(ledger, "toggl", csv_file(tmp_path, later), "--write")["there"] == 1
    kept = [line for line in place.read_text().splitlines() if not line.startswith("#")]
    assert len(kept) == 3
    assert kept == sorted(kept)


def test_the_time_of_several_people_needs_a_name(tmp_path: Path) -> None:
    text = (
        "Project,User,Start Date,Start Time,End Date,End Time\n"
        "site,Nora Lind,2026-11-02,9:00,2026-11-02,10:00\nsite,Tom Aas,2026-11-02,9:00,2026-11-02,11:00\n"
    )
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, text)
    refused = run(ledger, "import", "clockify", file)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Nora Lind and Tom Aas" in refused.stderr
    data = imported(ledger, "clockify", file, "--user", "nora lind")
    assert (lines(data), reasons(data)) == (["Mon 9:00-10:00 site"], ["it is Tom Aas's"])


def test_a_doubtful_date_is_refused_until_the_user_says_how_it_is_meant(tmp_path: Path) -> None:
    text = "Project,Start Date,Start Time,End Date,End Time\nsite,03/04/2026,09:00:00 AM,03/04/2026,01:00:00 PM\n"
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, text)
    refused = run(ledger, "import", "clockify", file)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--dates dmy or --dates mdy" in refused.stderr
    assert imported(ledger, "clockify", file, "--dates", "dmy")["write"][0]["file"] == "weeks/2026-W14.md"
    assert imported(ledger, "clockify", file, "--dates", "mdy")["write"][0]["file"] == "weeks/2026-W10.md"


def test_a_workspace_without_times_exports_durations(tmp_path: Path) -> None:
    text = "Project,Description,Start Date,Duration (h),Duration (decimal)\nsite,x,2026-11-02,01:45:00,1.75\n"
    assert lines(imported(ledger_in(tmp_path), "clockify", csv_file(tmp_path, text))) == ["Mon 1h45m site x"]


def test_a_report_of_another_program_is_told_of(tmp_path: Path) -> None:
    result = run(ledger_in(tmp_path), "import", "toggl", str(EXPORTS / "harvest.csv"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not Toggl Track's detailed report" in result.stderr


def test_a_week_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    (ledger / "weeks").mkdir()
    (ledger / "weeks" / "2026-W45.md").write_bytes(b"\xff\xfe")
    data = imported(ledger, "toggl", csv_file(tmp_path, toggl(ROW)), "--write")
    assert reasons(data) == ["weeks/2026-W45.md cannot be read"]


def test_lines_go_behind_those_that_are_there_and_nothing_else_changes(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    (ledger / "weeks").mkdir()
    text = (
        "\ufeff---\r\nfocus: calm\r\n---\r\n## Actual\r\n* Mon 14:00-15:00 brand\r\n\r\nWords.\r\n\r\n## Marketing\r\n"
    )
    (ledger / "weeks" / "2026-W45.md").write_bytes(text.encode())
    imported(ledger, "toggl", csv_file(tmp_path, toggl(ROW)), "--write")
    after = text.replace("brand\r\n", "brand\r\n* Mon 9:00-12:30 site Front page\r\n")
    assert (ledger / "weeks" / "2026-W45.md").read_bytes().decode() == after


def test_what_is_odd_afterwards_is_told_of(tmp_path: Path) -> None:
    row = ROW.replace("2026-11-02", "2025-11-03")
    result = run(ledger_in(tmp_path), "import", "toggl", csv_file(tmp_path, toggl(row)), "--write")
    assert "1 thing to look at, see `opsledger check`: work-outside" in result.stderr


def test_thousands_of_rows_are_written_one_file_a_week(tmp_path: Path) -> None:
    days = [f"2026-{month:02d}-{day:02d}" for month in range(2, 10) for day in range(1, 29)]
    rows = [f"Acme,site,,{hour},{day},{hour:02d}:00,{day},{hour + 1:02d}:00," for day in days for hour in range(8, 18)]
    ledger = ledger_in(tmp_path)
    data = imported(ledger, "toggl", csv_file(tmp_path, toggl(*rows)), "--write")
    assert len(lines(data)) == len(rows) == 2240
    assert errors_in(ledger) == []


@pytest.mark.parametrize(
    ("times", "line"),
    [
        ("2026-03-29,01:30:00,2026-03-29,03:30:00,01:00:00", "Sun 1h site night"),
        ("2026-10-25,02:50:00,2026-10-25,02:10:00,00:20:00", "Sun 20m site night"),
    ],
)
def test_where_the_clock_was_changed_the_duration_counts(times: str, line: str, tmp_path: Path) -> None:
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(f"acme,Acme website,,night,{times}")))
    assert lines(data) == [line]
    assert data["notes"] == [
        "1 row lasts an hour longer or shorter than from start to end, as when the clocks change: "
        "written without times (export.csv:2)"
    ]


@pytest.mark.parametrize(
    ("times", "on_days"),
    [
        ("2026-10-24,19:42:00,2026-10-25,05:46:00,11:04:00", ["Sat 19:42-24:00 site night", "Sun 6h46m site night"]),
        ("2026-03-28,22:00:00,2026-03-29,04:00:00,05:00:00", ["Sat 22:00-24:00 site night", "Sun 3h site night"]),
    ],
)
def test_a_night_in_which_the_clock_was_changed_is_cut_at_midnight(
    times: str, on_days: list[str], tmp_path: Path
) -> None:
    day = "acme,Acme website,,day,{0},00:00:00,{0},{1},{1}".format(*times.split(",")[:2])
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(day, f"acme,Acme website,,night,{times}")))
    assert data["skipped"] == []
    assert [line for line in lines(data) if "night" in line] == on_days


def test_a_rounded_duration_is_told_of(tmp_path: Path) -> None:
    row = "acme,Acme website,,,2026-11-02,09:00:00,2026-11-02,09:50:00,01:00:00"
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(row)))
    assert lines(data) == ["Mon 9:00-9:50 site"]
    assert data["notes"][0].startswith("1 row lasts longer or shorter than from start to end")


def test_a_long_text_stays_whole(tmp_path: Path) -> None:
    text = " ".join(["long"] * 500)
    row = f"acme,Acme website,,{text},2026-11-02,09:00:00,2026-11-02,10:00:00,01:00:00"
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(row)))
    assert lines(data) == [f"Mon 9:00-10:00 site {text}"]


HOURS = "Date,Client,Project,Task,Notes,Hours\n2026-11-02,acme,Acme website,,,1.5\n"


def test_what_was_planned_before_another_import_is_not_written_after_it(tmp_path: Path) -> None:
    ledger = load(ledger_in(tmp_path))
    plans = [
        TimePlanning(ledger, NameTargets(ledger, {}), "Actual", read_taken(ledger.root)).planned(
            read_entries("x.csv", HOURS.encode(), HARVEST)
        )
        for _ in range(2)
    ]
    write_plan(Survey(ledger.root), plans[0], "one", date(2026, 11, 20))
    before = contents(Path(ledger.root))
    with pytest.raises(EditRefused, match=r"imported\.txt has just been changed"):
        write_plan(Survey(ledger.root), plans[1], "two", date(2026, 11, 20))
    assert contents(Path(ledger.root)) == before


def test_a_note_that_is_no_utf_8_can_be_added_to_and_taken_back(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    (ledger / "imported.txt").write_bytes(b"<<<<<<< \xff\n")
    before = contents(ledger)
    assert lines(imported(ledger, "harvest", csv_file(tmp_path, HOURS), "--write")) == ["Mon 1h30m site"]
    assert contents(ledger) != before
    assert run(ledger, "undo").exit_code == 0
    assert contents(ledger) == before


def test_a_day_whose_week_is_out_of_range_costs_itself_alone(tmp_path: Path) -> None:
    rows = [ROW, ROW.replace("2026-11-02", "2199-12-31")]
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)))
    assert lines(data) == ["Mon 9:00-12:30 site Front page"]
    assert ["2199-12-31" in reason for reason in reasons(data)] == [True]


def test_names_with_umlauts_are_found_under_either_spelling(tmp_path: Path) -> None:
    folder = """
    projects/muller-shop.md
        name: The shop
        - 2026-01-05 booked
    projects/koehler-site.md
        name: Site of Köhler
        - 2026-01-05 booked
    """
    rows = [
        "x,Müller Shop,,,2026-11-02,9:00,2026-11-02,10:00,",
        "x,Ko\u0308hler Site,,,2026-11-02,10:00,2026-11-02,11:00,",
    ]
    rows += ["x,Site of Koehler,,,2026-11-02,11:00,2026-11-02,12:00,"]
    data = imported(ledger_in(tmp_path, folder), "toggl", csv_file(tmp_path, toggl(*rows)))
    assert lines(data) == ["Mon 9:00-10:00 muller-shop", "Mon 10:00-11:00 koehler-site", "Mon 11:00-12:00 koehler-site"]


SITES = """
projects/one.md
    name: Website
    client: acme
    - 2026-01-05 booked
projects/two.md
    name: Website
    client: bolt
    - 2026-01-05 booked
"""


def test_of_projects_of_one_name_the_clients_is_meant(tmp_path: Path) -> None:
    rows = [
        "Acme,Website,,,2026-11-02,9:00,2026-11-02,10:00,1:00",
        "Bolt,Website,,,2026-11-02,10:00,2026-11-02,11:00,1:00",
        "Cask,Website,,,2026-11-02,11:00,2026-11-02,12:00,1:00",
    ]
    ledger, file = ledger_in(tmp_path, SITES), csv_file(tmp_path, toggl(*rows))
    data = imported(ledger, "toggl", file)
    assert lines(data) == ["Mon 9:00-10:00 one", "Mon 10:00-11:00 two"]
    assert reasons(data) == ["`Website` may be one or two"]
    assert '--map "Cask Website=ID"' in data["notes"][0]
    data = imported(ledger, "toggl", file, "--map", "Cask Website=two", "--map", "Bolt Website=-")
    assert lines(data) == ["Mon 9:00-10:00 one", "Mon 11:00-12:00 two"]


def test_a_project_of_another_client_is_not_meant(tmp_path: Path) -> None:
    rows = [
        "Bolt,Acme website,,,2026-11-02,9:00,2026-11-02,10:00,1:00",
        "Unheard of,Acme website,,,2026-11-02,10:00,2026-11-02,11:00,1:00",
        "acme,Acme website,,,2026-11-02,11:00,2026-11-02,12:00,1:00",
        "acme,Marketing,,,2026-11-02,12:00,2026-11-02,13:00,1:00",
    ]
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)))
    assert lines(data) == ["Mon 10:00-11:00 site", "Mon 11:00-12:00 site", "Mon 12:00-13:00 marketing"]
    assert reasons(data) == ["the project `site` is not Bolt's"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bolt,,,,2026-11-02,9:00,2026-11-02,10:00,1:00", "Bolt,,,,2026-11-02,14:00,2026-11-02,15:00,1:00"),
        ("Bolt,,,,2026-11-02,,,,1:00", "Bolt,,,,2026-11-02,,,,1:30"),
    ],
    ids=["another time", "longer"],
)
def test_a_row_that_was_changed_over_there_does_not_become_a_second_line(
    before: str, after: str, tmp_path: Path
) -> None:
    ledger = ledger_in(tmp_path)
    imported(ledger, "toggl", csv_file(tmp_path, toggl(before)), "--write")
    place = ledger / "weeks/2026-W45.md"
    file, written = csv_file(tmp_path, toggl(after), "later.csv"), place.read_text(encoding="utf-8")
    data = imported(ledger, "toggl", file)
    (line,) = (line for line in written.splitlines() if "brand" in line)
    assert lines(data) == []
    assert f"change or delete weeks/2026-W45.md:5 ({line.removeprefix('- ')})" in reasons(data)[0]
    assert len(lines(imported(ledger, "toggl", file, "--again"))) == 1
    place.write_text(written.replace(f"{line}\n", ""), encoding="utf-8")
    assert len(lines(imported(ledger, "toggl", file))) == 1


def test_another_row_of_a_day_that_lost_none_is_taken(tmp_path: Path) -> None:
    first, second = "Bolt,,,a,2026-11-02,,,,1:00", "Bolt,,,b,2026-11-02,,,,0:30"
    ledger = ledger_in(tmp_path)
    imported(ledger, "toggl", csv_file(tmp_path, toggl(first)), "--write")
    data = imported(ledger, "toggl", csv_file(tmp_path, toggl(first, second)))
    assert (lines(data), data["there"], reasons(data)) == (["Mon 30m brand b"], 1, [])


def test_a_report_of_another_project_alone_is_taken_as_it_is(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    imported(ledger, "toggl", csv_file(tmp_path, toggl("Bolt,,,a,2026-11-02,,,,1:00")), "--write")
    data = imported(ledger, "toggl", csv_file(tmp_path, toggl("Acme,Acme website,,a,2026-11-02,,,,1:00")))
    assert (lines(data), reasons(data)) == (["Mon 1h site a"], [])


def test_a_comma_without_quotes_does_not_shorten_the_hours(tmp_path: Path) -> None:
    text = 'Date,Project,Hours,Notes\n2026-11-02,Acme website,1,5,late\n2026-11-02,Acme website,"1,5",early,\n'
    data = imported(ledger_in(tmp_path), "harvest", csv_file(tmp_path, text))
    assert lines(data) == ["Mon 1h30m site early"]
    assert reasons(data) == ["it has more cells than the table has columns (is a comma in a cell without quotes?)"]


HOURLY = """
opsledger.yaml
    tasks: {design: 100%, unbilled: 0%}
projects/care.md
    billing: hourly
    rate: 95/h
    - 2026-10-01 started
"""
HARVEST_HOURS = (
    "Date,Client,Project,Task,Notes,Hours,Billable?\n"
    "2026-11-17,Quay,care,Design,first page,2,Yes\n"
    "2026-11-18,Quay,care,Design,again,1,No\n"
    "2026-11-19,Quay,care,unbilled,train,1,No\n"
)


def test_what_harvest_does_not_bill_is_not_billed_here(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, HOURLY)
    data = imported(ledger, "harvest", csv_file(tmp_path, HARVEST_HOURS), "--write")
    assert [line for one in data["write"] for line in one["lines"]] == [
        "Tue 2h care design first page",
        "Wed 1h care unbilled design: again",
        "Thu 1h care unbilled train",
    ]


def test_without_a_task_that_is_not_billed_an_import_says_so(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, HOURLY.replace("{design: 100%, unbilled: 0%}", "[design, unbilled]"))
    data = imported(ledger, "harvest", csv_file(tmp_path, HARVEST_HOURS))
    assert data["notes"] == [
        "2 entries are not billable, and billed by the hour here: a task of 0 % in the settings keeps such time off "
        "the bill: `tasks: {unbilled: 0%}`"
    ]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "Projeto;Cliente;Descrição;Tarefa;Usuário;Faturável;Data de início;Hora de início;Data de término;"
            "Hora de término;Duração (h);Duração (decimal)",
            "Acme website;acme;Reunião;;Ana;Não;20/02/2026;14:00:00;20/02/2026;15:30:00;01:30:00;1,50",
        ),
        (
            '"Proyecto","Cliente","Descripción","Usuario","Facturable","Fecha inicio","Hora inicio","Fecha fin",'
            '"Hora fin","Duración (h)","Duración (decimal)"',
            '"Acme website","acme","Reunião","Ana","No","20/02/2026","14:00","20/02/2026","15:30","01:30:00","1.50"',
        ),
        (
            "Projekt,Kunde,Beschreibung,Aufgabe,Benutzer,Abrechenbar,Startdatum,Startzeit,Enddatum,Endzeit,Dauer (h),"
            "Dauer (dezimal)",
            "Acme website,acme,Reunião,,Ana,Nein,20.02.2026,14:00:00,20.02.2026,15:30:00,01:30:00,1.50",
        ),
        (
            "Projet,Client,Groupe,Description,Email,Utilisateur,Facturable,Date de début,Heure de début,Date de fin,"
            "Heure de fin,Durée (décimal)",
            "Acme website,acme,,Reunião,,Ana,Non,20/02/2026,14:00,20/02/2026,15:30,1.50",
        ),
    ],
    ids=["pt", "es", "de", "fr"],
)
def test_clockifys_columns_are_known_in_the_languages_it_is_used_in(head: str, row: str, tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, LEDGER.replace("client: acme", "client: acme\n    billing: hourly"))
    data = imported(ledger, "clockify", csv_file(tmp_path, f"{head}\n{row}\n".encode("cp1252")))
    assert lines(data) == ["Fri 14:00-15:30 site Reunião"]
    assert [note for note in data["notes"] if "not billable" in note]


@pytest.mark.parametrize(
    ("rows", "written"),
    [
        (["acme,Old job,,Talks,2026-11-02,9:00,2026-11-02,10:00,"], ["Mon 9:00-10:00 client Old job: Talks"]),
        (
            [",Inner work,,Mail,2026-11-02,9:00,2026-11-02,10:00,", "acme,Old job,,,2026-11-03,9:00,2026-11-03,10:00,"],
            [
                "Tue 9:00-10:00 client Old job",
            ],
        ),
        ([",Old job,,Talks,2026-11-02,9:00,2026-11-02,10:00,"], ["Mon 9:00-10:00 client Old job: Talks"]),
    ],
    ids=["of a client", "not what names no client", "in a file without clients"],
)
def test_work_of_an_unknown_project_has_a_way_in(rows: list[str], written: list[str], tmp_path: Path) -> None:
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)), "--unknown", "client")
    assert lines(data) == written
    assert any('opsledger new project "Old job"' in note for note in data["notes"])


def test_a_projects_name_that_several_clients_have_is_its_own_clients_alone(tmp_path: Path) -> None:
    rows = [
        f"{client},Acme website,,,2026-11-0{day},9:00,2026-11-0{day},10:00,"
        for day, client in ((2, "acme"), (3, "Corvus"), (4, "Dunlin"))
    ]
    data = imported(ledger_in(tmp_path), "toggl", csv_file(tmp_path, toggl(*rows)))
    assert lines(data) == ["Mon 9:00-10:00 site"]
    assert reasons(data) == ["the project `site` is not Corvus's", "the project `site` is not Dunlin's"]


def test_work_on_a_lead_that_was_won_is_client_work(tmp_path: Path) -> None:
    lead = "leads/quay.md\n    name: Quay shop\n    source: referral\n    value: 900\n"
    lead += "    - 2026-10-01 inquiry\n    - 2026-10-20 won\n"
    rows = [f"Quay,Quay shop,,Build,{day},9:00,{day},10:00," for day in ("2026-10-12", "2026-11-02")]
    data = imported(ledger_in(tmp_path, LEDGER + lead), "toggl", csv_file(tmp_path, toggl(*rows)))
    assert lines(data) == ["Mon 9:00-10:00 quay Build", "Mon 9:00-10:00 client Quay shop: Build"]
    assert any("--price 900 --lead quay" in note for note in data["notes"])
