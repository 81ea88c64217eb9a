"""The words of a log's line as a command gets them, made exact: its day, its amount, the day after its word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from opsledger.capturing.amounts import OtherCurrency, amount_meant, take_amount
from opsledger.capturing.days import take_day
from opsledger.capturing.words import line_words as loose_words
from opsledger.loading.survey import Survey
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.reading.kinds import PROJECT, Kind
from opsledger.reading.words import words_of
from opsledger.values.days import known_date
from opsledger.values.misread import Misread
from opsledger.values.money import read_money

_DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONEY = pattern(r"[0-9]+(?:\.[0-9]+)?")
_RATE = pattern(r"[0-9]+(?:\.[0-9]+)?/[a-z]+")
_A_UNIT = pattern(r" *(?:/| (?:a|an|per|each) )(?= *(?:h|hour|day|week|month|quarter|year)\b) *", re.IGNORECASE)
_BETWEEN = ("gross", "due")  # what may be between an amount and a day


def exact_line(survey: Survey, kind: Kind, path: str, line: str, base: date) -> str:
    """A line whose values people type in their own way, as the format has it: `paid 5'800.-`, `next Tue call`.

    What is exact already, and what is not understood, stays as it is: the check of the line says what is wrong with it.
    """
    typed = line.split()
    dated = _day_first(typed, base)
    day, rest = typed[:dated], typed[dated:]
    written = [str(taken.value) for taken in [take_day(loose_words(" ".join(day)), base, back=True)] if taken and day]
    word = words_of(kind.name, survey.grammar(kind)).get(rest[0].rstrip(":").lower()) if rest else None
    forms = [piece for piece in (word.pieces() if word else ()) if piece != "TEXT"]
    if not word or len(rest) < 2:
        return line if not written else " ".join((*written, *rest))
    values, behind = _values(rest[1:], forms, set(word.additions()), _currency(survey, kind, path), base)
    exact = " ".join((*written, rest[0], *values, *behind))
    return exact if exact.split() != typed else line


def _day_first(typed: Sequence[str], base: date) -> int:
    """How many words a day in front of a line takes that is not written as a date: `20.11.2026 paid 300`."""
    if not typed or known_date(typed[0]) or not typed[0][:1].isdigit():
        return 0
    taken = take_day(loose_words(typed[0]), base, back=True)
    return taken.words if taken else 0


def _values(
    typed: Sequence[str], forms: Sequence[str], additions: set[str], currency: str, base: date
) -> tuple[list[str], Sequence[str]]:
    """The values that a word asks for, made exact, and the words after them."""
    values: list[str] = []
    rest = list(loose_words(" ".join(typed)))
    if forms and _RATE.fullmatch(forms[0]) and (rate := _rate(rest, currency)):
        values.append(rate[0])
        rest, forms = rest[rate[1] :], forms[1:]
    if forms and _MONEY.fullmatch(forms[0]):
        amount = _amount(rest, currency)
        if amount is None:
            return [], typed
        values.append(amount[0])
        rest = rest[amount[1] :]
        forms = forms[1:]
    wants_day = (forms and _DATE.fullmatch(forms[0])) or "due" in additions
    while wants_day and rest and rest[0].lower() in _BETWEEN and (forms or rest[0].lower() in additions):
        values.append(rest.pop(0))
    if wants_day and rest and (not values or forms or values[-1].lower() == "due"):
        taken = take_day(rest, base, back=False)
        if taken and known_date(rest[0]) is None:
            values.append(str(taken.value))
            rest = rest[taken.words :]
    behind = " ".join(typed).split()
    return values, behind[len(behind) - len(rest) :] if rest else []


def _amount(typed: Sequence[str], currency: str) -> tuple[str, int] | None:
    """The amount that words begin with, and how many words it is; None if it is exact or none is understood."""
    try:
        read_money(typed[0], signed=True)
        return typed[0], 1
    except Misread:
        pass
    try:
        taken = take_amount(typed, currency)
    except OtherCurrency:
        return None
    return (taken.value, taken.words) if taken else None


def _rate(typed: Sequence[str], currency: str) -> tuple[str, int] | None:
    """The amount for a unit that words begin with, and how many words it is: `32 EUR/month`, `32 € a month`."""
    for count in range(min(4, len(typed)), 0, -1):
        said = _A_UNIT.sub("/", " ".join(typed[:count]))
        if "/" not in said:
            continue
        with suppress(OtherCurrency):
            if meant := amount_meant(said, currency):
                return meant, count
    return None


def _currency(survey: Survey, kind: Kind, path: str) -> str:
    record = survey.record(kind, path) if kind is PROJECT else None
    own = record.currency if isinstance(record, Project) else None
    return own or survey.settings.currency
