"""The deals that CRMs export as CSV, and from their rows to deals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from opsledger.importing.moments import day_order, read_row_amount, read_row_day
from opsledger.importing.plan import Read, Skipped
from opsledger.importing.sheet import Columns, Sheet, SheetRow, cell_text, check_length, read_sheet, told_columns
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

WON, LOST = "won", "lost"


class DealReport(NamedTuple):
    """An export of deals: the format's name, what it is called, its columns, and what its usual stages amount to.

    stages: the stages that a new account has, lower case, and the ledger's usual stage for each. has_shares: whether
    its probabilities are shares of 1, and not percentages.
    """

    format: str
    title: str
    columns: Columns
    needed: tuple[tuple[str, ...], ...]
    stages: dict[str, str]
    has_shares: bool = False

    @property
    def program(self) -> str:
        """What the CRM is called: `HubSpot`."""
        return self.title.partition("'")[0]


def _pipedrive(*names: str) -> tuple[str, ...]:
    """Pipedrive puts the kind of record in front of a column's name if a list shows fields of several."""
    return tuple(spelling for name in names for spelling in (f"Deal - {name}", name))


HUBSPOT = DealReport(
    "hubspot",
    "HubSpot's export of deals",
    # CRM > Deals > Actions > Export view > CSV, with all properties. Days as `2026-03-02 09:15`, amounts plain.
    {
        "id": ("Record ID", "Deal ID"),
        "name": ("Deal Name",),
        "stage": ("Deal Stage",),
        "amount": ("Amount",),
        "currency": ("Currency",),
        "created": ("Create Date",),
        "closed": ("Close Date",),
        "moved": ("Date entered current stage",),
        "chance": ("Deal probability", "Deal Probability"),
        "is_won": ("Is Closed Won", "Is closed won"),
        "reason": ("Closed Lost Reason",),
        "company": (
            "Associated Company",
            "Associated Company (Primary)",
            "Primary Associated Company",
            "Company name",
        ),
        "contact": ("Associated Contact",),
        "source": ("Lead source", "Original Traffic Source", "Original Source Type", "Original Source"),
        "next": ("Next Step", "Next step"),
        "activity": ("Last Activity Date", "Last Activity", "Last contact"),
        "contacted": ("Last Contacted", "Last Contacted Date"),
        "planned": ("Next Activity Date",),
    },
    (("id",), ("name",), ("stage",), ("created",)),
    {
        "appointment scheduled": "inquiry",
        "qualified to buy": "qualified",
        "presentation scheduled": "proposal",
        "decision maker bought-in": "verbal",
        "contract sent": "verbal",
    },
    has_shares=True,
)
PIPEDRIVE = DealReport(
    "pipedrive",
    "Pipedrive's export of deals",
    # Deals > list view > … > Export results > CSV. Days as `2026-03-02 09:15:00`; the columns are those of the list.
    {
        "id": _pipedrive("ID"),
        "name": _pipedrive("Title"),
        "stage": _pipedrive("Stage", "Stage (pipeline)"),
        "status": _pipedrive("Status"),
        "amount": _pipedrive("Value"),
        "currency": _pipedrive("Currency of Value", "Currency"),
        "created": _pipedrive("Deal created", "Creation date"),
        "moved": _pipedrive("Last stage change"),
        "won": _pipedrive("Won time"),
        "lost": _pipedrive("Lost time"),
        "closed": _pipedrive("Deal closed on", "Closed on"),
        "reason": _pipedrive("Lost reason"),
        "chance": _pipedrive("Probability"),
        "expected": _pipedrive("Expected close date"),
        "company": _pipedrive("Organization"),
        "contact": _pipedrive("Contact person"),
        "source": _pipedrive("Lead source", "Source channel", "Source"),
        "activity": _pipedrive("Last activity date", "Last activity"),
        "contacted": _pipedrive("Last email received"),
        "written": _pipedrive("Last email sent"),
        "planned": _pipedrive("Next activity date"),
    },
    (("id",), ("name",), ("stage",), ("status",), ("created",)),
    {
        "qualified": "qualified",
        "contact made": "inquiry",
        "demo scheduled": "qualified",
        "proposal made": "proposal",
        "negotiations started": "verbal",
    },
)


class Deal(NamedTuple):
    """A deal as a CRM has it.

    closing: `won`, `lost` or None. closed: when it closed, of an open one when it is expected to. moved: when it
    entered its stage, if that is known. chance: what the CRM says it is won by, as a percentage; empty if nothing.
    heard: when you were last in touch. planned: the day of the next activity.
    """

    place: str
    id: str
    name: str
    stage: str
    closing: str | None
    created: date
    closed: date | None
    moved: date | None
    value: Decimal | None
    currency: str
    reason: str
    company: str
    contact: str
    source: str
    next: str
    chance: str = ""
    heard: date | None = None
    planned: date | None = None

    @property
    def what(self) -> str:
        """The deal in a few words."""
        return f"`{self.name}`"


_PIPELINE = pattern(r" \([^()]*\)$")
_MANGLED = pattern(r"[0-9][.,0-9]*[eE]\+?[0-9]+")
_NUMBER = pattern(r"[0-9]{1,3}(?:\.[0-9]{1,6})?|\.[0-9]{1,6}")
_TOUCHES = ("activity", "contacted", "written")
_DAYS = ("created", "closed", "moved", "won", "lost", "expected", *_TOUCHES, "planned")


def read_deals(name: str, data: bytes, report: DealReport, *, order: str | None = None) -> Read[Deal]:
    """The deals of an exported file; order: of its days. Raises Unusable."""
    sheet = read_sheet(name, data, report.columns, report.needed, report.title)
    days = [(sheet.place(row), row[key]) for row in sheet.rows for key in _DAYS if row[key]]
    found, shown = day_order(name, days, order)
    read: Read[Deal] = Read([], [], [*sheet.notes, *told_columns(sheet)])
    if shown:
        read.notes.append(f"{name}: days are read {'day' if found == 'dmy' else 'month'} first, as `{shown}` shows")
    for row in sheet.rows:
        try:
            read.found.append(_deal(sheet, row, found, has_shares=report.has_shares))
        except Misread as misread:
            hint = f" ({misread.hint})" if misread.hint else ""
            read.skipped.append(Skipped(sheet.place(row), cell_text(row["name"], 60), f"{misread.message}{hint}"))
    return read


def _deal(sheet: Sheet, row: SheetRow, order: str | None, *, has_shares: bool) -> Deal:
    """A row as a deal. Raises Misread if it is not one."""
    check_length(row)
    if not row["name"] or not row["id"]:
        raise Misread("it has no name" if row["id"] else "it has no ID")
    if _MANGLED.fullmatch(row["id"]):
        raise Misread(
            f"its ID was cut to `{row['id'][:40]}` by a spreadsheet", "export it again, and save it there as text"
        )
    closing = _closing(row)
    closed = (closing and row[closing]) or (row["closed"] if closing else row["expected"] or row["closed"])
    if not row["created"]:
        raise Misread("it has no day of creation")
    value, currency = read_row_amount(row["amount"]) if row["amount"] else (None, "")
    if value is not None and value < 0:
        raise Misread(f"its value `{row['amount'][:40]}` is negative")
    return Deal(
        place=sheet.place(row),
        id=cell_text(row["id"]),
        name=cell_text(row["name"]),
        stage=cell_text(row["stage"]),
        closing=closing,
        created=read_row_day(row["created"], order),
        closed=_closed(closed, order, closing),
        moved=read_row_day(row["moved"], order) if row["moved"] else None,
        value=value or None,
        currency=row["currency"].strip().upper() or currency,
        reason=cell_text(row["reason"]),
        company=cell_text(row["company"].partition(";")[0]),
        contact=cell_text(row["contact"].partition(";")[0]),
        source=cell_text(row["source"]),
        next=cell_text(row["next"]),
        chance="" if closing else _chance(row["chance"], has_shares=has_shares),
        heard=max((day for one in _TOUCHES if (day := _day_if_any(row[one], order))), default=None),
        planned=_day_if_any(row["planned"], order),
    )


def _chance(text: str, *, has_shares: bool) -> str:
    """A probability as a percentage: of shares `0.2`, else `20`; `20%` of either. Raises Misread."""
    text = text.strip()
    if not text:
        return ""
    number = text.removesuffix("%").strip().replace(",", ".")
    if not _NUMBER.fullmatch(number):
        raise Misread(f"its probability `{text[:40]}` is not a percentage")
    share = Decimal(number) * (100 if has_shares and number == text.replace(",", ".") else 1)
    if share > 100:
        raise Misread(f"its probability `{text[:40]}` is not between 0 and 100 %")
    return f"{round(share, 2).normalize():f}%"


def _closed(text: str, order: str | None, closing: str | None) -> date | None:
    """When a deal closed; of an open one, when it is expected to, if that can be read. Raises Misread."""
    return read_row_day(text, order) if closing and text else _day_if_any(text, order)


def _day_if_any(text: str, order: str | None) -> date | None:
    """A day, if a cell has one that can be read."""
    try:
        return read_row_day(text, order) if text else None
    except Misread:
        return None


def _closing(row: SheetRow) -> str | None:
    """How a deal closed, by its status or by its stage's name. Raises Misread for an unknown status."""
    status = row["status"].casefold()
    if status not in ("", "open", WON, LOST):
        raise Misread(f"its status is `{row['status'][:40]}`", "it should be open, won or lost")
    told = status or without_pipeline(row["stage"]).casefold()
    if row["is_won"].casefold() in ("true", "yes", "1") or told in ("won", "closed won", "closedwon"):
        return WON
    return LOST if told in ("lost", "closed lost", "closedlost") else None


def without_pipeline(stage: str) -> str:
    """A stage's name without that of its pipeline, as HubSpot adds it: `Contract Sent (Sales Pipeline)`."""
    return _PIPELINE.sub("", stage)
