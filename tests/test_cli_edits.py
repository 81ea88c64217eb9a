"""The commands that change files: what they find, what they print, and what they take back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from opsledger.editing.state import state_folder
from tests.cli_support import SOURCE, clock_at, run, write_ledger

LEAD = "---\nname: Quay\nsource: web\n---\n\n## Log\n- 2026-11-01 in\n"
CLIENT = "---\nname: Quay\n---\n"
PROJECT = "---\nname: Harbor\nclient: quay\nbilling: fixed\nprice: 9000\n---\n\n## Log\n- 2026-11-02 started\n"
DAY = "2026-11-20"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    files = {"leads/quay.md": LEAD, "clients/quay.md": CLIENT, "projects/harbor-site.md": PROJECT}
    return write_ledger(tmp_path, files)


def done(ledger: Path, *arguments: str) -> str:
    """What a command prints."""
    result = run(ledger, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(ledger: Path, *arguments: str) -> str:
    """Why a command does nothing."""
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    result = run(ledger, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before
    return result.stderr


def text(ledger: Path, path: str) -> str:
    return (ledger / path).read_bytes().decode()


def test_a_line_is_printed_with_its_place(ledger: Path) -> None:
    assert done(ledger, "log", "harbor-site", "scope", "+6h", "animations", "--on", DAY) == (
        "projects/harbor-site.md:10: - 2026-11-20 scope +6h animations\n"
    )
    assert text(ledger, "projects/harbor-site.md") == f"{PROJECT}- 2026-11-20 scope +6h animations\n"


@pytest.mark.parametrize("words", [("scope", "-2h"), ("scope", "-500", "less"), ("note", "-x", "-h", "see --at")])
def test_words_may_look_like_options(words: tuple[str, ...], ledger: Path) -> None:
    assert done(ledger, "log", "harbor-site", *words, "--on", DAY).endswith(f"- 2026-11-20 {' '.join(words)}\n")


@pytest.mark.parametrize("option", ["--at", "--dryrun", "--on-day=2026-11-20"])
def test_a_mistyped_option_is_no_text(option: str, ledger: Path) -> None:
    before = text(ledger, "projects/harbor-site.md")
    assert f"`log` has no option `{option}`" in refused(ledger, "log", "harbor-site", "note", "text", option, "HEAD")
    assert text(ledger, "projects/harbor-site.md") == before


def test_a_line_may_bring_its_own_date(ledger: Path) -> None:
    assert done(ledger, "log", "harbor-site", "2026-11-18", "mail asked").endswith("- 2026-11-18 mail asked\n")


def test_the_word_tells_which_of_two_records_is_meant(ledger: Path) -> None:
    assert done(ledger, "log", "quay", "out", "wrote", "--on", DAY).startswith("leads/quay.md:8: ")
    assert "write `leads/quay` or `clients/quay`" in refused(ledger, "log", "quay", "note", "hm")
    assert done(ledger, "log", "clients/quay", "note", "hm").startswith("clients/quay.md:5: ## Log\nclients/quay.md:7:")
    assert done(ledger, "set", "quay", "health", "green").startswith("clients/quay.md:3: health: green")


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ("hrbor-site", "did you mean `harbor-site`?"),
        ("nobody", "there is no record `nobody`"),
        ("team/quay", "it is leads/quay.md and clients/quay.md"),
        ("2026-W47", "there is no record `2026-W47`"),
        ("../leads/quay", "there is no record"),
        ("[[quay", "not closed"),
    ],
)
def test_an_id_that_is_none_is_refused(record: str, why: str, ledger: Path) -> None:
    assert why in refused(ledger, "log", record, "note", "x")


def test_the_start_of_an_id_stands_for_it(ledger: Path) -> None:
    assert run(ledger, "log", "harbor", "note", "x", "--on", "2026-11-20").stdout.startswith("projects/harbor-site.md:")


def test_an_id_of_two_files_is_refused(ledger: Path) -> None:
    write_ledger(ledger, {"projects/2025/harbor-site.md": PROJECT})
    why = refused(ledger, "log", "harbor-site", "note", "x")
    assert "is in more than one file: projects/2025/harbor-site.md and projects/harbor-site.md" in why


def test_a_record_that_does_not_exist_is_named(ledger: Path) -> None:
    assert refused(ledger, "log", "nobody-at-all", "note", "x") == "Error: there is no record `nobody-at-all`\n"


def test_a_value_that_cannot_be_read_is_told_before_the_outcome(ledger: Path) -> None:
    assert refused(ledger, "set", "quay", "value", "lots") == (
        "Error: value: `lots` is not an amount of money\n"
        "hint: an amount such as `12000`; leave the field out until you know\n"
        "Nothing was written.\n"
    )


def test_an_error_is_shown_as_check_shows_it(ledger: Path) -> None:
    assert refused(ledger, "log", "harbor-site", "invoicd", "500", "--on", DAY) == (
        "Error: projects/harbor-site.md:10:14: error[line-word] `invoicd` is not a word of this log\n"
        "    - 2026-11-20 invoicd 500\n"
        "                 ^^^^^^^\n"
        "    hint: did you mean `invoiced`?\n"
        "Nothing was written.\n"
    )


def test_what_is_odd_is_written_and_told_of(ledger: Path) -> None:
    result = run(ledger, "log", "harbor-site", "invoiced", "12 000", "--on", DAY)
    assert result.stdout.endswith("invoiced 12 000\n")
    assert "warning[amount-cut]" in result.stderr
    assert "Written. To take it back: `opsledger undo`." in result.stderr


def test_a_new_record_is_checked_against_the_others(ledger: Path) -> None:
    arguments = ("new", "project", "Pier", "--billing", "fixed", "--price", "900", "--client", "quai")
    assert "there is no client `quai`" in refused(ledger, *arguments)
    assert "did you mean `quay`?" in refused(ledger, *arguments)


def test_a_dry_run_prints_a_difference_and_writes_nothing(ledger: Path) -> None:
    shown = done(ledger, "log", "harbor-site", "note", "x", "--on", DAY, "--dry-run")
    assert shown.startswith("--- projects/harbor-site.md\n+++ projects/harbor-site.md\n@@")
    assert "\n+- 2026-11-20 note x\n" in shown
    assert text(ledger, "projects/harbor-site.md") == PROJECT


def test_setting_prints_the_line(ledger: Path) -> None:
    assert done(ledger, "set", "harbor-site", "price", "9500") == "projects/harbor-site.md:5: price: 9500\n"
    assert "warning" in run(ledger, "set", "harbor-site", "price", "--remove").stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("harbor-site", "price"), "give a value for `price`, or --remove"),
        (("harbor-site", "price", "5", "--remove"), "give a value or --remove, not both"),
        (("harbor-site", "prize", "5"), "did you mean `price`?"),
        (("harbor-site", "price", "5,000"), "write `5_000`"),
        (("harbor-site", "client", "quai"), "there is no client `quai`"),
    ],
)
def test_setting_is_refused(arguments: tuple[str, ...], why: str, ledger: Path) -> None:
    assert why in refused(ledger, "set", *arguments)


def test_settings_that_cannot_be_read_refuse_every_edit(ledger: Path) -> None:
    write_ledger(ledger, {"opsledger.yaml": "areas: [\n"})
    for command in (("log", "quay", "in"), ("set", "quay", "value", "5"), ("track", "1h", "admin")):
        assert "opsledger.yaml" in refused(ledger, *command)


# undo


def test_each_edit_is_taken_back_the_last_one_first(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one")
    done(ledger, "set", "quay", "value", "5")
    done(ledger, "new", "lead", "Pier", "--source", "web")
    result = run(ledger, "undo")
    assert (result.stdout, result.stderr) == ("leads/pier.md is removed\n", "Undone: `new lead pier`\n")
    assert done(ledger, "undo") == "leads/quay.md:4: removed: value: 5\n"
    assert run(ledger, "undo").stderr == "Undone: `log quay out one`\n"
    assert text(ledger, "leads/quay.md") == LEAD
    assert not (ledger / "leads/pier.md").exists()
    assert "there is nothing to undo in this ledger" in refused(ledger, "undo")


def test_a_field_that_was_changed_comes_again(ledger: Path) -> None:
    done(ledger, "set", "harbor-site", "price", "9500")
    assert done(ledger, "undo") == (
        "projects/harbor-site.md:5: removed: price: 9500\nprojects/harbor-site.md:5: price: 9000\n"
    )


def test_ticking_is_taken_back(ledger: Path) -> None:
    path, review = "reviews/2026-11-06.md", "## Decisions\n- [ ] @coo Think\n"
    write_ledger(ledger, {path: review})
    assert done(ledger, "actions", "done", "2026-11-06-1", "--on", DAY) == (
        f"{path}:2: - [x] @coo Think done:2026-11-20\n"
    )
    done(ledger, "undo")
    assert text(ledger, path) == review


def test_what_was_changed_since_is_not_taken_back(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one", "--on", DAY)
    write_ledger(ledger, {"leads/quay.md": text(ledger, "leads/quay.md") + "mine\n"})
    assert "leads/quay.md has been changed since, so `log quay out one` is not undone" in refused(ledger, "undo")
    (ledger / "leads/quay.md").unlink()
    assert "no longer exists" in refused(ledger, "undo")


def test_what_was_taken_back_by_hand_is_known_no_more(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one")
    write_ledger(ledger, {"leads/quay.md": LEAD})
    assert "there is nothing to undo in this ledger" in refused(ledger, "undo")


def test_a_dry_run_of_undo_takes_nothing_back(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one", "--on", DAY)
    after = text(ledger, "leads/quay.md")
    result = run(ledger, "undo", "--dry-run")
    assert "\n-- 2026-11-20 out one\n" in result.stdout
    assert result.stderr == "This would undo: `log quay out one`\n"
    assert text(ledger, "leads/quay.md") == after


def test_a_refused_edit_and_a_dry_run_are_nothing_to_take_back(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one")
    refused(ledger, "log", "quay", "owt")
    done(ledger, "log", "quay", "out", "two", "--dry-run")
    assert "Undone: `log quay out one`\n" in run(ledger, "undo", "--yes").stderr


def test_some_edits_are_remembered_and_the_rest_forgotten(ledger: Path) -> None:
    from opsledger.editing.journal import KEPT

    for number in range(KEPT + 3):
        done(ledger, "log", "quay", "out", str(number))
    assert len(list((state_folder(ledger) / "edits").iterdir())) == KEPT


def test_a_journal_that_cannot_be_read_is_none(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one")
    for place in (state_folder(ledger) / "edits").iterdir():
        place.write_text("{", encoding="utf-8")
    assert "there is nothing to undo in this ledger" in refused(ledger, "undo")
    done(ledger, "log", "quay", "out", "two")
    done(ledger, "undo")


def test_the_state_is_its_users_alone_and_outside_of_the_ledger(ledger: Path) -> None:
    before = sorted(path for path in ledger.rglob("*"))
    done(ledger, "log", "quay", "out", "one")
    assert sorted(path for path in ledger.rglob("*")) == before
    assert state_folder(ledger).stat().st_mode & 0o077 == 0


def test_where_no_state_can_be_kept_the_edit_says_that_it_cannot_be_taken_back(
    ledger: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    in_the_way = tmp_path_factory.mktemp("state") / "file"
    in_the_way.touch()
    result = run(ledger, "log", "quay", "out", "one", XDG_STATE_HOME=str(in_the_way))
    assert result.exit_code == 0
    assert f"`opsledger undo` cannot take this back: {in_the_way} is not a folder\n" in result.stderr
    assert text(ledger, "leads/quay.md").endswith(" out one\n")


def test_an_edit_reads_one_record_however_many_there_are(ledger: Path) -> None:
    for number in range(20):
        write_ledger(ledger, {f"leads/lead-{number}.md": LEAD})
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda name, args: opened.append(str(args[0])) if name == 'open' else None)\n"
        f"sys.argv = ['opsledger', '-C', {str(ledger)!r}, 'log', 'quay', 'out', 'x']\n"
        "from opsledger.cli.running import run\n"
        "run()\n"
        "print(*{place for place in opened if place.endswith('.md')}, file=sys.stderr)\n"
    )
    completed = subprocess.run([sys.executable, "-c", code], cwd=SOURCE, capture_output=True, text=True, check=True)
    assert completed.stderr.split() == [str(ledger / "leads/quay.md")]


@pytest.mark.parametrize("named", ["harbor-site", "projects/harbor-site"])
def test_a_word_of_another_kinds_log_is_told_of_as_that(named: str, ledger: Path) -> None:
    why = refused(ledger, "log", named, "proposal", "sent", "--on", DAY)
    assert "projects/harbor-site.md:10:14: error[line-word] `proposal` is not a word of this log" in why
    assert "hint: `proposal` is a word of a lead's log; this one has `note`, `booked`" in why


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("+3days", "write `+3d`"),
        ("-2w", "say how many hours it is"),
        ("+3hours", "write `+3h`"),
        ("+90min", "write `+90m`"),
        ("+1:30", "write `+1h30m`"),
        ("+3x", "digits with at most two decimals"),
    ],
)
def test_scope_in_another_unit_is_asked_for_in_hours(written: str, hint: str, ledger: Path) -> None:
    assert hint in refused(ledger, "log", "harbor-site", "scope", written, "more", "--on", DAY)


def test_what_says_so_already_is_no_edit_to_take_back(ledger: Path) -> None:
    done(ledger, "log", "leads/quay", "out", "rang", "--on", DAY)
    again = run(ledger, "set", "harbor-site", "price", "9000")
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "nothing to write: projects/harbor-site.md already says so\n"
    dry = run(ledger, "set", "harbor-site", "price", "9000", "--dry-run")
    assert (dry.exit_code, dry.stdout, dry.stderr) == (0, "", again.stderr)
    assert run(ledger, "undo").stderr == "Undone: `log leads/quay out rang`\n"


def test_a_line_has_one_day(ledger: Path) -> None:
    line = ("log", "leads/quay", "2026-11-02", "out", "rang")
    assert "2026-11-02, but --on says 2026-11-20" in refused(ledger, *line, "--on", DAY)
    assert done(ledger, *line, "--on", "2026-11-02").endswith("- 2026-11-02 out rang\n")


def test_a_line_of_a_day_to_come_is_written_and_said_to_wait(ledger: Path) -> None:
    clock = clock_at("2026-11-20T09:00:00")
    result = run(ledger, "log", "leads/quay", "out", "rang", "--on", "2026-12-09", clock=clock)
    assert result.exit_code == 0
    assert "2026-12-09 is in the future: this line counts from that day" in result.stderr
    assert "is in the future" not in run(ledger, "log", "leads/quay", "out", "again", "--on", DAY, clock=clock).stderr


def test_the_first_promise_is_said_to_be_no_new_one(ledger: Path) -> None:
    assert "promise" not in run(ledger, "set", "harbor-site", "due", "2026-12-10").stderr
    done(ledger, "log", "harbor-site", "due", "2026-12-04", "--on", DAY)
    told = run(ledger, "set", "harbor-site", "due", "2026-12-11").stderr
    assert "this changes the first promise; the latest is 2026-12-04, and `opsledger log harbor-site due DATE`" in told
