"""What would move the stretch that the headline names first, in words."""

from __future__ import annotations

from fractions import Fraction

from opsledger.findings.ahead import told_stretches
from opsledger.findings.finding import Measured
from opsledger.forecast.levers import levers_of
from opsledger.forecast.levers_tried import Lever
from opsledger.models.record import LoggedRecord
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.stand import LeverRow
from opsledger.reviewing.parts.values import Link
from opsledger.values.characters import same_id


def lever_rows(measured: Measured) -> tuple[LeverRow, ...]:
    """The two or three levers that move it most, each with the hours it would take off what is missing, or too much.

    A lever may move weeks beyond the stretch, too; of those no more is told than the stretch has.
    """
    told, forecast = told_stretches(measured), measured.trusted_forecast
    if not forecast or not told:
        return ()
    stretch = told[0].stretch
    return tuple(
        LeverRow(
            lever.kind, lever.on, *_words(measured, lever), Fraction(round(min(hours, stretch.hours))), lever.what_if
        )
        for lever, hours in levers_of(measured.standing, forecast, stretch)
    )


def _words(measured: Measured, lever: Lever) -> tuple[str, Link | None, str]:
    """What to do, with the record's link in its middle."""
    on = "" if lever.on is None else measured.date_of(lever.on)
    was = "" if lever.was is None else measured.date_of(lever.was)
    record = _record(measured, lever.record)
    link = link_to(record) if record else None
    if lever.kind == "win":
        return "Win ", link, f" by {on}"
    if lever.kind == "begin":
        return "Begin ", link, f" on {on}" + (f", not {was}" if was else "")
    if lever.kind == "due":
        return "Promise ", link, f" for {on}" + (f", not {was}" if was else "")
    if lever.kind == "decline":
        return "Turn down ", link, ""
    if lever.kind == "hand":
        member = _record(measured, lever.member)
        return f"Hand {lever.record} to ", link_to(member) if member else None, ""
    if lever.kind == "off":
        return f"Move the time off from {was} to the week of {on}", None, ""
    if lever.kind == "work":
        return f"Take the time off from {on} to {was} at another time", None, ""
    hours = lever.what_if.partition("=")[2].partition("h@")[0]
    return f"Ask past clients for a small job of about {hours} h from {on}", None, ""


def _record(measured: Measured, record_id: str) -> LoggedRecord | None:
    ledger = measured.standing.ledger
    wanted = same_id(record_id)
    member = next((each for each in ledger.team if same_id(each.id) == wanted), None)
    return ledger.lead_by_id.get(wanted) or ledger.project_by_id.get(wanted) or member
