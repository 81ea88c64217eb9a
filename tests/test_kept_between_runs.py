"""What is kept of a large ledger between runs changes how long a run takes, and never what comes of it."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from opsledger import cache
from opsledger.loading import Folder, Readers, kept_reading, load, load_from, root, signature
from opsledger.loading.kept_reading import KeptReading
from opsledger.models.ledger import Ledger
from opsledger.models.settings import FILE
from tests.cli_support import SAMPLE, run
from tests.ledger_text import write_ledger

ON = ("--on", "2026-11-20")
FILES = {
    FILE: "tasks: [design]\n",
    "clients/quay.md": "---\nname: Quay\n---\n\n## Log\n\n- 2026-11-02 note met\n",
    "projects/quay-site.md": (
        "---\nname: Site\nclient: quay\nbilling: fixed\nprice: 1200.50\nestimate: 80h\n---\n\n"
        "## Log\n\n- 2026-11-02 booked\n- 2026-11-03 invoiced 600\n"
    ),
    "weeks/2026-W47.md": "## Plan\n\n- Mon 9:00-12:00 quay-site\n\n## Actual\n\n- Mon 3h quay-site design\n",
    "team/ada.md": "---\nname: Ada\ntasks: [build]\n---\n\n## Log\n\n- 2026-10-14 rate 48/h\n",
    "reviews/2026-11-06.md": "## Decisions\n\n- [x] @ceo ring Quay due:2026-11-10 done:2026-11-09\n",
    "leads/odd.md": "---\nname: Odd\nsource: x\n---\n\n## Log\n\n- 2026-11-02 nothing\n",
}


@pytest.fixture(autouse=True)
def _kept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ledgers are kept too, and files count as soon as they are written."""
    monkeypatch.setattr(signature, "_STEP", 0)
    monkeypatch.setattr(root, "LARGE", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, FILES)


def read(folder: Path) -> Ledger:
    kept = KeptReading(folder)
    readers = Readers(document=kept.document, record=kept.record, settings=kept.settings)
    ledger = load_from(Folder(folder, kept.document), folder, readers)
    kept.keep()
    return ledger


def said(ledger: Ledger) -> list[str]:
    return [repr(ledger.settings), *map(repr, ledger.records()), *map(str, ledger.problems)]


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []
    real = kept_reading.read_record

    def counted(kind, source, grammar):  # type: ignore[no-untyped-def]
        paths.append(source.path)
        return real(kind, source, grammar)

    monkeypatch.setattr(kept_reading, "read_record", counted)
    return paths


def test_what_has_not_changed_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(folder)
    paths = count_reads(monkeypatch)
    assert said(read(folder)) == said(first) == said(load(folder))
    assert paths == ["leads/odd.md"]  # what has faults is read again, with its faults


def test_settings_that_have_not_changed_are_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / FILE).write_text((SAMPLE / FILE).read_text("utf-8"), "utf-8")
    read(folder)
    monkeypatch.setattr(kept_reading, "read_settings", lambda source: pytest.fail("read again"))
    assert said(read(folder)) == said(load(folder))


def test_a_file_that_changed_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(folder)
    place = folder / "clients" / "quay.md"
    place.write_text(place.read_text("utf-8").replace("met", "rang"), "utf-8")
    paths = count_reads(monkeypatch)
    assert said(read(folder)) == said(load(folder))
    assert paths == ["leads/odd.md", "clients/quay.md"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [("team/ada.md", "[build]", "[build, write]"), (FILE, "[design]", "[draw]")],
    ids=["a task of the team", "a task of the settings"],
)
def test_words_that_changed_make_every_line_read_again(folder: Path, path: str, old: str, new: str) -> None:
    read(folder)
    place = folder / path
    place.write_text(place.read_text("utf-8").replace(old, new), "utf-8")
    assert said(read(folder)) == said(load(folder))


def test_a_file_that_is_gone_is_gone(folder: Path) -> None:
    read(folder)
    (folder / "projects" / "quay-site.md").unlink()
    assert said(read(folder)) == said(load(folder))


class Harm:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("harm",)


def test_nothing_but_values_is_ever_made_of_what_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    cache.keep("ledgers", KeptReading(folder)._file, pickle.dumps(("", {"clients/quay.md": Harm()})))
    assert said(read(folder)) == said(load(folder))
    assert not (folder / "harm").exists()


def test_what_bears_no_seal_is_not_looked_into(folder: Path) -> None:
    read(folder)
    kept = cache.cache_folder("ledgers")
    assert kept is not None
    place = kept / KeptReading(folder)._file
    place.write_bytes(place.read_bytes().replace(b"Quay", b"Else"))
    assert said(read(folder)) == said(load(folder))


@pytest.mark.parametrize(
    "command",
    [
        *(("check",), ("check", "--format", "json"), ("status",), ("status", "--json"), ("review", "--stdout")),
        *(("forecast",), ("forecast", "--json"), ("forecast", "--with", "none")),
    ],
    ids=" ".join,
)
def test_an_answer_is_the_same_again_and_another_once_something_changed(
    folder: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again = (run(folder, *command, *ON) for _ in range(2))
    assert (again.stdout, again.stderr, again.exit_code) == (first.stdout, first.stderr, first.exit_code)
    with (folder / "projects" / "quay-site.md").open("a", encoding="utf-8") as file:
        file.write("- 2026-11-19 delivered\n- 2026-11-20 nonsense\n")
    changed = run(folder, *command, *ON)
    monkeypatch.setattr(root, "LARGE", 10**9)
    plain = run(folder, *command, *ON)
    assert (changed.stdout, changed.stderr, changed.exit_code) == (plain.stdout, plain.stderr, plain.exit_code)
    assert (changed.stdout, changed.stderr) != (first.stdout, first.stderr)


def test_an_answer_is_not_computed_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(folder, "check", *ON)
    monkeypatch.setattr("opsledger.cli.check._told", lambda *_: pytest.fail("it was made again"))
    assert run(folder, "check", *ON).stdout == first.stdout


def test_an_answer_is_another_day_s_on_another_day(folder: Path) -> None:
    first = run(folder, "status", *ON)
    assert run(folder, "status", "--on", "2026-11-21").stdout != first.stdout
