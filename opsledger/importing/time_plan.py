"""From time entries to the lines of weeks: each at its target, split at midnight, and never over what is there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from opsledger.editing.record_text import week_text
from opsledger.importing.days import Day, Piece, pieces_of, told
from opsledger.importing.entries import DayOff, Entry
from opsledger.importing.plan import Addition, Plan, Read, Skipped, Taken
from opsledger.importing.targets import NameTargets, Unmapped
from opsledger.importing.time_reports import TIME_REPORTS
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from opsledger.reading.kinds import WEEK
from opsledger.reading.lines import Grammar
from opsledger.values.days import DAY_NAMES, MINUTES_A_DAY, Week, write_time_range
from opsledger.values.duration import write_duration
from opsledger.values.written import count_of

_BY_ROW = frozenset(report.format for report in TIME_REPORTS)  # whose rows are known by what they say
_PLAIN = re.compile(r"[^\s\[\]]*[^\s\[\].,:;!]")


class _PlannedLine(NamedTuple):
    """A line to be written; start: where it belongs in its day."""

    day: date
    start: int
    text: str
    place: str


class TimePlanning:
    """One import of time into a list of the weeks, `Plan` or `Actual`.

    taken: the rows that were taken over before. again: to take over once more those of them that are gone.
    """

    def __init__(
        self, ledger: Ledger, targets: NameTargets, section: str, taken: Taken, *, again: bool = False
    ) -> None:
        self.ledger = ledger
        self.targets = targets
        self.section = section
        self.taken = {(key.format, key.digest): key.day for key in taken.keys}
        self.again = again
        self.tasks = Grammar.of(ledger.settings, tuple(task for member in ledger.team for task in member.tasks)).tasks
        self.gone: set[tuple[str, date]] = set()  # the days that rows were taken over for which are not there any more
        self.days: dict[date, Day] = {}
        self.plan = Plan(taken=taken)
        self._lines: list[_PlannedLine] = []
        self._minutes = 0
        self._missing: dict[str, list[Entry]] = defaultdict(list)

    def planned(self, read: Read[Entry], off: Iterable[DayOff] = ()) -> Plan:
        """What taking over some entries, and days that a calendar takes off, would do."""
        self.plan.skipped += read.skipped
        self.plan.notes += read.notes
        found = {(entry.key.format, entry.key.digest) for entry in read.found}
        self.gone = {(known[0], day) for known, day in self.taken.items() if known not in found}
        ordered = sorted(read.found, key=self._order)
        aimed = [(entry, self.targets.find(entry.names, entry.client)) for entry in ordered]
        for entry, target in [each for each in aimed if not self._is_there(*each)]:
            self._take(entry, target)
        for day in off:
            self._take_off(day)
        self.plan.skipped.sort(key=lambda one: _place(one.place))
        for name, entries in self._missing.items():
            time = write_duration(sum(entry.minutes for entry in entries))
            rows = f"{count_of(len(entries), 'row')}, {time}, from {min(entry.day for entry in entries)}"
            self.plan.notes.append(
                f'nothing is called `{name}` ({rows}): --map "{name}=ID", or "{name}=-" to leave it out'
            )
        self.plan.notes += [f"no row is called `{name}`, which --map names" for name in self.targets.unused()]
        self._write_down()
        return self.plan

    def _order(self, entry: Entry) -> tuple[bool, date, int]:
        """Those that were taken over before come first: a block of the ledger is theirs rather than another's."""
        return (entry.key.format, entry.key.digest) not in self.taken, entry.day, entry.start or 0

    def _take(self, entry: Entry, target: str | Unmapped) -> None:
        if not isinstance(target, str):
            self._skip(entry, target.reason)
            if target.name:
                self._missing[target.name].append(entry)
            return
        if line := self._may_be(entry, target):
            gone = "a row that was taken over for this day is gone from the report: if it is this one now"
            self._skip(entry, f"{gone}, change or delete {told(line)}; --again takes it anyway")
            return
        pieces = list(pieces_of(entry))
        for piece in pieces:
            reason = self._day(piece.day).in_the_way(piece) or self._unreadable(piece.day)
            if reason:
                self._skip(entry, reason)
                return
        task, said = self._said(entry, target)
        for piece in pieces:
            self._day(piece.day).add(piece, entry.place)
            start = MINUTES_A_DAY if piece.start is None else piece.start
            text = block_line(piece, target, task, said)
            self._lines.append(_PlannedLine(piece.day, start, text, entry.place))
        self.plan.keys.append(entry.key)
        self._minutes += entry.minutes

    def _take_off(self, off: DayOff) -> None:
        known = (off.key.format, off.key.digest) in self.taken
        if self._day(off.day).is_off:
            self.plan.there += 1
        elif known and not self.again:
            self.plan.before += 1
        elif reason := self._unreadable(off.day):
            self.plan.skipped.append(Skipped(off.place, f"{off.day} `{off.text}`", reason))
            return
        else:
            self._day(off.day).is_off = True
            name = DAY_NAMES[off.day.weekday()][:3].capitalize()
            self._lines.append(_PlannedLine(off.day, -1, f"{name} off {off.text}".strip(), off.place))
        if not known:
            self.plan.keys.append(off.key)

    def _is_there(self, entry: Entry, found: str | Unmapped) -> bool:
        """Whether an entry is in the ledger already, or was once and is the user's own since."""
        pieces = list(pieces_of(entry))
        target = found if isinstance(found, str) else None
        before = self.taken.get((entry.key.format, entry.key.digest))
        held = all(self._day(piece.day).same(piece, target) for piece in pieces)
        if held:
            self.plan.there += 1
            if before is None:
                self.plan.keys.append(entry.key)
            for piece in pieces:
                self._day(piece.day).meet(piece, target)
        elif before is not None and not self.again:
            self.plan.before += 1
            if before != entry.day:
                self._skip(entry, f"it was taken over for {before} and has moved since: change it in the ledger")
        else:
            return False
        return True

    def _may_be(self, entry: Entry, target: str) -> Block | None:
        """The line that an entry may have been before it was changed over there: then it would be there twice."""
        is_known = self.again or (entry.key.format, entry.key.digest) in self.taken
        if is_known or entry.key.format not in _BY_ROW or (entry.key.format, entry.day) not in self.gone:
            return None
        return self._day(entry.day).unmet_for(target)

    def _day(self, day: date) -> Day:
        if day not in self.days:
            sheet = self.ledger.week_by_name.get(Week.of(day))
            blocks: tuple[Block, ...] = ()
            if sheet:
                blocks = sheet.plan if self.section == "Plan" else sheet.actual
            self.days[day] = Day(block for block in blocks if block.day == day)
        return self.days[day]

    def _unreadable(self, day: date) -> str | None:
        week = Week.of(day)
        files = [sheet.file for sheet in self.ledger.weeks if sheet.week == week]
        if len(files) > 1:
            return f"{week} is not one file's alone: {' and '.join(files)}"
        return f"weeks/{week}.md cannot be read" if str(week) in self.ledger.unread.get("weeks", ()) else None

    def _said(self, entry: Entry, target: str) -> tuple[str, str]:
        """An entry's task, where the ledger has it, and its text; else the task's name stands in front of the text."""
        task, text = entry.task.casefold(), entry.text
        if self.targets.free:  # an event's title may begin with what it is for, as those do that this program exports
            for name in self.targets.names_of(target):
                if text.casefold().startswith(name.casefold()):
                    text = text[len(name) :].lstrip(" ·:–-")
                    break
            first, dot, rest = text.partition(" · ")
            task, text = (first, rest) if dot and first.casefold() in self.tasks else (task, text)
        if task in self.tasks or not task:
            return task, text
        return "", f"{entry.task}: {text}" if text else entry.task

    def _skip(self, entry: Entry, reason: str) -> None:
        self.plan.skipped.append(Skipped(entry.place, entry.what, reason))

    def _write_down(self) -> None:
        """The lines by week, in the order of time."""
        self.plan.total = write_duration(self._minutes) if self._minutes else ""
        by_week: dict[Week, list[_PlannedLine]] = defaultdict(list)
        for line in self._lines:
            by_week[Week.of(line.day)].append(line)
        for week in sorted(by_week):
            sheet = self.ledger.week_by_name.get(week)
            path = sheet.file if sheet else f"weeks/{week}.md"
            new_text = None if sheet else week_text(WEEK, {}, ())
            for line in sorted(by_week[week], key=lambda line: (line.day, line.start)):
                shown = f"{line.day} {line.text}"
                self.plan.additions.append(Addition(path, self.section, (line.text,), line.place, shown, new_text))


def block_line(piece: Piece, target: str, task: str, text: str) -> str:
    """A block as it is written in a week."""
    day = DAY_NAMES[piece.day.weekday()][:3].capitalize()
    named = target if _PLAIN.fullmatch(target) else f"[[{target}]]"
    return " ".join(part for part in (day, _time(piece), named, task, text) if part)


def _time(piece: Piece) -> str:
    if piece.start is not None:
        return write_time_range(piece.start, piece.end)
    return write_duration(piece.minutes)


def _place(place: str) -> tuple[str, int]:
    name, _, line = place.rpartition(":")
    return name, int(line) if line.isdigit() else 0
