import json
from pathlib import Path

import pytest

from tests.cli_support import DAY, SAMPLE, run, write_ledger

LEAD = "---\nname: Acme\nsource: web\n---\n## Log\n- 2026-11-02 in\n- 2026-11-03 propsal sent\n"
TYPO = "---\nname: Acme\nsource: web\nclint: web\n---\n## Log\n- 2026-11-02 in\n"
WARNED = "---\nname: Acme\nsource: web\n---\n"


def test_the_sample_passes_strictly() -> None:
    result = run(SAMPLE, "check", "--strict", "--on", DAY)
    assert result.exit_code == 0, result.stdout
    assert result.stdout.startswith("0 errors, 0 warnings in ")


def test_a_problem_comes_with_its_line_a_caret_and_a_hint(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {"leads/acme.md": LEAD}), "check", "--on", DAY)
    assert result.exit_code == 1
    assert result.stdout == (
        "leads/acme.md:7:14: error[line-word] `propsal` is not a word of this log\n"
        "    - 2026-11-03 propsal sent\n"
        "                 ^^^^^^^\n"
        "    hint: did you mean `proposal`?\n"
        "1 error, 0 warnings in 1 record\n"
    )


CONFLICT = "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n"


def test_every_file_of_an_unfinished_merge_is_named_at_once(tmp_path: Path) -> None:
    files = {
        "opsledger.yaml": CONFLICT.format("hours: 36", "hours: 40"),
        "leads/acme.md": LEAD + CONFLICT.format("- 2026-11-04 in", "- 2026-11-05 in"),
        "leads/other.md": WARNED,
        "reviews/2026-11-06.md": "## Decisions\n- [ ] @coo Tidy up\n",
        "reviews/2026-11-06.figures.json": CONFLICT.format("{", "{ "),
        "schedule.md": "## Plan\n" + CONFLICT.format("- Mon 1h coo", "- Tue 1h coo"),
    }
    told = run(write_ledger(tmp_path, files), "check", "--format", "gcc", "--on", DAY)
    assert (told.exit_code, told.stderr) == (1, "")
    assert [line.partition(":")[0] for line in told.stdout.splitlines()] == [
        "opsledger.yaml",
        "leads/acme.md",
        "reviews/2026-11-06.figures.json",
        "schedule.md",
    ]


def test_a_merge_left_in_frozen_figures_is_named_whoever_needs_them(tmp_path: Path) -> None:
    review = {"reviews/2026-11-06.md": "## Decisions\n- [ ] @coo Tidy up\n"}
    frozen = {"reviews/2026-11-06.figures.json": CONFLICT.format("{", "{ ")}
    told = run(write_ledger(tmp_path, review | frozen), "check", "--format", "gcc", "--on", DAY)
    assert told.exit_code == 1
    assert told.stdout.startswith("reviews/2026-11-06.figures.json:1:1: error: a merge conflict is left here")


def test_gcc_is_one_line_a_problem_with_the_code_behind_it(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {"leads/acme.md": LEAD}), "check", "--format", "gcc", "--on", DAY)
    assert result.exit_code == 1
    assert result.stdout == "leads/acme.md:7:14: error: `propsal` is not a word of this log [line-word]\n"


def test_json_has_the_envelope_and_every_key(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {"leads/acme.md": LEAD}), "check", "--format", "json", "--on", DAY)
    told = json.loads(result.stdout)
    assert {key: told[key] for key in ("schema", "kind", "on")} == {"schema": 1, "kind": "diagnostics", "on": DAY}
    assert told["data"] == [
        {
            "code": "line-word",
            "severity": "error",
            "file": "leads/acme.md",
            "line": 7,
            "column": 14,
            "end_line": 7,
            "end_column": 21,
            "message": "`propsal` is not a word of this log",
            "hint": "did you mean `proposal`?",
            "related": [],
        }
    ]


def test_a_whole_file_has_no_line_in_json_and_the_first_in_gcc(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"leads/acme.txt": "notes"})
    (told,) = json.loads(run(ledger, "check", "--format", "json").stdout)["data"]
    assert [told[key] for key in ("line", "column", "end_line", "end_column")] == [None] * 4
    assert run(ledger, "check", "--format", "gcc").stdout.startswith("leads/acme.txt:1:1: warning: ")


def test_a_warning_fails_only_strictly(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"leads/acme.md": WARNED})
    assert run(ledger, "check", "--on", DAY).exit_code == 0
    assert run(ledger, "check", "--on", DAY, "--strict").exit_code == 1


def test_strict_rules_are_told_only_strictly(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"leads/acme.md": TYPO.replace("clint: web\n", "") + "\n## Lgo\n"})
    assert "section-typo" not in run(ledger, "check", "--on", DAY).stdout
    assert "section-typo" in run(ledger, "check", "--on", DAY, "--strict").stdout


def test_a_mistyped_key_is_told_without_asking(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"leads/acme.md": TYPO})
    assert "did you mean `client`?" in run(ledger, "check", "--on", DAY).stdout


def test_settings_that_cannot_be_read_are_told_and_exit_with_1(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {"opsledger.yaml": "areas: [\n"}), "check")
    assert result.exit_code == 1
    assert "opsledger.yaml:1:8: error[yaml-syntax]" in result.stdout


@pytest.mark.parametrize("form", ["text", "json", "gcc"])
def test_without_a_ledger_it_exits_with_2_and_an_empty_stdout(form: str, tmp_path: Path) -> None:
    result = run(tmp_path, "check", "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_folder_named_like_the_settings_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "opsledger.yaml").mkdir()
    assert run(tmp_path, "check").exit_code == 2


def test_the_day_asked_about_decides_what_is_far_ahead(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"leads/acme.md": LEAD.replace("propsal", "proposal")})
    assert "0 warnings" in run(ledger, "check", "--on", DAY).stdout
    assert "0 warnings" not in run(ledger, "check", "--on", "2024-01-01").stdout


def test_control_characters_are_shown_as_escapes(tmp_path: Path) -> None:
    lead = LEAD.replace("propsal", "\x1b[31mred\u202e")
    result = run(write_ledger(tmp_path, {"leads/acme.md": lead}), "check", "--on", DAY)
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert r"\x1b[31mred\u202e" in result.stdout
