"""JSON in which exact numbers stay exact: decimals are written digit for digit, never as floats."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from opsledger.patterns import pattern

Json: TypeAlias = "bool | int | float | Decimal | Fraction | str | date | Sequence[Json] | Mapping[str, Json] | None"

SCHEMA = 1
_WIDEST = 100
_SURROGATE = pattern("[\ud800-\udfff]")


def envelope(kind: str, on: date, data: Json) -> dict[str, Json]:
    """What every `--json` prints: a schema number, the kind of data, the day asked about, and the data."""
    return {"schema": SCHEMA, "kind": kind, "on": on, "data": data}


def json_text(value: Json, *, ascii_only: bool = False, indent: str = "") -> str:
    """A value as JSON; lists and objects that fit are on one line.

    ascii_only: for a stream that cannot show every character. What JSON has no number for is null.
    """
    if isinstance(value, Mapping):
        parts = [
            f"{_string(key, ascii_only)}: {json_text(inner, ascii_only=ascii_only, indent=indent + '  ')}"
            for key, inner in value.items()
        ]
        return _enclosed(parts, "{}", indent)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _enclosed(
            [json_text(inner, ascii_only=ascii_only, indent=indent + "  ") for inner in value], "[]", indent
        )
    return _scalar(value, ascii_only)


def json_line(value: Json) -> str:
    """A value as JSON on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_string(key, False)}: {json_line(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(json_line, value)) + "]"
    return _scalar(value, ascii_only=False)


def _enclosed(parts: list[str], brackets: str, indent: str) -> str:
    line = ", ".join(parts)
    if len(indent) + len(line) <= _WIDEST and "\n" not in line:
        return f"{brackets[0]}{line}{brackets[1]}"
    inner = f",\n{indent}  ".join(parts)
    return f"{brackets[0]}\n{indent}  {inner}\n{indent}{brackets[1]}"


def _scalar(value: bool | int | float | Decimal | Fraction | str | date | None, ascii_only: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value, ascii_only)
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return _number(value)


def _string(text: str, ascii_only: bool) -> str:
    written = json.dumps(text, ensure_ascii=ascii_only)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _number(value: int | float | Decimal | Fraction) -> str:
    if isinstance(value, float):
        return (str(int(value)) if value.is_integer() else repr(value)) if math.isfinite(value) else "null"
    if isinstance(value, int):
        return str(value)
    exact = value if isinstance(value, Decimal) else Decimal(value.numerator) / Decimal(value.denominator)
    if not exact.is_finite():
        return "null"
    return str(int(exact)) if exact == exact.to_integral_value() else f"{exact:f}"
