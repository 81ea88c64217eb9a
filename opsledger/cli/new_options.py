"""The options of `opsledger new`, as people type them and as the format has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from opsledger.cli.output import Refusal

if TYPE_CHECKING:
    from opsledger.reading.fields import Field
    from opsledger.reading.kinds import Kind

_MONEY = re.compile(r"money|rate", re.IGNORECASE)


def told(misread: Any) -> str:
    """What is wrong with a value, and what to write instead."""
    return f"{misread.message} ({misread.hint})" if misread.hint else str(misread.message)


def _as_meant(field: Field, written: str, currency: str) -> str:
    """An amount or hours as people type them (`4.800,50`, `1500 €`, `20,5h`) as the format has them; else as it is."""
    from opsledger.capturing.amounts import OtherCurrency, amount_meant
    from opsledger.values.misread import Misread

    name = field.type.name
    if not (_MONEY.search(name) or name == "duration"):
        return written
    try:
        field.type.read(written.strip())
    except Misread:
        if name == "duration":
            return written.replace(",", ".")
        with suppress(OtherCurrency):
            return amount_meant(written, currency) or written
    return written


def read_options(
    kind: Kind, given: Mapping[str, str | tuple[str, ...] | None], currency: str
) -> dict[str, str | Sequence[str]]:
    """The options given, each read by its field. Raises Refusal."""
    from opsledger.editing.record_text import read_option
    from opsledger.values.misread import Misread

    values: dict[str, str | Sequence[str]] = {}
    for field in kind.fields:
        written = given.get(field.key)
        if written is None or written == ():
            continue
        unit = "/h" if field.key == "rate" else "/month" if given.get("billing") == "retainer" else ""
        if field.key in ("rate", "price") and isinstance(written, str) and "/" not in written:
            written = f"{written}{unit}"
        try:
            if isinstance(written, str):
                values[field.key] = read_option(field, _as_meant(field, written, currency))
            else:
                values[field.key] = [read_option(field, one) for many in written for one in many.split(",")]
        except Misread as misread:
            option = "NAME" if field.key == "name" else f"--{field.key.replace('_', '-')}"
            raise Refusal(f"{option}: {told(misread)}") from None
    return values
