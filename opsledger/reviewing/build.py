"""From a ledger to its review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.standing import Standing
from opsledger.findings.every import findings
from opsledger.findings.finding import Finding, Measured
from opsledger.forecast.recalled import backtest_line, kept_forecast
from opsledger.forecast.result import Forecast
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Action
from opsledger.reviewing.inflow import build_inflow
from opsledger.reviewing.links import links_to
from opsledger.reviewing.moved import moved
from opsledger.reviewing.notes import notes_of
from opsledger.reviewing.outflow import build_outflow
from opsledger.reviewing.review import ActionRow, FindingRow, FollowUp, Link, Review, RoleFindings
from opsledger.reviewing.since import since_last_review
from opsledger.reviewing.stand import build_stand
from opsledger.values.written import count_of, write_day


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
    standing = Standing(ledger, on, since)
    if not (standing.actual or standing.client_projects):
        forecast = None
    elif forecast is None:
        forecast = kept_forecast(ledger, on)
    measured = Measured(standing, measure(standing), forecast)
    if not measured.trusted_forecast:
        track_record = ""
    elif track_record is None:
        track_record = backtest_line(ledger, on, on_progress)
    settings = ledger.settings
    return Review(
        business=settings.business or "",
        currency=settings.currency,
        on=on,
        since=standing.period.first,
        minutes=settings.review_minutes,
        remarks=_remarks(standing),
        missing=_missing(standing),
        errors=sum(problem.is_error for problem in ledger.problems),
        stand=build_stand(measured, track_record),
        follow_up=_follow_up(measured),
        inflow=build_inflow(measured),
        outflow=build_outflow(measured),
        findings=_findings(measured),
        notes=notes_of(ledger, on),
    )


def _remarks(standing: Standing) -> tuple[str, ...]:
    """A gap or an overlap with the last review."""
    earlier = [review.on for review in standing.ledger.reviews if review.on < standing.day]
    if not earlier:
        return ()
    last, first = max(earlier), standing.period.first
    days = (first - last).days - 1
    if days > 0:
        return (f"The last review was on {write_day(last)}: {count_of(days, 'day')} before this period are in none.",)
    if days < 0:
        return (f"The last review was on {write_day(last)}: {count_of(-days, 'day')} of this period are in both.",)
    return ()


def _missing(standing: Standing) -> tuple[str, ...]:
    """What a young ledger lacks, and what to write next."""
    ledger, lacking = standing.ledger, []
    if not ledger.leads:
        lacking.append("No lead is known: write down who has asked lately, one file each in leads/.")
    if not standing.client_projects:
        lacking.append("No client project is known: write one file in projects/ for each piece of work that is booked.")
    elif not any(project.estimate for project in standing.client_projects):
        lacking.append("No project has an estimate: without one nobody can tell how long the booked work lasts.")
    if not standing.actual:
        lacking.append("No time is recorded: write what you did into the week's file, below ## Actual.")
    if not standing.plan and not ledger.schedule:
        lacking.append("No week is planned: write the coming one into weeks/, below ## Plan.")
    if standing.settings.targets.income is None:
        lacking.append("No target is set: say in opsledger.yaml what the business should earn (targets).")
    return tuple(lacking)


def _follow_up(measured: Measured) -> FollowUp:
    """Every open action and those settled in the period, by role, then by due day."""
    standing = measured.standing
    rows = [
        _action(measured, action)
        for action in all_actions(standing)
        if action.review < standing.day and (action.state == "open" or _settled_lately(standing, action))
    ]
    roles = list(standing.settings.roles)
    rows.sort(key=lambda row: (roles.index(row.role) if row.role in roles else len(roles), row.due or date.max, row.id))
    rate = measured.figures["actions.follow_through"]
    kept = round(float(measured.number(rate.name) or 0) * rate.n)
    return FollowUp(*since_last_review(standing), tuple(rows), kept, rate.n, rate.interval)


def _settled_lately(standing: Standing, action: Action) -> bool:
    """Done in the period, or due in it; what was settled in an earlier review's time is not told again."""
    settled = action.done or action.due or action.review + timedelta(days=1)
    return settled in standing.period


def _action(measured: Measured, action: Action) -> ActionRow:
    then, now = moved(measured, action)
    return ActionRow(
        id=action.id,
        role=action.role.id,
        text=action.text,
        link=_link_to(action),
        state=action.state,
        due=action.due,
        done=action.done,
        is_overdue=is_overdue(action, measured.standing),
        moves=action.moves.id if action.moves else None,
        then=then,
        now=now,
    )


def _link_to(action: Action) -> Link:
    return Link(action.id, action.span.file, action.span.line)


def _findings(measured: Measured) -> tuple[RoleFindings, ...]:
    """By role, the role with the most urgent finding first."""
    by_role: dict[str, list[FindingRow]] = {}
    standing = measured.standing
    waiting = [one for one in all_actions(standing) if one.state == "open" and one.review < standing.day]
    for finding in findings(measured):
        row = FindingRow(
            finding.urgency,
            finding.sentence,
            finding.action,
            _movable(finding.figure) if finding.is_moved else "",
            links_to(finding.sources),
            tuple(_link_to(action) for action in waiting if _is_for(action, finding)),
        )
        by_role.setdefault(finding.role, []).append(row)
    return tuple(RoleFindings(role, tuple(rows)) for role, rows in by_role.items())


def _is_for(action: Action, finding: Finding) -> bool:
    """Whether an action was decided on for what a finding tells again."""
    moves_it = bool(finding.is_moved and action.moves and action.moves.id == finding.figure)
    return moves_it or action.text == finding.action


def _movable(figure: str) -> str:
    """A figure's name, as behind `moves:`; nothing where an id in it holds a space, which would end it there."""
    return "" if any(character.isspace() for character in figure) else figure
