"""One Chromium for all tests in a real browser; if the machine has none they are skipped, but never in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

expect.set_options(timeout=30_000)  # what is waited for comes at once but on a busy machine

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="package")  # not longer: while it lives, no other event loop can run in this thread
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, without a window."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium, and in CI these tests must run")
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def window(browser: Browser) -> Iterator[Page]:
    """One page for all tests: a process of the browser's takes longer to start than most of what it is shown."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


class Seen(NamedTuple):
    """What is seen in a page, and what it did: console messages and errors, requests, dialogs."""

    page: Page
    told: list[str]
    requests: list[str]
    dialogs: list[str]


Scheme = Literal["light", "dark"]


class Visit(Protocol):
    """Opens an address in a window of some width, by day or at night."""

    def __call__(self, address: str, width: int = 1280, scheme: Scheme = "light") -> Seen: ...


class Open(Protocol):
    """Opens a page's text from a file, else as `Visit`."""

    def __call__(self, text: str, width: int = 1280, scheme: Scheme = "light") -> Seen: ...


@pytest.fixture
def visit(window: Page) -> Iterator[Visit]:
    """Opens addresses in the one page; nothing of a test is left there for the next."""
    seen = Seen(window, [], [], [])
    heard = {
        "console": lambda message: seen.told.append(message.text),
        "pageerror": lambda error: seen.told.append(str(error)),
        "request": lambda request: seen.requests.append(request.url),
        "dialog": lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()),
    }
    for event, hear in heard.items():
        window.on(event, hear)  # type: ignore[call-overload]

    def visit_address(address: str, width: int = 1280, scheme: Scheme = "light") -> Seen:
        window.set_viewport_size({"width": width, "height": 800})
        window.emulate_media(media="null", color_scheme=scheme)
        window.goto(address)
        return seen

    yield visit_address
    for event, hear in heard.items():
        window.remove_listener(event, hear)
    window.evaluate("() => { try { localStorage.clear(); sessionStorage.clear() } catch {} }")
    window.goto("about:blank")
    window.context.clear_cookies()


@pytest.fixture
def opened(visit: Visit, window: Page, tmp_path: Path) -> Iterator[Open]:
    """Opens texts in the one page; a request that its policy stops is none."""
    seen: list[Seen] = []

    def forget(request: Request) -> None:
        if request.failure == "csp":
            seen[-1].requests.remove(request.url)

    window.on("requestfailed", forget)

    def open_text(text: str, width: int = 1280, scheme: Scheme = "light") -> Seen:
        place = tmp_path / "page.html"
        place.write_text(text, encoding="utf-8")
        seen.append(visit(place.as_uri(), width, scheme))
        return seen[-1]

    yield open_text
    window.remove_listener("requestfailed", forget)


# The rules whose outcome another colour scheme or a narrower window can change; what a page is made of stays.
_OF_LOOKS = ("color-contrast", "link-in-text-block", "meta-viewport", "scrollable-region-focusable", "target-size")


def rules_broken(page: Page, scheme: Scheme, *, at_length: bool = True) -> list[tuple[str, str]]:
    """The rules of accessibility that a page breaks: all of them by day, those of looks again at night.

    at_length: the contrast of colours too, which takes longer than all other rules.
    """
    of_looks = {"runOnly": {"type": "rule", "values": _OF_LOOKS}}
    without_colours = {"rules": {"color-contrast": {"enabled": False}}}
    only = (of_looks if scheme == "dark" else {}) if at_length else without_colours
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"]]
