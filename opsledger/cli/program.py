"""The `opsledger` command. A subcommand's module is imported when that command is run, or its own help asked for."""

from __future__ import annotations

import click

from opsledger.cli.commands import Group
from opsledger.version import VERSION

# Each subcommand with the first sentence of its help; it is in the module of its name.
COMMANDS = {
    "init": "Make a new ledger in a folder, by default this one.",
    "check": "Check the ledger: what is wrong, and where.",
    "status": "Show on one screen where the business stands.",
    "review": "Write the fortnight's review to reviews/DATE.md.",
    "leads": "List the leads: stage, next step, value and age.",
    "projects": "List the projects: hours, promises and money.",
    "money": "Show the money of the coming months, and the reserve.",
    "time": "List planned and recorded time, block by block.",
    "actions": "List what reviews decided, and what became of it.",
    "findings": "List what to do next, the most important first.",
    "tools": "List the tools: what they cost, and your last verdict.",
    "team": "List the subcontractors: what they can do, and their rates.",
    "contacts": "List the people to keep in touch with, and your last contact.",
    "website": "List what the website shows, and how old it is.",
    "marketing": "List your marketing, and what came of it.",
    "figures": "Print every figure the ledger measures.",
    "explain": "Explain a figure: what it means, and each line it comes from.",
    "query": "Query the ledger in SQL.",
    "forecast": "Forecast the client hours of the coming weeks.",
    "changes": "Show what happened to the business, by default since the last review.",
    "history": "Show a record's life: who wrote each line, and what was changed.",
    "import": "Import time, deals, jobs, a bank's table, mail or a calendar.",
    "export": "Export the ledger to a calendar, a spreadsheet, a database or a program.",
    "new": "Make a new lead, project, week or other record.",
    "log": "Add a line to the log of a lead, project or other record.",
    "set": "Set a field in the front matter of a record.",
    "rename": "Rename a record, and update every place that names it.",
    "start": "Start timing what you do; `opsledger stop` writes it down.",
    "stop": "Stop timing, and write down what `opsledger start` began.",
    "track": "Record time you spent, in its week.",
    "take-stock": "Say what runs, what is owed, who has asked, and when you are off.",
    "plan": "Plan time you mean to spend, in its week.",
    "sort": "Sort the loose lines of inbox.md: show where each belongs; --write puts it there.",
    "catch-up": "Catch up on missed days, from your calendar, commits and mail.",
    "undo": "Undo what the last command wrote.",
    "redo": "Redo what `undo` took back.",
    "watch": "Write the day's review again whenever you save a file.",
    "serve": "Show the business live in the browser.",
    "templates": "List the templates, or copy one for editing.",
    "settings": "Print every setting with its default and meaning.",
    "schema": "Print the JSON Schema of front matter or settings.",
    "lsp": "Run the language server for an editor: problems, completion, hover, rename.",
    "completion": "Print the completion script for your shell.",
    "merge-driver": "Merge two versions of a ledger's file; git runs it, as `opsledger init --git` sets it up.",
}

# How the program's help groups them: each command is in one group.
GROUPS = {
    "Every day": ("status", "log", "track", "plan", "start", "stop", "sort", "catch-up", "undo", "redo"),
    "Every two weeks": ("review", "changes", "findings", "actions", "forecast", "money"),
    "Look up": (
        *("leads", "projects", "time", "contacts", "marketing", "website", "tools", "team"),
        *("figures", "explain", "query", "history", "serve", "watch", "check"),
    ),
    "Set up and change": (
        "init",
        "take-stock",
        "new",
        "set",
        "rename",
        "import",
        "settings",
        "templates",
        "completion",
    ),
    "For other programs": ("export", "schema", "lsp", "merge-driver"),
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
        for title, names in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, COMMANDS[name]) for name in names])


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
