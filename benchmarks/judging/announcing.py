"""What the headline announces on a day, and what a bare rule and the true processes would have announced beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from opsledger.figures.statistics import wilson
from opsledger.findings.ahead import ToldStretch
from opsledger.findings.finding import Measured
from opsledger.findings.headline import BALANCED, headline_kind, told_sides
from opsledger.forecast.outlook import LEAN, OVERLOADED, Lines, RunWeek, outlook_of, stretches_of
from opsledger.forecast.past import week_number
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.forecast.verdicts import Course, Verdicts, Warned, both, verdicts_of

OURS, BARE, TRUE = "the headline", "a bare rule", "true processes"
BARE_LINES = {LEAN: 0.45, OVERLOADED: 0.40}
_CLOSELY, _BAD = 6, 4  # weeks looked at after a balanced headline, and how many of them may not be bad

TrueWeeks = Callable[[date], Sequence[RunWeek]]


@dataclass(frozen=True)
class Announced:
    """What was announced in the week of a review, by each who could; and how each would call the day, if it says so."""

    on: int
    warned: Mapping[str, tuple[Warned, ...]]
    kinds: Mapping[str, str]


def announced(measured: Measured, true: TrueWeeks | None = None) -> Announced:
    """What is announced on a day. true: the weeks after a day as the true processes see them."""
    on, forecast = week_number(measured.day), measured.trusted_forecast
    warned: dict[str, tuple[Warned, ...]] = {OURS: (), BARE: tuple(_bare(forecast)) if forecast else ()}
    kinds: dict[str, str] = {}
    seen = {OURS: measured}
    if forecast and true:
        seen[TRUE] = Measured(measured.standing, measured.figures, _as_true(measured, forecast, true(measured.day)))
    for who, each in seen.items():
        if each.trusted_forecast:
            told = told_sides(each)
            warned[who] = tuple(_warned(on, one) for one in told if one.is_likely)
            kinds[who] = headline_kind(each, each.trusted_forecast, told)
    return Announced(on, warned, kinds)


def _as_true(measured: Measured, forecast: Forecast, weeks: Sequence[RunWeek]) -> Forecast:
    """A forecast whose weeks ahead are those of the true processes."""
    settings = measured.standing.settings
    lines = Lines(float(settings.famine), float(settings.feast))
    return replace(forecast, outlook=outlook_of(weeks, lines), stretches=stretches_of(weeks, lines))


def _warned(on: int, told: ToldStretch) -> Warned:
    first, last = told.stretch.first.monday, told.stretch.last.monday
    return Warned(on, told.kind, week_number(first), week_number(last))


def _bare(forecast: Forecast) -> Iterator[Warned]:
    """Of each kind the first two or more weeks in a row whose single chances are all above a line."""
    on = week_number(forecast.on)
    weeks = [week for week in forecast.weeks if week.capacity > 0]
    for kind, line in BARE_LINES.items():
        for is_above, some in groupby(weeks, lambda week, kind=kind, line=line: _chance(week, kind) >= line):  # type: ignore[misc]
            run = [week_number(week.week.monday) for week in some]
            if is_above and len(run) > 1:
                yield Warned(on, kind, run[0], run[-1])
                break


def _chance(week: ForecastWeek, kind: str) -> float:
    return (week.famine if kind == LEAN else week.feast) or 0.0


@dataclass
class Announcements:
    """How the announcements did: those of each who could, by kind; and how often they called a day what."""

    verdicts: dict[str, dict[str, list[Verdicts]]] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    balanced: dict[str, list[bool]] = field(default_factory=dict)  # whether each that can be judged was wrong

    def add(self, other: Announcements) -> None:
        for who, by_kind in other.verdicts.items():
            mine = self.verdicts.setdefault(who, {LEAN: [], OVERLOADED: []})
            for kind, found in by_kind.items():
                mine[kind] += found
        for who, counts in other.kinds.items():
            self.kinds.setdefault(who, Counter()).update(counts)
        for who, wrong in other.balanced.items():
            self.balanced.setdefault(who, []).extend(wrong)

    def of(self, who: str, kind: str) -> Verdicts:
        """All of one kind by one who announces."""
        return both(self.verdicts[who][kind])


def announcements(found: Sequence[Announced], course: Course) -> Announcements:
    """How the announcements of one business did."""
    whole = Announcements()
    held = [each.on for each in found]
    for who in dict.fromkeys(who for each in found for who in each.warned):
        warned = [one for each in found for one in each.warned.get(who, ())]
        whole.verdicts[who] = {kind: [verdicts_of(warned, held, course, kind)] for kind in (LEAN, OVERLOADED)}
    for each in found:
        for who, kind in each.kinds.items():
            whole.kinds.setdefault(who, Counter())[kind] += 1
            wrong = _is_wrong(course, each.on) if kind == BALANCED else None
            if wrong is not None:
                whole.balanced.setdefault(who, []).append(wrong)
    return whole


def _is_wrong(course: Course, on: int) -> bool | None:
    """Whether four of the six weeks after a balanced headline were lean, or overloaded; None if they are not over."""
    weeks = course.known(on + 1, on + _CLOSELY)
    if not weeks or on + _CLOSELY > max(course.hours):
        return None
    return any(sum(course.is_so(kind, week) for week in weeks) >= _BAD for kind in (LEAN, OVERLOADED))


def announcement_lines(found: Announcements) -> Iterator[str]:
    """A line for each kind and each who announces, then the balanced ones."""
    yield f"{'':<28}{'told in time':>28}{'false alarms':>28}{'weeks of notice':>17}"
    for kind in (LEAN, OVERLOADED):
        for who in found.verdicts:
            each = found.of(who, kind)
            notice = "-" if each.weeks_of_notice is None else f"{each.weeks_of_notice:.1f}"
            told = share_of(each.hits, each.hits + each.misses)
            false = share_of(each.false_alarms, each.warned)
            yield f"{f'{kind}, {who}':<28}{told:>28}{false:>28}{notice:>17}"
    for who, wrong in found.balanced.items():
        yield f"balanced before four bad weeks of six, {who}: {share_of(sum(wrong), len(wrong))}"


def share_of(part: int, whole: int) -> str:
    """A share with its 95 % interval."""
    interval = wilson(part, whole)
    if interval is None:
        return "none"
    return f"{part} of {whole} ({100 * part / whole:.0f} %, {100 * interval[0]:.0f}-{100 * interval[1]:.0f} %)"
