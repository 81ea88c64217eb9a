"""What guards every page: who may ask, how, and what the answer may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

METHODS = ("GET", "HEAD")
WRITE_PATH = "/write"
# Every answer's: nothing is kept, framed, guessed at or handed on to another site.
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class RefusedRequest(NamedTuple):
    """An answer to a request that is not let through."""

    status: int
    text: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Guard:
    """Lets through what is asked of this server under its own name: reading, and writing by its own pages.

    A page of a foreign site can make a browser ask 127.0.0.1 under that site's name (DNS rebinding): the host has to be
    one of ours to the letter, with the port. What writes comes from a page of the same origin, says so, and is JSON,
    which no form of another site can send. Who may write is asked after this.
    """

    def __init__(self, app: App, port: int, *, is_read_only: bool = False) -> None:
        self.app = app
        self.is_read_only = is_read_only
        names = ("127.0.0.1", "localhost")
        self.hosts = {f"{name}:{port}".encode() for name in names}
        if port == 80:
            self.hosts |= {name.encode() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            return
        refused = self._refusal(scope)
        if refused is None:
            await self.app(scope, receive, _with_headers(send))
            return
        body = refused.text.encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        start = {"type": "http.response.start", "status": refused.status, "headers": [*headers, *refused.headers]}
        await _with_headers(send)(start)
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _refusal(self, scope: Scope) -> RefusedRequest | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        hosts = [value.lower() for name, value in headers if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return RefusedRequest(421, "This server answers only at its own address.\n")
        fetched = dict(headers)
        if scope["method"] == "POST" and scope["path"] == WRITE_PATH and not self.is_read_only:
            return _refused_write(headers, hosts[0])
        if scope["method"] not in METHODS:
            return RefusedRequest(405, "Pages can only be read.\n", ((b"allow", ", ".join(METHODS).encode()),))
        site, mode = fetched.get(b"sec-fetch-site", b"none"), fetched.get(b"sec-fetch-mode", b"navigate")
        if site not in (b"none", b"same-origin") and mode != b"navigate":
            return RefusedRequest(403, "Another site may link here, and nothing else.\n")
        return None


def _refused_write(headers: list[tuple[bytes, bytes]], host: bytes) -> RefusedRequest | None:
    """Why a request to write is not one of this server's own pages."""
    needed = {b"origin": b"http://" + host, b"sec-fetch-site": b"same-origin", b"content-type": b"application/json"}
    for name, wanted in needed.items():
        if [value.lower() for key, value in headers if key == name] != [wanted]:
            return RefusedRequest(403, f"Only a page of this server writes: {name.decode()} is not as it must be.\n")
    return None


def _with_headers(send: Send) -> Send:
    """Sends an answer with the headers that every answer has; its own win."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {bytes(name).lower() for name, _ in message.get("headers", ())}
            added = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in own]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending
