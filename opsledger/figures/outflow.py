"""Work flowing out: each project's burn, how well it was estimated, and whether promises hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from opsledger.figures.contacts import last_contact
from opsledger.figures.covering import covers_life
from opsledger.figures.evidence import Figure, rate_of
from opsledger.figures.finished import finished
from opsledger.figures.projects import burn, front_spans, paid_scope, scope_minutes
from opsledger.figures.rates import RATES
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours, place, spans, total, within
from opsledger.figures.statistics import TOO_FEW, geometric_mean, median, p80
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.records import CONTACTS
from opsledger.source import Span


@told_as("outflow.projects.PROJECT", key="burnt", unit="share")
def projects(standing: Standing) -> Figures:
    """`outflow.projects.PROJECT`: where an open client project stands: hours, promise, scope and contact.

    Hours spent (actual blocks), sold (estimate + paid scope; hours given away are not sold), left = max(sold - spent,
    0), burnt = spent / sold; the first promise and the one as last revised; paid and unpaid scope hours; interactions
    (call, mail, meeting) in the period and days since the last contact with the client, about anything; praise and
    complaints over its life; `over` if more was spent than sold. A retainer's sold, spent and left are those of the
    calendar month, including what was carried into it.
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
        sources = (*front_spans(project, "estimate", "due"), *spans(fed), *spans(burnt.blocks))
        note = None if burnt.sold is not None else "no estimate: outside the backlog"
        yield Figure(f"outflow.projects.{project.id}", value, "hours", len(burnt.blocks), note=note, sources=sources)


def rollovers(standing: Standing) -> Figures:
    """`outflow.rollover.PROJECT`: the unused hours that an open retainer carries into the next month.

    carried: the hours left over from the month before, at most `rollover`. They are used first, and lapse after this
    month. unused: the month's own hours not yet spent. moves_on: how many of those would move to the next month.
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
        sources = (*front_spans(project, "estimate", "rollover"), *spans(project.lines("scope")), *spans(burnt.blocks))
        yield Figure(f"outflow.rollover.{project.id}", value, "hours", len(burnt.blocks), sources=sources)


def estimate_ratios(standing: Standing) -> list[tuple[Project, LogLine, Fraction]]:
    """The fixed and hourly projects delivered in the last 104 weeks that have an estimate and all their hours.

    Each with the line of its delivery, and spent / estimate.
    """
    return [
        (project, line, Fraction(total(blocks), project.estimate))
        for project, line in finished(standing, 104, "delivered")
        if project.billing in ("fixed", "hourly") and project.estimate and (blocks := standing.blocks_of(project))
        if covers_life(standing, project)
    ]


def estimate_ratio(standing: Standing) -> Figures:
    """`outflow.estimate_ratio`: how a typical project's hours compare with its estimate, over the last 104 weeks.

    Of those that have both: the median, the geometric mean, and the P80 (which needs four). Projects that began before
    their hours were recorded are left out.
    """
    ratios: list[Fraction] = []
    sources: list[Span] = []
    for project, line, ratio in estimate_ratios(standing):
        ratios.append(ratio)
        sources += [*front_spans(project, "estimate"), line.span, *spans(standing.blocks_of(project))]
    n = len(ratios)
    value = {"median": median(ratios), "geometric_mean": geometric_mean(ratios), "p80": p80(ratios)}
    note = None if n >= 4 else f"{TOO_FEW} for a P80: {n} of 4" if n else f"{TOO_FEW}: no project with both"
    yield Figure("outflow.estimate_ratio", value, "share", n, note=note, sources=tuple(sources))


def on_time(standing: Standing) -> Figures:
    """`outflow.on_time`, `outflow.on_time_revised`: how many client projects you delivered by the day you promised.

    Of those delivered in the last 52 weeks that had a promise: by the first promise, and by the last revised one.
    """
    done = [(project, line) for project, line in finished(standing, 52, "delivered") if project.promise]
    for name, promise_of in (("outflow.on_time", _first_promise), ("outflow.on_time_revised", _last_promise)):
        promised = [(*promise_of(project), line) for project, line in done]
        kept = sum(bool(day and line.day <= day) for day, _, line in promised)
        figure = rate_of(name, kept, [line for _, line in done], "no delivered project made a promise")
        yield replace(figure, sources=tuple(span for _, where, line in promised for span in (where, line.span)))


def _first_promise(project: Project) -> tuple[date | None, Span]:
    """The first promise of a project that made one, and where it is."""
    return project.promise, project.front["due"] if project.due else project.lines("due")[0].span


def _last_promise(project: Project) -> tuple[date | None, Span]:
    """The same as last revised."""
    lines = project.lines("due")
    return project.revised_promise, lines[-1].span if lines else project.front["due"]


@told_as("outflow.scope", key="unpaid", unit="share")
def scope(standing: Standing) -> Figures:
    """`outflow.scope`: how much work clients added, paid and unpaid, as shares of the estimates.

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
    sources = tuple(
        span for project in done for span in (*front_spans(project, "estimate"), *spans(project.lines("scope")))
    )
    yield Figure("outflow.scope", value, "share", len(done), note=note, sources=sources)


@told_as("outflow.top_client", key="share", unit="share")
def top_client(standing: Standing) -> Figures:
    """`outflow.top_client`: the share of your income of 52 weeks that the largest client brought, and who it is.

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
    *RATES,
    estimate_ratio,
    on_time,
    scope,
    top_client,
    improve,
)
