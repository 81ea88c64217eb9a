"""The lines of weeks that an import of time writes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from opsledger.editing.record_text import week_text
from opsledger.importing.appointments import time_text
from opsledger.importing.days import Piece
from opsledger.importing.plan import Addition
from opsledger.models.ledger import Ledger
from opsledger.reading.kinds import WEEK
from opsledger.values.days import DAY_NAMES, Week

_PLAIN = re.compile(r"[^\s\[\]]*[^\s\[\].,:;!]")


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
