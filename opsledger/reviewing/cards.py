"""What a page that is sent by itself carries instead of links: what each number means, and how each record stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from opsledger.figures.every import base_of
from opsledger.figures.evidence import Figure
from opsledger.findings.finding import Measured
from opsledger.measuring.definitions import definition_of
from opsledger.measuring.titles import title_of
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.reviewing.parts.cards import FigureCard, RecordCard
from opsledger.reviewing.parts.values import Link
from opsledger.reviewing.review import Review

_LINES = 4
# The figures of the page's numbers; those of many parts are reported below.
_ALONE = (
    *("balance.backlog_hours", "balance.pace", "balance.dry_on", "balance.lead_time_weeks", "balance.cover"),
    *("balance.flow", "balance.income_variation", "money.outstanding", "money.paid", "inflow.leads_new"),
    *("inflow.win_rate", "inflow.weighted_value", "inflow.response_days", "marketing.hours", "marketing.cost"),
    *("marketing.lead_cost", "website.stale", "website.unproved", "outflow.rate", "outflow.rate_gap"),
    *("outflow.estimate_ratio", "outflow.on_time_revised", "time.kept", "time.moved", "time.dropped"),
    *("time.unplanned", "time.client_share", "time.plan_ahead", "time.realism", "tools.cost", "tools.due"),
    *(
        "actions.follow_through",
        "network.due",
        "network.repeat",
        "network.referral",
        "time.off",
        "money.reserve",
        "money.overdue",
    ),
)
_PARTED = (
    *("inflow.open", "inflow.win_chance", "inflow.by_source", "marketing.done", "time.planned", "time.actual"),
    *("outflow.projects", "outflow.left", "outflow.finish", "tools.tool", "team.delegable", "money.ahead"),
    *("actions.goal",),
)


def with_cards(review: Review, measured: Measured) -> Review:
    """A review with a card for each of its numbers, and for each record that it names."""
    files = {link.file for link in _links_in(review)}
    records = {record.file: record for record in measured.standing.ledger.records()}
    cards = (_record_card(record) for file in sorted(files) if isinstance(record := records.get(file), LoggedRecord))
    figures = (*_figure_cards(measured, _names_in(review)), *_forecast_card(review))
    return dataclasses.replace(review, figure_cards=figures, record_cards=tuple(cards))


def _links_in(value: object) -> Iterator[Link]:
    """Every link that a review's rows hold."""
    if isinstance(value, Link):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _links_in(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _links_in(getattr(value, field.name))


def _names_in(review: Review) -> set[str]:
    """The figures that a review's rows name."""
    names = {row.moves for row in review.follow_up.rows if row.moves} | {row.figure for row in review.follow_up.goals}
    names |= {row.figure for row in review.this_week} | {answer.figure for answer in review.answers}
    return names | {row.figure for role in review.findings for row in role.rows}


def _forecast_card(review: Review) -> Iterator[FigureCard]:
    """What the numbers of the coming weeks are."""
    if review.stand.weeks:
        means = (
            "Client work in the coming weeks, simulated many times with different luck: booked work, retainers, "
            "open leads by their chances, and new leads still to come."
        )
        yield FigureCard("forecast", "Forecast", "", means, len(review.stand.weeks), (), 0)


def _figure_cards(measured: Measured, named: set[str]) -> Iterator[FigureCard]:
    open_ids = {project.id for project in measured.standing.client_projects if project.is_open}
    bases = {base for base in _PARTED if base not in measured.figures}
    alone = (*_ALONE, *sorted(name for name in named if name not in _ALONE and base_of(name) not in bases))
    for name in alone:
        if name in measured.figures:
            yield _figure_card(measured.figures[name])
    for base in _PARTED:
        of_project = base in ("outflow.projects", "outflow.left", "outflow.finish")
        for part, figure in measured.below(base).items():
            if part in open_ids or not of_project:
                yield _figure_card(figure)


def _figure_card(figure: Figure) -> FigureCard:
    base = base_of(figure.name)
    lines = tuple(
        f"{span.file}:{span.line}: {span.source.line_text(span.line).strip()}"
        for span in figure.sources[-_LINES:][::-1]
    )
    return FigureCard(
        name=figure.name,
        title=title_of(figure.name),
        about=figure.name.removeprefix(base).removeprefix("."),
        means=definition_of(figure.name),
        n=figure.n,
        lines=lines,
        more=len(figure.sources) - len(lines),
    )


def _record_card(record: LoggedRecord) -> RecordCard:
    state = record.stage if isinstance(record, Lead) else (record.status or "") if isinstance(record, Project) else ""
    step = record.standing_next if isinstance(record, Lead) else None
    return RecordCard(
        file=record.file,
        title=record.title,
        state=state,
        next_on=step.promised if step else None,
        next_text=step.text if step else "",
        lines=tuple(
            line.span.source.line_text(line.span.line).strip().removeprefix("- ") for line in record.log[-_LINES:][::-1]
        ),
    )
