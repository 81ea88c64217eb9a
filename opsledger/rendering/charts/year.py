"""A year or a quarter as a strip: projects as bars, leads as ghosts, days off, lean and overloaded stretches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.long_review import LongReview, StretchBar, StripBar
from opsledger.values.days import months_after
from opsledger.values.written import count_of, write_date, write_month, write_share

_WIDTH = 760
_LEFT, _RIGHT, _TOP = 2, 4, 22
_STRETCH, _PROJECT, _LEAD, _GAP = 12, 17, 6, 3
_A_LETTER = Fraction(63, 10)  # the width of one at the size of the labels
_MOST_ROWS = 36
_MOST_LANES = 14
_ENDS = {"won": "won", "lost": "lost", "declined": "turned down"}


def year_strip(review: LongReview, width: int = _WIDTH) -> Chart:
    """A year at a glance: projects by name, leads below them, days off behind, and how full each week was.

    Projects and leads that do not overlap share a row.
    """
    strip = review.strip
    projects = _rows(strip.projects, _MOST_ROWS, review)
    leads = _rows(strip.leads, _MOST_LANES, review)
    body = _STRETCH + _GAP + len(projects) * (_PROJECT + _GAP) + _GAP + len(leads) * (_LEAD + 2)
    canvas = Canvas(width, _TOP + body + 6)
    scale = Scale(_days(review, review.until) + 1, _LEFT, width - _RIGHT)
    _months(canvas, scale, review, _TOP + body)
    for first, last in strip.off:
        left, long = _place(scale, review, first, last)
        canvas.box(left, _TOP, long, body, "off", f"Off: {_between(first, last, review.on)}")
    for stretch in strip.stretches:
        left, long = _place(scale, review, stretch.first, stretch.last)
        canvas.box(left, _TOP, long, _STRETCH, f"year-{stretch.kind}", _told(stretch, review.on))
    top = _TOP + _STRETCH + _GAP
    for row in projects:
        for bar in row:
            _project(canvas, scale, review, bar, top)
        top += _PROJECT + _GAP
    top += _GAP
    for row in leads:
        for bar in row:
            left, long = _place(scale, review, bar.first, bar.last)
            look = "ghost won" if bar.state == "won" else "ghost open" if bar.is_open else "ghost"
            canvas.box(left, top, max(long, Fraction(3)), _LEAD, look, _lead(bar, review.on), bar.link.file)
        top += _LEAD + 2
    if review.is_running:
        x = scale(_days(review, review.on) + 1)
        canvas.line([(x, _TOP - 4), (x, _TOP + body)], "today", write_date(review.on, review.on))
    return canvas.drawing("What went on when.", _about(review))


def _months(canvas: Canvas, scale: Scale, review: LongReview, bottom: int) -> None:
    month = review.since
    while month <= review.until:
        x = scale(_days(review, month))
        canvas.line([(x, _TOP - 8), (x, bottom)], "grid")
        canvas.write(x + 3, _TOP - 8, write_month(month)[:3], "small")
        month = months_after(month, 1)


def _project(canvas: Canvas, scale: Scale, review: LongReview, bar: StripBar, top: int) -> None:
    """Its time, the part that is still to come pale; its name within, or after it if there is room."""
    tip = f"{bar.link.text}: {_between(bar.first, bar.last, review.on)}{f', {bar.state}' if bar.state else ''}"
    left, long = _place(scale, review, bar.first, min(bar.last, max(review.on, bar.first)))
    canvas.box(left, top, max(long, Fraction(3)), _PROJECT, "year-work", tip, bar.link.file)
    if bar.last > review.on:
        ahead, more = _place(scale, review, review.on + timedelta(days=1), bar.last)
        canvas.box(ahead, top, more, _PROJECT, "year-work open", tip, bar.link.file)
        long = ahead + more - left
    name, room = bar.link.text, _room(bar)
    if room <= long:
        canvas.write(left + 4, top + _PROJECT - 5, name, "on-bar")
    elif left + long + room <= canvas.width:
        canvas.write(left + long + 4, top + _PROJECT - 5, name, "small")
    else:
        canvas.write(left - 4, top + _PROJECT - 5, name, "small end")


def _rows(bars: Sequence[StripBar], most: int, review: LongReview) -> list[list[StripBar]]:
    """Bars in as few rows as hold them side by side, with room for names; beyond `most` rows they are left out."""
    rows: list[list[StripBar]] = []
    free: list[date] = []
    is_named = most == _MOST_ROWS
    for bar in bars:
        since, until = _taken(bar, review) if is_named else (bar.first, bar.last)
        place = next((at for at, day in enumerate(free) if day < since), None)
        if place is not None:
            rows[place].append(bar)
            free[place] = until
        elif len(rows) < most:
            rows.append([bar])
            free.append(until)
    return rows


def _taken(bar: StripBar, review: LongReview) -> tuple[date, date]:
    """The days that a project takes with its name: within its bar, else after it, else in front of it."""
    days = _days(review, review.until) + 1
    named = timedelta(days=int(_room(bar) * days / _WIDTH) + 1)
    if bar.last - bar.first >= named:
        return bar.first, bar.last + timedelta(days=1)
    if bar.last + named <= review.until:
        return bar.first, bar.last + named
    return bar.first - named, bar.last


def _room(bar: StripBar) -> Fraction:
    """The width of a project's name."""
    return len(bar.link.text) * _A_LETTER + 8


def _place(scale: Scale, review: LongReview, first: date, last: date) -> tuple[Fraction, Fraction]:
    """Where some days begin, and how wide they are."""
    left = scale(_days(review, first))
    return left, scale(_days(review, last) + 1) - left


def _days(review: LongReview, day: date) -> int:
    return (day - review.since).days


def _between(first: date, last: date, on: date) -> str:
    return write_date(first, on) if first == last else f"{write_date(first, on)} to {write_date(last, on)}"


def _told(stretch: StretchBar, on: date) -> str:
    weeks, share = count_of(stretch.weeks, "week"), write_share(stretch.share)
    return f"{stretch.kind.capitalize()}: {_between(stretch.first, stretch.last, on)}, {weeks}, {share} of the hours"


def _lead(bar: StripBar, on: date) -> str:
    return f"{bar.link.text}: {_between(bar.first, bar.last, on)}, {_ENDS.get(bar.state, bar.state)}"


def _about(review: LongReview) -> str:
    """The answer in words."""
    strip = review.strip
    parts = [count_of(len(strip.projects), "project"), count_of(len(strip.leads), "lead")]
    said = [f"{', '.join(parts)}."]
    said += [f"{_told(stretch, review.on)}." for stretch in strip.stretches]
    return " ".join(said)
