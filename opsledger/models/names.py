"""Records by the names that people call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from opsledger.models.lines import Reference
from opsledger.models.record import LoggedRecord
from opsledger.values.characters import same_id, same_name

_NAMING = ("leads", "projects", "website")  # the folders whose records name a client


def ids_by_name(records: Iterable[LoggedRecord], unread: Iterable[str] = ()) -> dict[str, str]:
    """Each record's id by its name and by its id as free names compare; what two records are called is left out.

    unread: the ids of records that cannot be read.
    """
    found: dict[str, set[str]] = {}
    for record in records:
        for name in {same_name(record.name or ""), same_name(record.id)} - {""}:
            found.setdefault(name, set()).add(record.id)
    for name in unread:
        found.setdefault(same_name(name), set()).add(name)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def with_clients_found(
    records: Mapping[str, tuple[Any, ...]], unread: Mapping[str, Iterable[str]]
) -> dict[str, tuple[Any, ...]]:
    """Records by folder, with each client that is a plain name and has a file under that name as the file's id."""
    clients = records.get("clients", ())
    missing = tuple(unread.get("clients", ()))
    if not clients and not missing:
        return dict(records)
    known = {same_id(client.id) for client in clients} | set(missing)
    names = ids_by_name(clients, missing)

    def found(record: Any) -> Any:
        client: Reference | None = getattr(record, "client", None)
        if client is None or client.id in known or same_name(client.id) not in names:
            return record
        return replace(record, client=client._replace(id=names[same_name(client.id)]))

    return {folder: tuple(map(found, some)) if folder in _NAMING else some for folder, some in records.items()}
