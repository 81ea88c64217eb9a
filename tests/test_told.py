"""Sentences of findings on a page: who is named is linked where it stands, and numbers lead to their figure."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from opsledger.preview.site import TABS
from tests.cli_support import SAMPLE
from tests.test_preview import site_of

MARKUP = re.compile(r"<[^>]+>")


def this_week(page: str) -> str:
    return page[page.index('id="this-week"') : page.index("</header>")]


def test_who_is_named_in_a_finding_is_linked_there_and_by_no_id() -> None:
    page = site_of(SAMPLE).page("/").page
    found = this_week(page)
    assert re.search(r'<a href="/projects/lantern-rebrand.md#L\d+">Lantern Theatre rebrand</a> about', found)
    shown = MARKUP.sub("", found)
    assert "lantern-rebrand" not in shown
    assert shown.count("Lantern Theatre rebrand") == 1


def test_a_number_in_a_sentence_leads_to_its_figure_or_to_the_forecast() -> None:
    page = site_of(SAMPLE).page("/").page
    headline = page[page.index('class="verdict') : page.index('class="answers"')]
    assert re.search(r'<a class="figure" href="/forecast">\d+\N{NO-BREAK SPACE}%</a>', headline)
    pattern = r'<a class="figure" href="/figures/outflow.projects.lantern-rebrand">\d+\N{NO-BREAK SPACE}h</a>'
    assert re.search(pattern, this_week(page))
    assert not re.search(r"\d<a class|</a>\d", headline)


def test_no_page_of_the_sample_links_to_what_is_not_there() -> None:
    site = site_of(SAMPLE)
    pages = {path: site.page(path).page for path in TABS}
    found = {address for page in pages.values() for address in re.findall(r'href="(/figures/[^"#]+)"', page)}
    assert len(found) > 60
    assert [address for address in sorted(found) if site.page(address).status != 200] == []


def test_names_of_markup_and_of_patterns_are_text(tmp_path: Path) -> None:
    root = tmp_path / "ledger"
    shutil.copytree(SAMPLE, root)
    place = root / "projects/lantern-rebrand.md"
    place.write_text(place.read_text().replace("name: Lantern Theatre rebrand", 'name: "(a+)+$ <b>12 h</b> \\u202b"'))
    found = this_week(site_of(root).page("/").page)
    assert "<b>12 h</b>" not in found
    assert "(a+)+$ &lt;b&gt;12 h&lt;/b&gt;" in found
