"""Which kind of export a file is, by its name and its first lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from opsledger.importing.bank import COLUMNS as BANK
from opsledger.importing.deals import HUBSPOT, PIPEDRIVE
from opsledger.importing.jobs import NEEDED as NEEDED_OF_JOBS
from opsledger.importing.jobs import job_spellings as of_jobs
from opsledger.importing.plan import Unusable
from opsledger.importing.sheet import Columns, columns_there
from opsledger.importing.time_reports import CLOCKIFY, HARVEST, TABLE, TOGGL, TimeReport
from opsledger.patterns import pattern

BANK_TABLE = "bank"
# What is read first: deals, since they know what was sold; then what was worked; then what was paid, and what is ahead.
ORDER = (
    *("hubspot", "pipedrive", "jobs", "toggl", "harvest", "clockify", "timew", "klog", "watson", "csv"),
    *(BANK_TABLE, "mail", "ics"),
)
_OF_JOBS_ALONE = frozenset(("client", "quantity", "delivered", "invoiced", "number"))
_CLOCKIFYS = tuple(name for name in CLOCKIFY.spellings["span"] if "(" in name)  # `Duration (h)`, which Toggl has not
_MAIL = pattern(rb"(?:From |Return-Path:|Received:|Delivered-To:|Message-ID:|Subject:|MIME-Version:)", re.IGNORECASE)
_TIMEW = pattern(rb"\s*(?:inc )?[0-9]{8}T[0-9]{6}Z|\s*inc ")
_HEAD = 20_000
_SPAN = {"hours": "span", "duration": "span"}


def kind_of_file(name: str, data: bytes, given: Mapping[str, str] = MappingProxyType({})) -> str:
    """The importer that reads a file, by its name; `bank` for a bank's table. Raises Unusable if none does.

    given: what columns mean, beside those that are known by name.
    """
    ending, head = name.rpartition(".")[2].casefold(), data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    if ending == "ics" or head[:15].upper() == b"BEGIN:VCALENDAR":
        return "ics"
    if ending in ("mbox", "eml") or (ending != "csv" and _MAIL.match(head)):
        return "mail"
    if ending == "klg":
        return "klog"
    if head.startswith(b"[") or ending == "json":
        return _kind_of_json(data)
    if ending == "data" or _TIMEW.match(head):
        return "timew"
    found = next(_kinds_of_table(name, data, given), None)
    if found is None:
        hint = "--column MEANING=COLUMN says what its columns mean: `hours=…` of time, `client=…` of jobs, `amount=…`"
        raise Unusable(f"{name} is not an export that is known", hint)
    return found


def _kind_of_json(data: bytes) -> str:
    """Watson's frames are lists, or have a project; Timewarrior's intervals have a start in UTC."""
    try:
        rows = json.loads(data)
    except ValueError:
        return "timew"
    first = rows[0] if isinstance(rows, list) and rows else None
    return "watson" if isinstance(first, list) or (isinstance(first, dict) and "project" in first) else "timew"


def _kinds_of_table(name: str, data: bytes, given: Mapping[str, str]) -> Iterator[str]:
    """The kinds that a table may be, the surest first."""
    for report in (HUBSPOT, PIPEDRIVE):
        if _has(name, data, report.columns, report.needed):
            yield report.format
    if _has_columns(name, data, {"span": _CLOCKIFYS}, "span") and _is_time(name, data, CLOCKIFY):
        yield CLOCKIFY.format
    if _has_columns(name, data, {"hours": ("Hours", "Notes", "First Name", "Project Code")}, "hours") and (
        _has_columns(name, data, HARVEST.spellings, "first_name") and _is_time(name, data, HARVEST)
    ):
        yield HARVEST.format
    if _has_columns(name, data, TOGGL.spellings, "start", "end") and _is_time(name, data, TOGGL):
        yield TOGGL.format
    said = {_SPAN.get(meaning, meaning): (column,) for meaning, column in given.items()}
    money = columns_there(name, data, {**BANK, "time": TABLE.spellings["span"], **said})
    jobs = columns_there(name, data, {**of_jobs(), **said})
    is_of_jobs = all(any(one in jobs for one in group) for group in NEEDED_OF_JOBS)
    is_banks = "day" in money and bool({"amount", "credit"} & money) and bool({"party", "text"} & money)
    if is_banks and not ("time" in money or (is_of_jobs and _OF_JOBS_ALONE & jobs)):
        yield BANK_TABLE
    if is_of_jobs:
        yield "jobs"
    if _has(name, data, {**TABLE.spellings, **said}, TABLE.needed):
        yield TABLE.format


def _is_time(name: str, data: bytes, report: TimeReport) -> bool:
    return _has(name, data, report.spellings, report.needed)


def _has(name: str, data: bytes, columns: Columns, needed: tuple[tuple[str, ...], ...]) -> bool:
    found = columns_there(name, data, columns)
    return all(any(meaning in found for meaning in group) for group in needed)


def _has_columns(name: str, data: bytes, columns: Columns, *meanings: str) -> bool:
    return set(meanings) <= columns_there(name, data, columns)
