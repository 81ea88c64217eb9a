"""Commits of a repository as time that was probably spent: sittings, each of some commits that follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from opsledger.history.git import GitRefused, output_of
from opsledger.importing.entry import Entries, Entry, TimeSpent
from opsledger.importing.plan import Read, Unusable
from opsledger.importing.sheet import cell_text
from opsledger.values.days import Interval
from opsledger.values.misread import Misread
from opsledger.values.written import count_of

FORMAT = "git"
BEFORE_FIRST = timedelta(minutes=30)  # how long one is taken to have worked before the first commit of a sitting
LONGEST_PAUSE = timedelta(hours=2)  # between two commits of one sitting
_FIELDS = "%aI%x1f%aE%x1f%s%x00"


class Authored(NamedTuple):
    """A commit: when its author wrote it, by the clock they had, who that is, and its first line."""

    at: datetime
    author: str
    subject: str


def read_commits(folder: Path, days: Interval, mine: frozenset[str]) -> Read[Entry]:
    """What a repository knows of some days. mine: one's own addresses; none: the one git is set to. Raises Unusable."""
    name = folder.resolve().name
    try:
        mine = mine or frozenset(filter(None, [_own_address(folder)]))
        found = [one for one in _log(folder, days) if one.at.date() in days]
    except GitRefused as fault:
        raise Unusable(f"{folder}: {fault}", fault.hint) from None
    authors = {one.author for one in found}
    if not mine and len(authors) > 1:
        raise Unusable(f"{folder} has commits of several people", "say which address is yours with --me")
    own = [one for one in found if not mine or one.author in mine]
    entries = Entries(name, FORMAT)
    for number, sitting in enumerate(_sittings(own), 1):
        _add(entries, number, sitting)
    if len(own) < len(found):
        entries.notes.append(f"{name}: {count_of(len(found) - len(own), 'commit')} of others left out")
    return entries.read()


def _own_address(folder: Path) -> str:
    try:
        return output_of(folder, "config", "--get", "user.email").decode("utf-8", "replace").strip().casefold()
    except GitRefused:
        output_of(folder, "rev-parse", "--git-dir")  # raises if it is not a repository
        return ""


def _log(folder: Path, days: Interval) -> Iterator[Authored]:
    """The commits on all branches from shortly before some days on."""
    since = f"--since={days.first - timedelta(days=2)}T00:00:00Z" if days.first.year > 1970 else "--no-merges"
    printed = output_of(folder, "log", "--branches", "--no-merges", since, f"--format={_FIELDS}")
    for record in printed.decode("utf-8", "replace").split("\0"):
        at, _, rest = record.strip().partition("\x1f")
        author, _, subject = rest.partition("\x1f")
        try:
            yield Authored(datetime.fromisoformat(at), author.strip().casefold(), cell_text(subject))
        except ValueError:
            continue  # the end, or a date that no calendar has


def _sittings(commits: Iterable[Authored]) -> Iterator[list[Authored]]:
    """Commits that follow each other without a long pause."""
    sitting: list[Authored] = []
    for one in sorted(commits, key=lambda each: each.at):
        if sitting and one.at - sitting[-1].at > LONGEST_PAUSE:
            yield sitting
            sitting = []
        sitting.append(one)
    if sitting:
        yield sitting


def _add(entries: Entries, number: int, sitting: list[Authored]) -> None:
    begin = sitting[0].at - BEFORE_FIRST
    midnight = datetime.combine(begin.date(), datetime.min.time(), begin.tzinfo)
    starts = int((begin - midnight).total_seconds()) // 60 * 60
    lasts = int((sitting[-1].at - begin).total_seconds()) // 60 * 60
    text = f"from {count_of(len(sitting), 'commit')}: {sitting[0].subject}"
    stretch = TimeSpent(begin.date(), starts, max(lasts, 60))
    try:
        entries.add(number, stretch, (entries.name,), cell_text(text, 80))
    except Misread as misread:
        entries.leave_out(number, f"{begin.date()} {text}", misread)


def repository_given(written: str) -> tuple[Path, str]:
    """A repository's folder, and what it is for if that is said: `DIR` or `DIR=ID`."""
    place, sign, target = written.rpartition("=")
    if sign and target and not Path(written).exists():
        return Path(place), target
    return Path(written), ""
