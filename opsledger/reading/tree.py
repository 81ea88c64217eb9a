"""YAML as a positioned tree, read from PyYAML's event stream.

Only what a ledger needs is let through: mappings, sequences and scalars. Anchors, aliases, tags, complex keys,
directives and second documents are refused, and so is nesting deeper than 32; composing a document would expand the
first and crash the interpreter on the last. Scalars keep their text: what type they are is the field's business.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from opsledger.diagnostics import Diagnostic, also, at, error, warning
from opsledger.patterns import pattern
from opsledger.reading.yaml_faults import explain_fault, quoting
from opsledger.reading.yaml_parser import yaml_parser
from opsledger.source import SourceFile, Span

if TYPE_CHECKING:
    import yaml

DEEPEST = 32

YAML_SYNTAX = error("yaml-syntax", "The front matter or settings are not valid YAML.")
YAML_REFUSED = error(
    "yaml-refused",
    "Anchors, aliases, tags, merge keys, complex keys, directives, second documents and deep nesting are refused.",
)
YAML_ESCAPE = error("yaml-escape", "A NUL or a surrogate is written as an escape.")
DUPLICATE_KEY = error("duplicate-key", "A key is given twice.")
COMMENT_CUTS_VALUE = warning(
    "comment-cuts-value", "A `#` without a space after it begins a comment and cuts the value short."
)


class Scalar(NamedTuple):
    """A value's text, unquoted, and where it is."""

    text: str
    start: int
    end: int
    is_plain: bool = True


class Sequence(NamedTuple):
    """A list and where it is."""

    items: tuple[Node, ...]
    start: int
    end: int


class Mapping(NamedTuple):
    """Keys and values in the order they are written; no key twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    start: int
    end: int


Node: TypeAlias = Scalar | Sequence | Mapping


# A key of the outermost mapping, where it is, its value (a scalar's as text alone), and where that is.
PairEntry: TypeAlias = tuple[str, int, "Node | str", int, int]


class YamlRefused(Exception):
    """The YAML cannot be read as a whole; carries the diagnostic."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_tree(source: SourceFile, start: int, end: int) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of a stretch of a file, with the faults found; None if it is empty. Raises Refused."""
    return _TreeReader(source, start, end).read()


def entries_of(mapping: Mapping) -> list[PairEntry]:
    """The pairs of a mapping as entries."""
    return [
        (key.text, key.start, node.text if isinstance(node, Scalar) else node, node.start, node.end)
        for key, node in mapping.pairs
    ]


class _TreeReader:
    """One pass over the events of one document."""

    def __init__(self, source: SourceFile, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.problems: list[Diagnostic] = []
        self.scalars: list[Scalar] = []
        self.brackets: list[int] = []

    def read(self) -> tuple[Node | None, list[Diagnostic]]:
        import yaml

        try:
            root = self._document(yaml_parser(self.source.text[self.start : self.end].translate(_WITHIN_LINES)))
        except yaml.MarkedYAMLError as fault:
            raise YamlRefused(self._syntax_problem(fault)) from None
        except yaml.reader.ReaderError as fault:
            position = fault.position
            if yaml.__with_libyaml__:  # which counts in bytes here, and nowhere else
                within = self.source.text[self.start : self.end].translate(_WITHIN_LINES).encode()
                position = len(within[:position].decode(errors="ignore"))
            place = self._span(position, position + 1)
            raise YamlRefused(at(YAML_SYNTAX, place, "a character that YAML does not allow")) from None
        self._check_comments()
        return root, self.problems

    def _span(self, start: int, end: int) -> Span:
        return Span(self.source, self.start + start, self.start + max(end, start))

    def _refuse(self, event: Any, what: str, hint: str | None = None) -> YamlRefused:
        place = self._span(event.start_mark.index, event.end_mark.index)
        return YamlRefused(at(YAML_REFUSED, place, f"{what} is refused", hint))

    def _document(self, parser: Any) -> Node | None:
        from yaml import events

        root: Node | None = None
        documents = 0
        while True:
            event = parser.get_event()
            if isinstance(event, events.StreamEndEvent):
                return root
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse(event, "a second document")
                if event.version or event.tags:
                    raise self._refuse(event, "a directive")
                node = self._node(parser, parser.get_event(), 1)
                root = None if isinstance(node, Scalar) and node.is_plain and not node.text else node

    def _node(self, parser: Any, event: Any, depth: int) -> Node:
        from yaml import events

        start = event.start_mark.index
        if isinstance(event, events.AliasEvent):
            raise self._refuse(event, "an alias", "write the value out")
        if event.anchor is not None:
            raise self._refuse(event, "an anchor", "write the value out, or quote it if it begins with `&`")
        if event.tag is not None and event.tag != "!":
            raise self._refuse(event, "a tag", "write the value alone, or quote it if it begins with `!`")
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event)
        if depth > DEEPEST:
            raise self._refuse(event, f"nesting deeper than {DEEPEST}")
        if event.flow_style:
            self.brackets.append(start)
        node = self._collection(parser, event, depth)
        if event.flow_style:
            self.brackets.pop()
        return node

    def _collection(self, parser: Any, event: Any, depth: int) -> Node:
        from yaml import events

        start = event.start_mark.index
        if isinstance(event, events.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := parser.get_event(), events.SequenceEndEvent):
                items.append(self._node(parser, inner, depth + 1))
            return Sequence(tuple(items), self.start + start, self._end_of(inner))
        pairs: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        while not isinstance(inner := parser.get_event(), events.MappingEndEvent):
            key = self._node(parser, inner, depth + 1)
            if not isinstance(key, Scalar):
                raise self._refuse(inner, "a key that is not a plain word")
            if key.is_plain and key.text == "<<":
                self.problems.append(self._refuse(inner, "a merge key", "write out the keys it stands for").problem)
            value = self._node(parser, parser.get_event(), depth + 1)
            first = seen.setdefault(key.text, key)
            if first is key:
                pairs.append((key, value))
            else:
                place = Span(self.source, key.start, key.end)
                before = also(Span(self.source, first.start, first.end), "first given here")
                self.problems.append(at(DUPLICATE_KEY, place, f"the key `{key.text}` is given twice", None, before))
        return Mapping(tuple(pairs), self.start + start, self._end_of(inner))

    def _end_of(self, event: Any) -> int:
        end: int = event.end_mark.index
        return self.start + end

    def _scalar(self, event: Any) -> Scalar:
        node = Scalar(
            event.value.translate(_AS_WRITTEN),
            self.start + event.start_mark.index,
            self.start + event.end_mark.index,
            event.style in (None, ""),
        )
        if _UNSPEAKABLE.search(node.text):
            place = Span(self.source, node.start, node.end)
            self.problems.append(at(YAML_ESCAPE, place, "a NUL or a surrogate is written as an escape"))
            node = node._replace(text=_UNSPEAKABLE.sub("\ufffd", node.text))
        self.scalars.append(node)
        return node

    def _check_comments(self) -> None:
        """Warn of `name: Quay #2`, where YAML takes `#2` for a comment."""
        text = self.source.text
        if "#" not in text[self.start : self.end]:
            return
        starts = [scalar.start for scalar in self.scalars]
        for matched in _TIGHT_COMMENT.finditer(text, self.start, self.end):
            place = matched.start("hash")
            number = bisect_right(starts, place)
            if number and place < self.scalars[number - 1].end:
                continue
            line_start = text.rfind("\n", 0, place) + 1
            written = text[line_start : matched.end()].rstrip()
            key, colon, value = written.partition(": ")
            if "#" in key:  # inside a longer comment
                continue
            is_plain = colon and value.strip()[:1] not in ('"', "'", "[", "{", "")
            hint = quoting("if it belongs to the value, quote it:", written) if is_plain else None
            span = Span(self.source, place, place + len(matched["hash"]))
            self.problems.append(at(COMMENT_CUTS_VALUE, span, "what follows the `#` is taken for a comment", hint))

    def _syntax_problem(self, fault: yaml.MarkedYAMLError) -> Diagnostic:
        opened = self._left_open(fault)
        has_no_colon = "could not find expected ':'" in (fault.problem or "")
        mark = (has_no_colon and fault.context_mark) or fault.problem_mark or fault.context_mark
        offset = min(self.start + (opened if opened is not None else mark.index if mark else 0), self.end)
        while opened is None and offset > self.start and offset >= len(self.source.text):
            offset -= 1
        line_start = self.source.text.rfind("\n", 0, offset) + 1
        line = self.source.line_text(self.source.line_at(offset))
        directive = _DIRECTIVE.match(self.source.text, self.start, self.end)
        if directive and "<document start>" in (fault.problem or ""):
            return at(YAML_REFUSED, Span(self.source, *directive.span("line")), "a directive is refused")
        message, hint = explain_fault(fault, line, self.source.text[offset] if opened is not None else "")
        place = Span(self.source, max(offset, self.start), min(offset + 1, len(self.source.text)))
        if place.start < line_start:
            place = Span(self.source, line_start, line_start)
        is_escape = "invalid Unicode character escape" in (fault.problem or "")
        return at(YAML_ESCAPE if is_escape else YAML_SYNTAX, place, message, hint)

    def _left_open(self, fault: yaml.MarkedYAMLError) -> int | None:
        """Where the quote or bracket opens that a fault leaves open, if that is what is wrong."""
        context, problem = fault.context or "", fault.problem or ""
        is_open = ("quoted scalar" in context and "end of stream" in problem) or _IN_BRACKETS.search(context)
        if fault.context_mark and is_open:
            return int(fault.context_mark.index)
        at_fault = self.start + (fault.problem_mark.index if fault.problem_mark else 0)
        if self.brackets and not self.source.text[at_fault : self.end].strip():
            return self.brackets[-1]
        last = self.scalars[-1] if self.scalars else None
        if last and not last.is_plain and last.end == at_fault and "\n" in self.source.text[last.start : last.end]:
            return last.start - self.start  # closed by the quote that opens the next value
        return None


_UNSPEAKABLE = pattern("[\x00\ud800-\udfff]")
_TIGHT_COMMENT = pattern(r"(?<=[ \t])(?P<hash>#)(?=[^\s#])[^\r\n]*")
_IN_BRACKETS = pattern(r"flow sequence|flow mapping")
_DIRECTIVE = pattern(r"\s*^(?P<line>%[^\r\n]*)", re.MULTILINE)
# YAML ends lines at these; a ledger's lines end in LF and CRLF alone, so they go through it as private characters.
_AS_WRITTEN = {0xF0000 + code: code for code in (0x85, 0x2028, 0x2029)}
_WITHIN_LINES = {code: private for private, code in _AS_WRITTEN.items()}
