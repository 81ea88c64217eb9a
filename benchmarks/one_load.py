"""One cold load of a ledger's files, timed from inside a fresh process: by OpsLedger or by python-frontmatter."""

from __future__ import annotations

import sys
import time
from pathlib import Path


def load_with_opsledger(folder: Path) -> int:
    """Read, check each line, and build the models."""
    from opsledger.loading import load

    start = time.perf_counter()
    ledger = load(folder)
    print(f"{time.perf_counter() - start:.4f}")
    return len(ledger.records())


def load_with_frontmatter(folder: Path) -> int:
    """Merely split each file and load its YAML, with PyYAML's C loader; the body stays text."""
    import frontmatter

    from benchmarks.ledgers import record_files

    start = time.perf_counter()
    posts = [frontmatter.load(str(path)) for path in record_files(folder)]
    print(f"{time.perf_counter() - start:.4f}")
    return len(posts)


if __name__ == "__main__":
    which = {"opsledger": load_with_opsledger, "frontmatter": load_with_frontmatter}[sys.argv[1]]
    if not which(Path(sys.argv[2])):
        raise SystemExit("nothing was loaded")
