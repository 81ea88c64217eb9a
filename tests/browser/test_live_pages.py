"""The live pages in a real browser: no complaint, live after a save, readable by everybody, on a phone and at night."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from opsledger.preview.site import TABS
from tests.browser.conftest import Scheme, Visit, rules_broken
from tests.cli_support import SAMPLE, write_ledger
from tests.fuzzing import EFFORT
from tests.live_server import Live, live
from tests.test_review_hostile import ledger

PAGES = (*TABS, "/time/2026-W46", "/figures/balance.cover", "/leads/arbor-furniture.md")
OF_EVERY_LOOK = ("/pipeline", "/forecast", "/money", "/time", "/year", "/checks", "/leads/arbor-furniture.md")
# What is like what stands before it is left out, since a rule looks at every element for long.
ALIKE = """
const alike = 'tbody tr:nth-child(n+4), li:nth-child(n+4), svg :nth-of-type(n+4)'
document.querySelectorAll(alike).forEach(each => each.remove())
"""
BROKEN = "- 2026-11-17 propose it <b>now</b>\n"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The sample with an error in it, so that every page has all that it can have; it is not changed."""
    root = tmp_path_factory.mktemp("live") / "ledger"
    shutil.copytree(SAMPLE, root)
    with (root / "leads/arbor-furniture.md").open("a") as file:
        file.write(BROKEN)
    with live(root) as running:
        yield running


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The sample, to be changed: each test changes what no other looks at, or puts it back."""
    root = tmp_path_factory.mktemp("changing") / "ledger"
    shutil.copytree(SAMPLE, root)
    with live(root) as running:
        yield running


def test_no_page_complains_loads_from_elsewhere_or_scrolls_sideways_on_a_phone(sample: Live, visit: Visit) -> None:
    seen = visit(sample.address, 360)
    for path in PAGES:
        seen.page.goto(sample.address + path)
        width = seen.page.evaluate("document.documentElement.scrollWidth")
        assert (path, width) == (path, 360)
    assert seen.told == []
    assert [url for url in seen.requests if not url.startswith(f"{sample.address}/")] == []


@pytest.mark.fuzz  # which looks at the colours of every page
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_page_breaks_a_rule_of_accessibility(sample: Live, visit: Visit, scheme: Scheme, width: int) -> None:
    page = visit(sample.address, width, scheme).page
    broken = []
    for path in PAGES if scheme == "light" or EFFORT > 1 else OF_EVERY_LOOK:
        page.goto(sample.address + path)
        page.evaluate(ALIKE)
        broken += [(path, *rule) for rule in rules_broken(page, scheme, at_length=path in OF_EVERY_LOOK or EFFORT > 1)]
    assert broken == []


@pytest.mark.parametrize(("path", "width"), [("/", 1280), ("/time", 360), ("/figures", 360)])
def test_no_table_is_cut(path: str, width: int, sample: Live, visit: Visit) -> None:
    cut = "[...document.querySelectorAll('.scroll')].filter(each => each.scrollWidth > each.clientWidth)"
    page = visit(sample.address + path, width).page
    assert page.evaluate(f"{cut}.map(each => each.getAttribute('aria-label'))") == []


def test_a_stage_of_a_long_name_stays_in_its_column(tmp_path: Path, visit: Visit) -> None:
    root = write_ledger(tmp_path, {"opsledger.yaml": f"stages: {{{'verylong' * 9}: 10%, proposal: 40%}}\n"})
    with live(root) as running:
        page = visit(f"{running.address}/pipeline").page
        columns = "[...document.querySelectorAll('.column')].filter(each => each.scrollWidth > each.clientWidth)"
        assert page.evaluate(f"{columns}.length") == 0


def test_it_is_dark_where_the_reader_is(sample: Live, visit: Visit) -> None:
    colour = "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g)[0] * 1"
    assert visit(f"{sample.address}/pipeline").page.evaluate(colour) > 200
    assert visit(f"{sample.address}/pipeline", scheme="dark").page.evaluate(colour) < 60


def save(place: Path, text: str) -> None:
    new = place.with_name(".new~")
    new.write_text(text)
    new.replace(place)


def test_a_save_shows_without_a_reload_and_leaves_the_reader_where_they_are(changing: Live, visit: Visit) -> None:
    seen = visit(f"{changing.address}/")
    page = seen.page
    page.locator("summary").first.click()
    page.evaluate("window.marked = true; scrollTo(0, 900)")
    lead = changing.root / "leads/summit-cycling.md"
    good = lead.read_text()
    save(lead, good.replace("name: Summit Cycling", "name: Elm & <i>Ash</i>"))
    expect(page.get_by_text("Elm & <i>Ash</i>").first).to_be_attached()
    assert page.evaluate("[window.marked, scrollY, document.querySelector('details').open]") == [True, 900, True]
    assert seen.told == []
    save(lead, good)
    expect(page.get_by_text("Elm & <i>Ash</i>")).to_have_count(0)


def test_an_error_shows_on_every_page_at_once_and_goes_when_it_is_mended(changing: Live, visit: Visit) -> None:
    page = visit(f"{changing.address}/projects").page
    lead = changing.root / "leads/arbor-furniture.md"
    good = lead.read_text()
    save(lead, good + BROKEN)
    notice = page.get_by_role("status")
    expect(notice).to_contain_text("1 error in the ledger")
    notice.get_by_role("link").click()
    expect(page).to_have_url(f"{changing.address}/checks")
    expect(page.get_by_role("link", name="leads/arbor-furniture.md:26", exact=True)).to_have_attribute(
        "href", f"vscode://file{changing.root}/leads/arbor-furniture.md:26:14"
    )
    save(lead, good)
    expect(notice).to_have_count(0)
    expect(page.get_by_text("Nothing is wrong.")).to_be_visible()


def test_the_board_has_a_column_a_stage_and_a_lead_moves_on_it(changing: Live, visit: Visit) -> None:
    page = visit(f"{changing.address}/pipeline").page
    columns = page.locator(".column h2")
    assert [text.split()[0] for text in columns.all_inner_texts()] == [
        *("inquiry", "qualified", "proposal", "verbal", "won", "lost"),
    ]
    column = page.locator(".column", has=page.get_by_role("heading", name="verbal"))
    expect(column.get_by_role("link", name="Arbor Furniture")).to_have_count(0)
    with (changing.root / "leads/arbor-furniture.md").open("a") as file:
        file.write("- 2026-11-19 verbal she said yes\n")
    expect(column.get_by_role("link", name="Arbor Furniture")).to_be_visible()


def test_the_grid_goes_back_and_forward(sample: Live, visit: Visit) -> None:
    page = visit(f"{sample.address}/time").page
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Week of 16 Nov")
    for link, day in (
        ("Week before", "9 Nov"),
        ("Week before", "2 Nov"),
        ("Week after", "9 Nov"),
        ("This week", "16 Nov"),
    ):
        page.get_by_role("link", name=link).click()
        expect(heading).to_have_text(f"Week of {day}")
        expect(page.locator("svg.wide .actual").nth(3)).to_be_attached()


def test_a_figure_leads_to_what_it_means_and_to_the_line(sample: Live, visit: Visit) -> None:
    page = visit(f"{sample.address}/figures").page
    page.get_by_role("searchbox", name="Find").fill("cushion")
    expect(page.get_by_role("link", name="Usual week", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Gap or cushion before new work", exact=True).click()
    expect(page.get_by_text("Below zero it is a gap")).to_be_visible()
    page.get_by_role("link", name="projects/harbor-ortho-website.md:8", exact=True).click()
    expect(page.locator("#L8")).to_contain_text("estimate: 126h")


def test_a_server_that_ends_is_said_to_be_gone(tmp_path: Path, visit: Visit) -> None:
    with live(write_ledger(tmp_path, {})) as running:
        page = visit(running.address).page
        expect(page.get_by_text("live", exact=True)).to_be_visible()
    expect(page.get_by_text("not connected")).to_be_visible()


@pytest.mark.parametrize("text", ['<img src=x onerror=alert(1)>"><script>alert(1)</script>', "javascript:alert(1)"])
def test_no_text_of_a_ledger_takes_effect(text: str, tmp_path: Path, visit: Visit) -> None:
    with live(ledger(tmp_path / "ledger", text)) as running:
        seen = visit(running.address)
        for path in TABS:
            _visit_and_click(seen.page, running.address + path)
        assert (seen.told, seen.dialogs) == ([], [])


def _visit_and_click(page: Page, address: str) -> None:
    page.goto(address)
    scripts = page.locator("script").evaluate_all("all => all.map(each => each.getAttribute('src') + each.textContent)")
    assert scripts == ["/live.js", "/write.js", "/forecast.js", "/filter.js", "/hour.js"]
    assert page.locator("[onerror], a[href^='javascript:'], img, iframe, object").count() == 0


def test_what_is_ticked_is_supposed_at_once_and_written_nowhere(changing: Live, visit: Visit) -> None:
    before = {path: path.read_bytes() for path in changing.root.rglob("*.md")}
    page = visit(f"{changing.address}/forecast").page
    won, lost = page.get_by_label("Summit Cycling won"), page.get_by_label("Summit Cycling lost")
    won.check()
    expect(page.get_by_role("heading", name="What if?", exact=True)).to_be_visible()
    expect(page.get_by_text("--with summit-cycling=won")).to_be_visible()
    lost.check()
    expect(won).not_to_be_checked()
    expect(page.get_by_text("--with summit-cycling=lost")).to_be_visible()
    page.reload()
    expect(lost).to_be_checked()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("heading", name="When does the work run out?")).to_be_visible()
    assert {path: path.read_bytes() for path in changing.root.rglob("*.md")} == before
