"""The extension for VS Code: its own tests, and that it says of problems what the documentation says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli_support import SOURCE
from tests.test_editors import block, environment  # noqa: F401 - a fixture

EXTENSION = SOURCE / "editors" / "vscode"


def test_its_problem_matcher_is_that_of_the_documentation() -> None:
    (task,) = json.loads(block("vscode"))["tasks"]
    (matcher,) = json.loads((EXTENSION / "package.json").read_text("utf-8"))["contributes"]["problemMatchers"]
    assert matcher == {"name": "opsledger", **task["problemMatcher"]}


def test_its_client_speaks_with_the_server(environment: dict[str, str]) -> None:  # noqa: F811
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    if not Path(EXTENSION / "node_modules").is_dir():
        pytest.skip("the extension's libraries are not installed: `make vscode` does it")
    done = subprocess.run(
        ["node", "--test", "test/"],
        cwd=EXTENSION,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
