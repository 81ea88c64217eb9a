"""What a lead and a project say of themselves at a glance."""

from __future__ import annotations

from fractions import Fraction

from opsledger.figures.debts import owed
from opsledger.figures.fit import TESTS, fit
from opsledger.figures.projects import amounts, burn
from opsledger.figures.rates import effective_rates
from opsledger.figures.standing import hours
from opsledger.language.facts import Phrases, ahead, figure, in_days
from opsledger.language.view import View
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.models.record import Record
from opsledger.rendering.markdown import escape_markdown
from opsledger.values.pieces import Pieces
from opsledger.values.rate import Rate
from opsledger.values.written import write_day, write_hours, write_money, write_share


def lead_card(view: View, lead: Record) -> tuple[str, Phrases]:
    """Its stage and how long it is there; what it is worth, what comes next, whether it fits."""
    assert isinstance(lead, Lead)
    since = lead.stage_since
    age = f" for {in_days((view.today - since).days)}" if since and since <= view.today else ""
    return f"lead, **{escape_markdown(lead.stage)}**{age if lead.is_open else ''}", _lead_facts(view, lead)


def _lead_facts(view: View, lead: Lead) -> Phrases:
    if not lead.is_open and lead.stage_since:
        yield f"closed {ahead(lead.stage_since, view.today)}"
    worth = [write_money(lead.worth, view.ledger.settings.currency)] if lead.worth is not None else []
    size = [write_hours(hours(lead.size))] if lead.size is not None else []
    yield f"worth {', '.join([*worth, *size])}" if worth or size else "no value and no hours stated"
    if lead.is_open:
        yield _next_step(view, lead)
        yield from _fit(view, lead)
    if lead.source:
        yield f"source: {escape_markdown(lead.source)}"


def _next_step(view: View, lead: Lead) -> str:
    step = lead.next_on(view.today)
    if step is None or step.promised is None:
        return "next: nothing is promised"
    late = " (**overdue**)" if step.promised < view.today else ""
    return f"next: {ahead(step.promised, view.today)}{late}: {escape_markdown(step.text) or 'no text'}"


def _fit(view: View, lead: Lead) -> Phrases:
    found = figure(fit(view.standing), f"inflow.fit.{lead.id}")
    if found:
        tests = ", ".join(f"{test} {found[test]}" for test in TESTS)
        yield f"fit: **{found['verdict']}** ({tests})"


def project_card(view: View, project: Record) -> tuple[str, Phrases]:
    """Its state; the hours it burnt, what was promised, its money."""
    assert isinstance(project, Project)
    line = next((one for one in reversed(project.log) if one.word == project.status), None)
    state = f"**{project.status}** on {write_day(line.day)}" if line else "not begun"
    what = "internal project" if project.is_internal else "project"
    return f"{what}, {state}", _project_facts(view, project)


def _project_facts(view: View, project: Project) -> Phrases:
    if project.client:
        yield f"for {escape_markdown(project.client.id)}"
    yield _burnt(view, project)
    promise, revised = project.promise, project.revised_promise
    if revised and project.is_open:
        first = f" (first promised {write_day(promise)})" if promise and promise != revised else ""
        yield f"promised for {ahead(revised, view.today)}{first}"
    if not project.is_internal:
        yield from _money(view, project)


def _burnt(view: View, project: Project) -> str:
    burnt = burn(view.standing, project)
    spent = write_hours(hours(burnt.spent))
    month = " this month" if project.is_retainer else ""
    if burnt.sold is None:
        return f"{spent} spent{month}; no estimate"
    left = f", {write_hours(hours(burnt.left or 0))} left" if project.is_open else ""
    share = f" ({write_share(burnt.burnt)})" if burnt.burnt is not None else ""
    return f"{spent} of {write_hours(hours(burnt.sold))} spent{month}{share}" + (
        " (**over**)" if burnt.is_over else left
    )


def _money(view: View, project: Project) -> Phrases:
    currency = view.ledger.settings.currency
    price = project.price if project.price is not None else project.rate
    stated = str(price) if isinstance(price, Rate) else write_money(price, currency) if price is not None else ""
    stated += f" ({price.told})" if isinstance(price, Pieces) else ""
    yield f"{project.billing}{f', {stated}' if stated else ''}"
    invoiced = amounts(project, "invoiced") - amounts(project, "credited")
    if invoiced:
        debt = owed(view.standing, project)
        owes = f", {write_money(debt.amount, currency)} still owed" if debt.amount else ", all of it paid"
        yield f"invoiced {write_money(invoiced, currency)}{owes}"
    rate = figure(effective_rates(view.standing), f"outflow.rate.{project.id}").get("rate")
    if isinstance(rate, Fraction):
        yield f"an hour on it earns {write_money(rate, currency)}"
