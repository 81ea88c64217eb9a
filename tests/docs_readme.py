"""What README.md shows of the sample ledger and of the command."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

from opsledger.cli.program import program
from opsledger.loading import load
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from tests.docs_figures import DAY, SAMPLE
from tests.docs_format import table

_MARKER = re.compile(r"^<!-- opsledger:(?:begin|end) .*-->\n", re.MULTILINE)
_SHOWN = (("Where we stand", 2), ("Decide", 3))


def lead() -> str:
    """A lead of the sample."""
    return _file("leads/arbor-furniture.md")


def week() -> str:
    """The beginnings of the sections of a week of the sample."""
    return _file("weeks/2026-W45.md", 4)


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
    sections = _MARKER.sub("", render(build_review(load(SAMPLE), DAY), SAMPLE)).split("\n## ")
    shown = []
    for name, blocks in _SHOWN:
        section = next(section for section in sections if section.startswith(name))
        shown.append("## " + "\n\n".join(re.split(r"\n{2,}", section)[: blocks + 1]).strip())
    return "```md\n" + "\n\n…\n\n".join(shown) + "\n```\n"


def commands() -> str:
    """Every command with what it does."""
    context = click.Context(program)
    rows = []
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        if command is not None and not command.hidden:
            rows.append((f"`{name}`", command.get_short_help_str(limit=120)))
    return table(("command", "does"), rows)


README_PARTS: dict[str, Callable[[], str]] = {"lead": lead, "week": week, "review": review, "commands": commands}
