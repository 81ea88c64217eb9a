from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.language.session import OpenLedger, Session
from tests.cli_support import write_ledger
from tests.ledger_text import DAY, files_of

LEDGER = """
    leads/arbor.md
        - 2026-11-02 inquiry
    leads/quay.md
        - 2026-11-02 inquiry
    weeks/2026-W46.md
        ## Actual
        - Mon 2h quay
    """


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, files_of(LEDGER))


@pytest.fixture
def session() -> Session:
    return Session(lambda: DAY)


def open_week(session: Session, root: Path, line: str) -> OpenLedger:
    ledger = session.open(root / "weeks" / "2026-W46.md", f"## Actual\n- {line}\n", 1)
    assert ledger is not None
    return ledger


def told(ledger: OpenLedger) -> dict[str, list[str]]:
    """The codes newly told of each file."""
    return {one.path.name: [problem.rule.code for problem in one.problems] for one in ledger.changes()}


def test_only_what_changed_is_read_again(session: Session, root: Path) -> None:
    before = open_week(session, root, "Mon 2h quay").view().ledger
    after = open_week(session, root, "Mon 3h quay").view().ledger
    assert [one is other for one, other in zip(before.leads, after.leads, strict=True)] == [True, True]
    assert before.weeks[0] is not after.weeks[0]


def test_a_ledger_that_did_not_change_is_not_looked_at_again(session: Session, root: Path) -> None:
    ledger = open_week(session, root, "Mon 2h quay")
    before = ledger.view()
    ledger.touch()
    assert ledger.view() is before


def test_only_what_is_new_is_told(session: Session, root: Path) -> None:
    ledger = open_week(session, root, "Mon 2h qay")
    assert told(ledger) == {"2026-W46.md": ["unknown-target"]}
    assert told(ledger) == {}
    open_week(session, root, "Mon 2h quay")
    assert told(ledger) == {"2026-W46.md": []}


def test_a_file_that_is_closed_speaks_for_itself_again(session: Session, root: Path) -> None:
    ledger = open_week(session, root, "Mon 2h qay")
    assert told(ledger) == {"2026-W46.md": ["unknown-target"]}
    session.close(root / "weeks" / "2026-W46.md")
    assert told(ledger) == {"2026-W46.md": []}


def test_while_the_settings_cannot_be_read_those_before_hold(session: Session, root: Path) -> None:
    ledger = open_week(session, root, "Mon 2h garden")
    session.open(root / "opsledger.yaml", "areas: {garden: 2}\n", 1)
    assert told(ledger) == {}
    session.open(root / "opsledger.yaml", "areas: {garden: 2\n", 2)
    assert told(ledger) == {"opsledger.yaml": ["yaml-syntax"]}
    assert list(ledger.view().ledger.settings.areas) == ["garden"]


def test_a_ledger_that_goes_away_leaves_nothing_told(session: Session, root: Path) -> None:
    ledger = open_week(session, root, "Mon 2h qay")
    assert told(ledger) == {"2026-W46.md": ["unknown-target"]}
    (root / "opsledger.yaml").unlink()
    ledger.touch()
    assert told(ledger) == {"2026-W46.md": []}


def test_a_file_outside_every_ledger_belongs_to_none(session: Session, tmp_path: Path) -> None:
    outside = tmp_path / "notes.md"
    assert session.open(outside, "[[quay]]", 1) is None
    assert session.close(outside) is None


def test_ledgers_are_found_at_above_and_right_below_a_folder(session: Session, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_ledger(tmp_path / name, {"leads/.keep": ""})
    session.look_into([tmp_path, tmp_path / "first" / "leads"])
    assert sorted(path.name for path in session.ledgers) == ["first", "second"]


def test_a_ledger_that_appears_takes_over_the_files_that_are_open_below_it(session: Session, tmp_path: Path) -> None:
    lead = tmp_path / "new" / "leads" / "quay.md"
    lead.parent.mkdir(parents=True)
    assert session.open(lead, "---\nname: Quay\nsource: talk\n---\n## Log\n- 2026-11-02 wonn\n", 1) is None
    (tmp_path / "new" / "opsledger.yaml").touch()
    ledger = session.ledger_of(lead)
    assert ledger is not None
    assert told(ledger) == {"quay.md": ["line-word"]}
    source = session.source_of(lead)
    assert source is not None
    assert source.path == "leads/quay.md"


def test_a_ledger_that_appears_inside_another_takes_its_files_from_it(session: Session, tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, {"leads/arbor.txt": ""}) / "leads"
    outer = session.open(folder / "quay.md", "---\n---\n", 1)
    assert outer is not None
    assert told(outer)["quay.md"] == ["no-line", "field-missing", "field-missing"]
    (folder / "opsledger.yaml").touch()
    inner = session.ledger_of(folder / "quay.md")
    assert (inner is outer, told(outer)["quay.md"]) == (False, [])
