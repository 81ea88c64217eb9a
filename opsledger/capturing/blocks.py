"""The words of a block of time as a command gets them, made exact: its day, its time, the id in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from opsledger.capturing.amounts import take_time
from opsledger.capturing.days import take_day
from opsledger.capturing.ids import ids_meant
from opsledger.loading.survey import Survey
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.reading.blocks import OFF
from opsledger.reading.kinds import LEAD, PROJECT
from opsledger.reading.records import read_record, record_id
from opsledger.values.days import WEEKDAYS, known_date


class BlockWords(NamedTuple):
    """What a command says of a block. day: None if it names none. targets: the ids that its target may be short for."""

    day: date | None
    words: tuple[str, ...]
    targets: tuple[str, ...] = ()


def block_words(survey: Survey, words: Sequence[str], base: date, *, back: bool) -> BlockWords:
    """The day, and the words that a block's line is made of.

    words: `[DAY] TIME TARGET …` as typed. The time becomes `9:00-12:00` or `1h30m`, a target that is a name in full or
    the start of one id alone becomes that id, and what is exact already stays as it is. A name in full may come first.
    """
    words = _time_first(survey, words, base)
    taken = take_day(words, base, back=back)
    if taken and taken.words == 1 and len(words) > 1 and _is_target(survey, words[0]):
        taken = None
    rest = tuple(words[taken.words :] if taken else words)
    time = take_time(rest)
    if time:
        rest = (time.value, *rest[time.words :])
    if len(rest) < 2 or any(word.lower() == OFF for word in rest[:2]):
        return BlockWords(taken.value if taken else None, rest)
    named = _named(survey, rest[1:])
    if named:
        return BlockWords(taken.value if taken else None, (rest[0], named.id, *rest[1 + named.words :]), (named.id,))
    targets = ids_meant(survey, rest[1], (LEAD, PROJECT), (*survey.settings.areas, "client"))
    if len(targets) == 1:
        rest = (rest[0], targets[0], *rest[2:])
    return BlockWords(taken.value if taken else None, rest, targets)


class _NamedRecord(NamedTuple):
    """A record that words begin with the name of, and how many words that is."""

    id: str
    words: int


def _named(survey: Survey, words: Sequence[str]) -> _NamedRecord | None:
    """The project or lead whose name of several words comes first; None if an id does, or no such name.

    Of several the longest is meant, and a project before the lead that it came from.
    """
    if len(words) < 2 or words[0] in _targets(survey):
        return None
    typed, best = [word.casefold() for word in words], None
    for kind in (PROJECT, LEAD):
        for source in survey.documents(kind):
            if typed[0] not in source.text.casefold():
                continue
            record, _ = read_record(kind, source, survey.grammar(kind))
            name = record.title.casefold().split() if isinstance(record, Lead | Project) else []
            if len(name) > 1 and typed[: len(name)] == name and (best is None or len(name) > best.words):
                best = _NamedRecord(record_id(source.path), len(name))
    return best


def _time_first(survey: Survey, words: Sequence[str], base: date) -> Sequence[str]:
    """The words with a name that is in front put after the day and the time."""
    if take_time(words) or take_day(words, base, back=True):
        return words
    named = _named(survey, words)
    rest = words[named.words :] if named else ()
    if named is None or not any(take_time(rest[start:]) for start in (0, 1, 2)):
        return words
    day = next(start for start in (0, 1, 2) if take_time(rest[start:]))
    time = take_time(rest[day:])
    end = day + (time.words if time else 0)
    return (*rest[:end], *words[: named.words], *rest[end:])


def _targets(survey: Survey) -> set[str]:
    ids = {record_id(file.path) for kind in (LEAD, PROJECT) for file in survey.files(kind)}
    return ids | set(survey.settings.areas) | {"client"}


def _is_target(survey: Survey, word: str) -> bool:
    """Whether a word that looks like a day is a target as well: it has no time in front, so it cannot be one here."""
    return word not in WEEKDAYS and known_date(word) is None and word in _targets(survey)
