"""What was read of a large ledger's files, kept for the next run: only what has changed since is read again."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from opsledger.cache import keep, program, recalled
from opsledger.diagnostics import Diagnostic
from opsledger.loading.files import Document, Found, document_of, unreadable
from opsledger.loading.folder import read_bytes
from opsledger.loading.ledger import read_settings, without_collecting
from opsledger.loading.packing import PackedRecord, packed, unpacked
from opsledger.loading.signature import Signature, signature_of
from opsledger.models.record import Record
from opsledger.models.reviews import WrittenReview
from opsledger.models.settings import FILE, Settings
from opsledger.reading.kinds import Kind
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record
from opsledger.source import SourceFile

_STALE = 0.05  # the share of files that were read again from which on all is written again
_ROOMS = (".", "values", "models", "reading", "forecast")  # the last derives what is kept with a record


class _KeptRecord(NamedTuple):
    """A file without faults: what it went by, what it says, and what follows from that.

    signature: its status when it was read. first: its status when it first said the same.
    """

    signature: Signature
    first: Signature
    grammar: Grammar
    record: Record | PackedRecord
    derived: Any = None

    @property
    def source(self) -> SourceFile:
        """Its text."""
        return self.record.source if isinstance(self.record, PackedRecord) else self.record.document


class _KeptSettings(NamedTuple):
    """The settings' file, if it is without faults: its status when it was read, its text, and what it says."""

    signature: Signature
    source: SourceFile
    said: Mapping[str, Any]


class KeptReading:
    """One reading of a ledger's folder, which takes what has not changed from the last one.

    statuses: those of the folder's files, if they are known. derive: what follows from a record alone, as plain values,
    which is kept with it. derived: that of the records that were taken from the last reading. same: files that changed
    and say what they said, with the status that they had then.
    """

    def __init__(
        self,
        root: Path,
        statuses: Mapping[str, Signature | None] | None = None,
        derive: Callable[[Record], Any] | None = None,
    ) -> None:
        place = str(root.resolve()).encode("utf-8", "surrogateescape")
        self._file = f"{blake2b(place, digest_size=16).hexdigest()}.read"
        self._known, self._settings = _recalled(self._file)
        self._statuses = statuses or {}
        self._derive = derive
        self.derived: dict[Record, Any] = {}
        self.same: dict[str, Signature] = {}
        self._read: dict[str, _KeptRecord] = {}
        self._read_again = 0
        self._are_settings_new = False
        self.signatures: dict[str, Signature | None] = {}

    def document(self, found: Found) -> Document:
        """A file's text, from the last reading if its status has not changed."""
        path, place = found
        try:
            signature = self.signatures[path] = self._statuses.get(path) or signature_of(place)
            kept = self._settings if path == FILE else self._known.get(path)
            if kept is not None and kept.signature == signature:
                return Document(kept.source, ())
            data = read_bytes(place)
        except OSError as fault:
            self.signatures[path] = None
            return unreadable(path, fault)
        return document_of(path, data)

    def settings(self, source: SourceFile) -> tuple[Settings | None, list[Diagnostic]]:
        """The settings, from the last reading if their text is that one's: what reads YAML need not be imported."""
        kept = self._settings
        if kept is not None and kept.source is source:
            return Settings(**{key: _frozen(each) for key, each in kept.said.items()}), []
        settings, faults = read_settings(source)
        signature = self.signatures.get(source.path)
        self._settings = None
        if settings is not None and signature is not None and not faults:
            self._are_settings_new = True
            named = ((each.name, getattr(settings, each.name)) for each in fields(settings))
            plain = {key: dict(value) if isinstance(value, MappingProxyType) else value for key, value in named}
            self._settings = _KeptSettings(signature, source, plain)
        return settings, faults

    def record(self, kind: Kind, source: SourceFile, grammar: Grammar) -> tuple[Record | None, list[Diagnostic]]:
        """A file's record, from the last reading if that went by the same text and words."""
        kept = self._known.get(source.path)
        if kept is not None and kept.source is source and kept.grammar == grammar:
            self._read[source.path] = kept
            if kept.first != kept.signature:
                self.same[source.path] = kept.first
            known = unpacked(kept.record) if isinstance(kept.record, PackedRecord) else kept.record
            self.derived[known] = kept.derived
            return known, []
        record, faults = read_record(kind, source, grammar)
        signature = self.signatures.get(source.path)
        if record is not None and signature is not None and not faults:
            first = signature
            if kept is not None and kept.grammar == grammar and _says_the_same(kept, record):
                first = self.same[source.path] = kept.first
            self._read_again += 1
            self._read[source.path] = _KeptRecord(signature, first, grammar, record)
        return record, faults

    def keep(self) -> None:
        """Keep what was read for the next run, if that is worth it."""
        if self._are_settings_new or self._read_again > _STALE * len(self._read):
            read = {path: self._packed(each) for path, each in self._read.items()}
            kept = (program(_ROOMS), read, self._settings)
            keep("ledgers", self._file, pickle.dumps(kept, pickle.HIGHEST_PROTOCOL))

    def _packed(self, read: _KeptRecord) -> _KeptRecord:
        if isinstance(read.record, PackedRecord):
            return read
        return read._replace(record=packed(read.record), derived=self._derive and self._derive(read.record))


def _says_the_same(kept: _KeptRecord, record: Record) -> bool:
    """Whether a file's text only went on, and nothing that was added is read: all that is seen of it is where it was.

    Of a review what its user wrote is seen, too.
    """
    has_gone_on = record.document.text.startswith(kept.source.text) and kept.source.text.endswith("\n")
    if not has_gone_on or record.document.has_bom != kept.source.has_bom or isinstance(record, WrittenReview):
        return False
    before = kept.record if isinstance(kept.record, PackedRecord) else packed(kept.record)
    return _is_same(before, packed(record))


def _is_same(before: Any, now: Any) -> bool:
    """Whether two values are the same, places in two texts of one file, too."""
    if type(before) is not type(now):
        return False
    if isinstance(before, SourceFile):
        return before.path == now.path  # type: ignore[no-any-return]
    if isinstance(before, tuple | list):
        return len(before) == len(now) and all(map(_is_same, before, now))
    if isinstance(before, dict | MappingProxyType):
        return _is_same(list(before.items()), list(now.items()))
    return before == now  # type: ignore[no-any-return]


def _frozen(value: Any) -> Any:
    return MappingProxyType(value) if isinstance(value, dict) else value


class _Remaking(pickle.Unpickler):
    """Makes records, lines and values again, and nothing else: of no other class, and by no function."""

    _PLAIN = frozenset((("datetime", "date"), ("datetime", "time"), ("decimal", "Decimal"), ("fractions", "Fraction")))
    _OWN = (
        *("opsledger.source", "opsledger.values.", "opsledger.models.", "opsledger.reading.lines"),
        *("opsledger.loading.packing", __name__),
    )

    def find_class(self, module: str, name: str) -> Any:
        """A class that may be made. Raises UnpicklingError for any other."""
        if (module, name) in self._PLAIN or module.startswith(self._OWN):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not kept")


def _recalled(file: str) -> tuple[dict[str, _KeptRecord], _KeptSettings | None]:
    data = recalled("ledgers", file)
    if data is None:
        return {}, None
    try:
        with without_collecting():
            made_by, found, settings = _Remaking(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, LookupError, TypeError, ValueError, AttributeError, EOFError, ImportError):
        return {}, None
    return (found, settings) if made_by == program(_ROOMS) else ({}, None)
