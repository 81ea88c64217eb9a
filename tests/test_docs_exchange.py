"""The commands of some pages of the documentation, run as they are written there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli_support import run
from tests.docs_tables import read
from tests.importing_support import EXPORTS, errors_in

_ELSEWHERE = ("sqlite3 ", "python3 ")


def commands(page: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", read(page), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip() and not line.startswith(_ELSEWHERE)]


@pytest.mark.parametrize(
    "page", [f"docs/{name}.md" for name in ("importing", "exporting", "forecast", "figures", "templates")]
)
def test_the_commands_run_one_after_the_other(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in EXPORTS.iterdir():
        shutil.copy(place, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(None, "init", "mine", "--sample").exit_code == 0
    ran = commands(page)
    assert ran
    if not any("init sample" in line for line in ran):
        assert run(None, "init", "sample", "--sample").exit_code == 0
    for line in ran:
        name, *arguments = shlex.split(line)
        assert name == "opsledger"
        result = run(None if "-C" in arguments or "init" in arguments else tmp_path / "mine", *arguments)
        assert result.exit_code == 0, f"{line}\n{result.stdout}{result.stderr}"
    for ledger in (tmp_path / "mine", tmp_path / "sample"):
        assert not ledger.exists() or errors_in(ledger) == []
