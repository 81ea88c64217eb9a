"""The ten questions that a new ledger begins with."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import click

from opsledger.capturing.ideal_week import usual_areas

if TYPE_CHECKING:
    from opsledger.capturing.professions import Profession
    from opsledger.values.duration import Minutes


class _Question(NamedTuple):
    """One question. keys: the setting, and the key inside it; default: as the setting is written, '' for none."""

    keys: tuple[str, str]
    text: str
    default: Callable[[Profession], str]


_QUESTIONS = (
    _Question(("business", ""), "What is your business called?", lambda profession: ""),
    _Question(
        ("currency", ""),
        "Which currency do you keep? (EUR, GBP, USD …; amounts are without VAT)",
        lambda profession: "EUR",
    ),
    _Question(
        ("hours", ""),
        "How many hours a week do you work in all, your own business included?",
        lambda profession: str(profession.hours),
    ),
    _Question(("client_hours", ""), "How many of them for clients?", lambda profession: str(profession.client_hours)),
    _Question(("ideal_client", "services"), "Which services do you sell?", lambda profession: profession.services),
    _Question(
        ("targets", "floor"),
        "What do you need a month? (rent, insurance, tax, yourself; Enter leaves it out)",
        lambda profession: "",
    ),
    _Question(
        ("targets", "income"), "What would you like to earn a month? (Enter leaves it out)", lambda profession: ""
    ),
    _Question(("targets", "rate"), "Which hourly rate do you aim at? (Enter leaves it out)", lambda profession: ""),
    _Question(
        ("areas", ""),
        "Which hours a week for your business itself?",
        lambda profession: _areas_beside(60 * profession.hours, 60 * profession.client_hours),
    ),
)
_Parts = dict[str, dict[str, str]]
_UNITS = {"floor": "/month", "income": "/month", "rate": "/h"}


def ask_settings(profession: Profession | None, *, asked: bool) -> tuple[Profession | None, dict[str, str]]:
    """The profession, and settings as `opsledger.yaml` writes them, by key.

    asked: put the questions on the terminal; else take the defaults of the profession, or none without one.
    """
    from opsledger.capturing.professions import BY_NAME
    from opsledger.models.settings import Settings

    if profession is None and not asked:
        usual = Settings()
        return None, {"areas": _as_setting(("areas", ""), _areas_beside(usual.hours, usual.client_hours), "")}
    if profession is None:
        names = ", ".join(BY_NAME)
        name = click.prompt(
            f"What do you do? ({names})", type=click.Choice(list(BY_NAME)), default="other", show_choices=False
        )
        profession = BY_NAME[name]
    parts: _Parts = {}
    for question in _QUESTIONS:
        answer = _answered(question, profession, parts, asked=asked)
        if answer:
            key, part = question.keys
            parts.setdefault(key, {})[part] = answer
    if asked and (remark := _remark(parts)):
        click.echo(f"  {remark}", err=True)
    values = {key: _written(inner) for key, inner in parts.items()}
    if floor := parts.get("targets", {}).get("floor"):
        values["living"] = floor  # what a month takes is what the reserve has to pay for, and the least to bring in
    own = {"tasks": profession.tasks, "stages": profession.stages, "fresh": profession.fresh}
    return profession, values | {key: value for key, value in own.items() if value}


def _answered(question: _Question, profession: Profession, before: _Parts, *, asked: bool) -> str:
    """The answer as a setting is written; asked again until it reads. before: the answers so far."""
    default = question.default(profession)
    currency = before.get("currency", {}).get("", "EUR")
    if asked and question.keys == ("client_hours", ""):
        default = str(_share(profession, _hours_of(before, "hours")) or default)
    if asked and question.keys == ("areas", ""):
        week, clients = _hours_of(before, "hours"), _hours_of(before, "client_hours")
        default = default if week is None or clients is None else _areas_beside(round(60 * week), round(60 * clients))
    while asked:
        shown = default.strip("[]")
        typed = click.prompt(question.text, default=shown, show_default=bool(shown)).strip()
        written = _as_setting(question.keys, typed, currency)
        if not written:
            return ""
        fault = _fault(question.keys, written, before)
        if fault is None:
            return written
        click.echo(f"  {fault}", err=True)
    return _as_setting(question.keys, default, currency)


def _areas_beside(week: Minutes, clients: Minutes) -> str:
    """What a week leaves beside clients, as the question shows it: `marketing 4, sales 3`."""
    return ", ".join(f"{area} {minutes / 60:g}" for area, minutes in usual_areas(max(week - clients, 0)).items())


def _share(profession: Profession, hours: float | None) -> int | None:
    """The hours for clients of a week of some hours, as the profession splits its own."""
    return None if hours is None else round(hours * profession.client_hours / profession.hours)


def _hours_of(parts: _Parts, key: str) -> float | None:
    """The hours that an answer gives; None if there is none, or it does not read."""
    from opsledger.values.duration import read_duration
    from opsledger.values.misread import Misread

    said = parts.get(key, {}).get("", "")
    try:
        return float(said) if said.replace(".", "", 1).isdecimal() else read_duration(said) / 60
    except Misread:
        return None


def _remark(parts: _Parts) -> str | None:
    """What is odd about the answers together: hours for clients and for the business beside those of the week."""
    from opsledger.models.settings import FILE

    week, clients = _hours_of(parts, "hours"), _hours_of(parts, "client_hours")
    areas = re.findall(r"[0-9.]+", parts.get("areas", {}).get("", ""))
    if week is None or clients is None or not areas:
        return None
    own = sum(map(float, areas))
    if own + clients == week:
        return None
    told = f"{clients:g} h for clients and {own:g} h for the business are {own + clients:g} h; your week has {week:g} h"
    return f"{told}. {'What is over' if own + clients > week else 'The rest'} is yours to change in {FILE}."


def _as_setting(keys: tuple[str, str], typed: str, currency: str) -> str:
    """What was typed, as the setting is written: a list in brackets, an amount with its unit."""
    if not typed:
        return ""
    if keys == ("business", ""):
        escaped = typed.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if keys == ("currency", ""):
        return typed.upper()
    if keys[0] == "targets":
        return _money(typed, currency) + ("" if "/" in typed else _UNITS[keys[1]])
    if keys[1] == "services":
        return f"[{', '.join('-'.join(one.split()) for one in typed.strip('[]').split(',') if one.strip())}]"
    if keys[0] == "areas":
        pairs = [one.replace(":", " ").split() for one in typed.strip("{}").split(",") if one.strip()]
        return "{" + ", ".join(": ".join(pair) for pair in pairs) + "}"
    return typed


def _money(typed: str, currency: str) -> str:
    """An amount as people type it: `2200 EUR`, `3.200`, `CHF 5'800.-`; what is not understood stays as it is."""
    from contextlib import suppress

    from opsledger.capturing.amounts import OtherCurrency, amount_meant

    with suppress(OtherCurrency):
        return amount_meant(typed, currency) or typed
    return typed


def _written(inner: dict[str, str]) -> str:
    if "" in inner:
        return inner[""]
    return "{" + ", ".join(f"{key}: {value}" for key, value in inner.items()) + "}"


def _fault(keys: tuple[str, str], written: str, before: _Parts) -> str | None:
    """What is wrong or odd about an answer beside those before, in the words of `check`; None if nothing is."""
    from opsledger.models.settings import FILE
    from opsledger.reading.settings import read_settings
    from opsledger.source import SourceFile

    key, part = keys
    week = f"hours: {_written(before['hours'])}\n" if key == "client_hours" and "hours" in before else ""
    text = f"{week}{key}: {_written({part: written})}\n"
    settings, problems = read_settings(SourceFile(FILE, text))
    if settings is None or problems:
        return "; ".join(
            f"{problem.message} ({problem.hint})" if problem.hint else problem.message for problem in problems
        )
    return None
