"""A user's Markdown as HTML in which only text, lists, quotes and plain links are left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from opsledger.patterns import pattern
from opsledger.reading.marks import box_in
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

_SCHEME = pattern(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_BOXES = {" ": ("open", "☐"), "x": ("done", "☑"), "-": ("dropped", "☒")}


def markdown(text: str) -> Markup:
    """A user's Markdown as HTML: raw HTML is text, pictures are their description, links lead to the web or to files.

    Headings are below those of the page; the boxes of a task list are shown.
    """
    shown = "\n".join(visible(line.expandtabs(4)) for line in re.split(r"\r\n|[\r\n]", text))
    return Markup(_parser().render(shown))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    parser.validateLink = _is_plain_link  # type: ignore[method-assign]
    for tag in ("heading_open", "heading_close"):
        parser.add_render_rule(tag, _heading)
    parser.add_render_rule("image", _picture)
    parser.add_render_rule("text", _words)
    return parser


def _is_plain_link(url: str) -> bool:
    """Whether a link leads to the web, to a person or to a file beside the review."""
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1].lower() in _SCHEMES


def _heading(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "<h4>" if tokens[at].nesting > 0 else "</h4>\n"


def _picture(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return str(escape(renderer.renderInlineAsText(tokens[at].children or [], options, env)))


def _words(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Text; at its beginning a task list's box."""
    content = tokens[at].content
    box = box_in(content) if at == 0 else None
    if box is None or box.next == box.end or box.mark.lower() not in _BOXES:
        return str(escape(content))
    state, sign = _BOXES[box.mark.lower()]
    return f'<span class="box" role="img" aria-label="{state}">{sign}</span> {escape(content[box.next :])}'
