"""Loose lines, as they are typed on a phone, find their place in the ledger, and none is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.capturing.amounts import OtherCurrency, take_amount, take_time
from opsledger.capturing.blocks import block_words
from opsledger.capturing.days import take_day
from opsledger.capturing.inbox import read_inbox
from opsledger.capturing.words import line_words
from opsledger.loading.survey import Survey
from tests.cli_support import SAMPLE, run, write_ledger
from tests.fuzzing import bounded

FRIDAY = date(2026, 11, 20)
PROJECT = "---\nname: {name}\nclient: {client}\nbilling: fixed\nprice: 9000\n---\n## Log\n- 2026-11-02 {state}\n"
LEAD = "---\nname: {name}\nsource: referral\n---\n## Log\n- 2026-11-02 {state}\n"
FILES = {
    "opsledger.yaml": "tasks: [testing, build]\n",
    "projects/harbor-website.md": PROJECT.format(name="Harbor website", client="Harbor Dental", state="started"),
    "projects/osprey-portal.md": PROJECT.format(name="Osprey portal", client="Osprey Legal", state="started"),
    "projects/lantern-rebrand.md": PROJECT.format(name="Lantern", client="Lantern Theatre", state="delivered"),
    "leads/lantern-theatre.md": LEAD.format(name="Lantern Theatre", state="won"),
    "leads/muehlbach.md": LEAD.format(name="Mühlbach & Söhne", state="proposal"),
    "leads/tern-kayaks.md": LEAD.format(name="Tern Kayaks", state="inquiry"),
    "leads/tern-cafe.md": LEAD.format(name="Tern Café", state="inquiry"),
}
WEEK = "weeks/2026-W47.md"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, FILES)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", "2026-11-20"),
        ("gestern", "2026-11-19"),
        ("Mo", "2026-11-16"),
        ("Fri", "2026-11-20"),
        ("friday", "2026-11-20"),
        ("last friday", "2026-11-13"),
        ("last thu", "2026-11-19"),
        ("on monday", "2026-11-16"),
        ("20.11.2026", "2026-11-20"),
        ("3.11.", "2026-11-03"),
        ("3.12.", "2025-12-03"),
        ("1/30/2026", "2026-01-30"),
        ("30/1/2026", "2026-01-30"),
        ("2026/11/3", "2026-11-03"),
        ("3 Nov", "2026-11-03"),
        ("Nov 3rd 2025", "2025-11-03"),
        ("2 days ago", "2026-11-18"),
        ("a week ago", "2026-11-13"),
        ("3/4/2026", None),
        ("31.2.2026", None),
        ("2h", None),
        ("sat-ellite", None),
    ],
)
def test_days_are_understood(typed: str, day: str | None) -> None:
    taken = take_day(line_words(typed), FRIDAY, back=True)
    assert (taken and str(taken.value)) == day


@pytest.mark.parametrize(
    ("typed", "day"), [("Mo", "2026-11-23"), ("next friday", "2026-11-27"), ("3.12.", "2026-12-03")]
)
def test_days_to_come_are_looked_for_ahead(typed: str, day: str) -> None:
    taken = take_day(line_words(typed), FRIDAY, back=False)
    assert taken
    assert str(taken.value) == day


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9-12", "9:00-12:00"),
        ("9.00-12.00", "9:00-12:00"),
        ("9am-12pm", "9:00-12:00"),
        ("9:00 – 10:30", "9:00-10:30"),
        ("9:00 to 10:30", "9:00-10:30"),
        ("from 2pm to 3:30pm", "14:00-15:30"),
        ("1,5h", "1h30m"),
        ("1.5 hours", "1h30m"),
        ("1:30", "1h30m"),
        ("16:00", None),  # a time of day
        ("9:30", None),
        ("2h30", "2h30m"),
        ("2 h 30 min", "2h30m"),
        ("3 h", "3h"),
        ("90 min", "1h30m"),
        ("45'", "45m"),
        ("1½h", "1h30m"),
        ("half an hour", "30m"),
        ("an hour and a half", "1h30m"),
        ("12-9", None),
        ("30h", None),
        ("2 - 3 things", None),
        ("2", None),
    ],
)
def test_times_are_understood(typed: str, time: str | None) -> None:
    taken = take_time(line_words(typed))
    assert (taken and taken.value) == time


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("4750", "4750"),
        ("4750 EUR", "4750"),
        ("€4750", "4750"),
        ("4750€", "4750"),
        ("4,750", "4750"),
        ("4.750,50", "4750.50"),
        ("4 750", "4750"),
        ("4'750.50", "4750.50"),
        ("4750,5", "4750.5"),
        ("4.75", "4.75"),
        ("4.7k", "4700"),
        ("1,234,567", "1234567"),
        ("four", None),
    ],
)
def test_amounts_are_understood(typed: str, amount: str | None) -> None:
    taken = take_amount(line_words(typed), "EUR")
    assert (taken and taken.value) == amount


def test_an_amount_in_another_currency_is_not_taken_for_the_ledgers() -> None:
    with pytest.raises(OtherCurrency, match="GBP"):
        take_amount(["£4750"], "EUR")


def sorted_into(ledger: Path, line: str) -> str:
    """What `sort --write` says of one line."""
    (ledger / "inbox.md").write_text(f"{line}\n", encoding="utf-8")
    result = run(ledger, "sort", "--write", "--on", str(FRIDAY))
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()[1].strip()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (
            "harbor call they want to start earlier",
            "projects/harbor-website.md: - 2026-11-20 call they want to start earlier",
        ),
        ("called harbor, they like it", "projects/harbor-website.md: - 2026-11-20 call they like it"),
        ("yesterday 2h osprey testing", f"{WEEK}: - Thu 2h osprey-portal testing"),
        ("osprey testing 2h yesterday", f"{WEEK}: - Thu 2h osprey-portal testing"),
        ("2h30 on osprey the login page", f"{WEEK}: - Fri 2h30m osprey-portal the login page"),
        ("9-12 marketing newsletter", f"{WEEK}: - Fri 9:00-12:00 marketing newsletter"),
        ("paid 4750 lantern", "projects/lantern-rebrand.md: - 2026-11-20 paid 4750"),
        ("lantern theatre paid 4.750,50 € deposit", "projects/lantern-rebrand.md: - 2026-11-20 paid 4750.50 deposit"),
        ("18.11. invoiced 900 for osprey", "projects/osprey-portal.md: - 2026-11-18 invoiced 900"),
        ("out muhlbach sent the offer", "leads/muehlbach.md: - 2026-11-20 out sent the offer"),
        ("Mühlbach they rang, price is fine", "leads/muehlbach.md: - 2026-11-20 note they rang, price is fine"),
        ("called mühlbach", "leads/muehlbach.md: - 2026-11-20 out call"),
        ("call muehlbach tomorrow", "leads/muehlbach.md: - 2026-11-20 next 2026-11-21 call"),
        ("next tern kayaks friday ring Jo", "leads/tern-kayaks.md: - 2026-11-20 next 2026-11-20 ring Jo"),
        ("tern kayaks next mon ring Jo", "leads/tern-kayaks.md: - 2026-11-20 next 2026-11-23 ring Jo"),
        ("tern kayaks won", "leads/tern-kayaks.md: - 2026-11-20 won"),
        ("linkedin engage two clinics (replies 1)", f"{WEEK}: - Fri linkedin engage two clinics (replies 1)"),
        ("cost 20 marketing stickers", f"{WEEK}: - Fri 20 marketing stickers"),
        ("tomorrow 9-10 harbor review", f"{WEEK}: - Sat 9:00-10:00 harbor-website review"),
        (
            "call tern kayaks about the draft tomorrow",
            "leads/tern-kayaks.md: - 2026-11-20 next 2026-11-21 call about the draft",
        ),
        ("tern kayaks wants two more views", "leads/tern-kayaks.md: - 2026-11-20 in wants two more views"),
        ("sick, in bed", f"{WEEK}: - Fri off sick in bed"),
        ("urlaub", f"{WEEK}: - Fri off holiday"),
        ("osprey delivered", "projects/osprey-portal.md: - 2026-11-20 delivered"),
        ("- [ ] osprey 45 min", f"{WEEK}: - Fri 45m osprey-portal"),
    ],
)
def test_a_line_goes_where_it_belongs(typed: str, written: str, ledger: Path) -> None:
    assert sorted_into(ledger, typed) == f"written to {written}"
    assert (ledger / "inbox.md").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("buy milk", "it names no lead, project or area of the ledger"),
        ("tern asked for a price", "it may mean `leads/tern-cafe` or `leads/tern-kayaks`"),
        ("paid lantern", "it does not say how much was paid"),
        ("paid £300 lantern", "the amount is in GBP, and the ledger's currency is EUR"),
        ("2h", "it does not say what the time is for"),
        ("2 osprey", "it names no lead, project or area"),
        ("marketing", "it does not say how much time went to marketing"),
        ("harbor website has not paid 2800 yet", "it is not clear whether 2800 was paid"),
        ("harbor wants to be invoiced 900 in march", "it is not clear whether 900 was invoiced"),
        ("osprey +4h search page", "`+4h` may be time or a change of scope"),
        ("Fr Mühlbach asks by post", "`Fr` may be a day or `Frau`: write `Fri`"),
        (
            "zahlung harbor 2800",
            "`zahlung` is not a word of the ledger, whose words are English: write `paid 2800 NAME`",
        ),
        ("harbor hat 2800 bezahlt", "write `paid 2800 NAME`"),
        ("payé 2800 harbor", "write `paid 2800 NAME`"),
        ("neue Anfrage: Metzgerei Hug", "write `new lead NAME from SOURCE`"),
        ("factura tern 200", "write `invoiced 2800 NAME`"),
        ("tern kayaks paid 300", "has no word `paid`"),
        ("osprey delivered 2027-01-03", "is in the future"),
        ("osprey delivered first 20 pages, they are happy", "`delivered` ends the project, and this may be a part"),
        ("osprey delivered the second draft", "`delivered` ends the project"),
        ("tern kayaks lost the key again", "`lost` closes tern-kayaks, and this may be something else"),
        ("tern kayaks said yes on the phone", "it may be a yes to your offer"),
        ("met Carmen, she wants a quote", "of somebody new, write `new lead NAME from SOURCE, …`"),
        ("lantern 40€ courier", "`40€` is money, and nothing says what became of it"),
        ("osprey done!!", "if that is its delivery, write `delivered osprey-portal`"),
        ("osprey moved the deadline to 15.1.", "it may move what you promised"),
        ("no work today, kid ill", "it names no lead, project or area"),
        ("idea: raise prices in january", "below a heading `# Ideas`"),
        ("2.12. paid 300 lantern", "its day may be in 2025 or 2026"),
    ],
)
def test_what_cannot_be_placed_stays_with_the_reason(typed: str, why: str, ledger: Path) -> None:
    said = sorted_into(ledger, typed)
    assert said.startswith("stays: ")
    assert why in said
    assert (ledger / "inbox.md").read_text(encoding="utf-8") == f"{typed}\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("paid £400 quay", "written to projects/quay-site.md: - 2026-11-20 paid 400"),
        ("paid 400 gbp quay", "written to projects/quay-site.md: - 2026-11-20 paid 400"),
        ("paid 400 quay", "written to projects/quay-site.md: - 2026-11-20 paid 400"),
        ("paid 400 eur quay", "stays: the amount is in EUR, and the project's currency is GBP"),
        ("paid 400 EUR lantern", "written to projects/lantern-rebrand.md: - 2026-11-20 paid 400"),
        ("paid 400 gbp lantern", "stays: the amount is in GBP, and the ledger's currency is EUR"),
    ],
)
def test_an_amount_goes_where_its_currency_counts(typed: str, said: str, ledger: Path) -> None:
    project = PROJECT.format(name="Quay site", client="Quay", state="started").replace("price", "currency: GBP\nprice")
    write_ledger(ledger, {"projects/quay-site.md": project, "opsledger.yaml": "rates: {GBP: 1.2}\n"})
    assert sorted_into(ledger, typed).startswith(said)


def test_nothing_is_written_without_being_asked_for(ledger: Path) -> None:
    write_ledger(ledger, {"inbox.md": "2h harbor\n"})
    result = run(ledger, "sort", "--on", str(FRIDAY))
    assert "goes to weeks/2026-W47.md: - Fri 2h harbor-website" in result.stdout
    assert not (ledger / WEEK).exists()
    assert (ledger / "inbox.md").read_text(encoding="utf-8") == "2h harbor\n"


def test_a_line_that_is_a_day_dates_those_below_and_goes_with_them(ledger: Path) -> None:
    write_ledger(ledger, {"inbox.md": "# On the train\n\n## 18.11.\n2h harbor\nbuy milk\n\nTue\n1h osprey\n"})
    run(ledger, "sort", "--write", "--on", str(FRIDAY))
    assert (ledger / "inbox.md").read_text(encoding="utf-8") == "# On the train\n\n## 18.11.\nbuy milk\n\n"
    text = (ledger / WEEK).read_text(encoding="utf-8")
    assert "- Wed 2h harbor-website" in text
    assert "- Tue 1h osprey-portal" in text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        *((f"{bullet} call Quay", "call Quay") for bullet in ("-", "*", "+", "•", "–", "1.", "12)", "(3)", "→", "☐")),
        *((f"- [{mark}] call Quay", "call Quay") for mark in ("", " ", "x", "X")),
        ("- [Quay] called", "[Quay] called"),
        ("  - call Quay", "call Quay"),
        ("-5 h", "-5 h"),
        ("#call Quay", "#call Quay"),
        ("1.5h Quay", "1.5h Quay"),
    ],
)
def test_a_bullet_is_what_it_is_in_any_other_file(line: str, text: str) -> None:
    assert [each.text for each in read_inbox(line.encode(), FRIDAY).lines] == [text]


@pytest.mark.parametrize("line", ["# Ideas", "  ## Later", "##Someday", "### Ideas ###"])
def test_below_a_heading_of_ones_own_nothing_waits(line: str) -> None:
    assert read_inbox(f"{line}\n- call Quay\n".encode(), FRIDAY).lines == ()


@pytest.mark.parametrize("line", ["#", "# ", "##", "- [ ] ", "-", "<!-- call Quay -->"])
def test_a_line_that_says_nothing_does_not_wait(line: str) -> None:
    assert read_inbox(f"{line}\n".encode(), FRIDAY).lines == ()


def test_of_very_many_that_a_line_may_mean_a_few_are_named(ledger: Path) -> None:
    project = "---\nname: Essay {0}\nclient: Quay Press\nbilling: internal\n---\n\n## Log\n- 2026-11-02 started\n"
    for number in range(8):
        (ledger / f"projects/essay-{number}.md").write_text(project.format(number), encoding="utf-8")
    said = sorted_into(ledger, "2h essay interview")
    assert "it may mean any of 8, such as `projects/essay-0`, `projects/essay-1` and `projects/essay-2`" in said


def test_of_two_lines_that_overlap_the_second_stays(ledger: Path) -> None:
    write_ledger(ledger, {"inbox.md": "9-11 harbor\n10-12 osprey\n"})
    result = run(ledger, "sort", "--write", "--on", str(FRIDAY))
    assert result.stdout.endswith("1 placed, 1 stays\n")
    assert (ledger / "inbox.md").read_text(encoding="utf-8") == "10-12 osprey\n"


def test_undo_puts_every_line_back(ledger: Path) -> None:
    inbox = "﻿- 2h harbor\r\n- paid 300 osprey\r\n- buy milk\r\n"
    write_ledger(ledger, {"inbox.md": inbox})
    before = {path: path.read_bytes() for path in ledger.rglob("*.md")}
    run(ledger, "sort", "--write", "--on", str(FRIDAY))
    assert run(ledger, "undo").exit_code == 0
    assert {path: path.read_bytes() for path in ledger.rglob("*.md")} == before


def test_check_and_status_say_how_many_lines_wait(ledger: Path) -> None:
    write_ledger(ledger, {"inbox.md": "2h harbor\nbuy milk\n"})
    for command in ("check", "status"):
        assert (
            "2 lines wait in inbox.md: `opsledger sort` places them"
            in run(ledger, command, "--on", "2026-11-20").stderr
        )


PIECES = (
    *("2h", "9-12", "10-11", "yesterday", "Mon", "18.11.", "paid", "300", "4.750", "call", "note", "next", "won"),
    *(
        "harbor",
        "osprey",
        "tern",
        "kayaks",
        "lantern",
        "marketing",
        "linkedin",
        "engage",
        "new lead",
        "from",
        "x",
        "- ",
    ),
    *("## ", "[[", "]]", "@", "é", "😀", "\t", "|", "`", "off", "client", "delivered", "started", "#", "€"),
)
LINES = st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join), max_size=8)


@bounded(10)
@given(lines=LINES)
def test_no_line_is_lost(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = write_ledger(tmp_path_factory.mktemp("inbox"), {**FILES, "inbox.md": "\n".join(lines)})
    waiting = [line.text for line in read_inbox("\n".join(lines).encode(), FRIDAY).lines]
    count = sum(
        path.read_text(encoding="utf-8").count("\n- ") for path in root.rglob("*.md") if path.name != "inbox.md"
    )
    result = run(root, "sort", "--write", "--on", str(FRIDAY))
    assert result.exit_code == 0, result.stderr
    left = [line.text for line in read_inbox((root / "inbox.md").read_bytes(), FRIDAY).lines]
    placed = result.stdout.count("    written to ")
    assert len(left) + placed == len(waiting)
    after = sum(
        path.read_text(encoding="utf-8").count("\n- ") for path in root.rglob("*.md") if path.name != "inbox.md"
    )
    assert after - count >= placed - result.stdout.count("written to weeks/")


def test_without_an_inbox_nothing_waits(ledger: Path) -> None:
    result = run(ledger, "sort")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "there is no inbox.md yet" in result.stderr


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Wed 15:30-17 Lantern Theatre rebrand", "15:30-17:00 lantern-rebrand"),
        ("Lantern Theatre rebrand Wed 15:30-17 proofs", "15:30-17:00 lantern-rebrand proofs"),
        ("lantern theatre rebrand 2h", "2h lantern-rebrand"),
        ("Tue 9-12 Juniper Tea web shop call", "9:00-12:00 juniper-webshop call"),
        ("Wed 9-10 lantern proofs", "9:00-10:00 lantern-rebrand proofs"),
        ("Wed 9-10 lantern-rebrand Theatre rebrand", "9:00-10:00 lantern-rebrand Theatre rebrand"),
        ("Wed 9-10 marketing Lantern Theatre rebrand", "9:00-10:00 marketing Lantern Theatre rebrand"),
    ],
)
def test_the_target_of_a_block_may_be_named_in_full(typed: str, line: str) -> None:
    found = block_words(Survey(SAMPLE), typed.split(), date(2026, 11, 20), back=False)
    assert " ".join(found.words) == line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("dental website paid 2800", "harbor-website.md: - 2026-11-20 paid 2800"),
        (
            "osprey legal portal invoiced 1'200.- second half",
            "osprey-portal.md: - 2026-11-20 invoiced 1200 second half",
        ),
        ("legal portal delivered", "osprey-portal.md: - 2026-11-20 delivered"),
        ("osprey they paid 2800 yesterday", "osprey-portal.md: - 2026-11-19 paid 2800 they"),
        ("legal portal 3h search", "2026-W47.md: - Fri 3h osprey-portal search"),
        ("Frau Mühlbach asks by post", "muehlbach.md: - 2026-11-20 in asks by post"),
        ("Fr 2h osprey", "2026-W47.md: - Fri 2h osprey-portal"),
    ],
)
def test_more_words_of_a_name_are_not_its_note(typed: str, line: str, ledger: Path) -> None:
    assert sorted_into(ledger, typed).endswith(line)


def test_a_new_lead_is_split_from_what_is_said_of_it(ledger: Path) -> None:
    write_ledger(ledger, {"inbox.md": "new lead Metzgerei Hug from recommendation Müller, labels about 3500\n"})
    assert run(ledger, "sort", "--write", "--on", "2026-11-20").exit_code == 0
    text = (ledger / "leads/metzgerei-hug.md").read_text()
    assert "source: recommendation Müller\n" in text
    assert "value: 3500\n" in text
    assert "- 2026-11-20 inquiry labels\n" in text
