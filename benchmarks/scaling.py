"""How the time of every grammar grows when its input is doubled, on inputs made to be slow.

    python -m benchmarks.scaling [WORD...]

WORD: only the shapes whose names begin with one of them. A growth of 2 is in proportion; above 2.6 it is not.
"""

from __future__ import annotations

import sys

from tests.hostile_shapes import SHAPES, growth, ladder

MOST = 2.6


def main(*words: str) -> bool:
    """Print a line for each shape, and whether all grow in proportion."""
    worst = 0.0
    for shape in SHAPES:
        if shape.name.startswith(words or ""):
            steps = list(ladder(shape, 1_000, 256_000))
            grown = growth(steps)
            if grown > MOST:  # where memory no longer fits a cache, one doubling may take longer: measured further
                steps = list(ladder(shape, 8_000, 1_024_000, enough=2.0))
                grown = growth(steps)
            worst = max(worst, grown)
            told = (
                "too fast to tell" if grown == 0 else f"growth {grown:4.2f}" + ("" if grown <= MOST else "  TOO MUCH")
            )
            print(f"{shape.name:<48s} {steps[-1][0]:>8,} characters {steps[-1][1] * 1000:9.1f} ms  {told}", flush=True)
    print(f"the largest growth is {worst:.2f} (at most {MOST}: {'yes' if worst <= MOST else 'NO'})")
    return worst <= MOST


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:]))
