"""The server of one editor: its files and their positions, what it hears of them, and the edits it is handed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from opsledger.diagnostics import Fix
from opsledger.language import translation
from opsledger.language.positions import Positions, Unit
from opsledger.language.session import FileProblems, OpenLedger, Session
from opsledger.source import BOM, SourceFile, Span
from opsledger.version import VERSION

log = logging.getLogger(__name__)

QUIET = 0.15  # seconds without a change before the ledger is read again
LONGEST = 1.0  # seconds after which it is read even while somebody goes on typing


class Asked(NamedTuple):
    """What a request is about: a file of a ledger, its text, and an offset in it."""

    path: Path
    ledger: OpenLedger
    source: SourceFile
    positions: Positions
    offset: int


class EditorServer(LanguageServer):
    """The server of one editor."""

    def __init__(self, today: Callable[[], date]) -> None:
        # Whole texts: the protocol's increments count lines in a way that not all parties agree on.
        super().__init__("opsledger", VERSION, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.session = Session(today)
        self.uris: dict[Path, str] = {}
        self.waiting: asyncio.TimerHandle | None = None
        self.latest = 0.0
        self.touched: set[Path] = set()

    # Files and positions

    def path_of(self, uri: str) -> Path | None:
        """The file of a URI; None for what is not a file."""
        place = to_fs_path(uri)
        return Path(place) if place else None

    def uri_of(self, path: Path) -> str:
        """A file's URI, as the editor wrote it when it opened the file."""
        return self.uris.get(path) or from_fs_path(str(path)) or ""

    def positions(self, path: Path, source: SourceFile) -> Positions:
        """The positions of a file as the editor counts them."""
        opened = self.session.files.get(path)
        has_bom = opened is not None and opened.text.startswith(BOM)
        return Positions(source, Unit(self.workspace.position_encoding or Unit.UTF16), has_bom=has_bom)

    def location(self, ledger: OpenLedger, file: str, span: Span | None) -> types.Location:
        """A place in a file of a ledger."""
        path = ledger.root / file
        source = span.source if span else None
        positions = self.positions(path, source) if source else None
        return types.Location(self.uri_of(path), translation.range_of_span(positions, span))

    def asked(self, uri: str, position: types.Position | None = None) -> Asked | None:
        """What a request is about, by default at the file's beginning; None if the file belongs to no ledger."""
        path = self.path_of(uri)
        ledger = self.session.ledger_of(path) if path else None
        source = self.session.source_of(path) if path else None
        if path is None or ledger is None or source is None:
            return None
        positions = self.positions(path, source)
        offset = positions.offset_at(position.line, position.character) if position else 0
        return Asked(path, ledger, source, positions, offset)

    # Diagnostics

    def changed(self, ledger: OpenLedger | None) -> None:
        """Look at a ledger again, as soon as nothing has changed for a moment."""
        if ledger is None:
            return
        loop = asyncio.get_running_loop()
        if self.waiting:
            self.waiting.cancel()
        if not self.touched:
            self.latest = loop.time() + LONGEST
        self.touched.add(ledger.root)
        self.waiting = loop.call_at(min(loop.time() + QUIET, self.latest), self.tell_all)

    def tell_all(self) -> None:
        """Tell what is wrong in the ledgers that were changed."""
        self.waiting = None
        for root in sorted(self.touched):
            try:
                for told in self.session.ledgers[root].changes():
                    self.tell(self.session.ledgers[root], told)
            except Exception:
                log.exception("%s cannot be checked", root)
        self.touched.clear()

    def tell(self, ledger: OpenLedger, told: FileProblems) -> None:
        """Tell what is wrong in one file; nothing, if it was mended."""
        opened = self.session.files.get(told.path)
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri=self.uri_of(told.path),
                version=opened.version if opened else None,
                diagnostics=self.diagnostics(ledger, told),
            )
        )

    def diagnostics(self, ledger: OpenLedger, told: FileProblems) -> list[types.Diagnostic]:
        """What is wrong in one file, in the protocol's words."""
        positions = self.positions(told.path, told.source) if told.source else None
        return [
            translation.diagnostic(
                problem, positions, [self.location(ledger, other.file, other.span) for other in problem.related]
            )
            for problem in told.problems
        ]

    # Edits

    def edit(self, ledger: OpenLedger, fixes: Iterable[Fix]) -> list[types.TextDocumentEdit]:
        """Texts to write, file by file."""
        by_file: dict[str, list[Fix]] = {}
        for fix in fixes:
            by_file.setdefault(fix.span.file, []).append(fix)
        return [self._edit_of_file(ledger.root / file, found) for file, found in by_file.items()]

    def _edit_of_file(self, path: Path, fixes: list[Fix]) -> types.TextDocumentEdit:
        positions = self.positions(path, fixes[0].span.source)
        opened = self.session.files.get(path)
        return types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(self.uri_of(path), opened.version if opened else None),
            [types.TextEdit(translation.range_of_span(positions, fix.span), fix.text) for fix in fixes],
        )
