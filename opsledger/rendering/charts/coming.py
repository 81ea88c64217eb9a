"""The coming weeks: what is booked, what is likely, the hours available, and the chance of a lean week."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.parts.stand import ComingWeek, Stand, StretchRow
from opsledger.reviewing.parts.values import NumberOrNone
from opsledger.values.days import Week, read_week
from opsledger.values.written import count_of, write_day, write_hours, write_month, write_share

_TOP, _BASE, _LEFT = 48, 222, 30
_ROOMY = 44
_ROW = 34  # of chances, below the names of the weeks
_INNER = Fraction(15, 40)  # from the median to the quartiles, if the quantiles between two are on a straight line


class _WeekFrame(NamedTuple):
    """The weeks, the room that each has, and the scale of hours."""

    weeks: Sequence[ComingWeek]
    room: Fraction
    scale: Scale

    @property
    def is_roomy(self) -> bool:
        return self.room >= _ROOMY

    def left(self, number: int) -> Fraction:
        """Where a week begins."""
        return _LEFT + number * self.room

    def at_day(self, day: date) -> Fraction:
        """Where a day is; one outside of the weeks is put on the nearer end."""
        days = (day - read_week(self.weeks[0].week).monday).days
        return _LEFT + min(max(Fraction(days, 7), Fraction(0)), Fraction(len(self.weeks))) * self.room


def coming_chart(stand: Stand, width: int = 760) -> Chart:
    """Booked hours, the likely hours as a fan with its median, and the hours available; below, the chances.

    Behind them lie the stretches that are lean or overloaded. Lines mark today, the end of booked work and the day by
    which a lead would have to be won.
    """
    weeks = stand.weeks
    rows = list(_rows(weeks))
    canvas = Canvas(width, _BASE + 24 + _ROW * len(rows) + 4)
    if not weeks:
        return canvas.drawing("When does the work run out?", "Nothing is forecast yet.")
    greatest = max(max(week.p90, week.capacity, week.booked) for week in weeks)
    frame = _WeekFrame(weeks, Fraction(width - _LEFT, len(weeks)), Scale(greatest, _BASE, _TOP))
    for stretch in stand.stretches:
        _shade(canvas, frame, stretch)
    _axis(canvas, frame)
    for run in _runs(weeks):
        _fan(canvas, frame, run)
    for number, week in enumerate(weeks):
        _column(canvas, frame, number, week)
    for run in _runs(weeks):
        _medians(canvas, frame, run)
    _capacity(canvas, frame)
    _days(canvas, frame, stand)
    for number, (name, style, chance_of) in enumerate(rows):
        _chances(canvas, frame, _BASE + 24 + number * _ROW, name, style, chance_of)
    return canvas.drawing("When does the work run out?", _about(stand))


def _axis(canvas: Canvas, frame: _WeekFrame) -> None:
    for hours in frame.scale.ticks():
        y = frame.scale(hours)
        canvas.line([(_LEFT, y), (canvas.width, y)], "axis" if hours == 0 else "grid")
        canvas.write(_LEFT - 6, y + 4, str(hours), "small end")
    canvas.write(0, 11, "client hours a week", "small")
    for number, week in enumerate(frame.weeks):
        if frame.is_roomy or number % 2 == 0:
            monday = read_week(week.week).monday
            named = f"{monday.day} {write_month(monday)[:3]}"
            canvas.write(frame.left(number) + frame.room / 2, _BASE + 16, named, "small middle")


def _runs(weeks: Sequence[ComingWeek]) -> Iterator[list[int]]:
    """The numbers of weeks in a row that have hours for clients."""
    run: list[int] = []
    for number, week in enumerate(weeks):
        if week.capacity > 0:
            run.append(number)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _line(
    frame: _WeekFrame, run: Sequence[int], hours: Callable[[ComingWeek], Fraction]
) -> list[tuple[Fraction, Fraction]]:
    """A line through the middles of weeks, drawn on to the ends of the first and the last."""
    heights = [frame.scale(hours(frame.weeks[number])) for number in run]
    middles = [frame.left(number) + frame.room / 2 for number in run]
    inside = list(zip(middles, heights, strict=True))
    return [(frame.left(run[0]), heights[0]), *inside, (frame.left(run[-1] + 1), heights[-1])]


def _fan(canvas: Canvas, frame: _WeekFrame, run: Sequence[int]) -> None:
    """The range that holds 8 times in 10, and darker the one that holds every other time."""
    outer = [*_line(frame, run, lambda week: week.p90), *reversed(_line(frame, run, lambda week: week.p10))]
    canvas.area(outer, "range")
    high = _line(frame, run, lambda week: week.p50 + (week.p90 - week.p50) * _INNER)
    low = _line(frame, run, lambda week: week.p50 - (week.p50 - week.p10) * _INNER)
    canvas.area([*high, *reversed(low)], "range inner")


def _medians(canvas: Canvas, frame: _WeekFrame, run: Sequence[int]) -> None:
    canvas.line(_line(frame, run, lambda week: week.p50), "median halo")
    canvas.line(_line(frame, run, lambda week: week.p50), "median")


def _column(canvas: Canvas, frame: _WeekFrame, number: int, week: ComingWeek) -> None:
    """A week's booked hours, and an area to point at that says its numbers."""
    left, link = frame.left(number), f"time/{week.week}"
    if week.capacity <= 0:
        canvas.box(left + 1, _TOP, frame.room - 2, _BASE - _TOP, "off", f"{_named(week)}: off", link)
        canvas.write(left + frame.room / 2, (_BASE + _TOP) // 2, "off", "small middle")
        return
    booked, wide = frame.scale(week.booked), frame.room * Fraction(46, 100)
    canvas.box(left + (frame.room - wide) / 2, booked, wide, _BASE - booked, "committed")
    said = (
        f"{_named(week)}: {write_hours(week.booked)} booked, likely {write_hours(week.p10)} to "
        f"{write_hours(week.p90)}, median {write_hours(week.p50)}, {write_hours(week.capacity)} available"
    )
    canvas.box(left, _TOP, frame.room, _BASE - _TOP, "hit", said, link)


def _named(week: ComingWeek) -> str:
    monday = read_week(week.week).monday
    return f"Week of {monday.day} {write_month(monday)[:3]}"


def _capacity(canvas: Canvas, frame: _WeekFrame) -> None:
    """The hours available as a step, named where the median is farthest away."""
    needed = 2 if frame.is_roomy else 4  # weeks that the name is wide
    places = range(max(len(frame.weeks) - needed, 0) + 1)
    best = max(places, key=lambda number: (frame.weeks[number].capacity - frame.weeks[number].p50, -number))
    for run in _runs(frame.weeks):
        steps: list[tuple[Fraction, Fraction]] = []
        for number in run:
            y = frame.scale(frame.weeks[number].capacity)
            steps += [(frame.left(number), y), (frame.left(number + 1), y)]
        canvas.line(steps, "limit")
    canvas.write(frame.left(best) + 4, frame.scale(frame.weeks[best].capacity) - 5, "hours available", "small named")


def _days(canvas: Canvas, frame: _WeekFrame, stand: Stand) -> None:
    """Today, until when work is booked, and by when a lead would have to be won."""
    canvas.line([(_LEFT, 18), (_LEFT, _BASE)], "today", "Today")
    canvas.write(_LEFT + 4, 27, "today", "small")
    end = read_week(frame.weeks[-1].week).sunday
    if stand.dry_on is not None and read_week(frame.weeks[0].week).monday <= stand.dry_on <= end:
        x = frame.at_day(stand.dry_on + timedelta(days=1))
        canvas.line([(x, 18), (x, _BASE)], "until", f"Booked until {write_day(stand.dry_on)}")
        text = f"booked until {stand.dry_on.day} {write_month(stand.dry_on)[:3]}"
        _beside(canvas, x, text, 27)
    for day in sorted({lever.on for lever in stand.levers if lever.kind == "win" and lever.on}):
        x = frame.at_day(day)
        canvas.line([(x, 30), (x, _BASE)], "win", f"Win by {write_day(day)}")
        _beside(canvas, x, f"win by {day.day} {write_month(day)[:3]}", 39)


def _beside(canvas: Canvas, x: Fraction, text: str, y: int) -> None:
    """Write at a line's head, on the side that has room."""
    if x + len(text) * 6 + 6 < canvas.width:
        canvas.write(x + 4, y, text, "small named")
    else:
        canvas.write(x - 4, y, text, "small end named")


def _shade(canvas: Canvas, frame: _WeekFrame, stretch: StretchRow) -> None:
    """The weeks of a stretch, behind all else."""
    names = [week.week for week in frame.weeks]
    first, last = (names.index(str(Week.of(day))) for day in (stretch.since, stretch.until))
    style = "stretch lean" if stretch.kind == "lean" else "stretch over"
    canvas.box(frame.left(first), 18, (last - first + 1) * frame.room, _BASE - 18, style, _said(stretch))


def _said(stretch: StretchRow) -> str:
    days = f"{write_day(stretch.since)} to {write_day(stretch.until)}"
    return f"{stretch.kind.capitalize()} stretch, {days}: {write_share(stretch.chance)}"


_Row = tuple[str, str, Callable[[ComingWeek], NumberOrNone]]


def _rows(weeks: Sequence[ComingWeek]) -> Iterator[_Row]:
    """The rows of known chances below the weeks: of a lean one, and if one is likely of an overloaded one."""
    if all(week.famine is None for week in weeks):
        return
    yield "chance of a lean week", "lean", lambda week: week.famine
    if any(week.state == "overloaded" for week in weeks):
        yield "chance of an overloaded week", "over", lambda week: week.feast


def _chances(
    canvas: Canvas, frame: _WeekFrame, top: int, name: str, style: str, chance_of: Callable[[ComingWeek], NumberOrNone]
) -> None:
    """A titled row with the chance of each week, on a ground that is darker the likelier it is."""
    canvas.write(_LEFT, top + 11, f"{name}, %" if not frame.is_roomy else name, "small")
    for number, week in enumerate(frame.weeks):
        chance = chance_of(week)
        if chance is None:
            continue
        likely = "likely" if chance >= Fraction(1, 2) else "open" if chance >= Fraction(2, 5) else "unlikely"
        canvas.box(frame.left(number) + 1, top + 15, frame.room - 2, 17, f"chance {style} {likely}")
        text = write_share(chance) if frame.is_roomy else write_share(chance).removesuffix(" %")
        middle = frame.left(number) + frame.room / 2
        canvas.write(middle, top + 27, text, f"small middle {'strongly' if likely == 'likely' else ''}".rstrip())


def _about(stand: Stand) -> str:
    weeks = stand.weeks
    if not list(_rows(weeks)):
        return "The hours booked in the coming weeks beside the hours available; which are lean is not known yet."
    lean = [week for week in weeks if week.state == "lean"]
    over = [week for week in weeks if week.state == "overloaded"]
    said = [f"{len(lean)} of {count_of(len(weeks), 'week')} are more likely lean than not"]
    said[0] += f", the first is the {_named(lean[0])[0].lower()}{_named(lean[0])[1:]}." if lean else "."
    if over:
        named = _named(over[0])
        said.append(f"{len(over)} are more likely overloaded than not, the first is the {named[0].lower()}{named[1:]}.")
    return " ".join([*said, *(f"{_said(stretch)}." for stretch in stand.stretches)])
