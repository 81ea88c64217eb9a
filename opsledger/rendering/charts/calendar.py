"""The block schedule as a calendar: days across, hours down, what was planned beside what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import NamedTuple
from urllib.parse import quote

from opsledger.rendering.charts.drawing import Canvas, Chart
from opsledger.reviewing.parts.schedule import AreaSign, CalendarBlock, CalendarDay, CalendarWeek, SchedulePlan
from opsledger.values.visible import visible
from opsledger.values.written import count_of, listed, write_hours, write_number, write_span

_HOUR, _TOP, _LEFT, _GAP = 17, 47, 24, 20
_FEWEST_HOURS = (9, 17)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LETTER_MINUTES, _LETTER_ROOM, _LETTER_WIDE, _LETTER_HIGH = 40, 11, Fraction(68, 10), 13
_FEWEST_LETTERS = 9
_ROOM_FOR_UNIT = 42


class _Frame(NamedTuple):
    """What the days of a calendar share: the hours drawn, where those without a clock time begin, the signs."""

    first: int
    last: int
    untimed: Fraction
    signs: dict[str, AreaSign]

    @property
    def bottom(self) -> int:
        return _TOP + (self.last - self.first) * _HOUR

    def y(self, minutes: int) -> Fraction:
        """The height of a time of day."""
        return _TOP + Fraction(minutes - self.first * 60, 60) * _HOUR


def calendar_chart(plan: SchedulePlan, width: int = 860, only: str = "") -> Chart:
    """The calendar's weeks side by side, or only the week you name."""
    weeks = [week for week in plan.calendar if only in ("", week.week)]
    frame = _frame(plan)
    height = frame.bottom + (int(frame.untimed) + 28 if frame.untimed else 6)
    canvas = Canvas(width, height)
    columns = sum(len(week.days) for week in weeks)
    room = Fraction(width - _LEFT - _GAP * max(len(weeks) - 1, 0), max(columns, 1))
    left = Fraction(_LEFT)
    _hours(canvas, frame, width)
    if frame.untimed:
        canvas.write(_LEFT, frame.bottom + 16, "without a clock time", "small")
    for week in weeks:
        _week(canvas, frame, week, left, room)
        left += room * len(week.days) + _GAP
    named = listed([week.week for week in weeks])
    return canvas.drawing(f"Where did the time go? {named}".strip(), _about(weeks))


def _frame(plan: SchedulePlan) -> _Frame:
    days = [day for week in plan.calendar for day in week.days]
    blocks = [block for day in days for block in (*day.planned, *day.actual)]
    timed = [(block.start, block.start + block.minutes) for block in blocks if block.start is not None]
    first = min([start // 60 for start, _ in timed] + [_FEWEST_HOURS[0]])
    last = max([-(-end // 60) for _, end in timed] + [_FEWEST_HOURS[1]])
    lists = [each for day in days for each in (day.planned, day.actual)]
    most = max((sum(block.minutes for block in each if block.start is None) for each in lists), default=0)
    return _Frame(first, last, Fraction(most, 60) * _HOUR, {sign.area: sign for sign in plan.signs})


def _hours(canvas: Canvas, frame: _Frame, width: int) -> None:
    for hour in range(frame.first, frame.last + 1):
        y = frame.y(hour * 60)
        canvas.line([(_LEFT, y), (width, y)], "grid" if hour % 3 else "grid main")
        if hour % 3 == 0:
            canvas.write(_LEFT - 5, y + 4, str(hour), "small end")


def _week(canvas: Canvas, frame: _Frame, week: CalendarWeek, left: Fraction, room: Fraction) -> None:
    label = f"{week.week[5:]}, the plan" if week.is_coming else week.week[5:]
    canvas.write(left, 11, label, "strongly")
    for number, day in enumerate(week.days):
        _day(canvas, frame, day, left + number * room, room)


def _day(canvas: Canvas, frame: _Frame, day: CalendarDay, left: Fraction, room: Fraction) -> None:
    width = room - 3
    canvas.write(left + width / 2, 29, _day_label(day, room), "small middle")
    done = sum(block.minutes for block in (day.actual or day.planned))
    if done:
        text = write_number(Fraction(done, 60))
        canvas.write(left + width / 2, 42, f"{text} h" if room >= _ROOM_FOR_UNIT else text, "small middle total")
    if day.is_off:
        canvas.box(left, _TOP, width, frame.bottom - _TOP, "off", "off")
        canvas.write(left + width / 2, (frame.bottom + _TOP) // 2, "off", "small middle")
    lane = width * Fraction(42, 100) if day.planned and day.actual else Fraction(0)
    _stack(canvas, frame, day.planned, left, (lane or width) - (1 if lane else 0), "planned")
    _stack(canvas, frame, day.actual, left + lane, width - lane, "actual")


def _day_label(day: CalendarDay, room: Fraction) -> str:
    """The day as far as there is room for it."""
    name = _DAYS[day.day.weekday()]
    return str(day.day.day) if room < 28 else f"{name[:1] if room < 42 else name} {day.day.day}"


class _Placed(NamedTuple):
    """A block with its top and height, and its place among those that it overlaps: which of how many beside it."""

    block: CalendarBlock
    top: Fraction
    tall: Fraction
    number: int = 0
    beside: int = 1


def _placed(frame: _Frame, blocks: Iterable[CalendarBlock]) -> Iterator[_Placed]:
    """The blocks in their places; those without a clock time below each other under the last hour."""
    below, together, end = Fraction(frame.bottom + 22), list[_Placed](), 0
    for block in sorted(blocks, key=lambda block: -1 if block.start is None else block.start):
        tall = Fraction(block.minutes, 60) * _HOUR
        if block.start is None:
            yield _Placed(block, below, tall)
            below += tall
            continue
        if block.start >= end:
            yield from _beside(together)
            together = []
        end = max(end, block.start + block.minutes)
        together.append(_Placed(block, frame.y(block.start), tall))
    yield from _beside(together)


def _beside(together: Sequence[_Placed]) -> Iterator[_Placed]:
    """Blocks that overlap, beside each other."""
    for number, placed in enumerate(together):
        yield placed._replace(number=number, beside=len(together))


def _stack(
    canvas: Canvas,
    frame: _Frame,
    blocks: Sequence[CalendarBlock],
    left: Fraction,
    width: Fraction,
    style: str,
) -> None:
    """Blocks one above the other, each with its name if that fits, else with its letter."""
    what = "done" if style == "actual" else style
    for block, top, tall, number, beside in _placed(frame, blocks):
        sign, wide = frame.signs[block.area], width / beside
        x = left + number * wide
        name = visible(block.link.text)
        tip = f"{write_span(block.start, block.minutes)} {name}, {what}"
        link = f"{quote(block.link.file, errors='surrogateescape')}#L{block.link.line}"
        canvas.box(x, top + Fraction(1, 2), wide, tall - 1, f"{style} area-{sign.colour}", tip, link)
        if block.minutes >= _LETTER_MINUTES and wide >= _LETTER_ROOM:
            letter = f"letter middle area-{sign.colour}" if style == "actual" else "letter plan middle"
            lines = _fitted(name, wide, tall) or [sign.letter]
            first = top + tall / 2 + 4 - Fraction(_LETTER_HIGH * (len(lines) - 1), 2)
            for row, text in enumerate(lines):
                canvas.write(x + wide / 2, first + row * _LETTER_HIGH, text, letter)


def _fitted(name: str, wide: Fraction, tall: Fraction) -> list[str]:
    """A name in as many lines as a block has room for; none if too little of it could be read."""
    most, rows = int((wide - 6) / _LETTER_WIDE), int((tall - 2) / _LETTER_HIGH)
    if most < _FEWEST_LETTERS and len(name) > most:
        return []
    lines = wrap(name, most, break_long_words=False, break_on_hyphens=True)
    if len(lines) > rows:
        lines = [*lines[: rows - 1], f"{lines[rows - 1]}…"]
    return [line if len(line) <= most else f"{line[: most - 1].rstrip('…')}…" for line in lines]


def _about(weeks: Sequence[CalendarWeek]) -> str:
    said = []
    for week in weeks:
        planned, actual = (
            sum(block.minutes for day in week.days for block in (day.actual if done else day.planned))
            for done in (False, True)
        )
        done = "" if week.is_coming else f", {write_hours(Fraction(actual, 60))} done"
        said.append(f"{week.week}: {write_hours(Fraction(planned, 60))} planned{done}.")
    return " ".join(said) or count_of(0, "week")
