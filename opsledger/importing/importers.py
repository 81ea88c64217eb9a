"""Every importer, one row each: its command, its help and its row of the documentation follow from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import partial

from opsledger.dataclass import dataclass
from opsledger.importing.deals import HUBSPOT, PIPEDRIVE, DealReport
from opsledger.importing.entries import HowToRead, read_entries
from opsledger.importing.entry import Entry
from opsledger.importing.jobs import COLUMNS as JOBS
from opsledger.importing.jobs import NEEDED as NEEDED_OF_JOBS
from opsledger.importing.plan import Read
from opsledger.importing.sheet import Columns, columns_needed
from opsledger.importing.time_reports import CLOCKIFY, HARVEST, TABLE, TOGGL, TimeReport
from opsledger.importing.trackers.klog import read_klog
from opsledger.importing.trackers.timewarrior import read_timewarrior
from opsledger.importing.trackers.watson import read_watson

ACTUAL = "lines of the weeks' `## Actual`"
Reader = Callable[[str, bytes, HowToRead], Read[Entry]]


@dataclass(frozen=True, slots=True)
class Importer:
    """One kind of file to import.

    name: of the command. program: what wrote the file. file: which file it is, for the documentation. how: the same for
    the command's help, as a sentence. becomes: what is made of it. time: reads entries of time. deals: a CRM's report.
    columns, needed: of a table. is_free: whether names stand anywhere in its texts. is_mapped: whether its columns are
    given. Without `time` or `deals` the command is a file of its own in `cli`.
    """

    name: str
    program: str
    file: str
    how: str
    becomes: str
    examples: tuple[str, ...] = ()
    time: Reader | None = None
    deals: DealReport | None = None
    columns: Columns = field(default_factory=dict)
    needed: tuple[tuple[str, ...], ...] = ()
    is_free: bool = False
    is_mapped: bool = False

    @property
    def columns_told(self) -> str:
        """Which columns it has to have, as a sentence; empty if it is not a table."""
        if not self.needed:
            return ""
        *first, last = columns_needed(self.columns, self.needed)
        return f"It needs the columns {', '.join(first)} and {last}."


def _time(report: TimeReport, program: str, file: str, how: str, examples: tuple[str, ...]) -> Importer:
    reader = partial(_read_report, report)
    return Importer(
        report.format, program, file, how, ACTUAL, examples, reader, columns=report.columns, needed=report.needed
    )


def _read_report(report: TimeReport, name: str, data: bytes, reading: HowToRead) -> Read[Entry]:
    return read_entries(name, data, report, reading)


def _deals(report: DealReport, program: str, file: str, how: str, examples: tuple[str, ...]) -> Importer:
    return Importer(
        report.format, program, file, how, "leads", examples, None, report, columns=report.columns, needed=report.needed
    )


IMPORTERS: tuple[Importer, ...] = (
    _time(
        TOGGL,
        "Toggl Track",
        "the *detailed* report as CSV (Reports, Detailed, Export)",
        "FILE is the detailed report: Reports, Detailed, Export as CSV.",
        (
            "opsledger import toggl toggl.csv",
            'opsledger import toggl toggl.csv --map "Internal=admin" --map "Lunch=-" --write',
        ),
    ),
    _time(
        HARVEST,
        "Harvest",
        "the *detailed time* report as CSV (Reports, Detailed time, Export)",
        "FILE is the detailed time report: Reports, Detailed time, Export as CSV.",
        ("opsledger import harvest harvest.csv --write", "opsledger import harvest harvest.csv --dates dmy"),
    ),
    _time(
        CLOCKIFY,
        "Clockify",
        "the *detailed* report as CSV (Reports, Detailed, Export)",
        "FILE is the detailed report: Reports, Detailed, Export as CSV.",
        ("opsledger import clockify clockify.csv", "opsledger import clockify clockify.csv --dates mdy --write"),
    ),
    Importer(
        "timew",
        "Timewarrior",
        "what `timew export` prints, or its `.data` files",
        "FILE is what `timew export` prints, or a file of its data folder. Tags say what an interval was for.",
        ACTUAL,
        ("opsledger import timew timew.json --zone Europe/Berlin",),
        read_timewarrior,
    ),
    Importer(
        "klog",
        "klog",
        "the `.klg` file itself",
        "FILE is klog's own file. Tags, or the words of a summary, say what an entry was for.",
        ACTUAL,
        ('opsledger import klog times.klg --map "acme=harbor-ortho-website" --write',),
        read_klog,
        is_free=True,
    ),
    Importer(
        "watson",
        "Watson",
        "its `frames` file, or `watson log --json` or `--csv`",
        "FILE is Watson's `frames` file, or what `watson log --json` or `--csv` prints.",
        ACTUAL,
        ("opsledger import watson frames --zone Europe/Berlin",),
        read_watson,
    ),
    Importer(
        "csv",
        "any program",
        "a table as CSV, its columns given with `--column`",
        "FILE has one row for each entry, under a row of column names.",
        ACTUAL,
        (
            'opsledger import csv hours.csv --column day=Datum --column "hours=Std." --save mine',
            'opsledger import csv hours.csv --column day=Datum --column "hours=Std." --column project=Kunde --write',
        ),
        columns=TABLE.columns,
        needed=TABLE.needed,
        is_mapped=True,
    ),
    _deals(
        HUBSPOT,
        "HubSpot",
        "the deals as CSV (Deals, Export, all properties)",
        "FILE is the export of the deals: Deals, Export, all properties, as CSV.",
        (
            "opsledger import hubspot hubspot.csv",
            'opsledger import hubspot hubspot.csv --map "Contract Sent=verbal" --write',
        ),
    ),
    _deals(
        PIPEDRIVE,
        "Pipedrive",
        "the deals as CSV (Deals, list view, Export results)",
        "FILE is the export of the deals: Deals, list view, Export results as CSV.",
        (
            "opsledger import pipedrive pipedrive.csv",
            "opsledger import pipedrive pipedrive.csv --source referral --write",
        ),
    ),
    Importer(
        "jobs",
        "a spreadsheet of jobs",
        "a table as CSV with a row for each job",
        "",
        "projects with their days, invoices and payments",
        columns=JOBS,
        needed=NEEDED_OF_JOBS,
    ),
    Importer(
        "mail", "any mail program", "messages as `.eml` or `.mbox`", "", "`in` and `out` lines of leads and clients"
    ),
    Importer("ics", "any calendar", "an iCalendar file (`.ics`)", "", "lines of the weeks' `## Plan`"),
)
BY_NAME: Mapping[str, Importer] = {importer.name: importer for importer in IMPORTERS}
