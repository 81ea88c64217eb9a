from pathlib import Path

import pytest

from opsledger.cli.starter import RECORDS, SHAPES, settings_text, starter_files
from opsledger.loading import load
from opsledger.models.settings import Settings
from opsledger.reading.kinds import KINDS
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record
from opsledger.reading.settings import SETTINGS, read_settings
from opsledger.source import SourceFile
from tests.cli_support import DAY, SAMPLE, run, write_ledger


def test_a_new_ledger_passes_its_strict_check(tmp_path: Path) -> None:
    assert run(None, "init", str(tmp_path / "new")).exit_code == 0
    result = run(tmp_path / "new", "check", "--strict")
    assert (result.exit_code, result.stdout) == (0, "0 errors, 0 warnings in 0 records\n")


def test_it_has_a_folder_with_a_few_words_for_each_kind(tmp_path: Path) -> None:
    run(None, "init", str(tmp_path))
    assert all((tmp_path / kind.folder / "README.md").is_file() for kind in KINDS)


def test_its_settings_are_the_defaults() -> None:
    settings, problems = read_settings(SourceFile("opsledger.yaml", settings_text()))
    assert (settings, problems) == (Settings(), [])


def test_its_settings_tell_of_every_setting() -> None:
    assert all(f"{setting.key}: " in settings_text() for setting in SETTINGS)


def test_a_setting_without_a_default_is_shown_in_a_form_that_reads() -> None:
    text = "".join(f"{key}: {value}\n" for key, value in SHAPES.items())
    settings, problems = read_settings(SourceFile("opsledger.yaml", text))
    assert problems == []
    assert settings is not None
    assert all(getattr(settings, key) != getattr(Settings(), key) for key in SHAPES)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.name in RECORDS], ids=lambda kind: kind.name)
def test_the_example_of_a_kind_reads(kind) -> None:  # type: ignore[no-untyped-def]
    name, text = RECORDS[kind.name]
    record, problems = read_record(kind, SourceFile(f"{kind.folder}/{name}", text), Grammar.of(Settings()))
    assert record is not None
    assert problems == []


def test_the_examples_together_are_a_sound_ledger(tmp_path: Path) -> None:
    folders = {kind.name: kind.folder for kind in KINDS}
    files = {f"{folders[kind]}/{name}": text for kind, (name, text) in RECORDS.items()}
    del files["leads/harbor-dental.md"]  # leads and projects share their ids; this one is a client's too
    result = run(write_ledger(tmp_path, {**starter_files(), **files}), "check", "--on", DAY)
    assert result.stdout.startswith("0 errors"), result.stdout


def test_a_ledger_is_never_made_over_another(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"opsledger.yaml": "hours: 30\n"})
    result = run(None, "init", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert (tmp_path / "opsledger.yaml").read_text() == "hours: 30\n"
    assert not (tmp_path / "leads").exists()


def test_what_stands_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "schedule.md").write_text("mine")
    result = run(None, "init", str(tmp_path))
    assert result.exit_code == 0
    assert "schedule.md stood there already" in result.stderr
    assert (tmp_path / "schedule.md").read_text() == "mine"


def test_a_file_in_the_way_of_a_folder_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "leads").write_text("mine")
    result = run(None, "init", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == ["leads"]


def test_the_sample_is_copied_whole(tmp_path: Path) -> None:
    assert run(None, "init", str(tmp_path / "sample"), "--sample").exit_code == 0
    assert len(load(tmp_path / "sample").records()) == len(load(SAMPLE).records())


def test_the_sample_is_not_mixed_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    assert run(None, "init", str(tmp_path), "--sample").exit_code == 2
    assert (tmp_path / "README.md").read_text() == "mine"


def test_dir_is_looked_for_from_the_folder_given(tmp_path: Path) -> None:
    run(tmp_path, "init", "inner")
    assert (tmp_path / "inner" / "opsledger.yaml").is_file()


def test_it_says_what_to_do_next(tmp_path: Path) -> None:
    assert f"opsledger -C {tmp_path} check" in run(None, "init", str(tmp_path)).stdout
