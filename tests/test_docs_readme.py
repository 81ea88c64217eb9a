from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from tests.cli_support import heed_ctrl_c, run
from tests.docs_tables import read

# What installs, builds or fetches, or takes files of the reader's; all other commands of the README are run.
SKIPPED = ("make ", "git clone ", "python3 -m pip install ", "pipx install ", "opsledger -C my-ledger import all ")

# What runs until somebody presses Ctrl-C.
ENDLESS = {"watch", "serve"}

LONGEST = 60  # seconds

README = read("README.md")


def shell_commands() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def ends_by_ctrl_c(command: list[str], folder: Path, environment: dict[str, str]) -> int:
    """How a command ends that is stopped once it has printed a line; one that does not end is killed."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=heed_ctrl_c,
    ) as ran:
        patience = Timer(LONGEST, ran.kill)
        patience.start()
        try:
            assert ran.stdout is not None
            ran.stdout.readline()
            ran.send_signal(signal.SIGINT)
            ran.stdout.read()
            return ran.wait()
        finally:
            patience.cancel()


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = 0
    environment = os.environ | {"PYTHONUTF8": "1", "NO_COLOR": "1"}
    monkeypatch.chdir(tmp_path)
    for line in shell_commands():
        if line.startswith(SKIPPED):
            continue
        program, *arguments = shlex.split(line)
        assert program == "opsledger", line
        if ENDLESS & set(arguments):
            command = [sys.executable, "-m", "opsledger", *arguments]
            assert ends_by_ctrl_c(command, tmp_path, environment) == 0, line
            continue
        done = run(None, *arguments)
        assert done.exit_code == 0, f"{line}\n{done.output}"
        ran += 1
    assert ran


def test_it_is_read_in_five_minutes() -> None:
    prose = re.sub(r"^```.*?^```$|^\|[^\n]*$", "", README, flags=re.MULTILINE | re.DOTALL)
    assert len(prose.split()) < 5 * 230


def test_it_names_the_two_commands_that_do_everything() -> None:
    assert {"make demo", "make test"} <= set(shell_commands())
