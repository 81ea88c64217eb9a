"""What docs/importing.md shows of an import into the sample."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli_support import SAMPLE, run
from tests.importing_support import EXPORTS


def preview() -> str:
    """An import of the sample report, as it is shown."""
    result = run(SAMPLE, "import", "toggl", str(EXPORTS / "toggl.csv"))
    return f"```text\n{result.stdout}\n{result.stderr}```\n"


IMPORT_PARTS: dict[str, Callable[[], str]] = {"preview": preview}
