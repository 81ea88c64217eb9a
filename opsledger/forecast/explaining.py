"""What the forecast rests on, in words: of every assumption the guess it starts from, one's own history, its weight."""

from __future__ import annotations

import math

from opsledger.figures.chances import PRIOR_WEIGHT, chances
from opsledger.forecast import priors
from opsledger.forecast.averages import Habit
from opsledger.forecast.belief import Explanation
from opsledger.forecast.ceiling import busiest
from opsledger.forecast.misses import Drift
from opsledger.forecast.new_leads import arrivals, replays
from opsledger.forecast.retainers import ending, month_ratio, odd_hours, retainers
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing
from opsledger.values.written import count_of, write_share

_DELIVERED = "projects delivered in the last two years"
_STARTED = "projects with hours"


def explain(drawing: Drawing, winning: Winning, own: Habit, drift: Drift) -> tuple[Explanation, ...]:
    """Every assumption in the order in which the forecast uses it."""
    habits = drawing.habits
    return (
        habits.overrun.explained("overrun", "hours a running job takes for each hour sold", _DELIVERED),
        habits.overrun_unstarted.explained(
            "overrun.unstarted", "hours a new job takes for each hour estimated", _DELIVERED
        ),
        habits.pace.explained("pace", "hours in a busy week on a job of 40 h", _STARTED, " h"),
        _idle(drawing),
        habits.start_lag.explained("starts", "days from booked to the first hours", _STARTED, " days"),
        habits.size.explained("size", "hours sold if a lead names none", "client projects", " h"),
        *_leads(drawing, winning),
        _new_leads(drawing),
        *_retainers(drawing),
        *_weeks(drawing),
        *_own_weeks(own),
        _misses(drift, drawing),
    )


def _idle(drawing: Drawing) -> Explanation:
    chance, idle, weeks = drawing.habits.idle
    return Explanation(
        "idle",
        "chance that a running job rests for a week",
        write_share(priors.IDLE),
        f"{idle} of them" if weeks else "",
        weeks,
        weeks / (weeks + priors.IDLE_WEEKS),
        write_share(chance),
        "weeks of running jobs",
    )


def _leads(drawing: Drawing, winning: Winning) -> list[Explanation]:
    found = []
    for stage, chance in chances(drawing.past.standing).items():
        n, known = len(chance.closings), winning.stages[stage]
        own = f"{chance.won} won" if n else ""
        meaning = f"chance of winning a lead at the stage {stage} (long silence counts against it)"
        weight, prior = 1 - PRIOR_WEIGHT / known.n, write_share(float(chance.prior))
        result, source = write_share(known.chance), "leads closed in the last year"
        found.append(Explanation(f"chance.{stage}", meaning, prior, own, n, weight, result, source))
        stays = ((known.won, "won", "won"), (known.lost, "lost", "lost or silent"))
        for stay, outcome, leads in stays:
            what = f"days in {stage} of leads then {outcome}"
            found.append(stay.explained(f"stays.{stage}.{outcome}", what, f"{leads} leads in it", " days"))
        days = winning.days_to_won(stage)
        found.append(days.explained(f"days.{stage}", f"days from {stage} to won", "leads won", " days"))
    return found


def _new_leads(drawing: Drawing) -> Explanation:
    leads, direct, weeks = arrivals(drawing)
    rate = (leads + priors.NEW_LEADS) / (weeks + priors.NEW_LEADS_WEEKS)
    own = f"{count_of(leads, 'lead')} and {count_of(direct, 'project')} without one"
    usual = len(priors.REPLAYED)
    own_replays = len(replays(drawing)) - usual
    result = f"{rate:.2g} a week, each like one of the {own_replays} you won or of {usual} typical ones"
    weight = weeks / (weeks + priors.NEW_LEADS_WEEKS)
    meaning = "new leads to expect"
    return Explanation("new leads", meaning, "half a lead", own, math.floor(weeks), weight, result, "weeks")


def _retainers(drawing: Drawing) -> list[Explanation]:
    found = []
    if retainers(drawing):
        meaning = "hours a retainer takes for each hour sold"
        found.append(month_ratio(drawing).explained("retainers", meaning, "months of retainers"))
        prior = priors.RETAINER_ENDS / priors.RETAINER_WEEKS
        meaning, chance = "chance that a retainer ends within a week", ending(drawing)
        found.append(
            Explanation(
                "retainers.end", meaning, f"{100 * prior:.1f} %", "", 0, 0.0, f"{100 * chance:.1f} %", "retainers"
            )
        )
    odd = odd_hours(drawing)
    if any(odd):
        mean, meaning = f"{sum(odd) / len(odd):.1f} h", "client hours a week on nothing booked"
        found.append(Explanation("odd hours", meaning, "none", mean, len(odd), 1.0, mean, "last weeks"))
    return found


def _weeks(drawing: Drawing) -> list[Explanation]:
    """What a full week and a short one hold."""
    own, prior = busiest(drawing), priors.CEILING
    weight = len(own) / (len(own) + prior.weight)
    told = f"{write_share(own[0])} to {write_share(own[-1])} of the hours available" if own else ""
    usual = f"{write_share(math.exp(prior.mean))} of the hours available"
    result = f"{write_share(weight)} of the time like your full weeks, {write_share(1 - weight)} like the guess"
    meaning = "what you do in a week with too much work"
    short = f"three days of five hold {write_share(0.6**priors.SHORT_ROOM)} of a usual week"
    gives = f"by {write_share(priors.YIELDS)} of the work that is too much"
    return [
        Explanation("ceiling", meaning, usual, told, len(own), weight, result, "full weeks of the last year"),
        Explanation("yields", "how far such a week stretches", gives, "", 0, 0.0, gives, ""),
        Explanation("short weeks", "what a short week holds", short, "", 0, 0.0, short, ""),
    ]


def _own_weeks(own: Habit) -> list[Explanation]:
    n = len(own.usual)
    even = "fewer" if own.evenness >= 1 else "more"
    told = (
        f"mean {sum(own.usual) / n:.1f} h, lately {own.level:.1f} h, with {even} ups and downs than usual" if n else ""
    )
    next_week, later = (own.ahead(weeks, 1)[1] for weeks in (1, 6))
    result = f"{write_share(next_week)} of next week's hours, {write_share(later)} in six weeks"
    slope = f"{write_share(own.slope)} of what sets a week apart from your average lasts to the next"
    weeks = "weeks of the last half year"
    return [
        Explanation(
            "trend", "how much a week resembles those before it", "not at all", slope, n, own.tie, slope, weeks
        ),
        Explanation(
            "averages",
            "how much the forecast leans towards your own last weeks",
            f"{write_share(priors.AVERAGES)}, after next week {write_share(priors.AVERAGES_LATER)}",
            told,
            n,
            own.weight,
            result,
            weeks,
        ),
    ]


def _misses(drift: Drift, drawing: Drawing) -> Explanation:
    hours = drift.share * drawing.past.usual
    side = "more" if hours >= 0 else "fewer"
    own = f"{abs(hours):.1f} h {side} came than the median said" if drift.n else ""
    added = (
        f"{priors.MISS_KEPT * hours:+.1f} h next week, {write_share(1 - priors.MISS_FADES)} less with each week after"
    )
    meaning = "correction for what the last forecasts missed"
    return Explanation(
        "misses", meaning, "nothing", own, drift.n, priors.MISS_KEPT if drift.n else 0.0, added, "last weeks"
    )
