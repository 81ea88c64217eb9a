from pathlib import Path

import pytest

from opsledger.editing.record_text import slug
from opsledger.loading import load
from opsledger.reading.kinds import KINDS
from tests.cli_support import DAY, clock_at, run, write_ledger

SCHEDULE = "## Plan\n- Mon 9:00-12:30 client\n- Thu 2h marketing the newsletter\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, {"schedule.md": SCHEDULE})


def new(ledger: Path, *arguments: str) -> str:
    """The text of the record that is made."""
    result = run(ledger, "new", *arguments, "--on", DAY)
    assert result.exit_code == 0, result.stderr
    return (ledger / result.stdout.strip()).read_text(encoding="utf-8")


def refused(ledger: Path, *arguments: str) -> str:
    """Why nothing is made."""
    before = sorted(ledger.rglob("*"))
    result = run(ledger, "new", *arguments, "--on", DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sorted(ledger.rglob("*")) == before
    return result.stderr


def test_a_lead_has_its_required_fields_first_and_a_dated_line(ledger: Path) -> None:
    text = new(ledger, "lead", "Harbor Dental", "--value", "12 000", "--source", "referral")
    assert text == (
        "---\nname: Harbor Dental\nsource: referral\nvalue: 12 000\n---\n\n## Log\n\n- 2026-11-20 inquiry\n"
    )


def test_the_first_stage_is_that_of_the_settings(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"opsledger.yaml": "stages: {talk: 20%}\n"})
    assert "- 2026-11-20 talk\n" in new(ledger, "lead", "Harbor", "--source", "web")


def test_lines_are_dated_unless_they_are(ledger: Path) -> None:
    lines = ("--line", "in rings", "--line", "2026-11-18 out wrote back")
    text = new(ledger, "lead", "Harbor", "--source", "web", *lines)
    assert text.endswith("## Log\n\n- 2026-11-20 in rings\n- 2026-11-18 out wrote back\n")


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.name not in ("week", "review")], ids=lambda kind: kind.name
)
def test_every_kind_can_be_made_and_passes_its_check(kind, ledger: Path) -> None:  # type: ignore[no-untyped-def]
    needed = {"source": "web", "client": "acme", "billing": "hourly", "type": "page", "jobs": "sell"}
    options = [f"--{field.key}={needed[field.key]}" for field in kind.fields if field.required and field.key != "name"]
    new(ledger, kind.name, 'Acme & Söhne: the "job"', *options)
    (record,) = load(ledger).records()
    assert record.name == 'Acme & Söhne: the "job"'  # type: ignore[attr-defined]
    assert load(ledger).problems == ()


@pytest.mark.parametrize(
    "name", ["- dash", "#1", "yes", "a: b", "a #b", "'quoted'", "\\back", "007", "[x]", "{x}", "&x", "日本"]
)
def test_a_name_is_read_back_as_it_was_given(name: str, ledger: Path) -> None:
    assert run(ledger, "new", "lead", "--source", "web", "--id", "acme", "--", name).exit_code == 0
    assert load(ledger).leads[0].name == name


def test_a_list_is_given_with_commas_or_again(ledger: Path) -> None:
    assert "tasks: [writing, build]\n" in new(ledger, "member", "Ada", "--tasks", "writing,build")
    assert "tasks: [writing, build]\n" in new(ledger, "member", "Bo", "--tasks", "writing", "--tasks", "build")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("lead", "Acme", "--source", "web", "--value", "1.2.3"), "--value"),
        (("lead", "Acme", "--source", "web", "--due", "2026-02-30"), "--due"),
        (("lead", "Acme", "--source", "web", "--scope", "perhaps"), "--scope"),
        (("lead", "Acme", "--source", "a\nb"), "--source"),
        (("lead", "Acme", "--source", " "), "--source"),
        (("lead", "Acme", "--source", "web", "--line", "propsal"), "did you mean `proposal`?"),
        (("lead", "Acme", "--source", "web", "--line", "in\n- 2026-01-01 won"), "--line"),
        (("lead", "Acme"), "--source"),
        (("project", "Acme", "--billing", "fixed"), "needs `client`"),
        (("project", "Acme", "--billing", "barter", "--client", "x"), "--billing"),
        (("lead", "!!!", "--source", "web"), "--id"),
        (("lead", "Acme", "--source", "web", "--id", "../acme"), "--id"),
        (("lead", "Acme", "--source", "web", "--id", "_acme"), "is not a record"),
        (("lead", "Acme", "--source", "web", "--id", "con"), "Windows"),
        (("lead", "Marketing", "--source", "web"), "as an area"),
        (("lead", "Client", "--source", "web"), "taken"),
        (("week", "2026-W60"), "2026-W60"),
        (("review", "2026-11-20"), "No such command"),
    ],
)
def test_nothing_is_written_where_something_is_wrong(arguments: tuple[str, ...], why: str, ledger: Path) -> None:
    assert why in refused(ledger, *arguments)


def test_an_internal_project_needs_no_client(ledger: Path) -> None:
    assert "- 2026-11-20 booked\n" in new(ledger, "project", "Portfolio", "--billing", "internal")


def test_an_id_is_never_given_twice(ledger: Path) -> None:
    new(ledger, "lead", "Acme", "--source", "web")
    assert "leads/acme.md" in refused(ledger, "lead", "ACME", "--source", "web")
    assert "leads/acme.md" in refused(ledger, "project", "Acme", "--billing", "internal")
    new(ledger, "client", "Acme")


def test_the_id_of_a_file_that_cannot_be_read_is_taken_too(ledger: Path) -> None:
    write_ledger(ledger, {"leads/2025/acme.md": "---\nname: x\n"})
    assert "leads/2025/acme.md" in refused(ledger, "lead", "Acme", "--source", "web")


def test_a_link_is_not_written_through(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (ledger / "leads").symlink_to(outside)
    refused(ledger, "lead", "Acme", "--source", "web")
    assert list(outside.iterdir()) == []


def test_nothing_but_the_record_is_left_in_its_folder(ledger: Path) -> None:
    new(ledger, "lead", "Acme", "--source", "web")
    assert [path.name for path in (ledger / "leads").iterdir()] == ["acme.md"]


def test_a_week_is_planned_by_the_schedule(ledger: Path) -> None:
    text = new(ledger, "week", "2026-W48", "--focus", "the offer")
    assert text == (
        "---\nfocus: the offer\n---\n\n## Plan\n\n- Mon 9:00-12:30 client\n- Thu 2h marketing the newsletter\n\n"
        "## Actual\n\n## Marketing\n"
    )


def test_a_day_off_is_planned_as_one(ledger: Path) -> None:
    write_ledger(ledger, {"opsledger.yaml": "time_off: [2026-11-26/2026-11-29]\n"})
    text = new(ledger, "week", "2026-W48")
    assert "- Mon 9:00-12:30 client\n- Thu off\n- Fri off\n\n" in text
    assert run(ledger, "check", "--on", DAY).stdout.startswith("0 errors, 0 warnings")


def test_a_week_without_a_schedule_has_an_empty_plan(tmp_path: Path) -> None:
    assert new(write_ledger(tmp_path, {}), "week", "2026-W48") == "## Plan\n\n## Actual\n\n## Marketing\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbor Dental", "harbor-dental"),
        ("  A -- b_c ", "a-b-c"),
        ("Äpfel & Söhne", "aepfel-soehne"),
        ("Mu\u0308ller", "mueller"),
        ("Café Ångström", "cafe-angstroem"),
        ("Straße 7", "strasse-7"),
        ("日本 デザイン", "日本-デザイン"),
        ("ガラス", "ガラス"),
        ("!?", ""),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_an_id_is_made_of_a_name(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_file_is_found_under_either_spelling_of_an_umlaut(tmp_path: Path) -> None:
    lead = "---\nname: x\nsource: web\nclient: Mueller\n---\n"
    root = write_ledger(tmp_path, {"clients/muller.md": "---\nname: Müller\n---\n", "leads/x.md": lead})
    assert "clients/muller.md" in run(root, "new", "client", "Müller").stderr
    assert [lead.client and lead.client.id for lead in load(root).leads] == ["muller"]


LEADS = {f"leads/{name}.md": f"---\nname: {name}\nsource: x\nclient: {name} Ltd\n---\n" for name in ("quay", "pier")}


def test_the_first_client_turns_no_other_name_into_an_error(tmp_path: Path) -> None:
    assert run(write_ledger(tmp_path, LEADS), "new", "client", "quay Ltd").stderr == ""
    assert run(tmp_path, "check").exit_code == 0
    assert [lead.client.id for lead in load(tmp_path).leads if lead.client] == ["pier Ltd", "quay-ltd"]


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (("--billing", "fixed", "--price", "4.800,50", "--estimate", "20,5h"), ("price: 4800.50", "estimate: 20.5h")),
        (("--billing", "hourly", "--rate", "85,50/h"), ("rate: 85.50/h",)),
        (("--billing", "fixed", "--price", "1500 €"), ("price: 1500",)),
        (("--billing", "fixed", "--price", "2.400"), ("price: 2400",)),
    ],
)
def test_amounts_and_days_may_be_typed_as_people_write_them(
    options: tuple[str, ...], written: tuple[str, ...], tmp_path: Path
) -> None:
    root = write_ledger(tmp_path, {})
    done = run(root, "new", "project", "Pier", "--client", "Quay", *options, "--on", "5.10.2026")
    assert done.exit_code == 0, done.stderr
    text = (root / "projects/pier.md").read_text()
    assert all(f"\n{line}\n" in text for line in written)
    assert "- 2026-10-05 booked" in text


def test_days_people_and_a_tools_cost_may_be_typed_as_people_say_them(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"contacts/petra-lang.md": "---\nname: Petra Lang\nkind: partner\n---\n\n## Log\n"})
    lead = ("new", "lead", "Pier", "--source", "x", "--due", "18.12.", "--start", "tomorrow", "--referred-by", "Petra")
    assert run(root, *lead, clock=clock_at("2026-11-29T12:00")).exit_code == 0
    text = (root / "leads/pier.md").read_text()
    assert all(line in text for line in ("due: 2026-12-18", "start: 2026-11-30", "referred_by: petra-lang"))
    run(root, "new", "tool", "Desk", "--jobs", "run", "--cost", "180,50 EUR a month", "--on", "2026-11-02")
    assert "- 2026-11-02 cost 180.50/month" in (root / "tools/desk.md").read_text()


def test_an_amount_in_another_currency_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {})
    done = run(root, "new", "project", "Pier", "--client", "Quay", "--billing", "fixed", "--price", "1500 $")
    assert done.exit_code != 0
    assert not (root / "projects").exists()
