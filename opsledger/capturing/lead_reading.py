"""Reading what somebody says of an inquiry: `School, asked 24 Nov`, `Winery, proposal 8200 sent 9 Nov`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from opsledger.capturing.days import take_day_of_weekday, weekday_of
from opsledger.capturing.days_ahead import take_days_ahead
from opsledger.capturing.fact_reading import line_parts
from opsledger.capturing.facts import LineContext
from opsledger.capturing.phrases import reason_of
from opsledger.capturing.said_days import DUE, START, take_loose_day, take_said_day
from opsledger.capturing.said_pieces import SaidPieces, take_pieces, take_priced_pieces
from opsledger.capturing.said_steps import step_alone, step_owed
from opsledger.capturing.words import LeadingValue, LooseWords, line_words, plain
from opsledger.dataclass import dataclass
from opsledger.patterns import pattern
from opsledger.values.days import Week
from opsledger.values.misread import Misread

_THEIR, _MY, _OFFER, _STEP, _REFERRAL, _SILENCE = "their", "my", "offer", "step", "referral", "silence"
_WORDS = {
    _THEIR: "asked asks wrote writes called calls rang wants wanted emailed mailed inquiry enquiry inquired enquired"
    " contacted came needs interested messaged they request requested looking would replied said met",
    _MY: "i answered sent we me",
    _OFFER: "proposal offer quote quoted estimate angebot",
    _STEP: "call ring phone email mail write chase send follow ask remind nudge meet next sending calling meeting",
    _REFERRAL: "referral referred recommended recommendation introduced",
    _SILENCE: "no not nothing silence silent",
}
_SAYING = {meaning: frozenset(words.split()) for meaning, words in _WORDS.items()}
_CLOSED = {"lost": "lost", "dead": "lost", "won": "won", "declined": "declined"}
_YES = (("said", "yes"), ("verbal", "yes"), ("oral", "yes"), ("spoken", "yes"))
_FORMER = (("old", "client"), ("past", "client"), ("former", "client"))
_DECIDING = ("decide", "decides", "decision", "deciding", "sign", "signs", "signing")
_FREE = (("for", "free"), ("for", "nothing"), ("no", "money"), ("no", "budget"))
_VIA = ("via", "through", "thru", "über")
_NO_PIECES = SaidPieces()
_FILLING = ("on", "since", "worth", "of", "at", "about", "for")
_ARTICLES = ("a", "an", "the")
_LONG_AGO = 250  # days
_SILENT_SINCE = pattern(
    r"(?:not|nothing|no|never)(?: (?:heard|word|news|answer|reply|sign|contact))?(?: (?:from|of|by))?"
    r"(?: (?:them|him|her))?(?: heard)?(?: from)?(?: them)? since (?P<day>.+)",
    re.IGNORECASE,
)
_CHANNEL = pattern(
    r"\((linkedin|instagram|facebook|xing|upwork|website|web|newsletter|google|e?mail|phone|referral)\)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LeadSaid:
    """What a line says of an inquiry. lines: day, word and text of each event; a day of None is not said.

    pieces: what is asked for, without a price.
    """

    name: str = ""
    source: str = ""
    value: str | None = None
    due: date | None = None
    start: date | None = None
    decision: date | None = None
    pieces: SaidPieces = _NO_PIECES
    lines: tuple[tuple[date | None, str, str], ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether it says when anything happened."""
        return any(day for day, word, _ in self.lines if word != "next")


def read_lead(text: str, known: LineContext, stages: Sequence[str], before: str = "") -> LeadSaid:
    """What a line says of an inquiry, its name first; of the one before, if it is only what pieces of it cost.

    Raises Misread if an amount is in another currency.
    """
    parts = [line_words(part) for part in line_parts(_CHANNEL.sub(r"(via \1)", text))]
    if not parts:
        return LeadSaid()
    head = parts[0]
    if (priced := take_priced_pieces(head)) and priced.words == len(head):
        if before:
            return _events(LeadSaid(name=before), parts, known, stages)
        raise Misread(f"`{text}` does not say who asked", "begin with a name, such as `School, 6000 words x 0.14`")
    start = 1 if len(head) > 1 and plain(head[0]) in _ARTICLES else 0
    start = 2 if len(head) > 2 and tuple(map(plain, head[:2])) in _FORMER else start
    cut = next((at for at in range(start + 1, len(head)) if _begins(head[at:], known, stages)), len(head))
    name = " ".join(head[start:cut]).strip(" ,:;")
    days = take_days_ahead(head, known.day)
    if days and days.words == len(head):
        raise Misread(
            f"`{text}` is a day, and does not say who asked", "begin with a name, such as `School, asked 24 Nov`"
        )
    said = LeadSaid(name=name[:1].upper() + name[1:])
    return _events(said, [head[cut:], *parts[1:]], known, stages)


def read_lead_answer(text: str, known: LineContext, stages: Sequence[str]) -> LeadSaid:
    """What an answer says of an inquiry whose name is known. Raises Misread."""
    return _events(LeadSaid(), [line_words(part) for part in line_parts(text) if part], known, stages)


def with_day(said: LeadSaid, answer: LeadSaid) -> LeadSaid:
    """An inquiry with the day, and with who wrote then, that were asked for."""
    when, word, text = next(iter(answer.lines), (None, "", ""))
    day, first, before = next(iter(said.lines), (None, "", ""))
    who = "out" if word == "out" else first or word or "in"
    text = "" if text in ("they", "I", "today") else text
    return replace(said, lines=((when or day, who, ", ".join(filter(None, (before, text)))), *said.lines[1:]))


def _begins(words: LooseWords, known: LineContext, stages: Sequence[str]) -> bool:
    """Whether words say what happened, and so end a name in front of them."""
    first = plain(words[0])
    kinds = (_THEIR, _MY, _OFFER, _REFERRAL)
    is_word = first in stages or first in _VIA or any(first in _SAYING[kind] for kind in kinds)
    on = words[1:] if first == "on" else words
    is_day = bool(on) and (on[0][:1].isdigit() or take_day_of_weekday(on, known.day, back=True) is not None)
    is_day = is_day and take_loose_day(on, known.day, back=True) is not None
    is_source = first in ("from", "worth", "-") and len(words) > 1
    is_silence = _SILENT_SINCE.match(" ".join(words)) is not None
    return is_word or is_day or is_source or is_silence or _amount(words, known) is not None


def _events(said: LeadSaid, parts: Iterable[LooseWords], known: LineContext, stages: Sequence[str]) -> LeadSaid:
    events: list[tuple[date | None, str, str]] = []
    for part in parts:
        if not part:
            continue
        if owed := step_owed(part):
            events.append((known.day, "next", owed))
            continue
        if (silent := _SILENT_SINCE.fullmatch(" ".join(part))) and not any(when for when, _, _ in events):
            since = take_loose_day(line_words(silent["day"]), known.day, back=True)
            if since:  # who was the last to write is not said
                events.append((since.value, "note", "last contact"))
                continue
        is_step = _is_step(part, stages, is_first=not any(when for when, _, _ in events))
        said, day, text = _facts(said, part, known, is_step=is_step)
        word = _word(text, stages)
        if is_step and day and day > known.day:
            events.append((day, "next", " ".join(step_alone(text))))
        elif day and events and events[-1][0] is None:
            before = events[-1]
            events[-1] = (
                day,
                word if word in stages else before[1],
                ", ".join(filter(None, (before[2], " ".join(text)))),
            )
        elif day or not events:
            if text or day:
                events.append((day, word or "in", _written(text, word, stages)))
        elif text:
            before = events[-1]
            events[-1] = (before[0], before[1], ", ".join(filter(None, (before[2], " ".join(text)))))
            if word in stages and before[1] not in stages:
                events[-1] = (before[0], word, events[-1][2])
    return replace(said, lines=tuple(events))


def _is_step(words: LooseWords, stages: Sequence[str], *, is_first: bool) -> bool:
    """Whether a part says what is to be done on a day to come: `call them friday`, behind others `contract friday`."""
    if plain(step_alone(words)[0]) in _SAYING[_STEP]:
        return True
    return not is_first and weekday_of(words[-1]) is not None and not _word(words, stages)


def _facts(
    said: LeadSaid, words: LooseWords, known: LineContext, *, is_step: bool
) -> tuple[LeadSaid, date | None, list[str]]:
    """What a part says, the day of what happened, and its other words."""
    day, text, at = None, list[str](), 0
    while at < len(words):
        rest, first = words[at:], plain(words[at])
        two = (first, plain(rest[1])) if len(rest) > 1 else (first, "")
        if first in _DECIDING and (decided := _decision(rest[1:], known.day)):
            said = replace(said, decision=decided.value)
            count = 1 + decided.words
            text += rest[:count]
            at += count
        elif (when := take_said_day(rest, known.day)) and when.value[0] in (DUE, START) and when.value[1] > known.day:
            said = _with_day(said, *when.value)
            text += rest[: when.words]
            at += when.words
        elif day is None and (taken := _day(_after(rest), known.day, is_step=is_step)):
            day, at = taken.value, at + taken.words + len(rest) - len(_after(rest))
        elif first == "free" or two in _FREE:
            said = replace(said, value="0")
            text.append(words[at])
            at += 1
        elif (first in _VIA or (first == "from" and not text)) and len(rest) > 1:
            count = next((end for end in range(2, len(rest)) if _begins(rest[end:], known, ())), len(rest))
            source = _without_article(rest[1:count]) if count > 1 else ()
            said = replace(said, source=" ".join(source).strip(" ,."))
            at += count
        elif first in _SAYING[_REFERRAL] or two == ("word", "of"):
            said = replace(said, source="referral")
            text.append(words[at])
            at += 1
        elif pieces := take_pieces(_after(rest)):  # `for 6,000 words` is no money
            count = pieces.words + len(rest) - len(_after(rest))
            said = replace(said, pieces=said.pieces.beside(pieces.value))
            text += rest[:count]
            at += count
        elif amount := _amount(_after(rest), known):
            said = replace(said, value=amount[0])
            at += amount[1] + len(rest) - len(_after(rest))
        else:
            text.append(words[at])
            at += 1
    return said, day, text


def _decision(words: LooseWords, day: date) -> LeadingValue[date] | None:
    """The day of a decision, the nearest that the words may mean: `in November` of one that may be due is its end."""
    small = (*_FILLING, *_ARTICLES, "in", "by", "until", "before", "around")
    skip = next((at for at, word in enumerate(words[:2]) if plain(word) not in small), len(words[:2]))
    taken = [take_loose_day(words[skip:], day, back=back, is_end=True) for back in (False, True)]
    found = sorted((each for each in taken if each), key=lambda each: abs((each.value - day).days))
    return LeadingValue(found[0].value, found[0].words + skip) if found else None


def _day(words: LooseWords, day: date, *, is_step: bool) -> LeadingValue[date] | None:
    """The day of what happened, or of a step to come; nothing that would be most of a year ago is meant."""
    if tuple(map(plain, words[:2])) == ("last", "week"):
        return LeadingValue(Week.of(day).plus(-1).monday + timedelta(days=2), 2)
    taken = take_loose_day(words, day, back=not is_step)
    return None if taken is None or (day - taken.value).days > _LONG_AGO else taken


def _without_article(words: LooseWords) -> LooseWords:
    return words[1:] if len(words) > 1 and plain(words[0]) in _ARTICLES else words


def _with_day(said: LeadSaid, meaning: str, day: date) -> LeadSaid:
    return replace(said, due=day) if meaning == DUE else replace(said, start=day)


def _after(words: LooseWords) -> LooseWords:
    """The words without a small one before a day or an amount."""
    return words[1:] if len(words) > 1 and plain(words[0]) in _FILLING else words


def _amount(words: LooseWords, known: LineContext) -> tuple[str, int] | None:
    if priced := take_priced_pieces(words):
        known.amount(words[priced.words - 2 : priced.words])  # which may be in another currency
        return priced.value, priced.words
    if take_pieces(words):
        return None
    taken = known.amount((words[0].lstrip("~"), *words[1:]))
    if taken is None or (taken.words == 1 and known.is_no_money(words[0])):
        return None
    return taken.value, taken.words


def _word(text: Sequence[str], stages: Sequence[str]) -> str:
    """The word of a lead's log for what some words say; none if they do not say who did something."""
    said = [plain(word) for word in text]
    pairs = list(pairwise(said))
    if not said:
        return ""
    if any(pair in _YES for pair in pairs):
        return stages[-1]
    asks = bool(_SAYING[_THEIR] & set(said)) and said[0] not in stages  # who wants a proposal has none yet
    if not asks and (stage := next((one for one in said if one in stages), None)):
        return stage
    offer = next((one for one in stages if one in _SAYING[_OFFER] and _SAYING[_OFFER] & set(said)), None)
    if offer and not asks:
        return offer
    if said[0] in _CLOSED:
        return _CLOSED[said[0]]
    if said[0] in _SAYING[_SILENCE]:
        return ""
    if said[0] in _SAYING[_MY] or (_SAYING[_OFFER] & set(said) and not asks):
        return "out"
    return "in" if _SAYING[_THEIR] & set(said) else ""


def _written(text: Sequence[str], word: str, stages: Sequence[str]) -> str:
    """The text of a line behind its word, which it does not say again; a loss begins with its reason."""
    says_word = bool(text) and plain(text[0]) in (word, "dead") and (word in stages or word in _CLOSED)
    rest = list(text[1:] if says_word else text)
    return " ".join((reason_of(rest), *rest) if word == "lost" else rest)
