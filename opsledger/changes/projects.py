"""What became of projects: their state, their promises, their hours and their scope."""

from __future__ import annotations

from datetime import date

from opsledger.changes.change import Change, Changes, gone, new_lines, paired, said
from opsledger.figures.projects import burn, paid_scope, scope_minutes
from opsledger.figures.standing import Standing, hours, total
from opsledger.models.projects import Project
from opsledger.source import Span
from opsledger.values.money import Money
from opsledger.values.rate import Rate
from opsledger.values.written import count_of, write_day, write_hours, write_money

_STATES = {
    "booked": ("was booked", 80),
    "started": ("was started", 60),
    "paused": ("was paused", 75),
    "resumed": ("was resumed", 60),
    "delivered": ("was delivered", 90),
    "cancelled": ("was cancelled", 92),
    "ended": ("ended", 85),
}


def projects(then: Standing, now: Standing) -> Changes:
    """Projects that began, were paused, delivered or given up; their promises, hours and scope."""
    for before, after in paired(then.ledger.projects, now.ledger.projects):
        if after is None:
            if before is not None:
                yield gone("projects", before)
            continue
        yield from _state(before, after)
        yield from _promise(before, after, then, now)
        yield from _scope(before, after, now)
        yield from _spent(before, after, then, now)
        yield from _voices(before, after)


def _state(before: Project | None, after: Project) -> Changes:
    status = after.status
    if status is None or (before is not None and before.status == status):
        return
    line = after.reached(status)
    words, weight = _STATES[status]
    if status == "delivered" and line and after.revised_promise:
        words += _against_promises(line.day, after)
    if before is None and status != "booked":
        words = f"was booked and {words.removeprefix('was ')}"
    span = line.span if line else after.whole
    yield Change(
        "projects", status, after.id, after.title, words, span, weight, before.status if before else None, status
    )


def _against_promises(day: date, project: Project) -> str:
    """How a delivery stands to the last promise, and to the first if that was another day."""
    first, last = project.promise, project.revised_promise
    if last is None:
        return ""
    if first is None or first == last:
        return f", {_against(day, last)} the promised day"
    return f", {_against(day, last)} the day promised last ({_against(day, first)} the one promised first)"


def _against(day: date, promised: date) -> str:
    days = (day - promised).days
    if days == 0:
        return "on"
    return f"{count_of(abs(days), 'day')} {'after' if days > 0 else 'before'}"


def _promise(before: Project | None, after: Project, then: Standing, now: Standing) -> Changes:
    """A promise that slipped, was brought forward, given for the first time, or passed."""
    promised, was = after.revised_promise, before.revised_promise if before else None
    line = next((line for line in reversed(after.log) if line.word == "due"), None)
    span = line.span if line else after.front.get("due", after.whole)
    if before is not None and promised and was and promised != was:
        days = (promised - was).days
        verb, what = ("slipped", "slipped") if days > 0 else ("was brought forward", "earlier")
        words = f"{verb} by {count_of(abs(days), 'day')}: promised for {write_day(promised)}, was {write_day(was)}"
        words += said(line.text) if line else ""
        yield Change("promises", what, after.id, after.title, words, span, 88 if days > 0 else 50, was, promised)
    elif before is not None and promised and was is None:
        words = f"is promised for {write_day(promised)}"
        yield Change("promises", "promised", after.id, after.title, words, span, 40, None, promised)
    if after.is_open and promised and promised < now.day and not _was_late(before, then):
        words = f"is late: it was promised for {write_day(promised)}"
        yield Change("promises", "late", after.id, after.title, words, span, 93, was, promised)


def _was_late(before: Project | None, then: Standing) -> bool:
    return bool(before and before.is_open and before.revised_promise and before.revised_promise < then.day)


def _scope(before: Project | None, after: Project, now: Standing) -> Changes:
    """Work added or taken off, and of it what nobody pays for."""
    grown = scope_minutes(after.log) - (scope_minutes(before.log) if before else 0)
    paid = paid_scope(after) - (paid_scope(before) if before else 0)
    money = _scope_money(after) - (_scope_money(before) if before else 0)
    if grown or money:
        lines = new_lines(before, after, "scope")
        words = f"{'shrank' if grown < 0 else 'grew'} by {write_hours(hours(abs(grown)))}" if grown else "was changed"
        unpaid = grown - paid
        if money:
            words += f" and {'+' if money > 0 else '-'}{write_money(abs(money), now.settings.currency)}"
        if grown > 0 and unpaid > 0:
            words += ", unpaid" if unpaid == grown else f", {write_hours(hours(unpaid))} of it unpaid"
        words += said(lines[0].text) if len(lines) == 1 else ""
        span = lines[-1].span if lines else after.whole
        weight = 78 if unpaid > 0 else 65
        yield Change("scope", "scope", after.id, after.title, words, span, weight, None, hours(grown))
    was = before.estimate if before else None
    if was is not None and after.estimate is not None and was != after.estimate:
        words = f"is estimated at {write_hours(hours(after.estimate))}, was {write_hours(hours(was))}"
        span = after.front.get("estimate", after.whole)
        yield Change("scope", "estimate", after.id, after.title, words, span, 80, hours(was), hours(after.estimate))
    for key, told in (("price", "is priced at"), ("rate", "is charged at")):
        old, new = (getattr(project, key) if project else None for project in (before, after))
        if old is not None and new is not None and old != new:
            shown, shown_old = (_written(value, now) for value in (new, old))
            span = after.front.get(key, after.whole)
            yield Change("scope", key, after.id, after.title, f"{told} {shown}, was {shown_old}", span, 80, None, None)


def _written(value: Money | Rate, now: Standing) -> str:
    return str(value) if isinstance(value, Rate) else write_money(value, now.settings.currency)


def _scope_money(project: Project) -> int:
    return int(sum(line.amount or 0 for line in project.log if line.word == "scope"))


def _spent(before: Project | None, after: Project, then: Standing, now: Standing) -> Changes:
    """Hours that were worked, and whether the sold ones are used up."""
    burnt = burn(now, after)
    more = total(now.blocks_of(after)) - (total(then.blocks_of(before)) if before else 0)
    if not more:
        return
    span = _last_block(now, after)
    of = f"{write_hours(hours(burnt.spent))} of {write_hours(hours(burnt.sold))}" if burnt.sold is not None else ""
    of += " this month" if of and after.is_retainer else ""
    if burnt.is_over and not (before and burn(then, before).is_over):
        words = f"went over its hours: {of}"
        yield Change("hours", "over", after.id, after.title, words, span, 87, burnt.sold, hours(burnt.spent))
        return
    took = f"took {write_hours(hours(more))}" if more > 0 else f"has {write_hours(hours(-more))} less recorded"
    yield Change(
        "hours", "hours", after.id, after.title, took + (f", now {of}" if of else ""), span, 20, None, hours(more)
    )


def _last_block(now: Standing, project: Project) -> Span:
    blocks = now.blocks_of(project)
    return blocks[-1].span if blocks else project.whole


def _voices(before: Project | None, after: Project) -> Changes:
    for line in new_lines(before, after, "complaint", "praise"):
        words, weight = ("had a complaint", 82) if line.word == "complaint" else ("was praised", 35)
        yield Change(
            "projects", line.word, after.id, after.title, f"{words}{said(line.text)}", line.span, weight, None, line.day
        )
