"""How good the outlook is on businesses it has never seen: `python -m benchmarks.outlooks`.

From days a quarter apart, the chances of two lean or overloaded weeks in a row are scored beside the business's own
past rate, and with `--truth` beside what the true processes make of those weeks: as good as any forecast can be.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from benchmarks.businesses import ledger_of
from benchmarks.simulator.business import Business
from opsledger.figures.standing import Standing
from opsledger.forecast.coming import forecast
from opsledger.forecast.outlook import Outlook, RunWeek, outlook_of
from opsledger.forecast.outlook_scoring import OutlookGuess, lines_of, outlook_guess, outlook_scores, past_rates
from opsledger.forecast.past import Past, week_number, week_of
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.models.ledger import Ledger

WEEKS = 12
APART = 13
TARGETS = "targets: skill within 8 weeks, lean >= 0.45, overloaded >= 0.15; mean chance within 0.08 of what came"
HEAD = f"{'':<28}{'n':>5}{'said':>8}{'came':>8}{'Brier':>8}{'rate':>8}{'skill':>8}"


def days_of(business: Business, count: int) -> Iterator[date]:
    """Sundays a quarter apart, the last one early enough for all that comes to be known."""
    last = business.first + timedelta(days=7 * (business.weeks - WEEKS) - 1)
    return (last - timedelta(weeks=APART * number) for number in range(count))


def model(ledger: Ledger, day: date, runs: int) -> Outlook:
    """What the forecast says."""
    return forecast(ledger, day, WEEKS, runs=runs).outlook


def true_processes(business: Business, truth: Past, day: date, runs: int) -> Outlook:
    """What the processes that make the business's weeks say."""
    first, lives = week_number(day) + 1, business.could_become(day, runs, WEEKS)
    weeks = [
        RunWeek(week_of(first + ahead), truth.capacity(first + ahead), [life[ahead] for life in lives])
        for ahead in range(WEEKS)
    ]
    return outlook_of(weeks, lines_of(truth))


def guesses(outlook: Outlook, past: Past, truth: Past, day: date) -> Iterator[OutlookGuess]:
    """An outlook as far as what came is known."""
    for (kind, within), rate in past_rates(past, lines_of(past)).items():
        found = outlook_guess(truth, week_number(day), kind, within, outlook.of(kind).get(within), rate)
        if found:
            yield found


def scored(seed: int, days: int, runs: int, lives: int) -> tuple[list[OutlookGuess], list[OutlookGuess]]:
    """A business's guesses by the forecast, and by the true processes (none where there are no lives)."""
    business = Business(seed)
    ledger, last = ledger_of(business), business.first + timedelta(days=7 * business.weeks - 1)
    truth = Past(Standing(ledger, last))
    ours: list[OutlookGuess] = []
    theirs: list[OutlookGuess] = []
    for day in days_of(business, days):
        past = Past(Standing(ledger, day))
        if len(past.ended) < FEWEST_WEEKS:
            continue
        ours += guesses(model(ledger, day, runs), past, truth, day)
        if lives:
            theirs += guesses(true_processes(business, truth, day, lives), past, truth, day)
    return ours, theirs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7000, help="the first business")
    parser.add_argument("--businesses", type=int, default=20)
    parser.add_argument("--days", type=int, default=8, help="days to look ahead from, of each business")
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument(
        "--truth", type=int, default=0, metavar="LIVES", help="also the true processes, by so many lives"
    )
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.businesses)
    found = [scored(seed, given.days, given.runs, given.truth) for seed in seeds]
    print(f"businesses {seeds.start} to {seeds.stop - 1}, {given.days} days each, {given.runs} runs\n{TARGETS}\n{HEAD}")
    for name, part in (("forecast", 0), ("true processes", 1)):
        for each in outlook_scores(chain.from_iterable(pair[part] for pair in found)):
            what = f"{name}, {each.kind} {each.within}"
            numbers = (each.said, each.came, each.brier, each.brier_rate, each.skill or 0.0)
            print(f"{what:<28}{each.n:>5}" + "".join(f"{number:>8.3f}" for number in numbers))


if __name__ == "__main__":
    main()
