"""`opsledger lsp`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command
from opsledger.cli.options import today
from opsledger.cli.output import Refusal


@click.command(cls=Command, examples=("opsledger lsp",))
def lsp() -> None:
    """Serve an editor: problems as you type, completion, hover, rename.

    An editor starts it and speaks the Language Server Protocol with it over standard input and output; docs/editors.md
    says how to tell yours. It finds the ledger of each file by itself.
    """
    import logging
    import os
    import sys

    try:
        from opsledger.language.features import serve
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise Refusal("the language server needs the extra `lsp`: install opsledger[lsp]") from None
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # The protocol has standard output to itself: whatever else is printed goes to standard error.
    protocol = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(today, sys.stdin.buffer, protocol)
