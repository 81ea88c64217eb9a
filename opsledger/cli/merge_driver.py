"""`opsledger merge-driver`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command
from opsledger.cli.output import tell

CONFLICT = 1
FAILED = 129  # above 128 git takes it as a failure, and not as a conflict in the file


@click.command(
    "merge-driver",
    cls=Command,
    examples=("opsledger merge-driver base.md ours.md theirs.md leads/tern-kayaks.md",),
)
@click.argument("base", type=click.Path())
@click.argument("ours", type=click.Path())
@click.argument("theirs", type=click.Path())
@click.argument("path")
@click.pass_context
def merge_driver(ctx: click.Context, base: str, ours: str, theirs: str, path: str) -> None:
    """Merge two versions of a ledger's file; git runs it, as `opsledger init --git` sets it up.

    Lines of data sections are merged by day, and front matter by key. If both sides changed one line or one key,
    both stay, between conflict markers. What both generated in a review, and the figures frozen beside it, is taken
    from ours: `opsledger review` writes it again. The result replaces OURS; PATH is the file's path in the
    repository.

    Exits with 1 if there is a conflict, and above 128 if the merge cannot be made, as git wants it.
    """
    from pathlib import Path

    from opsledger.editing.door import write_elsewhere
    from opsledger.history.merging.record import merge_record
    from opsledger.reading.kinds import REVIEW

    try:
        versions = [Path(each).read_bytes() for each in (base, ours, theirs)]
        ours_before = versions[1]
        if REVIEW.folder in path.split("/")[:-1]:
            versions = _of_review(path, versions)
        merged = merge_record(path, *versions)
        write_elsewhere(Path(ours), merged.data, ours_before)
    except OSError as fault:
        tell(f"{fault.filename}: {fault.strerror}")
        ctx.exit(FAILED)
    if merged.conflicts:
        ctx.exit(CONFLICT)


def _of_review(path: str, versions: list[bytes]) -> list[bytes]:
    from opsledger.rendering.templates import content_hash
    from opsledger.reviewing.merging import Versions, with_one_side_generated

    return [*with_one_side_generated(path, Versions(*versions), content_hash)]
