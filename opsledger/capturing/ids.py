"""Ids by their start, as they are typed in a hurry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from opsledger.loading.survey import Survey
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.reading.kinds import LEAD, PROJECT, Kind
from opsledger.reading.records import record_id

FEWEST = 2  # letters that stand for an id


def ids_meant(survey: Survey, written: str, kinds: Sequence[Kind], others: Iterable[str] = ()) -> tuple[str, ...]:
    """The ids that something typed is short for; none when it is an id itself, or the start of none.

    others: what may be meant besides the records of these kinds. Of several leads and projects those on which work goes
    on are meant; only these few files are read.
    """
    ids = {record_id(file.path) for kind in kinds for file in survey.files(kind)}
    known = ids | set(others)
    if written in known or len(written) < FEWEST or "[" in written or "/" in written:
        return ()
    found = _starting(written, sorted(known))
    return found if len(found) < 2 else _going_on(survey, found) or found


def _starting(written: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids that begin with what is written, without regard to case; those with a whole first word come alone."""
    start = written.casefold()
    found = [name for name in ids if name.casefold().startswith(start)]
    whole = [name for name in found if name.casefold() == start or name.casefold()[len(start)] in "-_. "]
    return tuple(whole or found)


def _going_on(survey: Survey, ids: Collection[str]) -> tuple[str, ...]:
    going = []
    for kind in (LEAD, PROJECT):
        for file in survey.files(kind):
            if record_id(file.path) in ids:
                record = survey.record(kind, file.path)
                if isinstance(record, Lead | Project) and record.is_open:
                    going.append(record_id(file.path))
    return tuple(sorted(going))
