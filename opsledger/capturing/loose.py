"""A loose line taken apart: its day, its time, the record it names, the word of what happened, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from opsledger.capturing.amounts import take_amount, take_time
from opsledger.capturing.days import take_day
from opsledger.capturing.names import Called, take_name
from opsledger.capturing.words import AnyLeading, LeadingValue, LooseWords, plain

MONEY = frozenset(("paid", "invoiced", "credited", "refunded", "cost", "expense", "value"))
DATED = frozenset(("next", "due"))
CONTACT = frozenset(("call", "mail", "meeting"))
_SAID = {
    "called": "call",
    "rang": "call",
    "phoned": "call",
    "phone": "call",
    "spoke": "call",
    "telephoned": "call",
    "emailed": "mail",
    "mailed": "mail",
    "email": "mail",
    "wrote": "mail",
    "met": "meeting",
    "received": "paid",
    "payed": "paid",
    "payment": "paid",
    "invoice": "invoiced",
    "billed": "invoiced",
    "spent": "cost",
}
_LINKING = ("for", "on", "with", "from", "to", "at", "by", "of", "für", "mit", "von")

_MOST_AT_END = 4


@dataclass(frozen=True, slots=True)
class Loose:
    """What a loose line says, as far as its head can be taken apart.

    word: what happened, a word of a log; amount: the money behind it, as written; due: the day behind it.
    meant: the records that the name fits. area: an area of the settings. rest: the words that are text.
    """

    day: date | None = None
    time: str | None = None
    word: str | None = None
    amount: str | None = None
    due: date | None = None
    meant: tuple[Called, ...] = ()
    area: str | None = None
    rest: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The rest as a text."""
        return " ".join(self.rest)


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What words may mean in a ledger on a day."""

    base: date
    currency: str
    areas: Collection[str]
    log_words: Collection[str]
    called: Sequence[Called] = field(default=())


def take_apart(words: LooseWords, known: KnownWords) -> Loose:
    """The head of a line in whatever order it is typed, then a time or a day at its end.

    Raises OtherCurrency where an amount is in a currency that is not the ledger's.
    """
    loose = Loose(rest=tuple(words))
    while loose.rest:
        following = _word(loose, known) or _day(loose, known) or _time(loose) or _name(loose, known) or _link(loose)
        if following is None:
            break
        loose = following
    return _tail(loose, known)


def _without(loose: Loose, count: int, **found: object) -> Loose:
    return replace(loose, rest=loose.rest[count:], **found)  # type: ignore[arg-type]


def _word(loose: Loose, known: KnownWords) -> Loose | None:
    """The word of what happened with the value behind it."""
    if loose.word:
        return _late_value(loose, known)
    typed = plain(loose.rest[0])
    word = typed if typed in known.log_words else _SAID.get(typed)
    if word is None or word not in known.log_words:
        return None
    return _without(loose, 1, word=word)


def _late_value(loose: Loose, known: KnownWords) -> Loose | None:
    if loose.word in MONEY and loose.amount is None:
        amount = take_amount(loose.rest, known.currency)
        return _without(loose, amount.words, amount=amount.value) if amount else None
    if loose.word in DATED and loose.due is None:
        due = take_day(loose.rest, known.base, back=False)
        return _without(loose, due.words, due=due.value) if due else None
    return None


def _day(loose: Loose, known: KnownWords) -> Loose | None:
    if loose.day:
        return None
    day = take_day(loose.rest, known.base, back=True)
    return _without(loose, day.words, day=day.value) if day else None


def _time(loose: Loose) -> Loose | None:
    if loose.time or loose.word:
        return None
    time = take_time(loose.rest)
    return _without(loose, time.words, time=time.value) if time else None


def _name(loose: Loose, known: KnownWords) -> Loose | None:
    if loose.meant or loose.area:
        return None
    area = plain(loose.rest[0])
    if area in known.areas:
        return _without(loose, 1, area=area)
    name = take_name(loose.rest, known.called)
    return _without(loose, name.words, meant=name.value) if name else None


def _link(loose: Loose) -> Loose | None:
    """A small word between the head's parts, when the next part follows: `2h for osprey`."""
    is_asked = not (loose.meant or loose.area)
    has_begun = loose.time or loose.word
    if is_asked and has_begun and len(loose.rest) > 1 and plain(loose.rest[0]) in _LINKING:
        return _without(loose, 1)
    return None


def _tail(loose: Loose, known: KnownWords) -> Loose:
    """A time or a day at the end: `osprey testing 2h`, `paid 4750 lantern yesterday`."""
    day = None if loose.day or loose.word else _last(loose.rest, lambda words: take_day(words, known.base, back=True))
    before = loose.rest[: -day.words] if day else loose.rest
    time = None if loose.time or loose.word else _last(before, take_time)
    if time:
        loose = replace(loose, time=time.value, rest=before[: -time.words])
    elif loose.time:
        loose = replace(loose, rest=before)
    if day and loose.time:
        loose = replace(loose, day=day.value)
    return loose


def _last(
    words: tuple[str, ...], take: Callable[[LooseWords], LeadingValue[AnyLeading] | None]
) -> LeadingValue[AnyLeading] | None:
    """What the last words say as a whole, the most of them first."""
    for count in range(min(_MOST_AT_END, len(words)), 0, -1):
        taken = take(words[-count:])
        if taken and taken.words == count:
            return taken
    return None
