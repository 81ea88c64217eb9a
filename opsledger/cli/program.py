"""The `opsledger` command. A subcommand's module is imported when that command is run, or its own help asked for."""

from __future__ import annotations

import click

from opsledger.cli.commands import Group
from opsledger.version import VERSION

# Each subcommand with the first sentence of its help; it stands in the module of its name.
COMMANDS = {
    "init": "Make a new ledger in a folder, by default this one.",
    "check": "Tell what is wrong in the ledger, and where.",
    "status": "Show on one screen where the business stands.",
    "review": "Write the COO review to reviews/DATE.md.",
    "leads": "List the leads: their stage, age, worth and next step.",
    "projects": "List the projects: their hours, promises and money.",
    "money": "Show the money of the coming months, who is late, and the reserve.",
    "time": "List the time planned and done, block by block.",
    "actions": "List what reviews decided, and what became of it.",
    "findings": "List what the numbers ask for, what matters most first.",
    "tools": "List the tools: their cost, and your last verdict.",
    "team": "List the subcontractors: what they can do, and their rate.",
    "contacts": "List the people to keep in touch with, and how long ago that was.",
    "website": "List what the website shows, and how old it is.",
    "marketing": "List the marketing done, and what came of it.",
    "figures": "Print what the ledger measures.",
    "explain": "Show what a figure means and each line it comes from.",
    "query": "Answer a question in SQL over the ledger.",
    "forecast": "Show the client hours of the coming weeks, and how sure they are.",
    "changes": "Tell what happened to the business between two points, by default since the last review.",
    "history": "Show a record's life: its lines, who brought each, and what was changed.",
    "import": "Take over time from time trackers, deals from a CRM, a calendar, or mail.",
    "export": "Hand the ledger to a calendar, a spreadsheet, a database or a program.",
    "new": "Make a new lead, project, week or other record.",
    "log": "Add a line to the log of a lead, project or other record.",
    "set": "Set a field in the front matter of a record.",
    "rename": "Give a record another id, and say so wherever it is named.",
    "start": "Begin to time what you do; `opsledger stop` writes it down.",
    "stop": "Write down what `opsledger start` began, up to now.",
    "track": "Write down time that you spent, in the week it belongs to.",
    "plan": "Write down time that you mean to spend, in the week it belongs to.",
    "sort": "Place the loose lines of inbox.md: show where each belongs, and with --write put it there.",
    "catch-up": "Gather what happened since the last entry, week by week, as lines to accept.",
    "undo": "Take back what the last command wrote.",
    "redo": "Make the edit again that `undo` took back last.",
    "watch": "Write the day's review again whenever a file is saved.",
    "serve": "Show the business live in the browser.",
    "templates": "List the templates, and copy one for editing.",
    "settings": "Print every setting with its default and meaning.",
    "schema": "Print the JSON Schema of front matter or settings.",
    "lsp": "Serve an editor: problems, completion, hover, rename.",
    "completion": "Print the script for completion in a shell.",
    "merge-driver": "Merge two versions of a ledger's file; git runs it, as `opsledger init --git` sets it up.",
}

# The function of a command whose name is a builtin's or a keyword.
_FUNCTIONS = {"import": "import_", "set": "set_field"}


class _Program(Group):
    """Subcommands by name; the list of them is printed without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from importlib import import_module

        if cmd_name not in COMMANDS:
            return None
        module = cmd_name.replace("-", "_")
        name = _FUNCTIONS.get(cmd_name, module)
        command: click.Command = getattr(import_module(f"opsledger.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=(
        "opsledger init my-ledger --sample",
        "opsledger -C my-ledger check",
        "opsledger -C my-ledger review --on 2026-11-20",
    ),
)
@click.option(
    "-C",
    "folder",
    type=click.Path(),
    metavar="DIR",
    help="The ledger's folder.  [default: the nearest one upwards that holds an opsledger.yaml]",
)
@click.version_option(VERSION, message="%(prog)s %(version)s")
def program(folder: str | None) -> None:
    """Keep a small business in Markdown: leads, projects, time, and a review every two weeks."""
