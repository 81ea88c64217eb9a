"""The arithmetic of one project: what was sold, spent and earned, up to D."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.standing import Standing, total
from opsledger.models.lines import Block, LogLine
from opsledger.models.projects import Project
from opsledger.source import Span
from opsledger.values.days import Interval
from opsledger.values.duration import Minutes
from opsledger.values.rate import Rate


class Burn(NamedTuple):
    """A project's minutes on D. sold is None if there is no estimate; a retainer's are those of D's month.

    A retainer that is booked and not begun has sold its first month. carried: of sold, what the month before left over.
    """

    spent: Minutes
    sold: Minutes | None
    blocks: list[Block]
    carried: Minutes = 0

    @property
    def moves_on(self) -> Minutes:
        """What of the month's own hours is not spent: what was carried over is used first, and gone after it."""
        own = (self.sold or 0) - self.carried
        return max(own - max(self.spent - self.carried, 0), 0)

    @property
    def left(self) -> Minutes | None:
        """What of the sold time is not spent; never below zero."""
        return None if self.sold is None else max(self.sold - self.spent, 0)

    @property
    def burnt(self) -> Fraction | None:
        """The share of the sold time that is spent."""
        return Fraction(self.spent, self.sold) if self.sold else None

    @property
    def is_over(self) -> bool | None:
        """Whether more was spent than sold."""
        return None if self.sold is None else self.spent > self.sold


def burn(standing: Standing, project: Project) -> Burn:
    """What a project has sold and spent."""
    blocks = standing.blocks_of(project)
    if not project.is_retainer:
        estimate = project.estimate
        return Burn(total(blocks), None if estimate is None else estimate + sold_scope(project, project.log), blocks)
    days = Interval(standing.day.replace(day=1), standing.day)
    this_month = month_burn(standing, project, days)
    if project.status == "booked" and project.estimate is not None and first_running_day(project, days) is None:
        return this_month._replace(sold=(this_month.sold or 0) + project.estimate)
    return this_month


def month_burn(standing: Standing, project: Project, month: Interval) -> Burn:
    """A retainer's minutes in a month, or up to a day of it, with what the months before left over."""
    blocks, carried = standing.blocks_of(project), 0
    if project.rollover:
        for each in months(project.log[0].day, month.first - timedelta(days=1)):
            carried = min(project.rollover, _month_burn(project, blocks, each, carried).moves_on)
    return _month_burn(project, blocks, month, carried)


def _month_burn(project: Project, blocks: list[Block], month: Interval, carried: Minutes) -> Burn:
    """What a retainer sold and spent in a month, up to a day of it; nothing is carried into one in which it rests."""
    blocks = [block for block in blocks if block.day and block.day in month]
    scope = scope_minutes(line for line in project.log if line.day in month)
    if project.estimate is None:
        return Burn(total(blocks), None, blocks)
    if first_running_day(project, month) is None:
        return Burn(total(blocks), scope, blocks)
    return Burn(total(blocks), project.estimate + scope + carried, blocks, carried)


class Estimated(NamedTuple):
    """What an owner thinks a project still takes: the line that says so, what it says, and what was spent since.

    left: its hours and later scope, less the hours of later days, in minutes; below zero if it took longer.
    """

    line: LogLine
    left: Minutes


def estimated(standing: Standing, project: Project) -> Estimated | None:
    """A project's last `left` line, as of the end of its day; a retainer's holds for its own month alone."""
    line = next((line for line in reversed(project.log) if line.word == "left"), None)
    if line is None or (project.is_retainer and line.day < standing.day.replace(day=1)):
        return None
    behind = project.log[project.log.index(line) + 1 :]
    since = total(block for block in standing.blocks_of(project) if block.day and block.day > line.day)
    return Estimated(line, (line.minutes or 0) + scope_minutes(tuple(behind)) - since)


def scope_minutes(lines: Iterable[LogLine]) -> Minutes:
    """The hours by which some lines changed the scope, in minutes."""
    return sum(line.minutes or 0 for line in lines if line.word == "scope")


def sold_scope(project: Project, lines: Iterable[LogLine]) -> Minutes:
    """The hours by which some of a project's lines changed what is sold.

    Of a fixed price those that are paid for, and those taken out: what was given away is worked, and not sold.
    """
    has_price = not project.is_internal and sold_for(project) is not None
    return scope_minutes(
        line for line in lines if not has_price or is_paid_scope(project, line) or (line.minutes or 0) < 0
    )


def paid_scope(project: Project) -> Minutes:
    """The hours of scope that are paid for: with money in the line; on hourly projects all."""
    return scope_minutes(line for line in project.log if is_paid_scope(project, line))


def is_paid_scope(project: Project, line: LogLine) -> bool:
    """Whether a scope line is paid for: it says for how much, or its project is billed by the hour."""
    return project.billing == "hourly" or line.amount is not None


def running_days(project: Project, until: date) -> list[Interval]:
    """The stretches in which a retainer runs, up to a day.

    From `started` or `resumed` to the day before `paused`, `cancelled` or `delivered`, or to the day of `ended`.
    """
    runs: list[Interval] = []
    begun: date | None = None
    for line in project.status_lines():
        if line.word in ("started", "resumed"):
            begun = begun or line.day
        elif begun and line.word != "booked":
            last = line.day if line.word == "ended" else line.day - timedelta(days=1)
            if last >= begun:
                runs.append(Interval(begun, last))
            begun = None
    if begun and begun <= until:
        runs.append(Interval(begun, until))
    return runs


def first_running_day(project: Project, days: Interval) -> date | None:
    """The first day of a span on which a retainer runs."""
    starts = (
        max(run.first, days.first)
        for run in running_days(project, days.last)
        if run.first <= days.last and run.last >= days.first
    )
    return min(starts, default=None)


def running_months(project: Project, until: date) -> list[date]:
    """The first running day of each calendar month in which a retainer has one, up to a day."""
    days = []
    for month in months(project.log[0].day, until):
        first = first_running_day(project, Interval(month.first, min(month.last, until)))
        if first:
            days.append(first)
    return days


def months_booked(project: Project, until: date) -> list[date]:
    """The day on which each of a retainer's months counts as booked: its first running day.

    The first month counts from the day the retainer was booked, whether it has begun or not.
    """
    days = running_months(project, until)
    line = project.first("booked")
    return days if line is None or line.day > until else [line.day, *days[1:]]


def months(first: date, last: date) -> Iterator[Interval]:
    """The calendar months from that of one day to that of another."""
    start = first.replace(day=1)
    while start <= last:
        after = (start + timedelta(days=31)).replace(day=1)
        yield Interval(start, after - timedelta(days=1))
        start = after


def price_on(project: Project, day: date) -> Fraction | None:
    """A retainer's price a month on a day: the last `price` line up to it, else the front matter's."""
    stated: Rate | None = project.price if isinstance(project.price, Rate) else None
    for line in project.log:
        if line.word == "price" and line.rate and line.day <= day:
            stated = line.rate
    return Fraction(stated.per_month) * project.worth if stated and stated.unit != "h" else None


def rate_on(project: Project, day: date) -> Fraction | None:
    """An hourly project's rate on a day: the last `rate` line up to it, else the front matter's."""
    stated = project.rate
    for line in project.log:
        if line.word == "rate" and line.rate and line.day <= day:
            stated = line.rate
    return stated.per_hour * project.worth if stated else None


def amounts(project: Project, *words: str) -> Fraction:
    """The money of the lines with some of these words, in the ledger's currency and net of VAT."""
    return sum((line.money for line in project.log if line.word in words), Fraction(0))


def invoiced_for_work(project: Project) -> Fraction:
    """What was invoiced of a project, less what was laid out for its client."""
    return amounts(project, "invoiced") - amounts(project, "expense")


def costs(project: Project) -> Fraction:
    """The money spent on a project."""
    return amounts(project, "cost")


def revenue(standing: Standing, project: Project) -> Fraction | None:
    """What a project has earned up to D, less what was credited for good; None if `earned` is."""
    gross = earned(standing, project)
    return None if gross is None else gross - given_back(project, gross)


def given_back(project: Project, gross: Fraction, days: Interval | None = None) -> Fraction:
    """What credits took off its price, of a span of days if one is given: one that was invoiced again took nothing."""
    if project.status == "cancelled":
        return Fraction(0)  # its revenue is what was invoiced less credits
    fixed = None if project.is_retainer or project.billing == "hourly" else sold_for(project)
    again = max(invoiced_for_work(project) - (gross if fixed is None else fixed), Fraction(0))
    back = max(amounts(project, "credited") - again, Fraction(0))
    if days is None:
        return back
    return min(back, sum((line.money for line in project.lines("credited") if line.day in days), Fraction(0)))


def earned(standing: Standing, project: Project) -> Fraction | None:
    """What its price gives up to D; None if its price, rate or (while it is open) estimate is not known.

    fixed: (price + paid scope) x min(1, spent / sold) until delivered, then whole. hourly: hours x rate of the day +
    what scope lines put on top. retainer: months with a running day x price of the month + paid scope. cancelled:
    invoiced - credited, less what was laid out for the client.
    """
    if project.status == "cancelled":
        return invoiced_for_work(project) - amounts(project, "credited")
    scope = amounts(project, "scope")
    if project.billing == "hourly":
        by_block = [block_worth(standing, project, block) for block in standing.blocks_of(project)]
        return None if None in by_block else sum(filter(None, by_block), scope_on_top(project))
    if project.is_retainer:
        prices = [price_on(project, day) for day in running_months(project, standing.day)]
        return None if None in prices else sum(filter(None, prices), scope)
    return _fixed_revenue(standing, project)


def scope_on_top(project: Project) -> Fraction:
    """The money of an hourly project's scope that its hours do not bring: `+8h +560` at 70 an hour is their price."""
    return sum((line.money for line in project.lines("scope") if is_on_top(project, line)), Fraction(0))


def is_on_top(project: Project, line: LogLine) -> bool:
    """Whether the money of a scope line is more than its hours bring by the rate of its day."""
    rate = rate_on(project, line.day)
    if rate is None or not line.minutes:
        return True
    return abs(line.money - rate * line.minutes / 60) > abs(line.money) / 100


def block_worth(standing: Standing, project: Project, block: Block) -> Fraction | None:
    """What a block of hourly work is billed at: its hours, by the share of its task, at the rate of the day."""
    rate = rate_on(project, block.day) if block.day else None
    return None if rate is None else rate * billed_share(standing, block) * block.minutes / 60


def billed_share(standing: Standing, block: Block) -> Fraction:
    """The share of a block that hourly work bills: that of its task in the settings, else all of it."""
    return Fraction(standing.settings.tasks.get(block.task or "", 1))


def sold_for(project: Project) -> Fraction | None:
    """What a fixed project is to bring in all: its last price and the paid scope; None if it has no price."""
    stated = next(
        (line.amount for line in reversed(project.log) if line.word == "price" and line.amount), project.price
    )
    return (
        None
        if stated is None or isinstance(stated, Rate)
        else Fraction(stated) * project.worth + amounts(project, "scope")
    )


def _fixed_revenue(standing: Standing, project: Project) -> Fraction | None:
    whole = sold_for(project)
    if whole is None or project.status == "delivered":
        return whole
    if project.estimate is None:
        return None
    work, spent = project.estimate + scope_minutes(project.log), burn(standing, project).spent
    return whole * min(Fraction(1), Fraction(spent, work) if work else Fraction(bool(spent)))


def front_spans(project: Project, *keys: str) -> tuple[Span, ...]:
    """Where the front matter of a project states some of its keys."""
    return tuple(project.front[key] for key in keys if key in project.front)
