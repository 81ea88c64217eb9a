"""One kind of files of `import all`: which files are of it, and what importing them would do."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from opsledger.cli.imports import GivenFiles, bank_plan, contents_of, given_columns, pairs_of, refusal_of_unusable
from opsledger.cli.opening import Opened
from opsledger.cli.output import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsledger.importing.plan import Plan


class Step(NamedTuple):
    """Files of one kind, and how they are read.

    stages: of `--map`, what stages of deals are. pairs: of `--map`, what all other names are. columns: what columns of
    theirs mean. pace: how many pieces take an hour, as typed.
    """

    kind: str
    files: GivenFiles
    order: str | None
    zone: str | None
    pairs: GivenFiles
    stages: Mapping[str, str]
    columns: Mapping[str, str]
    pace: str | None

    @property
    def told(self) -> str:
        """The files by their names, and what they are."""
        from pathlib import Path

        from opsledger.importing.detecting import BANK_TABLE
        from opsledger.importing.importers import BY_NAME

        program = "a bank's table" if self.kind == BANK_TABLE else BY_NAME[self.kind].program
        return f"{', '.join(Path(file).name for file in self.files)} ({program})"


def steps_of(
    opened: Opened,
    files: GivenFiles,
    order: str | None,
    zone: str | None,
    pairs: GivenFiles,
    columns: GivenFiles,
    pace: str | None,
) -> Iterator[Step]:
    """The files by what they are, in the order in which one rests on the other. Raises Refusal."""
    from opsledger.importing.deal_stages import CLOSED
    from opsledger.importing.detecting import ORDER, kind_of_file
    from opsledger.importing.plan import Unusable

    kinds: dict[str, list[str]] = {}
    meant: dict[str, dict[str, str]] = {}
    given = _Columns(columns)
    for file in files:
        try:
            [(name, data)] = contents_of((file,))
            here = given.of(name, data)
            kind = kind_of_file(name, data, here)
            kinds.setdefault(kind, []).append(file)
            meant.setdefault(kind, {}).update(given.used(kind, here))
        except Unusable as unusable:
            raise refusal_of_unusable(unusable) from None
    given.check()
    known = (*opened.ledger.settings.stages, *CLOSED)
    stages = {name: meant for name, meant in pairs_of(pairs).items() if meant in known}
    others = tuple(pair for pair in pairs if pair.rpartition("=")[2].strip() not in known)
    for kind in ORDER:
        if kind in kinds:
            yield Step(kind, tuple(kinds[kind]), order, zone, others, stages, meant[kind], pace)


class _Columns:
    """The columns of `--column MEANING=COLUMN`, each for the files that have it. Raises Refusal."""

    def __init__(self, given: GivenFiles) -> None:
        self.given = given_columns(given)
        self._used: set[str] = set()

    def of(self, name: str, data: bytes) -> dict[str, str]:
        """Those that a file has. Raises Unusable if it is not text."""
        from opsledger.importing.sheet import columns_there

        if not self.given:
            return {}
        there = columns_there(name, data, {meaning: (column,) for meaning, column in self.given.items()})
        return {meaning: self.given[meaning] for meaning in there}

    def used(self, kind: str, here: Mapping[str, str]) -> dict[str, str]:
        """Those of a file's that mean something for its kind."""
        from opsledger.importing.detecting import BANK_TABLE
        from opsledger.importing.jobs import COLUMNS, FORMAT
        from opsledger.importing.plan import Unusable
        from opsledger.importing.tables import meaning_of

        found = {}
        for word, column in here.items():
            if kind == FORMAT:
                meaning = word if word in COLUMNS else None
            else:
                try:
                    meaning = meaning_of(word) if kind in (BANK_TABLE, "csv") else None
                except Unusable:
                    meaning = None
            if meaning:
                found[meaning] = column
                self._used.add(word)
        return found

    def check(self) -> None:
        """Raises Refusal for one that no file has, or that means nothing for the file that has it."""
        for word, column in self.given.items():
            if word not in self._used:
                why = f"no file has a column `{column}` that can mean `{word}`"
                raise Refusal(
                    f"--column: {why}", "    hint: `import jobs --help` and `import csv --help` list meanings"
                )


def planned_step(opened: Opened, step: Step, *, is_asked: bool) -> Plan:
    """What importing files of one kind would do. is_asked: whether a terminal is asked what is unclear.

    Raises Unusable and Refusal.
    """
    from opsledger.cli.import_jobs import jobs_plan
    from opsledger.cli.import_new import plan_with_new
    from opsledger.importing.calendar.reading import zone_named
    from opsledger.importing.detecting import BANK_TABLE
    from opsledger.importing.entries import HowToRead
    from opsledger.importing.importers import BY_NAME
    from opsledger.importing.plan import merged
    from opsledger.importing.tables import Mapped, read_table

    home = zone_named(step.zone) if step.zone else None
    if step.kind == BANK_TABLE:
        return bank_plan(opened, step.files, Mapped(step.columns), step.order, step.pairs, again=False, guesses=True)
    if step.kind == "jobs":
        return jobs_plan(opened, step.files, step.columns, step.order, False, step.pace, is_asked=is_asked)
    if step.kind == "ics":
        from opsledger.cli.import_titles import calendar_plan

        return calendar_plan(opened, step.files, step.pairs, home, is_asked=is_asked)
    if step.kind == "mail":
        return _mail_plan(opened, step)
    importer = BY_NAME[step.kind]
    if importer.deals:
        return _deal_plan(opened, step)
    reading = HowToRead(step.order, None, home)
    read_file = importer.time or (lambda file, data, how: read_table(Mapped(step.columns), file, data, how))
    read = merged((read_file(file, data, reading) for file, data in contents_of(step.files)), _identity)
    options = {"fallback": None, "unknown": None, "free": importer.is_free}
    return plan_with_new(opened, read, step.pairs, False, "keep", options, is_asked=is_asked)


def _deal_plan(opened: Opened, step: Step) -> Plan:
    from opsledger.importing.deals import read_deals
    from opsledger.importing.importers import BY_NAME
    from opsledger.importing.lead_plan import LeadPlanning
    from opsledger.importing.plan import merged
    from opsledger.importing.taken import read_taken

    report = BY_NAME[step.kind].deals
    assert report is not None, "a kind of deals has its report"
    planning = LeadPlanning(opened.ledger, report, step.stages, None, read_taken(opened.ledger.root))
    each = (read_deals(file, data, report, order=step.order) for file, data in contents_of(step.files))
    return planning.planned(merged(each, attrgetter("id")))


def _mail_plan(opened: Opened, step: Step) -> Plan:
    from opsledger.importing.calendar.reading import zone_named
    from opsledger.importing.mail import read_messages
    from opsledger.importing.mail_plan import MailPlanning
    from opsledger.importing.plan import merged
    from opsledger.importing.taken import read_taken

    home = zone_named(step.zone) if step.zone else None
    read = merged((read_messages(file, data, home) for file, data in contents_of(step.files)), _identity)
    return MailPlanning(opened.ledger, read_taken(opened.ledger.root), None).planned(read)


_identity = attrgetter("key.identity")
