"""What a template of the ledger's own may take: time, memory, and no file."""

from __future__ import annotations

import _thread
import faulthandler
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Timer
from types import FrameType
from typing import Any

from opsledger.rendering.sandbox import Stopped, bounded_steps

MEMORY = 1_000_000_000  # bytes of addresses, of which the program itself takes some 100 million
PATIENCE = 10  # times as long by the clock as by the processor, at most
_HAS_TIMERS = hasattr(signal, "setitimer")  # not on Windows
_resource: Any
try:
    import resource

    _resource = resource
except ImportError:  # Windows
    _resource = None


class Limits:
    """The limits of this process. trace: a file that says where it was when it is ended from outside of Python."""

    def __init__(self, trace: int) -> None:
        self.trace = trace
        self.bounds_memory = False
        self._is_stoppable = False
        self._seconds = 0.0
        self._end = float("inf")  # by the clock, if that is what counts
        signal.signal(signal.SIGINT, self._interrupted)
        if _HAS_TIMERS:
            signal.signal(signal.SIGPROF, self._interrupted)

    def bound_memory(self) -> None:
        """Let the system refuse more memory than a template may take, if it does that."""
        if _resource is None or sys.platform == "darwin":  # macOS takes the limit and does not keep it
            return
        _resource.setrlimit(_resource.RLIMIT_AS, (MEMORY, MEMORY))
        self.bounds_memory = True

    @contextmanager
    def within(self, seconds: float, grace: float) -> Iterator[None]:
        """Stop what works longer; the process ends if that cannot be, as in a call of C, after the grace.

        The seconds are the processor's, so that a busy machine refuses no good template; by the clock it is `PATIENCE`
        times as long. Meanwhile no file can be opened, nor a connection.
        """
        self._seconds = seconds
        before = _without_files()
        # Where the system does not bound memory, each line of the templates is looked at.
        steps = nullcontext() if self.bounds_memory else bounded_steps()
        try:
            with steps, self._by_processor(seconds, grace) if _HAS_TIMERS else self._by_clock(seconds, grace):
                yield
        finally:
            if before is not None:
                _resource.setrlimit(_resource.RLIMIT_NOFILE, before)

    @contextmanager
    def _by_processor(self, seconds: float, grace: float) -> Iterator[None]:
        faulthandler.dump_traceback_later(PATIENCE * seconds + grace, exit=True, file=self.trace)
        faulthandler.register(signal.SIGVTALRM, file=self.trace, chain=True)  # tells the place, then ends the process
        self._is_stoppable = True
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds + grace)
        try:
            yield
        finally:
            self._is_stoppable = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            faulthandler.cancel_dump_traceback_later()

    @contextmanager
    def _by_clock(self, seconds: float, grace: float) -> Iterator[None]:
        faulthandler.dump_traceback_later(seconds + grace, exit=True, file=self.trace)
        timer = Timer(seconds, _thread.interrupt_main)
        timer.daemon = True
        timer.start()
        self._end, self._is_stoppable = time.monotonic() + seconds, True
        try:
            yield
        finally:
            self._is_stoppable = False
            timer.cancel()
            faulthandler.cancel_dump_traceback_later()

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        """Stop a template, once; Ctrl-C means the program that started this one, which ends it."""
        if self._is_stoppable and (number != signal.SIGINT or time.monotonic() >= self._end):
            self._is_stoppable = False
            raise Stopped(f"it takes longer than {self._seconds:g} seconds")


def _without_files() -> tuple[int, int] | None:
    """Let no file be opened from now on; how many could be before."""
    if _resource is None:
        return None
    before: tuple[int, int] = _resource.getrlimit(_resource.RLIMIT_NOFILE)
    _resource.setrlimit(_resource.RLIMIT_NOFILE, (0, before[1]))
    return before
