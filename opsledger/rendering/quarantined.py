"""The process that renders a ledger's own templates: `Quarantine` starts it, and it answers until its input ends.

Requests come pickled from the program itself. Answers are lines of JSON; other lines are the trace that is left of a
template that had to be ended from outside.
"""

from __future__ import annotations

import json
import pickle
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Mapping, MutableMapping
from types import CodeType
from typing import Any

import jinja2.debug  # noqa: F401 - imported before files are out of reach, as Jinja imports it when it needs it
from jinja2 import BaseLoader, Environment, FileSystemLoader, Template, TemplateNotFound, TemplateSyntaxError

from opsledger.bundled import bundled
from opsledger.patterns import pattern
from opsledger.rendering.cleaning import cleaned_page
from opsledger.rendering.cleaning_markdown import cleaned_markdown
from opsledger.rendering.environment import (
    Compiled,
    TemplateFault,
    TemplateStopped,
    environment_of,
    rendered,
    told_fault,
)
from opsledger.rendering.kinds import MARKDOWN, OutputKind, output_kind
from opsledger.rendering.limits import Limits
from opsledger.rendering.notes import markdown
from opsledger.rendering.own import FOLDER, Source, shipped_references
from opsledger.rendering.sandbox import Sandbox

Say = Callable[..., None]

_QUOTED = pattern(r"""["']([^"'\n]{1,100})["']""")


def main() -> None:
    """Answer one request after another."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    limits = Limits(answers.fileno())

    def say(**said: object) -> None:
        answers.write(json.dumps(said).encode() + b"\n")
        answers.flush()

    kinds = (MARKDOWN, output_kind(".html"))
    shipped = {kind.name: _Shipped(kind) for kind in kinds}
    for kind in kinds:
        _import_what_is_needed(kind)
    limits.bound_memory()
    while True:
        try:
            name, own, folder, context, policy, seconds, grace = pickle.load(requests)
        except EOFError:
            return
        kind = output_kind(name)
        templates = _Templates(own, folder, shipped[kind.name], say)
        try:
            templates.prepare(name)
            with limits.within(seconds, grace):
                # What is constant is worked out where it is, so that a fault in it has a line.
                environment = environment_of(kind, templates, folds=False)
                text = _finished(environment, kind, name, context, policy)
        except TemplateStopped as fault:
            say(fault=str(fault), ends=True)
            return  # whatever the template has left behind goes with this process
        except TemplateFault as fault:
            say(fault=str(fault))
        except Exception as fault:  # noqa: BLE001 - what this program does wrong has a name too
            say(fault=told_fault(fault, name), ends=True)
            return
        else:
            say(text=text)


def _import_what_is_needed(kind: OutputKind) -> None:
    """Let be imported what is imported late, while files can still be read."""
    environment_of(kind, BaseLoader()).from_string('{{ "\\u00e9" ~ 1.5|number }}').render()
    markdown("a *word*")


def _finished(
    environment: Sandbox, kind: OutputKind, name: str, context: Mapping[str, object], policy: Mapping[str, str] | None
) -> str:
    """A rendered template that loads nothing and sends nothing. Raises TemplateFault."""
    text = rendered(environment, name, context)
    try:
        cleaned = cleaned_markdown(text) if kind is MARKDOWN else cleaned_page(text, policy)
        return kind.finish(cleaned, policy)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the template has brought it about
        raise TemplateFault(told_fault(fault, name)) from None


class _Shipped:
    """The shipped templates for one kind of output, compiled once."""

    def __init__(self, kind: OutputKind) -> None:
        self._environment = environment_of(kind, FileSystemLoader(bundled(FOLDER)))
        self._cache = Compiled(kind)
        self._codes: dict[str, CodeType | TemplateSyntaxError] = {}

    def prepare(self, names: Collection[str]) -> None:
        """Have ready what these templates may include, while files can still be read."""
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in self._codes and self._read(name):
                waiting += shipped_references(name)

    def code(self, name: str) -> CodeType:
        """A template compiled. Raises TemplateNotFound, and TemplateSyntaxError if it makes another kind of output."""
        if name not in self._codes:
            raise TemplateNotFound(name)
        code = self._codes[name]
        if isinstance(code, TemplateSyntaxError):
            raise code
        return code

    def _read(self, name: str) -> bool:
        environment = self._environment
        assert environment.loader is not None
        try:
            source, file, _ = environment.loader.get_source(environment, name)
        except TemplateNotFound:
            return False
        bucket = self._cache.get_bucket(environment, name, file, source)
        code = bucket.code
        try:
            code = self._codes[name] = code or environment.compile(source, name, file)
        except TemplateSyntaxError as fault:
            self._codes[name] = fault
            return False
        if bucket.code is None:
            bucket.code = code
            self._cache.set_bucket(bucket)
        return True


class _Templates(BaseLoader):
    """The ledger's own templates, already read, before the shipped ones. say: is told what it reads and compiles."""

    def __init__(self, own: Mapping[str, Source], folder: str, shipped: _Shipped, say: Say) -> None:
        self._own = own
        self._folder = folder
        self._shipped = shipped
        self._say = say

    def prepare(self, name: str) -> None:
        """Have ready every shipped template that one of the user's own templates names."""
        texts = (data.decode("utf-8", "replace") for data in self._own.values() if isinstance(data, bytes))
        self._shipped.prepare({name, *(found for text in texts for found in _QUOTED.findall(text))})

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """The user's own template. Raises TemplateNotFound, and TemplateSyntaxError if it cannot be read."""
        if template not in self._own:
            raise TemplateNotFound(template)
        data, place = self._own[template], f"{self._folder}/{template}"
        if isinstance(data, str):
            raise TemplateSyntaxError(data, 1, template, place)
        self._say(reading=place)
        try:
            return data.removeprefix(BOM_UTF8).decode(), place, None
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
            raise TemplateSyntaxError(
                f"it is not UTF-8: the byte {data[fault.start]:#04x}", line, template, place
            ) from None

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja calls it so
    ) -> Template:
        """The user's own template compiled, else the shipped one of its name."""
        if name not in self._own:
            return environment.template_class.from_code(environment, self._shipped.code(name), globals or {})
        template = super().load(environment, name, globals)
        self._say(compiled=template.filename, lines=template.debug_info)
        return template
