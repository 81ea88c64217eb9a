"""What a new ledger begins with in each profession: tasks, services, stages of a sale, how long work stays fresh."""

from __future__ import annotations

from typing import NamedTuple


class Profession(NamedTuple):
    """Settings that suit a profession, as `opsledger.yaml` writes them.

    hours, client_hours: a week. budget: the smallest job worth taking, in a currency of the euro's size. weeks: the
    shortest time a job should have. mornings: whether client work comes first in the day.
    """

    name: str
    tasks: str
    services: str
    hours: int = 36
    client_hours: int = 24
    budget: int = 3000
    weeks: int = 2
    stages: str | None = None
    fresh: str | None = None
    mornings: bool = True


PROFESSIONS = (
    Profession(
        "designer",
        "[research, concept, design, feedback, handover, meetings]",
        "[branding, website, illustration]",
        budget=4000,
        weeks=3,
        fresh="{case-study: 120, portfolio: 120}",
    ),
    Profession(
        "developer",
        "[planning, build, review, testing, support, meetings]",
        "[website, web-app, maintenance]",
        client_hours=26,
        budget=5000,
        weeks=3,
        fresh="{case-study: 180, portfolio: 270}",
    ),
    Profession(
        "consultant",
        "[interviews, analysis, workshop, report, travel, meetings]",
        "[workshop, strategy, interim]",
        client_hours=22,
        budget=6000,
        weeks=4,
        stages="{inquiry: 10%, conversation: 25%, proposal: 45%, verbal: 85%}",
    ),
    Profession(
        "writer",
        "[research, writing, editing, interviews, meetings]",
        "[article, website-copy, ghostwriting]",
        hours=32,
        client_hours=20,
        budget=800,
        weeks=1,
        stages="{pitch: 10%, inquiry: 25%, brief: 50%, verbal: 85%}",
        fresh="{case-study: 180, portfolio: 90}",
    ),
    Profession(
        "coach",
        "[session, preparation, notes, group]",
        "[coaching, group-programme, workshop]",
        hours=30,
        client_hours=16,
        budget=600,
        weeks=1,
        stages="{inquiry: 15%, first-talk: 45%, verbal: 85%}",
        fresh="{testimonial: 60, case-study: 180}",
        mornings=False,
    ),
    Profession(
        "photographer",
        "[shooting, selection, retouching, travel, meetings]",
        "[portrait, event, product]",
        client_hours=22,
        budget=900,
        weeks=1,
        stages="{inquiry: 15%, date-held: 50%, verbal: 85%}",
        fresh="{portfolio: 60, testimonial: 90}",
    ),
    Profession(
        "translator",
        "[translation, revision, terminology, project-talk]",
        "[translation, editing, localisation]",
        client_hours=26,
        budget=200,
        weeks=1,
        stages="{inquiry: 25%, quote: 50%, verbal: 90%}",
        fresh="{testimonial: 120, page: 365}",
    ),
    Profession("other", "[research, work, meetings]", "[advice, delivery]", budget=1000, weeks=1),
)
# About how many units of a currency are a euro; of others no amount is guessed.
_A_EURO = {
    **dict.fromkeys(("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"), 1),
    **dict.fromkeys(("BGN", "PLN", "ILS", "RON", "BRL"), 4),
    **dict.fromkeys(("DKK", "CNY", "HKD", "SEK", "NOK"), 10),
    **dict.fromkeys(("MXN", "ZAR", "CZK", "TWD"), 25),
    "INR": 90,
    **dict.fromkeys(("ISK", "JPY"), 150),
    "HUF": 400,
    "KRW": 1500,
}


def smallest_job(profession: Profession, currency: str) -> int | None:
    """The smallest job that is worth taking, to two digits; None in a currency of unknown size."""
    if currency not in _A_EURO:
        return None
    amount = profession.budget * _A_EURO[currency]
    return round(amount, -max(len(str(amount)) - 2, 0))


BY_NAME = {profession.name: profession for profession in PROFESSIONS}
