"""A page that a template of the ledger's own has made, written out again without what loads or sends anything.

The browser keeps a page's policy, but no policy forbids a page to lead elsewhere by itself or to look up a name. So
every tag is written again, from a list of what a review is made of, and every text is escaped: whatever was there, a
browser finds nothing else in what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import escape

from opsledger.patterns import pattern
from opsledger.rendering.cleaning_styles import cleaned_style, loads
from opsledger.rendering.html import head_begins, with_notice
from opsledger.rendering.tags import Attributes, Tag, Unended, tags_and_text

# What a form is filled in with. A form that names no address and a button that names none send nothing: the policy of
# every page forbids what is left, so that without the program's own script a form does nothing.
_CONTROLS = frozenset(("button", "input", "select", "output", "fieldset"))
_INPUTS = frozenset(
    ("checkbox", "date", "month", "number", "radio", "range", "reset", "search", "text", "time", "week")
)
TAGS = frozenset(
    (
        *("a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "body", "br", "caption", "cite"),
        *("code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption"),
        *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "img", "ins"),
        *("kbd", "li", "main", "mark", "meter", "nav", "ol", "p", "pre", "progress", "q", "s", "samp", "section"),
        *("small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time"),
        *("title", "tr", "u", "ul", "var", "wbr"),
        *("form", "label", "legend", "datalist", "option", "optgroup", *_CONTROLS),
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs"),
        *("desc", "lineargradient", "radialgradient", "stop", "clippath", "mask", "pattern", "marker", "symbol"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("class", "id", "lang", "dir", "title", "role", "tabindex", "hidden", "popover", "popovertarget", "translate"),
        *("open", "datetime", "value"),
        *("min", "max", "low", "high", "optimum", "colspan", "rowspan", "span", "scope", "headers", "abbr", "start"),
        *("reversed", "type", "href", "rel", "src", "alt", "name", "content", "d", "x", "y", "x1", "y1", "x2", "y2"),
        *("dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "pathlength", "transform", "viewbox"),
        *("preserveaspectratio", "offset", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "opacity"),
        *("stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stop-color", "stop-opacity"),
        *("text-anchor", "font-size", "font-weight", "dominant-baseline", "gradientunits", "gradienttransform"),
        *("clip-path", "mask", "focusable", "textlength", "markerwidth", "markerheight", "refx", "refy", "orient"),
        *("for", "checked", "selected", "disabled", "readonly", "required", "multiple", "placeholder", "step", "size"),
        *("label", "list", "minlength", "maxlength", "autocomplete", "inputmode"),
    )
)
_VOID = frozenset(("br", "hr", "col", "wbr", "img", "input"))
_META = frozenset(("viewport", "color-scheme", "theme-color", "description", "author"))
# The program's own scripts, which `serve` alone adds.
LIVE_SCRIPTS = ("/live.js", "/write.js", "/forecast.js", "/filter.js", "/hour.js")
TAKES_EFFECT = pattern(r"(javascript|data|vbscript|blob|filesystem|view-source|about):", re.IGNORECASE)
_UNSEEN = pattern(r"[\x00-\x20\x7f-\x9f]")
_PICTURE = pattern(r"data:image/[a-z+.-]+[;,]", re.IGNORECASE)
_MOST_TOLD = 10
_LONGEST = 60


def _live_script(attrs: Attributes) -> str | None:
    """The script of a live page that a tag loads, written as the shipped templates write it; None for any other."""
    return next((name for name in LIVE_SCRIPTS if list(attrs) == [("src", name), ("defer", None)]), None)


def _as_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cleaned_page(page: str, policy: Mapping[str, str] | None = None) -> str:
    """A page of the same text and look, which says on top what was left out of it. Raises ValueError.

    policy: as of `with_policy`; with scripts in it the live pages' own one stays.
    """
    head_begins(page)
    cleaner = Cleaner(may_be_live="script-src" in (policy or {}))
    cleaner.take(page)
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


class Cleaner:
    """Writes what is allowed, and keeps in mind what is not."""

    def __init__(self, *, may_be_live: bool) -> None:
        self.written: list[str] = []
        self.left_out: dict[str, None] = {}
        self._may_be_live = may_be_live

    def take(self, page: str) -> None:
        """Write a page out again."""
        for part in tags_and_text(page):
            if isinstance(part, str):
                self.written.append(_as_text(part))
            elif isinstance(part, Unended):
                self._leave_out(f"what follows {part.what}")
            elif part.name == "!doctype":
                self.written += [] if "".join(self.written[:2]).strip() else ["<!doctype html>"]
            elif not part.is_end:
                self._begin(part)
            elif part.name in TAGS and part.name not in _VOID:
                self.written.append(f"</{part.name}>")

    def _leave_out(self, what: str) -> None:
        self.left_out[what[:_LONGEST]] = None

    def _begin(self, tag: Tag) -> None:
        name, attributes = tag.name, tag.attributes
        if name == "style" and tag.content is not None:
            self.written.append(f"<style>{cleaned_style(tag.content, self._leave_out)}</style>")
        elif name == "script" and self._may_be_live and (script := _live_script(attributes)):
            self.written.append(f'<script src="{script}" defer></script>')
        elif name in ("meta", "link"):
            self._head(name, dict(attributes))
        elif name in TAGS:
            end = "/" if tag.is_empty else ""
            self.written.append(f"<{name}{self._attributes(name, attributes)}{end}>{_as_text(tag.content or '')}")
        else:
            self._leave_out(f"<{name}>")

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
        if name == "name":  # of a form or picture it would take the place of something that scripts ask the page for
            return tag in _CONTROLS or tag == "meta"
        if name == "type" and tag == "input":
            return value.strip().lower() in _INPUTS
        return name in _ATTRIBUTES or re.fullmatch(r"(?:data|aria)-[a-z0-9-]+", name) is not None
