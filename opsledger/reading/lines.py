"""What all line grammars share: a cursor over a line's tokens, and the faults of lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from opsledger.diagnostics import Diagnostic, Hint, Rule, at, error, warning
from opsledger.models.lines import Reference
from opsledger.models.settings import Settings
from opsledger.patterns import pattern
from opsledger.reading.body import Item
from opsledger.source import SourceFile, Span
from opsledger.values.characters import plain_characters
from opsledger.values.days import known_date
from opsledger.values.duration import A_DAY, Minutes, read_duration
from opsledger.values.misread import Misread
from opsledger.values.pieces import Pieces
from opsledger.values.reference import read_reference

LINE_EMPTY = error("line-empty", "A list item of a data section is empty.")
LINE_DATE = error("line-date", "A list item of a data section does not begin with a date or day.")
LINE_VALUE = error("line-value", "A value of a line is missing or wrong.")
LINE_WORD = error("line-word", "A log line's word does not belong to its kind of record.")
AMOUNT_CUT = warning("amount-cut", "An amount is followed by three digits that are read as text.")
BARE_NUMBER = warning("bare-number", "A bare number after a scope line's hours is taken as text, not as money.")

AnyValue = TypeVar("AnyValue")

_TOKEN = pattern(r"[ \t]*(\[\[[^\[\]\n]*\]\]|\S+)")
_THREE_DIGITS = pattern(r"[ \t]+([0-9]{3}(?:\.[0-9]{1,2})?)(?=[\s.,;:!]|$)")


class LineText(NamedTuple):
    """A file's text as its lines are read, offset for offset.

    shown: with spaces in the place of comments. plain: with plain characters too. day: the minutes of a working day.
    pieces: of a project that is sold by the piece, its price.
    """

    source: SourceFile
    shown: str
    plain: str
    day: Minutes = A_DAY
    pieces: Pieces | None = None


def text_of(source: SourceFile, comments: Sequence[tuple[int, int]] = (), day: Minutes = A_DAY) -> LineText:
    """A file's text without some comments. day: the minutes of a working day."""
    parts, done = [], 0
    for start, end in comments:
        parts += [source.text[done:start], " " * (end - start)]
        done = end
    shown = "".join([*parts, source.text[done:]]) if comments else source.text
    return LineText(source, shown, plain_characters(shown), day)


class Grammar(NamedTuple):
    """What the settings and the team say about the words of lines.

    stages: the open stages in order. tasks: the tasks of the settings and of the members, lower case. day: the minutes
    of a working day. vat: what an amount that is `gross` has in it.
    """

    stages: tuple[str, ...]
    tasks: frozenset[str]
    day: Minutes = A_DAY
    vat: Decimal | None = None

    @classmethod
    def of(cls, settings: Settings, tasks: tuple[str, ...] = ()) -> Grammar:
        """The grammar of some settings, with the tasks that members can take over."""
        return cls(
            tuple(settings.stages),
            frozenset(task.lower() for task in (*settings.tasks, *tasks)),
            settings.day,
            settings.vat,
        )


class Faulty(Exception):
    """A line that cannot be read; carries the diagnostic."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Token(NamedTuple):
    """A word of a line, with plain characters, and where it is."""

    text: str
    start: int
    end: int

    @property
    def bare(self) -> str:
        """The word as words are compared: lower case, without punctuation after it."""
        return self.text.rstrip(".,:;!").lower() or self.text


class Cursor:
    """A place in one line, moving over its tokens. Faults raise Faulty; warnings gather in `problems`."""

    __slots__ = ("at", "day", "end", "item", "pieces", "plain", "problems", "shown", "source")

    def __init__(self, text: LineText, item: Item) -> None:
        self.source, self.shown, self.plain, self.day, self.pieces = text
        self.item = item
        self.at = item.start
        self.end = item.paragraph_end
        self.problems: list[Diagnostic] = []

    def peek(self) -> Token | None:
        """The next token, without going on; values are on the line itself, not on its continuation."""
        found = _TOKEN.match(self.plain, self.at, self.item.end)
        return Token(found[1], found.start(1), found.end(1)) if found else None

    def take(self, token: Token) -> None:
        """Go on after a token."""
        self.at = token.end

    def need(self, what: str, hint: str | None = None) -> Token:
        """The next token, taken; Faulty at the end of the line."""
        token = self.peek()
        if token is None:
            raise Faulty(at(LINE_VALUE, self.rest_span(), f"{what} is missing", hint))
        self.at = token.end
        return token

    def value(self, what: str, read: Callable[[str], AnyValue], hint: str | None = None) -> AnyValue:
        """The next token read as a value; Faulty if it is missing or misread."""
        token = self.need(what, hint)
        return self.read(token, read)

    def read(self, token: Token, read: Callable[[str], AnyValue]) -> AnyValue:
        """A token read as a value; Faulty if it is misread."""
        try:
            return read(token.text)
        except Misread as misread:
            raise self.fault(token, misread.message, misread.hint) from None

    def duration(self, token: Token, *, signed: bool = False, bare: bool = True) -> Minutes:
        """A token read as a duration, in days of the settings' hours; Faulty if it is misread."""
        return self.read(token, lambda text: read_duration(text, signed=signed, bare=bare, day=self.day))

    def reference(self, token: Token, text: str | None = None) -> Reference:
        """A token as a reference, without punctuation after a plain id; Faulty if it is not one."""
        written = token.text if text is None else text
        if not written.startswith("[["):
            bare = written.rstrip(".,:;!") or written
            token = token._replace(end=token.end - len(written) + len(bare))
            written = bare
        span = self.span(token)
        try:
            return Reference(read_reference(written), span)
        except Misread as misread:
            raise Faulty(at(LINE_VALUE, span, misread.message, misread.hint)) from None

    def amount_taken(self, token: Token) -> None:
        """Warn if the amount just read is followed by three digits: `12 000` is read as 12."""
        if self.plain[token.end + 1 : token.end + 2].isalpha():  # text follows, as nearly always
            return
        found = _THREE_DIGITS.match(self.plain, token.end, self.item.end)
        if found:
            span = Span(self.source, token.start, found.end(1))
            number = f"{token.text}_{found[1]}"
            hint = Hint(f"write `{number}` if it is one number", number)
            self.problems.append(
                at(AMOUNT_CUT, span, f"`{found[1]}` is taken as text, not as part of the amount", hint)
            )

    def fault(self, token: Token, message: str, hint: str | None = None, rule: Rule = LINE_VALUE) -> Faulty:
        """The exception for a token that is wrong."""
        return Faulty(at(rule, self.span(token), message, hint))

    def span(self, token: Token) -> Span:
        """Where a token is."""
        return Span(self.source, token.start, token.end)

    def rest_span(self) -> Span:
        """The end of the line, where something is missing."""
        return Span(self.source, max(self.item.start, self.item.end - 1), self.item.end)

    @property
    def line_span(self) -> Span:
        """The whole line from after its bullet."""
        return Span(self.source, self.item.start, self.item.end)

    def text(self) -> str:
        """What is left of the line and its continuation, as the user wrote it."""
        rest = self.shown[self.at : self.end].strip()
        is_cut = self.shown is not self.source.text and rest != self.source.text[self.at : self.end].strip()
        return " ".join(rest.split()) if "\n" in rest or is_cut else rest


def read_item(
    text: LineText, item: Item, read: Callable[[Cursor], AnyValue]
) -> tuple[AnyValue | None, Sequence[Diagnostic]]:
    """One item read by a grammar: its line, or None with the fault."""
    cursor = Cursor(text, item)
    if item.start >= item.end:
        span = Span(text.source, max(0, item.start - 1), max(item.start, item.end))
        return None, [at(LINE_EMPTY, span, "an empty list item", "write the line or delete the bullet")]
    try:
        return read(cursor), cursor.problems
    except Faulty as faulty:
        return None, [*cursor.problems, faulty.problem]


def no_date(cursor: Cursor, token: Token | None, misread: Misread | None, form: str) -> Faulty:
    """The exception for an item that does not begin with its date."""
    if token is None:
        return Faulty(at(LINE_EMPTY, cursor.line_span, "an empty list item", "write the line or delete the bullet"))
    in_log = form[:1].isdigit()
    if known_date(token.text.rstrip(".,:;!")):
        bare = token.text.rstrip(".,:;!")
        return cursor.fault(
            token, f"`{token.text[:40]}` is not a date", Hint(f"write `{bare}`, with nothing after it", bare), LINE_DATE
        )
    if misread and token.text[:1].isdigit() and (in_log or len(token.text) >= len("2026-1-1")):
        return cursor.fault(token, misread.message, misread.hint, LINE_DATE)
    message = f"`{token.text[:40]}` is not a {'date' if in_log else 'day'}: a line of this list reads `{form}`"
    hint = f"free text belongs outside the list{', or after `note`' if in_log else ''}"
    return cursor.fault(token, message, hint, LINE_DATE)
