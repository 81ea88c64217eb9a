"""Tables of any program: which column means what, as given, as saved in the ledger, or by its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from opsledger.diagnostics import did_you_mean
from opsledger.editing.door import place_in_ledger
from opsledger.editing.journal import FileEdit
from opsledger.importing.bank import COLUMNS as BANK
from opsledger.importing.entries import HowToRead, read_entries
from opsledger.importing.entry import Entry
from opsledger.importing.plan import Read, Unusable
from opsledger.importing.sheet import decoded
from opsledger.importing.time_reports import TABLE
from opsledger.loading.files import COLUMNS_FILE
from opsledger.patterns import pattern

_ALSO = {
    "hours": "span",
    "duration": "span",
    "date": "day",
    "stop": "end",
    "note": "text",
    "user": "person",
    "name": "party",
    "payer": "party",
    "purpose": "text",  # of a bank's table
}
_SHOWN = {"span": "hours"}
_DATES = "dates"  # a saved order of days, beside the columns
_NAME = pattern(r"[A-Za-z0-9][\w-]{0,39}")
_LINE = pattern(r"([A-Za-z0-9][\w-]{0,39}) ([a-z_]+) = (.+)")
_HEAD = """\
# Which columns `opsledger import csv FILE --use NAME` reads: a name, what the column means, and what it is called.
"""
_LARGEST = 1_000_000


class Mapped(NamedTuple):
    """Which columns of a table mean what, and the order of its days, if that was given."""

    columns: Mapping[str, str]
    order: str | None = None


def meaning_of(word: str) -> str:
    """What a column can mean, by a word for it. Raises Unusable."""
    meaning = _ALSO.get(word.casefold(), word.casefold())
    if meaning in TABLE.columns or meaning in BANK:
        return meaning
    known = sorted(_SHOWN.get(one, one) for one in {**TABLE.columns, **BANK})
    raise Unusable(f"a column cannot mean `{word}`", did_you_mean(word, known) or f"one of {', '.join(known)}")


def read_table(mapped: Mapped, name: str, data: bytes, reading: HowToRead) -> Read[Entry]:
    """The entries of a table. Raises Unusable, which names the columns that are missing."""
    given = {meaning: (column,) for meaning, column in mapped.columns.items()}
    left_out = {meaning for meaning, column in mapped.columns.items() if column == "-"}
    used = {column.casefold() for column in mapped.columns.values()}
    known = {
        meaning: tuple(one for one in names if one.casefold() not in used) for meaning, names in TABLE.spellings.items()
    }
    columns = {meaning: names for meaning, names in {**known, **given}.items() if meaning not in left_out and names}
    asked = tuple((meaning,) for meaning in given if meaning not in left_out)
    groups = tuple(group for group in TABLE.needed if not any((meaning,) in asked for meaning in group))
    groups = tuple(tuple(meaning for meaning in group if meaning in columns) for group in groups)
    report = TABLE._replace(columns=columns, in_other_languages={}, needed=(*asked, *filter(None, groups)))
    return read_entries(name, data, report, reading._replace(order=reading.order or mapped.order))


def saved_columns(root: str | Path, name: str) -> Mapped:
    """The columns that were saved under a name. Raises Unusable and OSError."""
    found = _saved(_data_of(root)).get(name)
    if found is None:
        names = sorted(_saved(_data_of(root)))
        hint = did_you_mean(name, names) or (f"saved: {', '.join(names)}" if names else "--save NAME saves some")
        raise Unusable(f"no columns are saved as `{name}`", hint)
    columns = {meaning: column for meaning, column in found.items() if meaning != _DATES}
    return Mapped(columns, found.get(_DATES))


def saving(root: str | Path, name: str, mapped: Mapped) -> FileEdit:
    """The file as it is, and as it is with these columns saved too. Raises Unusable and OSError."""
    if not _NAME.fullmatch(name):
        raise Unusable(f"`{name}` cannot be a name for saved columns", "letters, digits, `-` and `_`")
    data = _data_of(root)
    saved = _saved(data) | {name: dict(mapped.columns) | ({_DATES: mapped.order} if mapped.order else {})}
    lines = [f"{one} {meaning} = {column}\n" for one in sorted(saved) for meaning, column in sorted(saved[one].items())]
    return FileEdit(COLUMNS_FILE, data, (_HEAD + "".join(lines)).encode())


def _data_of(root: str | Path) -> bytes | None:
    place = place_in_ledger(root, COLUMNS_FILE)
    if not place.exists():
        return None
    if not place.is_file() or place.stat().st_size > _LARGEST:
        raise Unusable(f"{COLUMNS_FILE} is not an ordinary file of a size that is to be expected")
    return place.read_bytes()


def _saved(data: bytes | None) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in decoded(COLUMNS_FILE, data or b"")[0].splitlines():
        if matched := _LINE.fullmatch(line.strip()):
            found.setdefault(matched[1], {})[matched[2]] = matched[3].strip()
    return found
