"""Booked work has one date and one sum, whatever the ledger: review, page, status, forecast, findings and figures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from html import unescape
from random import Random

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.every import findings
from opsledger.findings.finding import Measured
from opsledger.forecast.booked_weeks import booked_on
from opsledger.forecast.recalled import kept_forecast
from opsledger.forecast.result import Forecast
from opsledger.measuring.every import measure
from opsledger.rendering.templates import PAGE_TEMPLATE, render
from opsledger.reporting.forecast import forecast_text
from opsledger.reporting.status import status_lines
from opsledger.reviewing.build import build_review
from opsledger.reviewing.overview import overview_of
from opsledger.values.days import Week
from opsledger.values.written import write_date, write_day, write_number
from tests.fuzzing import EFFORT
from tests.ledger_text import DAY, ledger_of

SEEDS = range(16 * EFFORT)
DATE = r"((?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\d{1,2} [A-Z]\w{2}(?: \d{4})?|today)"
UNTIL = re.compile(rf"(?:[Bb]ooked until(?: \|)? |work keeps you busy until ){DATE}")
NOT_FILLED = re.compile(r"work does not fill the coming week|[Nn]o work is booked")
CARD = re.compile(r'<div popover id="figure-\d+" class="card-of".*?\n</div>\n', re.DOTALL)
AS_SOLD = re.compile(
    r"Sold, not yet worked: (?:([\d,]+) h|[\d,]+ jobs? without an estimate)\."
    r"(?: (?:(?:Some projects run well over|With your usual overrun|By a built-in guess of what jobs run over): expect"
    r"|Expect) "
    r"about ([\d,]+) h for projects(?: and won leads)?, "
    r"(?:([\d,]+) h this week, )?([\d,]+) h in the next \d+ weeks?(?:, ([\d,]+) h later)?\.)?"
    r"(?: [A-Z][a-z ,-]+ (?:add|take) about ([\d,]+) h (?:in those|of the next))?"
)


def days_ago(days: int) -> date:
    return DAY - timedelta(days=days)


def ledger_text(seed: int) -> str:
    """A business of any age and size: projects in every state, retainers, won and open leads, weeks off."""
    r = Random(seed)
    lines = ["opsledger.yaml", f"    client_hours: {r.choice((8, 16, 24, 32))}", "    hours: 40"]
    if r.random() < 0.4:
        lines.append(f"    time_off: [{DAY + timedelta(days=r.randint(-9, 40))}/{DAY + timedelta(days=60)}]")
    jobs = []
    for number in range(r.randint(0, 7)):
        age, name = r.randint(1, 200), f"job{number}"
        jobs.append(name)
        lines += [f"projects/{name}.md"]
        if r.random() < 0.2:
            lines += ["    billing: retainer", "    price: 900/month", f"    estimate: {r.randint(4, 40)}h/month"]
        elif r.random() < 0.9:
            lines.append(f"    estimate: {r.choice((4, 12, 40, 90, 400))}h")
        words = r.choice(("booked", "started", "booked started", "started paused", "started delivered"))
        for place, word in enumerate(words.split()):
            lines.append(f"    - {days_ago(max(age - 7 * place, 0))} {word}")
    for number in range(r.randint(0, 5)):
        stage, hours = r.choice(("inquiry", "proposal", "verbal", "won", "won")), r.choice((None, 10, 60))
        age = r.randint(2, 90)
        lines += [f"leads/lead{number}.md", *([f"    hours: {hours}h"] if hours else [])]
        lines += [f"    - {days_ago(age)} in x", f"    - {days_ago(age // 2)} {stage}"]
    for back in range(r.choice((0, 3, 9, 30))):
        if r.random() < 0.9:
            week = days_ago(7 * back + 7).isocalendar()
            target = r.choice([*jobs, "client", "admin"])
            lines += [f"weeks/{week.year}-W{week.week:02}.md", "    ## Actual"]
            lines += [f"    - {day} {r.randint(1, 9)}h {target}" for day in ("Mon", "Wed", "Fri")]
    return "\n".join(lines) + "\n"


def as_read(page: str) -> str:
    """The words of a page, with plain spaces; without the cards that say what a figure means in any ledger."""
    told = CARD.sub(" ", page)
    assert "The day itself where booked work" not in told
    inline = re.sub(r"</?(?:a|b|button|span|code)\b[^>]*>", "", told)  # these part no words
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", inline)))


def forms_of(dry: date | None) -> set[str]:
    """How the day may be written: as a day, as a date without its year, without its weekday; today as such."""
    if dry is None or dry == DAY:
        return {"today"} if dry else set()
    return {write_day(dry), write_date(dry, DAY), write_date(dry, DAY).partition(" ")[2]}


def sentences(seen: Measured) -> dict[str, str]:
    """Each place that speaks of booked work, as it is read."""
    ledger, coming = seen.standing.whole, seen.forecast
    assert coming
    review = build_review(ledger, DAY, track_record="", forecast=coming)
    return {
        "review": render(review, ledger.root),
        "page": as_read(render(review, ledger.root, PAGE_TEMPLATE)),
        "status": " ".join(line.text for line in status_lines(overview_of(seen), coming)),
        "forecast": forecast_text(coming),
        "findings": " ".join(finding.sentence for finding in findings(seen)),
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_place_tells_one_date_and_one_sum(seed: int) -> None:
    ledger = ledger_of(ledger_text(seed))
    standing, coming = Standing(ledger, DAY), kept_forecast(ledger, DAY)
    figures = measure(standing)
    dry, backlog = figures["balance.dry_on"].value, figures["balance.backlog_hours"].value
    assert isinstance(backlog, dict)
    assert isinstance(dry, date | None)
    _is_of_the_weeks(dry, coming, figures["balance.pace"].value, float(ledger.settings.famine))
    if dry and dry > coming.weeks[-1].week.sunday:
        ahead = zip(*(getattr(booked_on(standing), name) for name in ("hours", "capacities")), strict=True)
        lean = float(ledger.settings.famine)
        last = max(n for n, (hours, there_are) in enumerate(ahead, 1) if there_are and hours >= lean * there_are)
        assert dry == Week.of(DAY).plus(last).sunday
    texts = sentences(Measured(standing, figures, coming))
    dates = {found for text in texts.values() for found in UNTIL.findall(text)}
    assert dates <= forms_of(dry)
    if NOT_FILLED.search(" ".join(texts.values())):
        assert dry == DAY
    _add_up({found for text in texts.values() for found in AS_SOLD.findall(text)}, backlog["hours"], coming)
    for place in ("review", "page") if "| low |" in texts["review"] else ():
        assert AS_SOLD.search(texts[place])
        assert dry is None or set(UNTIL.findall(texts[place])) & forms_of(dry)


def _add_up(sums: set[tuple[str, ...]], sold: Fraction, coming: Forecast) -> None:
    """One sum as sold; what the jobs need is what they take within the weeks and after; the weeks hold all booked."""
    assert len(sums) <= 1
    for told, needed, *rest in sums:
        now, within, after, retained = (int(hours.replace(",", "") or 0) for hours in rest)
        assert (told or "0") == write_number(sold, 0)
        assert int(needed.replace(",", "") or 0) == now + within + after
        ahead = round(sum(week.committed for week in coming.weeks))
        assert within + retained == ahead if retained else abs(ahead - within) <= 1


def _is_of_the_weeks(dry: date | None, coming: Forecast, pace: object, lean: float) -> None:
    """The day is that of the table of weeks: of the last that is filled, unless it is later."""
    there_are = [week for week in coming.weeks if week.capacity]
    filled = [week for week in there_are if week.committed >= lean * week.capacity]
    if dry is None:
        assert not pace or filled[-1] == there_are[-1]
    elif dry <= coming.weeks[-1].week.sunday:
        assert dry == (filled[-1].week.sunday if filled else DAY)
