"""`make docs`: the documentation as the source of a site, in a folder from which mkdocs makes it.

Pages stand there as they stand in the repository, so that their links to each other hold. Links to what is not a page,
such as the sample ledger, lead to a copy of the file.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE")
SHOWN = ("sample-ledger", "editors", "docs")
NAV = (
    ("Begin", (("Overview", "README.md"), ("Your first fortnight", "docs/first-fortnight.md"), "hour", "glossary")),
    ("Use", ("capture", "importing", "exporting", "forecast", "editors", "git")),
    ("Look up", ("commands", "format", "figures", "checks", "templates", "compatibility")),
    ("Take part", (("Contributing", "CONTRIBUTING.md"), "architecture", "releasing", ("Changes", "CHANGELOG.md"))),
)


def site_source(target: Path) -> None:
    """Write the pages and the site's configuration into a folder, which is emptied first."""
    shutil.rmtree(target, ignore_errors=True)
    pages = target / "pages"
    pages.mkdir(parents=True)
    for name in BESIDE:
        shutil.copy2(ROOT / name, pages / name)
    for name in SHOWN:
        shutil.copytree(ROOT / name, pages / name, ignore=shutil.ignore_patterns("node_modules", "reviews", "*.lock"))
    (target / "mkdocs.yml").write_text(yaml.safe_dump(configuration(), sort_keys=False), encoding="utf-8")


def configuration() -> dict[str, object]:
    """The site's configuration: no font and no script from elsewhere, and a broken link fails."""
    palette = [
        {"media": "(prefers-color-scheme: light)", "scheme": "default"},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
    ]
    return {
        "site_name": "OpsLedger",
        "docs_dir": "pages",
        "use_directory_urls": False,
        "theme": {"name": "material", "font": False, "palette": palette, "features": ["content.code.copy"]},
        "plugins": ["search"],
        "markdown_extensions": ["tables", "fenced_code", "sane_lists", {"toc": {"permalink": True}}],
        "validation": {"links": {"not_found": "warn", "anchors": "warn"}, "omitted_files": "ignore"},
        "nav": [{title: [_entry(entry) for entry in entries]} for title, entries in NAV],
    }


def _entry(entry: str | tuple[str, str]) -> dict[str, str] | str:
    return f"docs/{entry}.md" if isinstance(entry, str) else {entry[0]: entry[1]}


if __name__ == "__main__":
    site_source(Path(sys.argv[1]))
