"""What reaches the terminal, the pipe or the file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from opsledger.values.visible import visible


class Refusal(click.ClickException):
    """Something that cannot be done: a message on standard error, nothing on standard output, exit code 2."""

    exit_code = 2

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(map(visible, lines)))


def refused(message: str, hint: str | None = None) -> Refusal:
    """A refusal with a hint at what would help, if one is known."""
    return Refusal(message, f"hint: {hint}") if hint else Refusal(message)


def emit(text: str) -> None:
    """Print a text as it is. A reader that has gone away, as `head` does, is not a fault."""
    if sys.stdout is None:  # closed by the shell
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        drop_stdout()


def emit_or_end(text: str) -> None:
    """Print a text of a command that goes on without end, which ends if it has no reader any more.

    Raises BrokenPipeError then, and OSError if the text cannot be printed. Nothing is printed to a closed stream.
    """
    if sys.stdout is not None:
        sys.stdout.write(text)
        sys.stdout.flush()


def emit_bytes(data: bytes) -> None:
    """Print what is to reach a file byte for byte, such as line ends that a text stream would change."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        drop_stdout()


def drop_stdout() -> None:
    """Send what is still to be printed nowhere, so that closing the stream at the end says nothing."""
    drop(sys.stdout)


def drop(stream: TextIO | None) -> None:
    """Send what is still to be written to a stream nowhere."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    except (OSError, ValueError, AttributeError):
        pass


def tell(message: str) -> None:
    """Print a line on standard error."""
    tell_text(f"{visible(message)}\n")


def tell_text(text: str) -> None:
    """Print a text on standard error as it is."""
    with untold():
        click.echo(text, err=True, nl=False)


@contextmanager
def untold() -> Iterator[None]:
    """If standard error takes nothing, as on a full disk, nobody is told: what is printed counts all the same."""
    try:
        yield
    except OSError:
        drop(sys.stderr)


def is_terminal() -> bool:
    """Whether a person looks at what is printed."""
    return sys.stdout is not None and sys.stdout.isatty()


def pages() -> bool:
    """Whether somebody can turn pages: both what is printed and what is typed are a terminal's."""
    return is_terminal() and sys.stdin is not None and sys.stdin.isatty()


def asks() -> bool:
    """Whether somebody is there to be asked, and sees the question and what is said of the answer."""
    return pages() and sys.stderr is not None and sys.stderr.isatty()


def has_colour() -> bool:
    """Whether colours are wanted: on a terminal that has them, unless NO_COLOR is set."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns(*, err: bool = False) -> int | None:
    """How wide the terminal is that a person looks at; None for a pipe or a file. err: of standard error."""
    import shutil

    stream = sys.stderr if err else sys.stdout
    return shutil.get_terminal_size().columns if stream is not None and stream.isatty() else None


def takes_unicode() -> bool:
    """Whether standard output can show every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig", "cp65001")


def emit_paged(text: str) -> None:
    """Print a text; on a terminal its lines are broken between words, and in a pager if there are too many."""
    if is_terminal():
        import shutil

        from opsledger.reporting.width import wrapped

        text = wrapped(text, shutil.get_terminal_size().columns)
    if pages():
        from opsledger.cli.paging import fits, page

        if not fits(text) and page(text, colour=has_colour()):
            return
    emit(text)
