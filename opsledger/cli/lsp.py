"""`opsledger lsp`."""

from __future__ import annotations

from typing import BinaryIO, TextIO

import click

from opsledger.cli.commands import Command
from opsledger.cli.options import clock_of
from opsledger.cli.output import Refusal


@click.command(cls=Command, examples=("opsledger lsp",))
def lsp() -> None:
    """Run the language server for an editor: problems, completion, hover, rename.

    Your editor starts it and speaks the Language Server Protocol with it over standard input and output.
    docs/editors.md says how to set up yours. It finds the ledger of each file by itself.
    """
    import sys

    from opsledger.bundled import extra_command

    try:
        from opsledger.language.features import serve
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise Refusal("`opsledger lsp` needs pygls: install the extra with", f"    {extra_command('lsp')}") from None
    if sys.stdin is None or sys.stdout is None:  # closed by whoever started it
        raise Refusal("an editor speaks with `opsledger lsp` over standard input and output, and one of them is closed")
    serve(clock_of().today, sys.stdin.buffer, _protocol_stream(sys.stdout))


def _protocol_stream(printed: TextIO) -> BinaryIO:
    """Standard output, for the protocol alone: whatever else is printed goes to standard error from now on."""
    import os
    import sys

    try:
        protocol = os.fdopen(os.dup(printed.fileno()), "wb")
        others = os.open(os.devnull, os.O_WRONLY) if sys.stderr is None else sys.stderr.fileno()
        os.dup2(others, printed.fileno())
    except (OSError, ValueError):  # a stream that is not a file
        return printed.buffer
    return protocol
