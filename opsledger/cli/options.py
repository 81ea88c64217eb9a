"""Options that several commands have, and the types of their values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.values.days import Week

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def today() -> date:
    """The day it is where the user is; asked for nowhere else."""
    return date.today()


class _Read(click.ParamType[Any]):
    """A value read by one of the ledger's own readers, so that the hint is the same as in a file.

    read: imports its reader when it is called, so that naming an option imports none.
    """

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name = name
        self.read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value of a text; what was read before is left as it is."""
        from opsledger.values.misread import Misread

        if not isinstance(value, str):
            return value
        try:
            return self.read(value)
        except Misread as misread:
            hint = f" ({misread.hint})" if misread.hint else ""
            return self.fail(visible(f"{misread.message}{hint}"), param, ctx)


def _read_day(text: str) -> date:
    from opsledger.values.days import read_date

    return read_date(text)


def _read_week(text: str) -> Week:
    from opsledger.values.days import read_week

    return read_week(text)


DAY = _Read("date", _read_day)
WEEK = _Read("week", _read_week)


def day_option(command: Decorated) -> Decorated:
    """The day as of which the ledger is read."""
    what = "Read the ledger as it stood on this day.  [default: today]"
    return click.option("--on", "on", type=DAY, metavar="DATE", help=what)(command)


_REVISION = "opsledger.at"


def revision_asked(ctx: click.Context) -> str | None:
    """The revision that `--at` names."""
    return ctx.meta.get(_REVISION)


def _keep_revision(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ctx.meta[_REVISION] = value


def on_option(command: Decorated) -> Decorated:
    """The day as of which the ledger is read, and the revision of its files; for commands that only read.

    The revision is no argument of the command: opening the ledger asks for it.
    """
    what = "Read the files as committed at this git revision.  [default day: the commit's]"
    at = click.option("--at", metavar="REV", expose_value=False, callback=_keep_revision, help=what)
    return day_option(at(command))


def list_options(command: Decorated) -> Decorated:
    """The day, and the forms other programs read."""
    command = click.option("--csv", "form", flag_value="csv", help="Print CSV, with every key.")(command)
    command = click.option("--json", "form", flag_value="json", help="Print JSON, with every key.")(command)
    return on_option(command)
