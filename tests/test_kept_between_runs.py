"""What is kept of a large ledger between runs changes how long a run takes, and never what comes of it."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from opsledger import cache
from opsledger.cli.opening import _derived
from opsledger.forecast.seen import fingerprints
from opsledger.loading import Folder, Readers, kept_reading, load, load_from, root, signature
from opsledger.loading.kept_reading import KeptReading
from opsledger.models.ledger import Ledger
from opsledger.models.record import Record
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


COMMANDS = (("check",), ("status", "--json"), ("review", "--stdout"))
MADE_BY = ("opsledger.cli.check._told", "opsledger.cli.status._told", "opsledger.cli.review._printed")


def edit(folder: Path, path: str, old: str, new: str) -> None:
    place = folder / path
    text = place.read_text("utf-8")
    place.write_text(text.replace(old, new) if old else text + new, "utf-8")


def told(folder: Path) -> list[tuple[str, str, int]]:
    found = [run(folder, *command, *ON) for command in COMMANDS]
    return [(one.stdout, one.stderr, one.exit_code) for one in found]


@pytest.mark.parametrize("path", ["weeks/2026-W47.md", "projects/quay-site.md", "clients/quay.md"])
def test_after_a_note_from_which_nothing_is_read_the_answer_is_given_again(
    folder: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = told(folder)
    for number in range(2):
        edit(folder, path, "", f"\n## Notes\n\nA word of one's own, {number}.\n")
        with monkeypatch.context() as patched:
            for name in MADE_BY:
                patched.setattr(name, lambda *_: pytest.fail("it was made again"))
            again = told(folder)
        assert again == first
    monkeypatch.setattr(root, "LARGE", 10**9)
    assert told(folder) == first


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("weeks/2026-W47.md", "", "- Tue 4h quay-site\n"),
        ("weeks/2026-W47.md", "", "- Tue 4h nothing\n"),
        ("weeks/2026-W47.md", "", "\n## Notes\n\n## Costs\n\n- Tue 40 sales hosting\n"),
        ("weeks/2026-W47.md", "Mon 3h quay-site design", "Mon 180m quay-site design"),
        ("weeks/2026-W47.md", "## Actual\n", "A word.\n\n## Actual\n"),
        ("projects/quay-site.md", "", "- 2026-11-12 paid 600\n"),
        ("projects/quay-site.md", "- 2026-11-03 invoiced 600\n", "- 2026-11-03 invoiced 60\n"),
        ("projects/quay-site.md", "", "<!--\n"),
        ("clients/quay.md", "- 2026-11-02 note met\n", ""),
        ("reviews/2026-11-06.md", "", "\n## Notes\n\nWe spoke about it.\n"),
        ("team/ada.md", "tasks: [build]", "tasks: [build, design]"),
        (FILE, "", "client_hours: 20\n"),
    ],
)
def test_after_any_other_edit_the_answer_is_what_the_files_say(
    folder: Path, path: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(folder)
    edit(folder, path, old, new)
    kept = told(folder)
    edit(folder, "weeks/2026-W47.md", "", "\nA word below.\n")
    after = told(folder)
    monkeypatch.setattr(root, "LARGE", 10**9)
    assert after == told(folder)
    edit(folder, "weeks/2026-W47.md", "\nA word below.\n", "")
    assert kept == told(folder)


def test_what_is_derived_of_a_record_is_kept_with_it_and_goes_with_it(folder: Path) -> None:
    def read_with(derive: Callable[[Record], object]) -> tuple[Ledger, KeptReading]:
        kept = KeptReading(folder, None, derive)
        readers = Readers(document=kept.document, record=kept.record, settings=kept.settings, derived=kept.derived)
        ledger = load_from(Folder(folder, kept.document), folder, readers)
        kept.keep()
        return ledger, kept

    first, _ = read_with(lambda record: record.id)
    assert not first.derived
    edit(folder, "projects/quay-site.md", "", "- 2026-11-12 paid 600\n")
    again, _ = read_with(lambda record: record.id if record.id == "quay-site" else pytest.fail("derived again"))
    derived = {record.id: again.derived.get(record) for record in again.records() if record.id != "odd"}
    assert derived.pop("quay-site") is None
    assert set(derived) == set(derived.values())
    assert not any(record in again.derived for record in again.as_of(date(2026, 11, 2)).weeks)


def test_a_forecast_is_told_apart_by_what_is_kept_as_by_what_is_read(folder: Path) -> None:
    def kept_ledger() -> Ledger:
        kept = KeptReading(folder, None, _derived)
        readers = Readers(document=kept.document, record=kept.record, settings=kept.settings, derived=kept.derived)
        ledger = load_from(Folder(folder, kept.document), folder, readers)
        kept.keep()
        return ledger

    days = [date(2026, 11, day) for day in (1, 2, 3, 15, 17, 20)]
    plain = fingerprints(load(folder), days)
    assert len(set(plain)) == len(days)
    kept_ledger()
    recalled = kept_ledger()
    assert recalled.derived
    assert fingerprints(recalled, days) == plain
    assert [fingerprints(recalled, [day])[0] for day in days] == plain
    replaced = replace(recalled, weeks=tuple(replace(week, actual=()) for week in recalled.weeks))
    assert fingerprints(replaced, days)[-1] != plain[-1]
