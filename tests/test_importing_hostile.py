"""Files that mean no good: whatever they hold, nothing raises, and nothing but blocks and log lines is written."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from opsledger.importing.calendar import Chosen, read_calendar, zone_named
from opsledger.importing.deals import DEAL_REPORTS, read_deals
from opsledger.importing.entries import read_entries
from opsledger.importing.lead_plan import LeadPlanning
from opsledger.importing.plan import Taken, Unusable
from opsledger.importing.targets import Targets
from opsledger.importing.time_plan import TimePlanning
from opsledger.importing.time_reports import TIME_REPORTS
from opsledger.importing.writing import write_plan
from opsledger.loading import load
from opsledger.loading.survey import Survey
from opsledger.values.days import Interval
from tests.importing_support import EXPORTS, errors_in, ledger_in

DAY = date(2026, 11, 20)
CHOSEN = Chosen(Interval(date(2026, 11, 23), date(2026, 12, 6)), zone_named("Europe/Berlin"), True)
HOSTILE = (
    "=HYPERLINK(1)",
    "- Mon 9:00-10:00 admin",
    "\n- Mon 9:00-10:00 admin\n",
    "\r\n## Actual\r\n- Tue 1h admin",
    "<!-- opsledger:begin x -->",
    "--> <!--",
    "```",
    "[[x]]",
    "[[site",
    "\x00\x1b[2J\u202e\u2028",
    "---\nname: other\n---",
    "design",
    "off",
    "12 000",
    "(reach 1200)",
    "  ",
    "<<<<<<< HEAD",
    "'+1",
    ". ",
    "\ud800",
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def mangled(name: str) -> st.SearchStrategy[bytes]:
    """An export with a stretch of it replaced by rubbish."""
    whole = (EXPORTS / name).read_bytes()
    place = st.integers(0, len(whole))
    return st.tuples(place, st.integers(0, 40), st.binary(max_size=40)).map(
        lambda cut: whole[: cut[0]] + cut[2] + whole[cut[0] + cut[1] :]
    )


@pytest.mark.parametrize("report", TIME_REPORTS, ids=lambda report: report.format)
def test_no_bytes_raise_in_a_report_of_time(report: object) -> None:
    @given(st.one_of(st.binary(max_size=300), mangled(f"{report.format}.csv")))  # type: ignore[attr-defined]
    def check(data: bytes) -> None:
        try:
            read = read_entries("x.csv", data, report)  # type: ignore[arg-type]
        except Unusable:
            return
        assert all(0 < entry.minutes <= 24 * 60 + 1 for entry in read.found)

    check()


@pytest.mark.parametrize("report", DEAL_REPORTS, ids=lambda report: report.format)
def test_no_bytes_raise_in_an_export_of_deals(report: object) -> None:
    @given(st.one_of(st.binary(max_size=300), mangled(f"{report.format}.csv")))  # type: ignore[attr-defined]
    def check(data: bytes) -> None:
        try:
            read_deals("x.csv", data, report)  # type: ignore[arg-type]
        except Unusable:
            return

    check()


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=300), mangled("calendar.ics")))
@example(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:\r\nEND:VEVENT\r\nEND:VCALENDAR")
def test_no_bytes_raise_in_a_calendar(data: bytes) -> None:
    try:
        read_calendar("x.ics", data, CHOSEN)
    except Unusable:
        return


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(client=texts, project=st.one_of(st.just("site"), texts), task=texts, text=texts)
@example(client="", project="site", task="", text="\n- Mon 9:00-10:00 admin\n")
@example(client="", project="site", task="x --> ", text="```")
def test_a_row_becomes_one_block_whatever_its_cells_hold(client: str, project: str, task: str, text: str) -> None:
    head = "Client,Project,Task,Description,Start date,Start time,End date,End time\n"
    row = ",".join(map(quoted, (client, project, task, text, "2026-11-02", "9:00", "2026-11-02", "10:00")))
    data = (head + row).encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder))
        before = load(ledger)
        try:
            read = read_entries("x.csv", data, TIME_REPORTS[0])
        except Unusable:
            return
        targets = Targets(before, {}, fallback="site")
        plan = TimePlanning(before, targets, "Actual", Taken()).planned(read)
        write_plan(Survey(ledger), plan, "import", DAY)
        after = load(ledger)
        assert errors_in(ledger) == []
        assert len(after.records()) == len(before.records()) + bool(plan.additions)
        blocks = [block for week in after.weeks for block in (*week.actual, *week.plan)]
        assert [(block.day, block.start, block.minutes) for block in blocks] == [(date(2026, 11, 2), 540, 60)] * len(
            plan.additions
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=texts, company=texts, reason=texts, source=texts, number=texts)
@example(name="---\nstatus: won", company="## Log", reason="\n- 2026-01-01 won", source='"', number="1: 2")
def test_a_deal_becomes_one_lead_whatever_its_cells_hold(
    name: str, company: str, reason: str, source: str, number: str
) -> None:
    head = "Record ID,Deal Name,Deal Stage,Create Date,Close Date,Associated Company,Closed Lost Reason,Lead source\n"
    row = ",".join(map(quoted, (number, name, "Closed Lost", "2026-11-02", "2026-11-05", company, reason, source)))
    with tempfile.TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder))
        try:
            read = read_deals("x.csv", (head + row).encode("utf-8", "surrogatepass"), DEAL_REPORTS[0])
        except Unusable:
            return
        plan = LeadPlanning(load(ledger), DEAL_REPORTS[0], {}, None).planned(read)
        write_plan(Survey(ledger), plan, "import", DAY)
        leads = load(ledger).leads
        assert errors_in(ledger) == []
        assert len(leads) == len(plan.additions)
        for lead in leads:
            assert [line.word for line in lead.stage_lines()] == ["inquiry", "lost"]
            again = LeadPlanning(load(ledger), DEAL_REPORTS[0], {}, None).planned(read)
            assert (again.additions, again.there) == ([], 1)
