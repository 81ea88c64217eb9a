"""The parts of the documentation that are made from the code: `python -m tests.docs_tables --write`.

They stand between `<!-- generated:NAME -->` and `<!-- /generated -->`; everything else on a page is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.docs_calibrated import CALIBRATED_PARTS
from tests.docs_exporting import EXPORT_PARTS
from tests.docs_figures import FIGURE_PARTS
from tests.docs_forecast import FORECAST_PARTS
from tests.docs_format import FORMAT_PARTS
from tests.docs_importing import IMPORT_PARTS
from tests.docs_readme import HOUR_PARTS, README_PARTS
from tests.docs_templates import TEMPLATE_PARTS

ROOT = Path(__file__).resolve().parent.parent
PAGES: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": README_PARTS,
    "docs/forecast.md": {**FORECAST_PARTS, **CALIBRATED_PARTS},
    "docs/format.md": FORMAT_PARTS,
    "docs/exporting.md": EXPORT_PARTS,
    "docs/figures.md": FIGURE_PARTS,
    "docs/hour.md": HOUR_PARTS,
    "docs/importing.md": IMPORT_PARTS,
    "docs/templates.md": TEMPLATE_PARTS,
}

_PART = re.compile(
    r"(?P<begin><!-- generated:(?P<name>[\w-]+) -->\n)(?P<inside>.*?)(?P<end><!-- /generated -->)", re.DOTALL
)


def filled(page: str) -> str:
    """A page as it should read: what is written by hand as it stands, the rest made again."""
    parts = PAGES[page]
    return _PART.sub(lambda found: f"{found['begin']}{parts[found['name']]()}{found['end']}", read(page))


def names_in(page: str) -> list[str]:
    """The names of the generated parts that a page holds."""
    return [found["name"] for found in _PART.finditer(read(page))]


def read(page: str) -> str:
    """A page as it is."""
    return (ROOT / page).read_text(encoding="utf-8")


if __name__ == "__main__":
    for name in PAGES:
        made = filled(name)
        if made == read(name):
            continue
        if "--write" in sys.argv:
            (ROOT / name).write_text(made, encoding="utf-8")
        sys.stdout.write(f"{name}: {'written' if '--write' in sys.argv else 'not up to date'}\n")
