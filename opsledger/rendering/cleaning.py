"""A page that a template of the ledger's own has made, written out again without what loads or sends anything.

The browser keeps a page's policy, but no policy forbids a page to lead elsewhere by itself or to look up a name. So
every tag is written again, from a list of what a review is made of, and every text is escaped: whatever was there, a
browser finds nothing else in what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from markupsafe import escape

from opsledger.rendering.cleaning_styles import cleaned_style, loads
from opsledger.rendering.html import head_begins, with_notice

Attributes = Sequence[tuple[str, str | None]]

TAGS = frozenset(
    (
        *(
            "a",
            "abbr",
            "address",
            "article",
            "aside",
            "b",
            "button",
            "bdi",
            "bdo",
            "blockquote",
            "body",
            "br",
            "caption",
            "cite",
        ),
        *("code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption"),
        *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "img", "ins"),
        *("kbd", "li", "main", "mark", "meter", "nav", "ol", "p", "pre", "progress", "q", "s", "samp", "section"),
        *("small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time"),
        *("title", "tr", "u", "ul", "var", "wbr"),
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs"),
        *("desc", "lineargradient", "radialgradient", "stop", "clippath", "mask", "pattern", "marker", "symbol"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *(
            "class",
            "id",
            "lang",
            "dir",
            "title",
            "role",
            "tabindex",
            "hidden",
            "popover",
            "popovertarget",
            "translate",
            "open",
            "datetime",
            "value",
        ),
        *("min", "max", "low", "high", "optimum", "colspan", "rowspan", "span", "scope", "headers", "abbr", "start"),
        *("reversed", "type", "href", "rel", "src", "alt", "name", "content", "d", "x", "y", "x1", "y1", "x2", "y2"),
        *("dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "pathlength", "transform", "viewbox"),
        *("preserveaspectratio", "offset", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "opacity"),
        *("stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stop-color", "stop-opacity"),
        *("text-anchor", "font-size", "font-weight", "dominant-baseline", "gradientunits", "gradienttransform"),
        *("clip-path", "mask", "focusable", "textlength", "markerwidth", "markerheight", "refx", "refy", "orient"),
    )
)
# Elements whose content is nothing to be read.
_WHOLE = frozenset(("script", "noscript", "iframe", "xmp", "noembed", "noframes"))
_VOID = frozenset(("br", "hr", "col", "wbr", "img"))
_META = frozenset(("viewport", "color-scheme", "theme-color", "description", "author"))
_LIVE_SCRIPTS = ("/live.js", "/write.js", "/forecast.js", "/filter.js")
TAKES_EFFECT = re.compile(r"(javascript|data|vbscript|blob|filesystem|view-source|about):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f]")
_PICTURE = re.compile(r"data:image/[a-z+.-]+[;,]", re.IGNORECASE)
_MOST_TOLD = 10


def _live_script(attrs: Attributes) -> str | None:
    """The script of a live page that a tag loads, written as the shipped templates write it; None for any other."""
    return next((name for name in _LIVE_SCRIPTS if list(attrs) == [("src", name), ("defer", None)]), None)


def cleaned_page(page: str, policy: Mapping[str, str] | None = None) -> str:
    """A page of the same text and look, which says on top what was left out of it. Raises ValueError.

    policy: as of `with_policy`; with scripts in it the live pages' own one stays.
    """
    head_begins(page)
    cleaner = Cleaner(may_be_live="script-src" in (policy or {}))
    cleaner.feed(page)
    cleaner.close()
    cleaned = "".join(cleaner.written)
    if not cleaner.left_out:
        return cleaned
    if "<body" not in cleaned:
        cleaned += "<body>"
    told = list(cleaner.left_out)
    more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return with_notice(
        cleaned, f"Left out of this page, which may load and send nothing: {', '.join(told[:_MOST_TOLD])}{more}."
    )


class Cleaner(HTMLParser):
    """Writes what is allowed, and keeps in mind what is not."""

    def __init__(self, *, may_be_live: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self.left_out: dict[str, None] = {}
        self._may_be_live = may_be_live
        self._within: str | None = None  # an element that is left out whole
        self._style: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """An element begins."""
        self._begin(tag, attrs, "")

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """An element that ends at once in a drawing, and nowhere else."""
        self._begin(tag, attrs, "/")

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._within:
            self._within = None if tag == self._within else self._within
        elif tag == "style" and self._style is not None:
            self.written.append(f"<style>{cleaned_style(''.join(self._style), self._leave_out)}</style>")
            self._style = None
        elif tag in TAGS and tag not in _VOID:
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text, or what is in a style."""
        if self._style is not None:
            self._style.append(data)
        elif not self._within:
            self.written.append(data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))

    def handle_entityref(self, name: str) -> None:
        """A character by its name."""
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A character by its number."""
        self._reference(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """What kind of document this is."""
        if not self.written or not "".join(self.written).strip():
            self.written.append("<!doctype html>")

    def close(self) -> None:
        """Read the rest; a style that does not end is none."""
        super().close()
        if self._style is not None or self._within:
            self._leave_out(f"what follows <{self._within or 'style'}>")

    def _reference(self, written: str) -> None:
        if self._style is None and not self._within:
            self.written.append(written)

    def _leave_out(self, what: str) -> None:
        self.left_out[what] = None

    def _begin(self, tag: str, attrs: Attributes, end: str) -> None:
        if self._within:
            return
        if tag == "style" and not end:
            self._style = []
        elif tag == "script" and self._may_be_live and (script := _live_script(attrs)):
            self.written.append(f'<script src="{script}" defer></script>')
            self._within = tag
        elif tag in ("meta", "link"):
            self._head(tag, dict(attrs))
        elif tag in TAGS:
            self.written.append(f"<{tag}{self._attributes(tag, attrs)}{end}>")
        else:
            self._leave_out(f"<{tag}>")
            self._within = tag if tag in _WHOLE and not end else None

    def _head(self, tag: str, attrs: Mapping[str, str | None]) -> None:
        """What a page's head says of it: its look and its icon, if that is part of it."""
        is_icon = tag == "link" and attrs.get("rel") == "icon" and _PICTURE.match(attrs.get("href") or "")
        if is_icon or (tag == "meta" and "http-equiv" not in attrs and attrs.get("name") in _META):
            self.written.append(f"<{tag}{self._attributes(tag, list(attrs.items()))}>")
        elif list(attrs) != ["charset"]:  # the program says what it is
            named = attrs.get("http-equiv") or attrs.get("name") or attrs.get("rel") or ""
            self._leave_out(f"<{tag} {named}>".replace(" >", ">"))

    def _attributes(self, tag: str, attrs: Attributes) -> str:
        written = []
        for name, value in attrs:
            if not self._is_allowed(tag, name, value or ""):
                self._leave_out(f"{name} of <{tag}>")
            else:
                written.append(f" {name}" if value is None else f' {name}="{escape(value)}"')
        return "".join(written)

    def _is_allowed(self, tag: str, name: str, value: str) -> bool:
        if name == "href":
            plain = _UNSEEN.sub("", value)
            return bool(_PICTURE.match(value)) if tag == "link" else tag == "a" and not TAKES_EFFECT.match(plain)
        if name == "src":
            return tag == "img" and bool(_PICTURE.match(value))
        if name in ("fill", "stroke", "mask", "clip-path") and loads(value):
            return False
        return name in _ATTRIBUTES or re.fullmatch(r"(?:data|aria)-[a-z0-9-]+", name) is not None
