"""What a client's words say of an end or a pause counts from its days on. The day is Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from opsledger.figures.announced import announced
from opsledger.figures.notices import closures, contract_ends, notices
from opsledger.figures.standing import Standing
from opsledger.findings.dependence import one_big_client
from opsledger.findings.finding import Measured
from opsledger.findings.headline import headline
from opsledger.findings.stopping import end_in_words, stopping_sentence
from opsledger.forecast.coming import forecast
from opsledger.forecast.left import left_of
from opsledger.forecast.money_ahead import money_ahead
from opsledger.forecast.seen import fingerprints
from opsledger.measuring.every import measure
from tests.ledger_text import DAY, ledger_of

RUNS = 60
CARE = """
    opsledger.yaml
        terms: 0
    clients/linden.md
        name: Linden
        - 2026-02-01 note they came
    projects/care.md
        client: linden
        billing: retainer
        price: 2400/month
        estimate: 24h
        - 2026-02-01 started
        - 2026-10-31 invoiced 2400
        - 2026-11-02 paid 2400
        - 2026-11-12 mail SAID
"""
TEXTS = """
    opsledger.yaml
        terms: 14
    clients/linden.md
        name: Linden
        - 2026-02-01 note they came
    projects/texts.md
        client: linden
        billing: hourly
        rate: 100/h
        - 2026-09-01 started
        - 2026-11-02 invoiced 3000
        - 2026-11-12 mail SAID
""" + "".join(f"    weeks/2026-W{week}.md\n        ## Actual\n        - Mon 7h texts\n" for week in range(36, 47))
PAUSE = "we stop from 14 December to 17 January; accounting is closed too, invoices are paid again after it"


def seen(text: str, said: str) -> Measured:
    standing = Standing(ledger_of(text.replace("SAID", said)), DAY)
    return Measured(standing, measure(standing), forecast(standing.whole, DAY, runs=RUNS))


@pytest.mark.parametrize(
    ("said", "last", "resumes"),
    [
        ("notice: they stop at the end of December", date(2026, 12, 31), None),
        ("notice, their last month is January 2027", date(2027, 1, 31), None),
        ("they stop with the end of the year", date(2026, 12, 31), None),
        ("Kündigung zum Jahreswechsel", None, None),
        ("production stops from 14 December to 17 January", date(2026, 12, 13), date(2027, 1, 18)),
        ("they stop at the end of April", date(2027, 4, 30), None),
        ("they stop from 31 February to 3 March", None, None),
    ],
)
def test_the_days_of_a_notice_are_read_from_its_words(said: str, last: date | None, resumes: date | None) -> None:
    notice = notices(Standing(ledger_of(CARE.replace("SAID", said)), DAY))["care"]
    assert (notice.last, notice.resumes) == (last, resumes)


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("contract goes on until May 2027", date(2027, 5, 31)),
        ("contract runs until the end of August 2027", date(2027, 8, 31)),
        ("the agreement is good through March", date(2027, 3, 31)),
        ("Vertrag läuft bis Ende Februar 2028", date(2028, 2, 29)),
        ("contract ran until March 2026", None),
        ("they decide about the contract in May", None),
    ],
)
def test_the_end_of_a_contract_counts_and_is_not_a_notice(said: str, last: date | None) -> None:
    standing = Standing(ledger_of(CARE.replace("SAID", said)), DAY)
    assert {name: day for name, (_, day) in contract_ends(standing).items()} == ({"care": last} if last else {})
    assert not notices(standing)
    ended = [(line.word, line.day) for line in announced(standing, standing.client_projects[0])]
    assert ended == ([("ended", last)] if last else [])


@pytest.mark.parametrize("said", ["they drop by on 3 December", "the press stopped", "we talked about the end of May"])
def test_other_talk_is_not_a_notice(said: str) -> None:
    assert not notices(Standing(ledger_of(CARE.replace("SAID", said)), DAY))


def test_what_stops_brings_what_was_invoiced_while_few_weeks_are_recorded() -> None:
    """Hours told from memory stand in one week, and are not its pace."""
    young = TEXTS.partition("    weeks/")[0].replace(
        "        - 2026-11-02 invoiced 3000\n",
        "        - 2026-09-01 invoiced 3400\n        - 2026-10-01 invoiced 3600\n        - 2026-11-02 invoiced 3000\n",
    )
    young += "    weeks/2026-W46.md\n        ## Actual\n        - Thu 40h texts hours before the ledger\n"
    young += "    weeks/2026-W47.md\n        ## Actual\n        - Mon 7h texts\n"
    (finding,) = end_in_words(seen(young, PAUSE))
    assert (finding.money, finding.at_stake) == (3500, "in a month")
    (finding,) = end_in_words(seen(young.replace("2026-09-01", "2026-11-03"), PAUSE))
    assert finding.money == Fraction(7) * Fraction(52, 12) * 100  # by the hours as recorded: a single month is invoiced


def test_a_notice_of_long_ago_counts_until_its_day_and_one_that_was_worked_past_does_not() -> None:
    long_ago = CARE.replace("2026-11-12 mail", "2026-07-12 mail")
    assert notices(Standing(ledger_of(long_ago.replace("SAID", "they stop at the end of December")), DAY))
    assert not notices(Standing(ledger_of(long_ago.replace("SAID", "they stop at the end of August")), DAY))
    went_on = TEXTS.replace("2026-11-12 mail SAID", "2026-10-12 mail they stop at the end of October")
    assert not notices(Standing(ledger_of(went_on), DAY))


def test_a_retainers_hours_and_money_end_on_the_day_of_its_notice() -> None:
    measured = seen(CARE, "notice: they stop at the end of December")
    money = {month.month: month.likely for month in money_ahead(measured.standing.whole, DAY, RUNS).months}
    assert money["2026-12"] > 0
    assert money["2027-02"] == 0
    assert measured.forecast is not None
    weeks = {str(week.week): week.committed for week in measured.forecast.weeks}
    assert weeks["2026-W51"] > 0
    assert weeks["2027-W02"] == 0
    assert headline(measured).text.startswith("Linden stops after 31 Dec, by a line of 12 Nov: 2,400 EUR a month less.")


def test_a_review_of_a_past_day_counts_what_was_said_by_then() -> None:
    later = CARE + "    weeks/2026-W49.md\n        ## Actual\n        - Mon 2h care\n"
    measured = seen(later, "notice: they stop at the end of December\n        - 2026-12-05 resumed")
    assert measured.forecast is not None
    assert {str(week.week): week.committed for week in measured.forecast.weeks}["2027-W02"] == 0


def test_a_line_with_the_day_is_believed_before_the_words() -> None:
    text = CARE.replace("SAID", "notice: they stop at the end of December\n        - 2027-03-31 ended")
    measured = seen(text, "")
    money = {month.month: month.likely for month in money_ahead(measured.standing.whole, DAY, RUNS).months}
    assert money["2027-02"] > 0
    assert not list(end_in_words(measured))


def test_hours_that_a_client_asks_for_end_with_a_notice() -> None:
    measured = seen(TEXTS, "they stop at the end of December")
    (project,) = measured.standing.client_projects
    assert left_of(measured.standing, project).likely == pytest.approx(7 * 41 / 7)  # seven hours a week until then
    (finding,) = end_in_words(measured)
    assert finding.action == "Talk to Linden about what comes after texts"
    assert stopping_sentence(measured) == "Linden stops after 31 Dec, by a line of 12 Nov: about 2,800 EUR a month less"


def test_a_pause_in_which_nothing_is_paid_moves_the_money_behind_it() -> None:
    measured = seen(TEXTS, PAUSE)
    assert closures(measured.standing) == {"linden": (date(2026, 12, 14), date(2027, 1, 17))}
    (finding,) = end_in_words(measured)
    assert finding.action == "Invoice Linden now, and ask for payment before Mon 14 Dec"
    paid = "They pay nothing from Mon 14 Dec to Sun 17 Jan, and no hours count then: ask for payment before"
    assert finding.because.endswith(paid)
    told = "Linden stops and pays nothing from 14 Dec to 17 Jan, by a line of 12 Nov"
    assert stopping_sentence(measured) == told
    late = seen(TEXTS.replace("terms: 14", "terms: 45"), PAUSE).standing.whole  # due on 17 December
    december, january = money_ahead(late, DAY, RUNS).months[1:3]
    assert december.open == 0
    assert january.open == 3000


def test_words_by_which_work_stops_change_what_the_forecast_is_kept_under() -> None:
    plain, told = (
        fingerprints(ledger_of(CARE.replace("SAID", said)), [DAY]) for said in ("hello", "notice: they stop")
    )
    assert plain != told
    by_client = CARE.replace("SAID", "hello").replace("note they came", "note they came\n        - 2026-11-13 note {}")
    assert len({*fingerprints(ledger_of(by_client.format("notice: end of May")), [DAY]), *plain}) == 2
    assert len({*fingerprints(ledger_of(by_client.format("contract runs until May")), [DAY]), *plain}) == 2


def test_a_large_client_from_month_to_month_is_asked_for_a_term() -> None:
    paid = "".join(f"\n        - 2026-{month:02}-28 paid 2400" for month in (7, 8, 9))
    measured = seen(
        CARE.replace("- 2026-10-31", f"- 2026-06-28 note x{paid}\n        - 2026-10-31"), "now month by month"
    )
    (finding,) = one_big_client(measured)
    assert finding.action == "Ask Linden for a term, or for months of notice"
    assert finding.because.endswith("and may stop any month: “now month by month” (12 Nov)")
