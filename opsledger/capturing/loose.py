"""A loose line taken apart: its day, its time, the record it names, the word of what happened, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import field, replace
from datetime import date
from itertools import takewhile

from opsledger.capturing.amounts import take_amount, take_time
from opsledger.capturing.days import take_day
from opsledger.capturing.names import Called, is_named, take_name
from opsledger.capturing.words import AnyLeading, LeadingValue, LooseWords, plain
from opsledger.dataclass import dataclass
from opsledger.patterns import pattern

MONEY = frozenset(("paid", "invoiced", "credited", "refunded", "cost", "expense", "value"))
DATED = frozenset(("next", "due"))
CONTACT = frozenset(("call", "mail", "meeting"))
SAID = {
    "called": "call",
    "rang": "call",
    "phoned": "call",
    "phone": "call",
    "ring": "call",
    "spoke": "call",
    "telephoned": "call",
    "emailed": "mail",
    "mailed": "mail",
    "email": "mail",
    "wrote": "mail",
    "write": "mail",
    "met": "meeting",
    "received": "paid",
    "got": "paid",
    "replied": "in",
    "answered": "in",
    "responded": "in",
    "confirmed": "in",
    "payed": "paid",
    "payment": "paid",
    "invoice": "invoiced",
    "billed": "invoiced",
    "spent": "cost",
}
_MEANT_AS_STEP = ("call", "ring", "phone", "mail", "email", "write", "meet")  # said of what is still to be done
_THEIRS = ("called", "rang", "phoned", "wrote", "emailed", "mailed")  # said of them, when it follows their name
_VALUED = (
    "price",
    "rate",
    "hours",
    "value",
    "scope",
    "bill",
    "left",
)  # nothing without a value
_SUBJECT = ("about", "re", "regarding", "for", "until", "till", "by", "of", "their", "the")
_AT_WORK = ("late", "on", "at", "the", "for", "some")
_FILLING = ("worked", "working", "did", "done", "spent", "sent")
_SIGNED = pattern(r"[+-][0-9][0-9.,]*(?:h|m|d)?[0-9]*m?")
_VALUE = pattern(r"[+€£$¥-]?[0-9]")
_PLAINLY_MONEY = pattern(r"[€£$¥]|[0-9][.,]?[0-9]{3}|[0-9]{3}")
_LINKING = ("for", "on", "with", "from", "to", "at", "by", "of", "für", "mit", "von")

_TITLES = ("frau", "herr", "mr", "mrs", "ms", "mme", "madame", "monsieur", "señor", "señora")
_MOST_AT_END = 4


@dataclass(frozen=True, slots=True)
class Loose:
    """What a loose line says, as far as its head can be taken apart.

    word: what happened, a word of a log; amount: the money after it, as written; due: the day after it.
    meant: the records that the name fits. area: an area of the settings. rest: the words that are text. said: the word
    as it was typed; named: the name so. is_theirs: whether they called or wrote.
    """

    day: date | None = None
    time: str | None = None
    word: str | None = None
    amount: str | None = None
    due: date | None = None
    meant: tuple[Called, ...] = ()
    area: str | None = None
    rest: tuple[str, ...] = ()
    said: str = ""
    named: tuple[str, ...] = ()
    is_theirs: bool = False

    @property
    def text(self) -> str:
        """The rest as a text."""
        return " ".join(self.rest)


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What words may mean in a ledger on a day. currencies: all in which it has money."""

    base: date
    currency: str
    currencies: frozenset[str]
    areas: Collection[str]
    log_words: Collection[str]
    called: Sequence[Called] = field(default=())


def take_apart(words: LooseWords, known: KnownWords) -> Loose:
    """The head of a line in whatever order it is typed, then a time or a day at its end.

    Raises OtherCurrency if an amount is in a currency that is not the ledger's.
    """
    loose = Loose(rest=tuple(words))
    while loose.rest:
        following = (
            _filling(loose)
            or _word(loose, known)
            or _day(loose, known)
            or _time(loose)
            or _name(loose, known)
            or _closer(loose, known)
            or _link(loose)
        )
        if following is None:
            break
        loose = following
    return _tail(loose, known)


def _without(loose: Loose, count: int, **found: object) -> Loose:
    return replace(loose, rest=loose.rest[count:], **found)  # type: ignore[arg-type]


def _word(loose: Loose, known: KnownWords) -> Loose | None:
    """The word of what happened with the value after it."""
    if loose.word:
        return _late_value(loose, known)
    if loose.time and (loose.meant or loose.area):  # what was done in that time
        return None
    typed = plain(loose.rest[0])
    if typed == "invoice" and len(loose.rest) > 1 and plain(loose.rest[1]) == "paid":
        return _without(loose, 1)
    word = typed if typed in known.log_words else SAID.get(typed)
    if word is None or word not in known.log_words or not _has_value(loose, typed, word, known):
        return None
    theirs = bool(loose.meant) and typed in _THEIRS and not _UNANSWERED & set(map(plain, loose.rest))
    return _without(loose, 1, word=word, said=typed, is_theirs=theirs)


_UNANSWERED = {"answer", "voicemail", "mailbox", "message", "reached"}


def _has_value(loose: Loose, typed: str, word: str, known: KnownWords) -> bool:
    """Whether a word that means little without a value has one: `price fine` says nothing of a price."""
    if word == "in" and typed != word:
        return bool(loose.meant)
    if word in _VALUED:
        return len(loose.rest) > 1 and _VALUE.match(loose.rest[1]) is not None
    if word in MONEY and typed != word:
        return any(
            take_amount(loose.rest[at:], known.currency, known.currencies) for at in range(1, min(len(loose.rest), 5))
        )
    return True


def _filling(loose: Loose) -> Loose | None:
    """A word that says nothing by itself: `worked 2h on lantern`, `sent invoice 1500 lantern`."""
    if loose != Loose(rest=loose.rest) or len(loose.rest) < 2 or plain(loose.rest[0]) not in _FILLING:
        return None
    is_time = take_time(loose.rest[1:]) is not None
    if is_time or plain(loose.rest[1]) == "invoice":
        return _without(loose, 1)
    if plain(loose.rest[0]) in ("worked", "working", "did") and _last(loose.rest, take_time):
        return _without(loose, 1 + sum(1 for _ in takewhile(lambda word: plain(word) in _AT_WORK, loose.rest[1:])))
    return None


def _late_value(loose: Loose, known: KnownWords) -> Loose | None:
    if loose.word == "invoiced" and loose.said == "invoice" and plain(loose.rest[0]) == "sent":
        return _without(loose, 1)
    if loose.word in MONEY and loose.amount is None:
        amount = take_amount(loose.rest, known.currency, known.currencies)
        return _without(loose, amount.words, amount=amount.value) if amount else _amount_behind(loose, known)
    if loose.word == "scope" and loose.amount is None and _SIGNED.fullmatch(loose.rest[0]):
        return _without(loose, 1, amount=loose.rest[0])
    if loose.word == "next" and loose.due is None and plain(loose.rest[0]) in ("step", "steps"):
        return _without(loose, 1)
    if loose.word in DATED and loose.due is None:
        due = take_day(loose.rest, known.base, back=False)
        return _without(loose, due.words, due=due.value) if due else None
    return None


def _amount_behind(loose: Loose, known: KnownWords) -> Loose | None:
    """An amount at the end of what is said of money: `juniper paid their invoice, 1,200`."""
    if not loose.meant or not _PLAINLY_MONEY.search(loose.rest[-1]):
        return None
    amount = take_amount(loose.rest[-1:], known.currency, known.currencies)
    return replace(loose, amount=amount.value, rest=loose.rest[:-1]) if amount else None


def _day(loose: Loose, known: KnownWords) -> Loose | None:
    if loose.day:
        return None
    is_step = loose.said in _MEANT_AS_STEP
    skip = 1 if is_step and plain(loose.rest[0]) in ("on", "by", "am") else 0
    day = take_day(loose.rest[skip:], known.base, back=not is_step) if len(loose.rest) > skip else None
    return _without(loose, day.words + skip, day=day.value) if day else None


def _time(loose: Loose) -> Loose | None:
    if loose.time or loose.word:
        return None
    time = take_time(loose.rest)
    return _without(loose, time.words, time=time.value) if time else None


def _name(loose: Loose, known: KnownWords) -> Loose | None:
    if loose.meant or loose.area:
        return None
    area = plain(loose.rest[0])
    if area in _LINKING:
        return None
    if area in known.areas:
        return _without(loose, 1, area=area)
    skip = 1 if area in _TITLES and len(loose.rest) > 1 else 0
    name = take_name(loose.rest[skip:], known.called)
    if name is None:
        return None
    named = loose.rest[skip : skip + name.words]
    return _without(loose, skip + name.words, meant=name.value, named=named)


def _closer(loose: Loose, known: KnownWords) -> Loose | None:
    """Further words of a name, if what was done follows them: `müller packaging paid 2800`, `müller shop 3h`."""
    if not loose.meant or loose.word or loose.time:
        return None
    meant, count = loose.meant, 0
    while count < len(loose.rest) and (closer := tuple(one for one in meant if is_named(one, loose.rest[count]))):
        meant, count = closer, count + 1
    behind = _without(loose, count, meant=meant)
    is_head = count and behind.rest and (take_time(behind.rest) or _word(behind, known))
    return behind if is_head else None


def _link(loose: Loose) -> Loose | None:
    """A small word between the head's parts, when the next part follows: `2h for osprey`."""
    is_asked = not (loose.meant or loose.area)
    has_begun = loose.time or loose.word
    if is_asked and has_begun and len(loose.rest) > 1 and plain(loose.rest[0]) in _LINKING:
        is_from = plain(loose.rest[0]) in ("from", "von") and loose.word in CONTACT
        return _without(loose, 1, is_theirs=loose.is_theirs or is_from)
    return None


def _tail(loose: Loose, known: KnownWords) -> Loose:
    """A time or a day at the end: `osprey testing 2h`, `paid 4750 lantern yesterday`."""
    if loose.said in _MEANT_AS_STEP and loose.meant and not (loose.day or loose.is_theirs):
        return _step_day(loose, known)
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


def _step_day(loose: Loose, known: KnownWords) -> Loose:
    """The day to come at the end of a step: `call arbor about the deadline tomorrow`; not what the call is about."""
    day = _last(loose.rest, lambda words: take_day(words, known.base, back=False))
    if day is None or day.value <= known.base or len(loose.rest) <= day.words:
        return loose
    before = loose.rest[: -day.words]
    return loose if plain(before[-1]) in _SUBJECT else replace(loose, day=day.value, rest=before)


def _last(
    words: tuple[str, ...], take: Callable[[LooseWords], LeadingValue[AnyLeading] | None]
) -> LeadingValue[AnyLeading] | None:
    """What the last words say as a whole, the most of them first."""
    for count in range(min(_MOST_AT_END, len(words)), 0, -1):
        taken = take(words[-count:])
        if taken and taken.words == count:
            return taken
    return None
