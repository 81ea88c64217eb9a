"""`opsledger init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.output import Refusal, asks, emit, tell
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

_LEFT_OUT = ("__pycache__", ".DS_Store")
_FIRST_STEPS = (
    "import all FILES   # exports of a time tracker, CRM, bank or calendar, if you have any",
    "take-stock         # what runs, what is owed, who has asked",
    "review --html      # where you stand",
)
_SAMPLE_DAY = "2026-11-20"


@click.command(
    cls=Command,
    examples=(
        "opsledger init my-ledger",
        "opsledger init my-ledger --profession designer --yes",
        "opsledger init sample --sample",
        "opsledger init my-ledger --git",
    ),
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path())
@click.option("--sample", is_flag=True, help="Copy the sample ledger, fourteen months of an invented studio.")
@click.option(
    "--profession",
    type=click.Choice(
        ("designer", "developer", "consultant", "writer", "coach", "photographer", "translator", "other")
    ),
    help="Begin with the tasks, services, stages and schedule of a profession.",
)
@click.option("--yes", is_flag=True, help="Ask nothing: take the default of every question.")
@click.option("--git", "in_git", is_flag=True, help="Keep it in git; works on a ledger that is there already, too.")
@click.option("--hook", is_flag=True, help="With --git: block commits while `opsledger check` finds errors.")
@click.pass_context
def init(
    ctx: click.Context, folder: str, sample: bool, profession: str | None, yes: bool, in_git: bool, hook: bool
) -> None:
    """Make a new ledger in a folder, by default this one.

    On a terminal it asks ten questions about your business, each with a default; --yes asks none. Every answer is a
    setting in opsledger.yaml, where you can change it at any time. Existing files are never overwritten.

    With --git the folder becomes a repository, unless it is in one. Lines are added to its .gitignore and
    .gitattributes. The merge driver that merges lines by day is set up for this clone: run it once in every clone.
    Nothing is committed.
    """
    from pathlib import Path

    from opsledger.models.settings import FILE

    root = Path(ctx.find_root().params.get("folder") or ".") / folder
    if hook and not in_git:
        raise Refusal("--hook goes with --git")
    if in_git:
        from opsledger.cli.git_setup import refuse_without_files

        refuse_without_files(root)
    if not (in_git and (root / FILE).is_file() and not sample):
        if sample and profession:
            raise Refusal("use --sample or --profession, not both")
        _make(root, sample, profession, asked=not yes and not sample and asks())
    if in_git:
        from opsledger.cli.git_setup import set_up_git

        set_up_git(root, hook)


def _make(root: Path, sample: bool, profession: str | None, *, asked: bool) -> None:
    """Write the files of a new ledger. asked: whether somebody answers questions first."""
    from opsledger.editing.door import opened

    _refuse_overwriting(root, _sample_files() if sample else _starter_files(None, asked=False), whole=sample)
    files = _sample_files() if sample else _starter_files(profession, asked=asked)
    root.mkdir(parents=True, exist_ok=True)
    kept = []
    with opened(root) as door:
        for path, data in files.items():
            place = root / path
            if place.exists() or place.is_symlink():
                kept.append(path)
            else:
                door.write(path, data, None, lasting=not sample)
    for path in kept:
        tell(f"{path} already existed and is left as it is")
    emit(_next_steps(str(root), sample))


def _refuse_overwriting(root: Path, files: dict[str, bytes], *, whole: bool) -> None:
    """Refuse if there is a ledger, or if something is in the way. whole: if any file is."""
    from opsledger.models.settings import FILE

    if (root / FILE).exists() or (root / FILE).is_symlink():
        raise Refusal(f"{root} is a ledger already: it has an {FILE}, and nothing is changed")
    if root.exists() and not root.is_dir():
        raise Refusal(f"{root} is not a folder")
    for path in files:
        place = root / path
        if any(above.exists() and not above.is_dir() for above in (place.parent, *place.parent.parents)):
            raise Refusal(f"{place.parent} is in the way: it is not a folder")
        if whole and place.exists():
            raise Refusal(f"{place} exists already; choose an empty folder for the sample")


def _starter_files(profession: str | None, *, asked: bool) -> dict[str, bytes]:
    from opsledger.capturing.professions import BY_NAME
    from opsledger.cli.options import today
    from opsledger.cli.questions import ask_settings
    from opsledger.cli.starter import starter_files

    chosen, values = ask_settings(BY_NAME.get(profession or ""), asked=asked)
    files = starter_files({**values, "kept_since": str(today())}, mornings=chosen is None or chosen.mornings)
    return {path: text.encode() for path, text in files.items()}


def _sample_files() -> dict[str, bytes]:
    from opsledger.bundled import bundled

    top = bundled("sample-ledger")
    found = sorted(path for path in top.rglob("*") if path.is_file() and not set(_LEFT_OUT) & set(path.parts))
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in found}


def _next_steps(root: str, sample: bool) -> str:
    import shlex

    command = "opsledger" if root == "." else f"opsledger -C {shlex.quote(root)}"
    place = "this folder" if root == "." else f"`{root}`"
    if sample:
        said = f"The sample ledger is in {place}. Its last day is Friday, 20 November 2026. Try:"
        steps = ["check", f"leads --open --on {_SAMPLE_DAY}", f"review --on {_SAMPLE_DAY}"]
    else:
        said = f"A new ledger is in {place}. Next:"
        steps = list(_FIRST_STEPS)
    return f"{visible(said)}\n" + "".join(f"  {visible(command)} {step}\n" for step in steps)
