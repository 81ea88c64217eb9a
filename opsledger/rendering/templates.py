"""The templates: the ledger's own first, apart from this program; the shipped ones second."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import FileSystemLoader

from opsledger.bundled import bundled
from opsledger.rendering.environment import Compiled as Compiled
from opsledger.rendering.environment import TemplateFault as TemplateFault
from opsledger.rendering.environment import content_hash as content_hash
from opsledger.rendering.environment import environment_of, rendered
from opsledger.rendering.environment import part as part
from opsledger.rendering.filters import FROM_REVIEWS
from opsledger.rendering.kinds import kind_named, output_kind
from opsledger.rendering.own import FOLDER as FOLDER
from opsledger.rendering.own import own_names, read_own_templates, uses_own
from opsledger.rendering.quarantine import QUARANTINE
from opsledger.rendering.sandbox import Sandbox
from opsledger.reviewing.long_review import LongReview
from opsledger.reviewing.review import Review

REVIEW_TEMPLATE = "review.md"
PAGE_TEMPLATE = "review.html"
LONG_TEMPLATE = "year.md"
LONG_PAGE_TEMPLATE = "year.html"


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


def render(
    review: Review | LongReview,
    ledger_root: str | Path | None = None,
    name: str = REVIEW_TEMPLATE,
    folder: str | Path | None = None,
) -> str:
    """A review as text, by the ledger's own template of that name or the shipped one. Raises TemplateFault.

    A name that ends in `.html` makes a page; any other makes Markdown. folder: where it is to be, by default the
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

    One that comes to use a template of the ledger's own is rendered in a process of its own, within limits.
    policy: directives of the page's policy to add or replace.
    """
    own = own_names(ledger_root) if ledger_root is not None else frozenset()
    if ledger_root is not None and uses_own(name, own):
        folder = str(Path(ledger_root) / FOLDER)
        return QUARANTINE.render(name, read_own_templates(ledger_root, own), folder, context, policy)
    kind = output_kind(name)
    return kind.finish(rendered(shipped_environment(kind.name), name, context), policy)


@cache
def shipped_environment(kind: str) -> Sandbox:
    """What renders the shipped templates of one kind: one for all, since it holds every template that it has used."""
    found = kind_named(kind)
    return environment_of(found, FileSystemLoader(bundled(FOLDER)), Compiled(found))
