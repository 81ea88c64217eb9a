"""From a file's bytes to its text, and the faults that concern a file as a whole."""

from __future__ import annotations

import re

from opsledger.diagnostics import Diagnostic, also, at, error
from opsledger.patterns import pattern
from opsledger.source import BOM, SourceFile, Span

LARGEST = 10_000_000

NOT_UTF8 = error("not-utf8", "A file is not UTF-8.")
CR_LINE_ENDS = error("cr-line-ends", "A file's only line ends are carriage returns.")
NUL = error("nul", "A file holds a NUL character.")
BOM_INSIDE = error("bom-inside", "A byte-order mark is inside a file.")
CONFLICT = error("conflict-marker", "A merge was left unfinished: its conflict markers are still in the file.")
TOO_LARGE = error("too-large", "A file is larger than 10 MB.")

_CONFLICT = pattern(r"^(?:<{7}|>{7}|\|{7})(?:[ \t].*)?\r?$", re.MULTILINE)
_SURROGATE = pattern("[\udc80-\udcff]")


def read_document(path: str, data: bytes) -> tuple[SourceFile, list[Diagnostic], bool]:
    """A file's text, its faults, and whether its text can be read any further."""
    try:
        source = SourceFile(path, data.decode())
    except UnicodeDecodeError:
        return _not_utf8(path, data)
    text = source.text
    problems: list[Diagnostic] = []
    if "\0" in text:
        places = _first_on_each_line(source, "\0")
        problems += [at(NUL, Span(source, offset, offset + 1), "a NUL character", "delete it") for offset in places]
    if BOM in text:
        for offset in _first_on_each_line(source, BOM):
            message = "a byte-order mark inside the file"
            problems.append(at(BOM_INSIDE, Span(source, offset, offset + 1), message, "delete the invisible character"))
    if "\r" in text and "\n" not in text:
        offset = text.index("\r")
        hint = "save it with LF or CRLF line ends"
        problems.append(at(CR_LINE_ENDS, Span(source, offset, offset + 1), "the only line ends are CRs", hint))
        return source, problems, False
    conflicts = _conflicts(source) if "<<<<<<<" in text or ">>>>>>>" in text else []
    return source, problems + conflicts, not conflicts


def _not_utf8(path: str, data: bytes) -> tuple[SourceFile, list[Diagnostic], bool]:
    source = SourceFile(path, data.decode(errors="surrogateescape"))
    bad = _SURROGATE.search(source.text)
    offset = bad.start() if bad else 0
    byte = f"0x{ord(source.text[offset]) - 0xDC00:02x}" if bad else "?"
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    hint = "it looks like UTF-16: save it as UTF-8" if wide else "save it as UTF-8 (it may be Latin-1 or Windows-1252)"
    span = Span(source, offset, offset + 1)
    return source, [at(NOT_UTF8, span, f"the file is not UTF-8: byte {byte}", hint)], False


def _first_on_each_line(source: SourceFile, character: str) -> list[int]:
    found: dict[int, int] = {}
    offset = source.text.find(character)
    while offset >= 0:
        found.setdefault(source.line_at(offset), offset)
        offset = source.text.find(character, offset + 1)
    return list(found.values())


def _conflicts(source: SourceFile) -> list[Diagnostic]:
    """A diagnostic for each conflict at the marker that opens it, and for each marker that is left alone."""
    problems: list[Diagnostic] = []
    opening: Span | None = None
    hint = "keep the lines that are right and delete the markers"
    for matched in _CONFLICT.finditer(source.text):
        span = Span(source, matched.start(), matched.start() + len(matched[0].rstrip("\r")))
        character = matched[0][0]
        if character == "<":
            if opening:
                problems.append(at(CONFLICT, opening, "a merge conflict is left here", hint))
            opening = span
        elif character == ">":
            related = also(span, "it ends here") if opening else ()
            problems.append(at(CONFLICT, opening or span, "a merge conflict is left here", hint, related))
            opening = None
    if opening:
        problems.append(at(CONFLICT, opening, "a merge conflict is left here", hint))
    return problems
