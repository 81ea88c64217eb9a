"""A drawing: shapes and words with their places, as the attributes of an SVG want them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.values.written import Number, rounded


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape: its path, the classes that give it its look, and what is said when one points at it.

    link: the live page that it leads to, from the first; '' for none.
    """

    path: str
    style: str
    tip: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text at a place; its classes say where it is anchored."""

    x: str
    y: str
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of some width and height: the question it answers, the answer in words, and what is drawn in order."""

    width: int
    height: int
    title: str
    about: str
    marks: tuple[Mark, ...]
    words: tuple[Words, ...]


class Canvas:
    """Where a drawing is put together; lengths are its units, from the upper left corner."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._marks: list[Mark] = []
        self._words: list[Words] = []

    def box(
        self, x: Number, y: Number, width: Number, height: Number, style: str, tip: str = "", link: str = ""
    ) -> None:
        """A rectangle; none if it has no size."""
        if width > 0 and height > 0:
            path = f"M{px(x)} {px(y)}h{px(width)}v{px(height)}h-{px(width)}z"
            self._marks.append(Mark(path, style, tip, link))

    def area(self, points: Sequence[tuple[Number, Number]], style: str, tip: str = "") -> None:
        """What a line around some points holds."""
        path = "M" + "L".join(f"{px(x)} {px(y)}" for x, y in points)
        self._marks.append(Mark(f"{path}z", style, tip))

    def line(self, points: Sequence[tuple[Number, Number]], style: str, tip: str = "") -> None:
        """A line through some points."""
        path = "M" + "L".join(f"{px(x)} {px(y)}" for x, y in points)
        self._marks.append(Mark(path, style, tip))

    def dot(self, x: Number, y: Number, radius: Number, style: str, tip: str = "", link: str = "") -> None:
        """A full circle."""
        r = px(radius)
        left = px(Fraction(x) - Fraction(radius))
        path = (
            f"M{left} {px(y)}a{r} {r} 0 1 0 {px(Fraction(radius) * 2)} 0a{r} {r} 0 1 0 -{px(Fraction(radius) * 2)} 0z"
        )
        self._marks.append(Mark(path, style, tip, link))

    def write(self, x: Number, y: Number, text: str, style: str = "") -> None:
        """A text whose baseline is at a height."""
        self._words.append(Words(px(x), px(y), text, style))

    def drawing(self, title: str, about: str) -> Chart:
        """What was put together."""
        return Chart(self.width, self.height, title, about, tuple(self._marks), tuple(self._words))


def px(number: Number) -> str:
    """A length as it is written: at most two decimals, the same on every machine."""
    text = f"{rounded(number, 2):f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Scale:
    """A stretch of the canvas for the values between two; upwards if its end is the lesser."""

    def __init__(self, greatest: Number, begin: Number, end: Number, least: Number = 0) -> None:
        self.least = Fraction(least)
        self.greatest = max(Fraction(greatest), self.least)
        self.begin = Fraction(begin)
        self.end = Fraction(end)

    def __call__(self, value: Number) -> Fraction:
        """The place of a value; one beyond the ends is put on the end."""
        stretch = (self.greatest - self.least) or Fraction(1)
        share = min(max((Fraction(value) - self.least) / stretch, Fraction(0)), Fraction(1))
        return self.begin + share * (self.end - self.begin)

    def ticks(self, most: int = 4) -> list[int]:
        """Round values from 0 on, as many as there is room for."""
        step = next(
            digit * 10**power for power in range(16) for digit in (1, 2, 5) if self.greatest <= most * digit * 10**power
        )
        return list(range(0, int(self.greatest) + 1, step))
