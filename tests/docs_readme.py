"""What README.md and the page about the hour show of the sample ledger."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from opsledger.loading import load
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from tests.docs_figures import DAY, SAMPLE

_MARKER = re.compile(r"^<!-- opsledger:(?:begin|end) .*-->\n", re.MULTILINE)
_SHOWN = (("Where we stand", 3), ("Decide", 3))


def lead() -> str:
    """A lead of the sample."""
    return _file("leads/arbor-furniture.md")


def week() -> str:
    """The beginnings of the sections of a week of the sample."""
    return _file("weeks/2026-W45.md", 2)


def _file(path: str, most: int = 99) -> str:
    """A file; of a longer list of lines only the first ones."""
    lines: list[str] = []
    items = 0
    for line in (SAMPLE / path).read_text(encoding="utf-8").splitlines():
        items = items + 1 if line.startswith("- ") else 0
        if items <= most:
            lines.append(line)
        elif items == most + 1:
            lines.append("…")
    return "```md\n" + "\n".join(lines) + "\n```\n"


def review() -> str:
    """The beginnings of some sections of the sample's review."""
    shown = ["\n\n".join(_blocks(name)[: most + 1]) for name, most in _SHOWN]
    return "```md\n" + "\n\n…\n\n".join(shown) + "\n```\n"


def _blocks(name: str) -> list[str]:
    """A section of the sample's review: its heading, and what follows, parted at empty lines."""
    section = next(section for section in _sections() if section.startswith(name))
    return re.split(r"\n{2,}", f"## {section.strip()}")


@cache
def _sections() -> list[str]:
    return _MARKER.sub("", render(build_review(load(SAMPLE), DAY), SAMPLE)).split("\n## ")


def hour(name: str, *blocks: int) -> Callable[[], str]:
    """What writes some blocks of a section of the sample's review."""
    return lambda: "```md\n" + "\n\n".join(_blocks(name)[block] for block in blocks) + "\n```\n"


README_PARTS: dict[str, Callable[[], str]] = {"lead": lead, "week": week, "review": review}
HOUR_PARTS: dict[str, Callable[[], str]] = {
    "stand": hour("Where we stand", 0, 1, 2, 3),
    "actions": hour("What became of your decisions", 0, 3),
    "inflow": hour("Work flowing in", 0, 1, 3),
    "outflow": hour("Work flowing out", 0, 1, 2),
    "decide": hour("Decide", 0, 1, 2, 3),
}
