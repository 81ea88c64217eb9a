"""A calendar of `opsledger import all`: what was done and what is ahead, of the titles that are work for clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

import click

from opsledger.cli.imports import GivenFiles, contents_of, pairs_of
from opsledger.cli.opening import Opened
from opsledger.cli.output import asks, tell
from opsledger.importing.targets import LEFT_OUT, NameTargets, Unmapped
from opsledger.values.visible import visible
from opsledger.values.written import count_of, listed, write_date, write_number

if TYPE_CHECKING:
    from opsledger.importing.calendar.reading import Events
    from opsledger.importing.plan import Plan

_BEHIND, _AHEAD = timedelta(weeks=26), timedelta(weeks=8)
_SHOWN, _FEW = 20, 4
_CLIENT = "client"


def calendar_plan(opened: Opened, files: GivenFiles, pairs: GivenFiles, home: tzinfo | None, *, is_asked: bool) -> Plan:
    """What a calendar's last half-year and coming eight weeks would write: done up to yesterday, planned from today.

    is_asked: whether to ask on a terminal which titles that the ledger does not know are work for clients. Without an
    answer they are left out.
    """
    from opsledger.importing.calendar.reading import Chosen, read_calendar, together
    from opsledger.importing.taken import read_taken
    from opsledger.importing.time_plan import TimePlanning
    from opsledger.values.days import Interval

    day, given = opened.day, pairs_of(pairs)
    halves = (("Actual", day - _BEHIND, day - timedelta(days=1)), ("Plan", day, day + _AHEAD))
    read = {
        section: together(
            [read_calendar(name, data, Chosen(Interval(first, last), home, False)) for name, data in contents_of(files)]
        )
        for section, first, last in halves
    }
    unknown = _unknown(opened, given, list(read.values()))
    chosen = _asked(unknown) if is_asked and asks() and unknown else []
    given |= {title: _CLIENT if title in chosen else LEFT_OUT for title in unknown}
    plans = []
    for section, events in read.items():
        targets = NameTargets(opened.ledger, given, free=True)
        planning = TimePlanning(
            opened.ledger, targets, section, read_taken(opened.ledger.root), overlaps="keep", day=day
        )
        plans.append(planning.planned(events.entries, events))
    done, ahead = plans
    done.additions += ahead.additions
    done.skipped += ahead.skipped
    done.keys += ahead.keys
    done.there += ahead.there
    done.before += ahead.before
    done.hours = None
    done.total = ""
    done.notes += [note for note in ahead.notes if note not in done.notes]
    if left := [title for title in unknown if title not in chosen]:
        named = listed([f"`{title}`" for title in left], _FEW)
        told = f"{count_of(len(left), 'title names', 'titles name')} nothing that the ledger knows: {named}"
        done.notes.append(f'{told}. --map "TITLE=client" takes one as work for clients')
    return done


def _unknown(opened: Opened, given: Mapping[str, str], halves: list[Events]) -> dict[str, str]:
    """The titles of nothing that the ledger knows, those with the most time first, and what is told of each."""
    targets = NameTargets(opened.ledger, given, free=True)
    often: Counter[str] = Counter()
    last: dict[str, date] = {}
    for entry in (entry for events in halves for entry in events.entries.found):
        title = entry.names[-1] if entry.names else ""
        is_void = entry.appointment and entry.appointment.void
        if title and not is_void and isinstance(targets.find(entry.names), Unmapped):
            often[title] += entry.minutes
            last[title] = max(entry.day, last.get(title, entry.day))
    return {
        title: f"{title} ({write_number(minutes / 60, 0)} h, last on {write_date(last[title], opened.day)})"
        for title, minutes in often.most_common()
    }


def _asked(unknown: Mapping[str, str]) -> list[str]:
    """The titles that are work for clients, as the user says."""
    titles = list(unknown)[:_SHOWN]
    tell("Which of these are work for clients?")
    for number, title in enumerate(titles, 1):
        tell(visible(f"  {number:>2}  {unknown[title]}"))
    answer = str(click.prompt("  Their numbers, `all`, or Enter for none", default="", show_default=False, err=True))
    if answer.strip().casefold() == "all":
        return titles
    chosen = {int(word) for word in answer.replace(",", " ").split() if word.isdecimal()}
    return [title for number, title in enumerate(titles, 1) if number in chosen]
