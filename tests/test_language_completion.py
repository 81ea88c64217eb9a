from __future__ import annotations

from collections.abc import Mapping

import pytest

from opsledger.language.completion import complete
from opsledger.language.places import place_at
from opsledger.reading.kinds import KINDS, LEAD
from opsledger.reading.setting_rows import SETTINGS, Setting
from opsledger.source import SourceFile
from tests.language_support import asked, labels, offers
from tests.ledger_text import DAY

LEDGER = """
    opsledger.yaml
        areas: {marketing: 4, admin: 2}
        tasks: [design, build]
        roles: [ceo, sales]
        stages: {inquiry: 10%, proposal: 40%}
    leads/arbor.md
        name: Arbor Furniture
        source: conference
        service: branding
        - 2026-11-02 proposal
        - 2026-11-03 feedback price too high
    leads/old-lead.md
        source: referral
        - 2025-01-02 inquiry
        - 2025-01-03 lost budget none
    projects/quay-site.md
        client: quay
        - 2026-11-02 started
    projects/old-site.md
        - 2025-11-02 delivered
    clients/quay.md
        - 2025-11-02 note met
    team/jane-doe.md
        tasks: [writing]
        - 2025-11-02 rate 40/h
    tools/sketchpad.md
        - 2025-11-02 cost 12/month
    weeks/2026-W46.md
        ## Actual
        - Mon 2h old-site build
        ## Marketing
        - Tue linkedin work the new site
    """
WEEK = "weeks/2026-W47.md"


def test_a_block_names_projects_leads_and_areas() -> None:
    found = labels(LEDGER, WEEK, "## Actual\n- Mon 2h |")
    assert set(found) == {"arbor", "old-lead", "quay-site", "old-site", "marketing", "admin", "client", "off"}


def test_what_was_lately_worked_on_comes_first_and_what_is_closed_last() -> None:
    found = labels(LEDGER, WEEK, "## Actual\n- Mon 2h |")
    assert (found[0], *found[-2:]) == ("old-site", "old-lead", "off")


def test_an_offer_says_what_it_is() -> None:
    by_label = {offer.label: offer.detail for offer in offers(LEDGER, WEEK, "## Plan\n- Mon 2h |")}
    assert by_label["arbor"] == "lead · proposal · Arbor Furniture"
    assert by_label["quay-site"] == "project · started · quay-site"
    assert by_label["marketing"] == "area · 4 h a week planned for it"


def test_the_word_begun_is_what_is_replaced() -> None:
    one = asked(LEDGER, WEEK, "## Actual\n- Mon 9:00–10:30 qua|y")
    assert complete(one.ledger, one.source, one.offset, DAY).span.text == "qua"


def test_of_very_many_offers_those_that_begin_as_was_typed_are_kept() -> None:
    leads = "".join(f"leads/lead-{number}.md\n    - 2026-11-02 inquiry\n" for number in range(250))
    one = asked(f"{leads}projects/quay-site.md\n    - 2026-11-02 delivered\n", WEEK, "## Actual\n- Mon 2h q|")
    found = complete(one.ledger, one.source, one.offset, DAY)
    assert (found.offers[0].label, len(found.offers), found.is_cut) == ("quay-site", 200, True)


@pytest.mark.parametrize(
    ("path", "text", "first"),
    [
        ("weeks/2026-W47.md", "## Costs\n- Tue 119 |", ["admin", "marketing", "gross"]),
        ("weeks/2026-W47.md", "## Costs\n- Tue 119 gross |", ["admin", "marketing"]),
        ("projects/quay-site.md", "---\nname: Quay\ncurrency: |\n---\n", ["EUR"]),
        ("reviews/2026-11-20.md", "## Decisions\n- [ ] @ceo Grow moves:outflow.retainers target:|", []),
    ],
)
def test_what_a_value_takes_is_offered(path: str, text: str, first: list[str]) -> None:
    assert labels(LEDGER, path, text) == first


def test_a_decision_with_a_figure_may_have_a_target() -> None:
    text = "## Decisions\n- [ ] @ceo Grow {}|"
    assert "target:" in labels(LEDGER, "reviews/2026-11-20.md", text.format("moves:outflow.retainers "))
    assert "target:" not in labels(LEDGER, "reviews/2026-11-20.md", text.format(""))


def test_behind_the_target_stand_the_tasks() -> None:
    assert labels(LEDGER, WEEK, "## Actual\n- Mon 2h quay-site |") == ["build", "design", "writing"]


def test_free_text_is_left_alone() -> None:
    assert labels(LEDGER, WEEK, "## Actual\n- Mon 2h quay-site build the start |") == []
    assert labels(LEDGER, WEEK, "Notes of the week |") == []
    assert labels(LEDGER, WEEK, "## Actual\n- Mon 2h quay-site\n\n## Thoughts\n- Mon 2h |") == []


def test_a_block_begins_with_a_day() -> None:
    assert labels(LEDGER, WEEK, "## Plan\n- |") == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_the_standing_schedule_is_completed_like_a_plan() -> None:
    assert "marketing" in labels(LEDGER, "schedule.md", "## Plan\n- Mon 9:00-10:00 |")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_make_no_difference(end: str) -> None:
    assert "arbor" in labels(LEDGER, WEEK, f"---{end}focus: x{end}---{end}## Actual{end}- Mon 2h |{end}")


def test_a_leads_log_knows_the_stages_of_the_settings() -> None:
    found = labels(LEDGER, "leads/arbor.md", "---\nname: A\n---\n## Log\n- 2026-11-20 |")
    assert {"inquiry", "proposal", "won", "next", "note"} <= set(found)
    assert "verbal" not in found


def test_a_projects_log_knows_the_words_of_a_project() -> None:
    found = labels(LEDGER, "projects/quay-site.md", "---\nname: A\n---\n## Log\n- 2026-11-20 |")
    assert {"invoiced", "delivered", "scope"} <= set(found)
    assert "won" not in found


def test_a_log_line_begins_with_the_days_up_to_today() -> None:
    assert labels(LEDGER, "leads/arbor.md", "## Log\n- |")[:2] == ["2026-11-20", "2026-11-19"]


def test_behind_next_stand_days_to_come() -> None:
    found = offers(LEDGER, "leads/arbor.md", "## Log\n- 2026-11-20 next |")
    assert (found[0].label, found[0].detail) == ("2026-11-21", "Saturday, in 1 day")


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("leads/arbor.md", "- 2026-11-20 feedback |", ["price"]),
        ("leads/arbor.md", "- 2026-11-20 lost |", ["budget"]),
        ("tools/sketchpad.md", "- 2026-11-20 assessed |", ["keep", "watch", "replace", "cancel"]),
        ("team/jane-doe.md", "- 2026-11-20 assessed |", ["1", "2", "3", "4", "5"]),
        ("projects/quay-site.md", "- 2026-11-20 cost 600 @|", ["@jane-doe"]),
    ],
)
def test_behind_a_word_stands_what_it_carries(path: str, line: str, expected: list[str]) -> None:
    assert labels(LEDGER, path, f"## Log\n{line}") == expected


def test_marketing_lines_know_channels_used_before_and_the_four_themes() -> None:
    assert labels(LEDGER, WEEK, "## Marketing\n- Tue |") == ["linkedin"]
    assert labels(LEDGER, WEEK, "## Marketing\n- Tue linkedin |") == ["engage", "topic", "win", "work"]


def test_costs_name_areas_and_people() -> None:
    assert labels(LEDGER, WEEK, "## Costs\n- Mon 120 |") == ["admin", "marketing", "gross"]
    assert labels(LEDGER, WEEK, "## Costs\n- Mon 120 marketing @|") == ["@jane-doe"]


def test_a_decision_begins_with_its_role() -> None:
    assert labels(LEDGER, "reviews/2026-11-20.md", "## Decisions\n- [ ] |") == ["@ceo", "@sales"]


def test_a_decision_moves_figures() -> None:
    found = {one.label: one for one in offers(LEDGER, "reviews/2026-11-20.md", "## Decisions\n- [ ] @ceo Do moves:|")}
    assert {"moves:balance.cover", "moves:inflow.open.proposal", "moves:outflow.rate.quay-site"} <= set(found)
    assert found["moves:balance.cover"].detail == (
        "the weeks that booked work ends before (a gap) or after (a cushion) a new lead would start."
    )


def test_a_decision_is_due_on_a_day_to_come() -> None:
    assert labels(LEDGER, "reviews/2026-11-20.md", "## Decisions\n- [ ] @ceo Do due:|")[0] == "due:2026-11-21"


def test_a_link_names_any_record_and_closes_its_brackets() -> None:
    found = {one.label: one.text for one in offers(LEDGER, "leads/arbor.md", "Came through [[|")}
    assert found["quay"] == "quay]]"
    assert {one.text for one in offers(LEDGER, "README.md", "See [[q|]].")} >= {"quay"}


def test_a_link_in_a_block_names_what_a_block_may_be_for() -> None:
    found = labels(LEDGER, WEEK, "## Plan\n- Mon 2h [[|")
    assert set(found) == {"arbor", "old-lead", "quay-site", "old-site"}


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_front_matter_knows_the_keys_of_its_kind(kind: object) -> None:
    assert isinstance(kind, type(LEAD))
    found = labels(LEDGER, kind.path_of("new"), "---\n|")
    assert found[: len([field for field in kind.fields if field.required])] == [
        field.key for field in kind.fields if field.required
    ]
    assert set(found) == {field.key for field in kind.fields}


def test_a_key_that_is_given_is_not_offered_again() -> None:
    assert "name" not in labels(LEDGER, "leads/new.md", "---\nname: New\nsou|\n---\n")


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("projects/new.md", "billing: |", ["fixed", "hourly", "retainer", "internal"]),
        ("projects/new.md", "client: |", ["quay"]),
        ("projects/new.md", "client: [[|", ["quay"]),
        ("leads/new.md", "budget: |", ["yes", "no"]),
        ("leads/new.md", "source: |", ["conference", "referral"]),
        ("tools/new.md", "jobs: [deliver, |", ["deliver", "communicate", "market", "sell", "run"]),
        ("tools/new.md", "jobs:\n  - |", ["deliver", "communicate", "market", "sell", "run"]),
    ],
)
def test_a_value_is_what_its_field_takes(path: str, line: str, expected: list[str]) -> None:
    found = labels(LEDGER, path, f"---\nname: New\n{line}\n---\n")
    assert [one for one in found if not one.startswith(("2026", "sketch"))] == expected


def test_the_settings_know_their_keys() -> None:
    assert "stale_after" in labels(LEDGER, "opsledger.yaml", "business: Quay\nst|")
    assert labels(LEDGER, "opsledger.yaml", "targets:\n  |") == ["floor", "income", "rate"]
    assert labels(LEDGER, "opsledger.yaml", "targets: {income: 9000/month, |") == ["floor", "income", "rate"]


@pytest.mark.parametrize("path", ["README.md", "notes/a.txt", "leads/a.txt", "weeks/2026-W47.md", "opsledger.yaml"])
@pytest.mark.parametrize(
    "text", ["|", "---|", "---\n|", "\ufeff|", "## |", "-|", "- |", "- [|", "[[|", "a: {|", "😀 |"]
)
def test_nothing_that_is_half_written_raises(path: str, text: str) -> None:
    assert isinstance(labels(LEDGER, path, text), list)


def test_nothing_is_offered_within_a_comment_or_below_a_heading_of_ones_own() -> None:
    hidden = ("%%\n- Mon 9:00-10:00 \n%%\n", "<!--\n- Mon 9:00-10:00 \n-->\n", "Notes\n-----\n- Mon 9:00-10:00 \n")
    for body in hidden:
        text = f"## Actual\n{body}"
        place = place_at(SourceFile("weeks/2026-W47.md", text), text.index("10:00 ") + 6)
        assert place is None


def test_links_that_are_never_closed_are_no_end_of_links() -> None:
    place = place_at(SourceFile("weeks/2026-W47.md", f"## Actual\n- Mon 1h {'[[' * 5_000}"), 10_017)
    assert place is not None
    assert place.what == "link"


@pytest.mark.parametrize(
    "setting", [one for one in SETTINGS if isinstance(one.shape, Mapping)], ids=lambda one: one.key
)
def test_every_key_within_a_setting_is_offered(setting: Setting) -> None:
    assert isinstance(setting.shape, Mapping)
    assert labels(LEDGER, "opsledger.yaml", f"{setting.key}: {{|") == sorted(setting.shape)


def test_a_key_within_a_setting_tells_its_default() -> None:
    found = {offer.label: offer.detail for offer in offers(LEDGER, "opsledger.yaml", "fresh: {|")}
    assert found["case-study"] == "days, default 120"
