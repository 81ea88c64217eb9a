"""What can be written in front matter and settings: keys and their values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from opsledger.language.offers import Completion, Offers, coming_days, record_offer, used
from opsledger.language.places import CursorPlace
from opsledger.language.records import folders_of_field, records_in
from opsledger.models.ledger import Ledger
from opsledger.models.settings import FILE, Settings
from opsledger.reading import tree
from opsledger.reading.fields import CURRENCY, DATE, REFERENCE, TEXTS, Field
from opsledger.reading.setting_rows import SETTINGS, ListOf
from opsledger.reading.tree import Scalar, read_tree
from opsledger.source import SourceFile


def complete_key(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """The keys that the front matter does not have yet, the required ones first."""
    assert place.kind is not None
    end = place.source.text.find("\n---", 3)
    lines = place.source.text[: end if end >= 0 else len(place.source.text)].splitlines()
    given = {line.partition(":")[0].strip() for line in lines if ":" in line}
    for rank, field in enumerate(place.kind.fields):
        if field.key not in given:
            needed = "required · " if field.required else ""
            detail = f"{needed}{field.type.name} · {field.summary}"
            yield Completion(field.key, "key", detail, f"{field.key}: ", rank if field.required else 20 + rank)


def complete_value(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """The values that a field takes."""
    field = next((one for one in place.kind.fields if one.key == place.key), None) if place.kind else None
    if field is None:
        return
    if field.type.choices:
        yield from (Completion(choice, "value", field.summary, rank=at) for at, choice in enumerate(field.type.choices))
    elif field.type is REFERENCE:
        yield from (record_offer(one, ledger.settings) for one in records_in(ledger, folders_of_field(field.key)))
        if not records_in(ledger, folders_of_field(field.key)):
            yield from _written_before(ledger, place, field)
    elif field.type is DATE:
        yield from coming_days(today)
    elif field.type is TEXTS:
        yield from (Completion(task, "value", "task") for task in ledger.settings.tasks)
    elif field.type is CURRENCY:
        codes = dict.fromkeys((ledger.settings.currency, *ledger.settings.rates))
        yield from (Completion(code, "value", "currency of the settings", rank=at) for at, code in enumerate(codes))
    elif field.key in ("source", "service"):
        yield from _written_before(ledger, place, field)


def _written_before(ledger: Ledger, place: CursorPlace, field: Field) -> Offers:
    """What other records of the kind say in the same field."""
    assert place.kind is not None
    values = (getattr(record, field.target) for record in records_in(ledger, [place.kind.folder]))
    yield from used(
        "written before", (value if isinstance(value, str) else getattr(value, "id", None) for value in values)
    )


def _within(key: str) -> Offers:
    """The keys that a setting takes, with their types and defaults."""
    setting = next((one for one in SETTINGS if one.key == key), None)
    if setting is None or not isinstance(setting.shape, Mapping):
        return
    written = setting.write(Settings()) or ""
    node, _ = read_tree(SourceFile(FILE, written), 0, len(written))
    pairs = node.pairs if isinstance(node, tree.Mapping) else ()
    defaults = {name.text: value.text for name, value in pairs if isinstance(value, Scalar)}
    for inner, shape in setting.shape.items():
        what = f"a list of {shape.item}s" if isinstance(shape, ListOf) else str(shape)
        default = f", default {defaults[inner]}" if inner in defaults else ""
        yield Completion(inner, "key", f"{what}{default}", f"{inner}: ")


def complete_setting(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """The settings that are not given yet, or what stands within one of them."""
    if place.key:
        yield from _within(place.key)
        return
    given = {line.partition(":")[0] for line in place.source.text.splitlines() if line[:1].isalpha()}
    for rank, setting in enumerate(SETTINGS):
        if setting.key not in given:
            yield Completion(setting.key, "key", setting.summary, f"{setting.key}: ", rank)
