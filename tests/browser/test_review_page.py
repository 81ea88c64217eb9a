"""The review's page in a real browser: it loads nothing, fits, prints, and can be read by everybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from opsledger.loading import load
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from tests.browser.conftest import Open, Scheme, rules_broken
from tests.browser.test_live_pages import ALIKE
from tests.cli_support import SAMPLE, write_ledger
from tests.ledger_text import DAY
from tests.test_review_hostile import HOSTILE, ledger


def page_of(root: Path) -> str:
    return render(build_review(load(root), DAY), root, "review.html")


@pytest.fixture(scope="module")
def sample() -> str:
    return page_of(SAMPLE)


def test_it_loads_nothing_and_complains_of_nothing(sample: str, opened: Open) -> None:
    seen = opened(sample)
    assert seen.told == []
    assert [url for url in seen.requests if not url.endswith("/page.html")] == []
    assert seen.page.title() == "COO review, Fri 20 Nov 2026, Northlight Studio"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_it_breaks_no_rule_of_accessibility(scheme: Scheme, width: int, sample: str, opened: Open) -> None:
    page = opened(sample, width, scheme).page
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.evaluate(ALIKE)
    assert rules_broken(page, scheme) == []


def test_no_width_makes_it_scroll_sideways(sample: str, opened: Open) -> None:
    page = opened(sample).page
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_that_never_end_make_no_phone_scroll_sideways(opened: Open, tmp_path: Path) -> None:
    page = opened(page_of(ledger(tmp_path / "ledger", "x" * 300)), 360).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_is_dark_where_the_reader_is(sample: str, opened: Open) -> None:
    light, dark = (
        opened(sample, scheme=scheme).page.evaluate(
            "['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name].match(/[0-9]+/g)[0] * 1)"
        )
        for scheme in ("light", "dark")
    )
    assert light[0] > 200 > 60 > light[1]
    assert dark[0] < 60 < 200 < dark[1]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_to_a_few_light_pages(paper: str, sample: str, opened: Open) -> None:
    page = opened(sample, scheme="dark").page
    printed = page.pdf(format=paper, print_background=True)
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 9
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".agenda").is_visible()


def test_the_keyboard_gets_past_the_agenda(sample: str, opened: Open) -> None:
    page = opened(sample).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


NOTES = """
<script>document.title = 'gone'</script>
<img src=http://evil.example/x.png onerror="document.title = 'gone'">
<style>body { display: none }</style>
![picture](http://evil.example/x.png) [link](javascript:alert(1)) <javascript:alert(1)>
[data](data:text/html,<script>alert(1)</script>) {{ review.on }} {% include 'x' %}
<iframe src=http://evil.example></iframe><meta http-equiv=refresh content="0;url=http://evil.example">
</main></body><!--
"""


def test_nothing_that_a_user_wrote_takes_effect(opened: Open, tmp_path: Path) -> None:
    root = ledger(tmp_path / "ledger", " ".join(HOSTILE) + NOTES)
    (root / "reviews" / "2026-11-20.md").write_text(f"{NOTES}\n## Decisions\n\n- [ ] @ceo {NOTES}\n", encoding="utf-8")
    seen = opened(page_of(root))
    page = seen.page
    assert seen.told == seen.dialogs == []
    assert [url for url in seen.requests if not url.endswith("/page.html")] == []
    assert page.title().startswith("COO review, Fri 20 Nov 2026")
    assert page.locator("script, img, iframe, object, embed, form, base, [onclick], [onerror], [style]").count() == 0
    assert (
        page.locator("meta[http-equiv]").count() == page.locator("style").count() == page.locator("main").count() == 1
    )
    for scheme in page.evaluate("[...document.links].map(each => each.protocol)"):
        assert scheme in ("file:", "http:", "https:", "mailto:")
    assert "document.title = 'gone'" in page.inner_text(".notes >> nth=0")


def test_a_script_in_a_template_of_the_ledgers_own_does_not_run(opened: Open, tmp_path: Path) -> None:
    text = (
        '<!doctype html><html lang="en"><head><title>mine</title><script>document.title = "gone"</script></head>'
        '<body onload="document.title = \'gone\'"><img src="http://evil.example/x.png"></body></html>'
    )
    seen = opened(page_of(write_ledger(tmp_path / "ledger", {"templates/review.html": text})))
    assert seen.page.title() == "mine"
    assert all("Content Security Policy" in message for message in seen.told)
    assert [url for url in seen.requests if not url.endswith("/page.html")] == []
