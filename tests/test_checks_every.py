from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from pathlib import Path

import opsledger.checks
from opsledger.checks.every import CHECKS, CHECKS_ON_DAY, check
from opsledger.checks.figure_names import FIGURE_NAMES, explain_unknown_figure
from opsledger.loading import load
from opsledger.measuring.every import figures
from opsledger.models.ledger import Ledger

DAY = date(2026, 11, 20)
SAMPLE = Path(__file__).parent.parent / "sample-ledger"
LEAD = "---\nname: Harbor\nsource: referral\n---\n## Log\n- 2026-11-02 inquiry\n- 2028-01-01 note\n"


def codes(ledger: Ledger, day: date | None = None) -> list[str]:
    return [problem.rule.code for problem in check(ledger, day)]


def ledger_in(folder: Path, files: dict[str, str]) -> Ledger:
    for name, text in {"opsledger.yaml": "", **files}.items():
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return load(folder)


def test_every_check_is_listed() -> None:
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.iter_modules(opsledger.checks.__path__, "opsledger.checks.")
    ]
    public = {
        f"{value.__module__}.{name}"
        for module in modules
        for name, value in vars(module).items()
        if name.startswith("check_") and callable(value)
    }
    assert {f"{one.__module__}.{one.__name__}" for one in (*CHECKS, *CHECKS_ON_DAY)} == public


def test_nothing_is_far_ahead_without_a_day(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, {"leads/harbor.md": LEAD})
    assert codes(ledger) == []
    assert codes(ledger, DAY) == ["far-ahead"]


def test_weeks_are_missing_without_a_day_too(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, {"weeks/2026-W10.md": "", "weeks/2026-W12.md": ""})
    assert codes(ledger) == ["week-missing"]


def test_a_cut_ledger_is_checked_on_its_day(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, {"leads/harbor.md": LEAD})
    assert codes(ledger.as_of(date(2026, 12, 1))) == []
    assert codes(ledger.as_of(date(2028, 1, 1))) == []


def test_what_reading_told_comes_with_it(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, {"leads/harbor.md": LEAD + "- nonsense\n", "leads/quay.md": ""})
    told = check(ledger, DAY)
    assert [problem.rule.code for problem in told] == [
        "far-ahead",
        "line-date",
        "no-line",
        "field-missing",
    ]
    assert list(told) == sorted(told, key=lambda problem: (problem.file, problem.line or 0))


def test_every_figure_may_be_moved() -> None:
    ledger = load(SAMPLE)
    unknown = {name for name in figures(ledger, DAY) if explain_unknown_figure(name, ledger.settings)}
    assert unknown == set()


def test_every_name_known_is_a_figure() -> None:
    measured = {".".join(name.split(".")[:2]) for name in figures(load(SAMPLE), DAY)}
    assert set(FIGURE_NAMES) - measured <= {
        "actions.effect",
        "balance.forecast",
        "money.doubtful",
        "money.unsent",
        "outflow.rollover",
    }  # a review that froze one; nobody in the sample may not pay, and nothing is left to invoice; no hours move on
