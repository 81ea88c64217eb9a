"""The configurations of docs/editors.md, in real editors where they are installed, and the files shipped for others."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from opsledger.reading.kinds import KINDS
from tests.cli_support import SAMPLE, SOURCE, run
from tests.docs_tables import read

LONGEST = 30.0
PAGE = read("docs/editors.md")
NVIM = shutil.which("nvim")
needs_neovim = pytest.mark.skipif(
    NVIM is None and os.environ.get("CI") != "true", reason="Neovim is not installed; in CI it has to be"
)


def block(name: str) -> str:
    """The block of the page below `<!-- NAME -->`."""
    found = re.search(rf"^<!-- {name} -->\n```\w+\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "ledger"))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables of an editor that finds this checkout's `opsledger` and nothing of its user's."""
    command = tmp_path / "bin" / "opsledger"
    command.parent.mkdir()
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH="{SOURCE}" exec "{sys.executable}" -m opsledger "$@"\n', encoding="utf-8"
    )
    command.chmod(0o755)
    own = {name: str(tmp_path / "own") for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    return os.environ | own | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}


def has_configuration_of_servers() -> bool:
    """Whether the Neovim here is 0.11 or newer, which starts servers by `vim.lsp.config` and maps keys for them."""
    told = subprocess.run(["nvim", "--version"], capture_output=True, check=True, text=True, timeout=LONGEST).stdout
    found = re.match(r"NVIM v(\d+)\.(\d+)", told)
    assert found is not None
    return (int(found[1]), int(found[2])) >= (0, 11)


class Neovim:
    """A Neovim without a screen, told what to type as a person would type it."""

    def __init__(self, folder: Path, config: Path, socket: Path, environment: dict[str, str]) -> None:
        self.socket, self.environment = str(socket), environment
        command = ["nvim", "--headless", "--clean", "-u", str(config), "--listen", self.socket]
        self.output = (socket.parent / "nvim.log").open("wb")
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output
        )
        self._until(socket.exists, "Neovim to start")

    def type(self, keys: str) -> None:
        """Press keys, named as in a mapping."""
        self._call("--remote-send", keys)

    def ask(self, expression: str) -> Any:
        """The value of an expression of Vim script."""
        return json.loads(self._call("--remote-expr", f"json_encode({expression})"))

    def until(self, expression: str, holds: Callable[[Any], bool]) -> Any:
        """An expression's value, as soon as it is what is waited for."""
        found: list[Any] = [None]

        def holds_now() -> bool:
            found[0] = self.ask(expression)
            return holds(found[0])

        self._until(holds_now, lambda: f"`{expression}`, which is {found[0]!r}")
        return found[0]

    def close(self) -> None:
        """Leave, whatever is unsaved."""
        try:
            self._call("--remote-send", "<C-\\><C-N>:qa!<CR>")
            self.process.wait(LONGEST)
        finally:
            self.process.kill()
            self.process.wait()
            self.output.close()

    def _call(self, *arguments: str) -> str:
        command = ["nvim", "--server", self.socket, *arguments]
        result = subprocess.run(command, env=self.environment, capture_output=True, check=True, timeout=LONGEST)
        return (result.stdout or result.stderr).decode()

    def _until(self, holds: Callable[[], bool], what: str | Callable[[], str]) -> None:
        end = time.monotonic() + LONGEST
        while not holds():
            assert time.monotonic() < end, f"waited in vain for {what if isinstance(what, str) else what()}"
            time.sleep(0.05)


@pytest.fixture
def neovim(ledger: Path, tmp_path: Path, environment: dict[str, str]) -> Iterator[Neovim]:
    config = tmp_path / "init.lua"
    config.write_text(block("neovim-0.11" if has_configuration_of_servers() else "neovim"), encoding="utf-8")
    editor = Neovim(ledger, config, tmp_path / "nvim.sock", environment)
    yield editor
    editor.close()


DIAGNOSTICS = 'luaeval("vim.tbl_map(function(one) return one.message end, vim.diagnostic.get(0))")'
CLIENTS = (
    'luaeval("#vim.tbl_keys(vim.lsp.get_clients and vim.lsp.get_clients({bufnr = 0}) or vim.lsp.buf_get_clients(0))")'
)
WINDOWS = 'map(range(1, winnr("$")), "join(getbufline(winbufnr(v:val), 1, 3))")'
WEEK = ":edit weeks/2026-W47.md<CR>"


@needs_neovim
def test_neovim_shows_what_is_wrong_as_it_is_typed(neovim: Neovim) -> None:
    neovim.type(WEEK)
    neovim.until(CLIENTS, lambda count: count == 1)
    neovim.type("/harbor-ortho-website<CR>x")
    (message,) = neovim.until(DIAGNOSTICS, bool)
    assert message == "there is no project, lead or area `arbor-ortho-website` (did you mean `harbor-ortho-website`?)"
    neovim.type("u")
    neovim.until(DIAGNOSTICS, lambda found: not found)


@needs_neovim
def test_neovim_completes_hovers_and_finds_the_definition(neovim: Neovim) -> None:
    neovim.type(WEEK)
    neovim.until(CLIENTS, lambda count: count == 1)
    neovim.type("/harbor-ortho-website<CR>")
    neovim.type("o- Tue 9:00-10:00 lant<C-x><C-o>")
    offered = 'map(complete_info(["items"]).items, "v:val.word")'
    assert neovim.until(offered, bool)[:2] == ["lantern-rebrand", "lantern-theatre"]
    neovim.type("<Esc>u/harbor-ortho-website<CR>K")
    neovim.until(WINDOWS, lambda found: any("Harbor Orthodontics website** · project" in shown for shown in found))
    neovim.type("<C-]>" if has_configuration_of_servers() else "gd")
    neovim.until('expand("%:t")', lambda name: name == "harbor-ortho-website.md")


@needs_neovim
def test_neovim_renames_an_id_everywhere(neovim: Neovim, ledger: Path) -> None:
    named = [path for path in ledger.rglob("*.md") if "harbor-ortho-website" in path.read_text(encoding="utf-8")]
    neovim.type(":edit projects/harbor-ortho-website.md<CR>")
    neovim.until(CLIENTS, lambda count: count == 1)
    neovim.type(':lua vim.lsp.buf.rename("harbor-teeth")<CR>')
    neovim.until('expand("%:t")', lambda name: name == "harbor-teeth.md")
    neovim.type(":wall<CR>")
    neovim.until('len(filter(getbufinfo(), "v:val.changed"))', lambda count: count == 0)
    left = [path for path in ledger.rglob("*.md") if "harbor-ortho-website" in path.read_text(encoding="utf-8")]
    assert (len(named) > 10, left, (ledger / "projects" / "harbor-teeth.md").is_file()) == (True, [], True)
    assert run(ledger, "check").stdout.endswith("0 errors, 0 warnings in 147 records\n")


def broken(ledger: Path) -> tuple[str, int, int]:
    """Break a line of a ledger; the file, the line and the column."""
    path = ledger / "leads" / "arbor-furniture.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}- 2026-11-20 wonn\n", encoding="utf-8")
    return "leads/arbor-furniture.md", text.count("\n") + 1, 14


@needs_neovim
def test_make_fills_the_quickfix_list(ledger: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    place = broken(ledger)
    config, found = tmp_path / "vimrc.vim", tmp_path / "found.json"
    config.write_text(block("vim"), encoding="utf-8")
    listed = "map(getqflist(), {_, one -> [bufname(one.bufnr), one.lnum, one.col, one.type]})"
    script = ["-c", "silent make!", "-c", f"call writefile([json_encode({listed})], '{found}')", "-c", "qa!"]
    command = ["nvim", "--headless", "--clean", "-u", str(config), *script]
    subprocess.run(command, cwd=ledger, env=environment, check=True, capture_output=True, timeout=LONGEST)
    assert json.loads(found.read_text(encoding="utf-8")) == [[*place, "e"]]


def test_the_problem_matcher_reads_what_check_prints(ledger: Path) -> None:
    place = broken(ledger)
    (task,) = json.loads(block("vscode"))["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    lines = run(ledger, *task["command"].split()[1:]).stdout.splitlines()
    (found,) = [re.fullmatch(pattern["regexp"], line) for line in lines]
    assert found is not None
    read_as = {key: found[group] for key, group in pattern.items() if key != "regexp"}
    assert (read_as["file"], int(read_as["line"]), int(read_as["column"])) == place
    assert (read_as["severity"], read_as["code"]) == ("error", "line-word")


def test_the_configuration_of_helix_starts_the_server() -> None:
    config = tomllib.loads(block("helix"))
    assert config["language-server"]["opsledger"] == {"command": "opsledger", "args": ["lsp"]}
    assert all("opsledger" in language["language-servers"] for language in config["language"])


def test_the_tables_for_obsidian_show_keys_of_front_matter() -> None:
    base = yaml.safe_load((SAMPLE / "ledger.base").read_text(encoding="utf-8"))
    fields = {kind.folder: {f"note.{field.key}" for field in kind.fields} for kind in KINDS}
    for view in base["views"]:
        (condition,) = view["filters"]["and"]
        folder = condition.removeprefix('file.inFolder("').removesuffix('")')
        assert [one for one in view["order"] if not one.startswith("file.") and one not in fields[folder]] == []
        assert view.get("groupBy", {"property": "note.name"})["property"] in fields[folder]
    assert base["properties"].keys() <= set().union(*fields.values())
