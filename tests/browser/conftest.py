"""One Chromium for all tests in a real browser; if the machine has none they are skipped, but never in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

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


class Seen(NamedTuple):
    """A page that was opened, and what it did: console messages and errors, requests let through, dialogs."""

    page: Page
    told: list[str]
    requests: list[str]
    dialogs: list[str]


Open = Callable[..., Seen]

# The rules whose outcome another colour scheme or a narrower window can change; what a page is made of stays.
_OF_LOOKS = ("color-contrast", "link-in-text-block", "meta-viewport", "scrollable-region-focusable", "target-size")


def rules_broken(page: Page, scheme: str) -> list[tuple[str, str]]:
    """The rules of accessibility that a page breaks: all of them by day, those of looks again at night."""
    only = {} if scheme == "light" else {"runOnly": {"type": "rule", "values": _OF_LOOKS}}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"]]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page's text from a file, in a context of its own: `width`, `scheme` (`light` or `dark`)."""
    with ExitStack() as contexts:

        def open_text(text: str, width: int = 1280, scheme: str = "light") -> Seen:
            place = tmp_path / "page.html"
            place.write_text(text, encoding="utf-8")
            context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
            contexts.callback(context.close)
            page = context.new_page()
            seen = Seen(page, [], [], [])
            page.on("console", lambda message: seen.told.append(message.text))
            page.on("pageerror", lambda error: seen.told.append(str(error)))
            page.on("request", lambda request: seen.requests.append(request.url))
            page.on("requestfailed", lambda request: request.failure == "csp" and seen.requests.remove(request.url))
            page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
            page.goto(place.as_uri())
            return seen

        yield open_text
