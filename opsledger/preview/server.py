"""The web server: one address of this machine, a few routes, and an end that does not wait for open streams."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from uvicorn.server import HANDLED_SIGNALS

from opsledger.preview.access import Access
from opsledger.preview.asked import LARGEST
from opsledger.preview.entrance import KEY, Entrance
from opsledger.preview.guard import WRITE_PATH, App, Guard, Receive, Scope, Send
from opsledger.preview.news import News
from opsledger.preview.site import NO_TOKEN, POLICY, Site
from opsledger.preview.writing import Writer
from opsledger.rendering.cleaning import LIVE_SCRIPTS
from opsledger.rendering.html import policy_of

ADDRESS = "127.0.0.1"
PORT = 8642
NOT_YOURS = "this page may not write: open the address that `opsledger serve` printed"
_SCRIPTS = {name: Path(__file__).with_name(name.removeprefix("/")).read_text("utf-8") for name in LIVE_SCRIPTS}


def bound(port: int | None) -> socket.socket:
    """A socket that listens on this machine alone; without a port the usual one, or a free one. Raises OSError."""
    if port is not None:
        return socket.create_server((ADDRESS, port), backlog=128)
    try:
        return socket.create_server((ADDRESS, PORT), backlog=128)
    except OSError:
        return socket.create_server((ADDRESS, 0), backlog=128)


def application(site: Site, news: News, port: int, access: Access, writer: Writer | None) -> App:
    """The pages, their scripts, the stream of news and what pages write, behind the guard."""

    def script(request: Request) -> Response:
        return Response(_SCRIPTS[request.url.path], media_type="text/javascript")

    async def changes(request: Request) -> Response:
        return Response(media_type="text/event-stream") if request.method == "HEAD" else NewsStream(news)

    async def page(request: Request) -> Response:
        path = unquote(request.scope["raw_path"], errors="surrogateescape")  # a file's name may not be UTF-8
        session = _session(request, access)
        query = request.scope["query_string"].decode("latin-1")
        shown = await run_in_threadpool(site.page, path, query)
        text = shown.page
        if session and writer is not None:
            text = text.replace(NO_TOKEN, f' data-token="{access.token(session, path)}">', 1)
        policy = f"{policy_of(shown.page, POLICY)}; frame-ancestors 'none'"
        return HTMLResponse(text, shown.status, {"content-security-policy": policy})

    async def write(request: Request) -> Response:
        session = _session(request, access)
        path = unquote(request.headers.get("x-opsledger-page", ""), errors="surrogateescape")
        token = request.headers.get("x-opsledger-token", "")
        if writer is None or session is None or not access.is_token(session, path, token):
            return JSONResponse({"refused": [NOT_YOURS]}, 403)
        body = await _body(request)
        if body is None:
            return JSONResponse({"refused": [f"a request has at most {LARGEST:,} bytes"]}, 413)
        answer = await run_in_threadpool(writer.answer, body)
        return JSONResponse(answer.data, answer.status)

    routes = [
        *(Route(path, script) for path in _SCRIPTS),
        Route("/changes", changes),
        Route(WRITE_PATH, write, methods=["POST"]),
        Route("/{path:path}", page),
    ]
    entrance = Entrance(Starlette(routes=routes), access)
    return Guard(entrance, port, is_read_only=access.is_read_only)


class NewsStream(StreamingResponse):
    """The stream of news for one page, or a refusal if too many pages listen by the time it begins."""

    def __init__(self, news: News) -> None:
        super().__init__(news.stream(), media_type="text/event-stream")
        self.news = news

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and hold a place among the listeners until the page is gone."""
        with self.news.listening() as has_place:
            if has_place:
                await super().__call__(scope, receive, send)
            else:
                await PlainTextResponse("Too many pages are open: close some of them.\n", 503)(scope, receive, send)


def _session(request: Request, access: Access) -> str | None:
    return access.session_of(request.headers.getlist("cookie"))


async def _body(request: Request) -> bytes | None:
    """The body of a request; None if it is larger than a page's ever is."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return body


class PreviewServer(uvicorn.Server):
    """Serves a site on a socket until it is told to stop, from any thread or by Ctrl-C.

    Between requests it sleeps: uvicorn's own loop wakes ten times a second to see whether it is to end.
    """

    def __init__(
        self,
        site: Site,
        listening: socket.socket,
        writer: Writer | None = None,
        on_used: Callable[[], None] = lambda: None,
        *,
        is_private: bool = False,
    ) -> None:
        self.port: int = listening.getsockname()[1]
        self.access = Access(self.port, on_used, is_read_only=writer is None, is_private=is_private)
        self.news = News(lambda: site.seen)
        self._site = site
        self._listening = listening
        self._serving: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()
        super().__init__(
            uvicorn.Config(
                application(site, self.news, self.port, self.access, writer),
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=1,
            )
        )

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://{ADDRESS}:{self.port}/"

    def first_address(self) -> str:
        """The address to print first: with a key, unless nobody needs one."""
        return self.address if self.access.is_read_only and not self.access.is_private else self.new_address()

    def new_address(self) -> str:
        """Where the pages are, with a key that lets one browser write; it works once."""
        return f"{self.address}?{KEY}={self.access.new_key()}"

    def serve_until_stopped(self) -> None:
        """Answer requests; returns after `stop`, and raises KeyboardInterrupt after Ctrl-C."""
        with self._hearing_ctrl_c() as heard:
            self.run([self._listening])
        if heard:
            raise KeyboardInterrupt

    @contextmanager
    def _hearing_ctrl_c(self) -> Iterator[list[int]]:
        """End in order from the first moment on: before its loop runs, a Ctrl-C would break off what starts it."""
        heard: list[int] = []
        if threading.current_thread() is not threading.main_thread():
            yield heard
            return

        def hear(number: int, frame: FrameType | None) -> None:
            heard.append(number)
            self.handle_exit(number, frame)

        before = signal.signal(signal.SIGINT, hear)
        try:
            yield heard
        finally:
            signal.signal(signal.SIGINT, before)

    def stop(self) -> None:
        """End, and every open stream; called from any thread."""
        self.should_exit = True
        self.news.close()
        self._site.close()
        if self._serving is not None:
            self._serving.call_soon_threadsafe(self._ended.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C and its like."""
        super().handle_exit(sig, frame)
        self.stop()

    async def main_loop(self) -> None:
        """Wait for the end."""
        self._serving = asyncio.get_running_loop()
        self.news.begin()
        with self._awake_to_signals(self._serving):
            if not self.should_exit:
                await self._ended.wait()
        self.news.close()

    @contextmanager
    def _awake_to_signals(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        """Let signals wake the loop: one that comes just before it falls asleep would else wait for a request."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        with suppress(NotImplementedError):  # Windows has no such handlers
            for number in HANDLED_SIGNALS:
                loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            with suppress(NotImplementedError):
                for number in HANDLED_SIGNALS:
                    loop.remove_signal_handler(number)
