"""The tables of docs/exporting.md, from the ones that the database is made of."""

from __future__ import annotations

from collections.abc import Callable

from opsledger.exporting.schema import RELATIONS
from tests.docs_format import table


def database() -> str:
    """Every table of the database with its columns."""
    rows = [
        (f"`{relation.name}`", ", ".join(f"`{column.name}`" for column in relation.columns)) for relation in RELATIONS
    ]
    rows.append(("`about`", "`key`, `value`: the day (`on`), the business, its currency, the ledger's format"))
    return table(("table", "columns"), rows)


EXPORT_PARTS: dict[str, Callable[[], str]] = {"database": database}
