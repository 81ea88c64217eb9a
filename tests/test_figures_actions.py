"""What became of decisions. The day is Friday, 20 November 2026; numbers are worked out by hand."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from opsledger.loading import load
from opsledger.measuring.every import figures
from opsledger.reviewing.build import build_review
from tests.ledger_text import DAY, figure_of, figures_of, ledger_of, lines_of, value_of


def review(*actions: str, on: str = "2026-11-06") -> str:
    return "\n".join([f"reviews/{on}.md", "    ## Decisions", *(f"    - {action}" for action in actions), ""])


def test_open_and_overdue_are_by_role() -> None:
    figures = figures_of(
        review(
            "[ ] @sales call due:2026-11-19",
            "[ ] @sales write due:2026-11-20",
            "[ ] @sales think",
            "[x] @sales done:2026-11-10 rest due:2026-11-09",
            "[-] @sales drop due:2026-11-09",
            "[ ] @coo other due:2026-11-01",
        )
    )
    assert [
        figures[f"actions.{name}"].value for name in ("open.sales", "overdue.sales", "open.coo", "overdue.coo")
    ] == [
        *(3, 1),
        *(1, 1),
    ]


def test_every_role_of_the_settings_has_an_entry() -> None:
    figures = figures_of("opsledger.yaml\n    roles: [ceo, baker]\n")
    names = [name for name in figures if name.startswith(("actions.open.", "actions.overdue."))]
    assert names == ["actions.open.ceo", "actions.overdue.ceo", "actions.open.baker", "actions.overdue.baker"]
    assert [figures[name].value for name in names] == [0] * 4


def test_an_action_done_later_is_open_on_the_day() -> None:
    assert value_of("actions.open.sales", review("[x] @sales call done:2026-11-21")) == 1


def test_a_review_after_the_day_has_decided_nothing_yet() -> None:
    assert value_of("actions.open.sales", review("[ ] @sales call", on="2026-11-21")) == 0


def test_sources_are_the_actions_lines() -> None:
    figure = figure_of("actions.open.sales", review("[ ] @sales call", "[ ] @coo think"))
    assert lines_of(figure) == ["[ ] @sales call"]


# follow_through


def test_follow_through_is_done_by_the_due_day_of_those_due_in_26_weeks() -> None:
    actions = (
        "[x] @sales in time due:2026-11-10 done:2026-11-10",
        "[x] @sales late due:2026-11-10 done:2026-11-11",
        "[ ] @sales open due:2026-11-19",
        "[ ] @sales not due yet due:2026-11-21",
        "[x] @sales done and never due done:2026-11-10",
        "[-] @sales dropped due:2026-11-10",
        "[x] @sales without a day due:2026-11-10",
    )
    figure = figure_of("actions.follow_through", review(*actions, on="2026-11-01"))
    assert (figure.value, figure.n) == (Fraction(1, 3), 3)
    assert figure.interval == (pytest.approx(0.061492, abs=1e-6), pytest.approx(0.79234, abs=1e-6))


def test_what_is_due_today_has_not_failed_yet() -> None:
    done = "[x] @sales in time due:2026-11-20 done:2026-11-20"
    figure = figure_of("actions.follow_through", review("[ ] @sales open due:2026-11-20", done, on="2026-11-01"))
    assert (figure.value, figure.n) == (1, 1)


@pytest.mark.parametrize(("due", "n"), [("2026-05-22", 0), ("2026-05-23", 1), ("2026-11-19", 1), ("2026-11-20", 0)])
def test_due_counts_from_the_first_of_26_weeks_to_the_day_before(due: str, n: int) -> None:
    figure = figure_of("actions.follow_through", review(f"[ ] @sales x due:{due}", on="2026-05-01"))
    assert figure.n == n


def test_follow_through_of_none_is_too_few() -> None:
    figure = figure_of("actions.follow_through", review("[ ] @sales x"))
    assert (figure.value, figure.interval) == (None, None)
    assert figure.note == "too few: no action was due in 26 weeks"


@pytest.mark.parametrize("box", ["[-]", "[x]"])
def test_dropped_and_done_without_a_day_hold_from_the_reviews_day(box: str) -> None:
    text = review(f"{box} @sales x due:2026-11-19")
    assert value_of("actions.open.sales", text, date(2026, 11, 6)) == 0
    assert figure_of("actions.follow_through", text).n == 0


# effects


def effects(folder: Path, *actions: str, frozen: object = None) -> dict[str, object]:
    text = "leads/a.md\n    - 2026-11-10 in x\n" + review(*actions)
    ledger_of(text, folder)
    if frozen is not None:
        (folder / "reviews" / "2026-11-06.figures.json").write_text(json.dumps(frozen))
    measured = figures(ledger_of(text, folder), DAY)
    return {name: figure.value for name, figure in measured.items() if name.startswith("actions.effect.")}


def frozen(value: object) -> object:
    return {"schema": 1, "kind": "figures", "on": "2026-11-06", "data": {"inflow.leads_new": {"value": value}}}


def test_an_effect_is_the_figure_frozen_in_its_review_and_now(tmp_path: Path) -> None:
    actions = ("[ ] @sales other", "[ ] @sales call moves:inflow.leads_new")
    assert effects(tmp_path, *actions, frozen=frozen(4)) == {
        "actions.effect.2026-11-06-2": {"figure": "inflow.leads_new", "then": 4, "now": 1}
    }


def test_without_frozen_figures_then_is_null(tmp_path: Path) -> None:
    (effect,) = effects(tmp_path, "[ ] @sales call moves:inflow.leads_new").values()
    assert effect == {"figure": "inflow.leads_new", "then": None, "now": 1}


@pytest.mark.parametrize("broken", [[], {"data": 5}, {"data": {"inflow.leads_new": {}}}, "x"])
def test_frozen_figures_that_cannot_be_read_are_none(broken: object, tmp_path: Path) -> None:
    (effect,) = effects(tmp_path, "[ ] @sales call moves:inflow.leads_new", frozen=broken).values()
    assert effect == {"figure": "inflow.leads_new", "then": None, "now": 1}


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("[x] @sales lately moves:inflow.leads_new done:2026-11-07", True),
        ("[x] @sales before the period moves:inflow.leads_new done:2026-11-06", False),
        ("[-] @sales dropped moves:inflow.leads_new", False),
        ("[ ] @sales moves nothing", False),
    ],
)
def test_effects_are_of_open_and_lately_done_actions(action: str, told: bool, tmp_path: Path) -> None:
    assert bool(effects(tmp_path, action, frozen=frozen(4))) == told


def test_a_figure_that_does_not_exist_now_is_null(tmp_path: Path) -> None:
    (effect,) = effects(tmp_path, "[ ] @sales call moves:inflow.fit.gone", frozen=frozen(4)).values()
    assert effect == {"figure": "inflow.fit.gone", "then": None, "now": None}


def test_what_an_action_moved_is_told_by_the_part_that_says_it_with_its_unit(tmp_path: Path) -> None:
    text = """
leads/a.md
    - 2026-11-10 in x
projects/quay.md
    estimate: 10h
    - 2026-11-09 started
weeks/2026-W47.md
    ## Actual
    - Mon 5h quay
weeks/2026-W48.md
    ## Plan
    - Mon 8h quay
"""
    then = {
        "time.plan_ahead": {"week": "2026-W46", "planned": 28.5},
        "inflow.fit.a": {"scope": "unknown", "verdict": "clarify"},
        "outflow.projects.quay": {"spent": 1, "burnt": 0.1},
        "money.outstanding": {"amount": 1200, "oldest_days": 3},
        "balance.backlog_weeks": 1,
        "inflow.leads_new": 0,
    }
    actions = "".join(f"    - [ ] @sales x moves:{name}\n" for name in then)
    ledger_of(text + "reviews/2026-11-06.md\n    ## Decisions\n" + actions, tmp_path)
    kept = {"schema": 1, "kind": "figures", "on": "2026-11-06", "data": {name: {"value": then[name]} for name in then}}
    (tmp_path / "reviews" / "2026-11-06.figures.json").write_text(json.dumps(kept))
    rows = build_review(load(tmp_path), DAY).follow_up.rows
    assert {row.moves: (row.then, row.now) for row in rows} == {
        "time.plan_ahead": ("28.5 h", "8 h"),
        "inflow.fit.a": ("clarify", "clarify"),
        "outflow.projects.quay": ("10 %", "50 %"),
        "money.outstanding": ("1,200 EUR", "0 EUR"),
        "balance.backlog_weeks": ("1 week", "–"),
        "inflow.leads_new": ("0", "1"),
    }


# Money that came since

OWED = (
    "projects/hofgut.md\n    name: Hofgut Lindner\n    price: 1000\n    - 2026-10-01 started\n"
    "    - 2026-10-20 invoiced 770 no R-12\n    - 2026-10-30 paid 300\n"
)
PAID = f"{OWED}    - 2026-11-12 paid 470\n"


def after(text: str, decided: str) -> tuple[object, ...]:
    figures = figures_of(text + review(f"[ ] @finance {decided} due:2026-11-13"))
    follow = figures["actions.follow_through"]
    return figures["actions.open.finance"].value, figures["actions.overdue.finance"].value, follow.value


@pytest.mark.parametrize(
    "decided",
    [
        "Ring Lindner about the rest (470 EUR)",
        "Remind Hofgut Lindner of invoice R-12",
        "Ask Hofgut when they pay",
        "Collect the 770 EUR from Hofgut",
    ],
)
def test_a_decision_to_ask_for_money_is_done_once_it_came(decided: str) -> None:
    assert after(OWED, decided) == (1, 1, 0)
    assert after(PAID, decided) == (0, 0, 1)
    late = PAID.replace("2026-11-12", "2026-11-18")
    assert after(late, decided) == (0, 0, 0)


@pytest.mark.parametrize(
    "decided",
    [
        "Ring Lindner about the next workshop",
        "Invoice 230 EUR for Hofgut Lindner",
        "Send Hofgut the invoice for November",
        "Ask the other client when they pay",
        "Offer Hofgut a retainer of 600 EUR",
    ],
)
def test_a_decision_about_something_else_stays_open_when_money_comes(decided: str) -> None:
    assert after(PAID, decided) == (1, 1, 0)


def test_a_decision_for_two_invoices_waits_for_the_second_unless_it_names_one() -> None:
    two = PAID.replace("    - 2026-10-30", "    - 2026-10-28 invoiced 500 no R-13\n    - 2026-10-30")
    assert after(two, "Ring Hofgut about the unpaid invoices") == (1, 1, 0)
    assert after(two, "Ring Hofgut about invoice R-12") == (0, 0, 1)


def test_a_decision_on_money_that_had_come_before_is_still_open() -> None:
    assert after(PAID.replace("2026-11-12", "2026-11-02"), "Ask Hofgut when they pay") == (1, 1, 0)


def test_the_review_says_that_they_paid() -> None:
    text = PAID + review("[ ] @finance Ring Lindner about the rest (470 EUR) due:2026-11-13")
    built = build_review(ledger_of(text), DAY, track_record="")
    (row,) = built.follow_up.rows
    assert (row.state, row.done, row.is_overdue, row.is_paid) == ("done", date(2026, 11, 12), False, True)
    assert not any("overdue-actions" in each.rule for role in built.findings for each in role.rows)
