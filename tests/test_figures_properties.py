"""What holds of every figure, whatever the ledger."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from opsledger.figures.announced import ANNOUNCES
from opsledger.figures.evidence import Figure
from opsledger.figures.pairs import won_without_project
from opsledger.figures.standing import Standing
from opsledger.figures.statistics import median, p80, quantile, sum_of_wins, wilson
from opsledger.loading import load
from opsledger.measuring.every import Measuring, figures
from opsledger.reporting.figures import figures_data
from opsledger.reporting.json_text import json_text
from tests.cli_support import SAMPLE
from tests.fuzzing import bounded
from tests.ledger_text import DAY, figures_of

FEW = settings(bounded(6), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
WHOLE = load(SAMPLE)
AREAS = ("marketing", "sales", "admin", "finance", "coo", "ceo", "learning")
TARGETS = ("p", "q", "mine", "asked", "client", *AREAS)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
days = st.dates(date(2025, 10, 1), date(2026, 12, 24))

RECORDS = """
opsledger.yaml
    areas: {marketing: 4, sales: 3, admin: 2, coo: 0.5, ceo: 0.5, finance: 1, learning: 2}
leads/asked.md
    - 2026-10-01 in x
projects/p.md
    - 2026-10-01 started
projects/q.md
    - 2026-10-01 started
projects/mine.md
    billing: internal
    - 2026-10-01 started
"""


@st.composite
def blocks(draw: st.DrawFn, heading: str) -> str:
    """A list of blocks, at most four hours each and four a day, so that no day is longer than it can be."""
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(WEEKDAYS), st.integers(1, 240), st.sampled_from(TARGETS)),
            max_size=8,
            unique_by=lambda block: (block[0], block[2]),
        )
    )
    lines = [f"    - {day} {minutes}m {target}" for day, minutes, target in drawn]
    return "\n".join([f"    ## {heading}", *lines, ""])


@cache
def whole_on(day: date, since: date | None = None) -> Measuring:
    """The figures of the sample, each measured once, when it is asked for."""
    return Measuring(Standing(WHOLE, day, since))


weeks = st.tuples(*(st.tuples(blocks("Plan"), blocks("Actual")) for _ in range(3)))


def in_weeks(drawn: tuple[tuple[str, str], ...]) -> Mapping[str, Figure]:
    texts = (f"weeks/2026-W{45 + number}.md\n{plan}{actual}" for number, (plan, actual) in enumerate(drawn))
    return figures_of(RECORDS + "".join(texts))


def numbers(figures: dict[str, Figure], prefix: str) -> list[Fraction]:
    return [Fraction(figure.value) for name, figure in figures.items() if name.startswith(prefix)]  # type: ignore[arg-type]


# additive figures add up


@FEW
@given(weeks)
def test_hours_by_area_add_up_to_all_hours(drawn: tuple[tuple[str, str], ...]) -> None:
    measured = in_weeks(drawn)
    for name in ("time.planned", "time.actual"):
        if measured[name].value is not None:
            assert sum(numbers(measured, f"{name}.")) == measured[name].value


@FEW
@given(weeks)
def test_kept_moved_and_dropped_are_the_whole_plan(drawn: tuple[tuple[str, str], ...]) -> None:
    measured = in_weeks(drawn)
    shares = [measured[f"time.{name}"].value for name in ("kept", "moved", "dropped")]
    assert shares == [None] * 3 or (sum(shares) == 1 and min(shares) >= 0)  # type: ignore[arg-type, type-var]
    unplanned = measured["time.unplanned"].value
    assert unplanned is None or 0 <= unplanned <= 1  # type: ignore[operator]


@FEW
@given(days)
@example(date(2026, 11, 20))
def test_the_stages_add_up_to_all_open_leads(day: date) -> None:
    measured = whole_on(day)
    for key in ("count", "value", "hours"):
        stages = [figure.value[key] or 0 for figure in measured.below("inflow.open").values()]  # type: ignore[index]
        assert sum(stages) == (measured["inflow.open"].value[key] or 0)  # type: ignore[index]


@FEW
@given(days)
def test_periods_that_follow_each_other_add_up(day: date) -> None:
    first, second = (
        whole_on(day, day - timedelta(days=6)),
        whole_on(day - timedelta(days=7), day - timedelta(days=20)),
    )
    both = whole_on(day, day - timedelta(days=20))
    for name in (
        "inflow.leads_new",
        "money.invoiced",
        "money.paid",
        "money.costs",
        "marketing.cost",
        "outflow.improve",
    ):
        parts = (first[name].value or 0) + (second[name].value or 0)  # type: ignore[operator]
        assert parts == (both[name].value or 0), name


@FEW
@given(days)
def test_previous_is_what_the_days_before_gave(day: date) -> None:
    before = whole_on(day - timedelta(days=14))
    flows = [figure for figure in whole_on(day).values() if figure.previous is not None]
    assert flows or day - timedelta(days=14) < date(2025, 10, 1)  # the sample begins in its first days
    assert [(figure.name, figure.previous) for figure in flows] == [
        (figure.name, before[figure.name].value) for figure in flows
    ]


@FEW
@given(days)
def test_cover_is_the_weeks_booked_less_the_lead_time(day: date) -> None:
    measured = whole_on(day)
    until, needed = measured["balance.dry_on"].value, measured["balance.lead_time_weeks"].value
    known = isinstance(until, date) and needed is not None
    weeks = Fraction((until - day).days, 7) - needed if known else None  # type: ignore[operator]
    assert measured["balance.cover"].value == weeks


@FEW
@given(days)
def test_the_backlog_is_what_the_open_projects_and_won_leads_have_left(day: date) -> None:
    measured = whole_on(day)
    left = [figure.value["left"] for figure in measured.below("outflow.projects").values()]  # type: ignore[index]
    left += [lead.size and Fraction(lead.size, 60) for lead in won_without_project(Standing(WHOLE, day))]
    assert measured["balance.backlog_hours"].value == {
        "hours": sum(each for each in left if each is not None),
        "without_estimate": left.count(None),
    }


# evidence


@FEW
@given(days)
@example(date(2025, 1, 1))
def test_every_figure_is_null_or_has_evidence_and_a_reason(day: date) -> None:
    for figure in whole_on(day).values():
        assert figure.n >= 0
        assert figure.value is not None or figure.note, figure.name
        if figure.unit == "count" and not isinstance(figure.value, dict):
            assert figure.value == figure.n
        for span in figure.sources:
            text = (SAMPLE / span.file).read_text(encoding="utf-8").split("\n")
            assert span.text.split("\n")[0] in text[span.line - 1], (figure.name, span.file, span.line)


@FEW
@given(days)
def test_no_source_is_dated_after_the_day(day: date) -> None:
    for figure in whole_on(day).values():
        for span in figure.sources:
            written = span.text[:10]
            if written[:2] == "20" and written[4:5] == "-" and span.file.startswith(("leads/", "projects/")):
                assert written <= str(day) or span.start in {
                    front.start
                    for record in WHOLE.records()
                    if record.file == span.file
                    for front in record.front.values()
                }, (figure.name, span.text)


@FEW
@given(days)
def test_intervals_contain_their_rates(day: date) -> None:
    for figure in whole_on(day).values():
        rate = figure.value.get("win_rate") if isinstance(figure.value, dict) else figure.value
        if figure.interval and isinstance(rate, Fraction):
            low, high = figure.interval
            assert 0 <= low <= rate <= high <= 1, figure.name


# nothing dated after the day changes anything


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("later") / "sample"))


LEADS = sorted(path.relative_to(SAMPLE).as_posix() for path in (SAMPLE / "leads").glob("*.md"))
PROJECTS = sorted(path.relative_to(SAMPLE).as_posix() for path in (SAMPLE / "projects").rglob("*.md"))
OTHERS = sorted(
    path.relative_to(SAMPLE).as_posix() for each in ("website", "tools") for path in (SAMPLE / each).glob("*.md")
)
LEAD_WORDS = (
    "won",
    "lost budget",
    "declined ethics",
    "verbal",
    "out x",
    "next 2026-12-24 x",
    "value 90000",
    "hours 900h",
    "feedback price x",
)
PROJECT_WORDS = (
    "booked",
    "started",
    "paused",
    "delivered",
    "cancelled",
    "ended",
    "scope +90h +9000",
    "price 9000",
    "cost 400 x",
    "cost 600 @jane-doe 12h x",
    "invoiced 6000",
    "paid 6000",
    "credited 500",
    "refunded 500",
    "due 2027-03-01",
    "call x",
    "praise x",
    "complaint x",
    "improve x",
)
later_days = st.dates(DAY + timedelta(days=1), DAY + timedelta(days=60)).map(str)


def is_read_ahead(line: tuple[str, str, str]) -> bool:
    """Whether a line says of a retainer what the forecast reads ahead: an end, a pause, another price."""
    return "retainer" in line[0] and line[2].split()[0] in ANNOUNCES


later_lines = st.one_of(
    st.tuples(st.sampled_from(LEADS), later_days, st.sampled_from(LEAD_WORDS)),
    st.tuples(st.sampled_from(PROJECTS), later_days, st.sampled_from(PROJECT_WORDS)).filter(
        lambda line: not is_read_ahead(line)
    ),
    st.tuples(
        st.sampled_from(OTHERS), later_days, st.sampled_from(("note x", "updated", "cancelled", "cost 900/month"))
    ),
)
later_weeks = st.lists(
    st.tuples(
        st.sampled_from(("49", "50", "52")), st.sampled_from(WEEKDAYS), st.sampled_from((*AREAS, "quayside-booking"))
    ),
    max_size=4,
    unique_by=lambda block: block[:2],
)


def as_json(root: Path) -> str:
    return json_text(figures_data(figures(load(root), DAY)))


@pytest.fixture(scope="module")
def before() -> str:
    return as_json(SAMPLE)


def append(root: Path, lines: list[tuple[str, str, str]], blocks: list[tuple[str, str, str]]) -> Iterator[Path]:
    """Append lines to a ledger's files; gives the files changed."""
    for path, day, words in lines:
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(f"- {day} {words}\n")
        yield root / path
    for number, day, target in blocks:
        place = root / "weeks" / f"2026-W{number}.md"
        if not place.exists():
            place.write_text("## Costs\n\n- Mon 900 marketing\n\n## Marketing\n\n- Tue linkedin work x (cost 9)\n")
        with place.open("a", encoding="utf-8") as file:
            file.write(f"\n## Actual\n\n- {day} 4h {target}\n")
        yield place


@FEW
@given(st.lists(later_lines, min_size=1, max_size=12), later_weeks)
def test_nothing_dated_later_changes_a_figure(
    copied: Path, before: str, lines: list[tuple[str, str, str]], blocks: list[tuple[str, str, str]]
) -> None:
    changed = set(append(copied, lines, blocks))
    try:
        assert as_json(copied) == before
    finally:
        for path in changed:
            original = SAMPLE / path.relative_to(copied)
            if original.exists():
                shutil.copyfile(original, path)
            else:
                path.unlink()


def test_a_later_review_and_a_later_tick_change_no_figure(copied: Path, before: str) -> None:
    place = copied / "reviews" / "2026-11-06.md"
    written = place.read_text(encoding="utf-8")
    line = next(line for line in written.splitlines() if line.startswith("- [ ] @finance"))
    place.write_text(written.replace(line, line.replace("[ ]", "[x]") + " done:2026-11-21"), encoding="utf-8")
    later = copied / "reviews" / "2026-12-04.md"
    later.write_text("## Decisions\n\n- [ ] @ceo rest due:2026-12-09 moves:inflow.leads_new\n", encoding="utf-8")
    lead = copied / "leads" / "later.md"
    lead.write_text("---\nname: Later\nsource: website\n---\n\n## Log\n\n- 2026-11-21 in x\n", encoding="utf-8")
    try:
        assert as_json(copied) == before
    finally:
        place.write_text(written, encoding="utf-8")
        later.unlink()
        lead.unlink()


def test_the_same_ledger_gives_the_same_json(before: str) -> None:
    assert as_json(SAMPLE) == before


# statistics


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_contains_the_rate_and_stays_within_nought_and_one(trials: tuple[int, int]) -> None:
    interval = wilson(*trials)
    assert interval is not None
    assert 0 <= interval[0] <= trials[0] / trials[1] <= interval[1] <= 1


def test_wilson_of_no_trials_is_none() -> None:
    assert wilson(0, 0) is None


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=30))
def test_a_median_halves_its_values(values: list[int]) -> None:
    middle = median(values)
    assert middle is not None
    assert sum(value < middle for value in values) <= len(values) / 2
    assert sum(value > middle for value in values) <= len(values) / 2


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=40))
def test_p80_is_the_order_statistic(values: list[int]) -> None:
    place = math.ceil(Fraction(8, 10) * (len(values) + 1))
    assert p80(values) == sorted(values)[min(place, len(values)) - 1]


wins = st.lists(
    st.tuples(st.fractions(0, 1, max_denominator=20), st.integers(0, 50).map(Fraction)), min_size=1, max_size=9
)


@bounded(40)
@given(wins)
def test_a_sum_of_wins_is_a_distribution_with_their_mean(drawn: list[tuple[Fraction, Fraction]]) -> None:
    distribution = sum_of_wins(drawn)
    assert math.fsum(probability for _, probability in distribution) == pytest.approx(1)
    mean = math.fsum(float(total) * probability for total, probability in distribution)
    assert mean == pytest.approx(float(sum(chance * size for chance, size in drawn)))


@bounded(40)
@given(wins, st.sampled_from([0.1, 0.5, 0.9]))
def test_a_quantile_is_the_least_sum_reached_with_its_share(
    drawn: list[tuple[Fraction, Fraction]], share: float
) -> None:
    distribution = sum_of_wins(drawn)
    least = quantile(distribution, share)
    below = math.fsum(probability for total, probability in distribution if total < least)
    reached = math.fsum(probability for total, probability in distribution if total <= least)
    assert below < share <= reached + 1e-9


def test_many_wins_stay_bounded_and_near_the_exact_quantile() -> None:
    drawn = [(Fraction(1, 2), Fraction(7919 * number % 10_007)) for number in range(1, 61)]
    distribution = sum_of_wins(drawn)
    assert len(distribution) <= 50_000
    mean = math.fsum(float(total) * probability for total, probability in distribution)
    assert mean == pytest.approx(float(sum(size for _, size in drawn)) / 2, rel=1e-3)
