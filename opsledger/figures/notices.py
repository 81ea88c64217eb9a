"""What a client's own words say of the end of work, or of a pause: a notice that nobody wrote down as a day.

A line counts for eight weeks, and until the day that it names. A stop's days are read from it if it names them; if it
does not, only that it stops is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.figures.standing import Standing
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.values.characters import same_id
from opsledger.values.loose_dates import MONTHS

_LATELY, _LONG_BEFORE = timedelta(weeks=8), timedelta(weeks=26)
_TALK = ("in", "out", "call", "mail", "meeting", "note", "complaint")
_STATES = ("paused", "resumed", "ended", "cancelled", "delivered")
_MONTH = rf"(?P<{{}}>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_STOPS = pattern(
    r"\b(?:g(?:ive|ave|iving) notice|notice(?=[:;,.]| for\b| by\b| of\b)|(?:they|she|he|we) stops?\b|"
    r"stops? (?:at|by|from|with) |(?:last|final) month (?:is|will be)|ends? (?:at|by|with) the end|terminat|"
    r"not (?:be )?renew|kündig|résili)",
    re.IGNORECASE,
)
_NO_MONEY = pattern(r"\b(?:invoices?|accounts?|accounting|pays?|paid|payments?|rechnung|buchhaltung)", re.IGNORECASE)
_PAUSE = pattern(
    rf"\bfrom (?P<d1>\d{{1,2}})\.? {_MONTH.format('m1')} (?:to|until|till|bis) (?P<d2>\d{{1,2}})\.? "
    rf"{_MONTH.format('m2')}",
    re.IGNORECASE,
)
_END = pattern(
    rf"end of (?:the year\b|{_MONTH.format('m1')}(?: (?P<y1>\d{{4}}))?)"
    rf"|(?:last|final) month (?:is|will be) {_MONTH.format('m2')}(?: (?P<y2>\d{{4}}))?",
    re.IGNORECASE,
)
_CONTRACT = pattern(
    r"\b(?:contract|agreement|retainer|vertrag)\b[^.;:?]{0,40}?\b(?:until|till|through|bis)\b "
    rf"(?:the )?(?:end(?:e| of) )?{_MONTH.format('m1')}(?: (?P<y1>\d{{4}}))?",
    re.IGNORECASE,
)


class Notice(NamedTuple):
    """An open retainer, or work by the hour, that stops as a line says in words.

    last: the last day of work; resumes: the day on which it goes on after a pause. None if the line does not say.
    pays_later: whether it says that invoices wait until then, too.
    """

    project: Project
    line: LogLine
    last: date | None
    resumes: date | None
    pays_later: bool = False


def is_notice(line: LogLine) -> bool:
    """Whether a line is a talk with, or about, a client that says that something stops."""
    return line.word in _TALK and bool(_STOPS.search(line.text))


def says_end(line: LogLine) -> bool:
    """Whether a line is a notice, or says until when a contract runs: the forecast goes by it."""
    return is_notice(line) or (line.word in _TALK and _contract_end(line) is not None)


def notices(standing: Standing) -> Mapping[str, Notice]:
    """What the lines of the last eight weeks say in words, by the project's id: those of the project and its client."""
    return standing.once(_notices)


def _notices(standing: Standing) -> Mapping[str, Notice]:
    return {notice.project.id: notice for notice in _found(standing)}


def _found(standing: Standing) -> Iterator[Notice]:
    lines_of = {same_id(client.id): client.log for client in standing.ledger.clients}
    since = standing.day - _LONG_BEFORE
    for project in standing.client_projects:
        if project.is_open and (project.is_retainer or project.billing == "hourly"):
            theirs = lines_of.get(same_id(project.client.id), ()) if project.client else ()
            lately = (line for log in (project.log, theirs) for line in log if line.day > since)
            notice = _told(project, [line for line in lately if is_notice(line)])
            if notice and _counts(standing, notice):
                yield notice


def contract_ends(standing: Standing) -> Mapping[str, tuple[LogLine, date]]:
    """Until when the contracts of open retainers run as a line says in words, and the line, by the project's id.

    The last such line of a retainer and its client counts, until its day is over. It is the end of what is agreed, and
    not a notice: nobody said that the work stops.
    """
    return standing.once(_contract_ends)


def _contract_ends(standing: Standing) -> Mapping[str, tuple[LogLine, date]]:
    lines_of = {same_id(client.id): client.log for client in standing.ledger.clients}
    found = {}
    for project in standing.client_projects:
        if project.is_open and project.is_retainer:
            theirs = lines_of.get(same_id(project.client.id), ()) if project.client else ()
            talked = [line for log in (project.log, theirs) for line in log if line.word in _TALK]
            said = [(line, last) for line in talked if (last := _contract_end(line))]
            line, last = max(said, key=lambda each: each[0].day, default=(None, None))
            if line and last and last > standing.day:
                found[project.id] = line, last
    return found


def _contract_end(line: LogLine) -> date | None:
    """The last day of a contract that a line names; a month counts whole."""
    end = _CONTRACT.search(line.text)
    if end is None:
        return None
    month = MONTHS[end["m1"].casefold()]
    first = date(int(end["y1"]), month, 1) if end["y1"] else _after(line.day.replace(day=1), 1, month)
    return first and _month_end(first)


def closures(standing: Standing) -> Mapping[str, tuple[date, date]]:
    """When clients pay nothing, as they said: the first and the last day of a pause, by the client as ids compare."""
    return standing.once(_closures)


def _closures(standing: Standing) -> Mapping[str, tuple[date, date]]:
    one = timedelta(days=1)
    return {
        same_id(each.project.client.id): (each.last + one, each.resumes - one)
        for each in notices(standing).values()
        if each.pays_later and each.last and each.resumes and each.project.client
    }


def _told(project: Project, said: Sequence[LogLine]) -> Notice | None:
    """What some lines say together, the later of them first; None if none does."""
    if not said:
        return None
    later = sorted(said, key=lambda line: line.day, reverse=True)
    last, resumes = next((days for line in later if (days := _days(line))), (None, None))
    return Notice(project, later[0], last, resumes, any(_NO_MONEY.search(line.text) for line in said))


def _counts(standing: Standing, notice: Notice) -> bool:
    """Whether a notice is news: nothing that came later says otherwise, and it is recent or its day is ahead."""
    told, last = notice.line.day, notice.last
    if any(line.day > told for line in notice.project.lines(*_STATES)):
        return False
    until = notice.resumes or last
    if until is None or until < standing.day:
        went_on = last and any(block.day > last for block in standing.blocks_of(notice.project) if block.day)
        return told > standing.day - _LATELY and not went_on
    return True


def _days(line: LogLine) -> tuple[date, date | None] | None:
    """The last day of work that a line names, and the day on which it goes on; None if it names neither."""
    text = line.text
    if pause := _PAUSE.search(text):
        first = _after(line.day, int(pause["d1"]), MONTHS[pause["m1"].casefold()])
        last = first and _after(first, int(pause["d2"]), MONTHS[pause["m2"].casefold()])
        return (first - timedelta(days=1), last + timedelta(days=1)) if first and last else None
    if end := _END.search(text):
        month = (end["m1"] or end["m2"] or "december").casefold()
        year = end["y1"] or end["y2"]
        first = date(int(year), MONTHS[month], 1) if year else _after(line.day.replace(day=1), 1, MONTHS[month])
        return (_month_end(first), None) if first and _month_end(first) >= line.day else None
    return None


def _after(day: date, number: int, month: int) -> date | None:
    """The first day of a month's number that is a day or later; None if that month has no such day."""
    for year in (day.year, day.year + 1):
        try:
            found = date(year, month, number)
        except ValueError:
            return None
        if found >= day:
            return found
    return None


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
