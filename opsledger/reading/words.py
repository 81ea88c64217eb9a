"""The words of a `## Log`, one table a kind: what each says, and which values it carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from opsledger.diagnostics import Hint, at, did_you_mean, hint_to_write
from opsledger.reading.lines import BARE_NUMBER, LINE_VALUE, Cursor, Faulty, Grammar, Token
from opsledger.reading.money_terms import terms_of_money
from opsledger.values.days import known_date, read_date
from opsledger.values.duration import is_longer_unit, read_duration
from opsledger.values.misread import Misread
from opsledger.values.money import read_money
from opsledger.values.rate import BY_TIME, read_rate

Carried = dict[str, Any]
_SPELLED_UNIT = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:hrs?|hours?|std|mins?|minutes?)|[0-9]+:[0-9]{2}")
_PIECE = re.compile(r"\[[^\]]*\]|\S+")
_ADDITION = re.compile(r"\[[a-z].*\]")
_DAYS = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?d")  # unlike `2nd`
VERDICTS = ("keep", "watch", "replace", "cancel")
MARKS = ("1", "2", "3", "4", "5")


class Word(NamedTuple):
    """A word of a log: how it is written, what it says, and the reader of its values (None: text alone).

    The form tells what may stand behind it: a day, a member, a THEME or REASON that was written before. choices: the
    words that it takes first, if it takes only some. moves_work: whether it may change what work there is to be, which
    the forecast looks at.
    """

    name: str
    form: str
    summary: str
    carry: Callable[[Cursor], Carried] | None = None
    choices: tuple[str, ...] = ()
    moves_work: bool = True

    def pieces(self) -> list[str]:
        """What its form asks for behind the word, in order, without what is put in brackets by a key."""
        return [piece.strip("[]") for piece in _PIECE.findall(self.form)[1:] if not _ADDITION.fullmatch(piece)]

    def additions(self) -> dict[str, str]:
        """What its form puts in brackets by a key, `[due 2026-07-30]` or `[gross]`: the key and its value, if any."""
        inner = (piece[1:-1].partition(" ") for piece in _PIECE.findall(self.form) if _ADDITION.fullmatch(piece))
        return {key: value for key, _, value in inner}


def _money(cursor: Cursor) -> Carried:
    token = cursor.need("the amount", "such as `6000`")
    amount = cursor.read(token, read_money)
    cursor.amount_taken(token)
    return {"amount": amount}


def _income(cursor: Cursor, opposite: str, *, due: bool = False) -> Carried:
    token = cursor.need("the amount", "such as `6000`")
    if token.text.startswith("-"):
        raise cursor.fault(token, "an amount is never below zero here", f"write `{opposite} {token.text[1:]}`")
    amount = cursor.read(token, read_money)
    cursor.amount_taken(token)
    return {"amount": amount, **terms_of_money(cursor, due=due)}


def _invoiced(cursor: Cursor) -> Carried:
    return _income(cursor, "credited", due=True)


def _paid(cursor: Cursor) -> Carried:
    return _income(cursor, "refunded")


def _given_back(cursor: Cursor) -> Carried:
    return {**_money(cursor), **terms_of_money(cursor)}


def _expense(cursor: Cursor) -> Carried:
    return {**_money(cursor), **terms_of_money(cursor, number=False)}


def _bill(cursor: Cursor) -> Carried:
    token = cursor.peek()
    if token and known_date(token.text.rstrip(".,:;!")):
        raise cursor.fault(token, "the amount comes first", "such as `bill 3600 2026-08-01`")
    return {**_money(cursor), "promised": cursor.value("the day", read_date, "such as `bill 3600 2026-08-01`")}


def _hours(cursor: Cursor) -> Carried:
    return {"minutes": cursor.duration(cursor.need("the duration", "such as `90h`"))}


def _left(cursor: Cursor) -> Carried:
    token = cursor.need("the hours left", "such as `30h`, or `0h` if nothing is left to do")
    return {"minutes": cursor.duration(token)}


def _day(cursor: Cursor) -> Carried:
    return {"promised": cursor.value("the date", read_date, "such as `2026-11-24`")}


def _theme(cursor: Cursor) -> Carried:
    return {"topic": cursor.need("the theme", "one word, such as `price`").bare}


def _reason(cursor: Cursor) -> Carried:
    token = cursor.peek()
    return {"topic": token.bare if token else None}


def _scope(cursor: Cursor) -> Carried:
    carried: Carried = {}
    while token := cursor.peek():
        is_signed = token.text[:1] in ("+", "-")
        key = "minutes" if _ends_in_unit(token.text) or (is_signed and _is_time(token.text[1:])) else "amount"
        if key == "amount" and not is_signed:
            break
        if key in carried:
            raise cursor.fault(token, f"`{token.text[:40]}` is a second value of its kind", "one line for each change")
        try:
            carried[key] = (
                read_duration(token.text, signed=True, bare=False, day=cursor.day)
                if key == "minutes"
                else read_money(token.text, signed=True)
            )
        except Misread as misread:
            if not any(character.isdigit() for character in token.text):
                break
            raise cursor.fault(token, misread.message, misread.hint) from None
        cursor.take(token)
        if key == "amount":
            cursor.amount_taken(token)
    if not carried:
        raise _scope_without_value(cursor, token)
    if token and "minutes" in carried and "amount" not in carried and _is_amount(token.text):
        hint = Hint(f"write `+{token.text}` if it is paid for", f"+{token.text}")
        cursor.problems.append(at(BARE_NUMBER, cursor.span(token), f"`{token.text}` is read as text", hint))
    return carried


def _scope_without_value(cursor: Cursor, token: Token | None) -> Faulty:
    hint = "hours such as `+10h`, money such as `+1500`, or both"
    if token is None:
        return Faulty(at(LINE_VALUE, cursor.rest_span(), "a change of scope needs hours or money", hint))
    if _is_amount(token.text):
        hint = f"`+{token.text}` if it is paid for, `+{token.text}h` if it is hours"
    return cursor.fault(token, "a change of scope needs hours or money", hint)


def _ends_in_unit(text: str) -> bool:
    return bool(_DAYS.fullmatch(text)) or (text[-1:] in "hm" and any(character.isdigit() for character in text))


def _is_time(text: str) -> bool:
    """Whether a text is a time in a unit that is spelled out, or in one that is no duration's."""
    return is_longer_unit(text) or bool(_SPELLED_UNIT.fullmatch(text.lower()))


def _is_amount(text: str) -> bool:
    try:
        read_money(text)
    except Misread:
        return False
    return True


def _price(cursor: Cursor) -> Carried:
    token = cursor.need("the price", "such as `1600/month` or `12000`")
    if "/" in token.text:
        return {"rate": cursor.read(token, lambda text: read_rate(text, ("month", "week", "year")))}
    amount = cursor.read(token, read_money)
    cursor.amount_taken(token)
    return {"amount": amount}


def _hourly_rate(cursor: Cursor) -> Carried:
    hint = "such as `95/h` or `760/day`"
    return {"rate": cursor.value("the rate", lambda text: read_rate(text, BY_TIME, day=cursor.day), hint)}


def _project_cost(cursor: Cursor) -> Carried:
    carried = {**_money(cursor), **terms_of_money(cursor, number=False)}
    carried |= member_and_hours(cursor)
    return {**carried, **terms_of_money(cursor, known=carried, number=False)}


def member_and_hours(cursor: Cursor) -> Carried:
    """The optional `@member` and hours behind an amount, in either order."""
    carried: Carried = {}
    while token := cursor.peek():
        if token.text.startswith("@") and "member" not in carried:
            if len(token.text) == 1:
                raise cursor.fault(token, "`@` without a name", "such as `@jane-doe`")
            carried["member"] = cursor.reference(token, token.text[1:])
        elif "minutes" not in carried and _is_duration(token.text):
            carried["minutes"] = cursor.duration(token, bare=False)
        else:
            break
        cursor.take(token)
    return carried


def _is_duration(text: str) -> bool:
    try:
        read_duration(text, bare=False)
    except Misread:
        return False
    return True


def _tool_cost(cursor: Cursor) -> Carried:
    hint = "such as `18/month`"
    return {"rate": cursor.value("the cost", lambda text: read_rate(text, ("month", "year", "week")), hint)}


def _tool_assessed(cursor: Cursor) -> Carried:
    choices = ", ".join(f"`{verdict}`" for verdict in VERDICTS)
    token = cursor.need("the verdict", f"one of {choices}")
    if token.bare not in VERDICTS:
        hint = did_you_mean(token.bare, VERDICTS) or f"one of {choices}"
        raise cursor.fault(token, f"`{token.text[:40]}` is no verdict", hint)
    carried: Carried = {"topic": token.bare}
    saved = cursor.peek()
    if saved and saved.text[:1].isdigit() and saved.text.endswith("/week"):
        carried["minutes"] = cursor.read(saved, lambda text: _hours_a_week(text, cursor.day))
        cursor.take(saved)
    elif saved and _is_duration(saved.text.partition("/")[0]) and "/" in saved.text:
        raise cursor.fault(saved, "the hours it saves are a week's", "say how many hours a week it is: `2h/week`")
    elif saved and _is_duration(saved.text):
        raise cursor.fault(saved, "the hours it saves are a week's", hint_to_write(f"{saved.text}/week"))
    return carried


def _hours_a_week(text: str, day: int) -> int:
    try:
        return read_duration(text.removesuffix("/week"), bare=False, day=day)
    except Misread as misread:
        raise misread.within(after="/week") from None


def _member_assessed(cursor: Cursor) -> Carried:
    token = cursor.need("the mark", "a number from 1 to 5")
    if token.bare not in MARKS:
        raise cursor.fault(token, f"`{token.text[:40]}` is no mark", "a number from 1 to 5")
    return {"topic": token.bare}


NOTE = Word("note", "note TEXT", "anything worth keeping", moves_work=False)
_CONTACT = (
    Word("in", "in TEXT", "they reached you", moves_work=False),
    Word("out", "out TEXT", "you reached them", moves_work=False),
)
_TALK = (
    Word("call", "call TEXT", "you talked", moves_work=False),
    Word("mail", "mail TEXT", "you wrote to each other", moves_work=False),
    Word("meeting", "meeting TEXT", "you met", moves_work=False),
    Word("praise", "praise TEXT", "they were happy, and said so", moves_work=False),
    Word("complaint", "complaint TEXT", "they were unhappy, and said so", moves_work=False),
)
_LEAD = (
    Word("won", "won TEXT", "they said yes"),
    Word("lost", "lost [REASON] TEXT", "they said no; the first word is the reason", _reason),
    Word("declined", "declined [REASON] TEXT", "you said no; the first word is the reason", _reason),
    *_CONTACT,
    Word("next", "next 2026-11-24 TEXT", "what you do next, and when", _day, moves_work=False),
    Word("value", "value 14000", "what it may be worth has changed", _money),
    Word("hours", "hours 90h", "the hours it may take have changed", _hours),
    Word("feedback", "feedback THEME TEXT", "what they said, under a theme of one word", _theme, moves_work=False),
)
_PROJECT = (
    Word("booked", "booked TEXT", "it is agreed"),
    Word("started", "started TEXT", "work has begun"),
    Word("paused", "paused TEXT", "work rests"),
    Word("resumed", "resumed TEXT", "work goes on"),
    Word("delivered", "delivered TEXT", "it is done"),
    Word("cancelled", "cancelled TEXT", "it will not be done"),
    Word("ended", "ended TEXT", "a retainer's last day"),
    Word("scope", "scope +10h +1500 TEXT", "more, or with a minus less: hours, and money where it is paid for", _scope),
    Word("left", "left 30h TEXT", "your own estimate of the hours it still takes, as of the end of that day", _left),
    Word("price", "price 1600/month", "the price from that day", _price),
    Word("rate", "rate 100/h", "the rate from that day, an hour's or a day's", _hourly_rate),
    Word(
        "cost",
        "cost 600 [gross] @jane-doe 12h TEXT",
        "money spent on it; a subcontractor's with name and hours",
        _project_cost,
        moves_work=False,
    ),
    Word(
        "expense",
        "expense 86.40 [gross] TEXT",
        "money you laid out, and the client pays back",
        _expense,
        moves_work=False,
    ),
    Word("bill", "bill 3600 2026-08-01 TEXT", "what you will invoice, and when", _bill, moves_work=False),
    Word(
        "invoiced",
        "invoiced 6000 [gross] [due 2026-07-30] [no 2026-014] TEXT",
        "an invoice sent; when it is due, and its number",
        _invoiced,
        moves_work=False,
    ),
    Word(
        "paid",
        "paid 6000 [gross] [@1.15] [no 2026-014] TEXT",
        "money received; for which invoice",
        _paid,
        moves_work=False,
    ),
    Word(
        "credited",
        "credited 500 [gross] [no 2026-014] TEXT",
        "taken off what was invoiced",
        _given_back,
        moves_work=False,
    ),
    Word("refunded", "refunded 500 [gross] [no 2026-014] TEXT", "paid back", _given_back, moves_work=False),
    Word("due", "due 2026-12-19 TEXT", "a revised promise", _day),
    *_TALK,
    Word("improve", "improve TEXT", "what to do better next time", moves_work=False),
)
_WEBSITE = (
    Word("published", "published TEXT", "it went live"),
    Word("updated", "updated TEXT", "it was brought up to date"),
    Word("retired", "retired TEXT", "it was taken down"),
)
_TOOL = (
    Word("cost", "cost 18/month", "what it costs from that day", _tool_cost),
    Word("assessed", "assessed keep [2h/week] TEXT", "your verdict, and the hours it saves", _tool_assessed, VERDICTS),
    Word("cancelled", "cancelled TEXT", "no longer paid for"),
)
_MEMBER = (
    Word("rate", "rate 35/h", "what they take from that day", _hourly_rate),
    Word("assessed", "assessed 4 TEXT", "how good the work was, 1 to 5", _member_assessed, MARKS),
)

WORDS: dict[str, tuple[Word, ...]] = {
    "lead": (NOTE, *_LEAD),
    "project": (NOTE, *_PROJECT),
    "client": (NOTE, *_CONTACT, *_TALK),
    "contact": (NOTE, *_CONTACT, *_TALK),
    "website": (NOTE, *_WEBSITE),
    "tool": (NOTE, *_TOOL),
    "member": (NOTE, *_MEMBER),
}
LOG_WORDS = frozenset(word.name for words in WORDS.values() for word in words)


@lru_cache(maxsize=64)
def words_of(kind: str, grammar: Grammar) -> dict[str, Word]:
    """The words of a kind by name; a lead's open stages are words too."""
    words = {word.name: word for word in WORDS.get(kind, (NOTE,))}
    if kind == "lead":
        stages = (Word(stage, f"{stage} TEXT", "it stands in this stage") for stage in grammar.stages)
        words = {stage.name: stage for stage in stages} | words
    return words
