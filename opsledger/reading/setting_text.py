"""How settings are written in `opsledger.yaml`: as YAML on one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from opsledger.models.settings import Settings
from opsledger.values.duration import Minutes, hours_of


def plain_number(value: Decimal | int) -> str:
    """A number without zeros at its end."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_hours(minutes: Minutes) -> str:
    """Minutes as hours if that is exact."""
    return plain_number(hours_of(minutes)) if minutes % 3 == 0 else f"{minutes}m"


def plain_percent(share: Decimal) -> str:
    """A share as a percentage."""
    return f"{plain_number(share * 100)}%"


def plain_text(value: str) -> str:
    """A text that YAML reads as itself."""
    if value.replace(" ", "").replace("-", "").replace("_", "").isalnum() and value[0].isalpha():
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def plain_list(values: Iterable[str]) -> str | None:
    """Values as a list; None if there are none."""
    text = ", ".join(values)
    return f"[{text}]" if text else None


def plain_map(pairs: Mapping[str, str | None]) -> str | None:
    """Values by key as a mapping; None if there are none."""
    text = ", ".join(f"{plain_text(key)}: {value}" for key, value in pairs.items() if value is not None)
    return f"{{{text}}}" if text else None


def tasks_text(settings: Settings) -> str | None:
    """The tasks: a list if all of each is billed, else each with its share."""
    if all(share == 1 for share in settings.tasks.values()):
        return plain_list(map(plain_text, settings.tasks))
    return plain_map({task: plain_percent(share) for task, share in settings.tasks.items()})


def targets_text(settings: Settings) -> str | None:
    """The targets that are set."""
    rates = (("income", "month"), ("floor", "month"), ("rate", "h"))
    amounts = {key: getattr(settings.targets, key) for key, _ in rates}
    return plain_map({key: f"{plain_number(amounts[key])}/{unit}" for key, unit in rates if amounts[key] is not None})


def ideal_client_text(settings: Settings) -> str | None:
    """What is set of the ideal client."""
    ideal = settings.ideal_client
    return plain_map(
        {
            "services": plain_list(map(plain_text, ideal.services)),
            "budget": None if ideal.budget is None else plain_number(ideal.budget),
            "weeks": None if ideal.weeks is None else plain_number(ideal.weeks),
        }
    )
