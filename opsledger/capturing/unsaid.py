"""What would be lost if a loose line became a note: money, hours, or a word that is almost understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from opsledger.capturing.amounts import take_amount
from opsledger.capturing.days import take_day
from opsledger.capturing.loose import MONEY, SAID, KnownWords, Loose
from opsledger.capturing.names import Called, is_named
from opsledger.capturing.other_words import form_meant
from opsledger.capturing.words import plain
from opsledger.patterns import pattern

_SIGNED_HOURS = pattern(r"[+-][0-9]+(?:[.,][0-9]+)?(?:h|hrs?|std|d|m|min)(?:[0-9]{1,2}m?)?", re.IGNORECASE)
_WHOSE = ("the", "their", "our", "us", "my", "me", "its")
_SPEAKING = ("they", "have", "has", "she", "he", "finally", "now", "just", "also", "already")


class UnclearLine(Exception):
    """A line says more than a note, and it is not known what."""


def said_of_money(loose: Loose, known: KnownWords) -> Loose | None:
    """A line without a word whose text holds one of money with an amount, as the line that it is; None without one.

    Words before the word of money may name the record more closely (`müller packaging 2800 paid`) or say who acts
    (`müller they paid 2800`). Behind any others it may not have happened: raises UnclearLine. Raises OtherCurrency.
    """
    for at, typed in enumerate(loose.rest):
        word = plain(typed)
        word = word if word in MONEY else SAID.get(word, "")
        if word not in MONEY or word not in known.log_words:
            continue
        skip = 1 if loose.rest[at + 1 : at + 2] and plain(loose.rest[at + 1]) in _WHOSE else 0
        amount = take_amount(loose.rest[at + 1 + skip :], known.currency, known.currencies)
        if amount:
            start, end = at, at + 1 + skip + amount.words
        elif at and (amount := take_amount(loose.rest[at - 1 : at], known.currency, known.currencies)):
            start, end = at - 1, at + 1
        else:
            continue
        before = _behind_name(loose, loose.rest[:start])
        if before is None:
            raise UnclearLine(
                f"it is not clear whether {amount.value} was {word}: write `{word} {amount.value} NAME …`"
            )
        meant, text = before
        day, behind = past_day_in(loose.rest[end:], known.base)
        return replace(loose, day=day or loose.day, word=word, amount=amount.value, meant=meant, rest=(*text, *behind))
    return None


def past_day_in(words: Sequence[str], base: date) -> tuple[date | None, Sequence[str]]:
    """The day up to now that the last words name, and the words before it."""
    for count in range(min(3, len(words)), 0, -1):
        taken = take_day(words[-count:], base, back=True)
        if taken and taken.words == count and taken.value <= base:
            return taken.value, words[:-count]
    return None, words


def _behind_name(loose: Loose, words: Sequence[str]) -> tuple[tuple[Called, ...], tuple[str, ...]] | None:
    """The records that further words of a name leave, and the other words; None if these say something else."""
    meant = loose.meant
    for at, word in enumerate(words):
        closer = tuple(one for one in meant if is_named(one, word))
        if not closer:
            rest = tuple(words[at:])
            return (meant, rest) if all(plain(one) in _SPEAKING for one in rest) else None
        meant = closer
    return meant, ()


def why_not_a_note(loose: Loose) -> str | None:
    """Why a text after a name is more than a note: hours with a sign, or a word of another language."""
    for word in loose.rest:
        if _SIGNED_HOURS.fullmatch(word):
            bare = word.lstrip("+-")
            return f"`{word}` may be time or a change of scope: write `{bare} NAME …` or `NAME scope {word} …`"
    has_amount = any(one[:1].isdigit() for one in loose.rest)
    for at in range(len(loose.rest)):
        if (at == 0 or has_amount) and (form := form_meant(loose.rest[at:], money=at > 0)):
            return form
    return None
