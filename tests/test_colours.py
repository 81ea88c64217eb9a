"""The colours of areas are told apart by everybody: their distances as people with each colour blindness see them."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from opsledger.bundled import bundled

LEAST = 10  # of ΔE*ab; about 2 is just seen side by side
# What is left of linear red, green and blue: Machado, Oliveira and Fernandes (2009), for the whole of a deficiency.
SEEN = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
STYLES = (bundled("templates") / "page.css").read_text(encoding="utf-8")
SCHEMES = re.findall(r"--area-0:.*?--on-area: #\w+", STYLES, re.DOTALL)


def linear(colour: str) -> list[float]:
    """Red, green and blue of `#rrggbb` as light."""
    whole = colour if len(colour) == 7 else "#" + "".join(2 * one for one in colour[1:])
    shares = (int(whole[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """A colour in CIELAB, as it is seen."""
    light = linear(colour)
    r, g, b = (min(max(sum(x * y for x, y in zip(row, light, strict=True)), 0), 1) for row in matrix)
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    a, b_, c = (one ** (1 / 3) if one > 216 / 24389 else (24389 / 27 * one + 16) / 116 for one in (x, y, z))
    return 116 * b_ - 16, 500 * (a - b_), 200 * (b_ - c)


def areas(scheme: str) -> list[str]:
    return re.findall(r"--area-\d: (#\w+)", scheme)


@pytest.mark.parametrize("who", SEEN)
@pytest.mark.parametrize("scheme", SCHEMES, ids=("light", "dark", "paper"))
def test_areas_are_far_enough_apart_in_colour(scheme: str, who: str) -> None:
    colours = areas(scheme)
    assert len(colours) == 10
    near = [
        (one, other, round(distance, 1))
        for one, other in combinations(colours, 2)
        if (distance := math.dist(seen(one, SEEN[who]), seen(other, SEEN[who]))) < LEAST
    ]
    assert near == []


@pytest.mark.parametrize("scheme", SCHEMES, ids=("light", "dark", "paper"))
def test_the_letter_of_an_area_can_be_read_on_its_colour(scheme: str) -> None:
    def brightness(colour: str) -> float:
        r, g, b = linear(colour)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    usual = re.findall(r"--on-area: (#\w+)", scheme)[0]
    of_some, other = re.findall(r"^((?:\.area-\d,? )+)\{ --on-area: (#\w+)", STYLES, re.MULTILINE)[0]
    for number, colour in enumerate(areas(scheme)):
        letter = other if f".area-{number}" in of_some else usual
        low, high = sorted((brightness(letter), brightness(colour)))
        assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES, ids=("light", "dark", "paper"))
def test_no_area_is_nearly_black(scheme: str) -> None:
    assert min(seen(colour, SEEN["everybody"])[0] for colour in areas(scheme)) >= 25
