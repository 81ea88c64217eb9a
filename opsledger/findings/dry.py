"""A finding about booked work that runs out, for ledgers too young to be forecast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from opsledger.findings.finding import Finding, Measured
from opsledger.values.written import write_number

FEW_LEADS = 4
A_HAIR = Fraction(1, 2)
_SOON_WEEKS = 4


def dry_spell(measured: Measured) -> Iterator[Finding]:
    """The booked work runs out before a lead begun today could become work; if no forecast knows better."""
    if measured.trusted_forecast:
        return
    dry = measured.figures["balance.dry_on"].value
    if not isinstance(dry, date):
        return
    cover, needed = measured.number("balance.cover"), measured.number("balance.lead_time_weeks")
    seen = measured.figures["balance.lead_time_weeks"].n
    if cover is None or needed is None or seen < FEW_LEADS:
        yield from _dry_soon(measured, dry)
        return
    if cover >= -A_HAIR:
        return
    name = "balance.cover"
    gap = -cover * (measured.number("balance.pace") or 0)
    yield Finding(
        rule="dry-spell",
        role="sales",
        urgency=3,
        because=f"{_booked(measured, dry)}, and a lead takes {write_number(needed)} weeks to become work",
        action="Get a yes or no on each open proposal",
        figure=name,
        sources=measured.sources(name),
        hours=gap,
        by=measured.within(7),
        measure=float(-cover),
    )


def _dry_soon(measured: Measured, dry: date) -> Iterator[Finding]:
    """Work runs out within weeks, in a ledger too young to say how long a lead takes to become work."""
    weeks = (dry - measured.day).days / 7
    if weeks <= _SOON_WEEKS and measured.standing.client_projects:
        yield Finding(
            rule="dry-spell",
            role="sales",
            urgency=3,
            because=f"{_booked(measured, dry)}, and new work usually takes longer than that to arrive",
            action="Answer every open lead, and ask two past clients for work",
            figure="balance.dry_on",
            sources=measured.sources("balance.dry_on"),
            by=measured.within(7),
            measure=_SOON_WEEKS - weeks,
        )


def _booked(measured: Measured, dry: date) -> str:
    if dry == measured.day:
        return "booked work does not fill the coming week"
    return f"booked work keeps you busy until {measured.date_of(dry)}"


DRY_RULES = (dry_spell,)
