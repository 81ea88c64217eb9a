"""The environment that templates are rendered in, and what is said of a fault in one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from decimal import InvalidOperation
from types import TracebackType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.nodes import Node
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

from opsledger.cache import keep, recalled
from opsledger.rendering.kinds import OutputKind
from opsledger.rendering.own import FOLDER
from opsledger.rendering.sandbox import MOST_SIGNS, Sandbox, Stopped

_COMPILE = Environment.compile.__code__
MOST_TEXT = 10 * MOST_SIGNS


class TemplateFault(Exception):
    """A template cannot be rendered: says which, where, and why."""


class TemplateStopped(TemplateFault):
    """A template has taken more than it may."""


def environment_of(
    kind: OutputKind, loader: BaseLoader, compiled: BytecodeCache | None = None, *, folds: bool = True
) -> Sandbox:
    """The sandbox for one kind of output. folds: whether compiling works out what is constant."""
    environment = Sandbox(
        loader=loader,
        bytecode_cache=compiled,
        undefined=StrictUndefined,
        autoescape=True,
        finalize=kind.finalize if folds else _late(kind.finalize),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=folds,
    )
    # Jinja's own `e` shows controls, and knows of HTML alone.
    environment.filters |= {**kind.filters, "e": kind.escape, "escape": kind.escape}
    environment.globals |= {"part": part}
    return environment


def _late(finalize: Callable[[Any], Any]) -> Callable[[Context, Any], Any]:
    """The same, in the form in which Jinja cannot call it while it compiles."""
    return pass_context(lambda _, value: finalize(value))


class Compiled(BytecodeCache):
    """The shipped templates as they were compiled, kept between runs: compiling takes longer than all the rest.

    What a template prints and how its filters are called are compiled in: each kind of output has files of its own, and
    so has a program whose filters take something else. What is loaded is run, so it is only what this user's own
    program has sealed.
    """

    def __init__(self, kind: OutputKind) -> None:
        calls = sorted((name, str(getattr(filter_, "jinja_pass_arg", ""))) for name, filter_ in kind.filters.items())
        self.mark = f"{kind.name}-{content_hash(repr(calls))}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, if it matches the template's text."""
        data = recalled(FOLDER, self._file(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        keep(FOLDER, self._file(bucket), bucket.bytecode_to_string())

    def _file(self, bucket: Bucket) -> str:
        return f"{self.mark}-{bucket.key}.cache"


def content_hash(content: str) -> str:
    """The mark by which an edited part is told from a generated one."""
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def part(name: str, caller: Callable[[], str]) -> Markup:
    """The inside of a call block, between the markers of a generated part."""
    content = "\n" + str(caller()).strip("\n") + "\n"  # blank lines keep a table or list clear of the markers
    begin = f"<!-- opsledger:begin {name} {content_hash(content)} -->"
    return Markup(f"{begin}\n{content}\n<!-- opsledger:end {name} -->")


def rendered(environment: Sandbox, name: str, context: Mapping[str, object]) -> str:
    """A template rendered to a text that can be written. Raises TemplateFault, whatever is wrong with it."""
    try:
        text = environment.get_template(name).render(context)
        if len(text) > MOST_TEXT:
            raise TemplateFault(f"{name}: it makes too long a text")
        text.encode()
    except TemplateFault:
        raise
    except Exception as fault:  # noqa: BLE001 - a template may raise anything, and each is a fault of it
        kind = TemplateStopped if isinstance(fault, Stopped | MemoryError) else TemplateFault
        raise kind(told_fault(fault, name)) from None
    return text


def told_fault(fault: BaseException, name: str) -> str:
    """What is said of a fault: the file and line of the template, then what is wrong."""
    if isinstance(fault, TemplateSyntaxError):
        return f"{fault.filename or fault.name or name}:{fault.lineno}: {fault.message}"
    places = list(_places(fault.__traceback__))
    place = "{}:{}".format(*places[-1]) if places else name
    if isinstance(fault, TemplateNotFound):
        missing = f"there is no template {fault.name}"
        return f"{place}: {missing}" if places else missing
    if isinstance(fault, RecursionError):
        return f"{place}: it is nested too deeply, or includes or calls itself without end"
    if isinstance(fault, MemoryError):
        return f"{place}: it takes more memory than a template may"
    if isinstance(fault, UnicodeEncodeError):
        return f"{place}: it makes half of a surrogate pair, which no file can hold"
    if isinstance(fault, InvalidOperation):
        return f"{place}: this is not a number, or not one that can be written so"
    if isinstance(fault, LookupError | NameError) or not str(fault):
        return f"{place}: {type(fault).__name__}: {fault}"
    return f"{place}: {fault}"


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    """The file and line of each template that an exception came through, the outermost first."""
    while trace:
        names = trace.tb_frame.f_globals
        template = names.get("__jinja_template__")
        if template is not None:
            yield template.filename or template.name, template.get_corresponding_lineno(trace.tb_lineno)
        elif "__jinja_exception__" in names:  # a frame that Jinja has put in place of the compiled one
            yield names["__file__"], trace.tb_lineno
        elif trace.tb_frame.f_code is _COMPILE:
            yield trace.tb_frame.f_locals["filename"], _line_read(trace)
        trace = trace.tb_next


def _line_read(trace: TracebackType | None) -> int:
    """The line of a template that was read, or turned into Python, when an exception arose."""
    line = 1
    while trace:
        names = trace.tb_frame.f_locals
        for each in (names.get("self"), names.get("node")):
            # Either may only just be being made.
            if isinstance(each, Parser):
                line = each.stream.current.lineno if hasattr(each, "stream") else line
            elif isinstance(each, Node):
                line = getattr(each, "lineno", None) or line
        trace = trace.tb_next
    return line
