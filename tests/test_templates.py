"""A ledger's own templates: they win, they are reported with file and line, and they cannot do harm."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from opsledger.loading import load
from opsledger.rendering import quarantine
from opsledger.rendering.filters import finalize
from opsledger.rendering.kinds import MARKDOWN
from opsledger.rendering.markdown import escape_markdown
from opsledger.rendering.templates import Compiled, TemplateFault, render, template_files
from opsledger.reviewing.build import build_review
from opsledger.reviewing.parts.values import Link
from opsledger.reviewing.review import Review
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, ledger_of


@pytest.fixture(scope="module")
def review() -> Review:
    return build_review(load(SAMPLE), DAY)


def own(folder: Path, text: str, name: str = "review.md", **others: str) -> Path:
    """A folder with templates of its own."""
    place = folder / "templates"
    place.mkdir()
    for each, content in {name: text, **{f"{key}.md": value for key, value in others.items()}}.items():
        (place / each).write_text(content, encoding="utf-8")
    return folder


def fault_of(review: Review, folder: Path, text: str, **others: str) -> str:
    """What is said of a template of one's own that cannot be used."""
    root = own(folder, text, **others)
    with pytest.raises(TemplateFault) as raised:
        render(review, root)
    return str(raised.value)


# whose wins


def test_a_template_of_ones_own_wins(review: Review, tmp_path: Path) -> None:
    assert render(review, own(tmp_path, "of {{ review.business }}\n")) == "of Northlight Studio\n"


def test_without_a_ledger_the_shipped_one_is_taken(review: Review) -> None:
    assert "## Decisions" in render(review)


def test_one_of_another_name_leaves_the_shipped_one_in_place(review: Review, tmp_path: Path) -> None:
    root = own(tmp_path, "mine", "other.md")
    assert render(review, root) == render(review)
    assert render(review, root, "other.md") == "mine"


def test_the_list_says_whose_each_is(tmp_path: Path) -> None:
    root = own(tmp_path, "mine", "other.md", review="mine too")
    (root / "templates" / ".hidden").touch()
    assert [tuple(file) for file in template_files(root) if file.name.endswith(".md")] == [
        ("month.md", False, True),
        ("other.md", True, False),
        ("review.md", True, True),
        ("year.md", False, True),
    ]


def test_a_changed_template_is_read_anew(review: Review, tmp_path: Path) -> None:
    root = own(tmp_path, "one")
    assert render(review, root) == "one"
    (root / "templates" / "review.md").write_text("two", encoding="utf-8")
    assert render(review, root) == "two"


# faults


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a\nb\n{{ review.business\n", 3, "unexpected end"),
        ("a\n{% for x in review.findings %}\n", 2, "Unexpected end of template"),
        ("{% nothing %}", 1, "unknown tag 'nothing'"),
        ("a\n{{ review.nothing }}\n", 2, "has no attribute 'nothing'"),
        ("{{ nothing }}", 1, "'nothing' is undefined"),
        ("a\n\n{{ 1 / 0 }}", 3, "division by zero"),
        ("{{ review.business|nothing }}", 1, "No filter named 'nothing'"),
        ("a\n{{ review.business + 1 }}", 2, ""),
        ("a\n{{ review.findings.0.nothing.more }}", 2, ""),
    ],
)
def test_a_fault_is_told_with_file_and_line(text: str, line: int, told: str, review: Review, tmp_path: Path) -> None:
    message = fault_of(review, tmp_path, text)
    assert re.match(rf"{re.escape(str(tmp_path))}/templates/review\.md:{line}: ", message)
    assert told in message


def test_a_fault_in_an_included_template_is_told_there(review: Review, tmp_path: Path) -> None:
    message = fault_of(review, tmp_path, "a\n{% include 'mine.md' %}", mine="b\nc\n{{ nothing }}")
    assert f"{tmp_path}/templates/mine.md:3: " in message


def test_a_template_that_is_not_there_is_told(review: Review, tmp_path: Path) -> None:
    assert fault_of(review, tmp_path, "{% include 'gone.md' %}").endswith("there is no template gone.md")
    with pytest.raises(TemplateFault, match=r"there is no template other\.md"):
        render(review, None, "other.md")


@pytest.mark.parametrize("name", ["../opsledger.yaml", "/etc/passwd", "..\\x"])
def test_nothing_outside_the_templates_is_read(name: str, review: Review, tmp_path: Path) -> None:
    (tmp_path / "opsledger.yaml").write_text("business: secret\n")
    assert "there is no template" in fault_of(review, tmp_path, f"{{% include {name!r} %}}")


@pytest.mark.parametrize("link", ["leak.md", "."])
def test_a_link_that_leads_out_of_the_ledger_is_not_followed(link: str, review: Review, tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "ledger"
    root.mkdir()
    own(root if link == "leak.md" else tmp_path, "{% include 'leak.md' %}")
    outside.write_text("secret", encoding="utf-8")
    (root / "templates" / link).symlink_to(outside if link == "leak.md" else tmp_path / "templates")
    with pytest.raises(TemplateFault, match="a symbolic link leads out of the ledger"):
        render(review, root)


def test_a_template_that_is_not_utf8_is_told(review: Review, tmp_path: Path) -> None:
    root = own(tmp_path, "")
    (root / "templates" / "review.md").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateFault):
        render(review, root)


# harm

LOOP = "{% for a in review.stand.weeks %}"


@pytest.mark.parametrize(
    "text",
    [
        LOOP * 9 + "x" + "{% endfor %}" * 9,
        LOOP * 9 + "{% endfor %}" * 9,
        LOOP * 5 + "{% include 'month.md' %}" + "{% endfor %}" * 5,
        "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
        "{% set x = 'x' * 999999999 %}{{ x }}",
        "{{ 'x' * 10 ** 9 }}",
        "{{ [0] * 10 ** 9 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ 'x'.center(999999999) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ '{0:>999999999}'['format'](1) }}",
        "{{ ('{0:>999999999}'|attr('format'))(1) }}",
        "{{ '{x:>999999999}'.format_map({'x': 1}) }}",
        "{{ 'x'|center(999999999) }}",
        "{{ 'x'|indent(999999999) }}",
        "{{ ('x' ~ 'x')|replace('x', 'x' * 9999) }}",
        "{{ range(999999999)|list }}",
        "{{ lipsum(99999) }}",
        "{% set ns = namespace(x='xxxxxxxxxx') %}" + LOOP * 3 + "{% set ns.x = ns.x ~ ns.x %}" + "{% endfor %}" * 3,
        "{% set ns = namespace(x=[1]) %}" + LOOP * 3 + "{% set ns.x = ns.x + ns.x %}" + "{% endfor %}" * 3,
        "{% include 'review.md' %}",
        "a{% include 'review.md' %}{% include 'review.md' %}",
        "{% extends 'review.md' %}",
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ review.__init__.__globals__ }}",
        "{{ review['__class__'] }}",
        "{{ review|attr('__class__') }}",
        "{{ part.__globals__ }}",
        "{{ part.__code__ }}",
        "{{ self.__init__ }}",
        "{{ review.findings.append(1) }}",
        "{% set review.business = 'x' %}",
        "{% import 'os' as os %}{{ os.system('true') }}",
        "{{ cycler.__init__.__globals__.os }}",
    ],
)
def test_harm_is_refused_in_time(text: str, review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(TemplateFault):
        render(review, own(tmp_path, text))
    assert time.monotonic() - begun < 60  # on a busy machine too


def test_a_bar_is_bounded(review: Review, tmp_path: Path) -> None:
    assert len(render(review, own(tmp_path, "{{ 0.5|bar(999999999) }}"))) <= 200


# what a template prints


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<b>*x*</b>", r"\<b\>\*x\*\</b\>"),
        (None, "–"),
        (DAY, "Fri 20 Nov 2026"),
        (3, "3"),
        ("a\nb", r"a\\x0ab"),
        ("- x", r"\- x"),
        ("1. x", r"1\. x"),
        ("# x", r"\# x"),
        ("snake_case", "snake_case"),
        ("a-b 3 - 4", "a-b 3 - 4"),
    ],
)
def test_what_is_printed_is_text(value: object, shown: str) -> None:
    assert str(finalize(value)) == shown


def test_markup_stays_as_it_is() -> None:
    assert finalize(escape_markdown("*")) == r"\*"


def test_a_template_of_ones_own_escapes_without_being_asked(tmp_path: Path) -> None:
    ledger = ledger_of('opsledger.yaml\n    business: "<script>|*x*"\n', tmp_path)
    root = own(tmp_path, "{{ review.business }}\n")
    assert render(build_review(ledger, DAY), root) == r"\<script\>\|\*x\*" + "\n"


@pytest.mark.parametrize("filters", ["upper", "trim", "default('x')", "string", "title", "truncate(99)", "e", "escape"])
def test_a_filter_takes_no_escape_off(filters: str, tmp_path: Path) -> None:
    ledger = ledger_of('opsledger.yaml\n    business: "<B>|*X*"\n', tmp_path)
    text = render(build_review(ledger, DAY), own(tmp_path, f"{{{{ review.business|{filters} }}}}"))
    assert text.lower() == r"\<b\>\|\*x\*"


@pytest.mark.parametrize(
    "text", ["{{ review.business|safe }}", "{% autoescape false %}{{ review.business }}{% endautoescape %}"]
)
def test_escaping_cannot_be_turned_off_by_mistake(text: str, tmp_path: Path) -> None:
    ledger = ledger_of('opsledger.yaml\n    business: "<b>"\n', tmp_path)
    try:
        shown = render(build_review(ledger, DAY), own(tmp_path, text))
    except TemplateFault:
        return
    assert "<b>" not in shown


def test_templates_compiled_for_filters_that_take_something_else_are_not_used() -> None:
    def linked(target: Link) -> str:
        return target.text

    now = Compiled(MARKDOWN)
    before = Compiled(MARKDOWN._replace(filters={**MARKDOWN.filters, "linked": linked}))
    again = Compiled(MARKDOWN._replace(filters=dict(MARKDOWN.filters)))
    assert now.mark == again.mark != before.mark
