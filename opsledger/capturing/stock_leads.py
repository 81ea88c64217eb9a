"""An inquiry that somebody told of: the edits that write it down, and what was understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from opsledger.capturing.facts import LineContext
from opsledger.capturing.lead_reading import LeadSaid
from opsledger.capturing.names import called, take_name
from opsledger.capturing.piece_hours import minutes_of
from opsledger.capturing.stock_jobs import Answered, free_id
from opsledger.capturing.words import line_words
from opsledger.editing.adding import AddLines
from opsledger.editing.creating import NewRecord
from opsledger.editing.edit import Edit
from opsledger.editing.record_text import record_text, slug
from opsledger.editing.setting import SetField
from opsledger.loading.survey import Survey
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.reading.kinds import LEAD
from opsledger.reading.lead_values import read_amount
from opsledger.values.characters import same_name
from opsledger.values.duration import write_duration
from opsledger.values.misread import Misread
from opsledger.values.pieces import Pieces, is_exact, read_pieces
from opsledger.values.written import write_date, write_hours, write_money

UNKNOWN = "unknown"  # where a lead came from, as imports of deals say it
_SPACE = re.compile(r"\s+")


def lead_edits(survey: Survey, said: LeadSaid, known: LineContext, jobs: Sequence[Project] = ()) -> Answered:
    """The edits that make a lead, or add what is said to the one of that name. Raises EditRefused.

    jobs: whose estimates say how many pieces an hour takes.
    """
    if there := lead_named(survey, said.name):
        return more_of_lead(there, said, known)
    told = told_of_lead(said, known)
    values, lines = lead_record(said, known.day)
    if service := _service(survey, said, jobs):
        values["service"] = service
        told += f", {service.replace('-', ' ')}"
    if minutes := minutes_of(said.pieces, said.value, jobs):
        values["hours"] = write_duration(minutes)
        told += f", about {write_hours(minutes / 60)}"
    name = free_id(survey, slug(said.name) or "lead", LEAD)
    edits: list[Edit] = [NewRecord(LEAD.path_of(name), record_text(LEAD, values, lines))]
    return Answered(edits, told)


def _service(survey: Survey, said: LeadSaid, jobs: Sequence[Project]) -> str:
    """The service that an inquiry names; the first that is offered, if it is counted in the pieces of your jobs."""
    services = survey.settings.ideal_client.services
    text = same_name(" ".join((said.name, *(text for _, _, text in said.lines))))
    if named := next((one for one in services if same_name(one) in text), ""):
        return named
    unit = said.pieces.unit or (read_pieces(said.value).unit if said.value and is_exact(said.value) else "")
    units = {project.price.unit.casefold() for project in jobs if isinstance(project.price, Pieces)}
    return services[0] if services and unit and unit.casefold() in units else ""


def more_of_lead(lead: Lead, said: LeadSaid, known: LineContext) -> Answered:
    """The edits that write down what else is said of a lead that is there. Raises Misread if that is nothing."""
    added = [_line(each, known.day) for each in said.lines]
    added += [f"{known.day} value {said.value}"] if said.value and lead.worth != read_amount(said.value) else []
    edits: list[Edit] = [AddLines(lead.file, "Log", tuple(added))] if added else []
    days = {"start": said.start, "due": said.due, "decision": said.decision}
    edits += [SetField(lead.file, key, str(day)) for key, day in days.items() if day]
    if not edits:
        raise Misread("nothing new is understood in that", "write such as `they wrote 24 Nov, call them Thursday`")
    return Answered(edits, told_of_lead(said, known, lead.title))


def lead_record(said: LeadSaid, day: date, first: str = "in") -> tuple[dict[str, str | Sequence[str]], list[str]]:
    """A new lead's front matter, and the lines of its log.

    first: the word of what they said on a day that is not said, and of a lead of which nothing is.
    """
    values: dict[str, str | Sequence[str]] = {"name": said.name, "source": said.source or UNKNOWN}
    values |= {"value": said.value} if said.value is not None else {}
    values |= {"start": str(said.start)} if said.start else {}
    values |= {"due": str(said.due)} if said.due else {}
    values |= {"decision": str(said.decision)} if said.decision else {}
    events = [(when, first if word == "in" and when is None else word, text) for when, word, text in said.lines]
    return values, [_line(each, day) for each in events] or [f"{day} {first}"]


def _line(event: tuple[date | None, str, str], day: date) -> str:
    when, word, text = event
    if word == "next":
        return _SPACE.sub(" ", f"{day} next {when} {text}").strip()
    return _SPACE.sub(" ", f"{when or day} {word} {text}").strip()


def lead_named(survey: Survey, name: str) -> Lead | None:
    """The open lead that a name as a whole can only mean, if there is one."""
    read = [survey.record(LEAD, found.path) for found in survey.files(LEAD)]
    leads = [lead for lead in read if isinstance(lead, Lead) and lead.is_open and lead.log]
    words = line_words(name)
    found = take_name(words, [called(lead, {}) for lead in leads])
    paths = {one.path for one in found.value} if found and found.words == len(words) else set()
    return next(lead for lead in leads if lead.file in paths) if len(paths) == 1 else None


def told_of_lead(said: LeadSaid, known: LineContext, title: str = "") -> str:
    """What was understood of an inquiry, as a person reads it."""
    parts = []
    for when, word, text in said.lines:
        who = {"in": "they wrote", "out": "you wrote", "next": "next step"}.get(word, word)
        parts.append(f"{who} on {write_date(when or known.day, known.day)}" + (f" ({text})" if text else ""))
    if said.value is not None:
        parts.append(
            "worth nothing" if said.value == "0" else f"worth {write_money(read_amount(said.value), known.currency)}"
        )
    parts += [f"starts {write_date(said.start, known.day)}"] if said.start else []
    parts += [f"due {write_date(said.due, known.day)}"] if said.due else []
    parts += [f"they decide {write_date(said.decision, known.day)}"] if said.decision else []
    parts += [f"from {said.source}"] if said.source else []
    name = title or said.name
    return f"{name}: {', '.join(parts)}" if parts else name
