"""The templates: the ledger's own first, the shipped ones second, in a sandbox."""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from opsledger.bundled import bundled
from opsledger.rendering.filters import FILTERS, finalize
from opsledger.reviewing.page import Review

REVIEW_TEMPLATE = "review.md"


class TemplateFault(Exception):
    """A template cannot be rendered: says which, where, and why."""


def content_hash(content: str) -> str:
    """The mark by which an edited part is told from a generated one."""
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def begin_marker(name: str, content: str) -> str:
    """The line that opens a generated part."""
    return f"<!-- opsledger:begin {name} {content_hash(content)} -->"


def end_marker(name: str) -> str:
    """The line that closes a generated part."""
    return f"<!-- opsledger:end {name} -->"


def part(name: str, caller: object) -> Markup:
    """What stands in a call block, between the markers of a generated part: written `{% call part("name") %}`."""
    content = str(caller()).strip("\n")  # type: ignore[operator]
    return Markup(f"{begin_marker(name, content)}\n{content}\n{end_marker(name)}")


def render(review: Review, ledger_root: str | Path | None = None, name: str = REVIEW_TEMPLATE) -> str:
    """A review as text, by the ledger's own template of that name or the shipped one. Raises TemplateFault."""
    folders = [bundled("templates")]
    if ledger_root is not None:
        folders.insert(0, Path(ledger_root) / "templates")
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FILTERS
    environment.globals = {"part": part}
    try:
        return environment.get_template(name).render(review=review)
    except TemplateSyntaxError as fault:
        raise TemplateFault(f"{fault.filename or fault.name}:{fault.lineno}: {fault.message}") from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as fault:
        raise TemplateFault(f"{name}:{_line_of(fault, name)}: {fault}") from None


def _line_of(fault: BaseException, name: str) -> int:
    """The template's line in which an exception arose."""
    line, trace = 1, fault.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(name):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
