"""Findings about a business that rests on one client: what is booked, the year's money, and the leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.clients import booked_by_client
from opsledger.figures.kept import is_settling_in
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.retainers import is_leaving
from opsledger.findings.stopping import in_short
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.values.characters import same_id
from opsledger.values.written import listed, write_month, write_share

_CONCENTRATED, _HEAVILY = Fraction(2, 5), Fraction(2, 3)
_FEWEST_PAYMENTS, _FEWEST_LEADS = 3, 5
_WEEKS = 52
_LOOSE = pattern(r"\b(?:month by month|month to month|month-to-month|monatlich kündbar)\b", re.IGNORECASE)
_NEARLY_A_YEAR = 300  # days
_FEWEST_OF_OLD = 6  # payments of before the ledger that tell whose money it was


class _Leaning(NamedTuple):
    """The client with most of what is booked, and their shares of it, of the year's money and of its leads."""

    client: str
    booked: Fraction
    money: Fraction
    leads: Fraction


def _leaning(measured: Measured) -> _Leaning | None:
    booked = booked_by_client(measured.standing)
    whole = sum(booked.values(), Fraction(0))
    if not whole:
        return None
    client = max(booked, key=lambda each: booked[each])
    return _Leaning(client, booked[client] / whole, _money(measured, client), _leads(measured, client))


def _money(measured: Measured, client: str) -> Fraction:
    """Their share of the money received in a year; 0 if others brought most of it, or too few payments say so."""
    figure = measured.figures["outflow.top_client"]
    if not isinstance(figure.value, Mapping) or len(figure.sources) < _FEWEST_PAYMENTS:
        return Fraction(0)
    if is_settling_in(measured.standing) and len(figure.sources) < _FEWEST_OF_OLD:
        return Fraction(0)
    is_top = figure.value["client"] is not None and same_id(str(figure.value["client"])) == same_id(client)
    return measured.part(figure.name, "share") or Fraction(0) if is_top else Fraction(0)


def _leads(measured: Measured, client: str) -> Fraction:
    """Their share of the year's leads; 0 of few."""
    year = measured.standing.last_weeks(_WEEKS)
    came = [lead for lead in measured.standing.ledger.leads if lead.log[0].day in year]
    by_client = Counter(same_id(lead.client.id) for lead in came if lead.client)
    return Fraction(by_client[same_id(client)], len(came)) if len(came) >= _FEWEST_LEADS else Fraction(0)


def one_big_client(measured: Measured) -> Iterator[Finding]:
    """One client brings a large part of what is booked, and of the money or leads: it would be missing if they left."""
    leaning = _leaning(measured)
    if leaning is None or is_leaving(measured, leaning.client):
        return
    if leaning.booked <= _CONCENTRATED or max(leaning.money, leaning.leads) <= _CONCENTRATED:
        return
    parts = [f"{write_share(leaning.booked)} of what is booked"]
    parts += [f"{write_share(leaning.money)} of {_which_money(measured)}"] if leaning.money > _CONCENTRATED else []
    parts += [f"{write_share(leaning.leads)} of its leads"] if leaning.leads > _CONCENTRATED else []
    name, standing = measured.client(leaning.client), measured.standing
    theirs = [each for each in standing.client_projects if each.client and same_id(each.client.id) == leaning.client]
    loose = _ends_any_month(measured, theirs)
    said = f", and may stop any month: “{in_short(loose.text)}” ({measured.short(loose.day)})" if loose else ""
    yield Finding(
        rule="one-big-client",
        role="ceo",
        urgency=2,
        because=f"they are {listed(parts)}{said}",
        action=f"Ask {name} for a term, or for months of notice"
        if loose
        else f"Decide what would replace {name} if they left",
        instead=f"Name two people to write to who are not with {name}",
        figure="outflow.top_client",
        sources=(loose.span,) if loose else tuple(each.whole for each in theirs if each.is_open),
        about=(leaning.client,),
        measure=float(leaning.booked),
        is_moved=False,
    )


def _ends_any_month(measured: Measured, theirs: Sequence[Project]) -> LogLine | None:
    """The last line of a client's open work that says that it goes on from month to month; None if none does."""
    records = (*(each for each in theirs if each.is_open), *measured.standing.ledger.clients)
    ids = {same_id(each.client.id) for each in theirs if each.client}
    mine = (each for each in records if isinstance(each, Project) or same_id(each.id) in ids)
    since = measured.day - timedelta(weeks=_WEEKS)
    said = [line for each in mine for line in each.log if line.day > since and _LOOSE.search(line.text)]
    return max(said, key=lambda line: line.day, default=None)


def _which_money(measured: Measured) -> str:
    """The money of a year, or of as long as payments are known."""
    paid = [line.day for project in measured.standing.client_projects for line in project.lines("paid")]
    first = max(min(paid, default=measured.day), measured.standing.last_weeks(_WEEKS).first)
    if (measured.day - first).days >= _NEARLY_A_YEAR:
        return "last year's money"
    return f"the money since {write_month(first).partition(' ')[0]}"


def dependence_sentence(measured: Measured) -> str:
    """What the headline says of it: only if most of what is booked is one client's, and there were others."""
    leaning = _leaning(measured)
    clients = {same_id(each.client.id) for each in measured.standing.client_projects if each.client}
    if leaning is None or leaning.booked < _HEAVILY or len(clients) < 2:
        return ""
    if max(leaning.money, leaning.leads) <= _CONCENTRATED:
        return ""
    return f"{write_share(leaning.booked)} of what is booked is for {measured.client(leaning.client)}"


DEPENDENCE_RULES = (one_big_client,)
