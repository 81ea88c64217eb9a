"""What the forecast assumes, in words: each assumption with the guess it starts from, your history, and its weight."""

from __future__ import annotations

import math

from opsledger.figures.chances import PRIOR_WEIGHT, chances
from opsledger.forecast import priors
from opsledger.forecast.averages import Habit
from opsledger.forecast.belief import Explanation, counted
from opsledger.forecast.ceiling import busiest
from opsledger.forecast.misses import Drift
from opsledger.forecast.new_leads import arrivals, replays, turned_down
from opsledger.forecast.retainers import ending, month_ratio, odd_hours, retainers
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing
from opsledger.values.written import count_of, listed, write_hours, write_share

_JOBS = "How long do jobs take?"
_NEW_LEADS = "What will new leads bring?"
_RETAINERS = "How many hours do retainers and small jobs take?"
_WEEKS = "How much work fits into a week?"
_LATELY = "How much do your last weeks count?"
_DELIVERED = "project{s} delivered in the last two years"
_STARTED = "project{s} with hours"


def explain(drawing: Drawing, winning: Winning, own: Habit, drift: Drift) -> tuple[Explanation, ...]:
    """Every assumption in the order in which the forecast uses it."""
    habits = drawing.habits
    starts = "Work begins {} after a job is booked"
    return (
        habits.overrun.explained("overrun", _JOBS, "A running job takes {} for each hour sold", _DELIVERED, " h"),
        habits.overrun_unstarted.explained(
            "overrun.unstarted", _JOBS, "A new job takes {} for each hour estimated", _DELIVERED, " h"
        ),
        habits.pace.explained("pace", _JOBS, "In a busy week a job of 40 h gets {}", _STARTED, " h"),
        _idle(drawing),
        habits.start_lag.explained("starts", _JOBS, starts, _STARTED, " days"),
        *_leads(drawing, winning),
        _new_leads(drawing),
        habits.size.explained(
            "size", _NEW_LEADS, "A lead that states no hours becomes a job of {}", "client project{s}", " h"
        ),
        *_retainers(drawing),
        *_weeks(drawing),
        *_own_weeks(own),
        _misses(drift, drawing),
    )


def _idle(drawing: Drawing) -> Explanation:
    chance, idle, weeks = drawing.habits.idle
    own = f"{idle} of {counted(weeks, 'week{s} of running jobs')}" if weeks else ""
    weight = weeks / (weeks + priors.IDLE_WEEKS)
    says = f"A running job has a week without any hours {write_share(chance)} of the time, though the week has room"
    return Explanation("idle", _JOBS, says, write_share(priors.IDLE), own, weeks, weight)


def _leads(drawing: Drawing, winning: Winning) -> list[Explanation]:
    found = []
    for stage, chance in chances(drawing.past.standing).items():
        question = f"What becomes of leads at the stage {stage}?"
        n, known = len(chance.closings), winning.stages[stage]
        own = f"{chance.won} won of {counted(n, 'lead{s} closed in the last year')}" if n else ""
        says = f"{write_share(known.chance)} of them are won, fewer after a long silence"
        if write_share(chance.value) != write_share(known.chance):
            says += f". The review says {write_share(chance.value)}: it counts only leads that closed"
        weight, prior = 1 - PRIOR_WEIGHT / known.n, write_share(float(chance.prior))
        found.append(Explanation(f"chance.{stage}", question, says, prior, own, n, weight))
        stays = ((known.won, "won", "win", "lead{s} won"), (known.lost, "lost", "lose", "lost or silent lead{s}"))
        for stay, outcome, verb, leads in stays:
            says = f"Leads that you {verb} spend {{}} at this stage"
            found.append(stay.explained(f"stays.{stage}.{outcome}", question, says, leads, " days"))
        says, days = "From this stage to a yes takes {}", winning.days_to_won(stage)
        found.append(days.explained(f"days.{stage}", question, says, "lead{s} won", " days"))
    return found


def _new_leads(drawing: Drawing) -> Explanation:
    leads, direct, weeks = arrivals(drawing)
    rate = (leads + priors.NEW_LEADS) / (weeks + priors.NEW_LEADS_WEEKS)
    n = math.floor(weeks)
    came = [count_of(leads, "lead"), *([f"{count_of(direct, 'project')} without a lead"] if direct else [])]
    usual = len(priors.REPLAYED)
    theirs = len(replays(drawing)) - usual
    won = f"Each is sized like one of the {theirs} you won, or like one of {usual} built-in examples"
    like = won if theirs else "Each is sized like a built-in example"
    weight = weeks / (weeks + priors.NEW_LEADS_WEEKS)
    says = f"About {rate * 10:.2g} new leads arrive in ten weeks. {like}"
    own = f"{listed(came)} in {count_of(n, 'week')}" if n else ""
    if own and (declined := turned_down(drawing)):
        own += f", and {declined} that you turned down"
    return Explanation("new leads", _NEW_LEADS, says, "5 in ten weeks", own, n, weight)


def _retainers(drawing: Drawing) -> list[Explanation]:
    found = []
    if retainers(drawing):
        says = "A retainer takes {} for each hour sold"
        found.append(month_ratio(drawing).explained("retainers", _RETAINERS, says, "month{s} of retainers", " h"))
        says = f"The chance that a retainer ends within a week is {100 * ending(drawing):.1f} %"
        prior = f"{100 * priors.RETAINER_ENDS / priors.RETAINER_WEEKS:.1f} %"
        found.append(Explanation("retainers.end", _RETAINERS, says, prior))
    odd = odd_hours(drawing)
    if any(odd):
        mean = write_hours(sum(odd) / len(odd))
        says = f"Each week holds {mean} of client work that was never booked"
        own = f"{mean}, from {counted(len(odd), 'recent week{s}')}"
        found.append(Explanation("odd hours", _RETAINERS, says, "none", own, len(odd), 1.0))
    return found


def _weeks(drawing: Drawing) -> list[Explanation]:
    """What a full week and a short one hold."""
    full, prior = busiest(drawing), priors.CEILING
    n, weight = len(full), len(full) / (len(full) + prior.weight)
    usual = f"{write_share(math.exp(prior.mean))} of the hours available"
    span = f"{write_share(full[0])} to {write_share(full[-1])} of the hours available" if full else ""
    own = f"{span}, from {counted(n, 'full week{s} of the last year')}" if full else ""
    says = "With too much to do, you work as much as in your own full weeks" if full else f"A full week holds {usual}"
    gives = f"If that is not enough, you work {write_share(priors.YIELDS)} of the remaining hours on top"
    short = f"A week of three days holds {write_share(0.6**priors.SHORT_ROOM)} of a usual week"
    return [
        Explanation("ceiling", _WEEKS, says, usual, own, n, weight),
        Explanation("yields", _WEEKS, gives, ""),
        Explanation("short weeks", _WEEKS, short, ""),
    ]


def _own_weeks(own: Habit) -> list[Explanation]:
    n = len(own.usual)
    weeks = counted(n, "week{s} of the last half year")
    slope = write_share(own.slope)
    carried = f"{slope} of what sets one week apart from your average carries over to the next"
    swings = "less" if own.evenness >= 1 else "more"
    mean = f"{write_hours(sum(own.usual) / n)} a week, {write_hours(own.level)} lately" if n else ""
    next_week, later = (write_share(own.ahead(ahead, 1)[1]) for ahead in (1, 6))
    history = f"{next_week} (you averaged {mean}, varying {swings} than most), from {weeks}" if n else ""
    follows = f"Your last weeks alone decide {next_week} of next week's forecast, and {later} in six weeks"
    guess = f"{write_share(priors.AVERAGES)}, and {write_share(priors.AVERAGES_LATER)} after next week"
    carries = f"{slope}, from {weeks}" if n else ""
    return [
        Explanation("trend", _LATELY, carried, "nothing carries over", carries, n),
        Explanation("averages", _LATELY, follows, guess, history, n, own.weight),
    ]


def _misses(drift: Drift, drawing: Drawing) -> Explanation:
    hours = drift.share * drawing.past.usual
    was, side = ("low", "more") if hours >= 0 else ("high", "less")
    kept = f"{abs(priors.MISS_KEPT * hours):.1f} h {side}"
    fades = f"Each week after that, this shrinks by {write_share(1 - priors.MISS_FADES)}"
    says = f"The last forecasts were too {was}, so next week gets {kept}. {fades}" if drift.n else "No correction yet"
    own = (
        f"{abs(hours):.1f} h a week {side} than forecast, from {counted(drift.n, 'recent week{s}')}" if drift.n else ""
    )
    return Explanation("misses", _LATELY, says, "no correction", own, drift.n, priors.MISS_KEPT if drift.n else 0.0)
