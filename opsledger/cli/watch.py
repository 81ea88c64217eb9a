"""`opsledger watch`."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.opening import is_own_place, root_of
from opsledger.cli.options import DAY, clock_of
from opsledger.cli.output import Refusal, columns, emit, emit_or_end, has_colour, refused, tell
from opsledger.cli.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

    from opsledger.watching.pages import Pages, WrittenPages
    from opsledger.watching.watch import Look

_MOST_FIGURES, _MOST_PROBLEMS = 4, 5


@click.command(
    cls=Command,
    examples=(
        "opsledger watch",
        "opsledger watch --on 2026-11-20 --out build",
        "opsledger watch --poll",
    ),
)
@click.option("--on", "on", type=DAY, metavar="DATE", help="The review's day.  [default: today, also after midnight]")
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Write review.md and review.html there.  [default: DATE.md and DATE.html in reviews/]",
)
@click.option(
    "--poll", "polls", is_flag=True, help="Check the files every half second, if your file system sends no events."
)
@click.pass_context
def watch(ctx: click.Context, on: date | None, out: str | None, polls: bool) -> None:
    """Write the day's review again whenever you save a file.

    It works with any editor, until Ctrl-C. Each time it says what changed and what is wrong. What you wrote into
    the review stays. Such a review counts once it has a decision, or says how many `minutes:` it took, or once
    `opsledger review` has written it. While the ledger cannot be read, the last page stays, and says so at the top.
    """
    from pathlib import Path

    from opsledger.rendering.quarantine import expect_own
    from opsledger.watching.pages import Pages
    from opsledger.watching.watch import Watch

    root = root_of(ctx)
    if not root.is_dir():
        raise Refusal(f"there is no folder {root}")
    expect_own(root)
    folder = Path(out) if out else None
    if folder is not None:
        _refuse_folder(ctx, folder)
    pages, teller = Pages(root, folder), _Reporter()
    clock = clock_of(ctx)
    with Watch(root, lambda: on or clock.today(), polls=polls, tell=tell) as watching:
        try:
            for look in watching.looks():
                watching.wrote(teller.follow(look, pages))
        except KeyboardInterrupt:
            emit("\n")


def _refuse_folder(ctx: click.Context, folder: Path) -> None:
    """Refuse to write among the ledger's own files, or over what this program did not make. Raises Refusal."""
    from opsledger.watching.pages import in_the_way

    if is_own_place(ctx, folder):
        raise refused(
            f"{folder} is where the ledger keeps its own files", "name a folder elsewhere, or leave out --out"
        )
    foreign = in_the_way(folder)
    if foreign is not None:
        raise refused(f"{foreign} already exists, and OpsLedger did not make it", "name another folder")


class _Reporter:
    """Tells of look after look: what changed, what was written, and what is wrong now that was not before."""

    def __init__(self) -> None:
        self.is_first = True
        self.problems: Counter[str] = Counter()
        self.figures: dict[str, object] = {}

    def follow(self, look: Look, pages: Pages) -> Mapping[str, bytes]:
        """Write the pages of a look and report it; the files that need no other look."""
        begun = time.perf_counter()
        try:
            with progress("forecasting past weeks") as on_progress:
                written = pages.write(look, on_progress)
            took = time.perf_counter() - begun
            headline = f"{time.strftime('%H:%M:%S')} {self._headline(look, written)} ({took:.2f} s)\n"
            told = headline + self._of_problems(look, written) + self._of_figures(look)
        except Exception as fault:  # noqa: BLE001 - the next save may be the remedy, so watching goes on
            tell(f"the review cannot be written: {type(fault).__name__}: {fault}")
            return {}
        emit_or_end(told)
        self.is_first = False
        return written.own

    def _headline(self, look: Look, written: WrittenPages) -> str:
        """One line: what changed, and what became of it."""
        from opsledger.values.visible import visible
        from opsledger.values.written import listed

        cause = "watching" if self.is_first else listed(sorted(look.changed), 3) or f"it is {look.day}"
        if written.fault:
            return visible(f"{cause}: NOT UP TO DATE: {written.fault}")
        return visible(
            f"{cause}: {listed(list(written.files)) + ' written' if written.files else 'already up to date'}"
        )

    def _of_problems(self, look: Look, written: WrittenPages) -> str:
        """Each problem that is new in full, and how many errors there are."""
        from opsledger.reporting.diagnostics import as_text
        from opsledger.values.written import count_of

        problems = list(dict.fromkeys((*written.problems, *look.problems)))
        before, self.problems = self.problems, Counter()
        new = []
        for problem in problems:
            what = f"{problem.file} {problem.rule.code} {problem.message}"  # its line moves with every line above
            self.problems[what] += 1
            if self.problems[what] > before[what]:
                new.append(problem)
        told = as_text(new[:_MOST_PROBLEMS], colour=has_colour(), columns=columns())
        if len(new) > _MOST_PROBLEMS:
            told += f"  and {count_of(len(new) - _MOST_PROBLEMS, 'more problem')}, see `opsledger check`\n"
        errors = sum(problem.is_error for problem in problems)
        if errors and not written.fault:
            told += f"  {count_of(errors, 'error')} in the ledger\n"
        elif before and not self.problems and not written.fault:
            told += "  nothing is wrong any more\n"
        return told

    def _of_figures(self, look: Look) -> str:
        """The figures that the change moved, the first few in full."""
        if look.ledger is None or look.fault:
            return ""
        from opsledger.measuring.every import figures
        from opsledger.reporting.figures import changed_parts
        from opsledger.values.visible import visible

        before = self.figures
        self.figures = {name: figure.value for name, figure in figures(look.ledger, look.day).items()}
        if self.is_first:
            return ""
        moved = [name for name in {**before, **self.figures} if before.get(name) != self.figures.get(name)]
        lines = [
            f"  {visible(name)}{key}: {then} then, {now} now\n"
            for name in moved[:_MOST_FIGURES]
            for key, then, now in changed_parts(before.get(name), self.figures.get(name))[:2]
        ]
        if len(moved) > _MOST_FIGURES:
            lines.append(f"  and {len(moved) - _MOST_FIGURES} more figures\n")
        return "".join(lines)
