"""Rendering a ledger's own templates in a process of their own, which is ended when it takes too long."""

from __future__ import annotations

import atexit
import json
import pickle
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Lock, Thread

from opsledger.patterns import pattern
from opsledger.rendering.limits import PATIENCE
from opsledger.rendering.own import Source, own_names

SECONDS = 5.0  # of the processor, that a template may take
_GRACE = 1.0  # in which it may still be stopped from within, and say where it was
_START = 30.0  # until the process is ready, on a busy machine
_LOOK = 0.1  # how long Ctrl-C may go unnoticed if waiting cannot be interrupted
_LONGEST = 100_000_000
_FRAME = pattern(r'File "(.*)", line ([0-9]+)')
_HAS_ENDED: Mapping[str, str] = {"fault": "the process that renders it has ended", "ends": ""}
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from opsledger.rendering.quarantined import main; main()"


class Quarantine:
    """A process that renders, started before it is needed if it can be. Its methods may be called by any thread.

    What it is given is pickled by this program; what it gives back is read as JSON, since a template had a part in it.
    """

    def __init__(self) -> None:
        self._lock = Lock()  # held while a template is rendered
        self._process: _Process | None = None
        self._interruptions = 0

    def expect(self) -> None:
        """Start the process, so that it is ready by the time it is needed."""
        with suppress(OSError), self._lock:
            self._started()

    def render(
        self,
        name: str,
        own: Mapping[str, Source],
        folder: str,
        context: Mapping[str, object],
        policy: Mapping[str, str] | None = None,
    ) -> str:
        """A template as `render_template` gives it. own: all of the ledger's; folder: where they are.

        Raises TemplateFault.
        """
        from opsledger.rendering.environment import TemplateFault

        request = (name, dict(own), folder, dict(context), policy, SECONDS, _GRACE)
        data = pickle.dumps(request, pickle.HIGHEST_PROTOCOL)
        interruptions = self._interruptions
        with self._lock:
            try:
                process = self._started()
                if interruptions == self._interruptions:
                    answer = process.asked(data, _START + PATIENCE * SECONDS + _GRACE)
                else:  # it was not there yet to be interrupted
                    answer = _HAS_ENDED
            except BaseException as fault:
                self._end()
                if isinstance(fault, OSError):
                    raise TemplateFault(f"{name}: no process can be started to render it: {fault.strerror}") from None
                raise
            if "ends" in answer:
                self._end()
        if "text" in answer:
            return answer["text"]
        raise TemplateFault(answer["fault"])

    @property
    def process_id(self) -> int | None:
        """The process that is running, if one is."""
        return None if self._process is None else self._process.id

    def interrupt(self) -> None:
        """End the process, whatever it does; who waits for it is reported a fault, and the next one starts another.

        Who still waits until it is ready, or until another's template is rendered, is reported a fault too.
        """
        self._interruptions += 1
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process, and wait for that."""
        self.interrupt()
        with self._lock:
            self._end()

    def _started(self) -> _Process:
        if self._process is None or not self._process.is_alive:
            self._end()
            self._process = _Process()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()


class _Process:
    """The process, and what it has said of the templates that it read."""

    def __init__(self) -> None:
        home = str(Path(__file__).resolve().parents[2])
        paths = [home, *(path for path in sys.path if path != home and Path(path).is_absolute())]
        self._running = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _BOOT, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._lines: Queue[bytes] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self._compiled: dict[str, list[list[int]]] = {}
        self._last_read: str | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._running.poll() is None

    @property
    def id(self) -> int:
        """Its number, as the system has it."""
        return self._running.pid

    def kill(self) -> None:
        """End it at once; called from any thread."""
        self._running.kill()

    def end(self) -> None:
        """End it and what belongs to it."""
        self._running.kill()
        self._running.wait()
        self._reader.join()
        assert self._running.stdin is not None
        with suppress(OSError):
            self._running.stdin.close()

    def asked(self, request: bytes, seconds: float) -> Mapping[str, str]:
        """The answer to a request: `text`, or a `fault`."""
        assert self._running.stdin is not None
        try:
            self._running.stdin.write(request)
            self._running.stdin.flush()
        except OSError:
            return _HAS_ENDED
        trace: list[str] = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                line = self._lines.get(timeout=_LOOK)
            except Empty:
                continue
            if not line:
                break
            if not line.startswith(b"{"):
                trace.append(line.decode("ascii", "replace"))
                continue
            said = json.loads(line)
            if "text" in said or "fault" in said:
                return dict(said)
            self._last_read = said.get("reading", self._last_read)
            if "compiled" in said:
                self._compiled[said["compiled"]] = said["lines"]
                self._last_read = None
        return {"fault": self._ended(trace), "ends": ""}

    def _read(self) -> None:
        """Hand on what it says, line by line, and at last an empty one."""
        assert self._running.stdout is not None
        with self._running.stdout as lines, suppress(OSError):
            while line := lines.readline(_LONGEST):
                self._lines.put(line)
        self._lines.put(b"")

    def _ended(self, trace: list[str]) -> str:
        """Why there is no answer, and in which line of a template it was, as the trace it has left tells."""
        why = f"it takes longer than {SECONDS:g} seconds" if trace else "it takes more memory than a template may"
        if self._last_read is not None:
            return f"{self._last_read}:1: {why}"
        for file, number in _FRAME.findall("".join(trace)):
            for place, lines in self._compiled.items():
                if file == place.encode("ascii", "backslashreplace").decode():
                    line = next((there for there, here in reversed(lines) if here <= int(number)), 1)
                    return f"{place}:{line}: {why}"
        return why


QUARANTINE = Quarantine()
atexit.register(QUARANTINE.close)


def expect_own(root: str | Path) -> None:
    """Start what renders a ledger's own templates, if it has any, while the ledger is still being read."""
    if own_names(root):
        QUARANTINE.expect()
