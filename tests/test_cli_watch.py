from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli_support import DAY, SOURCE, heed_ctrl_c, run, write_ledger

LEAD = "---\nname: Acme\nsource: mail\n---\n\n## Log\n\n- 2026-11-02 inquiry\n"


class Running(NamedTuple):
    """A command in a process of its own, and the file that holds what it printed."""

    process: subprocess.Popen[bytes]
    printed: Path

    def until(self, sign: str) -> str:
        """What was printed since the last time, once a sign is there."""
        end = time.monotonic() + 60
        while sign not in (text := self.printed.read_text(encoding="utf-8")):
            assert time.monotonic() < end, text
            time.sleep(0.02)
        self.printed.write_text("", encoding="utf-8")
        return text


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Running]:
    """`opsledger watch` on a small ledger."""
    root, printed = write_ledger(tmp_path / "ledger", {"leads/acme.md": LEAD}), tmp_path / "printed"
    command = [sys.executable, "-m", "opsledger", "-C", str(root), "watch", "--on", DAY, "--out", "out"]
    env = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    with (
        printed.open("a") as file,
        subprocess.Popen(command, cwd=tmp_path, env=env, stdout=file, stderr=file, preexec_fn=heed_ctrl_c) as process,
    ):
        yield Running(process, printed)
        process.kill()


def test_it_tells_what_changed_what_is_wrong_and_what_is_not_any_more(watched: Running, tmp_path: Path) -> None:
    assert "out/review.html and out/review.md" in watched.until("watching")
    lead = tmp_path / "ledger/leads/acme.md"
    lead.write_text(LEAD + "- 2026-11-03 value 5000\n")
    assert "leads/acme.md: out/review.html and out/review.md" in watched.until("inflow.open value: – then, 5,000 now")
    lead.write_text(LEAD + "- 2026-11-03 valu 5000\n")
    printed = watched.until("1 error in the ledger")
    assert "leads/acme.md:9:14: error[line-word]" in printed
    assert "did you mean `value`?" in printed
    lead.write_text(LEAD)
    watched.until("nothing is wrong any more")
    (tmp_path / "ledger/opsledger.yaml").write_text("a: 1\na: 2\n")
    watched.until("opsledger.yaml: NOT UP TO DATE")


def test_a_ledger_that_is_gone_is_not_said_to_be_in_order(watched: Running, tmp_path: Path) -> None:
    watched.until("watching")
    (tmp_path / "ledger/leads/acme.md").write_text(LEAD + "- 2026-11-03 valu 5000\n")
    watched.until("1 error in the ledger")
    (tmp_path / "ledger").rename(tmp_path / "away")
    assert "any more" not in watched.until("NOT UP TO DATE: there is no folder")
    (tmp_path / "away").rename(tmp_path / "ledger")
    watched.until("1 error in the ledger")


def test_ctrl_c_ends_it_without_a_complaint(watched: Running) -> None:
    watched.until("watching")
    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(timeout=60) == 0
    assert watched.printed.read_text().strip() == ""


@pytest.mark.parametrize("folder", [".", "leads", "templates", "reviews/2026"])
def test_it_writes_no_pages_among_the_ledgers_own_files(folder: str, tmp_path: Path) -> None:
    (tmp_path / "review.html").write_text("my own page", encoding="utf-8")
    result = run(write_ledger(tmp_path, {}), "watch", "--out", str(tmp_path / folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert ("did not make it" if folder == "." else "the ledger keeps its own files") in result.stderr


@pytest.mark.parametrize("name", ["review.md", "review.html"])
def test_it_writes_over_nothing_that_it_did_not_make(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("# My own\n", encoding="utf-8")
    result = run(write_ledger(tmp_path / "ledger", {}), "watch", "--out", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{name} already exists, and OpsLedger did not make it" in result.stderr


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "none", "watch")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no folder" in result.stderr
