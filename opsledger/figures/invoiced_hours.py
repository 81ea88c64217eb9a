"""Until which day the invoices of work by the hour are for its hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.projects import block_worth
from opsledger.figures.standing import Standing
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.values.days import months_after
from opsledger.values.loose_dates import MONTHS

_DAY = timedelta(days=1)
_EARLY = 15  # of a month: an invoice of these days may be for the month before
_MONTHS_BACK = 3  # an invoice that names an earlier month names it for another reason
_WORD = pattern(r"[^\W\d_]{3,}")
_VERB = pattern(r"\bmay\b")  # a month is written with a capital letter
_NUMBERS = pattern(r"(?<![0-9-])(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])(?![0-9-])")


class Covered(NamedTuple):
    """An invoice, and the last day whose hours it is for."""

    line: LogLine
    until: date


def invoiced_until(standing: Standing, project: Project) -> list[Covered]:
    """The invoices of a project with the last day whose hours each is for, in the order of the log.

    That is the end of the month that its text names ("October"). Without one it is its own day, but of the first half
    of a month the end of the month before, if the amount is nearer to what the hours came to by then.
    """
    return list(_each(standing, project))


def _each(standing: Standing, project: Project) -> Iterator[Covered]:
    after = date.min
    for line in project.lines("invoiced"):
        until = line.day
        if project.billing == "hourly":
            until = _month_named(line) or _month_before(standing, project, line, after) or line.day
        after = max(after, until)
        yield Covered(line, until)


def _month_named(line: LogLine) -> date | None:
    """The end of the month that an invoice names, if it is one of the last; its own day if that month still runs."""
    if found := _NUMBERS.search(line.text):
        first = date(int(found["year"]), int(found["month"]), 1)
    else:
        months = [MONTHS[word] for each in _WORD.findall(line.text) if (word := each.casefold()) in MONTHS]
        if len(set(months)) != 1 or _VERB.search(line.text):
            return None
        first = date(line.day.year - (months[0] > line.day.month), months[0], 1)
    is_near = months_after(first, _MONTHS_BACK) > line.day >= first
    return min(months_after(first, 1) - _DAY, line.day) if is_near else None


def _month_before(standing: Standing, project: Project, line: LogLine, after: date) -> date | None:
    """The end of the month before an invoice, if its amount is nearer to the hours until then than to any of later."""
    end = line.day.replace(day=1) - _DAY
    if line.day.day > _EARLY or end <= after:
        return None
    since = after if after > date.min else end.replace(day=1) - _DAY
    early, late = Fraction(0), Fraction(0)
    for block in standing.blocks_of(project):
        if block.day and since < block.day <= line.day:
            worth = block_worth(standing, project, block) or Fraction(0)
            early, late = (early + worth, late) if block.day <= end else (early, late + worth)
    of_later = (late, early + late)  # other programs may have billed the earlier ones
    is_nearer = all(abs(line.money - early) < abs(line.money - each) for each in of_later)
    return end if early and late and is_nearer else None
