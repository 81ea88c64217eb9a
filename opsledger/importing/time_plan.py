"""From time entries to the lines of weeks: each at its target, split at midnight, and never over what is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from opsledger.importing.aiming import Aiming
from opsledger.importing.appointments import Appointments, TakenEvent, time_text
from opsledger.importing.calendar.reading import WHOLE_DAY, Events
from opsledger.importing.days import TRIMMED, Day, Piece, parallel, pieces_of, told_block
from opsledger.importing.entry import Appointment, DayOff, Entry
from opsledger.importing.plan import Plan, Read, Skipped, Taken
from opsledger.importing.planned_lines import PlannedLine, additions_of, block_line, said_of, short_day
from opsledger.importing.sums import Sums
from opsledger.importing.targets import NameTargets, Unmapped
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from opsledger.reading.lines import Grammar
from opsledger.values.days import MINUTES_A_DAY, Week
from opsledger.values.duration import write_duration
from opsledger.values.written import listed


class Refused(NamedTuple):
    """Why an entry cannot be written, and the reason in a word or two."""

    reason: str
    kind: str


class TimePlanning:
    """One import of time into a list of the weeks, `Plan` or `Actual`.

    taken: the rows that were imported before. again: to import again those of them that are gone. overlaps:
    what becomes of entries that overlap others: `leave` them out, `keep` the first and take the others as hours without
    a time of day, or take all of them as `hours`. day: the one on which it is done; the last entry's if not given.
    has_new: whether the projects that still run are made beside it.
    """

    def __init__(
        self,
        ledger: Ledger,
        targets: NameTargets,
        section: str,
        taken: Taken,
        *,
        again: bool = False,
        overlaps: str = "leave",
        day: date | None = None,
        has_new: bool = False,
    ) -> None:
        self.ledger = ledger
        self.targets = targets
        self.section = section
        self.taken = {key.identity: key.day for key in taken.keys}
        self.appointments = Appointments(taken.keys, None)
        self.again = again
        self.overlaps = overlaps
        self.day = day
        self.tasks = Grammar.of(ledger.settings, tuple(task for member in ledger.team for task in member.tasks)).tasks
        self.gone: set[tuple[str, date]] = set()  # the days that rows were imported for which are not there any more
        self.days: dict[date, Day] = {}
        self.plan = Plan(taken=taken)
        self._clients_work = frozenset(project.id for project in ledger.projects if not project.is_internal)
        self._parallel: set[tuple[str, str]] = set()
        self._lines: list[PlannedLine] = []
        self._sums = Sums()
        self._aiming = Aiming(ledger, targets, has_new=has_new)

    def planned(self, read: Read[Entry], events: Events | None = None) -> Plan:
        """What taking over some entries would do. events: what the calendar that they are from holds beside them."""
        if events:
            self.appointments = Appointments(self.plan.taken.keys, events)
        self.plan.skipped += read.skipped
        self.plan.notes += read.notes
        found = {entry.key.identity for entry in read.found}
        self.gone = {(known[0], day) for known, day in self.taken.items() if known not in found}
        self.targets.note_clients((name, entry.client) for entry in read.found for name in entry.names if entry.client)
        ordered = sorted(read.found, key=self._order)
        if self.overlaps == "hours":
            self._parallel = parallel(ordered)
        aimed = [(entry, self._aiming.target_of(entry)) for entry in ordered]
        for entry, target in [each for each in aimed if not self._is_there(*each)]:
            self._take(entry, target)
        for day in events.off if events else ():
            self._take_off(day)
        for row in self.appointments.gone:
            self._tell_of_gone(row)
        self.plan.skipped.sort(key=lambda one: _place(one.place))
        self.plan.notes += self._aiming.notes(self.day or max((entry.day for entry in read.found), default=date.min))
        self._write_down(read.seconds)
        return self.plan

    def _order(self, entry: Entry) -> tuple[bool, date, int]:
        """Those that were imported before come first: a block of the ledger is theirs rather than another's."""
        return entry.key.identity not in self.taken, entry.day, entry.start or 0

    def _take(self, entry: Entry, target: str | Unmapped) -> None:
        if entry.appointment and entry.appointment.void:
            self._skip(entry, entry.appointment.void, "called off")
            return
        if not isinstance(target, str):
            self._skip(entry, target.reason, target.kind)
            self._aiming.miss(entry, target)
            return
        if line := self._may_be(entry, target):
            gone = "a row imported for this day is gone from the report: if this is the same work"
            why = f"{gone}, change or delete {told_block(line)}; --again imports it anyway"
            self._skip(entry, why, "may be a changed row")
            return
        placed = self._placed(entry, target)
        if isinstance(placed, Refused):
            self._skip(entry, placed.reason, placed.kind)
            return
        task, said = self._aiming.task_of(entry, target, *said_of(entry, target, self.targets, self.tasks))
        for piece in placed:
            day = self._day(piece.day)
            is_within = self._gives_room(target) and day.give(piece)
            day.add(piece, entry.place)
            start = MINUTES_A_DAY if piece.start is None else piece.start
            text = block_line(piece, target, task, said)
            self._lines.append(PlannedLine(piece.day, start, text, entry.place, is_within))
        minutes = sum(piece.minutes for piece in placed)
        self.plan.keys.append(entry.key)
        self._sums.written += minutes
        if minutes < entry.minutes:
            self._sums.trim(entry.place, entry.minutes - minutes)

    def _placed(self, entry: Entry, target: str) -> list[Piece] | Refused:
        """The pieces that an entry is written as: trimmed by a little, or as hours alone, if it overlaps others."""
        pieces = list(pieces_of(entry))
        free = [
            left
            for piece in pieces
            for left in ([piece] if self._fits_room(piece, target) else self._day(piece.day).free_of(piece))
        ]
        is_parallel = entry.key.identity in self._parallel
        if is_parallel or sum(piece.minutes for piece in free) < entry.minutes - TRIMMED or not free:
            if self.overlaps == "leave":
                ways = (self._day(piece.day).in_the_way(piece) for piece in pieces)
                return Refused(next(filter(None, ways), "it overlaps others"), "overlaps")
            free = [piece._replace(start=None) for piece in pieces]
        for piece in free:
            if reason := self._unreadable(piece.day):
                return Refused(reason, "week cannot be read")
            if self._day(piece.day).is_full(piece) and not self._fits_room(piece, target):
                return Refused("the day would have more than 24 hours", "over 24 hours a day")
        return free

    def _gives_room(self, target: str) -> bool:
        """Whether a plan's client time makes room for a target, as `opsledger plan` has it."""
        return self.section == "Plan" and target in self._clients_work

    def _fits_room(self, piece: Piece, target: str) -> bool:
        return self._gives_room(target) and self._day(piece.day).has_room(piece)

    def _take_off(self, off: DayOff) -> None:
        row = self.appointments.row(off.key.digest, off.appointment.older)
        known = off.key.identity in self.taken
        is_off = self._day(off.day).is_off
        if off.appointment.void:
            why = off.appointment.void
            if row and is_off and row.day == off.day and why != WHOLE_DAY:
                why += ", and the day is still planned as off"
            self.plan.skipped.append(Skipped(off.place, off.what, why, "called off"))
            return
        if is_off:
            self.plan.there += 1
        elif known and not self.again:
            self.plan.before += 1
        elif row and not self.again and self._day(row.day).is_off:
            why = f"{row.day} was taken off for it, but it has moved: change the plan"
            self.plan.skipped.append(Skipped(off.place, off.what, why, "moved"))
            return
        elif reason := self._unreadable(off.day):
            self.plan.skipped.append(Skipped(off.place, off.what, reason))
            return
        else:
            self._day(off.day).is_off = True
            name = short_day(off.day)
            self._lines.append(PlannedLine(off.day, -1, f"{name} off {off.text}".strip(), off.place))
        if not known:
            self.plan.keys.append(off.key)

    def _is_there(self, entry: Entry, found: str | Unmapped) -> bool:
        """Whether an entry is in the ledger already, or was once and is the user's own since."""
        target = found if isinstance(found, str) else None
        if entry.appointment:
            return self._is_known(entry, entry.appointment, target)
        pieces = list(pieces_of(entry))
        before = self.taken.get(entry.key.identity)
        blocks = [self._day(piece.day).same(piece, target, loosely=before is not None) for piece in pieces]
        if all(blocks):
            self._meet(entry, blocks, is_known=before is not None)
        elif before is not None and not self.again:
            self.plan.before += 1
            self._sums.before += entry.minutes
        else:
            return False
        return True

    def _is_known(self, entry: Entry, appointment: Appointment, target: str | None) -> bool:
        """Whether an event is in the ledger already, was once, or has moved since; tells what is to be done then."""
        row = self.appointments.row(entry.key.digest, appointment.older)
        pieces = list(pieces_of(entry))
        if not appointment.void:
            blocks = [self._day(piece.day).same(piece, target) for piece in pieces]
            if entry.start is None and row:
                blocks = [self._day(piece.day).at(None, piece.minutes) for piece in pieces]
            if all(blocks):
                self._meet(entry, blocks, is_known=row is not None and row.key.identity == entry.key.identity)
                return True
        if row is None or self.again:
            return False
        first = pieces[0]
        line = (
            self._day(row.day).at(row.start, min(row.minutes, MINUTES_A_DAY - (row.start or 0)))
            if row.minutes
            else None
        )
        if appointment.void:
            still = f", and {told_block(line)} is still there: delete it" if line else ""
            self._skip(entry, f"{appointment.void}{still}", "called off")
            return True
        self.plan.before += 1
        has_moved = row.day != entry.day or (row.minutes and (row.start, row.minutes) != (entry.start, entry.minutes))
        if has_moved and line:
            now = f"{short_day(first.day)} {time_text(entry.start, entry.minutes)}"
            self._skip(entry, f"it has moved to {entry.day}, {now}: change {told_block(line)}", "moved")
        elif has_moved:
            was = f"{row.day}, {row.time}," if row.time else str(row.day)
            self._skip(entry, f"it was imported for {was} and has moved since: change it in the ledger", "moved")
        return True

    def _meet(self, entry: Entry, blocks: Iterable[Block | None], *, is_known: bool) -> None:
        """Let blocks of the ledger stand for an entry."""
        self.plan.there += 1
        self._sums.there += entry.minutes
        if not is_known:
            self.plan.keys.append(entry.key)
        for block in blocks:
            if block and block.day:
                self._day(block.day).meet(block)

    def _tell_of_gone(self, row: TakenEvent) -> None:
        """Tell of a line whose event is not in the calendar any more."""
        if row.is_off:
            if self._day(row.day).is_off:
                why = "its event is no longer in the calendar: delete it if you work that day"
                self.plan.skipped.append(Skipped(f"weeks/{Week.of(row.day)}.md", f"{row.day} off", why, "gone"))
        elif row.minutes and (line := self._day(row.day).at(row.start, row.minutes)):
            why = "its event is no longer in the calendar: delete the line if it is off"
            place = f"{line.span.file}:{line.span.line}"
            self.plan.skipped.append(Skipped(place, f"{row.day} {line.span.text[:60]}", why, "gone"))

    def _may_be(self, entry: Entry, target: str) -> Block | None:
        """The line that an entry may have been before it was changed over there: then it would be there twice."""
        is_known = self.again or entry.key.identity in self.taken
        if is_known or entry.appointment or (entry.key.format, entry.day) not in self.gone:
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
            return f"{week} is in more than one file: {listed(files)}"
        return f"weeks/{week}.md cannot be read" if str(week) in self.ledger.unread.get("weeks", ()) else None

    def _skip(self, entry: Entry, reason: str, kind: str) -> None:
        self.plan.skipped.append(Skipped(entry.place, entry.what, reason, kind, entry.minutes))

    def _write_down(self, seconds: int) -> None:
        """The lines by week, in the order of time, and where the hours go."""
        self.plan.total = write_duration(self._sums.written) if self._sums.written else ""
        self.plan.notes += self._sums.notes()
        if seconds:
            self.plan.hours = self._sums.hours(seconds, self.plan.skipped)
        self.plan.additions += additions_of(self._lines, self.ledger, self.section)


def _place(place: str) -> tuple[str, int]:
    name, _, line = place.rpartition(":")
    return name, int(line) if line.isdigit() else 0
