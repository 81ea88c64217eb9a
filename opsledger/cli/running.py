"""Running the command: whatever happens ends in a message and an exit code."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from types import FrameType

import click

from opsledger.cli.output import drop, drop_stdout, tell, untold
from opsledger.cli.program import program

REFUSED = 2
INTERRUPTED = 130
TRACEBACK = "OPSLEDGER_TRACEBACK"
_MADE_UNTIL_COLLECTED = 200_000  # a command makes many records and hardly a cycle, and soon ends


class Interrupted(KeyboardInterrupt):
    """Ctrl-C.

    A kind of its own: if a plain KeyboardInterrupt passes through `exec`, as it does while a dataclass is being made,
    Python ends this process by a signal later on, even though it was caught.
    """


def run() -> int:
    """The command of this process, run to its exit code."""
    gc.set_threshold(_MADE_UNTIL_COLLECTED)
    _fill_gaps()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else whoever started it wants no Ctrl-C
        signal.signal(signal.SIGINT, _interrupt)
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


def _fill_gaps() -> None:
    """Open nothing under the number of a stream that is closed, so that no file of a ledger takes its place.

    A library, or a process that is started, may write to standard error whatever is open there. What the program says
    there goes nowhere then: click would print it to standard output.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)  # which takes the lowest number that is free
            os.set_inheritable(nowhere, True)
    if sys.stderr is None:
        from io import FileIO, TextIOWrapper

        sys.stderr = TextIOWrapper(FileIO(2, "w", closefd=False), encoding="utf-8")


def _run() -> int:
    if sys.flags.optimize > 1:
        tell("opsledger: Python runs with -OO, which takes out texts that the program needs: run it without.")
        return REFUSED
    try:
        code = program.main(prog_name="opsledger", standalone_mode=False)
    except click.ClickException as fault:
        with untold():
            fault.show()
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the second one is click's way to end when the reader has gone away
        drop_stdout()
        return 0
    except OSError as fault:
        place = f"{fault.filename}: " if fault.filename else ""
        tell(f"opsledger: {place}{fault.strerror or fault}")
        drop_stdout()
        return REFUSED
    return code if isinstance(code, int) else 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted


def _flush() -> None:
    """Print what is still held back; what cannot be printed, as on a terminal that is gone, goes nowhere."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            drop(stream)
