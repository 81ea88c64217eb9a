"""The reports that time trackers export as CSV: which columns they have, under the names that each of them gives.

They are the *detailed* reports, with one row a time entry; a summary says neither day nor text. Columns that the ledger
has no place for (tags, billable, rates, amounts) are not read.
"""

from __future__ import annotations

from typing import NamedTuple

from opsledger.importing.sheet import Columns


class TimeReport(NamedTuple):
    """A report: the format's name, what it is called for people, its columns by meaning, and those it has to have."""

    format: str
    title: str
    columns: Columns
    needed: tuple[tuple[str, ...], ...]


TOGGL = TimeReport(
    "toggl",
    "Toggl Track's detailed report",
    # Reports > Detailed > Export > CSV. Until 2023 `User … End date,End time`; since then `Member` or `User`,
    # `Stop date,Stop time`, in an order of one's own.
    {
        "person": ("User", "Member"),
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task",),
        "text": ("Description", "Time entry"),
        "day": ("Start date",),
        "start": ("Start time",),
        "end_day": ("End date", "Stop date"),
        "end": ("End time", "Stop time"),
        "span": ("Duration",),
    },
    (("day",), ("project", "text"), ("end", "span")),
)
CLOCKIFY = TimeReport(
    "clockify",
    "Clockify's detailed report",
    # Reports > Detailed > Export > Save as CSV. Dates and times as the profile has them; a workspace that tracks
    # durations alone exports no times.
    {
        "person": ("User",),
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task",),
        "text": ("Description",),
        "day": ("Start Date", "Date"),
        "start": ("Start Time",),
        "end_day": ("End Date",),
        "end": ("End Time",),
        "span": ("Duration (h)", "Duration (decimal)", "Time (h)", "Time (decimal)"),
    },
    (("day",), ("project", "text"), ("span", "end")),
)
HARVEST = TimeReport(
    "harvest",
    "Harvest's detailed time report",
    # Reports > Detailed time > Export > CSV. Hours without times of day; dates and the decimal sign as the account
    # has them. `Hours` is what was tracked, `Hours Rounded` what is billed.
    {
        "first_name": ("First Name",),
        "last_name": ("Last Name",),
        "client": ("Client",),
        "project": ("Project",),
        "code": ("Project Code",),
        "task": ("Task",),
        "text": ("Notes",),
        "day": ("Date",),
        "span": ("Hours",),
    },
    (("day",), ("project",), ("span",)),
)

TIME_REPORTS = (TOGGL, HARVEST, CLOCKIFY)
