"""The words of a block of time as a command gets them, made exact: its day, its time, the id in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from opsledger.capturing.amounts import take_time
from opsledger.capturing.days import take_day
from opsledger.capturing.ids import ids_meant
from opsledger.loading.survey import Survey
from opsledger.reading.blocks import OFF
from opsledger.reading.kinds import LEAD, PROJECT
from opsledger.reading.records import record_id
from opsledger.values.days import WEEKDAYS, known_date


class BlockWords(NamedTuple):
    """What a command says of a block. day: None if it names none. targets: the ids that its target may be short for."""

    day: date | None
    words: tuple[str, ...]
    targets: tuple[str, ...] = ()


def block_words(survey: Survey, words: Sequence[str], base: date, *, back: bool) -> BlockWords:
    """The day, and the words that a block's line is made of.

    words: `[DAY] TIME TARGET …` as typed. The time becomes `9:00-12:00` or `1h30m`, a target that is the start of one
    id alone becomes that id, and what is exact already stays as it is.
    """
    taken = take_day(words, base, back=back)
    if taken and taken.words == 1 and len(words) > 1 and _is_target(survey, words[0]):
        taken = None
    rest = tuple(words[taken.words :] if taken else words)
    time = take_time(rest)
    if time:
        rest = (time.value, *rest[time.words :])
    if len(rest) < 2 or any(word.lower() == OFF for word in rest[:2]):
        return BlockWords(taken.value if taken else None, rest)
    targets = ids_meant(survey, rest[1], (LEAD, PROJECT), (*survey.settings.areas, "client"))
    if len(targets) == 1:
        rest = (rest[0], targets[0], *rest[2:])
    return BlockWords(taken.value if taken else None, rest, targets)


def _targets(survey: Survey) -> set[str]:
    ids = {record_id(file.path) for kind in (LEAD, PROJECT) for file in survey.files(kind)}
    return ids | set(survey.settings.areas) | {"client"}


def _is_target(survey: Survey, word: str) -> bool:
    """Whether a word that looks like a day is a target as well: it has no time in front, so it cannot be one here."""
    return word not in WEEKDAYS and known_date(word) is None and word in _targets(survey)
