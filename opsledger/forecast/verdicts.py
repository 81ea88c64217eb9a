"""How past headlines did: which stretches they announced, which came, and how long before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from opsledger.dataclass import dataclass
from opsledger.figures.evidence import Figure
from opsledger.figures.standing import Figures, Standing
from opsledger.figures.statistics import TOO_FEW
from opsledger.forecast.outlook import LEAN, OVERLOADED, Lines
from opsledger.forecast.past import Past, week_number
from opsledger.values.days import read_week
from opsledger.values.written import count_of, write_number

KEPT = "review.headline"
LEAST = {LEAN: 3, OVERLOADED: 2}  # weeks that make a stretch
NOTICE = {LEAN: (4, 10), OVERLOADED: (2, 10)}  # weeks before it begins in which a warning counts
NEAR = 2  # weeks by which a told stretch may miss


@dataclass(frozen=True, slots=True)
class Warned:
    """A stretch that a headline announced. Weeks are numbers; on: the week of the review."""

    on: int
    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Course:
    """What came: the client hours and the capacity of each week that is known, and the lines of lean and overloaded."""

    hours: Mapping[int, float]
    capacity: Mapping[int, float]
    lines: Lines

    def is_so(self, kind: str, week: int) -> bool:
        """Whether a week was lean, or overloaded."""
        return self.lines.beyond(kind, self.hours[week], self.capacity[week]) > 0

    def known(self, first: int, last: int) -> list[int]:
        """The weeks of a span that are known and have capacity."""
        return [week for week in range(first, last + 1) if week in self.hours and self.capacity.get(week, 0) > 0]

    def came(self, kind: str, first: int, last: int) -> bool | None:
        """Whether two such weeks in a row came in a span; None if it is not over and none came yet."""
        weeks = self.known(first, last)
        if any(self.is_so(kind, a) and self.is_so(kind, b) for a, b in pairwise(weeks)):
            return True
        return False if self.hours and last <= max(self.hours) else None

    def stretches(self, kind: str) -> Iterator[tuple[int, int]]:
        """The stretches that came, long enough to count: their first and last weeks. One that still runs counts too."""
        run: list[int] = []
        for week in [*self.known(min(self.hours, default=0), max(self.hours, default=-1)), None]:
            if week is not None and self.is_so(kind, week):
                run.append(week)
                continue
            if len(run) >= LEAST[kind]:
                yield run[0], run[-1]
            run = []


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How warnings did. warned: those for later than the next week that can be judged; false_alarms: of them.

    hits, misses: stretches that came, told in time or not; None is counted that no review could have told.
    notice: how many weeks before each hit it was told first.
    """

    warned: int
    false_alarms: int
    hits: int
    misses: int
    notice: tuple[int, ...]

    @property
    def weeks_of_notice(self) -> float | None:
        """The mean notice of what was told in time."""
        return sum(self.notice) / len(self.notice) if self.notice else None


def verdicts_of(warned: Sequence[Warned], reviews: Iterable[int], course: Course, kind: str) -> Verdicts:
    """How the warnings of one kind did. reviews: the weeks of all reviews that had a headline."""
    mine = [each for each in warned if each.kind == kind]
    judged = [
        came
        for each in mine
        if each.first > each.on + 1 and (came := course.came(kind, each.first - NEAR, each.last + NEAR)) is not None
    ]
    held = sorted(set(reviews))
    notice, misses = [], 0
    soonest, latest = NOTICE[kind][1], NOTICE[kind][0]
    for first, _ in course.stretches(kind):
        if not any(latest <= first - on <= soonest for on in held):
            continue
        told = [
            first - each.on
            for each in mine
            if latest <= first - each.on <= soonest
            and (abs(each.first - first) <= NEAR or each.first <= first <= each.last)
        ]
        if told:
            notice.append(max(told))
        else:
            misses += 1
    return Verdicts(len(judged), judged.count(False), len(notice), misses, tuple(notice))


def both(verdicts: Iterable[Verdicts]) -> Verdicts:
    """Several counts as one."""
    rows = list(verdicts)
    return Verdicts(
        sum(row.warned for row in rows),
        sum(row.false_alarms for row in rows),
        sum(row.hits for row in rows),
        sum(row.misses for row in rows),
        tuple(weeks for row in rows for weeks in row.notice),
    )


def verdicts_sentence(found: Verdicts) -> str:
    """How past headlines did, in words; empty while nothing can be judged."""
    parts = []
    if found.warned:
        parts.append(f"{found.warned - found.false_alarms} of {found.warned} warnings came true")
    if found.hits + found.misses:
        told = f"{found.hits} of {count_of(found.hits + found.misses, 'stretch', 'stretches')} announced in time"
        notice = found.weeks_of_notice
        parts.append(told + ("" if notice is None else f", on average {write_number(notice, 0)} weeks ahead"))
    return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class PastHeadline:
    """A past review's headline, and of each stretch that it announced whether it came; None if that is open."""

    on: date
    text: str
    told: tuple[tuple[Warned, bool | None], ...]


def past_headlines(standing: Standing) -> tuple[PastHeadline, ...]:
    """The headlines frozen in past reviews, the earliest first, each with what came."""
    course = course_of(standing)
    return tuple(
        PastHeadline(
            on, text, tuple((each, course.came(each.kind, each.first - NEAR, each.last + NEAR)) for each in told)
        )
        for on, text, told in _kept(standing)
    )


def _kept(standing: Standing) -> Iterator[tuple[date, str, list[Warned]]]:
    for review in sorted(standing.ledger.fortnights, key=lambda review: review.on):
        said = (review.frozen or {}).get(KEPT)
        if isinstance(said, Mapping) and review.on < standing.day:
            yield review.on, str(said.get("text", "")), list(_read(said.get("told"), week_number(review.on)))


def course_of(standing: Standing) -> Course:
    """What came up to a day."""
    past, settings = Past(standing), standing.settings
    ended = past.ended
    hours, capacity = ({week: of(week) for week in ended} for of in (past.client_hours.__getitem__, past.capacity))
    return Course(hours, capacity, Lines(float(settings.famine), float(settings.feast)))


def past_verdicts(standing: Standing) -> Verdicts | None:
    """How the headlines frozen in past reviews did; None if none is kept."""
    return standing.once(_past_verdicts)


def _past_verdicts(standing: Standing) -> Verdicts | None:
    kept = list(_kept(standing))
    if not kept:
        return None
    warned = [each for _, _, told in kept for each in told]
    reviews, course = [week_number(on) for on, _, _ in kept], course_of(standing)
    return both(verdicts_of(warned, reviews, course, kind) for kind in (LEAN, OVERLOADED))


def _read(told: object, on: int) -> Iterator[Warned]:
    """The stretches that a kept headline called likely; what could go either way is not one, nor what is unread."""
    for each in told if isinstance(told, list) else ():
        try:
            first, last = (week_number(read_week(str(each[key])).monday) for key in ("from", "until"))
            if each["likely"]:
                yield Warned(on, str(each["kind"]), first, last)
        except (LookupError, TypeError, ValueError):
            continue


def verdicts(standing: Standing) -> Figures:
    """`verdicts`: how often the headlines of past reviews were right, as they were frozen.

    warned: stretches called likely that were to begin after the next week and can be judged by now. false_alarms: those
    of them without two such weeks in a row, from two weeks before to two weeks after. hits: stretches that came (three
    lean weeks, two overloaded ones) and were announced four to ten (two to ten) weeks before, by one that begins within
    two weeks of it or spans its first week. misses: those that were not. weeks_of_notice: the mean over the hits.
    """
    found = past_verdicts(standing)
    keys = ("warned", "hits", "false_alarms", "misses", "weeks_of_notice")
    value = {key: getattr(found, key) if found else None for key in keys}
    n = found.warned + found.hits + found.misses if found else 0
    note = None if n else f"{TOO_FEW}: no past headline can be judged yet"
    sources = tuple(review.whole for review in standing.ledger.fortnights if KEPT in (review.frozen or {}))
    yield Figure("verdicts", value, "count", n, note=note, sources=sources)
