"""The `opsledger` command and its subcommands. They are light: what is slow to import is imported in their bodies."""

from __future__ import annotations

from pathlib import Path

import click

from opsledger.cli.actions import actions
from opsledger.cli.check import check
from opsledger.cli.commands import Group
from opsledger.cli.completion import completion
from opsledger.cli.figures import figures
from opsledger.cli.init import init
from opsledger.cli.leads import leads
from opsledger.cli.marketing import marketing
from opsledger.cli.new import new
from opsledger.cli.projects import projects
from opsledger.cli.review import review
from opsledger.cli.settings import settings
from opsledger.cli.team import team
from opsledger.cli.time import time
from opsledger.cli.tools import tools
from opsledger.cli.website import website
from opsledger.version import VERSION

COMMANDS = (
    init,
    check,
    review,
    leads,
    projects,
    time,
    actions,
    tools,
    team,
    website,
    marketing,
    figures,
    new,
    settings,
    completion,
)


@click.group(
    cls=Group,
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
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The ledger's folder.  [default: the nearest one upwards that holds an opsledger.yaml]",
)
@click.version_option(VERSION, message="%(prog)s %(version)s")
@click.pass_context
def program(ctx: click.Context, folder: Path | None) -> None:
    """Keep a small business in Markdown: leads, projects, time, and a review every two weeks."""
    ctx.obj = folder


for command in COMMANDS:
    program.add_command(command)
