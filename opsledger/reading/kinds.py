"""The kinds of record: one field table each.

The tables drive the reading, the templates of new records and the tables of the documentation: what a record may say
stands here and nowhere else.
"""

from __future__ import annotations

from typing import NamedTuple

from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.models.record import Record
from opsledger.models.records import Account, Client, Contact, Member, Tool, WebsiteItem, WeekSheet
from opsledger.models.reviews import WrittenReview
from opsledger.reading.copies import is_conflicted_copy
from opsledger.reading.fields import (
    CHANCE,
    CURRENCY,
    DATE,
    DAYS,
    DURATION,
    HOURLY_RATE,
    LEAD_HOURS,
    LEAD_VALUE,
    MINUTES,
    MONTHLY_DURATION,
    MOVED_HOURS,
    PERIOD,
    PRICE,
    REFERENCE,
    SHARE,
    TEXT,
    TEXTS,
    YES_NO,
    Field,
    one_of,
    some_of,
)


class Kind(NamedTuple):
    """A kind of record: what it is called, its folder, its model, its fields and its data sections.

    file: of a kind that has one record at the top of the ledger, that file; `folder` is its name in the ledger alone.
    """

    name: str
    folder: str
    model: type[Record]
    fields: tuple[Field, ...]
    sections: tuple[str, ...]
    summary: str
    file: str = ""

    @property
    def place(self) -> str:
        """Where its records stand: a folder with a slash after it, or a file."""
        return self.file or f"{self.folder}/"

    def path_of(self, record_id: str) -> str:
        """The path of a new record."""
        return self.file or f"{self.folder}/{record_id}.md"


BILLINGS = ("fixed", "hourly", "retainer", "internal")
CONTACT_KINDS = ("prospect", "past-client", "partner", "press")
ITEM_TYPES = ("case-study", "testimonial", "story", "page", "portfolio")
TOOL_JOBS = ("deliver", "communicate", "market", "sell", "run")

LEAD = Kind(
    "lead",
    "leads",
    Lead,
    (
        Field("name", TEXT, "who asks, and for what", required=True),
        Field("source", TEXT, "where it came from: referral, linkedin, website …", required=True),
        Field("client", REFERENCE, "who it is for"),
        Field("email", TEXTS, "their mail addresses, by which `opsledger import mail` knows them"),
        Field("service", TEXT, "what is asked for"),
        Field("value", LEAD_VALUE, "what it may be worth; for a retainer, in its first twelve weeks"),
        Field("hours", LEAD_HOURS, "the hours it may take; for a retainer, in its first twelve weeks"),
        Field("chance", CHANCE, "your own chance of winning it; replaces its stage's"),
        Field("decision", DATE, "the day on which they decide"),
        Field("start", DATE, "the start they want"),
        Field("due", DATE, "the end they want"),
        Field("referred_by", REFERENCE, "who sent them: a client, a contact, a lead or a member of the team"),
        Field("scope", YES_NO, "is it work you do? left out: unknown"),
        Field("timeframe", YES_NO, "do they give you enough time? left out: worked out"),
        Field("budget", YES_NO, "can they pay for it? left out: worked out"),
        Field("ideal", YES_NO, "are they the client you want? left out: worked out"),
    ),
    ("Log",),
    "Someone who may give you work. Name it after who asks.",
)
PROJECT = Kind(
    "project",
    "projects",
    Project,
    (
        Field("name", TEXT, "the job", required=True),
        Field("client", REFERENCE, "who it is for; left out with `billing: internal`, your own work", required=True),
        Field(
            "billing",
            one_of(*BILLINGS),
            "how it is paid for; `internal` is your own work, not a client's",
            required=True,
        ),
        Field("lead", REFERENCE, "the lead it came from"),
        Field("service", TEXT, "what was sold"),
        Field("price", PRICE, "for a fixed project, the whole, or pieces x their price; for a retainer, per month"),
        Field("rate", HOURLY_RATE, "for hourly work"),
        Field("estimate", MONTHLY_DURATION, "the hours first sold; for a retainer, per month"),
        Field("rollover", MOVED_HOURS, "for a retainer: the most unused hours that move to the next month"),
        Field("start", DATE, "the day it begins, if that is agreed"),
        Field("due", DATE, "the first promise"),
        Field("currency", CURRENCY, "the currency of all its money; left out: the ledger's"),
        Field("vat", SHARE, "the VAT its invoices add; left out: the client's, else the settings'"),
    ),
    ("Log",),
    "A job you do. Name it after the work.",
)
WEEK = Kind(
    "week",
    "weeks",
    WeekSheet,
    (
        Field("hours", DURATION, "this week's hours, if they differ from the settings; without time off"),
        Field("client_hours", DURATION, "of those, hours for clients"),
        Field("focus", TEXT, "what the week is about"),
    ),
    ("Plan", "Actual", "Costs", "Marketing"),
    "One ISO week: planned, done, spent and said. The file is named by the week, as `2026-W47.md`.",
)
CLIENT = Kind(
    "client",
    "clients",
    Client,
    (
        Field("name", TEXT, "what they are called", required=True),
        Field("email", TEXTS, "their mail addresses, by which `opsledger import mail` knows them"),
        Field("since", DATE, "worked for since"),
        Field("health", one_of("green", "yellow", "red"), "how the relationship is going"),
        Field("terms", DAYS, "days they have to pay an invoice; left out: the settings'"),
        Field("vat", SHARE, "the VAT that invoices to them add; left out: the settings'"),
    ),
    ("Log",),
    "Someone you work for.",
)
CONTACT = Kind(
    "contact",
    "contacts",
    Contact,
    (
        Field("name", TEXT, "who they are", required=True),
        Field("org", TEXT, "where they work"),
        Field("kind", one_of(*CONTACT_KINDS), "what they are to you"),
        Field("every", PERIOD, "the longest you mean to go without being in touch"),
        Field("email", TEXTS, "their mail addresses, by which `opsledger import mail` knows them"),
    ),
    ("Log",),
    "Someone to keep in touch with, such as a past client.",
)
WEBSITE = Kind(
    "website",
    "website",
    WebsiteItem,
    (
        Field("name", TEXT, "its title", required=True),
        Field("type", one_of(*ITEM_TYPES), "what it is", required=True),
        Field("url", TEXT, "its address"),
        Field("project", REFERENCE, "the project it shows"),
        Field("client", REFERENCE, "the client it shows"),
    ),
    ("Log",),
    "Something your website shows.",
)
TOOL = Kind(
    "tool",
    "tools",
    Tool,
    (
        Field("name", TEXT, "what it is called", required=True),
        Field("jobs", some_of(*TOOL_JOBS), "what you pay it to do", required=True),
        Field("renews", DATE, "the day it renews"),
    ),
    ("Log",),
    "Software or a service you pay for.",
)
MEMBER = Kind(
    "member",
    "team",
    Member,
    (
        Field("name", TEXT, "who they are", required=True),
        Field("tasks", TEXTS, "what they can take over"),
        Field("status", one_of("active", "paused"), "whether work can be given to them; left out: active"),
    ),
    ("Log",),
    "A subcontractor.",
)
ACCOUNT = Kind(
    "account",
    "account",
    Account,
    (Field("name", TEXT, "what it is called"),),
    ("Log",),
    "Your bank account: balance and reserves.",
    file="money.md",
)
REVIEW = Kind(
    "review",
    "reviews",
    WrittenReview,
    (
        Field("on", DATE, "the review's day; the file is named by it, or by its year or quarter"),
        Field("from", DATE, "the first day it looks at", attribute="since"),
        Field("minutes", MINUTES, "the minutes that the hour took"),
    ),
    ("Decisions",),
    "A COO review: generated, with your decisions in it.",
)

KINDS = (LEAD, PROJECT, WEEK, CLIENT, CONTACT, WEBSITE, TOOL, MEMBER, ACCOUNT, REVIEW)
SCHEDULE_FILE = "schedule.md"
SCHEDULE_SECTIONS = ("Plan",)

_BY_FOLDER = {kind.folder: kind for kind in KINDS if not kind.file}
_BY_FILE = {kind.file: kind for kind in KINDS if kind.file}


def kind_of(path: str) -> Kind | None:
    """The kind of the record at a path of the ledger; None if none is read, as of a `README.md` or a draft."""
    folder, *inner = path.split("/")
    if not inner:
        return _BY_FILE.get(path)
    if any(part[:1] in ("", ".", "_") for part in inner):
        return None
    is_record = inner[-1].endswith(".md") and inner[-1].lower() != "readme.md" and not is_conflicted_copy(inner[-1])
    return _BY_FOLDER.get(folder) if is_record else None
