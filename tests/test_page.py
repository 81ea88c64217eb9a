"""The review as a page: what it holds, what it escapes, and how it is written."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from opsledger.loading import load
from opsledger.publishing.reviews import publish_page
from opsledger.rendering.html import with_policy
from opsledger.rendering.notes import markdown
from opsledger.rendering.templates import TemplateFault, render
from opsledger.rendering.typesetting import sentence
from opsledger.reviewing.build import build_review
from tests.cli_support import SAMPLE, run, write_ledger
from tests.ledger_text import DAY, ledger_of
from tests.page_shape import PageShape

PAGE = "review.html"


def page_of(root: Path) -> str:
    return render(build_review(load(root), DAY), root, PAGE)


def own(folder: Path, text: str) -> Path:
    """A ledger whose page is made by a template of its own."""
    return write_ledger(folder, {"opsledger.yaml": 'business: "<b>&\'\\"*"\n', f"templates/{PAGE}": text})


@pytest.fixture(scope="module")
def sample() -> str:
    return page_of(SAMPLE)


# What it holds


def test_it_has_the_same_bytes_twice(sample: str) -> None:
    assert page_of(SAMPLE) == sample


def test_it_says_what_the_review_says(sample: str) -> None:
    said = " ".join(" ".join(PageShape(sample).text).split())
    for fact in ("Lean ahead:", "28.8 h", "5,460 EUR", "your move", "Ring Meadow Coworking", "due:2026-11-27"):
        assert fact in said


def test_every_drawing_says_its_answer_or_stands_beside_its_numbers(sample: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", sample, re.DOTALL)
    assert len(drawings) > 10
    silent = [each for each in drawings if not re.match(r"<svg[^>]*>\s*<title>[^<]+[.?!0-9a-z]</title>", each)]
    assert all('aria-hidden="true"' in each.partition(">")[0] for each in silent)
    assert re.search(r"<title>When does the work run out\? \d+ of 12 weeks are more likely lean than not", sample)


def test_nothing_unknown_shows_as_a_word_of_python(sample: str) -> None:
    text = " ".join(PageShape(re.sub(r"<style>.*?</style>", "", sample, flags=re.DOTALL)).text)
    assert not {word for word in ("None", "nan", "Fraction", "Decimal", "True", "False") if f" {word}" in text}


# What it may do


def test_its_policy_lets_nothing_in(sample: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', sample)
    styles = re.findall(r"<style>(.*?)</style>", sample, re.DOTALL)
    assert policy
    assert len(styles) == 1
    digest = b64encode(sha256(styles[0].encode()).digest()).decode()
    assert policy[1].replace("&#39;", "'").split("; ") == [
        "default-src 'none'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        f"style-src 'sha256-{digest}'",
    ]


def test_a_template_of_ones_own_gets_the_policy_too(tmp_path: Path) -> None:
    root = own(tmp_path, '<!doctype html>\n<html lang="en">\n<head>\n<script>alert(1)</script>\n</head></html>\n')
    page = page_of(root)
    assert page.index("<head>") < page.index("Content-Security-Policy") < page.index("</head>")
    assert "<script" not in page
    assert "style-src &#39;none&#39;" in page


@pytest.mark.parametrize("text", ["<script>1</script><!doctype html><html><head>", "<p>", "<!doctype html><head>", ""])
def test_a_page_that_begins_with_anything_else_is_a_fault(text: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match="a page begins with <!doctype html>"):
        page_of(own(tmp_path, text))


def test_more_of_a_policy_can_be_asked_for() -> None:
    page = with_policy("<!doctype html><html><head></head></html>", {"connect-src": "'self'"})
    assert "connect-src &#39;self&#39;" in page


# What it escapes

HEAD = '<!doctype html><html lang="en"><head></head><body>'


@pytest.mark.parametrize(
    "filters", ["", "|upper", "|e", "|escape", "|trim", "|default('x')", "|string", "|title", "|e|e"]
)
def test_what_is_printed_is_text(filters: str, tmp_path: Path) -> None:
    page = page_of(own(tmp_path, HEAD + f"{{{{ review.business{filters} }}}}"))
    assert page.rpartition("<body>")[2].lower() == "&lt;b&gt;&amp;'\"*"


def test_what_it_includes_is_escaped_for_the_page(tmp_path: Path) -> None:
    root = own(tmp_path, HEAD + '{% include "mine.md" %}')
    (root / "templates" / "mine.md").write_text("{{ review.business }}")
    assert page_of(root).endswith("<body>&lt;b&gt;&amp;'\"*")


def test_controls_are_shown(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"opsledger.yaml": 'business: "a\\u001b\\u202eb"\n'})
    page = page_of(root)
    assert "a\\x1b\\u202eb" in page
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", page)


# The user's own words


def test_notes_stand_in_the_section_they_were_written_in(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"leads/a.md": "---\nname: A\nsource: x\n---\n\n## Log\n\n- 2026-11-01 in x\n"})
    run(tmp_path, "review", "--on", "2026-11-20")
    place = tmp_path / "reviews" / "2026-11-20.md"
    text = place.read_text(encoding="utf-8")
    text = text.replace("<!-- opsledger:end work-flowing-in -->", "<!-- opsledger:end work-flowing-in -->\n\nCall *A*.")
    place.write_text(
        text + "\n- [ ] @ceo Rest due:2026-12-01\n\n## Mood\n\n```\n## no heading\n```\n", encoding="utf-8"
    )
    notes = build_review(load(tmp_path), DAY).notes
    assert [tuple(getattr(note, name) for name in ("part", "heading", "text")) for note in notes] == [
        ("work-flowing-in", "Work flowing in (15 minutes)", "Call *A*."),
        ("", "Decisions", "- [ ] @ceo Rest due:2026-12-01"),
        ("", "Mood", "```\n## no heading\n```"),
    ]
    page = page_of(tmp_path)
    inflow = page[page.index('id="work-flowing-in"') : page.index('id="work-flowing-out"')]
    assert "<p>Call <em>A</em>.</p>" in inflow
    assert '<span class="box" role="img" aria-label="open">☐</span> @ceo Rest due:2026-12-01' in page


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** `b`", "<p><strong>a</strong> <code>b</code></p>"),
        ("<b onclick=x>", "<p>&lt;b onclick=x&gt;</p>"),
        ("<!-- x -->", "<p>&lt;!-- x --&gt;</p>"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](JaVaScRiPt:alert(1))", "<p>[a](JaVaScRiPt:alert(1))</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ("[a](file:///etc/passwd)", "<p>[a](file:///etc/passwd)</p>"),
        ("[a](https://example.org)", '<p><a href="https://example.org">a</a></p>'),
        ("[a](../leads/a.md)", '<p><a href="../leads/a.md">a</a></p>'),
        ("<mailto:a@example.org>", '<p><a href="mailto:a@example.org">mailto:a@example.org</a></p>'),
        ("![of *me*](http://evil.example/x.png)", "<p>of me</p>"),
        ("# Big", "<h4>Big</h4>"),
        ("Big\n===", "<h4>Big</h4>"),
        ("- [x] done", '<ul>\n<li><span class="box" role="img" aria-label="done">☑</span> done</li>\n</ul>'),
        ("a\x1bb\u202e", "<p>a\\x1bb\\u202e</p>"),
        ("a\r\nb", "<p>a\nb</p>"),
    ],
)
def test_markdown_of_the_user_is_harmless_html(text: str, html: str) -> None:
    assert str(markdown(text)).strip() == html


def test_nesting_without_end_is_no_fault() -> None:
    assert markdown(">" * 5000 + "x" + "[" * 5000).count("<blockquote>") == 20


# Writing it


def test_it_is_written_beside_the_review(tmp_path: Path) -> None:
    write_ledger(tmp_path, {})
    result = run(tmp_path, "review", "--on", "2026-11-20", "--html")
    assert result.stdout == "reviews/2026-11-20.md\nreviews/2026-11-20.html\n"
    page = (tmp_path / "reviews" / "2026-11-20.html").read_text(encoding="utf-8")
    assert page == run(tmp_path, "review", "--on", "2026-11-20", "--html", "--stdout").stdout
    assert run(tmp_path, "review", "--on", "2026-11-20", "--html").stderr == "already up to date\n" * 2


def test_check_looks_at_the_page_too(tmp_path: Path) -> None:
    write_ledger(tmp_path, {})
    run(tmp_path, "review", "--on", "2026-11-20")
    result = run(tmp_path, "review", "--on", "2026-11-20", "--html", "--check")
    assert (result.exit_code, result.stderr) == (1, "reviews/2026-11-20.html is missing\n")


def test_a_page_of_somebody_else_is_kept(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"reviews/2026-11-20.html": "<p>mine</p>"})
    result = run(tmp_path, "review", "--on", "2026-11-20", "--html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "reviews/2026-11-20.html:1:1: error[page-foreign]" in result.stderr
    assert not (tmp_path / "reviews" / "2026-11-20.md").exists()
    assert run(tmp_path, "review", "--on", "2026-11-20", "--html", "--force").exit_code == 0


def test_publishing_again_changes_nothing(tmp_path: Path) -> None:
    made = ledger_of("leads/quay.md\n    - 2026-11-02 in asked\n", tmp_path)
    assert publish_page(made, DAY).changed
    assert not publish_page(load(tmp_path), DAY).changed


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("from 2026-W52 (Mon 21 Dec 2026)", "from 2026\u2011W52 (Mon\u00a021\u00a0Dec\u00a02026)"),
        ("28.8 h, 51 % and 1.8 weeks", "28.8\u00a0h, 51\u00a0% and 1.8\u00a0weeks"),
        ("for a proposal-in-work of <b>", "for a proposal-in-work of <b>"),
    ],
)
def test_a_sentence_is_not_broken_inside_a_number(said: str, shown: str) -> None:
    assert sentence(said) == shown
