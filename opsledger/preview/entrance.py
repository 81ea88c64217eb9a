"""The way in: a key in the address becomes a cookie, and of a private server nothing is shown without one."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

from opsledger.preview.access import Access
from opsledger.preview.guard import App, Receive, Scope, Send

KEY = "key"
USED = "This address was used already, or is not one of this server's.\n`opsledger serve` has printed a newer one.\n"
PRIVATE = "These pages are private: open the address that `opsledger serve` printed.\n"


class Entrance:
    """Stands before the pages: exchanges a key for a cookie, and turns away whoever may not read."""

    def __init__(self, app: App, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that brings a key or may not come in; pass any other on."""
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        cookies = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
        known = self.access.session_of(cookies) is not None
        keys = [value for name, value in asked if name == KEY]
        if keys and scope["method"] == "GET":
            session = self.access.exchanged(keys[0])
            if session is None and not known:
                await _plain(send, 403, USED)
                return
            rest = urlencode([pair for pair in asked if pair[0] != KEY])
            place = quote(scope["path"], safe="/", errors="surrogateescape") + (f"?{rest}" if rest else "")
            headers = [(b"location", ("/" + place.lstrip("/")).encode("ascii"))]
            if session is not None:
                headers.append((b"set-cookie", self.access.cookie_for(session).encode("ascii")))
            await _plain(send, 303, "", headers)
            return
        if self.access.is_private and not known:
            await _plain(send, 403, PRIVATE)
            return
        await self.app(scope, receive, send)


async def _plain(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    body = text.encode()
    own = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*own, *(headers or [])]})
    await send({"type": "http.response.body", "body": body})
