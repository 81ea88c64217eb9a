"""A user's text in a review is text: nothing in it takes effect."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest

from opsledger.findings.finding import Measured
from opsledger.findings.measured import measured_on
from opsledger.loading import load
from opsledger.publishing.reviews import plan_review, publish_review
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review, review_of
from opsledger.reviewing.regeneration import read_generated_parts
from opsledger.reviewing.review import Review
from opsledger.source import SourceFile
from opsledger.values.visible import visible
from tests.cli_support import write_ledger
from tests.ledger_text import DAY
from tests.markdown_shape import columns, headings, links, shape, words
from tests.page_shape import PageShape

HARMLESS = "harmless"
HOSTILE = (
    "**bold** _slanted_ __both__ *x*",
    "`code` ``two`` ```three```",
    "<script>alert(1)</script><b onclick=x>",
    "<img src=http://evil.example/x.png>",
    "<http://evil.example>",
    "{{ review.on }} {% for x in y %} {# away #} {{ 7 * 7 }}",
    "[a link](http://evil.example)",
    "![a picture](http://evil.example/x.png)",
    "[a reference][r] [r]: http://evil.example",
    "[[a page]] ![[embedded]] [^1]",
    "a | b || c |",
    "\\| \\\\| \\",
    "&lt;b&gt; &copy; &#35;",
    "~~struck~~ ~~~",
    "==marked== %%hidden%% #tag $x^2$",
    "<!-- opsledger:end title -->",
    "<!-- opsledger:begin decide 0123456789ab -->",
    "<!-- left",
    "## Decisions",
    "# Head",
    "- [ ] @sales pay me",
    "[ ] [x] @ceo",
    "1. one",
    "2) two",
    "> quoted",
    "+ item",
    "---",
    "===",
    "***",
    "    four spaces",
    "= 1+1",
    "\u202eturned\u2069 \u200f",
)
MANY_LINES = (
    "two\nlines",
    "two\n\n## Decisions\n\n- [ ] @ceo pay me",
    "two\r\n- [ ] @ceo pay me\r\n",
    "x\n<!-- opsledger:end title -->\ny",
    "x\n<!-- opsledger:end decide -->\n## Decisions\n- [ ] @ceo pay me",
    "x\n```\ny",
    "x\u2028y\u0085z\u000bw",
    "\x1b[31mred\x1b[0m\x07\x08",
    "x\n---\ny",
)


def ledger(folder: Path, text: str) -> Path:
    """A ledger that says a text wherever a user can."""
    quoted = json.dumps(text)
    named = json.dumps(f"Name {text}")  # no decision below speaks of it
    client = json.dumps(f"Ada {text}")
    line = re.sub(r"[\x00-\x1f\x85\u2028]+", " ", text)
    return write_ledger(
        folder,
        {
            "opsledger.yaml": f"business: {quoted}\ntargets: {{income: 9000, floor: 6000, rate: 95}}\n"
            f"ideal_client: {{services: [website], budget: 5000, weeks: 3}}\n",
            "leads/new.md": f"---\nname: {named}\nsource: {quoted}\nservice: {quoted}\nvalue: 100\n---\n\n## Log\n\n"
            f"- 2026-11-09 in {line}\n- 2026-11-10 next 2026-11-12 {line}\n- 2026-11-11 feedback price {line}\n",
            "leads/former.md": f"---\nname: {named}\nsource: {quoted}\n---\n\n## Log\n\n- 2026-11-09 in x\n"
            f"- 2026-11-10 lost budget {line}\n",
            "projects/open.md": f"---\nname: {named}\nclient: {client}\nbilling: fixed\nprice: 100\nestimate: 1h\n"
            f"due: 2026-11-01\n---\n\n## Log\n\n- 2026-09-01 started\n- 2026-09-02 scope +1h {line}\n"
            f"- 2026-11-10 paid 50\n- 2026-11-10 complaint {line}\n- 2026-09-03 invoiced 90 {line}\n",
            "projects/done.md": f"---\nname: {named}\nclient: {client}\nbilling: fixed\nprice: 100\nestimate: 1h\n"
            f"---\n\n## Log\n\n- 2026-09-01 started\n- 2026-11-12 improve {line}\n- 2026-11-12 delivered {line}\n",
            "clients/quay.md": f"---\nname: {named}\nhealth: red\n---\n",
            "website/page.md": f"---\nname: {named}\ntype: page\n---\n\n## Log\n\n- 2020-01-01 published\n",
            "tools/pen.md": f"---\nname: {named}\njobs: [run]\n---\n\n## Log\n\n- 2026-01-01 cost 9/month {line}\n",
            "weeks/2026-W46.md": f"## Actual\n\n- Mon 2h done\n- Tue 9h open {line}\n\n"
            f"## Plan\n\n- Mon 2h done {line}\n",
            "reviews/2026-11-06.md": f"## Decisions\n\n- [ ] @sales Ask due:2026-11-10 {line}\n",
        },
    )


def rendered(root: Path) -> str:
    return render(build_review(load(root), DAY), root)


class Hostile(NamedTuple):
    """A ledger that says a hostile text everywhere, what is measured of it, its review, and that as a page."""

    text: str
    root: Path
    measured: Measured
    built: Review
    review: str
    page: str


def hostile_ledger(root: Path, text: str) -> Hostile:
    measured = measured_on(load(ledger(root, text)), DAY)
    built = review_of(measured)
    return Hostile(text, root, measured, built, render(built, root), render(built, root, "review.html"))


@pytest.fixture(scope="module")
def harmless_page(tmp_path_factory: pytest.TempPathFactory) -> PageShape:
    return PageShape(hostile_ledger(tmp_path_factory.mktemp("harmless"), HARMLESS).page)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> str:
    return rendered(ledger(tmp_path_factory.mktemp("harmless"), HARMLESS))


@pytest.fixture(scope="module", params=[*HOSTILE, *MANY_LINES])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return hostile_ledger(tmp_path_factory.mktemp("hostile"), request.param)


def test_a_text_changes_nothing_of_the_reviews_structure(hostile: Hostile, harmless: str) -> None:
    assert shape(hostile.review) == shape(harmless)
    assert columns(hostile.review) == columns(harmless)
    assert links(hostile.review) == links(harmless)
    assert headings(hostile.review).count("Decisions") == 1


def without_lines(tags: list[Any]) -> list[Any]:
    """The tags of a page; a name in a drawing takes as many lines of text as it needs, which count as one."""
    return [tag for tag, before in zip(tags, [None, *tags], strict=False) if tag[0] != "text" or tag != before]


def test_a_text_changes_nothing_of_the_pages_structure(hostile: Hostile, harmless_page: PageShape) -> None:
    assert without_lines(PageShape(hostile.page).tags) == without_lines(harmless_page.tags)


def test_a_text_is_shown_as_it_is(hostile: Hostile) -> None:
    shown = " ".join(words(hostile.review).split())
    on_one_line, with_escapes = (" ".join(text.split()) for text in (hostile.text, visible(hostile.text)))
    assert on_one_line in shown or with_escapes in shown


def test_no_control_reaches_the_file(hostile: Hostile) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\u2069\u200f]", hostile.review)


def test_no_marker_and_no_decision_is_forged(hostile: Hostile) -> None:
    publish_review(hostile.measured.standing.whole, DAY, built=hostile.built, measured=hostile.measured)
    written = (hostile.root / "reviews" / "2026-11-20.md").read_text(encoding="utf-8")
    parts, problems = read_generated_parts(SourceFile("reviews/2026-11-20.md", written))
    assert (len(parts), problems) == (6, [])
    again = load(hostile.root)
    assert [review.decisions for review in again.reviews if review.on == DAY] == [()]
    assert not plan_review(again, DAY).changed


@pytest.mark.parametrize("name", ["a|b", "<b>", "x](http:evil.example)", "a b", "100%", "ä#ö", "`x`", "y_y_", "(z)"])
def test_a_files_name_is_text_and_its_link_leads_to_it(name: str, tmp_path: Path) -> None:
    front = "---\nname: x\nsource: y\n---\n\n## Log\n\n- 2026-11-01 in x\n"
    root = write_ledger(tmp_path / "hostile", {f"leads/{name}.md": front, "reviews/README.md": ""})
    plain = write_ledger(tmp_path / "plain", {"leads/plain.md": front})
    review = rendered(root)
    assert shape(review) == shape(rendered(plain))
    targets = [unquote(target) for target in links(review)]
    assert f"../leads/{name}.md" in targets
    assert all((root / "reviews" / ".." / target.removeprefix("../")).is_file() for target in targets)


@pytest.mark.parametrize("moves", ["a|b", "`x`|y|", "<b>|"])
def test_a_figure_that_an_action_claims_to_move_breaks_no_table(moves: str, tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"reviews/2026-11-06.md": f"## Decisions\n\n- [ ] @sales Ask moves:{moves}\n"})
    plain = write_ledger(
        tmp_path / "plain", {"reviews/2026-11-06.md": "## Decisions\n\n- [ ] @sales Ask moves:inflow.open\n"}
    )
    assert columns(rendered(root)) == columns(rendered(plain))
    assert shape(rendered(root)) == shape(rendered(plain))


@pytest.mark.parametrize("role", ["a|b", "<b>", "*x*"])
def test_a_role_that_nobody_has_breaks_no_table(role: str, tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"reviews/2026-11-06.md": f"## Decisions\n\n- [ ] @{role} Ask\n"})
    plain = write_ledger(tmp_path / "plain", {"reviews/2026-11-06.md": "## Decisions\n\n- [ ] @x Ask\n"})
    assert shape(rendered(root)) == shape(rendered(plain))


@pytest.mark.parametrize("word", ["a|b", "<b>", "`x`", "~~~", "```"])
def test_an_area_of_ones_own_breaks_neither_table_nor_grid(word: str, tmp_path: Path) -> None:
    week = {"weeks/2026-W46.md": f'## Actual\n\n- Mon 2h {word}\n- Tue 1h "other"\n'}
    root = write_ledger(tmp_path, {"opsledger.yaml": f"areas: {{{json.dumps(word)}: 1}}\n", **week})
    plain = write_ledger(
        tmp_path / "plain",
        {"opsledger.yaml": "areas: {plain: 1}\n", "weeks/2026-W46.md": "## Actual\n\n- Mon 2h plain\n"},
    )
    assert shape(rendered(root)) == shape(rendered(plain))
