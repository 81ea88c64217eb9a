"""Taking stock: the questions, what is written of each answer, and what is missing without a terminal."""

import re
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from opsledger import load
from opsledger.cli.stock_questions import about_days_off, about_invoices, about_jobs, about_leads, about_money
from opsledger.values.days import read_interval
from tests.cli_support import SOURCE, clock_at, run, write_ledger

CLOCK = clock_at("2026-11-30T10:00:00", None)
SETTINGS = "currency: EUR\nclient_hours: 25\nkept_since: 2026-11-30\n# time_off: [2026-12-24/2027-01-03]\n"
RUNNING = {
    "opsledger.yaml": SETTINGS,
    "projects/portal.md": "---\nname: Portal\nclient: Nordwind\nbilling: hourly\nrate: 95/h\n---\n\n"
    "## Log\n\n- 2026-08-31 booked\n- 2026-08-31 started\n",
}


def taken(folder: Path, answers: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> Result:
    """The command with somebody at the terminal who types these answers."""
    monkeypatch.setattr("opsledger.cli.take_stock.asks", lambda: True)
    return run(folder, "take-stock", clock=CLOCK, given="".join(f"{one}\n" for one in answers))


def test_a_designers_day_one_is_a_ledger_without_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    result = taken(
        ledger,
        [
            "Brand for a bakery, 6400 fixed, 20 of 50h done, due 18 Dec, agreed 2 Nov",
            "",  # invoiced so far: nothing
            "Website for a physiotherapist, 4800, 45h, starts 7 Dec, due end of January, agreed 20 Nov",
            "Museum shop, 700 a month for 8h, since January",
            "",
            "carpenter, brochure, 2300, sent 15 Oct, due 29 Oct",
            "",
            "School, asked 24 Nov",
            "Winery, proposal 8200 sent 9 Nov, silence",
            "A friend's start-up, wants it free, before Christmas",
            "",  # the day of that: today
            "",
            "21-25 Dec",
            "",
            "8200, 1500 of it for tax",
        ],
        monkeypatch,
    )
    assert result.exit_code == 0
    assert "9 answers written" in result.stderr
    assert run(ledger, "check", "--strict", "--on", "2026-11-30").exit_code == 0
    written = {one.id: one for one in load(ledger).projects}
    brand, website, shop = written["brand"], written["website"], written["museum-shop"]
    assert (brand.billing, str(brand.price), brand.estimate, str(brand.due)) == ("fixed", "6400", 3000, "2026-12-18")
    assert [(str(line.day), line.word) for line in brand.log] == [
        ("2026-11-02", "booked"),
        ("2026-11-02", "started"),
        ("2026-11-30", "left"),
        ("2026-11-30", "note"),
    ]
    assert sum(block.minutes for week in load(ledger).weeks for block in week.actual) == 1200
    assert [(str(line.day), line.word) for line in website.log] == [("2026-11-20", "booked")]
    assert (str(website.start), str(website.due), website.estimate) == ("2026-12-07", "2027-01-31", 2700)
    assert (shop.billing, str(shop.price), shop.estimate) == ("retainer", "700/month", 480)
    [invoice] = written["carpenter-brochure"].log
    assert (str(invoice.day), invoice.amount, str(invoice.promised)) == ("2026-10-15", 2300, "2026-10-29")
    leads = {one.id: one for one in load(ledger).leads}
    assert [(str(line.day), line.word) for line in leads["school"].log] == [("2026-11-24", "in")]
    assert (leads["winery"].stage, leads["winery"].value) == ("proposal", 8200)
    assert leads["friend-s-start-up"].value == 0
    assert load(ledger).settings.time_off == (read_interval("2026-12-21/2026-12-25"),)
    assert (ledger / "money.md").read_text() == "## Log\n\n- 2026-11-30 balance 8200\n- 2026-11-30 tax 1500\n"


def test_an_invoice_without_a_job_is_owed_and_judged_as_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    taken(ledger, ["", "carpenter, 2300, sent 15 Oct, due 29 Oct", "", "", "", ""], monkeypatch)
    review = run(ledger, "review", "--stdout", "--on", "2026-11-30").stdout
    assert "Overdue: 2,300 EUR." in review
    assert (
        "| Carpenter | [Earlier work](../projects/carpenter-earlier-work.md) | 2,300 EUR | Thu 29 Oct | 32 |" in review
    )
    assert "not on your website" not in review
    assert "No client project is open." in review


def test_an_invoice_goes_to_the_job_that_its_client_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, RUNNING)
    answers = ["60h left, until end of January", "", "Nordwind, 3800, no 2026-31, sent 6 Nov, due 20 Nov", "", "", ""]
    taken(ledger, answers, monkeypatch)
    assert "- 2026-11-06 invoiced 3800 due 2026-11-20 no 2026-31\n" in (ledger / "projects/portal.md").read_text()


def test_an_invoice_without_a_due_day_says_after_how_many_days_it_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = write_ledger(tmp_path, RUNNING)
    answers = ["60h left, until end of January", "", "Nordwind, 3800, no 2026-31, sent 6 Nov", "", "", ""]
    told = taken(ledger, answers, monkeypatch).stderr
    assert "due Sun 6 Dec, after your 30 days (say `due DAY` if not)" in " ".join(told.split())


def test_an_invoice_is_not_written_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = "- 2026-10-31 invoiced 3800\n"
    ledger = write_ledger(tmp_path, {**RUNNING, "projects/portal.md": RUNNING["projects/portal.md"] + sent})
    answers = ["60h left, until end of January", "", "Nordwind, 3800, no 2026-31, sent 6 Nov, due 20 Nov", "", "", ""]
    told = " ".join(taken(ledger, answers, monkeypatch).stderr.split())
    assert "an invoice of 3,800 EUR for Portal, sent Sat 31 Oct, is written down already" in told
    assert "`- 2026-11-06 invoiced 3800 due 2026-11-20 no 2026-31`" in told
    assert "`opsledger log portal invoiced 3800 due 2026-11-20 no 2026-31 --on 2026-11-06`" in told
    assert (ledger / "projects/portal.md").read_text().count("invoiced") == 1


def test_an_invoice_that_was_paid_since_is_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = "- 2026-10-15 invoiced 2300 due 2026-10-29 no 2026-7\n- 2026-11-02 invoiced 900 gross no 2026-8\n"
    ledger = write_ledger(tmp_path, {**RUNNING, "projects/portal.md": RUNNING["projects/portal.md"] + sent})
    answers = ["", "", "Nordwind paid 20 Nov", "Marsh paid", "Nordwind 900 paid 20 Nov", "Nordwind no 2026-7 paid"]
    result = taken(ledger, [*answers, "", "", "", ""], monkeypatch)
    assert "`Nordwind` has several open invoices: 2,300 EUR and 900 EUR" in result.stderr
    assert "no open invoice of `Marsh` is written down" in result.stderr
    log = load(ledger).projects[0].log
    written = [line.span.text for line in log[-2:]]
    assert written == ["2026-11-20 paid 900 gross no 2026-8", "2026-11-30 paid 2300 no 2026-7"]
    assert "Overdue" not in run(ledger, "status", "--on", "2026-11-30").stdout


def test_a_job_of_the_ledger_is_asked_for_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, RUNNING)
    result = taken(ledger, ["60h left, until 31 Jan", "", "", "", "", ""], monkeypatch)
    assert "Portal for Nordwind: the hours left and until when? Such as: 30h left, until 18 Dec" in result.stderr
    text = (ledger / "projects/portal.md").read_text()
    assert "due: 2027-01-31\n" in text
    assert "- 2026-11-30 left 60h\n" in text
    assert "Portal lacks" not in run(ledger, "take-stock", clock=CLOCK).stdout


def test_what_a_job_does_not_say_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    result = taken(
        ledger,
        ["Sync app for Kessler, 9000, 80h", "40, due 18 Dec, agreed 1 Sep", "half, paid", "", "", "", "", ""],
        monkeypatch,
    )
    assert "Still unknown: how many of the 80 h are left, until when and when it was agreed" in result.stderr
    text = (ledger / "projects/sync-app.md").read_text()
    assert "estimate: 80h\n" in text
    assert "- 2026-11-30 left 40h\n" in text


def test_two_jobs_of_one_name_are_told_apart_by_their_clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    more = "2000, 30h, not begun, due 18 Dec, agreed 2 Nov"
    taken(ledger, [f"Website for Tern, {more}", f"Website for Harbor, {more}", *[""] * 5], monkeypatch)
    assert {one.id: one.title for one in load(ledger).projects} == {
        "website": "Website",
        "website-for-harbor": "Website for Harbor",
    }


def test_undo_takes_back_the_answer_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    result = taken(
        ledger,
        ["", "", "School, asked 24 Nov", "undo", "Academy, asked 24 Nov", "", "", ""],
        monkeypatch,
    )
    assert "Taken back: School, asked 24 Nov" in result.stderr
    assert [lead.id for lead in load(ledger).leads] == ["academy"]
    assert run(ledger, "undo").exit_code == 0
    assert load(ledger).leads == ()


def test_undo_goes_back_to_the_question_that_it_undoes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    job = "Logo for Tern, 900, 10h, starts 7 Dec, due 18 Dec, agreed 20 Nov"
    answers = [job, "", "undo", job.replace("900", "950"), "Site, 40h, due 18 Dec, agreed 1 Nov", "undo", ""]
    result = taken(ledger, [*answers, "", "School, asked 24 Nov", "", "", ""], monkeypatch)
    assert result.stderr.count("What are you working on") == 2
    assert "Left out." in result.stderr
    assert [(one.id, str(one.price)) for one in load(ledger).projects] == [("logo", "950")]
    assert [lead.id for lead in load(ledger).leads] == ["school"]


def test_a_job_that_runs_is_asked_once_for_its_invoices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    audit = "Audit for Tann, 12 days at 960 a day, 5 of 12 days done, since 2 November, done by Fri 29 January"
    paid = "Certification for Greiner, 7500 fixed, 46 of 70h done, due Wed 16 Dec, agreed in September, half paid 2 Oct"
    result = taken(ledger, [audit, "all paid", "3 of 4", "", paid, "", "", "", "", ""], monkeypatch)
    assert result.stderr.count("Invoiced so far?") == 3
    assert "Still unknown: how much was invoiced and paid." in result.stderr
    assert "Not understood: 3 of 4" in result.stderr
    assert "invoiced 3,750 EUR Fri 2 Oct, paid 3,750 EUR Fri 2 Oct" in result.stderr
    logs = {one.id: [line.span.text for line in one.log] for one in load(ledger).projects}
    assert logs["audit"] == [
        *("2026-11-02 booked", "2026-11-02 started", "2026-11-30 left 56h", "2026-11-30 note nothing billed yet")
    ]
    assert logs["certification"][-3:] == ["2026-10-02 invoiced 3750", "2026-10-02 paid 3750", "2026-11-30 left 24h"]
    assert "invoiced so far" not in run(ledger, "take-stock", clock=CLOCK).stdout


def test_hours_told_of_two_jobs_make_no_day_longer_than_eight_hours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    jobs = [
        "Audit for Tann, 960 a day, 5 of 12 days done, since 2 Nov, due 29 Jan, nothing invoiced",
        "Plan for Greiner, 7500 fixed, 46 of 70h done, due 16 Dec, agreed 26 Oct, nothing invoiced",
    ]
    taken(ledger, [*jobs, "", "", "", "", ""], monkeypatch)
    minutes: dict[date | None, int] = {}
    for block in (block for week in load(ledger).weeks for block in week.actual):
        minutes[block.day] = minutes.get(block.day, 0) + block.minutes
    assert sum(minutes.values()) == 86 * 60
    assert max(minutes.values()) == 8 * 60


def test_work_of_which_nobody_said_what_is_invoiced_is_listed_and_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = {"weeks/2026-W48.md": "## Actual\n\n- Mon 9:00-12:00 portal\n"}
    ledger = write_ledger(tmp_path, RUNNING | week)
    assert "  opsledger log portal invoiced 1500 --on 2026-11-02\n" in run(ledger, "take-stock", clock=CLOCK).stdout
    taken(ledger, ["60h left, until 31 Jan", "1900 on 2 Nov, paid 20 Nov", "", "", "", "", ""], monkeypatch)
    text = (ledger / "projects/portal.md").read_text()
    assert "- 2026-11-02 invoiced 1900\n- 2026-11-20 paid 1900\n" in text


def test_a_reminder_and_a_payment_are_lines_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    wolf = "Imkerei Wolf, no. 2026-19, 1840 EUR, issued 12 Oct, due 26 Oct. One reminder sent 9 Nov"
    answers = ["", wolf, "Greiner, 3750, sent 1 Oct, paid 15 Oct", "Tann, 4800, not invoiced yet", "", "", "", ""]
    result = taken(ledger, answers, monkeypatch)
    assert "it is not sent yet, so nothing is written as owed" in result.stderr
    logs = {one.client.id: [line.span.text for line in one.log] for one in load(ledger).projects if one.client}
    assert logs == {
        "Imkerei Wolf": [
            *("2026-10-12 invoiced 1840 due 2026-10-26 no 2026-19", "2026-11-09 mail reminder of the invoice")
        ],
        "Greiner": ["2026-10-01 invoiced 3750", "2026-10-15 paid 3750"],
    }
    assert run(ledger, "check", "--strict", "--on", "2026-11-30").exit_code == 0


@pytest.mark.parametrize(
    ("typed", "days", "unclear"),
    [
        ("21 December to 1 January, and Thu 3 December (dentist, whole day)", ["21", "3"], ""),
        ("Fri 18 December and 24 Dec to 3 Jan", ["18", "24"], ""),
        ("24-31 December, 40 Dec", ["24"], "40 Dec"),
    ],
)
def test_what_is_understood_of_days_off_is_written(
    typed: str, days: list[str], unclear: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    result = taken(ledger, ["", "", "", typed, "", "4,300, nothing put aside for tax"], monkeypatch)
    assert sorted(str(one.first.day) for one in load(ledger).settings.time_off) == sorted(days)
    assert ("Not understood: " + unclear in result.stderr) == bool(unclear)
    assert [line.amount for line in load(ledger).account[0].log] == [4300, 0]


def test_what_is_not_understood_is_told_and_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    result = taken(
        ledger, ["", "carpenter, $2300, sent 15 Oct", "", "", "whenever", "21-25 Dec", "", "lots", "8200"], monkeypatch
    )
    assert "an amount is in USD, and this ledger keeps EUR" in result.stderr
    assert "`whenever` is not understood as days off" in result.stderr
    assert "`lots` is not understood as money" in result.stderr
    assert len(load(ledger).settings.time_off) == 1
    assert load(ledger).account[0].log[0].amount == 8200


def test_breaking_off_keeps_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    result = taken(ledger, ["Museum shop, 700 a month for 8h, since January"], monkeypatch)
    assert "What is written stays" in result.stderr
    assert [one.id for one in load(ledger).projects] == ["museum-shop"]


def test_without_a_terminal_it_lists_what_is_missing_as_commands(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, RUNNING)
    result = run(ledger, "take-stock", clock=CLOCK)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        "Portal lacks the hours left, until when:",
        "  opsledger log portal left 30h",
        "  opsledger set portal due 2026-12-18",
    ]
    commands = [line.strip().removeprefix("opsledger ") for line in lines if line.startswith("  ")]
    assert [one.split()[0] for one in commands] == ["log", "set", "log", "new", "plan", "log"]


def test_every_command_that_it_lists_works(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, RUNNING)
    for line in run(ledger, "take-stock", "--yes", clock=CLOCK).stdout.splitlines():
        if line.startswith("  "):
            words = shlex.split(line.strip().removeprefix("opsledger ").replace(" ID ", " portal "))
            assert run(ledger, *words, clock=CLOCK).exit_code == 0, line
    assert "Nothing is missing" in run(ledger, "take-stock", clock=CLOCK).stdout


DEALS = {
    "opsledger.yaml": SETTINGS,
    "leads/bergmann-stock-app.md": "---\nname: Bergmann - stock app\nsource: web\nvalue: 14000\nhubspot: 17\n---\n\n"
    "## Log\n\n- 2026-10-12 verbal\n",
    "leads/ritter-optik.md": "---\nname: Ritter Optik\nsource: web\nvalue: 5200\nhubspot: 18\n---\n\n"
    "## Log\n\n- 2026-08-20 verbal\n",
}


def test_leads_of_a_crm_are_asked_for_what_its_export_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = write_ledger(tmp_path, DEALS)
    answers = ["", "", "they wrote 24 Nov, call them Thursday", "lost 15 Oct went elsewhere", "", "", ""]
    result = taken(ledger, answers, monkeypatch)
    assert result.stderr.index("Bergmann - stock app (verbal)") < result.stderr.index("Ritter Optik (verbal)")
    logs = {lead.id: [line.span.text for line in lead.log[1:]] for lead in load(ledger).leads}
    assert logs == {
        "bergmann-stock-app": ["2026-11-24 in they wrote", "2026-11-30 next 2026-12-03 call them"],
        "ritter-optik": ["2026-10-15 lost competitor went elsewhere"],
    }


def test_a_lead_that_is_there_gets_what_is_said_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_ledger(tmp_path, DEALS)
    taken(ledger, ["", "", "", "", "Bergmann, they wrote yesterday, 15000", "21-25 Dec", "", "", ""], monkeypatch)
    assert len(load(ledger).leads) == 2
    lead = load(ledger).lead_by_id["bergmann-stock-app"]
    assert [line.span.text for line in lead.log[1:]] == ["2026-11-29 in they wrote", "2026-11-30 value 15000"]


PROMPTS = ("Job", "Invoice", "Inquiry", "Days off", "In the bank")


def answers_shown(text: str) -> dict[str, list[str]]:
    """The answers that a page shows, by the question."""
    return {one: re.findall(rf"^{one}: (.+)$", text, re.MULTILINE) for one in PROMPTS}


@pytest.mark.parametrize("page", ["README.md", "docs/first-fortnight.md"])
def test_the_answers_that_a_page_shows_are_understood(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = answers_shown((SOURCE / page).read_text(encoding="utf-8"))
    number = sum(map(len, shown.values()))
    assert number >= 2
    _answer_all(shown, number, tmp_path, monkeypatch)


@pytest.mark.parametrize("day", ["2026-11-30", "2027-03-01", "2027-07-14"])
def test_the_examples_of_the_questions_are_understood(
    day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (about_jobs, about_invoices, about_leads, about_days_off, about_money)
    said = [about(date.fromisoformat(day)) for about in asked]
    shown = {one: [line.strip() for line in lines if line[:1] == " "] for one, lines in zip(PROMPTS, said, strict=True)}
    shown |= {one: [lines[0].partition("Such as: ")[2]] for one, lines in list(zip(PROMPTS, said, strict=True))[3:]}
    _answer_all(shown, 8, tmp_path, monkeypatch, day)


def _answer_all(
    shown: dict[str, list[str]], number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str = "2026-11-30"
) -> None:
    """Type answers, and see that each is written, and nothing is asked back or not understood."""
    ledger = write_ledger(tmp_path, {"opsledger.yaml": SETTINGS})
    monkeypatch.setattr("opsledger.cli.take_stock.asks", lambda: True)
    typed = "".join(
        f"{one}\n"
        for prompt in PROMPTS
        for one in (*shown[prompt], *([] if prompt == "In the bank" and shown[prompt] else [""]))
    )
    result = run(ledger, "take-stock", clock=clock_at(f"{day}T10:00"), given=typed)
    assert (result.exit_code, f"{number} answers written" in result.stderr) == (0, True), result.stderr
    assert not re.search("unknown|understood", result.stderr)
    assert run(ledger, "check", "--strict", "--on", day).exit_code == 0
