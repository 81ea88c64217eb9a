"""`import … --new`: the projects that still run become records in the same step as their hours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from opsledger.capturing.facts import LineContext
from opsledger.capturing.terms import clear_terms, read_terms
from opsledger.editing.record_text import undated
from opsledger.importing.usual_areas import area_meant
from opsledger.loading import load
from opsledger.models.settings import Settings
from opsledger.values.misread import Misread
from tests.cli_support import clock_at, run, write_ledger

CONTEXT = LineContext("EUR", date(2026, 11, 29), 480)
CLOCK = clock_at("2026-11-29T12:00")
HEAD = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time"
ROWS = (
    ("Kite & Co", "Booking app", "tests", "Yes", "2026-03-02", "09:00", "11:00"),
    ("Kite & Co", "Support", "a bug", "Yes", "2026-11-04", "09:00", "10:30"),
    ("Zimmerei Holt", "Configurator", "frontend", "Yes", "2026-11-20", "13:00", "17:00"),
    ("", "Acquisition", "a pitch", "No", "2026-11-23", "09:00", "10:00"),
    ("", "Mittag", "", "No", "2026-11-23", "12:00", "12:30"),
    ("", "Klönschnack", "", "No", "2026-11-24", "12:00", "12:30"),
    ("", "", "mails", "No", "2026-11-25", "12:00", "12:15"),
)
WON = (
    "---\nname: Configurator\nsource: referral\nclient: Zimmerei Holt\nvalue: 9500\n---\n\n"
    "## Log\n- 2026-10-01 inquiry\n- 2026-10-08 won\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    made = write_ledger(tmp_path / "ledger", {"leads/configurator.md": WON})
    rows = [f"Jo,jo@x.org,{c},{p},,{text},{b},{day},{s}:00,{day},{e}:00" for c, p, text, b, day, s, e in ROWS]
    (tmp_path / "toggl.csv").write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
    return made


def imported(ledger: Path, *options: str, given: str | None = None) -> str:
    told = run(ledger, "import", "toggl", str(ledger.parent / "toggl.csv"), *options, clock=CLOCK, given=given)
    assert told.exit_code == 0, told.output
    return told.stderr


def hours(ledger: Path) -> dict[str, float]:
    found: dict[str, float] = {}
    for week in load(ledger).weeks:
        for block in week.actual:
            name = block.target.id if block.target else ""
            found[name] = found.get(name, 0) + block.minutes / 60
    return found


def test_what_still_runs_becomes_projects_and_everything_has_a_place(ledger: Path) -> None:
    said = imported(ledger, "--new", "--write")
    read = load(ledger)
    projects = {project.id: project for project in read.projects}
    assert set(projects) == {"support", "zimmerei-holt-configurator"}
    sold = projects["zimmerei-holt-configurator"]
    assert (sold.billing, sold.price, sold.lead and sold.lead.id) == ("fixed", 9500, "configurator")
    assert sold.log[0].day == date(2026, 10, 8)  # the day it was won
    assert (projects["support"].billing, projects["support"].rate) == ("hourly", None)
    assert hours(ledger) == {
        "client": 2,  # the older project
        "support": 1.5,
        "zimmerei-holt-configurator": 4,
        "sales": 1,
        "admin": 0.75,  # what has no project, or a name that means nothing
    }
    assert "`Acquisition` is taken for sales" in said
    assert "`Mittag` is left out" in said
    assert run(ledger, "check", "--on", "2026-11-29").exit_code == 0


def test_nothing_is_written_without_write_and_undo_takes_all_of_it_back(ledger: Path) -> None:
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    imported(ledger, "--new")
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before
    imported(ledger, "--new", "--write")
    assert run(ledger, "undo", clock=CLOCK).exit_code == 0
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before


def test_on_a_terminal_each_is_asked_for(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.cli.import_new.asks", lambda: True)
    said = imported(ledger, "--new", "--write", given="9500 110h\nlots\n1200/month 10h\n")
    assert "`lots` does not say how it is paid" in said
    projects = {project.id: project for project in load(ledger).projects}
    assert projects["zimmerei-holt-configurator"].estimate == 110 * 60
    assert (projects["support"].billing, str(projects["support"].price), projects["support"].estimate) == (
        "retainer",
        "1200/month",
        600,
    )


def test_imported_twice_it_adds_nothing(ledger: Path) -> None:
    imported(ledger, "--new", "--write")
    assert "Nothing new" in imported(ledger, "--new", "--write")
    assert {project.id for project in load(ledger).projects} == {"support", "zimmerei-holt-configurator"}


def test_a_client_gets_a_file_once_clients_have_files(ledger: Path) -> None:
    (ledger / "clients").mkdir()
    (ledger / "clients/zimmerei-holt.md").write_text(
        "---\nname: Zimmerei Holt\n---\n\n## Log\n- 2026-10-01 note x\n", "utf-8"
    )
    imported(ledger, "--new", "--write")
    read = load(ledger)
    assert {client.id for client in read.clients} == {"zimmerei-holt", "kite-co"}
    assert {project.client.id for project in read.projects if project.client} == {"zimmerei-holt", "kite-co"}
    assert run(ledger, "check", "--on", "2026-11-29").exit_code == 0


@pytest.mark.parametrize(
    ("text", "billing", "values"),
    [
        ("90/h", "hourly", {"rate": "90/h"}),
        ("90 €/h 20h", "hourly", {"rate": "90/h", "estimate": "20h"}),
        ("9500 80h", "fixed", {"price": "9500", "estimate": "80h"}),
        ("9.500 €, 80 h", "fixed", {"price": "9500", "estimate": "80h"}),
        ("1200/month 10h", "retainer", {"price": "1200/month", "estimate": "10h/month"}),
        ("1200 a month 10h/month", "retainer", {"price": "1200/month", "estimate": "10h/month"}),
        ("", "hourly", {}),
    ],
)
def test_terms_are_read_as_people_type_them(text: str, billing: str, values: dict[str, str]) -> None:
    assert read_terms(text, CONTEXT, None).values == {"billing": billing, **values}


@pytest.mark.parametrize(
    ("text", "values", "lines"),
    [
        ("95/h, 60h left, until 31 Jan", {"billing": "hourly", "rate": "95/h", "due": "2027-01-31"}, ("left 60h",)),
        ("9000, 40 of 111h left", {"billing": "fixed", "price": "9000", "estimate": "111h"}, ("left 40h",)),
        ("fixed", {"billing": "fixed", "price": "36000"}, ()),
        (
            "9000 fixed, 40h left, due 18 Dec, nothing invoiced yet",
            {"billing": "fixed", "price": "9000", "due": "2026-12-18"},
            ("left 40h", "note nothing billed yet"),
        ),
        ("9000, half paid 3 Nov", {"billing": "fixed", "price": "9000"}, ("invoiced 4500", "paid 4500")),
        ("", {"billing": "hourly"}, ()),
    ],
)
def test_terms_say_what_is_left_and_enter_says_that_nobody_knows(
    text: str, values: dict[str, str], lines: tuple[str, ...]
) -> None:
    terms = read_terms(text, CONTEXT, Decimal(36000))
    assert terms.values == values
    assert tuple(undated(line) for line in terms.lines) == lines


def test_words_of_terms_that_are_not_understood_are_named() -> None:
    with pytest.raises(Misread, match="not understood: purple"):
        read_terms("9000 fixed, 40h left, purple", CONTEXT, None)


def test_fewer_hours_than_are_done_are_asked_about() -> None:
    terms = read_terms("9000 40h", CONTEXT, None, 71 * 60)
    assert terms.unclear == 40 * 60
    left = clear_terms(terms, CONTEXT.day, is_left=True)
    assert (left.values, left.lines) == ({"billing": "fixed", "price": "9000"}, ("2026-11-29 left 40h",))
    assert clear_terms(terms, CONTEXT.day, is_left=False).values["estimate"] == "40h"
    assert read_terms("9000 111h", CONTEXT, None, 71 * 60).unclear is None


@pytest.mark.parametrize("text", ["lots", "80h", "9500 80h more", "300 USD"])
def test_terms_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(Misread):
        read_terms(text, CONTEXT, None)


@pytest.mark.parametrize(
    ("name", "area"),
    [("Akquise", "sales"), ("Buchhaltung & Steuer", "finance"), ("Internal", "admin"), ("Lunch", "-"), ("Quux", None)],
)
def test_names_of_work_without_a_client_mean_areas(name: str, area: str | None) -> None:
    assert area_meant(name, Settings().areas) == area
