"""Client projects being worked on, as several rules look at them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsledger.figures.standing import spans
from opsledger.findings.finding import Measured
from opsledger.models.projects import Project
from opsledger.source import Span
from opsledger.values.written import rounded, write_hours


def open_projects(measured: Measured) -> Iterator[tuple[Project, str]]:
    """The open client projects, each with the name of its figure."""
    for project in measured.standing.client_projects:
        if project.is_open:
            yield project, f"outflow.projects.{project.id}"


def where_promised(project: Project) -> tuple[Span, ...]:
    """Where the promise is written."""
    lines = project.lines("due")
    return (lines[-1].span,) if lines else (project.front["due"],) if "due" in project.front else (project.whole,)


def where_sold(project: Project) -> tuple[Span, ...]:
    """Where it says what was sold."""
    front = (project.front["estimate"],) if "estimate" in project.front else ()
    return (*front, *spans(project.lines("scope")))


def about(hours: Fraction) -> str:
    """Hours that are an estimate."""
    return f"about {write_hours(rounded(hours))}"
