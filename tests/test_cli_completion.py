import os
import shutil
import subprocess
from pathlib import Path

import pytest

from opsledger.bundled import extra_command
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


_ASKED = {  # what each shell is asked once it has read the script, and nothing else
    "zsh": ("-f", 'source "$0"; print -r -- ${_comps[opsledger]}'),
    "bash": ("--norc", 'source "$0"; complete -p opsledger'),
    "fish": ("--no-config", "source $argv[1]; complete -c opsledger"),
}


@pytest.mark.parametrize("shell", _ASKED)
def test_the_script_works_in_a_bare_shell(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "completion with ümlaut"
    script.write_text(run(None, "completion", shell).stdout, encoding="utf-8")
    option, asked = _ASKED[shell]
    home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    words = [shell, option, "-c", asked, str(script)]
    done = subprocess.run(words, env=home, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "opsledger" in done.stdout


@pytest.mark.parametrize(
    ("marker", "has_pip", "command"),
    [
        ("pipx_metadata.json", True, "pipx inject opsledger 'opsledger[web]'"),
        ("uv-receipt.toml", False, "uv pip install --python '{0}/bin/python' 'opsledger[web]'"),
        ("pyvenv.cfg", False, "uv pip install --python '{0}/bin/python' 'opsledger[web]'"),
        ("pyvenv.cfg", True, "'{0}/bin/python' -m pip install 'opsledger[web]'"),
    ],
)
def test_the_way_to_an_extra_is_that_of_the_installation(
    marker: str, has_pip: bool, command: str, tmp_path: Path
) -> None:
    place = tmp_path / "my tööls"
    place.mkdir()
    (place / marker).touch()
    assert extra_command("web", place, has_pip=has_pip) == command.format(place)
