"""The review of a year or a quarter: its columns add up, and what is written in it stays."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from opsledger.bundled import bundled
from opsledger.figures.effect import effect_of
from opsledger.figures.standing import Standing
from opsledger.loading.ledger import load
from opsledger.measuring.every import Measuring
from opsledger.models.ledger import Ledger
from opsledger.rendering.charts.year import year_strip
from opsledger.reviewing import scorecard
from opsledger.reviewing.build import build_review
from opsledger.reviewing.improving import recurring
from opsledger.reviewing.long_review import LongReview, ScoreRow
from opsledger.reviewing.year import build_long_review
from tests.cli_support import run
from tests.ledger_text import ledger_of

DAY = date(2026, 11, 20)
LEDGER = """
leads/quay.md
    value: 4000
    - 2026-02-03 in asked for a website
    - 2026-03-02 won
leads/rill.md
    - 2026-04-28 in asked
    - 2026-05-04 lost price
projects/quay-site.md
    price: 4000
    lead: quay
    estimate: 40h
    due: 2026-06-01
    - 2026-03-03 booked
    - 2026-03-10 invoiced 1000
    - 2026-03-31 paid 1000
    - 2026-05-20 invoiced 3000
    - 2026-05-20 delivered
    - 2026-07-01 paid 3000
    - 2026-05-21 improve agree on the texts before the layout begins
projects/rill-site.md
    price: 900
    - 2026-05-05 booked
    - 2026-06-12 improve texts came late: agree on texts before layout
weeks/2026-W10.md
    ## Actual
    - Wed 20h quay-site
    - Tue 2h marketing
    ## Marketing
    - Tue blog work a post
weeks/2026-W21.md
    ## Actual
    - Mon 20h quay-site
    - Tue 10h quay-site
"""


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return ledger_of(LEDGER)


@pytest.fixture(scope="module")
def year(ledger: Ledger) -> LongReview:
    return build_long_review(ledger, "2026", date(2026, 12, 31))


def _row(review: LongReview, name: str) -> ScoreRow:
    return next(row for row in review.rows if row.name == name)


def _values(review: LongReview, name: str) -> list[Fraction | None]:
    return [cell.value for cell in _row(review, name).cells]


def test_each_quarter_holds_what_happened_in_it(year: LongReview) -> None:
    assert [column.label for column in year.columns] == ["Q1", "Q2", "Q3", "Q4"]
    assert _values(year, "Client hours")[:2] == [20, 30]
    assert _values(year, "Received") == [1000, 0, 3000, 0]
    assert _values(year, "Leads won") == [1, 0, 0, 0]
    assert _values(year, "Delivered by the first promise") == [0, 1, 0, 0]
    assert _values(year, "Earned per client hour")[1] == 80


def test_the_rate_says_what_of_it_is_not_invoiced_yet(ledger: Ledger, year: LongReview) -> None:
    assert year.rate_unsent is None
    later = LEDGER.replace("    - 2026-05-20 invoiced 3000\n", "")
    found = build_long_review(ledger_of(later), "2026", DAY).rate_unsent
    assert found is not None
    assert found.in_all == "about 3,000 EUR"


def test_what_adds_up_is_the_sum_of_its_columns_and_what_the_figure_says(ledger: Ledger, year: LongReview) -> None:
    figures = Measuring(Standing(ledger, date(2026, 12, 31), date(2026, 1, 1)))
    for row in year.rows:
        if row.adds:
            assert sum(filter(None, (cell.value for cell in row.cells))) == (row.total.value or 0), row.name
    assert _row(year, "Invoiced").total.value == figures["money.invoiced"].value == 4000
    assert _row(year, "Client hours").total.value == figures["time.actual.client"].value


def test_nothing_is_known_from_before_the_ledger_began(ledger: Ledger) -> None:
    year = build_long_review(ledger, "2025")
    assert year.known_since is None
    assert all(cell.value is None for row in year.rows for cell in row.cells)
    first = build_long_review(ledger, "2026-Q1")
    assert _values(first, "New leads") == [None, 1, 0]
    assert _row(first, "New leads").cells[1].since == date(2026, 2, 3)


def test_a_running_quarter_ends_with_the_day(ledger: Ledger) -> None:
    quarter = build_long_review(ledger, "2026-Q2", date(2026, 5, 10))
    assert [(column.label, column.is_running) for column in quarter.columns] == [("Apr", False), ("May", True)]
    with pytest.raises(ValueError, match="2026-Q2"):
        build_long_review(ledger, "2026-Q2", date(2026, 3, 31))


def test_what_came_later_is_none_of_the_years(ledger: Ledger) -> None:
    assert build_long_review(ledger, "2026-Q2", DAY).on == date(2026, 6, 30)


def test_the_strip_holds_what_went_on_in_the_year_and_no_more(year: LongReview) -> None:
    strip = year.strip
    assert [(bar.link.text, bar.first, bar.last, bar.is_open) for bar in strip.projects] == [
        ("quay-site", date(2026, 3, 3), date(2026, 5, 20), False),
        ("rill-site", date(2026, 5, 5), date(2026, 12, 31), True),
    ]
    assert [(bar.link.text, bar.last, bar.state) for bar in strip.leads] == [
        ("quay", date(2026, 3, 2), "won"),
        ("rill", date(2026, 5, 4), "lost"),
    ]
    assert strip.stretches == ()


def test_no_name_in_the_strip_lies_on_another_project() -> None:
    jobs = [("site", "2026-04-01", "2026-04-20"), ("a job with a long name", "2026-04-24", "2026-06-10")]
    jobs.append(("another one with a long name", "2026-06-20", "2026-06-30"))
    text = "".join(
        f"projects/job-{number}.md\n    name: {name}\n    price: 900\n    - {first} started\n    - {last} delivered\n"
        for number, (name, first, last) in enumerate(jobs)
    )
    chart = year_strip(build_long_review(ledger_of(text), "2026-Q2", date(2026, 6, 30)))
    rows = {words.text: words.y for words in chart.words}
    assert rows["site"] == rows["a job with a long name"]
    assert rows["another one with a long name"] > rows["site"]  # it ends the quarter: its name stands before it
    assert chart.about.startswith("3 projects, 0 leads.")


def test_weeks_that_are_full_or_empty_are_told_as_stretches() -> None:
    days = {"W10": ("Mon 20h", "Tue 10h"), "W11": ("Mon 20h",), "W12": ("Mon 20h", "Tue 8h"), "W16": ("Mon 4h",)}
    weeks = "".join(
        f"weeks/2026-{week}.md\n    ## Actual\n" + "".join(f"    - {each} site\n" for each in worked)
        for week, worked in days.items()
    )
    ledger = ledger_of(f"projects/site.md\n    price: 9000\n    - 2026-03-02 started\n{weeks}")
    (full,) = build_long_review(ledger, "2026", DAY).strip.stretches  # a week between two is no end; one alone is none
    assert (full.kind, full.first, full.last, full.weeks) == ("overloaded", date(2026, 3, 2), date(2026, 3, 22), 3)
    assert full.share == pytest.approx(78 / 72)


def test_a_quarter_is_told_beside_the_one_before(ledger: Ledger) -> None:
    quarter = build_long_review(ledger, "2026-Q2", date(2026, 6, 30))
    assert quarter.previous is not None
    assert (quarter.previous.label, quarter.previous.last) == ("Q1", date(2026, 3, 31))
    assert _row(quarter, "Received").previous is None  # the ledger begins within it
    assert _row(build_long_review(ledger, "2026-Q3", date(2026, 9, 30)), "Received").previous == 0


def test_notes_about_the_same_are_told_as_one(ledger: Ledger) -> None:
    (row,) = recurring(Standing(ledger, date(2026, 12, 31), date(2026, 1, 1)))
    assert (row.times, row.first, row.last) == (2, date(2026, 5, 21), date(2026, 6, 12))
    assert row.decision is None


def test_the_sample_tells_its_year() -> None:
    year = build_long_review(load(bundled("sample-ledger")), "2026", DAY)
    assert year.story[:2] == (
        "Marketing pieces fell from 12 in Q1 to 3 in Q2.",
        "Leads won fell from 4 in Q1 to 0 in Q4 so far.",
    )
    assert _values(year, "Marketing pieces") == [12, 3, 6, 19]


def test_an_effect_is_told_with_its_lag_and_chance_is_not_taken_for_one() -> None:
    pieces = [(week * 7919) % 5 if (week // 9) % 2 else 0 for week in range(104)]
    leads = [0, 0, 0, 0, *(min(1, count) + count // 3 for count in pieces[:-4])]
    found = effect_of(pieces, leads)
    assert found is not None
    assert found.chance < 0.05
    assert abs(found.lag - 4) <= 2
    unrelated = effect_of(pieces, [(week * 104729 // 7) % 2 for week in range(104)])
    assert unrelated is not None
    assert unrelated.chance > 0.05
    assert effect_of([1] * 60, leads[:60]) is None


def test_the_command_writes_the_year_and_keeps_what_was_written(tmp_path: Path, ledger: Ledger) -> None:
    folder = tmp_path / "ledger"
    for record in ledger.records():
        place = folder / record.file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(record.document.text)
    (folder / "opsledger.yaml").touch()
    asked = (folder, "review", "--year", "2026", "--on", "2026-11-20")
    assert run(*asked).exit_code == 0
    written = folder / "reviews/2026.md"
    written.write_text(f"{written.read_text()}\n- [ ] @sales Two retainers due:2027-03-31\n")
    again = run(*asked, "--html")
    assert (again.exit_code, "already up to date" in again.stderr) == (0, True)
    assert run(*asked, "--check").exit_code == 0
    assert "</html>" in (folder / "reviews/2026.html").read_text()
    listed = run(folder, "actions", "--on", "2026-11-20", "--json")
    assert [row["id"] for row in json.loads(listed.stdout)["data"]] == ["2026-1"]
    assert run(folder, "check", "--on", "2026-11-20").exit_code == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--year", "26"), "`26` is not a year"),
        (("--quarter", "2026"), "`2026` is not a quarter"),
        (("--year", "2027"), "2027 begins after 2026-11-20"),
        (("--year", "2026", "--quarter", "2026-Q1"), "ask for one"),
    ],
)
def test_what_is_no_year_or_quarter_is_refused(tmp_path: Path, asked: tuple[str, ...], said: str) -> None:
    (tmp_path / "opsledger.yaml").touch()
    refused = run(tmp_path, "review", *asked, "--on", "2026-11-20")
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_goal_is_on_or_off_the_line_to_its_target_in_the_fortnight_and_the_year() -> None:
    goal = "- [ ] @sales Earn more moves:money.outstanding target:0 due:2026-05-01"
    ledger = ledger_of(
        "projects/quay.md\n    price: 4000\n    - 2026-01-05 booked\n    - 2026-01-05 invoiced 1000\n"
        "    - 2026-03-20 paid 500\n"
        f"reviews/2026-01-01.md\n    ## Decisions\n    {goal.replace('2026-05-01', '2026-12-31')}\n"
        f"reviews/2026-01-21.md\n    ## Decisions\n    {goal}\n"
    )
    (early,) = (row for row in build_long_review(ledger, "2026-Q1").goals if row.due == date(2026, 5, 1))
    assert (early.start, early.now, early.target, early.state) == ("1,000 EUR", "500 EUR", "0 EUR", "off track")
    followed = build_review(ledger, date(2026, 3, 21)).follow_up.goals
    assert [row.state for row in followed if row.due == date(2026, 5, 1)] == ["off track"]
    assert [row.state for row in build_review(ledger, date(2026, 3, 10)).follow_up.goals] == ["off track", "reached"]


def test_a_goal_of_january_is_followed_through_six_reviews_and_the_quarter() -> None:
    paid = ((1, 20, 500), (2, 3, 1500), (2, 17, 0), (3, 3, 3000), (3, 17, 1000), (3, 31, 0))
    days = [date(2026, month, day) for month, day, _ in paid]
    lines = "".join(f"    - {day} paid {amount}\n" for day, (_, _, amount) in zip(days, paid, strict=True) if amount)
    reviews = "".join(f"reviews/{day}.md\n    ## Decisions\n    Nothing new.\n" for day in days)
    ledger = ledger_of(
        "projects/quay.md\n    price: 6000\n    - 2026-01-02 booked\n    - 2026-01-02 invoiced 6000\n"
        f"{lines}reviews/2026-01-05.md\n    ## Decisions\n"
        f"    - [ ] @finance Nothing owed any more moves:money.outstanding target:0 due:2026-04-05\n{reviews}"
    )
    # The straight line from 6,000 to 0 in 90 days; owed at each review: 5,500 (line 5,000), 4,000 (4,067),
    # 4,000 (3,133), 1,000 (2,200), 0, 0.
    states = [build_review(ledger, day).follow_up.goals[0].state for day in days]
    assert states == ["off track", "on track", "off track", "on track", "reached", "reached"]
    assert [row.state for row in build_long_review(ledger, "2026-Q1").goals] == ["reached"]


def test_a_kept_scorecard_is_made_again_when_the_program_changed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Standing] = []
    measured = scorecard._measured_cells

    def measure(standing: Standing, *columns: Any) -> Any:
        made.append(standing)
        return measured(standing, *columns)

    monkeypatch.setattr(scorecard, "_measured_cells", measure)
    monkeypatch.setattr(scorecard, "everything", lambda: "as it was")
    first, again = (build_long_review(ledger, "2026", DAY) for _ in range(2))
    assert _values(again, "Invoiced") == _values(first, "Invoiced") == [1000, 3000, 0, 0]
    assert len(made) == 1
    monkeypatch.setattr(scorecard, "everything", lambda: "with another definition")
    build_long_review(ledger, "2026", DAY)
    assert len(made) == 2
