"""What is reported lines that read as events, and are read as none: where they are or how they begin is not right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from opsledger.diagnostics import Diagnostic, Hint, Rule, also, at, error, warning
from opsledger.models.lines import Block
from opsledger.patterns import pattern
from opsledger.reading.body import Item, Section, Unread
from opsledger.reading.decisions import STATES
from opsledger.reading.lines import LineText
from opsledger.reading.loosely import ReadAny, plainly_written, shortened
from opsledger.reading.marks import box_in, bullet_in, other_bullet
from opsledger.source import Span
from opsledger.values.days import MINUTES_A_DAY, WEEKDAYS, known_date
from opsledger.values.written import count_of, listed

LINE_BULLET = error("line-bullet", "A dated line of a data section is not a list item.")
LINE_INDENTED = warning("line-indented", "An indented line reads as an event, but only top-level items are read.")
LINE_NO_SECTION = warning("line-no-section", "A line reads as an event, but comes before all sections.")
LINE_NUMBERED = warning(
    "line-numbered", "An item of a data section has a bullet that is not read, such as `•` or `1.`."
)
LINE_SECTION = error("line-section", "A list item belongs under another section of its file.")
SECTION_MISNAMED = error("section-misnamed", "Lines read as events, but their section's name is misspelt.")
SECTION_TYPO = warning("section-typo", "An unknown section looks like a typo of a known one.", strict=True)
SECTION_UNREAD = warning("section-unread", "Lines read as events, but are under a heading of your own.")

ItemReaders: TypeAlias = dict[str, ReadAny]

_SIGNS = pattern(r"[^\w\s\[][^\w\n\r\[]*")
_DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_DAY = pattern(r"(?P<day>[^\W\d_]{3,9})[.,:;]?[ \t]+(?P<next>\S)")
_READ_AS = {  # what an item of a section is called
    "Log": "an event",
    "Plan": "a block of time",
    "Actual": "a block of time",
    "Costs": "a cost",
    "Marketing": "a piece of marketing",
    "Decisions": "a decision",
}


def tell_astray(text: LineText, section: Section, read: ReadAny) -> Iterator[Diagnostic]:
    """Lines of a section that read as events although they are indented, or have no bullet or another one."""
    for start, end, is_inner in section.astray:
        bullet = other_bullet(text.shown[start:end])
        begins, is_dated, plainly = start + bullet, False, None
        if not is_inner:
            begins = begins if bullet or text.plain[start] == "[" else _behind_signs(text, start, end)
            has_bullet = bullet > 0 or bool(bullet_in(text.plain[start:begins].lstrip("> \t")))
            is_dated = _begins_as_event(text.plain, section.name, begins, end, has_bullet=has_bullet)
            begins = begins if is_dated or bullet else start
            plainly = plainly_written(text, start, end, read)
        span = Span(text.source, start, end)
        if not (is_dated or plainly) and read(text, Item(begins, end, end))[0] is None:
            if bullet and not is_inner:
                hint = "if it is an item of this section, begin it with `- `"
                yield at(LINE_NUMBERED, span, "an item with this bullet is not read", hint)
        elif is_inner:
            message = "an indented line belongs to the line above and is not an event of its own"
            yield at(LINE_INDENTED, span, message, "begin it at the list's own indent if it is one")
        else:
            written = plainly.line if plainly else text.source.text[begins:end]
            hint = Hint(f"write `- {shortened(written)}`", f"- {written}")
            yield at(LINE_BULLET, span, "each line of this section begins with `-`", hint)


def _behind_signs(text: LineText, start: int, end: int) -> int:
    """The offset after the characters that a line begins with."""
    found = _SIGNS.match(text.plain, start, end)
    return found.end() if found else start


def _begins_as_event(plain: str, section: str, start: int, end: int, *, has_bullet: bool) -> bool:
    """Whether a line without a bullet begins as the items of a section do."""
    if (dated := _DATE.match(plain, start, end)) and known_date(dated[0]):
        return True
    if section == "Decisions":
        box = box_in(plain, start, end)
        return box is not None and box.mark in STATES and (has_bullet or plain[box.next : box.next + 1] == "@")
    found = _DAY.match(plain, start, end) if section != "Log" else None
    if not found or found["day"].lower() not in WEEKDAYS:
        return False
    return has_bullet or found["next"].isdigit() or plain[found.start("next") : end].split()[0] == "off"


def tell_wrong_section(
    text: LineText, name: str, item: Item, faults: Sequence[Diagnostic], readers: Mapping[str, ReadAny]
) -> list[Diagnostic]:
    """An item that cannot be read where it is, but could be under another section; nothing if it could not.

    What is wrong has to come right after its day: an item that is half of this section's is left there.
    """
    wrong = next((fault.span.start for fault in faults if fault.is_error and fault.span), item.start)
    most = 2 if name == "Marketing" else 1  # any word can be a channel
    if len(text.plain[item.start : wrong].split()) > most:
        return []
    others = [other for other, read in readers.items() if other != name and _is_likely(read(text, item)[0])]
    if not others:
        return []
    message = f"this reads as {_READ_AS[others[0]]}, which does not belong under `## {name}`"
    return [at(LINE_SECTION, Span(text.source, item.start, item.end), message, _belongs(others))]


def _is_likely(line: object) -> bool:
    """Whether an item was read, and not an amount as so many hours."""
    return line is not None and not (isinstance(line, Block) and line.minutes > MINUTES_A_DAY)


def _belongs(sections: Sequence[str]) -> str:
    """Where items of some sections belong."""
    what = _READ_AS[sections[0]]
    named = listed([f"`## {name}`" for name in sections if _READ_AS[name] == what], joint="or")
    return f"{what} belongs under {named}"


def tell_unread(text: LineText, groups: Sequence[Unread], readers: Mapping[str, ReadAny]) -> Iterator[Diagnostic]:
    """Items that read as events, but are above all sections or under a heading that is not a data section's."""
    for group in groups:
        found = [(item, names) for item in group.items if (names := _reading(text, item, readers))]
        if group.heading is None:
            message = "this line looks like a log entry, but no section is above it, so it is not counted"
            for item, names in found:
                start = text.source.text.rfind("\n", 0, item.start) + 1
                span = Span(text.source, start, item.end)
                yield at(LINE_NO_SECTION, span, message, f"put it below `## {names[0]}`")
        elif found:
            yield _misplaced(group, group.heading, found)
        elif group.meant:
            message = f"the section `{_title(group.heading)}` is not read: it is not one of the data sections"
            yield at(SECTION_TYPO, group.heading, message, _meant(group.meant))


def _misplaced(group: Unread, heading: Span, found: Sequence[tuple[Item, Sequence[str]]]) -> Diagnostic:
    item, names = found[0]
    first = also(Span(heading.source, item.start, item.end), "the first of them")
    lines = count_of(len(found), "line")
    reads = "reads" if len(found) == 1 else "read"
    rule: Rule = SECTION_MISNAMED if group.meant else SECTION_UNREAD
    message = f"{lines} below {reads} as {_READ_AS[names[0]]}, but `{_title(heading)}` is not a data section"
    return at(rule, heading, message, _meant(group.meant) if group.meant else _belongs(names), first)


def _title(heading: Span) -> str:
    return " ".join(heading.text.split()).strip("#=- ")[:40]


def _meant(section: str) -> Hint:
    return Hint(f"did you mean `## {section}`?", f"## {section}")


def _reading(text: LineText, item: Item, readers: Mapping[str, ReadAny]) -> list[str]:
    """The sections as whose item an item reads."""
    first = text.plain[item.start : item.start + 3]
    if not (first[:1].isdigit() or first[:1] == "[" or first.lower() in WEEKDAYS):
        return []
    return [name for name, read in readers.items() if _is_likely(read(text, item)[0])]
