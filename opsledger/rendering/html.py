"""A user's text in HTML: escaped, linked, and bounded by a policy under which nothing in it can take effect."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined
from markupsafe import Markup, escape

from opsledger.patterns import pattern
from opsledger.rendering.filters import FROM_REVIEWS
from opsledger.rendering.named import deciding_review
from opsledger.reviewing.parts.values import Link
from opsledger.values.visible import visible
from opsledger.values.written import NOTHING, write_day

# What a page may do: show itself. Styles are named by their hashes, and the icon in the tab is part of the page.
_POLICY = {
    "default-src": "'none'",
    "img-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_MADE_BY = '<meta name="generator" content="OpsLedger">'
_TOP = 4096
_HEAD = pattern(r"\s*<!doctype html>\s*<html[^<>]*>\s*<head>", re.IGNORECASE)
_BEGIN, _END = "<!-- opsledger:notice -->", "<!-- /opsledger:notice -->"


def finalize_html(value: Any) -> Any:
    """What a template prints: markup as it is, all else as text, which Jinja escapes."""
    if isinstance(value, Markup | Undefined):
        return value
    if value is None:
        return Markup(NOTHING)
    return visible(write_day(value) if isinstance(value, date) else str(value))


def escape_html(value: Any) -> Any:
    """The filters `e` and `escape`: what is printed anyway, so that nothing is escaped twice."""
    shown = finalize_html(value)
    return shown if isinstance(shown, Undefined) else escape(shown)


FORECAST = "forecast"  # in place of a figure: what is on the page of the forecast alone
LIVE = "/"  # the folder of a ledger whose pages are served


@pass_context
def linked_html(context: Context, target: Link) -> Markup:
    """A link to a record or line: on a live page to the line shown there, on a page by itself to the record's card."""
    folder, shown = context.get("ledger_folder", FROM_REVIEWS), visible(target.text)
    if folder == LIVE:
        return Markup('<a href="{}">{}</a>').format(_live_address(target), shown)
    if context.get("has_cards"):
        card = _record_card(context, target)
        return Markup("<span>{}</span>").format(shown) if card is None else _opens(card, shown)
    address = folder + quote(target.file, safe="/", errors="surrogateescape")
    return Markup('<a href="{}">{}</a>').format(address, shown)


@pass_context
def named_html(context: Context, target: Link) -> Markup:
    """A link to a record within a sentence: in quotation marks if its name holds a comma."""
    shown = linked_html(context, target)
    return Markup("“{}”").format(shown) if "," in target.text else shown


@pass_context
def decided_html(context: Context, target: Link) -> Markup:
    """A link to a decision by the review that made it: its day, its quarter or its year."""
    return linked_html(context, Link(deciding_review(context, target), target.file, target.line))


@pass_context
def figure_html(context: Context, shown: Any, source: str | Link) -> Any:
    """A number as an unobtrusive link to its figure: on a page that is one file, to its card.

    source: the figure's name, or the line or record that says the number itself.
    """
    if not source or str(shown).rstrip("\N{WORD JOINER}") == NOTHING:
        return shown
    if isinstance(source, Link):
        return _said_by(context, shown, source)
    name = source
    if context.get("ledger_folder") == LIVE:
        if name == FORECAST and context.get(FORECAST) is not None:
            return shown  # it is on that page already
        address = "/forecast" if name == FORECAST else f"/figures/{quote(name, safe='', errors='surrogateescape')}"
        return Markup('<a class="figure" href="{}">{}</a>').format(address, finalize_html(shown))
    cards = context["review"].figure_cards if context.get("has_cards") else ()
    number = next((number for number, card in enumerate(cards) if card.name == name), None)
    return shown if number is None else _opens(f"figure-{number}", finalize_html(shown), "figure")


def _said_by(context: Context, shown: Any, source: Link) -> Any:
    """A number as a quiet link to what says it; as it is where nothing can be opened."""
    if context.get("ledger_folder") == LIVE:
        return Markup('<a class="figure" href="{}">{}</a>').format(_live_address(source), finalize_html(shown))
    card = _record_card(context, source)
    return shown if card is None else _opens(card, finalize_html(shown), "figure")


def _live_address(target: Link) -> str:
    """Where a record or line is shown live."""
    return LIVE + quote(target.file, safe="/", errors="surrogateescape") + (f"#L{target.line}" if target.line else "")


def _record_card(context: Context, target: Link) -> str | None:
    """The card of a record on a page by itself; None if it has none."""
    cards = context["review"].record_cards if context.get("has_cards") else ()
    number = next((number for number, card in enumerate(cards) if card.file == target.file), None)
    return None if number is None else f"record-{number}"


def _opens(card: str, shown: Any, look: str = "record") -> Markup:
    """A word that opens a card, by the browser itself."""
    return Markup('<button type="button" class="opens {}" popovertarget="{}">{}</button>').format(look, card, shown)


def linked_id(target: Link) -> str:
    """The id of the record a link leads to."""
    return target.file.rpartition("/")[2].removesuffix(".md")


@pass_context
def edit_html(context: Context, target: Link) -> Markup:
    """A link that opens your editor at a line; empty if no editor can be opened."""
    opens: Callable[[str, int], str] | None = context.get("opens")
    address = opens(target.file, target.line or 1) if opens else ""
    if not address:
        return Markup("")
    named = visible(f"{target.file}:{target.line or 1}")
    return Markup('<a class="edit" href="{}" aria-label="edit {}">edit</a>').format(address, named)


@pass_context
def supposed_html(context: Context, what_if: str) -> Markup:
    """How to try a what-if: a link to the forecast on a live page, the command's option elsewhere."""
    if context.get("ledger_folder") != LIVE:
        return Markup('<code class="number">--with</code> {}').format(code_html(what_if))
    return Markup('<a href="/forecast?with={}">try it</a>').format(quote(what_if, safe="", errors="surrogateescape"))


def css_text(text: str) -> Markup:
    """A text safe to put in quotes in a style: all but ASCII letters and digits are escaped."""
    return Markup("".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):06x}" for one in visible(text)))


def code_html(text: str) -> Markup:
    """A word of the program, or a name made by it, as code."""
    return Markup("<code>{}</code>").format(visible(text))


def fenced_html(text: str) -> Markup:
    """Lines as they are."""
    shown = "\n".join(map(visible, text.split("\n")))
    return Markup("<pre>{}</pre>").format(shown)


def with_policy(page: str, more: Mapping[str, str] | None = None) -> str:
    """A page whose head begins with what it may do; the page itself has no say in it. Raises ValueError.

    Nothing is loaded from anywhere and no script runs, whatever the page holds. more: directives to add or replace.
    """
    inside = head_begins(page)
    content = escape(policy_of(page, more))
    tags = f'\n<meta charset="utf-8">\n{_MADE_BY}\n<meta http-equiv="Content-Security-Policy" content="{content}">'
    return page[:inside] + tags + page[inside:]


def head_begins(page: str) -> int:
    """Where the inside of a page's head begins, before anything that could take effect. Raises ValueError."""
    head = _HEAD.match(page)
    if head is None:
        raise ValueError("a page begins with <!doctype html>, <html lang=…> and <head>")
    return head.end()


def policy_of(page: str, more: Mapping[str, str] | None = None) -> str:
    """What a page may do, as a browser is told: its own styles by their hashes. more: as of `with_policy`."""
    own = (page[start:end] for start, end in _between(page, "<style>", "</style>"))
    hashes = (b64encode(sha256(style.encode("utf-8", "replace")).digest()) for style in own)
    styles = " ".join(f"'sha256-{digest.decode()}'" for digest in hashes) or "'none'"
    policy = _POLICY | {"style-src": styles} | dict(more or {})
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _between(page: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Where what is between two marks begins and ends, each time they stand."""
    start = page.find(opening)
    while start >= 0 and (end := page.find(closing, start)) >= 0:
        yield start + len(opening), end
        start = page.find(opening, end)


def is_own_page(page: bytes) -> bool:
    """Whether a page was made by this program."""
    return _MADE_BY.encode() in page[:_TOP]


def with_notice(page: str, notice: str) -> str:
    """A page that was made before, with a sentence about it on top; one put there earlier is replaced."""
    kept, done = [], 0
    for start, end in _between(page, _BEGIN, _END):
        kept.append(page[done : start - len(_BEGIN)])
        done = end + len(_END)
    page = "".join([*kept, page[done:]])
    said = Markup('<p class="warning notice" role="alert">{}</p>').format(visible(notice))
    body = re.search("<body[^<>]*>", page)
    return page[: body.end()] + _BEGIN + str(said) + _END + page[body.end() :] if body else page
