"""The web server: one address of this machine, three routes, and an end that does not wait for open streams."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from types import FrameType
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from opsledger.preview.guard import App, Guard
from opsledger.preview.news import MOST, News
from opsledger.preview.site import POLICY, Site
from opsledger.rendering.html import policy_of

ADDRESS = "127.0.0.1"
PORT = 8642


def bound(port: int | None) -> socket.socket:
    """A socket that listens on this machine alone; without a port the usual one, or a free one. Raises OSError."""
    if port is not None:
        return socket.create_server((ADDRESS, port), backlog=128)
    try:
        return socket.create_server((ADDRESS, PORT), backlog=128)
    except OSError:
        return socket.create_server((ADDRESS, 0), backlog=128)


def application(site: Site, news: News, port: int) -> App:
    """The pages, their script, and the stream of news, behind the guard."""
    script = Path(__file__).with_name("live.js").read_text("utf-8")

    def live_script(request: Request) -> Response:
        return Response(script, media_type="text/javascript")

    def changes(request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        if news.listeners >= MOST:
            return PlainTextResponse("Too many pages are open.\n", 503)
        return StreamingResponse(news.stream(), media_type="text/event-stream")

    async def page(request: Request) -> Response:
        path = unquote(request.scope["raw_path"], errors="surrogateescape")  # a file's name may be no UTF-8
        shown = await run_in_threadpool(site.page, path)
        policy = f"{policy_of(shown.page, POLICY)}; frame-ancestors 'none'"
        return HTMLResponse(shown.page, shown.status, {"content-security-policy": policy})

    routes = [
        Route("/live.js", live_script),
        Route("/changes", changes),
        Route("/{path:path}", page),
    ]
    return Guard(Starlette(routes=routes), port)


class PreviewServer(uvicorn.Server):
    """Serves a site on a socket until it is told to stop, from any thread or by Ctrl-C.

    Between requests it sleeps: uvicorn's own loop wakes ten times a second to see whether it is to end.
    """

    def __init__(self, site: Site, listening: socket.socket) -> None:
        self.port: int = listening.getsockname()[1]
        self.news = News(lambda: site.seen)
        self._site = site
        self._listening = listening
        self._serving: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()
        super().__init__(
            uvicorn.Config(
                application(site, self.news, self.port),
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

    def serve_until_stopped(self) -> None:
        """Answer requests; returns after `stop`, and raises KeyboardInterrupt after Ctrl-C."""
        self.run([self._listening])

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
        if not self.should_exit:
            await self._ended.wait()
        self.news.close()
