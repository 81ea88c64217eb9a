"""Whether marketing brings leads, and how much later: found only if chance is not likely to have made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.evidence import Figure
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, in_day_order, spans
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import DatedLine
from opsledger.values.days import Week

MOST_WEEKS = 156
LAGS = tuple(range(0, 13, 2))
_WINDOW = 4  # weeks whose marketing is added up
FEWEST_WEEKS = 50  # with fewer no order of the weeks could be told from chance
_NEAR = max(LAGS) + _WINDOW  # a shift by less would still hold part of an effect
LIKELY_CHANCE = 0.05


class Effect(NamedTuple):
    """The lag in weeks at which marketing and new leads go together best, and how well.

    per_piece: leads more for one piece of marketing, in all. chance: how often the same weeks in another order would
    show as much, by the permutation test; 0 to 1.
    """

    lag: int
    per_piece: float
    chance: float


def effect_of(pieces: Sequence[int], leads: Sequence[int]) -> Effect | None:
    """The effect of weekly counts of marketing on weekly counts of new leads; None if neither varies.

    The test shifts one series against the other by four months and more, both ways, which keeps each as it runs: a busy
    spring in both is not taken for an effect. It is of the best lag, so that trying many lags earns nothing.
    """
    found = _best(pieces, leads)
    if found is None:
        return None
    shifts = range(_NEAR, len(pieces) // 2 + 1)
    shifted = [_best(pieces[by:], leads[:-by]) for by in shifts] + [_best(pieces[:-by], leads[by:]) for by in shifts]
    as_good = sum(other is not None and other[0] >= found[0] for other in shifted)
    strength, lag, slope = found
    return Effect(lag, slope * _WINDOW, (as_good + 1) / (len(shifted) + 1) if strength > 0 else 1.0)


def _best(pieces: Sequence[int], leads: Sequence[int]) -> tuple[float, int, float] | None:
    """The greatest correlation over the lags, its lag, and the leads a week for one piece in the window."""
    sums = [0]
    for count in pieces:
        sums.append(sums[-1] + count)
    start = max(LAGS) + _WINDOW - 1
    wanted = leads[start:]
    found: list[tuple[float, int, float]] = []
    for lag in LAGS:
        window = [sums[week - lag + 1] - sums[week - lag - _WINDOW + 1] for week in range(start, len(pieces))]
        if (each := _correlation(window, wanted)) is not None:
            found.append((each[0], -lag, each[1]))
    if not found:
        return None
    strength, lag, slope = max(found)
    return strength, -lag, slope


def _correlation(ones: Sequence[int], others: Sequence[int]) -> tuple[float, float] | None:
    """Pearson's correlation and the slope of the others on the ones; None if one of the two does not vary."""
    n = len(ones)
    total, of_others = sum(ones), sum(others)
    products = n * sum(map(int.__mul__, ones, others)) - total * of_others
    spread = n * sum(one * one for one in ones) - total * total
    of_other = n * sum(other * other for other in others) - of_others * of_others
    if n == 0 or spread <= 0 or of_other <= 0:
        return None
    return products / (spread * of_other) ** 0.5, products / spread


@told_as("marketing.effect", key="leads", moves=False)
def effect(standing: Standing) -> Figures:
    """`marketing.effect`: whether more marketing was followed by more new leads, and how many weeks later.

    Whole ISO weeks since time or marketing was first written down, 156 at most: pieces of marketing in four weeks
    against leads that came so many weeks later (0 to 12). It is said only if the same weeks, shifted against each
    other, show as much in fewer than 5 of 100 cases (a permutation test by shifts). Otherwise nobody can tell. weeks:
    how many there were; lag: weeks; leads: more leads for one more piece; chance: how often chance alone does as well.
    """
    lines = in_day_order(line for sheet in standing.ledger.weeks for line in sheet.marketing)
    firsts: list[DatedLine] = [lead.log[0] for lead in standing.ledger.leads]
    weeks = _weeks(standing)
    value: dict[str, Fraction | int | float | None] = {"weeks": len(weeks), "lag": None, "leads": None, "chance": None}
    note: str | None = f"{TOO_FEW}: {len(weeks)} whole weeks are recorded, and {FEWEST_WEEKS} are needed"
    if len(weeks) >= FEWEST_WEEKS:
        found = effect_of(_counts(lines, weeks), _counts(firsts, weeks))
        note = "the link may be chance"
        if found is None:
            note = "marketing or new leads never varied"
        else:
            value["chance"] = found.chance
            if found.chance < LIKELY_CHANCE:
                value |= {"lag": found.lag, "leads": found.per_piece}
                note = None
    fed = [line for line in (*lines, *firsts) if line.day and weeks and weeks[0].monday <= line.day <= weeks[-1].sunday]
    yield Figure("marketing.effect", value, "count", len(weeks), note=note, sources=spans(fed))


def _weeks(standing: Standing) -> list[Week]:
    """The whole weeks that are recorded, the earliest first."""
    since = standing.recorded_since
    if since is None:
        return []
    last = Week.of(standing.day + timedelta(days=1)).plus(-1).monday
    first = Week.of(since + timedelta(days=6)).monday
    count = max((last - first).days // 7 + 1, 0)
    return [Week.of(last - timedelta(weeks=back)) for back in reversed(range(min(count, MOST_WEEKS)))]


def _counts(lines: Sequence[DatedLine], weeks: Sequence[Week]) -> list[int]:
    found = Counter(Week.of(line.day) for line in lines if isinstance(line.day, date))
    return [found[week] for week in weeks]


EFFECT = (effect,)
