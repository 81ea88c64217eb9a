"""One model for everything that is wrong in a ledger.

A rule says what kind of fault it is and how bad; a diagnostic says where it is, in the words of this case, with a
hint at the value that would be right.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from opsledger.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opsledger.source import Span


class Severity(StrEnum):
    """How bad a fault is: an error makes `check` fail, a warning only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"


class Rule(NamedTuple):
    """A kind of fault: a code in kebab-case, its severity, and a sentence for the documentation.

    A `strict` rule is about what may well be meant (an unknown key that looks like a typo of a known one) and is
    reported by `check --strict` alone.
    """

    code: str
    severity: Severity
    summary: str
    strict: bool = False


class Related(NamedTuple):
    """Another place that has to do with a fault; without a span it is the file as a whole."""

    file: str
    span: Span | None
    message: str


class Hint(str):
    """A hint that knows what to write: its words, and the text that would be right.

    replacement: what belongs in the place of the diagnostic's span; of the line where it begins, with `whole_line`.
    """

    __slots__ = ("replacement", "whole_line")

    replacement: str
    whole_line: bool

    def __new__(cls, words: str, replacement: str, *, whole_line: bool = False) -> Hint:
        """A hint of these words."""
        hint = super().__new__(cls, words)
        hint.replacement = replacement
        hint.whole_line = whole_line
        return hint

    def within(self, *, before: str = "", after: str = "") -> Hint:
        """The same words about a part of a longer text, which is what is written."""
        return Hint(self, f"{before}{self.replacement}{after}", whole_line=self.whole_line)


class Fix(NamedTuple):
    """What mends a fault: a stretch, and what to write in its place."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault at one place; without a span it is about the file as a whole."""

    rule: Rule
    message: str
    file: str
    span: Span | None = None
    hint: str | None = None
    related: tuple[Related, ...] = ()

    @property
    def line(self) -> int | None:
        """The 1-based line where it begins, or None for a whole file."""
        return self.span.line if self.span else None

    @property
    def is_error(self) -> bool:
        """Whether it makes `check` fail."""
        return self.rule.severity is Severity.ERROR

    @property
    def fix(self) -> Fix | None:
        """What mends it, if the hint says exactly what to write."""
        if self.span is None or not isinstance(self.hint, Hint):
            return None
        return Fix(self.span.whole_line if self.hint.whole_line else self.span, self.hint.replacement)

    def __str__(self) -> str:
        place = self.file
        if self.span:
            line, column = self.span.position
            place = f"{place}:{line}:{column}"
        return f"{place}: {self.rule.severity}[{self.rule.code}] {self.message}"


def error(code: str, summary: str) -> Rule:
    """A rule whose breach makes `check` fail."""
    return Rule(code, Severity.ERROR, summary)


def warning(code: str, summary: str, *, strict: bool = False) -> Rule:
    """A rule whose breach is worth a look."""
    return Rule(code, Severity.WARNING, summary, strict)


def at(rule: Rule, span: Span, message: str, hint: str | None = None, related: tuple[Related, ...] = ()) -> Diagnostic:
    """A diagnostic at a place."""
    return Diagnostic(rule, message, span.file, span, hint, related)


def also(span: Span, message: str) -> tuple[Related, ...]:
    """The other place of a diagnostic that is about two."""
    return (Related(span.file, span, message),)


def in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics sorted by file, line and column, whole files first; the same one is told once."""

    def place(problem: Diagnostic) -> tuple[str, tuple[int, int], str, str]:
        position = problem.span.position if problem.span else (0, 0)
        return problem.file, position, problem.rule.code, problem.message

    told: dict[tuple[str, tuple[int, int], str, str], Diagnostic] = {}
    for problem in problems:
        told.setdefault(place(problem), problem)
    return tuple(told[key] for key in sorted(told))


_MOST_MEANT = 4  # more would be a list


def hint_to_write(text: str) -> Hint:
    """A hint to write this in the place of what is wrong."""
    return Hint(f"write `{text}`", text)


def did_you_mean(word: str, known: Iterable[str]) -> str | Hint | None:
    """A hint at the known words that look like this one, or None."""
    return did_you_mean_among(nearest_words(word, known))


def did_you_mean_among(names: Sequence[str], most: int = _MOST_MEANT) -> str | Hint | None:
    """A hint at some names, one of which is meant; None if there are none, or too many to choose from."""
    if len(names) == 1:
        return Hint(f"did you mean `{names[0]}`?", names[0])
    return f"did you mean {_or(names)}?" if 0 < len(names) <= most else None


def did_you_mean_one(word: str, known: Iterable[str], most: int = _MOST_MEANT) -> str | Hint | None:
    """A hint at the known names that hold a word, if they are few, else at the one that looks like it, or None."""
    names = sorted(set(known))
    holding = [name for name in names if word.casefold() in name.casefold()] if len(word) > 2 else []
    return did_you_mean_among(holding, most) or did_you_mean(word, names)


def did_you_mean_part(name: str, known: Iterable[str]) -> str | Hint | None:
    """A hint at the dotted names that end in the last part of this one, else at the one that looks like it, or None.

    What the names of one group share is not a likeness, so their last parts are compared; whole names are if the
    group is not known.
    """
    names = set(known)
    group, _, last = name.rpartition(".")
    ending = _ending_in(last, names)
    if not ending and group in names:
        nearest = nearest_word(last, [one.rpartition(".")[2] for one in names if one.rpartition(".")[0] == group])
        ending = [f"{group}.{nearest}"] if nearest else []
    elif not ending and group:
        nearest = nearest_word(name, names)
        ending = [nearest] if nearest else []
    elif not ending:
        short = [one for one in names if one.count(".") < 2]  # what is below has names of the user's
        nearest = nearest_word(last, sorted({one.rpartition(".")[2] for one in short}))
        ending = _ending_in(nearest, short) if nearest else []
    return did_you_mean_among(ending)


def _ending_in(last: str, names: Iterable[str]) -> list[str]:
    return sorted(one for one in names if f".{one}".endswith(f".{last}"))


def _or(names: Iterable[str]) -> str:
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)}{' or ' if first else ''}{last}"


_LONGEST_WORD = 60


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one, or None; of several that are as near, None."""
    nearest = nearest_words(word, known)
    return nearest[0] if len(nearest) == 1 else None


def nearest_words(word: str, known: Iterable[str]) -> list[str]:
    """The known words that a slip of the finger or two turns into this one: the nearest, more than one if as near."""
    by_lower: dict[str, str] = {}
    for name in known:
        by_lower.setdefault(name.lower(), name)
    lower = word.lower()
    if not lower or len(lower) > _LONGEST_WORD:
        return []
    likely = [name for name in by_lower if _may_be_near(lower, name)]
    slips = {name: 1 if _is_longer(lower, name) else _slips(lower, name) for name in likely}
    near = {name: count for name, count in slips.items() if count <= _most_slips(lower, name)}
    least = min(near.values(), default=0)
    return [by_lower[name] for name, count in near.items() if count == least]


def _most_slips(word: str, name: str) -> int:
    """How many slips there may be between two words: one in a short one, a quarter of a longer one."""
    shorter, longer = sorted((len(word), len(name)))
    return 0 if shorter < 2 else max(1, longer // 4)


def _may_be_near(word: str, name: str) -> bool:
    """Whether it is worth counting the slips: what differs in length or in letters alone is too much otherwise."""
    most = _most_slips(word, name)
    if len(name) > _LONGEST_WORD or abs(len(word) - len(name)) > most or len(set(name) - set(word)) > most:
        return _is_longer(word, name)
    return True


def _is_longer(word: str, name: str) -> bool:
    """Whether one word is the other with up to three letters more at its end, as `keeping`."""
    shorter, longer = sorted((word, name), key=len)
    return len(shorter) > 3 and 0 < len(longer) - len(shorter) <= 3 and longer.startswith(shorter)


def _slips(first: str, second: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, 1):
        above, before, row = before, row, [number]
        for place, other in enumerate(second, 1):
            best = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other))
            if above and place > 1 and letter == second[place - 2] and first[number - 2] == other:
                best = min(best, above[place - 2] + 1)
            row.append(best)
    return row[-1]
