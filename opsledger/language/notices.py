"""What an editor reports of its files: which are open, what is in them, which have changed on the disk."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from opsledger.language.server import EditorServer

_WATCHED = ("**/*.md", "**/opsledger.yaml")


def _initialized(server: EditorServer, params: types.InitializedParams) -> None:
    """Look for the ledgers of the editor's folders, tell what is wrong in them, and ask to hear of changed files."""
    folders = [server.path_of(folder.uri) for folder in server.workspace.folders.values()]
    if not folders and server.workspace.root_uri:
        folders = [server.path_of(server.workspace.root_uri)]
    server.session.look_into(folder for folder in folders if folder)
    for ledger in server.session.ledgers.values():
        server.changed(ledger)
    able = server.client_capabilities.workspace
    watching = able.did_change_watched_files if able else None
    if watching and watching.dynamic_registration:
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in _WATCHED]
        what = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, what)
        server.client_register_capability(types.RegistrationParams([registration]))


def _opened(server: EditorServer, params: types.DidOpenTextDocumentParams) -> None:
    _take(server, params.text_document.uri, params.text_document.version)


def _changed(server: EditorServer, params: types.DidChangeTextDocumentParams) -> None:
    _take(server, params.text_document.uri, params.text_document.version)


def _take(server: EditorServer, uri: str, version: int) -> None:
    path = server.path_of(uri)
    if path:
        server.uris[path] = uri
        server.changed(server.session.open(path, server.workspace.get_text_document(uri).source, version))


def _saved(server: EditorServer, params: types.DidSaveTextDocumentParams) -> None:
    _touched(server, params.text_document.uri)


def _closed(server: EditorServer, params: types.DidCloseTextDocumentParams) -> None:
    path = server.path_of(params.text_document.uri)
    if path:
        server.changed(server.session.close(path))


def _files_changed(server: EditorServer, params: types.DidChangeWatchedFilesParams) -> None:
    for change in params.changes:
        _touched(server, change.uri)


def _touched(server: EditorServer, uri: str) -> None:
    path = server.path_of(uri)
    ledger = server.session.ledger_of(path) if path else None
    if ledger:
        ledger.touch()
        server.changed(ledger)


NOTICES: tuple[tuple[Any, ...], ...] = (
    (types.INITIALIZED, _initialized),
    (types.TEXT_DOCUMENT_DID_OPEN, _opened),
    (types.TEXT_DOCUMENT_DID_CHANGE, _changed),
    (types.TEXT_DOCUMENT_DID_SAVE, _saved),
    (types.TEXT_DOCUMENT_DID_CLOSE, _closed),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _files_changed),
)
