from __future__ import annotations

import re

import pytest

from tests.docs_tables import PAGES, ROOT, filled, names_in, read

ALL_PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

pytestmark = pytest.mark.usefixtures("all_runs")

_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
_FENCED = re.compile(r"^(?P<fence>`{3,}).*?^(?P=fence)$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_holds_every_part_that_is_made_for_it_once(page: str) -> None:
    assert sorted(names_in(page)) == sorted(PAGES[page])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_the_code_gives(page: str) -> None:
    assert read(page) == filled(page), "write it again: python -m tests.docs_tables --write"


@pytest.mark.parametrize("page", ALL_PAGES)
def test_links_lead_somewhere(page: str) -> None:
    broken = []
    for found in _LINK.finditer(_FENCED.sub("", read(page))):
        path, _, part = found["target"].partition("#")
        if "://" in path:
            continue
        place = (ROOT / page).parent / path if path else ROOT / page
        if not place.exists() or (part and part not in anchors(place.read_text(encoding="utf-8"))):
            broken.append(found[0])
    assert broken == []


def anchors(text: str) -> set[str]:
    """The anchors that forges give to the headings of a page."""
    heads = re.findall(r"^#+ +(.+?) *$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
