"""Phrases of loose lines that mean something as a whole: `21-25 dec off`, `bakery 30h left`, `told X no`."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from opsledger.capturing.amounts import OtherCurrency, take_amount
from opsledger.capturing.days import take_day
from opsledger.capturing.days_ahead import take_days_ahead
from opsledger.capturing.loose import KnownWords, Loose
from opsledger.capturing.names import Called, take_name
from opsledger.capturing.said_hours import take_said_hours
from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.patterns import pattern
from opsledger.values.days import Interval
from opsledger.values.duration import A_DAY, write_duration
from opsledger.values.misread import Misread

_HOLIDAY, _SICK = "holiday", "sick"
_OFF_WORDS = {
    _HOLIDAY: "holiday holidays vacation urlaub ferien vacances vacaciones leave",
    _SICK: "sick ill krank malade enfermo enferma doente ziek malato",
    "": "off frei",
}
_KINDS = {word: kind for kind, words in _OFF_WORDS.items() for word in words.split()}
_NOT_WORKING = (("no", "work"), ("not", "working"), ("out", "of", "office"), ("office", "closed"))
_FILLING = ("i'm", "im", "i", "am", "i'll", "be", "taking", "take", "took", "on", "day", "days", "was", "will")
_PAST = frozenset(("was", "took", "were", "had"))
_HAS_YEAR = pattern(r"\b(?:19|20|21)[0-9]{2}\b|[./][0-9]{2}\b")
_FAR = 300  # days
_SILENCE = pattern(
    r"\b(?:no|not)\b[^,;]*\b(?:answer|answered|reply|replied)\b[^,;]*\bfrom me\b"
    r"|\b(?:haven'?t|have not|did ?n['o]?t|hadn'?t) (?:yet )?(?:answer|answered|reply|replied|written|wrote)\b",
    re.IGNORECASE,
)
_SO_FAR = pattern(r"\b(?:so far|in total|in all|altogether|until now|by now)\b", re.IGNORECASE)
_REASONS = {
    "price": "expensive price budget cheaper money cost costs afford",
    "timing": "late later time timing soon year",
    "competitor": "somebody someone else other another elsewhere agency",
}
_REASON_OF = {word: reason for reason, words in _REASONS.items() for word in words.split()}
_SMALL = ("the", "a", "to", "my", "our", "from", "for", "on", "at", "of")
_STEPS = (
    "call",
    "ring",
    "phone",
    "email",
    "mail",
    "write",
    "chase",
    "send",
    "follow",
    "ask",
    "remind",
    "nudge",
    "meet",
)
_WHOSE_NO = "whose no is it? Write `declined {0}` for yours, or `lost {0}` for theirs"
_BOUGHT = ("paid", "bought", "spent")


class TimeOff(NamedTuple):
    """Days without work, and why: `holiday`, `sick` or nothing said."""

    days: Interval
    kind: str


class Unsure(NamedTuple):
    """A phrase that may mean two things, with what to write for each."""

    reason: str


Phrase = Loose | TimeOff | Unsure


def take_phrase(words: LooseWords, known: KnownWords, day: date) -> Phrase | None:
    """What a line means as a whole; None if it is none of these phrases. day: the one it was typed on."""
    if not words:
        return None
    with suppress(OtherCurrency, Misread):  # which is told where money is read
        return (
            _days_off(words, day)
            or _hours(words, known)
            or _no(words, known)
            or _own_silence(words, known)
            or _then_a_step(words, known, day)
            or _bought(words, known)
        )
    return None


def _days_off(words: LooseWords, day: date) -> Phrase | None:
    """`holiday 21-25 dec`, `taking thursday and friday off`, `sick yesterday`, `no work 24 dec`."""
    said = [plain(word) for word in words]
    two = next((count for pair in _NOT_WORKING if tuple(said[: (count := len(pair))]) == pair), 0)
    kinds = [_KINDS[one] for one in said if one in _KINDS]
    if dated := _off_with_remark(words, said, day):
        return dated
    starts = said[0] in _KINDS or said[-1] in _KINDS or (said[0] in _FILLING and bool(kinds))
    if not (two or (kinds and starts)):
        return None
    rest = [word for word, one in zip(words, said, strict=True) if one not in _KINDS and one not in _FILLING][two:]
    kind = next((one for one in kinds if one), "")
    if not rest:
        return TimeOff(Interval(day, day), kind) if not two else None
    if kind == _SICK or _PAST & set(said):
        gone = take_day(rest, day, back=True)
        return TimeOff(Interval(gone.value, gone.value), kind) if gone and gone.words == len(rest) else None
    taken = take_days_ahead(rest, day)
    if taken is None or (taken.words < len(rest) and not _is_several(taken.value)):
        return None
    if taken.words < len(rest):
        days = " ".join(rest[: taken.words]).rstrip(",;:")
        return Unsure(f"days off have no text: write `{days} off` alone")
    if (taken.value.first - day).days > _FAR and not _HAS_YEAR.search(" ".join(rest)):
        return Unsure(f"its days may be in {taken.value.first.year - 1} or {taken.value.first.year}: write the year")
    return TimeOff(taken.value, kind)


def _off_with_remark(words: LooseWords, said: LooseWords, day: date) -> TimeOff | None:
    """A day off with what it is for behind it: `3 dec off dentist`."""
    at = said.index("off") if "off" in said[1:-1] else 0
    if not at or said[at + 1] in ("to", "with", "from", "for") or any(one[:1].isdigit() for one in said[at + 1 :]):
        return None
    taken = take_days_ahead(words[:at], day)
    return TimeOff(taken.value, "") if taken and taken.words == at else None


def _is_several(days: Interval) -> bool:
    return days.first != days.last


def _hours(words: LooseWords, known: KnownWords) -> Phrase | None:
    """What is left of a project: `bakery 30h left`, `about 28h to go on bakery`, `bakery 22 of 50h done`."""
    found = _named_at_an_end(words, known)
    if found is None:
        return None
    meant, named, rest = found
    rest = rest[1:] if rest and plain(rest[0]) in ("has", "is", "needs", "still", "at") else rest
    taken = take_said_hours(rest, known.currency, A_DAY) if rest else None
    if taken is None or taken.words != len(rest):
        return None
    hours = taken.value
    left = hours.left
    if left is None and hours.whole and hours.done is not None:
        left = max(hours.whole - hours.done, 0)
    if left is not None:
        return Loose(word="left", meant=meant, named=named, rest=(write_duration(left),))
    if hours.done and _SO_FAR.search(" ".join(rest)):
        name = meant[0].id
        done = write_duration(hours.done)
        return Unsure(f"`{done}` is what it took until now, not on one day: write `{name} 30h left` for what is left")
    return None


def _named_at_an_end(
    words: LooseWords, known: KnownWords
) -> tuple[tuple[Called, ...], tuple[str, ...], tuple[str, ...]] | None:
    """The open projects that a line begins or ends with, their name, and the other words."""
    if name := take_name(words, known.called):
        if projects := _projects(name):
            return projects, tuple(words[: name.words]), tuple(words[name.words :])
        return None
    for at in range(1, len(words) - 1):
        if plain(words[at]) in ("on", "for", "of"):
            start = at + 2 if plain(words[at + 1]) == "the" else at + 1
            name = take_name(words[start:], known.called)
            if name and name.words == len(words) - start and (projects := _projects(name)):
                return projects, tuple(words[start:]), tuple(words[:at])
    return None


def _projects(name: LeadingValue[tuple[Called, ...]]) -> tuple[Called, ...]:
    return tuple(one for one in name.value if one.folder == "projects" and one.is_open)


def _no(words: LooseWords, known: KnownWords) -> Phrase | None:
    """A no, mine or theirs: `said no to X`, `told X no`, `X said no, too expensive`."""
    said = [plain(word) for word in words]
    if said[:2] == ["said", "no"] and said[2:3] == ["to"] and (mine := _declined(words[3:], known)):
        return mine
    if said[0] == "told" and "no" in said[2:]:
        at = said.index("no", 2)
        name = take_name(_bare(words[1:at]), known.called)
        if name and (leads := _leads(name)):
            return Loose(word="declined", meant=leads, named=tuple(words[1:at]), rest=tuple(words[at + 1 :]))
    name = take_name(words, known.called)
    leads = _leads(name) if name else ()
    if not name or not leads:
        return None
    behind = said[name.words :]
    if behind == ["declined"]:
        return Unsure(_WHOSE_NO.format(leads[0].id))
    if behind[:2] not in (["said", "no"], ["says", "no"]) or behind[2:3] in (["to"], ["answer"]):
        return None
    if words[name.words - 1].endswith(":"):
        return Unsure(_WHOSE_NO.format(leads[0].id))
    text = words[name.words :]
    return Loose(word="lost", meant=leads, named=tuple(words[: name.words]), rest=(reason_of(text), *text))


def reason_of(words: LooseWords) -> str:
    """Why a lead was lost, in the one word that its line begins with, as far as some words say."""
    return next((_REASON_OF[one] for one in map(plain, words) if one in _REASON_OF), "unknown")


def _declined(words: LooseWords, known: KnownWords) -> Loose | None:
    bare = _bare(words)
    name = take_name(bare, known.called)
    leads = _leads(name) if name else ()
    if not name or not leads:
        return None
    return Loose(word="declined", meant=leads, named=tuple(bare[: name.words]), rest=tuple(bare[name.words :]))


def _bare(words: LooseWords) -> LooseWords:
    """Words without a small one in front."""
    return words[1:] if len(words) > 1 and plain(words[0]) in _SMALL else words


def _leads(name: LeadingValue[tuple[Called, ...]]) -> tuple[Called, ...]:
    return tuple(one for one in name.value if one.folder == "leads" and one.is_open)


def _own_silence(words: LooseWords, known: KnownWords) -> Loose | None:
    """That I have not answered yet, which is not a word of theirs: `still no answer from me to the school`."""
    if not _SILENCE.search(" ".join(words).replace("’", "'")) or "again" in map(plain, words):
        return None
    for at in range(len(words)):
        if plain(words[at]) in _SMALL or not (name := take_name(words[at:], known.called)):
            continue
        end = at + name.words
        text = words[end:] if at == 0 else words
        return Loose(word="note", meant=name.value, named=tuple(words[at:end]), rest=tuple(text))
    return None


def _then_a_step(words: LooseWords, known: KnownWords, day: date) -> Loose | None:
    """A lead's line that ends in what is to be done: `winery no answer since proposal, ring them thursday`."""
    at = max((place for place in range(1, len(words)) if words[place - 1].endswith((",", ";"))), default=0)
    name = take_name(words, known.called)
    leads = _leads(name) if name else ()
    if not at or not name or not leads or name.words >= at or plain(words[at]) not in _STEPS:
        return None
    step = words[at:]
    for count in range(min(3, len(step) - 1), 0, -1):
        taken = take_day(step[-count:], day, back=False)
        if taken and taken.words == count and taken.value > day:
            text = [*step[:-count]]
            text = text[:-1] if plain(text[-1]) in ("on", "by") else text
            head = " ".join(words[name.words : at]).rstrip(",;")
            named = tuple(words[: name.words])
            return Loose(word="next", due=taken.value, meant=leads, named=named, rest=(*text, f"({head})"))
    return None


def _bought(words: LooseWords, known: KnownWords) -> Loose | None:
    """What I paid for somebody's work: `paid 49 for fonts for bakery`."""
    if plain(words[0]) not in _BOUGHT:
        return None
    amount = take_amount(words[1:], known.currency, known.currencies)
    start = 1 + amount.words if amount else 0
    if not amount or start + 3 >= len(words) or plain(words[start]) not in ("for", "on"):
        return None
    for at in range(start + 2, len(words) - 1):
        name = take_name(_bare(words[at + 1 :]), known.called) if plain(words[at]) in ("for", "on") else None
        if name and name.words == len(_bare(words[at + 1 :])) and (projects := _projects(name)):
            named, text = tuple(_bare(words[at + 1 :])), tuple(words[start + 1 : at])
            return Loose(word="cost", amount=amount.value, meant=projects, named=named, rest=text)
    return None
