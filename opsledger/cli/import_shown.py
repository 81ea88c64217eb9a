"""What an import says: first what it comes to and what to do next, then what goes where and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from opsledger.cli.lists import terminal_width
from opsledger.cli.output import emit, emit_paged, has_colour, is_terminal, tell

if TYPE_CHECKING:
    from opsledger.importing.plan import Hours, Plan, Skipped

_SHOWN = 4
_MOST, _FIRST, _LAST = 40, 15, 5
_MOST_REASONS = 6


def show_plan(
    plan: Plan,
    *,
    written: bool,
    also: Sequence[str] = (),
    whole: bool = False,
    without_rows: bool = False,
    is_part: bool = False,
) -> None:
    """Tell what a plan comes to, and print its lines and what is left out.

    also: what else there is to say. whole: all lines and rows, however many there are. without_rows: none of them.
    is_part: whether it is one of several, which say together how to go on.
    """
    _tell(plan, written, is_part=is_part)
    for note in (*plan.notes, *also):
        tell(note)
    if not without_rows and (plan.additions or plan.skipped):
        tell("")
        _print_rows(plan, whole=whole)
    if plan.additions and not is_part:
        tell("To take it back: `opsledger undo`." if written else "Nothing is written yet. To write it, add --write.")


def _print_rows(plan: Plan, *, whole: bool) -> None:
    """Print what goes where, and what is left out."""
    from opsledger.reporting.tables import as_plain, as_terminal, shown_table

    tables = []
    if plan.additions:
        rows = list(_added_rows(plan, whole=whole))
        tables.append(shown_table((("file", "to", "text"), ("line", "line", "prose"), ("from", "from", "text")), rows))
    if plan.skipped:
        out = list(_skipped_rows(plan, whole=whole))
        columns = (("place", "left out", "text"), ("what", "what", "prose"), ("reason", "why", "prose"))
        tables.append(shown_table(columns, out))
    if is_terminal():
        emit_paged("\n".join(as_terminal(table, terminal_width(), colour=has_colour()) for table in tables))
    else:
        emit("\n".join(as_plain(table) for table in tables))


def _added_rows(plan: Plan, *, whole: bool) -> Iterator[dict[str, str]]:
    """The lines that would be written; of very many the first and the last, and how many there are between."""
    last = len(plan.additions) - _LAST
    for number, one in enumerate(plan.additions):
        if whole or len(plan.additions) <= _MOST or number < _FIRST or number >= last:
            yield {"file": one.path, "line": one.shown, "from": one.place}
        elif number == _FIRST:
            yield {"file": "…", "line": f"{last - _FIRST:,} more (--all shows each)", "from": "…"}


def _skipped_rows(plan: Plan, *, whole: bool) -> Iterator[dict[str, str]]:
    """The rows that are left out; of many with one reason the first few, and how many more there are."""
    from collections import Counter

    reasons, shown = Counter(map(_why, plan.skipped)), Counter[str]()
    for one in plan.skipped:
        why = _why(one)
        shown[why] += 1
        if whole or shown[why] <= _SHOWN or reasons[why] <= _SHOWN + 1:
            yield {"place": one.place, "what": one.what, "reason": one.reason}
        elif shown[why] == reasons[why]:
            more = f"and {reasons[why] - _SHOWN:,} more, up to this one (--all shows each)"
            yield {"place": one.place, "what": more, "reason": why}


def _why(one: Skipped) -> str:
    """What a row that is left out is listed with: its kind of reason, if it has one, else the reason itself."""
    from opsledger.importing.plan import UNREAD

    return one.reason if one.kind == UNREAD else one.kind


def _tell(plan: Plan, written: bool, *, is_part: bool) -> None:
    """What it comes to, on standard error."""
    from opsledger.values.written import count_of

    lines = sum(len(one.lines) for one in plan.additions)
    files = len({one.path for one in plan.additions})
    total = f" ({plan.total})" if plan.total else ""
    parts = [f"{count_of(lines, 'line')}{total} in {count_of(files, 'file')}" if lines else "nothing new"]
    if plan.there:
        parts.append(f"{plan.there:,} in the ledger already")
    if plan.before:
        way = "--again, of a file imported by itself," if is_part else "--again"
        parts.append(f"{plan.before:,} imported before and changed or deleted since ({way} writes them again)")
    if plan.skipped:
        parts.append(f"{len(plan.skipped):,} left out")
    if plan.hours and (plan.hours.left_out or not is_part):
        tell(_hours_told(plan.hours))
    told = ", ".join(parts)
    tell(f"{'written' if written else 'to write'}: {told}" if lines else f"{told[0].upper()}{told[1:]}.")
    if is_part and plan.skipped:
        tell(f"left out: {_reasons_told(plan.skipped)}")


def _reasons_told(skipped: Sequence[Skipped]) -> str:
    """Why rows are left out: each reason once, with how many rows it is of, or with the one that it is of."""
    from collections import Counter

    from opsledger.importing.plan import UNREAD
    from opsledger.values.written import listed

    kinds = Counter(one.kind for one in skipped if one.kind != UNREAD)
    told = [f"{kind} ({number:,})" for kind, number in kinds.most_common()]
    odd = Counter(one.reason for one in skipped if one.kind == UNREAD)
    places = {one.reason: one.place for one in reversed(skipped)}
    told += [f"{reason} ({places[reason] if number == 1 else f'{number:,}'})" for reason, number in odd.most_common()]
    return listed(told, _MOST_REASONS)


def _hours_told(hours: Hours) -> str:
    """Where the time of the files goes: the parts add up to the minute, as each row is rounded by itself."""
    from opsledger.values.duration import write_duration

    parts = [
        f"{write_duration(minutes)} {what}"
        for minutes, what in (
            (hours.written, "to write"),
            (hours.there, "in the ledger already"),
            (hours.before, "imported before"),
            *((minutes, f"left out ({kind})") for kind, minutes in hours.left_out.items()),
        )
        if minutes
    ]
    exact = f"; {write_duration(hours.total)} before each row was rounded to the minute" if hours.rounding else ""
    return f"hours in the file: {write_duration(hours.rounded)}" + (f" = {' + '.join(parts)}" if parts else "") + exact
