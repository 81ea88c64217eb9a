"""Markdown that a template of the ledger's own has made, without what a program that shows it would load."""

from __future__ import annotations

import re

from opsledger.patterns import pattern
from opsledger.rendering.cleaning import TAGS, TAKES_EFFECT, Cleaner

_PICTURE = pattern(r"(?<!\\)(?P<escapes>\\*+)!(?=\[)")
_EMBEDDED = pattern(r"!\[\[[^\[\]\n:]+\]\]")
_INLINE = pattern(r"!\[[^\[\]\n]*\]\(<?(?P<address>[^\s()<>]++)>?[^()\n]*+\)")
_HTML = pattern(r"(?<!\\)(?P<escapes>\\*+)<(?=[A-Za-z/!?])")
_BARE = pattern(r"</?(?P<name>[A-Za-z][^\s<>/]*)>")
_COMMENT = pattern(r"<!--(?!-?>)")
_LINK = pattern(r"<(?P<address>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_TAG = pattern(r"</?[A-Za-z][^<>]{0,2000}>")
_NEAR = pattern(r"(?![A-Za-z][A-Za-z0-9+.-]*:|//|/?\\)[^\\&%]*")


def cleaned_markdown(text: str) -> str:
    """The same text, with pictures from elsewhere and HTML that could load or send something shown as text."""
    text = _PICTURE.sub(lambda found: _picture(text, found), text)
    return _HTML.sub(lambda found: _html(text, found), text)


def _picture(text: str, found: re.Match[str]) -> str:
    is_shown = len(found["escapes"]) % 2 or _is_near_picture(text, found.end() - 1)
    return found[0] if is_shown else f"{found['escapes']}\\!"


def _html(text: str, found: re.Match[str]) -> str:
    """What begins like HTML. An escape holds in text alone: within HTML it means nothing, so it is not relied on."""
    at, escapes = found.end() - 1, found["escapes"]
    if len(escapes) % 2 == 0:
        return found[0] if _is_harmless(text, at) else f"{escapes}&lt;"
    bare = _BARE.match(text, at)
    means_nothing = bare is not None and (bare["name"].endswith("\\") or bare["name"].lower() in TAGS)
    return found[0] if means_nothing else f"{escapes[:-1]}&lt;"


def _is_near_picture(text: str, at: int) -> bool:
    """Whether a picture is a file beside the review."""
    if _EMBEDDED.match(text, at):
        return True
    found = _INLINE.match(text, at)
    return found is not None and _NEAR.fullmatch(found["address"]) is not None


def _is_harmless(text: str, at: int) -> bool:
    """Whether HTML is a comment, a link, or a tag that only gives text its look."""
    if _COMMENT.match(text, at):
        return True
    if link := _LINK.match(text, at):
        return not TAKES_EFFECT.match(link["address"])
    tag = _TAG.match(text, at)
    if tag is None:
        return False
    cleaner = Cleaner(may_be_live=False)
    cleaner.take(tag[0])
    return not cleaner.left_out and "".join(cleaner.written).startswith("<")
