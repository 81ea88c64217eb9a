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
    """The columns of each format by their first names, from the table that it is read by."""
    rows = ["| format | has to have | is read too |", "|---|---|---|"]
    for row in IMPORTERS:
        if row.needed:
            meant = {meaning for group in row.needed for meaning in group}
            needed = [" or ".join(_names(row.columns[meaning])[0] for meaning in group) for group in row.needed]
            others = [_names(names)[0] for meaning, names in row.columns.items() if meaning not in meant]
            rows.append(f"| `{row.name}` | {', '.join(needed)} | {', '.join(others)} |")
    return "\n".join(rows) + "\n"


def names() -> str:
    """Every name of each column that has several."""
    rows = ["| format | column | also known as |", "|---|---|---|"]
    for row in IMPORTERS:
        for first, *others in map(_names, row.columns.values() if row.needed else ()):
            if others:
                rows.append(f"| `{row.name}` | {first} | {', '.join(others)} |")
    return "\n".join(rows) + "\n"


def _names(known: tuple[str, ...]) -> list[str]:
    """A column's names, without those that only say once more which list it is of, or differ in case alone."""
    short = {name.removeprefix("Deal - ").casefold(): name.removeprefix("Deal - ") for name in reversed(known)}
    return [f"`{name}`" for name in reversed(short.values())]


IMPORT_PARTS: dict[str, Callable[[], str]] = {
    "programs": programs,
    "preview": preview,
    "columns": columns,
    "names": names,
}
