"""Whole processes timed in pairs, so that a machine that slows down slows both."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence


def seconds_of(command: Sequence[str]) -> float:
    """How long a command takes as a process, from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return time.perf_counter() - start


def told_by(command: Sequence[str]) -> float:
    """The seconds that a process measured of itself and printed as its last line."""
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    return float(result.stdout.split()[-1])


def python(*arguments: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, *arguments]


def compare(name: str, ours: Sequence[float], peers: Sequence[float], most: float | None) -> bool:
    """Print the medians and their ratio pair by pair, and whether it is within bounds."""
    ratio = statistics.median(our / peer for our, peer in zip(ours, peers, strict=True))
    within = most is None or ratio <= most
    bound = "" if most is None else f"  (at most {most}: {'yes' if within else 'NO'})"
    times = f"{statistics.median(ours):7.3f} s against {statistics.median(peers):7.3f} s"
    print(f"{name:<58s} {times}  ratio {ratio:5.2f}{bound}", flush=True)
    return within


def bounded(name: str, times: Sequence[float], most: float) -> bool:
    """Print the median of some times, and whether it is within a bound in seconds."""
    median = statistics.median(times)
    print(f"{name:<58s} {median:7.3f} s  (at most {most} s: {'yes' if median <= most else 'NO'})", flush=True)
    return median <= most
