"""What anybody could forecast without a model, each with a spread of its own past errors to be a fair rival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opsledger.dataclass import dataclass
from opsledger.forecast.averages import BASELINE_WEEKS, BROKEN
from opsledger.forecast.chance import sample_quantile
from opsledger.forecast.outlook import Lines
from opsledger.forecast.past import Past
from opsledger.forecast.scoring import RIVALS, Guess

_ERROR_WEEKS = 52
_FEWEST_ERRORS = 6
_FEW_WEEKS = 4


@dataclass(frozen=True, slots=True)
class OwnWeeks:
    """The user's own recorded weeks, each as if no time off had been planned, and the mean of the four up to each."""

    hours: Mapping[int, float]
    of_four: Mapping[int, float]
    lines: Lines

    def averages(self, origin: int) -> list[float]:
        """The hours of the 26 weeks up to one."""
        return [self.hours[week] for week in range(origin - BASELINE_WEEKS, origin + 1) if week in self.hours]

    def repeated(self, origin: int, ahead: int, before: Mapping[int, float]) -> list[float]:
        """A level repeated so many weeks later, once for each of its own past errors over as many weeks.

        before: the level by week. Fewer than six errors give no spread.
        """
        found = (week for week in range(origin, origin - _ERROR_WEEKS, -1) if week in before)
        latest = next(found, None)
        if latest is None:
            return []
        weeks = range(origin - _ERROR_WEEKS + 1, origin + 1)
        errors = [self.hours[w] - before[w - ahead] for w in weeks if w in self.hours and w - ahead in before]
        return spread_by(before[latest], errors)


def own_weeks(past: Past) -> OwnWeeks:
    """The user's own weeks as they are known on a day; weeks mostly off are left out."""
    weeks = [week for week in past.ended if past.planned_share(week) > BROKEN]
    hours = {week: past.client_hours[week] / past.planned_share(week) for week in weeks}
    of_four = {}
    for week in weeks:
        latest = [hours[each] for each in range(week - _FEW_WEEKS + 1, week + 1) if each in hours]
        of_four[week] = sum(latest) / len(latest)
    settings = past.standing.settings
    return OwnWeeks(hours, of_four, Lines(float(settings.famine), float(settings.feast)))


def levels_of(record: OwnWeeks, origin: int) -> dict[str, float]:
    """The hours a week that the rivals say who go by the user's own weeks, on a day in the week `origin`."""
    own = record.averages(origin)
    last = max((week for week in record.hours if week <= origin), default=None)
    if last is None or not own:
        return {}
    return dict(zip(RIVALS, (sum(own) / len(own), record.hours[last], record.of_four[last]), strict=False))


def spread_by(level: float, errors: Sequence[float]) -> list[float]:
    """A level with each error added; as it is, if they are too few."""
    return [max(level + error, 0.0) for error in errors] if len(errors) >= _FEWEST_ERRORS else [level]


def rivals_of(
    record: OwnWeeks, origin: int, ahead: int, share: float, capacity: float, booked: Sequence[float]
) -> tuple[Guess, ...]:
    """What each of RIVALS says on the Sunday of a week of the week so many later; share: its part of a usual week.

    booked: the booked hours of that week, with a spread, as they are. None of them if no week is known by then.
    """
    four = (
        record.averages(origin),
        record.repeated(origin, ahead, record.hours),
        record.repeated(origin, ahead, record.of_four),
    )
    if not all(four):
        return ()
    return tuple(
        guess_of(sorted(each), capacity, record.lines)
        for each in (*([hours * share for hours in own] for own in four), booked)
    )


def guess_of(ordered: Sequence[float], capacity: float, lines: Lines) -> Guess:
    """Hours in order as a guess."""
    n = len(ordered)
    return Guess(
        sample_quantile(ordered, 0.1),
        sample_quantile(ordered, 0.5),
        sample_quantile(ordered, 0.9),
        sum(hours < lines.lean * capacity for hours in ordered) / n,
        sum(hours > lines.overloaded * capacity for hours in ordered) / n,
    )
