"""The commands of docs/git.md, run in the order they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from opsledger.history.git_setup import MERGED, command, driver_line
from tests.cli_support import SOURCE
from tests.docs_tables import read

PAGE = read("docs/git.md")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_commands_run(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "opsledger"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{SOURCE}" exec "{sys.executable}" -m opsledger "$@"\n')
    program.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "PATH": os.pathsep.join((str(programs), os.environ["PATH"])),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Solveig Brandt",
        "GIT_AUTHOR_EMAIL": "solveig@northlight.example",
        "GIT_COMMITTER_NAME": "Solveig Brandt",
        "GIT_COMMITTER_EMAIL": "solveig@northlight.example",
        "PYTHONUTF8": "1",
    }
    script = "".join(blocks("sh")).replace('git commit -m "Checked"', 'git commit --allow-empty -m "Checked"')
    done = subprocess.run(
        ["sh", "-ex"], cwd=tmp_path, env=environment, input=script, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Quay Bakery" in done.stdout
    assert "quay-bakery" in done.stdout


def test_the_driver_by_hand_is_the_one_that_is_set_up() -> None:
    (line,) = [block.strip() for block in blocks("text") if "merge.opsledger.driver" in block]
    assert line == f"git config merge.opsledger.driver '{driver_line().replace(command(), 'opsledger', 1)}'"


def test_what_is_to_be_copied_reads() -> None:
    config, workflow = map(yaml.safe_load, blocks("yaml"))
    (hook,) = yaml.safe_load((SOURCE / ".pre-commit-hooks.yaml").read_text())
    assert config["repos"][0]["hooks"] == [{"id": hook["id"]}]
    assert workflow["jobs"]["check"]["steps"][-1]["run"] == "opsledger check --format github"


def test_the_line_for_union_is_of_the_kind_that_is_written() -> None:
    (line,) = [block.strip() for block in blocks("text") if "merge=union" in block]
    assert line.replace("union", "opsledger") in MERGED
