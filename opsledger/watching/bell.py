"""A bell that any thread rings and one thread waits for, until what rings it is quiet again."""

from __future__ import annotations

import time
from threading import Condition

# One save of an editor is over within milliseconds and touches up to three names; a checkout or a sync touches many.
SHORT, LONG, MOST = 0.03, 0.15, 1.0
_FEW = 4


class Bell:
    """Rung with the name of what changed; rings that nobody waits for are kept."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._rings = 0
        self._names: set[str] = set()
        self._stopped = False

    @property
    def is_stopped(self) -> bool:
        """Whether nobody is to wait any more."""
        return self._stopped

    def ring(self, name: str) -> None:
        """Wake who waits."""
        with self._condition:
            self._rings += 1
            self._names.add(name)
            self._condition.notify_all()

    def stop(self) -> None:
        """Wake who waits, for the last time."""
        with self._condition:
            self._stopped = True
            self._condition.notify_all()

    def wait(self, seconds: float) -> bool:
        """Whether it rings within a time, or has rung since the last quiet."""
        with self._condition:
            return self._condition.wait_for(lambda: self._rings > 0 or self._stopped, seconds) and not self._stopped

    def quiet(self, least: float = SHORT) -> None:
        """Return when it has not rung for a moment, a longer one if many names changed; after a second anyhow."""
        end = time.monotonic() + MOST
        with self._condition:
            while not self._stopped:
                heard = self._rings
                moment = max(least, SHORT if len(self._names) <= _FEW else LONG)
                rest = min(moment, end - time.monotonic())
                if rest <= 0:
                    break
                self._condition.wait(rest)
                if self._rings == heard and rest == moment:
                    break
            self._rings = 0
            self._names.clear()
