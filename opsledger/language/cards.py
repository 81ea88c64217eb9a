"""What a record says of itself at a glance, as Markdown: its state, its numbers, what comes next."""

from __future__ import annotations

from fractions import Fraction

from opsledger.figures.means import tools
from opsledger.figures.network import touches
from opsledger.figures.standing import hours
from opsledger.language.facts import Phrases, ahead, figure, in_days
from opsledger.language.view import View
from opsledger.language.work_cards import lead_card, project_card
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord, Record
from opsledger.models.records import Client, Contact, Member, Tool, WebsiteItem, WeekSheet
from opsledger.models.reviews import WrittenReview
from opsledger.reading.kinds import kind_of
from opsledger.rendering.markdown import escape_markdown
from opsledger.values.characters import same_id
from opsledger.values.written import (
    count_of,
    listed,
    write_day,
    write_hours,
    write_money,
    write_number,
)


def card(view: View, record: Record) -> str:
    """A record in a few lines."""
    now = view.as_of_today(record)
    head, facts = _CARDS.get(type(record), _plain)(view, now)
    title = now.title if isinstance(now, LoggedRecord) else now.id
    lines = [f"**{escape_markdown(title)}** · {head}", "", *(f"- {fact}" for fact in facts)]
    if isinstance(now, LoggedRecord) and now.log:
        lines.append(f"- last line: {escape_markdown(now.log[-1].span.text)}")
    return "\n".join(lines).rstrip() + "\n"


def _plain(_: View, record: Record) -> tuple[str, Phrases]:
    """What the front matter says, of a kind that has no card of its own."""
    kind = kind_of(record.file)
    facts = (f"{key}: {escape_markdown(span.text)}" for key, span in record.front.items() if key != "name")
    return kind.name if kind else "record", facts


def _client(view: View, client: Record) -> tuple[str, Phrases]:
    assert isinstance(client, Client)
    return f"client{f', health {client.health}' if client.health else ''}", _client_facts(view, client)


def _client_facts(view: View, client: Client) -> Phrases:
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


def _contact(view: View, contact: Record) -> tuple[str, Phrases]:
    assert isinstance(contact, Contact)
    return (contact.kind or "contact").replace("-", " "), _contact_facts(view, contact)


def _contact_facts(view: View, contact: Contact) -> Phrases:
    if contact.org:
        yield f"works at {escape_markdown(contact.org)}"
    touch = next((one for one in touches(view.standing) if one.contact.id == contact.id), None)
    if touch and touch.last:
        yield f"last in touch {ahead(touch.last.day, view.today)}"
    if contact.every:
        due = f", due {ahead(touch.due_on, view.today)}" if touch and touch.due_on else ""
        yield f"to be in touch every {count_of(contact.every, 'day')}{due}"


def _website(view: View, item: Record) -> tuple[str, Phrases]:
    assert isinstance(item, WebsiteItem)
    state = "live" if item.is_live else "not live"
    return f"{item.type or 'website item'}, {state}", _website_facts(view, item)


def _website_facts(view: View, item: WebsiteItem) -> Phrases:
    lines = item.lines("published", "updated")
    if lines:
        yield f"last published or updated {ahead(lines[-1].day, view.today)}"
    for what, named in (("project", item.project), ("client", item.client)):
        if named:
            yield f"shows the {what} {escape_markdown(named.id)}"


def _tool(view: View, tool: Record) -> tuple[str, Phrases]:
    assert isinstance(tool, Tool)
    return f"tool{'' if tool.is_kept else ', cancelled'}, to {listed(list(tool.jobs))}", _tool_facts(view, tool)


def _tool_facts(view: View, tool: Tool) -> Phrases:
    found = figure(tools(view.standing), f"tools.tool.{tool.id}")
    currency = view.ledger.settings.currency
    cost, gain, days = found.get("cost"), found.get("contribution"), found.get("days_since_assessed")
    if isinstance(cost, Fraction):
        yield f"costs {write_money(cost, currency)} a month"
    if isinstance(gain, Fraction):
        yield f"saves about {write_money(gain, currency)} a month in hours, after its cost"
    if isinstance(days, int):
        yield f"last verdict: **{found.get('verdict')}**, {in_days(days)} ago"
    if tool.renews:
        yield f"renews {ahead(tool.renews, view.today)}"


def _member(view: View, member: Record) -> tuple[str, Phrases]:
    assert isinstance(member, Member)
    return f"team{'' if member.is_active else ', paused'}", _member_facts(member)


def _member_facts(member: Member) -> Phrases:
    if member.tasks:
        yield f"can take over: {escape_markdown(listed(list(member.tasks), 9))}"
    rates = member.lines("rate")
    if rates and rates[-1].rate:
        yield f"takes {rates[-1].rate}"
    marks = [int(line.topic) for line in member.lines("assessed") if line.topic]
    if marks:
        yield f"mark {write_number(Fraction(sum(marks), len(marks)))} of 5 ({count_of(len(marks), 'assessment')})"


def _week(view: View, sheet: Record) -> tuple[str, Phrases]:
    assert isinstance(sheet, WeekSheet)
    planned = sum(block.minutes for block in sheet.plan)
    actual = sum(block.minutes for block in sheet.actual)
    facts = [f"{write_hours(hours(planned))} planned", f"{write_hours(hours(actual))} recorded"]
    return f"week from {write_day(sheet.week.monday)}", iter(facts)


def _review(view: View, review: Record) -> tuple[str, Phrases]:
    assert isinstance(review, WrittenReview)
    still = sum(action.state == "open" for action in review.decisions)
    return "review", iter([f"{count_of(len(review.decisions), 'decision')}, {still} still open"])


_CARDS = {
    Lead: lead_card,
    Project: project_card,
    Client: _client,
    Contact: _contact,
    WebsiteItem: _website,
    Tool: _tool,
    Member: _member,
    WeekSheet: _week,
    WrittenReview: _review,
}
