"""From `opsledger.yaml` to the settings, and back. A bad value is a fault at its line, and its default holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opsledger.diagnostics import Diagnostic, at, did_you_mean, error, warning
from opsledger.models.settings import FORMAT, Settings
from opsledger.reading.setting_reader import SettingReader
from opsledger.reading.setting_rows import SETTINGS
from opsledger.reading.tree import DUPLICATE_KEY, Mapping, Node, Scalar, YamlRefused, read_tree
from opsledger.source import SourceFile, Span
from opsledger.values.duration import Minutes, write_duration

SETTINGS_SHAPE = error("settings-shape", "The settings are not a mapping of keys to values.")
SETTINGS_FORMAT = error("settings-format", "The settings name a format version this program does not know.")
SETTING_ODD = warning("setting-odd", "Settings are possible, but contradict each other.")
SETTING_TYPO = warning("setting-typo", "An unknown setting looks like a typo of a known one.")

_BY_KEY = {setting.key: setting for setting in SETTINGS}


def read_settings(source: SourceFile) -> tuple[Settings | None, list[Diagnostic]]:
    """The settings of a file with the faults found; None if they cannot be read as a whole."""
    try:
        root, problems = read_tree(source, 0, len(source.text))
    except YamlRefused as refused:
        return None, [refused.problem]
    if any(problem.rule is DUPLICATE_KEY for problem in problems):
        return None, problems
    if root is not None and not isinstance(root, Mapping):
        span = Span(source, root.start, root.start + 1)
        hint = "such as `business: Northlight Studio`"
        return None, [*problems, at(SETTINGS_SHAPE, span, "the settings are `key: value` lines", hint)]
    pairs = root.pairs if root else ()
    reader = SettingReader(source, _working_day(source, pairs))
    values: dict[str, Any] = {}
    spans: dict[str, Node] = {}
    for key, node in pairs:
        setting = _BY_KEY.get(key.text)
        if setting is None:
            if meant := did_you_mean(key.text, _BY_KEY):
                problems.append(at(SETTING_TYPO, reader.span(key), f"the key `{key.text[:40]}` is not read", meant))
            continue
        value = setting.read(reader, node)
        if value is not None:
            values[key.text] = value
            spans[key.text] = node
    problems += reader.problems
    version = values.pop("format", str(FORMAT))
    if version != str(FORMAT):
        span = reader.span(spans["format"])
        hint = f"this version of the program reads format {FORMAT}"
        return None, [*problems, at(SETTINGS_FORMAT, span, f"the format `{version[:40]}` is unknown", hint)]
    review = values.pop("review", {})
    values |= {f"review_{key}": value for key, value in review.items()}
    settings = Settings(**values)
    return settings, problems + _odd(settings, reader, spans)


def _working_day(source: SourceFile, pairs: Iterable[tuple[Scalar, Node]]) -> Minutes:
    """The minutes of a day, by which what is written in days is read, wherever the setting stands."""
    first = SettingReader(source)
    stated = next((_BY_KEY["day"].read(first, node) for key, node in pairs if key.text == "day"), None)
    return stated or Settings().day


def written_settings(settings: Settings) -> dict[str, str | None]:
    """Each setting as YAML on one line; None if it is unset."""
    return {setting.key: setting.write(settings) for setting in SETTINGS}


def _odd(settings: Settings, reader: SettingReader, nodes: dict[str, Node]) -> list[Diagnostic]:
    """What is possible and yet hardly meant."""
    targets = settings.targets
    clients, hours = write_duration(settings.client_hours), write_duration(settings.hours)
    beyond = f"{clients} for clients, but only {hours} of work in the week"
    pairs = (
        ("feast", settings.feast < settings.famine, "`feast` is below `famine`"),
        ("client_hours", settings.client_hours > settings.hours, beyond),
        ("hours", settings.hours == 0, "without hours of work every week counts as off"),
        ("client_hours", settings.client_hours == 0, "without hours for clients every week counts as off"),
        (
            "targets",
            targets.income is not None and targets.floor is not None and targets.floor > targets.income,
            "the floor is above the income aimed at",
        ),
    )
    odd: list[Diagnostic] = []
    for key, holds, message in pairs:
        node = nodes.get(key) or nodes.get({"feast": "famine", "client_hours": "hours"}.get(key, key))
        if holds and node and not any(each.span == reader.span(node) for each in odd):
            odd.append(at(SETTING_ODD, reader.span(node), message))
    return odd
