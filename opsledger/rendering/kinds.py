"""What a template makes, Markdown or HTML: how what it prints is escaped, and its filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from opsledger.rendering.filters import FILTERS, finalize


class OutputKind(NamedTuple):
    """One kind of output. finish: what is done to the whole text, given more of a page's policy; raises ValueError."""

    name: str
    finalize: Callable[[Any], Any]
    escape: Callable[[Any], Any]
    filters: Mapping[str, Callable[..., Any]]
    finish: Callable[[str, Mapping[str, str] | None], str]


MARKDOWN = OutputKind("markdown", finalize, finalize, FILTERS, lambda text, _: text)


def _html() -> OutputKind:
    """A page; its charts and policy are imported when the first one is made."""
    from opsledger.rendering.html import escape_html, finalize_html, with_policy
    from opsledger.rendering.page_filters import PAGE_FILTERS

    return OutputKind("html", finalize_html, escape_html, FILTERS | PAGE_FILTERS, with_policy)


def output_kind(name: str) -> OutputKind:
    """The kind that a template makes, by the end of its name; what it includes is escaped for the same."""
    return kind_named("html" if name.lower().endswith((".html", ".htm")) else MARKDOWN.name)


def kind_named(name: str) -> OutputKind:
    """The kind of a name: `markdown` or `html`."""
    return MARKDOWN if name == MARKDOWN.name else _html()
