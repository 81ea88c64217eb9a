"""From a ledger to its review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.covering import weeks_recorded
from opsledger.figures.standing import Standing
from opsledger.findings.choosing import ChosenFindings
from opsledger.findings.every import chosen
from opsledger.findings.finding import Measured
from opsledger.findings.headline import BALANCED, EARLY
from opsledger.findings.measured import measured_on
from opsledger.forecast.recalled import backtest_line
from opsledger.forecast.result import Forecast
from opsledger.models.ledger import OPEN_THEN, Ledger
from opsledger.models.lines import Action
from opsledger.reviewing.actions import action_row
from opsledger.reviewing.answers import answers
from opsledger.reviewing.cards import with_cards
from opsledger.reviewing.decide import by_role, covered, every_finding, own_steps, this_week
from opsledger.reviewing.goals import goal_rows
from opsledger.reviewing.inflow import build_inflow
from opsledger.reviewing.known import missing, remarks
from opsledger.reviewing.notes import notes_of
from opsledger.reviewing.outflow import build_outflow
from opsledger.reviewing.parts.follow_up import FollowUp
from opsledger.reviewing.parts.stand import Stand
from opsledger.reviewing.review import Review
from opsledger.reviewing.since import since_last_review
from opsledger.reviewing.stand import build_stand

_URGENT = 3


def build_review(
    ledger: Ledger,
    on: date,
    since: date | None = None,
    forecast: Forecast | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    track_record: str | None = None,
) -> Review:
    """The review of a ledger on a day, of the days from `since` (by default the settings' period) to it.

    forecast: one to take in place of the day's own, if drawing that would take too long. on_progress: called with the
    past weeks forecast so far, and those in all, if the forecast is scored again. track_record: what to say of its
    score in place of that, which takes some seconds if the past was changed.
    """
    return review_of(measured_on(ledger, on, since, forecast), track_record, on_progress)


def review_of(
    measured: Measured, track_record: str | None = None, on_progress: Callable[[int, int], None] | None = None
) -> Review:
    """The review of what was measured. track_record, on_progress: as of `build_review`."""
    standing, ledger, on = measured.standing, measured.standing.whole, measured.day
    with_levers = track_record is None
    if not measured.trusted_forecast:
        track_record = ""
    elif track_record is None:
        track_record = backtest_line(ledger, on, on_progress)
    settings = ledger.settings
    shown = chosen(measured)
    stand = build_stand(measured, track_record, with_levers=with_levers)
    outflow = build_outflow(measured)
    review = Review(
        business=settings.business or "",
        currency=settings.currency,
        on=on,
        since=standing.period.first,
        minutes=settings.review_minutes,
        remarks=remarks(standing),
        missing=missing(standing),
        errors=sum(problem.is_error for problem in ledger.problems),
        stand=stand,
        follow_up=_follow_up(measured),
        inflow=build_inflow(measured),
        outflow=outflow,
        this_week=this_week(measured, shown, stand),
        own_steps=own_steps(measured, shown),
        nothing_presses=_is_calm(measured, shown, stand),
        findings=by_role(measured, shown, stand),
        covered=covered(shown),
        left_out=shown.left_out,
        every_finding=every_finding(measured, shown, stand),
        notes=notes_of(ledger, on),
        is_young=measured.is_young,
        answers=answers(stand, outflow),
    )
    return with_cards(review, measured)


def _is_calm(measured: Measured, shown: ChosenFindings, stand: Stand) -> bool:
    """Whether all is well: no urgent suggestion, nothing but marketing this week, and no alarm in the headline."""
    standing = measured.standing
    is_known = weeks_recorded(standing) > 1 and any(project.is_open for project in standing.client_projects)
    presses = any(row.finding.urgency >= _URGENT for row in shown.every if not row.quiet)
    others = any(row.finding.role != "marketing" for row in shown.this_week)
    late = any(action.state == "open" and is_overdue(action, standing) for action in all_actions(standing))
    return is_known and stand.verdict_kind in (BALANCED, EARLY) and not (presses or others or late)


def _follow_up(measured: Measured) -> FollowUp:
    """Every open action by its due day, those that are overdue first; then those settled in the period."""
    standing = measured.standing
    rows = [
        action_row(measured, action)
        for action in all_actions(standing)
        if action.review < standing.day and (_is_open(standing, action) or _settled_lately(standing, action))
    ]
    rows.sort(key=lambda row: (row.state != "open", row.due or date.max, row.id))
    rate = measured.figures["actions.follow_through"]
    kept = round(float(measured.number(rate.name) or 0) * rate.n)
    return FollowUp(*since_last_review(standing), tuple(rows), kept, rate.n, rate.interval, goal_rows(measured))


def _is_open(standing: Standing, action: Action) -> bool:
    """Whether it is open; a goal stands among the goals until its day has come."""
    return action.state == "open" and (action.target is None or is_overdue(action, standing))


def _settled_lately(standing: Standing, action: Action) -> bool:
    """Done in the period; without a day, first seen so since the last review.

    What an earlier review told is not told again. What was dropped when it was decided was never open.
    """
    if action.done:
        return action.done in standing.period
    earlier = [review for review in standing.ledger.fortnights if action.review < review.on < standing.day]
    was_open = any(action.id in str((review.frozen or {}).get(OPEN_THEN)) for review in earlier)
    return action.seen in (None, standing.day) and (action.state == "done" or was_open)
