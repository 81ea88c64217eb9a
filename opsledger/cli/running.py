"""Running the command: whatever happens ends in a message and an exit code."""

from __future__ import annotations

import io
import os
import sys

import click

from opsledger.cli.output import drop_stdout, tell
from opsledger.cli.program import program

REFUSED = 2
INTERRUPTED = 130
TRACEBACK = "OPSLEDGER_TRACEBACK"


def run() -> int:
    """The command of this process, run to its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a stream cannot show becomes an escape
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run()
    except Exception as fault:  # the last line of defence: a person gets a sentence, not a traceback
        if os.environ.get(TRACEBACK):
            raise
        tell(f"opsledger: a fault in the program itself: {type(fault).__name__}: {fault}")
        tell(f"Please report it, with what is printed when {TRACEBACK}=1 is set.")
        code = REFUSED
    _flush()
    return code


def _run() -> int:
    try:
        code = program.main(prog_name="opsledger", standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        drop_stdout()
        return 0
    except OSError as fault:
        place = f"{fault.filename}: " if fault.filename else ""
        tell(f"opsledger: {place}{fault.strerror or fault}")
        drop_stdout()
        return REFUSED
    return code if isinstance(code, int) else 0


def _flush() -> None:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        drop_stdout()
