"""What one record says about itself, beside its lines."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.checks.targets import CLIENT
from opsledger.diagnostics import Diagnostic, also, at, error, hint_to_write, warning
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.models.records import WeekSheet
from opsledger.models.reviews import WrittenReview
from opsledger.reading.astray import (
    LINE_BULLET,
    LINE_INDENTED,
    LINE_NO_SECTION,
    LINE_NUMBERED,
    LINE_SECTION,
    SECTION_MISNAMED,
    SECTION_TYPO,
    SECTION_UNREAD,
)
from opsledger.reading.body import COMMENT_ACROSS, LEFT_OPEN, SECTION_LEVEL
from opsledger.reading.lines import LINE_DATE, LINE_EMPTY, LINE_VALUE, LINE_WORD
from opsledger.values.characters import plain_characters
from opsledger.values.days import read_date
from opsledger.values.duration import write_duration
from opsledger.values.misread import Misread

NO_LINE = warning("no-line", "A lead or project has no line in its log, so it exists on no day.")
DUE_BEFORE_START = warning("due-before-start", "Something is due before it begins.")
REVIEW_DAY = warning("review-day", "A review's day is not the day in its file's name.")
REVIEW_FROM = warning("review-from", "A review's period begins after its own day.")
WEEK_HOURS = error("week-hours", "A week's hours are more than a week has.")
WEEK_HOURS_ODD = warning("week-hours-odd", "A week's hours do not fit its client hours, or the work in it.")
WEEK_OFF = warning("week-off", "A week has no hours of work or for clients, and counts as off.", strict=True)

CURLY_QUOTES = warning("curly-quotes", "A value is in typographic quotes, which become part of it.")

_CURLY = {"“": "”", "‘": "’", "„": "“”", "‚": "‘’", "«": "»"}
_LINE_RULES = (LINE_BULLET, LINE_DATE, LINE_EMPTY, LINE_INDENTED, LINE_NO_SECTION, LINE_NUMBERED, LINE_SECTION)
_SECTION_RULES = (COMMENT_ACROSS, LEFT_OPEN, SECTION_LEVEL, SECTION_MISNAMED, SECTION_TYPO, SECTION_UNREAD)
_TOLD = frozenset((*_LINE_RULES, *_SECTION_RULES, LINE_VALUE, LINE_WORD))
_LONGEST_WEEK = 168 * 60


def check_records(ledger: Ledger) -> Iterator[Diagnostic]:
    """Leads and projects without a line, and front matter that contradicts itself."""
    told = {problem.file for problem in ledger.problems if problem.rule in _TOLD}
    for record in (*ledger.leads, *ledger.projects):
        if not record.log and record.file not in told:
            word = "inquiry" if isinstance(record, Lead) else "booked"
            hint = f"write below `## Log` what happened, such as `- 2026-11-02 {word}`"
            yield Diagnostic(NO_LINE, "the log is empty", record.file, None, hint)
    for logged in ledger.logged():
        yield from _check_quotes(logged)
    for lead in ledger.leads:
        if lead.start and lead.due and lead.due < lead.start:
            message = f"due on {lead.due}, before the start on {lead.start}"
            yield at(DUE_BEFORE_START, lead.front["due"], message, None, also(lead.front["start"], "the start"))
    for project in ledger.projects:
        yield from _check_due(project)
    for sheet in ledger.weeks:
        yield from _check_hours(sheet, ledger)
    for review in ledger.reviews:
        yield from _check_days(review)


def _check_quotes(record: LoggedRecord) -> Iterator[Diagnostic]:
    """Values in the quotes that a word processor makes; YAML's are straight."""
    for place in record.front.values():
        if place.source.text.isascii():
            return
        text = place.text
        if len(text) > 1 and text[-1] in _CURLY.get(text[0], ""):
            straight = f'"{text[1:-1]}"'
            hint = hint_to_write(straight) if '"' not in straight[1:-1] else None
            yield at(CURLY_QUOTES, place, "these quotes are part of the value: YAML's are straight", hint)


def _check_due(project: Project) -> Iterator[Diagnostic]:
    if project.due and project.log and project.due < project.log[0].day:
        first = project.log[0]
        message = f"promised for {project.due}, before its first line on {first.day}"
        yield at(DUE_BEFORE_START, project.front["due"], message, None, also(first.span, "its first line"))


def _check_hours(sheet: WeekSheet, ledger: Ledger) -> Iterator[Diagnostic]:
    stated = {"hours": sheet.hours, "client_hours": sheet.client_hours}
    for key, minutes in stated.items():
        if minutes is not None and minutes > _LONGEST_WEEK:
            yield at(WEEK_HOURS, sheet.front[key], "a week has only 168 hours")
            return
    hours = ledger.settings.hours if sheet.hours is None else sheet.hours
    if sheet.client_hours is not None and sheet.client_hours > hours:
        clients, work = write_duration(sheet.client_hours), write_duration(hours)
        message = f"{clients} for clients, but only {work} of work in the week"
        yield at(WEEK_HOURS_ODD, sheet.front["client_hours"], message)
    elif sheet.client_hours is None and sheet.hours is not None and ledger.settings.client_hours > hours:
        clients = write_duration(ledger.settings.client_hours)
        message = f"fewer working hours than hours for clients, which stay {clients} as in the settings"
        yield at(WEEK_HOURS_ODD, sheet.front["hours"], message, "say how many are for clients: `client_hours: …`")
    yield from _check_no_hours(sheet, ledger, {key for key, minutes in stated.items() if minutes == 0})


def _check_no_hours(sheet: WeekSheet, ledger: Ledger, keys: set[str]) -> Iterator[Diagnostic]:
    """A week without hours counts as one off, whatever was planned and done in it."""
    for key in sorted(keys, reverse=True):
        working = next((block for block in (*sheet.plan, *sheet.actual) if _takes(block, key, ledger)), None)
        work = "work" if key == "hours" else "client work"
        if working:
            message = f"no hours for {work}, but the week has {work}"
            yield at(WEEK_HOURS_ODD, sheet.front[key], message, None, also(working.span, "here"))
        else:
            hint = "if you are away, write `- Mon off` in `## Plan` for each day, which counts them"
            yield at(WEEK_OFF, sheet.front[key], f"no hours for {work}: the week counts as off", hint)


def _takes(block: Block, key: str, ledger: Ledger) -> bool:
    """Whether a block takes hours for work, or for clients."""
    if block.target is None or key == "hours":
        return block.target is not None
    project = ledger.project_by_id.get(block.target.id)
    return not project.is_internal if project else block.target.id == CLIENT


def _check_days(review: WrittenReview) -> Iterator[Diagnostic]:
    written = review.front.get("on")
    if review.is_long:
        if written and review.since and review.on < review.since:
            yield at(REVIEW_DAY, written, f"before its period, which begins on {review.since}")
        return
    if written:
        text = plain_characters(written.text).strip(" '\"")
        if _differs(text, review):
            yield at(REVIEW_DAY, written, f"the file is named for {review.on}", "the file's name is what counts")
    if review.since and review.since > review.on:
        yield at(REVIEW_FROM, review.front["from"], f"from {review.since}, but the review is of {review.on}")


def _differs(text: str, review: WrittenReview) -> bool:
    """Whether a date is another day than the review's; what is not a date was reported when it was read."""
    try:
        return read_date(text) != review.on
    except Misread:
        return False
