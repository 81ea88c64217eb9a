"""Weeks that have no file although there are some before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opsledger.diagnostics import Diagnostic, warning
from opsledger.models.ledger import Ledger
from opsledger.models.records import WeekSheet
from opsledger.models.settings import Settings
from opsledger.values.days import Week, days_in, read_week
from opsledger.values.misread import Misread

WEEK_MISSING = warning("week-missing", "Weeks between two others have no file, so their hours are unknown.")

_WORKDAYS = 5


def check_gaps(ledger: Ledger, day: date | None) -> Iterator[Diagnostic]:
    """Runs of weeks (ended by a day) without a file, each reported at the week after it.

    Neither weeks wholly free nor those before the ledger was kept: a gap in old data says nothing.
    """
    known = {sheet.week for sheet in ledger.weeks} | set(_unread_weeks(ledger))
    before: WeekSheet | None = None
    kept = ledger.settings.kept_since
    for sheet in sorted(ledger.weeks, key=lambda sheet: sheet.week):
        if before and sheet.week > before.week.plus(1):
            missing = []
            week = before.week.plus(1)
            while week < sheet.week and (day is None or week.sunday <= day):
                is_old = kept is not None and week.monday < kept
                if week not in known and not is_old and not _is_free(week, ledger.settings):
                    missing.append(week)
                week = week.plus(1)
            if missing:
                yield _gap(sheet, missing)
        before = sheet


def _unread_weeks(ledger: Ledger) -> Iterator[Week]:
    for name in ledger.unread.get("weeks", ()):
        try:
            yield read_week(name)
        except Misread:
            continue  # reported when it was read


def _is_free(week: Week, settings: Settings) -> bool:
    weekdays = week.days()[:_WORKDAYS]
    return all(map(days_in(settings.time_off), weekdays))


def _gap(sheet: WeekSheet, missing: list[Week]) -> Diagnostic:
    if len(missing) == 1:
        message = f"{missing[0]}, the week before it, has no file"
    else:
        message = f"{len(missing)} weeks before it have no file, from {missing[0]} to {missing[-1]}"
    hint = f"add `weeks/{missing[0]}.md`, or add the days to `time_off` in the settings"
    return Diagnostic(WEEK_MISSING, message, sheet.file, None, hint)
