"""The coming weeks: what is booked, what the forecast holds likely, and the hours there are."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.review import ComingWeek, Stand, StretchRow
from opsledger.values.days import Week, read_week
from opsledger.values.written import write_day, write_hours, write_month, write_share

_TOP, _BASE, _LEFT = 16, 186, 26
_ROOMY = 44


def coming_chart(stand: Stand, width: int = 760) -> Chart:
    """A column a week: booked hours in front of the likely range, below the hours there are; lean weeks are marked.

    Behind them lie the stretches that are lean or overloaded, and a line stands where booked work ends.
    """
    weeks = stand.weeks
    room = Fraction(width - _LEFT, max(len(weeks), 1))
    canvas = Canvas(width, _BASE + (66 if room >= _ROOMY else 40))
    for stretch in stand.stretches:
        _shade(canvas, stretch, weeks, room)
    scale = Scale(max((max(week.p90, week.capacity) for week in weeks), default=1), _BASE, _TOP)
    for hours in scale.ticks():
        y = scale(hours)
        canvas.line([(_LEFT, y), (width, y)], "axis" if hours == 0 else "grid")
        canvas.write(_LEFT - 6, y + 4, str(hours), "small end")
    for number, week in enumerate(weeks):
        _column(canvas, scale, week, _LEFT + number * room, room)
        if room >= _ROOMY or number % 2 == 0:
            _label(canvas, week, _LEFT + number * room + room / 2, monday=room >= _ROOMY)
    _booked_until(canvas, stand, room)
    return canvas.drawing("When does the work run out?", _about(stand))


def _shade(canvas: Canvas, stretch: StretchRow, weeks: Sequence[ComingWeek], room: Fraction) -> None:
    """The weeks of a stretch, behind all else."""
    names = [week.week for week in weeks]
    first, last = (names.index(str(Week.of(day))) for day in (stretch.since, stretch.until))
    style = "stretch lean" if stretch.kind == "lean" else "stretch over"
    canvas.box(_LEFT + first * room, 2, (last - first + 1) * room, canvas.height - 4, style, _said(stretch))


def _said(stretch: StretchRow) -> str:
    days = f"{write_day(stretch.since)} to {write_day(stretch.until)}"
    return f"{stretch.kind.capitalize()} stretch, {days}: {write_share(stretch.chance)}"


def _booked_until(canvas: Canvas, stand: Stand, room: Fraction) -> None:
    """A line after the last week that booked work fills."""
    filled = sum(stand.dry_on is not None and read_week(week.week).sunday <= stand.dry_on for week in stand.weeks)
    if (
        stand.dry_on is not None
        and 0 < filled <= len(stand.weeks)
        and stand.dry_on <= read_week(stand.weeks[-1].week).sunday
    ):
        x = _LEFT + filled * room
        canvas.line([(x, 2), (x, _BASE)], "until", f"Booked until {write_day(stand.dry_on)}")


def _column(canvas: Canvas, scale: Scale, week: ComingWeek, left: Fraction, room: Fraction) -> None:
    inner, wide = left + room * Fraction(18, 100), room * Fraction(64, 100)
    middle = left + room / 2
    if week.capacity <= 0:
        canvas.box(left + 1, _TOP, room - 2, _BASE - _TOP, "off", f"{week.week}: off")
        canvas.write(middle, (_BASE + _TOP) // 2, "off", "small middle")
        return
    top = scale(week.capacity)
    canvas.box(
        left + 1, top, room - 2, _BASE - top, "capacity", f"{week.week}: {write_hours(week.capacity)} for clients"
    )
    canvas.line([(left + 1, top), (left + room - 1, top)], "limit")
    low, high = scale(week.p10), scale(week.p90)
    likely = f"{week.week}: {write_hours(week.p10)} to {write_hours(week.p90)}, 8 times in 10"
    canvas.box(inner, high, wide, max(low - high, Fraction(1)), "range", likely)
    booked, thin = scale(week.booked), room * Fraction(36, 100)
    canvas.box(
        middle - thin / 2, booked, thin, _BASE - booked, "committed", f"{week.week}: {write_hours(week.booked)} booked"
    )
    y = scale(week.p50)
    canvas.line([(inner - 2, y), (inner + wide + 2, y)], "median", f"{week.week}: {write_hours(week.p50)}, the median")
    _mark(canvas, week, middle, roomy=room >= _ROOMY)


def _mark(canvas: Canvas, week: ComingWeek, middle: Fraction, *, roomy: bool) -> None:
    """A sign under a week that is more likely lean, or overloaded, than not; where there is room, the chance."""
    lean, over = week.state == "lean", week.state == "overloaded"
    y = _BASE + 40 if roomy else _BASE + 26
    if lean:
        canvas.line([(middle - 5, y), (middle + 5, y), (middle, y + 8), (middle - 5, y)], "sign famine")
    elif over:
        canvas.line([(middle - 5, y + 8), (middle + 5, y + 8), (middle, y), (middle - 5, y + 8)], "sign feast")
    if roomy and week.famine is not None:
        chance = week.feast if over else week.famine
        canvas.write(middle, y + 22, write_share(chance), "small middle" + (" famine" if lean else " feast" * over))


def _label(canvas: Canvas, week: ComingWeek, middle: Fraction, *, monday: bool) -> None:
    canvas.write(middle, _BASE + 17, week.week[5:], "small middle strongly")
    if monday:
        first = read_week(week.week).monday
        canvas.write(middle, _BASE + 32, f"{first.day} {write_month(first)[:3]}", "small middle")


def _about(stand: Stand) -> str:
    weeks = stand.weeks
    lean, over = ([week.week for week in weeks if week.state == state] for state in ("lean", "overloaded"))
    said = [
        f"{len(lean)} of {len(weeks)} weeks are more likely lean than not"
        + (f", the first is {lean[0]}." if lean else ".")
    ]
    if over:
        said.append(f"{len(over)} are more likely overloaded than not, the first is {over[0]}.")
    return " ".join([*said, *(f"{_said(stretch)}." for stretch in stand.stretches)])
