import json
import re
from datetime import date
from pathlib import Path

import pytest

from opsledger.loading import load
from opsledger.measuring.every import figures
from opsledger.measuring.titles import name_called
from tests.cli_support import DAY, SAMPLE, run, write_ledger


def names(*arguments: str) -> list[str]:
    result = run(SAMPLE, "figures", *arguments, "--on", DAY, "--json")
    assert result.exit_code == 0, result.stderr
    return list(json.loads(result.stdout)["data"])


def test_without_a_name_it_prints_all() -> None:
    assert names() == list(figures(load(SAMPLE), date(2026, 11, 20)))


def test_a_name_stands_for_what_is_below_it() -> None:
    stages = ["inquiry", "qualified", "proposal", "verbal"]
    assert names("inflow.open") == ["inflow.open", *(f"inflow.open.{stage}" for stage in stages)]


def test_a_name_is_no_part_of_a_word() -> None:
    assert "inflow.win_rate" not in names("inflow.win_chance")


def test_several_names_are_printed_once_each() -> None:
    assert names("money.paid", "money") == ["money.paid", *[name for name in names("money") if name != "money.paid"]]


def test_an_unknown_name_is_a_usage_error_with_a_hint() -> None:
    result = run(SAMPLE, "figures", "inflow.wn_rate")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `inflow.win_rate`?" in result.stderr


def test_json_has_every_key_with_file_and_line_of_the_sources() -> None:
    told = json.loads(run(SAMPLE, "figures", "inflow.leads_new", "--on", DAY, "--json").stdout)
    assert {key: told[key] for key in ("schema", "kind", "on")} == {"schema": 1, "kind": "figures", "on": DAY}
    figure = told["data"]["inflow.leads_new"]
    assert set(figure) == {"value", "unit", "n", "interval", "previous", "note", "sources"}
    assert figure["sources"][0].keys() == {"file", "line"}


def test_quotients_have_at_least_seven_decimals() -> None:
    text = run(SAMPLE, "figures", "inflow.win_rate", "--on", DAY, "--json").stdout
    value = next(line for line in text.splitlines() if '"value"' in line)
    assert len(value.strip(" ,").partition(".")[2]) >= 7


def test_too_few_is_null_with_a_note(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {}), "figures", "inflow.win_rate", "--json")
    figure = json.loads(result.stdout)["data"]["inflow.win_rate"]
    assert figure["value"] is None
    assert figure["note"].startswith("too few")


def test_text_has_value_unit_n_and_interval() -> None:
    lines = run(SAMPLE, "figures", "inflow.win_rate", "--on", DAY).stdout.splitlines()
    assert lines[0].split() == ["figure", "value", "n", "interval", "before", "note"]
    assert lines[1].split() == ["inflow.win_rate", "59", "%", "17", "36–78", "%"]


def test_an_object_has_a_line_for_each_key() -> None:
    lines = run(SAMPLE, "figures", "inflow.open.verbal", "--on", DAY).stdout.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["count", "value", "hours", "median_age", "greatest_age"]


def test_from_sets_the_period() -> None:
    def new_leads(*arguments: str) -> int:
        text = run(SAMPLE, "figures", "inflow.leads_new", "--on", DAY, "--json", *arguments).stdout
        count: int = json.loads(text)["data"]["inflow.leads_new"]["value"]
        return count

    assert new_leads("--from", "2025-10-01") > new_leads()


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_an_empty_ledger_has_figures(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert run(write_ledger(tmp_path, {}), "figures", "--on", DAY, *arguments).exit_code == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("cover", ": did you mean `balance.cover`?"),
        ("balance.cove", ": did you mean `balance.cover`?"),
        ("balnce.cover", ": did you mean `balance.cover`?"),
        ("balance.win_rate", ": did you mean `inflow.win_rate`?"),
        ("win_rat", ": did you mean `inflow.win_rate`?"),
        ("inflw", ": did you mean `inflow`?"),
        ("cost", ": did you mean `marketing.cost`, `team.cost` or `tools.cost`?"),
        ("balance.famine", "; `opsledger figures` lists them"),
        ("famine", "; `opsledger figures` lists them"),
    ],
)
def test_a_figure_that_is_none_is_told_what_is_near(name: str, told: str) -> None:
    result = run(SAMPLE, "explain", name, "--on", DAY)
    assert (result.exit_code, result.stderr) == (2, f"Error: there is no figure `{name}`{told}\n")


def test_every_label_of_where_we_stand_is_explained() -> None:
    review = run(SAMPLE, "review", "--on", DAY, "--stdout").stdout
    table = review.split("| | | last reviews |")[1].split("\n\n")[0]
    labels = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")]
    assert len(labels) >= 8
    for label in labels:
        name = name_called(label)
        assert name, label
        if name != "balance.forecast":
            assert run(SAMPLE, "explain", label, "--on", DAY).stdout.partition("\n")[0].endswith(f"({name})"), label


def test_a_word_of_the_coming_weeks_leads_to_the_forecast() -> None:
    result = run(SAMPLE, "explain", "Last two whole weeks", "--on", DAY)
    assert result.exit_code == 2
    assert "see `opsledger forecast`" in result.stderr


@pytest.mark.parametrize(
    ("said", "meant"), [("until your first", "Days until your first answer"), ("usual wek", "Usual week")]
)
def test_a_title_told_in_part_or_with_a_slip_is_offered(said: str, meant: str) -> None:
    result = run(SAMPLE, "explain", said, "--on", DAY)
    assert result.exit_code == 2
    assert f"did you mean `{meant}`?" in result.stderr


def test_a_figure_is_explained_by_what_the_review_calls_it() -> None:
    by_label, by_name = (run(SAMPLE, "explain", name, "--on", DAY) for name in ("Your usual week", "balance.pace"))
    assert by_label.stdout == by_name.stdout
    assert by_label.stdout.startswith("Usual week: 11 h (balance.pace)\n\nThe median of ")


def test_an_explanation_has_the_parts_in_the_words_and_units_of_the_review() -> None:
    shown = run(SAMPLE, "explain", "money.ahead.2027-01", "--on", DAY).stdout
    assert shown.startswith("Money ahead, Jan 2027 (money.ahead.2027-01)\n")
    assert re.search(r"^booked +[\d,]+ EUR$", shown, re.MULTILINE)
    assert re.search(r"^below floor +\d+ %$", shown, re.MULTILINE)
    left = run(SAMPLE, "explain", "outflow.left.lantern-rebrand", "--on", DAY).stdout
    assert left.startswith("What is left of this project, Lantern Theatre rebrand (outflow.left.lantern-rebrand)\n")
