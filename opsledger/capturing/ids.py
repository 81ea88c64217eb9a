"""Ids by their start, as they are typed in a hurry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from opsledger.capturing.names import called, take_name
from opsledger.capturing.words import line_words
from opsledger.loading.survey import Survey
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.reading.kinds import LEAD, PROJECT, Kind
from opsledger.reading.records import read_record, record_id

FEWEST = 2  # letters that stand for an id


def ids_meant(survey: Survey, written: str, kinds: Sequence[Kind], others: Iterable[str] = ()) -> tuple[str, ...]:
    """The ids that something typed is short for, or names; none when it is an id itself, or nothing known.

    others: what may be meant besides the records of these kinds. Of several leads and projects those on which work goes
    on are meant. Only if no id begins so are all files read, for their names and their clients', as `sort` knows them.
    """
    ids = {record_id(file.path) for kind in kinds for file in survey.files(kind)}
    known = ids | set(others)
    if written in known or len(written) < FEWEST or "[" in written or "/" in written:
        return ()
    found = _starting(written, sorted(known)) or _named(survey, written, kinds)
    return found if len(found) < 2 else _going_on(survey, found) or found


def _starting(written: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids that begin with what is written, without regard to case; those with a whole first word come alone."""
    start = written.casefold()
    found = [name for name in ids if name.casefold().startswith(start)]
    whole = [name for name in found if name.casefold() == start or name.casefold()[len(start)] in "-_. "]
    return tuple(whole or found)


def _named(survey: Survey, written: str, kinds: Sequence[Kind]) -> tuple[str, ...]:
    """The ids of the records that a text as a whole names: by their name, a word of it, or their client's."""
    words = line_words(written)
    read = (read_record(kind, source, survey.grammar(kind))[0] for kind in kinds for source in survey.documents(kind))
    records = [record for record in read if isinstance(record, LoggedRecord)]
    found = take_name(words, [called(record, {}) for record in records])
    return tuple(dict.fromkeys(one.id for one in found.value)) if found and found.words == len(words) else ()


def _going_on(survey: Survey, ids: Collection[str]) -> tuple[str, ...]:
    going = []
    for kind in (LEAD, PROJECT):
        for file in survey.files(kind):
            if record_id(file.path) in ids:
                record = survey.record(kind, file.path)
                if isinstance(record, Lead | Project) and record.is_open:
                    going.append(record_id(file.path))
    return tuple(sorted(going))
