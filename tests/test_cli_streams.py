"""Whatever becomes of standard output and standard error, a command ends with a sensible code and no traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli_support import SOURCE
from tests.streams import ASKING, GONE, SCENES, STANDING, UNANSWERED, arguments_of

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
    changed: bool  # whether anything of the ledger is another


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> list[Ended]:
    """Every command, as usual and in the scenes."""
    command = [sys.executable, "-m", "tests.streams", str(tmp_path_factory.mktemp("streams"))]
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Ended(*row) for row in json.loads(done.stdout)]


def is_asking(each: Ended) -> bool:
    """Whether a command is one of those that ask."""
    return each.command in [" ".join(arguments_of(command)) for command in ASKING]


@pytest.fixture(scope="module")
def usual(ended: list[Ended]) -> dict[str, Ended]:
    """How each command ends if nothing is wrong with its streams."""
    return {each.command: each for each in ended if each.scene is None and not is_asking(each)}


def test_as_usual_each_command_says_something(usual: dict[str, Ended]) -> None:
    assert [each for each in usual.values() if not (each.stdout or each.stderr)] == []
    assert {command.split()[0] for command in STANDING} <= {command.split()[0] for command in usual}
    assert {each.code for each in usual.values()} == {0, 1, 2}


def test_there_is_no_traceback(ended: list[Ended]) -> None:
    wrong = ("Traceback", "Exception ignored", "fault in the program", "Errno")
    assert [each for each in ended if any(word in each.stdout + each.stderr for word in wrong)] == []
    assert {each.code for each in ended} <= {0, 1, 2, 130}


def scene(ended: list[Ended], usual: dict[str, Ended], name: str) -> list[tuple[Ended, Ended]]:
    """How commands ended in a scene, each beside how it usually ends."""
    found = [(each, usual[each.command]) for each in ended if each.scene == name and not is_asking(each)]
    assert len(found) > 3
    return found


def differing(each: Ended) -> str:
    """What a command printed, without what is another each time: the time, a port, a key, what is new."""
    told = re.sub(r"^\d+:\d+:\d+ watching: .* \(\d.*\)$", "watching", each.stdout, flags=re.MULTILINE)
    return re.sub(r":\d+/\?key=\S+", "", told)


@pytest.mark.parametrize("name", ["unread stdout", "closed stdout"])
def test_who_does_not_want_what_is_printed_is_no_fault(name: str, ended: list[Ended], usual: dict[str, Ended]) -> None:
    for found, as_usual in scene(ended, usual, name):
        if found.command == "lsp" and name == "closed stdout":
            assert (found.code, "is closed" in found.stderr) == (2, True)
        else:
            assert (found.code, found.stderr) == (as_usual.code, as_usual.stderr), found


def test_who_types_nothing_is_no_fault(ended: list[Ended], usual: dict[str, Ended]) -> None:
    for found, as_usual in scene(ended, usual, "closed stdin"):
        if found.command == "lsp":
            assert (found.code, "is closed" in found.stderr) == (2, True)
        else:
            assert (found.code, found.stderr) == (as_usual.code, as_usual.stderr), found
            assert differing(found) == differing(as_usual)


def test_a_full_disk_is_told_of(ended: list[Ended], usual: dict[str, Ended]) -> None:
    for found, as_usual in scene(ended, usual, "full stdout"):
        assert not as_usual.stdout or (found.code == 2 and "No space left" in found.stderr), found


@pytest.mark.parametrize("name", ["unread stderr", "full stderr", "closed stderr"])
def test_what_cannot_be_told_takes_nothing_of_what_is_printed(
    name: str, ended: list[Ended], usual: dict[str, Ended]
) -> None:
    for found, as_usual in scene(ended, usual, name):
        assert (found.code, differing(found)) == (as_usual.code, differing(as_usual)), found


@pytest.mark.parametrize("command", ASKING)
def test_a_question_is_asked_only_of_who_sees_it_and_what_is_said_of_the_answer(
    command: str, ended: list[Ended]
) -> None:
    found = {each.scene: each for each in ended if each.command == " ".join(arguments_of(command))}
    assert len(found) >= 5
    asked, question = found[None], r"\?.*: "
    assert (asked.code, asked.changed, bool(re.search(question, asked.stdout))) == (0, True, True)
    in_scenes = [each for name, each in found.items() if name in SCENES]
    assert [each for each in in_scenes if each.code not in (0, 2) or re.search(question, each.stdout)] == []


@pytest.mark.parametrize(("name", "codes"), [(UNANSWERED, {130}), (GONE, {2, 130})])
def test_without_an_answer_nothing_is_written(name: str, codes: set[int], ended: list[Ended]) -> None:
    found = [each for each in ended if each.scene == name]
    assert len(found) == len(ASKING)
    assert [each for each in found if each.changed or each.code not in codes] == []
