"""Rendering a template that may come from a stranger's ledger: its steps and its output are bounded."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from jinja2 import Environment, TemplateRuntimeError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from opsledger.patterns import pattern

MOST_STEPS = 2_000_000
MOST_SIGNS = 2_000_000
_FILTERS = frozenset(
    (
        *("abs", "capitalize", "count", "default", "d", "dictsort", "e", "escape", "first", "float", "groupby", "int"),
        *("items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "round"),
        *("select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper"),
    )
)
_TEXT_METHODS = frozenset(
    ("upper", "lower", "strip", "lstrip", "rstrip", "startswith", "endswith", "title", "capitalize", "split")
)
_GENERATED = pattern(r"\bl_\d+_")  # how Jinja begins the names of a template
_LINES = pattern(r"^debug_info = '([0-9=&]*)'$", re.MULTILINE)


class Stopped(TemplateRuntimeError):
    """A template has taken more time or steps than it may."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without what makes long texts out of short templates."""

    intercepted_binops = frozenset(("*", "**", "%", "//", "+"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        kept = {name: made for name, made in self.filters.items() if name in _FILTERS}
        kept["join"] = _bounded_join(kept["join"])
        self.filters = kept
        self.globals = {}

    def _compile(self, source: str, filename: str) -> CodeType:
        """What Python itself refuses, such as too many loops in each other, is a fault in the template's line.

        Python does not say where it gave up on a long expression: the longest line is the one.
        """
        try:
            return super()._compile(source, filename)
        except (SyntaxError, ValueError, MemoryError, RecursionError) as fault:
            said = _GENERATED.sub("", getattr(fault, "msg", None) or "it is nested too deeply")
            lines = source.split("\n")
            longest = 1 + max(range(len(lines)), key=lambda number: len(lines[number]))
            line = _line_behind(getattr(fault, "lineno", None) or longest, source)
            raise TemplateSyntaxError(f"it cannot be compiled: {said}", line, None, filename) from None

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of texts only what makes them no longer."""
        if isinstance(obj, str) and attr not in _TEXT_METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No `format` of texts, which Jinja hands out before it asks whether an attribute is safe: it pads at will."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers, and `+` of texts and lists."""
        if operator == "**" or (operator != "+" and not (_is_number(left) and _is_number(right))):
            raise SecurityError(f"`{operator}` is for numbers in a template, and `**` is not there")
        return super().call_binop(context, operator, left, right)


def _line_behind(line: int, generated: str) -> int:
    """The template's line for a line of the Python that Jinja makes of it, which ends in a table of both."""
    table = _LINES.findall(generated)
    pairs = [tuple(map(int, pair.split("="))) for pair in table[-1].split("&") if pair] if table else []
    return next((there for there, here in reversed(pairs) if here <= line), 1)


def _is_number(value: Any) -> bool:
    return not isinstance(value, str | bytes | list | tuple | dict)


def _bounded_join(join: Callable[..., Any]) -> Callable[..., Any]:
    def bounded(environment: Environment, value: Any, d: str = "", attribute: Any = None) -> Any:
        values = list(value)
        if len(values) * (len(str(d)) + 1) > MOST_SIGNS:
            raise SecurityError("`join` would make too long a text")
        return join(environment, values, d, attribute) if _passes_environment(join) else join(values, d, attribute)

    bounded.jinja_pass_arg = getattr(join, "jinja_pass_arg", None)  # type: ignore[attr-defined]
    return bounded


def _passes_environment(made: Callable[..., Any]) -> bool:
    return getattr(made, "jinja_pass_arg", None) is not None


@contextmanager
def bounded_steps() -> Iterator[None]:
    """Stop a template that does not end: its compiled lines are counted, its texts measured."""
    steps = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        if "__jinja_template__" not in frame.f_globals:
            return None
        steps += 1
        if steps > MOST_STEPS:
            raise Stopped("it does not end: more steps than a template may take")
        if event == "line":
            for value in frame.f_locals.values():
                if isinstance(value, str) and len(value) > MOST_SIGNS:
                    raise Stopped("it makes too long a text")
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
