"""The promises that are past, and those of the next two weeks that will break: what the headline says of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from opsledger.findings.finding import Measured
from opsledger.forecast.keeping import CROWDED, NO_ROOM, PAST, Promised, is_waiting, promises_of
from opsledger.models.projects import Project
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


def missed_sentence(measured: Measured) -> str:
    """The first promise after these two weeks that will likely be missed: too few hours, or a day too late in turn."""
    ahead = (each for each in promises_of(measured.standing) if not each.is_near(measured.day))
    missed = next((each for each in ahead if _is_missed(measured, each)), None)
    return f"{missed.project.title}, due {measured.short(missed.due)}, will likely be late" if missed else ""


def _is_missed(measured: Measured, promised: Promised) -> bool:
    done = done_by(measured, promised.project) if promised.state == CROWDED else None
    return promised.state == NO_ROOM or bool(done and done > promised.due)


def done_by(measured: Measured, project: Project) -> date | None:
    """The day on which a project is done as things go, as its row says; None if that is not known."""
    finish = measured.figures[f"outflow.finish.{project.id}"].value
    day = finish.get("day") if isinstance(finish, Mapping) else None
    return day if isinstance(day, date) else None


def last_to_be_done(measured: Measured, after: date) -> tuple[Project, date] | None:
    """The booked job that has not begun and is done last, if that is after a day, and when that is."""
    waiting = [
        (day, project.id, project)
        for project in measured.standing.client_projects
        if not project.is_retainer and is_waiting(measured.standing, project)
        if (day := done_by(measured, project)) and day > after
    ]
    if not waiting:
        return None
    day, _, project = max(waiting, key=lambda each: each[:2])
    return project, day
