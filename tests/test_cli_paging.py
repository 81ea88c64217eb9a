"""Long texts on a terminal: which pager shows them, and that no code of a colour is ever to be read."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from opsledger.cli import paging
from opsledger.cli.paging import Pager, pager_of
from tests.cli_support import SAMPLE, SOURCE

COLOURS, PLAIN = Pager(takes_colour=True), Pager(takes_colour=False)
LESS_SET = Pager(takes_colour=True, less="FRX")


@pytest.mark.parametrize(
    ("variables", "pager"),
    [
        ({}, LESS_SET),
        ({"PAGER": "less"}, LESS_SET),
        ({"PAGER": "/usr/bin/less -S"}, LESS_SET),
        ({"PAGER": "'/opt/my tools/less' +g"}, LESS_SET),
        ({"LESS": ""}, PLAIN),
        ({"LESS": "-M"}, PLAIN),
        ({"LESS": "-iMR"}, COLOURS),
        ({"LESS": "FRX"}, COLOURS),
        ({"LESS": "--RAW-CONTROL-CHARS -i"}, COLOURS),
        ({"LESS": "--redraw-on-quit"}, PLAIN),
        ({"LESS": "-M", "PAGER": "less -R"}, COLOURS),
        ({"LESS": "-M", "PAGER": "less +/r"}, PLAIN),
        ({"PAGER": "more"}, PLAIN),
        ({"PAGER": "most -s"}, PLAIN),
        ({"PAGER": "bat --style=plain"}, PLAIN),
        ({"PAGER": ""}, None),
        ({"PAGER": "  "}, None),
        ({"PAGER": "cat"}, None),
        ({"PAGER": "less 'unclosed"}, None),
        ({"MANPAGER": "most"}, LESS_SET),
    ],
)
def test_only_a_pager_that_is_known_to_show_colours_gets_them(variables: dict[str, str], pager: Pager | None) -> None:
    assert pager_of(variables) == pager


@pytest.mark.parametrize(
    ("text", "fitting"),
    [
        ("a\n" * 9, True),
        ("a\n" * 10, False),
        ("a" * 100 + "\n" * 4, False),
        ("日" * 25 + "\n" * 8, False),
        ("\x1b[1m" + "a" * 10 + "\x1b[0m\n" * 9, True),
    ],
)
def test_a_text_fits_by_the_rows_it_takes(text: str, fitting: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((10, 10)))
    assert paging.fits(text) is fitting


def on_a_terminal(command: list[str], **variables: str) -> str:
    """What a command shows on a terminal of 80 columns and 10 lines, its pager left with `q`."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PAGER", "LESS", "NO_COLOR")}
    size = {"COLUMNS": "80", "LINES": "10", "TERM": "xterm", "PYTHONPATH": str(SOURCE)}
    terminal, inner = pty.openpty()
    environment = {**kept, **size, **variables}
    with subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=True
    ) as process:
        os.close(inner)
        shown = b""
        while select.select([terminal], [], [], 60)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
            if not shown.rstrip().endswith(b"q"):
                os.write(terminal, b"q")
        process.kill()
    os.close(terminal)
    return shown.decode()


@pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
@pytest.mark.parametrize("variables", [{}, {"LESS": "-M"}, {"PAGER": "less"}, {"NO_COLOR": "1"}])
def test_a_long_list_shows_no_codes(variables: dict[str, str]) -> None:
    command = [sys.executable, "-m", "opsledger", "-C", str(SAMPLE), "leads", "--all", "--on", "2026-11-20"]
    shown = on_a_terminal(command, **variables)
    assert "stage" in shown
    assert "ESC" not in shown


def test_a_pager_that_is_not_there_hides_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "opsledger", "-C", str(SAMPLE), "leads", "--all", "--on", "2026-11-20"]
    assert "Meadow Coworking" in on_a_terminal(command, PAGER=str(tmp_path / "nothing"))
