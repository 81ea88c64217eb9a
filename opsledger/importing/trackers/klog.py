"""klog: plain text with a record a day, each with entries of times or durations below it."""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta

from opsledger.dataclass import dataclass
from opsledger.importing.entries import HowToRead
from opsledger.importing.entry import Entries, Entry, LeftOut, TimeSpent
from opsledger.importing.moments import DAY_SECONDS, read_clock, read_row_day
from opsledger.importing.plan import Read, Unusable
from opsledger.importing.sheet import decoded
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

_RECORD = pattern(r"([0-9]{4}[-/][0-9]{2}[-/][0-9]{2})(?:\s+\(.*\))?\s*")
_RANGE = pattern(
    r"(<?)([0-9]{1,2}:[0-9]{2}(?:[ap]m)?)(>?)\s*-\s*(?:(<?)([0-9]{1,2}:[0-9]{2}(?:[ap]m)?)(>?)|\?+)(?:\s+(.*))?"
)
_SPAN = pattern(r"([+-]?)(?=[0-9])(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:\s+(.*))?")
_TAG = pattern(r"#([\w-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([\w-]+)))?")


@dataclass(slots=True)
class _Item:
    """An entry as it is: its line, its time in seconds and its text. lasts: below zero for a pause."""

    line: int
    stretch: TimeSpent
    text: str
    indent: int = 0


@dataclass(slots=True)
class _Record:
    """A day's record. summary: the text below its date."""

    day: date
    summary: str = ""
    items: list[_Item] = field(default_factory=list)


def read_klog(name: str, data: bytes, reading: HowToRead) -> Read[Entry]:
    """The entries of a file; tags and the summary say what each was for. Raises Unusable.

    A pause, as `-30m`, is taken off the entry above it, which then counts without times of day.
    """
    text, notes = decoded(name, data)
    entries = Entries(name, "klog", notes)
    if not any(_RECORD.fullmatch(line) for line in text.splitlines()):
        raise Unusable(f"{name} is not a klog file: no line is a date alone", "such as 2026-11-02")
    record: _Record | None = None
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if not line.strip():
            _put_down(entries, record)
            record = None
        elif not line[0].isspace():
            record = _headed(entries, record, number, line)
        elif record is None:
            entries.leave_out(number, line.strip(), "it is below no date")
        else:
            _read_line(entries, record, number, line)
    return entries.read()


def _headed(entries: Entries, record: _Record | None, number: int, line: str) -> _Record | None:
    """A line at the margin: a date, or the summary of the record it is in."""
    found = _RECORD.fullmatch(line)
    if found:
        _put_down(entries, record)
        try:
            return _Record(read_row_day(found[1], None))
        except Misread as misread:
            entries.leave_out(number, line, misread)
            return None
    if record is None or record.items:
        entries.leave_out(number, line, "it is neither a date nor an entry")
    else:
        record.summary = f"{record.summary} {line.strip()}".strip()
    return record


def _read_line(entries: Entries, record: _Record, number: int, line: str) -> None:
    """A line below a date: an entry, or more of the text of the one above."""
    text = line.strip()
    try:
        item = _item(record.day, number, text)
    except Misread as misread:
        entries.leave_out(number, text, misread)
        return
    if item and not (record.items and _indent(line) > record.items[-1].indent):
        item.indent = _indent(line)
        record.items.append(item)
    elif record.items and _indent(line) > record.items[-1].indent:
        record.items[-1].text = f"{record.items[-1].text} {text}".strip()
    else:
        entries.leave_out(number, text, "it is not an entry, which begins with a time or a duration")


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


def _item(day: date, number: int, text: str) -> _Item | None:
    """An entry of a line, or None. Raises Misread."""
    if found := _RANGE.fullmatch(text):
        early, start, late, end_early, end, end_late, said = found.groups()
        if end is None:
            raise LeftOut("it has no end yet", None, "still running")
        begins = read_clock(start) + _shift(early, late)
        ends = read_clock(end) + _shift(end_early, end_late)
        if ends < begins:
            raise Misread("it ends before it begins")
        days, starts = divmod(begins, DAY_SECONDS)
        return _Item(number, TimeSpent(day + timedelta(days=days), starts, ends - begins), said or "")
    if (found := _SPAN.fullmatch(text)) and (found[2] or found[3]):
        seconds = int(found[2] or 0) * 3600 + int(found[3] or 0) * 60
        return _Item(number, TimeSpent(day, None, -seconds if found[1] == "-" else seconds), found[4] or "")
    return None


def _shift(early: str, late: str) -> int:
    return DAY_SECONDS if late else -DAY_SECONDS if early else 0


def _put_down(entries: Entries, record: _Record | None) -> None:
    """The entries of a whole record, its pauses taken off."""
    if record is None:
        return
    work: list[_Item] = []
    for item in record.items:
        if item.stretch.lasts >= 0:
            work.append(item)
            continue
        above = next((one for one in reversed(work) if one.stretch.lasts + item.stretch.lasts >= 0), None)
        if above is None:
            entries.seconds += item.stretch.lasts
            why = LeftOut("it is a pause in no entry above it", None, "pauses")
            entries.leave_out(item.line, f"{record.day} {item.text}", why, item.stretch.lasts)
        else:
            day, lasts = above.stretch.day, above.stretch.lasts
            above.stretch = TimeSpent(day, None, lasts + item.stretch.lasts)
    for item in work:
        context = (*_tags(record.summary), item.text, record.summary)
        entries.take(item.line, item.stretch, _tags(item.text), item.text, context=context)


def _tags(text: str) -> tuple[str, ...]:
    """The tags of a text, those with a value by their values first."""
    found = [(next(filter(None, one.groups()[1:]), ""), one[1]) for one in _TAG.finditer(text)]
    return tuple(name for pair in found for name in pair if name)
