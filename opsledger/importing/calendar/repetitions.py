"""The repetitions of events within a span of days, with a bound on each rule and on all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from dateutil.rrule import rrule, rrulestr  # type: ignore[import-untyped]
from recurring_ical_events import EventAdapter, Occurrence, Series  # type: ignore[import-untyped]

from opsledger.importing.calendar.events import MOST_DATES_IN_ALL, Unfollowable

TOO_OFTEN = "it repeats too often, or since too long ago, to be followed"
TOO_MUCH = "the calendar repeats too much for all of it to be followed: ask for fewer days"
_A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24, "DAILY": 1, "WEEKLY": 1, "MONTHLY": 1, "YEARLY": 1}
_MOST_LOOKS = 400_000  # days that a rule is tried on: more than a birthday since 1604 needs
_MOST_LOOKS_IN_ALL = 3_000_000
_MOST_REPETITIONS = 1_500  # of one series, three a day
_MOST_IN_ALL = 20_000
_LOOKS_A_REPETITION = 40  # what one costs, beside a look
_BEYOND = 3_000  # looks beyond the span, for a rule that the next leap year ends
_BY_DAYS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")


class Budget:
    """How much work the repetitions of one import may take."""

    def __init__(self) -> None:
        self.looks = _MOST_LOOKS_IN_ALL
        self.repetitions = _MOST_IN_ALL
        self.dates = MOST_DATES_IN_ALL


class _Enough(Exception):
    """A rule was tried on all days of the span, and on as many after it as are worth it."""


class _Counted(tuple[int, ...]):
    """The months that a rule is for. Every day that dateutil tries is looked up here first, and so counted.

    Without it a rule that never matches is followed to the year 9999.
    """

    left: list[int]

    def __contains__(self, month: object) -> bool:
        self.left[0] -= 1
        if self.left[0] < 0:
            raise _Enough
        return super().__contains__(month)


class Repetition(Occurrence):  # type: ignore[misc]
    """An event at one of its times."""

    @property
    def event(self) -> Any:
        """The event it is of: of the series, or the one that replaces this repetition."""
        return self._adapter._component

    @property
    def instant(self) -> date:
        """When it would be if nobody had moved it: what it is known by within its series."""
        named = self.event.get("RECURRENCE-ID")
        if named is None:
            return self.start  # type: ignore[no-any-return]
        return self.start - self._adapter.move_recurrences_by if self._adapter.this_and_future else named.dt  # type: ignore[no-any-return]


class _Rules(Series.RecurrenceRules):  # type: ignore[misc]
    """The rules of a series, followed no further than the span that is asked for."""

    def create_rule_with_start(self, rule_string: str) -> rrule:
        """A rule from the series' start, or from a later time of the same rhythm: nobody asks for what lies before."""
        parts = dict(part.split("=", 1) for part in rule_string.upper().split(";") if "=" in part)
        if int(parts.get("INTERVAL", 1)) < 1:
            raise Unfollowable(TOO_OFTEN)
        rule = rrulestr(rule_string, dtstart=self.start)
        size = {"DAILY": 1, "WEEKLY": 7}.get(parts["FREQ"])
        before = (_naive(self.core.first_asked) - _naive(self.start)).days - 40
        if size and "COUNT" not in parts and before > 0:
            step = size * int(parts.get("INTERVAL", 1))
            rule = rrulestr(rule_string, dtstart=self.start + timedelta(days=before // step * step))
        rule.until = rule._until
        months = _Counted(rule._bymonth or range(1, 13))
        months.left = [0]
        rule._bymonth = months
        rule.own_parts = parts
        return rule

    def rrule_between(self, span_start: Any, span_stop: Any) -> Iterator[Any]:
        """The times in a span, in no order. Raises Unfollowable."""
        first, last = _like(span_start, self.start), _like(span_stop, self.start)
        yield from self.rrules[0].between(first, last, inc=True)
        for rule in self.rrules[1:]:
            yield from self._of_rule(rule, first, last)

    def _of_rule(self, rule: rrule, first: Any, last: Any) -> Iterator[Any]:
        budget: Budget = self.core.budget
        allowed = _looks_needed(rule, last)
        if allowed > _MOST_LOOKS:
            raise Unfollowable(TOO_OFTEN)
        left = rule._bymonth.left
        left[0] = before = min(allowed + _BEYOND, budget.looks)
        tried = 0
        try:
            for moment in rule:
                tried += 1
                if moment > last or tried > _MOST_LOOKS:
                    break
                if moment >= first:
                    yield moment
        except _Enough:
            pass
        finally:
            budget.looks -= before - max(left[0], 0) + tried
        if tried > _MOST_LOOKS:
            raise Unfollowable(TOO_OFTEN)
        if budget.looks <= 0:
            raise Unfollowable(TOO_MUCH)


def _looks_needed(rule: rrule, last: Any) -> int:
    """How many days a rule is tried on until the end of a span, at the most."""
    parts = rule.own_parts
    times = max(1, (_naive(last) - _naive(rule._dtstart)).days) * _A_DAY[parts["FREQ"]]
    if parts["FREQ"] in ("HOURLY", "MINUTELY", "SECONDLY", "DAILY"):
        times = times // int(parts.get("INTERVAL", 1)) + 1
        if parts["FREQ"] != "DAILY" and any(part in parts for part in _BY_DAYS):
            return _MOST_LOOKS + 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(parts.get(part, "").split(","))
    return times * 6 // 5 + 50


class _Series(Series):  # type: ignore[misc]
    RecurrenceRules = _Rules

    def occurrence(self, adapter: Any, start: Any = None, end: Any = None) -> Repetition:
        return Repetition(adapter, start, end)


class _BudgetedEvent(EventAdapter):  # type: ignore[misc]
    """An event with the budget it may use, and the first day that is asked for."""

    def __init__(self, event: Any, budget: Budget, first: date) -> None:
        super().__init__(event)
        self.budget = budget
        self.first_asked = first


def repetitions(events: Iterable[Any], first: date, last: date, budget: Budget) -> list[Repetition]:
    """The events of one UID that touch a span of days, its ends included.

    Raises Unfollowable, and what the libraries raise.
    """
    series = _Series([_BudgetedEvent(event, budget, first) for event in events])
    found: list[Repetition] = []
    for one in series.between(first, last + timedelta(days=1)):
        found.append(one)
        if len(found) > min(_MOST_REPETITIONS, max(1, budget.repetitions)):
            budget.looks -= len(found) * _LOOKS_A_REPETITION
            raise Unfollowable(TOO_OFTEN if len(found) > _MOST_REPETITIONS else TOO_MUCH)
    budget.repetitions -= len(found) if len(found) > 1 else 0
    return found


def instant_text(moment: date, own_zone: tzinfo | None) -> str:
    """A repetition's instant as it is known by, whatever zone it is written in."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    return f"{_in_utc(moment, own_zone):%Y%m%dT%H%M%S}Z"


def _in_utc(moment: datetime, own_zone: tzinfo | None) -> datetime:
    if moment.tzinfo is None and own_zone is not None:
        moment = moment.replace(tzinfo=own_zone)
    return moment.astimezone(UTC)  # one without a zone is in the system's


def _naive(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)


def _like(moment: date, other: datetime) -> datetime:
    """A moment with the zone of another, so that the two compare."""
    if isinstance(moment, datetime) and moment.tzinfo is not None and other.tzinfo is not None:
        return moment
    return _naive(moment).replace(tzinfo=other.tzinfo)
