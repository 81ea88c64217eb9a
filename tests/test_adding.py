"""Where to add, as docs/architecture.md has it: one of each is added to a scratch copy."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli_support import SOURCE, write_ledger

FIGURE = {
    "figures/money.py": (
        "MONEY = (",
        'def received(standing: Standing) -> Figures:\n    """`money.received`: payments, whatever was paid back."""\n'
        '    yield Figure("money.received", 7, "money", 1)\n\n\nMONEY = (received, ',
    )
}
FINDING = {
    "findings/business.py": (
        "BUSINESS_RULES = (",
        "def tried(measured: Measured) -> Iterator[Finding]:\n"
        '    """Something to look at."""\n'
        '    yield Finding(rule="tried", role="ceo", urgency=3, because="all is tried out", action="Look at it")\n'
        "\n\nBUSINESS_RULES = (tried, ",
    )
}
WORD = {
    "reading/words.py": (
        '    Word("improve", ',
        '    Word("sketched", "sketched TEXT", "a first drawing"),\n    Word("improve", ',
    )
}
SETTING = {
    "reading/setting_rows.py": (
        "SETTINGS = (\n",
        'SETTINGS = (\n    Setting("motto", _one(TEXT), "what you work by", lambda all_set: all_set.motto, "text"),\n',
    ),
    "models/settings.py": (
        "    business: str | None = None\n",
        "    business: str | None = None\n    motto: str | None = None\n",
    ),
}
FIELD = {
    "reading/kinds.py": (
        '        Field("since", DATE, "worked for since"),\n',
        '        Field("since", DATE, "worked for since"),\n        Field("town", TEXT, "where they are"),\n',
    ),
    "models/records.py": (
        "    health: str | None",
        "    town: str | None = None\n    health: str | None",
    ),
}
KIND = {
    "models/records.py": (
        "\n\n@dataclass(frozen=True, slots=True, kw_only=True, eq=False)\nclass Tool(",
        "\n\n@dataclass(frozen=True, slots=True, kw_only=True, eq=False)\nclass Venue(LoggedRecord):\n"
        '    """A place to work at."""\n\n    client: Reference | None = None\n    fee: Money | None = None\n\n\n'
        "@dataclass(frozen=True, slots=True, kw_only=True, eq=False)\nclass Tool(",
    ),
    "models/ledger.py": (
        '"account")\nDATED = ',
        '"account", "venues")\nDATED = ',
    ),
    "reading/kinds.py": (
        "\n\nKINDS = (",
        '\nVENUE = Kind(\n    "venue",\n    "venues",\n    Venue,\n'
        '    (Field("name", TEXT, "what it is called", required=True),'
        ' Field("client", REFERENCE, "whose it is"), Field("fee", PRICE, "what a day costs")),\n'
        '    ("Log",),\n    "A place to work at.",\n)\n\nKINDS = (VENUE, ',
    ),
    "reading/words.py": (
        "WORDS: dict[str, tuple[Word, ...]] = {\n",
        'WORDS: dict[str, tuple[Word, ...]] = {\n    "venue": (NOTE, Word("seen", "seen TEXT", "you were there")),\n',
    ),
}
IMPORTER = {
    "importing/importers.py": (
        "IMPORTERS: tuple[Importer, ...] = (\n",
        "PUNCHCARD = TimeReport(\n"
        '    "punchcard", "Punchcard\'s export", {"day": ("Date",), "span": ("Hours",), "project": ("Project",)},\n'
        '    (("day",), ("span",)),\n)\n\nIMPORTERS: tuple[Importer, ...] = (\n'
        '    _time(PUNCHCARD, "Punchcard", "its CSV", "FILE is its CSV.", ("opsledger import punchcard a.csv",)),\n',
    ),
}
SECTION = {
    "opsledger/reviewing/parts/outflow.py": (
        "    tools_cost: NumberOrNone\n",
        "    tools_cost: NumberOrNone\n    kept_tools: int\n",
    ),
    "opsledger/reviewing/outflow.py": (
        '        tools_cost=measured.number("tools.cost"),\n',
        '        tools_cost=measured.number("tools.cost"),\n        kept_tools=len(standing.ledger.tools),\n',
    ),
    "templates/review.md": (
        "Tools cost {{ ",
        "You ever had {{ outflow.kept_tools }} tools. Tools cost {{ ",
    ),
    "templates/review-outflow.html": (
        "<p>Tools cost {{ ",
        "<p>You ever had {{ outflow.kept_tools }} tools. Tools cost {{ ",
    ),
}
CHECK = {
    "checks/work.py": (
        "def check_work(",
        'TRIED = warning("tried-out", "Something that was tried out.")\n\n\n'
        "def check_tried(ledger: Ledger) -> Iterator[Diagnostic]:\n"
        '    """The first lead."""\n    for lead in ledger.leads[:1]:\n'
        '        yield at(TRIED, lead.whole, "tried out")\n\n\ndef check_work(',
    ),
    "checks/every.py": ("    check_work,\n", "    check_work,\n    check_tried,\n"),
}


# What stands in two places of a file that is edited once already.
SECOND_PLACES = {
    "models/records.py": (
        "from opsledger.values.period import",
        "from opsledger.values.money import Money\nfrom opsledger.values.period import",
    ),
    "models/ledger.py": (
        "    team: tuple[Member, ...] = ()\n",
        "    team: tuple[Member, ...] = ()\n    venues: tuple[LoggedRecord, ...] = ()\n",
    ),
    "reading/kinds.py": (
        "from opsledger.reading.copies import",
        "from opsledger.models.records import Venue\nfrom opsledger.reading.copies import",
    ),
    "checks/every.py": ("import check_work\n", "import check_tried, check_work\n"),
}


def add(root: Path, edits: Mapping[str, tuple[str, str]]) -> None:
    """Put texts in place of the first of others, each in its file of the scratch copy."""
    for name, (old, new) in edits.items():
        place = root / name if "/" in name and (root / name).is_file() else root / "opsledger" / name
        text = place.read_text("utf-8")
        assert old in text, f"{name} has no {old!r} any more: bring this test and docs/architecture.md up to date"
        place.write_text(text.replace(old, new, 1), "utf-8")


PEN = "---\nname: Pen\njobs: [deliver]\n---\n\n## Log\n\n- 2026-01-05 cost 18/month\n- 2026-01-05 assessed keep\n"


# Runs commands one after the other: to begin a process takes longer than most of them.
RUNNER = """
import json, sys
from click.testing import CliRunner
from opsledger.cli.program import program
for arguments in json.loads(sys.argv[1]):
    done = CliRunner().invoke(program, arguments, prog_name="opsledger", catch_exceptions=False)
    print(json.dumps(done.stdout + done.stderr))
"""


def said(root: Path, *commands: str, ledger: Path | None = None) -> list[str]:
    """What the scratch copy's commands say, each on the same ledger."""
    split = [["-C", str(ledger or root / "sample-ledger"), *shlex.split(command)] for command in commands]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", RUNNER, json.dumps(split)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("scratch")
    for name in ("opsledger", "templates", "sample-ledger"):
        shutil.copytree(SOURCE / name, root / name)  # compiled code too, which every command would make again
    for edits in (FIGURE, FINDING, WORD, SETTING, FIELD, KIND, IMPORTER, SECTION, CHECK, SECOND_PLACES):
        add(root, edits)
    venues = root / "sample-ledger" / "venues"
    venues.mkdir()
    text = "---\nname: The Old Mill\nclient: harbor-dental\nfee: 80\n---\n\n## Log\n\n- 2026-11-02 seen in the rain\n"
    (venues / "old-mill.md").write_text(text, "utf-8")
    return root


def test_a_figure_is_one_file(scratch: Path) -> None:
    assert len(FIGURE) == 1
    (explained,) = said(scratch, "explain money.received --on 2026-11-20")
    assert "Payments, whatever was paid back" in explained


def test_a_finding_is_one_file(scratch: Path) -> None:
    assert len(FINDING) == 1
    small = write_ledger(scratch / "one", {"opsledger.yaml": "currency: EUR\n", "tools/pen.md": PEN})
    (found,) = said(scratch, "findings --on 2026-11-20 --json", ledger=small)
    assert "tried" in found


def test_a_word_is_one_file(scratch: Path) -> None:
    assert len(WORD) == 1
    project = next((scratch / "sample-ledger" / "projects").rglob("*.md"))
    text = project.read_text("utf-8")
    project.write_text(text.replace("## Log\n", "## Log\n\n- 2026-11-19 sketched a door\n", 1), "utf-8")
    try:
        (checked,) = said(scratch, "check")
    finally:
        project.write_text(text, "utf-8")
    assert "sketched" not in checked


def test_a_setting_is_two_files(scratch: Path) -> None:
    assert len(SETTING) == 2
    schema, settings = said(scratch, "schema settings", "settings")
    assert '"motto"' in schema
    assert "what you work by" in settings


def test_a_field_is_two_files(scratch: Path) -> None:
    assert len(FIELD) == 2
    schema, usage, table = said(scratch, "schema client", "new client --help", "export csv --only clients")
    assert '"town"' in schema
    assert "--town" in usage
    assert "town" in table.splitlines()[0]


def test_a_check_is_two_files(scratch: Path) -> None:
    assert len(CHECK) == 2
    (checked,) = said(scratch, "check")
    assert "warning[tried-out] tried out" in checked


def test_a_kind_of_record_is_four_files(scratch: Path) -> None:
    assert len(KIND) == 4
    asked = "SELECT fee_cents, word FROM venues JOIN venue_events ON venue = id"
    checked, schema, usage, table, answer, everything, logged = said(
        scratch,
        "check",
        "schema venue",
        "new venue --help",
        "export csv --only venues --on 2026-11-20",
        f"query '{asked}' --csv --on 2026-11-20",
        "export json --on 2026-11-20",
        "log old-mill 'seen again' --dry-run --on 2026-11-20",
    )
    assert "old-mill" not in checked
    assert '"fee"' in schema
    assert "--fee" in usage
    assert "old-mill,venues/old-mill.md,The Old Mill,harbor-dental,80" in table
    assert "8000,seen" in answer
    assert '"word":"seen"' in everything.replace(" ", "")
    assert "seen again" in logged


def test_an_importer_is_one_file(scratch: Path, tmp_path: Path) -> None:
    assert len(IMPORTER) == 1
    table = tmp_path / "hours.csv"
    table.write_text("Date,Hours,Project\n2026-11-18,1:30,harbor-ortho-website\n", "utf-8")
    imported, *usage = said(scratch, f"import punchcard '{table}'", "import --help", "import punchcard --help")
    assert "1h30m harbor-ortho-website" in imported
    assert "Punchcard" in "".join(usage)


def test_what_the_review_says_is_four_files(scratch: Path) -> None:
    assert len(SECTION) == 4
    files = {"opsledger.yaml": "currency: EUR\n", "tools/pen.md": PEN}
    small = write_ledger(scratch / "small", files)
    text, page = said(
        scratch, "review --stdout --on 2026-11-20", "review --stdout --html --on 2026-11-20", ledger=small
    )
    assert "You ever had 1 tools" in text
    assert "You ever had 1 tools" in page


FILES = {
    "a check": CHECK,
    "a field": FIELD,
    "a kind of record": KIND,
    "a word of a log": WORD,
    "a setting": SETTING,
    "a figure": FIGURE,
    "a finding": FINDING,
    "something the review says": SECTION,
    "a format to import": IMPORTER,
}


@pytest.mark.parametrize("what", FILES)
def test_the_page_says_how_many_files_it_takes(what: str) -> None:
    page = (SOURCE / "docs" / "architecture.md").read_text("utf-8")
    assert f"| {what} | {len(FILES[what])} | " in page
