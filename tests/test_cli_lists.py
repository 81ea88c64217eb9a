import csv
import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from opsledger.listing.every import LISTINGS
from tests.cli_support import DAY, SAMPLE, run, run_json, run_process, write_ledger

HEAD = "---\nname: Acme\nsource: web\n"
LEAD = HEAD + "value: 12000.50\nhours: 90m\nscope: yes\nmood: sunny\nstage: mine\n---\n## Log\n- 2026-11-02 in\n"


def lead(tmp_path: Path, text: str, name: str = "acme") -> Path:
    return write_ledger(tmp_path, {f"leads/{name}.md": text})


def ids(folder: Path, *arguments: str) -> list[str]:
    return [row["id"] for row in run_json(folder, *arguments)]


@pytest.mark.parametrize("name", LISTINGS)
def test_json_rows_have_every_key_of(name: str) -> None:
    rows = run_json(SAMPLE, name)
    assert rows
    assert all(row.keys() >= set(LISTINGS[name].keys) for row in rows)


@pytest.mark.parametrize("name", LISTINGS)
def test_csv_has_as_many_rows_as_json_of(name: str) -> None:
    written = run(SAMPLE, name, "--on", DAY, "--csv").stdout
    assert len(list(csv.DictReader(io.StringIO(written)))) == len(run_json(SAMPLE, name))


@pytest.mark.parametrize("name", LISTINGS)
def test_an_empty_ledger_has_an_empty_list_of(name: str, tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {})
    assert run_json(ledger, name) == []
    assert run(ledger, name, "--csv").stdout == ",".join(LISTINGS[name].keys) + "\n"


def test_an_unset_key_is_null_and_a_test_is_a_word(tmp_path: Path) -> None:
    (row,) = run_json(lead(tmp_path, LEAD), "leads")
    assert (row["scope"], row["budget"], row["client"]) == ("yes", None, None)


def test_money_is_written_exactly(tmp_path: Path) -> None:
    text = run(lead(tmp_path, LEAD), "leads", "--on", DAY, "--json").stdout
    assert '"value": 12000.50' in text
    assert json.loads(text, parse_float=Decimal)["data"][0]["worth"] == Decimal("12000.50")


def test_hours_are_decimal_numbers(tmp_path: Path) -> None:
    assert run_json(lead(tmp_path, LEAD), "leads")[0]["hours"] == 1.5


def test_a_key_of_ones_own_is_kept_unless_it_is_taken(tmp_path: Path) -> None:
    (row,) = run_json(lead(tmp_path, LEAD), "leads")
    assert (row["mood"], row["stage"]) == ("sunny", "inquiry")


def test_the_list_is_as_of_the_day(tmp_path: Path) -> None:
    ledger = lead(tmp_path, LEAD + "- 2026-11-19 won\n")
    assert '"stage": "inquiry"' in run(ledger, "leads", "--json", "--on", "2026-11-18").stdout
    assert '"stage": "won"' in run(ledger, "leads", "--json", "--on", "2026-11-19").stdout
    assert json.loads(run(ledger, "leads", "--json", "--on", "2026-11-01").stdout)["data"] == []


def test_what_is_derived_of_a_lead(tmp_path: Path) -> None:
    log = "- 2026-11-10 proposal\n- 2026-11-10 value 14000\n- 2026-11-10 next 2026-11-24 ring\n"
    (row,) = run_json(lead(tmp_path, LEAD + log), "leads")
    assert row["stage_since"] == "2026-11-10"
    assert row["days_in_stage"] == 10
    assert (row["first"], row["last"]) == ("2026-11-02", "2026-11-10")
    assert (row["value"], row["worth"], row["size"]) == (12000.5, 14000, 1.5)
    assert (row["next_on"], row["next"]) == ("2026-11-24", "ring")
    assert row["open"] is True


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--stage", "verbal"), ["juniper-webshop"]),
        (("--stage", "VERBAL"), ["juniper-webshop"]),
        (("--stage", "verbal", "--stage", "inquiry"), ["juniper-webshop", "tern-kayaks", "willow-vet"]),
        (("--open", "--source", "LinkedIn"), ["meadow-coworking", "summit-cycling", "velvet-records"]),
        (("--client", "juniper-tea", "--open"), ["juniper-webshop"]),
        (("--open", "--since", "2026-11-01"), ["juniper-webshop", "willow-vet"]),
        (("--stale",), ["meadow-coworking", "tern-kayaks", "velvet-records"]),
    ],
)
def test_leads_are_chosen(arguments: tuple[str, ...], found: list[str]) -> None:
    assert ids(SAMPLE, "leads", *arguments) == found


def test_open_and_closed_leads_are_all_leads() -> None:
    every = ids(SAMPLE, "leads")
    assert sorted(ids(SAMPLE, "leads", "--open") + ids(SAMPLE, "leads", "--closed")) == sorted(every)


def test_the_table_has_open_leads_by_need_and_closed_ones_on_request() -> None:
    shown = run(SAMPLE, "leads", "--on", DAY)
    first = [line.split()[-1] for line in shown.stdout.splitlines()[1:]]
    assert first[:4] == ["meadow-coworking", "velvet-records", "tern-kayaks", "willow-vet"]
    assert sorted(first) == sorted(ids(SAMPLE, "leads", "--open"))
    assert "23 closed leads left out: --all shows them" in shown.stderr
    every = [line.split()[-1] for line in run(SAMPLE, "leads", "--all", "--on", DAY).stdout.splitlines()[1:]]
    assert every[: len(first)] == first
    assert sorted(every) == sorted(ids(SAMPLE, "leads"))
    assert "won" in run(SAMPLE, "leads", "--stage", "won", "--on", DAY).stdout


def test_the_next_step_of_a_lead_has_room_on_80_columns() -> None:
    assert "ring, do not write" in on_terminal(SAMPLE, "leads", "--on", DAY, COLUMNS="80")


def test_stale_leads_are_those_of_the_figure() -> None:
    figure = json.loads(run(SAMPLE, "figures", "inflow.stale", "--on", DAY, "--json").stdout)["data"]["inflow.stale"]
    assert ids(SAMPLE, "leads", "--stale") == figure["value"]


def test_a_stage_that_does_not_exist_is_a_usage_error() -> None:
    result = run(SAMPLE, "leads", "--stage", "propsal")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `proposal`?" in result.stderr


def test_a_source_that_no_lead_has_is_told_of() -> None:
    result = run(SAMPLE, "leads", "--source", "linkdin")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "did you mean `linkedin`?" in result.stderr


def test_hours_and_money_of_a_project_agree_with_its_figure() -> None:
    data = json.loads(run(SAMPLE, "figures", "outflow.projects", "--on", DAY, "--json").stdout)["data"]
    rows = {row["id"]: row for row in run_json(SAMPLE, "projects")}
    for name, figure in data.items():
        row = rows[name.removeprefix("outflow.projects.")]
        assert [row[key] for key in ("spent", "sold", "left")] == [
            figure["value"][key] for key in ("spent", "sold", "left")
        ]


def test_outstanding_money_agrees_with_its_figure() -> None:
    data = json.loads(run(SAMPLE, "figures", "money.outstanding", "--on", DAY, "--json").stdout)["data"]
    total = sum(row["outstanding"] for row in run_json(SAMPLE, "projects"))
    assert total == data["money.outstanding"]["value"]["amount"]


def test_credits_and_refunds_are_taken_off(tmp_path: Path) -> None:
    log = ["booked", "invoiced 6000", "credited 500.25", "paid 4000", "refunded 100"]
    text = "---\nname: Site\nbilling: internal\n---\n## Log\n" + "".join(f"- 2026-11-02 {line}\n" for line in log)
    (row,) = run_json(write_ledger(tmp_path, {"projects/site.md": text}), "projects")
    assert (row["invoiced"], row["paid"], row["outstanding"]) == (5499.75, 3900, 1599.75)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--status", "delivered", "--client", "harbor-dental"), ["harbor-rebrand"]),
        (("--billing", "retainer"), ["juniper-retainer"]),
        (("--open", "--billing", "internal"), ["northlight-portfolio"]),
    ],
)
def test_projects_are_chosen(arguments: tuple[str, ...], found: list[str]) -> None:
    assert ids(SAMPLE, "projects", *arguments) == found


WEEK = "## Plan\n- Mon 9:00-12:30 acme\n- Fri 2h marketing\n- Sat off\n## Actual\n- Mon 9:00-11:40 acme build hard\n"


def test_time_has_a_row_for_each_block(tmp_path: Path) -> None:
    ledger = write_ledger(
        tmp_path, {"opsledger.yaml": "tasks: [build]\n", "weeks/2026-W47.md": WEEK, "leads/acme.md": LEAD}
    )
    rows = run_json(ledger, "time")
    assert [(row["list"], row["day"], row["hours"]) for row in rows] == [
        ("plan", "2026-11-16", 3.5),
        ("plan", "2026-11-20", 2),
        ("plan", "2026-11-21", 0),
        ("actual", "2026-11-16", pytest.approx(8 / 3)),
    ]
    assert rows[3] == rows[3] | {
        "id": "2026-W47",
        "file": "weeks/2026-W47.md",
        "line": 6,
        "week": "2026-W47",
        "from": "09:00",
        "to": "11:40",
        "target": "acme",
        "area": "sales",
        "task": "build",
        "text": "hard",
    }
    assert (rows[2]["off"], rows[2]["target"]) == (True, None)


def test_plans_are_seen_whole_and_what_is_done_up_to_the_day() -> None:
    before = json.loads(run(SAMPLE, "time", "--week", "2026-W47", "--on", "2026-11-15", "--json").stdout)["data"]
    assert {row["list"] for row in before} == {"plan"}


@pytest.mark.parametrize("name", ["plan", "actual"])
def test_one_list_of_time_is_chosen(name: str) -> None:
    assert {row["list"] for row in run_json(SAMPLE, "time", f"--{name}")} == {name}


def test_time_is_chosen_by_days() -> None:
    rows = run_json(SAMPLE, "time", "--from", "2026-11-16", "--to", "2026-11-17")
    assert {row["day"] for row in rows} == {"2026-11-16", "2026-11-17"}
    assert {row["week"] for row in run_json(SAMPLE, "time", "--week", "2026-W46")} == {"2026-W46"}


def test_time_is_chosen_by_area_and_target() -> None:
    assert {row["area"] for row in run_json(SAMPLE, "time", "--area", "sales")} == {"sales"}
    assert {row["target"] for row in run_json(SAMPLE, "time", "--target", "juniper-retainer")} == {"juniper-retainer"}


def test_time_agrees_with_the_figure() -> None:
    rows = run_json(SAMPLE, "time", "--actual", "--from", "2026-11-07", "--to", DAY)
    figures = json.loads(run(SAMPLE, "figures", "time.actual", "--on", DAY, "--json").stdout)["data"]
    assert sum(row["hours"] for row in rows) == pytest.approx(figures["time.actual"]["value"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("tools", "--job", "sell"),
        ("tools", "--cancelled"),
        ("team", "--task", "build"),
        ("website", "--type", "testimonial"),
        ("website", "--not-live"),
        ("marketing", "--theme", "engage"),
        ("marketing", "--channel", "linkedin"),
        ("actions", "--open"),
        ("actions", "--overdue"),
        ("actions", "--role", "sales"),
    ],
)
def test_a_filter_leaves_some_rows_and_not_all(arguments: tuple[str, ...]) -> None:
    assert 0 < len(run_json(SAMPLE, *arguments)) < len(run_json(SAMPLE, arguments[0]))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_csv_defuses_what_a_spreadsheet_would_run(sign: str, tmp_path: Path) -> None:
    text = LEAD.replace("source: web", f'source: "{sign}1+1"')
    written = run(lead(tmp_path, text), "leads", "--on", DAY, "--csv").stdout
    (row,) = csv.DictReader(io.StringIO(written))
    assert row["source"].startswith("'")


def test_csv_joins_lists_and_leaves_numbers_alone(tmp_path: Path) -> None:
    tool = "---\nname: Pen\njobs: [sell, run]\n---\n## Log\n- 2026-11-02 cost 18.50/month\n"
    written = run(write_ledger(tmp_path, {"tools/pen.md": tool}), "tools", "--on", DAY, "--csv").stdout
    (row,) = csv.DictReader(io.StringIO(written))
    assert (row["jobs"], row["monthly"], row["kept"]) == ("sell;run", "18.50", "yes")


def test_off_a_terminal_a_list_is_aligned_text(tmp_path: Path) -> None:
    ledger = lead(tmp_path, LEAD.replace("source: web", "source: 紹介"))
    assert run(ledger, "leads", "--on", DAY).stdout.splitlines() == [
        "lead  stage    next on  next  worth EUR  days in stage  job hours  last line   source  id",
        "Acme  inquiry                    12,001             18        1.5  2026-11-02  紹介    acme",
    ]


def test_markup_and_controls_in_text_are_shown(tmp_path: Path) -> None:
    ledger = lead(tmp_path, LEAD.replace("source: web", 'source: "[/red] \\e[31m \\u202e"'))
    assert r"[/red] \x1b[31m \u202e" in run(ledger, "leads", "--on", DAY).stdout


def on_terminal(ledger: Path, *arguments: str, **variables: str) -> str:
    """What a command prints if a person looks at it."""
    pty = pytest.importorskip("pty")
    primary, secondary = pty.openpty()
    added = {"COLUMNS": "160", "LINES": "50", "TERM": "xterm", "PAGER": "cat", **variables}
    run_process(
        "-C", str(ledger), *arguments, stdout=secondary, stderr=subprocess.DEVNULL, capture_output=False, env=added
    )
    os.close(secondary)
    printed = b""
    try:
        while part := os.read(primary, 65536):
            printed += part
    except OSError:
        pass  # Linux says so when the other end is closed
    os.close(primary)
    return printed.decode()


def test_on_a_terminal_it_is_a_table_with_markup_as_text(tmp_path: Path) -> None:
    printed = on_terminal(lead(tmp_path, LEAD.replace("source: web", 'source: "[bold]x[/red]"')), "leads", "--on", DAY)
    assert "\x1b[1m" in printed
    assert "[bold]x[/red]" in printed


def test_no_color_is_honoured(tmp_path: Path) -> None:
    printed = on_terminal(lead(tmp_path, LEAD), "leads", "--on", DAY, NO_COLOR="1")
    assert "acme" in printed
    assert "\x1b[" not in printed


def test_errors_are_coloured_on_a_terminal(tmp_path: Path) -> None:
    printed = on_terminal(lead(tmp_path, LEAD + "- 2026-11-03 propsal\n"), "check", "--on", DAY)
    assert "\x1b[1;31merror[line-word]\x1b[0m" in printed


def test_json_stays_json_on_a_stream_that_cannot_show_it(tmp_path: Path) -> None:
    ledger = lead(tmp_path, LEAD.replace("source: web", "source: café 😀"))
    variables = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    completed = run_process("-C", str(ledger), "leads", "--json", "--on", DAY, env=variables)
    assert json.loads(completed.stdout)["data"][0]["source"] == "café 😀"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_name_that_is_no_text_is_listed(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {})
    (ledger / "leads").mkdir()
    place = os.fsencode(ledger / "leads") + b"/\xff.md"
    with open(place, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path that is bytes
        file.write(LEAD)
    assert run_json(ledger, "leads")[0]["file"] == "leads/\udcff.md"
    assert r"leads/\xff.md" in run(ledger, "leads", "--on", DAY, "--csv").stdout


def test_settings_are_printed_with_their_defaults(tmp_path: Path) -> None:
    printed = run(write_ledger(tmp_path, {"opsledger.yaml": "hours: 30\n"}), "settings").stdout
    assert "hours: 30\n    a working week (default: 36)\n" in printed
    assert "famine: 60%\n" in printed
    assert "business:\n    what the business is called (unset)\n" in printed


def test_settings_as_json(tmp_path: Path) -> None:
    data = json.loads(run(write_ledger(tmp_path, {}), "settings", "--json").stdout)["data"]
    assert data["stale_after"] == {"value": "10", "default": "10", "summary": data["stale_after"]["summary"]}
    assert data["targets"]["value"] is None


def test_the_grid_draws_a_week_hour_by_hour() -> None:
    lines = run(SAMPLE, "time", "--grid", "--on", DAY).stdout.splitlines()
    assert lines[1] == "Mon 16 Nov  plan  ....CCCCCCCCCCCCCCCCCCCCCC....SS........"
    assert lines[2] == "            done  ....CCCCCCCCCCCCCCCCCCC.....CCCCCCCCSS.."
    assert lines[-1] == "A admin, C client, F finance, I internal, M marketing, S sales, + no time of day noted"


def test_the_grid_draws_the_days_asked_for() -> None:
    lines = run(SAMPLE, "time", "--grid", "--week", "2026-W48", "--to", "2026-11-24", "--on", DAY).stdout.splitlines()
    assert [line[:10] for line in lines if " plan " in line] == ["Mon 23 Nov", "Tue 24 Nov"]


def test_the_grid_of_today_is_one_day() -> None:
    lines = run(SAMPLE, "time", "--grid", "--today", "--on", DAY).stdout.splitlines()
    assert [line[:10] for line in lines if " plan " in line] == ["Fri 20 Nov"]


def test_the_grid_says_which_days_are_off_by_the_settings_too(tmp_path: Path) -> None:
    root = write_ledger(
        tmp_path,
        {
            "opsledger.yaml": "time_off: [2026-11-17/2026-11-18]\n",
            "weeks/2026-W47.md": "---\n---\n## Plan\n- Mon 9:00-10:00 admin\n- Tue 9:00-10:00 admin\n- Thu off\n",
        },
    )
    lines = run(root, "time", "--grid", "--on", DAY).stdout.splitlines()
    assert [line[:10] for line in lines if line.endswith("  off")] == ["Tue 17 Nov", "Wed 18 Nov", "Thu 19 Nov"]


def test_an_area_in_wide_signs_keeps_the_grid_in_line(tmp_path: Path) -> None:
    week = "---\n---\n## Plan\n- Mon 9:00-10:00 営業\n- Mon 10:00-11:00 إدارة\n- Tue 9:00-10:00 админ\n"
    areas = "areas: {営業: 3, إدارة: 1, админ: 2}\n"
    root = write_ledger(tmp_path, {"opsledger.yaml": areas, "weeks/2026-W47.md": week})
    lines = run(root, "time", "--grid", "--on", DAY).stdout.splitlines()
    assert lines[1] == f"Mon 16 Nov  plan  22221111{'.' * 24}"
    assert lines[-1] == "1 إدارة, 2 営業, А админ"


def test_the_grid_of_days_without_a_block_is_nothing(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {}), "time", "--grid", "--on", DAY)
    assert (result.stdout, result.stderr) == ("", "no time to show\n")


@pytest.mark.parametrize("option", [["--area", "sales"], ["--plan"], ["--json"]])
def test_the_grid_draws_whole_days_alone(option: list[str]) -> None:
    result = run(SAMPLE, "time", "--grid", *option, "--on", DAY)
    assert (result.exit_code, result.stdout) == (2, "")
