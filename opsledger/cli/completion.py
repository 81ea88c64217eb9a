"""`opsledger completion`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command
from opsledger.cli.output import Refusal, emit

# zsh knows `compdef` only once its completion is begun, which a bare .zshrc does not do.
_ZSH_BEGINS = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n"


@click.command(
    cls=Command,
    examples=(
        "opsledger completion bash >> ~/.bashrc",
        "opsledger completion zsh >> ~/.zshrc",
        "opsledger completion fish > ~/.config/fish/completions/opsledger.fish",
    ),
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for your shell.

    It completes commands, options, ids and the names of figures.
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is None:
        raise Refusal(f"there is no completion for {shell}")
    root = ctx.find_root().command
    before = _ZSH_BEGINS if shell == "zsh" else ""
    emit(before + script(root, {}, "opsledger", "_OPSLEDGER_COMPLETE").source() + "\n")
