"""`opsledger changes` and `opsledger history` on a scripted history."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli_support import run, write_ledger
from tests.git_repository import commit, git, repository

LEAD = "---\nname: Quay\nsource: web\nvalue: 6000\n---\n## Log\n- 2026-11-02 inquiry\n"
PROJECT = (
    "---\nname: Site\nclient: quay\nbilling: fixed\nprice: 6000\nestimate: 60h\ndue: 2026-12-04\n---\n"
    "## Log\n- 2026-10-01 booked\n- 2026-10-05 started\n- 2026-10-09 invoiced 3000\n- 2026-10-12 call about the fair\n"
)
WEEK = "## Plan\n- Mon 9:00-12:00 site\n- Fri 1h admin\n\n## Actual\n- Mon 9:00-12:00 site\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A few weeks of a ledger: each commit with something to find."""
    repository(tmp_path, "2026-11-02", {"leads/quay.md": LEAD, "projects/site.md": PROJECT})
    commit(tmp_path, "2026-11-09", {"leads/quay.md": f"{LEAD}- 2026-11-09 proposal\n", "weeks/2026-W46.md": WEEK})
    edited = PROJECT.replace("invoiced 3000", "invoiced 2000").replace("due: 2026-12-04", "due: 2026-12-11")
    commit(tmp_path, "2026-11-12", {"projects/site.md": edited}, subject="Second thoughts")
    planned = WEEK.replace("- Fri 1h admin", "- Fri 2h admin").replace("Mon 9:00-12:00 site\n\n", "Mon 2h site\n\n")
    commit(tmp_path, "2026-11-11", {"weeks/2026-W46.md": planned})
    (tmp_path / "projects/2026").mkdir()
    git(tmp_path, "mv", "projects/site.md", "projects/2026/site.md")
    commit(tmp_path, "2026-11-16", subject="File it away")
    shorter = edited.replace("- 2026-10-12 call about the fair\n", "") + "- 2026-11-19 delivered\n"
    commit(tmp_path, "2026-11-19", {"projects/2026/site.md": shorter})
    return tmp_path


def two_sides(root: Path, base: str, phone: str, main: str) -> None:
    """A lead as it was, as the branch `phone` changed it, and as `main` did a day later; `main` is checked out."""
    repository(root, "2026-11-02", {"leads/quay.md": base})
    git(root, "checkout", "-q", "-b", "phone")
    commit(root, "2026-11-04", {"leads/quay.md": phone})
    git(root, "checkout", "-q", "main")
    commit(root, "2026-11-05", {"leads/quay.md": main})


def told(folder: Path, *arguments: str) -> Any:
    result = run(folder, *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["data"]


def events(data: Any) -> list[tuple[str, str, str]]:
    return [(each["topic"], each["what"], each["id"]) for each in data["changes"] if each["topic"] != "figures"]


def edits(data: Any) -> list[tuple[str, str, str | None]]:
    return [(each["what"], each["old"], each["new"]) for each in data["edits"]]


def test_two_revisions_are_told_apart(ledger: Path) -> None:
    data = told(ledger, "changes", "HEAD~5", "--to", "HEAD")
    assert data["from"] == {"on": "2026-11-02", "revision": "HEAD~5"}
    assert data["to"] == {"on": "2026-11-19", "revision": "HEAD"}
    assert events(data) == [
        ("leads", "moved", "quay"),
        ("projects", "delivered", "site"),
        ("promises", "slipped", "site"),
        ("hours", "hours", "site"),
        ("money", "invoiced", "site"),
    ]


def test_the_audit_trail_has_what_was_changed_after_the_fact(ledger: Path) -> None:
    data = told(ledger, "changes", "HEAD~5", "--to", "HEAD")
    assert edits(data) == [
        ("removed", "2026-10-12 call about the fair", None),
        ("fact", "2026-12-04", "2026-12-11"),
        ("edited", "2026-10-09 invoiced 3000", "2026-10-09 invoiced 2000"),
    ]
    second = data["edits"][1]
    assert second["key"] == "due"
    assert (second["day"], second["author"], second["subject"]) == ("2026-11-12", "Solveig Brandt", "Second thoughts")
    assert second["commit"] == git(ledger, "rev-parse", "HEAD~3")
    assert (second["file"], second["line"]) == ("projects/site.md", 7)


def test_a_plan_changed_ahead_of_its_day_is_no_edit_and_one_changed_behind_it_is(tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-09", {"weeks/2026-W46.md": WEEK})
    changed = WEEK.replace("Mon 9:00-12:00 site\n-", "Mon 2h site\n-").replace("Fri 1h", "Fri 2h")
    commit(tmp_path, "2026-11-11", {"weeks/2026-W46.md": changed})
    found = edits(told(tmp_path, "changes", "HEAD~1", "--to", "HEAD"))
    assert found == [("edited", "Mon 9:00-12:00 site", "Mon 2h site")]


def test_a_decision_that_is_ticked_off_is_no_edit(tmp_path: Path) -> None:
    review = "---\non: 2026-11-06\n---\n## Decisions\n- [ ] @sales Call\n"
    repository(tmp_path, "2026-11-06", {"reviews/2026-11-06.md": review})
    commit(
        tmp_path,
        "2026-11-09",
        {"reviews/2026-11-06.md": review.replace("[ ] @sales Call", "[x] @sales Call done:2026-11-08")},
    )
    data = told(tmp_path, "changes", "HEAD~1", "--to", "HEAD")
    assert (events(data), edits(data)) == ([("actions", "done", "2026-11-06-1")], [])


def test_a_day_is_told_from_the_lines_and_its_trail_from_the_commits_after_it(ledger: Path) -> None:
    data = told(ledger, "changes", "2026-11-12", "--to", "2026-11-19")
    assert events(data) == [("projects", "delivered", "site")]
    assert edits(data) == [("removed", "2026-10-12 call about the fair", None)]


def test_without_git_a_day_is_told_and_the_trail_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write_ledger(tmp_path, {"leads/quay.md": f"{LEAD}- 2026-11-09 proposal\n"})
    data = told(tmp_path, "changes", "2026-11-06", "--to", "2026-11-20")
    assert (events(data), data["edits"]) == ([("leads", "moved", "quay")], None)
    result = run(tmp_path, "changes", "2026-11-06", "--to", "2026-11-20")
    assert result.exit_code == 0
    assert "There is no audit trail: " in result.stderr
    assert "git init" in result.stderr or "init --git" in result.stderr


def test_what_is_not_committed_yet_is_in_the_trail(ledger: Path) -> None:
    place = ledger / "projects/2026/site.md"
    place.write_text(place.read_text().replace("invoiced 2000", "invoiced 1000"))
    (ledger / "leads/quay.md").unlink()
    result = run(ledger, "changes", "HEAD")
    assert "leads/quay.md, deleted with 2 lines and not committed yet" in result.stdout
    assert "projects/2026/site.md:12, edited and not committed yet\n" in result.stdout
    assert "    - 2026-10-09 invoiced 2000\n    + 2026-10-09 invoiced 1000\n" in result.stdout


def test_line_ends_alone_are_no_edit(ledger: Path) -> None:
    place = ledger / "projects/2026/site.md"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    assert edits(told(ledger, "changes", "HEAD")) == []
    commit(ledger, "2026-11-20")
    assert edits(told(ledger, "changes", "HEAD~1")) == []


def test_it_begins_with_the_last_review(ledger: Path) -> None:
    write_ledger(ledger, {"reviews/2026-11-06.md": "---\non: 2026-11-06\n---\n## Decisions\n"})
    result = run(ledger, "changes", "--to", "2026-11-19")
    assert result.stdout.startswith("From Fri 6 Nov 2026 (the last review) to Thu 19 Nov 2026:\n\nleads\n  Quay moved")


def test_the_day_of_other_commands_is_the_later_point(ledger: Path) -> None:
    assert told(ledger, "changes", "2026-11-12", "--on", "2026-11-19") == told(
        ledger, "changes", "2026-11-12", "--to", "2026-11-19"
    )
    result = run(ledger, "changes", "--on", "2026-11-19", "--to", "2026-11-18")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "name the later point once" in result.stderr


def test_without_a_review_it_begins_a_review_ago(ledger: Path) -> None:
    result = run(ledger, "changes", "--to", "2026-11-19")
    assert result.stdout.startswith("From Thu 5 Nov 2026 (no review yet, so 14 days) to Thu 19 Nov 2026:\n")


def test_the_earlier_point_comes_first(ledger: Path) -> None:
    result = run(ledger, "changes", "2026-11-19", "--to", "2026-11-06")
    assert (result.exit_code, result.stdout) == (2, "")
    assert run(ledger, "changes", "2026-02-30").exit_code == 2


def test_a_line_that_a_merge_dropped_is_in_the_trail(tmp_path: Path) -> None:
    two_sides(tmp_path, LEAD, f"{LEAD}- 2026-11-04 in from the phone\n", f"{LEAD}- 2026-11-05 proposal\n")
    git(tmp_path, "merge", "-q", "--no-edit", "phone", fails=True)
    commit(tmp_path, "2026-11-06", {"leads/quay.md": f"{LEAD}- 2026-11-05 proposal\n"}, subject="Merge")
    (edit,) = told(tmp_path, "changes", "HEAD~1", "--to", "HEAD")["edits"]
    assert (edit["what"], edit["old"], edit["subject"]) == ("removed", "2026-11-04 in from the phone", "Merge")


def test_a_line_that_a_merge_dropped_was_not_turned_into_one_of_the_other_side(tmp_path: Path) -> None:
    two_sides(tmp_path, LEAD, f"{LEAD}- 2026-11-04 out sent a case\n", f"{LEAD}- 2026-11-04 out sent a price\n")
    git(tmp_path, "merge", "-q", "-s", "ours", "-m", "Merge", "phone", day="2026-11-06")
    data = told(tmp_path, "changes", "HEAD~1", "--to", "HEAD")
    assert edits(data) == [("removed", "2026-11-04 out sent a case", None)]
    life = [(each["what"], each["text"]) for each in told(tmp_path, "history", "quay")]
    assert ("removed", "") in life
    assert "edited" not in dict(life)


def test_a_line_taken_out_while_the_other_side_moved_the_file_is_told_of_once(tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {"projects/site.md": PROJECT})
    git(tmp_path, "checkout", "-q", "-b", "phone")
    (tmp_path / "projects/2026").mkdir()
    git(tmp_path, "mv", "projects/site.md", "projects/2026/site.md")
    commit(tmp_path, "2026-11-04")
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, "2026-11-05", {"projects/site.md": PROJECT.replace("- 2026-10-12 call about the fair\n", "")})
    git(tmp_path, "merge", "-q", "-m", "Merge", "phone", day="2026-11-06")
    (edit,) = told(tmp_path, "changes", "2026-11-02", "--to", "HEAD")["edits"]
    assert (edit["old"], edit["subject"]) == ("2026-10-12 call about the fair", "on 2026-11-05")


def test_what_one_merge_settled_is_not_told_again_with_the_next(tmp_path: Path) -> None:
    lead = LEAD.replace("name: Quay\n", "name: Quay\nhours: {}\n")
    two_sides(tmp_path, lead.format("30h"), lead.format("32h"), lead.format("34h"))
    git(tmp_path, "merge", "-q", "--no-edit", "phone", fails=True)
    commit(tmp_path, "2026-11-05", {"leads/quay.md": lead.format("34h")}, subject="Settled")
    git(tmp_path, "checkout", "-q", "phone")
    commit(tmp_path, "2026-11-06", {"leads/other.md": LEAD})
    git(tmp_path, "merge", "-q", "-m", "Again", "main", day="2026-11-07")
    found = told(tmp_path, "changes", "2026-11-02", "--to", "HEAD")["edits"]
    assert sorted((edit["old"], edit["new"], edit["subject"]) for edit in found) == [
        ("30h", "32h", "on 2026-11-04"),
        ("30h", "34h", "on 2026-11-05"),
        ("32h", "34h", "Settled"),
    ]


def test_a_line_that_a_merge_wrote_anew_is_an_edit(tmp_path: Path) -> None:
    two_sides(tmp_path, LEAD, f"{LEAD}- 2026-11-04 out sent a case\n", f"{LEAD}- 2026-11-05 proposal\n")
    git(tmp_path, "merge", "-q", "--no-edit", "phone", fails=True)
    both = f"{LEAD}- 2026-11-04 out sent two cases\n- 2026-11-05 proposal\n"
    commit(tmp_path, "2026-11-06", {"leads/quay.md": both}, subject="Merge")
    data = told(tmp_path, "changes", "HEAD~1", "--to", "HEAD")
    assert edits(data) == [("edited", "2026-11-04 out sent a case", "2026-11-04 out sent two cases")]


def test_a_ledger_in_a_folder_has_its_own_trail(tmp_path: Path) -> None:
    write_ledger(tmp_path / "a b", {"leads/quay.md": LEAD})
    commit(tmp_path, "2026-11-02", {"leads/quay.md": LEAD})
    edited = LEAD.replace("inquiry", "proposal")
    commit(tmp_path, "2026-11-03", {"leads/quay.md": edited, "a b/leads/quay.md": LEAD.replace("inquiry", "verbal")})
    data = told(tmp_path / "a b", "changes", "HEAD~1", "--to", "HEAD")
    assert edits(data) == [("edited", "2026-11-02 inquiry", "2026-11-02 verbal")]


def test_a_wrong_clock_hides_nothing_behind_its_commit(tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {"projects/site.md": PROJECT})
    commit(tmp_path, "2026-11-12", {"projects/site.md": PROJECT.replace("invoiced 3000", "invoiced 2000")})
    commit(tmp_path, "2001-01-01", {"leads/quay.md": LEAD})
    data = told(tmp_path, "changes", "2026-11-06")
    assert edits(data) == [("edited", "2026-10-09 invoiced 3000", "2026-10-09 invoiced 2000")]


def test_an_older_git_tells_the_same(
    ledger: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = told(ledger, "changes", "2026-11-10")
    older = tmp_path_factory.mktemp("older") / "git"
    refuses = "*--since-as-filter*) echo 'fatal: unrecognized argument: --since-as-filter=x' >&2; exit 128"
    older.write_text(f'#!/bin/sh\ncase $* in {refuses};; esac\nexec "{shutil.which("git")}" "$@"\n')
    older.chmod(0o755)
    monkeypatch.setenv("PATH", str(older.parent))
    assert edits(told(ledger, "changes", "2026-11-10")) == edits(newer) != []


@pytest.mark.parametrize("when", ["0 -1200", "99999999999 +0000", "99999999999999999999 +9999", "yesterday"])
def test_a_commit_of_no_day_that_can_be_does_not_hide_the_others(when: str, tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {"projects/site.md": PROJECT})
    first = git(tmp_path, "rev-parse", "HEAD")
    (tmp_path / "projects/site.md").write_text(PROJECT.replace("invoiced 3000", "invoiced 2000"))
    git(tmp_path, "add", "-A")
    tree = git(tmp_path, "write-tree")
    people = f"author Ada <a@x.example> {when}\ncommitter Ada <a@x.example> 1762000000 +0000"
    (tmp_path / "odd").write_text(f"tree {tree}\nparent {first}\n{people}\n\nOdd\n")
    odd = git(tmp_path, "hash-object", "-t", "commit", "-w", "--literally", "odd")
    git(tmp_path, "reset", "-q", "--hard", odd)
    assert edits(told(tmp_path, "changes", first)) == [
        ("edited", "2026-10-09 invoiced 3000", "2026-10-09 invoiced 2000")
    ]
    refused = run(tmp_path, "projects", "--at", "HEAD")
    assert (refused.exit_code, refused.stderr.splitlines()) == (
        2,
        ["Error: the commit `HEAD` has no day that a ledger can have", "hint: name one with --on"],
    )
    assert run(tmp_path, "projects", "--at", "HEAD", "--on", "2026-11-20").exit_code == 0


def test_a_record_with_another_id_is_the_same_one(ledger: Path) -> None:
    (ledger / "leads/quay.md").rename(ledger / "leads/quay-bakery.md")
    for files in (None, {"leads/quay-bakery.md": f"{LEAD}- 2026-11-09 proposal\n- 2026-11-19 won\n"}):
        data = told(ledger, "changes", "HEAD")
        assert (events(data), edits(data)) == ([], [])
        commit(ledger, "2026-11-20", files)
    assert events(told(ledger, "changes", "HEAD~2")) == [("leads", "won", "quay-bakery")]


def test_a_record_that_was_deleted_is_no_other_one_of_its_id(ledger: Path) -> None:
    commit(ledger, "2026-11-20", {"clients/quay.md": "---\nname: Quay Bakery\n---\n## Log\n- 2026-11-19 note b\n"})
    (ledger / "leads/quay.md").unlink()
    assert [(each["what"], each["file"]) for each in told(ledger, "changes", "HEAD")["edits"]] == [
        ("deleted", "leads/quay.md")
    ]


@pytest.mark.parametrize("name", ["README.md", "_draft.md", ".own/quay.md", "quay (conflicted copy).md"])
def test_what_is_no_record_has_no_trail(name: str, tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {f"leads/{name}": LEAD})
    assert told(tmp_path, "changes", "HEAD")["edits"] == []
    commit(tmp_path, "2026-11-05", {f"leads/{name}": None})
    assert told(tmp_path, "changes", "HEAD~1")["edits"] == []


def test_what_a_sparse_checkout_leaves_out_was_not_deleted(ledger: Path) -> None:
    git(ledger, "sparse-checkout", "set", "--no-cone", "/opsledger.yaml", "/projects/")
    assert not (ledger / "leads").exists()
    assert edits(told(ledger, "changes", "HEAD")) == []
    assert "deleted" not in {each["what"] for each in told(ledger, "history", "quay")}


@pytest.mark.parametrize(
    "kept", [b"\0GITCRYPT\0\x01\xff", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"]
)
def test_what_git_has_encrypted_or_elsewhere_is_not_said_to_be_unchanged(kept: bytes, tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {"leads/quay.md": kept})
    (tmp_path / "leads/quay.md").write_text(LEAD)
    note = (
        "1 version of files cannot be read, as git has them encrypted or as pointers (git-crypt, Git LFS): "
        "what was changed in them is not shown"
    )
    assert told(tmp_path, "changes", "HEAD")["note"] == note
    assert note in run(tmp_path, "history", "quay").stderr


def test_settings_that_are_others_are_told_of_between_revisions(tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {"opsledger.yaml": "hours: 30\ntargets: {rate: 95/h}\n"})
    commit(tmp_path, "2026-11-09", {"opsledger.yaml": "hours: 30\ntargets: {rate: 105/h}\nbusiness: Northlight\n"})
    told_of = told(tmp_path, "changes", "HEAD~1", "--to", "HEAD")["changes"]
    assert [each["text"] for each in told_of if each["topic"] == "settings"] == [
        "`business` was unset, is Northlight",
        "`targets` was {rate: 95/h}, is {rate: 105/h}",
    ]


def test_where_no_work_is_booked_none_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert told(write_ledger(tmp_path, {}), "changes", "2026-11-02", "--to", "2026-11-20")["changes"] == []


def test_the_same_twice_is_the_same(ledger: Path) -> None:
    assert run(ledger, "changes", "HEAD~5").stdout == run(ledger, "changes", "HEAD~5").stdout


# history


def test_a_record_has_a_life_with_its_names_lines_and_edits(ledger: Path) -> None:
    found = told(ledger, "history", "site")
    assert [(each["day"], each["what"], each["text"], each["old"], each["written"]) for each in found] == [
        ("2026-10-01", "line", "2026-10-01 booked", None, "2026-11-02"),
        ("2026-10-05", "line", "2026-10-05 started", None, "2026-11-02"),
        ("2026-10-09", "line", "2026-10-09 invoiced 2000", None, "2026-11-02"),
        ("2026-11-02", "created", "projects/site.md was created", None, "2026-11-02"),
        ("2026-11-12", "fact", "due: 2026-12-11", "2026-12-04", "2026-11-12"),
        ("2026-11-12", "edited", "2026-10-09 invoiced 2000", "2026-10-09 invoiced 3000", "2026-11-12"),
        ("2026-11-16", "renamed", "now projects/2026/site.md", "projects/site.md", "2026-11-16"),
        ("2026-11-19", "line", "2026-11-19 delivered", None, "2026-11-19"),
        ("2026-11-19", "removed", "", "2026-10-12 call about the fair", "2026-11-19"),
    ]


def test_a_record_that_is_gone_has_a_life_too(ledger: Path) -> None:
    (ledger / "leads/quay.md").unlink()
    found = told(ledger, "history", "quay")
    assert [each["what"] for each in found if each["what"] != "line"] == ["created", "deleted"]
    assert [each["text"] for each in found if each["what"] == "line"] == ["2026-11-02 inquiry", "2026-11-09 proposal"]


def test_a_record_that_has_another_id_now_is_renamed_and_not_deleted(ledger: Path) -> None:
    git(ledger, "mv", "leads/quay.md", "leads/quay-bakery.md")
    commit(ledger, "2026-11-20")
    result = run(ledger, "history", "quay", "--json")
    found = [(each["what"], each["text"]) for each in json.loads(result.stdout)["data"] if each["what"] != "line"]
    assert found == [("created", "leads/quay.md was created"), ("renamed", "now leads/quay-bakery.md")]
    assert result.stderr == "renamed: `opsledger history quay-bakery` shows the rest\n"


def test_a_record_moved_and_not_committed_yet_is_followed(ledger: Path) -> None:
    (ledger / "leads/quay.md").rename(ledger / "leads/quay-bakery.md")
    now = told(ledger, "history", "quay-bakery")
    assert [each["what"] for each in now] == ["line", "created", "line", "renamed"]
    assert (now[-1]["text"], now[-1]["old"], now[-1]["commit"]) == ("now leads/quay-bakery.md", "leads/quay.md", None)
    before = run(ledger, "history", "quay")
    assert "deleted" not in before.stdout
    assert "renamed: `opsledger history quay-bakery` shows the rest" in before.stderr


def test_a_file_moved_and_rewritten_is_followed_by_its_id(ledger: Path) -> None:
    (ledger / "leads/quay.md").unlink()
    other = "---\nname: Quite another\nsource: a fair in spring\n---\nProse.\n\n## Log\n- 2026-11-20 in\n"
    write_ledger(ledger, {"leads/old/quay.md": other})
    commit(ledger, "2026-11-20")
    found = [(each["what"], each["file"]) for each in told(ledger, "history", "quay") if each["what"] != "line"]
    assert found == [
        ("created", "leads/quay.md"),
        ("renamed", "leads/old/quay.md"),
        *[(what, "leads/old/quay.md") for what in ("fact", "fact", "fact", "edited", "removed")],
    ]
    assert "deleted" not in {each["what"] for each in told(ledger, "changes", "HEAD~1")["edits"]}


def test_a_line_that_came_by_a_merge_has_the_commit_that_brought_it(tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {"leads/quay.md": LEAD})
    git(tmp_path, "checkout", "-q", "-b", "phone")
    phone = commit(tmp_path, "2026-11-04", {"leads/quay.md": LEAD.replace("6000", "6500") + "- 2026-11-04 in\n"})
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, "2026-11-05", {"weeks/2026-W46.md": WEEK})
    git(tmp_path, "merge", "-q", "--no-edit", "phone", day="2026-11-06")
    found = told(tmp_path, "history", "quay")
    assert [each["commit"] for each in found if each["text"] == "2026-11-04 in"] == [phone]
    assert [each["what"] for each in found if each["what"] != "line"] == ["created", "fact"]


def test_without_git_a_record_has_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    result = run(write_ledger(tmp_path, {"leads/quay.md": LEAD}), "history", "quay")
    assert result.exit_code == 0
    assert "2026-11-02" in result.stdout
    assert "no commits: " in result.stderr


def test_an_id_that_stands_twice_is_asked_about(ledger: Path) -> None:
    write_ledger(ledger, {"clients/quay.md": "---\nname: Quay\n---\n## Log\n- 2026-11-01 note met\n"})
    result = run(ledger, "history", "quay")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "leads/quay.md, clients/quay.md" in result.stderr
    assert run(ledger, "history", "clients/quay").exit_code == 0


def test_an_id_that_there_never_was_is_refused_with_a_hint(ledger: Path) -> None:
    result = run(ledger, "history", "sitte")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `site`?" in result.stderr
