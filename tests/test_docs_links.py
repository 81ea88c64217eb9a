"""Every link of the documentation leads somewhere: to a file of the repository, and to a heading in it."""

from __future__ import annotations

import re
import shlex
import unicodedata
from pathlib import Path

import pytest

from tests.cli_support import SOURCE, clock_at, run
from tools.site import BESIDE, NAV, SHOWN, site_source

PAGES = sorted(
    path.relative_to(SOURCE).as_posix()
    for path in (*SOURCE.glob("*.md"), *SOURCE.glob("docs/*.md"), SOURCE / "editors/vscode/README.md")
)
_BLOCK = re.compile(r"^(`{3,}|~{3,}).*?^\1[ ]*$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]\n]*\]\((?P<to>[^()\s]+)\)")
_ELSEWHERE = ("https://", "http://", "mailto:")


def prose(path: Path) -> str:
    """A page without what is code."""
    return _SPAN.sub("", _BLOCK.sub("", path.read_text(encoding="utf-8")))


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as both GitHub and mkdocs make them of plain ones."""
    text = _BLOCK.sub("", path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6}[ ]+(.+?)[ #]*$", text, re.MULTILINE):
        plain = unicodedata.normalize("NFKC", re.sub(r"[`*]", "", heading)).strip().lower()
        found.add(re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain)))
    return found | set(re.findall(r'<a (?:id|name)="([^"]+)"', text))


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    lost = []
    for found in _LINK.finditer(prose(SOURCE / page)):
        to, _, anchor = found["to"].partition("#")
        if to.startswith(_ELSEWHERE):
            continue
        target = (SOURCE / page).parent / to if to else SOURCE / page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            lost.append(found["to"])
    assert lost == []


def test_the_site_holds_every_page(tmp_path: Path) -> None:
    site_source(tmp_path / "docs")
    listed = {entry if isinstance(entry, str) else Path(entry[1]).stem for _, entries in NAV for entry in entries}
    written = {path.stem for path in (SOURCE / "docs").glob("*.md")}
    assert written <= listed
    assert (tmp_path / "docs/mkdocs.yml").is_file()
    assert {path.name for path in (tmp_path / "docs/pages").iterdir()} == {*BESIDE, *SHOWN}


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-30", "2027-03-15"])
def test_the_first_fortnight_runs_as_it_is_written(day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SOURCE / "docs/first-fortnight.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    ran = 0
    for line in "".join(blocks).splitlines():
        command, *words = shlex.split(line)
        if command == "cd":
            monkeypatch.chdir(tmp_path / words[0])
            continue
        result = run(None, *words, clock=clock_at(f"{day}T17:00"))
        assert result.exit_code == 0, f"{line}: {result.stderr}"
        ran += 1
    assert ran == 16
    assert (tmp_path / f"my-ledger/reviews/{day}.html").is_file()
