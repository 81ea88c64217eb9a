"""The words of a `## Log`, one table a kind: what each says, and which values it carries."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from opsledger.patterns import pattern
from opsledger.reading.lines import Cursor, Grammar
from opsledger.reading.word_values import (
    MARKS,
    VERDICTS,
    Carried,
    carry_bill,
    carry_day,
    carry_expense,
    carry_given_back,
    carry_hourly_rate,
    carry_hours,
    carry_invoiced,
    carry_left,
    carry_member_assessed,
    carry_money,
    carry_paid,
    carry_price,
    carry_project_cost,
    carry_reason,
    carry_scope,
    carry_signed_money,
    carry_theme,
    carry_tool_assessed,
    carry_tool_cost,
    carry_worth,
)

_PIECE = pattern(r"\[[^\]]*\]|\S+")
_ADDITION = pattern(r"\[[a-z].*\]")


class Word(NamedTuple):
    """A word of a log: how it is written, what it says, and the reader of its values (None: text alone).

    The form tells what may follow it: a day, a member, a THEME or REASON that was written before. choices: the
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
        """What its form asks for after the word, in order, without what is put in brackets by a key."""
        return [piece.strip("[]") for piece in _PIECE.findall(self.form)[1:] if not _ADDITION.fullmatch(piece)]

    def additions(self) -> dict[str, str]:
        """What its form puts in brackets by a key, `[due 2026-07-30]` or `[gross]`: the key and its value, if any."""
        inner = (piece[1:-1].partition(" ") for piece in _PIECE.findall(self.form) if _ADDITION.fullmatch(piece))
        return {key: value for key, _, value in inner}


_ACCOUNT = (
    Word("balance", "balance 14200 TEXT", "what is on the account that day", carry_signed_money),
    Word("tax", "tax 3200 TEXT", "what of it is put aside for tax; the last line counts", carry_money),
    Word("draw", "draw 3000 TEXT", "what you took for yourself", carry_money),
    Word("bill", "bill 1450 2027-01-10 TEXT", "what you are to pay, and when: tax, insurance", carry_bill),
)
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
    Word("lost", "lost [REASON] TEXT", "they said no; the first word is the reason", carry_reason),
    Word("declined", "declined [REASON] TEXT", "you said no; the first word is the reason", carry_reason),
    *_CONTACT,
    Word("next", "next 2026-11-24 TEXT", "what you do next, and when", carry_day, moves_work=False),
    Word("value", "value 14000", "what it may be worth has changed", carry_worth),
    Word("hours", "hours 90h", "the hours it may take have changed", carry_hours),
    Word("feedback", "feedback THEME TEXT", "what they said, under a theme of one word", carry_theme, moves_work=False),
)
_PROJECT = (
    Word("booked", "booked TEXT", "it is agreed"),
    Word("started", "started TEXT", "work has begun"),
    Word("paused", "paused TEXT", "work pauses"),
    Word("resumed", "resumed TEXT", "work goes on"),
    Word("delivered", "delivered TEXT", "it is done"),
    Word("cancelled", "cancelled TEXT", "it will not be done"),
    Word("ended", "ended TEXT", "a retainer's last day"),
    Word(
        "scope",
        "scope +10h +1500 TEXT",
        "hours added (or taken away, with a minus), and money if it is paid for",
        carry_scope,
    ),
    Word(
        "left", "left 30h TEXT", "your own estimate of the hours it still takes, as of the end of that day", carry_left
    ),
    Word("price", "price 1600/month", "the price from that day", carry_price),
    Word("rate", "rate 100/h", "the rate from that day, an hour's or a day's", carry_hourly_rate),
    Word(
        "cost",
        "cost 600 [gross] @jane-doe 12h TEXT",
        "money spent on it; a subcontractor's with name and hours",
        carry_project_cost,
        moves_work=False,
    ),
    Word(
        "expense",
        "expense 86.40 [gross] TEXT",
        "money you laid out, and the client pays back",
        carry_expense,
        moves_work=False,
    ),
    Word("bill", "bill 3600 [gross] 2026-08-01 TEXT", "what you will invoice, and when", carry_bill, moves_work=False),
    Word(
        "invoiced",
        "invoiced 6000 [gross] [due 2026-07-30] [no 2026-014] TEXT",
        "an invoice sent; when it is due, and its number",
        carry_invoiced,
        moves_work=False,
    ),
    Word(
        "paid",
        "paid 6000 [gross] [@1.15] [no 2026-014] TEXT",
        "money received; for which invoice",
        carry_paid,
        moves_work=False,
    ),
    Word(
        "credited",
        "credited 500 [gross] [no 2026-014] TEXT",
        "taken off what was invoiced",
        carry_given_back,
        moves_work=False,
    ),
    Word("refunded", "refunded 500 [gross] [no 2026-014] TEXT", "paid back", carry_given_back, moves_work=False),
    Word("due", "due 2026-12-19 TEXT", "a revised promise", carry_day),
    *_TALK,
    Word("improve", "improve TEXT", "what to do better next time", moves_work=False),
)
_WEBSITE = (
    Word("published", "published TEXT", "it went live"),
    Word("updated", "updated TEXT", "it was brought up to date"),
    Word("retired", "retired TEXT", "it was taken down"),
)
_TOOL = (
    Word("cost", "cost 18/month", "what it costs from that day", carry_tool_cost),
    Word(
        "assessed",
        "assessed keep [2h/week] TEXT",
        "your verdict, and the hours it saves",
        carry_tool_assessed,
        VERDICTS,
    ),
    Word("cancelled", "cancelled TEXT", "no longer paid for"),
)
_MEMBER = (
    Word("rate", "rate 35/h", "what they take from that day", carry_hourly_rate),
    Word("assessed", "assessed 4 TEXT", "how good the work was, 1 to 5", carry_member_assessed, MARKS),
)

WORDS: dict[str, tuple[Word, ...]] = {
    "lead": (NOTE, *_LEAD),
    "project": (NOTE, *_PROJECT),
    "client": (NOTE, *_CONTACT, *_TALK),
    "contact": (NOTE, *_CONTACT, *_TALK),
    "website": (NOTE, *_WEBSITE),
    "tool": (NOTE, *_TOOL),
    "member": (NOTE, *_MEMBER),
    "account": (NOTE, *_ACCOUNT),
}
LOG_WORDS = frozenset(word.name for words in WORDS.values() for word in words)


@lru_cache(maxsize=64)
def words_of(kind: str, grammar: Grammar) -> dict[str, Word]:
    """The words of a kind by name; a lead's open stages are words too."""
    words = {word.name: word for word in WORDS.get(kind, (NOTE,))}
    if kind == "lead":
        stages = (Word(stage, f"{stage} TEXT", "it is in this stage") for stage in grammar.stages)
        words = {stage.name: stage for stage in stages} | words
    return words
