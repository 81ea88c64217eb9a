"""From a ledger on a day to what is seen of it on one screen: the rest of the review is not worked out for it."""

from __future__ import annotations

from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.asked import unanswered_clients
from opsledger.figures.kept import is_work_unknown
from opsledger.figures.plan_ahead import coming_week, is_template
from opsledger.findings.every import chosen
from opsledger.findings.finding import Measured
from opsledger.findings.headline import headline
from opsledger.findings.judging_plan import judged_plan
from opsledger.models.lines import Action
from opsledger.reviewing.brief import is_late, off_rows, oldest_days, open_by_promise, owed_by_clients, unnamed_rows
from opsledger.reviewing.decide import own_steps, this_week
from opsledger.reviewing.inflow import lead_rows
from opsledger.reviewing.known import missing
from opsledger.reviewing.links import link_to
from opsledger.reviewing.money import build_money
from opsledger.reviewing.parts.overview import AskingRow, LateRow, Overview
from opsledger.reviewing.parts.values import Link


def overview_of(measured: Measured) -> Overview:
    """What is seen on one screen; the review of the day says the same."""
    standing, settings = measured.standing, measured.standing.settings
    said, coming = headline(measured), coming_week(standing)
    has_weeks = bool(measured.forecast and measured.forecast.weeks) and not is_work_unknown(standing)
    return Overview(
        business=settings.business or "",
        currency=settings.currency,
        on=measured.day,
        verdict=said.text,
        unnamed=unnamed_rows(measured, said),
        has_weeks=has_weeks,
        missing=() if has_weeks else missing(standing),
        this_week=this_week(measured, chosen(measured)),
        own_steps=own_steps(measured, chosen(measured)),
        waiting=tuple(row for row in lead_rows(measured) if row.waits),
        asking=_asking(measured),
        overdue=_overdue(measured),
        late=tuple(
            LateRow(link_to(project), due)
            for project in open_by_promise(standing)
            if (due := project.revised_promise) and is_late(measured, project)
        ),
        outstanding=owed_by_clients(measured),
        oldest_days=oldest_days(measured),
        money=build_money(measured),
        coming_week=str(coming.week),
        coming_hours=None if is_template(standing, coming) else coming.planned,
        by_schedule=coming.by_schedule,
        is_feasible=coming.is_feasible,
        judged=judged_plan(measured),
        off_ahead=off_rows(standing),
    )


def _overdue(measured: Measured) -> tuple[Action, ...]:
    """The decisions of earlier reviews that are open past their day, those due first first."""
    standing = measured.standing
    found = [each for each in all_actions(standing) if each.review < standing.day and is_overdue(each, standing)]
    return tuple(sorted(found, key=lambda action: (action.due, action.id)))


def _asking(measured: Measured) -> tuple[AskingRow, ...]:
    """The clients who wait for an answer, the one who asked first first."""
    rows = []
    for asked in unanswered_clients(measured.standing).values():
        first, last = asked.lines[0], asked.lines[-1]
        rows.append(AskingRow(Link(measured.client(asked.client), last.span.file, last.span.line), first.day))
    return tuple(sorted(rows, key=lambda row: (row.since, row.link.file)))
