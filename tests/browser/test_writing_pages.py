"""The hour, worked through in a real browser: what is pressed is written, and only that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.cli_support import SAMPLE
from tests.live_server import Live, live

NEW = {"reviews/2026-11-20.md", "reviews/2026-11-20.figures.json"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Live]:
    root = tmp_path / "ledger"
    shutil.copytree(SAMPLE, root)
    with live(root) as running:
        yield running


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server whose ledger nothing is written to."""
    root = tmp_path_factory.mktemp("shown") / "ledger"
    shutil.copytree(SAMPLE, root)
    with live(root) as running:
        yield running


@pytest.fixture
def page(served: Live, visit: Visit) -> Page:
    """A page whose browser has opened the address that `serve` prints."""
    return visit(served.server.new_address()).page


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
    page.locator("[data-write=log] input[type=text]").fill("out rang, they decide on Monday")
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


def tab_to(page: Page, wanted: str) -> None:
    """Go on by the Tab key to the next control of a kind, seeing on the way where one is."""
    for _ in range(400):
        page.keyboard.press("Tab")
        is_it, is_seen = page.evaluate(
            """wanted => {
                const one = document.activeElement, look = getComputedStyle(one);
                return [one.matches(wanted), look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1];
            }""",
            wanted,
        )
        assert is_seen, page.evaluate("document.activeElement.outerHTML")
        if is_it:
            return
    raise AssertionError(f"no way leads to {wanted}")


def test_a_whole_hour_by_the_keyboard_alone(page: Page, served: Live) -> None:
    written = page.locator(".written.done")
    tab_to(page, "#this-week [data-write=keep] button")
    page.keyboard.press("Enter")
    expect(written).to_contain_text("reviews/2026-11-20.md")
    page.goto(f"{served.address}/actions")
    tab_to(page, "[data-write=settle] button")
    action = page.evaluate("document.activeElement.closest('[data-write]').dataset.action")
    page.keyboard.press("Enter")
    expect(written).to_contain_text("[x]")
    expect(page.locator(f"[data-action='{action}']")).to_have_count(0)  # its buttons are gone
    assert page.evaluate("document.activeElement.closest('.written') !== null")  # not on another line's button
    page.goto(f"{served.address}/leads/summit-cycling.md")
    tab_to(page, "[data-write=log] input[type=text]")
    page.keyboard.type("out rang them")
    page.keyboard.press("Enter")
    expect(written).to_contain_text("2026-11-20 out rang them")
    page.goto(f"{served.address}/time")
    tab_to(page, "[data-list=plan] input")
    page.keyboard.type("Sat 9-10 marketing")
    page.keyboard.press("Enter")
    expect(written).to_contain_text("- Sat 9:00-10:00 marketing")
    tab_to(page, ".written button:not(.quiet)")
    page.keyboard.press("Enter")
    expect(written).to_contain_text("removed: - Sat 9:00-10:00 marketing")


ATTACK = """async target => {
    const body = JSON.stringify({what: "decide", role: "ceo", text: "Owned", sha: ""});
    const tries = [
        ["/write", {method: "POST", body}],
        ["/write", {method: "POST", body, mode: "no-cors", headers: {"content-type": "text/plain"}}],
        ["/write", {method: "POST", body, headers: {"content-type": "application/json", "x-opsledger-page": "/"}}],
        ["/write", {method: "PUT", body}],
        ["/", {}],
        ["/", {mode: "no-cors"}],
        ["/live.js", {mode: "no-cors"}],
    ];
    const read = [];
    for (const [path, how] of tries) {
        const text = await fetch(target + path, {credentials: "include", ...how}).then(
            answer => answer.text(), () => "");
        read.push(text);
    }
    navigator.sendBeacon(target + "/write", new Blob([body], {type: "text/plain"}));
    const frame = document.createElement("iframe");
    frame.src = target + "/";
    document.body.append(frame);
    await new Promise(resolve => { frame.onload = resolve; setTimeout(resolve, 1000); });
    let inside = "";
    try { inside = frame.contentDocument.body.textContent; } catch {}
    const form = document.createElement("form");
    Object.assign(form, {method: "post", action: target + "/write", enctype: "text/plain", target: "_blank"});
    document.body.append(form);
    form.submit();
    return [...read, inside].join("");
}"""


def test_a_hostile_page_on_another_port_neither_reads_nor_writes(browser: Browser, shown: Live) -> None:
    """It is of the same site, so that the browser sends the cookie along; its origin is another."""

    class Hostile(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>x</title><body>")

        def log_message(self, *given: object) -> None:
            pass

    before = texts(shown.root)
    context = browser.new_context()
    context.new_page().goto(shown.server.new_address())
    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        for name in ("127.0.0.1", "localhost"):
            foreign = context.new_page()
            foreign.goto(f"http://{name}:{other.server_port}/")
            assert foreign.evaluate(ATTACK, shown.address) == ""
        other.shutdown()
    context.close()
    assert texts(shown.root) == before


def test_the_agenda_marks_the_part_that_is_read_and_counts_its_minutes(browser: Browser, shown: Live) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        page.clock.install(time=datetime(2026, 11, 20, 10))
        page.clock.pause_at(datetime(2026, 11, 20, 10, 1))  # a busy machine's own seconds do not count
        page.goto(shown.address)
        page.clock.run_for(125_000)
        current = page.locator(".agenda a[aria-current]")
        expect(current).to_have_text("Where we stand 2 of 5 min")
        page.evaluate("document.getElementById('decide').scrollIntoView()")
        page.clock.run_for(65_000)
        expect(current).to_have_text("Decide 1 of 15 min")
        expect(page.locator("#hour-used")).to_have_text("In all 3 of 60 min")
        page.clock.run_for(600_000)  # nobody touches it: the hour stands still
        expect(page.locator("#hour-used")).to_have_text("In all 5 of 60 min")
    finally:
        context.close()


def test_at_200_percent_in_forced_colours_nothing_is_lost(browser: Browser, shown: Live) -> None:
    context = browser.new_context(
        viewport={"width": 640, "height": 400}, forced_colors="active", reduced_motion="reduce", color_scheme="dark"
    )
    try:
        page = context.new_page()
        for path in ("/", "/forecast", "/money", "/projects", "/time"):
            page.goto(shown.address + path)
            assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 640)
            unseen = page.evaluate(
                """() => [...document.querySelectorAll("svg :is(.committed, .good, .strong, .actual, .dot)")]
                    .filter(one => one.getClientRects().length)
                    .map(one => getComputedStyle(one))
                    .filter(look => [look.fill, look.stroke].every(colour => ["none", "rgb(0, 0, 0)"].includes(colour)))
                    .length"""
            )
            assert (path, unseen) == (path, 0)
        assert page.evaluate("getComputedStyle(document.querySelector('a')).transitionDuration") == "0s"
    finally:
        context.close()


def test_a_refused_line_shows_the_caret_and_stays_typed(page: Page, served: Live) -> None:
    page.goto(f"{served.address}/leads/summit-cycling.md")
    page.locator("[data-write=log] input[type=text]").fill("propsal sent")
    page.locator("[data-write=log] button").click()
    expect(page.locator(".written.refused")).to_contain_text("^^^")
    assert "did you mean `proposal`?" in said(page)
    assert page.locator("[data-write=log] input[type=text]").input_value() == "propsal sent"


def test_what_is_typed_outlives_a_change_of_the_page(page: Page, served: Live) -> None:
    page.goto(f"{served.address}/leads/summit-cycling.md")
    field = page.locator("[data-write=log] input[type=text]")
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


def test_nobody_else_sees_anything_to_press(visit: Visit, shown: Live) -> None:
    other = visit(shown.address).page
    expect(other.locator("#decide")).to_be_visible()
    assert other.locator("main button, .controls").count() == 0
