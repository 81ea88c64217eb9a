"""What the forecast rests on: of every assumption the prior, one's own history, and how much it weighs."""

from __future__ import annotations

import math

from opsledger.figures.inflow import PRIOR_WEIGHT, chances
from opsledger.forecast import priors
from opsledger.forecast.averages import Habit
from opsledger.forecast.belief import Explanation
from opsledger.forecast.ceiling import busiest
from opsledger.forecast.new_leads import arrivals, replays
from opsledger.forecast.retainers import ending, month_ratio, odd_hours, retainers
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing


def explain(drawing: Drawing, winning: Winning, own: Habit) -> tuple[Explanation, ...]:
    """Every assumption in the order in which the forecast uses it."""
    habits = drawing.habits
    chance, idle, weeks = habits.idle
    idle_weight = weeks / (weeks + priors.IDLE_WEEKS)
    return (
        habits.overrun.explained("overrun", "hours done / hours sold, of a running project"),
        habits.overrun_unstarted.explained("overrun.unstarted", "hours done / estimate, of work not begun"),
        habits.pace.explained("pace", "hours in a busy week on a project of 40 h", unit=" h"),
        Explanation(
            "idle",
            "the chance that a running project rests for a week",
            f"{priors.IDLE:.0%}",
            f"{idle} of {weeks} weeks" if weeks else "none",
            weeks,
            idle_weight,
            f"{chance:.0%}",
        ),
        habits.start_lag.explained("starts", "days from booked to the first hours", unit=" days"),
        habits.size.explained("size", "hours sold, where a lead states none", unit=" h"),
        *_leads(drawing, winning),
        _new_leads(drawing),
        *_retainers(drawing),
        _ceiling(drawing),
        *_own_weeks(own),
    )


def _leads(drawing: Drawing, winning: Winning) -> list[Explanation]:
    found = []
    for stage, chance in chances(drawing.past.standing).items():
        n = len(chance.closings)
        own = f"{chance.won} won of {n} closed" if n else "none"
        meaning = f"the chance to win a lead that came to {stage}, by the closed ones and the age of the open ones"
        known = winning.stages[stage]
        prior, result = f"{float(chance.prior):.0%}", f"{known.chance:.0%}"
        found.append(Explanation(f"chance.{stage}", meaning, prior, own, n, 1 - PRIOR_WEIGHT / known.n, result))
        days = winning.days_to_won(stage)
        found.append(days.explained(f"days.{stage}", f"days from {stage} to won, of leads won", unit=" days"))
    return found


def _new_leads(drawing: Drawing) -> Explanation:
    leads, direct, weeks = arrivals(drawing)
    rate = (leads + priors.NEW_LEADS) / (weeks + priors.NEW_LEADS_WEEKS)
    own = f"{leads} leads and {direct} projects without one in {weeks:.0f} weeks"
    weight = weeks / (weeks + priors.NEW_LEADS_WEEKS)
    own_replays = len(replays(drawing)) - len(priors.REPLAYED)
    result = (
        f"{rate:.2g} leads a week, each like one of {own_replays} own won leads or {len(priors.REPLAYED)} usual ones"
    )
    return Explanation("new leads", "leads that have not come yet", "half a lead", own, leads, weight, result)


def _retainers(drawing: Drawing) -> list[Explanation]:
    found = []
    if retainers(drawing):
        found.append(month_ratio(drawing).explained("retainers", "hours done / hours sold of a retainer"))
        chance = ending(drawing)
        prior = priors.RETAINER_ENDS / priors.RETAINER_WEEKS
        meaning = "the chance that a retainer ends within a week"
        found.append(Explanation("retainers.end", meaning, f"{prior:.1%}", "", 0, 0.0, f"{chance:.1%}"))
    odd = odd_hours(drawing)
    if any(odd):
        mean = sum(odd) / len(odd)
        meaning = "client hours a week on nothing booked"
        found.append(Explanation("odd hours", meaning, "none", f"mean {mean:.1f} h", len(odd), 1.0, f"{mean:.1f} h"))
    return found


def _ceiling(drawing: Drawing) -> Explanation:
    own, prior = busiest(drawing), priors.CEILING
    weight = len(own) / (len(own) + prior.weight)
    told = f"{own[0]:.0%}–{own[-1]:.0%} of the capacity" if own else "none"
    meaning = "hours done in a week with more work than it can hold"
    usual = f"median {math.exp(prior.mean):.0%} of the capacity"
    result = f"own weeks {weight:.0%}, the prior {1 - weight:.0%}"
    return Explanation("ceiling", meaning, usual, told, len(own), weight, result)


def _own_weeks(own: Habit) -> list[Explanation]:
    n = len(own.usual)
    told = f"{n} weeks, mean {sum(own.usual) / n:.1f} h, lately {own.level:.1f} h" if n else "none"
    part = own.ahead(1, 1)[1]
    meaning = "how far next week's hours lean towards your own last weeks"
    slope = f"{own.slope:.2f} of the distance from your average stays a week later"
    return [
        Explanation(
            "trend", "how much a week is like those before it", "not at all", slope, n, own.tie, f"{own.tie:.0%}"
        ),
        Explanation("averages", meaning, f"{priors.AVERAGES:.0%}", told, n, part, f"{part:.0%}"),
    ]
