"""What clients said that nobody answered: what they asked, wished for, or complained about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from opsledger.figures.standing import Standing
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.models.records import CONTACTS
from opsledger.values.characters import same_id

COMPLAINT = "complaint"
_LONGEST = timedelta(days=60)  # after that nobody waits for the answer any more
_ANSWERS = CONTACTS | {"out", "next"}
_TAKEN_UP = frozenset(("booked", "scope"))  # lines of a project that do what was asked
_ASKED = r"\?|\basks\b|\bfragt\b|(?:\b(?:he|she|they)|(?-i:\b[A-ZÄÖÜ]\w+)) (?:ask|asked|fragte)\b"
_WISH = re.compile(
    rf"{_ASKED}|\b(?:(?<!not )wants?|would (?:like|love)|could (?:you|i|we|have|use)|offers? to"
    r"|möchten?|wollen|wünscht|wünschen|hätten? gern\w*|demandent?|voudrai\w*|souhait\w*|quieren?)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(_ASKED, re.IGNORECASE)
_MY_OWN = re.compile(r"^(?:ask|asked|fragte?)\b|\b(?:i|we|ich|wir) (?:ask|asked|fragte?n?|want|would)\b", re.IGNORECASE)


class Unanswered(NamedTuple):
    """What one client waits for: their id, and each of their lines that has no answer, the first one first."""

    client: str
    lines: tuple[LogLine, ...]

    @property
    def complaints(self) -> tuple[LogLine, ...]:
        """The lines in which they complained."""
        return tuple(line for line in self.lines if line.word == COMPLAINT)

    @property
    def questions(self) -> tuple[LogLine, ...]:
        """The lines in which they asked or wished for something."""
        return tuple(line for line in self.lines if line.word != COMPLAINT)


def unanswered_clients(standing: Standing) -> Mapping[str, Unanswered]:
    """What each client waits for, by their id; none of what was said today, or more than 60 days ago."""
    return standing.always(_unanswered_clients)


def _unanswered_clients(standing: Standing) -> dict[str, Unanswered]:
    found = {}
    for client_id, records in _by_client(standing).items():
        lines = [line for record in records for line in _open(standing, record, records)]
        if lines:
            lines.sort(key=lambda line: (line.day, line.span.source.path, line.span.start))
            found[client_id] = Unanswered(client_id, tuple(lines))
    return found


def _by_client(standing: Standing) -> dict[str, list[LoggedRecord]]:
    """The records of each client: their own, their projects and leads."""
    found: dict[str, list[LoggedRecord]] = defaultdict(list)
    for client in standing.ledger.clients:
        found[same_id(client.id)].append(client)
    records: tuple[Project | Lead, ...] = (*standing.client_projects, *standing.ledger.leads)
    for record in records:
        if record.client:
            found[same_id(record.client.id)].append(record)
    return found


def _open(standing: Standing, record: LoggedRecord, records: list[LoggedRecord]) -> Iterator[LogLine]:
    """The lines of one record that wait for an answer; a lead's have rules of their own."""
    if isinstance(record, Lead):
        return
    for number, line in enumerate(record.log):
        if standing.day - _LONGEST <= line.day < standing.day and _asks(line):
            after = record.log[number + 1 :]
            others = [each for each in records if each is not record]
            if not any(_answers(record, each, line) for each in after) and not any(
                _answers(other, each, line) for other in others for each in other.log if each.day >= line.day
            ):
                yield line


def _asks(line: LogLine) -> bool:
    """Whether a line holds what they want: an `in`, a complaint, or a wish that the owner wrote down."""
    if line.word in ("in", COMPLAINT):
        return True
    if line.word not in ("call", "mail", "note") or _MY_OWN.search(line.text):
        return False
    return (_QUESTION if line.word == "note" else _WISH).search(line.text) is not None


def _answers(record: LoggedRecord, line: LogLine, asked: LogLine) -> bool:
    """Whether a line answers what was asked: a word of yours, or work that was agreed on since."""
    if line is asked:
        return False
    if isinstance(record, Lead) and (line is record.log[0] or line in record.stage_lines()):
        return True
    if isinstance(record, Project) and line.word in _TAKEN_UP:
        return True
    if line.word == "invoiced" and "invoice" in asked.text.casefold():
        return True
    return line.word in _ANSWERS
