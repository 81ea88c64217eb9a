"""A spreadsheet of jobs becomes projects with their days, invoices and payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from opsledger.loading import load
from opsledger.models.projects import Project
from tests.cli_support import clock_at, run, write_ledger

CLOCK = clock_at("2026-11-29T12:00")
GERMAN = (
    "Datum;Kunde;Auftrag;Wörter;Wortpreis;Betrag;Liefertermin;Geliefert;Rechnungsdatum;Rechnungsnr.;Bezahlt\n"
    '29.09.2026;Lingua Nord GmbH;Handbuch;7.884;0,12;"946,08";08.10.2026;07.10.2026;31.10.2026;2026-11;25.11.2026\n'
    '12.11.2026;Kanzlei Reuter;Vertrag;2.000;0,15;"300,00";20.11.2026;20.11.2026;;;\n'
    '26.11.2026;Lingua Nord GmbH;Handbuch;1.000;0,12;"120,00";04.12.2026;;;;\n'
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "ledger", {})


def imported(ledger: Path, table: str, *options: str) -> str:
    (ledger.parent / "jobs.csv").write_text(table, "utf-8")
    told = run(ledger, "import", "jobs", str(ledger.parent / "jobs.csv"), *options, clock=CLOCK)
    assert told.exit_code == 0, told.output
    return told.output


def jobs(ledger: Path) -> dict[str, Project]:
    return {project.id: project for project in load(ledger).projects}


def log(project: Project) -> list[tuple[str, str]]:
    return [(str(line.day), line.word) for line in project.log]


def test_a_translators_table_becomes_projects(ledger: Path) -> None:
    imported(ledger, GERMAN, "--write")
    found = jobs(ledger)
    assert set(found) == {"handbuch", "vertrag", "handbuch-lingua-nord-gmbh"}
    first = found["handbuch"]
    assert (first.name, first.client and first.client.id, first.price) == (
        "Handbuch",
        "Lingua Nord GmbH",
        Decimal("946.08"),
    )
    assert "price: 7884 wörter x 0.12" in (ledger / "projects/handbuch.md").read_text("utf-8")
    assert log(first) == [
        ("2026-09-29", "booked"),
        ("2026-10-07", "delivered"),
        ("2026-10-31", "invoiced"),
        ("2026-11-25", "paid"),
    ]
    assert {line.number for line in first.lines("invoiced", "paid")} == {"2026-11"}
    assert log(found["vertrag"]) == [("2026-11-12", "booked"), ("2026-11-20", "delivered")]
    assert found["handbuch-lingua-nord-gmbh"].promise == date(2026, 12, 4)
    assert run(ledger, "check", "--strict", "--on", "2026-11-29").exit_code == 0
    assert "Invoice 300 EUR for Vertrag" in run(ledger, "status", "--on", "2026-11-29", clock=CLOCK).stdout


def test_it_is_imported_once_and_taken_back_at_once(ledger: Path) -> None:
    assert "Nothing is written yet" in imported(ledger, GERMAN)
    assert jobs(ledger) == {}
    imported(ledger, GERMAN, "--write")
    assert "Nothing new, 3 in the ledger already" in imported(ledger, GERMAN, "--write")
    assert run(ledger, "undo", clock=CLOCK).exit_code == 0
    assert jobs(ledger) == {}


def test_what_happened_to_a_job_since_is_taken_over_and_no_job_twice(ledger: Path) -> None:
    imported(ledger, GERMAN, "--write")
    later = GERMAN.replace("20.11.2026;20.11.2026;;;", "20.11.2026;20.11.2026;26.11.2026;2026-12;")
    assert "2026-11-26 invoiced 300 no 2026-12" in imported(ledger, later)
    imported(ledger, later, "--write")
    assert log(jobs(ledger)["vertrag"]) == [
        ("2026-11-12", "booked"),
        ("2026-11-20", "delivered"),
        ("2026-11-26", "invoiced"),
    ]
    assert "Nothing new, 3 in the ledger already" in imported(ledger, later, "--write")
    assert "Nothing new, 3 in the ledger already" in imported(ledger, later, "--again", "--write")
    assert len(jobs(ledger)) == 3


def test_a_column_that_means_nothing_here_is_told(ledger: Path) -> None:
    table = "Date,Client,Job,Amount,Delivered,Paid date,Mood\n2026-09-01,Ada,Logo,900,2026-09-20,2026-10-02,good\n"
    told = imported(ledger, table, "--write")
    assert "not read: `Mood`" in told
    assert [word for _, word in log(jobs(ledger)["logo"])] == ["booked", "delivered", "invoiced", "paid"]


def test_yes_and_no_stand_for_days_that_are_not_known(ledger: Path) -> None:
    table = (
        "Date,Client,Job,Amount,Delivered,Invoiced,Paid\n"
        "2026-08-03,Marsh House,Portrait,900,yes,2026-08-31,yes\n"
        "2026-11-02,Marsh House,Wedding,1800,x,no,no\n"
    )
    said = imported(ledger, table, "--write")
    found = jobs(ledger)
    assert log(found["portrait"])[2:] == [("2026-08-31", "invoiced"), ("2026-09-30", "paid")]  # 30 days of terms
    assert log(found["wedding"]) == [("2026-11-02", "booked"), ("2026-11-02", "delivered")]
    assert "a day that the table does not give is taken from its other days" in said


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-11-02,Marsh,Wedding,1800,Quote sent", "it is not sold yet: make it a lead"),
        ("2026-11-02,Marsh,Wedding,1800,cancelled", "it was called off"),
        ("soon,Marsh,Wedding,1800,", "is not a date"),
        (",Marsh,Wedding,1800,", "it has no day"),
        ("2026-11-02,,,1800,", "it names no client and no job"),
        ("2027-02-02,Marsh,Wedding,1800,", "is still to come"),
    ],
)
def test_what_is_no_job_yet_is_left_out_with_the_reason(ledger: Path, row: str, why: str) -> None:
    said = imported(ledger, f"Date,Client,Job,Fee,Status\n2026-11-02,Marsh,Other,100,\n{row}\n", "--write")
    assert (why in said, list(jobs(ledger))) == (True, ["other"])


def test_columns_can_be_given_and_their_meanings_are_checked(ledger: Path) -> None:
    table = "When,Whom,Job,Fee (net)\n2026-11-02,Marsh,Wedding,1800\n"
    imported(
        ledger, table, "--column", "ordered=When", "--column", "client=Whom", "--column", "amount=Fee (net)", "--write"
    )
    assert jobs(ledger)["wedding"].price == 1800
    refused = run(ledger, "import", "jobs", str(ledger.parent / "jobs.csv"), "--column", "whom=Whom", clock=CLOCK)
    assert (refused.exit_code, "a column cannot mean `whom`" in refused.stderr) == (2, True)


def test_another_table_is_refused_with_what_is_missing(ledger: Path) -> None:
    (ledger.parent / "jobs.csv").write_text("Start,Hours\n2026-11-02,3\n", "utf-8")
    refused = run(ledger, "import", "jobs", str(ledger.parent / "jobs.csv"), clock=CLOCK)
    assert (refused.exit_code, "--column, as `client=Whom`" in refused.stderr) == (2, True)


def test_a_client_gets_a_file_once_clients_have_files(tmp_path: Path) -> None:
    ledger = write_ledger(
        tmp_path / "ledger", {"clients/acme.md": "---\nname: Acme\n---\n\n## Log\n- 2026-10-01 note x\n"}
    )
    imported(ledger, "Date,Client,Job,Amount\n2026-11-02,Marsh House,A,100\n2026-11-03,Acme,B,100\n", "--write")
    assert {client.id for client in load(ledger).clients} == {"acme", "marsh-house"}
    assert run(ledger, "check", "--strict", "--on", "2026-11-29").exit_code == 0


def test_the_first_review_after_it_gives_no_chances_that_rest_on_guesses(ledger: Path) -> None:
    imported(ledger, GERMAN, "--write")
    shown = run(ledger, "review", "--stdout", clock=CLOCK).stdout
    weeks = [line.split("|") for line in shown.splitlines() if line.startswith("| 2026-W")]
    assert {(cells[7].strip(), cells[8].strip()) for cells in weeks if len(cells) > 9} <= {("", "")}
    assert "likely lean" not in shown
    assert "Invoice 300 EUR" in shown


PACED = (
    "Date,Client,Job,Words,Price,Delivered\n"
    "2026-11-02,Ada,Guide,2000,300,\n"
    "2026-11-03,Ada,Leaflet,450,100,\n"
    "2026-11-04,Ada,Poster,100,40,2026-11-06\n"
)


def test_a_price_of_pieces_keeps_how_many_there_were_if_they_divide_it(ledger: Path) -> None:
    imported(ledger, PACED, "--write")
    prices = {
        name: (ledger / f"projects/{name}.md").read_text().split("price: ")[1].split("\n")[0] for name in jobs(ledger)
    }
    assert prices == {"guide": "2000 words x 0.15", "leaflet": "100", "poster": "100 words x 0.4"}
    assert [project.price for project in jobs(ledger).values()] == [300, 100, 40]


def test_pieces_at_a_pace_are_an_estimate_of_open_jobs(ledger: Path) -> None:
    told = imported(ledger, PACED, "--pace", "300", "--write")
    assert "2 open jobs estimated at 300 words an hour: 2,450 are 8h" in told
    assert {name: project.estimate for name, project in jobs(ledger).items()} == {
        "guide": 390,
        "leaflet": 90,
        "poster": None,
    }


def test_the_pace_of_your_own_jobs_is_taken(ledger: Path) -> None:
    for number in range(3):
        front = f"name: Job {number}\nclient: Ada\nbilling: fixed\nprice: {(number + 1) * 800} words x 0.15\n"
        log = "## Log\n\n- 2026-10-05 booked\n- 2026-10-20 delivered\n"
        (ledger / f"projects/job{number}.md").parent.mkdir(exist_ok=True)
        (ledger / f"projects/job{number}.md").write_text(f"---\n{front}---\n\n{log}")
    (ledger / "weeks").mkdir(exist_ok=True)
    worked = "- Mon 2h job0\n- Tue 4h job1\n- Wed 6h job2\n"
    (ledger / "weeks/2026-W41.md").write_text(f"## Actual\n\n{worked}")
    assert "2 open jobs estimated at 400 words an hour" in imported(ledger, PACED)


@pytest.mark.parametrize("pace", ["fast", "0", "-3"])
def test_a_pace_is_a_number(ledger: Path, pace: str) -> None:
    (ledger.parent / "jobs.csv").write_text(PACED, "utf-8")
    told = run(ledger, "import", "jobs", str(ledger.parent / "jobs.csv"), f"--pace={pace}", clock=CLOCK)
    assert (told.exit_code, "is not a number of pieces an hour" in told.stderr) == (2, True)


def test_of_many_small_jobs_the_review_does_not_list_what_the_website_lacks(ledger: Path) -> None:
    rows = "".join(f"2026-09-{day:02},Ada,Poster {day},100,2026-09-{day + 1:02}\n" for day in range(1, 15))
    imported(ledger, f"Date,Client,Job,Amount,Delivered\n{rows}", "--write")
    (ledger / "opsledger.yaml").write_text("currency: EUR\n")
    listed = "Finished, not on your website"
    assert listed not in run(ledger, "review", "--stdout", clock=CLOCK).stdout
    file = ledger / "projects/poster-3.md"
    file.write_text(file.read_text() + "- 2026-09-05 praise lovely work\n")
    shown = run(ledger, "review", "--stdout", clock=CLOCK).stdout
    assert shown.partition(listed)[2].splitlines()[0] == ": [Poster 3](../projects/poster-3.md)."


def test_a_row_whose_words_and_price_changed_is_the_same_job(ledger: Path) -> None:
    imported(ledger, GERMAN, "--write")
    was = '26.11.2026;Lingua Nord GmbH;Handbuch;1.000;0,12;"120,00";04.12.2026;;;;'
    longer = GERMAN.replace(was, was.replace('1.000;0,12;"120,00"', '1.250;0,12;"150,00"'))
    told = imported(ledger, longer, "--write")
    assert "changed: Handbuch, Lingua Nord GmbH: price 120 EUR → 150 EUR, 1,000 → 1,250 wörter" in told
    found = jobs(ledger)
    assert set(found) == {"handbuch", "vertrag", "handbuch-lingua-nord-gmbh"}
    scope = found["handbuch-lingua-nord-gmbh"].lines("scope")
    assert [(str(line.day), line.amount) for line in scope] == [("2026-11-29", Decimal(30))]
    assert "Nothing new, 3 in the ledger already" in imported(ledger, longer, "--write")


def test_a_changed_row_brings_its_invoice_at_the_new_price(ledger: Path) -> None:
    head = "Date,Client,Job,Words,Price,Delivered,Invoice no,Invoice date\n"
    imported(ledger, head + "2026-11-03,Ada,Help pages,2100,189,,,\n", "--pace", "350", "--write")
    imported(ledger, head + "2026-11-03,Ada,Help pages,2200,198,2026-11-20,2026-7,2026-11-21\n", "--write")
    job = jobs(ledger)["help-pages"]
    assert [(str(line.day), line.word, line.amount, line.minutes) for line in job.log[1:]] == [
        ("2026-11-20", "scope", Decimal(9), 30),
        ("2026-11-20", "delivered", None, None),
        ("2026-11-21", "invoiced", Decimal(198), None),
    ]
    assert run(ledger, "check", "--strict", "--on", "2026-11-29").exit_code == 0


def test_a_price_that_changed_after_its_invoice_is_told_and_not_written(ledger: Path) -> None:
    head = "Date,Client,Job,Price,Delivered,Invoice no,Invoice date\n"
    imported(ledger, head + "2026-11-03,Ada,Logo,900,2026-11-20,7,2026-11-21\n", "--write")
    before = (ledger / "projects/logo.md").read_text("utf-8")
    told = imported(ledger, head + "2026-11-03,Ada,Logo,950,2026-11-20,7,2026-11-21\n", "--write")
    assert "900 EUR → 950 EUR, and it is invoiced already" in told
    assert ((ledger / "projects/logo.md").read_text("utf-8"), list(jobs(ledger))) == (before, ["logo"])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2026-11-04,Ada,Logo,900,2026-11-20,7,2026-11-21", "ordered Tue 3 Nov in the ledger, Wed 4 Nov in the table"),
        ("2026-11-03,Ada,Brand,950,2026-11-20,7,2026-11-21", "`Brand` in the table; the ledger's name is kept"),
        ("2026-11-03,Ada,Logo,900,2026-11-19,7,2026-11-21", "delivered Fri 20 Nov in the ledger, Thu 19 Nov in the"),
    ],
)
def test_a_row_with_another_day_or_name_is_the_same_job_and_told(ledger: Path, row: str, told: str) -> None:
    head = "Date,Client,Job,Price,Delivered,Invoice no,Invoice date\n"
    imported(ledger, head + "2026-11-03,Ada,Logo,900,2026-11-20,7,2026-11-21\n", "--write")
    assert told in imported(ledger, f"{head}{row}\n", "--write")
    assert list(jobs(ledger)) == ["logo"]


def test_two_jobs_of_one_name_and_day_are_told_apart_by_their_prices(ledger: Path) -> None:
    head = "Date,Client,Job,Price\n"
    imported(ledger, head + "2026-11-03,Ada,Letter,100\n2026-11-03,Ada,Letter,200\n", "--write")
    imported(ledger, head + "2026-11-03,Ada,Letter,100\n2026-11-03,Ada,Letter,250\n", "--write")
    scoped = [(project.price, [line.amount for line in project.lines("scope")]) for project in jobs(ledger).values()]
    assert sorted(scoped) == [(100, []), (200, [50])]


def test_another_clients_job_of_the_same_name_and_day_is_a_new_one(ledger: Path) -> None:
    head = "Date,Client,Job,Price\n"
    imported(ledger, head + "2026-11-03,Ada,Letter,100\n", "--write")
    imported(ledger, head + "2026-11-03,Ada,Letter,100\n2026-11-03,Bob,Letter,200\n", "--write")
    assert {project.client.id for project in jobs(ledger).values() if project.client} == {"Ada", "Bob"}


def test_a_new_job_takes_as_long_as_the_others_were_estimated(ledger: Path) -> None:
    head = "Date,Client,Job,Words,Price\n2026-11-03,Ada,Help pages,2100,189\n"
    imported(ledger, head, "--pace", "350", "--write")
    imported(ledger, head + "2026-11-20,Ada,Leaflet,3500,350\n", "--write")
    assert jobs(ledger)["leaflet"].estimate == 600
