"""Inputs made to be slow: for each a name, what makes one of about n characters, and the function that takes it.

A function whose time grows faster than its input lets one file hang every command. `tests/test_scaling.py` and
`benchmarks/scaling.py` measure how the time grows when n is doubled.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from opsledger.capturing.inbox import read_inbox
from opsledger.checks.every import check
from opsledger.diagnostics import nearest_words
from opsledger.editing.places import place_in_section
from opsledger.editing.record_text import slug
from opsledger.history.commits import read_commit
from opsledger.history.edits import changed_lines
from opsledger.history.merging.record import merge_record
from opsledger.importing.calendar.dialects import address_in
from opsledger.importing.calendar.lines import read_calendar_parts as read_parts_of
from opsledger.importing.moments import read_clock, read_row_amount, read_row_day, read_span
from opsledger.language.outline import outline_parts
from opsledger.language.places import place_at
from opsledger.language.positions import Positions, Unit
from opsledger.language.references import mentions_in
from opsledger.loading.ledger import load_from
from opsledger.loading.stored import StoredFiles
from opsledger.reading.data_lines import read_written
from opsledger.reading.kinds import kind_of
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record
from opsledger.reading.settings import read_settings
from opsledger.rendering.cleaning import cleaned_page
from opsledger.rendering.cleaning_markdown import cleaned_markdown
from opsledger.rendering.html import policy_of, with_notice
from opsledger.rendering.markdown import escape_markdown
from opsledger.rendering.notes import markdown
from opsledger.rendering.typesetting import sentence
from opsledger.reporting.diagnostics import as_data, as_gcc, as_text
from opsledger.reporting.width import cut, folded
from opsledger.reviewing.regeneration import read_generated_parts, regenerate
from opsledger.source import SourceFile, Stored
from opsledger.values.days import read_date, read_interval, read_time_range, read_week
from opsledger.values.duration import read_duration
from opsledger.values.misread import Misread
from opsledger.values.money import read_money
from opsledger.values.percent import read_percent
from opsledger.values.rate import read_rate
from opsledger.values.reference import read_reference

DAY = date(2026, 11, 20)
LEAD, PROJECT, WEEK, REVIEW, TOOL = (
    "leads/x.md",
    "projects/x.md",
    "weeks/2026-W47.md",
    "reviews/2026-11-20.md",
    "tools/x.md",
)
FRONT = "---\nname: x\nsource: y\nclient: z\nbilling: internal\njobs: run\n---\n"
PAGE = '<!doctype html>\n<html lang="en">\n<head>\n</head><body>'
GRAMMAR = Grammar(("inquiry", "proposal"), frozenset(("design",)))


class Shape(NamedTuple):
    """An input of about n characters, and what takes it."""

    name: str
    make: Callable[[int], Any]
    take: Callable[[Any], object]


def record(path: str) -> Callable[[str], object]:
    """Reads a record and tells of all that is wrong with it."""

    def take(text: str) -> object:
        kind = kind_of(path)
        assert kind is not None
        _, problems = read_record(kind, SourceFile(path, text), GRAMMAR)
        return as_text(problems), as_gcc(problems), as_data(problems)

    return take


def ledger(path: str) -> Callable[[str], object]:
    """Loads a ledger with this file, and checks it."""

    def take(text: str) -> object:
        files = {"opsledger.yaml": b"", path: text.encode("utf-8", "surrogatepass")}
        return check(
            load_from(StoredFiles("x", {name: Stored("file", data) for name, data in files.items()}), "x"), DAY
        )

    return take


def settings(text: str) -> object:
    """Reads settings."""
    return read_settings(SourceFile("opsledger.yaml", text))


def value(read: Callable[[str], object]) -> Callable[[str], object]:
    """Reads a value, which may be misread."""

    def take(text: str) -> object:
        try:
            return read(text)
        except Misread as misread:
            return misread.hint

    return take


def place(section: str, path: str) -> Callable[[str], object]:
    """Looks for where a line of a section is added."""
    kind = kind_of(path)
    assert kind is not None
    sections = kind.sections
    return lambda text: place_in_section(SourceFile(path, text), section, sections)


def at_end(path: str) -> Callable[[str], object]:
    """Looks for what may be written at the end of a text."""
    return lambda text: place_at(SourceFile(path, text), len(text))


def merge(path: str) -> Callable[[tuple[str, str, str]], object]:
    """Merges three versions."""
    return lambda versions: merge_record(path, *(text.encode() for text in versions))


def changed(versions: tuple[str, str]) -> object:
    """Compares the lines of two versions."""
    before, after = (read_written(PROJECT, text.encode()) for text in versions)
    return changed_lines(before.lines, after.lines)


def positions(unit: Unit) -> Callable[[str], object]:
    """Turns every tenth place of a text into an editor's."""

    def take(text: str) -> object:
        known = Positions(SourceFile(LEAD, text), unit)
        return [known.position_at(offset) for offset in range(0, len(text), 10)]

    return take


def _times(piece: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """A piece repeated, between two others."""
    return lambda n: before + piece * (n // len(piece)) + after


def _lines(line: Callable[[int], str], before: str = "", after: str = "") -> Callable[[int], str]:
    """Numbered lines."""
    return lambda n: before + "".join(line(number) + "\n" for number in range(n // (len(line(100)) + 1))) + after


def _front(*lines: str) -> str:
    return "---\nname: x\n" + "".join(line + "\n" for line in lines) + "---\n"


def _value_shape(piece: str) -> Callable[[int], str]:
    return lambda n: _front(f"source: A{piece * (n // len(piece))}")


LOG = FRONT + "## Log\n"


def _both_add(line: Callable[[int, str], str], base: str = LOG) -> Callable[[int], tuple[str, str, str]]:
    def make(n: int) -> tuple[str, str, str]:
        count = n // (2 * len(line(100, "a")))
        old = base + "- 2026-01-01 note first\n"
        ours, theirs = (old + "".join(line(number, side) for number in range(count)) for side in ("a", "b"))
        return old, ours, theirs

    return make


def _both_change(line: Callable[[int, str], str], base: str = LOG) -> Callable[[int], tuple[str, str, str]]:
    def make(n: int) -> tuple[str, str, str]:
        count = n // (3 * len(line(100, "a")))
        old, ours, theirs = (base + "".join(line(number, side) for number in range(count)) for side in ("o", "a", "b"))
        return old, ours, theirs

    return make


def _day(number: int) -> date:
    return date.fromordinal(date(2020, 1, 1).toordinal() + number % 2000)


def _long(side: str, n: int) -> str:
    return f"{LOG}- 2026-11-02 note {side} " + "lorem ipsum dolor " * (n // 54) + f"{side}\n"


def _commit(name: str) -> Callable[[int], bytes]:
    return lambda n: (f"tree 0\nauthor {name * (n // len(name))}").encode() + b" 1762344000 +0100\n\nx\n"


def _generated(n: int) -> str:
    count = n // 80
    return "".join(f"<!-- opsledger:begin p{i} 00 -->\n[[x{i}]]\n<!-- opsledger:end p{i} -->\n" for i in range(count))


FRONT_MATTER = [
    Shape(f"front matter: a value of {what}", _value_shape(piece), record(LEAD))
    for what, piece in (
        ("words and arrows", "ab cd → "),
        ("letters, then a euro", "abcdefgh€"),
        ("letters of other scripts", "日本 "),
        ("emoji", "a 😀"),
        ("colons and spaces", "ab: cd "),
        ("colons", "a:"),
        ("hashes", "a #b"),
        ("spaces", "  "),
        ("quotes", "'a\" "),
        ("brackets", "[a{"),
        ("NUL", "a\0"),
    )
] + [
    Shape(
        "front matter: one long quoted value",
        _times("a 'b: c# ", _front()[:-4] + 'source: "', '"\n---\n'),
        record(LEAD),
    ),
    Shape("front matter: a list", _times("a, ", "---\njobs: [", "a]\n---\n"), record(TOOL)),
    Shape("front matter: a list with a fault", _times("a, ", "---\njobs: [", "→]\n---\n"), record(TOOL)),
    Shape("front matter: a list left open", _times("[", "---\njobs: "), record(TOOL)),
    Shape("front matter: many keys", _lines(lambda i: f"k{i}: v", "---\n", "---\n"), record(LEAD)),
    Shape("front matter: keys nearly known", _lines(lambda i: f"nam{i}: v", "---\n", "---\n"), record(LEAD)),
    Shape("front matter: one key again and again", _times("name: x\n", "---\n", "---\n"), record(LEAD)),
    Shape("front matter: tight comments", _lines(lambda i: f'k{i}: "a" #x', "---\n", "---\n"), record(LEAD)),
    Shape("front matter: comments on one line", _times("#a ", "---\nname: x ", "\n---\n"), record(LEAD)),
    Shape("front matter: never closed", _lines(lambda i: f"k{i}: v", "---\n"), record(LEAD)),
    Shape("front matter: late and again", _times("x\n---\nname: x\n"), record(LEAD)),
    Shape("front matter: blank lines above a second block", _times("\n", FRONT, "---\nx"), record(LEAD)),
    Shape("front matter: folded text", _times("  a b\n", "---\nname: >\n", "---\n"), record(LEAD)),
    Shape("front matter: one value over many lines", _times("  a b\n", "---\nname: a\n", "---\n"), record(LEAD)),
    Shape("settings: many keys", _lines(lambda i: f"key{i}: {{a: b}}"), settings),
    Shape("settings: many areas", _lines(lambda i: f"  area{i}: 1", "areas:\n"), settings),
    Shape("settings: deep", _times("{a: "), settings),
    Shape("settings: aliases", _lines(lambda i: f"k{i}: &a{i} x"), settings),
    Shape("settings: days off", _times("2026-01-01, ", "time_off: [", "2026-01-01]"), settings),
]
BODY = (
    [
        Shape(f"body: {what}", _times(piece, before, after), record(path))
        for what, piece, before, after, path in (
            ("a heading with spaces", " ", FRONT + "## a", "x\n", LEAD),
            ("a heading with hashes", " #", FRONT + "## a", "x\n", LEAD),
            ("headings", "## Log\n", FRONT, "", LEAD),
            ("headings of one's own", "## Lgo\n- 2026-11-02 note x\n", FRONT, "", LEAD),
            ("underlined headings", "Log\n---\n", FRONT, "", LEAD),
            ("underlines", "===\n", LOG + "a\n", "", LEAD),
            ("blank lines", "\n", LOG, "x\n", LEAD),
            ("lines of spaces", "   \n", LOG, "x\n", LEAD),
            ("one line of spaces", " ", LOG, "x\n", LEAD),
            ("breaks", "- ", LOG, "x\n", LEAD),
            ("stars", "* ", LOG, "\n", LEAD),
            ("backticks", "`", LOG, "x`\n", LEAD),
            ("fences left open", "```\n", LOG + "````\n", "", LEAD),
            ("fences", "```\n~~~\n", LOG, "", LEAD),
            ("tight comments", "<!---->", LOG, "\n", LEAD),
            ("comments", "<!--\n-->\n", LOG, "", LEAD),
            ("comments left open", "<!-- a ", LOG, "\n## Log\n- a\n", LEAD),
            ("percents", "%%", LOG + "- 2026-11-02 note ", "\n", LEAD),
            ("percents on lines", "- 2026-11-02 note %% x\n", LOG, "", LEAD),
            ("percents that open nothing", "- 2026-11-02 note 5%%\n", LOG, "", LEAD),
            ("percents and code", "`%%`%%", LOG + "- 2026-11-02 note ", "\n", LEAD),
            ("code of many lengths", "`a``b```", LOG + "- 2026-11-02 note %% ", "\n", LEAD),
            ("paragraphs", "- 2026-11-02 note x\ny\n", LOG, "", LEAD),
            ("one long paragraph", "y\n", LOG + "- 2026-11-02 note x\n", "", LEAD),
            ("inner items", "  - 2026-11-02 note x\n", LOG + "- 2026-11-02 note\n", "", LEAD),
            ("other bullets", "• 2026-11-02 note x\n", LOG, "", LEAD),
            ("numbers", "1. x\n", LOG, "", LEAD),
            ("signs in front of a line", "!", LOG, "\n", LEAD),
            ("empty items", "-\n", LOG, "", LEAD),
            ("unclosed links", "[[ ", LOG + "- 2026-11-02 cost 5 ", "\n", PROJECT),
            ("values of scope", "+1h x ", LOG + "- 2026-11-02 scope ", "\n", PROJECT),
            ("wrong words", "- 2026-11-02 pyad 5\n", LOG, "", PROJECT),
            ("wrong dates", "- 2026-13-02 paid 5\n", LOG, "", PROJECT),
            ("a word of many letters", "a", LOG + "- 2026-11-02 ", "\n", PROJECT),
            ("an amount of many digits", "1", LOG + "- 2026-11-02 paid ", "\n", PROJECT),
            ("lines of a log", "- 2026-11-02 paid 5 x\n", LOG, "", PROJECT),
            ("byte-order marks", "\ufeff\n", LOG, "", LEAD),
        )
    ]
    + [
        Shape(f"week: {what}", _times(piece, before, after), record(WEEK))
        for what, piece, before, after in (
            ("blocks", "- Mon 9:00-10:00 admin x\n", "## Actual\n", ""),
            ("blocks with faults", "- Mon 9:00 - 10:00 admin x\n", "## Actual\n", ""),
            ("blocks in another place", "- Mon 9:00-10:00 admin x\n", "## Costs\n", ""),
            ("blocks above all", "- Mon 9:00-10:00 admin x\n", "", ""),
            ("a target with signs", "a!", "## Actual\n- Mon 1h ", "[x\n"),
            ("a block with spaces", " ", "## Actual\n- Mon 1h", "[x\n"),
            ("a bracket with spaces", " ", "## Marketing\n- Mon newsletter topic x (a b", " c)\n"),
            ("a bracket's figure with spaces", " ", "## Marketing\n- Mon newsletter topic x (reach", "x)\n"),
            ("figures", "reach 1, ", "## Marketing\n- Mon newsletter topic x (", ")\n"),
            ("brackets", "(reach 1) ", "## Marketing\n- Mon newsletter topic x ", "x\n"),
            ("open brackets", "(", "## Marketing\n- Mon newsletter topic x ", "\n"),
            ("costs", "- Mon 5 admin @x 2h y\n", "## Costs\n", ""),
        )
    ]
    + [
        Shape(f"review: {what}", _times(piece, before, after), record(REVIEW))
        for what, piece, before, after in (
            ("decisions", "- [ ] @sales ask due:2026-12-01\n", "## Decisions\n", ""),
            ("days of one decision", "due:2026-13-01 ", "## Decisions\n- [ ] @sales ask ", "\n"),
            ("words of one decision", "due 2026-12-01 ", "## Decisions\n- [ ] @sales ask ", "\n"),
            ("dots of one figure", "a.", "## Decisions\n- [ ] @sales ask moves ", "!\n"),
            ("boxes", "[", "## Decisions\n- ", "\n"),
        )
    ]
)
LEDGERS = [
    Shape(
        "review: other words of one decision",
        lambda n: "## Decisions\n- [ ] @sales ask " + " ".join(f"moves a.b{i}" for i in range(n // 12)),
        record(REVIEW),
    ),
    *(
        Shape(f"ledger: {what}", make, ledger(path))
        for what, make, path in (
            ("lines of a log", _lines(lambda i: f"- {_day(i)} paid {i} x", LOG), PROJECT),
            ("blocks of a day", _times("- Mon 9:00-10:00 admin x\n", "## Actual\n"), WEEK),
            ("unknown targets", _lines(lambda i: f"- Mon 1m record-{i} x", "## Actual\n"), WEEK),
            ("unknown people", _lines(lambda i: f"- {_day(i)} cost 5 @person-{i}", LOG), PROJECT),
            ("decisions", _lines(lambda i: f"- [ ] @sales ask {i} moves:inflow.x{i}", "## Decisions\n"), REVIEW),
        )
    ),
]
EDITING = [
    Shape("edit: behind a long item", _times("  more\n", LOG + "- 2026-11-02 note\n"), place("Log", LEAD)),
    Shape("edit: behind many comments", _times("<!-- a -->\n", LOG), place("Log", LEAD)),
    Shape("edit: an empty section with prose", _times("a b\n", LOG), place("Log", LEAD)),
    Shape("edit: many sections", _times("## Log\n- 2026-11-02 note\n", FRONT), place("Log", LEAD)),
    Shape("edit: an id of a long name", _times("Ä "), slug),
    Shape("outline: headings", _times("# a\n## b\n### c\n"), lambda text: outline_parts(SourceFile(LEAD, text))),
    Shape("outline: falling headings", _times("###### a\n"), lambda text: outline_parts(SourceFile(LEAD, text))),
    Shape(
        "outline: a heading with spaces", _times(" ", "# a", "x"), lambda text: outline_parts(SourceFile(LEAD, text))
    ),
    Shape("outline: fences", _times("```\n# a\n~~~\n"), lambda text: outline_parts(SourceFile(LEAD, text))),
    Shape("completion: unclosed links", _times("[[ ", "## Actual\n- "), at_end(WEEK)),
    Shape("completion: many lines", _times("- Mon 1h x\n", "## Actual\n", "- "), at_end(WEEK)),
    Shape("completion: comments", _times("<!-- a -->\n", "## Actual\n", "- "), at_end(WEEK)),
    Shape("completion: a long key", _times("a: ", "---\n"), at_end(LEAD)),
    Shape("links: open brackets", _times("[["), lambda text: list(mentions_in(SourceFile(LEAD, text), None))),
    Shape("links: paths", _times("](a.md.md", "", ".md"), lambda text: list(mentions_in(SourceFile(LEAD, text), None))),
    Shape("links: of generated parts", _generated, record(REVIEW)),
    Shape("positions: one line of emoji", _times("a😀bé"), positions(Unit.UTF16)),
    Shape("positions: one line of bytes", _times("a😀bé"), positions(Unit.UTF8)),
    Shape("positions: one line of letters", _times("abcd"), positions(Unit.UTF16)),
]
MERGING = [
    Shape(f"merge: {what}", make, merge(path))
    for what, make, path in (
        ("lines that both added", _both_add(lambda i, s: f"- {_day(i)} note {s}{i} x\n"), LEAD),
        ("lines of one day that both added", _both_add(lambda i, s: f"- 2026-11-02 note {s}{i} x\n"), LEAD),
        (
            "lines that both added, newest first",
            _both_add(lambda i, s: f"- {_day(1999 - i % 2000)} note {s}{i}\n"),
            LEAD,
        ),
        ("lines that both changed", _both_change(lambda i, s: f"- {_day(i)} note {i} {s}\n"), LEAD),
        ("lines of one day that both changed", _both_change(lambda i, s: f"- 2026-11-02 note {i} {s}\n"), LEAD),
        ("lines without a day", _both_change(lambda i, s: f"- note {i} {s}\n"), LEAD),
        ("prose that both changed", _both_change(lambda i, s: f"word {i} {s}\n", FRONT), LEAD),
        ("prose of few words", _both_change(lambda i, s: f"{(i * 7919 + ord(s)) % 11}\n", FRONT), LEAD),
        ("blank runs", _both_change(lambda i, s: "\n\n" if i % 7 else f"- 2026-11-02 note {s}{i}\n"), LEAD),
        ("keys that both added", _both_add(lambda i, s: f"{s}{i}: v\n", "business: x\n"), "opsledger.yaml"),
        ("keys that both changed", _both_change(lambda i, s: f"k{i}: {s}\n", "business: x\n"), "opsledger.yaml"),
        ("decisions that both ticked", _both_change(lambda i, s: f"- [ ] @sales {i} {s}\n", "## Decisions\n"), REVIEW),
        ("one long line", lambda n: (_long("o", n), _long("a", n), _long("b", n)), LEAD),
        ("one line of spaces", lambda n: ("a" + " " * (n // 3) + "b", "c" + " " * (n // 3), "d"), "opsledger.yaml"),
        ("one key with spaces", lambda n: ("a: b\n", "a" + " " * (n // 2) + "b\n", "c" + " " * (n // 2) + "d\n"), LEAD),
    )
] + [
    Shape(
        "changes: lines of one day", lambda n: _both_change(lambda i, s: f"- 2026-11-02 note {i} {s}\n")(n)[:2], changed
    ),
    Shape("changes: lines without a day", lambda n: _both_change(lambda i, s: f"- note {i} {s}\n")(n)[:2], changed),
    Shape("changes: one long line", lambda n: (_long("a", n), _long("b", n)), changed),
    Shape("commit: an author of brackets", _commit("<"), lambda data: read_commit("0", data)),
    Shape("commit: an author of spaces", _commit(" "), lambda data: read_commit("0", data)),
]
RENDERING = [
    Shape("page: styles left open", _times("<style>"), policy_of),
    Shape("page: styles", _times("<style></style>"), policy_of),
    Shape("page: notices left open", _times("<!-- opsledger:notice -->"), lambda page: with_notice(page, "x")),
    Shape(
        "page: notices", _times("<!-- opsledger:notice --><!-- /opsledger:notice -->"), lambda p: with_notice(p, "x")
    ),
    Shape("page: bodies left open", _times("<body "), lambda page: with_notice(page, "x")),
    Shape("parts: generated", _generated, lambda text: read_generated_parts(SourceFile(REVIEW, text))),
    Shape("parts: regenerated", _generated, lambda t: regenerate(SourceFile(REVIEW, t), t, lambda _: "00")),
    Shape(
        "parts: left open",
        _times("<!-- opsledger:begin x 00 -->\n"),
        lambda t: read_generated_parts(SourceFile(REVIEW, t)),
    ),
    Shape(
        "parts: a marker with spaces",
        _times(" ", "<!-- opsledger:begin x -->", "x"),
        lambda t: read_generated_parts(SourceFile("x", t)),
    ),
    Shape("sentence: digits", _times("1 "), sentence),
    Shape("table: a cell that is cut", _times("日é"), lambda text: cut(text, 40)),
    Shape("table: a cell that is folded", _times("日é "), lambda text: folded(text, 40, 2)),
    Shape("slips: a long word", _times("a"), lambda text: nearest_words(text, ("paid", "a" * 60))),
    *(
        Shape(f"escaped: {what}", _times(piece), escape_markdown)
        for what, piece in (
            ("signs", "*_`["),
            ("ampersands", "&a"),
            ("hashes", " #a"),
            ("digits", "1"),
            ("spaces", " "),
        )
    ),
    *(
        Shape(f"note: {what}", _times(piece, before), markdown)
        for what, piece, before in (
            ("open brackets", "[", ""),
            ("links left open", "[a](", ""),
            ("pictures left open", "![", ""),
            ("nested links", "[a](b", ""),
            ("stars", "*a **b ", ""),
            ("underscores", "_a__", ""),
            ("backticks", "`a``", ""),
            ("quotes", "> ", ""),
            ("inner lists", "- ", ""),
            ("lists", "- a\n", ""),
            ("references", "[a]: b\n", ""),
            ("tags left open", "<a ", ""),
            ("entities", "&a", ""),
            ("pipes", "| a\n", ""),
            ("one line of spaces", " ", "a"),
            ("blank lines", "\n", "- a"),
            ("underlines", "a\n=\n", ""),
            ("backslashes", "\\", ""),
            ("addresses", "<a@", ""),
        )
    ),
]
OTHERS = [
    *(
        Shape(f"inbox: {what}", _times(piece), lambda text: read_inbox(text.encode(), DAY))
        for what, piece in (("lines", "- 2h acme x\n"), ("bullets", "- "), ("one line of spaces", " "), ("hashes", "#"))
    ),
    *(
        Shape(f"calendar: {what}", _times(piece, before), lambda text: read_parts_of("x.ics", text.encode()))
        for what, piece, before in (
            ("parts left open", "BEGIN:VEVENT\n", ""),
            ("parameters", ";a=b", "X"),
            ("quotes", ';a="', "X"),
            ("folded lines", "\n a", "X:"),
            ("colons", ":", "X"),
        )
    ),
    *(
        Shape(f"address: {what}", _times(piece), address_in)
        for what, piece in (("letters", "a"), ("signs", "a@@"), ("colons", "a:"))
    ),
    *(
        Shape(f"own template: {what}", _times(piece), cleaned_markdown)
        for what, piece in (
            ("pictures", "!["),
            ("links", "![a]("),
            ("tags", "<a "),
            ("backslashes", "\\"),
            ("comments", "<!--"),
            ("addresses", "<a@b"),
        )
    ),
    Shape("own page: attributes", _times(" a='b", PAGE + "<a"), cleaned_page),
    Shape("own page: styles", _times("a{b:", PAGE + "<style>"), cleaned_page),
    *(
        Shape(f"own page: {what}", _times(piece, PAGE), cleaned_page)
        for what, piece in (
            ("tags left open", "<a "),
            ("names left open", "<a"),
            ("values left open", "<a b='"),
            ("values that end elsewhere", "<a b='x>"),
            ("end tags left open", "</a "),
            ("comments left open", "<!-- a "),
            ("comments", "<!---->"),
            ("declarations left open", "<!a "),
            ("titles left open", "<title>"),
            ("tags", "<a b=c>"),
            ("references", "&a"),
            ("digits of references", "&#1"),
        )
    ),
]
VALUES = [
    Shape(f"value: {what} of {of}", _times(piece), value(read))
    for what, read in (
        ("a date", read_date),
        ("a week", read_week),
        ("a time range", read_time_range),
        ("an interval", read_interval),
        ("a duration", read_duration),
        ("money", read_money),
        ("a rate", read_rate),
        ("a percentage", read_percent),
        ("a reference", read_reference),
        ("an imported amount", read_row_amount),
        ("an imported clock", read_clock),
        ("an imported span", read_span),
        ("an imported day", lambda text: read_row_day(text, None)),
    )
    for of, piece in (("digits", "1"), ("groups", "1_000,"), ("points", "1."), ("spaces", " "))
]
SHAPES: tuple[Shape, ...] = (*FRONT_MATTER, *BODY, *LEDGERS, *EDITING, *MERGING, *RENDERING, *OTHERS, *VALUES)


def seconds(shape: Shape, n: int, repeats: int = 2) -> float:
    """The least time of the processor that a shape's function takes, of a few inputs that differ a little."""
    best = float("inf")
    for number in range(repeats):
        given = shape.make(n + 53 * number)  # what was met before may be read faster
        begun = time.process_time()
        shape.take(given)
        best = min(best, time.process_time() - begun)
        if best > 0.2:
            break
    return best


def ladder(shape: Shape, smallest: int, largest: int, enough: float = 0.25) -> Iterator[tuple[int, float]]:
    """A shape's time at n, 2 n, 4 n and so on, until it is long enough to be compared."""
    n = smallest
    while n <= largest:
        taken = seconds(shape, n)
        yield n, taken
        if taken > enough:
            return
        n *= 2


def growth(steps: list[tuple[int, float]], most_noise: float = 0.004) -> float:
    """By how much the time grows when n is doubled: over the last steps whose times rise above noise."""
    told = [step for step in steps if step[1] > most_noise]
    if len(told) < 2:
        return 0.0
    (small, less), (large, more) = told[max(0, len(told) - 5)], told[-1]
    doublings = (large // small).bit_length() - 1
    return float((more / less) ** (1 / doublings))
