"""Hours in are hours written and hours left out, whatever a report holds; and what overlaps has a way in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli_support import run
from tests.fuzzing import bounded
from tests.importing_support import csv_file, errors_in, imported, ledger_in, lines, reasons, toggl

FIRST = "acme,site,,first,2026-11-02,09:00:00,2026-11-02,10:00:45,"
SECOND = "acme,site,,second,2026-11-02,10:00:10,2026-11-02,13:00:10,"
PARALLEL = "acme,site,,beside,2026-11-02,09:30:00,2026-11-02,10:30:00,"


def of(folder: Path, *rows: str, options: tuple[str, ...] = ()) -> Any:
    return imported(ledger_in(folder), "toggl", csv_file(folder, toggl(*rows)), *options)


def test_an_overlap_of_seconds_is_trimmed_and_told(tmp_path: Path) -> None:
    data = of(tmp_path, FIRST, SECOND)
    assert lines(data) == ["Mon 9:00-10:01 site first", "Mon 10:01-13:00 site second"]
    assert data["notes"] == ["1 row overlaps others by 1 or 2 minutes, and its time is trimmed by 1m (export.csv:3)"]
    assert data["hours"]["left_out"] == {"overlaps of up to 2 minutes": 1}


@pytest.mark.parametrize(("until", "is_taken"), [("10:01:59", True), ("10:02:00", True), ("10:03:00", False)])
def test_up_to_two_minutes_are_trimmed(until: str, is_taken: bool, tmp_path: Path) -> None:
    first = f"acme,site,,first,2026-11-02,09:00:00,2026-11-02,{until},"
    second = "acme,site,,second,2026-11-02,10:00:00,2026-11-02,11:00:00,"
    assert len(lines(of(tmp_path, first, second))) == (2 if is_taken else 1)


def test_what_is_trimmed_is_there_already_the_next_time(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(FIRST, SECOND))
    imported(ledger, "toggl", file, "--write")
    assert errors_in(ledger) == []
    assert imported(ledger, "toggl", file)["there"] == 2


@pytest.mark.parametrize(
    ("option", "written"),
    [
        ((), ["Mon 9:00-10:01 site first"]),
        (("--overlaps", "keep"), ["Mon 9:00-10:01 site first", "Mon 1h site beside"]),
        (("--overlaps", "hours"), ["Mon 1h1m site first", "Mon 1h site beside"]),
    ],
)
def test_parallel_entries_are_taken_as_asked(option: tuple[str, ...], written: list[str], tmp_path: Path) -> None:
    assert lines(of(tmp_path, FIRST, PARALLEL, options=option)) == written


def test_parallel_entries_are_known_again(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, toggl(FIRST, PARALLEL))
    imported(ledger, "toggl", file, "--overlaps", "hours", "--write")
    assert errors_in(ledger) == []
    data = imported(ledger, "toggl", file, "--overlaps", "hours")
    assert (lines(data), data["there"], data["hours"]["there"]) == ([], 2, 121)


def test_what_is_left_out_is_summed_by_reason(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    rows = (FIRST, PARALLEL, ",Lunch,,,2026-11-02,12:00:00,2026-11-02,12:45:00,", "acme,site,,,2026-11-03,,,,50:00:00")
    result = run(ledger, "import", "toggl", csv_file(tmp_path, toggl(*rows)))
    assert (
        "hours in the file: 52h46m = 1h1m to write + 50h left out (over 24 hours) + 1h left out (overlaps) + "
        "45m left out (no target)"
    ) in result.stderr


days = st.sampled_from(["2026-11-02", "2026-11-03", "2026-11-31", ""])
clocks = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}:00")
projects = st.sampled_from(["site", "brand", "Lunch", ""])
rows = st.lists(st.tuples(projects, days, clocks, clocks), max_size=12)


@bounded(25)
@given(rows, st.sampled_from([(), ("--overlaps", "keep"), ("--overlaps", "hours")]))
def test_hours_in_are_hours_written_and_hours_left_out(
    given_rows: list[tuple[str, str, str, str]], options: tuple[str, ...]
) -> None:
    total = 0
    text = []
    for project, day, start, end in given_rows:
        begins, ends = (int(clock[:2]) * 60 + int(clock[3:5]) for clock in (start, end))
        total += (ends - begins) % (24 * 60)
        text.append(f",{project},,{len(text)},{day},{start},,{end},")
    with tempfile.TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder))
        data = imported(ledger, "toggl", csv_file(Path(folder), toggl(*text)), *options, "--write")
        hours = data.get("hours", {"total": 0, "written": 0, "there": 0, "left_out": {}, "rounding": 0})
        assert hours["total"] == total
        assert hours["written"] + hours["there"] + sum(hours["left_out"].values()) == total
        assert errors_in(ledger) == []


@pytest.mark.parametrize(
    ("report", "head", "row"),
    [
        ("clockify", "Projekt;Kunde;Beschreibung;Benutzer;Startdatum;Startzeit;Enddatum;Endzeit;Dauer (h)",
         "site;acme;Entwurf;Kim;02.11.2026;09:00;02.11.2026;10:30;01:30:00"),
        ("clockify", "Projeto,Cliente,Descrição,Tarefa,Usuário,Data de início,Hora de início,Data final,"
         "Hora de término,Duração (h)", "site,acme,,,Kim,2026-11-02,9:00,2026-11-02,10:30,1:30"),
        ("toggl", "Utilisateur,Client,Projet,Description,Date de début,Heure de début,Date de fin,Heure de fin,Durée",
         "Kim,acme,site,,2026-11-02,09:00:00,2026-11-02,10:30:00,01:30:00"),
        ("harvest", "Fecha;Cliente;Proyecto;Tarea;Notas;Horas", "2026-11-02;acme;site;;;1,5"),
    ],
)  # fmt: skip
def test_a_report_in_another_language_is_read(report: str, head: str, row: str, tmp_path: Path) -> None:
    data = imported(ledger_in(tmp_path), report, csv_file(tmp_path, f"{head}\n{row}\n"))
    assert data["hours"]["written"] == 90


def test_a_report_that_lacks_a_column_is_refused_with_its_name(tmp_path: Path) -> None:
    file = csv_file(tmp_path, "Client,Project,Description,Start time\nacme,site,,9:00\n")
    result = run(ledger_in(tmp_path), "import", "toggl", file)
    assert result.exit_code == 2
    assert "it has no column `Start date` and no `End time` or `Duration`" in result.stderr
    assert "its columns are `Client`, `Project`, `Description`, `Start time`" in result.stderr


@pytest.mark.parametrize(
    ("head", "row", "minutes", "why"),
    [
        ("Datum;Von;Bis;Projekt;Bemerkung", "02.11.2026;9 Uhr;10.30;site;x", 90, None),
        ("Date,Project,Hours", "2026-11-02,site (archived),1.5", 90, None),
        ("Date,Project,Minutes", "2026-11-02,site,1.234", 0, "`1.234` is not a number of minutes or seconds"),
        ("Date,Project,Start,Duration", "2026-11-02,site,9:00,-1793523600", 0, "it has no end yet"),
        ("Date,Project,Hours", "Total,,8", 0, "the report's total, not an entry"),
        ("Date,Project,Client,Hours", "2026-11-02,(Without project),acme,1", 60, None),  # the client's only one
    ],
)
def test_a_table_as_programs_write_them(head: str, row: str, minutes: int, why: str | None, tmp_path: Path) -> None:
    data = imported(ledger_in(tmp_path), "csv", csv_file(tmp_path, f"{head}\n{row}\n"))
    assert data.get("hours", {"written": 0})["written"] == minutes
    assert all(why and one.startswith(why) for one in reasons(data))
    assert bool(reasons(data)) is (why is not None)


def test_a_report_in_an_unknown_language_asks_for_english(tmp_path: Path) -> None:
    file = csv_file(tmp_path, "Progetto,Attivita,Data inizio,Durata\nsito,,2026-11-02,1:30\n")
    result = run(ledger_in(tmp_path), "import", "toggl", file)
    assert "export it in English, or say what they mean: `opsledger import csv export.csv`" in result.stderr
    assert "--column day=NAME --column hours=NAME" in result.stderr
    assert reasons({"skipped": []}) == []
