"""Numbers and sentences of a page set as a book would set them: no line ends inside a number, a week or a day."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from opsledger.patterns import pattern
from opsledger.values.written import write_rate

_UNBROKEN = str.maketrans({" ": "\N{NO-BREAK SPACE}", "–": "–\N{WORD JOINER}"})
_TIGHT = str.maketrans({" ": "\N{NO-BREAK SPACE}", "-": "\N{NON-BREAKING HYPHEN}"})


def set_numbers(write: Callable[..., str]) -> Callable[..., str]:
    """A filter of numbers whose text is set as a book would: a true minus, and no line ends inside it."""

    @wraps(write)
    def set_number(*given: Any) -> str:
        text = write(*given).translate(_UNBROKEN)
        return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text

    return set_number


@wraps(write_rate)
def set_rate(*given: Any) -> str:
    """A rate in which a line ends between words alone."""
    return write_rate(*given).replace(" %", "\N{NO-BREAK SPACE}%").replace("–", "–\N{WORD JOINER}")


_WITHOUT_BREAK = pattern(
    r"\b\d{4}-W\d\d\b|\b[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d{4}\b|\d (?:%|h\b|weeks?\b|days?\b|[A-Z]{3}\b)"
)


def sentence(text: str) -> str:
    """A sentence in which no line breaks inside a number, a week or a day."""
    return _WITHOUT_BREAK.sub(lambda found: found[0].translate(_TIGHT), text)
