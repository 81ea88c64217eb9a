"""What the forecast assumes before the ledger has said anything, each with the weight it keeps against own history.

A weight k means: the prior counts like k own observations. Hours are scaled to the settings' client hours if a
larger or smaller week changes them.
"""

from __future__ import annotations

from typing import NamedTuple


class Prior(NamedTuple):
    """A normal prior (of a logarithm if its name says so): mean, standard deviation, and weight in observations."""

    mean: float
    sd: float
    weight: float


RUNS = 1000
USUAL_CLIENT_HOURS = 24.0
FEWEST_WEEKS = 8

# Booked work: ln(hours it takes / hours sold); the median job takes a tenth more than sold.
OVERRUN = Prior(0.10, 0.30, 6)
OVERRUN_UNSTARTED = Prior(0.15, 0.35, 6)

# Pace: ln(hours in a busy week on a project of 40 h) - ln(client hours a week); larger jobs go faster by their root.
PACE = Prior(-0.9676, 0.45, 5)
PACE_GROWS = 0.5
PACE_REFERENCE = 40.0
OWN_PACE_WEEKS = 3.0
UNLIMITED_BELOW = 8.0
IDLE = 0.2
IDLE_WEEKS = 15.0
FULL_WEEK = 0.75  # of the ninth decile of one's own weeks: a job without hours in such a week does not rest
WEEK_SHAPE = 8.0
PROMISE_SPEED = 1.5
STRETCH = 1.5
EARLY = 0.8
EARLY_LAG = 0.3

# A week of which a share is not off asks for that share to this power, and holds it to that one: short weeks are used
# more fully.
SHORT_WEEK = 0.7
SHORT_ROOM = 0.8

# The ceiling gives way by this share of what is asked beyond it, up to as much again.
YIELDS = 0.15

# Starts: ln(days from booked to the first block), a median of 9 days; a pause lasts 4 weeks on average.
START_LAG = Prior(2.1972, 0.8, 4)
PAUSE_WEEKS = 4.0

# Leads: ln(days) in a stage of those won and of those lost; days from a stage to winning: 50 x (1 - its chance).
STAY_WON = Prior(2.1972, 0.9, 6)
STAY_LOST = Prior(2.9957, 1.0, 6)
TO_WON_SD = 0.7
TO_WON_WEIGHT = 4.0
TO_WON_DAYS = 50.0

# Sizes if nothing is stated: ln(hours sold), a median of 40 h in a week of 24 client hours.
SIZE = Prior(3.6889, 0.7, 4)
# What an hour brings if nothing tells it: a price beside it makes a job smaller than the median, never larger.
HOUR_BRINGS = 60.0
PRICED_SD = 0.5

# New leads: their rate before any is known, and three leads (days to won, hours sold).
NEW_LEADS = 0.5
NEW_LEADS_WEEKS = 1.0
DIRECT_WEEKS = 1.0
REPLAYED = ((20.0, 20.0), (45.0, 45.0), (90.0, 90.0))

# Retainers: ln(hours done / hours sold of a month); one ends each year and a half.
RETAINER = Prior(0.0, 0.2, 6)
RETAINER_ENDS = 0.6
RETAINER_WEEKS = 52.0

# The ceiling: ln(hours done / capacity) in a week with more to do than can be done.
CEILING = Prior(0.0488, 0.12, 4)
CEILING_DRIFT = 0.1

# The user's own weeks: how much of each quantile is theirs, once there are many of them and nothing ties one to the
# next. Less for the next week, of which the booked work says most. More if they vary less than usual ones: those have a
# standard deviation of so much of their mean.
AVERAGES = 0.1
AVERAGES_LATER = 0.2
AVERAGES_FROM = 4  # weeks that say nothing yet
SWING = 0.35
SWING_WEEKS = 8.0
AVERAGES_WEEKS = 8.0
TREND_WEEKS = 8.0

# The user's own misses of the last weeks: how much the latest counts, and how much is kept of them, less each week
# ahead.
MISS_WEEKS = 3
MISS_AFTER = 4
MISS_LATEST = 0.3
MISS_KEPT = 0.4
MISS_FADES = 0.85

# The standard deviation of what no part of the model knows of, in shares of a usual week.
UNKNOWN = 0.015
