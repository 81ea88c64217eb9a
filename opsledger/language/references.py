"""Where records are named: in fields and lines, in `[[links]]` and Markdown links, and in the names of figures."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote

from opsledger.checks.figure_names import FIGURES_OF
from opsledger.language.records import FOLDERS, TARGETS, folders_of_field, record_of, records_named
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block, Reference
from opsledger.models.record import LoggedRecord, Record
from opsledger.models.records import WeekSheet
from opsledger.models.reviews import WrittenReview
from opsledger.patterns import pattern
from opsledger.reading.fields import REFERENCE
from opsledger.reading.kinds import kind_of
from opsledger.reviewing.regeneration import read_generated_parts
from opsledger.source import SourceFile, Span
from opsledger.values.characters import same_id
from opsledger.values.reference import id_in

_WIKI = pattern(r"\[\[[^\[\]\n]+\]\]")
_MARKDOWN = pattern(r"\]\((?P<path>[^()\s#]+)\.md(?:#[^()\s]*)?\)")


class Mention(NamedTuple):
    """A place that names a record.

    id: as it is read. span: the id alone, as it is written; outer: with brackets and what else is in them.
    folders: where the record may be, the likeliest first. file: the one file that is meant, if a path says so.
    """

    id: str
    span: Span
    outer: Span
    folders: tuple[str, ...]
    file: str | None = None


def mentions(ledger: Ledger) -> Iterator[Mention]:
    """Every place in the ledger's records and its schedule that names a record."""
    for record in ledger.records():
        yield from mentions_in(record.document, record)
    if ledger.schedule:
        yield from schedule_mentions(ledger.schedule)


def schedule_mentions(blocks: tuple[Block, ...]) -> Iterator[Mention]:
    """The places of the standing schedule that name a record."""
    typed = [_typed(block.target, TARGETS) for block in blocks if block.target]
    yield from typed
    yield from _links(blocks[0].span.source, {mention.span.start for mention in typed})


def mentions_in(source: SourceFile, record: Record | None) -> Iterator[Mention]:
    """The places of one file that name a record; of a file that is not a record, its links alone."""
    typed = list(_typed_in(record)) if record else []
    yield from typed
    yield from _links(source, {mention.span.start for mention in typed}, of_review=isinstance(record, WrittenReview))


def _typed_in(record: Record) -> Iterator[Mention]:
    kind = kind_of(record.file)
    for field in kind.fields if kind else ():
        value = getattr(record, field.target)
        if field.type is REFERENCE and value:
            yield _typed(value, folders_of_field(field.key))
    if isinstance(record, LoggedRecord):
        yield from (_typed(line.member, ("team",)) for line in record.log if line.member)
    elif isinstance(record, WeekSheet):
        yield from (_typed(block.target, TARGETS) for block in (*record.plan, *record.actual) if block.target)
        yield from (_typed(cost.member, ("team",)) for cost in record.costs if cost.member)
        yield from (_typed(line.contact, ("contacts",)) for line in record.marketing if line.contact)
    elif isinstance(record, WrittenReview):
        yield from (found for action in record.decisions if action.moves and (found := _moved(action.moves)))


def _typed(reference: Reference, folders: tuple[str, ...]) -> Mention:
    start, end = id_in(reference.span.text)
    outer = reference.span
    return Mention(reference.id, Span(outer.source, outer.start + start, outer.start + end), outer, folders)


def _moved(moves: Reference) -> Mention | None:
    """The record in the name of a figure that an action is to move."""
    for name, folder in FIGURES_OF.items():
        if moves.id.startswith(f"{name}."):
            start = moves.span.start + len(name) + 1
            span = Span(moves.span.source, start, moves.span.end)
            return Mention(moves.id[len(name) + 1 :], span, moves.span, (folder,))
    return None


def _links(source: SourceFile, known: set[int], *, of_review: bool = False) -> Iterator[Mention]:
    """The links of a text that are not among those known; what a review's generated parts say is nobody's to edit."""
    text = source.text
    has_wiki, has_markdown = "[[" in text, ".md" in text
    if not has_wiki and not has_markdown:
        return
    generated = sorted((part.start, part.end) for part in read_generated_parts(source)[0].values()) if of_review else []
    starts = [start for start, _ in generated]

    wiki = (_wiki(source, found) for found in _WIKI.finditer(text)) if has_wiki else ()
    markdown = (_markdown(source, found) for found in _MARKDOWN.finditer(text)) if has_markdown else ()
    for mention in chain(wiki, markdown):
        if mention and mention.span.start not in known:
            number = bisect_right(starts, mention.span.start)
            if not number or mention.span.start >= generated[number - 1][1]:
                yield mention


def _wiki(source: SourceFile, found: re.Match[str]) -> Mention | None:
    start, end = id_in(found[0])
    name = found[0][start:end]
    folder = found[0][2:start].strip().partition("/")[0]
    folders = (folder,) if folder in FOLDERS else FOLDERS
    span = Span(source, found.start() + start, found.start() + end)
    return Mention(same_id(name), span, Span(source, *found.span()), folders) if name else None


def _markdown(source: SourceFile, found: re.Match[str]) -> Mention | None:
    path = unquote(found["path"])
    file = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), f"{path}.md"))
    if not kind_of(file):
        return None
    start = found.start("path") + found["path"].rfind("/") + 1
    name = same_id(file.rpartition("/")[2].removesuffix(".md"))
    span = Span(source, start, found.end("path"))
    return Mention(name, span, Span(source, found.start() + 1, found.end()), (file.partition("/")[0],), file)


def mention_at(ledger: Ledger, source: SourceFile, offset: int) -> Mention | None:
    """The mention that an offset of a file touches, the narrowest one."""
    found = mentions_in(source, read_as(ledger, source))
    touched = [one for one in found if one.outer.start <= offset <= one.outer.end]
    return min(touched, key=lambda one: one.outer.end - one.outer.start, default=None)


def read_as(ledger: Ledger, source: SourceFile) -> Record | None:
    """The record of a file, if the ledger has read it as it is now."""
    record = record_of(ledger, source.path)
    return record if record and record.document.text == source.text else None


def meant_by(ledger: Ledger, mention: Mention) -> list[Record]:
    """The records that a mention may mean, the likeliest first."""
    if mention.file:
        record = record_of(ledger, mention.file)
        return [record] if record else []
    return records_named(ledger, mention.id, mention.folders)


def references_to(ledger: Ledger, record: Record) -> list[Mention]:
    """Every place that names a record: a name that several records have means the first of them."""
    wanted = same_id(record.id)
    found = [one for one in mentions(ledger) if same_id(one.id) == wanted]
    return [one for one in found if meant_by(ledger, one)[:1] == [record]]
