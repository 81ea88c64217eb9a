"""What a ledger can be judged by after old data were imported: they lack what their programs do not tell.

A time tracker knows no marketing, a CRM no conversation, neither what is booked today. `kept_since` of the settings
says from which day on the owner writes all that down.
"""

from __future__ import annotations

from datetime import date, timedelta

from opsledger.figures.standing import Standing
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine

SETTLING_IN = timedelta(weeks=4)
_YOUNG = timedelta(weeks=8)


def is_before(standing: Standing, day: date) -> bool:
    """Whether a day lies before the ledger was kept by hand."""
    kept = standing.settings.kept_since
    return kept is not None and day < kept


def heard_since(standing: Standing, last: date) -> date:
    """From when on silence counts after a line: before the ledger was kept nobody wrote down what was said."""
    kept = standing.settings.kept_since
    return max(last, kept) if kept else last


def silent_since(standing: Standing, lead: Lead, line: LogLine) -> date:
    """From when on silence counts after a line of a lead: a CRM does not tell what was said, the owner's lines do.

    If the CRM told when you were last in touch, that day counts.
    """
    is_told = not lead.is_imported or line.is_last_contact
    return line.day if is_told else heard_since(standing, line.day)


def is_settling_in(standing: Standing) -> bool:
    """Whether the ledger was imported less than four weeks ago, or is seen on a day before that."""
    kept = standing.settings.kept_since
    return kept is not None and standing.day < kept + SETTLING_IN


def is_young(standing: Standing) -> bool:
    """Whether the ledger is kept for less than eight weeks, as far as it says or its first lines tell."""
    begun = standing.settings.kept_since or standing.recorded_since
    if begun is None and standing.actual:
        return True  # all that is recorded is told from memory
    if begun is None:
        firsts = [record.log[0].day for record in (*standing.ledger.leads, *standing.ledger.projects)]
        begun = min(firsts, default=standing.day)
    return standing.day < begun + _YOUNG


def is_work_unknown(standing: Standing) -> bool:
    """Whether nobody wrote down yet what is booked: old data say what was done, and not what is running."""
    return is_settling_in(standing) and not any(project.is_open for project in standing.client_projects)


def is_money_unknown(standing: Standing) -> bool:
    """Whether nobody wrote down any invoice or payment yet: time and deals of other programs do not tell them."""
    if not is_settling_in(standing):
        return False
    return not any(project.lines("invoiced", "paid", "refunded") for project in standing.ledger.projects)


def marketing_unknown(standing: Standing) -> bool:
    """Whether the period begins before marketing was written down; old data lack it."""
    first = standing.period.first
    if not is_before(standing, first):
        return False
    return not any(line.day < first for sheet in standing.ledger.weeks for line in sheet.marketing)


def marketing_shown(standing: Standing) -> bool:
    """Whether the period's marketing is shown: it is known, or some of it was written down all the same."""
    lines = (line for sheet in standing.ledger.weeks for line in sheet.marketing)
    return not marketing_unknown(standing) or any(line.day in standing.period for line in lines)


def is_set_by_crm(standing: Standing, lead: Lead) -> bool:
    """Whether a lead's day of decision came with old data and was past by then: a CRM sets one of its own."""
    return lead.is_imported and lead.decision is not None and is_before(standing, lead.decision)


def taken_over(standing: Standing) -> tuple[Lead, ...]:
    """The open leads of a CRM of which nothing was written since they were imported, and that have no next step."""
    return tuple(
        lead
        for lead in standing.open_leads
        if lead.is_imported and is_before(standing, lead.log[-1].day) and not lead.next_on(standing.day)
    )
