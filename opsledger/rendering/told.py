"""The sentences of findings on a page: who is named in them is linked there, and their numbers to their figure."""

from __future__ import annotations

import re

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from opsledger.rendering.html import FORECAST, figure_html, linked_html
from opsledger.rendering.typesetting import sentence
from opsledger.reviewing.parts.decide import FindingRow, ThisWeekRow
from opsledger.reviewing.parts.values import Link
from opsledger.values.visible import visible

FindingTold = ThisWeekRow | FindingRow
_DRAWN = ("lean-ahead", "begin-sooner", "overloaded-ahead")  # rules whose numbers are the forecast's
_NUMBER = re.compile(
    r"(?P<before>\(?)(?P<number>(?<![\w.,:−-])\d[\d,.]*(?:\s(?:%|h\b|weeks?\b|days?\b|[A-Z]{3}\b)))(?P<after>[).,;:]*)"
)


@pass_context
def told_html(context: Context, text: str, row: FindingTold) -> Markup:
    """A sentence of a finding: the records that it is about linked if it names them, its numbers to its figure."""
    named = sorted(_links(row), key=lambda link: -len(link.text))
    parts = re.split("|".join(f"({re.escape(link.text)})" for link in named) or r"(?!)", text)
    by_name = {link.text: link for link in named}
    figure = FORECAST if row.rule in _DRAWN else row.figure
    return Markup("").join(
        linked_html(context, _whole(by_name[part])) if part in by_name else numbers_html(context, part, figure)
        for part in parts
        if part
    )


def _whole(link: Link) -> Link:
    """The record that a line is in."""
    return Link(link.text, link.file)


@pass_context
def also_html(context: Context, row: FindingTold, *texts: str) -> Markup:
    """The records that a finding is about and that none of its sentences names, in brackets."""
    others = [link for link in _links(row) if not any(link.text in text for text in texts)]
    if not others:
        return Markup("")
    return Markup(" ({})").format(Markup(", ").join(linked_html(context, _whole(link)) for link in others))


@pass_context
def numbers_html(context: Context, text: str, figure: str | Link) -> Markup:
    """A sentence of the program's whose numbers that have a unit are quiet links to where they come from.

    A line is never broken between a number and the bracket or stop beside it.
    """
    shown, end = Markup(""), 0
    for found in _NUMBER.finditer(text) if figure else ():
        number = escape(figure_html(context, sentence(found["number"]), figure))
        if found["before"] or found["after"]:
            number = Markup('<span class="number">{}{}{}</span>').format(found["before"], number, found["after"])
        shown += escape(sentence(visible(text[end : found.start()]))) + number
        end = found.end()
    return shown + escape(sentence(visible(text[end:])))


def _links(row: FindingTold) -> tuple[Link, ...]:
    if isinstance(row, FindingRow):
        return row.links
    return (row.link,) if row.link else ()
