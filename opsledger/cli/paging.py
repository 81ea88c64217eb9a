"""Which pager a long text is shown in, and whether it understands colours."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import NamedTuple

import click

_LESS = "FRX"  # as git sets it: quit if it fits, show colours, leave the text on the screen


class Pager(NamedTuple):
    """A pager. takes_colour: whether it shows colours as such; less: what its variable is to be set to, if anything."""

    takes_colour: bool
    less: str | None = None


def pager_of(variables: Mapping[str, str]) -> Pager | None:
    """The pager that PAGER names, by default `less`; None if PAGER is empty, `cat` or cannot be read.

    Only `less` is trusted with colours: another pager may show their codes. LESS, once the user has set it, is not
    touched; colours then need its `R`.
    """
    try:
        command = shlex.split(variables.get("PAGER", "less"))
    except ValueError:
        return None
    name = PurePath(command[0]).stem.lower() if command else ""
    if name in ("", "cat"):
        return None
    if name != "less":
        return Pager(takes_colour=False)
    if "LESS" not in variables:
        return Pager(takes_colour=True, less=_LESS)
    return Pager(takes_colour=_shows_raw(variables["LESS"].split(), command[1:]))


def _shows_raw(variable: list[str], options: list[str]) -> bool:
    """Whether `less` is asked to show colours, by its variable (where the `-` may be missing) or by an option."""
    words = [f"-{word.lstrip('-')}" if not word.startswith("--") else word for word in variable]
    return any(
        word.lower().startswith("--raw-control")
        if word.startswith("--")
        else word.startswith("-") and "r" in word.lower()
        for word in (*words, *options)
    )


def fits(text: str) -> bool:
    """Whether a text fits the terminal, its long lines folded, with a line left for the prompt."""
    from opsledger.reporting.width import width

    columns, lines = shutil.get_terminal_size()
    rows = 0
    for line in click.unstyle(text).splitlines():
        rows += max(1, -(-width(line) // max(columns, 1)))
        if rows >= lines:
            return False
    return True


def page(text: str, *, colour: bool) -> bool:
    """Show a text in the user's pager; False if they want none."""
    pager = pager_of(os.environ)
    if pager is None:
        return False
    with _less_set(pager.less):
        click.echo_via_pager(text.rstrip("\n"), color=colour and pager.takes_colour)
    return True


@contextmanager
def _less_set(value: str | None) -> Iterator[None]:
    """LESS set for the pager, which takes it from the environment."""
    if value is not None:
        os.environ["LESS"] = value
    try:
        yield
    finally:
        if value is not None:
            del os.environ["LESS"]
