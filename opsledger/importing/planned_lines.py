"""The lines of weeks that an import of time writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from opsledger.editing.record_text import week_text
from opsledger.importing.appointments import time_text
from opsledger.importing.days import Piece
from opsledger.importing.entry import Entry
from opsledger.importing.plan import Addition
from opsledger.importing.targets import NameTargets
from opsledger.models.ledger import Ledger
from opsledger.patterns import pattern
from opsledger.reading.kinds import WEEK
from opsledger.values.days import DAY_NAMES, Week

_PLAIN = pattern(r"[^\s\[\]]*[^\s\[\].,:;!]")


class PlannedLine(NamedTuple):
    """A line to be written; start: where it belongs in its day. is_within: whether client time makes room for it."""

    day: date
    start: int
    text: str
    place: str
    is_within: bool = False


def block_line(piece: Piece, target: str, task: str, text: str) -> str:
    """A block as it is written in a week."""
    named = target if _PLAIN.fullmatch(target) else f"[[{target}]]"
    parts = (short_day(piece.day), time_text(piece.start, piece.minutes), named, task, text)
    return " ".join(part for part in parts if part)


def said_of(entry: Entry, target: str, targets: NameTargets, tasks: Container[str]) -> tuple[str, str]:
    """An entry's task, if the ledger has it, and its text; else the task's name is in front of the text."""
    task, text = entry.task.casefold(), entry.text
    if targets.free:  # an event's title may begin with what it is for, as those do that this program exports
        for name in targets.names_of(target):
            if text.casefold().startswith(name.casefold()):
                text = text[len(name) :].lstrip(" ·:–-")
                break
        first, dot, rest = text.partition(" · ")
        task, text = (first, rest) if dot and first.casefold() in tasks else (task, text)
    if task in tasks or not task:
        return task, text
    return "", f"{entry.task}: {text}" if text else entry.task


def short_day(day: date) -> str:
    """A day's name as blocks have it."""
    return DAY_NAMES[day.weekday()][:3].capitalize()


def additions_of(lines: Iterable[PlannedLine], ledger: Ledger, section: str) -> Iterator[Addition]:
    """The lines by week, in the order of time."""
    by_week: dict[Week, list[PlannedLine]] = defaultdict(list)
    for line in lines:
        by_week[Week.of(line.day)].append(line)
    for week in sorted(by_week):
        sheet = ledger.week_by_name.get(week)
        path = sheet.file if sheet else f"weeks/{week}.md"
        new_text = None if sheet else week_text(WEEK, {}, ())
        for line in sorted(by_week[week], key=lambda line: (line.day, line.start)):
            within = (line.day, line.text.split()[1]) if line.is_within else None
            shown = f"{line.day} {line.text}"
            yield Addition(path, section, (line.text,), line.place, shown, new_text, within=within)
