"""The tables of docs/templates.md, from the types that a template sees and the filters that it may use."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_type_hints

from opsledger.rendering.charts.drawing import Chart
from opsledger.rendering.filters import FILTERS
from opsledger.rendering.page_filters import PAGE_FILTERS
from opsledger.reviewing.long_review import LongReview
from opsledger.reviewing.review import Review
from tests.docs_figures import wrapped
from tests.docs_format import table

Context = type[Any]
EVERY_FILTER = FILTERS | PAGE_FILTERS


def reachable(first: Context = Review) -> list[Context]:
    """The dataclasses that a template can come to, each once, in the order in which they are met."""
    found: dict[Context, None] = {}
    waiting = [first]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found[one] = None
            waiting += [inner for hint in get_type_hints(one).values() for inner in contexts_in(hint)]
    return list(found)


def drawn() -> list[Context]:
    """The dataclasses of a drawing, which filters of a page give."""
    return reachable(Chart)


def contexts_in(hint: object) -> Iterator[Context]:
    """The dataclasses that a type speaks of."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield hint
    for inner in get_args(hint):
        yield from contexts_in(inner)


def context() -> str:
    """Each dataclass of the review with its fields, then those that a year's or a quarter's has besides."""
    return _dataclasses(list(dict.fromkeys((*reachable(), *reachable(LongReview)))))


def drawing() -> str:
    """Each dataclass of a drawing with its fields."""
    return _dataclasses(drawn())


def _dataclasses(all_of_them: list[Context]) -> str:
    known = {one.__name__ for one in all_of_them}
    return "\n".join(_dataclass(one, known) for one in all_of_them)


def _dataclass(one: Context, known: set[str]) -> str:
    paragraphs = re.split(r"\n\s*\n", inspect.getdoc(one) or "")
    text = "\n\n".join(map(wrapped, paragraphs))
    rows = [(f"`{field.name}`", _written(str(field.type), known)) for field in dataclasses.fields(one)]
    return f"### {one.__name__}\n\n{text}\n\n{table(('field', 'is'), rows)}"


def _written(annotation: str, known: set[str]) -> str:
    """A type as it is told to people: `tuple[LeadRow, ...]` is a list of LeadRow."""
    for old, new in ((r"tuple\[(.+), \.\.\.\]", r"list of \1"), (r" \| None", " or none"), (r"\bstr\b", "text")):
        annotation = re.sub(old, new, annotation)
    annotation = re.sub(r"\bint\b", "whole number", re.sub(r"\bbool\b", "true or false", annotation))
    return re.sub(r"\w+", lambda word: f"[{word[0]}](#{word[0].lower()})" if word[0] in known else word[0], annotation)


def filters() -> str:
    """Each filter, its arguments and what it is for."""
    return _filters(FILTERS)


def page_filters() -> str:
    """The filters that only a page has."""
    return _filters({name: function for name, function in PAGE_FILTERS.items() if name not in FILTERS})


def _filters(made: Mapping[str, Callable[..., object]]) -> str:
    rows = [(f"`{_call(name, function)}`", _first_line(function)) for name, function in made.items()]
    return table(("filter", "gives"), rows)


def _call(name: str, function: Callable[..., object]) -> str:
    """The filter as it is called, without the value it is given."""
    parameters = [one for one in inspect.signature(function).parameters if one != "context"][1:]
    return f"{name}({', '.join(parameters)})" if parameters else name


def _first_line(function: Callable[..., object]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]


TEMPLATE_PARTS: dict[str, Callable[[], str]] = {
    "context": context,
    "drawing": drawing,
    "filters": filters,
    "page-filters": page_filters,
}
