"""The tables of docs/format.md, from the tables that the reading is driven by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from opsledger.models.settings import THEMES, Settings
from opsledger.reading import fields
from opsledger.reading.fields import FieldType
from opsledger.reading.kinds import KINDS, SCHEDULE_FILE, SCHEDULE_SECTIONS, Kind
from opsledger.reading.setting_rows import SETTINGS
from opsledger.reading.settings import written_settings
from opsledger.reading.words import NOTE, WORDS

_NAMED_ALONE = (fields.TEXT, fields.DATE, fields.MONEY, fields.DURATION, fields.REFERENCE)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in (head, *rows)]
    return "".join([lines[0], "|---" * len(head) + "|\n", *lines[1:]])


def folders() -> str:
    """The folders, with the data sections of their files."""
    rows = [(f"`{kind.place}`", kind.summary, _sections(kind.sections)) for kind in KINDS]
    rows.append((f"`{SCHEDULE_FILE}`", "The blocks of an ideal week.", _sections(SCHEDULE_SECTIONS)))
    return table(("folder or file", "holds", "data sections"), rows)


def _sections(names: Iterable[str]) -> str:
    return ", ".join(f"`## {name}`" for name in names)


def value_types() -> str:
    """The types of front-matter values, and how each is written."""
    types = [value for value in vars(fields).values() if isinstance(value, FieldType) and not value.choices]
    return table(("type", "written"), [(one.name, one.written) for one in types])


def fields_of(kind: Kind) -> str:
    """The front matter of a kind; what is required is bold."""
    rows = [
        (f"**`{field.key}`**" if field.required else f"`{field.key}`", _takes(field.type), field.summary)
        for field in kind.fields
    ]
    return table(("key", "takes", "meaning"), rows)


def _takes(type_: FieldType) -> str:
    if type_.choices:
        choices = ", ".join(f"`{choice}`" for choice in type_.choices)
        return f"{'a list of' if type_.many else 'one of'} {choices}"
    return type_.name if type_ in _NAMED_ALONE else f"{type_.name}: {type_.written}"


def words_of(kind: Kind) -> str:
    """The words of a kind's log, `note` left out."""
    rows = [(f"`{word.form}`", word.summary) for word in WORDS[kind.name] if word is not NOTE]
    return table(("a line says", "which means"), rows)


def themes() -> str:
    """The themes of marketing."""
    return table(("theme", "is"), [(f"`{theme}`", meaning) for theme, meaning in THEMES.items()])


def settings() -> str:
    """Every setting with its default."""
    defaults = written_settings(Settings())
    rows = [(f"`{one.key}`", _default(defaults[one.key]), one.summary) for one in SETTINGS]
    return table(("key", "default", "meaning"), rows)


def _default(written: str | None) -> str:
    return "unset" if written is None else f"`{written}`"


FORMAT_PARTS: dict[str, Callable[[], str]] = {
    "folders": folders,
    "values": value_types,
    "settings": settings,
    "themes": themes,
    **{f"fields-{kind.name}": partial(fields_of, kind) for kind in KINDS},
    **{
        f"words-{kind.name}": partial(words_of, kind)
        for kind in KINDS
        if any(word is not NOTE for word in WORDS.get(kind.name, ()))
    },
}
