"""What a page is made of, apart from its words."""

from __future__ import annotations

from html.parser import HTMLParser

_LINE_OF_A_PICTURE = ("text", ("class", "x", "y"))


class PageShape(HTMLParser):
    """The elements of a page with their attributes, but for what a user's text may be in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen = (tag, tuple(name for name, _ in attrs))
        if (
            seen != _LINE_OF_A_PICTURE or self.tags[-1] != seen
        ):  # a name in a picture stands on as many lines as it needs
            self.tags.append(seen)

    def handle_data(self, data: str) -> None:
        self.text.append(data)
