"""Where the marks of a drawing stand."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.rendering.charts.bars import WIDTH, area_bar, stage_bar, theme_bar
from opsledger.rendering.charts.calendar import calendar_chart
from opsledger.rendering.charts.coming import coming_chart
from opsledger.rendering.charts.cover import cover_chart
from opsledger.rendering.charts.drawing import Canvas, Chart, Scale, px
from opsledger.rendering.charts.income import income_chart
from opsledger.rendering.charts.money import money_chart
from opsledger.rendering.charts.ratios import ratio_chart
from opsledger.rendering.charts.strip import project_strip
from opsledger.reviewing.build import build_review
from opsledger.reviewing.parts.inflow import StageRow, ThemeRow
from opsledger.reviewing.parts.outflow import ProjectRow
from opsledger.reviewing.parts.schedule import AreaRow
from opsledger.reviewing.parts.values import Link
from opsledger.reviewing.review import Review
from opsledger.values.days import read_week
from opsledger.values.written import Number
from tests.ledger_text import DAY, ledger_of


def review_of(text: str, on: date = DAY) -> Review:
    return build_review(ledger_of(text), on)


def boxes(drawing: Chart, style: str) -> list[tuple[float, float, float, float]]:
    """The left, top, width and height of the rectangles of one look."""
    found = [re.fullmatch(r"M(\S+) (\S+)h(\S+)v(\S+)h-\3z", mark.path) for mark in drawing.marks if mark.style == style]
    return [tuple(map(float, box.groups())) for box in found if box]  # type: ignore[misc]


def texts(drawing: Chart) -> list[str]:
    return [words.text for words in drawing.words]


# Lengths


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (10, "10"),
        (1.5, "1.5"),
        (Fraction(1, 3), "0.33"),
        (Decimal("-2.005"), "-2.01"),
        (-0.001, "0"),
        (100, "100"),
    ],
)
def test_a_length_is_written_short(number: Number, written: str) -> None:
    assert px(number) == written


@given(st.fractions(0, 1000), st.fractions(0, 1000))
def test_a_scale_stays_between_its_ends(greatest: Fraction, value: Fraction) -> None:
    assert 10 <= Scale(greatest, 200, 10)(value) <= 200


@pytest.mark.parametrize(
    ("greatest", "ticks"), [(0, [0]), (1, [0, 1]), (7, [0, 2, 4, 6]), (32, [0, 10, 20, 30]), (40, [0, 10, 20, 30, 40])]
)
def test_ticks_are_few_and_round(greatest: int, ticks: list[int]) -> None:
    assert Scale(greatest, 0, 100).ticks() == ticks


def test_a_box_without_a_size_is_not_drawn() -> None:
    canvas = Canvas(10, 10)
    canvas.box(0, 0, 0, 5, "x")
    canvas.box(0, 0, 5, -1, "x")
    assert canvas.drawing("t", "d").marks == ()


# Bars


def stage(name: str, value: int | None, chance: str | None) -> StageRow:
    return StageRow(name, 1, None if value is None else Fraction(value), None, chance and Fraction(chance), None)  # type: ignore[arg-type]


def test_a_stages_bar_is_its_value_and_its_chance() -> None:
    rows = [stage("proposal", 8000, "1/4"), stage("verbal", 2000, "1/2"), stage("inquiry", None, None)]
    assert boxes(stage_bar(rows[0], rows), "pale")[0][2] == WIDTH
    assert boxes(stage_bar(rows[0], rows), "strong")[0][2] == WIDTH / 4
    assert boxes(stage_bar(rows[1], rows), "strong")[0][2] == WIDTH / 8
    assert stage_bar(rows[2], rows).marks == ()


def project(spent: int, sold: int | None) -> ProjectRow:
    given_sold = None if sold is None else Fraction(sold)
    return ProjectRow(
        Link("P", "projects/p.md"),
        "started",
        None,
        Fraction(spent),
        given_sold,
        burnt=None if given_sold is None else Fraction(spent) / given_sold,
        left=None,
        likely=None,
        promise=None,
        revised=None,
        is_late=False,
        done_on=None,
        paid_scope=None,
        unpaid_scope=None,
        contact_days=None,
    )


def test_a_stage_without_a_value_says_so() -> None:
    row = StageRow("inquiry", 1, None, None, Fraction(1, 2), None)
    assert stage_bar(row, [row]).about == "No value is stated."


def strip_of(spent: int, sold: int | None, revised: str = "2026-12-11") -> Chart:
    row = dataclasses.replace(project(spent, sold), started=date(2026, 9, 1), revised=date.fromisoformat(revised))
    return project_strip(dataclasses.replace(row, promise=date(2026, 11, 27)), DAY, 400)


def test_hours_over_those_sold_stand_out_behind_the_promise() -> None:
    (used,), (over,) = boxes(strip_of(50, 40), "strong"), boxes(strip_of(50, 40), "over")
    assert over[0] == pytest.approx(used[0] + used[2], abs=0.01)
    assert boxes(strip_of(10, 20), "over") == []
    assert boxes(strip_of(5, None), "strong") == []
    assert strip_of(50, 40).about == "50 h used of 40 h sold, promised in 21 days."


def test_a_moved_promise_is_hollow_where_it_was_first() -> None:
    dots = [mark.style for mark in strip_of(10, 20).marks if mark.style.startswith("promise")]
    assert dots == ["promise first", "promise"]
    assert [mark.style for mark in strip_of(10, 20, "2026-11-27").marks if "promise" in mark.style] == ["promise"]


def test_time_after_the_promise_stands_out() -> None:
    late = strip_of(10, 20, "2026-11-06")
    assert len(boxes(late, "over")) == 1
    assert late.about.endswith("promised 14 days ago.")


def test_areas_and_themes_show_what_was_meant_behind_what_was_done() -> None:
    areas = [AreaRow("client", Fraction(10), Fraction(5)), AreaRow("admin", None, Fraction(2))]
    assert boxes(area_bar(areas[0], areas), "pale")[0][2] == WIDTH
    assert boxes(area_bar(areas[0], areas), "strong")[0][2] == WIDTH / 2
    assert boxes(area_bar(areas[1], areas), "pale") == []
    themes = [ThemeRow("work", "work", 4, Fraction(1), 0)]
    assert boxes(theme_bar(themes[0], themes), "pale")[0][2] == WIDTH / 4


# Charts

PAID = """
    opsledger.yaml
        targets: {income: 4000/month, floor: 1000/month}
    projects/quay.md
        price: 9000
        estimate: 40h
        - 2026-08-01 started
        - 2026-09-10 paid 4000
        - 2026-10-10 paid 500
        - 2026-11-10 paid 1000
"""


LEVELS = ("target", "floor")


def test_a_months_column_is_as_high_as_its_money() -> None:
    drawing = income_chart(review_of(PAID).stand)
    (good,), (bad,), (running,) = (boxes(drawing, style) for style in ("good", "bad", "running"))
    assert good[3] == 8 * bad[3] == 4 * running[3]
    assert [text for text in texts(drawing) if text[0].isdigit()] == ["4k", "0.5k", "1k"]
    assert drawing.about == "2 complete months. 1 reached the target. 1 stayed below the floor."


OWED = """
    opsledger.yaml
        currency: JPY
        targets: {income: 1400000/month, floor: 900000/month}
    projects/quay.md
        price: 3000000
        estimate: 40h
        - 2026-07-01 started
        - 2026-08-01 invoiced 1000000
        - 2026-08-10 paid 1000000
        - 2026-09-01 invoiced 600000
        - 2026-11-18 invoiced 400000
"""


def test_money_to_come_is_stacked_by_how_sure_it_is_in_one_unit() -> None:
    stand = review_of(OWED).stand
    drawing = money_chart(stand)
    tall = {style: sum(box[3] for box in boxes(drawing, style)) for style in ("certain", "overdue", "range", "good")}
    assert tall["overdue"] > tall["certain"] > 0
    assert tall["range"] > 0
    numbers = [text for text in texts(drawing) if text[0].isdigit()]
    assert numbers
    assert all(text.endswith("M") or text == "0" for text in numbers)
    assert [text for text in texts(drawing) if text.startswith(LEVELS)] == ["target 1.4M", "floor 0.9M"]


CALENDAR = """
    projects/quay.md
        estimate: 40h
        - 2026-11-01 started
    weeks/2026-W47.md
        ## Plan
        - Mon 9:00-12:00 quay
        ## Actual
        - Mon 10:00-12:00 quay
        - Tue 2h admin
        - Sat 9:00-10:00 quay
    weeks/2026-W48.md
        ## Plan
        - Mon 9:00-11:00 quay
        - Fri off
"""


def test_a_calendar_puts_what_was_done_beside_the_plan() -> None:
    drawing = calendar_chart(review_of(CALENDAR, date(2026, 11, 22)).outflow.plan)
    tips = [mark.tip for mark in drawing.marks if mark.tip]
    assert tips == [
        "09:00–12:00 quay, planned",
        "10:00–12:00 quay, done",
        "2 h admin, done",
        "09:00–10:00 quay, done",
        "09:00–11:00 quay, planned",
        "off",
    ]
    (planned, coming), done = boxes(drawing, "planned area-0"), boxes(drawing, "actual area-0")[0]
    assert done[1] - planned[1] == 17
    assert done[0] >= planned[0] + planned[2]  # a lane of its own
    assert coming[0] > done[0]
    assert drawing.about == "2026-W47: 3 h planned, 5 h done. 2026-W48: 2 h planned."


def test_a_calendar_names_the_area_of_what_was_planned_behind_what_was_done() -> None:
    plan = review_of(CALENDAR, date(2026, 11, 22)).outflow.plan
    letters = [(float(words.x), words.style) for words in calendar_chart(plan, 500).words if words.text == "C"]
    (behind, _), (front, _) = letters[:2]
    assert behind < front
    assert [style for _, style in letters[:2]] == ["letter plan middle", "letter middle area-0"]


def test_blocks_that_overlap_stand_beside_each_other() -> None:
    text = """
        projects/quay.md
            estimate: 40h
            - 2026-11-01 started
        weeks/2026-W47.md
            ## Actual
            - Mon 9:00-12:00 quay
            - Mon 11:00-13:00 quay
            - Mon 13:00-14:00 quay
    """
    first, second, after = boxes(calendar_chart(review_of(text).outflow.plan), "actual area-0")
    assert second[0] == pytest.approx(first[0] + first[2], abs=0.02)
    assert first[2] == second[2] == pytest.approx(after[2] / 2, abs=0.02)
    assert after[0] == first[0]


def test_the_names_of_target_and_floor_stand_apart() -> None:
    drawing = income_chart(review_of(PAID.replace("floor: 1000", "floor: 3999")).stand)
    target, floor = (next(float(words.y) for words in drawing.words if words.text.startswith(name)) for name in LEVELS)
    assert floor - target >= 13


def test_a_block_bears_as_much_of_its_name_as_it_has_room_for() -> None:
    text = CALENDAR.replace("estimate: 40h", "name: Harbor Orthodontics website\n        estimate: 40h")
    plan = review_of(text, date(2026, 11, 22)).outflow.plan
    assert {"Harbor Orthodontics", "website"} <= set(texts(calendar_chart(plan, 1900)))
    assert {"Harbor", "Orthodon…"} <= set(texts(calendar_chart(plan, 860)))
    assert "C" in texts(calendar_chart(plan, 340))
    links = [mark.link for mark in calendar_chart(plan).marks if mark.style.startswith("planned")]
    assert links[0] == "weeks/2026-W47.md#L3"


def test_a_calendar_can_show_one_week() -> None:
    plan = review_of(CALENDAR, date(2026, 11, 22)).outflow.plan
    assert [week.week for week in plan.calendar if not week.is_coming] == ["2026-W47"]
    days = [text for text in texts(calendar_chart(plan, 340, "2026-W47")) if text[:3] in ("Mon", "Sat", "Sun")]
    assert days == ["Mon 16", "Sat 21"]


def test_areas_have_signs_of_their_own() -> None:
    signs = review_of(CALENDAR, date(2026, 11, 22)).outflow.plan.signs
    assert [(sign.area, sign.letter, sign.colour) for sign in signs] == [("client", "C", 0), ("admin", "A", 4)]


def test_the_standing_schedule_stands_in_for_a_coming_week_without_a_plan() -> None:
    text = "schedule.md\n    ## Plan\n    - Mon 9:00-12:00 admin\n    - Tue off\n    - Tue 9:00-10:00 admin\n"
    (week,) = review_of(text).outflow.plan.calendar
    assert (week.week, week.is_coming) == ("2026-W48", True)
    assert [len(day.planned) for day in week.days] == [1, 0, 0, 0, 0]


def test_what_a_lead_takes_longer_than_the_work_lasts_is_a_gap() -> None:
    won = """
        leads/NAME.md
            - 2026-06-01 in
            - 2026-06-20 won
        projects/NAME-site.md
            lead: NAME
            ESTIMATE
            - 2026-07-27 started
    """
    # A lead's time is said once four are known: three more, without an estimate, that leave nothing to do.
    early = "".join(won.replace("NAME", name).replace("ESTIMATE", "name: Done") for name in ("ash", "elm", "oak"))
    early = early.replace("started", "started\n            - 2026-08-20 delivered")
    text = (
        early
        + won.replace("NAME", "quay").replace("ESTIMATE", "estimate: 28h")
        + """
        projects/care.md
            estimate: 32h
            - 2026-11-16 started
        projects/tea.md
            estimate: 32h
            - 2026-11-16 started
        weeks/2026-W46.md
            ## Actual
            - Mon 10h quay-site
    """
    )
    stand = review_of(text).stand
    drawing = cover_chart(stand)
    (booked,), (gap,) = boxes(drawing, "strong"), boxes(drawing, "gap")
    assert stand.booked_weeks == Fraction(23, 7)  # Sunday, 13 December
    assert booked[2] == pytest.approx(400 * 23 / 7 / 8, abs=0.01)
    assert gap[0] + gap[2] == 400
    assert drawing.about == "No: a lead that comes today becomes work 4.7 weeks after the booked work ends."


def test_a_dot_is_as_high_as_its_ratio() -> None:
    text = """
        projects/long.md
            estimate: 10h
            - 2026-10-01 started
            - 2026-10-20 delivered
        projects/short.md
            estimate: 10h
            - 2026-10-01 started
            - 2026-10-22 delivered
        weeks/2026-W41.md
            ## Actual
            - Mon 12h long
            - Tue 9h short
    """
    drawing = ratio_chart(review_of(text).outflow)
    dots = [(mark.style, mark.tip) for mark in drawing.marks if mark.style.startswith("dot")]
    assert dots == [("dot over", "long: 120 % of the estimate"), ("dot", "short: 90 % of the estimate")]
    assert drawing.about == "1 of 2 projects took longer than estimated."


def test_a_coming_week_stands_between_its_bounds_and_is_marked_where_it_is_lean() -> None:
    text = """
        projects/quay.md
            estimate: 80h
            - 2026-09-01 started
        opsledger.yaml
            time_off: [2026-11-30/2026-12-04]
    """
    sheet = """\
        weeks/2026-W{}.md
            ## Actual
            - Mon 6h quay
    """
    text = "\n".join([text.rstrip(), *(sheet.rstrip().format(week) for week in range(38, 48)), ""])
    stand = review_of(text).stand
    drawing = coming_chart(stand)
    mondays = [read_week(week.week).monday for week in stand.weeks]
    named = [f"{monday.day} {monday:%b}" for monday in mondays]
    assert [text for text in texts(drawing) if text in named] == named
    assert "off" in texts(drawing)
    lean = [week for week in stand.weeks if week.state == "lean"]
    assert len(boxes(drawing, "chance lean likely")) == len(lean) > 0
    assert len(boxes(drawing, "committed")) == sum(week.booked > 0 for week in stand.weeks if week.capacity)
    assert len([mark for mark in drawing.marks if mark.style == "range"]) == 2  # before the days off, and after them
    assert drawing.about.startswith(f"{len(lean)} of 12 weeks are more likely lean than not, the first is the week of ")


def test_a_week_leads_to_its_lines() -> None:
    stand = review_of("projects/quay.md\n    estimate: 20h\n    - 2026-11-01 started\n").stand
    links = [mark.link for mark in coming_chart(stand).marks if mark.style == "hit"]
    assert links == [f"time/{week.week}" for week in stand.weeks]


def test_a_narrow_drawing_names_every_other_week_and_keeps_the_chances() -> None:
    young = review_of("projects/quay.md\n    estimate: 20h\n    - 2026-11-01 started\n").stand
    assert not any("chance" in text for text in texts(coming_chart(young, 340)))  # while it rests on guesses
    stand = replace(young, weeks=tuple(replace(week, famine=Fraction(1, 5)) for week in young.weeks))
    drawing = coming_chart(stand, 340)
    assert len([text for text in texts(drawing) if re.fullmatch(r"\d+ [A-Z][a-z]{2}", text)]) == 6
    assert "chance of a lean week, %" in texts(drawing)
    assert len([mark for mark in drawing.marks if mark.style.startswith("chance")]) == 12
