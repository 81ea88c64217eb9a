"""The hour, worked through in a real browser: what is pressed is written, and only that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli_support import SAMPLE
from tests.live_server import Live, live

NEW = {"reviews/2026-11-20.md", "reviews/2026-11-20.figures.json"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Live]:
    root = tmp_path / "ledger"
    shutil.copytree(SAMPLE, root)
    with live(root) as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: Live) -> Iterator[Page]:
    """A page whose browser has opened the address that `serve` prints."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto(served.server.new_address())
    yield opened
    context.close()


def said(page: Page) -> str:
    return page.locator(".written pre").inner_text()


def texts(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.*") if path.is_file()}


def test_a_whole_hour_writes_only_the_lines_asked_for(page: Page, served: Live) -> None:
    before = texts(SAMPLE)
    page.locator("#this-week [data-write=keep] button", has_text="Keep").first.click()
    expect(page.locator(".written.done")).to_contain_text("reviews/2026-11-20.md")
    page.locator("[data-write=settle] button", has_text="Done").first.click()
    expect(page.locator(".written.done")).to_contain_text("[x]")
    page.locator("[data-write=minutes] input").fill("50m")
    page.locator("[data-write=minutes] button").click()
    expect(page.locator(".written.done")).to_contain_text("minutes: 50m")
    page.goto(f"{served.address}/leads/summit-cycling.md")
    page.locator("[data-write=log] input").fill("out rang, they decide on Monday")
    page.locator("[data-write=log] button").click()
    expect(page.locator(".written.done")).to_contain_text("2026-11-20 out rang")
    page.goto(f"{served.address}/time/2026-W48")
    page.locator("[data-list=plan] input").fill("Sat 9-10 marketing")
    page.locator("[data-list=plan] button").click()
    expect(page.locator(".written.done")).to_contain_text("- Sat 9:00-10:00 marketing")
    page.locator(".written button", has_text="Undo").click()
    expect(page.locator(".written.done")).to_contain_text("removed: - Sat 9:00-10:00 marketing")
    after = texts(served.root)
    assert set(after) - set(before) == NEW
    changed = {name for name in before if after[name] != before[name]}
    assert "leads/summit-cycling.md" in changed
    assert len(changed) == 2
    for name in changed:
        lines, old = after[name].splitlines(), before[name].splitlines()
        assert len([line for line in lines if line not in old]) == 1
        assert len([line for line in old if line not in lines]) <= 1


def test_a_refused_line_shows_the_caret_and_stays_typed(page: Page, served: Live) -> None:
    page.goto(f"{served.address}/leads/summit-cycling.md")
    page.locator("[data-write=log] input").fill("propsal sent")
    page.locator("[data-write=log] button").click()
    expect(page.locator(".written.refused")).to_contain_text("^^^")
    assert "did you mean `proposal`?" in said(page)
    assert page.locator("[data-write=log] input").input_value() == "propsal sent"


def test_what_is_typed_outlives_a_change_of_the_page(page: Page, served: Live) -> None:
    page.goto(f"{served.address}/leads/summit-cycling.md")
    field = page.locator("[data-write=log] input")
    field.fill("out half a sen")
    field.evaluate("one => one.setSelectionRange(4, 8)")
    with (served.root / "leads/summit-cycling.md").open("a", encoding="utf-8") as file:
        file.write("- 2026-11-20 note saved in an editor\n")
    expect(page.locator(".file")).to_contain_text("saved in an editor")
    assert field.input_value() == "out half a sen"
    assert field.evaluate("one => [document.activeElement === one, one.selectionStart, one.selectionEnd]") == [
        True,
        4,
        8,
    ]


def test_nobody_else_sees_anything_to_press(browser: Browser, served: Live) -> None:
    context = browser.new_context()
    try:
        other = context.new_page()
        other.goto(served.address)
        expect(other.locator("#decide")).to_be_visible()
        assert other.locator("main button, .controls").count() == 0
    finally:
        context.close()
