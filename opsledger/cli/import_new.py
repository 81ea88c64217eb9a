"""What an import of time makes with `--new`: the projects that still run, asked about one by one on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from opsledger.cli.imports import pairs_of
from opsledger.cli.output import asks, tell
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.capturing.terms import Terms
    from opsledger.cli.opening import Opened
    from opsledger.importing.entry import Entry
    from opsledger.importing.new_projects import UnknownWork
    from opsledger.importing.plan import Plan, Read

_NAMELESS = "admin"


def plan_with_new(
    opened: Opened,
    read: Read[Entry],
    pairs: Sequence[str],
    again: bool,
    overlaps: str,
    found: dict[str, Any],
    *,
    is_asked: bool = True,
) -> Plan:
    """The plan of an import of time, with the projects that it makes.

    Work for clients that no longer runs becomes client work, other names the area that they mean, and rows without a
    project `admin`, unless the options say otherwise. found: those options, as `NameTargets` takes them.
    is_asked: whether a terminal is asked how a project is paid.
    """
    from opsledger.importing.new_projects import is_running, unknown_work, with_projects
    from opsledger.importing.taken import read_taken
    from opsledger.importing.targets import CLIENT, NameTargets
    from opsledger.importing.time_plan import TimePlanning
    from opsledger.importing.usual_areas import area_meant

    ledger, given = opened.ledger, pairs_of(tuple(pairs))
    areas = ledger.settings.areas
    found = {**found, "unknown": found["unknown"] or CLIENT}
    found["fallback"] = found["fallback"] or (_NAMELESS if _NAMELESS in areas else None)
    unknown = unknown_work(ledger, NameTargets(ledger, given, free=found["free"]), read.found)
    running = [work for work in unknown if is_running(work, opened.day)]
    terms = [_terms(opened, work, is_asked=is_asked and asks()) for work in running]
    made = with_projects(ledger, [(work, *one[:2]) for work, one in zip(running, terms, strict=True)])
    others = [work for work in unknown if not work.client and not work.lead and work not in running]
    meant = {work.name: area_meant(work.name, areas) or found["fallback"] for work in others}
    notes = [_guessed(name, area) for name, area in meant.items() if area]
    if found["fallback"] and (nameless := _told_nameless(read.found, found["fallback"], free=found["free"])):
        notes.append(nameless)
    targets = NameTargets(made.ledger, {**{name: area for name, area in meant.items() if area}, **given}, **found)
    taken = read_taken(ledger.root)
    planning = TimePlanning(
        made.ledger, targets, "Actual", taken, again=again, overlaps=overlaps, day=opened.day, has_new=True
    )
    plan = planning.planned(read)
    plan.additions[:0] = made.additions
    plan.notes += notes
    return plan


def _told_nameless(entries: Sequence[Entry], target: str, *, free: bool) -> str | None:
    """What becomes of entries without a project and a client; None if there are none, or names stand in their texts."""
    from opsledger.values.duration import write_duration
    from opsledger.values.written import count_of

    nameless = [entry for entry in entries if not entry.names and not entry.client]
    if free or not nameless:
        return None
    time = write_duration(sum(entry.minutes for entry in nameless))
    rows = count_of(len(nameless), "row without a project is", "rows without a project are")
    return f"{rows} taken for {target} ({time}); --target ID, of a file imported by itself, says otherwise"


def _guessed(name: str, area: str) -> str:
    what = "left out" if area == "-" else f"taken for {area}"
    return f'`{name}` is {what}; --map "{name}=ID" says otherwise'


def _terms(opened: Opened, work: UnknownWork, *, is_asked: bool) -> Terms:
    """How a project is paid for: asked on a terminal, else as the lead has it that it was won as."""
    from opsledger.capturing.facts import LineContext
    from opsledger.capturing.terms import HOW, clear_terms, read_terms, unasked_terms
    from opsledger.values.misread import Misread
    from opsledger.values.written import write_date, write_hours, write_money

    settings, worth = opened.ledger.settings, work.lead.worth if work.lead else None
    if not is_asked:
        return unasked_terms(worth)
    context = LineContext(settings.currency, opened.day, settings.day)
    done = write_hours(work.minutes // 60)
    whose = f" for {work.client}" if work.client else ""
    tell(f"{work.name}{whose}: {done} since {write_date(work.first, opened.day)}. How is it paid, and what is left?")
    tell(f"  {HOW}")
    if worth:
        tell(f"  It was won for {write_money(worth, settings.currency)}: `fixed` if that is its price")
    while True:
        answer = click.prompt(visible(f"  {work.name}"), default="", show_default=False, err=True)
        try:
            terms = read_terms(str(answer), context, worth, work.minutes)
        except Misread as misread:
            tell(f"  {misread.message} ({misread.hint})" if misread.hint else f"  {misread.message}")
            continue
        if terms.unclear is None:
            return terms
        question = f"  {write_hours(terms.unclear / 60)} for the whole, or left? {done} are done"
        choice = click.prompt(question, type=click.Choice(["left", "whole"]), default="left", err=True)
        return clear_terms(terms, opened.day, is_left=choice == "left")
