"""Where the business stands, on one screen of 80 columns and 24 lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from opsledger.figures.plan_ahead import CurrentWeek
from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.forecast.result import data as forecast_data
from opsledger.reporting.json_text import Json
from opsledger.reporting.money import money_data, money_sentences
from opsledger.reporting.week_chart import week_chart, week_mark
from opsledger.reporting.width import cut, folded, width
from opsledger.reviewing.parts.inflow import LeadRow
from opsledger.reviewing.parts.overview import Overview
from opsledger.reviewing.parts.stand import StretchRow
from opsledger.reviewing.parts.values import Link
from opsledger.values.visible import visible
from opsledger.values.written import (
    count_of,
    listed,
    write_date,
    write_day,
    write_hours,
    write_money,
    write_month,
    write_number,
    write_share,
)

_WIDE = 80
_CHART = 42
_LEAST_CHART = 8
_BESIDE_CHART = 44
_MOST_NAMES = 4
_MOST_WEEKS = 12
_MOST_LINES = 23
_MOST_OF_A_TEXT = 4
_MOST_OF_AN_ASK = 2
_FEWEST_WEEKS = 5  # of the coming ones, with their heading: sentences are shortened before they are left out
_LEAST_OF_WEEKS = 3  # their heading and a note
_INDENT = 3


class Line(NamedTuple):
    """A line of the screen, and what it is: `title`, `verdict`, `soft`, `warning`, or nothing in particular."""

    text: str
    kind: str = ""


def status_lines(
    seen: Overview, forecast: Forecast, columns: int = 80, current: CurrentWeek | None = None
) -> list[Line]:
    """The verdict, the coming weeks, what waits and what is overdue; on 80 columns at most 23 lines."""
    title = f"{seen.business}, {write_day(seen.on)}" if seen.business else write_day(seen.on)
    lines = [Line(cut(visible(title), columns), "title")]
    lines += [Line(text, "verdict") for text in _rows(seen.verdict, columns, _MOST_OF_A_TEXT)]
    asks, to_do = _ask_lines(seen, columns, current, _MOST_OF_AN_ASK), list(_this_week(seen, columns, 2))
    room = _scaled(_MOST_LINES, columns) - len(lines) - 2
    if seen.has_weeks and room - len(to_do) - len(asks) < _FEWEST_WEEKS:
        asks = _ask_lines(seen, columns, current, 1)
    if seen.has_weeks and room - len(to_do) - len(asks) < _LEAST_OF_WEEKS:
        to_do = list(_this_week(seen, columns, 1))
    lines += [*map(Line, to_do), Line("")]
    if seen.has_weeks:
        lines += _weeks(seen, forecast, columns, room - len(to_do) - len(asks))
    else:
        lines += [Line(row) for sentence in seen.missing for row in _rows(sentence, columns, _MOST_OF_A_TEXT)]
    return [*lines, Line(""), *asks]


def _ask_lines(seen: Overview, columns: int, current: CurrentWeek | None, most: int) -> list[Line]:
    """What asks for the user, each sentence on so many lines."""
    return [Line(row, kind) for text, kind in _asks(seen, columns, current) for row in _rows(text, columns, most)]


def _scaled(most: int, columns: int) -> int:
    """How many lines hold on a narrow screen what so many hold on one of 80 columns."""
    return most if columns >= _WIDE else -(-most * _WIDE // max(columns, 1))


def _rows(text: str, columns: int, most: int) -> list[str]:
    """A text on so many lines, on a narrow screen on more."""
    return folded(visible(text), columns, _scaled(most, columns))


def _this_week(seen: Overview, columns: int, most: int) -> Iterator[str]:
    """The three things to do, each on as few lines as hold it, and at most so many."""
    for number, row in enumerate(seen.this_week, 1):
        by = f" ({'was due' if row.is_overdue else 'by'} {write_date(row.by, seen.on)})" if row.by else ""
        first, *others = _rows(f"{row.text}{by}", columns - _INDENT, most)
        yield f"{number}. {first}"
        yield from (f"{'':{_INDENT}}{text}" for text in others)


def _weeks(seen: Overview, forecast: Forecast, columns: int, room: int) -> Iterator[Line]:
    """The coming weeks, a line each, as far as there is room; else what is booked, if they rest on priors."""
    guessed = forecast.too_few
    legend = "= booked, | available" if guessed else "= booked, - likely (8 times in 10), | available"
    if not _chart_room(columns):
        legend = f"{'booked' if guessed else 'likely'}, of those available"
    head = _rows(f"Client hours ahead: {legend}", columns, 1)
    note = f"{forecast.notes[0][0].upper()}{forecast.notes[0][1:]}." if guessed and forecast.notes else ""
    notes = _rows(note, columns, 2) if note else []
    yield from (Line(text, "soft") for text in (*head, *notes))
    stretches = [row for each in seen.unnamed for row in _rows(_unnamed(each, seen), columns, 1)]
    weeks = forecast.weeks[: max(min(room - len(head) - len(notes) - len(stretches), _MOST_WEEKS), 0)]
    if guessed:
        weeks = tuple(replace(week, p10=0.0, p50=week.committed, p90=week.committed) for week in weeks)
    most = max((max(week.p90, week.capacity) for week in weeks), default=0.0)
    for week in weeks:
        yield _week(week, most, columns, None if guessed else forecast)
    yield from (Line(text, "warning") for text in stretches)


def _chart_room(columns: int) -> int:
    """The columns of a week's chart; none if the screen is too narrow for one."""
    room = min(_CHART, columns - _BESIDE_CHART)
    return room if room >= _LEAST_CHART else 0


def _unnamed(each: StretchRow, seen: Overview) -> str:
    """A stretch that the headline does not name."""
    first, last = (write_date(day, seen.on).partition(" ")[2] for day in (each.since, each.until))
    much = f"about {write_number(each.hours, 0)} h {'short' if each.kind == LEAN else 'too much'}"
    label = "Also" if each.is_likely else "Perhaps"
    return f"{label} {each.kind}: {first} to {last} ({write_share(each.chance)}, {much})."


def _week(week: ForecastWeek, most: float, columns: int, trusted: Forecast | None) -> Line:
    """A week as a chart; if the forecast is to be trusted, with the chance of a lean or an overloaded one."""
    monday = week.week.monday
    label = f"{str(week.week)[5:]} {monday.day:>2d} {write_month(monday)[:3]}"
    if not week.capacity:
        return Line(f"{label}  off", "soft")
    room = _chart_room(columns)
    mark = week_mark(week, trusted) if trusted else ""
    chance = week.feast if mark == OVERLOADED else week.famine
    said = f"  {mark or LEAN} {write_share(chance)}" if trusted else ""
    chart = f"{week_chart(week, most, room):<{room + 1}}  " if room else ""
    return Line(
        f"{label}  {chart}{write_number(week.p50, 0):>3} of {write_number(week.capacity, 0)} h{said}",
        "warning" * bool(mark),
    )


def _asks(seen: Overview, columns: int, current: CurrentWeek | None) -> Iterator[tuple[str, str]]:
    """What asks for the user: a sentence and its kind."""
    waiting = [row.link.text for row in seen.asking] + [row.link.text for row in seen.waiting]
    if waiting:
        yield _named("Your move", waiting, columns), "warning"
    overdue = [action.text for action in seen.overdue]
    if overdue:
        yield _named("Overdue", overdue, columns, most=1), "warning"
    late = [row.link.text for row in seen.late]
    if late:
        yield _named("Past their promise", late, columns), "warning"
    steps = [f"{row.link.text} ({write_date(row.by, seen.on)})" for row in seen.own_steps]
    if steps:
        yield _named("Your own steps", steps, columns), ""
    unsent = any(row.rule == "unbilled" for row in seen.this_week)
    if not (waiting or overdue or late or unsent or seen.money.overdue_amount):
        known = ", and nothing is overdue" if seen.outstanding is not None else "; no invoice is written down yet"
        yield f"Nothing waits for you{known}.", ""
    waiting_money = seen.money.finished_unsent + seen.money.hours_unsent
    if seen.outstanding or (seen.outstanding is not None and waiting_money):
        days = seen.oldest_days
        oldest = "" if not days else f", the oldest invoice is {count_of(days, 'day')} old"
        if days and waiting_money:
            oldest = f" (oldest {count_of(days, 'day')} old)"
        more = f"; {write_money(waiting_money, seen.currency)} not invoiced yet" if waiting_money else ""
        yield f"Owed by clients: {write_money(seen.outstanding, seen.currency)}{oldest}{more}.", ""
    yield from ((sentence, "") for sentence in money_sentences(seen.money, seen.currency))
    if current and (current.planned is not None or current.done is not None):
        yield _current(current), ""
    yield _coming(seen), ""
    if off := days_ahead(seen):
        yield f"Time off ahead: {listed(off[:_MOST_NAMES])}.", ""


def days_ahead(seen: Overview) -> list[str]:
    """The days off of the coming weeks, each as people say it: `24 Dec to 1 Jan (7 days)`."""
    found = []
    for row in seen.off_ahead:
        first, last = write_date(row.first, seen.on), write_date(row.last, seen.on)
        if row.first == row.last:
            found.append(first if row.days == 1 else f"{first} ({write_number(row.days)} of the day)")
        else:
            found.append(f"{first} to {last} ({count_of(int(row.days), 'day')})")
    return found


def _named(what: str, names: list[str], columns: int, most: int = _MOST_NAMES) -> str:
    """As many names as a line holds, the others counted; of the first one at least as much as fits."""
    names = [visible(name) for name in names]
    for count in range(min(most, len(names)), 0, -1):
        others = len(names) - count
        line = f"{what}: {listed([*names[:count], f'{others} more'] if others else names)}."
        if width(line) <= columns:
            return line
    end = f" and {len(names) - 1} more." if len(names) > 1 else ""
    return f"{what}: {cut(names[0], max(columns - len(what) - len(end) - 2, 1))}{end}"


def _current(week: CurrentWeek) -> str:
    """The present week."""
    planned = "nothing planned" if week.planned is None else f"{write_hours(week.planned)} planned"
    if week.by_schedule and week.planned is not None:
        planned = f"nothing planned (schedule.md has {write_hours(week.planned)})"
    if week.done is None:
        planned = "nothing planned or recorded yet" if week.planned is None else f"{planned}, nothing recorded yet"
        return f"This week: {planned}. You have {write_number(week.available)} working hours."
    return f"This week: {planned}, {write_hours(week.done)} done of {write_number(week.available)} working hours."


def _coming(seen: Overview) -> str:
    """The week after."""
    if seen.coming_hours is None:
        return "Next week is not planned yet."
    judged = f"{seen.judged[0].upper()}{seen.judged[1:]}"
    if seen.by_schedule:
        return f"Next week is not planned yet. schedule.md has {write_hours(seen.coming_hours)}. {judged}."
    return f"Next week you planned {write_hours(seen.coming_hours)}. {judged}."


def status_data(seen: Overview, forecast: Forecast) -> dict[str, Json]:
    """The same as plain data."""
    return {
        "verdict": seen.verdict,
        **forecast_data(forecast),
        "this_week": [
            {
                "role": row.role,
                "text": row.text,
                "by": row.by,
                "because": row.because,
                "cost": {"hours": row.hours, "money": row.money},
                "rule": row.rule,
                "decided": row.decided.text if row.decided else None,
            }
            for row in seen.this_week
        ],
        "own_steps": [{"text": row.link.text, "file": row.link.file, "by": row.by} for row in seen.own_steps],
        "waiting": [_lead(row) for row in seen.waiting],
        "clients_waiting": [{**_record(row.link), "since": row.since} for row in seen.asking],
        "overdue": [
            {"id": action.id, "role": action.role.id, "text": action.text, "due": action.due} for action in seen.overdue
        ],
        "late": [{**_record(row.link), "due": row.due} for row in seen.late],
        "outstanding": seen.outstanding,
        "money": money_data(seen.money),
        "days_off": [{"from": row.first, "until": row.last, "days": row.days} for row in seen.off_ahead],
        "plan_ahead": {"week": seen.coming_week, "planned": seen.coming_hours, "feasible": seen.is_feasible},
    }


def _lead(row: LeadRow) -> dict[str, Json]:
    return {**_record(row.link), "stage": row.stage, "next": row.next_on}


def _record(link: Link) -> dict[str, Json]:
    return {"id": link.file.rpartition("/")[2].removesuffix(".md"), "file": link.file, "name": link.text}
