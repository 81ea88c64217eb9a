"""`opsledger serve`."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.opening import root_of
from opsledger.cli.options import DAY, Between, clock_of
from opsledger.cli.output import Refusal, emit, tell
from opsledger.values.written import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsledger.preview.server import PreviewServer
    from opsledger.preview.site import Site
    from opsledger.watching.watch import Watch

_NEEDED = ("starlette", "uvicorn")


@click.command(
    cls=Command,
    examples=(
        "opsledger serve",
        "opsledger serve --open",
        "opsledger serve --on 2026-11-20 --port 8700",
        "opsledger serve --editor 'vim://open?file={path}&line={line}'",
    ),
)
@click.option("--on", "on", type=DAY, metavar="DATE", help="The day to show.  [default: today, also after midnight]")
@click.option("--port", type=Between(0, 65535), metavar="N", help="The port; 0 takes a free one.  [default: 8642]")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--editor",
    default="vscode",
    show_default=True,
    envvar="OPSLEDGER_EDITOR",
    help="The editor that opens a line you click: vscode, vscodium, cursor, zed, idea, sublime, textmate, obsidian, "
    "none, or an address with {path}, {line} and {column}. Also by the variable OPSLEDGER_EDITOR.",
)
@click.option("--read-only", is_flag=True, help="Make the pages read-only.")
@click.option("--private", "is_private", is_flag=True, help="Show the pages only to whoever opens the printed address.")
@click.option(
    "--poll", "polls", is_flag=True, help="Check the files every half second, if your file system sends no events."
)
@click.pass_context
def serve(
    ctx: click.Context,
    on: date | None,
    port: int | None,
    opens: bool,
    editor: str,
    read_only: bool,
    is_private: bool,
    polls: bool,
) -> None:
    """Show the business live in the browser.

    It shows the review, actions, pipeline, projects, clients, money, tools, and any week, record, figure or
    problem. It is up to date after each save, on this machine only. Press Ctrl-C to stop.

    Open the printed address to work through the hour in the page: tick or drop actions, keep suggestions, log a
    line, add a block, note how long the hour took, and undo each. Each address works once.
    Other users of this machine can only read; with --private they see nothing.
    """
    from opsledger.bundled import extra_command

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise Refusal(
            f"`opsledger serve` needs {listed(missing)}: install the extra with",
            f"    {extra_command('web')}",
        )
    from opsledger.preview.editors import Editor
    from opsledger.preview.server import PreviewServer, bound
    from opsledger.preview.site import Site
    from opsledger.preview.writing import Writer
    from opsledger.rendering.quarantine import expect_own
    from opsledger.watching.watch import Watch

    root = root_of(ctx)
    if not root.is_dir():
        raise Refusal(f"there is no folder {root}")
    expect_own(root)
    try:
        site = Site(Editor(editor))
        listening = bound(port)
    except ValueError as fault:
        raise Refusal(str(fault)) from None
    except OSError as fault:
        raise Refusal(f"port {port} cannot be used: {fault.strerror}; --port 0 takes a free one") from None
    clock = clock_of(ctx)
    writer = None if read_only else Writer(root, lambda: on or clock.today())
    server = PreviewServer(site, listening, writer, lambda: _print_another(server), is_private=is_private)
    with listening, Watch(root, lambda: on or clock.today(), polls=polls, tell=tell) as watch:
        announcement = _Announcement(server, opens=opens)
        following = Thread(target=_follow, args=(watch, site, server, announcement.make), daemon=True)
        with suppress(KeyboardInterrupt):
            following.start()
            server.serve_until_stopped()
    following.join(timeout=2)
    if announcement.fault:
        raise announcement.fault


def _print_another(server: PreviewServer) -> None:
    """Print an address for the next browser, since the last one was used."""
    tell(f"for another browser: {server.new_address()}")


class _Announcement:
    """Says where the pages are. fault: why that cannot be printed; then nobody finds them, and the server ends."""

    def __init__(self, server: PreviewServer, *, opens: bool) -> None:
        self._server = server
        self._opens = opens
        self.fault: OSError | None = None

    def make(self) -> bool:
        """Print the address, and open it if that is wanted; whether it could be printed."""
        try:
            emit(f"{self._server.first_address()}\n")
        except OSError as fault:
            self.fault = fault
            self._server.stop()
            return False
        tell("Live, on this machine only. Press Ctrl-C to stop.")
        if self._opens:
            click.launch(self._server.first_address())
        return True


def _follow(watch: Watch, site: Site, server: PreviewServer, announce: Callable[[], bool]) -> None:
    """Show look after look, and say where once the first is there; if that cannot be said, show no other."""
    is_first = True
    for look in watch.looks():
        try:
            site.show(look.ledger, look.day, look.problems, look.fault)
            server.news.tell()
            if is_first:
                is_first = False
                if not announce():
                    return
            if look.fault:
                tell(look.fault)
            if site.settle():
                server.news.tell()
        except Exception as fault:  # noqa: BLE001 - the next save may be the remedy, so serving goes on
            tell(f"the pages cannot be brought up to date: {type(fault).__name__}: {fault}")
