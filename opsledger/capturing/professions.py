"""What a new ledger begins with in each profession: tasks, services, stages of a sale, how long work stays fresh."""

from __future__ import annotations

from typing import NamedTuple


class Profession(NamedTuple):
    """Settings that suit a profession, as `opsledger.yaml` writes them.

    hours, client_hours: a week. mornings: whether client work comes first in the day.
    """

    name: str
    tasks: str
    services: str
    hours: int = 36
    client_hours: int = 24
    stages: str | None = None
    fresh: str | None = None
    mornings: bool = True


PROFESSIONS = (
    Profession(
        "designer",
        "[research, concept, design, feedback, handover, meetings]",
        "[branding, website, illustration]",
        fresh="{case-study: 120, portfolio: 120}",
    ),
    Profession(
        "developer",
        "[planning, build, review, testing, support, meetings]",
        "[website, web-app, maintenance]",
        client_hours=26,
        fresh="{case-study: 180, portfolio: 270}",
    ),
    Profession(
        "consultant",
        "[interviews, analysis, workshop, report, travel, meetings]",
        "[workshop, strategy, interim]",
        client_hours=22,
        stages="{inquiry: 10%, conversation: 25%, proposal: 45%, verbal: 85%}",
    ),
    Profession(
        "writer",
        "[research, writing, editing, interviews, meetings]",
        "[article, website-copy, ghostwriting]",
        hours=32,
        client_hours=20,
        stages="{pitch: 10%, inquiry: 25%, brief: 50%, verbal: 85%}",
        fresh="{case-study: 180, portfolio: 90}",
    ),
    Profession(
        "coach",
        "[session, preparation, notes, group]",
        "[coaching, group-programme, workshop]",
        hours=30,
        client_hours=16,
        stages="{inquiry: 15%, first-talk: 45%, verbal: 85%}",
        fresh="{testimonial: 60, case-study: 180}",
        mornings=False,
    ),
    Profession(
        "photographer",
        "[shooting, selection, retouching, travel, meetings]",
        "[portrait, event, product]",
        client_hours=22,
        stages="{inquiry: 15%, date-held: 50%, verbal: 85%}",
        fresh="{portfolio: 60, testimonial: 90}",
    ),
    Profession(
        "translator",
        "[translation, revision, terminology, project-talk]",
        "[translation, editing, localisation]",
        client_hours=26,
        stages="{inquiry: 25%, quote: 50%, verbal: 90%}",
        fresh="{testimonial: 120, page: 365}",
    ),
    Profession("other", "[research, work, meetings]", "[advice, delivery]"),
)

BY_NAME = {profession.name: profession for profession in PROFESSIONS}
