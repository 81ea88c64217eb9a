"""A first review after old data were imported: what other programs do not tell is named, and not held against you."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from opsledger.checks.every import check
from opsledger.figures.billing_plan import to_invoice
from opsledger.figures.contacts import last_contact_of
from opsledger.figures.standing import Standing
from opsledger.findings.every import findings
from opsledger.findings.finding import Measured
from opsledger.findings.measured import measured_on
from opsledger.findings.waiting_leads import spoken_yes
from opsledger.loading import load
from opsledger.measuring.every import measure
from tests.cli_support import clock_at, run
from tests.importing_support import csv_file, ledger_in, toggl
from tests.ledger_text import ledger_of

DAY = "2026-11-29"
DEALS = (
    "Record ID,Deal Name,Deal Stage,Create Date,Close Date,Amount,Currency,Original Traffic Source\n"
    "1,Acme audit,Closed Won (Sales Pipeline),2026-02-02 09:00,2026-09-08 10:00,6000,EUR,Referrals\n"
    "2,Bolt workshop,Closed Won (Sales Pipeline),2026-08-03 09:00,2026-10-05 10:00,4000,EUR,Referrals\n"
    "3,Cargo review,Closed Lost (Sales Pipeline),2026-06-01 09:00,2026-08-05 10:00,9000,EUR,Offline sources\n"
    "4,Delta strategy,Appointment Scheduled (Sales Pipeline),2026-10-01 09:00,2026-11-15 10:00,8000,EUR,Referrals\n"
)
STAGES = "--map", "Appointment Scheduled=inquiry"
OPEN = "opsledger.yaml\n    business: Fresh\n"
MISLEADING = {
    "won deals as work that did not begin": "Agree on a start",
    "silence that nobody wrote down": "Nothing happened for",
    "answers that no export knows": "answer a new lead after",
    "marketing that no export knows": "You did less marketing than",
    "leads that nobody wrote down": "No new lead came",
    "a close date that the CRM set": "They meant to decide",
    "no booked work": "Lean",
    "work that runs out": "Booked until",
    "a month without income": "below your floor",
    "contact that no export knows": "You have not been in touch",
    "a cost of leads": "A new lead takes",
}


def on_the_day(root: Path, *arguments: str) -> Result:
    """The command, run on the day on which old data are imported."""
    return run(root, *arguments, clock=clock_at(f"{DAY} 12:00+00:00"))


def time_report(folder: Path) -> str:
    """Two hours for Acme on each Monday to Thursday of 30 weeks, and one of sales on the Fridays."""
    days = [date.fromordinal(date(2026, 5, 4).toordinal() + number) for number in range(207)]
    rows = [
        f"Acme,Audit,,Talks,{day},09:00:00,{day},14:00:00,"
        if day.weekday() < 4
        else f",Business,,Mail,{day},09:00:00,{day},10:00:00,"
        for day in days
        if day.weekday() < 5
    ]
    return csv_file(folder, toggl(*rows), "toggl.csv")


def calendar(folder: Path) -> str:
    start = "BEGIN:VEVENT\nUID:1\nDTSTART:20261005T090000\nDTEND:20261005T130000\n"
    repeated = "RRULE:FREQ=WEEKLY;COUNT=8\nSUMMARY:Workshop\nEND:VEVENT\n"
    return csv_file(folder, f"BEGIN:VCALENDAR\nVERSION:2.0\n{start}{repeated}END:VCALENDAR\n", "calendar.ics")


def taken_over(folder: Path, *what: str, ledger: str = OPEN) -> Path:
    """A fresh ledger that old data were imported into on the day."""
    root = ledger_in(folder, ledger)
    commands = {
        "deals": ("hubspot", csv_file(folder, DEALS, "deals.csv"), *STAGES),
        "time": ("toggl", time_report(folder), "--unknown", "client", "--map", "Business=sales"),
        "calendar": ("ics", calendar(folder), "--actual", "--from", "2026-10-01", "--to", DAY, "--target", "client"),
    }
    for each in what:
        done = on_the_day(root, "import", *commands[each], "--write")
        assert done.exit_code == 0, done.stderr
    return root


def review_of(root: Path, on: str = DAY) -> str:
    return on_the_day(root, "review", "--on", on, "--stdout").stdout


KINDS = (("deals",), ("time",), ("deals", "time"), ("time", "deals"), ("calendar",))


@pytest.mark.parametrize("what", KINDS, ids="-".join)
def test_a_first_review_claims_nothing_that_the_old_data_do_not_tell(what: tuple[str, ...], tmp_path: Path) -> None:
    text = review_of(taken_over(tmp_path, *what))
    assert [name for name, words in MISLEADING.items() if words.casefold() in text.casefold()] == []
    assert "Older work counts as done" in text
    assert "write down your running projects" in text


@pytest.mark.parametrize("what", [("deals", "time"), ("calendar",)], ids="-".join)
def test_a_ledger_is_clean_after_old_data_were_taken_over(what: tuple[str, ...], tmp_path: Path) -> None:
    assert check(load(taken_over(tmp_path, *what)), date.fromisoformat(DAY)) == ()


def test_a_first_review_says_what_to_write_next(tmp_path: Path) -> None:
    text = review_of(taken_over(tmp_path, "deals", "time"))
    assert "2 deals won in the last half year have no project." in text
    assert "Bolt workshop (Mon 5 Oct) and Acme audit (Tue 8 Sep)" in text
    assert "1 open lead came without your last contact and next step." in text
    assert "**You usually do 20 client hours a week." in text


def test_two_weeks_later_the_same_ledger_is_judged(tmp_path: Path) -> None:
    root = taken_over(tmp_path, "deals", "time")
    text = review_of(root, "2026-12-13")
    assert "You did less marketing than" in text
    assert "Nothing happened for 14 days" in text  # before, nobody wrote it down


def test_a_deal_won_since_is_asked_for_its_project(tmp_path: Path) -> None:
    root = taken_over(tmp_path, "deals")
    on_the_day(root, "log", "delta-strategy", "won", "--on", "2026-12-01")
    figures = measure(Standing(load(root), date(2026, 12, 20)))
    assert figures["inflow.unstarted"].value == ["delta-strategy"]


def test_with_the_projects_that_run_the_coming_weeks_are_told(tmp_path: Path) -> None:
    root = taken_over(tmp_path, "time")
    project = ("new", "project", "Acme rollout", "--client", "Acme", "--billing", "fixed", "--price", "9000")
    assert on_the_day(root, *project, "--estimate", "90h").exit_code == 0
    text = review_of(root)
    assert "what is booked: write down your running projects" not in text
    assert "Client hours ahead." in text


def test_a_ledger_kept_for_long_does_not_become_young_by_an_import(tmp_path: Path) -> None:
    kept = OPEN + "weeks/2026-W10.md\n    ## Actual\n    - Mon 9:00-10:00 sales\n"
    root = taken_over(tmp_path, "calendar", ledger=kept)
    assert "kept_since" not in (root / "opsledger.yaml").read_text()


def test_an_import_is_taken_back_with_what_it_noted(tmp_path: Path) -> None:
    root = ledger_in(tmp_path, OPEN)
    before = (root / "opsledger.yaml").read_bytes()
    on_the_day(root, "import", "toggl", time_report(tmp_path), "--unknown", "client", "--write")
    assert b"\nkept_since: 2026-11-29\n" in (root / "opsledger.yaml").read_bytes()
    on_the_day(root, "undo")
    assert (root / "opsledger.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("settings", "written"),
    [
        ("", "\n# The day from which you keep this ledger: what is older came from other programs.\nkept_since: DAY\n"),
        ("business: A", "business: A\n\n# The day*\nkept_since: DAY\n"),
        ("\ufeffbusiness: A\r\n", "\ufeffbusiness: A\r\n\r\n# The day*\r\nkept_since: DAY\r\n"),
        ("business: A\n# kept_since: 2026-01-01\nhours: 30\n", "business: A\nkept_since: DAY\nhours: 30\n"),
        ("{business: A}\n", "{business: A}\n"),
        ("kept_since: 2026-11-01\n", "kept_since: 2026-11-01\n"),
    ],
)
def test_the_settings_say_so_wherever_they_can(settings: str, written: str, tmp_path: Path) -> None:
    root = ledger_in(tmp_path, OPEN)
    (root / "opsledger.yaml").write_bytes(settings.encode())
    done = on_the_day(root, "import", "toggl", time_report(tmp_path), "--unknown", "client", "--write")
    text = (root / "opsledger.yaml").read_bytes().decode()
    assert re.sub("# The day from[^\r\n]*", "# The day*", text) == re.sub(
        "# The day from[^\r\n]*", "# The day*", written.replace("DAY", DAY)
    )
    assert ("kept_since: 2026-11-29" in done.stderr) == ("kept_since: 2026-11-01" not in settings)


def test_without_an_invoice_or_a_payment_no_month_is_called_poor(tmp_path: Path) -> None:
    root = taken_over(tmp_path, "time", ledger=f"{OPEN}    targets: {{income: 6000/month, floor: 4000/month}}\n")
    project = ("new", "project", "Acme rollout", "--client", "Acme", "--billing", "hourly", "--rate", "95/h")
    assert on_the_day(root, *project, "--estimate", "90h").exit_code == 0
    assert "Money ahead" not in review_of(root)
    assert "below your floor" not in review_of(root)
    assert "below your floor" not in on_the_day(root, "status", "--on", DAY).stdout
    assert on_the_day(root, "log", "acme-rollout", "invoiced", "2000").exit_code == 0
    assert "Money ahead" in review_of(root)


HOURLY = """
opsledger.yaml
    kept_since: 2026-11-20
projects/p.md
    billing: hourly
    rate: 100/h
    - 2026-10-01 started
{log}
weeks/2026-W44.md
    ## Actual
    - Mon 10h p
weeks/2026-W47.md
    ## Actual
    - Mon 20h p
    - Fri 5h p
weeks/2026-W48.md
    ## Actual
    - Mon 2h p
"""


@pytest.mark.parametrize(
    ("invoices", "waits"),
    [
        ([], 700),  # 30 h were before the ledger was kept, and other programs billed them
        (["2026-10-31 invoiced 900"], 2700),  # the invoice says up to when
        (["2026-11-22 invoiced 1500"], 200),  # it charges 10 h of the old ones too
        (["2026-11-22 invoiced 2500"], 1200),  # it charges more than half of them: nobody else billed any
        (["2026-10-31 invoiced 900", "2026-11-21 invoiced 2500", "2026-11-24 expense 50"], 250),
        (["2026-11-24 invoiced 9000"], 0),
    ],
)
def test_hours_before_the_ledger_was_kept_are_billed_unless_an_invoice_says_otherwise(
    invoices: list[str], waits: int
) -> None:
    ledger = ledger_of(HOURLY.format(log="\n".join(f"    - {line}" for line in invoices)))
    standing = Standing(ledger, date.fromisoformat(DAY))
    assert to_invoice(standing, ledger.projects[0]) == waits


def test_a_yes_that_a_crm_tells_has_no_day_of_theirs() -> None:
    front = "leads/eider.md\n    source: x\n    value: 9000\n    hubspot: 5\n"
    lead = f"{front}    - 2026-08-19 inquiry\n    - 2026-08-19 verbal\n"
    ledger = ledger_of(f"opsledger.yaml\n    kept_since: 2026-11-20\n{lead}")
    (found,) = spoken_yes(measured_on(ledger, date.fromisoformat(DAY)))
    assert found.because == "your CRM has it at verbal, and no step of yours is written down"


def test_the_day_of_a_deal_is_nobodys_contact(tmp_path: Path) -> None:
    files = "clients/acme.md\n    name: Acme\nprojects/site.md\n    client: acme\n    - 2026-11-02 started\n"
    root = taken_over(tmp_path, "deals", ledger=f"{OPEN}{files}")
    lead = root / "leads" / "acme-audit.md"
    lead.write_text(lead.read_text().replace("source:", "client: acme\nsource:"))
    assert last_contact_of(Standing(load(root), date(2026, 12, 20)), "acme") is None
    on_the_day(root, "log", "acme-audit", "in", "--on", "2026-12-01")
    assert last_contact_of(Standing(load(root), date(2026, 12, 20)), "acme") is not None


def test_leads_written_down_by_hand_wait_since_their_own_day() -> None:
    text = """
    opsledger.yaml
        kept_since: 2026-11-20
    leads/school.md
        name: Hill School
        value: 5000
        - 2026-11-10 in asks for a new logo
    leads/winery.md
        name: Winery
        value: 8200
        - 2026-09-20 in asks for labels
        - 2026-10-16 proposal sent
    """
    standing = Standing(ledger_of(text), date(2026, 11, 20))
    found = {finding.rule: finding for finding in findings(Measured(standing, measure(standing)))}
    assert found["unanswered-leads"].action == "Answer Hill School"
    assert "10 days" in found["unanswered-leads"].because
    assert found["stale-leads"].about == ("winery",)
    assert "nothing happened for 35 days" in found["stale-leads"].because
