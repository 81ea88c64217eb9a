import shlex
import shutil
from contextvars import copy_context
from pathlib import Path

import click
import pytest

from tests.cli_support import CLOCK, SAMPLE, clock_at, run
from tests.docs_commands import PAGE, WRITE, commands_page, contexts
from tests.git_repository import commit
from tests.importing_support import EXPORTS

COMMANDS = {context.command_path: context for context in contexts()}


def test_the_page_of_commands_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands_page(), f"run: {WRITE}"


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_is_documented_with_a_sentence_and_examples(path: str) -> None:
    command = COMMANDS[path].command
    assert (command.help or "").splitlines()[0].endswith(".")
    assert getattr(command, "examples", ())
    assert f"## {path}\n" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_says_what_it_is_for(path: str) -> None:
    options = [param for param in COMMANDS[path].command.params if isinstance(param, click.Option)]
    assert all(option.help for option in options)


# What a command's examples need to have happened.
BEFORE = {
    "undo": ("log meadow-coworking in",),
    "redo": ("log meadow-coworking in", "undo"),
    "stop": ("start admin --at 16:30",),
}
EXAMPLES = {example: path for path, context in COMMANDS.items() for example in getattr(context.command, "examples", ())}


Signatures = dict[Path, tuple[int, int]]


class Unchanged:
    """A folder with a ledger that is as it was copied: it serves until an example changes it, then another is made."""

    def __init__(self, source: Path, factory: pytest.TempPathFactory) -> None:
        self._source = source
        self._factory = factory
        self._folder: Path | None = None
        self._copied: Signatures = {}
        self._is_timed = False

    def folder(self, example: str) -> Path:
        """The folder that holds `my-ledger` and nothing else."""
        is_timed = example.split()[1] in ("start", "stop")  # what runs is kept elsewhere, for each ledger
        if self._folder is None or is_timed or self._is_timed or _signatures(self._folder) != self._copied:
            self._folder = self._factory.mktemp("unchanged")
            shutil.copytree(self._source, self._folder / "my-ledger")
            self._copied = _signatures(self._folder)
        self._is_timed = is_timed
        return self._folder


def _signatures(folder: Path) -> Signatures:
    found = ((path, path.lstat()) for path in folder.rglob("*"))
    return {path: (status.st_mtime_ns, status.st_size) for path, status in found}


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Unchanged:
    return Unchanged(SAMPLE, tmp_path_factory)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Unchanged:
    """The sample in a repository with a few commits."""
    folder = tmp_path_factory.mktemp("committed") / "my-ledger"
    shutil.copytree(SAMPLE, folder)
    for day in ("2026-11-06", "2026-11-09", "2026-11-13", "2026-11-20"):
        commit(folder, day)
    return Unchanged(folder, tmp_path_factory)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_works_on_the_sample(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unchanged: Unchanged, committed: Unchanged
) -> None:
    # nobody is there to press Ctrl-C
    monkeypatch.setattr("opsledger.watching.watch.Watch._wait", lambda self: False)
    monkeypatch.setattr("opsledger.preview.server.PreviewServer.serve_until_stopped", lambda self: None)
    monkeypatch.setattr("click.launch", lambda address: 0)
    folder = tmp_path if " init " in example else (committed if "HEAD" in example else unchanged).folder(example)
    sample = folder / "my-ledger"
    if "new account" in example:
        (sample / "money.md").unlink()
    if "merge-driver" in example:
        for name in ("base.md", "ours.md", "theirs.md"):
            (sample / name).write_text("")
    monkeypatch.chdir(folder if "my-ledger" in example or " init " in example else sample)
    name, *arguments = shlex.split(example.partition(" > ")[0].partition(" >> ")[0])
    assert name == "opsledger"
    copy_context().run(_run, example, arguments)


def _run(example: str, arguments: list[str]) -> None:
    """Run an example, on its day."""
    CLOCK.set(clock_at("2026-11-27T18:00:00"))
    if arguments[0] in ("import", "catch-up"):  # the examples name files as they are downloaded
        for export in EXPORTS.iterdir():
            shutil.copy(export, Path.cwd())
    for before in BEFORE.get(arguments[0], ()):
        assert run(None, *shlex.split(before)).exit_code == 0
    if "--check" in arguments:
        assert run(None, *[argument for argument in arguments if argument != "--check"]).exit_code == 0
    result = run(None, *arguments)
    assert result.exit_code == 0, result.stderr
