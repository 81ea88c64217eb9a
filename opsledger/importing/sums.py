"""Where the hours of an import go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from opsledger.importing.plan import Hours, Skipped
from opsledger.values.duration import write_duration
from opsledger.values.written import count_of

TRIMMED = "overlaps of up to 2 minutes"


class Sums:
    """Minutes as they are written, met in the ledger, or trimmed."""

    def __init__(self) -> None:
        self.written = 0
        self.there = 0
        self.before = 0
        self._trimmed: list[tuple[str, int]] = []

    def trim(self, place: str, minutes: int) -> None:
        """Note that an entry was shortened."""
        self._trimmed.append((place, minutes))

    def notes(self) -> list[str]:
        """What to report of entries that were shortened."""
        if not self._trimmed:
            return []
        rows = count_of(len(self._trimmed), "row overlaps", "rows overlap")
        minutes = write_duration(sum(minutes for _, minutes in self._trimmed))
        their = "its" if len(self._trimmed) == 1 else "their"
        return [f"{rows} others by 1 or 2 minutes, and {their} time is trimmed by {minutes} ({self._trimmed[0][0]})"]

    def hours(self, seconds: int, skipped: Iterable[Skipped]) -> Hours:
        """Where the time of a file goes. seconds: all of it."""
        left_out: Counter[str] = Counter()
        for one in skipped:
            left_out[one.kind] += one.minutes
        left_out[TRIMMED] = sum(minutes for _, minutes in self._trimmed)
        told = {kind: minutes for kind, minutes in left_out.most_common() if minutes}
        return Hours((seconds + 30) // 60, self.written, self.there, self.before, told)
