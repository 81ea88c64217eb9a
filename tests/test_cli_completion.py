from pathlib import Path

import pytest

from tests.cli_support import SAMPLE, run, run_process, write_ledger


def completed(ledger: Path, words: str) -> list[str]:
    """What bash would offer for the last of some words."""
    parts = f"opsledger -C {ledger} {words}".split(" ")
    variables = {
        "_OPSLEDGER_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(parts),
        "COMP_CWORD": str(len(parts) - 1),
    }
    process = run_process(env=variables)
    assert process.stderr == b""
    return [line.partition(",")[2] for line in process.stdout.decode().splitlines() if line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed_for(shell: str) -> None:
    result = run(None, "completion", shell)
    assert result.exit_code == 0
    assert "_OPSLEDGER_COMPLETE" in result.stdout


def test_commands_are_completed() -> None:
    assert completed(SAMPLE, "lea") == ["leads"]


def test_ids_are_completed() -> None:
    assert completed(SAMPLE, "projects --client harbor") == ["harbor-dental"]


def test_names_of_figures_are_completed() -> None:
    assert "inflow.win_rate" in completed(SAMPLE, "figures inflow.win")


def test_choices_of_a_field_are_completed() -> None:
    assert completed(SAMPLE, "new project --billing re") == ["retainer"]


def test_a_ledger_that_cannot_be_read_completes_to_nothing(tmp_path: Path) -> None:
    assert completed(write_ledger(tmp_path, {"opsledger.yaml": "a: [\n"}), "leads --client a") == []
