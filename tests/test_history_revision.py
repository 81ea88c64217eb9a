"""`--at`: the ledger as committed at a revision."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from opsledger.history.revision import read_revision
from opsledger.loading import Folder, StoredFiles, is_of_ledger, load_from
from tests.cli_support import DAY, SAMPLE, run, write_ledger
from tests.git_repository import commit, git, repository

LEAD = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-02 inquiry\n"


def rows(folder: Path, *arguments: str) -> list[dict[str, object]]:
    result = run(folder, "leads", "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["data"]  # type: ignore[no-any-return]


def test_a_lead_is_shown_in_the_stage_that_was_committed(tmp_path: Path) -> None:
    ledger = repository(tmp_path, "2026-11-02", {"leads/quay.md": LEAD})
    commit(ledger, "2026-11-10", {"leads/quay.md": f"{LEAD}- 2026-11-09 proposal\n"})
    assert [row["stage"] for row in rows(ledger, "--at", "HEAD~1")] == ["inquiry"]
    assert [row["stage"] for row in rows(ledger, "--at", "HEAD")] == ["proposal"]


def test_the_day_is_that_of_the_commit_unless_one_is_asked_for(tmp_path: Path) -> None:
    ledger = repository(tmp_path, "2026-11-02", {"leads/quay.md": LEAD})
    assert json.loads(run(ledger, "leads", "--json", "--at", "HEAD").stdout)["on"] == "2026-11-02"
    assert json.loads(run(ledger, "leads", "--json", "--at", "HEAD", "--on", DAY).stdout)["on"] == DAY


def test_what_is_not_committed_is_not_seen(tmp_path: Path) -> None:
    ledger = repository(tmp_path, "2026-11-02", {"leads/quay.md": LEAD})
    write_ledger(ledger, {"leads/other.md": LEAD, "opsledger.yaml": "hours: ["})
    assert [row["id"] for row in rows(ledger, "--at", "HEAD")] == ["quay"]


def test_a_ledger_may_be_a_folder_of_the_repository(tmp_path: Path) -> None:
    inner = write_ledger(tmp_path / "my books", {"leads/quay.md": LEAD})
    commit(tmp_path, "2026-11-02", {"leads/other.md": LEAD})
    assert [row["file"] for row in rows(inner, "--at", "HEAD")] == ["leads/quay.md"]


def test_a_bare_repository_can_be_read(tmp_path: Path) -> None:
    ledger = repository(tmp_path / "one", "2026-11-02", {"leads/quay.md": LEAD})
    git(tmp_path, "clone", "-q", "--bare", str(ledger), "bare")
    assert [row["id"] for row in rows(tmp_path / "bare", "--at", "main")] == ["quay"]


def test_a_bare_repository_can_be_read_from_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = repository(tmp_path / "one", "2026-11-02", {"leads/quay.md": LEAD})
    git(tmp_path, "clone", "-q", "--bare", str(ledger), "bare")
    monkeypatch.chdir(tmp_path / "bare")
    result = run(None, "leads", "--at", "main", "--json")
    assert (result.exit_code, '"quay"' in result.stdout) == (0, True)
    assert run(None, "changes", "main", "--to", "HEAD").exit_code == 0
    assert "a bare repository has no files" in run(None, "leads").stderr


def test_a_revision_that_was_no_ledger_is_refused(tmp_path: Path) -> None:
    commit(tmp_path, "2026-11-01", {"notes.txt": "before the ledger"})
    commit(tmp_path, "2026-11-02", {"opsledger.yaml": ""})
    result = run(tmp_path, "leads", "--at", "HEAD~1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "HEAD~1 is not a ledger: it has no opsledger.yaml" in result.stderr


def test_faults_are_told_with_the_place_they_had(tmp_path: Path) -> None:
    ledger = repository(tmp_path, "2026-11-02", {"leads/quay.md": f"{LEAD}- 2026-11-03 propsal\n"})
    commit(ledger, "2026-11-03", {"leads/quay.md": LEAD})
    assert run(ledger, "check", "--at", "HEAD").exit_code == 0
    result = run(ledger, "check", "--at", "HEAD~1")
    assert result.exit_code == 1
    assert result.stdout.startswith("leads/quay.md:7:14: error[line-word]")
    assert "see `opsledger check --at HEAD~1`" in run(ledger, "leads", "--at", "HEAD~1").stderr


def test_the_figures_frozen_at_the_revision_are_the_ones_compared(tmp_path: Path) -> None:
    review = "---\non: 2026-11-06\n---\n## Decisions\n- [ ] @sales Call moves:inflow.leads_new\n"
    frozen = '{"data": {"inflow.leads_new": {"value": 7}}}'
    ledger = repository(
        tmp_path, "2026-11-06", {"reviews/2026-11-06.md": review, "reviews/2026-11-06.figures.json": frozen}
    )
    write_ledger(ledger, {"reviews/2026-11-06.figures.json": frozen.replace("7", "9")})
    name = "actions.effect.2026-11-06-1"
    told = json.loads(run(ledger, "figures", name, "--json", "--at", "HEAD").stdout)["data"][name]
    assert told["value"]["then"] == 7


def test_a_review_of_the_past_is_printed_and_never_written(tmp_path: Path) -> None:
    ledger = repository(tmp_path, "2026-11-02", {"leads/quay.md": LEAD})
    assert run(ledger, "review", "--at", "HEAD", "--stdout").exit_code == 0
    result = run(ledger, "review", "--at", "HEAD")
    assert (result.exit_code, result.stdout) == (2, "")
    assert not (ledger / "reviews").exists()


def test_an_action_is_done_now_or_not_at_all(tmp_path: Path) -> None:
    ledger = repository(
        tmp_path, "2026-11-02", {"reviews/2026-11-02.md": "---\n---\n## Decisions\n- [ ] @sales Call\n"}
    )
    assert run(ledger, "actions", "--at", "HEAD", "done", "2026-11-02-1").exit_code == 2


def test_the_sample_reads_the_same_from_a_commit(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "sample")
    commit(tmp_path / "sample", DAY)
    for command in (("leads",), ("projects",), ("figures",), ("review", "--stdout"), ("check", "--strict")):
        now = run(tmp_path / "sample", *command, "--on", DAY)
        assert run(tmp_path / "sample", *command, "--at", "HEAD", "--on", DAY).stdout == now.stdout


NAMES = ("with space.md", "new\nline.md", 'quo"te.md', "tab\t.md", "ümläut.md", os.fsdecode(b"latin-\xe9.md"), "-n.md")


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_survives(name: str, tmp_path: Path) -> None:
    try:
        repository(tmp_path, "2026-11-02", {f"leads/{name}": LEAD})
    except (OSError, ValueError):
        pytest.skip("the file system takes no such name")
    assert [row["file"] for row in rows(tmp_path, "--at", "HEAD")] == [row["file"] for row in rows(tmp_path)]


def problems(folder: Path) -> tuple[list[str], list[str]]:
    """The faults of a ledger's files from its folder and from its last commit."""
    now = load_from(Folder(folder), folder)
    then = load_from(StoredFiles("HEAD", read_revision(folder, "HEAD", is_of_ledger).files), folder)
    assert [record.file for record in now.records()] == [record.file for record in then.records()]
    return [str(each) for each in now.problems], [str(each) for each in then.problems]


LINKS: Mapping[str, str] = {
    "to a record": "quay.md",
    "through a folder that is a link": "../linked/deep.md",
    "to a link": "first.md",
    "nowhere": "gone.md",
    "to itself": "link.md",
    "to a folder": "../other",
    "out of the ledger": "../../outside.md",
    "absolute": "/etc/passwd",
    "out and in again": "../../{here}/leads/quay.md",
}


@pytest.mark.parametrize("target", LINKS.values(), ids=LINKS)
def test_a_link_is_treated_as_in_a_folder(target: str, tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    write_ledger(folder, {"leads/quay.md": LEAD, "other/deep.md": LEAD})
    (tmp_path / "outside.md").write_text(LEAD)
    (folder / "linked").symlink_to("other")
    (folder / "leads" / "first.md").symlink_to("quay.md")
    (folder / "leads" / "link.md").symlink_to(target.format(here="ledger"))
    commit(folder, "2026-11-02")
    if "{here}" in target:  # in a commit nobody knows what the folder around it is called
        assert "leads/link.md: error[link-outside]" in run(folder, "check", "--at", "HEAD").stdout
        return
    now, then = problems(folder)
    assert then == now


@pytest.mark.parametrize(
    "name", ["leads/x.txt", "leads/plain", "leads/_draft.md", "leads/.x.md", "laeds/x.md", "projects"]
)
def test_what_is_no_record_is_told_as_in_a_folder(name: str, tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {name: LEAD})
    now, then = problems(tmp_path)
    assert then == now


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"other/quay.md": LEAD})
    (tmp_path / "leads").symlink_to("other")
    commit(tmp_path, "2026-11-02")
    now, then = problems(tmp_path)
    assert then == now != []


def test_a_submodule_is_an_error_at_its_place(tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner", "2026-11-02", {"leads/quay.md": LEAD})
    outer = repository(tmp_path / "outer", "2026-11-02", {})
    git(outer, "submodule", "add", "-q", str(inner), "leads/inner")
    commit(outer, "2026-11-03")
    result = run(outer, "check", "--at", "HEAD")
    assert result.exit_code == 1
    assert "leads/inner: error[no-plain-file] a submodule: not opened" in result.stdout


def test_a_huge_file_is_an_error_and_not_read(tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {"leads/big.md": b"x" * 10_000_001, "leads/quay.md": LEAD})
    now, then = problems(tmp_path)
    assert then == now
    assert "too-large" in then[0]


def test_line_ends_and_a_mark_at_the_beginning_are_as_committed(tmp_path: Path) -> None:
    repository(tmp_path, "2026-11-02", {"leads/quay.md": ("\ufeff" + LEAD).replace("\n", "\r\n")})
    assert [row["stage"] for row in rows(tmp_path, "--at", "HEAD")] == ["inquiry"]
