"""Whole phrases of the inbox: days off, hours left, a no, my own silence, and who is new."""

from pathlib import Path

import pytest

from opsledger import load
from opsledger.values.days import read_interval
from tests.cli_support import run, write_ledger
from tests.test_capturing_corpus import rows_of

DAY = "2026-11-30"


def record(front: str, *lines: str) -> str:
    """A record with front matter, its keys parted by semicolons, and a log."""
    return f"---\n{front.replace('; ', chr(10))}\n---\n\n## Log\n\n" + "".join(f"- {line}\n" for line in lines)


FIXED = "billing: fixed; price: "
FILES = {
    "opsledger.yaml": "currency: EUR\nclient_hours: 25\nkept_since: 2026-11-30\n",
    "projects/brand.md": record(f"name: Brand; client: Bakery; {FIXED}6400; estimate: 50h", "2026-11-02 started"),
    "projects/website.md": record(f"name: Website; client: Physiotherapist; {FIXED}4800", "2026-11-20 booked"),
    "projects/museum-shop.md": record(
        "name: Museum shop; client: Museum shop; billing: retainer; price: 700/month", "2026-01-01 started"
    ),
    "projects/carpenter-brochure.md": record(
        f"name: Brochure; client: Carpenter; {FIXED}2300", "2026-10-15 invoiced 2300 due 2026-10-29"
    ),
    "leads/school.md": record("name: School; source: unknown", "2026-11-24 in asked"),
    "leads/winery.md": record("name: Winery; source: unknown; value: 8200", "2026-11-09 proposal sent"),
    "leads/friend-s-start-up.md": record("name: Friend's start-up; source: unknown", "2026-11-30 in wants it free"),
}


@pytest.mark.parametrize(("typed", "said"), [row[:2] for row in rows_of("inbox-phrases.txt")])
def test_a_phrase_is_placed_as_it_is_meant_or_stays_with_what_to_write(typed: str, said: str, tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {**FILES, "inbox.md": f"{typed}\n"})
    shown = run(ledger, "sort", "--on", DAY).stdout.splitlines()
    assert shown[1].strip().removeprefix("goes to ") == said


def test_days_off_are_written_into_the_settings_with_the_other_lines_and_undone_with_them(tmp_path: Path) -> None:
    inbox = "holiday 21-25 dec\n24 Dec to 2 Jan off\nbakery 30h left\n"
    ledger = write_ledger(tmp_path, {**FILES, "inbox.md": inbox})
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    assert run(ledger, "sort", "--write", "--on", DAY).exit_code == 0
    off = (read_interval("2026-12-21/2026-12-25"), read_interval("2026-12-24/2027-01-02"))
    assert load(ledger).settings.time_off == off
    assert (ledger / "inbox.md").read_text() == ""
    assert run(ledger, "undo").exit_code == 0
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before


def test_days_off_stay_if_the_settings_are_written_over_several_lines(tmp_path: Path) -> None:
    settings = "time_off:\n  - 2026-12-31\n"
    ledger = write_ledger(tmp_path, {**FILES, "opsledger.yaml": settings, "inbox.md": "holiday 21-25 dec\n"})
    said = run(ledger, "sort", "--write", "--on", DAY).stdout
    assert "stays: add `2026-12-21/2026-12-25` to `time_off` in opsledger.yaml" in said
    assert (ledger / "opsledger.yaml").read_text() == settings


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("holiday 21-25 dec, skiing", "days off have no text: write `21-25 dec off` alone"),
        ("holiday 16-20 nov", "its days may be in 2026 or 2027: write the year"),
        ("school paid £30 for fonts for bakery", "the amount is in GBP"),
        ("new lead: dentist wants a logo", "say where a new lead came from"),
    ],
)
def test_a_phrase_that_may_mean_two_things_stays(typed: str, why: str, tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {**FILES, "inbox.md": f"{typed}\n"})
    assert why in run(ledger, "sort", "--on", DAY).stdout
