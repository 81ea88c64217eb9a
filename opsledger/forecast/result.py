"""The forecast as it is handed on: weeks with their distribution, what follows from them, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from opsledger.cache import Plain
from opsledger.dataclass import dataclass
from opsledger.forecast.belief import Explanation
from opsledger.forecast.outlook import (
    OVERLOADED,
    Now,
    Outlook,
    Stretch,
    now_data,
    outlook_data,
    read_kept_week,
    read_now,
    read_outlook,
    read_stretches,
    stretches_data,
)
from opsledger.values.days import Week

if TYPE_CHECKING:  # what makes a forecast takes long to import
    from opsledger.forecast.promises import Promise

MOST_LEADS = 10
OVERLOAD_LIKELY = 0.5
_SOON, _FEWEST_FILLED = 8, 2  # the weeks looked at, and how many of them sold work must fill


@dataclass(frozen=True, slots=True)
class ForecastWeek:
    """The client hours of one coming ISO week.

    capacity: the hours available for clients. committed: the mean of what is worked on projects booked by now. p10,
    p50, p90: quantiles of all client hours worked. famine, feast: the chance to work less than the settings' share of
    the capacity, or more; None if there is no capacity.
    """

    week: Week
    capacity: float
    committed: float
    p10: float
    p50: float
    p90: float
    famine: float | None
    feast: float | None


@dataclass(frozen=True, slots=True)
class Help:
    """What would avert the first lean week.

    lead: the open lead whose winning instead of its loss takes most from the hours missing to the lean line; gain:
    how many. won_by: the last day on which an open lead can be won to be work in the first lean week; leads_by: the
    last day for a new lead to come. None if nobody can tell.
    """

    lead: str | None
    gain: float
    won_by: date | None
    leads_by: date | None


@dataclass(frozen=True, slots=True)
class Needed:
    """The new leads that would close the shortfall expected from the lead time on.

    leads: how many, if all came today; first, last: the first and the last week that is short. share: how much of the
    hours missing in them these leads (of more than ten, ten) would really bring in time. None if no week is short.
    """

    leads: int
    first: Week | None
    last: Week | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The weeks after a day's own, as they look from that day.

    first_famine: the first week whose lean chance is a half or more. needed: None if nobody can tell. too_few:
    whether fewer than 8 weeks are recorded, so that the priors speak louder than the ledger, or what is booked is not
    known. known: how many weeks are recorded.
    helps: None if no hours are expected to be missing. outlook, stretches: what the weeks add up to, by whole runs;
    now: how the last two weeks were. planned: the client hours that the first week's own Plan holds, None if it has no
    block. promises: of a what-if what becomes of each promise within the weeks; of the plain forecast none.
    """

    on: date
    weeks: tuple[ForecastWeek, ...]
    first_famine: Week | None
    notes: tuple[str, ...]
    too_few: bool
    known: int
    helps: Help | None
    explanations: tuple[Explanation, ...]
    outlook: Outlook
    stretches: tuple[Stretch, ...]
    now: Now
    planned: float | None = None
    needed: Needed | None = None
    promises: tuple[Promise, ...] = ()

    @property
    def is_sold_out(self) -> bool:
        """Whether sold or planned work fills the next weeks: only then can they be too many hours to take on more."""
        return is_filled(self.weeks[:_SOON], self.planned)

    def is_overloaded(self, week: ForecastWeek) -> bool:
        """Whether a week is more likely overloaded than not, and sold or planned work is what fills it."""
        if (week.feast or 0.0) < OVERLOAD_LIKELY:
            return False
        within = any(each.kind == OVERLOADED and each.first <= week.week <= each.last for each in self.stretches)
        planned = self.planned or 0.0 if week is self.weeks[0] else 0.0
        return within or max(week.committed, planned) >= week.capacity

    @property
    def leads_needed(self) -> int | None:
        """The new leads that would close the expected shortfall from the lead time on; None if nobody can tell."""
        return self.needed.leads if self.needed else None


def as_told(forecast: Forecast) -> Forecast:
    """The forecast without what it cannot know: while it rests on guesses, no chance of a lean or overloaded week.

    Nor what follows from such chances: the stretches, and the leads that would avert them.
    """
    if not forecast.too_few:
        return forecast
    outlook = Outlook(*(dict.fromkeys(kind) for kind in (forecast.outlook.lean, forecast.outlook.overloaded)))
    weeks = tuple(replace(week, famine=None, feast=None) for week in forecast.weeks)
    return replace(forecast, weeks=weeks, first_famine=None, needed=None, helps=None, outlook=outlook, stretches=())


def is_filled(weeks: Sequence[ForecastWeek], planned: float | None) -> bool:
    """Whether sold work fills the first of some weeks, two or more: all the hours available in them.

    planned: the hours of the plan for the first of them, which count if they are more; None if it is not next week.
    What nobody has asked for yet can be declined, so that it overloads nobody. On 80 simulated businesses 213 of 262
    overloaded stretches are told in time so, and 18 of 91 alarms about later weeks are false; if all work counts it is
    219, and 29 of 149.
    """
    held = room = 0.0
    open_weeks = [week for week in weeks if week.capacity > 0]
    for number, week in enumerate(open_weeks, 1):
        held += max(week.committed, planned or 0.0) if week is weeks[0] else week.committed
        room += week.capacity
        if number >= min(_FEWEST_FILLED, len(open_weeks)) and held >= room:
            return True
    return False


def data(forecast: Forecast) -> dict[str, Plain]:
    """The forecast as `--json` prints it, under `data`."""
    return _plain(as_told(forecast))


def _plain(forecast: Forecast) -> dict[str, Plain]:
    return {
        "weeks": [
            {
                "week": str(week.week),
                "capacity": week.capacity,
                "committed": week.committed,
                "p10": week.p10,
                "p50": week.p50,
                "p90": week.p90,
                "famine": week.famine,
                "feast": week.feast,
            }
            for week in forecast.weeks
        ],
        "first_famine": None if forecast.first_famine is None else str(forecast.first_famine),
        "leads_needed": forecast.leads_needed,
        "needed": _needed_data(forecast.needed) if forecast.needed else None,
        "planned": forecast.planned,
        "notes": list(forecast.notes),
        "outlook": outlook_data(forecast.outlook),
        "stretches": stretches_data(forecast.stretches),
        "now": now_data(forecast.now),
        **({"promises": _promises_data(forecast.promises)} if forecast.promises else {}),
    }


def _promises_data(promises: Sequence[Promise]) -> Plain:
    return [
        {"project": each.project, "due": str(each.due), "late": each.late, "late_plain": each.late_plain}
        for each in promises
    ]


def kept_text(forecast: Forecast) -> dict[str, Plain]:
    """The forecast as it is kept between runs: all but what it rests on."""
    helps = forecast.helps
    days = {} if helps is None else {day: str(getattr(helps, day) or "") for day in ("won_by", "leads_by")}
    return {
        **_plain(forecast),
        "on": str(forecast.on),
        "known": forecast.known,
        "unknown": forecast.too_few,
        "helps": None if helps is None else {**asdict(helps), **days},
    }


def from_kept(kept: Mapping[str, Any], fewest: int) -> Forecast:
    """The forecast that was kept. fewest: the recorded weeks under which it is too few. Raises if it is not one."""
    helps = kept["helps"]
    weeks = tuple(ForecastWeek(**{**week, "week": read_kept_week(week["week"])}) for week in kept["weeks"])
    return Forecast(
        on=date.fromisoformat(kept["on"]),
        weeks=weeks,
        first_famine=next((week.week for week in weeks if str(week.week) == kept["first_famine"]), None),
        notes=tuple(kept["notes"]),
        too_few=kept["known"] < fewest or kept["unknown"],
        known=kept["known"],
        helps=helps and Help(**{**helps, **{day: kept_day(helps[day]) for day in ("won_by", "leads_by")}}),
        explanations=(),
        outlook=read_outlook(kept["outlook"]),
        stretches=read_stretches(kept["stretches"]),
        now=read_now(kept["now"]),
        planned=kept["planned"],
        needed=kept["needed"] and _needed(kept["needed"]),
    )


def _needed_data(needed: Needed) -> dict[str, Plain]:
    first, last = (None if week is None else str(week) for week in (needed.first, needed.last))
    return {"leads": needed.leads, "from": first, "until": last, "share": needed.share}


def _needed(kept: Mapping[str, Any]) -> Needed:
    first, last = (week and read_kept_week(week) for week in (kept["from"], kept["until"]))
    return Needed(kept["leads"], first, last, kept["share"])


def kept_day(text: str) -> date | None:
    """A day as it was kept; None if there was none."""
    return date.fromisoformat(text) if text else None
