"""What an edit cannot do without: the program started as a command, and one file read with its ledger's settings."""

from __future__ import annotations

import sys
from pathlib import Path


def read_one(root: Path, path: str) -> int:
    """Read the settings and one record as loading does."""
    import opsledger.cli.log  # noqa: F401
    from opsledger.cli.program import program  # noqa: F401
    from opsledger.loading.folder import Folder, Found
    from opsledger.loading.ledger import read_root
    from opsledger.reading.kinds import LEAD
    from opsledger.reading.lines import Grammar
    from opsledger.reading.records import read_record

    folder = Folder(root)
    settings, _ = read_root(folder)
    source = folder.document(Found(path, str(root / path)))
    assert source is not None
    record, _ = read_record(LEAD, source, Grammar.of(settings))
    return len(record.log)


if __name__ == "__main__":
    if not read_one(Path(sys.argv[1]), sys.argv[2]):
        raise SystemExit("nothing was read")
