"""A running job as somebody tells of it: what is still unknown of it, and the edits that write it down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from opsledger.capturing.facts import Facts
from opsledger.capturing.hours_before import first_recorded, spread_before
from opsledger.capturing.said_days import take_loose_day
from opsledger.capturing.said_hours import SaidHours
from opsledger.capturing.said_pieces import take_pieces
from opsledger.capturing.stock_billing import billing_lines
from opsledger.capturing.words import line_words
from opsledger.editing.adding import AddLines
from opsledger.editing.creating import NewRecord
from opsledger.editing.edit import Edit
from opsledger.editing.naming import fault_of_id
from opsledger.editing.record_text import record_text, slug
from opsledger.editing.setting import SetField
from opsledger.loading.survey import Survey
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.reading.kinds import LEAD, PROJECT, Kind
from opsledger.reading.records import record_id
from opsledger.values.characters import same_id
from opsledger.values.duration import Minutes, write_duration
from opsledger.values.misread import Misread
from opsledger.values.rate import Rate
from opsledger.values.written import write_date, write_hours, write_money

HOW_PAID = "how it is paid (6400, 95/h or 700 a month)"
HOURS_LEFT = "the hours left"
UNTIL_WHEN = "until when"
AGREED = "when it was agreed"
_NOTHING_MORE = Facts()
_BARE = pattern(
    r"^([0-9]{1,3}(?:[.,][0-9])?)(?=$|,? )(?! ?(?:h|hrs?|hours?|days?|d|of|[./]|[a-z]{3}\b))", re.IGNORECASE
)


class Answered(NamedTuple):
    """What an answer comes to: the edits, what was understood, as a sentence, and what of it is not clear."""

    edits: Sequence[Edit]
    told: str
    unclear: Sequence[str] = ()


def unknown_of(facts: Facts, day: date) -> list[str]:
    """What the forecast and the money ahead need of a job and a line does not say, in words for a question."""
    billing = facts.billing
    if billing == "internal":
        return []
    found = [] if billing else [HOW_PAID]
    if billing == "hourly" and not facts.rate:
        found.append("the rate (95/h)")
    if billing == "fixed" and not facts.amount:
        found.append("the price")
    if billing == "retainer":
        found += [] if facts.monthly or facts.amount else ["the price a month"]
        found += [] if facts.hours.monthly or facts.hours.unsaid else ["the hours a month"]
    else:
        found += _unknown_hours(facts, day)
        found += [] if facts.due or facts.endless else [UNTIL_WHEN]
    return found if facts.agreed else [*found, AGREED]


def _unknown_hours(facts: Facts, day: date) -> list[str]:
    said = facts.hours
    whole = said.whole or said.unsaid
    if said.left is not None or (whole and said.done is not None) or (said.weekly and (facts.due or facts.endless)):
        return []
    if whole is None:
        return [HOURS_LEFT]
    is_to_begin = said.done == 0 or (facts.start is not None and facts.start > day)
    return [] if is_to_begin else [f"how many of the {write_hours(whole / 60)} are left"]


def hours_said(first: Facts, day: date, more: Facts = _NOTHING_MORE) -> SaidHours:
    """The hours of a job, each as what it is. more: what answers the question for what the first does not say.

    Hours of which nobody says what they are: at first the whole, in answer what is left, and a retainer's each month.
    """
    asked, said, billing = first.hours, more.hours, more.billing or first.billing
    weekly, due = said.weekly or asked.weekly, more.due or first.due
    if billing == "retainer":
        return SaidHours(
            monthly=said.monthly or said.unsaid or said.whole or asked.monthly or asked.unsaid or asked.whole
        )
    whole = said.whole or asked.whole or asked.unsaid
    done = asked.done if said.done is None else said.done
    left = said.unsaid if said.left is None else said.left
    if left is None and whole and "all" in more.said:
        left = whole
    if left is None and asked.left is None and weekly and due:  # so many hours in each week from now to the end
        start = max(more.start or first.start or day, day)
        left = round(weekly * (due - start).days / 7 / 60) * 60
    if left is None and whole and done and (said.done is not None or asked.left is None):
        left = max(whole - done, 0)
    return SaidHours(whole=whole, left=asked.left if left is None else left, done=done)


def as_hours(text: str, unknown: Sequence[str]) -> str:
    """An answer whose bare number can only be hours, since these were asked for: `30` is `30h`."""
    asks_hours = any("hours" in one or one.endswith("left") for one in unknown) and not take_pieces(text.split())
    return _BARE.sub(r"\1h", text) if asks_hours else text


def as_agreed(text: str, unknown: Sequence[str], day: date) -> str:
    """An answer whose last day can only be that of the agreement, since that was asked for last: `20h, September`."""
    front, comma, last = text.rpartition(",")
    words = line_words(last)
    if AGREED not in unknown or not words or (UNTIL_WHEN in unknown and not comma):
        return text
    taken = take_loose_day(words, day, back=True)
    return f"{front}{comma} agreed {last.strip()}".strip() if taken and taken.words == len(words) else text


def new_job(survey: Survey, facts: Facts, hours: SaidHours, day: date) -> Answered:
    """The edits that make a job's project. Raises EditRefused if its hours do not fit."""
    billing = facts.billing or "hourly"
    agreed = facts.agreed or min(facts.start or day, day)
    title = facts.name
    if facts.client and facts.client != title and title.casefold() in _titles(survey):  # a second `Website`
        title = f"{title} for {facts.client}"
    values: dict[str, str | Sequence[str]] = {"name": title, "billing": billing, **price_of(facts, billing)}
    if billing != "internal":
        values["client"] = facts.client or facts.name
    if estimate := estimate_of(billing, hours):
        values["estimate"] = estimate
    if facts.due and billing != "retainer":
        values["due"] = str(facts.due)
    if facts.start and facts.start > day:
        values["start"] = str(facts.start)
    name = free_id(survey, slug(title) or "job", PROJECT)
    settings = survey.settings
    billed = billing_lines(facts, day, settings.terms, settings.currency)
    agreed = min([agreed, *(one.day for one in facts.billed.events if one.day and not facts.agreed)])
    lines = [f"{agreed} {'started' if billing == 'internal' else 'booked'}", *_status_lines(facts, hours, agreed, day)]
    lines = sorted([*lines, *billed.lines], key=lambda line: line[:10])
    edits: list[Edit] = [NewRecord(PROJECT.path_of(name), record_text(PROJECT, values, lines))]
    if hours.done and facts.agreed and facts.agreed <= day:
        edits += spread_before(survey, name, hours.done, facts.agreed, first_recorded(survey, day), day)
    told = told_of_job(facts, hours, settings.currency, day)
    return Answered(edits, ", ".join((told, *billed.told)), billed.unclear)


def _titles(survey: Survey) -> set[str]:
    """The titles of all projects, as they compare."""
    records = (survey.record(PROJECT, found.path) for found in survey.files(PROJECT))
    return {record.title.casefold() for record in records if isinstance(record, Project)}


def _status_lines(facts: Facts, hours: SaidHours, agreed: date, day: date) -> list[str]:
    """When work began or will begin, what is left of it, and what became of it."""
    lines = []
    is_begun = bool(hours.done) or (hours.left is not None and hours.left != hours.whole)
    if facts.start:
        lines += [f"{facts.start} started"] if facts.start <= day else []
    elif (facts.billing == "retainer" or is_begun) and hours.done != 0:
        lines.append(f"{agreed} started")
    if hours.left is not None:
        lines.append(f"{day} left {write_duration(hours.left)}")
    if facts.state:
        lines.append(f"{day} {facts.state}")
    return lines


def price_of(facts: Facts, billing: str) -> dict[str, str]:
    """The price or the rate of a job, as its front matter has it."""
    if billing == "hourly":
        return {"rate": facts.rate} if facts.rate else {}
    if billing == "retainer":
        monthly = facts.monthly or (f"{facts.amount}/month" if facts.amount else None)
        return {"price": monthly} if monthly else {}
    return {"price": facts.amount} if facts.amount else {}


def estimate_of(billing: str, hours: SaidHours) -> str | None:
    """The hours that a job was sold with, as its front matter has them; None if they are not known."""
    if billing == "retainer":
        return f"{write_duration(hours.monthly)}/month" if hours.monthly else None
    return write_duration(hours.whole) if hours.whole else None


def already_said(project: Project) -> Facts:
    """What a ledger knows of a project, as if it was told."""
    left = next((line.minutes for line in reversed(project.log) if line.word == "left"), None)
    monthly = project.is_retainer
    price = None if project.price is None else str(project.price)
    return Facts(
        name=project.title,
        client=project.client.id if project.client else "",
        how=project.billing,
        amount=None if monthly else price,
        monthly=price if monthly else None,
        rate=str(project.rate) if isinstance(project.rate, Rate) else None,
        hours=SaidHours(monthly=project.estimate) if monthly else SaidHours(whole=project.estimate, left=left),
        due=project.revised_promise,
        start=project.start,
        agreed=project.first_day,
    )


def more_of_job(project: Project, more: Facts, day: date, currency: str, terms: int) -> Answered:
    """The edits that write down what else is said of a project that is there."""
    hours = _new_hours(project, more, day)
    billing = more.billing or project.billing or "hourly"
    fields = price_of(more, billing)
    edits: list[Edit] = [] if billing == project.billing else [SetField(project.file, "billing", billing)]
    if billing == "hourly" and project.price is not None:
        edits.append(SetField(project.file, "price", None))
    if estimate := estimate_of(billing, hours):
        fields["estimate"] = estimate
    lines = []
    if more.due and project.revised_promise is None:
        fields["due"] = str(more.due)
    elif more.due and more.due != project.revised_promise:
        lines.append(f"{day} due {more.due}")
    if more.start and more.start > day:
        fields["start"] = str(more.start)
    elif more.start:
        lines.append(f"{more.start} started")
    lines += [f"{day} left {write_duration(hours.left)}"] if hours.left is not None else []
    lines += [f"{more.agreed or day} {more.state}"] if more.state else []
    billed = billing_lines(already_said(project).beside(more), day, terms, currency)
    lines = sorted([*lines, *billed.lines], key=lambda line: line[:10])
    edits += [SetField(project.file, key, value) for key, value in fields.items()]
    edits += [AddLines(project.file, "Log", tuple(lines))] if lines else []
    if not edits:
        raise Misread("nothing new is understood in that", "write such as `30h left, until 18 Dec`")
    told = told_of_job(more, hours, currency, day, project.title)
    return Answered(edits, ", ".join((told, *billed.told)), billed.unclear)


def _new_hours(project: Project, more: Facts, day: date) -> SaidHours:
    """The hours that an answer adds to a project's own."""
    said, hours = more.hours, hours_said(already_said(project), day, more)
    says_left = said != SaidHours(whole=said.whole) or "all" in more.said
    return SaidHours(
        whole=said.whole if hours.monthly is None else None,
        left=hours.left if says_left else None,
        monthly=hours.monthly if said != SaidHours() else None,
    )


def told_of_job(facts: Facts, hours: SaidHours, currency: str, day: date, title: str = "") -> str:
    """What was understood of a job, as a person reads it."""
    name = title or facts.name
    if not title and facts.client and facts.client != facts.name:
        name += f" for {facts.client}"
    said = [_paid(facts, currency), *_hours(hours)]
    said += [f"starts {write_date(facts.start, day)}"] if facts.start else []
    said += [f"due {write_date(facts.due, day)}"] if facts.due else []
    if facts.agreed:
        said.append(f"{'' if facts.state else 'agreed '}{write_date(facts.agreed, day)}")
    said += [facts.state] if facts.state else []
    return f"{name}: {', '.join(filter(None, said))}" if any(said) else name


def _paid(facts: Facts, currency: str) -> str:
    if facts.rate or facts.monthly:
        return f"{facts.rate or facts.monthly}"
    if facts.amount and not facts.amount.replace(".", "").isdecimal():
        return facts.amount
    return f"{write_money(_number(facts.amount), currency)} fixed" if facts.amount else ""


def _number(written: str | None) -> float | None:
    return float(written) if written else None


def _hours(hours: SaidHours) -> list[str]:
    words: dict[str, Minutes | None] = {
        "{} a month": hours.monthly,
        "{} in all": hours.whole,
        "{} done": hours.done,
        "{} left": hours.left,
    }
    return [form.format(write_hours(minutes / 60)) for form, minutes in words.items() if minutes is not None]


def free_id(survey: Survey, wanted: str, kind: Kind) -> str:
    """An id that no lead and no project has, from the one that is wanted."""
    taken = {same_id(record_id(found.path)) for each in (LEAD, PROJECT) for found in survey.files(each)}
    taken |= {same_id(area) for area in survey.settings.areas} | {"client", "off"}
    wanted = wanted if fault_of_id(wanted) is None else f"{kind.name}-{wanted}"
    tries = (wanted, f"{wanted}-{kind.name}", *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if same_id(one) not in taken)
