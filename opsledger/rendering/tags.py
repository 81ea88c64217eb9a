"""The tags of a page and the text between them, as a browser tells them apart, in time in proportion to the page.

nh3 cleans fragments, not whole pages: it drops html, head and body, and would still leave the styles to us; html5lib is
no longer kept up and takes many times as long. Nothing here is trusted to see a page as a browser does, since what is
written out is escaped whole, so that a small reader is enough.

What does not end, be it a tag, a quoted value or a comment, takes in the rest of the page, as it does in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from opsledger.patterns import pattern

Attributes = Sequence[tuple[str, str | None]]

# Elements whose content is not markup, and the one in which references to characters are read all the same.
_RAW = frozenset(("script", "style", "noscript", "iframe", "xmp", "noembed", "noframes", "title"))
_TITLE = "title"
_BEGINS = pattern(r"<(?:(?P<end>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)|(?P<comment>!--)|[!?/])")
_ATTRIBUTE = pattern(
    r"[\t\n\f\r /]*+(?:>|(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?P<value>\"[^\"]*+\"?|'[^']*+'?|[^\t\n\f\r >]*+))?+)"
)
_COMMENT_ENDS = pattern(r"(?<=<!--)-?>|--!?>")
_TOO_LONG = pattern(r"&#[0-9]{8,}+;?")
_QUOTES = "\"'"


class Tag(NamedTuple):
    """A tag. content: what stands up to the end tag of an element that holds no markup."""

    name: str
    attributes: Attributes = ()
    is_end: bool = False
    is_empty: bool = False
    content: str | None = None


class Unended(NamedTuple):
    """What takes in the rest of a page. It is the last part."""

    what: str


def tags_and_text(page: str) -> Iterator[str | Tag | Unended]:
    """A page's text and tags in order. Comments are left out; the kind of document is a tag called `!doctype`."""
    at = 0
    while begun := _BEGINS.search(page, at):
        if begun.start() > at:
            yield _read(page[at : begun.start()])
        part, at = _part(page, begun)
        if part:
            yield part
        if isinstance(part, Unended):
            return
    if at < len(page):
        yield _read(page[at:])


def _part(page: str, begun: re.Match[str]) -> tuple[Tag | Unended | None, int]:
    """What begins at a `<`, and where it ends."""
    if begun["name"]:
        return _tag(page, begun["name"].lower(), begun.end(), is_end=bool(begun["end"]))
    if begun["comment"]:
        ended = _COMMENT_ENDS.search(page, begun.end())
        return (None, ended.end()) if ended else (Unended("a comment"), len(page))
    end = page.find(">", begun.end())
    if end < 0:
        return Unended(f"“{begun[0]}”"), len(page)
    is_kind = page[begun.start() : end].lower().startswith("<!doctype")
    return Tag("!doctype") if is_kind else None, end + 1


def _tag(page: str, name: str, at: int, *, is_end: bool) -> tuple[Tag | Unended, int]:
    attributes: list[tuple[str, str | None]] = []
    while found := _ATTRIBUTE.match(page, at):
        at = found.end()
        if not found["name"]:
            tag = Tag(name, attributes, is_end, found[0].endswith("/>"))
            return (tag, at) if is_end or tag.is_empty or name not in _RAW else _with_content(page, tag, at)
        value = found["value"]
        if value and value[0] in _QUOTES:
            if len(value) == 1 or value[-1] != value[0]:
                return Unended(f"<{name}>"), len(page)
            value = value[1:-1]
        attributes.append((found["name"].lower(), value if value is None else _read(value)))
    return Unended(f"<{name}>"), len(page)


def _with_content(page: str, tag: Tag, at: int) -> tuple[Tag | Unended, int]:
    ended = re.compile(rf"</{tag.name}(?=[\t\n\f\r />])", re.IGNORECASE).search(page, at)
    if ended is None:
        return Unended(f"<{tag.name}>"), len(page)
    content = page[at : ended.start()]
    return tag._replace(content=_read(content) if tag.name == _TITLE else content), ended.start()


def _read(text: str) -> str:
    """Text as it is shown."""
    return unescape(_TOO_LONG.sub("\N{REPLACEMENT CHARACTER}", text)) if "&" in text else text
