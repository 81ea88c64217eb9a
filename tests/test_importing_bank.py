"""A bank's table: what came is matched to projects, what went to what the user says, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_support import run, write_ledger

TABLE = """Kontoauszug;;;;
Buchungstag;Beguenstigter/Zahlungspflichtiger;Verwendungszweck;Betrag;Waehrung
20.11.2026;Unknown Payments Ltd;Invoice 2026-014, thanks;3.420,50;EUR
19.11.2026;Pixel Tools;Licence;-59,99;EUR
18.11.2026;QUAY HOTELS GMBH;Rechnung;950,00;EUR
17.11.2026;Somebody;gift;10,00;EUR
16.11.2026;Quay Hotels;abroad;10,00;USD
"""
FRONT = "---\nname: {0}\nclient: Quay Hotels\nbilling: fixed\nprice: 9000\n---\n## Log\n- 2026-10-02 started\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    numbered = FRONT.format("Site").replace("Quay Hotels", "Pier") + "- 2026-11-02 invoiced 3420.50 no 2026-014\n"
    files = {
        "opsledger.yaml": "currency: EUR\nareas: {admin: 2}\n",
        "projects/site.md": numbered,
        "projects/signs.md": FRONT.format("Signs") + "- 2026-11-02 invoiced 950\n",
        "projects/menu.md": FRONT.format("Menu") + "- 2026-11-02 invoiced 500\n",
    }
    (tmp_path / "bank.csv").write_text(TABLE, encoding="cp1252")
    return write_ledger(tmp_path / "ledger", files)


def test_money_goes_to_the_invoice_the_client_or_the_area_that_is_meant(ledger: Path) -> None:
    asked = ["import", "csv", str(ledger.parent / "bank.csv")]
    result = run(ledger, *asked, "--column", "amount=Betrag", "--map", "Pixel=admin", "--save", "bank", "--write")
    assert result.exit_code == 0, result.stderr
    paid = [(ledger / f"projects/{name}.md").read_text().splitlines()[-1] for name in ("site", "signs", "menu")]
    assert paid == [
        "- 2026-11-20 paid 3420.50 no 2026-014 from Unknown Payments Ltd",
        "- 2026-11-18 paid 950 from QUAY HOTELS GMBH",  # of two projects, the one that owes just that
        "- 2026-11-02 invoiced 500",
    ]
    assert "- Thu 59.99 admin to Pixel Tools" in (ledger / "weeks/2026-W47.md").read_text()
    assert "it does not name a client, a project or an invoice number" in result.stdout
    assert "it is in USD, and the ledger in EUR" in result.stdout
    again = run(ledger, *asked, "--use", "bank")
    assert "Nothing new, 3 in the ledger already" in again.stderr


def test_one_payment_for_an_invoice_of_several_jobs_goes_to_each(ledger: Path) -> None:
    for name, amount in (("signs", "950"), ("menu", "500")):
        path = ledger / f"projects/{name}.md"
        path.write_text(path.read_text().replace(f"invoiced {amount}", f"invoiced {amount} no 2026-020"))
    (ledger.parent / "bank.csv").write_text(
        "Date,Name,Description,Amount\n2026-11-19,Somebody else,Invoice 2026-020,1450.00\n"
        "2026-11-20,Somebody else,Invoice 2026-020,1000.00\n"
    )
    asked = ["import", "csv", str(ledger.parent / "bank.csv"), "--column", "amount=Amount"]
    result = run(ledger, *asked, "--write")
    assert result.exit_code == 0, result.stderr
    for name, amount in (("signs", "950"), ("menu", "500")):
        last = (ledger / f"projects/{name}.md").read_text().splitlines()[-1]
        assert last == f"- 2026-11-19 paid {amount} no 2026-020 from Somebody else"
    assert "2 rows" not in result.stdout  # the other sum is not the invoice's
    again = run(ledger, *asked).stderr
    assert ("Nothing new" in again, "deleted since" in again) == (True, False)


def test_money_goes_where_its_currency_counts(ledger: Path) -> None:
    pounds = FRONT.format("Thames site").replace("Quay Hotels", "Thames Ltd").replace("price", "currency: GBP\nprice")
    (ledger / "opsledger.yaml").write_text("currency: EUR\nrates: {GBP: 1.2}\n")
    (ledger / "projects/thames-site.md").write_text(pounds + "- 2026-11-02 invoiced 400\n")
    (ledger.parent / "bank.csv").write_text(
        "Date,Name,Amount,Currency\n2026-11-19,THAMES LTD,400.00,GBP\n2026-11-18,Thames Ltd,480.00,EUR\n"
        "2026-11-17,Quay Hotels,500,GBP\n2026-11-16,Quay Hotels,500,USD\n"
    )
    result = run(ledger, "import", "csv", str(ledger.parent / "bank.csv"), "--column", "amount=Amount")
    assert "2026-11-19 paid 400 from THAMES LTD" in result.stdout
    assert "it is in EUR, and thames-site counts in GBP: write `2026-11-18 paid AMOUNT @RATE`" in result.stdout
    assert "it is in GBP, and menu counts in EUR" in result.stdout
    assert "it is in USD, and the ledger in EUR and GBP" in result.stdout


def test_what_stands_there_already_is_not_written_again(ledger: Path) -> None:
    with (ledger / "projects/signs.md").open("a") as file:
        file.write("- 2026-11-17 paid 950\n")
    result = run(ledger, "import", "csv", str(ledger.parent / "bank.csv"), "--column", "amount=Betrag")
    assert "1 in the ledger already" in result.stderr


def test_what_a_client_pays_has_its_tax_in_it(ledger: Path) -> None:
    (ledger / "opsledger.yaml").write_text("currency: EUR\nvat: 19%\n")
    result = run(ledger, "import", "csv", str(ledger.parent / "bank.csv"), "--column", "amount=Betrag")
    assert "2026-11-20 paid 3420.50 gross no 2026-014" in result.stdout


SPENT = (
    "Booking date;Counterparty;Purpose;Amount;Balance\n"
    "01.10.2026;COWORK PLAGWITZ;Desk rent;-210.00;6590.00\n"
    "15.10.2026;OWN ACCOUNT;Privatentnahme;-1800.00;4790.00\n"
    "16.10.2026;FINANZAMT LEIPZIG;Vorauszahlung;-620.00;4170.00\n"
    "17.10.2026;KRANKENKASSE;Beitrag;-300.00;3870.00\n"
    "18.10.2026;KIOSK 7;;-20.00;3850.00\n"
    "18.10.2026;TRADOS RWS;CAT tool licence;-395.00;3455.00\n"
)


def spent(ledger: Path, *more: str) -> str:
    (ledger.parent / "spent.csv").write_text(SPENT)
    result = run(ledger, "import", "all", str(ledger.parent / "spent.csv"), *more, "--write")
    assert result.exit_code == 0, result.stderr
    return result.stderr


def test_what_went_out_becomes_a_cost_where_usual_words_tell_what_for(ledger: Path) -> None:
    told = spent(ledger)
    assert "- Thu 210 admin to COWORK PLAGWITZ" in (ledger / "weeks/2026-W40.md").read_text()
    assert "- Sun 395 admin to TRADOS RWS" in (ledger / "weeks/2026-W42.md").read_text()
    assert (ledger / "money.md").read_text() == (
        "## Log\n\n- 2026-10-15 draw 1800 Privatentnahme\n- 2026-10-18 balance 3455 by the bank's table\n"
    )
    assert "left out: money spent (2) and tax paid (1)" in told
    assert "not known on what: `KRANKENKASSE` (1 row, 300 EUR) and `KIOSK 7` (1 row, 20 EUR)" in told
    assert "`TRADOS RWS` (1 row, 395 EUR) and `COWORK PLAGWITZ` (1 row, 210 EUR) taken for costs of admin" in told
    assert run(ledger, "check").exit_code == 0
    assert "Nothing new, 3 in the ledger already, 3 left out." in spent(ledger)


def test_a_name_is_mapped_to_an_area_or_left_out(ledger: Path) -> None:
    told = spent(ledger, "--map", "KIOSK 7=admin", "--map", "TRADOS RWS=-")
    week = (ledger / "weeks/2026-W42.md").read_text()
    assert ("- Sun 20 admin to KIOSK 7" in week, "TRADOS" in week) == (True, False)
    assert "left out with --map (1)" in told


@pytest.mark.parametrize("rows", [SPENT.splitlines()[1:], SPENT.splitlines()[:0:-1]])
def test_the_balance_is_that_after_the_last_row_in_either_order(ledger: Path, rows: list[str]) -> None:
    (ledger.parent / "spent.csv").write_text("\n".join([SPENT.splitlines()[0], *rows]))
    asked = ["import", "csv", str(ledger.parent / "spent.csv"), "--column", "amount=Amount", "--write"]
    assert run(ledger, *asked).exit_code == 0
    assert (ledger / "money.md").read_text() == "## Log\n\n- 2026-10-18 balance 3455 by the bank's table\n"


def test_a_later_balance_of_your_own_stays_the_last(ledger: Path) -> None:
    (ledger / "money.md").write_text("## Log\n\n- 2026-10-19 balance 3000\n")
    spent(ledger)
    assert "balance 3455" not in (ledger / "money.md").read_text()


def test_a_payment_for_several_jobs_is_known_again_by_its_invoice(ledger: Path) -> None:
    for name, amount in (("signs", "950"), ("menu", "500")):
        path = ledger / f"projects/{name}.md"
        path.write_text(path.read_text().replace(f"invoiced {amount}", f"invoiced {amount} no 2026-020"))
    file = ledger.parent / "several.csv"
    file.write_text("Date,Name,Description,Amount\n2026-11-19,Somebody else,Invoice 2026-020,1450.00\n")
    for _ in range(2):
        told = run(ledger, "import", "all", str(file), "--write").stderr
    assert "Nothing new, 1 in the ledger already." in told
    menu = ledger / "projects/menu.md"
    menu.write_text("".join(line for line in menu.read_text().splitlines(keepends=True) if "paid" not in line))
    assert "1 imported before and changed or deleted since" in run(ledger, "import", "all", str(file)).stderr
