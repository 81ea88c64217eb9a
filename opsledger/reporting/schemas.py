"""JSON Schemas (draft-07) of what a record's front matter and the settings may say, for editors that know no more.

They take everything that `check` takes. What depends on other files, or on two fields together, they cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opsledger.reading.fields import Field, FieldType
from opsledger.reading.kinds import Kind
from opsledger.reading.setting_rows import SETTINGS, ListOf, MapOf, OneOf, Shape
from opsledger.reporting.json_text import Json

DRAFT = "http://json-schema.org/draft-07/schema#"

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_AMOUNT = r"[0-9][0-9_ \u00a0\u202f]*(?:\.[0-9]{1,2})?"
_PIECES = r"(?: ?(?:[^0-9x×* ][^0-9×*]*)?[x×*] ?[0-9]+(?:\.[0-9]{1,4})?)?"
_HOURS = r"(?:[0-9]+(?:\.[0-9]+)?d?|(?:[0-9]+d)?[0-9]+(?:\.[0-9]+)?h|(?:[0-9]+d)?(?:[0-9]+h)?[0-9]+m)"

# How the texts of each type look. YAML makes numbers of what looks like one: they are taken as they are.
_PATTERNS: Mapping[str, str] = {
    "date": _DAY,
    "money": rf"{_AMOUNT}{_PIECES}",
    "duration": rf"{_HOURS}(?: ?/ ?month)?",
    "minutes": _HOURS,
    "rate": rf"{_AMOUNT} ?/ ?(?:h|day|week|month|year)",
    "money or rate": rf"{_AMOUNT}(?:{_PIECES}| ?/ ?(?:week|month|year))?",
    "hours": _HOURS,
    "days": "[0-9]+",
    "number": r"[0-9.]+",
    "percent": r"[0-9]+(?:\.[0-9]+)? ?%?",
    "period": r"[0-9]{1,4} ?(?:[dD][aA][yY]|[wW][eE][eE][kK]|[mM][oO][nN][tT][hH]|[yY][eE][aA][rR])[sS]?",
    "interval": rf"{_DAY}(?: ?/ ?{_DAY})?",
}
_NUMBERS = frozenset(("money", "duration", "minutes", "money or rate", "hours", "days", "number", "percent"))


def schema_of_kind(kind: Kind) -> Json:
    """The schema of a kind's front matter."""
    internal = ("project", "client")  # the user's own project has none
    required = [field.key for field in kind.fields if field.required and (kind.name, field.key) != internal]
    return _object(
        f"A {kind.name} of an OpsLedger ledger",
        kind.summary,
        {field.key: _field(field, field.key in required) for field in kind.fields},
        required,
    )


def schema_of_settings() -> Json:
    """The schema of `opsledger.yaml`."""
    properties = {
        one.key: _with(_or_unset(_shaped(one.shape)), f"{one.summary[:1].upper()}{one.summary[1:]}.")
        for one in SETTINGS
    }
    return _object("The settings of an OpsLedger ledger", "Every key has a default.", properties, [])


def _object(title: str, description: str, properties: Mapping[str, Json], required: list[str]) -> Json:
    shape: dict[str, Json] = {"$schema": DRAFT, "title": title, "description": description}
    shape |= {"type": "object", "properties": dict(properties)}
    if required:
        shape["required"] = list(required)
    return shape


def _field(field: Field, is_required: bool) -> Json:
    meaning = f"{field.summary[:1].upper()}{field.summary[1:]}. Written {field.type.written}."
    one = _one(field.type)
    shapes = [one, {"type": "array", "items": one}] if field.type.many else [one]
    if field.type.name == "reference":  # `[[id]]` is a nested list to YAML
        shapes.append({"type": "array"})
    return _with({"anyOf": [*shapes, *([] if is_required else [{"type": "null"}])]}, meaning)


def _with(shape: Json, description: str) -> Json:
    assert isinstance(shape, dict)
    return {"description": description, **shape}


def _one(field_type: FieldType) -> Json:
    """One value of a type."""
    if field_type.choices:
        return _choice(field_type.choices)
    return (
        _typed(field_type.name)
        if field_type.name in _PATTERNS
        else _OTHER_TYPES.get(field_type.name, _OTHER_TYPES["text"])
    )


def _choice(choices: Iterable[str]) -> Json:
    """One of some words, in upper or lower case; `yes` and `no` are truth values to an older YAML."""
    words = list(choices)
    any_case = "|".join(
        "".join(f"[{character.upper()}{character}]" if character.isalpha() else character for character in word)
        for word in words
    )
    shapes: list[Json] = [{"enum": list(words)}, {"type": "string", "pattern": f"^(?:{any_case})$"}]
    return {"anyOf": [*shapes, {"type": "boolean"}] if "yes" in words else shapes}


def _typed(name: str) -> Json:
    text: Json = {"type": "string", "pattern": f"^ *{_PATTERNS[name]} *$"}
    return {"anyOf": [{"type": "number", "minimum": 0}, text]} if name in _NUMBERS else text


def _or_unset(shape: Json) -> Json:
    """The same, or nothing after the key."""
    return {"anyOf": [shape, {"type": "null"}]}


def _list(item: Json) -> Json:
    return {"anyOf": [{"type": "array", "items": _or_unset(item)}, item]}


def _part(properties: Mapping[str, Json]) -> Json:
    shapes = {key: _or_unset(shape) for key, shape in properties.items()}
    return {"type": "object", "properties": shapes, "additionalProperties": False}


def _each(value: Json) -> Json:
    return {"type": "object", "additionalProperties": _or_unset(value)}


def _shaped(shape: Shape) -> Json:
    """What a setting of a shape may be."""
    if isinstance(shape, ListOf):
        return _list(_shaped(shape.item))
    if isinstance(shape, MapOf):
        return _each(_shaped(shape.value))
    if isinstance(shape, str):
        return _OTHER_TYPES.get(shape) or _typed(shape)
    if isinstance(shape, OneOf):
        return {"anyOf": [_shaped(one) for one in shape.shapes]}
    return _part({key: _shaped(inner) for key, inner in shape.items()})


_OTHER_TYPES: Mapping[str, Json] = {
    "version": {"enum": [1, "1"]},
    "currency": {"type": "string", "pattern": "^[A-Za-z]{3}$"},
    "text": {"type": ["string", "number", "boolean"]},
}
