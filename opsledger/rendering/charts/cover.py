"""How long the booked work lasts, against how long a new lead takes to become work."""

from __future__ import annotations

from fractions import Fraction

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.parts.stand import Stand
from opsledger.values.written import write_weeks

_QUESTION = "Does the booked work last until a new lead becomes work?"
_HEIGHT, _BAR, _FIRST, _SECOND = 92, 16, 20, 68


def cover_chart(stand: Stand, width: int = 400) -> Chart:
    """Two bars on one scale of weeks, and the gap between them; empty if either is not known."""
    canvas = Canvas(width, _HEIGHT)
    booked, needed = stand.booked_weeks, stand.lead_time_weeks
    if booked is None or needed is None:
        return canvas.drawing(_QUESTION, "One of the two is not known yet.")
    scale = Scale(max(booked, needed, Fraction(1)), 0, width)
    canvas.write(0, _FIRST - 7, f"Booked work lasts {write_weeks(booked)}")
    canvas.box(0, _FIRST, max(scale(booked), Fraction(1)), _BAR, "strong")
    canvas.write(0, _SECOND - 7, f"A new lead becomes work in {write_weeks(needed)}")
    canvas.box(0, _SECOND, scale(needed), _BAR, "range")
    if booked < needed:
        tip = f"{write_weeks(needed - booked)} without work"
        canvas.box(scale(booked), _FIRST, scale(needed) - scale(booked), _BAR, "gap", tip)
        about = f"No: a lead that comes today becomes work {write_weeks(needed - booked)} after the booked work ends."
    else:
        about = f"Yes, with {write_weeks(booked - needed)} to spare."
    return canvas.drawing(_QUESTION, about)
