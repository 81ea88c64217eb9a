"""What no edit can do without: the command started, its ledger's settings read, and one record."""

from __future__ import annotations

import sys
from pathlib import Path

import click


def read_one(root: str, path: str) -> int:
    """Read one lead as loading does."""
    from opsledger.cli.program import program
    from opsledger.loading.folder import Folder, Found
    from opsledger.loading.ledger import read_root
    from opsledger.reading.kinds import LEAD
    from opsledger.reading.lines import Grammar
    from opsledger.reading.records import read_record

    assert program.get_command(click.Context(program), "log")
    folder = Folder(Path(root))
    settings, _ = read_root(folder)
    source = folder.document(Found(path, str(Path(root, path))))
    assert source is not None
    record, _ = read_record(LEAD, source, Grammar.of(settings))
    return record is not None


if __name__ == "__main__":
    if not read_one(*sys.argv[1:]):
        raise SystemExit("nothing was read")
