"""What the server answers: each request of the protocol, by one of the plain functions beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import Any, BinaryIO, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from opsledger.language import translation
from opsledger.language.channel import Channel
from opsledger.language.completion import complete
from opsledger.language.hover import hover
from opsledger.language.notices import NOTICES
from opsledger.language.outline import outline_parts
from opsledger.language.records import described, record_of
from opsledger.language.references import meant_by, mention_at, references_to
from opsledger.language.renaming import CannotRename, renamable_at, rename
from opsledger.language.server import Asked, EditorServer
from opsledger.models.record import Record
from opsledger.reading.records import record_id

log = logging.getLogger(__name__)

_TRIGGERS = [" ", "[", "@", ":", "."]

_RENAMED = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*.md", types.FileOperationPatternKind.File), "file")]
)


def serve(today: Callable[[], date], stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Speak with an editor until it says that it is done, or is gone.

    Raises OSError, as BrokenPipeError if the editor reads no answers any more.
    """
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_a_fault)
    channel = Channel(stdin, stdout)
    make_server(today).start_io(cast("BinaryIO", channel), cast("BinaryIO", channel))
    if channel.fault:
        raise channel.fault


def _is_a_fault(record: logging.LogRecord) -> bool:
    """Whether the log has to hold something: a request that is refused is told why, and that is not a fault."""
    return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcException))


def make_server(today: Callable[[], date]) -> EditorServer:
    """A server that answers everything below."""
    server = EditorServer(today)
    for method, answer, *options in _FEATURES:
        server.feature(method, *options)(answer)
    return server


def _completion(server: EditorServer, params: types.CompletionParams) -> types.CompletionList:
    asked = server.asked(params.text_document.uri, params.position)
    if asked is None:
        return types.CompletionList(is_incomplete=False, items=[])
    view = asked.ledger.view(fresh=False)
    found = complete(view.ledger, asked.source, asked.offset, view.today)
    where = translation.range_of_span(asked.positions, found.span)
    return types.CompletionList(found.is_cut, [translation.completion(offer, where) for offer in found.offers])


def _hover(server: EditorServer, params: types.HoverParams) -> types.Hover | None:
    asked = server.asked(params.text_document.uri, params.position)
    found = hover(asked.ledger.view(), asked.source, asked.offset) if asked else None
    if not asked or not found:
        return None
    span, text = found
    content = types.MarkupContent(types.MarkupKind.Markdown, text)
    return types.Hover(content, translation.range_of_span(asked.positions, span))


def _definition(server: EditorServer, params: types.DefinitionParams) -> list[types.Location]:
    asked = server.asked(params.text_document.uri, params.position)
    ledger = asked.ledger.view().ledger if asked else None
    mention = mention_at(ledger, asked.source, asked.offset) if asked and ledger else None
    if not asked or not ledger or not mention:
        return []
    return [_of_record(server, asked, record) for record in meant_by(ledger, mention)]


def _of_record(server: EditorServer, asked: Asked, record: Record) -> types.Location:
    return server.location(asked.ledger, record.file, record.front.get("name") or record.whole)


def _references(server: EditorServer, params: types.ReferenceParams) -> list[types.Location]:
    asked = server.asked(params.text_document.uri, params.position)
    ledger = asked.ledger.view().ledger if asked else None
    found = renamable_at(ledger, asked.source, asked.offset) if asked and ledger else None
    if not asked or not ledger or not found:
        return []
    record = found[1]
    own = [_of_record(server, asked, record)] if params.context.include_declaration else []
    named = [server.location(asked.ledger, one.span.file, one.span) for one in references_to(ledger, record)]
    return [*own, *named]


def _prepare_rename(server: EditorServer, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    asked = server.asked(params.text_document.uri, params.position)
    found = renamable_at(asked.ledger.view().ledger, asked.source, asked.offset) if asked else None
    if not asked or not found:
        return None
    span, record = found
    return types.PrepareRenamePlaceholder(translation.range_of_span(asked.positions, span), record.id)


def _rename(server: EditorServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    asked = server.asked(params.text_document.uri, params.position)
    ledger = asked.ledger.view().ledger if asked else None
    found = renamable_at(ledger, asked.source, asked.offset) if asked and ledger else None
    if not asked or not ledger or not found:
        raise _refused("there is no record's id here")
    able = server.client_capabilities.workspace and server.client_capabilities.workspace.workspace_edit
    if not able or types.ResourceOperationKind.Rename not in (able.resource_operations or ()):
        raise _refused("this editor does not rename files for a server")
    try:
        renaming = rename(ledger, found[1], params.new_name.strip())
    except CannotRename as reason:
        raise _refused(str(reason)) from None
    place, new_place = (server.uri_of(asked.ledger.root / path) for path in (renaming.path, renaming.new_path))
    moved = types.RenameFile(old_uri=place, new_uri=new_place)
    return types.WorkspaceEdit(document_changes=[*server.edit(asked.ledger, renaming.edits), moved])


def _files_renamed(server: EditorServer, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    """What has to be written when the editor itself moves files: whatever names a record by its old id."""
    edits: list[types.TextDocumentEdit] = []
    for file in params.files:
        asked, place = server.asked(file.old_uri), server.path_of(file.new_uri)
        ledger = asked.ledger.view().ledger if asked else None
        record = record_of(ledger, asked.source.path) if asked and ledger else None
        if not asked or not ledger or not record or not place or not place.name.endswith(".md"):
            continue
        if record_id(place.name) == record.id:  # filed away
            continue
        try:
            edits += server.edit(asked.ledger, rename(ledger, record, record_id(place.name)).edits)
        except CannotRename as reason:
            log.warning("%s keeps its old id where it is named: %s", place, reason)
    return types.WorkspaceEdit(document_changes=[*edits]) if edits else None


def _refused(reason: str) -> JsonRpcException:
    return JsonRpcException(reason, code=types.LSPErrorCodes.RequestFailed)


def _code_actions(server: EditorServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    asked = server.asked(params.text_document.uri, params.range.start)
    if not asked:
        return []
    end = asked.positions.offset_at(params.range.end.line, params.range.end.character)
    actions = []
    for problem in asked.ledger.problems():
        fix = problem.fix
        if not fix or not problem.span or problem.file != asked.source.path:
            continue
        if problem.span.start <= end and asked.offset <= problem.span.end:
            told = translation.diagnostic(problem, asked.positions, [])
            edit = types.WorkspaceEdit(document_changes=[*server.edit(asked.ledger, [fix])])
            actions.append(translation.quick_fix(told, fix, edit))
    return actions


def _folding(server: EditorServer, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    asked = server.asked(params.text_document.uri)
    if not asked:
        return []
    folded = (translation.folding(part, asked.positions) for part in outline_parts(asked.source))
    return [one for one in folded if one]


def _records(server: EditorServer, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """The records whose id or name holds what is sought."""
    sought = params.query.casefold()
    return [
        types.WorkspaceSymbol(
            server.location(ledger, record.file, None), record.id, types.SymbolKind.File, container_name=what
        )
        for ledger in server.session.ledgers.values()
        for record in ledger.view().ledger.records()
        if sought in f"{record.id} {(what := described(record, ledger.view().ledger.settings))}".casefold()
    ]


def _symbols(server: EditorServer, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    asked = server.asked(params.text_document.uri)
    return translation.symbols(outline_parts(asked.source), asked.positions) if asked else []


_FEATURES: tuple[tuple[Any, ...], ...] = (
    *NOTICES,
    (types.TEXT_DOCUMENT_COMPLETION, _completion, types.CompletionOptions(trigger_characters=_TRIGGERS)),
    (types.TEXT_DOCUMENT_HOVER, _hover),
    (types.TEXT_DOCUMENT_DEFINITION, _definition),
    (types.TEXT_DOCUMENT_REFERENCES, _references),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, _prepare_rename),
    (types.TEXT_DOCUMENT_RENAME, _rename, types.RenameOptions(prepare_provider=True)),
    (types.TEXT_DOCUMENT_CODE_ACTION, _code_actions, types.CodeActionOptions([types.CodeActionKind.QuickFix])),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, _folding),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _symbols),
    (types.WORKSPACE_SYMBOL, _records),
    (types.WORKSPACE_WILL_RENAME_FILES, _files_renamed, _RENAMED),
)
