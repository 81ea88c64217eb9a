"""How a project is paid for: its price, rate, estimate and lines fit its billing."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.diagnostics import Diagnostic, at, error, hint_to_write, warning
from opsledger.figures.projects import is_on_top
from opsledger.models.ledger import Ledger
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.values.rate import Rate

PRICE_MISSING = warning("price-missing", "A fixed project or a retainer has no price, or hourly work no rate.")
PRICE_UNIT = error("price-unit", "A fixed project's price has a unit of time, or a retainer's has none.")
PRICE_UNUSED = warning(
    "price-unused", "A price, rate or rollover is given, but this billing does not use it.", strict=True
)
ESTIMATE_UNIT = error("estimate-unit", "A monthly estimate is given for work that is not a retainer.")
ESTIMATE_WHOLE = warning("estimate-whole", "A retainer's estimate does not say that it is per month.", strict=True)
BILLING_LINE = warning("billing-line", "A line about money or the end does not fit this billing.")
SCOPE_ON_TOP = warning(
    "scope-on-top", "A scope line on hourly work adds hours and money, so both are paid.", strict=True
)
SCOPE_ON_NOTHING = warning("scope-on-nothing", "Scope adds hours to a project without an estimate.")

_ASKED = {"fixed": "price", "retainer": "price", "hourly": "rate"}
_WRITTEN = {"fixed": "price: 12000", "retainer": "price: 1500/month", "hourly": "rate: 95/h"}


def check_billing(ledger: Ledger) -> Iterator[Diagnostic]:
    """Prices, rates and estimates against the billing of each project, and lines that do not fit it."""
    for project in ledger.projects:
        if project.billing:
            yield from _check_missing(project)
            yield from _check_price(project)
            yield from _check_estimate(project)
            yield from _check_rollover(project)
            yield from _check_scope(project)
            for line in project.log:
                yield from _check_line(project, line)


def _check_missing(project: Project) -> Iterator[Diagnostic]:
    """A price or rate that is asked and given nowhere; one that could not be read was reported then."""
    asked = _ASKED.get(project.billing or "")
    if asked is None or project.lines(asked):
        return
    written = project.front.get(asked)
    if getattr(project, asked) is None and not (written and written.text.strip()):
        message = f"this {project.billing} project has no `{asked}`, so what it earns is unknown"
        place = project.front["billing"]
        yield at(PRICE_MISSING, place, message, f"add `{_WRITTEN[project.billing or '']}`")


def _check_price(project: Project) -> Iterator[Diagnostic]:
    billing, price = project.billing, project.price
    place = project.front.get("price")
    if price is not None and place:
        if billing == "fixed" and isinstance(price, Rate):
            message = "a fixed project's price is for the whole"
            yield at(PRICE_UNIT, place, message, f"write `{price.amount}`, or `billing: retainer`")
        elif billing == "retainer" and not isinstance(price, Rate):
            hint = f"write `{price}/month`, or `billing: fixed`"
            yield at(PRICE_UNIT, place, "a retainer's price is per month", hint)
        elif billing in ("hourly", "internal"):
            yield at(PRICE_UNUSED, place, f"a price is not used if billing is `{billing}`")
    if project.rate is not None and billing != "hourly":
        yield at(PRICE_UNUSED, project.front["rate"], f"an hourly rate is not used if billing is `{billing}`")


def _check_rollover(project: Project) -> Iterator[Diagnostic]:
    place = project.front.get("rollover")
    if project.rollover is None or not place:
        return
    if not project.is_retainer:
        yield at(PRICE_UNUSED, place, "only a retainer's unused hours move to the next month")
    elif project.estimate is None and "estimate" not in project.front:
        hint = "say how many hours a month it has: `estimate: 10h/month`"
        yield at(PRICE_UNUSED, place, "without an estimate, no hours can be left over", hint)


def _check_estimate(project: Project) -> Iterator[Diagnostic]:
    place = project.front.get("estimate")
    if project.estimate is None or not place:
        return
    is_monthly = "/" in place.text
    if is_monthly and not project.is_retainer:
        hint = f"write `{place.text.partition('/')[0].strip()}` for the whole, or `billing: retainer`"
        yield at(ESTIMATE_UNIT, place, "only a retainer's estimate is per month", hint)
    elif project.is_retainer and not is_monthly:
        yield at(
            ESTIMATE_WHOLE, place, "a retainer's hours are read as per month", hint_to_write(f"{place.text}/month")
        )


def _check_scope(project: Project) -> Iterator[Diagnostic]:
    """Hours that are added to hours which nobody has stated show nowhere; told once."""
    if "estimate" in project.front:
        return
    first = next((line for line in project.log if line.word == "scope" and line.minutes), None)
    if first is not None:
        estimate = "estimate: 10h/month" if project.is_retainer else "estimate: 40h"
        hint = f"write how many were sold in the front matter, as in `{estimate}`"
        message = "these hours count nowhere: the project has no estimate to add them to"
        yield at(SCOPE_ON_NOTHING, first.span, message, hint)


def _check_line(project: Project, line: LogLine) -> Iterator[Diagnostic]:
    billing, word = project.billing, line.word
    message = hint = None
    if word == "ended" and billing in ("fixed", "internal"):
        message, hint = "`ended` is for a retainer's last day", "write `delivered`, or `cancelled`"
    elif word in ("invoiced", "paid", "credited", "refunded", "expense", "bill") and project.is_internal:
        message, hint = f"`{word}` on an internal project, which nobody pays for", "is its `billing` right?"
    elif word == "price" and billing in ("hourly", "internal"):
        message = f"a price is not used if billing is `{billing}`"
        hint = "write `rate 100/h`" if billing == "hourly" else None
    elif word == "price" and billing == "fixed" and line.rate:
        message, hint = "a fixed project's price is for the whole", f"write `price {line.rate.amount}`"
    elif word == "price" and project.is_retainer and not line.rate:
        message, hint = "a retainer's price is per month", f"write `price {line.amount}/month`"
    elif word == "rate" and billing != "hourly":
        message = f"an hourly rate is not used if billing is `{billing}`"
        hint = None if project.is_internal else "write `price …`"
    if message:
        yield at(BILLING_LINE, line.span, message, hint)
    if word == "scope" and billing == "hourly" and line.amount and line.minutes and is_on_top(project, line):
        message = "these hours are paid by the hour, and the money comes on top"
        yield at(SCOPE_ON_TOP, line.span, message, "leave the money out, unless it is extra")
