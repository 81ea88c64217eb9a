"""Running the command on small ledgers, in this process or in one of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from opsledger.cli.program import program

SOURCE = Path(__file__).resolve().parent.parent
SAMPLE = SOURCE / "sample-ledger"
DAY = "2026-11-20"


def write_ledger(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A ledger of these files; empty settings unless they are given."""
    for path, content in {"opsledger.yaml": "", **files}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def set_clock(patch: pytest.MonkeyPatch, written: str) -> None:
    """Let the clock stand at a moment, for the commands that look at it."""
    moment = datetime.fromisoformat(written)
    moment = moment if moment.tzinfo else moment.astimezone()
    for command in ("start", "stop", "time"):
        patch.setattr(f"opsledger.cli.{command}.now", lambda: moment)
    patch.setattr("opsledger.cli.start.today", lambda: moment.date())


def run(folder: Path | None, *arguments: str, **variables: str) -> Result:
    """The command run in this process on a ledger."""
    place = () if folder is None else ("-C", str(folder))
    return CliRunner(env=variables).invoke(program, [*place, *arguments], prog_name="opsledger", catch_exceptions=False)


def run_json(folder: Path, *arguments: str) -> Any:
    """The `data` of what a command prints with --json."""
    result = run(folder, *arguments, "--on", DAY, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["data"]


def run_process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[Any]:
    """The command run in a process of its own; `env` adds to this one's variables."""
    added = options.pop("env", {})
    options = {"capture_output": True, "timeout": 60, "check": False, "cwd": SOURCE} | options
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "NO_COLOR")}
    env = inherited | {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"} | added
    return subprocess.run([sys.executable, "-m", "opsledger", *arguments], env=env, **options)
