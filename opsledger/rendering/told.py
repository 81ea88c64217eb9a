"""The sentences of findings on a page: who is named in them is linked there, and their numbers to their figure."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from opsledger.patterns import pattern
from opsledger.rendering.html import FORECAST, figure_html, linked_html
from opsledger.rendering.named import FindingTold, named_parts, unnamed
from opsledger.rendering.typesetting import sentence
from opsledger.reviewing.parts.values import Link
from opsledger.values.visible import visible

_DRAWN = ("lean-ahead", "begin-sooner", "overloaded-ahead")  # rules whose numbers are the forecast's
_NUMBER = pattern(
    r"(?P<before>\(?)(?P<number>(?<![\w.,:−-])\d[\d,.]*(?:\s(?:%|h\b|weeks?\b|days?\b|[A-Z]{3}\b)))(?P<after>[).,;:]*)"
)


@pass_context
def told_html(context: Context, text: str, row: FindingTold) -> Markup:
    """A sentence of a finding: the records that it is about linked if it names them, its numbers to its figure."""
    figure = FORECAST if row.rule in _DRAWN else row.figure
    return Markup("").join(
        linked_html(context, Link(part, record.file, record.line)) if record else numbers_html(context, part, figure)
        for part, record in named_parts(text, row)
    )


@pass_context
def also_html(context: Context, row: FindingTold, *texts: str) -> Markup:
    """The records that a finding is about and that none of its sentences names, in brackets."""
    others = [linked_html(context, record) for record in unnamed(row, *texts)]
    return Markup(" ({})").format(Markup(", ").join(others)) if others else Markup("")


@pass_context
def numbers_html(context: Context, text: str, figure: str | Link) -> Markup:
    """A sentence in which each number with a unit is an unobtrusive link to where it comes from.

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
