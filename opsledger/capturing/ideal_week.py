"""A standing schedule for a week of so many hours: client work in long stretches, the business in the rest."""

from __future__ import annotations

from collections.abc import Mapping

from opsledger.values.days import DAY_NAMES, write_time_range
from opsledger.values.duration import Minutes

_MORNING = 9 * 60
_LUNCH = (12 * 60 + 30, 13 * 60 + 30)
_STEP = 30  # minutes; nothing shorter is planned
_DAYS = 5
_REVIEW = "coo"


_OF_THE_BUSINESS = {"marketing": 4, "sales": 3, "admin": 2, "coo": 0.5, "ceo": 0.5, "finance": 1, "learning": 2}


def usual_areas(minutes: Minutes) -> dict[str, Minutes]:
    """What a week leaves beside clients, shared among the areas of a business as is usual, in half hours.

    Each gets half an hour at least, so a week that leaves less than that for each is exceeded.
    """
    whole = sum(_OF_THE_BUSINESS.values())
    steps = {area: max(int(minutes // _STEP * part / whole), 1) for area, part in _OF_THE_BUSINESS.items()}
    for _ in range(minutes // _STEP - sum(steps.values())):
        lacking = max(steps, key=lambda area: _OF_THE_BUSINESS[area] / (steps[area] + 1))
        steps[lacking] += 1
    return {area: count * _STEP for area, count in steps.items()}


def ideal_week(
    week: Minutes, for_clients: Minutes, areas: Mapping[str, Minutes], *, mornings: bool = True
) -> list[str]:
    """The lines of `## Plan` of `schedule.md`.

    week, for_clients: the minutes of a week, spread over five days. areas: minutes a week meant for each; they fill
    what client work leaves, the review first and then the largest. mornings: client work comes first in the day, else
    last.
    """
    room = _days(week)
    client = [min(have, want) for have, want in zip(room, _days(for_clients), strict=True)]
    left = [have - taken for have, taken in zip(room, client, strict=True)]
    business: list[list[tuple[str, int]]] = [[] for _ in range(_DAYS)]
    day = _DAYS - 1  # the review ends the week
    for area in sorted(areas, key=lambda name: (name != _REVIEW, -areas[name])):
        rest = areas[area] // _STEP * _STEP
        for _ in range(_DAYS):
            part = min(rest, left[day])
            if part:
                business[day].append((area, part))
                left[day] -= part
                rest -= part
            day = (day + 1) % _DAYS
            if not rest:
                break
    lines = []
    for number, (taken, others) in enumerate(zip(client, business, strict=True)):
        ordered = sorted(others, key=lambda block: block[0] == _REVIEW)
        blocks = [("client", taken), *ordered] if mornings else [*ordered, ("client", taken)]
        lines += [f"{DAY_NAMES[number][:3].capitalize()} {line}" for line in _laid_out(blocks)]
    return lines


def _days(minutes: int) -> list[int]:
    """Minutes spread over the days in steps, the first days taking what does not divide."""
    steps = minutes // _STEP
    return [(steps // _DAYS + (day < steps % _DAYS)) * _STEP for day in range(_DAYS)]


def _laid_out(blocks: list[tuple[str, int]]) -> list[str]:
    """The blocks one after another from nine o'clock, around lunch."""
    lines, clock = [], _MORNING
    for target, minutes in blocks:
        while minutes > 0:
            if _LUNCH[0] <= clock < _LUNCH[1]:
                clock = _LUNCH[1]
            end = min(clock + minutes, _LUNCH[0] if clock < _LUNCH[0] else 24 * 60)
            if end <= clock:
                break
            lines.append(f"{write_time_range(clock, end)} {target}")
            minutes -= end - clock
            clock = end
    return lines
