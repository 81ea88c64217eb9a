"""The cases in tests/cases: ledger text and the diagnostics expected of it, told in prose.

A file is a topic: `# Topic` and an introduction, then cases: `## Title`, a sentence or two, and fenced blocks. A
block's info string is a way of writing and a path; what stands between the fences is the file. The ways are

- `md`, `yaml`, `text`: the text as it stands; behind the path and `|`, `escaped` reads `\\xff` as a byte, and `\\r`,
  `\\0`, `\\u2212` and `\\ufeff` as characters, so that what Markdown cannot show can be written; `unended` drops the
  last line end;
- `link`: a symbolic link to the path between the fences; `folder`: an empty folder; `pipe`: a named pipe;
- `large`: a file of so many bytes; `locked`: a file that may not be opened;
- `expected`: the diagnostics as they are printed, with `    hint:` and `    also` lines behind them; nothing if all
  is well. The ledger is looked at on 20 November 2026, or on the day behind `expected`.

An empty `opsledger.yaml` is implied if a case gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic
from opsledger.loading import LedgerUnreadable, load

FOLDER = Path(__file__).parent / "cases"
DAY = date(2026, 11, 20)
PLAIN = ("md", "yaml", "text")
UNREADABLE = "cannot be read: "

_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<info>.*)\n(?P<inside>(?:.*\n)*?)(?P=fence)[ \t]*$", re.MULTILINE)
_ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([r0\\]))")
_CODE = re.compile(r"^[^ ].*?: (?:error|warning)\[([a-z0-9-]+)\]", re.MULTILINE)


class CaseFile(NamedTuple):
    """One file of a case: how it is written, where, and what stands in it."""

    way: str
    path: str
    text: str
    flags: tuple[str, ...]
    block: str

    @property
    def data(self) -> bytes:
        """Its bytes."""
        data = self.text.encode()
        if "unended" in self.flags:
            data = data.removesuffix(b"\n")
        if "escaped" in self.flags:
            data = _ESCAPE.sub(_unescape, data)
        return data


class Case(NamedTuple):
    """A ledger and what is expected of it."""

    topic: str
    title: str
    prose: str
    files: tuple[CaseFile, ...]
    day: date
    expected: str

    @property
    def codes(self) -> list[str]:
        """The codes of the rules expected."""
        return _CODE.findall(self.expected)


class Topic(NamedTuple):
    """One file of cases."""

    path: Path
    title: str
    introduction: str
    cases: tuple[Case, ...]


def read_topics() -> list[Topic]:
    """Every file of cases, by name."""
    return [read_topic(path) for path in sorted(FOLDER.glob("*.md"))]


def read_topic(path: Path) -> Topic:
    """A file of cases."""
    text = path.read_text(encoding="utf-8")
    blocks = list(_FENCE.finditer(text))
    heads = [
        found
        for found in re.finditer(r"^(#{1,2}) (.+)\n", text, re.MULTILINE)
        if not any(block.start() < found.start() < block.end() for block in blocks)
    ]
    title = heads[0][2]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    cases = tuple(
        _read_case(title, head[2], text[head.end() : end]) for head, end in zip(heads[1:], ends[1:], strict=True)
    )
    return Topic(path, title, text[heads[0].end() : ends[0]].strip(), cases)


def _read_case(topic: str, title: str, text: str) -> Case:
    prose = _FENCE.sub("", text).strip()
    files, day, expected = [], DAY, ""
    for found in _FENCE.finditer(text):
        way, *rest = found["info"].split(None, 1)
        written = rest[0] if rest else ""
        if way == "expected":
            expected = found["inside"]
            day = date.fromisoformat(written) if written else DAY
            continue
        path, _, flags = written.partition(" | ")
        if "escaped" in flags.split():
            path = _ESCAPE.sub(_unescape, path.encode()).decode()
        files.append(CaseFile(way, path.strip(), found["inside"], tuple(flags.split()), found[0]))
    return Case(topic, title, prose, tuple(files), day, expected)


def with_expected(text: str, case: Case, expected: str) -> str:
    """A file of cases in which one case expects other diagnostics; its block is added if it had none."""
    head = re.compile(rf"^## {re.escape(case.title)}\n", re.MULTILINE)
    begin = next(found.end() for found in head.finditer(text))
    following = [
        found.start()
        for found in re.compile(r"^#{1,2} ", re.MULTILINE).finditer(text, begin)
        if not any(block.start() < found.start() < block.end() for block in _FENCE.finditer(text))
    ]
    end = following[0] if following else len(text)
    for found in _FENCE.finditer(text, begin, end):
        if found["info"].split(None, 1)[:1] == ["expected"]:
            return f"{text[: found.start('inside')]}{expected}{text[found.end('inside') :]}"
    body = text[begin:end].rstrip("\n")
    return f"{text[:begin]}{body}\n\n```expected\n{expected}```\n{'' if end == len(text) else chr(10)}{text[end:]}"


def _unescape(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 16)])
    if found[2]:
        return chr(int(found[2], 16)).encode()
    return {b"r": b"\r", b"0": b"\0", b"\\": b"\\"}[found[3]]


def told(root: Path, day: date) -> str:
    """What is printed of a ledger: its diagnostics, or why it cannot be read."""
    try:
        problems = check(load(root), day)
    except LedgerUnreadable as unreadable:
        message = str(unreadable).replace(str(root), "LEDGER")
        return "".join(shown(problem) for problem in unreadable.problems) + f"{UNREADABLE}{message}\n"
    return "".join(map(shown, problems))


def shown(problem: Diagnostic) -> str:
    """A diagnostic with its hint and its other places, each on a line."""
    lines = [str(problem)]
    if problem.hint:
        lines.append(f"    hint: {problem.hint}")
    for other in problem.related:
        place = ":".join(map(str, (other.file, *(other.span.position if other.span else ()))))
        lines.append(f"    also {place}: {other.message}")
    return "".join(f"{visible(line)}\n" for line in lines)


def visible(text: str) -> str:
    """A text whose controls and lone surrogates are written as escapes, as a document can hold it."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def titles(cases: Iterable[Case]) -> list[str]:
    """The titles as ids of tests."""
    return [f"{case.topic}: {case.title}" for case in cases]
