import subprocess
import sys
from pathlib import Path

import pytest

from opsledger.cli.program import COMMANDS, GROUPS, program
from opsledger.version import VERSION
from tests.cli_support import DAY, SAMPLE, SOURCE, heed_ctrl_c, run, run_process, write_ledger

HEAVY = ("yaml", "jinja2", "rich", "watchdog", "markdown_it", "json", "decimal", "pathlib", "importlib.metadata")
OWN = ("opsledger.models", "opsledger.reading", "opsledger.figures", "opsledger.loading", "opsledger.reporting")


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_it_imports_click_and_nothing_heavy_for(option: str) -> None:
    code = (
        "import sys; from opsledger.cli.running import run; sys.argv = ['opsledger', sys.argv[1]]; run();"
        "print(*sys.modules, file=sys.stderr)"
    )
    completed = subprocess.run(
        [sys.executable, "-S", "-c", code, option], env=_bare(), capture_output=True, text=True, check=True
    )
    imported = set(completed.stderr.split())
    assert "click" in imported
    assert not imported & {*HEAVY, *OWN}


def _bare() -> dict[str, str]:
    """Variables for a Python without site packages' own start-up imports, that still finds click."""
    import click

    return {"PYTHONPATH": f"{SOURCE}:{Path(click.__file__).parent.parent}", "PYTHONUTF8": "1"}


def test_version_is_printed() -> None:
    assert run(None, "--version").stdout == f"opsledger {VERSION}\n"


def test_program_help_lists_each_command_with_the_first_sentence_of_its_own_help() -> None:
    import click

    context = click.Context(program)
    for name, summary in COMMANDS.items():
        command = program.get_command(context, name)
        assert command is not None
        assert (command.help or "").splitlines()[0] == summary


def test_program_help_groups_each_command_once() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(COMMANDS)
    told = run(None, "--help").stdout
    assert told.index("\nEvery day:\n  status ") < told.index("\nEvery two weeks:\n  review ")


@pytest.mark.parametrize("group", ["new", "import", "export"])
def test_a_groups_help_cuts_no_summary_short(group: str) -> None:
    assert "..." not in run(None, group, "--help").stdout.partition("Commands:")[2].partition("Examples:")[0]


def test_a_mistyped_command_is_met_with_the_one_meant() -> None:
    result = run(None, "reveiw")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean 'review'?" in result.stderr


def test_a_command_called_by_what_it_takes_is_met_with_the_formats() -> None:
    result = run(None, "import", "calendar")
    assert (result.exit_code, "Did you mean 'ics'?" in result.stderr) == (2, True)


def test_the_nearest_ledger_upwards_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_ledger(tmp_path, {"leads/deep/acme.md": "---\nname: Acme\nsource: web\n---\n## Log\n- 2026-11-02 in\n"})
    monkeypatch.chdir(tmp_path / "leads" / "deep")
    assert "acme" in run(None, "leads", "--on", DAY).stdout


def test_outside_of_a_ledger_it_exits_with_2_and_says_nothing_on_stdout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(None, "leads")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "opsledger init" in result.stderr


def test_a_folder_that_is_no_ledger_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, "leads")
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(tmp_path) in result.stderr


def test_settings_that_cannot_be_read_are_named_with_their_line(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {"opsledger.yaml": "hours: 30\nareas: [\n"}), "leads")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "opsledger.yaml:2:8" in result.stderr


def test_errors_are_one_line_on_stderr_and_no_failure(tmp_path: Path) -> None:
    lead = "---\nname: Acme\nsource: web\n---\n## Log\n- 2026-11-02 in\n- 2026-11-03 propsal\n"
    result = run(write_ledger(tmp_path, {"leads/acme.md": lead}), "leads", "--on", DAY)
    assert (result.exit_code, result.stderr) == (0, "1 error in the ledger, see `opsledger check`\n")
    assert "acme" in result.stdout


def test_warnings_are_left_to_check(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {"leads/acme.txt": "notes"}), "projects")
    assert result.stderr == "no projects to show\n"


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "2026-1-1", ""])
def test_a_day_that_is_none_is_a_usage_error(day: str) -> None:
    result = run(SAMPLE, "leads", "--on", day)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_lost_reader_is_no_fault() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "opsledger", "-C", str(SAMPLE), "time", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=SOURCE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("arguments", [("check",), ("import", "ics")], ids=" ".join)
def test_no_warning_of_a_library_is_printed(arguments: tuple[str, ...], tmp_path: Path) -> None:
    calendar = tmp_path / "x.ics"
    event = "BEGIN:VEVENT\nUID:a\nDTSTART:20261120T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT"
    calendar.write_text(f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR\n")
    file = () if "check" in arguments else (str(calendar), "--from", DAY)
    completed = run_process("-C", str(SAMPLE), *arguments, *file, env={"PYTHONWARNINGS": "error"})
    assert completed.returncode == 0, completed.stderr
    assert b"Warning" not in completed.stderr


def test_where_python_takes_out_its_texts_the_program_says_so() -> None:
    completed = run_process("-C", str(SAMPLE), "status", env={"PYTHONOPTIMIZE": "2"})
    assert completed.returncode == 2
    assert b"-OO" in completed.stderr


def test_a_full_disk_is_told_of_and_exits_with_2() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with full.open("w") as stdout:
        completed = run_process("-C", str(SAMPLE), "time", stdout=stdout, capture_output=False, stderr=subprocess.PIPE)
    assert completed.returncode == 2
    assert completed.stderr.startswith(b"opsledger: No space left")
    assert b"Traceback" not in completed.stderr


@pytest.mark.parametrize("form", [(), ("--csv",)])
def test_a_stream_that_cannot_show_a_character_gets_an_escape(form: tuple[str, ...], tmp_path: Path) -> None:
    lead = "---\nname: Acme\nsource: café\n---\n## Log\n- 2026-11-02 in\n"
    ledger = write_ledger(tmp_path, {"leads/acme.md": lead})
    completed = run_process("-C", str(ledger), "leads", *form, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert completed.returncode == 0
    assert rb"caf\xe9" in completed.stdout


def test_a_fault_in_the_program_is_a_sentence(tmp_path: Path) -> None:
    code = (
        "import sys; import opsledger.loading as l; l.load_from = lambda *files, **more: 1 / 0;"
        "from opsledger.cli import main; sys.argv = ['opsledger', '-C', '.', 'leads']; main()"
    )
    completed = subprocess.run([sys.executable, "-c", code], cwd=SOURCE, capture_output=True, text=True, check=False)
    assert (completed.returncode, completed.stdout) == (2, "")
    assert "a fault in the program itself: ZeroDivisionError" in completed.stderr
    assert "Traceback" not in completed.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no signals here")
def test_ctrl_c_while_a_class_is_being_made_ends_it_as_anywhere_else(tmp_path: Path) -> None:
    (tmp_path / "stopped.py").write_text(
        "import os, signal, sys\n"
        "from opsledger.cli import running\n"
        "def being_made(**_):\n"
        "    try:\n"
        "        exec(f'import os; os.kill({os.getpid()}, {int(signal.SIGINT)}); [None for _ in range(9)]')\n"
        "    except KeyboardInterrupt:\n"
        "        return 5\n"
        "running.program.main = being_made\n"
        "sys.exit(running.run())\n"
    )
    command = [sys.executable, "-m", "stopped"]  # by its name: Python looks for the trace of a Ctrl-C only then
    env = {"PYTHONPATH": f"{SOURCE}:{tmp_path}"}
    completed = subprocess.run(
        command, env=env, capture_output=True, text=True, check=False, timeout=60, preexec_fn=heed_ctrl_c
    )
    assert (completed.returncode, completed.stderr) == (5, "")
