"""From the bytes of a calendar to its parts: lines unfolded, and each event with its own faults.

Nothing here raises. A line, an event or an encoding that is damaged costs only itself.
"""

from __future__ import annotations

import quopri
import re
from dataclasses import field
from typing import NamedTuple

from opsledger.dataclass import dataclass
from opsledger.importing.sheet import encoding_of
from opsledger.patterns import pattern

_LINE_END = pattern(rb"\r\n|\r|\n")
_PROPERTY = pattern(r'([A-Za-z0-9-]+)((?:;(?:"[^"]*"|[^":;])*)*):(.*)', re.DOTALL)
_LOOSE = pattern(r"([A-Za-z0-9-]+)((?:;[^:]*)?):(.*)", re.DOTALL)
_PARAMETER = pattern(r';([A-Za-z0-9-]+)=("[^"]*"|[^;]*)')
_TIMES = ("DT", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SEQUENCE")
_OUTER = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"))


class Property(NamedTuple):
    """A line of a part: the 1-based number of its first line, its name in capitals, its parameters and its value."""

    line: int
    name: str
    written: str
    value: str

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters by their names in capitals."""
        return {found[1].upper(): found[2].strip('"') for found in _PARAMETER.finditer(self.written)}

    @property
    def text(self) -> str:
        """The value as text, without the escapes of the format."""
        value = self.value
        if "QUOTED-PRINTABLE" in self.written.upper():
            value = quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.DOTALL)


@dataclass(slots=True)
class Component:
    """A component: its name in capitals, the line it begins on, what it holds, and why it cannot be used, if so."""

    name: str
    line: int
    calendar: int = 0
    properties: list[Property] = field(default_factory=list)
    inner: list[Component] = field(default_factory=list)
    fault: str | None = None

    def all(self, name: str) -> list[Property]:
        """The properties of a name."""
        return [each for each in self.properties if each.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of a name, or None."""
        return next((each for each in self.properties if each.name == name), None)

    def value(self, name: str) -> str:
        """The value of the first property of a name; empty if there is none."""
        found = self.first(name)
        return found.value.strip() if found else ""


@dataclass(slots=True)
class CalendarFile:
    """What a file holds: its calendars with their own properties, the parts in them, and what closes nothing.

    stray: the lines that close nothing, with what they would close. is_whole: whether the last calendar is closed.
    """

    calendars: list[Component] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)
    stray: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_whole: bool = False


def read_calendar_parts(name: str, data: bytes) -> CalendarFile:
    """The parts of a file."""
    found = CalendarFile()
    lines, guessed = _content_lines(data)
    if guessed:
        found.notes.append(
            f"{name} is not all UTF-8: line {guessed[0]} is read as Windows-1252, so look at letters with accents"
        )
    opened: list[Component] = []
    last: list[Property] | None = None
    for number, text in lines:
        read = _PROPERTY.fullmatch(text) or _LOOSE.fullmatch(text)
        if read is None:
            if last and not last[-1].name.startswith(_TIMES):  # the rest of a text that was folded without its space
                last[-1] = last[-1]._replace(value=last[-1].value + text)
            continue
        each = Property(number, read[1].upper(), read[2], read[3])
        word = each.value.strip().upper()
        if each.name == "BEGIN":
            last = _begin(found, opened, word, number)
        elif each.name == "END":
            last = _end(found, opened, word, number)
        else:
            last = opened[-1].properties if opened else found.calendars[-1].properties if found.calendars else None
            if last is not None:
                last.append(each)
    _leave_open(found, opened)
    return found


def _begin(found: CalendarFile, opened: list[Component], name: str, number: int) -> list[Property] | None:
    """Open a part, and close those that should have been closed before it; gives where its lines go."""
    if name == "VCALENDAR":
        _leave_open(found, opened)
        found.calendars.append(Component(name, number))
        found.is_whole = False
        return found.calendars[-1].properties
    if name in _OUTER:
        _leave_open(found, opened)
    opened.append(Component(name, number, len(found.calendars) - 1))
    return opened[-1].properties


def _end(found: CalendarFile, opened: list[Component], name: str, number: int) -> list[Property] | None:
    """Close a part with all that is open in it; gives where the next lines go."""
    if name == "VCALENDAR":
        _leave_open(found, opened)
        found.is_whole = bool(found.calendars)
    elif name in (part.name for part in opened):
        while opened:
            part = opened.pop()
            (opened[-1].inner if opened else found.parts).append(part)
            if part.name == name:
                break
    else:
        found.stray.append((number, name))
    return opened[-1].properties if opened else None


def _leave_open(found: CalendarFile, opened: list[Component]) -> None:
    """Put down what is open as never closed: what it would have said further down is not known."""
    if opened:
        first = opened[0]
        first.fault = f"it is not closed: `END:{first.name}` is missing"
        found.parts.append(first)
        opened.clear()


def _content_lines(data: bytes) -> tuple[list[tuple[int, str]], list[int]]:
    """The unfolded lines with the numbers of their first lines, and the numbers of those that are not UTF-8.

    Lines are folded by bytes, also within a character, so that they are joined before they are decoded.
    """
    encoding = encoding_of(data)
    if encoding:
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    whole: list[tuple[int, list[bytes]]] = []
    soft = False
    for number, line in enumerate(_LINE_END.split(data), 1):
        if whole and line[:1] in (b" ", b"\t") and line.strip():
            whole[-1][1].append(line[1:])
        elif soft:
            whole[-1][1].append(line)
        elif line.strip(b" \t\0"):
            whole.append((number, [line.removeprefix(b"\xef\xbb\xbf")]))
        soft = bool(whole) and line.endswith(b"=") and b"QUOTED-PRINTABLE" in whole[-1][1][0].upper()
        if soft:
            whole[-1][1][-1] = whole[-1][1][-1].removesuffix(b"=")
    lines: list[tuple[int, str]] = []
    guessed: list[int] = []
    for number, pieces in whole:
        joined = b"".join(pieces).rstrip(b" \t\0")
        try:
            lines.append((number, joined.decode()))
        except UnicodeDecodeError:
            guessed.append(number)
            lines.append((number, joined.decode("cp1252", "replace")))
    return lines, guessed
