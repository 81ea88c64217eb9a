"""Files that mean no good: whatever they hold, nothing raises, and nothing but blocks and log lines is written."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsledger.importing.calendar.reading import Chosen, read_calendar, zone_named
from opsledger.importing.deals import read_deals
from opsledger.importing.entries import HowToRead, read_entries
from opsledger.importing.importers import BY_NAME, IMPORTERS
from opsledger.importing.lead_plan import LeadPlanning
from opsledger.importing.mail import read_messages
from opsledger.importing.plan import Plan, Taken, Unusable
from opsledger.importing.taken import read_taken
from opsledger.importing.targets import NameTargets
from opsledger.importing.time_plan import TimePlanning
from opsledger.importing.writing import write_plan
from opsledger.loading import load
from opsledger.loading.survey import Survey
from opsledger.values.days import Interval
from tests.fuzzing import bounded
from tests.importing_support import EXPORTS, contents, errors_in, ledger_in

pytestmark = pytest.mark.fuzz

DAY = date(2026, 11, 20)
TIME_REPORTS = [row.time.args[0] for row in IMPORTERS if isinstance(row.time, partial)]
DEAL_REPORTS = [row.deals for row in IMPORTERS if row.deals]
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
    @bounded(40)
    @given(st.one_of(st.binary(max_size=300), mangled(f"{report.format}.csv")))  # type: ignore[attr-defined]
    def check(data: bytes) -> None:
        try:
            read = read_entries("x.csv", data, report)  # type: ignore[arg-type]
        except Unusable:
            return
        assert all(0 < entry.minutes <= 24 * 60 + 1 for entry in read.found)

    check()


FILES = {"timew": "timew.json", "klog": "times.klg", "watson": "frames", "toggl": "toggl.csv"}


@pytest.mark.parametrize("name", FILES)
def test_no_bytes_raise_in_a_time_trackers_own_file(name: str) -> None:
    reader = BY_NAME[name].time
    assert reader is not None

    @bounded(40)
    @given(st.one_of(st.binary(max_size=300), mangled(FILES[name])))
    def check(data: bytes) -> None:
        try:
            read = reader("x", data, HowToRead(zone=zone_named("Europe/Berlin")))
        except Unusable:
            return
        told = sum(entry.minutes for entry in read.found) + sum(one.minutes for one in read.skipped)
        assert abs(read.seconds - 60 * told) <= 60 * (len(read.found) + len(read.skipped))

    check()


@bounded(40)
@given(st.one_of(st.binary(max_size=300), mangled("inbox.mbox")))
def test_no_bytes_raise_in_mail(data: bytes) -> None:
    try:
        read = read_messages("x", data, None)
    except Unusable:
        return
    assert all("\n" not in message.subject for message in read.found)


@pytest.mark.parametrize("report", DEAL_REPORTS, ids=lambda report: report.format)
def test_no_bytes_raise_in_an_export_of_deals(report: object) -> None:
    @bounded(40)
    @given(st.one_of(st.binary(max_size=300), mangled(f"{report.format}.csv")))  # type: ignore[attr-defined]
    def check(data: bytes) -> None:
        try:
            read_deals("x.csv", data, report)  # type: ignore[arg-type]
        except Unusable:
            return

    check()


@bounded(25)
@given(st.one_of(st.binary(max_size=300), mangled("calendar.ics")))
@example(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:\r\nEND:VEVENT\r\nEND:VCALENDAR")
def test_no_bytes_raise_in_a_calendar(data: bytes) -> None:
    try:
        read_calendar("x.ics", data, CHOSEN)
    except Unusable:
        return


@bounded(25)
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
        targets = NameTargets(before, {}, fallback="site")
        plan = TimePlanning(before, targets, "Actual", Taken()).planned(read)
        write_plan(Survey(ledger), plan, "import", DAY)
        after = load(ledger)
        assert errors_in(ledger) == []
        assert len(after.records()) == len(before.records()) + bool(plan.additions)
        blocks = [block for week in after.weeks for block in (*week.actual, *week.plan)]
        assert [(block.day, block.start, block.minutes) for block in blocks] == [(date(2026, 11, 2), 540, 60)] * len(
            plan.additions
        )


ROWS = st.tuples(
    st.sampled_from(["2026-11-01", "2026-11-02", "2026-11-03", "", "soon"]),
    st.sampled_from(["9:00", "9:30", "23:30", ""]),
    st.sampled_from(["10:00", "9:30", "0:15", ""]),
    st.sampled_from(["1", "0.5", "1:30", "0", ""]),
    st.sampled_from(["site", "brand", "client", "nobody's", ""]),
    st.sampled_from(["a", "design b", ""]),
)
BLOCKS = st.lists(st.sampled_from(["Mon 9:00-10:00 site", "Mon 1h brand", "Tue off", "Tue 23h client"]), unique=True)


@bounded(25)
@given(st.lists(ROWS, max_size=8), BLOCKS, st.booleans())
def test_of_every_row_something_is_told_and_none_is_taken_twice(
    rows: list[tuple[str, ...]], blocks: list[str], again: bool
) -> None:
    head = "Start date,Start time,End time,Duration,Project,Description\n"
    data = (head + "".join(",".join(row) + "\n" for row in rows)).encode()
    with tempfile.TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder))
        (ledger / "weeks").mkdir()
        (ledger / "weeks/2026-W45.md").write_text("## Actual\n" + "".join(f"- {block}\n" for block in blocks))

        def take_over() -> Plan:
            before = load(ledger)
            planning = TimePlanning(before, NameTargets(before, {}), "Actual", read_taken(ledger), again=again)
            plan = planning.planned(read_entries("x.csv", data, TIME_REPORTS[0]))
            write_plan(Survey(ledger), plan, "import", DAY)
            told = {one.place for one in (*plan.additions, *plan.skipped)}
            assert len(told) + plan.there + plan.before == len([row for row in rows if any(row)])
            return plan

        first = take_over()
        assert errors_in(ledger) == []
        written = contents(ledger)
        second = take_over()
        assert (second.additions, second.there) == ([], len({one.place for one in first.additions}) + first.there)
        assert contents(ledger) == written


@bounded(25)
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
        plan = LeadPlanning(load(ledger), DEAL_REPORTS[0], {}, None, Taken()).planned(read)
        write_plan(Survey(ledger), plan, "import", DAY)
        leads = load(ledger).leads
        assert errors_in(ledger) == []
        assert len(leads) == len(plan.additions)
        for lead in leads:
            assert [line.word for line in lead.stage_lines()] == ["inquiry", "lost"]
            again = LeadPlanning(load(ledger), DEAL_REPORTS[0], {}, None, Taken()).planned(read)
            assert (again.additions, again.there) == ([], 1)
