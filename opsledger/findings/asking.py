"""Findings about clients who wait for a word: what they asked or complained about has no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.asked import Unanswered, unanswered_clients
from opsledger.figures.billing_plan import to_invoice
from opsledger.figures.debts import owed
from opsledger.figures.naming import names_of
from opsledger.figures.projects import rate_on
from opsledger.figures.standing import within
from opsledger.figures.unsent import DELIVERED, unsent
from opsledger.findings.finding import AT_RISK, LEAVING, WAITED_FOR, Finding, Measured
from opsledger.findings.unpaid import is_told_of
from opsledger.models.lines import Action, LogLine
from opsledger.patterns import pattern
from opsledger.values.characters import same_id
from opsledger.values.written import listed

_LONGEST_QUOTE = 90
_YEAR_WEEKS = 52
_MOST_DECIDED = 2
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOURS_A_WEEK = pattern(
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)}) (?:more )?(?:h|hours?) (?:more )?(?:a|per|every|each) week", re.IGNORECASE
)
_INVOICE = pattern(r"invoice|rechnung|factur", re.IGNORECASE)
_SAID = ("in", "complaint")  # words of theirs, and not what the owner noted of a talk
_MANY = 2  # complaints without an answer, after which a client may leave


def clients_to_answer(measured: Measured) -> Iterator[Finding]:
    """A client asked, wished for or complained about something and has no answer; who may leave comes first.

    What is wished for by a client who may not pay is told with that, and a question for an invoice with the invoices
    to write.
    """
    for asked in unanswered_clients(measured.standing).values():
        if is_told_of(measured, asked.client) or _asks_for_invoice(measured, asked):
            continue
        yield _to_answer(measured, asked)


def _asks_for_invoice(measured: Measured, asked: Unanswered) -> bool:
    """Whether all that they ask is an invoice for finished work, and several such invoices are to be written."""
    jobs = [each.project for each in unsent(measured.standing) if each.how == DELIVERED]
    mine = any(job.client and same_id(job.client.id) == asked.client for job in jobs)
    return mine and len(jobs) > 1 and all(_INVOICE.search(line.text) for line in asked.lines)


def _to_answer(measured: Measured, asked: Unanswered) -> Finding:
    name, stake = measured.client(asked.client), _stake(measured, asked)
    may_leave = _may_leave(measured, asked)
    question = asked.questions[-1] if asked.questions else None
    action = f"Answer {name}" if question else f"Answer the complaint of {name}"
    if may_leave:
        action = f"Call {name}"
    quoted, decided = _quoted(question or asked.complaints[-1]), _decided(measured, asked)
    return Finding(
        rule="clients-to-answer",
        role="customer-service",
        urgency=3 if asked.complaints or any(line.word == "in" for line in asked.lines) else 2,
        because=f"{_said(measured, asked)}, and no answer of yours is written down{_decision(measured, decided)}",
        action=f"{action}: {quoted}" if quoted else action,
        instead=f"Write {name} two lines today: when they hear from you, or why not",
        figure="",
        sources=tuple(line.span for line in asked.lines),
        about=(asked.client,),
        money=stake.amount * AT_RISK or None,
        whole=stake.amount or None,
        at_stake=stake.said,
        is_weight_alone=not stake.said,
        by=measured.within(3),
        measure=float(len(asked.lines)),
        turn=LEAVING if may_leave else WAITED_FOR,
        is_moved=False,
        since=asked.lines[-1].day,
        quotes=tuple(action.id for action in decided),
    )


def _said(measured: Measured, asked: Unanswered) -> str:
    """What they did, and when: `they complained on 22 Oct, and asked on 20 Nov`."""
    parts = []
    if asked.complaints:
        parts.append(f"complained on {_days(measured, asked.complaints)}")
    if asked.questions:
        parts.append(
            f"{'wrote' if asked.questions[-1].word == 'in' else 'asked'} on {_days(measured, asked.questions)}"
        )
    return f"they {' and '.join(parts)}"


def _decided(measured: Measured, asked: Unanswered) -> list[Action]:
    """What the owner decided about them and did not do, the oldest first."""
    names = names_of(measured.standing)
    late = [
        action
        for action in all_actions(measured.standing)
        if is_overdue(action, measured.standing) and names.family(asked.client) in names.named(action.text)
    ]
    return sorted(late, key=lambda action: (action.review, action.number))[:_MOST_DECIDED]


def _decision(measured: Measured, decided: list[Action]) -> str:
    """That, as a sentence of its own; empty if nothing."""
    if not decided:
        return ""
    said = [action.text.rstrip(".") for action in decided]
    texts = said[0] if len(said) == 1 else listed([f"“{text}”" for text in said])
    return f". You decided on {measured.date_of(decided[0].review)}: {texts}"


def _days(measured: Measured, lines: tuple[LogLine, ...]) -> str:
    return listed([measured.date_of(day) for day in dict.fromkeys(line.day for line in lines[-_MANY:])])


def _quoted(line: LogLine) -> str:
    """What they said, at most a line of it."""
    text = " ".join(line.text.split()).rstrip(".")
    if len(text) <= _LONGEST_QUOTE:
        return text
    return f"{text[:_LONGEST_QUOTE].rsplit(' ', 1)[0].rstrip(',;:. ')}…"


def _may_leave(measured: Measured, asked: Unanswered) -> bool:
    """Whether they complained twice, or are not well served already and wait for an answer."""
    client = next((each for each in measured.standing.ledger.clients if same_id(each.id) == asked.client), None)
    is_unwell = client is not None and client.health in ("yellow", "red")
    return len(asked.complaints) >= _MANY or (is_unwell and any(line.word in _SAID for line in asked.lines))


class _Stake(NamedTuple):
    """What ignoring a client weighs, and what it is in words; empty if neither the client nor a sum is at stake."""

    amount: Fraction
    said: str


def _stake(measured: Measured, asked: Unanswered) -> _Stake:
    """Of a client who is unhappy, or may leave, what is still to come of open work, else what they paid in a year.

    Of one who asks for more hours a week, what those bring. Any other question puts nobody at stake.
    """
    year = _paid_in_a_year(measured, asked.client)
    if asked.complaints or _may_leave(measured, asked):
        to_come = _to_come(measured, asked.client)
        return (
            _Stake(to_come, "what is still to come of their work")
            if to_come
            else _Stake(year, "what they paid in a year")
        )
    more = _more_hours(measured, asked)
    return _Stake(more, "a week") if more else _Stake(year, "")


def _to_come(measured: Measured, client_id: str) -> Fraction:
    """What is still to be invoiced of a client's open work at a fixed price, and what they owe."""
    standing = measured.standing
    theirs = [each for each in standing.client_projects if each.client and same_id(each.client.id) == client_id]
    fixed = [each for each in theirs if each.is_open and each.billing == "fixed"]
    left = sum((to_invoice(standing, each) or Fraction(0) for each in fixed), Fraction(0))
    return left + sum((owed(standing, each).amount for each in fixed), Fraction(0))


def _more_hours(measured: Measured, asked: Unanswered) -> Fraction:
    """What the hours a week bring that a client by the hour asks for; 0 if they name none."""
    standing, found = measured.standing, None
    for line in asked.questions:
        found = _HOURS_A_WEEK.search(line.text) or found
    rates = [
        rate_on(each, measured.day)
        for each in standing.client_projects
        if each.is_open and each.billing == "hourly" and each.client and same_id(each.client.id) == asked.client
    ]
    number = _number(found[1]) if found else 0
    return number * (rates[0] or Fraction(0)) if rates else Fraction(0)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS.index(word.casefold()) + 1


def _paid_in_a_year(measured: Measured, client_id: str) -> Fraction:
    year = measured.standing.last_weeks(_YEAR_WEEKS)
    return sum(
        (
            line.money * (1 if line.word == "paid" else -1)
            for project in measured.standing.client_projects
            if project.client and same_id(project.client.id) == client_id
            for line in within(project.lines("paid", "refunded"), year)
        ),
        Fraction(0),
    )


ASKING_RULES = (clients_to_answer,)
