"""`import all`: several exports in one go, each as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.importing.detecting import kind_of_file
from opsledger.importing.plan import Unusable
from opsledger.loading import load
from tests.cli_support import clock_at, run, write_ledger
from tests.importing_support import EXPORTS

CLOCK = clock_at("2026-11-29T12:00")
TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time\n"
    "Jo,j@x.org,Kite & Co,Booking app,,tests,Yes,2026-03-02,09:00:00,2026-03-02,11:00:00\n"
    "Jo,j@x.org,Zimmerei Holt,Configurator,,frontend,Yes,2026-11-20,13:00:00,2026-11-20,17:00:00\n"
)
HUBSPOT = (
    "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Is Closed Won,Associated Company\n"
    "9001,Configurator,Closed Won,Sales,9500,2026-10-08 10:12,2026-09-01 09:30,true,Zimmerei Holt\n"
    "9002,Kiosk,Presentation Scheduled,Sales,12000,,2026-11-12 09:30,false,Hafenmuseum\n"
)
JOBS = (
    "Date,Client,Job,Words,Rate,Delivered,Invoice date,Invoice\n"
    "2026-10-05,Marsh,Guide,2000,0.15,2026-10-09,2026-10-31,26-7\n"
)
BANK = (
    "Buchungstag;Beguenstigter/Zahlungspflichtiger;Verwendungszweck;Betrag;Waehrung\n"
    "20.11.2026;Marsh House;RE 26-7;300,00;EUR\n"
)
EVENT = (
    "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{day}T090000\r\nDTEND:{day}T120000\r\n"
    "SUMMARY:{title}\r\nEND:VEVENT\r\n"
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x\r\n"
    + EVENT.format(uid="a@x", day="20261118", title="Shoot Lohmann")
    + EVENT.format(uid="b@x", day="20261202", title="Shoot Lohmann")
    + EVENT.format(uid="c@x", day="20261203", title="Dentist")
    + "END:VCALENDAR\r\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "ledger", {})


def given(ledger: Path, **files: str) -> list[str]:
    paths = []
    for name, text in files.items():
        path = ledger.parent / name.replace("_", ".")
        path.write_text(text, "utf-8", newline="")
        paths.append(str(path))
    return paths


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.csv", TOGGL, "toggl"),
        ("a.csv", HUBSPOT, "hubspot"),
        ("a.csv", JOBS, "jobs"),
        ("a.csv", BANK, "bank"),
        ("a.csv", "Date,Description,Amount\n2026-11-02,Marsh,300\n", "bank"),
        ("a.csv", "Datum;Kunde;Auftrag;Betrag\n02.11.2026;Marsh;Guide;300\n", "jobs"),
        ("a.csv", "Datum;Std.;Projekt\n02.11.2026;3;Guide\n", "csv"),
        ("calendar", CALENDAR, "ics"),
        ("a.mbox", "From x\nSubject: y\n\n", "mail"),
        ("a.klg", "2026-11-02\n\t2h x\n", "klog"),
        ("a.json", '[{"id":1,"start":"20261102T080000Z","end":"20261102T090000Z","tags":["x"]}]', "timew"),
        ("frames", '[[1, 2, "p", "id", [], 3]]', "watson"),
    ],
)
def test_a_file_is_told_by_its_columns(name: str, text: str, kind: str) -> None:
    assert kind_of_file(name, text.encode()) == kind


# Headers as exports found in public have them.
SPANISH_CLOCKIFY = (
    '"Proyecto","Cliente","Descripción","Equipo","Usuario","Grupo","Correo","Etiquetas","Facturable","Fecha inicio",'
    '"Hora inicio","Fecha fin","Hora fin","Duración (h)","Duración (decimal)","Tarifa (USD)","Importe (USD)",'
    '"Fecha creación"\n"Web","Acme","diseño","","Ana","","a@x.org","","Sí","25/11/2026","09:00","25/11/2026","10:30",'
    '"01:30:00","1.50","","","25/11/2026"\n'
)
GERMAN_CLOCKIFY = (
    "Projekt,Kunde,Beschreibung,Aufgabe,Kiosk,Benutzer,Gruppe,Email,Tags,Abrechenbar,Startdatum,Startzeit,Enddatum,"
    "Endzeit,Dauer (h),Dauer (dezimal),Abrechenbarer Tarif (CHF),Rechnungsbetrag (CHF)\n"
    "Web,Acme,Entwurf,,,Ana,,a@x.org,,Ja,25.11.2026,09:00:00,25.11.2026,10:30:00,01:30:00,1.50,,\n"
)
PORTUGUESE_CLOCKIFY = (
    "Projeto;Cliente;Descrição;Tarefa;Do utilizador;Grupo;E-mail;Etiqueta;Faturável;Data de início;Hora de início;"
    "Data final;Hora de término;Duração (h);Duração (decimal);Valor faturável (BRL)\n"
    "Web;Acme;desenho;;Ana;;a@x.org;;Sim;25/11/2026;09:00:00;25/11/2026;10:30:00;01:30:00;1,50;\n"
)
TOGGL_OF_2026 = (
    '"User","Email","Client","Project","Task","Description","Billable","Start date","Start time","End date","End time",'
    '"Duration","Tags"\n"Jo","j@x.org","Acme","Web","","checks","No","2026-11-23","09:00:00","2026-11-23","09:18:25",'
    '"18:25 min","x"\n"Jo","j@x.org","Acme","Web","","long","No","2026-11-24","09:00:00","2026-11-24","10:12:00",'
    '"1:12:00","x"\n'
)
FINNISH_HARVEST = (
    "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,First Name,Last Name,Department,"
    'Employee?\n26.11.2026,Acme,Web,"",Kehitys,ajax,"1,5",No,No,No,Jo,Su,"",Yes\n'
)


@pytest.mark.parametrize(
    ("text", "kind", "minutes"),
    [
        (GERMAN_CLOCKIFY, "clockify", 90),
        (PORTUGUESE_CLOCKIFY, "clockify", 90),
        (SPANISH_CLOCKIFY, "clockify", 90),
        (TOGGL_OF_2026, "toggl", 90),
        (FINNISH_HARVEST, "harvest", 90),
    ],
)
def test_exports_as_they_were_found(ledger: Path, text: str, kind: str, minutes: int) -> None:
    assert kind_of_file("a.csv", text.encode()) == kind
    told = run(ledger, "import", "all", *given(ledger, a_csv=text), "--write", clock=CLOCK)
    assert told.exit_code == 0, told.output
    assert sum(block.minutes for week in load(ledger).weeks for block in week.actual) == minutes


@pytest.mark.parametrize("kind", ["toggl", "harvest", "clockify", "hubspot", "pipedrive"])
def test_the_exports_of_other_tests_are_told_apart(kind: str) -> None:
    files = list(EXPORTS.glob(f"{kind}*.csv"))
    assert files
    for file in files:
        assert kind_of_file(file.name, file.read_bytes()) == kind, file.name


def test_what_is_nothing_known_is_refused_with_what_helps() -> None:
    with pytest.raises(Unusable, match="is not an export that is known"):
        kind_of_file("a.csv", b"Colour,Taste\nred,sweet\n")


def test_deals_and_time_in_one_go(ledger: Path) -> None:
    files = given(ledger, toggl_csv=TOGGL, hubspot_csv=HUBSPOT)
    shown = run(ledger, "import", "all", *files, clock=CLOCK)
    assert (shown.exit_code, "Nothing is written yet. To write it, add --write." in shown.stderr) == (0, True)
    assert load(ledger).leads == ()
    assert run(ledger, "import", "all", *files, "--write", clock=CLOCK).exit_code == 0
    read = load(ledger)
    assert {lead.id for lead in read.leads} == {"configurator", "kiosk"}
    [project] = read.projects
    assert (project.price, project.lead and project.lead.id) == (9500, "configurator")
    minutes = {block.target.id: block.minutes for week in read.weeks for block in week.actual if block.target}
    assert minutes == {"client": 120, project.id: 240}
    assert run(ledger, "check", "--on", "2026-11-29").exit_code == 0


def test_jobs_and_the_banks_table_in_one_go(ledger: Path) -> None:
    files = given(ledger, bank_csv=BANK, jobs_csv=JOBS)
    assert run(ledger, "import", "all", *files, "--write", clock=CLOCK).exit_code == 0
    [project] = load(ledger).projects
    assert [(line.word, line.amount) for line in project.lines("invoiced", "paid")] == [
        ("invoiced", 300),
        ("paid", 300),
    ]


def test_one_undo_takes_all_of_it_back(ledger: Path) -> None:
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    run(
        ledger,
        "import",
        "all",
        *given(ledger, toggl_csv=TOGGL, hubspot_csv=HUBSPOT, bank_csv=BANK),
        "--write",
        clock=CLOCK,
    )
    assert run(ledger, "undo", clock=CLOCK).exit_code == 0
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before
    assert run(ledger, "redo", clock=CLOCK).exit_code == 0
    assert len(load(ledger).leads) == 2


def test_a_terminal_asks_before_it_writes_and_how_projects_are_paid(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("import_all", "import_new"):
        monkeypatch.setattr(f"opsledger.cli.{module}.asks", lambda: True)
    files = given(ledger, toggl_csv=TOGGL, hubspot_csv=HUBSPOT)
    no = run(ledger, "import", "all", *files, clock=CLOCK, given="n\n")
    assert (no.exit_code, load(ledger).leads) == (0, ())
    said = run(ledger, "import", "all", *files, clock=CLOCK, given="y\n9500 110h\ny\n")
    assert said.stderr.count("How is it paid, and what is left?") == 1
    assert "Answer what no export knows" in said.stderr
    assert "lacks until when" in said.stdout
    assert load(ledger).projects[0].estimate == 110 * 60


def test_a_calendar_asks_which_titles_are_work(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("import_all", "import_titles"):
        monkeypatch.setattr(f"opsledger.cli.{module}.asks", lambda: True)
    said = run(ledger, "import", "all", *given(ledger, a_ics=CALENDAR), clock=CLOCK, given="y\n1\n")
    assert said.exit_code == 0, said.output
    assert "Shoot Lohmann (6 h, last on Wed 2 Dec)" in said.stderr
    weeks = {str(week.week): week for week in load(ledger).weeks}
    assert [block.text for block in weeks["2026-W47"].actual] == ["Shoot Lohmann"]
    assert [block.text for block in weeks["2026-W49"].plan] == ["Shoot Lohmann"]


def test_without_a_terminal_no_title_becomes_work(ledger: Path) -> None:
    said = run(ledger, "import", "all", *given(ledger, a_ics=CALENDAR), "--write", clock=CLOCK)
    assert load(ledger).weeks == ()
    assert "2 titles name nothing that the ledger knows" in said.stderr
    named = run(
        ledger, "import", "all", *given(ledger, a_ics=CALENDAR), "--map", "Shoot=client", "--write", clock=CLOCK
    )
    assert (named.exit_code, len(load(ledger).weeks)) == (0, 2)


MANY_JOBS = (
    "Date,Client,Job,Words,Rate,Delivered,Invoice date,Invoice,Mood\n"
    "2026-10-05,Marsh,Guide,2000,0.15,2026-10-09,2026-10-12,26-7,good\n"
    "2026-10-06,Marsh,Leaflet,1000,0.15,2026-10-09,2026-10-12,26-8,good\n"
    "2026-11-06,Lotte,Novel,40000,0.15,,,,\n"
    "2026-11-16,Lotte,Poster,500,0.20,2026-11-20,,,\n"
)


def test_a_preview_says_by_what_to_judge_it(ledger: Path) -> None:
    bank = BANK + "21.11.2026;DESK RENT;November;-210,00;EUR\n22.11.2026;KIOSK 7;Gift;-20,00;EUR\n"
    told = run(ledger, "import", "all", *given(ledger, jobs_csv=MANY_JOBS, bank_csv=bank), clock=CLOCK).stderr
    assert "jobs.csv: name is `Job`, client is `Client`, ordered is `Date`" in told
    assert "jobs.csv: not read: `Mood`" in told
    assert "jobs: 4 for 2 clients, 3 delivered, 1 open (6,000 EUR)" in told
    assert "to invoice: 1 delivered job (100 EUR), the first delivered on Fri 20 Nov" in told
    assert "unpaid: 1 invoice (150 EUR), the oldest of Mon 12 Oct. Overdue: 1 invoice (150 EUR)" in told
    assert "bank.csv (a bank's table)\nto write: 2 lines in 2 files, 1 left out\nleft out: money spent (1)" in told
    assert "money spent: `DESK RENT` (1 row, 210 EUR) taken for costs of admin" in told
    assert 'and not known on what: `KIOSK 7` (1 row, 20 EUR); --map "KIOSK 7=AREA" makes it a cost' in told


def test_a_preview_of_deals_and_time_names_what_runs(ledger: Path) -> None:
    nameless = "Jo,j@x.org,,,,mail,No,2026-11-20,17:00:00,2026-11-20,17:30:00\n"
    files = given(ledger, toggl_csv=TOGGL + nameless, hubspot_csv=HUBSPOT)
    told = run(ledger, "import", "all", *files, clock=CLOCK).stderr
    assert "deals: 1 open (12,000 EUR), 1 won" in told
    assert "in HubSpot's words: `Presentation Scheduled` (1) is proposal" in told
    assert "each with a file of its own: Configurator for Zimmerei Holt (4 h so far, 9,500 EUR)" in told
    assert "1 older project counts as client work, without a file (1 row, 2h): Booking app" in told
    assert "1 row without a project is taken for admin (30m)" in told
    assert "hours: client 6 h, admin 1 h" in told
    assert "not read: `Email`" in told


def test_a_stage_of_deals_is_mapped_beside_other_names(ledger: Path) -> None:
    files = given(ledger, hubspot_csv=HUBSPOT, toggl_csv=TOGGL)
    mapped = ("--map", "Presentation Scheduled=qualified", "--map", "Booking app=-")
    assert run(ledger, "import", "all", *files, *mapped, "--write", clock=CLOCK).exit_code == 0
    read = load(ledger)
    assert read.lead_by_id["kiosk"].log[-1].word == "qualified"
    assert sum(block.minutes for week in read.weeks for block in week.actual) == 240


def test_nothing_new_asks_nothing(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.cli.import_all.asks", lambda: True)
    files = given(ledger, jobs_csv=MANY_JOBS)
    first = run(ledger, "import", "all", *files, clock=CLOCK, given="y\n")
    assert first.stderr.count("jobs: 4 for 2 clients") == 1
    again = run(ledger, "import", "all", *files, clock=CLOCK)
    assert (again.exit_code, "Nothing new, 4 in the ledger already." in again.stderr) == (0, True)
    assert not any(word in again.stderr for word in ("Write all", "undo", "written"))


def test_what_is_broken_off_at_a_question_writes_nothing(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("import_all", "import_new"):
        monkeypatch.setattr(f"opsledger.cli.{module}.asks", lambda: True)
    files = given(ledger, toggl_csv=TOGGL, hubspot_csv=HUBSPOT)
    ended = run(ledger, "import", "all", *files, clock=CLOCK, given="y\n")  # the question on payment has no answer
    assert (ended.exit_code != 0, load(ledger).leads) == (True, ())


def test_a_column_is_named_for_the_file_that_has_it(ledger: Path) -> None:
    jobs = (
        MANY_JOBS.replace(",Client,", ",Whom,").replace(",Mood\n", ",Money came\n").replace(",good\n", ",2026-11-02\n")
    )
    files = given(
        ledger, jobs_csv=jobs.replace("Words,Rate", "Fee,Rate"), bank_csv=BANK.replace("Betrag", "Net amount")
    )
    named = ("client=Whom", "paid=Money came", "amount=Fee", "amount=Net amount")
    columns = [word for one in named[:3] for word in ("--column", one)]
    shown = run(ledger, "import", "all", files[0], *columns, clock=CLOCK)
    assert "client is `Whom`" in shown.stderr
    assert "paid is `Money came`" in shown.stderr
    assert "unpaid: nothing" in shown.stderr
    bank = run(ledger, "import", "all", files[1], "--column", named[3], clock=CLOCK)
    assert "amount is `Net amount`" in bank.stderr
    wrong = run(ledger, "import", "all", files[0], "--column", "paid=Money", clock=CLOCK)
    assert (wrong.exit_code, "no file has a column `Money` that can mean `paid`" in wrong.stderr) == (2, True)


def test_jobs_without_a_price_are_not_told_as_nothing_to_invoice(ledger: Path) -> None:
    unpriced = "Date,Client,Job,Words,Delivered\n2026-10-05,Marsh,Guide,2000,2026-10-09\n"
    told = run(ledger, "import", "all", *given(ledger, jobs_csv=unpriced), clock=CLOCK).stderr
    assert "to invoice: not known of 1 delivered job without a price" in told
    assert "unpaid: not known, since no invoice is among them" in told


def test_old_invoices_without_a_payment_are_doubted(ledger: Path) -> None:
    head = "Date,Client,Job,Amount,Delivered,Invoice date,Invoice,Paid\n"
    rows = [f"2026-0{n}-02,Marsh,Job {n},100,2026-0{n}-05,2026-0{n}-06,26-{n},2026-0{n + 1}-01\n" for n in range(2, 6)]
    first = "2026-01-02,Marsh,Job 1,100,2026-01-05,2026-01-06,26-1,\n"
    (ledger / "opsledger.yaml").write_text("currency: EUR\nkept_since: 2026-11-29\n")
    told = run(ledger, "import", "all", *given(ledger, a_csv=head + first + "".join(rows)), clock=CLOCK).stderr
    assert "doubtful: 1 invoice (100 EUR) has no payment, though later ones of the same clients are paid: 26-1." in told
    without = "".join(row.rpartition(",")[0] + "\n" for row in (head, first, *rows))
    told = run(ledger, "import", "all", *given(ledger, b_csv=without), clock=CLOCK).stderr
    assert "doubtful: not one payment is among them. Is there a column of payments that is not read" in told


def test_a_terminal_asks_how_many_pieces_take_an_hour(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("import_all", "import_jobs"):
        monkeypatch.setattr(f"opsledger.cli.{module}.asks", lambda: True)
    files = given(ledger, jobs_csv=MANY_JOBS)
    said = run(ledger, "import", "all", *files, clock=CLOCK, given="y\nquick\n400\n")
    assert "1 open job came with 40,000 words, and no hours." in said.stderr
    assert "`quick` is not a number of pieces an hour (such as 350)" in said.stderr
    assert load(ledger).project_by_id["novel"].estimate == 100 * 60
