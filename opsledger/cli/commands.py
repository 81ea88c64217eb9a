"""Commands and groups whose help ends in examples."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click
from click.exceptions import NoSuchCommand

_WORDS = "opsledger.words"
# What people call commands whose name is a format's.
_CALLED = {"calendar": "ics", "spreadsheet": "csv", "database": "sqlite", "time": "csv", "deals": "hubspot"}


class Command(click.Command):
    """A command with examples: whole command lines, each of which works on the sample ledger.

    writes: it changes files, so that it is remembered if it is refused, and `undo` does not take back an older one.
    """

    def __init__(self, *arguments: Any, examples: tuple[str, ...] = (), writes: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.examples = examples
        self.writes = writes

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the command line."""
        words = [*_path_of(parent), info_name or "", *args]
        with self._remembered(parent, words):
            try:
                ctx = super().make_context(info_name, args, parent, **extra)
            except click.MissingParameter as missing:
                raise click.UsageError(_what_is_missing(missing), missing.ctx) from None
        ctx.meta[_WORDS] = words
        return ctx

    def invoke(self, ctx: click.Context) -> Any:
        """Do it."""
        with self._remembered(ctx, ctx.meta.get(_WORDS, [])):
            return super().invoke(ctx)

    @contextmanager
    def _remembered(self, ctx: click.Context | None, words: list[str]) -> Iterator[None]:
        """Remember the command if it is refused."""
        try:
            yield
        except click.ClickException:
            if self.writes and ctx is not None:
                _note_refused(ctx, words)
            raise

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(self.examples, formatter)


class Group(click.Group):
    """A group with examples, whose commands are listed in the order in which they are used."""

    command_class = Command

    def __init__(self, *arguments: Any, examples: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.examples = examples

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands in their order."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for; of one that does not exist, the name that looks most like it."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as missing:
            from opsledger.diagnostics import nearest_word

            names, called = self.list_commands(ctx), _CALLED.get(missing.command_name, "")
            if called in names:
                said = f"No such command '{missing.command_name}'. Did you mean '{called}'?"
                raise click.UsageError(said, ctx) from None
            meant = nearest_word(missing.command_name, names)
            raise NoSuchCommand(missing.command_name, possibilities=[meant] if meant else [], ctx=ctx) from None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(self.examples, formatter)


def _what_is_missing(missing: click.MissingParameter) -> str:
    """What has to be given and was not: the parts of an argument that are not in brackets, or an option."""
    param, ctx = missing.param, missing.ctx
    if param is None or ctx is None:
        return missing.format_message()
    named = param.make_metavar(ctx).split() if isinstance(param, click.Argument) else [param.opts[-1]]
    needed = [name.removesuffix("...") for name in named if not name.startswith("[")]
    return f"{' and '.join(needed)} {'is' if len(needed) == 1 else 'are'} missing"


def _path_of(ctx: click.Context | None) -> list[str]:
    """The names of the groups that a command is in, without the program's."""
    return [] if ctx is None or ctx.parent is None else [*_path_of(ctx.parent), ctx.info_name or ""]


def _note_refused(ctx: click.Context, words: list[str]) -> None:
    from opsledger.cli.opening import root_of
    from opsledger.editing.journal import note_refused
    from opsledger.values.visible import visible

    with suppress(click.ClickException, OSError):
        note_refused(root_of(ctx), visible(shlex.join(words)))


def write_examples(examples: tuple[str, ...], formatter: click.HelpFormatter) -> None:
    """Write a section of examples, one a line."""
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
