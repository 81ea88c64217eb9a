from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.bundled import bundled
from opsledger.forecast.coming import forecast
from opsledger.forecast.what_if import parse_what_if, suppose
from opsledger.loading import load
from opsledger.values.days import Interval
from opsledger.values.misread import Misread
from tests.ledger_text import ledger_of

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "kind", "lead", "on", "count", "off"),
    [
        ("tern-kayaks=won", "won", "tern-kayaks", None, 0, None),
        ("tern-kayaks=won@2026-12-01", "won", "tern-kayaks", date(2026, 12, 1), 0, None),
        ("[[tern-kayaks]]=lost", "lost", "tern-kayaks", None, 0, None),
        ("none", "none", None, None, 0, None),
        ("+3leads", "leads", None, None, 3, None),
        ("+1lead", "leads", None, None, 1, None),
        ("off=2026-12-14/2026-12-18", "off", None, None, 0, Interval(date(2026, 12, 14), date(2026, 12, 18))),
        ("off=2026-12-14", "off", None, None, 0, Interval(date(2026, 12, 14), date(2026, 12, 14))),
        ("off=won", "won", "off", None, 0, None),
        ("on=2026-12-21", "on", None, None, 0, Interval(date(2026, 12, 21), date(2026, 12, 21))),
        ("job=12h@2026-12-07", "job", None, date(2026, 12, 7), 0, None),
        ("job=won", "won", "job", None, 0, None),
    ],
)
def test_what_can_be_supposed(text, kind, lead, on, count, off):
    found = parse_what_if(text)
    assert (found.kind, found.lead, found.on, found.count, found.off) == (kind, lead, on, count, off)


NO_JOBS = ("on=", "job=0h@2026-12-07", "job=12h", "job=12h@", "job=12")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=won",
        "won",
        "a=maybe",
        "a=won@",
        "a=won@2026-13-01",
        "+0leads",
        "+101leads",
        "3leads",
        "off=",
        "off=a/b",
        "on=",
        "job=0h@2026-12-07",
        "job=12h",
        "job=12h@",
        "job=12",
    ],
)
def test_what_cannot_be_supposed_is_misread_with_a_hint(text):
    with pytest.raises(Misread) as told:
        parse_what_if(text)
    assert told.value.hint


@given(st.text(max_size=30))
def test_any_text_is_supposed_or_misread(text):
    with contextlib.suppress(Misread):
        assert parse_what_if(text).text == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nobody=won", "no lead `nobody`"),
        ("harbor-dental=won", "is won already"),
        ("arbor-furniture=won@2026-11-20", "is not after"),
        ("job=12h@2026-11-20", "is not after"),
    ],
)
def test_only_open_leads_can_be_won_or_lost_and_only_later(text, message):
    with pytest.raises(Misread, match=message):
        forecast(load(bundled("sample-ledger")), DAY, what_if=[parse_what_if(text)])


@pytest.mark.parametrize(
    "pair", [("none", "a=won"), ("a=won", "a=lost"), ("a=won@2026-12-01", "a=won@2026-12-02"), ("a=won", "none")]
)
def test_what_cannot_both_be_is_refused(pair: tuple[str, str]) -> None:
    ledger = ledger_of("leads/a.md\n    - 2026-11-02 proposal\n")
    with pytest.raises(Misread, match="cannot both be"):
        suppose([parse_what_if(text) for text in pair], ledger, DAY)


def middles(*texts: str) -> list[float]:
    ledger = ledger_of("opsledger.yaml\n    client_hours: 20\n    time_off: [2026-12-14/2026-12-18]\n")
    return [week.p50 for week in forecast(ledger, DAY, what_if=list(map(parse_what_if, texts)), runs=40).weeks]


def test_a_job_that_is_supposed_fills_weeks_from_its_first_day_on() -> None:
    plain, more = middles(), middles("job=30h@2026-12-07")
    assert more[:2] == plain[:2]
    assert sum(more) > sum(plain) + 5


def test_days_off_that_are_supposed_to_be_worked_have_hours() -> None:
    assert middles()[3] == 0
    assert middles("on=2026-12-14/2026-12-18", "job=90h@2026-11-23")[3] > 0
