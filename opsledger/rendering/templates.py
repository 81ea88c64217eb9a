"""The templates: the ledger's own first, the shipped ones second, in a sandbox."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from opsledger.bundled import bundled
from opsledger.cache import keep, recalled
from opsledger.editing.door import place_in_ledger
from opsledger.rendering.filters import FROM_REVIEWS
from opsledger.rendering.kinds import OutputKind, kind_of
from opsledger.rendering.sandbox import MOST_SIGNS, Sandbox, bounded_steps
from opsledger.reviewing.review import Review

FOLDER = "templates"
REVIEW_TEMPLATE = "review.md"
PAGE_TEMPLATE = "review.html"


class TemplateFault(Exception):
    """A template cannot be rendered: says which, where, and why."""


class TemplateFile(NamedTuple):
    """A template by name: whether it is the ledger's own, and whether a shipped one has the name."""

    name: str
    is_own: bool
    is_shipped: bool


def template_files(ledger_root: str | Path) -> list[TemplateFile]:
    """The templates there are, by name."""
    shipped, own = _names(bundled(FOLDER)), _names(Path(ledger_root) / FOLDER)
    return [TemplateFile(name, name in own, name in shipped) for name in sorted(shipped | own)]


def _names(folder: Path) -> set[str]:
    if not folder.is_dir():
        return set()
    return {path.name for path in folder.iterdir() if path.is_file() and path.name[0] not in "._"}


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


def render(
    review: Review,
    ledger_root: str | Path | None = None,
    name: str = REVIEW_TEMPLATE,
    folder: str | Path | None = None,
) -> str:
    """A review as text, by the ledger's own template of that name or the shipped one. Raises TemplateFault.

    A name that ends in `.html` makes a page; any other makes Markdown. folder: where it is to stand, by default the
    ledger's reviews; its links begin there.
    """
    base = FROM_REVIEWS if folder is None or ledger_root is None else _base(Path(folder), Path(ledger_root))
    return render_template(name, {"review": review, "ledger_folder": base}, ledger_root)


def _base(folder: Path, ledger_root: Path) -> str:
    """The address of a ledger's folder, from another one."""
    try:
        return quote(Path(os.path.relpath(ledger_root, folder)).as_posix(), errors="surrogateescape") + "/"
    except ValueError:  # on another drive
        return ledger_root.absolute().as_uri() + "/"


def render_template(
    name: str,
    context: Mapping[str, object],
    ledger_root: str | Path | None = None,
    policy: Mapping[str, str] | None = None,
) -> str:
    """A template with some names in it, escaped by what it makes; a page with its policy. Raises TemplateFault.

    policy: directives of the page's policy to add or replace.
    """
    folders = [bundled(FOLDER)]
    own = Path(ledger_root) / FOLDER if ledger_root is not None else None
    if own is not None and own.is_dir():
        folders.insert(0, own)
    # The shipped ones count too: one of one's own may include them without end.
    counted = tuple(str(folder) for folder in folders)
    bounds = nullcontext() if len(folders) == 1 else bounded_steps(lambda file: file.startswith(counted))
    try:
        with bounds:
            text = _environment(folders, name, ledger_root).get_template(name).render(context)
        text = kind_of(name).finish(text, policy)
    except TemplateSyntaxError as fault:
        raise TemplateFault(f"{fault.filename or fault.name}:{fault.lineno}: {fault.message}") from None
    except TemplateNotFound as fault:
        raise TemplateFault(f"there is no template {fault.name}") from None
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise TemplateFault(f"{_place_of(fault, folders, name)}: {fault}") from None
    except OSError as fault:
        raise TemplateFault(f"{fault.filename}: {fault.strerror}") from None
    except (MemoryError, RecursionError):
        raise TemplateFault(f"{name}: it takes more memory than a template may") from None
    if len(text) > 20 * MOST_SIGNS:
        raise TemplateFault(f"{name}: it makes too long a text")
    return text


class _Loader(FileSystemLoader):
    """The templates of some folders; none that a symbolic link leads to out of the ledger."""

    def __init__(self, folders: list[Path], ledger_root: str | Path | None) -> None:
        super().__init__(folders)
        self.root = ledger_root

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = super().get_source(environment, template)
        if self.root is not None:
            place_in_ledger(self.root, f"{FOLDER}/{template}")
        return found


def _environment(folders: list[Path], name: str, ledger_root: str | Path | None) -> Sandbox:
    """The sandbox over some folders; only where there are none but the shipped templates are they kept compiled."""
    kind = kind_of(name)
    environment = Sandbox(
        loader=_Loader(folders, ledger_root),
        bytecode_cache=Compiled(kind) if len(folders) == 1 else None,
        undefined=StrictUndefined,
        autoescape=True,
        finalize=kind.finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Jinja's own `e` shows controls, and knows of HTML alone.
    environment.filters |= {**kind.filters, "e": kind.escape, "escape": kind.escape}
    environment.globals |= {"part": part}
    return environment


def _place_of(fault: BaseException, folders: list[Path], name: str) -> str:
    """The template's file and line in which an exception arose."""
    place, trace = name, fault.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if any(file.startswith(str(folder)) for folder in folders):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
