"""Whatever is killed, full, or written at once: nothing is lost, and no file is half written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.fuzzing import EFFORT
from tests.trials import trial

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here"),
]


def test_what_is_killed_at_any_call_leaves_each_file_old_or_new(tmp_path: Path) -> None:
    done = trial("kill", tmp_path, max(1, 30 * EFFORT // 50), EFFORT)  # 300 over all scenes in `make fuzz`
    assert done.returncode == 0, done.stderr


def test_sixteen_writers_of_different_commands_lose_nothing(tmp_path: Path) -> None:
    done = trial("write_together", tmp_path, max(1, EFFORT // 4))
    assert done.returncode == 0, done.stderr


def test_two_state_folders_lose_no_line(tmp_path: Path) -> None:
    done = trial("two_states", tmp_path, max(5, 4 * EFFORT))
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("unshare"), reason="no file system of one's own can be made here")
def test_a_full_disk_leaves_each_file_old_or_new(tmp_path: Path) -> None:
    mounted = 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"'
    within = ("unshare", "--mount", "--map-root-user", "sh", "-c", mounted, str(tmp_path))
    if trial("no such trial", within=within).stderr.rpartition("\n")[0].endswith("permitted"):
        pytest.skip("no file system of one's own can be made here")
    done = trial("full_disk", tmp_path, within=within)
    assert done.returncode == 0, done.stderr
