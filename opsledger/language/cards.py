"""What a record says of itself at a glance, as Markdown: its state, its numbers, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from opsledger.figures.evidence import Figure
from opsledger.figures.fit import TESTS, fit
from opsledger.figures.means import tools
from opsledger.figures.money import owed
from opsledger.figures.outflow import effective_rates
from opsledger.figures.projects import amounts, burn
from opsledger.figures.standing import Figures, hours
from opsledger.language.view import View
from opsledger.models.records import (
    Client,
    Lead,
    LoggedRecord,
    Member,
    Project,
    Record,
    Review,
    Tool,
    WebsiteItem,
    WeekSheet,
)
from opsledger.rendering.markdown import escape_markdown
from opsledger.values.rate import Rate
from opsledger.values.signs import same_id
from opsledger.values.written import (
    count_of,
    listed,
    write_day,
    write_hours,
    write_money,
    write_number,
    write_share,
)

Facts = Iterator[str]


def card(view: View, record: Record) -> str:
    """A record in a few lines."""
    now = view.as_of_today(record)
    head, facts = _CARDS[type(record)](view, now)
    title = now.title if isinstance(now, LoggedRecord) else now.id
    lines = [f"**{escape_markdown(title)}** · {head}", "", *(f"- {fact}" for fact in facts)]
    if isinstance(now, LoggedRecord) and now.log:
        lines.append(f"- last line: {escape_markdown(now.log[-1].span.text)}")
    return "\n".join(lines).rstrip() + "\n"


def _days(count: int) -> str:
    return count_of(count, "day")


def _figure(figures: Figures, name: str) -> Mapping[str, object]:
    """The keys of one figure; none where there is no such figure."""
    found: Figure | None = next((figure for figure in figures if figure.name == name), None)
    return found.value if found and isinstance(found.value, Mapping) else {}


def _ahead(day: date, today: date) -> str:
    """A day and how far off it is."""
    days = (day - today).days
    off = "today" if not days else f"in {_days(days)}" if days > 0 else f"{_days(-days)} ago"
    return f"{write_day(day)}, {off}"


def _lead(view: View, lead: Record) -> tuple[str, Facts]:
    assert isinstance(lead, Lead)
    since = lead.stage_since
    age = f" for {_days((view.today - since).days)}" if since and since <= view.today else ""
    return f"lead, **{escape_markdown(lead.stage)}**{age if lead.is_open else ''}", _lead_facts(view, lead)


def _lead_facts(view: View, lead: Lead) -> Facts:
    if not lead.is_open and lead.stage_since:
        yield f"closed {_ahead(lead.stage_since, view.today)}"
    worth = [write_money(lead.worth, view.ledger.settings.currency)] if lead.worth is not None else []
    size = [write_hours(hours(lead.size))] if lead.size is not None else []
    yield f"worth {', '.join([*worth, *size])}" if worth or size else "no value and no hours stated"
    if lead.is_open:
        yield _next_step(view, lead)
        yield from _fit(view, lead)
    if lead.source:
        yield f"source: {escape_markdown(lead.source)}"


def _next_step(view: View, lead: Lead) -> str:
    step = lead.standing_next
    if step is None or step.promised is None:
        return "next: nothing is promised"
    late = " (**overdue**)" if step.promised < view.today else ""
    return f"next: {_ahead(step.promised, view.today)}{late}: {escape_markdown(step.text) or 'no text'}"


def _fit(view: View, lead: Lead) -> Facts:
    found = _figure(fit(view.standing), f"inflow.fit.{lead.id}")
    if found:
        tests = ", ".join(f"{test} {found[test]}" for test in TESTS)
        yield f"fit: **{found['verdict']}** ({tests})"


def _project(view: View, project: Record) -> tuple[str, Facts]:
    assert isinstance(project, Project)
    line = next((one for one in reversed(project.log) if one.word == project.status), None)
    state = f"**{project.status}** on {write_day(line.day)}" if line else "not begun"
    what = "internal project" if project.is_internal else "project"
    return f"{what}, {state}", _project_facts(view, project)


def _project_facts(view: View, project: Project) -> Facts:
    if project.client:
        yield f"for {escape_markdown(project.client.id)}"
    yield _burnt(view, project)
    promise, revised = project.promise, project.revised_promise
    if revised and project.is_open:
        first = f" (first promised {write_day(promise)})" if promise and promise != revised else ""
        yield f"promised for {_ahead(revised, view.today)}{first}"
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


def _money(view: View, project: Project) -> Facts:
    currency = view.ledger.settings.currency
    price = project.price if project.price is not None else project.rate
    stated = str(price) if isinstance(price, Rate) else write_money(price, currency) if price is not None else ""
    yield f"{project.billing}{f', {stated}' if stated else ''}"
    invoiced = amounts(project, "invoiced") - amounts(project, "credited")
    if invoiced:
        debt = owed(project)
        owes = f", {write_money(debt.amount, currency)} still owed" if debt.amount else ", all of it paid"
        yield f"invoiced {write_money(invoiced, currency)}{owes}"
    rate = _figure(effective_rates(view.standing), f"outflow.rate.{project.id}").get("rate")
    if isinstance(rate, Fraction):
        yield f"an hour on it earns {write_money(rate, currency)}"


def _client(view: View, client: Record) -> tuple[str, Facts]:
    assert isinstance(client, Client)
    return f"client{f', health {client.health}' if client.health else ''}", _client_facts(view, client)


def _client_facts(view: View, client: Client) -> Facts:
    if client.since:
        yield f"since {write_day(client.since)}"
    ledger, wanted = view.standing.ledger, same_id(client.id)
    projects = [one for one in ledger.projects if one.client and same_id(one.client.id) == wanted]
    running = [str(escape_markdown(one.id)) for one in projects if one.is_open]
    if projects:
        shown = f"; open: {listed(running)}" if running else ", none open"
        yield f"{count_of(len(projects), 'project')}{shown}"
    leads = [one for one in ledger.leads if one.client and same_id(one.client.id) == wanted and one.is_open]
    if leads:
        yield f"open leads: {listed([str(escape_markdown(one.id)) for one in leads])}"


def _website(view: View, item: Record) -> tuple[str, Facts]:
    assert isinstance(item, WebsiteItem)
    state = "live" if item.is_live else "not live"
    return f"{item.type or 'website item'}, {state}", _website_facts(view, item)


def _website_facts(view: View, item: WebsiteItem) -> Facts:
    lines = item.lines("published", "updated")
    if lines:
        yield f"last published or updated {_ahead(lines[-1].day, view.today)}"
    for what, named in (("project", item.project), ("client", item.client)):
        if named:
            yield f"shows the {what} {escape_markdown(named.id)}"


def _tool(view: View, tool: Record) -> tuple[str, Facts]:
    assert isinstance(tool, Tool)
    return f"tool{'' if tool.is_kept else ', cancelled'}, to {listed(list(tool.jobs))}", _tool_facts(view, tool)


def _tool_facts(view: View, tool: Tool) -> Facts:
    found = _figure(tools(view.standing), f"tools.tool.{tool.id}")
    currency = view.ledger.settings.currency
    cost, gain, days = found.get("cost"), found.get("contribution"), found.get("days_since_assessed")
    if isinstance(cost, Fraction):
        yield f"costs {write_money(cost, currency)} a month"
    if isinstance(gain, Fraction):
        yield f"brings {write_money(gain, currency)} a month beyond its cost, by the hours it saves"
    if isinstance(days, int):
        yield f"last verdict: **{found.get('verdict')}**, {_days(days)} ago"
    if tool.renews:
        yield f"renews {_ahead(tool.renews, view.today)}"


def _member(view: View, member: Record) -> tuple[str, Facts]:
    assert isinstance(member, Member)
    return f"team{'' if member.is_active else ', paused'}", _member_facts(member)


def _member_facts(member: Member) -> Facts:
    if member.tasks:
        yield f"can take over: {escape_markdown(listed(list(member.tasks), 9))}"
    rates = member.lines("rate")
    if rates and rates[-1].rate:
        yield f"takes {rates[-1].rate}"
    marks = [int(line.topic) for line in member.lines("assessed") if line.topic]
    if marks:
        yield f"mark {write_number(Fraction(sum(marks), len(marks)))} of 5 ({count_of(len(marks), 'assessment')})"


def _week(view: View, sheet: Record) -> tuple[str, Facts]:
    assert isinstance(sheet, WeekSheet)
    planned = sum(block.minutes for block in sheet.plan)
    actual = sum(block.minutes for block in sheet.actual)
    facts = [f"{write_hours(hours(planned))} planned", f"{write_hours(hours(actual))} recorded"]
    return f"week from {write_day(sheet.week.monday)}", iter(facts)


def _review(view: View, review: Record) -> tuple[str, Facts]:
    assert isinstance(review, Review)
    still = sum(action.state == "open" for action in review.decisions)
    return "review", iter([f"{count_of(len(review.decisions), 'decision')}, {still} still open"])


_CARDS = {
    Lead: _lead,
    Project: _project,
    Client: _client,
    WebsiteItem: _website,
    Tool: _tool,
    Member: _member,
    WeekSheet: _week,
    Review: _review,
}
