"""From `opsledger.yaml` to the settings. A bad value is a fault at its line, and its default holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from opsledger.diagnostics import Diagnostic, at, did_you_mean, error, hint_to_write, warning
from opsledger.models.records import CLOSINGS
from opsledger.models.settings import FORMAT, THEMES, IdealClient, Settings, Targets
from opsledger.reading.fields import INTERVALS, TEXT, TEXTS, FieldType, read_field, read_minutes
from opsledger.reading.kinds import ITEM_TYPES
from opsledger.reading.tree import DUPLICATE_KEY, Mapping, Node, Scalar, YamlRefused, read_tree
from opsledger.reading.words import LOG_WORDS
from opsledger.source import SourceFile, Span
from opsledger.values.days import WEEKDAYS
from opsledger.values.duration import read_duration
from opsledger.values.misread import Misread
from opsledger.values.money import Money, read_money
from opsledger.values.percent import read_percent
from opsledger.values.rate import read_rate

SETTINGS_SHAPE = error("settings-shape", "The settings are no mapping of keys to values.")
SETTINGS_FORMAT = error("settings-format", "The settings name a format version this program does not know.")
SETTING_VALUE = error("setting-value", "A setting's value is wrong or impossible; its default holds.")
SETTING_UNKNOWN = error("setting-unknown", "An unknown key stands inside a known setting.")
SETTING_NAME = error("setting-name", "A stage, area, task or role has a name that it cannot have.")
SETTING_ODD = warning("setting-odd", "Settings are possible, but contradict each other.")
SETTING_TYPO = warning("setting-typo", "An unknown setting looks like a typo of a known one.", strict=True)

_WEEK_HOURS = 168
_RESERVED = frozenset(("client", "off", "internal"))


class Setting(NamedTuple):
    """One key of the settings: how it is read, and what it means."""

    key: str
    read: Callable[[_Reader, Node], Any]
    summary: str


class _Reader:
    """Reads nodes of one settings file; faults gather in `problems`."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []

    def fault(self, node: Node, message: str, hint: str | None = None) -> None:
        """Take note of a value that is wrong."""
        self.problems.append(at(SETTING_VALUE, self.span(node), message, hint))

    def span(self, node: Node) -> Span:
        """Where a node begins: its own text, or a collection's first character."""
        return Span(self.source, node.start, node.end if isinstance(node, Scalar) else node.start + 1)

    def value(self, field_type: FieldType, node: Node) -> Any:
        """A node's value, or None with a fault."""
        value, faults = read_field(field_type, node, self.source)
        self.problems += [at(SETTING_VALUE, fault.span, fault.message, fault.hint) for fault in faults if fault.span]
        return None if faults else value

    def mapping(self, node: Node, what: str) -> tuple[tuple[Scalar, Node], ...]:
        """The pairs of a mapping, or none with a fault; an empty value is an empty mapping."""
        if isinstance(node, Mapping):
            return node.pairs
        if not isinstance(node, Scalar) or node.text:
            self.fault(node, f"{what} is a mapping", "such as `{key: value}`")
        return ()

    def part(self, node: Node, what: str, types: dict[str, FieldType]) -> dict[str, Any]:
        """The values of a mapping with known keys."""
        values: dict[str, Any] = {}
        for key, inner in self._uncut(self.mapping(node, what)):
            field_type = types.get(key.text)
            if field_type is None:
                hint = did_you_mean(key.text, types) or f"known are {', '.join(f'`{name}`' for name in types)}"
                self.problems.append(at(SETTING_UNKNOWN, self.span(key), f"`{what}` has no `{key.text[:40]}`", hint))
                continue
            value = self.value(field_type, inner)
            if value is not None:
                values[key.text] = value
        return values

    def _uncut(self, pairs: Sequence[tuple[Scalar, Node]]) -> Iterator[tuple[Scalar, Node]]:
        """The pairs without those that a comma cut an amount into: in braces `6,500/month` is `6` and a key."""
        for number, (key, inner) in enumerate(pairs):
            behind = pairs[number + 1][0] if number + 1 < len(pairs) else None
            if isinstance(inner, Scalar) and behind and self._is_cut(inner, behind):
                span = Span(self.source, inner.start, behind.end)
                hint = hint_to_write(span.text.replace(",", "_"))
                self.problems.append(at(SETTING_VALUE, span, "in braces a comma ends the value", hint))
            elif number == 0 or not self._is_cut(pairs[number - 1][1], key):
                yield key, inner

    def _is_cut(self, value: Node, key: Scalar) -> bool:
        """Whether a comma between three digits and those in front of it made a key of an amount's end."""
        is_tight = isinstance(value, Scalar) and value.text.isdigit() and key.text[:3].isdigit()
        return is_tight and self.source.text[value.end : key.start] == ","

    def word(self, node: Scalar, what: str, *, reserved: bool) -> str | None:
        """A name of one word, or None with a fault."""
        name = node.text.strip()
        problem = None
        if not name or len(name.split()) > 1:
            problem = f"the name of {what} is one word"
        elif reserved and name.lower() in LOG_WORDS | _RESERVED | set(CLOSINGS) | set(WEEKDAYS):
            problem = f"`{name}` cannot be the name of {what}: the word has a meaning of its own"
        if problem:
            self.problems.append(at(SETTING_NAME, self.span(node), problem, "choose another word"))
        return None if problem else name


def _in_range(read: Callable[[str], Any], least: Any, most: Any, written: str) -> Callable[[str], Any]:
    def checked(text: str) -> Any:
        value = read(text)
        if not least <= value <= most:
            raise Misread(f"`{text[:40]}` is impossible here", written)
        return value

    return checked


def _whole(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise Misread(f"`{text[:40]}` is no whole number")
    return int(text)


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text) if text.isascii() and len(text) <= 12 and set(text) <= set("0123456789.-") else None
    except ArithmeticError:
        value = None
    if value is None:
        raise Misread(f"`{text[:40]}` is no number")
    return value


def _type(name: str, written: str, read: Callable[[str], Any]) -> FieldType:
    return FieldType(name, written, read)


def _monthly(text: str) -> Money:
    return read_rate(text, ("month", "week", "year"), spaced=True).per_month


def _currency(text: str) -> str:
    if not (len(text) == 3 and text.isascii() and text.isalpha()):
        raise Misread(f"`{text[:40]}` is no currency code", "three letters of ISO 4217, such as `EUR`")
    return text.upper()


_HOURS = _type(
    "hours", "hours a week", _in_range(read_duration, 0, _WEEK_HOURS * 60, f"a week has {_WEEK_HOURS} hours")
)
_DAYS = _type("days", "whole days", _in_range(_whole, 0, 36600, "days from 0 up"))
_PERIOD = _type("days", "1 to 366 days", _in_range(_whole, 1, 366, "from 1 to 366 days"))
_MINUTES = _type("minutes", "minutes", _in_range(read_minutes, 0, 24 * 60, "minutes of one day"))
_PIECES = _type("number", "pieces a fortnight", _in_range(_number, 0, 10000, "a number from 0 up"))
_WEEKS = _type("weeks", "weeks", _in_range(_number, 0, 5200, "weeks from 0 up"))
_MONEY = _type("money", "`5000`", partial(read_money, spaced=True))
_MONTHLY = _type("rate", "`9000/month`", _monthly)
_HOURLY = _type("rate", "`95/h`", lambda text: read_rate(text, ("h",), spaced=True).amount)
_SHARE = _type("percent", "`60%` or `0.6`", read_percent)
_CHANCE = _type("percent", "`40%` or `0.4`", partial(read_percent, largest=Decimal(1)))
_CURRENCY = _type("text", "`EUR`", _currency)


def _areas(reader: _Reader, node: Node) -> Any:
    areas: dict[str, int] = {}
    for key, inner in reader.mapping(node, "areas"):
        if name := reader.word(key, "an area", reserved=True):
            areas[name] = reader.value(_HOURS, inner) or 0
    return MappingProxyType(areas) if isinstance(node, Mapping) else None


def _stages(reader: _Reader, node: Node) -> Any:
    stages: dict[str, Decimal] = {}
    for key, inner in reader.mapping(node, "stages"):
        if name := reader.word(key, "a stage", reserved=True):
            chance = reader.value(_CHANCE, inner)
            stages[name.lower()] = Settings().stages.get(name.lower(), Decimal(0)) if chance is None else chance
    if isinstance(node, Mapping) and not stages and not node.pairs:
        reader.fault(node, "there is at least one stage", "such as `{inquiry: 10%}`")
    return MappingProxyType(stages) if stages else None


def _names(reader: _Reader, node: Node, what: str) -> Any:
    values = reader.value(TEXTS, node)
    if values is None:
        return None
    odd = [value for value in values if len(value.split()) != 1]
    for value in odd:
        reader.problems.append(at(SETTING_NAME, reader.span(node), f"`{value[:40]}`: the name of {what} is one word"))
    return tuple(dict.fromkeys(value.lower() for value in values if value not in odd))


def _kept(reader: _Reader, node: Node, what: str, defaults: Any, field_type: FieldType) -> Any:
    """A mapping whose keys that are not given keep their defaults."""
    given = reader.part(node, what, dict.fromkeys(defaults, field_type))
    return MappingProxyType({**defaults, **given})


def _one(field_type: FieldType) -> Callable[[_Reader, Node], Any]:
    return lambda reader, node: reader.value(field_type, node)


def _targets(reader: _Reader, node: Node) -> Targets:
    return Targets(**reader.part(node, "targets", {"income": _MONTHLY, "floor": _MONTHLY, "rate": _HOURLY}))


def _ideal(reader: _Reader, node: Node) -> IdealClient:
    return IdealClient(**reader.part(node, "ideal_client", {"services": TEXTS, "budget": _MONEY, "weeks": _WEEKS}))


SETTINGS = (
    Setting("format", _one(TEXT), "the version of the ledger's format"),
    Setting("business", _one(TEXT), "what the business is called"),
    Setting("currency", _one(_CURRENCY), "the one currency of all amounts, ISO 4217"),
    Setting("hours", _one(_HOURS), "a working week"),
    Setting("client_hours", _one(_HOURS), "of them, for clients"),
    Setting("time_off", _one(INTERVALS), "days on which no work is meant, ISO 8601 intervals, both ends included"),
    Setting("areas", _areas, "what your time goes to besides clients, with the weekly hours meant for each"),
    Setting("tasks", lambda reader, node: _names(reader, node, "a task"), "kinds of work that a block may name"),
    Setting("roles", lambda reader, node: _names(reader, node, "a role"), "the roles that decisions are handed to"),
    Setting(
        "review",
        lambda reader, node: reader.part(node, "review", {"every": _PERIOD, "minutes": _MINUTES}),
        "how often the review comes (days), and the minutes it is meant to take",
    ),
    Setting("targets", _targets, "income and floor a month, rate an hour"),
    Setting("stages", _stages, "a lead's open stages in order, with your prior chance of winning from each"),
    Setting("stale_after", _one(_DAYS), "days without a line after which a lead is stale"),
    Setting("ideal_client", _ideal, "services offered, the least budget, the shortest timeframe in weeks"),
    Setting(
        "marketing",
        lambda reader, node: _kept(reader, node, "marketing", Settings().marketing, _PIECES),
        "pieces a fortnight on each of the four themes " + ", ".join(f"`{theme}`" for theme in THEMES),
    ),
    Setting(
        "fresh",
        lambda reader, node: _kept(reader, node, "fresh", Settings().fresh, _DAYS),
        "days before something is due for a look: " + ", ".join(f"`{item}`" for item in (*ITEM_TYPES, "tool")),
    ),
    Setting("famine", _one(_SHARE), "the share of a week's capacity for clients below which it is lean"),
    Setting("feast", _one(_SHARE), "and above which it is overloaded"),
)
_BY_KEY = {setting.key: setting for setting in SETTINGS}


def read_settings(source: SourceFile) -> tuple[Settings | None, list[Diagnostic]]:
    """The settings of a file with the faults found; None where they cannot be read as a whole."""
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
    reader = _Reader(source)
    values: dict[str, Any] = {}
    spans: dict[str, Node] = {}
    for key, node in root.pairs if root else ():
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


def _odd(settings: Settings, reader: _Reader, nodes: dict[str, Node]) -> list[Diagnostic]:
    """What is possible and yet hardly meant."""
    targets = settings.targets
    pairs = (
        ("feast", settings.feast < settings.famine, "`feast` is below `famine`"),
        ("client_hours", settings.client_hours > settings.hours, "more hours for clients than in the week"),
        (
            "targets",
            targets.income is not None and targets.floor is not None and targets.floor > targets.income,
            "the floor is above the income aimed at",
        ),
    )
    odd = []
    for key, holds, message in pairs:
        node = nodes.get(key) or nodes.get({"feast": "famine", "client_hours": "hours"}.get(key, key))
        if holds and node:
            odd.append(at(SETTING_ODD, reader.span(node), message))
    return odd
