"""What can be written in the lists of lines: days, words, targets, and what follows them."""

from __future__ import annotations

from datetime import date

from opsledger.checks.figure_names import FIGURES_OF, figure_names
from opsledger.language.offers import Completion, Offers, coming_days, members, past_days, people, targets, used
from opsledger.language.places import CursorPlace
from opsledger.language.records import area_described, described, records_in
from opsledger.measuring.definitions import definition_of
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.models.settings import THEMES
from opsledger.reading.blocks import OFF_KINDS
from opsledger.reading.lines import Grammar
from opsledger.reading.words import Word, words_of
from opsledger.values.days import DAY_NAMES, known_date


def _weekdays() -> Offers:
    for number, name in enumerate(DAY_NAMES):
        yield Completion(name[:3].capitalize(), "day", name.capitalize(), rank=number)


def complete_log(ledger: Ledger, place: CursorPlace, today: date) -> Offers:
    """A log's days, its words, and what follows a word."""
    assert place.kind is not None
    if not place.words:
        yield from past_days(today)
    elif len(place.words) == 1:
        for rank, known in enumerate(words_of(place.kind.name, Grammar.of(ledger.settings)).values()):
            yield Completion(known.name, "word", f"{known.form} · {known.summary}", rank=rank)
    elif word := words_of(place.kind.name, Grammar.of(ledger.settings)).get(place.words[1]):
        yield from _behind(ledger, place, word, today)


def _behind(ledger: Ledger, place: CursorPlace, word: Word, today: date) -> Offers:
    """What the form of a word asks for after it: a value in its turn, or in brackets what may be added."""
    pieces = word.pieces()
    added = {key: value for key, value in word.additions().items() if key not in place.words[2:]}
    at, last = len(place.words) - 2, place.words[-1]
    piece = pieces[at] if at < len(pieces) else ""
    if at and last in word.additions():
        yield from _value_of(ledger, last, word.additions()[last], today)
    elif at == 0 and word.choices:
        yield from (Completion(choice, "value", word.summary, rank=rank) for rank, choice in enumerate(word.choices))
    elif known_date(piece):
        yield from coming_days(today)
    elif piece in ("THEME", "REASON") and place.kind:
        lines = (line for record in ledger.logged([place.kind.folder]) for line in record.lines(word.name))
        yield from used(f"{piece.lower()} used before", (line.topic for line in lines))
    elif at:
        if not place.word.startswith("@"):
            yield from (Completion(key, "word", ADDED[key], rank=2) for key in added if key in ADDED)
        if any(one[0] == "@" and one[1:2].isalpha() for one in pieces):
            yield from members(ledger)


ADDED = {
    "gross": "the amount includes VAT",
    "due": "the day by which it should be paid",
    "no": "the invoice's number",
}
KEYED = {
    "due": "the day by which to do it",
    "moves": "the figure it is meant to move",
    "target": "the value the figure should reach by its due day: a goal",
    "done": "the day it was done",
}


def _value_of(ledger: Ledger, key: str, example: str, today: date) -> Offers:
    """What may follow a key within a line: a day, or the number of an invoice."""
    if known_date(example):
        yield from coming_days(today)
    elif key == "no":
        lines = (line for project in ledger.projects for line in project.lines("invoiced"))
        numbers = dict.fromkeys(line.number for line in lines if line.number)
        yield from (Completion(one, "value", ADDED[key], rank=n) for n, one in enumerate(reversed(numbers)))


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
    elif len(place.words) == 2 or (len(place.words) == 3 and place.words[2].lower() == "gross"):
        for area in ledger.settings.areas:
            yield Completion(area, "area", area_described(area, ledger.settings))
        if len(place.words) == 2:
            yield Completion("gross", "word", ADDED["gross"], rank=9)
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
    elif colon and key == "target":
        return  # a number of the user's own
    elif colon and key in ("due", "done"):
        days = coming_days(today) if key == "due" else past_days(today)
        yield from (day._replace(label=f"{key}:{day.label}") for day in days)
    else:
        yield Completion("due:", "key", KEYED["due"])
        yield Completion("moves:", "key", KEYED["moves"])
        if any(word.startswith("moves:") for word in place.words):
            yield Completion("target:", "key", KEYED["target"])
        yield Completion("done:", "key", KEYED["done"])
