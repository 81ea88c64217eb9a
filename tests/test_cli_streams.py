"""Whatever becomes of standard output and standard error, a command ends with a sensible code and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli_support import SOURCE

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.skipif(not hasattr(os, "fork") or not Path("/dev/full").exists(), reason="no fork or no /dev/full"),
]


class Ended(NamedTuple):
    """How a command ended."""

    command: str
    scene: str | None
    code: int
    stdout: str
    stderr: str


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> list[Ended]:
    """Every command that reads, as usual and in the scenes."""
    command = [sys.executable, "-m", "tests.streams", str(tmp_path_factory.mktemp("streams"))]
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Ended(*row) for row in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def usual(ended: list[Ended]) -> dict[str, Ended]:
    """How each command ends if nothing is wrong with its streams."""
    return {each.command: each for each in ended if each.scene is None}


def test_as_usual_each_command_says_something(usual: dict[str, Ended]) -> None:
    assert [each for each in usual.values() if not (each.stdout or each.stderr)] == []
    assert {each.code for each in usual.values()} == {0, 1, 2}


def test_there_is_no_traceback(ended: list[Ended]) -> None:
    wrong = ("Traceback", "Exception ignored", "fault in the program", "Errno")
    assert [each for each in ended if any(word in each.stderr for word in wrong)] == []


def scene(ended: list[Ended], usual: dict[str, Ended], name: str) -> list[tuple[Ended, Ended]]:
    """How commands ended in a scene, each beside how it usually ends."""
    found = [(each, usual[each.command]) for each in ended if each.scene == name]
    assert len(found) > 3
    return found


@pytest.mark.parametrize("name", ["unread stdout", "closed stdout"])
def test_who_does_not_want_what_is_printed_is_no_fault(name: str, ended: list[Ended], usual: dict[str, Ended]) -> None:
    for found, as_usual in scene(ended, usual, name):
        assert (found.code, found.stderr) == (as_usual.code, as_usual.stderr), found


def test_a_full_disk_is_told_of(ended: list[Ended], usual: dict[str, Ended]) -> None:
    for found, as_usual in scene(ended, usual, "full stdout"):
        assert not as_usual.stdout or (found.code == 2 and "No space left" in found.stderr), found


@pytest.mark.parametrize("name", ["unread stderr", "full stderr", "closed stderr"])
def test_what_cannot_be_told_takes_nothing_of_what_is_printed(
    name: str, ended: list[Ended], usual: dict[str, Ended]
) -> None:
    for found, as_usual in scene(ended, usual, name):
        assert (found.code, found.stdout) == (as_usual.code, as_usual.stdout), found
