"""The settings as they are written in `opsledger.yaml`, each as YAML on one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from opsledger.models.settings import FORMAT, Settings
from opsledger.reading.settings import SETTINGS as TABLE
from opsledger.values.duration import Minutes, hours_of

WriteSetting: TypeAlias = Callable[[Settings], str | None]


def _number(value: Decimal | int) -> str:
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _hours(minutes: Minutes) -> str:
    return _number(hours_of(minutes)) if minutes % 3 == 0 else f"{minutes}m"


def _percent(share: Decimal) -> str:
    return f"{_number(share * 100)}%"


def _text(value: str) -> str:
    """A text that YAML reads as itself."""
    if value.replace(" ", "").replace("-", "").replace("_", "").isalnum() and value[0].isalpha():
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _listed(values: Iterable[str]) -> str | None:
    text = ", ".join(values)
    return f"[{text}]" if text else None


def _mapped(pairs: Mapping[str, str | None]) -> str | None:
    text = ", ".join(f"{_text(key)}: {value}" for key, value in pairs.items() if value is not None)
    return f"{{{text}}}" if text else None


def _targets(settings: Settings) -> str | None:
    rates = (("income", "month"), ("floor", "month"), ("rate", "h"))
    amounts = {key: getattr(settings.targets, key) for key, _ in rates}
    return _mapped({key: f"{_number(amounts[key])}/{unit}" for key, unit in rates if amounts[key] is not None})


def _ideal_client(settings: Settings) -> str | None:
    ideal = settings.ideal_client
    return _mapped(
        {
            "services": _listed(map(_text, ideal.services)),
            "budget": None if ideal.budget is None else _number(ideal.budget),
            "weeks": None if ideal.weeks is None else _number(ideal.weeks),
        }
    )


_WRITTEN: dict[str, WriteSetting] = {
    "format": lambda _: str(FORMAT),
    "business": lambda settings: None if settings.business is None else _text(settings.business),
    "currency": lambda settings: settings.currency,
    "hours": lambda settings: _hours(settings.hours),
    "client_hours": lambda settings: _hours(settings.client_hours),
    "time_off": lambda settings: _listed(map(str, settings.time_off)),
    "areas": lambda settings: _mapped({area: _hours(minutes) for area, minutes in settings.areas.items()}) or "{}",
    "tasks": lambda settings: _listed(map(_text, settings.tasks)),
    "roles": lambda settings: _listed(map(_text, settings.roles)) or "[]",
    "review": lambda settings: f"{{every: {settings.review_every}, minutes: {settings.review_minutes}}}",
    "targets": _targets,
    "stages": lambda settings: _mapped({stage: _percent(chance) for stage, chance in settings.stages.items()}),
    "stale_after": lambda settings: str(settings.stale_after),
    "ideal_client": _ideal_client,
    "marketing": lambda settings: _mapped({theme: _number(count) for theme, count in settings.marketing.items()}),
    "fresh": lambda settings: _mapped({item: str(days) for item, days in settings.fresh.items()}),
    "famine": lambda settings: _percent(settings.famine),
    "feast": lambda settings: _percent(settings.feast),
}


def written_settings(settings: Settings) -> dict[str, str | None]:
    """Each setting as YAML on one line; None where it is unset."""
    return {setting.key: _WRITTEN[setting.key](settings) for setting in TABLE}
