"""What a page is made of, apart from its words."""

from __future__ import annotations

from html.parser import HTMLParser


class PageShape(HTMLParser):
    """The elements of a page with their attributes, but for what a user's text may be in.

    The words of a chart count as one: a name takes as many lines in a block of time as it has room for.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = (tag, tuple(name for name, _ in attrs))
        if tag != "text" or self.tags[-1:] != [made]:
            self.tags.append(made)

    def handle_data(self, data: str) -> None:
        self.text.append(data)
