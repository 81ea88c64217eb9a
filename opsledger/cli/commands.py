"""Commands and groups whose help ends in examples."""

from __future__ import annotations

from typing import Any

import click
from click.exceptions import NoSuchCommand


class Command(click.Command):
    """A command with examples: whole command lines, each of which works on the sample ledger."""

    def __init__(self, *arguments: Any, examples: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.examples = examples

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

            meant = nearest_word(missing.command_name, self.list_commands(ctx))
            raise NoSuchCommand(missing.command_name, possibilities=[meant] if meant else [], ctx=ctx) from None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(self.examples, formatter)


def write_examples(examples: tuple[str, ...], formatter: click.HelpFormatter) -> None:
    """Write a section of examples, one a line."""
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
