"""What to do: three things for this week, and the other suggestions by role."""

from __future__ import annotations

from datetime import timedelta

from opsledger.findings.choosing import ChosenFindings, due_of
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.lead_steps import next_step
from opsledger.findings.memory import Judged
from opsledger.models.lines import Action
from opsledger.reviewing.links import links_to
from opsledger.reviewing.parts.decide import CoveredRow, FindingRow, OwnStepRow, RoleFindings, ThisWeekRow
from opsledger.reviewing.parts.stand import Stand
from opsledger.reviewing.parts.values import Link
from opsledger.values.characters import same_id
from opsledger.values.written import rounded, write_hours

_TRIED = ("lean-ahead", "begin-sooner", "overloaded-ahead")  # rules whose action may be a lever of the forecast
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DAYS = 7  # of a week, for your own steps
_TIMES = ("never", "once", "twice", "three times", "four times", "five times")


def this_week(measured: Measured, chosen: ChosenFindings, stand: Stand | None = None) -> tuple[ThisWeekRow, ...]:
    """At most three things to do, the one that costs most to leave first. stand: if levers of it were tried."""
    return tuple(_this_week(measured, row, stand) for row in chosen.this_week)


def _this_week(measured: Measured, row: Judged, stand: Stand | None) -> ThisWeekRow:
    finding, decided = row.finding, _earliest(row.covered_by)
    links = links_to(measured, finding.sources, 1)
    return ThisWeekRow(
        rule=finding.rule,
        figure=finding.figure,
        role=decided.role.id if decided else finding.role,
        text=decided.text if decided else finding.action,
        by=due_of(row),
        because=finding.because,
        said=finding.sentence,
        is_overdue=bool(decided and decided.due and decided.due < measured.day),
        hours=finding.hours,
        money=finding.money,
        stake=_stake(measured, finding, stand),
        history=history(row),
        link=links[0] if links else None,
        decided=link_to_action(decided) if decided else None,
        line="" if decided else line_of(finding),
    )


def own_steps(measured: Measured, chosen: ChosenFindings) -> tuple[OwnStepRow, ...]:
    """Your own steps on leads in the next seven days that this week's things to do do not name, by day."""
    told = {same_id(record) for row in chosen.this_week for record in row.finding.about}
    until = measured.day + timedelta(days=_DAYS)
    rows = []
    for lead in measured.standing.ledger.leads:
        step = lead.next_on(measured.day) if lead.is_open and same_id(lead.id) not in told else None
        if step and step.promised and measured.day <= step.promised <= until:
            text = next_step(measured, lead) or lead.title
            rows.append(OwnStepRow(Link(text, lead.file, step.span.line), step.promised))
    return tuple(sorted(rows, key=lambda row: (row.by, row.link.file)))


def _stake(measured: Measured, finding: Finding, stand: Stand | None) -> str:
    """What leaving it costs, in words; of what was tried out in the forecast, the hours that are told there."""
    if stand is None or stand.tried is None or finding.rule not in _TRIED or finding.whole:
        return measured.stake(finding)
    files = {span.file for span in finding.sources}
    lever = next((each for each in stand.levers if each.link and each.link.file in files), None)
    if lever is None:
        return measured.stake(finding)
    return f"about {write_hours(lever.hours)} of the {write_hours(rounded(stand.tried.hours))} {stand.tried.side}"


def by_role(measured: Measured, chosen: ChosenFindings, stand: Stand) -> tuple[RoleFindings, ...]:
    """The other suggestions by role, the role with the most at stake first."""
    rows: dict[str, list[FindingRow]] = {}
    for row in chosen.others:
        rows.setdefault(row.finding.role, []).append(_finding(measured, row, stand))
    return tuple(RoleFindings(role, tuple(found)) for role, found in rows.items())


def every_finding(measured: Measured, chosen: ChosenFindings, stand: Stand) -> tuple[FindingRow, ...]:
    """All findings, those with most at stake first."""
    return tuple(_finding(measured, row, stand) for row in chosen.every)


def _finding(measured: Measured, row: Judged, stand: Stand) -> FindingRow:
    finding = row.finding
    return FindingRow(
        rule=finding.rule,
        role=finding.role,
        urgency=finding.urgency,
        sentence=finding.sentence,
        because=finding.because,
        action=finding.action,
        figure=finding.figure,
        moves=movable(finding),
        about=finding.about,
        by=finding.by,
        hours=finding.hours,
        money=finding.money,
        stake=_stake(measured, finding, stand),
        streak=row.streak,
        history=history(row),
        links=links_to(measured, finding.sources),
        covered_by=tuple(map(link_to_action, row.covered_by)),
        quiet=row.quiet,
        line=line_of(finding),
    )


def covered(chosen: ChosenFindings) -> tuple[CoveredRow, ...]:
    """The decisions on your list that are for what was found, each once, those due first."""
    found: dict[str, Action] = {}
    for row in chosen.covered:
        for action in row.covered_by:
            found.setdefault(action.id, action)
    shown = {action.id for row in chosen.this_week for action in row.covered_by}
    for finding in chosen.said:
        shown.update((*finding.quotes, *(finding.about if finding.rule == "overdue-actions" else ())))
    actions = [action for action in found.values() if action.id not in shown]
    actions.sort(key=lambda action: (action.due is None, action.due, action.id))
    return tuple(CoveredRow(action.text, action.due, link_to_action(action)) for action in actions)


def history(row: Judged) -> str:
    """What is remembered of a finding: `seen three reviews running`, `twice decided, twice undone`; empty if new."""
    parts = []
    if row.streak > 1:
        number = _NUMBERS[row.streak] if row.streak < len(_NUMBERS) else str(row.streak)
        parts.append(f"seen {number} reviews running")
    if row.decided > 1 and row.undone > 1:
        parts.append(f"{_times(row.decided)} decided, {_times(row.undone)} undone")
    return "; ".join(parts)


def _times(number: int) -> str:
    return _TIMES[number] if number < len(_TIMES) else f"{number} times"


def line_of(finding: Finding) -> str:
    """The line to take over as a decision."""
    due = f" due:{finding.by}" if finding.by else ""
    moves = movable(finding)
    return f"- [ ] @{finding.role} {finding.action}{due}{f' moves:{moves}' if moves else ''}"


def movable(finding: Finding) -> str:
    """The figure that the action would move, as after `moves:`; none if an id in it holds a space, which ends it."""
    is_plain = finding.is_moved and not any(character.isspace() for character in finding.figure)
    return finding.figure if is_plain else ""


def link_to_action(action: Action) -> Link:
    """Where a decision is written."""
    return Link(action.id, action.span.file, action.span.line)


def _earliest(actions: tuple[Action, ...]) -> Action | None:
    """The decision that is due first."""
    return min(actions, key=lambda action: (action.due is None, action.due, action.id), default=None)
