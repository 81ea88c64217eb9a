"""Sentences of findings on a page: who is named is linked where it stands, and numbers lead to their figure."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from opsledger.preview.site import TABS
from tests.cli_support import SAMPLE
from tests.test_preview import site_of

MARKUP = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Every tab of the sample."""
    site = site_of(SAMPLE)
    return {path: site.page(path).page for path in TABS}


def this_week(page: str) -> str:
    return page[page.index('id="this-week"') : page.index("</header>")]


def test_who_is_named_in_a_finding_is_linked_there_and_by_no_id(pages: dict[str, str]) -> None:
    found = this_week(pages["/"])
    assert re.search(r'<a href="/projects/lantern-rebrand.md">Lantern Theatre rebrand</a> until', found)
    shown = MARKUP.sub("", found)
    assert "lantern-rebrand" not in shown
    assert shown.count("Lantern Theatre rebrand") == 1


def test_a_line_is_not_broken_between_a_number_and_what_stands_next_to_it(pages: dict[str, str]) -> None:
    headline = pages["/"][pages["/"].index('class="verdict') : pages["/"].index('class="answers"')]
    assert re.search(
        r'<span class="number">\(<a class="figure" href="/forecast">\d+\N{NO-BREAK SPACE}%</a></span>', headline
    )


def test_a_number_in_a_sentence_leads_to_its_figure_or_to_the_forecast(pages: dict[str, str]) -> None:
    page = pages["/"]
    headline = page[page.index('class="verdict') : page.index('class="answers"')]
    assert re.search(r'<a class="figure" href="/forecast">\d+\N{NO-BREAK SPACE}%</a>', headline)
    pattern = r'<a class="figure" href="/figures/outflow.projects.lantern-rebrand">\d+\N{NO-BREAK SPACE}h</a>'
    assert re.search(pattern, this_week(page))
    assert not re.search(r"\d<a class|</a>\d", headline)


def test_a_charts_name_says_its_answer_and_no_page_is_large(pages: dict[str, str]) -> None:
    pattern = re.compile(r'<svg class="chart (?!spark)[^>]*>(.*?)</svg>', re.DOTALL)
    charts = [chart for page in pages.values() for chart in pattern.findall(page)]
    assert len(charts) > 20
    for chart in charts:
        name = re.match(r"\s*<title>([^<]+)</title>", chart)
        assert name, chart[:200]
        assert re.search(r"\d", name[1]), name[1]
    assert {path: len(page) for path, page in pages.items() if len(page.encode()) > 300_000} == {}


def test_no_page_of_the_sample_links_to_what_is_not_there(pages: dict[str, str]) -> None:
    site = site_of(SAMPLE)
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
