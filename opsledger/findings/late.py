"""The promises that are past, and those of the next two weeks that will break: what the headline says of them."""

from __future__ import annotations

from fractions import Fraction

from opsledger.findings.finding import Measured
from opsledger.forecast.keeping import NO_ROOM, PAST, Promised, promises_of
from opsledger.values.written import count_of, listed

_MOST_NAMED = 2


def late_promises(measured: Measured) -> list[Promised]:
    """The open projects that are past their promise, the one with the most hours left first."""
    late = [promised for promised in promises_of(measured.standing) if promised.state == PAST]
    return sorted(late, key=lambda promised: (-(promised.left or Fraction(0)), promised.project.id))


def unmet_soon(measured: Measured) -> list[Promised]:
    """The promises of the next two weeks for which there are too few hours, those due first first."""
    return [each for each in promises_of(measured.standing) if each.state == NO_ROOM and each.is_near(measured.day)]


def promises_sentence(measured: Measured) -> str:
    """What the headline says of promises: those that are past, and those of two weeks that will be; empty if none."""
    late, unmet = late_promises(measured), unmet_soon(measured)
    past = f"{len(late)} projects are past their date" if len(late) > 1 else ""
    if len(late) == 1:
        past = f"{late[0].project.title} is {count_of(int(late[0].late), 'day')} late"
    ahead = f"{len(unmet)} promises of the next two weeks will likely break" if len(unmet) > _MOST_NAMED else ""
    if 0 < len(unmet) <= _MOST_NAMED:
        named = [f"{each.project.title} ({measured.short(each.due)})" for each in unmet]
        ahead = f"{listed(named)} will likely be late"
    return ", and ".join(filter(None, (past, ahead)))
