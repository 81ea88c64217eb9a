"""Mail as lines of leads and clients: their addresses, the day and the subject, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opsledger.loading import load
from tests.cli_support import run
from tests.importing_support import contents, csv_file, errors_in, imported, ledger_in, lines, reasons

LEDGER = """
leads/kim-site.md
    name: Kim's site
    source: web
    email: Kim@Example.org
    - 2026-11-01 inquiry
leads/old.md
    name: Old one
    source: web
    email: [old@example.org]
    - 2026-01-01 inquiry
    - 2026-02-01 lost price too high
clients/acme.md
    name: Acme
    email: [ann@acme.example, info@acme.example]
    - 2026-01-01 note met
"""
ZONE = ("--zone", "Europe/Berlin")


def message(sender: str, to: str, subject: str = "Plans", *more: str, date: str = "2 Nov 2026 23:30:00 +0000") -> str:
    head = (f"From: {sender}", f"To: {to}", f"Date: Mon, {date}", f"Subject: {subject}", *more)
    return "\n".join((*head, "", "A body, with a secret.", "From here on it is text.", ""))


def mailbox(*messages: str) -> str:
    return "".join(f"From someone Mon Nov  2 09:00:00 2026\n{one}\n" for one in messages)


def taken(folder: Path, text: str | bytes, *options: str, name: str = "x.mbox") -> Any:
    return imported(ledger_in(folder, LEDGER), "mail", csv_file(folder, text, name), *ZONE, *options)


def test_mail_from_and_to_known_addresses_becomes_lines(tmp_path: Path) -> None:
    text = mailbox(
        message('"Kim" <kim@example.org>', "me@example.com"),
        message("me@example.com", "Ann <ANN@acme.example>, nobody@example.net", "=?utf-8?q?Gr=C3=BC=C3=9Fe?="),
        message("shop@example.net", "me@example.com"),
    )
    data = taken(tmp_path, text, "--write")
    assert {(one["file"], *one["lines"]) for one in data["write"]} == {
        ("leads/kim-site.md", "2026-11-03 in Plans"),
        ("clients/acme.md", "2026-11-03 out Grüße"),
    }
    assert data["notes"] == ["1 message is from and to addresses that no lead, client or contact has"]
    assert not any(b"secret" in content for content in contents(tmp_path / "ledger").values())
    assert errors_in(tmp_path / "ledger") == []


def test_a_message_is_taken_once(tmp_path: Path) -> None:
    text = message("kim@example.org", "me@example.com", "Plans", "Message-ID: <a@b>")
    taken(tmp_path, text, "--write", name="x.eml")
    again = imported(tmp_path / "ledger", "mail", csv_file(tmp_path, mailbox(text), "y.mbox"), *ZONE)
    assert (lines(again), again["before"]) == ([], 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (message("kim@example.org", "me@example.com", date="someday"), "it has no date that can be read"),
        (message("kim@example.org", "me@example.com", "Away", "Auto-Submitted: auto-replied"), "a program wrote it"),
        (message("old@example.org", "me@example.com"), "leads/old.md is closed"),
        (message("nobody", "me@example.com"), "it has no sender"),
    ],
)
def test_a_message_that_makes_no_line_is_told_with_its_place(text: str, reason: str, tmp_path: Path) -> None:
    data = taken(tmp_path, mailbox(message("shop@example.net", "me@example.com"), text))
    assert lines(data) == []
    assert [(one["place"], one["reason"].startswith(reason)) for one in data["skipped"]] == [("x.mbox:11", True)]
    assert len(reasons(data)) == 1


def test_a_hostile_subject_stays_one_line(tmp_path: Path) -> None:
    text = message("kim@example.org", "me@example.com", "=?utf-8?q?a=0A-_2026-01-01_won=1B[2J?=")
    data = taken(tmp_path, text, "--write")
    assert len(lines(data)) == 1
    assert errors_in(tmp_path / "ledger") == []


@pytest.mark.parametrize("data", [b"", b"\0\xff\xfe", b"From: \xff\xfe@\n\n", b"Date: x", b"From \n\n", b"{}"])
def test_no_bytes_raise(data: bytes, tmp_path: Path) -> None:
    result = run(ledger_in(tmp_path, LEDGER), "import", "mail", csv_file(tmp_path, data, "x.eml"))
    assert result.exit_code in (0, 2)
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_an_address_alone_is_a_list_of_one_however_often_it_is_read(tmp_path: Path) -> None:
    for number in range(2):
        (lead, _) = load(ledger_in(tmp_path / str(number), LEDGER)).leads
        assert lead.email == ("Kim@Example.org",)
