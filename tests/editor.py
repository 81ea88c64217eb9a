"""A small editor: it starts the language server, in a thread or as a process, and speaks the protocol with it."""

from __future__ import annotations

import io
import json
import os
import queue
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from tests.cli_support import SOURCE

LONGEST = 30.0  # seconds that an answer may take before the test fails
AS_PROCESS = [sys.executable, "-m", "opsledger", "lsp"]
FULL: dict[str, Any] = {
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]}},
}


class Fault(Exception):
    """A request that was answered with an error."""


class _Served:
    """A server in a thread of its own, which takes a tenth of the time that a process does."""

    def __init__(self) -> None:
        (there, here), (back_here, back_there) = os.pipe(), os.pipe()
        self.stdin, self.stdout, self.stderr = os.fdopen(here, "wb"), os.fdopen(back_here, "rb"), io.BytesIO()
        self._ends = os.fdopen(there, "rb"), os.fdopen(back_there, "wb")
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        from opsledger.language.features import serve

        with self._ends[0], self._ends[1]:
            serve(date.today, *self._ends)

    def wait(self, seconds: float = LONGEST) -> int | None:
        """0 once it has ended."""
        self._thread.join(seconds)
        return self.poll()

    def poll(self) -> int | None:
        """0 if it has ended."""
        return None if self._thread.is_alive() else 0

    def kill(self) -> None:
        """End it by taking its input away."""
        self.stdin.close()


class Editor:
    """A server and what it has said. Closed by leaving the `with`, in the protocol's own way.

    command: what is run as a process; without one the server is a thread of this process.
    """

    def __init__(
        self, *folders: Path, capabilities: dict[str, Any] | None = None, command: list[str] | None = None
    ) -> None:
        self.folders = folders
        self.capabilities = FULL if capabilities is None else capabilities
        self.command = command
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.said: list[dict[str, Any]] = []
        self.server: dict[str, Any] = {}
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._number = 0
        self._versions: dict[str, int] = {}

    def __enter__(self) -> Self:
        self.process = self._started() if self.command else _Served()
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()
        self.errors: list[bytes] = []
        self._drain = threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True)
        self._drain.start()
        folders = [{"uri": folder.as_uri(), "name": folder.name} for folder in self.folders]
        asked = {"processId": os.getpid(), "rootUri": None, "capabilities": self.capabilities}
        self.server = self.request("initialize", asked | {"workspaceFolders": folders})
        self.notify("initialized", {})
        return self

    def _started(self) -> Any:
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(self.command, env=environment, **pipes)  # type: ignore[call-overload]

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        try:
            if fault is None:
                self.request("shutdown", None)
                self.notify("exit", None)
                assert self.process.wait(LONGEST) == 0
        finally:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
            self._drain.join()
            for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
                stream.close()

    def request(self, method: str, params: Any) -> Any:
        """An answer. Raises Fault."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._number and "method" not in message:
                if "error" in message:
                    raise Fault(message["error"]["message"])
                return message.get("result")

    def notify(self, method: str, params: Any) -> None:
        """Say something that has no answer."""
        self._send({"method": method, "params": params})

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, with a text of its own if it is not saved; its URI."""
        uri = path.as_uri()
        self._versions[uri] = 1
        shown = path.read_bytes().decode("utf-8-sig") if text is None else text
        document = {"uri": uri, "languageId": "markdown", "version": 1, "text": shown}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri: str, text: str) -> None:
        """Type: the file's text is now this one."""
        self._versions[uri] += 1
        document = {"uri": uri, "version": self._versions[uri]}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def at(self, method: str, uri: str, line: int, character: int, **more: Any) -> Any:
        """The answer to a request about a place."""
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return self.request(f"textDocument/{method}", place | more)

    def codes(self, uri: str) -> list[str]:
        """The codes of what was last told of a file."""
        return [one["code"] for one in self.diagnostics.get(uri, [])]

    def until(self, uri: str, *codes: str) -> list[dict[str, Any]]:
        """What is reported a file, as soon as it is these codes."""
        while uri not in self.diagnostics or self.codes(uri) != list(codes):
            self._next()
        return self.diagnostics[uri]

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        try:
            message = self._messages.get(timeout=LONGEST)
        except queue.Empty:
            message = None
        if message is None:
            told = {uri: self.codes(uri) for uri in self.diagnostics}
            raise AssertionError(f"the server says no more; it told {told}; {b''.join(self.errors).decode()}")
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        self.said.append(message)
        return message

    def _read(self, stream: IO[bytes]) -> None:
        """Every message, until the stream ends; what is no message ends it too."""
        try:
            while header := stream.readline():
                size = int(header.removeprefix(b"Content-Length: "))
                while stream.readline().strip():
                    pass
                self._messages.put(json.loads(stream.read(size)))
        except ValueError:
            pass
        self._messages.put(None)
