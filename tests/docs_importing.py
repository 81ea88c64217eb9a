"""What docs/importing.md shows of an import into the sample."""

from __future__ import annotations

from collections.abc import Callable

from opsledger.importing.importers import IMPORTERS
from tests.cli_support import SAMPLE, run
from tests.importing_support import EXPORTS


def preview() -> str:
    """An import of the sample report, as it is shown."""
    result = run(SAMPLE, "import", "toggl", str(EXPORTS / "toggl.csv"))
    return f"```text\n{result.output}```\n"


def programs() -> str:
    """What can be imported, from the table of importers."""
    rows = ["| command | from | file | becomes |", "|---|---|---|---|"]
    rows += [f"| `import {row.name}` | {row.program} | {row.file} | {row.becomes} |" for row in IMPORTERS]
    return "\n".join(rows) + "\n"


def columns() -> str:
    """The columns of each format, from the table that it is read by."""
    rows = ["| format | has to have | is read too |", "|---|---|---|"]
    for row in IMPORTERS:
        if row.needed:
            meant = {meaning for group in row.needed for meaning in group}
            needed = [" or ".join(_named(row.columns[meaning]) for meaning in group) for group in row.needed]
            others = [_named(names) for meaning, names in row.columns.items() if meaning not in meant]
            rows.append(f"| `{row.name}` | {', '.join(needed)} | {', '.join(others)} |")
    return "\n".join(rows) + "\n"


def _named(names: tuple[str, ...]) -> str:
    """A column by its names, without those that only say once more which list it is of, or differ in case alone."""
    short = {name.removeprefix("Deal - ").casefold(): name.removeprefix("Deal - ") for name in reversed(names)}
    return " or ".join(f"`{name}`" for name in reversed(short.values()))


IMPORT_PARTS: dict[str, Callable[[], str]] = {"programs": programs, "preview": preview, "columns": columns}
