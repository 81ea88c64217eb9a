"""No input takes much longer than in proportion to its size: eight times as much takes less than 2.6 x 2.6 x 2.6 times.

Times of the processor are compared, of a size that rises above noise; what seems to fail is measured again, at length.
`make bench` prints the whole table.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from tests.hostile_shapes import SHAPES, Shape, growth, ladder, seconds

MOST = 2.6
SMALL, LARGE = 2_000, 16_000
NOISE = 0.004
TRIES = 4
LONGEST = 60  # seconds: of a hang


@pytest.fixture(autouse=True)
def _no_hang() -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"it takes longer than {LONGEST} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    gc.freeze()  # what other tests left behind is not looked through while a shape is timed
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def grows_too_much(shape: Shape) -> bool:
    small, large = seconds(shape, SMALL, 1), seconds(shape, LARGE, 1)
    if large < NOISE or large <= small * MOST**3:
        return False
    least: dict[int, float] = {}
    for _ in range(TRIES):  # a busy machine only ever adds to a time: the least of all tries is the truest
        for n, taken in ladder(shape, SMALL, 8 * LARGE, enough=1.0):
            least[n] = min(taken, least.get(n, taken))
        if growth(sorted(least.items())) <= MOST:
            return False
    return True


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_time_grows_in_proportion(shape: Shape) -> None:
    assert not grows_too_much(shape)


def test_there_are_shapes_for_every_grammar() -> None:
    assert len(SHAPES) >= 80
    assert len({shape.name for shape in SHAPES}) == len(SHAPES)


def test_growth_is_told_by_doublings() -> None:
    assert growth([(1_000, 0.001), (2_000, 0.01), (4_000, 0.04), (8_000, 0.16)]) == pytest.approx(4)
    assert growth([(1_000, 0.01), (2_000, 0.02), (4_000, 0.04)]) == pytest.approx(2)
    assert growth([(1_000, 0.001), (2_000, 0.002)]) == 0
