"""From a ledger to the review of a year or a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import cast

from opsledger.figures.actions import all_actions
from opsledger.figures.effect import FEWEST_WEEKS
from opsledger.figures.evidence import Value
from opsledger.figures.rate_gap import (
    Earned,
    GroupOf,
    client_of,
    earned_hours,
    earnings_in,
    groups,
    rate_parts,
    revenue_of,
    service_of,
    source_of,
)
from opsledger.figures.standing import CLIENT, INTERNAL, SALES, Standing, hours, part_of, total
from opsledger.findings.finding import Measured
from opsledger.forecast.frozen_scoring import score_frozen
from opsledger.forecast.verdicts import past_verdicts, verdicts_sentence
from opsledger.measuring.every import FORECAST, known_since, measure
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Action
from opsledger.reviewing.actions import action_row
from opsledger.reviewing.earned import rate_unsent, told_parts
from opsledger.reviewing.goals import goal_rows
from opsledger.reviewing.improving import recurring
from opsledger.reviewing.long_review import (
    EarnedRow,
    EffectRow,
    LongReview,
    RoleRow,
)
from opsledger.reviewing.moved import turn_of
from opsledger.reviewing.parts.follow_up import ActionRow
from opsledger.reviewing.scorecard import columns_of, quarter_before, score_rows
from opsledger.reviewing.year_story import fullest_and_emptiest, income_against_target, told_courses
from opsledger.reviewing.year_strip import strip_of
from opsledger.values.characters import same_id
from opsledger.values.days import Interval, year_or_quarter
from opsledger.values.written import count_of, write_share

_HOURS_A_DAY = 8
_FEWEST_TO_JUDGE = 20

_ORDINALS = ("first", "second", "third", "fourth")


def build_long_review(ledger: Ledger, name: str, on: date | None = None) -> LongReview:
    """The review of `2026` or `2026-Q3`, as of a day in it; by default its last one. Raises ValueError for other names.

    A day after its last one counts as that: what was paid later is not this year's.
    """
    days = year_or_quarter(name)
    if days is None:
        raise ValueError(name)
    day = min(on or days.last, days.last)
    if day < days.first:
        raise ValueError(f"{day} is before {name}")
    standing = Standing(ledger, day)
    measured = Measured(standing, measure(standing))
    so_far = Interval(days.first, day)
    spanned = standing.over(so_far)
    columns = columns_of(days, day)
    rows = score_rows(standing, days, columns)
    strip = strip_of(standing, so_far, days.last)
    found = earnings_in(standing, so_far)
    gap = rate_parts(found)
    target = standing.settings.targets.rate
    decided = [action for action in all_actions(standing) if action.review in so_far and action.document != name]
    past = past_verdicts(standing)
    coo = measure(spanned)["time.coo"].value
    return LongReview(
        name=name,
        title=_title(days),
        business=ledger.settings.business or "",
        currency=ledger.settings.currency,
        on=day,
        since=days.first,
        until=days.last,
        is_running=day < days.last,
        known_since=known_since(standing),
        story=(
            *told_courses(rows, columns, quarter_before(days), Interval(days.first, day), ledger.settings.currency),
            *fullest_and_emptiest(strip, day),
            *income_against_target(spanned),
        ),
        strip=strip,
        previous=quarter_before(days),
        columns=columns,
        rows=rows,
        rate=gap["result"],
        rate_sold=gap["sold"],
        rate_target=None if target is None else Fraction(target),
        rate_parts=told_parts(gap),
        rate_unsent=rate_unsent(measured, found),
        services=_earned(standing, found, service_of),
        clients=_earned(standing, found, client_of),
        sources=_earned(standing, found, source_of),
        effect=_effect(measured),
        improve=recurring(spanned),
        roles=_roles(spanned, so_far),
        coo_days=cast("Fraction | None", coo["days_a_year"]) if isinstance(coo, Mapping) else None,
        goals=goal_rows(measured, settled=True),
        decided=len(decided),
        done=sum(action.state == "done" for action in decided),
        dropped=sum(action.state == "dropped" for action in decided),
        moved=tuple(
            _moved(measured, action)
            for action in decided
            if action.moves and action.target is None and action.state != "dropped"
        ),
        verdicts=verdicts_sentence(past) if past else "",
        track_record=_track_record(ledger, so_far),
    )


def _track_record(ledger: Ledger, days: Interval) -> str:
    """How the forecasts that the reviews of some days wrote down did, as they were written."""
    frozen = [
        (review.on, (review.frozen or {})[FORECAST])
        for review in ledger.fortnights
        if review.on in days and FORECAST in (review.frozen or {})
    ]
    score = score_frozen(ledger, days.last, frozen) if frozen else None
    if score is None:
        return ""
    weeks, held = count_of(score.weeks, "week"), round(score.held * score.weeks)
    said = f"Of the {weeks} that {count_of(score.reviews, 'review')} forecast, {held} fell in the range"
    if score.weeks < _FEWEST_TO_JUDGE:
        return f"{said}. That is too few to judge; opsledger forecast --backtest tests it on your whole history."
    return f"{said} ({write_share(score.held)}, aim: 80 %)."


def _title(days: Interval) -> str:
    if (days.last - days.first).days > 100:
        return str(days.first.year)
    return f"The {_ORDINALS[(days.first.month - 1) // 3]} quarter of {days.first.year}"


def _earned(standing: Standing, found: tuple[Earned, ...], group_of: GroupOf) -> tuple[EarnedRow, ...]:
    """What an hour earned by group, the most revenue first."""
    everything = revenue_of(found)
    rows = []
    clients = standing.whole.clients if group_of is client_of else ()  # by the names they have now
    names = {same_id(client.id): client.title for client in clients}
    for group_id, group in groups(standing, found, group_of).items():
        name = names.get(same_id(group_id), group_id)
        revenue = revenue_of(group)
        share = revenue / everything if everything > 0 else None
        rows.append(
            EarnedRow(name, group_id, len(group), earned_hours(group), revenue, share, rate_parts(group)["result"])
        )
    return tuple(sorted(rows, key=lambda row: (-row.revenue, row.name)))


def _effect(measured: Measured) -> EffectRow:
    figure = measured.figures["marketing.effect"]
    lag, leads = measured.part(figure.name, "lag"), measured.part(figure.name, "leads")
    weeks = count_of(figure.n, "week")
    why_not = (
        ""
        if figure.note is None
        else f"Not clear. In {weeks}, leads did not follow your marketing more than chance would have it."
    )
    if figure.n < FEWEST_WEEKS:
        recorded = f"{figure.n} {'is' if figure.n == 1 else 'are'} recorded"
        why_not = f"Too early to tell. It takes {FEWEST_WEEKS} whole weeks, and {recorded}."
    return EffectRow(figure.n, lag, leads, why_not)


def _roles(standing: Standing, days: Interval) -> tuple[RoleRow, ...]:
    """The days that went into each area, against those meant for the weeks that are recorded."""
    recorded = part_of(standing.actual, days)
    since = standing.recorded_since
    if not recorded or since is None:
        return ()
    weeks = Fraction((days.last - max(days.first, since)).days + 1, 7)
    rows = []
    meant_hours = {area: hours(minutes) for area, minutes in standing.settings.areas.items()}
    for area in dict.fromkeys((CLIENT, INTERNAL, SALES, *meant_hours)):
        worked = hours(total(block for block in recorded if standing.area_of(block) == area))
        meant = meant_hours.get(area)
        if worked or meant:
            rows.append(RoleRow(area, worked / _HOURS_A_DAY, None if meant is None else meant * weeks / _HOURS_A_DAY))
    return tuple(rows)


def _moved(measured: Measured, action: Action) -> ActionRow:
    """A decision with the figure that it was to move: as frozen when it was taken, and on the review's day."""
    row = action_row(measured, action)
    assert action.moves is not None
    reviews = {review.id: review.frozen or {} for review in measured.standing.ledger.reviews}
    then = reviews.get(action.document or str(action.review), {}).get(action.moves.id)
    figure = measured.figures.get(action.moves.id)
    if then is None or figure is None or figure.value is None:
        return replace(row, then=None, now=None, turned="")
    turn = turn_of(measured, action.moves.id, cast("Value", then), figure.value)
    return replace(row, then=turn.then, now=turn.now, turned=turn.turned)
