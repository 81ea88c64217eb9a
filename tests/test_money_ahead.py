"""Money ahead: what is certain, likely and hoped for. The day is Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from opsledger.figures.billing_plan import planned_bills, to_invoice
from opsledger.figures.debts import open_bills
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.findings.money import below_floor, floor_is_met, reserve_ends
from opsledger.findings.promises import broken_promises
from opsledger.findings.young import said_young
from opsledger.forecast.lasting import ends_in_young
from opsledger.forecast.money_ahead import money_ahead, months_ahead
from opsledger.forecast.money_result import AheadMonth, MoneyAhead
from opsledger.forecast.paying import Payers, certain_by
from opsledger.measuring.every import measure
from opsledger.reviewing.parts.money import MONEY_COLUMNS
from tests.cli_support import DAY as WRITTEN_DAY
from tests.cli_support import SAMPLE, run, run_json
from tests.ledger_text import DAY, ledger_of
from tests.test_findings import forecast_with

EVEN = """
projects/p.md
    price: 9000
    - 2026-01-05 started
    - 2026-02-02 invoiced 100
    - 2026-03-06 paid 100
    - 2026-04-02 invoiced 100
    - 2026-05-04 paid 100
    - 2026-06-02 invoiced 100
    - 2026-07-04 paid 100
    - 2026-08-03 delivered
"""


def project_of(*log: str, front: str = "price: 9000") -> tuple[Standing, object]:
    text = "\n".join(["projects/p.md", f"    {front}", *(f"    - {line}" for line in log), ""])
    standing = Standing(ledger_of(text), DAY)
    return standing, standing.ledger.projects[0]


def test_six_months_begin_with_the_days_own_unless_it_ends_with_the_day() -> None:
    assert months_ahead(DAY) == ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]
    assert months_ahead(date(2026, 11, 30))[0] == "2026-12"


@pytest.mark.parametrize(
    ("invoices", "left"),
    [
        ([], ["2026-11-01", "2026-12-01"]),
        (["2026-10-20 invoiced 3000"], ["2026-11-01"]),  # of that size, though before its day
        (["2026-10-20 invoiced 500"], ["2026-11-01", "2026-12-01"]),  # of another, and before either day
        (["2026-11-03 invoiced 500"], ["2026-12-01"]),  # the next one on or after its day
        (["2026-11-03 invoiced 3000", "2026-11-04 invoiced 3600"], []),
    ],
)
def test_a_planned_bill_is_kept_by_its_size_or_its_day(invoices: list[str], left: list[str]) -> None:
    _, project = project_of(
        "2026-10-01 booked", "2026-10-01 bill 3600 2026-11-01", "2026-10-01 bill 3000 2026-12-01", *invoices
    )
    assert [str(bill.on) for bill in planned_bills(project)] == left  # type: ignore[arg-type]


def test_what_is_to_be_invoiced_is_the_price_and_expenses_less_what_was() -> None:
    standing, project = project_of(
        "2026-10-01 booked", "2026-10-02 scope +2h +500", "2026-10-03 expense 80", "2026-10-04 invoiced 4000"
    )
    assert to_invoice(standing, project) == 5580  # type: ignore[arg-type]


def test_an_open_invoice_is_certain_once_in_the_month_by_which_it_surely_came() -> None:
    ledger = ledger_of(EVEN + "    - 2026-11-10 invoiced 5000\n")
    told = money_ahead(ledger, DAY, 50)
    (bill,) = open_bills(Standing(ledger, DAY))
    by = certain_by(Payers(Standing(ledger, DAY)), bill.client, bill.due)
    assert by is not None
    assert by > date(2026, 12, 10)  # it is due then, and they pay a day or two late
    assert [month.certain for month in told.months if month.certain] == [5000]
    assert next(month.month for month in told.months if month.certain) == f"{by:%Y-%m}"


def test_an_invoice_late_beyond_all_habit_is_certain_no_more() -> None:
    told = money_ahead(ledger_of(EVEN + "    - 2026-08-10 invoiced 5000\n"), DAY, 50)
    assert (told.beyond, sum(month.certain for month in told.months)) == (5000, 0)


def test_what_was_received_this_month_counts_in_it() -> None:
    told = money_ahead(ledger_of(EVEN + "    - 2026-11-03 invoiced 700\n    - 2026-11-04 paid 700\n"), DAY, 50)
    assert (told.months[0].received, told.months[0].p10) == (700, 700)


def test_a_plan_of_bills_is_likely_where_it_says_and_comes_after_the_terms() -> None:
    text = """
    opsledger.yaml
        terms: 10
    projects/p.md
        price: 6000
        estimate: 40h
        - 2026-11-02 started
        - 2026-11-02 bill 6000 2027-01-04
    """
    likely = {month.month: month.likely for month in money_ahead(ledger_of(text), DAY, 100).months}
    assert likely["2026-12"] == 0
    assert likely["2027-01"] > 4000
    assert 5500 < sum(likely.values()) <= 6000.01


def test_a_retainer_bills_its_month_and_a_lead_is_only_hoped_for() -> None:
    text = """
    opsledger.yaml
        terms: 0
    projects/care.md
        billing: retainer
        price: 1000/month
        estimate: 10h/month
        - 2026-08-01 started
    leads/quay.md
        value: 5000
        hours: 20h
        - 2026-11-02 verbal
    """
    told = money_ahead(ledger_of(text), DAY, 100)
    assert sum(month.certain for month in told.months) == 0
    assert 3000 < sum(month.likely for month in told.months) < 6001
    assert sum(month.hoped for month in told.months) > 500


CARE = """
projects/care.md
    client: quay
    billing: retainer
    price: 1000/month
    estimate: 10h/month
    - 2026-03-01 started
"""


def test_a_retainer_that_is_paid_without_invoices_is_paid_on_its_usual_day_again() -> None:
    paid = "".join(f"    - 2026-{month:02d}-01 paid 1000\n" for month in range(4, 12))
    told = money_ahead(ledger_of(CARE + paid), DAY, 100)
    assert [month.p10 for month in told.months] == [1000.0] * 6
    assert [month.p90 for month in told.months] == [1000.0] * 6


def test_invoices_that_say_their_day_say_when_the_next_are_due() -> None:
    sent = "".join(
        f"    - 2026-{month:02d}-01 invoiced 1000 due 2026-{month:02d}-14\n    - 2026-{month:02d}-14 paid 1000\n"
        for month in range(4, 12)
    )
    told = money_ahead(ledger_of(CARE + sent), DAY, 200)
    assert all(month.p50 == 1000.0 for month in told.months)
    assert all(month.likely > 950 for month in told.months[1:])


def test_the_same_ledger_gives_the_same_numbers_and_nothing_later_is_seen() -> None:
    later = "    - 2026-11-21 invoiced 4000\n    - 2026-11-22 paid 4000\n"
    assert money_ahead(ledger_of(EVEN), DAY, 20) == money_ahead(ledger_of(EVEN + later), DAY, 20)


def month(name: str, p50: float, floor: float) -> AheadMonth:
    return AheadMonth(name, 0.0, 0.0, p50, 0.0, p50 / 2, p50, 2 * p50, floor, None, None, 0.0, 0.0, p50)


def seen(monkeypatch: pytest.MonkeyPatch, told: MoneyAhead, known: int = 50) -> Measured:
    monkeypatch.setattr(Measured, "money_ahead", property(lambda _: told))
    standing = Standing(ledger_of("opsledger.yaml\n    targets: {floor: 3000/month}\n"), DAY)
    return Measured(standing, measure(standing), forecast_with(known=known))


def test_the_first_month_that_is_likely_below_the_floor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = MoneyAhead(DAY, (month("2026-12", 3500, 0.4), month("2027-01", 1200, 0.8)), 0.0, None, None)
    measured = seen(monkeypatch, told)
    (finding,) = below_floor(measured)
    assert finding.because == "Jan is likely to bring about 1,200 EUR, below your floor of 3,000 EUR (80 % likely)"
    assert finding.action == "Plan how to bridge about 1,800 EUR in Jan"
    assert finding.money == 1800
    assert not floor_is_met(measured)
    assert not list(below_floor(seen(monkeypatch, told, known=5)))  # it rests on priors


@pytest.mark.parametrize(
    ("balance", "medians", "is_carried"),
    [
        (7500, (0, 7000, 5000), True),  # a month of 4,000 without income, and most of one to spare
        (7500, (0, 1000, 5000), False),
        (5000, (0, 7000, 5000), False),
        (9000, (2500, 2500, 2500), True),  # lasts beyond the three months
    ],
)
def test_a_reserve_that_carries_thin_months_is_said_to_cover_them(
    monkeypatch: pytest.MonkeyPatch, balance: int, medians: tuple[int, ...], is_carried: bool
) -> None:
    months = tuple(
        month(name, median, 0.9) for name, median in zip(("2026-12", "2027-01", "2027-02"), medians, strict=True)
    )
    monkeypatch.setattr(Measured, "money_ahead", property(lambda _: MoneyAhead(DAY, months, 0.0, None, None)))
    text = "opsledger.yaml\n    targets: {floor: 3000/month}\n    living: 4000/month\n"
    standing = Standing(ledger_of(f"{text}money.md\n    ## Log\n    - 2026-11-18 balance {balance}\n"), DAY)
    (finding,) = below_floor(Measured(standing, measure(standing), forecast_with(known=50)))
    assert finding.action.startswith("Take what Dec lacks" if is_carried else "Plan how to bridge about ")
    assert (finding.urgency == 1) is is_carried
    assert finding.because.endswith(f"Your reserve of {balance:,} EUR covers it") is is_carried


def test_a_floor_that_is_likely_met_is_not_alarmed_about(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = seen(monkeypatch, MoneyAhead(DAY, (month("2026-12", 3500, 0.4),), 0.0, None, None))
    assert floor_is_met(measured)
    assert not list(below_floor(measured))


def test_a_reserve_that_would_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = MoneyAhead(DAY, (month("2026-12", 900, 0.9),), 0.0, 4000.0, "2027-01")
    (finding,) = reserve_ends(seen(monkeypatch, told))
    assert finding.because == "the reserve of 4,000 EUR would end in Jan 2027 if only the likely money comes in"


def test_the_reserve_ends_when_living_takes_more_than_comes() -> None:
    text = EVEN + "opsledger.yaml\n    living: 2000/month\nmoney.md\n    ## Log\n    - 2026-11-01 balance 5000\n"
    told = money_ahead(ledger_of(text), DAY, 20)
    assert told.reserve == 5000
    assert told.ends == "2027-01"  # 5,000 less 3 x 2,000, as hardly anything comes


def test_the_command_shows_months_reserve_and_who_is_late(tmp_path: Path) -> None:
    shown = run(SAMPLE, "money", "--on", WRITTEN_DAY).stdout
    heads = shown.splitlines()[3].split("  ")
    assert [head.strip() for head in heads if head.strip()] == [*MONEY_COLUMNS, "below floor"]
    data = run_json(SAMPLE, "money", "--on", WRITTEN_DAY)
    assert [month["month"] for month in data["months"]] == months_ahead(DAY)
    assert data["reserve"]["amount"] == 11850
    assert run_json(SAMPLE, "status", "--on", WRITTEN_DAY)["money"] == data


A_JOB = """
opsledger.yaml
    targets: {floor: 3000/month, rate: 50/h}
projects/site.md
    client: quay
    price: 6000
    estimate: 60h
    due: 2027-02-26
    - 2026-09-01 started
weeks/2026-W45.md
    ## Actual
    - Mon 8h site
    - Tue 8h site
    - Wed 8h site
    - Thu 8h site
"""


@pytest.mark.parametrize(
    ("was", "is_now", "is_asked"),
    [
        ("", "", True),
        ("started", "started\n    - 2026-09-02 invoiced 2000 deposit\n    - 2026-09-09 paid 2000", False),
        ("started", "started\n    - 2026-09-02 bill 2000 2027-01-08", False),
        ("started", "started\n    - 2026-11-10 complaint late again", False),
        ("started", "started\n    - 2026-10-10 due 2026-12-18\n    - 2026-11-10 due 2027-02-26", False),
        ("due: 2027-02-26", "due: 2026-12-02", False),
        ("estimate: 60h", "estimate: 30h", False),
        ("price: 6000", "price: 1500", False),
    ],
)
def test_a_part_is_asked_for_only_where_none_was_agreed_and_all_is_well(
    monkeypatch: pytest.MonkeyPatch, was: str, is_now: str, is_asked: bool
) -> None:
    told = MoneyAhead(DAY, (month("2026-12", 1000, 0.9),), 0.0, None, None)
    monkeypatch.setattr(Measured, "money_ahead", property(lambda _: told))
    standing = Standing(ledger_of(A_JOB.replace(was, is_now, 1) if was else A_JOB), DAY)
    (finding,) = below_floor(Measured(standing, measure(standing), forecast_with(known=50)))
    assert finding.action.startswith("Ask Quay to pay a first part" if is_asked else "Plan how to bridge")
    assert finding.money == 2000  # what is missing; no more than was worked


YOUNG = """
opsledger.yaml
    kept_since: 2026-11-20
    client_hours: 20
clients/quay.md
    - 2026-01-05 note x
""" + "\n".join(
    f"""
projects/{name}.md
    client: quay
    billing: fixed
    price: {price}
    {more}
    - {since} booked
    {end}
"""
    for name, price, more, since, end in (
        ("first", 1054, "estimate: 18h", "2026-11-02", ""),
        ("second", 1176, "estimate: 28h", "2026-11-03", ""),
        ("third", 390, "estimate: 10h", "2026-11-02", "- 2026-11-19 delivered"),
    )
)


def test_in_a_ledger_just_begun_what_is_booked_adds_up_to_what_is_sold() -> None:
    standing = Standing(ledger_of(YOUNG), DAY)
    assert standing.settings.kept_since == DAY
    told = money_ahead(standing.whole, DAY, 60)
    assert sum(month.booked for month in told.months) == pytest.approx(1054 + 1176 + 390)
    figure = measure(standing)["money.ahead.2026-12"]
    assert {span.source.path for span in figure.sources} == {
        f"projects/{name}.md" for name in ("first", "second", "third")
    }


def test_once_weeks_are_recorded_the_runs_say_when_jobs_are_done() -> None:
    assert ends_in_young(Standing(ledger_of(YOUNG), DAY)).keys() == {"first", "second"}
    later = Standing(ledger_of(YOUNG.replace("2026-11-20", "2026-09-01")), DAY)
    assert ends_in_young(later) == {}


def test_in_a_ledger_just_begun_a_job_needs_what_was_sold_by_a_day_no_later_than_its_promise() -> None:
    text = YOUNG.replace("estimate: 18h", "estimate: 18h\n    due: 2026-11-26")
    standing = Standing(ledger_of(text), DAY)
    measured = Measured(standing, measure(standing))
    told = next(iter(broken_promises(measured)))
    assert ("needs about 18 h" in told.because, told.by) == (True, date(2026, 11, 26))


def test_a_job_without_an_estimate_is_taken_to_be_done_as_promised() -> None:
    text = YOUNG.replace("estimate: 28h", "due: 2026-12-11")
    assert ends_in_young(Standing(ledger_of(text), DAY))["second"] == date(2026, 12, 11)


def test_a_last_promise_after_booked_work_is_done_is_told_as_that() -> None:
    standing = Standing(ledger_of(YOUNG.replace("estimate: 28h", "estimate: 28h\n    due: 2026-12-18")), DAY)
    *_, last = said_young(Measured(standing, measure(standing)))
    assert last == "The last of it is promised for Fri 18 Dec, and nothing is booked after that"
