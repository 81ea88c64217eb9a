"""What docs/importing.md shows of an import into the sample."""

from __future__ import annotations

from collections.abc import Callable

from opsledger.importing.deals import DEAL_REPORTS
from opsledger.importing.time_reports import TIME_REPORTS
from tests.cli_support import SAMPLE, run
from tests.importing_support import EXPORTS


def preview() -> str:
    """An import of the sample report, as it is shown."""
    result = run(SAMPLE, "import", "toggl", str(EXPORTS / "toggl.csv"))
    return f"```text\n{result.stdout}\n{result.stderr}```\n"


def columns() -> str:
    """The columns of each format, from the table that it is read by."""
    rows = ["| format | has to have | is read too |", "|---|---|---|"]
    for report in (*TIME_REPORTS, *DEAL_REPORTS):
        meant = {meaning for group in report.needed for meaning in group}
        needed = [" or ".join(_named(report.columns[meaning]) for meaning in group) for group in report.needed]
        others = [_named(names) for meaning, names in report.columns.items() if meaning not in meant]
        rows.append(f"| `{report.format}` | {', '.join(needed)} | {', '.join(others)} |")
    return "\n".join(rows) + "\n"


def _named(names: tuple[str, ...]) -> str:
    """A column by its names, without those that only say once more which list it is of, or differ in case alone."""
    short = {name.removeprefix("Deal - ").casefold(): name.removeprefix("Deal - ") for name in reversed(names)}
    return " or ".join(f"`{name}`" for name in reversed(short.values()))


IMPORT_PARTS: dict[str, Callable[[], str]] = {"preview": preview, "columns": columns}
