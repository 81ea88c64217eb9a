"""The command line. Only here is click known, the day asked for, and anything printed."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and leave with its exit code."""
    from opsledger.cli.running import run

    sys.exit(run())
