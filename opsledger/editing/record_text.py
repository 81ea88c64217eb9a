"""The text of a record that does not exist yet: its id, its front matter, its first lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from opsledger.models.lines import Block
from opsledger.patterns import pattern
from opsledger.reading.fields import REFERENCE, TEXT, TEXTS, Field
from opsledger.reading.kinds import Kind
from opsledger.values.characters import GERMAN
from opsledger.values.days import DAY_NAMES, Week, known_date
from opsledger.values.misread import Misread
from opsledger.values.reference import read_reference
from opsledger.values.visible import visible

_LONGEST_ID = 60
_PLAIN = pattern(r"[A-Za-z0-9](?:[\w ./()+'-]*[\w./()+'%-])?")
_OTHER_THAN_TEXT = pattern(r"(?i:y|n|yes|no|on|off|true|false|null)|[0-9].*")


def slug(name: str) -> str:
    """An id from a name: lower case, letters and digits joined by `-`, Latin letters without their accents.

    German umlauts are written out: `ue` for `ü`.
    """
    return _joined(unicodedata.normalize("NFC", name).casefold().translate(GERMAN))


def slugs(name: str) -> tuple[str, ...]:
    """The ids that may have been made of a name: before umlauts were written out, `u` stood for `ü`."""
    return tuple(dict.fromkeys((slug(name), _joined(name.casefold()))))


def _joined(lower: str) -> str:
    plain = ""
    for character in unicodedata.normalize("NFKD", lower).casefold():
        if not (unicodedata.category(character) == "Mn" and plain[-1:].isascii()):
            plain += character
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", plain))
    short = ""
    for word in words:
        if short and len(short) + len(word) >= _LONGEST_ID:
            break
        short += f"-{word}" if short else word[:_LONGEST_ID]
    return short


def read_option(field: Field, written: str) -> str:
    """An option's value as it will be written; raises Misread if the field does not take it."""
    if visible(written) != written:
        raise Misread("a value cannot have line ends or control characters")
    if not written.strip():
        raise Misread("the value is empty")
    field.type.read(written.strip())
    return read_reference(written.strip()) if field.type is REFERENCE else written.strip()


def record_text(
    kind: Kind, values: Mapping[str, str | Sequence[str]], lines: Iterable[str], own: Mapping[str, str] | None = None
) -> str:
    """A record with front matter, required fields first and keys that no kind has last, and a log."""
    return f"{_front_matter(kind, values, own or {})}\n## Log\n\n" + "".join(f"- {line}\n" for line in lines)


def week_text(
    kind: Kind, values: Mapping[str, str | Sequence[str]], plan: Iterable[str], remark: str | None = None
) -> str:
    """A week with its plan, a remark above it, and room for what is done."""
    front = _front_matter(kind, values)
    planned = "".join(f"- {line}\n" for line in plan)
    planned = f"{remark}\n" + ("\n" if planned else "") + planned if remark else planned
    gap = "\n" if planned else ""
    return f"{front}{chr(10) if front else ''}## Plan\n\n{planned}{gap}## Actual\n\n## Marketing\n"


def dated(line: str, day: date) -> str:
    """A log line with its date; one that begins with a date keeps it."""
    return line.strip() if day_of(line) else f"{day} {line.strip()}"


def undated(line: str) -> str:
    """A log line without the date it may begin with."""
    return line.strip().partition(" ")[2].strip() if day_of(line) else line.strip()


def day_of(line: str) -> date | None:
    """The date that a log line begins with, or None."""
    return known_date(line.strip().partition(" ")[0])


def plan_of(week: Week, schedule: Iterable[Block], off: Iterable[date]) -> list[str]:
    """A week's plan as the standing schedule has it; a weekday that is off is planned as off."""
    free = {day.weekday() for day in off}
    lines = [(block.weekday, block.span.text) for block in schedule if block.weekday not in free]
    lines += [(day, f"{DAY_NAMES[day][:3].capitalize()} off") for day in free if day < 5]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _front_matter(
    kind: Kind, values: Mapping[str, str | Sequence[str]], own: Mapping[str, str] = MappingProxyType({})
) -> str:
    ordered = sorted(kind.fields, key=lambda field: not field.required)
    lines = [f"{field.key}: {written_value(field, values[field.key])}\n" for field in ordered if field.key in values]
    lines += [f"{key}: {_yaml(value, is_text=False)}\n" for key, value in own.items()]
    return f"---\n{''.join(lines)}---\n" if lines else ""


def written_value(field: Field, value: str | Sequence[str]) -> str:
    """A field's value as front matter has it: quoted if YAML would see something else in it, lists in brackets."""
    if isinstance(value, str):
        return _yaml(value, is_text=field.type in (TEXT, TEXTS))
    return f"[{', '.join(_yaml(one, is_text=True) for one in value)}]"


def _yaml(text: str, *, is_text: bool) -> str:
    """A text as YAML reads it back; quoted if YAML would see something else in it."""
    if _PLAIN.fullmatch(text) and not (is_text and _OTHER_THAN_TEXT.fullmatch(text)):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
