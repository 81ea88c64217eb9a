"""What a page is made of, apart from its words."""

from __future__ import annotations

from html.parser import HTMLParser


class PageShape(HTMLParser):
    """The elements of a page with their attributes, but for what a user's text may be in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)
