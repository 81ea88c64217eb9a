import subprocess
import sys
from datetime import date

import pytest

import opsledger
from tests.cli_support import SAMPLE, SOURCE

DAY = date(2026, 11, 20)


def test_a_ledger_is_loaded_checked_measured_and_reviewed() -> None:
    ledger = opsledger.load(SAMPLE)
    assert isinstance(ledger, opsledger.Ledger)
    assert opsledger.check(ledger) == ()
    assert isinstance(opsledger.measure(ledger, on=DAY)["inflow.win_rate"], opsledger.Figure)
    assert "Where we stand" in opsledger.render(opsledger.review(ledger, on=DAY))


def test_names_stay_functions_after_everything_is_imported() -> None:
    code = (
        "import opsledger.reviewing.build, opsledger.checks.every, opsledger.rendering.templates, opsledger.loading;"
        "import opsledger; print(*[callable(getattr(opsledger, name)) for name in opsledger.__all__ if name[0] > '_'])"
    )
    completed = subprocess.run([sys.executable, "-c", code], cwd=SOURCE, capture_output=True, text=True, check=True)
    assert set(completed.stdout.split()) == {"True"}


def test_importing_it_imports_nothing_else() -> None:
    code = (
        "import sys, opsledger; print(*[name for name in sys.modules if 'opsledger.' in name], 'yaml' in sys.modules)"
    )
    completed = subprocess.run([sys.executable, "-c", code], cwd=SOURCE, capture_output=True, text=True, check=True)
    assert completed.stdout.split() == ["opsledger.version", "False"]


@pytest.mark.parametrize("name", opsledger.__all__)
def test_every_public_name_is_there_and_listed(name: str) -> None:
    assert getattr(opsledger, name) is not None
    assert name in dir(opsledger)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        opsledger.nothing  # noqa: B018


def test_an_unreadable_ledger_is_an_exception(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(opsledger.LedgerUnreadable):
        opsledger.load(tmp_path)
