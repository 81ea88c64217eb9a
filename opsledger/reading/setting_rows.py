"""The settings, one row a key: how it is read and written, what shape it has, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from opsledger.diagnostics import at
from opsledger.models.settings import FORMAT, THEMES, IdealClient, Settings, Targets
from opsledger.reading import tree
from opsledger.reading.fields import DATE, INTERVALS, TEXT, TEXTS, FieldType
from opsledger.reading.fields import DAYS as TERMS
from opsledger.reading.fields import SHARE as VAT
from opsledger.reading.kinds import ITEM_TYPES
from opsledger.reading.setting_reader import (
    AMOUNT,
    CHANCE,
    CURRENCY,
    DAYS,
    EXCHANGE,
    HOURLY,
    HOURS,
    MINUTES_OF_A_DAY,
    MONTHLY,
    PERIOD,
    PIECES,
    SETTING_NAME,
    SHARE,
    WEEKS,
    WORKING_DAY,
    YEARLY_DAYS,
    SettingReader,
)
from opsledger.reading.setting_text import (
    ideal_client_text,
    plain_hours,
    plain_list,
    plain_map,
    plain_number,
    plain_percent,
    plain_text,
    targets_text,
    tasks_text,
)
from opsledger.reading.tree import Node
from opsledger.values.duration import write_duration


class ListOf(NamedTuple):
    """A list of values of one type."""

    item: str


class MapOf(NamedTuple):
    """Values of one type under names of the user's choice."""

    value: str


class OneOf(NamedTuple):
    """A value that may be written in several shapes."""

    shapes: tuple[Shape, ...]


# A type by its name, as in `reporting.schemas`; or known keys, each with its own.
Shape: TypeAlias = "str | ListOf | MapOf | OneOf | Mapping[str, Shape]"


class Setting(NamedTuple):
    """One key of the settings. write: as YAML on one line, None if it is unset."""

    key: str
    read: Callable[[SettingReader, Node], Any]
    summary: str
    write: Callable[[Settings], str | None]
    shape: Shape


def _areas(reader: SettingReader, node: Node) -> Any:
    areas: dict[str, int] = {}
    for key, inner in reader.mapping(node, "areas"):
        if name := reader.word(key, "an area", reserved=True):
            areas[name] = reader.value(HOURS, inner) or 0
    return MappingProxyType(areas) if isinstance(node, tree.Mapping) else None


def _stages(reader: SettingReader, node: Node) -> Any:
    stages: dict[str, Decimal] = {}
    for key, inner in reader.mapping(node, "stages"):
        if name := reader.word(key, "a stage", reserved=True):
            chance = reader.value(CHANCE, inner)
            stages[name.lower()] = Settings().stages.get(name.lower(), Decimal(0)) if chance is None else chance
    if isinstance(node, tree.Mapping) and not stages and not node.pairs:
        reader.fault(node, "there is at least one stage", "such as `{inquiry: 10%}`")
    return MappingProxyType(stages) if stages else None


def _rates(reader: SettingReader, node: Node) -> Any:
    rates: dict[str, Decimal] = {}
    for key, inner in reader.uncut(reader.mapping(node, "rates")):
        code = reader.value(CURRENCY, key)
        worth = reader.value(EXCHANGE, inner)
        if code in rates:
            reader.fault(key, f"`{code}` has a rate already", "one rate for each currency")
        elif code and worth:
            rates[code] = worth
    return MappingProxyType(rates) if isinstance(node, tree.Mapping) else None


def _names(reader: SettingReader, node: Node, what: str) -> Any:
    values = reader.value(TEXTS, node)
    if values is None:
        return None
    odd = [value for value in values if len(value.split()) != 1]
    for value in odd:
        reader.problems.append(at(SETTING_NAME, reader.span(node), f"`{value[:40]}`: the name of {what} is one word"))
    return tuple(dict.fromkeys(value.lower() for value in values if value not in odd))


def _tasks(reader: SettingReader, node: Node) -> Any:
    """Each task with the share of it that is billed: a list bills all of each."""
    if not isinstance(node, tree.Mapping):
        names = _names(reader, node, "a task")
        return None if names is None else MappingProxyType(dict.fromkeys(names, Decimal(1)))
    tasks: dict[str, Decimal] = {}
    for key, inner in reader.mapping(node, "tasks"):
        if name := reader.word(key, "a task", reserved=False):
            share = reader.value(CHANCE, inner)
            if name.lower() in tasks:
                reader.fault(key, f"`{name}` is listed twice", "one share for each task")
            tasks.setdefault(name.lower(), Decimal(1) if share is None else share)
    return MappingProxyType(tasks)


def _kept(reader: SettingReader, node: Node, what: str, defaults: Any, field_type: FieldType) -> Any:
    """A mapping whose keys that are not given keep their defaults."""
    given = reader.part(node, what, dict.fromkeys(defaults, field_type))
    return MappingProxyType({**defaults, **given})


def _one(field_type: FieldType) -> Callable[[SettingReader, Node], Any]:
    return lambda reader, node: reader.value(field_type, node)


def _targets(reader: SettingReader, node: Node) -> Targets:
    return Targets(**reader.part(node, "targets", {"income": MONTHLY, "floor": MONTHLY, "rate": HOURLY}))


def _ideal(reader: SettingReader, node: Node) -> IdealClient:
    return IdealClient(**reader.part(node, "ideal_client", {"services": TEXTS, "budget": AMOUNT, "weeks": WEEKS}))


SETTINGS = (
    Setting("format", _one(TEXT), "the version of the ledger's format", lambda _: str(FORMAT), "version"),
    Setting(
        "business",
        _one(TEXT),
        "what the business is called",
        lambda settings: None if settings.business is None else plain_text(settings.business),
        "text",
    ),
    Setting(
        "currency",
        _one(CURRENCY),
        "the one currency of all amounts, ISO 4217",
        lambda settings: settings.currency,
        "currency",
    ),
    Setting(
        "vat",
        _one(VAT),
        "the VAT that your invoices add; amounts are net of it unless they say `gross`",
        lambda settings: None if settings.vat is None else plain_percent(settings.vat),
        "percent",
    ),
    Setting(
        "rates",
        _rates,
        "what one unit of each other currency is worth in the ledger's",
        lambda settings: plain_map({code: plain_number(worth) for code, worth in settings.rates.items()}),
        MapOf("number"),
    ),
    Setting(
        "terms",
        _one(TERMS),
        "days that clients have to pay an invoice",
        lambda settings: str(settings.terms),
        "days",
    ),
    Setting(
        "living",
        _one(MONTHLY),
        "what you need to live on, a month",
        lambda settings: None if settings.living is None else f"{plain_number(settings.living)}/month",
        "rate",
    ),
    Setting("hours", _one(HOURS), "a working week", lambda settings: plain_hours(settings.hours), "hours"),
    Setting(
        "client_hours",
        _one(HOURS),
        "of those, hours for clients",
        lambda settings: plain_hours(settings.client_hours),
        "hours",
    ),
    Setting(
        "day",
        _one(WORKING_DAY),
        "a working day: the hours of a `d`, and of a day off",
        lambda settings: write_duration(settings.day),
        "duration",
    ),
    Setting(
        "holiday",
        _one(YEARLY_DAYS),
        "the days off that you give yourself in a year",
        lambda settings: None if settings.holiday is None else plain_number(settings.holiday),
        "number",
    ),
    Setting(
        "time_off",
        _one(INTERVALS),
        "days without work, each as a day or as `first/last`",
        lambda settings: plain_list(map(str, settings.time_off)),
        ListOf("interval"),
    ),
    Setting(
        "kept_since",
        _one(DATE),
        "the day from which you keep this ledger: what is older is not judged for what it lacks",
        lambda settings: None if settings.kept_since is None else str(settings.kept_since),
        "date",
    ),
    Setting(
        "areas",
        _areas,
        "what your time goes to besides clients, with the weekly hours meant for each",
        lambda settings: plain_map({area: plain_hours(minutes) for area, minutes in settings.areas.items()}) or "{}",
        MapOf("hours"),
    ),
    Setting(
        "tasks",
        _tasks,
        "kinds of work that a block may name; as a mapping, with the share of an hour that hourly work bills",
        tasks_text,
        OneOf((ListOf("text"), MapOf("percent"))),
    ),
    Setting(
        "roles",
        lambda reader, node: _names(reader, node, "a role"),
        "the roles that decisions are for",
        lambda settings: plain_list(map(plain_text, settings.roles)) or "[]",
        ListOf("text"),
    ),
    Setting(
        "review",
        lambda reader, node: reader.part(node, "review", {"every": PERIOD, "minutes": MINUTES_OF_A_DAY}),
        "how often the review comes (days), and the minutes it is meant to take",
        lambda settings: f"{{every: {settings.review_every}, minutes: {settings.review_minutes}}}",
        {"every": "days", "minutes": "minutes"},
    ),
    Setting(
        "targets",
        _targets,
        "income and floor a month, rate an hour",
        targets_text,
        {"income": "rate", "floor": "rate", "rate": "rate"},
    ),
    Setting(
        "stages",
        _stages,
        "a lead's open stages in order, with your prior chance of winning from each",
        lambda settings: plain_map({stage: plain_percent(chance) for stage, chance in settings.stages.items()}),
        MapOf("percent"),
    ),
    Setting(
        "stale_after",
        _one(DAYS),
        "days without a line after which a lead is stale",
        lambda settings: str(settings.stale_after),
        "days",
    ),
    Setting(
        "ideal_client",
        _ideal,
        "services offered, the least budget, the shortest timeframe in weeks",
        ideal_client_text,
        {"services": ListOf("text"), "budget": "money", "weeks": "number"},
    ),
    Setting(
        "marketing",
        lambda reader, node: _kept(reader, node, "marketing", Settings().marketing, PIECES),
        "pieces a fortnight on each of the four themes " + ", ".join(f"`{theme}`" for theme in THEMES),
        lambda settings: plain_map({theme: plain_number(count) for theme, count in settings.marketing.items()}),
        dict.fromkeys(THEMES, "number"),
    ),
    Setting(
        "fresh",
        lambda reader, node: _kept(reader, node, "fresh", Settings().fresh, DAYS),
        "days before something needs a refresh: " + ", ".join(f"`{item}`" for item in (*ITEM_TYPES, "tool")),
        lambda settings: plain_map({item: str(days) for item, days in settings.fresh.items()}),
        dict.fromkeys((*ITEM_TYPES, "tool"), "days"),
    ),
    Setting(
        "famine",
        _one(SHARE),
        "the share of a week's capacity for clients below which it is lean",
        lambda settings: plain_percent(settings.famine),
        "percent",
    ),
    Setting(
        "feast",
        _one(SHARE),
        "and above which it is overloaded",
        lambda settings: plain_percent(settings.feast),
        "percent",
    ),
)
