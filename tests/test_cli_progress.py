from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opsledger.cli import progress as telling
from opsledger.loading import load
from tests.cli_support import run, write_ledger


@pytest.fixture
def onlooker(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Somebody at a terminal, who waits some seconds before they wonder."""

    def looks_on(patience: float) -> None:
        monkeypatch.setattr(telling, "has_onlooker", lambda: True)
        monkeypatch.setattr(telling, "_PATIENCE", patience)

    return looks_on


def test_nobody_is_told_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with telling.progress("reading") as told:
        assert told is None
    assert capsys.readouterr() == ("", "")


def test_work_that_is_over_soon_shows_nothing(
    onlooker: Callable[[float], None], capsys: pytest.CaptureFixture[str]
) -> None:
    onlooker(60)
    with telling.progress("reading") as told:
        assert told
        told(1, 2)
    assert capsys.readouterr() == ("", "")


def test_long_work_shows_how_much_is_done(
    onlooker: Callable[[float], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    onlooker(0)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with telling.progress("reading the ledger") as told:
        assert told
        told(300, 900)
    out, err = capsys.readouterr()
    assert out == ""
    assert "reading the ledger" in err
    assert "300/900" in err


def test_loading_tells_how_many_files_are_read(tmp_path: Path) -> None:
    write_ledger(tmp_path, {f"leads/{number}.md": "" for number in range(250)})
    told: list[tuple[int, int | None]] = []
    load(tmp_path, on_progress=lambda done, of: told.append((done, of)))
    assert told == [(100, None), (200, None)]


def test_a_command_prints_the_same_with_an_onlooker(tmp_path: Path, onlooker: Callable[[float], None]) -> None:
    write_ledger(tmp_path, {f"clients/{number}.md": "---\nname: x\n---\n" for number in range(150)})
    alone = run(tmp_path, "check").stdout
    onlooker(0)
    assert run(tmp_path, "check").stdout == alone
