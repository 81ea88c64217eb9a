import shutil
from pathlib import Path

import pytest

from tests.cli_support import DAY, SAMPLE, run, write_ledger


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return shutil.copytree(SAMPLE, tmp_path / "sample")


def written(sample: Path) -> Path:
    return sample / "reviews" / f"{DAY}.md"


def edit(sample: Path) -> None:
    """Change a word inside a generated part."""
    place = written(sample)
    place.write_text(place.read_text(encoding="utf-8").replace("lead", "laed", 1), encoding="utf-8")


def test_it_writes_the_days_review_and_prints_where(sample: Path) -> None:
    result = run(sample, "review", "--on", DAY)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"reviews/{DAY}.md\n", "written\n")
    assert DAY in written(sample).read_text(encoding="utf-8")


def test_a_second_time_it_changes_nothing(sample: Path) -> None:
    run(sample, "review", "--on", DAY)
    before = written(sample).read_bytes()
    assert run(sample, "review", "--on", DAY).stderr == "already up to date\n"
    assert written(sample).read_bytes() == before


def test_what_the_user_wrote_stays(sample: Path) -> None:
    run(sample, "review", "--on", DAY)
    with written(sample).open("a", encoding="utf-8") as file:
        file.write("\nMy own words.\n")
    (sample / "leads" / "willow-vet.md").unlink()
    assert run(sample, "review", "--on", DAY).stderr.endswith("brought up to date\n")
    assert written(sample).read_text(encoding="utf-8").endswith("\nMy own words.\n")


@pytest.mark.parametrize(("name", "moves"), [("quay-site", " moves:outflow.projects.quay-site"), ("quay site", "")])
def test_a_decision_is_offered_with_a_figure_only_if_it_can_name_it(name: str, moves: str, tmp_path: Path) -> None:
    project = "---\nname: Quay\nbilling: fixed\nestimate: 5h\n---\n## Log\n- 2026-11-02 booked\n- 2026-11-16 started\n"
    week = f"## Actual\n- Mon 8h [[{name}]]\n"
    ledger = write_ledger(tmp_path, {f"projects/{name}.md": project, "weeks/2026-W47.md": week})
    text = run(ledger, "review", "--on", DAY, "--stdout").stdout
    (offered,) = [line.strip() for line in text.splitlines() if "- [ ] @production" in line]
    assert offered.endswith(f"{moves}`")
    assert ("moves:" in offered) is bool(moves)


def test_stdout_prints_it_and_writes_nothing(sample: Path) -> None:
    result = run(sample, "review", "--on", DAY, "--stdout")
    assert "Work flowing in" in result.stdout
    assert not written(sample).exists()


def test_from_sets_the_first_day(sample: Path) -> None:
    assert (
        run(sample, "review", "--on", DAY, "--stdout").stdout
        != run(sample, "review", "--on", DAY, "--from", "2026-11-01", "--stdout").stdout
    )


def test_from_after_on_is_a_usage_error(sample: Path) -> None:
    result = run(sample, "review", "--on", DAY, "--from", "2026-12-01", "--stdout")
    assert (result.exit_code, result.stdout) == (2, "")


def test_check_says_whether_the_file_is_what_would_be_written(sample: Path) -> None:
    assert run(sample, "review", "--on", DAY, "--check").exit_code == 1
    assert not written(sample).exists()
    run(sample, "review", "--on", DAY)
    assert run(sample, "review", "--on", DAY, "--check").exit_code == 0
    (sample / "leads" / "willow-vet.md").unlink()
    result = run(sample, "review", "--on", DAY, "--check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "out of date" in result.stderr


def test_a_part_edited_by_hand_stops_it(sample: Path) -> None:
    run(sample, "review", "--on", DAY)
    edit(sample)
    before = written(sample).read_bytes()
    result = run(sample, "review", "--on", DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"reviews/{DAY}.md:" in result.stderr
    assert "--force" in result.stderr
    assert written(sample).read_bytes() == before
    assert run(sample, "review", "--on", DAY, "--check").exit_code == 1


def test_force_replaces_it_and_says_so(sample: Path) -> None:
    run(sample, "review", "--on", DAY)
    edit(sample)
    result = run(sample, "review", "--on", DAY, "--force")
    assert result.exit_code == 0
    assert "was edited by hand and is replaced" in result.stderr
    assert "laed" not in written(sample).read_text(encoding="utf-8")


def test_a_faulty_template_is_a_message(sample: Path) -> None:
    (sample / "templates").mkdir(exist_ok=True)
    (sample / "templates" / "review.md").write_text("{{ review.nothing }}")
    result = run(sample, "review", "--on", DAY, "--stdout")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "review.md:1" in result.stderr


def test_a_page_that_is_there_says_what_the_review_says(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"leads/quay.md": "---\nname: Quay\nsource: x\n---\n## Log\n- 2026-11-02 inquiry\n"})
    page = root / "reviews" / f"{DAY}.html"
    assert run(root, "review", "--on", DAY).exit_code == 0
    assert not page.exists()
    assert run(root, "review", "--on", DAY, "--html").exit_code == 0
    assert run(root, "log", "quay", "value", "7777", "--on", DAY).exit_code == 0
    old = run(root, "review", "--on", DAY, "--check")
    assert f"reviews/{DAY}.html is out of date" in old.stderr
    again = run(root, "review", "--on", DAY)
    assert f"reviews/{DAY}.html\n" in again.stdout
    assert "7,777" in page.read_text()
    assert run(root, "review", "--on", DAY, "--check").exit_code == 0
    page.write_text("<p>my own</p>")
    assert run(root, "review", "--on", DAY).exit_code == 0
    assert page.read_text() == "<p>my own</p>"
