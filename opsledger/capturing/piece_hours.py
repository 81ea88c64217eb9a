"""The hours of a job that is counted in pieces, by how many an hour takes; and what an answer says of a known job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from opsledger.capturing.facts import Facts
from opsledger.capturing.said_pieces import SaidPieces
from opsledger.figures.piece_pace import pace_by_estimates
from opsledger.models.projects import Project
from opsledger.values.characters import same_name
from opsledger.values.duration import Minutes
from opsledger.values.money import read_money
from opsledger.values.pieces import Pieces, is_exact, minutes_for, read_pieces

_SEPARATORS = ",:;"


class NamedJob(NamedTuple):
    """A job of the ledger that a line begins with, and what the line says behind its name."""

    project: Project
    rest: str


def job_at_front(text: str, projects: Sequence[Project]) -> NamedJob | None:
    """The job whose name, with commas or without, a line begins with; the longest, if it is only one."""
    found = []
    for project in projects:
        client = project.client.id if project.client else ""
        for name in (f"{project.title} for {client}", f"{client}, {project.title}", project.title):
            rest = text[len(name) :].strip()
            if same_name(text[: len(name)]) == same_name(name) and (not rest or rest[0] in _SEPARATORS):
                found.append((len(name), NamedJob(project, rest.lstrip(_SEPARATORS + " "))))
                break
    longest = [job for length, job in found if length == max(each for each, _ in found)]
    return longest[0] if len(longest) == 1 else None


def job_called(name: str, projects: Sequence[Project], client: str = "") -> Project | None:
    """The one job of just this name, or this id. client: whose job it is, if that is said."""
    named = [each for each in projects if name.casefold() in (each.title.casefold(), each.id.casefold())]
    if client:
        named = [each for each in named if each.client and each.client.id.casefold() == client.casefold()]
    return named[0] if len(named) == 1 else None


def with_piece_hours(facts: Facts, jobs: Sequence[Project], project: Project | None = None) -> Facts:
    """The facts with the hours that their pieces take, if no hours are said and it is known how many an hour takes.

    jobs: of which the estimates say that, unless the facts do. project: the job that they are said of.
    """
    said, sold = facts.hours, _sold(facts, project)
    if said.left is not None or said.whole is not None or said.unsaid is not None:
        return facts
    quantity = facts.pieces.quantity if facts.pieces.quantity is not None else sold.quantity if sold else None
    unit = facts.pieces.unit or (sold.unit if sold else "")
    pace = facts.pieces.pace or _own_pace(project) or pace_by_estimates(jobs, unit)
    is_told = facts.pieces.quantity is not None or facts.pieces.pace is not None
    if not quantity or not pace or not (is_told or project is None):
        return facts
    minutes = minutes_for(quantity, pace)
    if facts.pieces.is_left:
        return replace(facts, hours=said._replace(left=minutes))
    if project is not None:
        hours = said._replace(whole=None if project.estimate else minutes, left=minutes if project.estimate else None)
        return replace(facts, hours=hours)
    return replace(facts, hours=said._replace(whole=minutes, left=minutes if said.done is None else None))


def minutes_of(said: SaidPieces, value: str | None, jobs: Sequence[Project]) -> Minutes | None:
    """The hours of pieces that are asked for, or that a value names; None if nobody knows how many an hour takes."""
    if value and is_exact(value):
        priced = read_pieces(value)
        said = SaidPieces(priced.quantity, priced.unit)
    pace = pace_by_estimates(jobs, said.unit) if said.quantity else None
    return minutes_for(said.quantity, pace) if said.quantity and pace else None


def _sold(facts: Facts, project: Project | None) -> Pieces | None:
    """The pieces that a job is sold by."""
    if facts.amount and is_exact(facts.amount):
        return read_pieces(facts.amount)
    return project.price if project and isinstance(project.price, Pieces) else None


def _own_pace(project: Project | None) -> Decimal | None:
    return pace_by_estimates([project], project.price.unit) if project and isinstance(project.price, Pieces) else None


def price_replaced(project: Project, facts: Facts) -> tuple[str, str] | None:
    """A known price, and the other one that an answer gives for it; None if it changes none."""
    new = facts.rate or facts.monthly or facts.amount
    known = project.price if project.price is not None else project.rate
    if not new or known is None:
        return None
    if isinstance(known, Decimal) and facts.amount and not facts.monthly:
        if (read_pieces if is_exact(facts.amount) else read_money)(facts.amount) == known:
            return None
    elif str(known) == new:
        return None
    return (known.written if isinstance(known, Pieces) else str(known)), new


def without_price(facts: Facts) -> Facts:
    """The facts without what they say of money."""
    return replace(facts, rate=None, monthly=None, amount=None)
