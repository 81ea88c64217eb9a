"""Work flowing out: each project's burn, what an hour earns, and whether promises hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from opsledger.figures.contacts import last_contact
from opsledger.figures.evidence import Figure, rate_of
from opsledger.figures.projects import burn, costs, paid_scope, revenue, scope_minutes
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours, in_order, place, spans, total, within
from opsledger.figures.statistics import TOO_FEW, geometric_mean, median, p80
from opsledger.models.lines import Block, LogLine
from opsledger.models.records import CONTACTS, Project
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.days import Interval


@told_as("outflow.projects.PROJECT", key="burnt", unit="share")
def projects(standing: Standing) -> Figures:
    """`outflow.projects.PROJECT`: each open client project.

    Hours spent (actual blocks), sold (estimate + scope), left = max(sold - spent, 0), burnt = spent / sold; the first
    promise and the one as last revised; paid and unpaid scope hours; interactions (call, mail, meeting) in the period
    and days since the client was last in touch, on
    whatever it was; praise and complaints over its life; over when more was spent than sold. A retainer's sold,
    spent and left are those of the calendar month, what was carried into it included.
    """
    for project in standing.client_projects:
        if not project.is_open:
            continue
        burnt = burn(standing, project)
        contacts = [line for line in project.log if line.word in CONTACTS]
        last = last_contact(standing, project)
        paid = paid_scope(project)
        value = {
            "spent": hours(burnt.spent),
            "sold": None if burnt.sold is None else hours(burnt.sold),
            "left": None if burnt.left is None else hours(burnt.left),
            "burnt": burnt.burnt,
            "due": project.promise,
            "due_now": project.revised_promise,
            "paid_scope": hours(paid),
            "unpaid_scope": hours(scope_minutes(project.log) - paid),
            "interactions": len(within(contacts, standing.period)),
            "days_since_interaction": (standing.day - last.day).days if last else None,
            "praise": len(project.lines("praise")),
            "complaints": len(project.lines("complaint")),
            "over": burnt.is_over,
        }
        fed = [line for line in project.log if line.word in (*CONTACTS, "scope", "due", "praise", "complaint")]
        sources = (*_front(project, "estimate", "due"), *spans(fed), *spans(burnt.blocks))
        note = None if burnt.sold is not None else "no estimate: outside the backlog"
        yield Figure(f"outflow.projects.{project.id}", value, "hours", len(burnt.blocks), note=note, sources=sources)


def rollovers(standing: Standing) -> Figures:
    """`outflow.rollover.PROJECT`: each open retainer whose unused hours move on: what was, and what would be, carried.

    carried: the hours that the month before left over, at most `rollover`: they are used first, and gone after this
    month. unused: what is not spent of the month's own hours. moves_on: of them, what would move to the next month now.
    """
    for project in standing.client_projects:
        if not (project.is_open and project.is_retainer and project.rollover and project.estimate is not None):
            continue
        burnt = burn(standing, project)
        value = {
            "carried": hours(burnt.carried),
            "unused": hours(burnt.moves_on),
            "moves_on": hours(min(project.rollover, burnt.moves_on)),
        }
        sources = (*_front(project, "estimate", "rollover"), *spans(project.lines("scope")), *spans(burnt.blocks))
        yield Figure(f"outflow.rollover.{project.id}", value, "hours", len(burnt.blocks), sources=sources)


def _front(project: Project, *keys: str) -> tuple[Span, ...]:
    return tuple(project.front[key] for key in keys if key in project.front)


def effective_rates(standing: Standing) -> Figures:
    """`outflow.rate.PROJECT`: what an hour on a client project earns: (revenue - costs) / hours, all up to the day.

    Revenue: fixed = (price + paid scope) x min(1, spent / sold) until delivered, then whole; hourly = hours x rate of
    the day + paid scope; retainer = calendar months with a running day x price of the month + paid scope; cancelled =
    invoiced - credited. All less what was credited and not invoiced again. `with_sales` adds its lead's hours.
    """
    for project in standing.client_projects:
        blocks = standing.blocks_of(project)
        if not blocks:
            continue
        earned = revenue(standing, project)
        yield _rate(
            f"outflow.rate.{project.id}",
            None if earned is None else earned - costs(project),
            earned,
            costs(project),
            hours(total(blocks)),
            hours(total(sales := _sales_blocks(standing, [project]))),
            len(blocks),
            (*_money_sources(project), *spans(in_order((*blocks, *sales)))),
        )


def _rate(
    name: str,
    profit: Fraction | None,
    earned: Fraction | None,
    spent: Fraction,
    worked: Fraction,
    sales: Fraction,
    n: int,
    sources: tuple[Span, ...],
) -> Figure:
    known = profit is not None and n > 0
    value = {
        "rate": profit / worked if known and profit is not None and worked else None,
        "with_sales": profit / (worked + sales) if known and profit is not None and worked + sales else None,
        "revenue": earned,
        "costs": spent,
        "hours": worked,
    }
    note = None if value["rate"] is not None else f"{TOO_FEW}: its revenue or its hours are not known"
    return Figure(name, value, "money", n, note=note, sources=sources)


def _sales_blocks(standing: Standing, sold: Iterable[Project]) -> list[Block]:
    """The time spent on winning some projects, each lead once."""
    leads = {same_id(project.lead.id) for project in sold if project.lead}
    records = [standing.ledger.lead_by_id[lead] for lead in sorted(leads) if lead in standing.ledger.lead_by_id]
    return [block for lead in records for block in standing.blocks_of(lead)]


def _money_sources(project: Project) -> tuple[Span, ...]:
    if project.status == "cancelled":
        return spans(project.lines("invoiced", "credited", "cost", "cancelled"))
    words = ("price", "rate", "scope", "cost", "started", "resumed", "paused", "delivered", "ended")
    lines = [line for line in project.log if line.word in words]
    return (*_front(project, "price", "rate", "estimate"), *spans(lines))


def margins(standing: Standing) -> Figures:
    """`outflow.margin.PROJECT`: (revenue - costs) / revenue of a client project; `with_own_hours` less one's own.

    Own hours count at the target rate.
    """
    own = standing.settings.targets.rate
    for project in standing.client_projects:
        blocks = standing.blocks_of(project)
        if not blocks:
            continue
        earned = revenue(standing, project)
        margin = with_own = None
        if earned:
            margin = (earned - costs(project)) / earned
            if own is not None:
                with_own = margin - hours(total(blocks)) * Fraction(own) / earned
        note = None if margin is not None else f"{TOO_FEW}: it has no revenue, or none that is known"
        value = {"margin": margin, "with_own_hours": with_own}
        sources = (*_money_sources(project), *spans(blocks))
        yield Figure(f"outflow.margin.{project.id}", value, "share", len(blocks), note=note, sources=sources)


def finished(standing: Standing, weeks: int, *states: str) -> list[tuple[Project, LogLine]]:
    """The client projects that reached one of these states in the last weeks and stand in it, with the line."""
    return finished_in(standing, standing.last_weeks(weeks), *states)


def finished_in(standing: Standing, days: Interval, *states: str) -> list[tuple[Project, LogLine]]:
    """The client projects that reached one of these states in a span of days and stand in it, with the line."""
    lines = ((project, project.reached(*states)) for project in standing.client_projects)
    found = [(project, line) for project, line in lines if line and line.day in days]
    return sorted(found, key=lambda pair: place(pair[1].span, pair[1].day))


@told_as("outflow.rate", "Earned an hour for clients", key="rate")
def effective_rate(standing: Standing) -> Figures:
    """`outflow.rate`: the effective rate over all client projects delivered or ended in the last 52 weeks.

    Totals: (revenue - costs) / hours; `with_sales` adds the hours of their leads, each lead once. A project whose
    revenue is not known is left out, and so is one without an hour recorded: it says nothing of what an hour earns.
    """
    done = [
        (project, earned)
        for project, _ in finished(standing, 52, "delivered", "ended")
        if standing.blocks_of(project) and (earned := revenue(standing, project)) is not None
    ]
    earned = sum((earned for _, earned in done), Fraction(0))
    spent = sum((costs(project) for project, _ in done), Fraction(0))
    worked = hours(sum(total(standing.blocks_of(project)) for project, _ in done))
    for_sales = _sales_blocks(standing, [project for project, _ in done])
    sales = hours(total(for_sales))
    money = (span for project, _ in done for span in _money_sources(project))
    work = (block for project, _ in done for block in standing.blocks_of(project))
    sources = (*money, *spans(in_order((*work, *for_sales))))
    if done:
        yield _rate("outflow.rate", earned - spent, earned, spent, worked, sales, len(done), sources)
    else:
        value = {"rate": None, "with_sales": None, "revenue": earned, "costs": spent, "hours": worked}
        yield Figure("outflow.rate", value, "money", 0, note=f"{TOO_FEW}: no project delivered in 52 weeks")


def own_rate(standing: Standing) -> Fraction | None:
    """What an hour of one's own is worth: the effective rate, else the target rate."""
    for figure in effective_rate(standing):
        earned = figure.value["rate"] if isinstance(figure.value, Mapping) else None
        if isinstance(earned, Fraction):
            return earned
    target = standing.settings.targets.rate
    return None if target is None else Fraction(target)


def estimate_ratios(standing: Standing) -> list[tuple[Project, LogLine, Fraction]]:
    """The fixed and hourly projects delivered in the last 104 weeks that have an estimate and hours.

    Each with the line of its delivery, and spent / estimate.
    """
    return [
        (project, line, Fraction(total(blocks), project.estimate))
        for project, line in finished(standing, 104, "delivered")
        if project.billing in ("fixed", "hourly") and project.estimate and (blocks := standing.blocks_of(project))
    ]


def estimate_ratio(standing: Standing) -> Figures:
    """`outflow.estimate_ratio`: spent / estimate of fixed and hourly projects delivered in the last 104 weeks.

    Of those that have both: median, geometric mean, and P80 (which takes four).
    """
    ratios: list[Fraction] = []
    sources: list[Span] = []
    for project, line, ratio in estimate_ratios(standing):
        ratios.append(ratio)
        sources += [*_front(project, "estimate"), line.span, *spans(standing.blocks_of(project))]
    n = len(ratios)
    value = {"median": median(ratios), "geometric_mean": geometric_mean(ratios), "p80": p80(ratios)}
    note = None if n >= 4 else f"{TOO_FEW} for a P80: {n} of 4" if n else f"{TOO_FEW}: no project with both"
    yield Figure("outflow.estimate_ratio", value, "share", n, note=note, sources=tuple(sources))


def on_time(standing: Standing) -> Figures:
    """`outflow.on_time`, `outflow.on_time_revised`: client projects delivered on or before their promise.

    Of those delivered in the last 52 weeks that made one: the first promise, and the one as last revised.
    """
    done = [(project, line) for project, line in finished(standing, 52, "delivered") if project.promise]
    for name, promise_of in (("outflow.on_time", _first_promise), ("outflow.on_time_revised", _last_promise)):
        promised = [(*promise_of(project), line) for project, line in done]
        kept = sum(bool(day and line.day <= day) for day, _, line in promised)
        figure = rate_of(name, kept, [line for _, line in done], "no delivered project made a promise")
        yield replace(figure, sources=tuple(span for _, where, line in promised for span in (where, line.span)))


def _first_promise(project: Project) -> tuple[date | None, Span]:
    """The first promise of a project that made one, and where it stands."""
    return project.promise, project.front["due"] if project.due else project.lines("due")[0].span


def _last_promise(project: Project) -> tuple[date | None, Span]:
    """The same as last revised."""
    lines = project.lines("due")
    return project.revised_promise, lines[-1].span if lines else project.front["due"]


@told_as("outflow.scope", key="unpaid", unit="share")
def scope(standing: Standing) -> Figures:
    """`outflow.scope`: paid and unpaid scope hours as shares of the estimates.

    Over client projects delivered in the last 52 weeks that have an estimate.
    """
    done = [project for project, _ in finished(standing, 52, "delivered") if project.estimate is not None]
    estimates = sum(project.estimate or 0 for project in done)
    paid = sum(paid_scope(project) for project in done)
    unpaid = sum(scope_minutes(project.log) for project in done) - paid
    value = {
        "paid": Fraction(paid, estimates) if estimates else None,
        "unpaid": Fraction(unpaid, estimates) if estimates else None,
    }
    note = None if estimates else f"{TOO_FEW}: no project with an estimate was delivered"
    sources = tuple(span for project in done for span in (*_front(project, "estimate"), *spans(project.lines("scope"))))
    yield Figure("outflow.scope", value, "share", len(done), note=note, sources=sources)


@told_as("outflow.top_client", key="share", unit="share")
def top_client(standing: Standing) -> Figures:
    """`outflow.top_client`: how much of the money received (paid - refunded, last 52 weeks) one client brings, and who.

    Effective clients = 1 / sum of squared shares (the inverse Herfindahl index), among clients above zero.
    """
    span = standing.last_weeks(52)
    received: dict[str, Fraction] = {}
    sources: list[Span] = []
    for project in standing.client_projects:
        if not project.client:
            continue
        for line in within(project.lines("paid", "refunded"), span):
            amount = line.money
            client = project.client.id
            received[client] = received.get(client, Fraction(0)) + (amount if line.word == "paid" else -amount)
            sources.append(line.span)
    shares = {client: amount for client, amount in sorted(received.items()) if amount > 0}
    whole = sum(shares.values(), Fraction(0))
    if not whole:
        value = dict.fromkeys(("client", "share", "effective_clients"))
        yield Figure("outflow.top_client", value, "share", 0, note=f"{TOO_FEW}: no money received")
        return
    top = max(shares, key=lambda client: shares[client])
    concentration = sum((amount / whole) ** 2 for amount in shares.values())
    yield Figure(
        "outflow.top_client",
        {"client": top, "share": shares[top] / whole, "effective_clients": 1 / concentration},
        "share",
        len(shares),
        sources=tuple(sources),
    )


def improve(standing: Standing) -> Figures:
    """`outflow.improve`: what to do better next time: `improve` lines of client projects in the period."""
    lines = [line for project in standing.client_projects for line in project.lines("improve")]
    lines = sorted(within(lines, standing.period), key=lambda line: place(line.span, line.day))
    yield Figure("outflow.improve", len(lines), "count", len(lines), sources=spans(lines))


OUTFLOW = (
    projects,
    rollovers,
    effective_rates,
    effective_rate,
    margins,
    estimate_ratio,
    on_time,
    scope,
    top_client,
    improve,
)
