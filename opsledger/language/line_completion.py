"""What can be written in the lists of lines: days, words, targets, and what stands behind them."""

from __future__ import annotations

from datetime import date

from opsledger.checks.figure_names import FIGURES_OF, figure_names
from opsledger.language.offers import Completion, Offers, coming_days, members, past_days, people, targets, used
from opsledger.language.places import CursorPlace
from opsledger.language.records import area_described, described, records_in
from opsledger.language.themes import THEMES
from opsledger.measuring.definitions import definition_of
from opsledger.models.ledger import Ledger
from opsledger.models.records import Lead, Project
from opsledger.reading.blocks import OFF_KINDS
from opsledger.reading.lines import Grammar
from opsledger.reading.words import VERDICTS, words_of
from opsledger.values.days import DAY_NAMES


def _weekdays() -> Offers:
    for number, name in enumerate(DAY_NAMES):
        yield Completion(name[:3].capitalize(), "day", name.capitalize(), rank=number)


def complete_log(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """A log's days, its words, and what stands behind a word."""
    assert place.kind is not None
    if not place.words:
        yield from past_days(today)
    elif len(place.words) == 1:
        for rank, word in enumerate(words_of(place.kind.name, Grammar.of(ledger.settings)).values()):
            yield Completion(word.name, "word", f"{word.form} · {word.summary}", rank=rank)
    elif len(place.words) == 2:
        yield from _after_word(ledger, place, today)
    elif place.kind.name == "project":
        yield from _behind_amount(ledger, place, today)


def _after_word(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    assert place.kind is not None
    word = place.words[1]
    if word in ("next", "due"):
        yield from coming_days(today)
    elif word in ("feedback", "lost", "declined") and place.kind.name == "lead":
        what = "theme" if word == "feedback" else "reason"
        lines = (line for lead in ledger.leads for line in lead.lines(word))
        yield from used(f"{what} used before", (line.topic for line in lines))
    elif word == "assessed" and place.kind.name == "tool":
        yield from (Completion(verdict, "value", "verdict", rank=rank) for rank, verdict in enumerate(VERDICTS))
    elif word == "assessed":
        yield from (Completion(mark, "value", "mark, 1 to 5", rank=int(mark)) for mark in "12345")


def _behind_amount(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """What may stand behind an amount: the day of a bill, an invoice's number, who took a cost."""
    word, last = place.words[1], place.words[-1].lower()
    invoices = [line for project in ledger.projects for line in project.lines("invoiced")]
    if (word == "bill" and len(place.words) == 3) or (word == "invoiced" and last == "due"):
        yield from coming_days(today)
    elif word in ("paid", "credited", "refunded") and last == "no":
        numbers = dict.fromkeys(line.number for line in reversed(invoices) if line.number)
        yield from (Completion(number, "value", "an invoice's number", rank=n) for n, number in enumerate(numbers))
    elif word == "cost" and place.word.startswith("@"):
        yield from members(ledger)
    elif word in ("invoiced", "paid", "credited", "refunded", "cost", "expense"):
        yield Completion("gross", "word", "the amount includes VAT", rank=2)
        if word == "invoiced":
            yield Completion("due", "word", "the day by which it should be paid", rank=1)
        if word not in ("cost", "expense"):
            yield Completion("no", "word", "the invoice's number", rank=1)
        if word == "cost":
            yield from members(ledger)


def complete_block(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """A block's day, target and task."""
    if not place.words:
        yield from _weekdays()
    elif len(place.words) == 1:
        yield Completion("off", "word", "the day is taken off")
    elif place.words[-1].lower() == "off" and len(place.words) < 4:
        yield from (Completion(kind, "word", f"time off {meaning}") for kind, meaning in OFF_KINDS.items())
    elif len(place.words) == 2:
        yield from targets(ledger, today)
        yield Completion("off", "word", "this part of the day is taken off", rank=9)
    elif len(place.words) == 3:
        tasks = [*ledger.settings.tasks, *(task for member in ledger.team for task in member.tasks)]
        yield from (Completion(task, "value", "task") for task in dict.fromkeys(map(str.lower, tasks)))


def complete_cost(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """A cost's day, area and member."""
    if not place.words:
        yield from _weekdays()
    elif len(place.words) == 2:
        for area in ledger.settings.areas:
            yield Completion(area, "area", area_described(area, ledger.settings))
    elif len(place.words) > 2:
        yield from members(ledger)


def complete_marketing(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """A day, a channel used before, a theme."""
    if not place.words:
        yield from _weekdays()
    elif len(place.words) == 1:
        lines = (line for sheet in ledger.weeks for line in sheet.marketing)
        yield from used("channel used before", (line.channel for line in lines))
    elif len(place.words) == 2:
        yield from (Completion(theme, "value", f"theme · {meaning}") for theme, meaning in THEMES.items())
    elif len(place.words) == 3 and place.words[2].lower() == "engage":
        yield from people(ledger.contacts, ledger.settings)


def complete_decision(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """A decision's role, and its figure and days."""
    key, colon, _ = place.word.partition(":")
    if not place.words:
        yield from (Completion(f"@{role}", "value", "role") for role in ledger.settings.roles)
    elif colon and key == "moves":
        for name in figure_names(ledger.settings):
            yield Completion(f"moves:{name}", "figure", definition_of(name).partition("\n")[0])
        for name, folder in FIGURES_OF.items():
            for record in records_in(ledger, [folder]):
                if not isinstance(record, Lead | Project) or record.is_open:
                    yield Completion(f"moves:{name}.{record.id}", "figure", described(record, ledger.settings), rank=2)
    elif colon and key in ("due", "done"):
        days = coming_days(today) if key == "due" else past_days(today)
        yield from (day._replace(label=f"{key}:{day.label}") for day in days)
    else:
        yield Completion("due:", "key", "the day until which it is to be done")
        yield Completion("moves:", "key", "the figure it is meant to move")
        yield Completion("done:", "key", "the day it was done")
