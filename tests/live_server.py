"""A live server in a thread of its own, on a ledger whose changes are watched."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from opsledger.cli.serve import _follow
from opsledger.preview.editors import Editor
from opsledger.preview.server import PreviewServer, bound
from opsledger.preview.site import Site
from opsledger.preview.writing import Writer
from opsledger.watching.watch import Watch
from tests.ledger_text import DAY

SECONDS = 60  # far more than anything takes, on a busy machine too


class Answer(NamedTuple):
    """What a request is met with; headers in lower case."""

    status: int
    headers: dict[str, str]
    body: str


class Live(NamedTuple):
    """A server that runs."""

    root: Path
    server: PreviewServer
    site: Site
    thread: Thread

    @property
    def port(self) -> int:
        return self.server.port

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str = "/", method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read().decode())
        finally:
            connection.close()

    def until_seen(self, before: str) -> None:
        """Wait until another state is shown than before, whole."""
        end = time.monotonic() + SECONDS
        while self.site.seen == before or not self.site.is_settled:
            assert time.monotonic() < end, "no change was seen"
            time.sleep(0.01)


@contextmanager
def live(root: Path, editor: str = "vscode", *, writes: bool = True, is_private: bool = False) -> Iterator[Live]:
    """A live server until the block ends."""
    site = Site(Editor(editor))
    server = PreviewServer(site, bound(0), Writer(root, lambda: DAY) if writes else None, is_private=is_private)
    with Watch(root, lambda: DAY) as watch:
        before = site.seen
        following = Thread(target=_follow, args=(watch, site, server, lambda: True), daemon=True)
        following.start()
        thread = Thread(target=server.serve_until_stopped, daemon=True)
        thread.start()
        running = Live(root, server, site, thread)
        running.until_seen(before)
        try:
            yield running
        finally:
            server.stop()
            thread.join(SECONDS)
            assert not thread.is_alive()
    following.join(SECONDS)  # what it still does would fall into the next test
    assert not following.is_alive()
