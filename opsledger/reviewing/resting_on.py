"""What the coming weeks rest on: the booked work, how the last weeks went, and the leads that want to begin."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsledger.figures.chances import chances
from opsledger.figures.pairs import won_without_project
from opsledger.findings.finding import Measured
from opsledger.forecast.left import left_of
from opsledger.forecast.result import Forecast
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.stand import StartRow
from opsledger.values.days import Week
from opsledger.values.written import count_of, listed, write_hours, write_number

_MOST_STARTS = 4


def booked_said(measured: Measured) -> str:
    """Booked work as sold, as the open projects will likely need it, and as the coming weeks hold it."""
    forecast = measured.forecast
    return " ".join(_booked(measured, forecast)) if forecast and forecast.weeks else ""


def _booked(measured: Measured, forecast: Forecast) -> Iterator[str]:
    standing = measured.standing
    sold = measured.part("balance.backlog_hours", "hours")
    open_projects = [project for project in standing.client_projects if project.is_open]
    needed = [left_of(standing, project).likely for project in open_projects if not project.is_retainer]
    likely = sum((each for each in needed if each is not None), Fraction(0))
    ahead = sum(week.committed for week in forecast.weeks)
    yield f"Booked: {write_hours(sold)} as sold."
    if round(likely):
        yield f"Some projects run well over, so expect about {_whole(likely)}."
    included = ["retainers"] if any(project.is_retainer for project in open_projects) else []
    included += ["won leads"] if won_without_project(standing) else []
    weeks = f"in the next {count_of(len(forecast.weeks), 'week')}"
    if included:
        yield f"With {listed(included)}, about {_whole(ahead)} {weeks}."
    else:
        yield f"About {_whole(ahead)}{' of that' if round(likely) else ''} will come {weeks}."


def _whole(hours: Fraction | float) -> str:
    return f"{write_number(hours, 0)} h"


def behind_said(measured: Measured) -> str:
    """The last two whole weeks for clients against what there was, if both were lean or both overloaded."""
    forecast = measured.trusted_forecast
    if forecast is None or not forecast.now.kind:
        return ""
    held = [
        f"{write_hours(week.hours)} of {write_hours(week.capacity)} (to {measured.short(week.week.sunday)})"
        for week in forecast.now.weeks
    ]
    return ", ".join(held)


def start_rows(measured: Measured) -> tuple[StartRow, ...]:
    """The open leads that say when they want to begin within the coming weeks, the earliest first."""
    forecast, known = measured.trusted_forecast, chances(measured.standing)
    if forecast is None or not forecast.weeks:
        return ()
    last = forecast.weeks[-1].week.sunday
    found = sorted(
        (lead.start, lead.title, chance.value, lead)
        for lead in measured.standing.open_leads
        if lead.start and measured.day < lead.start <= last and (chance := known.get(lead.stage))
    )
    return tuple(
        StartRow(link_to(lead), str(Week.of(start)), start, chance) for start, _, chance, lead in found[:_MOST_STARTS]
    )
