"""`opsledger changes`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.opening import Opened, no_git, read_at, read_ledger, refusal_of, root_of, with_errors_told
from opsledger.cli.options import DAY, ask_revision, today
from opsledger.cli.output import Refusal, emit, emit_paged, refused, takes_unicode, tell
from opsledger.patterns import pattern

if TYPE_CHECKING:
    from opsledger.history.edits import PastEdit
    from opsledger.history.trail import TrailReading
    from opsledger.loading import Readers
    from opsledger.reporting.changes import Point

_DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POINTS = "a point is a day such as 2026-11-20, or a commit, a branch, a tag or HEAD~3"


@click.command(
    cls=Command,
    examples=(
        "opsledger changes",
        "opsledger changes 2026-11-06 --to 2026-11-20",
        "opsledger changes --on 2026-11-20",
        "opsledger changes HEAD~3",
        "opsledger changes 2026-10-01 --to HEAD --json",
    ),
)
@click.argument("since", metavar="[REV|DATE]", required=False)
@click.option("--to", "until", metavar="REV|DATE", help="Up to this revision or day.  [default: the files as they are]")
@click.option("--on", "on", type=DAY, metavar="DATE", help="The same as --to, with a day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with each value before and after.")
@click.pass_context
def changes(ctx: click.Context, since: str | None, until: str | None, on: date | None, as_json: bool) -> None:
    """Show what happened to the business, by default since the last review.

    With days it compares the ledger's lines, with git revisions what was committed. Below that comes the audit
    trail: lines that a later commit changed or removed. Only the audit trail needs git.
    """
    from opsledger.changes.every import changes as changes_between
    from opsledger.figures.standing import Standing
    from opsledger.loading import readers_of_versions
    from opsledger.reporting.changes import changes_data, changes_text
    from opsledger.reporting.json_text import envelope, json_text

    if on is not None:
        if until is not None:
            raise Refusal(f"name the later point once: --to {until}, or --on {on}")
        until = str(on)
    if until is not None and not _DATE.fullmatch(until):
        ask_revision(ctx, until)
    readers = readers_of_versions()
    reading = _read_trail(ctx, since, until) if since else None  # git reads while the ledgers are loaded
    now, end = _end(ctx, until, readers)
    then, begin = _begin(ctx, since, now, readers)
    is_late = begin.day > end.day and not (begin.revision and until is None)  # one may commit where it is tomorrow
    if is_late or _is_turned(ctx, begin, end):
        raise refused(f"{begin} is after {end}", "the earlier point comes first, the later one after --to")
    reading = reading or _read_trail(ctx, str(begin.day), until)
    told = changes_between(Standing(then.ledger, begin.day), Standing(now.ledger, end.day))
    edits, note = _trail(reading, begin, end)
    if as_json:
        data = envelope("changes", end.day, changes_data(begin, end, told, edits, note))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
        return
    emit_paged(changes_text(begin, end, told, edits))
    if note:
        tell(note)


def _end(ctx: click.Context, until: str | None, readers: Readers) -> tuple[Opened, Point]:
    """The later ledger, and the point it stands for."""
    from opsledger.reporting.changes import Point

    if until is not None and not _DATE.fullmatch(until):
        opened = _open_at(ctx, until, readers)
        return opened, Point(opened.day, until)
    opened = _open_now(ctx, _day(until) if until else today(), readers)
    return opened, Point(opened.day)


def _begin(ctx: click.Context, since: str | None, now: Opened, readers: Readers) -> tuple[Opened, Point]:
    """The earlier ledger, and the point it stands for."""
    from opsledger.reporting.changes import Point

    if since is None:
        earlier = [review.on for review in now.ledger.reviews if review.on < now.day]
        if earlier:
            return now, Point(max(earlier), why="the last review")
        every = now.ledger.settings.review_every
        return now, Point(now.day - timedelta(days=every), why=f"no review yet, so {every} days")
    if _DATE.fullmatch(since):
        return now, Point(_day(since))
    opened = _open_at(ctx, since, readers)
    return opened, Point(opened.day, since)


def _is_turned(ctx: click.Context, begin: Point, end: Point) -> bool:
    """Whether the later of two revisions leads to the earlier."""
    from opsledger.history.commits import leads_to

    return bool(begin.revision and end.revision) and leads_to(root_of(ctx), str(end.revision), str(begin.revision))


def _day(text: str) -> date:
    from opsledger.values.days import read_date
    from opsledger.values.misread import Misread

    try:
        return read_date(text)
    except Misread as misread:
        raise refused(misread.message, misread.hint) from None


def _open_now(ctx: click.Context, day: date, readers: Readers) -> Opened:
    from opsledger.loading import LedgerUnreadable

    try:
        return with_errors_told(read_ledger(ctx, day, readers), None)
    except LedgerUnreadable as unreadable:
        raise refusal_of(unreadable) from None


def _open_at(ctx: click.Context, revision: str, readers: Readers) -> Opened:
    from opsledger.loading import LedgerUnreadable

    try:
        return with_errors_told(read_at(root_of(ctx), revision, None, readers, _POINTS), revision)
    except LedgerUnreadable as unreadable:
        raise refusal_of(unreadable) from None


def _read_trail(ctx: click.Context, since: str, until: str | None) -> TrailReading:
    """The audit trail between two points, from now on."""
    from opsledger.history.trail import TrailReading, read_trail
    from opsledger.loading import Folder
    from opsledger.loading.records import record_bytes

    root, day = root_of(ctx), today()
    first, last = (_day(text) if text and _DATE.fullmatch(text) else text for text in (since, until))
    return TrailReading(
        lambda: read_trail(
            root,
            since=first or day,
            until=last,
            files=record_bytes(Folder(root)) if until is None else None,
            day=day,
        )
    )


def _trail(reading: TrailReading, begin: Point, end: Point) -> tuple[tuple[PastEdit, ...] | None, str | None]:
    """The edits, None if there is no git, and what is to be said of them."""
    from opsledger.history.git import GitRefused

    try:
        trail = reading.result()
    except GitRefused as fault:
        if begin.revision or end.revision:
            raise no_git(fault) from None
        return None, f"There is no audit trail: {fault}." + (
            f" {fault.hint[0].upper()}{fault.hint[1:]}." if fault.hint else ""
        )
    return trail.edits, trail.note
