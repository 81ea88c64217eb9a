"""The command line. Only here is click known, the day asked for, and anything printed."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command and leave with its exit code."""
    from opsledger.cli.running import run

    code = run()
    gc.freeze()  # the process ends: nobody needs to look through what is left for cycles
    sys.exit(code)
