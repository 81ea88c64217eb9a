"""What is promised to those who use OpsLedger as a library."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import opsledger
from tests.cli_support import SAMPLE, SOURCE, write_ledger
from tests.ledger_text import files_of

HEAVY = ("yaml", "jinja2", "markupsafe", "watchdog", "click", "rich", "markdown_it", "decimal", "starlette")


def loaded_after(code: str, *names: str) -> list[str]:
    """Which of these modules a piece of code has loaded; what measures coverage loads some of them before."""
    shown = f"print(*[name for name in {names!r} if name in {{*sys.modules}} - before])"
    code = f"import sys\nbefore = {{*sys.modules}}\n{code}\n{shown}"
    done = subprocess.run([sys.executable, "-c", code], cwd=SOURCE, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_four_calls_work_one_after_the_other(tmp_path: Path) -> None:
    text = "leads/quay.md\n    cliet: x\n    - 2026-11-10 in wants a sign\n    - 2026-02-30 out no such day\n"
    ledger = opsledger.load(str(write_ledger(tmp_path, files_of(text))))
    problems = [str(problem) for problem in opsledger.check(ledger)]
    assert any(problem.startswith("leads/quay.md:") and ": error[" in problem for problem in problems)
    review = opsledger.review(ledger, on=date(2026, 11, 20))
    assert "New leads: **1**" in opsledger.render(review)


def test_importing_it_loads_nothing_heavy() -> None:
    assert loaded_after("import opsledger", *HEAVY) == []


def test_asking_for_the_version_loads_nothing_heavy() -> None:
    assert loaded_after("import opsledger; opsledger.__version__", *HEAVY) == []


def test_loading_a_ledger_needs_no_template_engine() -> None:
    code = f"import opsledger; opsledger.load({str(SAMPLE)!r})"
    assert loaded_after(code, "jinja2", "watchdog", "click", "rich", "markdown_it") == []


def test_measuring_needs_no_template_engine() -> None:
    code = (
        f"import opsledger, datetime; opsledger.measure(opsledger.load({str(SAMPLE)!r}), datetime.date(2026, 11, 20))"
    )
    assert loaded_after(code, "jinja2", "watchdog", "click", "rich", "markdown_it") == []


def test_a_review_is_the_same_however_often_it_is_asked_for() -> None:
    ledger = opsledger.load(SAMPLE)
    day = date(2026, 11, 20)
    assert opsledger.render(opsledger.review(ledger, day)) == opsledger.render(opsledger.review(ledger, on=day))


def test_reviewing_changes_no_file() -> None:
    before = {path: path.stat().st_mtime_ns for path in SAMPLE.rglob("*")}
    opsledger.render(opsledger.review(opsledger.load(SAMPLE), date(2026, 11, 20)), SAMPLE)
    assert {path: path.stat().st_mtime_ns for path in SAMPLE.rglob("*")} == before
