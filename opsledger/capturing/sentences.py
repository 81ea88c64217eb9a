"""Loose lines that are sentences: `remind me to call arbor on tuesday`, `sent summit the offer`, `coffee with Ute`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from opsledger.capturing.amounts import take_amount, take_time
from opsledger.capturing.days import take_day
from opsledger.capturing.loose import KnownWords, Loose, take_apart
from opsledger.capturing.names import Called, take_name
from opsledger.capturing.unsaid import past_day_in, said_of_money
from opsledger.capturing.words import LeadingValue, LooseWords, plain

_SAID_FIRST = (
    *("remind me to", "remember to", "don't forget to", "dont forget to", "need to", "have to", "i need to", "must"),
    *("todo", "to do", "also", "quick", "another", "forgot", "forgotten", "note to self", "i", "just", "fyi", "should"),
    "we",
)
_OPENINGS = tuple(tuple(opening.split()) for opening in _SAID_FIRST)
_STEPS = (
    *("call", "ring", "phone", "email", "mail", "write", "chase", "send", "follow", "ask", "remind", "nudge", "meet"),
    *("invite", "prepare", "answer", "check", "deliver"),
)
_LOGGING = ("log", "logged", "add", "added", "track", "tracked", "time", "worked", "working", "did", "spent", "booked")
_REMINDED = ("reminded", "chased", "nudged")
_SENT = ("sent", "forwarded", "shared", "proposal", "offer", "quote", "contract", "estimate", "replied", "answered")
_GOT = ("got", "received", "heard", "reply", "answer", "message", "mail", "email", "text", "voicemail", "call")
_MET = ("coffee", "lunch", "dinner", "breakfast", "mtg", "meeting", "drinks", "zoom", "met", "visited", "chat", "visit")
_BETWEEN = ("up", "with", "on", "to", "the", "from", "by", "at", "for", "back", "about", "in", "touch", "a", "an", "my")
_MOST_BEFORE = 6  # words before the name in such a sentence


def take_sentence(words: LooseWords, known: KnownWords) -> Loose:
    """A line taken apart: by its head, and if that names nothing, as a sentence. Raises OtherCurrency."""
    words = without_opening(words)
    if len(words) > 2 and plain(words[0]) in _LOGGING and take_time(_unsigned(words[1:])):
        words = words[1:]
    words = _unsigned(words)
    if invoice := _sent_invoice(words, known):
        return invoice
    loose = take_apart(words, known)
    first = plain(words[0]) if words else ""
    opening = [plain(word) for word in words[:3]]
    if first in _SENT and "sent" in opening and "invoice" not in opening and (sent := _talk(first, words, known)):
        return sent
    if loose.meant and not (loose.word or loose.time):
        said = _step_of(loose, known) or _paid(loose, known) or said_of_money(loose, known)
        return said or _bought(words, known) or loose
    if loose.meant or loose.area or not words:
        return loose
    if loose.time or loose.word == "cost":
        return _for_whom(loose, known)
    if first in _STEPS and (step := _step(words, known)):
        return step
    return _talk(first, words, known) or _payment(words, known) or _bought_for_business(words, known) or loose


def _sent_invoice(words: LooseWords, known: KnownWords) -> Loose | None:
    """An invoice that went out, the client between its words: `mon sent tann invoice 4800 no 2026-22`."""
    day = take_day(words, known.base, back=True)
    rest = words[day.words :] if day else words
    if len(rest) < 4 or plain(rest[0]) != "sent":
        return None
    start = 2 if plain(rest[1]) in ("the", "an", "a", "to") else 1
    name = take_name(rest[start:], known.called)
    behind = list(rest[start + name.words :]) if name else []
    while len(behind) > 1 and plain(behind[0]) in ("the", "an", "a", "their", "my"):
        behind = behind[1:]
    if not name or len(behind) < 2 or plain(behind[0]) != "invoice":
        return None
    skip = 2 if plain(behind[1]) in ("over", "of", "for", "about") else 1
    amount = take_amount(behind[skip:], known.currency, known.currencies)
    if amount is None:
        return None
    named = tuple(rest[start : start + name.words])
    text = tuple(behind[skip + amount.words :])
    return Loose(
        day=day.value if day else None, word="invoiced", amount=amount.value, meant=name.value, named=named, rest=text
    )


def without_opening(words: LooseWords) -> tuple[str, ...]:
    """The words without what one says first to oneself: `remind me to`, `forgot:`."""
    said = tuple(plain(word.replace("\u2019", "'")) for word in words)
    for opening in _OPENINGS:
        if len(said) > len(opening) + 1 and said[: len(opening)] == opening:
            return without_opening(words[len(opening) :])
    return tuple(words)


def _unsigned(words: LooseWords) -> tuple[str, ...]:
    """The words without a plus before a time: `+2h lantern`."""
    return (words[0].lstrip("+"), *words[1:]) if words and take_time((words[0].lstrip("+"),)) else tuple(words)


def _for_whom(loose: Loose, known: KnownWords) -> Loose:
    """Time or money whose text says for whom it was: `2h workshop with arbor`, `cost 40 paper for lantern`."""
    for at, word in enumerate(loose.rest[:-1]):
        if plain(word) not in ("with", "for", "on", "at", "für", "mit"):
            continue
        start = at + 2 if plain(loose.rest[at + 1]) == "the" and at + 2 < len(loose.rest) else at + 1
        if plain(loose.rest[start]) in known.areas:
            return replace(loose, area=plain(loose.rest[start]), rest=(*loose.rest[:at], *loose.rest[start + 1 :]))
        if name := take_name(loose.rest[start:], known.called):
            named, rest = loose.rest[start : start + name.words], loose.rest[start + name.words :]
            return replace(loose, meant=name.value, named=named, rest=(*loose.rest[:at], *rest))
    return loose


def _step_of(loose: Loose, known: KnownWords) -> Loose | None:
    """What is to be done with whom the line begins with: `arbor: send samples by 25 Nov`."""
    if not loose.rest or plain(loose.rest[0]) not in _STEPS:
        return None
    day, text = _day_in(loose.rest, known.base)
    if day is None or day <= known.base:
        return None
    text = text[:-1] if text and plain(text[-1]) in ("by", "on", "until") else text
    return replace(loose, word="next", due=day, day=None, rest=text)


def _paid(loose: Loose, known: KnownWords) -> Loose | None:
    """An amount with its word after it: `juniper 1200 paid`."""
    if len(loose.rest) < 2 or plain(loose.rest[-1]) not in ("paid", "invoiced", "received"):
        return None
    amount = take_amount(loose.rest, known.currency, known.currencies)
    if amount is None or amount.words != len(loose.rest) - 1:
        return None
    word = "invoiced" if plain(loose.rest[-1]) == "invoiced" else "paid"
    return replace(loose, word=word, amount=amount.value, rest=())


def _bought(words: LooseWords, known: KnownWords) -> Loose | None:
    """What was bought for somebody, at a price with its currency: `fonts for lantern 89 EUR`."""
    for count in (1, 2):
        some = tuple(words[-count:])
        amount = take_amount(some, known.currency, known.currencies)
        if amount and amount.words == count and not "".join(some).isdecimal() and any(map(_is_money, some)):
            loose = _for_whom(Loose(word="cost", amount=amount.value, rest=tuple(words[:-count])), known)
            return loose if loose.meant or loose.area else None
    return None


def _bought_for_business(words: LooseWords, known: KnownWords) -> Loose | None:
    """What was bought for the business itself: `bought label printer 120`."""
    day = take_day(words, known.base, back=True)
    rest = words[day.words :] if day else words
    if len(rest) < 3 or plain(rest[0]) != "bought" or "admin" not in known.areas:
        return None
    for count in (2, 1):
        amount = take_amount(rest[-count:], known.currency, known.currencies) if len(rest) > count + 1 else None
        if amount and amount.words == count:
            text = tuple(rest[1:-count])
            text = text[:-1] if plain(text[-1]) in ("for", "at") else text
            day_of = day.value if day else None
            return Loose(day=day_of, word="cost", amount=amount.value, area="admin", rest=text)
    return None


def _is_money(word: str) -> bool:
    return bool(set(word) & set("€£$¥")) or word.isalpha()


class _Mention:
    """Where a sentence names a record: the words before the name and after it."""

    def __init__(self, before: LooseWords, name: LeadingValue[tuple[Called, ...]], words: LooseWords) -> None:
        self.before, self.meant = tuple(before), name.value
        end = len(before) + name.words
        self.named, self.behind = tuple(words[len(before) : end]), tuple(words[end:])


def _named(words: LooseWords, known: KnownWords) -> _Mention | None:
    """The first name after the first word that is not a small word."""
    for at in range(1, min(len(words), _MOST_BEFORE)):
        if plain(words[at]) in (*_BETWEEN, *_SENT):
            continue
        if name := take_name(words[at:], known.called):
            return _Mention(words[:at], name, words)
    return None


def _step(words: LooseWords, known: KnownWords) -> Loose | None:
    """What is to be done with somebody on a day to come: `follow up with summit next friday`."""
    found = _named(words, known)
    if found is None:
        return None
    behind = found.behind
    day, behind = _day_in(behind, known.base)
    if day is None or day <= known.base:
        return None
    text = (*(word for word in found.before if plain(word) not in ("the", "with", "to")), *behind)
    return Loose(word="next", due=day, meant=found.meant, named=found.named, rest=text)


def _day_in(words: tuple[str, ...], base: date) -> tuple[date | None, tuple[str, ...]]:
    """The day to come that the words begin or end with, and the other words."""
    if taken := take_day(words, base, back=False):
        return taken.value, words[taken.words :]
    for count in range(min(3, len(words)), 0, -1):
        taken = take_day(words[-count:], base, back=False)
        if taken and taken.words == count:
            return taken.value, words[:-count]
    return None, words


def _talk(first: str, words: LooseWords, known: KnownWords) -> Loose | None:
    """Something sent, received or talked over: `got a mail from tern`, `coffee with Ute, she knows a bakery`."""
    found = _named(words, known)
    if found is None:
        return None
    said = [plain(word) for word in found.before]
    word = None
    if said[:2] in (["phone", "call"], ["video", "call"], ["tried", "to"], ["tried", "calling"]):
        word = "call"
    elif said[:2] == ["turned", "down"]:
        word = "declined"
    elif said[:2] in (["no", "answer"], ["no", "reply"]):
        word = "note"
    elif first in _MET and "with" in said:
        word = "meeting"
    elif first in _GOT and "from" in said:
        word = "in"
    elif first in (*_SENT, *_REMINDED):
        word = "out"
    if word is None:
        return None
    loose = Loose(word=word, meant=found.meant, named=found.named, said=first)
    text = list(found.behind)
    if word in ("in", "out", "note"):
        text = [*(each for each in found.before if plain(each) not in ("to", "from", "the")), *text]
    day, rest = past_day_in(text, known.base)
    if word == "meeting" and first not in ("mtg", "meeting", "met"):
        rest = [*found.before[:-1], *rest]
    return replace(loose, day=day, rest=tuple(rest))


def _payment(words: LooseWords, known: KnownWords) -> Loose | None:
    """`1200 EUR from juniper`: what came from somebody."""
    amount = take_amount(words, known.currency, known.currencies)
    if amount is None or len(words) < amount.words + 2 or plain(words[amount.words]) not in ("from", "von"):
        return None
    name = take_name(words[amount.words + 1 :], known.called)
    if name is None:
        return None
    start = amount.words + 1
    named, rest = tuple(words[start : start + name.words]), tuple(words[start + name.words :])
    day, rest_words = past_day_in(rest, known.base)
    return Loose(word="paid", amount=amount.value, meant=name.value, named=named, day=day, rest=tuple(rest_words))
