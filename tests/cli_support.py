"""Running the command on small ledgers, in this process or in one of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from opsledger.cli.program import program
from opsledger.values.clock import Clock

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


CLOCK: ContextVar[Clock | None] = ContextVar("the clock that commands go by", default=None)


def clock_at(written: str, zone: tzinfo | None = None) -> Clock:
    """A clock that stands at a moment; without an offset or a zone of its own, where the system is."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone)
    return Clock(lambda: moment.astimezone(UTC), zone or moment.tzinfo)


def run(
    folder: Path | None, *arguments: str, clock: Clock | None = None, given: str | None = None, **variables: str
) -> Result:
    """The command run in this process on a ledger. clock: what it goes by, if not the system's; given: typed."""
    place = () if folder is None else ("-C", str(folder))
    return CliRunner(env=variables).invoke(
        program,
        [*place, *arguments],
        prog_name="opsledger",
        catch_exceptions=False,
        obj=clock or CLOCK.get(),
        input=given,
    )


def run_json(folder: Path, *arguments: str) -> Any:
    """The `data` of what a command prints with --json."""
    result = run(folder, *arguments, "--on", DAY, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["data"]


def heed_ctrl_c() -> None:
    """For a child to run before its program (`preexec_fn`): what a shell runs in the background ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run_process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[Any]:
    """The command run in a process of its own; `env` adds to this one's variables."""
    added = options.pop("env", {})
    options = {"capture_output": True, "timeout": 60, "check": False, "cwd": SOURCE} | options
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "NO_COLOR")}
    env = inherited | {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"} | added
    return subprocess.run([sys.executable, "-m", "opsledger", *arguments], env=env, **options)
