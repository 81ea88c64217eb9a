"""Which records name each other in their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opsledger.models.lines import Reference
from opsledger.models.record import LoggedRecord, Record
from opsledger.reading.fields import REFERENCE
from opsledger.reading.kinds import kind_of
from opsledger.values.characters import same_id


class Relations:
    """The records with a log, by file and by id, and who names whom."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_file = {record.file: record for record in records if isinstance(record, LoggedRecord)}
        self._by_id: dict[str, list[LoggedRecord]] = {}
        for record in self.by_file.values():
            self._by_id.setdefault(same_id(record.id), []).append(record)
        self._naming: dict[str, list[LoggedRecord]] | None = None

    def named(self, record: Record) -> Iterator[tuple[str, LoggedRecord]]:
        """The records that a record's fields name, each with the field's key."""
        kind = kind_of(record.file)
        for field in kind.fields if kind else ():
            value = getattr(record, field.target)
            if field.type is REFERENCE and isinstance(value, Reference) and (found := self.of_id(field.key, value.id)):
                yield field.key, found

    def naming(self, record: Record) -> Sequence[LoggedRecord]:
        """The records whose fields name a record."""
        if self._naming is None:
            self._naming = {}
            for each in self.by_file.values():
                for _, other in self.named(each):
                    self._naming.setdefault(other.file, []).append(each)
        return self._naming.get(record.file, ())

    def of_id(self, kind: str, record_id: str) -> LoggedRecord | None:
        """The record of an id: of several the one of a kind, else the first."""
        found = self._by_id.get(same_id(record_id), [])
        return next((each for each in found if kind_name(each) == kind), found[0] if found else None)


def kind_name(record: Record) -> str:
    """What kind of record it is: `lead`, `project`, ..."""
    kind = kind_of(record.file)
    return kind.name if kind else ""
