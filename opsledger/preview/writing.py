"""The five things that a page can write, and taking the last of them back; each goes through the one way of editing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from opsledger.capturing.blocks import block_words
from opsledger.editing.adding import AddLines
from opsledger.editing.deciding import decided_in, decision, decision_key, review_path
from opsledger.editing.edit import ChangedFile, Edit, EditRefused
from opsledger.editing.journal import content_of, last_entry
from opsledger.editing.locking import LedgerBusy
from opsledger.editing.performing import perform
from opsledger.editing.record_text import dated
from opsledger.editing.setting import SetField
from opsledger.editing.ticking import Tick
from opsledger.editing.time_blocks import block_edit, plan_edit, week_path
from opsledger.editing.undoing import take_back
from opsledger.loading import LedgerUnreadable, load
from opsledger.loading.survey import Survey
from opsledger.patterns import pattern
from opsledger.preview.asked import Unfit, asked_day, asked_text, request_of
from opsledger.publishing.reviews import publish_review
from opsledger.reading.kinds import REVIEW, kind_of
from opsledger.rendering.templates import TemplateFault
from opsledger.reporting.edits import refusal_lines, written_lines
from opsledger.values.days import Week
from opsledger.values.visible import visible
from opsledger.values.written import write_date

_SUGGESTION = pattern(r"(?:- )?\[ \] @(?P<role>\S+) (?P<text>.+)")


class WriteAnswer(NamedTuple):
    """What a request is met with.

    200: `said`, what was done in words, `written`, the lines as `FILE:LINE: TEXT`, `undo`, which takes them back,
    and `marks`, those of the files by now. 400: the request is not one.
    409: the file is another by now; `line` is what is there, `sha` the file's mark. 422: `refused`, the lines that
    the command would print. 503: the ledger is busy.
    """

    status: int
    data: Mapping[str, Any]


class _Stale(Exception):
    """The file is another than the page shows."""

    def __init__(self, path: str, line: str, mark: str) -> None:
        super().__init__(path)
        self.path = path
        self.line = line
        self.mark = mark


def file_mark(data: bytes | None) -> str:
    """The mark by which a page says which file it shows: the SHA-256 of its bytes, '' if there is none."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


class Writer:
    """Writes into one ledger. day: tells which day it is.

    A decision is taken from a page that lacks nothing but what was decided there a moment ago; any other change of the
    file is told first.
    """

    def __init__(self, root: str | Path, day: Callable[[], date]) -> None:
        self.root = Path(root)
        self.day = day
        self._own: dict[str, list[str]] = {}  # by file the marks that it had before and after each write from here

    def answer(self, body: bytes) -> WriteAnswer:
        """Do what a request asks, or say why not; any bytes are answered."""
        try:
            return self._answer(request_of(body))
        except Unfit as unfit:
            return WriteAnswer(400, {"refused": [str(unfit)]})
        except _Stale as stale:
            message = f"{visible(stale.path)} was changed meanwhile: look at it and press again"
            return WriteAnswer(409, {"refused": [message], "line": stale.line, "sha": stale.mark})
        except EditRefused as refused:
            return WriteAnswer(422, {"refused": [visible(line) for line in refusal_lines(refused)]})
        except (LedgerUnreadable, TemplateFault) as fault:
            return WriteAnswer(422, {"refused": [visible(str(fault))]})
        except LedgerBusy as busy:
            return WriteAnswer(503, {"refused": [visible(str(busy))]})
        except OSError as fault:
            return WriteAnswer(422, {"refused": [visible(f"{fault.filename or 'the ledger'}: {fault.strerror}")]})

    def _answer(self, asked: Mapping[str, Any]) -> WriteAnswer:
        what = asked_text(asked, "what")
        if what == "undo":
            return self._take_back(asked_text(asked, "undo"))
        make = _WRITES.get(what)
        if make is None:
            raise Unfit(f"`{visible(what)[:40]}` is not something a page writes")
        survey = Survey(self.root)
        had_review = review_path(survey, self.day()) is not None
        edits = make(self, survey, asked)
        command = f"serve: {what} ({secrets.token_hex(4)})"
        changes = perform(survey, edits, command, self.day())
        for change in changes:
            self._note(change.path, file_mark(change.before), file_mark(change.after))
        said = _said(what, asked, self.day())
        if not had_review and review_path(Survey(self.root), self.day()):
            said += ". The review of the day is saved with it"
        return WriteAnswer(200, _told(changes, command, said))

    def _take_back(self, command: str) -> WriteAnswer:
        """Take back what this page wrote, if it is the last thing that was written."""
        entry = last_entry(self.root)
        if entry is None or not command or entry.command != command:
            raise EditRefused("something else was written since: use `opsledger undo`")
        _, changes = take_back(self.root)
        for change in changes:
            self._note(change.path, file_mark(change.before), file_mark(change.after))
        return WriteAnswer(200, _told(changes, None, "Taken back"))

    def _note(self, path: str, *marks: str) -> None:
        own = self._own.setdefault(path, [])
        if not own or own[-1] != marks[0]:
            own.clear()  # somebody else wrote meanwhile
        own += marks

    def _is_behind(self, path: str, shown: str, mark: str) -> bool:
        """Whether a page that shows one state of a file lacks only what was written from here to the state that is."""
        own = self._own.get(path, [])
        return bool(own) and own[-1] == mark and shown in own

    def check_file(self, asked: Mapping[str, Any], path: str, line: str = "") -> None:
        """Raises _Stale unless the file is the one that the page shows."""
        mark = file_mark(content_of(self.root, path))
        if asked_text(asked, "sha") != mark:
            raise _Stale(path, line, mark)

    def review(self, survey: Survey, asked: Mapping[str, Any]) -> str:
        """The file of the day's review as the page shows it, which is written first if it is not there yet."""
        path = review_path(survey, self.day())
        name = path or f"{REVIEW.folder}/{self.day()}.md"
        decides = asked_text(asked, "what") != "minutes"
        if not decides or not self._is_behind(name, asked_text(asked, "sha"), file_mark(content_of(self.root, name))):
            self.check_file(asked, name)
        if path is None:
            planned = publish_review(load(self.root), self.day())
            if planned.problems:
                raise EditRefused("the review cannot be written", planned.problems)
            survey.forget()
            path = planned.path
            self._note(path, "", file_mark(content_of(self.root, path)))
        return path


def _settled(writer: Writer, survey: Survey, asked: Mapping[str, Any], *, drops: bool) -> Sequence[Edit]:
    name = asked_text(asked, "action")
    action = decided_in(survey).get(name)
    if action is None:
        raise EditRefused(f"there is no action `{name}` any more")
    writer.check_file(asked, action.span.file, visible(action.span.text))
    return [Tick(action, writer.day(), drops=drops)]


def _tick(writer: Writer, survey: Survey, asked: Mapping[str, Any]) -> Sequence[Edit]:
    return _settled(writer, survey, asked, drops=False)


def _drop(writer: Writer, survey: Survey, asked: Mapping[str, Any]) -> Sequence[Edit]:
    return _settled(writer, survey, asked, drops=True)


def _decide(writer: Writer, survey: Survey, asked: Mapping[str, Any]) -> Sequence[Edit]:
    """A decision that the user wrote."""
    role = asked_text(asked, "role")
    if role not in survey.settings.roles:
        raise EditRefused(f"`{role}` is not a role: one of {', '.join(survey.settings.roles)}")
    path = writer.review(survey, asked)
    _check_new(survey, path, f"@{role} {asked_text(asked, 'text')}")
    return [decision(path, role, asked_text(asked, "text"), asked_day(asked, "due"))]


def _keep(writer: Writer, survey: Survey, asked: Mapping[str, Any]) -> Sequence[Edit]:
    """Keep a suggestion as it is shown, by the day asked for; `later` writes it as dropped, so that it is quiet."""
    matched = _SUGGESTION.fullmatch(asked_text(asked, "line"))
    if matched is None:
        raise Unfit("the line is not a suggestion")
    due = asked_day(asked, "due")
    words = " ".join(word for word in matched["text"].split() if not (due and word.startswith("due:")))
    later = asked.get("later") is True
    path = writer.review(survey, asked)
    _check_new(survey, path, f"@{matched['role']} {words}")
    return [decision(path, matched["role"], words, due, dropped=later)]


def _check_new(survey: Survey, path: str, line: str) -> None:
    """Raises EditRefused if the review decides the same already."""
    key = decision_key(line)
    for action in decided_in(survey).values():
        if action.span.file == path and decision_key(action.span.text) == key:
            raise EditRefused(f"{path}:{action.span.line} says so already: {action.span.text.strip()}")


def _log(writer: Writer, survey: Survey, asked: Mapping[str, Any]) -> Sequence[Edit]:
    path = asked_text(asked, "file")
    kind = kind_of(path)
    if kind is None or path not in {found.path for found in survey.files(kind)}:
        raise EditRefused(f"{path} is not a record of the ledger")
    writer.check_file(asked, path)
    return [AddLines(path, "Log", (dated(asked_text(asked, "line"), writer.day()),))]


def _block(writer: Writer, survey: Survey, asked: Mapping[str, Any]) -> Sequence[Edit]:
    is_plan = asked_text(asked, "list") == "plan"
    base = asked_day(asked, "day") or writer.day()
    writer.check_file(asked, week_path(survey, Week.of(base)))
    typed = block_words(survey, asked_text(asked, "words").split(), base, back=not is_plan)
    if len(typed.targets) > 1:
        raise EditRefused(f"`{typed.words[1]}` matches several: {', '.join(typed.targets)}")
    day = typed.day or base
    if not typed.words:
        raise EditRefused("the time and what it is for are missing: `9:00-10:30 TARGET`")
    return [plan_edit(survey, day, typed.words) if is_plan else block_edit(survey, "Actual", day, typed.words)]


def _minutes(writer: Writer, survey: Survey, asked: Mapping[str, Any]) -> Sequence[Edit]:
    return [SetField(writer.review(survey, asked), "minutes", asked_text(asked, "minutes"))]


_DONE = {
    "tick": "Done",
    "drop": "Dropped",
    "keep": "Kept",
    "decide": "Decided",
    "log": "Logged",
    "block": "Added",
    "minutes": "Noted",
}
_WRITES: Mapping[str, Callable[[Writer, Survey, Mapping[str, Any]], Sequence[Edit]]] = {
    "tick": _tick,
    "drop": _drop,
    "keep": _keep,
    "decide": _decide,
    "log": _log,
    "block": _block,
    "minutes": _minutes,
}


def _said(what: str, asked: Mapping[str, Any], today: date) -> str:
    """What was done, in words."""
    if what == "keep" and asked.get("later") is True:
        return "Not now"
    due = asked_day(asked, "due") if what in ("keep", "decide") else None
    return f"{_DONE[what]} for {write_date(due, today)}" if due else _DONE[what]


def _told(changes: Sequence[ChangedFile], undo: str | None, said: str) -> dict[str, Any]:
    warned = [problem.message for change in changes for problem in change.warnings]
    written = [line for change in changes for line in written_lines(change)]
    marks = {visible(change.path): file_mark(change.after) for change in changes}
    return {"said": said, "written": written, "warned": list(map(visible, warned)), "undo": undo, "marks": marks}
