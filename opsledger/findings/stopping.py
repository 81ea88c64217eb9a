"""Findings about work that stops as a client said in words: nobody wrote down from when on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from opsledger.figures.announced import knows_ahead, written_ahead
from opsledger.figures.notices import Notice, notices
from opsledger.figures.projects import price_on, rate_on
from opsledger.figures.standing import hours, total, within
from opsledger.findings.finding import LEAVING, Finding, Measured, ids_of
from opsledger.findings.retainers import running_besides
from opsledger.models.lines import Block
from opsledger.values.days import Interval, Week
from opsledger.values.written import write_number

_MUCH = Fraction(1, 5)  # of what retainers bring, or of a usual week: what stops and was less is no news
_MONTHS = 3  # that pass until it is replaced
_LONGEST = 60  # characters of what is quoted
_LATELY = timedelta(weeks=8)
_WEEKS_A_MONTH = Fraction(52, 12)
_FEWEST_WEEKS = 4  # of work that tell what it takes
_INVOICED_DAYS = 85  # before the first of a month: into the third month back


def _stopping(measured: Measured) -> list[Notice]:
    """The notices of which no line dated ahead says the day, what brings most a month first."""
    standing = measured.standing
    is_ahead = standing.always(knows_ahead)
    found = [
        each
        for each in notices(standing).values()
        if not (is_ahead and any(line.word != "price" for line in written_ahead(standing, each.project)))
    ]
    return sorted(found, key=lambda each: (-_monthly(measured, each), each.project.id))


def _weekly(measured: Measured, notice: Notice) -> Fraction:
    """The hours a week of late; hours told from memory sum up more than the week that they stand in."""
    worked = _worked_lately(measured, notice)
    first = min((block.day for block in worked if block.day), default=measured.day)
    weeks = max(Fraction((measured.day - first).days + 1, 7), Fraction(1))
    return hours(total(worked)) / min(weeks, Fraction(8))


def _worked_lately(measured: Measured, notice: Notice) -> list[Block]:
    days = Interval(measured.day - _LATELY + timedelta(days=1), measured.day)
    blocks = within(measured.standing.blocks_of(notice.project), days)
    return [block for block in blocks if not block.is_from_memory]


def _invoiced_monthly(measured: Measured, notice: Notice) -> Fraction | None:
    """What it was invoiced a month in the last three whole months; None with invoices in fewer than two of them."""
    this = measured.day.replace(day=1)
    since = (this - timedelta(days=_INVOICED_DAYS)).replace(day=1)
    lines = [line for line in notice.project.lines("invoiced") if since <= line.day < this]
    billed = {line.day.month for line in lines}
    return sum((line.money for line in lines), Fraction(0)) / len(billed) if len(billed) > 1 else None


def _monthly(measured: Measured, notice: Notice) -> Fraction:
    """What it brings a month: its price, or its hours of late at its rate; by invoices while few weeks tell hours."""
    project = notice.project
    if project.is_retainer:
        return price_on(project, measured.day) or Fraction(0)
    weeks = {Week.of(block.day) for block in _worked_lately(measured, notice) if block.day}
    if len(weeks) < _FEWEST_WEEKS and (invoiced := _invoiced_monthly(measured, notice)) is not None:
        return invoiced
    return _weekly(measured, notice) * _WEEKS_A_MONTH * (rate_on(project, measured.day) or 0)


def _is_large(measured: Measured, notice: Notice) -> bool:
    """Whether it is a good part of what retainers bring, or of the usual week."""
    if notice.project.is_retainer:
        monthly = _monthly(measured, notice)
        return bool(monthly) and monthly >= _MUCH * (monthly + running_besides(measured, notice.project))
    return _weekly(measured, notice) >= _MUCH * (measured.number("balance.pace") or Fraction(1))


def stopping_sentence(measured: Measured) -> str:
    """What the headline says of the largest of them: that it stops, from when on, and what it brought a month."""
    for each in _stopping(measured):
        if not _is_large(measured, each):
            continue
        said, who = f"by a line of {measured.short(each.line.day)}", measured.client_of(each.project)
        monthly = _told_monthly(measured, each)
        if each.last and each.resumes:
            first, last = each.last + timedelta(days=1), each.resumes - timedelta(days=1)
            pays = " and pays nothing" if each.pays_later else ""
            return f"{who} stops{pays} from {measured.short(first)} to {measured.short(last)}, {said}"
        if each.last:
            return f"{who} stops after {measured.short(each.last)}, {said}: {monthly} a month less"
        return f"{each.project.title} is to stop, {said}, but its {monthly} a month still count here"
    return ""


def _told_monthly(measured: Measured, notice: Notice) -> str:
    """What it brings a month, of a retainer that ends beside what all bring: `2,400 of 4,250 EUR`."""
    monthly = _monthly(measured, notice)
    if not notice.project.is_retainer:
        return measured.about(monthly)
    others = running_besides(measured, notice.project) if notice.last else Fraction(0)
    return f"{write_number(monthly, 0)} of {measured.money(monthly + others)}" if others else measured.money(monthly)


def end_in_words(measured: Measured) -> Iterator[Finding]:
    """A client said that work stops, and no line dated ahead says on which day.

    Lines of the project and of its client, of the last eight weeks or about a day that is ahead.
    """
    for notice in _stopping(measured):
        project, monthly = notice.project, _monthly(measured, notice)
        months = _MONTHS
        if notice.last and notice.resumes:
            months = max(round((notice.resumes - notice.last).days / 30), 1)
        action, because = _pause(measured, notice) if notice.resumes else _end(measured, notice)
        yield Finding(
            rule="end-in-words",
            role="sales",
            urgency=3,
            because=f"a line of {measured.date_of(notice.line.day)} says that {project.title} stops: "
            f"“{in_short(notice.line.text)}”. {because}",
            action=action,
            figure="outflow.retainers" if project.is_retainer else f"outflow.left.{project.id}",
            sources=(notice.line.span,),
            about=ids_of(project),
            money=monthly * months,
            at_stake=f"in {months} months" if months > 1 else "in a month",
            by=measured.within(3),
            measure=float(monthly),
            is_moved=False,
            turn=LEAVING,
        )


def _pause(measured: Measured, notice: Notice) -> tuple[str, str]:
    """What to do about a pause: what can be done and paid before it."""
    client, first = measured.client_of(notice.project), (notice.last or measured.day) + timedelta(days=1)
    until = measured.date_of((notice.resumes or first) - timedelta(days=1))
    on = measured.date_of(first)
    if notice.pays_later:
        action = f"Invoice {client} now, and ask for payment before {on}"
        return action, f"They pay nothing from {on} to {until}, and no hours count then: ask for payment before"
    return f"Ask {client} what can be done before {on}", f"No hours of theirs are counted from {on} to {until}"


def _end(measured: Measured, notice: Notice) -> tuple[str, str]:
    project, client = notice.project, measured.client_of(notice.project)
    if notice.last is None:
        going = "Write down its last day: until then hours and money go on as before"
        return f"Write down the last day of {project.title}, or when it pauses", going
    counted = f"It is counted until {measured.date_of(notice.last)}"
    if project.is_retainer and project.estimate:
        whose = f"the {measured.hours(hours(project.estimate))} a month that {client} gives up"
        return f"Offer {whose} to somebody else", f"{counted}: write down that day"
    return f"Talk to {client} about what comes after {project.title}", counted


def in_short(text: str) -> str:
    """The beginning of what somebody wrote, to a whole word."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rpartition(' ')[0].rstrip(',;:')} …"


STOPPING_RULES = (end_in_words,)
