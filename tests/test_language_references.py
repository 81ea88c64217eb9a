from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.checks.every import check
from opsledger.diagnostics import Fix
from opsledger.language.records import record_of
from opsledger.language.references import meant_by, mention_at, mentions, references_to
from opsledger.language.renaming import CannotRename, Renaming, renamable_at, rename
from opsledger.loading import load
from opsledger.models.ledger import Ledger
from opsledger.source import SourceFile
from opsledger.values.reference import renamed
from tests.cli_support import SAMPLE, write_ledger
from tests.ledger_text import DAY, files_of

LEDGER = """
    leads/quay.md
        client: [[quay]]
        - 2026-11-02 won [[quay-site]] follows
    projects/quay-site.md
        client: quay
        lead: "[[leads/quay.md#Log|the lead]]"
        - 2026-11-02 started after [the talk](../leads/quay.md)
        - 2026-11-03 cost 400 @jane-doe 8h build
    clients/quay.md
        - 2026-11-02 note see [[clients/quay|here]], [[quay]] and [[projects/quay-site]]
    team/jane-doe.md
        - 2026-11-02 rate 50/h
    schedule.md
        ## Plan
        - Mon 1h quay-site
    weeks/2026-W46.md
        # 😀 [[quay-site]]
        ## Actual
        - Mon 2h quay-site build
        - Tue 2h [[quay-site]], build
        - Wed 1h quay
        ## Costs
        - Mon 50 marketing @jane-doe 1h
    reviews/2026-11-06.md
        ## Decisions
        - [ ] @ceo Raise it moves:outflow.rate.quay-site
        <!-- opsledger:begin part 0123 -->
        [quay-site](../projects/quay-site.md)
        <!-- opsledger:end part -->
    """


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, files_of(LEDGER))


def applied(root: Path, renaming: Renaming) -> Ledger:
    """The ledger after a renaming, its files written and moved as an editor does it."""
    by_file: dict[str, list[Fix]] = {}
    for edit in renaming.edits:
        by_file.setdefault(edit.span.file, []).append(edit)
    for path, edits in by_file.items():
        text = edits[0].span.source.text
        for edit in sorted(edits, key=lambda one: -one.span.start):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        (root / path).write_bytes(text.encode())
    (root / renaming.path).rename(root / renaming.new_path)
    return load(root)


def told_of(ledger: Ledger, path: str) -> list[str]:
    """Where a record is named: the file and what is written there."""
    record = record_of(ledger, path)
    assert record is not None
    return [f"{one.outer.file}: {one.outer.text}" for one in references_to(ledger, record)]


def test_every_form_of_a_reference_is_found(root: Path) -> None:
    assert told_of(load(root), "projects/quay-site.md") == [
        "leads/quay.md: [[quay-site]]",
        "weeks/2026-W46.md: quay-site",
        "weeks/2026-W46.md: [[quay-site]]",
        "weeks/2026-W46.md: [[quay-site]]",
        "clients/quay.md: [[projects/quay-site]]",
        "reviews/2026-11-06.md: outflow.rate.quay-site",
        "schedule.md: quay-site",
    ]


def test_a_name_that_two_records_have_is_told_apart_by_its_field_or_its_folder(root: Path) -> None:
    ledger = load(root)
    assert told_of(ledger, "clients/quay.md") == [
        "leads/quay.md: [[quay]]",
        "projects/quay-site.md: quay",
        "clients/quay.md: [[clients/quay|here]]",
    ]
    assert told_of(ledger, "leads/quay.md") == [
        'projects/quay-site.md: "[[leads/quay.md#Log|the lead]]"',
        "projects/quay-site.md: (../leads/quay.md)",
        "weeks/2026-W46.md: quay",
        "clients/quay.md: [[quay]]",
    ]


def test_a_members_name_is_found_behind_its_sign(root: Path) -> None:
    assert told_of(load(root), "team/jane-doe.md") == [
        "projects/quay-site.md: @jane-doe",
        "weeks/2026-W46.md: @jane-doe",
    ]


def test_a_contact_is_renamed_wherever_it_is_named(tmp_path: Path) -> None:
    text = """
        contacts/kim.md
            - 2026-10-01 call hi
        leads/quay.md
            referred_by: kim
            - 2026-11-02 inquiry
        leads/rill.md
            referred_by: [[kim]]
            - 2026-11-02 inquiry
        weeks/2026-W46.md
            ## Marketing
            - Tue linkedin engage @kim asked how it goes
            - Wed linkedin engage @[[kim]] and again
        """
    root = write_ledger(tmp_path, files_of(text))
    ledger = load(root)
    (kim,) = ledger.contacts
    renaming = rename(ledger, kim, "kim-doran")
    assert not isinstance(renaming, CannotRename)
    after = applied(root, renaming)
    assert [lead.referred_by and lead.referred_by.id for lead in after.leads] == ["kim-doran", "kim-doran"]
    assert [line.contact and line.contact.id for line in after.weeks[0].marketing] == ["kim-doran", "kim-doran"]
    assert [problem for problem in check(after, DAY) if "kim" in problem.message] == []


def test_a_link_in_a_file_that_is_no_record_leads_to_its_record(root: Path) -> None:
    ledger = load(root)
    mention = mention_at(ledger, SourceFile("README.md", "See [[quay-site]]."), 8)
    assert mention is not None
    assert [record.file for record in meant_by(ledger, mention)] == ["projects/quay-site.md"]


def test_every_mention_of_the_sample_slices_back_to_its_id() -> None:
    found = list(mentions(load(SAMPLE)))
    assert len(found) > 100
    assert [one for one in found if one.span.text != one.id] == []


@pytest.mark.parametrize("path", ["projects/quay-site.md", "clients/quay.md", "leads/quay.md", "team/jane-doe.md"])
def test_a_renaming_takes_every_reference_with_it(root: Path, path: str) -> None:
    ledger = load(root)
    before = [str(problem) for problem in check(ledger, DAY)]
    record = record_of(ledger, path)
    assert record is not None
    named = len(references_to(ledger, record))
    after = applied(root, rename(ledger, record, "new-name"))
    new = record_of(after, f"{path.partition('/')[0]}/new-name.md")
    assert new is not None
    assert (len(references_to(after, new)), len(list(mentions(after)))) == (named, len(list(mentions(ledger))))
    assert [str(problem).replace("new-name", record.id) for problem in check(after, DAY)] == before


def test_a_renaming_keeps_what_a_review_generated(root: Path) -> None:
    ledger = load(root)
    record = record_of(ledger, "projects/quay-site.md")
    assert record is not None
    applied(root, rename(ledger, record, "new-name"))
    text = (root / "reviews/2026-11-06.md").read_text(encoding="utf-8")
    assert ("moves:outflow.rate.new-name" in text, "(../projects/quay-site.md)" in text) == (True, True)


def test_a_file_filed_away_stays_in_its_folder(tmp_path: Path) -> None:
    files = files_of("projects/2025/old.md\n    - 2025-01-02 delivered\n")
    ledger = load(write_ledger(tmp_path, files))
    record = record_of(ledger, "projects/2025/old.md")
    assert record is not None
    assert rename(ledger, record, "older").new_path == "projects/2025/older.md"


@pytest.mark.parametrize(
    ("new_id", "reason"),
    [
        ("quay", "is taken by leads/quay.md"),
        ("marketing", "is taken by the settings, as an area"),
        ("client", "is taken by the format"),
        ("", "at least one letter"),
        ("a/b", "characters that a file's name should not have"),
        ("quay site", "is not an id"),
        ("quay-site.", "should not have"),
        ("con", "reserved on Windows"),
        ("quay-site", "its id is `quay-site` already"),
    ],
)
def test_an_id_that_cannot_be_is_refused(root: Path, new_id: str, reason: str) -> None:
    ledger = load(root)
    record = record_of(ledger, "projects/quay-site.md")
    assert record is not None
    with pytest.raises(CannotRename, match=reason):
        rename(ledger, record, new_id)


def test_a_week_keeps_its_name(root: Path) -> None:
    ledger = load(root)
    record = record_of(ledger, "weeks/2026-W46.md")
    assert record is not None
    with pytest.raises(CannotRename, match="named by its week"):
        rename(ledger, record, "2026-W45")


def test_upper_and_lower_case_may_change(root: Path) -> None:
    ledger = load(root)
    record = record_of(ledger, "projects/quay-site.md")
    assert record is not None
    assert rename(ledger, record, "Quay-Site").new_path == "projects/Quay-Site.md"


def test_a_record_is_renamed_from_its_own_first_lines_too(root: Path) -> None:
    ledger = load(root)
    source = ledger.projects[0].document
    for offset in (0, 2, source.text.index("name:") + 8):
        found = renamable_at(ledger, source, offset)
        assert found is not None
        assert found[1].id == "quay-site"
    assert renamable_at(ledger, source, source.text.index("## Log")) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("quay", "new"),
        ("@quay", "@new"),
        ("'quay'", "'new'"),
        ('"[[quay]]"', '"[[new]]"'),
        ("[[quay]]", "[[new]]"),
        ("[[ quay ]]", "[[ new ]]"),
        ("[[leads/2025/quay.md#a/b|shown/so]]", "[[leads/2025/new.md#a/b|shown/so]]"),
        ("[[quay|[so]]", "[[new|[so]]"),
    ],
)
def test_a_reference_is_renamed_as_it_is_written(written: str, expected: str) -> None:
    assert renamed(written, "new") == expected
