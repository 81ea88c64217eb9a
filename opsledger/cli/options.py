"""Options that several commands have, and the types of their values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from opsledger.cli.output import Refusal, tell
from opsledger.values.clock import Clock
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.values.days import Week

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


SYSTEM = Clock(lambda: datetime.now(UTC))


def clock_of(ctx: click.Context | None = None) -> Clock:
    """The clock that a command goes by: the one its context was given, else the system's."""
    ctx = ctx or click.get_current_context(silent=True)
    return ctx.obj if ctx is not None and isinstance(ctx.obj, Clock) else SYSTEM


def today() -> date:
    """The day it is where the user is."""
    return clock_of().today()


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


class Between(click.IntRange):
    """A whole number from one to another, with messages in plain words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of a text."""
        try:
            number = int(value)
        except ValueError:
            return self.fail(visible(f"`{value}` is not a whole number"), param, ctx)
        if not (self.min or 0) <= number <= (self.max or number):
            return self.fail(f"{number} is not between {self.min} and {self.max}", param, ctx)
        return number

    def _describe_range(self) -> str:
        return f"{self.min} to {self.max}"


def _read_day(text: str) -> date:
    from opsledger.values.days import read_date

    return read_date(text)


def _read_loose_day(text: str) -> date:
    """A date, or a day as people say it: `yesterday`, `5.10.2026`, `last friday`. Raises Misread."""
    from opsledger.capturing.days import is_year_unclear, take_day
    from opsledger.capturing.said_days import contradicted_weekdays
    from opsledger.capturing.words import line_words
    from opsledger.values.misread import Misread

    words = line_words(text)
    taken = take_day(words, today(), back=True)
    if taken is None or taken.words != len(words):
        return _read_day(text)
    for said in contradicted_weekdays(words, today()):
        tell(said)
    if is_year_unclear(text, taken.value, today()):
        raise Misread(f"`{text}` may be in {taken.value.year} or {taken.value.year + 1}", "write it with its year")
    return taken.value


def _read_week(text: str) -> Week:
    from opsledger.values.days import read_week

    return read_week(text)


def _read_time(text: str) -> int:
    from opsledger.values.days import read_time

    return read_time(text)


def _read_loose_duration(text: str) -> int:
    """Minutes, as the format has them or as people type them: `38`, `38 h`, `12,5h`. Raises Misread."""
    from opsledger.capturing.spans import long_time
    from opsledger.values.duration import read_duration

    bare = text.strip()
    taken = long_time([f"{bare}h" if bare.replace(",", "").replace(".", "").isdecimal() else bare.replace(" ", "")])
    return taken.value if taken else read_duration(bare)


DAY = _Read("date", _read_day)
LOOSE_DURATION = _Read("duration", _read_loose_duration)
LOOSE_DAY = _Read("date", _read_loose_day)  # of commands that write: what was understood is seen in what they write
TIME = _Read("time", _read_time)
WEEK = _Read("week", _read_week)


def day_option(command: Decorated) -> Decorated:
    """The day as of which the ledger is read."""
    what = "Read the ledger as it stood on this day.  [default: today]"
    return click.option("--on", "on", type=DAY, metavar="DATE", help=what)(command)


_REVISION = "opsledger.at"


def revision_asked(ctx: click.Context) -> str | None:
    """The revision that `--at` names."""
    return ctx.meta.get(_REVISION)


def ask_revision(ctx: click.Context, revision: str | None) -> None:
    """Let a command be about the files of a revision; a bare repository has no others."""
    ctx.meta[_REVISION] = revision


def _keep_revision(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    ask_revision(ctx, value)


def on_option(command: Decorated) -> Decorated:
    """The day as of which the ledger is read, and the revision of its files; for commands that only read.

    The revision is not an argument of the command: opening the ledger asks for it.
    """
    what = "Read the files as committed at this git revision.  [default day: the commit's]"
    at = click.option("--at", metavar="REV", expose_value=False, callback=_keep_revision, help=what)
    return day_option(at(command))


def list_options(command: Decorated) -> Decorated:
    """The day, and the forms other programs read."""
    return on_option(form_options(command, ", with every key"))


def form_options(command: Decorated, what: str = "") -> Decorated:
    """The forms that other programs read, of which one can be asked for; the command gets it as `form`."""

    @wraps(command)
    def with_form(*arguments: Any, as_json: bool, as_csv: bool, **options: Any) -> Any:
        if as_json and as_csv:
            raise Refusal("use --json or --csv, not both")
        return command(*arguments, form="json" if as_json else "csv" if as_csv else None, **options)

    with_csv = click.option("--csv", "as_csv", is_flag=True, help=f"Print CSV{what}.")(with_form)
    return cast("Decorated", click.option("--json", "as_json", is_flag=True, help=f"Print JSON{what}.")(with_csv))
