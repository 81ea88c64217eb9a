"""A ledger that is kept between edits: what was read of a file is read again only when the file has changed."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from opsledger.diagnostics import Diagnostic
from opsledger.loading.files import Document, Found, document_of, unreadable
from opsledger.loading.folder import read_bytes
from opsledger.loading.frozen import read_frozen
from opsledger.loading.ledger import Readers, load
from opsledger.loading.signature import Signature, signature_of
from opsledger.models.ledger import Ledger
from opsledger.reading.records import read_record, read_schedule
from opsledger.reading.settings import read_settings


class _Kept(NamedTuple):
    """A file as it was read. signature: its status before, None if that does not vouch for its content."""

    signature: Signature | None
    digest: bytes
    document: Document


class KeptLedger:
    """A folder's ledger, brought up to date by `refresh`; one thread at a time.

    At every moment `ledger` is what `load` would have given at the last refresh. Texts that were not saved yet can be
    laid over files, or over places where no file is yet: they count as if they had been saved.
    """

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)
        self._ledger: Ledger | None = None
        self._told: tuple[Diagnostic, ...] = ()  # of the ledger
        self._seen: dict[str, bytes] = {}  # of the ledger: each file's digest
        self._laid: dict[str, bytes] = {}
        self._files: dict[str, _Kept] = {}
        self._used: dict[str, _Kept] = {}
        self._results = (_Results(), _Results(), _Results(), _Results())

    @property
    def ledger(self) -> Ledger:
        """The ledger as of the last refresh that succeeded. Raises LedgerUnreadable if none ever did."""
        if self._ledger is None:
            self.refresh()
        assert self._ledger is not None
        return self._ledger

    @property
    def last(self) -> Ledger | None:
        """The ledger as of the last refresh that succeeded; None if none ever did."""
        return self._ledger

    def lay(self, path: str, text: str) -> None:
        """Let a text stand for a file's, by its path relative to the ledger (with `/`), from the next refresh on."""
        self._laid[path] = text.encode("utf-8", "surrogatepass")

    def lift(self, path: str) -> None:
        """Let a file speak for itself again, from the next refresh on."""
        self._laid.pop(path, None)

    def refresh(self) -> frozenset[str]:
        """Bring the ledger up to date, and say which files differ from when it last was: changed, new or gone.

        A file that is in the ledger's way without being read (a pipe, a conflicted copy) counts when what is said of it
        changes. Without any such path `ledger` is the same object as before. Raises LedgerUnreadable as `load` does,
        and keeps the ledger it had.
        """
        self._used = {}
        record, schedule, settings, frozen = self._results
        readers = Readers(
            document=self._document,
            record=record.of(read_record, source=1),
            schedule=schedule.of(read_schedule),
            settings=settings.of(read_settings),
            frozen=frozen.of(read_frozen),
            unsaved=self._laid,
        )
        try:
            ledger = load(self.root, readers)
        finally:
            # Where the settings could not be read, the other files were not come by.
            self._files = self._files | self._used
        self._files = self._used
        for results in self._results:
            results.forget()
        seen = {path: kept.digest for path, kept in self._used.items()}
        changed = {path for path in seen.keys() | self._seen.keys() if seen.get(path) != self._seen.get(path)}
        told = tuple(problem for problem in ledger.problems if problem.span is None)
        changed |= {problem.file for problem in set(told) ^ set(self._told)}
        if changed or self._ledger is None:
            self._ledger, self._seen, self._told = ledger, seen, told
        return frozenset(changed)

    def _document(self, found: Found) -> Document:
        """A file's text, read only if it may have changed; the same object if its content has not."""
        path, place = found
        kept = self._files.get(path)
        laid = self._laid.get(path)
        if laid is not None:
            signature, data = None, laid
        else:
            try:
                signature = signature_of(place)
                if kept is not None and kept.signature is not None and kept.signature == signature:
                    self._used[path] = kept
                    return kept.document
                data = read_bytes(place)
            except OSError as fault:
                return unreadable(path, fault)
        digest = blake2b(data, digest_size=16).digest()
        document = kept.document if kept is not None and kept.digest == digest else document_of(path, data)
        self._used[path] = _Kept(signature, digest, document)
        return document


class _Results:
    """What a reader made of each file, by path, while the text and whatever else it went by stay the same."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[Any, ...], Any]] = {}
        self._used: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def of(self, read: Callable[..., Any], source: int = 0) -> Callable[..., Any]:
        """A reader that reads only what it has not read before; source: which of its arguments is the file."""
        self._used = {}
        kept, used = self._kept, self._used

        def reader(*arguments: Any) -> Any:
            path = arguments[source].path
            known = kept.get(path)
            if known is None or not _same(known[0], arguments):
                known = (arguments, read(*arguments))
            used[path] = known
            return known[1]

        return reader

    def forget(self) -> None:
        """Drop what the last run did not come by."""
        self._kept = self._used


def _same(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    return all(one is other or one == other for one, other in zip(before, now, strict=True))
