from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from opsledger.loading import load
from opsledger.reading.fields import FieldType
from opsledger.reading.kinds import KINDS, Kind
from opsledger.reading.setting_rows import SETTINGS
from opsledger.reporting.schemas import DRAFT, schema_of_kind, schema_of_settings
from opsledger.values.misread import Misread
from tests.case_documents import read_topics
from tests.cli_support import SAMPLE, run, write_ledger

NAMES = {"string": str, "number": (int, float), "boolean": bool, "array": list, "object": dict, "null": type(None)}


def fits(shape: dict[str, Any], value: Any) -> bool:
    """Whether a value is what a schema asks, for the words of draft-07 that the schemas use."""
    names = shape.get("type", list(NAMES))
    types = [NAMES[name] for name in ([names] if isinstance(names, str) else names)]
    if not any(isinstance(value, one) and (one is not NAMES["number"] or value is not True) for one in types):
        return False
    return all(check(shape, value) for check in (_fits_words, _fits_text, _fits_list, _fits_keys))


def _fits_words(shape: dict[str, Any], value: Any) -> bool:
    return value in shape.get("enum", [value]) and (
        "anyOf" not in shape or any(fits(one, value) for one in shape["anyOf"])
    )


def _fits_text(shape: dict[str, Any], value: Any) -> bool:
    if isinstance(value, str):
        return re.search(shape.get("pattern", ""), value) is not None
    return not isinstance(value, int | float) or isinstance(value, bool) or value >= shape.get("minimum", value)


def _fits_list(shape: dict[str, Any], value: Any) -> bool:
    return not isinstance(value, list) or all(fits(shape.get("items", {}), item) for item in value)


def _fits_keys(shape: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, dict):
        return True
    known, others = shape.get("properties", {}), shape.get("additionalProperties", True)
    if not all(key in value for key in shape.get("required", [])):
        return False
    shapes = {key: known.get(key, others) for key in value}
    return all(one is not False and (one is True or fits(one, value[key])) for key, one in shapes.items())


class Loader(yaml.SafeLoader):
    """YAML as editors read it: a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if "timestamp" not in tag]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def front_matter(text: str) -> Any:
    return yaml.load(text.split("---\n")[1], Loader)


def records(kind: Kind) -> Iterator[Path]:
    yield from sorted((SAMPLE / kind.folder).rglob("*.md") if not kind.file else [SAMPLE / kind.file])


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_schema_takes_every_record_of_the_sample(kind: Kind) -> None:
    schema = schema_of_kind(kind)
    assert isinstance(schema, dict)
    assert (schema["$schema"], list(schema["properties"])) == (DRAFT, [field.key for field in kind.fields])
    texts = [text for path in records(kind) if (text := path.read_text(encoding="utf-8")).startswith("---\n")]
    assert texts
    assert [text for text in texts if not fits(schema, front_matter(text))] == []


def test_a_schema_takes_the_settings_of_the_sample() -> None:
    schema = schema_of_settings()
    assert isinstance(schema, dict)
    assert list(schema["properties"]) == [setting.key for setting in SETTINGS]
    assert fits(schema, yaml.load((SAMPLE / "opsledger.yaml").read_text(encoding="utf-8"), Loader))
    assert fits(schema, {})


@pytest.mark.parametrize(
    "text",
    [
        *(f"{setting.key}:" for setting in SETTINGS),
        *("areas: {marketing: }", "stages: {inquiry: }", "review: {every: }", "targets: {income: }", "tasks: [~]"),
        *("ideal_client: {services: , budget: }", "marketing: {work: }", "fresh: {tool: }"),
    ],
)
def test_a_setting_without_a_value_is_unset(text: str, tmp_path: Path) -> None:
    assert load(write_ledger(tmp_path, {"opsledger.yaml": f"{text}\n"})).problems == ()
    schema = schema_of_settings()
    assert isinstance(schema, dict)
    assert fits(schema, yaml.load(text, Loader))


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("lead", {"name": "x"}),
        ("lead", {"name": "x", "source": "y", "budget": "perhaps"}),
        ("lead", {"name": "x", "source": "y", "start": "11/02/2026"}),
        ("project", {"name": "x", "billing": "fix"}),
        ("tool", {"name": "x", "jobs": ["deliver", "dance"]}),
        ("project", {"name": "x", "billing": "fixed", "price": -1}),
    ],
)
def test_a_schema_refuses_what_a_field_does_not_take(kind: str, wrong: dict[str, Any]) -> None:
    schema = schema_of_kind(next(one for one in KINDS if one.name == kind))
    assert isinstance(schema, dict)
    assert not fits(schema, wrong)


TEXTS = sorted(
    {
        value.strip()
        for topic in read_topics()
        for case in topic.cases
        for file in case.files
        for value in re.findall(r"^\w+: (.+)$", file.text, re.MULTILINE)
    }
)
TYPES = {field.type.name: field.type for kind in KINDS for field in kind.fields if not field.type.many}


@pytest.mark.parametrize("field_type", TYPES.values(), ids=list(TYPES))
def test_what_a_field_reads_its_schema_takes(field_type: FieldType) -> None:
    field = next(one for kind in KINDS for one in kind.fields if one.type is field_type)
    kind = next(one for one in KINDS if field in one.fields)
    schema = schema_of_kind(kind)
    assert isinstance(schema, dict)
    shape = schema["properties"][field.key]
    taken = [text for text in TEXTS if reads(field_type, text)] + [one.title() for one in field_type.choices]
    assert taken
    assert [text for text in taken if not fits(shape, text)] == []


def test_a_project_of_ones_own_has_no_client() -> None:
    schema = schema_of_kind(next(one for one in KINDS if one.name == "project"))
    assert isinstance(schema, dict)
    assert fits(schema, {"name": "Site", "billing": "internal", "client": None})


def reads(field_type: FieldType, text: str) -> bool:
    try:
        field_type.read(text)
    except Misread:
        return False
    return True


def test_the_command_prints_a_schema(tmp_path: Path) -> None:
    assert json.loads(run(None, "schema", "lead").stdout)["required"] == ["name", "source"]
    assert json.loads(run(None, "schema", "settings").stdout)["properties"]["currency"]["anyOf"][0]["pattern"]
    assert load(write_ledger(tmp_path, {})).problems == ()


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    result = run(None, "schema", "leed")
    assert (result.exit_code, result.stdout, "did you mean `lead`?" in result.stderr) == (2, "", True)
