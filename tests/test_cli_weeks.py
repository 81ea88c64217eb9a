"""Weeks that are hard to break: what a half-made week lacks, days off, won leads, and new ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.loading import load
from tests.cli_support import clock_at, run, write_ledger

LEAD = "---\nname: Quay\nsource: web\nvalue: 900\nhours: 12h\n---\n\n## Log\n- 2026-11-01 in\n"
PROJECT = "---\nname: Site\nclient: quay\nbilling: fixed\nprice: 9000\n---\n\n## Log\n- 2026-11-02 started\n"
SCHEDULE = "## Plan\n- Mon 9:00-12:00 client\n- Thu 9:00-11:00 client\n"
WEEK = "## Plan\n- Thu 9:00-11:00 site build\n  with Ada\n- Thu 1h admin\n- Fri 10:00-12:00 client\n"
CLOCK = clock_at("2026-11-25T12:00")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    files = {"leads/quay.md": LEAD, "projects/site.md": PROJECT, "weeks/2026-W48.md": WEEK}
    return write_ledger(tmp_path, {"opsledger.yaml": "areas: {admin: 1}\n", **files})


def done(ledger: Path, *arguments: str, given: str | None = None) -> str:
    result = run(ledger, *arguments, clock=CLOCK, given=given)
    assert result.exit_code == 0, result.stderr
    return result.output


def text(ledger: Path, path: str) -> str:
    return (ledger / path).read_text()


def test_new_week_gives_a_half_made_week_what_it_lacks(ledger: Path) -> None:
    write_ledger(ledger, {"schedule.md": SCHEDULE, "weeks/2026-W49.md": "## Marketing\n- Mon linkedin engage\n\n"})
    done(ledger, "plan", "2026-12-03", "off")  # Thursday: before the plan is there
    done(ledger, "new", "week", "2026-W49", "--focus", "the offer")
    assert text(ledger, "weeks/2026-W49.md") == (
        "---\nfocus: the offer\n---\n\n## Marketing\n- Mon linkedin engage\n\n"
        "## Plan\n- Thu off\n- Mon 9:00-12:00 client\n\n## Actual\n"
    )
    result = run(ledger, "new", "week", "2026-W49", "--focus", "something else")
    assert "already exists and lacks nothing" in result.stderr


def test_a_running_week_gets_no_plan_for_days_gone(ledger: Path) -> None:
    write_ledger(ledger, {"schedule.md": SCHEDULE})
    (ledger / "weeks/2026-W48.md").unlink()
    done(ledger, "new", "week", "2026-W48")  # on its Wednesday
    assert text(ledger, "weeks/2026-W48.md").startswith("## Plan\n\n- Thu 9:00-11:00 client\n\n")
    done(ledger, "new", "week", "2026-W47")
    assert text(ledger, "weeks/2026-W47.md") == "## Plan\n\n## Actual\n\n## Marketing\n"


@pytest.mark.parametrize(
    ("billing", "given", "written"),
    [("hourly", ("--rate", "125"), "rate: 125/h\n"), ("retainer", ("--price", "1'200.-"), "price: 1200/month\n")],
)
def test_a_price_without_its_unit_gets_it(billing: str, given: tuple[str, str], written: str, ledger: Path) -> None:
    done(ledger, "new", "project", "Shop", "--client", "Hug", "--billing", billing, *given)
    assert written in text(ledger, "projects/shop.md")


@pytest.mark.parametrize(
    ("options", "plan"),
    [
        (["--clear"], "- Fri 10:00-12:00 client\n- Thu off dentist\n"),
        # at ten there is another block already, so the moved one keeps its length alone
        (["--move", "Fri"], "- Fri 10:00-12:00 client\n- Thu off dentist\n- Fri 2h site build\n- Fri 1h admin\n"),
    ],
)
def test_a_day_off_takes_its_blocks_out_of_the_plan(options: list[str], plan: str, ledger: Path) -> None:
    done(ledger, "plan", "Thu", "off", "dentist", *options)
    assert text(ledger, "weeks/2026-W48.md") == f"## Plan\n{plan}"
    done(ledger, "undo")
    assert text(ledger, "weeks/2026-W48.md") == WEEK


def test_a_day_off_leaves_its_blocks_and_says_so_where_nobody_is_asked(ledger: Path) -> None:
    assert "`--clear` drops it, and `--move DAY` moves it" in done(ledger, "plan", "Thu", "off")
    assert text(ledger, "weeks/2026-W48.md") == f"{WEEK}- Thu off\n"


def test_blocks_do_not_move_to_a_day_that_is_off(ledger: Path) -> None:
    done(ledger, "plan", "2026-12-01", "off")
    result = run(ledger, "plan", "Thu", "off", "--move", "2026-12-01", clock=CLOCK)
    assert (result.exit_code, text(ledger, "weeks/2026-W48.md")) == (2, WEEK)
    assert "is off as well" in result.stderr


def test_a_won_lead_offers_its_project(ledger: Path) -> None:
    told = done(ledger, "log", "quay", "won", "at last")
    command = told.partition("Now make its project:\nopsledger ")[2]
    # Nobody knows what the client of this lead is called: the name of the work is not theirs.
    assert command == (
        "new project Quay --client CLIENT --lead quay --billing fixed --price 900 --estimate 12h --id quay-project\n"
    )
    asked = run(ledger, *command.split())
    assert (asked.exit_code, asked.stderr) == (2, "Error: --client: write the project's client in place of CLIENT\n")
    done(ledger, *command.replace("CLIENT", "Quay").split())
    assert "its project" not in done(ledger, "log", "quay", "won", "again")


def test_a_new_id_is_written_wherever_the_old_one_stood(ledger: Path) -> None:
    linked = "---\nname: About\n---\nSee [[projects/site]] and [it](../projects/site.md).\n"
    review = "## Decisions\n- [ ] @sales call moves:outflow.rate.site\n"
    write_ledger(ledger, {"website/about.md": linked, "reviews/2026-11-20.md": review})
    write_ledger(ledger, {"reviews/2026-11-20.figures.json": '{"schema": 1, "data": {"site": {"value": 1}}}'})
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    told = done(ledger, "rename", "site", "harbor-site")
    assert told.startswith("projects/site.md is now projects/harbor-site.md\n")
    assert "the frozen figures of 1 review keep `site`" in told
    assert text(ledger, "weeks/2026-W48.md").startswith("## Plan\n- Thu 9:00-11:00 harbor-site build\n")
    assert text(ledger, "website/about.md") == linked.replace("/site", "/harbor-site")
    assert [project.id for project in load(ledger).projects] == ["harbor-site"]
    done(ledger, "undo")
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("new", "why"), [("quay", "is taken by leads/quay.md"), ("a b", "is not an id")])
def test_an_id_that_cannot_be_is_refused(new: str, why: str, ledger: Path) -> None:
    result = run(ledger, "rename", "site", new, "--dry-run")
    assert result.exit_code == 2
    assert why in result.stderr
