from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from opsledger.capturing.ideal_week import ideal_week
from opsledger.capturing.inbox import read_inbox
from opsledger.capturing.professions import BY_NAME, Profession
from opsledger.cli.init import init
from opsledger.cli.program import program
from opsledger.cli.starter import RECORDS, SHAPES, settings_text, starter_files
from opsledger.loading import load
from opsledger.models.settings import Settings
from opsledger.reading.kinds import KINDS
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record
from opsledger.reading.setting_rows import SETTINGS
from opsledger.reading.settings import read_settings, written_settings
from opsledger.reviewing.build import build_review
from opsledger.source import SourceFile
from opsledger.values.days import read_time_range
from tests.cli_support import DAY, SAMPLE, run, write_ledger


def test_a_new_ledger_passes_its_strict_check(tmp_path: Path) -> None:
    assert run(None, "init", str(tmp_path / "new")).exit_code == 0
    result = run(tmp_path / "new", "check", "--strict")
    assert (result.exit_code, result.stdout) == (0, "0 errors, 0 warnings in 0 records\n")


def test_it_has_a_folder_with_a_few_words_for_each_kind(tmp_path: Path) -> None:
    run(None, "init", str(tmp_path))
    assert all((tmp_path / kind.folder / "README.md").is_file() for kind in KINDS if not kind.file)


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
    assert "schedule.md already existed" in result.stderr
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


def test_it_says_the_three_commands_to_run_next(tmp_path: Path) -> None:
    said = run(None, "init", str(tmp_path)).stdout.splitlines()[1:]
    assert [line.split()[3] for line in said] == ["import", "take-stock", "review"]
    assert all(line.startswith(f"  opsledger -C {tmp_path} ") for line in said)


@pytest.mark.parametrize("profession", BY_NAME)
def test_every_profession_begins_with_a_ledger_that_checks_clean(profession: str, tmp_path: Path) -> None:
    assert run(None, "init", str(tmp_path / "new"), "--profession", profession).exit_code == 0
    result = run(tmp_path / "new", "check", "--strict")
    assert (result.exit_code, result.stdout) == (0, "0 errors, 0 warnings in 0 records\n")
    settings = load(tmp_path / "new").settings
    assert settings.tasks
    assert settings.ideal_client.services


def test_the_command_knows_every_profession() -> None:
    (option,) = [option for option in init.params if option.name == "profession"]
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == tuple(BY_NAME)


@pytest.mark.parametrize("profession", BY_NAME.values(), ids=lambda profession: profession.name)
def test_the_ideal_week_has_every_hour_for_clients_and_no_overlap(profession: Profession) -> None:
    week, clients = profession.hours * 60, profession.client_hours * 60
    lines = ideal_week(week, clients, Settings().areas, mornings=profession.mornings)
    blocks = [(line.split()[0], *read_time_range(line.split()[1]), line.split()[2]) for line in lines]
    assert sum(end - start for _, start, end, target in blocks if target == "client") == clients
    assert sum(end - start for _, start, end, _ in blocks) <= week
    assert all(one[0] != two[0] or one[2] <= two[1] for one, two in pairwise(blocks))
    assert any(target == "coo" for *_, target in blocks)


ANSWERS = [
    "writer",
    "Ada Writes",
    "gbp",
    "30",
    "18",
    "article, ghost writing",
    "2500",
    "3600",
    "60",
    "marketing 3, coo 0.5",
]


def asked(folder: Path, answers: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> Result:
    """The command with somebody at the terminal who types these answers."""
    monkeypatch.setattr("opsledger.cli.init.asks", lambda: True)
    typed = "".join(f"{answer}\n" for answer in answers)
    return CliRunner().invoke(program, ["init", str(folder)], input=typed, catch_exceptions=False)


def test_ten_answers_become_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(tmp_path / "new", ANSWERS, monkeypatch).exit_code == 0
    assert run(tmp_path / "new", "check", "--strict").exit_code == 0
    settings = load(tmp_path / "new").settings
    assert (settings.business, settings.currency, settings.hours, settings.client_hours) == (
        "Ada Writes",
        "GBP",
        1800,
        1080,
    )
    assert settings.ideal_client.services == ("article", "ghost-writing")
    assert settings.targets.rate == 60
    assert settings.areas == {"marketing": 180, "coo": 30}


def test_an_answer_that_does_not_read_is_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [*ANSWERS[:3], "plenty", *ANSWERS[3:]]
    result = asked(tmp_path / "new", answers, monkeypatch)
    assert "`plenty`" in result.stderr
    assert load(tmp_path / "new").settings.hours == 1800


def test_money_is_taken_as_people_write_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [*ANSWERS[:2], "chf", *ANSWERS[3:6], "CHF 2'200.-", "3.200", "85,50 chf/h", ANSWERS[9]]
    assert asked(tmp_path / "new", answers, monkeypatch).exit_code == 0
    settings = load(tmp_path / "new").settings
    targets = settings.targets
    assert (targets.floor, targets.income, targets.rate) == (2200, 3200, Decimal("85.50"))
    assert settings.living == 2200


def test_what_a_month_takes_is_also_what_the_reserve_pays_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(tmp_path / "new", [*ANSWERS[:6], "27600/year", "", "", ANSWERS[9]], monkeypatch).exit_code == 0
    settings = load(tmp_path / "new").settings
    assert (settings.living, settings.targets.floor) == (2300, 2300)
    assert "No target is set" not in " ".join(build_review(load(tmp_path / "new"), date(2026, 11, 20)).missing)
    (tmp_path / "new" / "money.md").write_text("## Log\n\n- 2026-11-20 balance 4600\n", "utf-8")
    told = run(tmp_path / "new", "figures", "money.reserve", "--on", "2026-11-20").stdout
    assert "settings have no `living`" not in told


def test_hours_that_do_not_fit_the_week_are_asked_for_again_or_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [*ANSWERS[:4], "34", *ANSWERS[4:]]
    result = asked(tmp_path / "new", answers, monkeypatch)
    assert "How many of them for clients? [19]" in result.output  # the profession's share of 30
    assert "for clients, but only" in result.stderr
    assert "18 h for clients and 3.5 h for the business are 21.5 h; your week has 30 h" in result.stderr
    assert load(tmp_path / "new").settings.client_hours == 1080


def test_an_inbox_is_made_in_which_nothing_waits(tmp_path: Path) -> None:
    run(None, "init", str(tmp_path / "new"), "--yes")
    assert read_inbox((tmp_path / "new" / "inbox.md").read_bytes(), date(2026, 11, 20)).lines == ()


def test_pressing_enter_ten_times_makes_a_sound_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(tmp_path / "new", [""] * 10, monkeypatch).exit_code == 0
    assert run(tmp_path / "new", "check", "--strict").exit_code == 0


def test_nothing_is_asked_with_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.cli.init.asks", lambda: True)
    assert run(None, "init", str(tmp_path / "new"), "--yes").exit_code == 0
    settings = load(tmp_path / "new").settings
    assert settings == replace(Settings(), kept_since=settings.kept_since, areas=settings.areas)
    assert sum(settings.areas.values()) == settings.hours - settings.client_hours


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("is_asked", [True, False])
def test_what_a_profession_begins_with_fits_together(
    name: str, is_asked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new"
    made = (
        asked(folder, [name, *[""] * 9], monkeypatch)
        if is_asked
        else run(None, "init", str(folder), "--profession", name, "--yes")
    )
    assert (made.exit_code, "is yours to change" in made.stderr) == (0, False)
    ledger = load(folder)
    areas = ledger.settings.areas
    assert ledger.settings.client_hours + sum(areas.values()) == ledger.settings.hours
    planned = {block.target.id for block in ledger.schedule if block.target}
    assert planned == {"client", *areas}
    assert sum(block.minutes for block in ledger.schedule) == ledger.settings.hours
    assert run(folder, "check", "--strict").exit_code == 0
    assert "realistic" not in run(folder, "status").stdout


def test_the_hours_of_the_business_are_what_the_answers_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = asked(tmp_path / "new", [*ANSWERS[:3], "40", "30", *[""] * 5], monkeypatch)
    assert "[marketing 3, sales 2.5, admin 1.5, coo 0.5, ceo 0.5, finance 0.5, learning 1.5]" in result.output
    assert "is yours to change" not in result.stderr


def test_a_profession_sets_no_minimum_that_nobody_chose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(tmp_path / "new", ["consultant", *[""] * 9], monkeypatch).exit_code == 0
    ideal = load(tmp_path / "new").settings.ideal_client
    assert (ideal.budget, ideal.weeks) == (None, None)
    assert ideal.services


def test_every_setting_without_a_default_has_an_example_that_can_be_read() -> None:
    without = {key for key, written in written_settings(Settings()).items() if written is None}
    assert without <= set(SHAPES)
    settings, problems = read_settings(SourceFile("opsledger.yaml", settings_text({**SHAPES, "currency": "EUR"})))
    assert (settings is not None, problems) == (True, [])
